/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/ground.h"
#include "app/verbs/study.h"

static const struct flag *const flags[] = {&flag_html, &flag_audience, NULL};

static void run(const struct request *request, struct answer *answer)
{
    struct baton_kept *items;
    const struct baton_plan *plan;
    struct baton_study *study;
    size_t count;

    if (!ground_past(request, answer, &plan, &items, &count))
        return;
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer, BATON_NEEDS_SCHEDULE, NULL, study))
        return;
    answer->kept = items;
    answer->kept_count = count;
    study_print(request, answer, "score", study, NULL);
}

const struct verb verb_score = {
    .name = "score",
    .summary = "how good the kept forecasts were, now that dates have come",
    .detail = "Of every promise whose date has passed, or whose work is finished: how likely the "
              "forecasts kept before said it was, whether it was met, the Brier score, and how "
              "often the finish came by the P50 and the P80 that were said. A promise counts once, "
              "however often it was forecast. Fewer than 5 decided promises are no record, fewer "
              "than 12 an indication.",
    .arguments = {{"PLAN", false, "a store: a folder with baton.db (default: this folder), its "
                                  "path, or postgres://..."}},
    .flags = flags,
    .example = "plan",
    .json_kind = "score",
    .permission = PERMIT_READER,
    .run = run,
};
