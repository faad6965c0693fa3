/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_clock.h - between a calendar's working seconds and the wall clock, fast.
 *
 * Kernels keep a node in 32-bit working seconds of its own calendar since the job's
 * origin. Where a link crosses calendars, a lag is elapsed or a date is printed, a position
 * becomes clock seconds since the same origin and back. The tables hold every shift up to a
 * horizon; before the origin and past the horizon the calendar itself answers, so the answer never
 * depends on the horizon.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_CLOCK_H
#define BATON_CORE_ENGINE_FORECAST_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct calendar;

/* Positions and clock seconds stay within +-FORECAST_FAR (34 years of clock time). */
enum { FORECAST_FAR = (1 << 30) - 1 };

struct forecast_clock {
    const struct calendar *calendar;
    int64_t origin;             /* instant of position 0 */
    bool always;                /* every second works: both units are the same */
    uint32_t shift_count;       /* tables have one more entry: the horizon */
    const int32_t *clock_s;     /* [shift_count + 1] begin of a shift, clock seconds */
    const int32_t *work_s;      /* [shift_count + 1] its position */
    unsigned clock_bits, work_bits;     /* a bucket is 2^bits seconds */
    const uint32_t *clock_bucket;       /* the shift at or before the bucket's begin */
    const uint32_t *work_bucket;
};

/* `horizon_s`: clock seconds from the origin that the tables cover. Cost: its shifts. */
void forecast_clock_init(struct forecast_clock *clock, const struct calendar *calendar,
                         int64_t origin, int32_t horizon_s, bool always, struct arena *owner);

/* An instant far away gives +-FORECAST_FAR. */
int32_t forecast_clock_position(const struct forecast_clock *clock, int64_t instant);
int64_t forecast_clock_instant(const struct forecast_clock *clock, int32_t position,
                               bool as_start);

/* Rows of `count` lanes, in place: positions to clock seconds, read as starts or as finishes, and
 * clock seconds to positions. */
void forecast_clock_out(const struct forecast_clock *clock, bool as_start, int32_t *row,
                        uint32_t count);
void forecast_clock_in(const struct forecast_clock *clock, int32_t *row, uint32_t count);

#endif
