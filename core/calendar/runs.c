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

void run_finish(const struct run_builder *b, struct arena *owner, struct calendar *c)
{
    int32_t *day = ARENA_ARRAY(owner, int32_t, b->count + 1);
    int64_t *before_s = ARENA_ARRAY(owner, int64_t, b->count + 1);
    struct run *runs = ARENA_ARRAY(owner, struct run, b->count);
    int64_t work_s = 0;

    for (size_t i = 0; i < b->count; i++) {
        const int32_t next = i + 1 < b->count ? b->day[i + 1] : CALENDAR_DAYS;

        day[i] = b->day[i];
        before_s[i] = work_s;
        runs[i] = (struct run){b->week[i], work_s - week_work(b->week[i], day[i])};
        work_s = runs[i].base_s + week_work(b->week[i], next);
    }
    day[b->count] = CALENDAR_DAYS;
    before_s[b->count] = work_s;
    c->run_count = (uint32_t)b->count;
    c->run_day = day;
    c->run_before_s = before_s;
    c->runs = runs;
    c->total_s = work_s;
}
