/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static const struct flag flag_manual = {
    .name = "manual", .doc = "every kind and field in words, as Markdown"};
static const struct flag *const flags[] = {&flag_manual, NULL};

static void run(const struct request *request, struct answer *answer)
{
    answer->bytes = request_has(request, &flag_manual) ? baton_schema_manual(answer->b)
                                                       : baton_schema_json(answer->b);
}

const struct verb verb_schema = {
    .name = "schema",
    .summary = "JSON Schema of a plan file, for editors; or its manual",
    .detail = "Draft 2020-12. Name the file in your editor's YAML settings and it completes and "
              "checks plan files as you write.",
    .flags = flags,
    .example = "--output baton.schema.json",
    .json_kind = "schema",
    .permission = PERMIT_ANYBODY,
    .run = run,
};
