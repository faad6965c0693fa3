/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/level_pure.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/engine/forecast.h"
#include "core/engine/level_lanes.h"

void pure_desk_init(struct pure_desk *d, const struct pure *problem, unsigned vectors,
                    struct arena *owner)
{
    const size_t slots = (size_t)problem->slots + 1;

    *d = (struct pure_desk){.problem = problem, .dirty = problem->slots, .vectors = vectors};
    d->row_bytes = slots + 2 * PURE_SIGHT;
    if (problem->laned)
        d->slots = ARENA_ARRAY(owner, uint32_t, d->row_bytes);
    else if (problem->narrow)
        d->rows = ARENA_ARRAY(owner, uint8_t, d->row_bytes * problem->team_count + 1);
    else
        d->left = ARENA_ARRAY(owner, uint64_t, slots * problem->word_count + 1);
    d->start = ARENA_ARRAY(owner, int32_t, problem->count + 1);
    d->finish = ARENA_ARRAY(owner, int32_t, problem->count + 1);
    d->bucket = ARENA_ARRAY(owner, uint32_t, slots + 2);
    d->free = ARENA_ARRAY(owner, uint64_t, problem->word_count + 1);
    d->place = ARENA_ARRAY(owner, uint32_t, problem->count + 1);
    d->waits = ARENA_ARRAY(owner, uint32_t, problem->count + 1);
    d->ready = ARENA_ARRAY(owner, uint32_t, problem->count + 1);
    d->running = ARENA_ARRAY(owner, uint32_t, problem->count + 1);
}

static void clear(struct pure_desk *d)
{
    const struct pure *p = d->problem;

    for (uint32_t t = 0; p->narrow && t < p->team_count; t++)
        memset(d->rows + t * d->row_bytes, p->byte_capacity[t], (size_t)d->dirty + PURE_SIGHT);
    for (int32_t slot = 0; !p->narrow && slot < d->dirty; slot++)
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

/* --- in bytes -------------------------------------------------------------------------------- */

typedef uint8_t bytes16 __attribute__((vector_size(16)));

static bytes16 load(const uint8_t *from)
{
    bytes16 it;

    memcpy(&it, from, sizeof(it));
    return it;
}

/* A bit for each byte of 0xff, the first the lowest. */
static uint32_t bits_of(bytes16 it)
{
#ifdef __SSE2__
    typedef char chars16 __attribute__((vector_size(16)));

    return (uint32_t)__builtin_ia32_pmovmskb128((chars16)it);
#else
    uint32_t bits = 0;

    for (uint32_t k = 0; k < 16; k++)
        bits |= (uint32_t)(it[k] & 1) << k;
    return bits;
#endif
}

/* The first of `length` bits in a row, or 32. */
static uint32_t first_run(uint32_t bits, uint32_t length)
{
    uint32_t have = 1;

    for (; have * 2 <= length; have *= 2)
        bits &= bits >> have;
    if (length > have)
        bits &= bits >> (length - have);
    return bits ? (uint32_t)__builtin_ctz(bits) : PURE_SIGHT;
}

static int32_t find_byte_start(const struct pure_desk *d, uint32_t activity, int32_t at)
{
    const struct pure *p = d->problem;
    const uint32_t length = (uint32_t)p->duration[activity];

    for (;;) {
        bytes16 low = {0}, high = {0};
        uint32_t run;

        for (uint32_t k = p->byte_first[activity]; k < p->byte_first[activity + 1]; k++) {
            const struct pure_byte_use *u = &p->byte_uses[k];
            const uint8_t *row = d->rows + u->team * d->row_bytes + at;
            const bytes16 units = u->units - (bytes16){0};

            low |= (bytes16)(load(row) < units);
            high |= (bytes16)(load(row + 16) < units);
        }
        run = first_run(~(bits_of(low) | bits_of(high) << 16), length);
        if (run < PURE_SIGHT)
            return at + (int32_t)run;
        at += PURE_SIGHT + 1 - (int32_t)length;
    }
}

/* The stretch that an activity takes, as bytes: `length` of 0xff and then none. */
static bytes16 stretch(int32_t length)
{
    static const uint8_t edge[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                     255, 255, 255, 255, 255, 255, 255, 255};

    return load(edge + (length < 0 ? 16 : length > 16 ? 0 : 16 - length));
}

static void take_bytes(struct pure_desk *d, uint32_t activity, int32_t from)
{
    const struct pure *p = d->problem;
    const int32_t length = p->duration[activity];
    const struct pure_byte_use *u = &p->byte_uses[p->byte_first[activity]];
    const struct pure_byte_use *end = &p->byte_uses[p->byte_first[activity + 1]];
    const bytes16 low = stretch(length), high = stretch(length - 16);

    for (; u < end; u++) {
        const bytes16 units = u->units - (bytes16){0};
        uint8_t *row = d->rows + u->team * d->row_bytes + from;
        bytes16 left = load(row) - (units & low);

        memcpy(row, &left, sizeof(left));
        if (length <= 16)
            continue;
        left = load(row + 16) - (units & high);
        memcpy(row + 16, &left, sizeof(left));
    }
}

/* --------------------------------------------------------------------------------------------- */

static int32_t place(struct pure_desk *d, uint32_t activity, int32_t at)
{
    const struct pure *p = d->problem;

    if (p->duration[activity] == 0 || p->use_first[activity] == p->use_first[activity + 1])
        return at;
    if (p->narrow) {
        at = find_byte_start(d, activity, at);
        take_bytes(d, activity, at);
    } else {
        at = find_start(d, activity, at);
        take(d, activity, at, at + p->duration[activity]);
    }
    return at;
}

static level_lanes_serial *lanes_of(unsigned vectors)
{
#ifdef __x86_64__
    if (vectors == VECTORS_AVX512 || vectors == VECTORS_AVX2)
        return level_lanes_avx2;
#endif
    (void)vectors;
    return level_lanes_base;
}

int32_t pure_serial(struct pure_desk *d, bool backward, const uint32_t *order, int32_t limit)
{
    const struct pure *p = d->problem;
    const struct pure_links *before = &p->before[backward];

    if (p->laned)
        return lanes_of(d->vectors)(d, backward, order, limit);
    clear(d);
    for (uint32_t i = 0; i < p->count; i++) {
        const uint32_t activity = order[i];
        int32_t at = 0;

        for (uint32_t k = before->first[activity]; k < before->first[activity + 1]; k++) {
            const int32_t finish = d->finish[before->other[k]];

            at = finish > at ? finish : at;
        }
        at = place(d, activity, at);
        d->start[activity] = at;
        d->finish[activity] = at + p->duration[activity];
        d->filled = d->finish[activity] > d->filled ? d->finish[activity] : d->filled;
        d->dirty = d->filled;
        d->placed = i + 1;
        if (d->finish[activity] + p->tail[backward][activity] >= limit)
            return PURE_CUT;
    }
    return d->filled;
}

/* --- parallel generation --------------------------------------------------------------------- */

/* Who waits for nobody any more stands among the ready by its place in the list. */
static void make_ready(struct pure_desk *d, uint32_t activity, uint32_t *count)
{
    uint32_t k = (*count)++;

    for (; k > 0 && d->place[d->ready[k - 1]] > d->place[activity]; k--)
        d->ready[k] = d->ready[k - 1];
    d->ready[k] = activity;
}

static bool is_free(const struct pure_desk *d, uint32_t activity)
{
    const struct pure *p = d->problem;

    for (uint32_t k = p->use_first[activity]; k < p->use_first[activity + 1]; k++)
        if (((d->free[p->uses[k].word] - p->uses[k].units) & PURE_GUARDS) != PURE_GUARDS)
            return false;
    return true;
}

static void hold(struct pure_desk *d, uint32_t activity, bool take_them)
{
    const struct pure *p = d->problem;

    for (uint32_t k = p->use_first[activity]; k < p->use_first[activity + 1]; k++)
        d->free[p->uses[k].word] += take_them ? -p->uses[k].units : p->uses[k].units;
}

/* All that ends at `at` ends, and what waited for it may be ready. */
static void end_running(struct pure_desk *d, int32_t at, uint32_t *running, uint32_t *ready)
{
    const struct pure *p = d->problem;
    uint32_t left = 0;

    for (uint32_t k = 0; k < *running; k++) {
        const uint32_t activity = d->running[k];

        if (d->finish[activity] > at) {
            d->running[left++] = activity;
            continue;
        }
        if (p->duration[activity] > 0)
            hold(d, activity, false);
        for (uint32_t a = p->before[1].first[activity]; a < p->before[1].first[activity + 1]; a++)
            if (--d->waits[p->before[1].other[a]] == 0)
                make_ready(d, p->before[1].other[a], ready);
    }
    *running = left;
}

static int32_t next_end(const struct pure_desk *d, uint32_t running)
{
    int32_t next = PURE_CUT;

    for (uint32_t k = 0; k < running; k++)
        next = d->finish[d->running[k]] < next ? d->finish[d->running[k]] : next;
    return next;
}

/* Begin what may, in order. */
static void begin_ready(struct pure_desk *d, int32_t at, uint32_t *running, uint32_t *ready)
{
    const struct pure *p = d->problem;
    uint32_t left = 0;

    for (uint32_t k = 0; k < *ready; k++) {
        const uint32_t activity = d->ready[k];
        const int32_t length = p->duration[activity];

        if (length > 0 && !is_free(d, activity)) {
            d->ready[left++] = activity;
            continue;
        }
        if (length > 0)
            hold(d, activity, true);
        d->start[activity] = at;
        d->finish[activity] = at + length;
        d->filled = at + length > d->filled ? at + length : d->filled;
        d->running[(*running)++] = activity;
        d->placed++;
    }
    *ready = left;
}

void pure_parallel(struct pure_desk *d, const uint32_t *order)
{
    const struct pure *p = d->problem;
    uint32_t running = 0, ready = 0;
    int32_t at = 0;

    d->filled = 0;
    d->placed = 0;
    for (uint32_t w = 0; w < p->word_count; w++)
        d->free[w] = p->capacity[w] | PURE_GUARDS;
    for (uint32_t i = 0; i < p->count; i++)
        d->place[order[i]] = i;
    for (uint32_t i = 0; i < p->count; i++) {
        d->waits[i] = p->before[0].first[i + 1] - p->before[0].first[i];
        if (d->waits[i] == 0)
            make_ready(d, i, &ready);
    }
    while (d->placed < p->count) {
        begin_ready(d, at, &running, &ready);
        at = next_end(d, running);
        end_running(d, at, &running, &ready);
    }
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
