/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "forecast", NULL);
}

static const struct flag *const flags[] = {
    &flag_all, &flag_audience, &flag_iterations, &flag_seed, &flag_threads, &flag_dialect,
    &flag_capacity,
    &flag_no_capacity, NULL};

const struct verb verb_forecast = {
    .name = "forecast",
    .summary = "when each milestone really comes, with probabilities",
    .detail = "Simulates the plan: P10 to P95 of every milestone, the probability of every "
              "commitment, of all together, what the date hangs on and by how many days.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock --seed 7",
    .json_kind = "forecast",
    .permission = PERMIT_READER,
    .run = run,
};
