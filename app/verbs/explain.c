/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static const struct flag *const flags[] = {NULL};

static void run(const struct request *request, struct answer *answer)
{
    answer_without_plan(request, answer, "explain");
}

const struct verb verb_explain = {
    .name = "explain",
    .summary = "what a rule means: why it matters, its exact test, what helps",
    .detail = "Without RULE: every rule in one line.",
    .arguments = {{"RULE", false, "the name of a rule, as in error[unowned-handoff]"}},
    .flags = flags,
    .example = "unowned-handoff",
    .json_kind = "explain",
    .permission = PERMIT_ANYBODY,
    .run = run,
};
