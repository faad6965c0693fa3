/* SPDX-License-Identifier: Apache-2.0 */
/* The body of level_lanes_*.c: LANES_SERIAL names the function, LANES how many slots a vector has.
 *
 * A byte of a slot is what is taken and 127 - capacity: what does not fit sets its highest bit. */
#ifndef LANES_SERIAL
#define LANES_SERIAL level_lanes_base
#define LANES 4
#endif

#include <string.h>

#include "core/engine/level_lanes.h"

#define FULL UINT32_C(0x80808080)

typedef uint32_t lanes __attribute__((vector_size(4 * LANES)));
typedef int32_t lanes_signed __attribute__((vector_size(4 * LANES)));

/* A bit for each lane of it that is all ones, the first the lowest. */
static inline uint32_t bits_of(const lanes_signed *it)
{
#if LANES == 8
    typedef float floats __attribute__((vector_size(32)));

    return (uint32_t)__builtin_ia32_movmskps256((floats)*it);
#elif defined(__SSE2__)
    typedef float floats __attribute__((vector_size(16)));

    return (uint32_t)__builtin_ia32_movmskps((floats)*it);
#else
    uint32_t bits = 0;

    for (uint32_t k = 0; k < LANES; k++)
        bits |= (uint32_t)((*it)[k] & 1) << k;
    return bits;
#endif
}

/* The slots of the next PURE_SIGHT that have room for `units`. */
static inline uint32_t room_of(const uint32_t *slots, uint32_t units)
{
    uint32_t room = 0;

    for (uint32_t k = 0; k < PURE_SIGHT; k += LANES) {
        lanes taken;
        lanes_signed fits;

        memcpy(&taken, slots + k, sizeof(taken));
        fits = (lanes_signed)(((taken + units) & FULL) == 0);
        room |= bits_of(&fits) << k;
    }
    return room;
}

/* The first of `length` bits in a row, or PURE_SIGHT. */
static inline int32_t first_run(uint32_t bits, int32_t length)
{
    int32_t have = 1;

    for (; have * 2 <= length; have *= 2)
        bits &= bits >> have;
    if (length > have)
        bits &= bits >> (length - have);
    return bits ? __builtin_ctz(bits) : PURE_SIGHT;
}

static inline void take(uint32_t *slots, uint32_t units, int32_t length)
{
    static const uint32_t edge[2 * PURE_SIGHT] = {
        ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u,
        ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u};

    for (int32_t k = 0; k < length; k += LANES) {
        lanes taken, within;

        memcpy(&taken, slots + k, sizeof(taken));
        memcpy(&within, edge + PURE_SIGHT - length + k, sizeof(within));
        taken += within & units;
        memcpy(slots + k, &taken, sizeof(taken));
    }
}

static void empty(struct pure_desk *d)
{
    const lanes none = d->problem->lane_empty - (lanes){0};

    for (int32_t slot = 0; slot < d->dirty + PURE_SIGHT; slot += LANES)
        memcpy(d->slots + slot, &none, sizeof(none));
    d->filled = d->dirty = 0;
}

int32_t LANES_SERIAL(struct pure_desk *d, bool backward, const uint32_t *order, int32_t limit)
{
    const struct pure *p = d->problem;
    const struct pure_links *before = &p->before[backward];
    const int32_t *tail = p->tail[backward];
    int32_t filled = 0;
    uint32_t i = 0;
    bool cut = false;

    empty(d);
    while (i < p->count && !cut) {
        const uint32_t activity = order[i++], units = p->lane_units[activity];
        const int32_t length = p->duration[activity];
        int32_t at = 0;

        for (uint32_t k = before->first[activity]; k < before->first[activity + 1]; k++) {
            const int32_t finish = d->finish[before->other[k]];

            at = finish > at ? finish : at;
        }
        if (length > 0 && units > 0) {
            int32_t run;

            while ((run = first_run(room_of(d->slots + at, units), length)) == PURE_SIGHT)
                at += PURE_SIGHT + 1 - length;
            at += run;
            take(d->slots + at, units, length);
        }
        d->start[activity] = at;
        d->finish[activity] = at + length;
        filled = at + length > filled ? at + length : filled;
        cut = at + length + tail[activity] >= limit;
    }
    d->filled = d->dirty = filled;
    d->placed = i;
    return cut ? PURE_CUT : filled;
}
