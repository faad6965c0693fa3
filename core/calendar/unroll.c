/* SPDX-License-Identifier: Apache-2.0 */
/* When a recurring exception occurs. */
#include "core/base/diag.h"
#include "core/calendar/inside.h"

/* Longer than all the years: a greater period adds nothing but the risk of overflow. */
enum { PERIOD_CEILING = CALENDAR_DAYS };

struct unroll {
    const struct calendar_exception *e;
    int64_t from, to;               /* within the years */
    int64_t period;
    uint32_t left;                  /* occurrences */
    uint32_t *steps;
    bool stopped;                   /* emit returned false, or no steps are left */
    unroll_emit *emit;
    void *context;
};

static bool step(struct unroll *u)
{
    if (*u->steps == 0)
        u->stopped = true;
    else
        --*u->steps;
    return !u->stopped;
}

/* Take a day that fits the rule; false when no more is wanted. CIVIL_NONE and days before the range
 * are passed over. */
static bool occur(struct unroll *u, int64_t day)
{
    if (day == CIVIL_NONE || day < u->from)
        return true;
    if (day > u->to || u->left == 0)
        return false;
    u->left--;
    u->stopped = !u->emit(u->context, day, day);
    return !u->stopped;
}

static void unroll_daily(struct unroll *u)
{
    int64_t day = u->from;

    while (step(u) && occur(u, day))
        day += u->period;
}

static void unroll_weekly(struct unroll *u)
{
    const int start = u->e->week_start;
    int64_t week = u->from - (civil_weekday(u->from) - start + 7) % 7;

    for (; week <= u->to && step(u); week += 7 * u->period)
        for (int i = 0; i < 7; i++)
            if ((u->e->weekdays >> ((start + i) % 7) & 1) && !occur(u, week + i))
                return;
}

static int64_t day_of_month(const struct calendar_exception *e, int64_t first, bool by_weekday)
{
    const struct civil_date d = civil_of_day(first);

    if (by_weekday)
        return civil_nth_weekday(d.year, d.month, e->weekday, e->nth == 5 ? -1 : e->nth);
    if (e->month_day > civil_days_in_month(d.year, d.month))
        return CIVIL_NONE;
    return first + e->month_day - 1;
}

static void unroll_months(struct unroll *u, int month, int period, bool by_weekday)
{
    const struct civil_date from = civil_of_day(u->from);
    const int first_month = month ? month : from.month;

    for (int m = 0; step(u); m += period) {
        const int64_t first = civil_day(from.year, first_month + m, 1);

        if (first > u->to || !occur(u, day_of_month(u->e, first, by_weekday)))
            return;
    }
}

bool unroll_exception(const struct calendar_exception *e, uint32_t *steps, unroll_emit *emit,
                      void *context)
{
    struct unroll u = {
        .e = e,
        .from = e->from_day < CIVIL_DAY_FIRST ? CIVIL_DAY_FIRST : e->from_day,
        .to = e->to_day > CIVIL_DAY_LAST ? CIVIL_DAY_LAST : e->to_day,
        .period = e->period == 0 ? 1 : e->period > PERIOD_CEILING ? PERIOD_CEILING : e->period,
        .left = e->occurrences ? e->occurrences : UINT32_MAX,
        .steps = steps,
        .emit = emit,
        .context = context,
    };

    if (u.from > u.to)
        return true;
    switch (e->recurs) {
    case RECUR_NONE:
        return emit(context, u.from, u.to);
    case RECUR_DAILY:
        unroll_daily(&u);
        break;
    case RECUR_WEEKLY:
        unroll_weekly(&u);
        break;
    case RECUR_MONTHLY_DAY:
    case RECUR_MONTHLY_NTH:
        unroll_months(&u, 0, (int)u.period, e->recurs == RECUR_MONTHLY_NTH);
        break;
    case RECUR_YEARLY_DATE:
    case RECUR_YEARLY_NTH:
        unroll_months(&u, e->month, 12, e->recurs == RECUR_YEARLY_NTH);
        break;
    }
    return !u.stopped;
}

bool unroll_check(const struct calendar_exception *e, struct diags *out)
{
    const bool by_month = e->recurs == RECUR_YEARLY_DATE || e->recurs == RECUR_YEARLY_NTH;
    const bool by_date = e->recurs == RECUR_MONTHLY_DAY || e->recurs == RECUR_YEARLY_DATE;
    const bool by_nth = e->recurs == RECUR_MONTHLY_NTH || e->recurs == RECUR_YEARLY_NTH;

    if (e->to_day < e->from_day)
        return diag_error(out, "bad-exception", e->at, "an exception ends before it begins");
    if (e->recurs == RECUR_WEEKLY && ((e->weekdays & 0x7f) == 0 || e->week_start > 6))
        return diag_error(out, "bad-exception", e->at, "a weekly exception names no weekday");
    if (by_month && (e->month < 1 || e->month > 12))
        return diag_error(out, "bad-exception", e->at, "a yearly exception names no month");
    if (by_date && (e->month_day < 1 || e->month_day > 31))
        return diag_error(out, "bad-exception", e->at, "an exception names no day of the month");
    if (e->recurs == RECUR_YEARLY_DATE && e->month_day > civil_days_in_month(2000, e->month))
        return diag_error(out, "bad-exception", e->at, "no year has day %d of month %d",
                          e->month_day, e->month);
    if (by_nth && (e->weekday > 6 || e->nth < 1 || e->nth > 5))
        return diag_error(out, "bad-exception", e->at,
                          "an exception names no weekday of the month");
    return true;
}
