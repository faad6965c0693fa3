/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    return edits_of_request(request, answer, 1, edits);
}

static void run(const struct request *request, struct answer *answer)
{
    record_request(request, answer, gather);
}

const struct verb verb_set = {
    .name = "set",
    .summary = "state something otherwise: in a store, or in plan files in their place",
    .detail = "Each EDIT is id.field=value, id.field[key]=value for one member of a list or map, "
              "section.id={field: value} for something new, or id= to take something out; values "
              "are written as in a plan file. All or nothing. In a store the edits are one change "
              "of its log; where somebody changed the same field since --against, nothing is "
              "written (exit 4). In plan files (YAML or JSON) only what is stated otherwise is "
              "written: comments, order and layout stay. --dry-run shows what would change, and "
              "what it does to every promise.",
    .arguments = {{"PLAN", true, "a store, a plan file, or a folder of *.yaml"},
                  {"EDIT", true, "id.field=value, any number of them"}},
    .many = true,
    .flags = flags_of_record,
    .example = "plan token-api.remaining=1w..2w..3w --because 'the vendor shipped'",
    .json_kind = "log",
    .permission = PERMIT_ANYBODY,
    .run = run,
};
