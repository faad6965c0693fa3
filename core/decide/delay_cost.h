/* SPDX-License-Identifier: Apache-2.0 */
/* delay_cost.h - what it costs to be late: linear, a cliff, decaying; and the order it asks for.
 *
 *   linear     per_week for every week of delay, and as much gained for every week early
 *   decaying   per_week at first, half as much after every half_life: the loss of t weeks past the
 *              promise is per_week x h / ln 2 x (1 - 2^(-t / h)); nothing is gained by being early
 *   cliff      `lose` at once past the day `after`
 *
 * A linear or decaying loss and a cliff add up. Where nobody agreed a number, none is used.
 */
#ifndef BATON_CORE_DECIDE_DELAY_COST_H
#define BATON_CORE_DECIDE_DELAY_COST_H

#include "core/plan/plan.h"

/* What holds for a commitment (NULL: for the program): its own, else the program's; NULL where
 * nothing is stated or nobody agreed it. */
const struct object *delay_cost_of(const struct plan *plan, const struct object *commitment);

/* Minor units lost by finishing at `finish` what was promised by `promised` (instants; the last
 * second that keeps it). Negative: gained. */
double delay_cost_minor(const struct object *cost, const struct plan *plan, int64_t promised,
                        int64_t finish);

/* What waiting costs in the next week, from `at` on: for the order of a queue. */
int64_t delay_cost_week_minor(const struct object *cost, const struct plan *plan,
                              int64_t promised, int64_t at);

/* Cost of delay divided by duration, largest first: the order that loses least for one server,
 * linear costs and independent work (Smith 1956; Reinertsen 2009). Two are tied unless one stays
 * before the other whatever the costs and durations are within their ranges. */
struct cd3 {
    double low, middle, high;   /* cost per week over weeks */
    uint32_t rank;              /* from 1; ties share one */
    bool tied;                  /* with the one before */
};
/* `cost` and `weeks` as low, middle, high. */
struct cd3 cd3_of(const double cost[3], const double weeks[3]);
/* Of items in descending order of `middle`. */
void cd3_rank(struct cd3 *items, size_t count);

#endif
