/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h - working time: when people work, and exact arithmetic on it.
 *
 * A calendar is a week of shifts, alternate weeks, exceptions (single, ranges, recurring) and a
 * parent. Built once from a spec, then read-only. Half-open everywhere: a shift
 * is [from, to). 17:00 on Friday and 09:00 on Monday are the same instant in
 * working time; compare through calendar_work, never by clock.
 *
 * Units: seconds. Instants as in civil.h. Outside the years of civil.h nobody works.
 *
 * How it is kept: the years are cut into runs of days that follow one week (seven days and their
 * prefix sums); a holiday is a run of one day. A query is one binary search over the runs, then
 * arithmetic. Cost: log of the exceptions; memory: the exceptions. A dense table of days would
 * save the search (about half of the 60 ns of an addition; bench/calendar.sh) but costs a megabyte
 * for each of thousands of resource calendars; a kernel that wants one makes it for its horizon.
 */
#ifndef BATON_CORE_CALENDAR_CALENDAR_H
#define BATON_CORE_CALENDAR_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/str.h"
#include "core/calendar/civil.h"

struct arena;

enum {
    CALENDAR_SHIFT_CEILING = 32,            /* a day */
    CALENDAR_EXCEPTION_CEILING = 2000000,   /* days of a calendar's own exceptions and alternate
                                               weeks, after recurring ones are unrolled */
    CALENDAR_DEPTH_CEILING = 16             /* parents */
};

struct shift {
    int32_t from_s, to_s;   /* seconds of the day; to_s may pass 86400: the shift ends next day,
                               within 24 hours. It belongs to the day it begins on: a day off
                               does not cut the shift that began the evening before. */
};

struct shift_day {
    bool given;             /* false: inherit from the parent (or no work without one) */
    uint32_t count;         /* 0 and given: no work */
    const struct shift *shifts;     /* in any order; they may touch, not overlap */
};

/* How an exception recurs. Fields not named by a kind are ignored. A date that a month does not
 * have (31 April, 29 February in most years, a fifth Monday) does not occur. Periods count from the
 * week or month that holds `from_day`. */
enum recurrence_kind {
    RECUR_NONE,             /* the plain range from..to, every day of it */
    RECUR_DAILY,            /* every `period` days from `from` */
    RECUR_WEEKLY,           /* on `weekdays`, every `period` weeks */
    RECUR_MONTHLY_DAY,      /* on `month_day`, every `period` months */
    RECUR_MONTHLY_NTH,      /* the nth `weekday` of the month, every `period` months */
    RECUR_YEARLY_DATE,      /* on `month`, `month_day` */
    RECUR_YEARLY_NTH        /* the nth `weekday` of `month` */
};

struct calendar_exception {
    int64_t from_day, to_day;       /* both included, days since 1970; cut to civil.h's years */
    struct shift_day work;          /* count 0: a day off */
    enum recurrence_kind recurs;
    uint32_t period;                /* 0 counts as 1 */
    uint32_t occurrences;           /* 0: as many as fit in the range */
    uint8_t weekdays;               /* bit 0 Monday */
    uint8_t week_start;             /* of RECUR_WEEKLY with a period above 1; 0 Monday */
    uint8_t weekday;                /* 0 Monday */
    uint8_t nth;                    /* 1..4, 5 = last */
    uint8_t month, month_day;       /* from 1 */
    struct place at;
};

/* An alternate week between two days: days not given do not work. Where two cover a day the
 * later one of the list holds. */
struct calendar_alternate {
    int64_t from_day, to_day;
    struct shift_day week[7];       /* Monday first */
    struct place at;
};

struct calendar_spec {
    struct str name;
    const struct calendar *parent;  /* NULL: none; already built, not an intersection; must
                                       outlive this calendar */
    struct shift_day week[7];       /* Monday first */
    const struct calendar_alternate *alternates;
    size_t alternate_count;
    /* What holds on a day, first that speaks: the own exceptions (later ones of the list first),
     * the parent's exceptions, the own alternates, the own week, then the parent's alternates and
     * week in the same way. */
    const struct calendar_exception *exceptions;
    size_t exception_count;
    /* What "1d" means. 0: the parent's where no day of the week is given here; else the commonest
     * length of the week's working days, the longer one on a tie; for a week without work the
     * longest day of the exceptions and alternates. */
    int64_t usual_day_s;
    struct place at;
};

struct calendar;

/* Errors, all of them at once: "no-working-time" (a calendar that never works), "bad-shift" (ends
 * before it begins, overlaps, more than the ceiling of a day), "bad-exception" (ends before it
 * begins, a month or weekday that is none), "too-many-exceptions", "too-deep" (parents). The
 * calendar lives in `owner`, another arena than `scratch`, which is given back. Cost: the days
 * between the first and the last exception, at most the 110,000 of civil.h's years. */
bool calendar_build(const struct calendar_spec *spec, struct arena *owner, struct arena *scratch,
                    const struct calendar **ret_calendar, struct diags *out);
/* Monday to Friday, 09:00-12:00 and 13:00-18:00 (eight hours): Baton's default. */
const struct calendar *calendar_standard(struct arena *owner);
/* Every hour of every day. */
const struct calendar *calendar_always(struct arena *owner);
/* Works where both work (MS Project: task calendar and resource calendar); `a` itself if they are
 * the same. A day and a week mean what they mean in `a`. Error: "no-working-time". Cost: the
 * runs of both. */
bool calendar_intersect(const struct calendar *a, const struct calendar *b, struct arena *owner,
                        struct arena *scratch, const struct calendar **ret_calendar,
                        struct diags *out);

struct str calendar_name(const struct calendar *c);
int64_t calendar_usual_day_s(const struct calendar *c);     /* "1d" */
int64_t calendar_usual_week_s(const struct calendar *c);    /* "1w": the working seconds of the
                                                               plain week over 7 days; five
                                                               usual days if it has none */

/* The instant `delta_s` working seconds after (before, if negative) `t`.
 * delta > 0 gives a finish (the end of the last second worked, so Friday 17:00 and not
 * Monday), delta < 0 gives a start, 0 gives `t` itself unmoved. Past the years of
 * civil.h the answer is CALENDAR_BEYOND or CALENDAR_BEFORE; both stay what they are whatever is
 * added, here and below, and count as the end and the begin of those years in calendar_work. */
int64_t calendar_add(const struct calendar *c, int64_t t, int64_t delta_s);
#define CALENDAR_BEYOND INT64_MAX
#define CALENDAR_BEFORE (INT64_MIN + 1)
/* Working seconds since the first day of civil.h's years; and the instant at which so many are
 * about to be worked, or are just done. A sum that crosses no calendar can stay in them. */
int64_t calendar_until(const struct calendar *c, int64_t t);
int64_t calendar_start_of(const struct calendar *c, int64_t work_s);
int64_t calendar_finish_of(const struct calendar *c, int64_t work_s);
/* As calendar_start_of, and how long work goes on from there (not of BEYOND and BEFORE). */
int64_t calendar_stretch(const struct calendar *c, int64_t work_s, int32_t *ret_long_s);
/* Signed working seconds from a to b. */
int64_t calendar_work(const struct calendar *c, int64_t a, int64_t b);
int64_t calendar_next_start(const struct calendar *c, int64_t t);       /* t if at work from t on */
int64_t calendar_previous_finish(const struct calendar *c, int64_t t);  /* t if at work up to t */
bool calendar_is_working(const struct calendar *c, int64_t t);          /* the second from t on */
int64_t calendar_day_work(const struct calendar *c, int64_t day);   /* working seconds of a day */

/* The flat form that kernels use: working seconds since an origin, and back. Position w is
 * both a finish (the end of second w) and a start (the begin of second w+1). */
int64_t calendar_position(const struct calendar *c, int64_t origin, int64_t t);
int64_t calendar_finish_at(const struct calendar *c, int64_t origin, int64_t position);
int64_t calendar_start_at(const struct calendar *c, int64_t origin, int64_t position);

#endif
