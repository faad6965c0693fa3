/* SPDX-License-Identifier: Apache-2.0 */
/* belief.h - what published beliefs were worth, once the outcome is known.
 *
 * Of published medians alone, so that scoring says nothing of anybody's own answer:
 *
 *   Brier   (p - o)^2, o = 1 when it was kept by the date then in question: 0 is perfect, always
 *           saying 50 % gives 0.25
 *   log     -ln(p) where it was kept, else -ln(1 - p), p held within 5 % and 95 %: a median to ten
 *           points says no more than that
 *   days    how much later than the believed week it came (clock days; negative: earlier)
 *
 * Source: Brier 1950; Good 1952.
 */
#ifndef BATON_CORE_DECIDE_BELIEF_H
#define BATON_CORE_DECIDE_BELIEF_H

#include "core/plan/plan.h"

struct belief_score {
    bool known;                 /* the outcome is */
    bool kept;                  /* by the date in question; valid where has_probability */
    bool has_probability, has_days;
    int64_t came;               /* instant */
    double brier, log_loss;
    int64_t days;
};

/* Of one pulse. */
struct belief_score belief_score_of(const struct plan *p, const struct object *pulse);

struct belief_scores {
    uint32_t probabilities, dates;
    double brier, log_loss;     /* means */
    double days;                /* mean of the absolute ones */
};
/* Of all pulses that are not withheld. */
struct belief_scores belief_scores_of(const struct plan *p);

#endif
