/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/record.h"

static const struct flag *const flags[] = {
    &flag_why, &flag_by, &flag_against, &flag_id, &flag_dated, &flag_dry_run, &flag_all, NULL};

const struct verb verb_set = {
    .name = "set",
    .summary = "state something otherwise, and keep what it replaced",
    .detail = "Each EDIT is id.field=value, id.field[key]=value for one member of a list or map, "
              "section.id={field: value} for something new, or id= to take something out; values "
              "are written as in a plan file. All edits of a call are one change of the log: all "
              "or nothing. Where somebody changed the same field since --against, nothing is "
              "written (exit 4).",
    .arguments = {{"PLAN", true, "a store: a folder with baton.db, its path, or postgres://..."},
                  {"EDIT", true, "id.field=value, any number of them"}},
    .many = true,
    .flags = flags,
    .example = "plan token-api.remaining=1w..2w..3w --because 'the vendor shipped'",
    .json_kind = "log",
    .permission = PERMIT_ANYBODY,
    .run = record_request,
};
