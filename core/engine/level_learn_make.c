/* SPDX-License-Identifier: Apache-2.0 */
/* The memory of a search by learning, and the problem as it wants it. */
#include <string.h>

#include "core/base/arena.h"
#include "core/engine/level_learn.h"

static void make_edges(struct learn *l, struct arena *owner)
{
    const struct pure *q = l->q;
    const uint32_t end = q->count;
    uint32_t count = 0, *fill;

    l->edge_first = ARENA_ARRAY(owner, uint32_t, l->bounds + 2);
    /* Twice: to count, and to fill in. */
    fill = l->edge_first + 1;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < q->count; i++) {
            const uint32_t from = q->before[1].first[i], to = q->before[1].first[i + 1];

            for (uint32_t k = from; k < to || (from == to && k == from); k++) {
                const uint32_t other = from == to ? end : q->before[1].other[k];

                if (pass == 1) {
                    l->edges[fill[2 * i]++] = (struct learn_edge){2 * other, q->duration[i]};
                    l->edges[fill[2 * other + 1]++] =
                        (struct learn_edge){2 * i + 1, q->duration[i]};
                } else {
                    fill[2 * i]++;
                    fill[2 * other + 1]++;
                }
                count++;
            }
        }
        if (pass == 0) {
            uint32_t sum = 0;

            for (uint32_t k = 0; k < l->bounds; k++) {
                const uint32_t its = fill[k];

                fill[k] = sum;
                sum += its;
            }
            l->edges = ARENA_ARRAY(owner, struct learn_edge, 2 * (size_t)count + 1);
        }
    }
}

static void make_teams(struct learn *l, const struct level_problem *p, struct arena *owner)
{
    const uint32_t demands = p->demand_first[p->lists.count];
    uint32_t users = 0, of = 0;

    l->team_count = p->team_count;
    l->capacity = ARENA_ARRAY(owner, int64_t, p->team_count + 1);
    l->stale = ARENA_ARRAY(owner, bool, p->team_count + 1);
    l->user_first = ARENA_ARRAY(owner, uint32_t, p->team_count + 1);
    l->users = ARENA_ARRAY(owner, struct learn_user, demands + 1);
    l->team_of_first = ARENA_ARRAY(owner, uint32_t, l->count + 1);
    l->team_of = ARENA_ARRAY(owner, uint32_t, demands + 1);
    l->user_of = ARENA_ARRAY(owner, uint32_t, demands + 1);
    l->moved_words = (l->count + 63) / 64;
    l->moved = ARENA_ARRAY(owner, uint64_t, p->team_count * (size_t)l->moved_words + 1);
    for (uint32_t t = 0; t < p->team_count; t++) {
        l->capacity[t] = p->teams[t].micro[0];
        for (uint32_t i = 0; i < p->lists.count; i++) {
            int64_t need = 0;

            for (uint32_t k = p->demand_first[i]; k < p->demand_first[i + 1]; k++)
                need += p->demands[k].team == t ? p->demands[k].micro : 0;
            if (need > 0 && l->duration[i] > 0)
                l->users[users++] = (struct learn_user){.activity = i, .need = need,
                                                            .duration = l->duration[i]};
        }
        l->user_first[t + 1] = users;
    }
    for (uint32_t i = 0; i < l->count; i++) {
        for (uint32_t t = 0; t < p->team_count; t++)
            for (uint32_t u = l->user_first[t]; u < l->user_first[t + 1]; u++)
                if (l->users[u].activity == i) {
                    l->user_of[of] = u - l->user_first[t];
                    l->team_of[of++] = t;
                }
        l->team_of_first[i + 1] = of;
    }
}

/* Which follow which, however far; then the pairs that share too little of a team, but for
 * those. */
static void make_pairs(struct learn *l, struct arena *owner, struct arena *scratch)
{
    const struct pure *q = l->q;
    const size_t count = q->count;
    bool *linked = ARENA_ARRAY(scratch, bool, count * count + 1);
    bool *apart = ARENA_ARRAY(scratch, bool, count * count + 1);
    uint32_t pairs = 0;

    for (size_t i = 0; i < count; i++)
        for (uint32_t k = q->before[0].first[i]; k < q->before[0].first[i + 1]; k++) {
            const size_t other = q->before[0].other[k];

            linked[other * count + i] = true;
            for (size_t a = 0; a < count; a++)
                linked[a * count + i] |= linked[a * count + other];
        }
    for (uint32_t t = 0; t < l->team_count; t++)
        for (uint32_t a = l->user_first[t]; a < l->user_first[t + 1]; a++)
            for (uint32_t b = l->user_first[t]; b < l->user_first[t + 1]; b++) {
                const size_t i = l->users[a].activity, k = l->users[b].activity;

                if (i != k && l->users[a].need + l->users[b].need > l->capacity[t] &&
                    !linked[i * count + k] && !linked[k * count + i])
                    apart[i * count + k] = true;
            }
    for (size_t i = 0; i < count * count; i++)
        pairs += apart[i];
    l->apart_first = ARENA_ARRAY(owner, uint32_t, l->count + 1);
    l->apart = ARENA_ARRAY(owner, uint32_t, pairs + 1);
    pairs = 0;
    for (size_t i = 0; i < l->count; i++) {
        for (size_t k = 0; i < count && k < count; k++)
            if (apart[i * count + k])
                l->apart[pairs++] = (uint32_t)k;
        l->apart_first[i + 1] = pairs;
    }
}

static void make_memory(struct learn *l, struct arena *owner)
{
    const size_t width = (size_t)l->widest + 2, cells = l->count * width;
    const size_t most = (size_t)l->bounds * width;

    l->trail_most = most < LEARN_TRAIL_MOST ? (uint32_t)most : LEARN_TRAIL_MOST;
    l->words_most = l->count * 8192 + 65536;
    l->bound = ARENA_ARRAY(owner, int32_t, l->bounds);
    l->ground = ARENA_ARRAY(owner, int32_t, l->bounds);
    l->sure = ARENA_ARRAY(owner, int64_t, l->team_count * width + 1);
    l->grown = ARENA_ARRAY(owner, struct learn_grown, l->team_count + 1);
    l->trail = ARENA_ARRAY(owner, struct learn_entry, l->trail_most);
    l->last = ARENA_ARRAY(owner, uint32_t, l->bounds);
    l->level_trail = ARENA_ARRAY(owner, uint32_t, l->trail_most + 3);
    l->level_premises = ARENA_ARRAY(owner, uint32_t, l->trail_most + 3);
    l->level_mark = ARENA_ARRAY(owner, uint32_t, l->trail_most + 3);
    l->premises = ARENA_ARRAY(owner, struct learn_statement, LEARN_PREMISES);
    l->words = ARENA_ARRAY(owner, uint32_t, l->words_most);
    l->watch = ARENA_ARRAY(owner, uint32_t, (size_t)l->bounds * width);
    l->conflict = ARENA_ARRAY(owner, struct learn_statement, 2 * (size_t)l->bounds + 8);
    l->needed = ARENA_ARRAY(owner, int32_t, l->bounds);
    l->touched = ARENA_ARRAY(owner, uint32_t, l->bounds);
    l->is_touched = ARENA_ARRAY(owner, bool, l->bounds);
    l->learned = ARENA_ARRAY(owner, struct learn_statement, l->bounds + 2);
    l->heat = ARENA_ARRAY(owner, uint64_t, cells);
    l->heap = ARENA_ARRAY(owner, uint32_t, cells);
    l->heap_at = ARENA_ARRAY(owner, uint32_t, cells);
    l->phase = ARENA_ARRAY(owner, int32_t, l->count);
    l->found = ARENA_ARRAY(owner, int32_t, l->count);
}

struct learn *learn_new(const struct level_problem *p, int32_t widest, struct arena *owner,
                        struct arena *scratch)
{
    struct learn *l;

    if (!p->pure || p->lists.count > LEARN_TASKS_MOST ||
        (int64_t)widest * p->lists.count > LEARN_CELLS_MOST ||
        (int64_t)widest * p->team_count > LEARN_CELLS_MOST)
        return NULL;
    l = ARENA_NEW(owner, struct learn);
    l->q = &p->lists;
    l->count = p->lists.count + 1;
    l->bounds = 2 * l->count;
    l->widest = widest;
    l->duration = ARENA_ARRAY(owner, int32_t, l->count);
    memcpy(l->duration, p->lists.duration, p->lists.count * sizeof(l->duration[0]));
    make_edges(l, owner);
    make_teams(l, p, owner);
    make_pairs(l, owner, scratch);
    make_memory(l, owner);
    return l;
}

bool learn_begin(struct learn *l, int32_t horizon)
{
    const struct pure *q = l->q;
    const uint32_t end = q->count;
    const size_t width = (size_t)l->widest + 2;

    l->horizon = horizon;
    l->trail_count = l->looked_at = l->premise_count = l->level = 0;
    l->full = l->refuted = false;
    l->word_count = 1;
    l->clause_count = 0;
    l->heap_count = 0;
    l->warmth = 1 << 20;
    l->conflicts = l->starts = l->choices = l->reduced_at = l->restarts = l->restart_at = 0;
    l->starts_most = UINT64_MAX;
    memset(l->watch, 0, l->bounds * width * sizeof(l->watch[0]));
    memset(l->heat, 0, l->count * width * sizeof(l->heat[0]));
    memset(l->heap_at, 0, l->count * width * sizeof(l->heap_at[0]));
    memset(l->bound, 0, l->bounds * sizeof(l->bound[0]));
    memset(l->needed, 0, l->bounds * sizeof(l->needed[0]));
    memset(l->sure, 0, l->team_count * width * sizeof(l->sure[0]));
    for (uint32_t t = 0; t < l->team_count; t++) {
        l->stale[t] = true;
        l->grown[t] = (struct learn_grown){INT32_MAX, 0};
        for (uint32_t u = l->user_first[t]; u < l->user_first[t + 1]; u++) {
            l->users[u].from = l->users[u].to = 0;
            learn_moved(l, l->users[u].activity);
        }
    }
    for (uint32_t i = 0; i <= end; i++)
        for (uint32_t k = l->edge_first[2 * i]; k < l->edge_first[2 * i + 1]; k++)
            if (l->bound[2 * i] + l->edges[k].gap > l->bound[l->edges[k].to])
                l->bound[l->edges[k].to] = l->bound[2 * i] + l->edges[k].gap;
    for (uint32_t i = end + 1; i-- > 0;)
        for (uint32_t k = l->edge_first[2 * i + 1]; k < l->edge_first[2 * i + 2]; k++)
            if (l->bound[2 * i + 1] + l->edges[k].gap > l->bound[l->edges[k].to])
                l->bound[l->edges[k].to] = l->bound[2 * i + 1] + l->edges[k].gap;
    for (uint32_t k = 0; k < l->bounds; k++)
        l->last[k] = UINT32_MAX;
    memcpy(l->ground, l->bound, l->bounds * sizeof(l->bound[0]));
    for (uint32_t i = 0; i <= end; i++) {
        l->phase[i] = l->bound[2 * i];
        l->refuted |= l->bound[2 * i] + l->bound[2 * i + 1] > horizon;
    }
    return !l->refuted;
}
