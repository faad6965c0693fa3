/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "dsm", NULL);
}

static const struct flag *const flags[] = {
    &flag_all, &flag_audience, &flag_iterations, &flag_seed, &flag_threads, &flag_dialect,
    &flag_capacity, &flag_no_capacity, &flag_html, NULL};

const struct verb verb_dsm = {
    .name = "dsm",
    .summary = "team by team: days of waiting, circles boxed",
    .detail = "A design structure matrix of the teams: a row gives, a column takes, a cell holds "
              "the working days waited at P80. Teams are ordered so that as little as possible "
              "stands below the diagonal; what does is feedback, and teams that wait on "
              "one another in a circle stand in a box.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock",
    .json_kind = "dsm",
    .permission = PERMIT_READER,
    .run = run,
};
