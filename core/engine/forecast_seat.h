/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_seat.h - what is left of a team, step by step, and a place found in it; inside the
 * engine only.
 *
 * A profile is three rows of the same length, one team and lane: where a step begins, what is left
 * from then on, and which row gave some back then. Past the last step stands SEAT_NEVER, for
 * as many places as a window looks at, so that no look needs to know where the profile ends.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_SEAT_H
#define BATON_CORE_ENGINE_FORECAST_SEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEAT_WINDOW = 16 };
#define SEAT_NEVER INT32_MAX

struct seat_profile {
    int32_t *at, *left, *who;
    uint32_t *count;            /* steps */
    uint32_t *full;             /* before this one nobody is left */
};

/* One row to seat in every lane. */
struct seat_call {
    int32_t *steps;             /* of the first lane's profile */
    size_t width;               /* of one of its three rows; a lane has three */
    uint32_t *count, *full;     /* [lanes] */
    uint32_t lanes;
    int32_t units;              /* it takes, of the team */
    int32_t least;              /* the team is ever asked for */
    int32_t row;
};

static inline struct seat_profile seat_profile_of(const struct seat_call *call, uint32_t lane)
{
    int32_t *at = call->steps + 3 * call->width * lane;

    return (struct seat_profile){at, at + call->width, at + 2 * call->width, &call->count[lane],
                                 &call->full[lane]};
}

/* Finds the earliest place from `start` on, of `duration`, and takes it. Returns where it begins;
 * *ret_behind is the row it waited behind, where it waited. */
int32_t seat_anywhere(const struct seat_call *call, uint32_t lane, int32_t start,
                      int32_t duration, int32_t *ret_behind);

/* The step that holds a position, which is not before the first. */
uint32_t seat_step_of(const struct seat_profile *p, uint32_t low, int32_t at);

/* A step of its own from a position within step `j` on; the caller knows that there is room. */
void seat_split(const struct seat_profile *p, uint32_t j, int32_t at);

/* Take `units` between two positions: `j` holds the first, `k` is the first step at or after the
 * other. Neighbours that come to have the same left become one, unless `apart`. */
void seat_take(const struct seat_profile *p, uint32_t j, uint32_t k, int32_t from, int32_t to,
               int32_t units, int32_t row, bool apart);

#endif
