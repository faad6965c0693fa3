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

/* The last run that begins at or before the day. Written without a branch in the loop: the
 * answer is not predictable. */
static uint32_t run_of_day(const struct calendar *c, int32_t day)
{
    uint32_t low = 0, count = c->run_count;

    while (count > 1) {
        const uint32_t half = count / 2;

        low += c->run_day[low + half] <= day ? half : 0;
        count -= half;
    }
    return low;
}

/* The last run with at most `work_s` before it, hence the one where that second is worked. */
static uint32_t run_of_work(const struct calendar *c, int64_t work_s)
{
    uint32_t low = 0, count = c->run_count;

    while (count > 1) {
        const uint32_t half = count / 2;

        low += c->run_before_s[low + half] <= work_s ? half : 0;
        count -= half;
    }
    return low;
}

static int32_t shape_work_until(const struct day_shape *shape, int32_t second)
{
    for (uint32_t i = 0; i < shape->count; i++) {
        const struct day_shift *shift = &shape->shifts[i];

        if (second < shift->to_s)
            return shift->before_s + (second > shift->from_s ? second - shift->from_s : 0);
    }
    return shape->work_s;
}

/* Where an instant within the years lies: its run's week and day, and the second of the day. */
struct spot {
    const struct run *run;
    int32_t day, second;
};

static struct spot spot_of(const struct calendar *c, int64_t t)
{
    const uint64_t since = (uint64_t)(t - FIRST_INSTANT);
    const int32_t day = (int32_t)(since / CIVIL_DAY_S);

    return (struct spot){&c->runs[run_of_day(c, day)], day, (int32_t)(since % CIVIL_DAY_S)};
}

/* Working seconds since the first day of the years. */
static int64_t work_until(const struct calendar *c, int64_t t)
{
    struct spot at;

    if (t <= FIRST_INSTANT)
        return 0;
    if (t >= FIRST_INSTANT + CALENDAR_DAYS * (int64_t)CIVIL_DAY_S)
        return c->total_s;
    at = spot_of(c, t);
    return at.run->base_s + (int64_t)(at.day / 7) * at.run->week->before_s[7] +
           at.run->week->before_s[at.day % 7] +
           shape_work_until(at.run->week->day[at.day % 7], at.second);
}

/* The instant at which work second `work_s` begins, 0 <= work_s < total. */
static int64_t instant_of_work(const struct calendar *c, int64_t work_s)
{
    const struct run *run = &c->runs[run_of_work(c, work_s)];
    const struct week_shape *week = run->week;
    const int64_t in_run = work_s - run->base_s, weeks = in_run / week->before_s[7];
    int32_t left = (int32_t)(in_run - weeks * week->before_s[7]);
    const struct day_shift *shift;
    int day = 0;

    while (week->before_s[day + 1] <= left)
        day++;
    left -= week->before_s[day];
    shift = week->day[day]->shifts;
    for (uint32_t more = week->day[day]->count - 1; more && shift[1].before_s <= left; more--)
        shift++;
    return FIRST_INSTANT + (weeks * 7 + day) * CIVIL_DAY_S + shift->from_s + left -
           shift->before_s;
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
    return c->runs[run_of_day(c, index)].week->day[index % 7]->work_s;
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
