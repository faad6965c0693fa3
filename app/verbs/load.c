/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static const struct flag flag_team = {
    .name = "team", .value = "TEAM",
    .doc = "of one team or system alone, with all that waits for it"};

static void run(const struct request *request, struct answer *answer)
{
    struct request about = *request;

    about.arguments[1] = request_value(request, &flag_team);
    answer_with_report(&about, answer, "load", NULL);
}

static const struct flag *const flags[] = {
    &flag_team, &flag_weeks, &flag_all, &flag_csv, &flag_html, &flag_svg, &flag_audience,
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, NULL};

const struct verb verb_load = {
    .name = "load",
    .summary = "what is wanted of each team against the people it has, week by week",
    .detail = "People that the plan wants of each team, skill and system by week, on the dates "
              "that links alone allow, as a share of those who are there; over 100% work must "
              "wait. Then what waits for whom, and behind what, in the teams' own order (rank, "
              "then dates), and what each team costs at P80 and one more person buys. Under a "
              "team that is over 100% in some week, or alone asked about, stands what it is taken "
              "for in the runs of the forecast, at P80: waiting included, so what does not fit in "
              "one week is in a later one.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock --team data",
    .json_kind = "load",
    .permission = PERMIT_READER,
    .run = run,
};
