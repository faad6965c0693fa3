/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/ground.h"
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    struct baton_study *study = NULL;

    answer_with_report(request, answer, "brief", &study);
    if (study && ground_of_plan(answer))
        ground_keep_quietly(answer, ground_of_plan(answer), study);
}

static const struct flag *const flags[] = {
    &flag_all,
    &flag_html, &flag_audience, &flag_iterations, &flag_seed, &flag_threads, &flag_dialect,
    &flag_capacity,
    &flag_no_capacity, NULL};

const struct verb verb_brief = {
    .name = "brief",
    .summary = "one page: how likely each promise is, what needs whom by when",
    .detail = "The main job. Each commitment with its probability, the range of its date, the "
              "outside view and what it hangs on; then what needs whom by when, most valuable "
              "first; which defaults and which answers to open questions the figures assume; and "
              "the next step.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock",
    .json_kind = "brief",
    .permission = PERMIT_READER,
    .run = run,
};
