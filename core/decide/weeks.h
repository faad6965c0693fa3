/* SPDX-License-Identifier: Apache-2.0 */
/* weeks.h - what teams do week by week at one date each, and which guardrails that breaks.
 *
 * By the early dates of a schedule, not by the simulation: a picture of what is planned at once,
 * good for comparing options. Person-seconds are working seconds times people.
 *
 *   load      people x working time of every open task within the week (Monday to Sunday)
 *   room      people of the team on each working day of it
 *   wip       tasks under way on one day
 *   burn      people's rates x their work within one calendar month
 *   headcount people of all teams that state any, on the day there are most
 */
#ifndef BATON_CORE_DECIDE_WEEKS_H
#define BATON_CORE_DECIDE_WEEKS_H

#include "core/engine/forecast.h"
#include "core/engine/schedule.h"

enum { WEEKS_MOST = 520 };

struct weeks {
    int64_t first_day;              /* the Monday of the data date's week */
    uint32_t week_count, team_count;
    const uint32_t *team;           /* [team_count] object numbers; those that state capacity */
    const int64_t *load_s, *room_s; /* [team_count][week_count] */
    uint32_t busiest_team, busiest_week;    /* by load over room; UINT32_MAX: nobody is loaded */
    int64_t busiest_ppm;
    uint32_t wip;                   /* most tasks under way on one day */
    int64_t wip_day;
    int64_t burn_minor, burn_month; /* of the dearest month, by its first day; 0: no rate */
    int64_t headcount_micro;
};

void weeks_compute(const struct schedule *s, struct arena *owner, struct arena *scratch,
                   struct weeks *ret_weeks);

/* What a guardrail limits (enum guardrail_measure), by its measure, else its id; -1: neither. */
int weeks_measure_of(const struct object *guardrail);

/* In how many of the runs a guardrail of money holds (budget, burn of the dearest month with fixed
 * costs in it, return on investment), in ppm; -1: the forecast does not know. */
int32_t weeks_holds_ppm(const struct object *guardrail, const struct forecast *forecast);

/* Which guardrails this breaks, as object numbers of the schedule's plan, in the plan's order. A
 * limit of money or a date is broken when less than half of the runs keep it: `forecast` has the
 * cost, `finish_p50` the main promise's median; burn without spending by month in the forecast is
 * of the early dates. */
uint32_t weeks_breaks(const struct plan *plan, const struct weeks *weeks,
                      const struct forecast *forecast, int64_t finish_p50, struct arena *owner,
                      const uint32_t **ret_guardrails);

#endif
