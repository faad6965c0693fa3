/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/delay_cost.h"

#include "core/base/number.h"

static const double week_s = 7.0 * CIVIL_DAY_S;
static const double ln_2 = 0.69314718055994530942;

const struct object *delay_cost_of(const struct plan *plan, const struct object *commitment)
{
    const struct objects *own = commitment ? commitment_get_delay_cost(commitment) : NULL;
    const struct objects *cost = own ? own : program_get_delay_cost(plan->program);

    return cost && cost->count > 0 && delay_cost_get_agreed_by(cost->items[0]) ? cost->items[0]
                                                                                : NULL;
}

/* The half-life in weeks of the clock: a week of work is a week. 0: none. */
static double half_life(const struct object *cost, const struct plan *plan)
{
    const struct span *span = delay_cost_get_half_life(cost);

    if (!span)
        return 0;
    return (double)span_seconds(span, plan->calendar) /
           (span->elapsed ? week_s : (double)calendar_usual_week_s(plan->calendar));
}

double delay_cost_minor(const struct object *cost, const struct plan *plan, int64_t promised,
                        int64_t finish)
{
    const int64_t *per_week = delay_cost_get_per_week(cost), *lose = delay_cost_get_lose(cost);
    const struct when *after = delay_cost_get_after(cost);
    const double weeks = (double)(finish - promised) / week_s, h = half_life(cost, plan);
    double lost = 0;

    if (per_week && h > 0)
        lost += weeks > 0 ? (double)*per_week * h / ln_2 * (1 - number_exp(-weeks / h * ln_2)) : 0;
    else if (per_week)
        lost += (double)*per_week * weeks;
    if (lose && after && finish >= after->instant + CIVIL_DAY_S)
        lost += (double)*lose;
    return lost;
}

int64_t delay_cost_week_minor(const struct object *cost, const struct plan *plan,
                              int64_t promised, int64_t at)
{
    return number_round(delay_cost_minor(cost, plan, promised, at + 7 * CIVIL_DAY_S) -
                        delay_cost_minor(cost, plan, promised, at));
}

struct cd3 cd3_of(const double cost[3], const double weeks[3])
{
    return (struct cd3){.low = weeks[2] > 0 ? cost[0] / weeks[2] : 0,
                        .middle = weeks[1] > 0 ? cost[1] / weeks[1] : 0,
                        .high = weeks[0] > 0 ? cost[2] / weeks[0] : 0};
}

void cd3_rank(struct cd3 *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        items[i].tied = i > 0 && items[i].high >= items[i - 1].low;
        items[i].rank = i == 0 ? 1 : items[i - 1].rank + !items[i].tied;
    }
}
