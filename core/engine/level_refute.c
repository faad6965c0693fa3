/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds by refutation, in the pure case: suppose that all is done in so many slots, and let that
 * narrow when each activity can run until nothing moves. Where a window becomes too small no such
 * schedule exists, and the next number of slots is tried (Klein and Scholl 1999).
 *
 * What narrows a window: the links; two activities that cannot run at once and whose order is
 * decided; the slots that an activity surely takes; and the work that must be done within an
 * interval (Baptiste, Le Pape and Nuijten 1999). */
#include <string.h>

#include "core/engine/level_problem.h"

enum {
    REFUTE_TASKS_MOST = 400,
    REFUTE_SLOTS_MOST = 4000,
    REFUTE_WORK = 8000000,      /* activities looked at in intervals: some hundredths of a second */
    ROUNDS_MOST = 30
};

struct refute {
    const struct level_problem *p;
    const struct pure *q;
    int32_t slots;              /* supposed */
    int32_t *low, *high;        /* [count] the earliest start, the latest finish */
    /* Teams, and once more each: those of its activities of which no two can run at once, one at
     * a time. */
    int64_t *need;              /* [2 teams][count] what is taken, 0: nothing */
    int64_t *capacity;          /* [2 teams] */
    uint32_t team_count;        /* 2 teams */
    uint32_t *users;            /* [count] of the team looked at */
    uint32_t user_count;
    bool *apart;                /* [count][count] cannot run at once */
    int64_t *sure;              /* [slots] surely taken of the team looked at */
    int32_t *from, *to;         /* [2 count] ends of intervals */
    int64_t work;               /* left of the limit */
    bool moved, failed;
};

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static void raise(struct refute *r, uint32_t i, int32_t low)
{
    if (low <= r->low[i])
        return;
    r->low[i] = low;
    r->moved = true;
    r->failed |= low + r->q->duration[i] > r->high[i];
}

static void lower(struct refute *r, uint32_t i, int32_t high)
{
    if (high >= r->high[i])
        return;
    r->high[i] = high;
    r->moved = true;
    r->failed |= r->low[i] + r->q->duration[i] > high;
}

static void by_links(struct refute *r)
{
    const struct pure *q = r->q;

    for (uint32_t i = 0; i < q->count; i++)
        for (uint32_t k = q->before[0].first[i]; k < q->before[0].first[i + 1]; k++)
            raise(r, i, r->low[q->before[0].other[k]] + q->duration[q->before[0].other[k]]);
    for (uint32_t i = q->count; i-- > 0;)
        for (uint32_t k = q->before[1].first[i]; k < q->before[1].first[i + 1]; k++)
            lower(r, i, r->high[q->before[1].other[k]] - q->duration[q->before[1].other[k]]);
}

/* Who cannot be first of two that cannot run at once comes second. */
static void by_pairs(struct refute *r)
{
    const struct pure *q = r->q;

    for (uint32_t i = 0; i < q->count; i++)
        for (uint32_t k = 0; k < q->count; k++)
            if (r->apart[i * q->count + k] &&
                r->low[i] + q->duration[i] > r->high[k] - q->duration[k]) {
                raise(r, i, r->low[k] + q->duration[k]);
                lower(r, k, r->high[i] - q->duration[i]);
            }
}

/* The slots from the latest start to the earliest finish are surely taken; nobody else starts
 * where they leave too little. */
static void by_sure_slots(struct refute *r, const int64_t *need, int64_t capacity)
{
    const struct pure *q = r->q;

    memset(r->sure, 0, (size_t)r->slots * sizeof(r->sure[0]));
    for (uint32_t u = 0; u < r->user_count; u++) {
        const uint32_t i = r->users[u];

        for (int32_t t = r->high[i] - q->duration[i]; t < r->low[i] + q->duration[i]; t++) {
            r->sure[t] += need[i];
            r->failed |= r->sure[t] > capacity;
        }
    }
    for (uint32_t u = 0; u < r->user_count && !r->failed; u++) {
        const uint32_t i = r->users[u];
        const int32_t own_from = r->high[i] - q->duration[i];
        const int32_t own_to = r->low[i] + q->duration[i];
        int32_t low = r->low[i], high = r->high[i];

        for (int32_t t = low; t < low + q->duration[i] && t < r->slots; t++)
            if (r->sure[t] + need[i] > capacity && !(t >= own_from && t < own_to))
                low = t + 1;
        for (int32_t t = high; t-- > high - q->duration[i] && t >= 0;)
            if (r->sure[t] + need[i] > capacity && !(t >= own_from && t < own_to))
                high = t;
        raise(r, i, low);
        lower(r, i, high);
    }
}

/* What an activity does at least within from..to: as early and as late as it can. */
static int32_t within(const struct refute *r, uint32_t i, int32_t from, int32_t to)
{
    const int32_t early = least(r->low[i] + r->q->duration[i], to) - most(r->low[i], from);
    const int32_t late = least(r->high[i], to) - most(r->high[i] - r->q->duration[i], from);

    return most(0, least(early, late));
}

static void by_interval(struct refute *r, const int64_t *need, int64_t capacity, int32_t from,
                        int32_t to)
{
    int64_t spare = capacity * (to - from);

    for (uint32_t u = 0; u < r->user_count; u++)
        spare -= need[r->users[u]] * within(r, r->users[u], from, to);
    r->work -= r->user_count;
    if (spare < 0) {
        r->failed = true;
        return;
    }
    for (uint32_t u = 0; u < r->user_count && !r->failed; u++) {
        const uint32_t i = r->users[u];
        const int32_t duration = r->q->duration[i];
        const int32_t early = least(r->low[i] + duration, to) - most(r->low[i], from);
        const int32_t late = least(r->high[i], to) - most(r->high[i] - duration, from);
        int64_t room;

        if (early <= 0 && late <= 0)
            continue;
        room = (spare + need[i] * within(r, i, from, to)) / need[i];
        if (early > room)
            raise(r, i, (int32_t)(to - room));
        if (late > room)
            lower(r, i, (int32_t)(from + room));
    }
}

static void by_work(struct refute *r, const int64_t *need, int64_t capacity)
{
    const struct pure *q = r->q;
    uint32_t count = 0;

    for (uint32_t u = 0; u < r->user_count; u++) {
        const uint32_t i = r->users[u];

        r->from[count] = r->low[i];
        r->to[count++] = r->high[i];
        r->from[count] = r->high[i] - q->duration[i];
        r->to[count++] = r->low[i] + q->duration[i];
    }
    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = 0; b < count && !r->failed && r->work > 0; b++)
            if (r->from[a] < r->to[b])
                by_interval(r, need, capacity, r->from[a], r->to[b]);
}

static void narrow(struct refute *r)
{
    by_links(r);
    if (!r->failed)
        by_pairs(r);
    for (uint32_t t = 0; t < r->team_count; t++) {
        const int64_t *need = r->need + (size_t)t * r->q->count;

        r->user_count = 0;
        for (uint32_t i = 0; i < r->q->count; i++)
            if (need[i] > 0)
                r->users[r->user_count++] = i;
        if (!r->failed)
            by_sure_slots(r, need, r->capacity[t]);
        /* Intervals are dear: only when all else has come to rest. */
        if (!r->failed && !r->moved)
            by_work(r, need, r->capacity[t]);
    }
}

static bool is_refuted(struct refute *r, const int32_t *head, const int32_t *tail)
{
    for (uint32_t i = 0; i < r->q->count; i++) {
        r->low[i] = head[i];
        r->high[i] = r->slots - tail[i];
        if (head[i] + r->q->duration[i] > r->high[i])
            return true;
    }
    r->failed = false;
    r->moved = true;
    for (int round = 0; round < ROUNDS_MOST && r->moved && !r->failed && r->work > 0; round++) {
        r->moved = false;
        narrow(r);
    }
    return r->failed;
}

static void find_needs(struct refute *r)
{
    const struct level_problem *p = r->p;
    const uint32_t count = r->q->count;

    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = p->demand_first[i]; k < p->demand_first[i + 1]; k++)
            if (r->q->duration[i] > 0)
                r->need[(size_t)p->demands[k].team * count + i] += p->demands[k].micro;
    for (uint32_t t = 0; t < p->team_count; t++) {
        const int64_t *need = r->need + (size_t)t * count;
        int64_t *alone = r->need + (size_t)(p->team_count + t) * count;

        r->capacity[t] = p->teams[t].micro[0];
        r->capacity[p->team_count + t] = 1;
        for (uint32_t i = 0; i < count; i++)
            alone[i] = 2 * need[i] > r->capacity[t];
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t k = 0; k < count; k++)
                r->apart[i * count + k] |= i != k && need[i] > 0 && need[k] > 0 &&
                                           need[i] + need[k] > p->teams[t].micro[0];
    }
}

int32_t level_refuted_bound(const struct level_problem *p, const int32_t *head,
                            const int32_t *tail, int32_t from, struct arena *scratch)
{
    const struct pure *q = &p->lists;
    const size_t count = q->count;
    struct refute r = {.p = p, .q = q, .slots = from, .work = REFUTE_WORK,
                       .team_count = 2 * p->team_count};

    if (count > REFUTE_TASKS_MOST || q->slots > REFUTE_SLOTS_MOST)
        return from;
    r.low = ARENA_ARRAY(scratch, int32_t, count + 1);
    r.high = ARENA_ARRAY(scratch, int32_t, count + 1);
    r.need = ARENA_ARRAY(scratch, int64_t, r.team_count * count + 1);
    r.capacity = ARENA_ARRAY(scratch, int64_t, r.team_count + 1);
    r.users = ARENA_ARRAY(scratch, uint32_t, count + 1);
    r.apart = ARENA_ARRAY(scratch, bool, count * count + 1);
    r.sure = ARENA_ARRAY(scratch, int64_t, (size_t)q->slots + 1);
    r.from = ARENA_ARRAY(scratch, int32_t, 2 * count + 1);
    r.to = ARENA_ARRAY(scratch, int32_t, 2 * count + 1);
    find_needs(&r);
    while (r.slots < q->slots && r.work > 0 && is_refuted(&r, head, tail))
        r.slots++;
    return r.slots;
}
