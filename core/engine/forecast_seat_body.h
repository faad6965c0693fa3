/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_seat_body.h - the usual place in a profile, as wide as what includes it is compiled.
 *
 * Rows are seated nearly in the order of their dates, so a place is nearly always among the last
 * steps. One look at a window of them says which step holds the start, which comes after the
 * finish, and the last in between that has too few: no earlier start can do. No branch but that on
 * whether there was one. What the window does not hold goes the general way.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_SEAT_BODY_H
#define BATON_CORE_ENGINE_FORECAST_SEAT_BODY_H

#include <string.h>

#include "core/engine/forecast_seat.h"

struct seat_window {
    int32_t word[SEAT_WINDOW];
};

static inline void seat_load(const int32_t *from, struct seat_window *ret)
{
    memcpy(ret, from, sizeof(*ret));
}

static inline void seat_store(const struct seat_window *from, int32_t *to)
{
    memcpy(to, from, sizeof(*from));
}

/* Moves what follows `rest` by `tail` and what is between `j` and `k` by `middle`, and takes from
 * the latter: both are read before either is written. */
static inline void seat_shift(const struct seat_profile *p, uint32_t j, uint32_t k, uint32_t rest,
                              int middle, int tail, int32_t units, bool traced)
{
    struct seat_window at, left, who, tail_at, tail_left, tail_who;
    const uint32_t to = (uint32_t)((int)j + 1 + middle);
    const uint32_t tail_to = (uint32_t)((int)rest + tail);

    seat_load(p->at + j + 1, &at);
    seat_load(p->left + j + 1, &left);
    seat_load(p->at + rest, &tail_at);
    seat_load(p->left + rest, &tail_left);
    if (traced) {
        seat_load(p->who + j + 1, &who);
        seat_load(p->who + rest, &tail_who);
    }
    for (int i = 0; i < SEAT_WINDOW; i++)
        left.word[i] -= units;
    if (k > j + 1) {
        seat_store(&at, p->at + to);
        seat_store(&left, p->left + to);
        if (traced)
            seat_store(&who, p->who + to);
    }
    seat_store(&tail_at, p->at + tail_to);
    seat_store(&tail_left, p->left + tail_to);
    if (traced)
        seat_store(&tail_who, p->who + tail_to);
}

static inline void seat_take_near(const struct seat_profile *p, uint32_t j, uint32_t k,
                                  int32_t from, int32_t to, const struct seat_call *call,
                                  bool traced)
{
    const int32_t units = call->units;
    const int32_t back = p->left[k - 1], first = p->left[j] - units;
    const bool new_from = p->at[j] < from, new_to = p->at[k] != to;
    const bool drop_from = !new_from && j > 0 && p->left[j - 1] == first;
    const bool drop_to = !new_to && p->left[k] == back - units;
    const int middle = (int)new_from - (int)drop_from;
    const int tail = middle + (int)new_to - (int)drop_to;

    seat_shift(p, j, k, k + (drop_to ? 1 : 0), middle, tail, units, traced);
    if (new_from) {
        p->at[j + 1] = from;
        p->left[j + 1] = first;
        p->who[j + 1] = -1;
    } else if (!drop_from) {
        p->left[j] = first;
    }
    if (new_to) {
        p->at[(int)k + middle] = to;
        p->left[(int)k + middle] = back;
    }
    if (!drop_to)
        p->who[(int)k + middle] = call->row;
    *p->count = (uint32_t)((int)*p->count + tail);
}

static inline int32_t seat_lane(const struct seat_call *call, uint32_t lane, int32_t start,
                                int32_t duration, int32_t *ret_behind, bool traced)
{
    const struct seat_profile p = seat_profile_of(call, lane);
    const uint32_t n = *p.count, full = *p.full, w = n > SEAT_WINDOW ? n - SEAT_WINDOW : 0;
    const int32_t units = call->units;
    const int32_t *at = p.at + w, *left = p.left + w;
    uint32_t j, k;

    if (full > 0 && start < p.at[full]) {
        start = p.at[full];
        *ret_behind = p.who[full];
    }
    for (;;) {
        const int32_t finish = start + duration;
        int32_t before = 0, within = 0, few = 0;

        for (int i = 0; i < SEAT_WINDOW; i++) {
            const int32_t here = at[i] < finish ? -1 : 0;
            const int32_t bad =
                here & (at[i + 1] > start ? -1 : 0) & (left[i] < units ? -1 : 0);

            before -= at[i] <= start ? -1 : 0;
            within -= here;
            few = (bad & (i + 1)) > few ? bad & (i + 1) : few;
        }
        j = w + (uint32_t)before - 1;
        if (before == 0 || n - j > SEAT_WINDOW - 2)
            return seat_anywhere(call, lane, start, duration, ret_behind);
        if (few == 0) {
            k = w + (uint32_t)within;
            break;
        }
        start = at[few];
        *ret_behind = p.who[w + (uint32_t)few];
    }
    seat_take_near(&p, j, k, start, start + duration, call, traced);
    if (j == full) {
        const uint32_t last = *p.count - 1;

        for (j = full; p.left[j] < call->least && j < last;)
            j++;
        *p.full = j;
    }
    return start;
}

/* Seats one row in every lane where it takes time; `behind` NULL: not traced. */
static inline void step_seat(const struct seat_call *call, int32_t *start,
                             const int32_t *duration, int32_t far, int32_t *behind,
                             int32_t *waited)
{
    for (uint32_t i = 0; i < call->lanes; i++) {
        const int32_t from = start[i];
        int32_t who = -1;

        if (duration[i] > 0 && from < far)
            start[i] = behind ? seat_lane(call, i, from, duration[i], &who, true)
                              : seat_lane(call, i, from, duration[i], &who, false);
        if (behind) {
            behind[i] = who;
            waited[i] = start[i] - from;
        }
    }
}

#endif
