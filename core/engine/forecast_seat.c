/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/forecast_seat.h"

#include <string.h>

enum { NOBODY = -1 };

uint32_t seat_step_of(const struct seat_profile *p, uint32_t low, int32_t at)
{
    uint32_t left = *p->count - low;

    while (left > 1) {
        const uint32_t half = left / 2;

        low += p->at[low + half] <= at ? half : 0;
        left -= half;
    }
    return low;
}

static void move(const struct seat_profile *p, uint32_t from, uint32_t to, uint32_t count)
{
    memmove(p->at + to, p->at + from, count * sizeof(*p->at));
    memmove(p->left + to, p->left + from, count * sizeof(*p->left));
    memmove(p->who + to, p->who + from, count * sizeof(*p->who));
}

static void put(const struct seat_profile *p, uint32_t j, int32_t at, int32_t left, int32_t who)
{
    p->at[j] = at;
    p->left[j] = left;
    p->who[j] = who;
}

void seat_split(const struct seat_profile *p, uint32_t j, int32_t at)
{
    move(p, j + 1, j + 2, *p->count - j - 1);
    put(p, j + 1, at, p->left[j], NOBODY);
    ++*p->count;
}

void seat_take(const struct seat_profile *p, uint32_t j, uint32_t k, int32_t from, int32_t to,
               int32_t units, int32_t row, bool apart)
{
    const uint32_t n = *p->count;
    const int32_t back = p->left[k - 1], first = p->left[j] - units;
    const bool new_from = p->at[j] < from, new_to = k == n || p->at[k] != to;
    const bool drop_from = !new_from && !apart && j > 0 && p->left[j - 1] == first;
    const bool drop_to = !new_to && !apart && p->left[k] == back - units;
    const int middle = (int)new_from - (int)drop_from;
    const int tail = middle + (int)new_to - (int)drop_to;
    const uint32_t rest = k + (drop_to ? 1 : 0);

    if (tail > 0)
        move(p, rest, (uint32_t)((int)rest + tail), n - rest);
    for (uint32_t i = j + 1; i < k; i++)
        p->left[i] -= units;
    if (middle != 0 && k > j + 1)
        move(p, j + 1, (uint32_t)((int)j + 1 + middle), k - j - 1);
    if (tail < 0) {
        move(p, rest, (uint32_t)((int)rest + tail), n - rest);
        for (uint32_t i = (uint32_t)((int)n + tail); i < n; i++)
            p->at[i] = SEAT_NEVER;
    }
    if (new_from)
        put(p, j + 1, from, first, NOBODY);
    else if (!drop_from)
        p->left[j] = first;
    if (new_to)
        put(p, (uint32_t)((int)k + middle), to, back, row);
    else if (!drop_to)
        p->who[(int)k + middle] = row;
    *p->count = (uint32_t)((int)n + tail);
}

int32_t seat_anywhere(const struct seat_call *call, uint32_t lane, int32_t start,
                      int32_t duration, int32_t *ret_behind)
{
    const struct seat_profile p = seat_profile_of(call, lane);
    const uint32_t n = *p.count;
    uint32_t j = *p.full, k;
    int32_t finish;

    if (j > 0 && start < p.at[j]) {
        start = p.at[j];
        *ret_behind = p.who[j];
    } else {
        j = seat_step_of(&p, j, start);
    }
    for (;;) {
        if (p.left[j] < call->units) {
            j++;                /* the last step has enough for every need */
            start = p.at[j];
            *ret_behind = p.who[j];
            continue;
        }
        finish = start + duration;
        for (k = j + 1; k < n && p.at[k] < finish; k++)
            if (p.left[k] < call->units)
                break;
        if (k == n || p.at[k] >= finish)
            break;
        j = k;
    }
    seat_take(&p, j, k, start, finish, call->units, call->row, false);
    for (j = *p.full, k = *p.count; p.left[j] < call->least && j + 1 < k;)
        j++;
    *p.full = j;
    return start;
}
