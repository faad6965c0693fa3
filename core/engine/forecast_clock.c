/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/forecast_clock.h"

#include "core/base/arena.h"
#include "core/calendar/calendar.h"

enum {
    BUCKET_BITS_MOST = 14,      /* a bucket of 4.5 hours holds one boundary in most calendars */
    BUCKET_BITS_LEAST = 10,
    SHIFT_LONGEST = 14 * CIVIL_DAY_S,   /* longer stretches of work are cut */
    SHIFT_CEILING = 1 << 20
};

static int32_t near(int64_t seconds)
{
    if (seconds > FORECAST_FAR)
        return FORECAST_FAR;
    return seconds < -FORECAST_FAR ? -FORECAST_FAR : (int32_t)seconds;
}

static bool works_through(const struct calendar *c, int64_t from, int64_t length)
{
    return calendar_work(c, from, from + length) == length;
}

/* How long work goes on from `from`, a working second. `guess` is the last shift's length: most
 * shifts are as long as another one. */
static int64_t shift_length(const struct calendar *c, int64_t from, int64_t guess)
{
    int64_t low = 1, high = SHIFT_LONGEST;

    if (guess > 0 && works_through(c, from, guess) && !calendar_is_working(c, from + guess))
        return guess;
    if (works_through(c, from, high))
        return high;
    while (high - low > 1) {
        const int64_t middle = low + (high - low) / 2;

        if (works_through(c, from, middle))
            low = middle;
        else
            high = middle;
    }
    return low;
}

static unsigned bucket_bits(int32_t shortest)
{
    unsigned bits = BUCKET_BITS_LEAST;

    while (bits < BUCKET_BITS_MOST && (INT32_C(2) << bits) <= shortest)
        bits++;
    return bits;
}

/* For every bucket the last entry of `at` that is not after the bucket's begin. */
static const uint32_t *buckets(const int32_t *at, uint32_t count, unsigned bits,
                               struct arena *owner)
{
    const uint32_t bucket_count = ((uint32_t)at[count] >> bits) + 1;
    uint32_t *bucket = ARENA_ARRAY(owner, uint32_t, bucket_count), shift = 0;

    for (uint32_t i = 0; i < bucket_count; i++) {
        while (shift < count && at[shift + 1] <= (int32_t)(i << bits))
            shift++;
        bucket[i] = shift;
    }
    return bucket;
}

/* The first shift may be cut by the origin; an imaginary one of no length stands at the
 * origin, so that every clock second has a shift at or before it. */
void forecast_clock_init(struct forecast_clock *clock, const struct calendar *calendar,
                         int64_t origin, int32_t horizon_s, bool always, struct arena *owner)
{
    int32_t *clock_s = NULL, *work_s = NULL, shortest = INT32_MAX;
    size_t capacity = 0, work_capacity = 0;
    uint32_t count = 1;
    int64_t t = origin, work = 0, length[4] = {0};

    *clock = (struct forecast_clock){.calendar = calendar, .origin = origin, .always = always};
    if (always)
        return;
    arena_grow(owner, (void **)&clock_s, 0, &capacity, sizeof(*clock_s), SHIFT_CEILING);
    arena_grow(owner, (void **)&work_s, 0, &work_capacity, sizeof(*work_s), SHIFT_CEILING);
    clock_s[0] = work_s[0] = 0;
    for (;;) {
        const int64_t from = calendar_next_start(calendar, t);

        if (from == CALENDAR_BEYOND || from - origin >= horizon_s || count + 1 >= SHIFT_CEILING)
            break;
        length[count % 4] = shift_length(calendar, from, length[(count + 2) % 4]);
        arena_grow(owner, (void **)&clock_s, count, &capacity, sizeof(*clock_s), SHIFT_CEILING);
        arena_grow(owner, (void **)&work_s, count, &work_capacity, sizeof(*work_s),
                   SHIFT_CEILING);
        clock_s[count] = near(from - origin);
        work_s[count] = near(work);
        work += length[count % 4];
        t = from + length[count % 4];
        if (length[count % 4] < shortest)
            shortest = (int32_t)length[count % 4];
        count++;
    }
    /* The last entry is the horizon: the finish of the last whole shift. */
    arena_grow(owner, (void **)&clock_s, count, &capacity, sizeof(*clock_s), SHIFT_CEILING);
    arena_grow(owner, (void **)&work_s, count, &work_capacity, sizeof(*work_s), SHIFT_CEILING);
    clock_s[count] = near(t - origin);
    work_s[count] = near(work);
    clock->shift_count = count;
    clock->clock_s = clock_s;
    clock->work_s = work_s;
    clock->clock_bits = clock->work_bits = bucket_bits(shortest);
    clock->clock_bucket = buckets(clock_s, count, clock->clock_bits, owner);
    clock->work_bucket = buckets(work_s, count, clock->work_bits, owner);
}

int32_t forecast_clock_position(const struct forecast_clock *clock, int64_t instant)
{
    if (instant - clock->origin > FORECAST_FAR)
        return FORECAST_FAR;
    if (instant - clock->origin < -FORECAST_FAR)
        return -FORECAST_FAR;
    if (clock->always)
        return (int32_t)(instant - clock->origin);
    return near(calendar_position(clock->calendar, clock->origin, instant));
}

int64_t forecast_clock_instant(const struct forecast_clock *clock, int32_t position,
                               bool as_start)
{
    int32_t row[1] = {position};

    forecast_clock_out(clock, as_start, row, 1);
    return clock->origin + row[0];
}

static int32_t slow_out(const struct forecast_clock *clock, bool as_start, int32_t position)
{
    const int64_t t = as_start
        ? calendar_start_at(clock->calendar, clock->origin, position)
        : calendar_finish_at(clock->calendar, clock->origin, position);

    if (t == CALENDAR_BEYOND)
        return FORECAST_FAR;
    return t == CALENDAR_BEFORE ? -FORECAST_FAR : near(t - clock->origin);
}

/* A finish belongs to the shift of the second before it. */
void forecast_clock_out(const struct forecast_clock *clock, bool as_start, int32_t *row,
                        uint32_t count)
{
    const int32_t *restrict clock_s = clock->clock_s, *restrict work_s = clock->work_s;
    const int32_t back = as_start ? 0 : 1;

    if (clock->always)
        return;
    for (uint32_t lane = 0; lane < count; lane++) {
        const int32_t at = row[lane] - back;
        uint32_t shift;

        if (at < 0 || at >= work_s[clock->shift_count]) {
            row[lane] = slow_out(clock, as_start, row[lane]);
            continue;
        }
        shift = clock->work_bucket[at >> clock->work_bits];
        while (at >= work_s[shift + 1])
            shift++;
        row[lane] = clock_s[shift] + (row[lane] - work_s[shift]);
    }
}

void forecast_clock_in(const struct forecast_clock *clock, int32_t *row, uint32_t count)
{
    const int32_t *restrict clock_s = clock->clock_s, *restrict work_s = clock->work_s;

    if (clock->always)
        return;
    for (uint32_t lane = 0; lane < count; lane++) {
        const int32_t at = row[lane];
        int32_t work;
        uint32_t shift;

        if (at < 0 || at >= clock_s[clock->shift_count]) {
            row[lane] = forecast_clock_position(clock, clock->origin + at);
            continue;
        }
        shift = clock->clock_bucket[at >> clock->clock_bits];
        while (at >= clock_s[shift + 1])
            shift++;
        work = work_s[shift] + (at - clock_s[shift]);
        row[lane] = work < work_s[shift + 1] ? work : work_s[shift + 1];
    }
}
