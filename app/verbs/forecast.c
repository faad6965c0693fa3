/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/ground.h"
#include "app/verbs/study.h"

static const struct flag flag_keep = {
    .name = "keep",
    .doc = "of a store: keep the figures there, to be scored when the dates have come"};

static void run(const struct request *request, struct answer *answer)
{
    struct baton_study *study = NULL;

    answer_with_report(request, answer, "forecast", &study);
    if (!study || !request_has(request, &flag_keep))
        return;
    if (ground_of_plan(answer))
        ground_keep_forecast(answer, ground_of_plan(answer), study);
    else
        answer_refuse(answer, OUTCOME_UNUSABLE, "no-store",
                      "only a store keeps a forecast, and only of the plan as it is now",
                      "baton init makes one");
}

static const struct flag *const flags[] = {
    &flag_keep, &flag_all, &flag_html, &flag_audience, &flag_iterations, &flag_seed,
    &flag_threads, &flag_dialect,
    &flag_capacity,
    &flag_no_capacity, &flag_capacity_mode, NULL};

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
