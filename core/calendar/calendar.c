/* SPDX-License-Identifier: Apache-2.0 */
/* Queries. Everything rests on two functions: the work seconds of an instant, and the instant
 * of a work second; the laws of calendar.h follow from their being inverse. */
#include "core/calendar/calendar.h"

#include <assert.h>

#include "core/calendar/inside.h"

#define FIRST_INSTANT (CIVIL_DAY_FIRST * (int64_t)CIVIL_DAY_S)

struct str calendar_name(const struct calendar *c)
{
    return c->name;
}

int64_t calendar_usual_day_s(const struct calendar *c)
{
    return c->usual_day_s;
}

int64_t calendar_usual_week_s(const struct calendar *c)
{
    return c->usual_week_s;
}

/* An instant outside every calendar, which stays what it is. */
static bool is_outside(int64_t t)
{
    return t == CALENDAR_BEYOND || t <= CALENDAR_BEFORE;
}

/* The last run that begins at or before a day, or a second of work. */
static inline uint32_t run_of(const struct run_directory *d, const int64_t *begin, int64_t at)
{
    uint64_t bucket;
    uint32_t run;

    if (at < d->from)
        return 0;
    bucket = (uint64_t)(at - d->from) >> d->bits;
    run = d->run[bucket < d->last ? bucket : d->last];
    while (bucket < d->last && begin[run + 1] <= at)
        run++;
    return run;
}

/* Working seconds since the first day of the years. */
static inline int64_t work_until(const struct calendar *c, int64_t t)
{
    const uint64_t since = (uint64_t)t - (uint64_t)FIRST_INSTANT;
    const int32_t day = (int32_t)(since / CIVIL_DAY_S), second = (int32_t)(since % WEEK_S);
    const struct week_shift *shift;
    const struct run *run;
    int32_t in;

    if (t <= FIRST_INSTANT)
        return 0;
    if (t >= FIRST_INSTANT + CALENDAR_DAYS * (int64_t)CIVIL_DAY_S)
        return c->total_s;
    run = &c->runs[run_of(&c->of_day, c->run_day, day)];
    shift = &run->week->shifts[run->week->of_clock[second >> WEEK_BITS]];
    while (shift[1].at_s <= second)
        shift++;
    in = second - shift->at_s;
    return run->base_s + (int64_t)(since / WEEK_S) * run->week->before_s[7] + shift->before_s +
           (in < shift->length_s ? in : shift->length_s);
}

/* The instant at which work second `work_s` begins, 0 <= work_s < total, and how long work goes on
 * from there. The run where it is worked is the last one with at most so much before it. */
static inline int64_t stretch_of_work(const struct calendar *c, int64_t work_s, int32_t *ret_long_s)
{
    const struct run *run = &c->runs[run_of(&c->of_work, c->run_before_s, work_s)];
    const struct week_shape *week = run->week;
    const uint64_t in_run = (uint64_t)(work_s - run->base_s);
    /* A quotient that is right or one too small, and put right: quicker than a division. */
    uint64_t weeks = in_run * week->inverse >> WEEK_INVERSE_BITS;
    int32_t left = (int32_t)(in_run - weeks * (uint32_t)week->before_s[7]);
    const struct week_shift *shift;

    weeks += left >= week->before_s[7];
    left -= left >= week->before_s[7] ? week->before_s[7] : 0;
    shift = &week->shifts[week->of_work[left >> WEEK_BITS]];
    while (shift[1].before_s <= left)
        shift++;
    *ret_long_s = shift->length_s - (left - shift->before_s);
    return FIRST_INSTANT + (int64_t)weeks * WEEK_S + shift->at_s + left - shift->before_s;
}

static inline int64_t instant_of_work(const struct calendar *c, int64_t work_s)
{
    int32_t ignored;

    return stretch_of_work(c, work_s, &ignored);
}

static int64_t finish_of_work(const struct calendar *c, int64_t work_s)
{
    if (work_s > c->total_s)
        return CALENDAR_BEYOND;
    return work_s <= 0 ? CALENDAR_BEFORE : instant_of_work(c, work_s - 1) + 1;
}

static int64_t start_of_work(const struct calendar *c, int64_t work_s)
{
    if (work_s >= c->total_s)
        return CALENDAR_BEYOND;
    return work_s < 0 ? CALENDAR_BEFORE : instant_of_work(c, work_s);
}

int64_t calendar_until(const struct calendar *c, int64_t t)
{
    return work_until(c, t);
}

int64_t calendar_stretch(const struct calendar *c, int64_t work_s, int32_t *ret_long_s)
{
    if (work_s < 0 || work_s >= c->total_s)
        return start_of_work(c, work_s);
    return stretch_of_work(c, work_s, ret_long_s);
}

int64_t calendar_start_of(const struct calendar *c, int64_t work_s)
{
    return start_of_work(c, work_s);
}

int64_t calendar_finish_of(const struct calendar *c, int64_t work_s)
{
    return finish_of_work(c, work_s);
}

/* No calendar has more work than this: sums below stay far from overflow. */
static int64_t within_reach(int64_t delta_s)
{
    const int64_t most = 2 * CALENDAR_DAYS * (int64_t)CIVIL_DAY_S;

    if (delta_s > most)
        return most;
    return delta_s < -most ? -most : delta_s;
}

int64_t calendar_add(const struct calendar *c, int64_t t, int64_t delta_s)
{
    if (delta_s == 0 || is_outside(t))
        return t;
    if (delta_s > 0)
        return finish_of_work(c, work_until(c, t) + within_reach(delta_s));
    return start_of_work(c, work_until(c, t) + within_reach(delta_s));
}

int64_t calendar_work(const struct calendar *c, int64_t a, int64_t b)
{
    return work_until(c, b) - work_until(c, a);
}

int64_t calendar_next_start(const struct calendar *c, int64_t t)
{
    return is_outside(t) ? t : start_of_work(c, work_until(c, t));
}

int64_t calendar_previous_finish(const struct calendar *c, int64_t t)
{
    return is_outside(t) ? t : finish_of_work(c, work_until(c, t));
}

bool calendar_is_working(const struct calendar *c, int64_t t)
{
    return !is_outside(t) && calendar_next_start(c, t) == t;
}

int64_t calendar_day_work(const struct calendar *c, int64_t day)
{
    int32_t index;

    if (day < CIVIL_DAY_FIRST || day > CIVIL_DAY_LAST)
        return 0;
    index = (int32_t)(day - CIVIL_DAY_FIRST);
    return c->runs[run_of(&c->of_day, c->run_day, index)].week->day[index % 7]->work_s;
}

int64_t calendar_position(const struct calendar *c, int64_t origin, int64_t t)
{
    return calendar_work(c, origin, t);
}

int64_t calendar_finish_at(const struct calendar *c, int64_t origin, int64_t position)
{
    return finish_of_work(c, work_until(c, origin) + within_reach(position));
}

int64_t calendar_start_at(const struct calendar *c, int64_t origin, int64_t position)
{
    return start_of_work(c, work_until(c, origin) + within_reach(position));
}
