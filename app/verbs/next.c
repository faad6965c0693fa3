/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "next", NULL);
}

static const struct flag *const flags[] = {&flag_html, &flag_audience, NULL};

const struct verb verb_next = {
    .name = "next",
    .summary = "every open next step, by person and date",
    .detail = "Actions, decisions, open questions, assumptions to check and steps on "
              "blockers, by who has them, overdue first.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock",
    .json_kind = "next",
    .permission = PERMIT_READER,
    .run = run,
};
