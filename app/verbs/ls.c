/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "ls", NULL);
}

static const struct flag *const flags[] = {&flag_html, &flag_audience, NULL};

const struct verb verb_ls = {
    .name = "ls",
    .summary = "what the plan holds: its kinds, or every object of one kind",
    .detail = "Without KIND: how many of each there are.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"},
                  {"KIND", false, "handoffs, tasks, risks..."}},
    .flags = flags,
    .example = "examples/sherlock handoffs",
    .json_kind = "ls",
    .permission = PERMIT_READER,
    .run = run,
};
