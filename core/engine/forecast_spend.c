/* SPDX-License-Identifier: Apache-2.0 */
/* Money over time: what is spent by each month's end, date and cost together, what it brings in. */
#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/sort.h"
#include "core/engine/budget.h"
#include "core/engine/forecast_finish.h"
#include "core/engine/value.h"

enum { MONTHS_MOST = 60, RUNS_MOST = 1024 };

#define MONTH_S (INT64_C(31557600) / 12)        /* a twelfth of 365.25 days */

/* --- by month --------------------------------------------------------------------------------- */

struct cone {
    uint32_t months, runs;
    int64_t at[MONTHS_MOST];
    double *spent;              /* [months][runs] of people's work, by then */
    double *in_all;             /* [runs] of people's work */
};

static int64_t last_finish(const struct forecast_finisher *x)
{
    int64_t last = x->job->now;

    for (uint32_t t = 0; t < x->f->target_count; t++)
        if (x->f->targets[t].at[FORECAST_QUANTILES - 1] > last)
            last = x->f->targets[t].at[FORECAST_QUANTILES - 1];
    return last;
}

static void find_months(const struct forecast_finisher *x, struct cone *c)
{
    const int64_t last = last_finish(x);
    struct civil_date date = civil_of_day(civil_day_of(x->job->now));

    while (c->months < MONTHS_MOST && (c->months == 0 || c->at[c->months - 1] < last)) {
        date.year += date.month == 12;
        date.month = date.month == 12 ? 1 : date.month + 1;
        c->at[c->months++] = civil_day(date.year, date.month, 1) * CIVIL_DAY_S;
    }
}

/* What one row adds: its people's rate over its working time from the data date on. */
static void add_row(const struct forecast_finisher *x, struct cone *c, uint32_t row,
                    int32_t *start, int32_t *finish)
{
    const struct forecast_job *job = x->job;
    const struct forecast_clock *clock = &job->clocks[job->rows[row].calendar];
    const int32_t now = forecast_clock_position(clock, job->now);
    const double rate = (double)job->cost_rate[row] / 65536;

    forecast_partial_row(job, x->all, row, true, start);
    forecast_partial_row(job, x->all, row, false, finish);
    for (uint32_t i = 0; i < c->runs; i++) {
        start[i] = start[i] < now ? now : start[i];
        if (finish[i] > start[i])
            c->in_all[i] += rate * (finish[i] - start[i]);
    }
    for (uint32_t m = 0; m < c->months; m++) {
        const int32_t by = forecast_clock_position(clock, c->at[m]);
        double *spent = c->spent + (size_t)m * c->runs;

        for (uint32_t i = 0; i < c->runs; i++) {
            const int32_t until = finish[i] < by ? finish[i] : by;

            if (until > start[i])
                spent[i] += rate * (until - start[i]);
        }
    }
}

/* Costs that no working time carries fall as people's work does in the same run. */
static void fill_cone(const struct forecast_finisher *x, const struct cone *c,
                      const int64_t *costs, struct forecast_spend *ret, int64_t *ret_dearest)
{
    const int64_t base = x->job->spent_minor;
    int64_t *sorted = ARENA_ARRAY(x->scratch, int64_t, c->runs);
    int64_t *before = ARENA_ARRAY(x->scratch, int64_t, c->runs);
    int64_t *burn = ARENA_ARRAY(x->scratch, int64_t, c->runs);

    for (uint32_t m = 0; m < c->months; m++) {
        const double *spent = c->spent + (size_t)m * c->runs;

        for (uint32_t i = 0; i < c->runs; i++) {
            const double share = c->in_all[i] > 0 ? spent[i] / c->in_all[i]
                                 : c->months > 1  ? (double)(m + 1) / c->months
                                                  : 1;

            sorted[i] = base + number_round((double)(costs[i] - base) * share);
            burn[i] = sorted[i] - (m > 0 ? before[i] : base);
            before[i] = sorted[i];
            ret_dearest[i] = m == 0 || burn[i] > ret_dearest[i] ? burn[i] : ret_dearest[i];
        }
        sort_i64(sorted, c->runs);
        sort_i64(burn, c->runs);
        ret[m] = (struct forecast_spend){c->at[m], sorted[forecast_rank(c->runs, 100000)],
                                         sorted[forecast_rank(c->runs, 500000)],
                                         sorted[forecast_rank(c->runs, 900000)],
                                         burn[forecast_rank(c->runs, 500000)]};
    }
    sort_i64(ret_dearest, c->runs);
}

static void finish_cone(struct forecast_finisher *x, const int64_t *costs)
{
    const struct forecast_job *job = x->job;
    struct cone c = {.runs = x->traced < RUNS_MOST ? x->traced : RUNS_MOST};
    struct forecast_spend *spend;
    int32_t *start, *finish;
    int64_t *dearest;

    if (c.runs == 0)
        return;
    find_months(x, &c);
    c.spent = ARENA_ARRAY(x->scratch, double, (size_t)c.months * c.runs);
    c.in_all = ARENA_ARRAY(x->scratch, double, c.runs);
    start = ARENA_ARRAY(x->scratch, int32_t, x->traced);
    finish = ARENA_ARRAY(x->scratch, int32_t, x->traced);
    for (uint32_t r = 0; r < job->row_count; r++)
        if (job->cost_rate[r] > 0)
            add_row(x, &c, r, start, finish);
    spend = ARENA_ARRAY(x->owner, struct forecast_spend, c.months);
    dearest = ARENA_ARRAY(x->owner, int64_t, c.runs);
    fill_cone(x, &c, costs, spend, dearest);
    x->f->cost.dearest = dearest;
    x->f->cost.dearest_count = c.runs;
    x->f->cost.spend = spend;
    x->f->cost.spend_count = c.months;
}

/* --- date and cost together ------------------------------------------------------------------- */

static void finish_outcomes(struct forecast_finisher *x, const int64_t *costs)
{
    const uint32_t count = x->all->count, main = x->job->main_commitment;
    struct forecast_cost *cost = &x->f->cost;
    const uint32_t shown = count < FORECAST_OUTCOMES ? count : FORECAST_OUTCOMES;
    struct forecast_outcome *outcomes = ARENA_ARRAY(x->owner, struct forecast_outcome, shown);
    uint32_t quarter[4] = {0};

    if (x->f->main_target >= x->f->target_count)
        return;
    forecast_partial_target(x->all, x->f->main_target, x->values);
    for (uint32_t i = 0; i < shown; i++)
        outcomes[i] = (struct forecast_outcome){x->job->origin + x->values[i], costs[i]};
    cost->outcomes = outcomes;
    cost->outcome_count = shown;
    if (main == UINT32_MAX || cost->limit == INT64_MIN)
        return;
    for (uint32_t k = 0; k < count; k++)
        quarter[(x->values[k] > x->job->commitment_by[main] ? 1 : 0) +
                (costs[k] > cost->limit ? 2 : 0)]++;
    for (int q = 0; q < 4; q++)
        cost->quarter_ppm[q] = forecast_share(quarter[q], count);
}

void forecast_finish_spend(struct forecast_finisher *x)
{
    int64_t *costs;

    if (!x->f->cost.known)
        return;
    costs = ARENA_ARRAY(x->scratch, int64_t, x->all->count);
    forecast_finish_costs(x, costs);
    finish_cone(x, costs);
    finish_outcomes(x, costs);
}

/* --- what it brings in ------------------------------------------------------------------------ */

struct stated_benefit {
    int64_t per_month;
    uint32_t months, target;
    int32_t rate_ppm;
};

/* Of a plan in which somebody agreed it, and that forecasts when it begins. */
static bool find_benefit(const struct forecast_finisher *x, struct stated_benefit *ret)
{
    const struct plan *p = x->job->plan;
    const struct objects *list = program_get_benefit(p->program);
    const struct object *b = list && list->count > 0 ? list->items[0] : NULL;
    const struct object *from = b ? plan_object(p, benefit_get_from(b)) : NULL;

    if (!from || !benefit_get_per_month(b) || !plan_object(p, benefit_get_agreed_by(b)))
        return false;
    *ret = (struct stated_benefit){
        *benefit_get_per_month(b),
        benefit_get_months(b) ? (uint32_t)*benefit_get_months(b) : BENEFIT_MONTHS, UINT32_MAX,
        benefit_get_discount(b) ? *benefit_get_discount(b) : 0};
    for (uint32_t t = 0; t < x->f->target_count; t++)
        if (x->f->targets[t].object == from->number)
            ret->target = t;
    return ret->target != UINT32_MAX;
}

void forecast_finish_value(struct forecast_finisher *x)
{
    const uint32_t count = x->all->count;
    struct forecast_value *v = &x->f->value;
    struct stated_benefit b;
    int64_t *costs, *npv, *roi, in_all;
    uint32_t lost = 0;

    if (!x->f->cost.known || !find_benefit(x, &b))
        return;
    costs = ARENA_ARRAY(x->scratch, int64_t, count);
    npv = ARENA_ARRAY(x->scratch, int64_t, count);
    roi = ARENA_ARRAY(x->owner, int64_t, count);
    forecast_finish_costs(x, costs);
    forecast_partial_target(x->all, b.target, x->values);
    in_all = (int64_t)b.months * b.per_month;
    for (uint32_t k = 0; k < count; k++) {
        const int64_t at = x->job->origin + x->values[k];
        const double wait = at > x->job->now ? (double)(at - x->job->now) / MONTH_S : 0;
        const double to_come = (double)(costs[k] - x->job->spent_minor);

        /* What is still to be spent falls in the middle of the wait, on average. */
        npv[k] = number_round(value_annuity((double)b.per_month, b.months, wait, b.rate_ppm) -
                              to_come * value_discount(b.rate_ppm, wait / 2));
        roi[k] = value_roi(in_all, costs[k]);
        lost += npv[k] < 0;
    }
    sort_i64(npv, count);
    sort_i64(roi, count);
    *v = (struct forecast_value){
        true, npv[forecast_rank(count, 100000)], npv[forecast_rank(count, 500000)],
        npv[forecast_rank(count, 900000)], forecast_share(lost, count),
        roi[forecast_rank(count, 100000)], roi[forecast_rank(count, 500000)],
        roi[forecast_rank(count, 900000)], roi, count, value_payback(x->f->cost.p50, b.per_month)};
}
