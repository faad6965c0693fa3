/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/edit_text.h"
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan, *made = NULL;
    struct baton_study *before, *after;
    struct baton_edits *edits;
    const char *edit;
    uint32_t object;

    plan = study_check_request(request, answer) ? load_plan(request, answer) : NULL;
    if (!plan)
        return;
    if (!baton_object_seen(answer->b, plan, text_of(request->arguments[1]),
                           text_of(request_value(request, &flag_audience)), &object)) {
        answer->outcome = OUTCOME_NOT_FOUND;
        return;
    }
    edit = baton_impact_edit(answer->b, plan, object);
    if (!edit) {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "no-work", "no open work is there to be late",
                      "a system with open work, a team, a task, a milestone or a hand-off");
        return;
    }
    edits = baton_edits_new(answer->b, plan);
    if (!edit_of_text(answer, edit, edits) || !baton_edits_apply(edits, &made)) {
        answer->outcome = OUTCOME_UNUSABLE;
        return;
    }
    before = baton_study_new(answer->b, plan);
    after = baton_study_new(answer->b, made);
    if (study_compare(request, answer, BATON_NEEDS_FORECAST, before, after))
        study_print(request, answer, "impact", after, request->arguments[1]);
}

static const struct flag *const flags[] = {
    &flag_all, &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity,
    &flag_no_capacity, &flag_html, &flag_audience, NULL};

const struct verb verb_impact = {
    .name = "impact",
    .summary = "what it reaches if this system, team or task is late",
    .detail = "Who answers for it, the open work there, where two teams change it at the same time "
              "and whether anything joins them, announced changes during a build; and what every "
              "promise loses when each open piece of its work takes a week longer, on the same "
              "random numbers.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, a store, or -"},
                  {"ID", true, "a system, a team, a task, a milestone or a hand-off"}},
    .flags = flags,
    .example = "examples/sherlock label-store",
    .json_kind = "impact",
    .permission = PERMIT_READER,
    .run = run,
};
