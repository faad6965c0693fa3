/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "show", NULL);
}

static const struct flag *const flags[] = {&flag_all, &flag_html, &flag_audience, NULL};

const struct verb verb_show = {
    .name = "show",
    .summary = "one object as it was stated, and what names it",
    .detail = "Every field somebody stated, where it stands, and which other objects refer to "
              "it.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, or -"},
                  {"ID", true, "the id of anything in the plan"}},
    .flags = flags,
    .example = "examples/sherlock ho-14",
    .json_kind = "show",
    .permission = PERMIT_READER,
    .run = run,
};
