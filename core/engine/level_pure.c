/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/level_pure.h"

#include <string.h>

#include "core/base/arena.h"

void pure_desk_init(struct pure_desk *d, const struct pure *problem, struct arena *owner)
{
    const size_t slots = (size_t)problem->slots + 1;

    *d = (struct pure_desk){.problem = problem, .filled = problem->slots};
    d->left = ARENA_ARRAY(owner, uint64_t, slots * problem->word_count + 1);
    d->start = ARENA_ARRAY(owner, int32_t, problem->count + 1);
    d->finish = ARENA_ARRAY(owner, int32_t, problem->count + 1);
    d->bucket = ARENA_ARRAY(owner, uint32_t, slots + 2);
}

static void clear(struct pure_desk *d)
{
    const struct pure *p = d->problem;

    for (int32_t slot = 0; slot < d->filled; slot++)
        for (uint32_t w = 0; w < p->word_count; w++)
            d->left[(size_t)slot * p->word_count + w] = p->capacity[w] | PURE_GUARDS;
    d->filled = 0;
}

/* The last slot of from..to - 1 where the units do not fit, or -1. */
static int32_t last_conflict(const uint64_t *left, size_t stride, uint64_t units, int32_t from,
                             int32_t to)
{
    for (int32_t slot = to; slot-- > from;)
        if (((left[(size_t)slot * stride] - units) & PURE_GUARDS) != PURE_GUARDS)
            return slot;
    return -1;
}

/* The earliest start from `at` on: a window that does not fit is left behind up to its last
 * conflict, so that most slots are never looked at. */
static int32_t find_start(const struct pure_desk *d, uint32_t activity, int32_t at)
{
    const struct pure *p = d->problem;
    const struct pure_use *use = &p->uses[p->use_first[activity]];
    const struct pure_use *end = &p->uses[p->use_first[activity + 1]];
    const int32_t duration = p->duration[activity];
    bool moved = true;

    while (moved) {
        moved = false;
        for (const struct pure_use *u = use; u < end; u++) {
            int32_t conflict;

            while ((conflict = last_conflict(d->left + u->word, p->word_count, u->units, at,
                                             at + duration)) >= 0) {
                at = conflict + 1;
                moved = u > use;
            }
        }
    }
    return at;
}

static void take(struct pure_desk *d, uint32_t activity, int32_t from, int32_t to)
{
    const struct pure *p = d->problem;

    for (uint32_t k = p->use_first[activity]; k < p->use_first[activity + 1]; k++) {
        uint64_t *left = d->left + p->uses[k].word;

        for (int32_t slot = from; slot < to; slot++)
            left[(size_t)slot * p->word_count] -= p->uses[k].units;
    }
}

int32_t pure_serial(struct pure_desk *d, bool backward, const uint32_t *order)
{
    const struct pure *p = d->problem;
    const struct pure_links *before = &p->before[backward];

    clear(d);
    for (uint32_t i = 0; i < p->count; i++) {
        const uint32_t activity = order[i];
        int32_t at = 0;

        for (uint32_t k = before->first[activity]; k < before->first[activity + 1]; k++) {
            const int32_t finish = d->finish[before->other[k]];

            at = finish > at ? finish : at;
        }
        if (p->duration[activity] > 0 && p->use_first[activity] < p->use_first[activity + 1]) {
            at = find_start(d, activity, at);
            take(d, activity, at, at + p->duration[activity]);
        }
        d->start[activity] = at;
        d->finish[activity] = at + p->duration[activity];
        d->filled = d->finish[activity] > d->filled ? d->finish[activity] : d->filled;
    }
    return d->filled;
}

/* By key ascending, ties by number ascending (or both the other way round). */
static void sort_by(struct pure_desk *d, const int32_t *key, bool descending, bool last_first,
                    uint32_t *ret_order)
{
    const struct pure *p = d->problem;
    const int32_t most = d->filled;
    uint32_t *bucket = d->bucket, sum = 0;

    memset(bucket, 0, ((size_t)most + 2) * sizeof(bucket[0]));
    for (uint32_t i = 0; i < p->count; i++)
        bucket[descending ? most - key[i] : key[i]]++;
    for (int32_t k = 0; k <= most; k++) {
        const uint32_t here = bucket[k];

        bucket[k] = sum;
        sum += here;
    }
    for (uint32_t i = 0; i < p->count; i++) {
        const uint32_t activity = last_first ? p->count - 1 - i : i;

        ret_order[bucket[descending ? most - key[activity] : key[activity]]++] = activity;
    }
}

void pure_turned(struct pure_desk *d, bool backward, uint32_t *ret_order)
{
    sort_by(d, d->finish, true, !backward, ret_order);
}

void pure_ordered(struct pure_desk *d, bool backward, uint32_t *ret_order)
{
    sort_by(d, d->start, false, backward, ret_order);
}
