/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"

static bool remove_one(struct answer *answer, const char *address, struct baton_edits *edits)
{
    const size_t length = strlen(address);
    char *text;

    if (strchr(address, '=')) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "what is taken out is named by its "
                      "address alone", "as in: baton rm plan token-api.reported");
        return false;
    }
    text = malloc(length + 2);
    if (!text || !answer_keep(answer, (struct baton_text){text, length + 1})) {
        free(text);
        answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
        return false;
    }
    memcpy(text, address, length);
    memcpy(text + length, "=", 2);
    return edit_of_text(answer, text, edits);
}

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    bool good = true;

    for (unsigned i = 1; i < ARGUMENT_MOST && request->arguments[i]; i++)
        good = remove_one(answer, request->arguments[i], edits) && good;
    for (unsigned i = 0; i < request->more_count; i++)
        good = remove_one(answer, request->more[i], edits) && good;
    return good;
}

static void run(const struct request *request, struct answer *answer)
{
    record_request(request, answer, gather);
}

const struct verb verb_rm = {
    .name = "rm",
    .summary = "no longer state something: in a store, or in plan files in their place",
    .detail = "An ADDRESS is an id, id.field, or id.field[key] for one member of a list or map. "
              "What others still refer to is refused, so a link and what it leads to go together. "
              "In plan files the lines it stood on go; comments of their own lines stay.",
    .arguments = {{"PLAN", true, "a store, a plan file, or a folder of *.yaml"},
                  {"ADDRESS", true, "id, id.field or id.field[key], any number of them"}},
    .many = true,
    .flags = flags_of_record,
    .example = "plan token-api.reported",
    .json_kind = "log",
    .permission = PERMIT_ANYBODY,
    .run = run,
};
