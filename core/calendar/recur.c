/* SPDX-License-Identifier: Apache-2.0 */
/* Occurrences are found period by period (a day, week, month or year): the days of a period that
 * the rule names, then BYSETPOS among them. */
#include "core/calendar/recur.h"

#include <assert.h>

enum { PERIOD_DAYS_MOST = 366 };
#define YEARS_END ((CIVIL_DAY_LAST + 1) * INT64_C(86400))

/* A rule with what it leaves to the first date filled in. */
struct series {
    const struct recur_rule *rule;
    int64_t starts;
    int64_t first_day;
    int32_t second;                 /* of the day */
    uint32_t months, month_days;    /* as in the rule, or the first date's */
    uint8_t weekdays;               /* mask of those without a number, or the first date's */
    bool by_day;                    /* BYDAY counts */
    bool nth_in_year;               /* its numbers count within the year */
};

static struct series series_of(const struct recur_rule *rule, int64_t starts)
{
    const int64_t day = civil_day_of(starts);
    const struct civil_date d = civil_of_day(day);
    const bool by_month_day = rule->month_days || rule->month_days_back;
    const bool by_week_day = rule->weekday_count > 0;
    struct series s = {
        .rule = rule,
        .starts = starts,
        .first_day = day,
        .second = (int32_t)(starts - day * CIVIL_DAY_S),
        .months = rule->months,
        .month_days = rule->month_days,
        .by_day = by_week_day,
        .nth_in_year = rule->every == RECUR_EVERY_YEAR && rule->months == 0,
    };

    for (uint32_t i = 0; i < rule->weekday_count; i++)
        if (rule->weekdays[i].nth == 0)
            s.weekdays |= (uint8_t)(1u << rule->weekdays[i].weekday);
    if (rule->every == RECUR_EVERY_WEEK && !by_week_day) {
        s.by_day = true;
        s.weekdays = (uint8_t)(1u << civil_weekday(day));
    }
    if (rule->every >= RECUR_EVERY_MONTH && !by_month_day && !by_week_day) {
        s.month_days = 1u << d.day;
        if (rule->every == RECUR_EVERY_YEAR && rule->months == 0)
            s.months = 1u << d.month;
    }
    return s;
}

/* Whether a day is the nth of its weekday, counted in its month or year. */
static bool is_nth(const struct series *s, int64_t day, struct civil_date d, int nth)
{
    const int64_t first = civil_day(d.year, s->nth_in_year ? 1 : d.month, 1);
    const int64_t next = s->nth_in_year ? civil_day(d.year + 1, 1, 1)
                                        : civil_day(d.year, d.month + 1, 1);

    return nth > 0 ? (day - first) / 7 + 1 == nth : (next - 1 - day) / 7 + 1 == -nth;
}

static bool fits_weekday(const struct series *s, int64_t day, struct civil_date d)
{
    const int weekday = civil_weekday(day);

    if (s->weekdays >> weekday & 1)
        return true;
    for (uint32_t i = 0; i < s->rule->weekday_count; i++) {
        const struct recur_weekday *w = &s->rule->weekdays[i];

        if (w->weekday == weekday && w->nth != 0 && is_nth(s, day, d, w->nth))
            return true;
    }
    return false;
}

static bool fits(const struct series *s, int64_t day)
{
    const struct civil_date d = civil_of_day(day);

    if (s->months && !(s->months >> d.month & 1))
        return false;
    if (s->month_days || s->rule->month_days_back) {
        const int back = civil_days_in_month(d.year, d.month) - d.day + 1;

        if (!(s->month_days >> d.day & 1) && !(s->rule->month_days_back >> back & 1))
            return false;
    }
    return !s->by_day || fits_weekday(s, day, d);
}

/* The days of period `k` since the one that holds the first date: [*ret_from, *ret_to). */
static void period_days(const struct series *s, int64_t k, int64_t *ret_from, int64_t *ret_to)
{
    const struct civil_date d = civil_of_day(s->first_day);
    const int64_t step = k * s->rule->interval;

    switch (s->rule->every) {
    case RECUR_EVERY_DAY:
        *ret_from = s->first_day + step;
        *ret_to = *ret_from + 1;
        return;
    case RECUR_EVERY_WEEK:
        *ret_from = s->first_day - (civil_weekday(s->first_day) - s->rule->week_start + 7) % 7 +
                    7 * step;
        *ret_to = *ret_from + 7;
        return;
    case RECUR_EVERY_MONTH:
        *ret_from = civil_day(d.year, d.month + (int)step, 1);
        *ret_to = civil_day(d.year, d.month + (int)step + 1, 1);
        return;
    case RECUR_EVERY_YEAR:
        *ret_from = civil_day(d.year + (int)step, 1, 1);
        *ret_to = civil_day(d.year + (int)step + 1, 1, 1);
        return;
    }
    assert(false);
}

/* Where to begin looking for what comes after an instant: a period that begins no later than its
 * day. With COUNT all that came before must be counted. */
static int64_t first_period(const struct series *s, int64_t after)
{
    static const int64_t longest[] = {1, 7, 31, 366};
    const int64_t away = civil_day_of(after) - s->first_day;

    if (s->rule->count || away <= 0)
        return 0;
    return away / (longest[s->rule->every] * s->rule->interval);
}

static bool is_position(const struct recur_rule *rule, uint32_t index, uint32_t count)
{
    if (rule->position_count == 0)
        return true;
    for (uint32_t i = 0; i < rule->position_count; i++) {
        const int position = rule->positions[i];

        if (position > 0 ? (uint32_t)position == index + 1
                         : (uint32_t)-position == count - index)
            return true;
    }
    return false;
}

size_t recur_list(const struct recur_rule *rule, int64_t starts, int64_t after, size_t ceiling,
                  int64_t *ret_instants)
{
    const struct series s = series_of(rule, starts);
    uint32_t occurred = 0;
    size_t found = 0;

    assert(rule->interval > 0);
    if (after >= YEARS_END)
        return 0;
    for (int64_t k = first_period(&s, after); found < ceiling; k++) {
        int32_t days[PERIOD_DAYS_MOST];
        uint32_t count = 0;
        int64_t from, to;

        period_days(&s, k, &from, &to);
        if (from > CIVIL_DAY_LAST)
            return found;
        for (int64_t day = from; day < to; day++)
            if (fits(&s, day))
                days[count++] = (int32_t)(day - from);
        for (uint32_t i = 0; i < count && found < ceiling; i++) {
            const int64_t at = (from + days[i]) * CIVIL_DAY_S + s.second;

            if (at < starts || !is_position(rule, i, count))
                continue;
            if ((rule->until != CIVIL_NONE && at > rule->until) || at >= YEARS_END)
                return found;
            if (rule->count && ++occurred > rule->count)
                return found;
            if (at > after)
                ret_instants[found++] = at;
        }
    }
    return found;
}

int64_t recur_next(const struct recur_rule *rule, int64_t starts, int64_t after)
{
    int64_t next;

    return recur_list(rule, starts, after, 1, &next) == 1 ? next : CIVIL_NONE;
}
