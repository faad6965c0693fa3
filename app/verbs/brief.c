/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/form.h"
#include "app/verbs/ground.h"
#include "app/verbs/since.h"
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    struct baton_study *study =
        since_study(request, answer, "brief", !request_has(request, &flag_audience));
    struct ground *g;

    if (!study)
        return;
    study_print(request, answer, "brief", study, NULL);
    g = ground_of_plan(answer);
    if (g && !request_has(request, &flag_peek) && !request_has(request, &flag_explain))
        ground_keep_quietly(answer, g, study);
}

static const struct flag *const flags[] = {
    &flag_looked_since, &flag_reader, &flag_peek, &flag_all,
    &flag_format, &flag_table, &flag_paper, &flag_html, &flag_audience,
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect,
    &flag_capacity,
    &flag_no_capacity, NULL};

const struct verb verb_brief = {
    .name = "brief",
    .summary = "one page: how likely each promise is, what needs whom by when",
    .detail = "The main job. Each commitment with its probability, the range of its date, the "
              "outside view and what it hangs on; then what needs whom by when, most valuable "
              "first; which defaults and which answers to open questions the figures assume; and "
              "the next step. Of a store it begins with what moved since you last looked, by how "
              "much and why, in parts that add up, and keeps its forecast there; of files with "
              "--since OLD.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock",
    .json_kind = "brief",
    .permission = PERMIT_READER,
    .run = run,
};
