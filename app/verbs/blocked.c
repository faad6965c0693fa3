/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "app/verbs/edit_text.h"
#include "app/verbs/study.h"

enum { PRICED_MOST = 8, ITERATIONS = 2048 };

static bool is_blocker(const struct baton_plan *plan, uint32_t object)
{
    return strcmp(baton_kind(baton_object_kind(plan, object)).name, "blocker") == 0;
}

/* The plan as if what it stops took a week longer; NULL: it stops no open work. */
static const struct baton_plan *a_week_more(struct answer *answer, const struct baton_plan *plan,
                                            uint32_t blocker)
{
    const char *edit = baton_impact_edit(answer->b, plan, blocker);
    struct baton_edits *edits = baton_edits_new(answer->b, plan);
    const struct baton_plan *made = NULL;

    return edit && edit_of_text(answer, edit, edits) && baton_edits_apply(edits, &made) ? made
                                                                                        : NULL;
}

/* Each blocker's week on the same random numbers, the first ones. False: the answer is refused. */
static bool price(const struct request *request, struct answer *answer,
                  const struct baton_plan *plan, struct baton_study *base)
{
    struct baton_variant *variants = calloc(PRICED_MOST, sizeof(*variants));
    size_t count = 0;

    if (!variants || !answer_keep(answer, (struct baton_text){(const char *)variants,
                                                              PRICED_MOST * sizeof(*variants)})) {
        free(variants);
        answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
        return false;
    }
    if (!study_dates(request, answer, ITERATIONS, base))
        return false;
    for (uint32_t i = 0; i < baton_object_count(plan) && count < PRICED_MOST; i++) {
        const struct baton_plan *made =
            is_blocker(plan, i) ? a_week_more(answer, plan, i) : NULL;
        struct baton_study *study;

        if (!made)
            continue;
        study = baton_study_new(answer->b, made);
        if (!study_dates(request, answer, baton_study_iterations(base), study))
            return false;
        variants[count++] = (struct baton_variant){.name = baton_object_id(plan, i),
                                                   .study = study};
    }
    answer->variants = variants;
    answer->variant_count = count;
    return true;
}

static void run(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan =
        study_check_request(request, answer) ? load_plan(request, answer) : NULL;
    struct baton_study *base;

    if (!plan)
        return;
    base = baton_study_new(answer->b, plan);
    answer->outcome = OUTCOME_DONE;
    if (!study_is_possible(request, plan) || price(request, answer, plan, base))
        study_print(request, answer, "blocked", base, NULL);
}

static const struct flag *const flags[] = {
    &flag_audience, &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity,
    &flag_no_capacity, &flag_html, NULL};

const struct verb verb_blocked = {
    .name = "blocked",
    .summary = "what stops work now, since when, who clears it, and what a week more costs",
    .detail = "The open blockers with what they stop, their next step and its date; and what one "
              "week more costs: the days of P80 of the promise that loses most when what is "
              "stopped takes a week longer, on the same random numbers (the first 8 blockers), "
              "and the money where somebody agreed a cost of delay.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock",
    .json_kind = "blocked",
    .permission = PERMIT_READER,
    .run = run,
};
