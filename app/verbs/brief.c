/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/form.h"
#include "app/verbs/ground.h"
#include "app/verbs/since.h"
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    const char *when = request_value(request, &flag_looked_since);
    struct baton_report_info info = {NULL, NULL, 0};
    struct since since = {.plan = NULL};
    const struct baton_plan *plan;
    struct baton_study *study;
    struct ground *g;

    if (!study_check_request(request, answer))
        return;
    plan = load_plan(request, answer);
    if (!plan)
        return;
    g = ground_of_plan(answer);
    if (g && !request_has(request, &flag_audience) &&
        !since_looked(request, answer, g, plan, NULL, !request_has(request, &flag_peek), &since))
        return;
    if (when && !since_named(request, answer, g, when, &since))
        return;
    baton_report_find("brief", &info);
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer, info.needs, NULL, study))
        return;
    since_explain(request, answer, &since, study);
    study_print(request, answer, "brief", study, NULL);
    if (g && !request_has(request, &flag_peek))
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
