/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "schedule", NULL);
}

static const struct flag *const flags[] = {
    &flag_all,
    &flag_html, &flag_audience, &flag_dialect, &flag_search, &flag_no_capacity, &flag_schedules,
    &flag_seconds, &flag_core_seconds, &flag_old, &flag_seed, &flag_threads, NULL};

const struct verb verb_schedule = {
    .name = "schedule",
    .summary = "one date each: early, late, float, and what is critical",
    .detail = "The precedence method on the stated medians, by the rules of the plan or of "
              "the tool it was imported from. A single date says nothing about its chance: "
              "see baton forecast. With --capacity the dates are those that the stated people "
              "of the teams allow, each with what it waited for: the best of the schedules "
              "tried, and no more than so much past a bound that none can beat. Below: the few "
              "moves in the teams' order that bring each promise forward most. With --from the "
              "search begins with an earlier schedule, of the orders of one finish that it tries "
              "the one that moves least is taken, and the answer counts what moved and who must "
              "be told; --schedules 1 keeps the old order as it is.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "plan.xml --dialect msproject",
    .json_kind = "schedule",
    .permission = PERMIT_READER,
    .run = run,
};
