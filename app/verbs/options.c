/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "options", NULL);
}

static const struct flag *const flags[] = {
    &flag_all, &flag_audience, &flag_iterations, &flag_seed, &flag_threads, &flag_dialect,
    &flag_capacity, &flag_no_capacity, &flag_html, NULL};

const struct verb verb_options = {
    .name = "options",
    .summary = "every move that could be made, each with what it buys",
    .detail = "Options of open decisions and mitigations of open risks: what each alone, and the "
              "best of them together, would make of the least likely promise, simulated on the "
              "same random numbers.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, a store, or -"}},
    .flags = flags,
    .example = "examples/sherlock",
    .json_kind = "options",
    .permission = PERMIT_READER,
    .run = run,
};
