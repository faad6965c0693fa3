/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "core/base/arena.h"
#include "core/calendar/inside.h"

void run_add(struct run_builder *b, int32_t first_day, const struct week_shape *week)
{
    if (b->count > 0 && b->week[b->count - 1] == week)
        return;
    assert(b->count == 0 ? first_day == 0 : first_day > b->day[b->count - 1]);
    arena_grow(b->scratch, (void **)&b->day, b->count, &b->day_capacity, sizeof(*b->day),
               SIZE_MAX);
    arena_grow(b->scratch, (void **)&b->week, b->count, &b->week_capacity, sizeof(*b->week),
               SIZE_MAX);
    b->day[b->count] = first_day;
    b->week[b->count++] = week;
}

static int64_t week_work(const struct week_shape *week, int32_t day)
{
    return (int64_t)(day / 7) * week->before_s[7] + week->before_s[day % 7];
}

/* Buckets from the second run's begin to the last one's: before and after there is nothing to find,
 * and most calendars state exceptions for a few years of many. So fine that a bucket seldom begins
 * more than one run. */
static struct run_directory directory(const int64_t *begin, uint32_t count, struct arena *owner)
{
    struct run_directory d = {.from = count > 1 ? begin[1] : INT64_MAX};
    const int64_t span = count > 1 ? begin[count - 1] - begin[1] : 0;
    uint32_t *of, run = 1;

    if (count < 2)
        return d;
    while (span >> d.bits > 4 * (int64_t)count)
        d.bits++;
    d.last = (uint32_t)(span >> d.bits) + 1;
    of = ARENA_ARRAY(owner, uint32_t, d.last + 1);
    for (uint32_t i = 0; i < d.last; i++) {
        while (run + 1 < count && begin[run + 1] <= d.from + ((int64_t)i << d.bits))
            run++;
        of[i] = run;
    }
    of[d.last] = count - 1;
    d.run = of;
    return d;
}

void run_finish(const struct run_builder *b, struct arena *owner, struct calendar *c)
{
    int64_t *day = ARENA_ARRAY(owner, int64_t, b->count + 1);
    int64_t *before_s = ARENA_ARRAY(owner, int64_t, b->count + 1);
    struct run *runs = ARENA_ARRAY(owner, struct run, b->count);
    int64_t work_s = 0;

    for (size_t i = 0; i < b->count; i++) {
        const int32_t next = i + 1 < b->count ? b->day[i + 1] : CALENDAR_DAYS;

        day[i] = b->day[i];
        before_s[i] = work_s;
        runs[i] = (struct run){b->week[i], work_s - week_work(b->week[i], b->day[i])};
        work_s = runs[i].base_s + week_work(b->week[i], next);
    }
    day[b->count] = CALENDAR_DAYS;
    before_s[b->count] = work_s;
    c->run_count = (uint32_t)b->count;
    c->run_day = day;
    c->run_before_s = before_s;
    c->runs = runs;
    c->total_s = work_s;
    c->of_work = directory(before_s, c->run_count, owner);
    c->of_day = directory(day, c->run_count, owner);
}
