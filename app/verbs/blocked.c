/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "blocked", NULL);
}

static const struct flag *const flags[] = {&flag_audience, NULL};

const struct verb verb_blocked = {
    .name = "blocked",
    .summary = "what stops work now, since when, and who clears it",
    .detail = "The open blockers with what they stop, their next step and its date.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock",
    .json_kind = "blocked",
    .permission = PERMIT_READER,
    .run = run,
};
