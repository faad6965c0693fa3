/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "chain", NULL);
}

static const struct flag *const flags[] = {
    &flag_all, &flag_audience, &flag_iterations, &flag_seed, &flag_threads, &flag_dialect,
    &flag_capacity, &flag_no_capacity, &flag_html, NULL};

const struct verb verb_chain = {
    .name = "chain",
    .summary = "the longest chain to a promise, team by team",
    .detail = "What holds a commitment, milestone or task where it is, from the data date on: each "
              "step with its working days, which add up, and the stretches of each team.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, or -"},
                  {"ID", true, "a commitment, a milestone, a task or a hand-off"}},
    .flags = flags,
    .example = "examples/sherlock ga-march",
    .json_kind = "chain",
    .permission = PERMIT_READER,
    .run = run,
};
