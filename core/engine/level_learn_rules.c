/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from bounds: by links, by pairs that cannot run at once, by the slots that are
 * surely taken, and by clauses. */
#include <string.h>

#include "core/base/arena.h"
#include "core/engine/level_learn.h"
#include "core/engine/level_learn_clause.h"

static void fail_with(struct learn *l, uint32_t k, int32_t x)
{
    l->conflict[l->conflict_count++] = (struct learn_statement){k, x};
}

/* What (k, x) follows from, added to the conflict. */
static void add_premises(struct learn *l, uint32_t k, int32_t x, enum learn_why why, uint32_t ref,
                         int32_t gap)
{
    switch (why) {
    case LEARN_CHOICE:
        break;
    case LEARN_LINK:
        fail_with(l, ref, x - gap);
        break;
    case LEARN_ORDER:
        fail_with(l, l->premises[ref].k, x - gap);
        fail_with(l, l->premises[ref + 1].k, l->premises[ref + 1].x);
        fail_with(l, l->premises[ref + 2].k, l->premises[ref + 2].x);
        break;
    case LEARN_SET:
        for (uint32_t i = 1; i <= (uint32_t)l->premises[ref].x; i++)
            fail_with(l, l->premises[ref + i].k, l->premises[ref + i].x);
        break;
    case LEARN_CLAUSE:
        for (uint32_t i = 0; i < clause_size(l, ref); i++) {
            const struct learn_statement s = clause_at(l, ref, i);

            if (s.k != k)
                fail_with(l, s.k ^ 1, l->horizon - s.x + 1);
        }
        break;
    }
}

void learn_premises(struct learn *l, const struct learn_entry *e, int32_t x)
{
    l->conflict_count = 0;
    add_premises(l, e->k, x, (enum learn_why)e->why, e->ref, e->gap);
}

bool learn_state(struct learn *l, uint32_t k, int32_t x, enum learn_why why, uint32_t ref,
                 int32_t gap)
{
    if (l->bound[k] >= x)
        return true;
    if (x > l->horizon - l->bound[k ^ 1]) {
        l->conflict_count = 0;
        add_premises(l, k, x, why, ref, gap);
        fail_with(l, k ^ 1, l->horizon - x + 1);
        return false;
    }
    if (l->trail_count == l->trail_most) {
        l->full = true;
        return false;
    }
    l->trail[l->trail_count] = (struct learn_entry){.k = k, .old = l->bound[k], .now = x,
                                                    .level = l->level, .before = l->last[k],
                                                    .why = (uint8_t)why, .ref = ref, .gap = gap};
    l->last[k] = l->trail_count++;
    l->bound[k] = x;
    l->starts += x + l->bound[k ^ 1] == l->horizon;
    for (uint32_t i = l->team_of_first[k / 2]; i < l->team_of_first[k / 2 + 1]; i++)
        l->stale[l->team_of[i]] = true;
    learn_moved(l, k / 2);
    return true;
}

/* --- links and pairs ------------------------------------------------------------------------- */

static bool by_links(struct learn *l, uint32_t k)
{
    for (uint32_t i = l->edge_first[k]; i < l->edge_first[k + 1]; i++)
        if (!learn_state(l, l->edges[i].to, l->bound[k] + l->edges[i].gap, LEARN_LINK, k,
                         l->edges[i].gap))
            return false;
    return true;
}

static uint32_t keep(struct learn *l, uint32_t k, int32_t x)
{
    l->full |= l->premise_count + 1 >= LEARN_PREMISES;
    l->premises[l->premise_count] = (struct learn_statement){k, x};
    return l->full ? l->premise_count : l->premise_count++;
}

static int32_t latest(const struct learn *l, uint32_t v)
{
    return l->horizon - l->bound[2 * v + 1];
}

/* `first` cannot come before `second`: so it comes after it. */
static bool comes_after(struct learn *l, uint32_t first, uint32_t second)
{
    const int32_t from = l->bound[2 * first], gap = l->duration[second];
    const int32_t before = l->horizon - (from + l->duration[first] - 1);
    uint32_t ref;

    if (l->bound[2 * first] < l->bound[2 * second] + gap) {
        ref = keep(l, 2 * second, 0);
        keep(l, 2 * first, from);
        keep(l, 2 * second + 1, before);
        if (!learn_state(l, 2 * first, l->bound[2 * second] + gap, LEARN_ORDER, ref, gap))
            return false;
    }
    if (l->bound[2 * second + 1] < l->bound[2 * first + 1] + gap) {
        ref = keep(l, 2 * first + 1, 0);
        keep(l, 2 * first, from);
        keep(l, 2 * second + 1, before);
        return learn_state(l, 2 * second + 1, l->bound[2 * first + 1] + gap, LEARN_ORDER, ref,
                           gap);
    }
    return true;
}

static bool by_pairs(struct learn *l, uint32_t v)
{
    for (uint32_t i = l->apart_first[v]; i < l->apart_first[v + 1]; i++) {
        const uint32_t other = l->apart[i];

        if (l->bound[2 * v] + l->duration[v] > latest(l, other) && !comes_after(l, v, other))
            return false;
        if (l->bound[2 * other] + l->duration[other] > latest(l, v) && !comes_after(l, other, v))
            return false;
    }
    return true;
}

/* --- profiles -------------------------------------------------------------------------------- */

/* Those that surely run at a slot, but for one: as many as are needed to leave less than `spare`
 * (more than capacity - spare). Premises: each started within its length before. */
static void keep_runners(struct learn *l, uint32_t team, int32_t at, uint32_t but, int64_t spare)
{
    int64_t excess = learn_sure(l, team)[at] + spare - l->capacity[team] - 1;

    if (but != UINT32_MAX && latest(l, but) <= at && at < l->bound[2 * but] + l->duration[but])
        excess -= spare;
    for (uint32_t i = l->user_first[team]; i < l->user_first[team + 1]; i++) {
        const struct learn_user *u = &l->users[i];

        if (at < u->from || at >= u->to || u->activity == but)
            continue;
        if (u->need <= excess) {
            excess -= u->need;
            continue;
        }
        keep(l, 2 * u->activity, at - u->duration + 1);
        keep(l, 2 * u->activity + 1, l->horizon - at);
    }
}

static bool overloaded(struct learn *l, uint32_t team, int32_t at)
{
    const uint32_t from = l->premise_count;

    keep_runners(l, team, at, UINT32_MAX, 0);
    l->conflict_count = 0;
    for (uint32_t i = from; i < l->premise_count; i++)
        fail_with(l, l->premises[i].k, l->premises[i].x);
    l->premise_count = from;
    return false;
}

/* Bound k of a user, 2 v or 2 v + 1, leaves behind a slot at which it cannot run. */
static bool leave(struct learn *l, uint32_t team, const struct learn_user *u, uint32_t k,
                  int32_t at)
{
    const uint32_t v = u->activity, ref = keep(l, 0, 0);
    const bool late = k % 2 == 1;

    keep(l, k, late ? l->horizon - at : at - l->duration[v] + 1);
    keep_runners(l, team, at, v, u->need);
    l->premises[ref].x = (int32_t)(l->premise_count - ref - 1);
    return learn_state(l, k, late ? l->horizon - (at - l->duration[v]) : at + 1, LEARN_SET, ref,
                       0);
}

static bool by_slots(struct learn *l, uint32_t team, const struct learn_user *u)
{
    const uint32_t v = u->activity;
    const int64_t *sure = learn_sure(l, team);
    const int32_t duration = l->duration[v];
    const int64_t room = l->capacity[team] - u->need;
    bool moved = true;

    if (l->bound[2 * v] == latest(l, v))
        return true;
    while (moved) {
        const int32_t from = l->bound[2 * v];

        moved = false;
        for (int32_t at = from + duration; at-- > from && !moved;)
            if (sure[at] > room && !(at >= u->from && at < u->to)) {
                if (!leave(l, team, u, 2 * v, at))
                    return false;
                moved = true;
            }
    }
    for (moved = true; moved;) {
        const int32_t from = latest(l, v);

        moved = false;
        for (int32_t at = from; at < from + duration && !moved; at++)
            if (sure[at] > room && !(at >= u->from && at < u->to)) {
                if (!leave(l, team, u, 2 * v + 1, at))
                    return false;
                moved = true;
            }
    }
    return true;
}

/* What a user surely takes is as its bounds are now; where it takes more than before, the team's
 * users are to be looked at. */
static void sum_up(struct learn *l, uint32_t team, struct learn_user *u)
{
    const uint32_t v = u->activity;
    int64_t *sure = learn_sure(l, team);
    struct learn_grown *grown = &l->grown[team];
    int32_t from = latest(l, v), to = l->bound[2 * v] + l->duration[v];

    if (from >= to)
        from = to = 0;
    if (from == u->from && to == u->to)
        return;
    for (int32_t at = u->from; at < u->to; at++)
        sure[at] -= u->need;
    for (int32_t at = from; at < to; at++) {
        sure[at] += u->need;
        if (at >= u->from && at < u->to)
            continue;
        grown->from = at < grown->from ? at : grown->from;
        grown->to = at >= grown->to ? at + 1 : grown->to;
    }
    u->from = from;
    u->to = to;
}

/* Only users whose bounds, or what others take in their places, have changed since they were last
 * looked at. */
static bool by_profile(struct learn *l, uint32_t team)
{
    const int64_t *sure = learn_sure(l, team);
    struct learn_grown *grown = &l->grown[team];
    struct learn_user *first = &l->users[l->user_first[team]];
    const uint32_t count = l->user_first[team + 1] - l->user_first[team];
    uint64_t *moved = learn_moved_of(l, team);

    for (uint32_t w = 0; w < l->moved_words; w++)
        for (uint64_t left = moved[w]; left; left &= left - 1)
            sum_up(l, team, &first[64 * w + (uint32_t)__builtin_ctzll(left)]);
    for (int32_t at = grown->from; at < grown->to; at++)
        if (sure[at] > l->capacity[team])
            return overloaded(l, team, at);
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t bit = UINT64_C(1) << (i & 63);
        struct learn_user *u = &first[i];

        if (!(moved[i / 64] & bit)) {
            const uint32_t v = u->activity;
            const int32_t early = l->bound[2 * v], late = latest(l, v), its = u->duration;

            if (early == late || ((early >= grown->to || early + its <= grown->from) &&
                                  (late >= grown->to || late + its <= grown->from)))
                continue;
        }
        moved[i / 64] &= ~bit;
        if (!by_slots(l, team, u)) {
            moved[i / 64] |= bit;
            return false;
        }
    }
    *grown = (struct learn_grown){INT32_MAX, 0};
    return true;
}

/* --- clauses --------------------------------------------------------------------------------- */

static bool is_false(const struct learn *l, struct learn_statement s)
{
    return s.x > l->horizon - l->bound[s.k ^ 1];
}

/* A clause whose watched statement `which` has become false. *ret_stays: it is still watched. */
static bool by_clause(struct learn *l, uint32_t ref, uint32_t which, bool *ret_stays)
{
    const struct learn_statement other = clause_at(l, ref, 1 - which);

    *ret_stays = true;
    if (l->bound[other.k] >= other.x)
        return true;
    for (uint32_t i = 2; i < clause_size(l, ref); i++)
        if (!is_false(l, clause_at(l, ref, i))) {
            clause_swap(l, ref, which, i);
            clause_watch(l, ref, which);
            *ret_stays = false;
            return true;
        }
    return learn_state(l, other.k, other.x, LEARN_CLAUSE, ref, 0);
}

static bool by_clauses(struct learn *l, const struct learn_entry *grown)
{
    for (int32_t x = grown->old + 1; x <= grown->now; x++) {
        uint32_t *at = clause_watched(l, grown->k, x);

        while (*at) {
            const uint32_t ref = *at / 2, which = *at % 2;
            uint32_t *next = clause_next(l, ref, which);
            const uint32_t follows = *next;
            bool stays;

            /* Taken out first: a watch that moves is put into another list. */
            *at = follows;
            if (!by_clause(l, ref, which, &stays)) {
                *next = follows;
                *at = 2 * ref + which;
                return false;
            }
            if (stays) {
                *next = follows;
                *at = 2 * ref + which;
                at = next;
            }
        }
    }
    return true;
}

bool learn_follow(struct learn *l)
{
    for (;;) {
        uint32_t team = 0;

        while (l->looked_at < l->trail_count) {
            const struct learn_entry grown = l->trail[l->looked_at++];

            if (l->full || !by_links(l, grown.k) || !by_clauses(l, &grown) ||
                !by_pairs(l, grown.k / 2))
                return false;
        }
        while (team < l->team_count && !l->stale[team])
            team++;
        if (team == l->team_count)
            return !l->full;
        l->stale[team] = false;
        if (!by_profile(l, team)) {
            l->stale[team] = true;
            return false;
        }
    }
}
