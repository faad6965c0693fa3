/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/level_learn.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/engine/level_learn_clause.h"

enum {
    RESTART = 30,               /* conflicts, times 1 1 2 1 1 2 4... */
    KEPT_LEVELS = 4,            /* clauses of so few levels are kept */
    REDUCE_EVERY = 2000
};
#define HEAT_MOST (UINT64_C(1) << 50)

/* --- the heap of what was in conflicts -------------------------------------------------------- */

static size_t cell(const struct learn *l, uint32_t v, int32_t x)
{
    return (size_t)v * ((uint32_t)l->widest + 2) + (uint32_t)x;
}

static bool hotter(const struct learn *l, uint32_t a, uint32_t b)
{
    return l->heat[a] > l->heat[b] || (l->heat[a] == l->heat[b] && a < b);
}

static void heap_put(struct learn *l, uint32_t at, uint32_t what)
{
    l->heap[at] = what;
    l->heap_at[what] = at + 1;
}

static void heap_up(struct learn *l, uint32_t at)
{
    const uint32_t what = l->heap[at];

    for (; at > 0 && hotter(l, what, l->heap[(at - 1) / 2]); at = (at - 1) / 2)
        heap_put(l, at, l->heap[(at - 1) / 2]);
    heap_put(l, at, what);
}

static void heap_down(struct learn *l, uint32_t at)
{
    const uint32_t what = l->heap[at];

    for (;;) {
        uint32_t child = 2 * at + 1;

        if (child >= l->heap_count)
            break;
        if (child + 1 < l->heap_count && hotter(l, l->heap[child + 1], l->heap[child]))
            child++;
        if (!hotter(l, l->heap[child], what))
            break;
        heap_put(l, at, l->heap[child]);
        at = child;
    }
    heap_put(l, at, what);
}

static void heap_add(struct learn *l, uint32_t what)
{
    if (l->heap_at[what])
        return;
    heap_put(l, l->heap_count++, what);
    heap_up(l, l->heap_count - 1);
}

static uint32_t heap_take(struct learn *l)
{
    const uint32_t what = l->heap[0];

    l->heap_at[what] = 0;
    if (--l->heap_count > 0) {
        heap_put(l, 0, l->heap[l->heap_count]);
        heap_down(l, 0);
    }
    return what;
}

/* (k, x) as "v starts at x or later", or its contrary. */
static int32_t start_of(const struct learn *l, uint32_t k, int32_t x)
{
    return k % 2 ? l->horizon - x + 1 : x;
}

static void warm(struct learn *l, uint32_t k, int32_t x)
{
    const size_t at = cell(l, k / 2, start_of(l, k, x));

    l->heat[at] += l->warmth;
    if (l->heap_at[at])
        heap_up(l, l->heap_at[at] - 1);
    else
        heap_add(l, (uint32_t)at);
}

static void cool(struct learn *l)
{
    l->warmth += l->warmth >> 3;
    if (l->warmth < HEAT_MOST)
        return;
    l->warmth >>= 30;
    for (size_t i = 0; i < (size_t)l->count * ((uint32_t)l->widest + 2); i++)
        l->heat[i] >>= 30;
    /* Rounding makes some equal, whose order then may differ: begin anew. */
    for (uint32_t i = l->heap_count / 2; i-- > 0;)
        heap_down(l, i);
}

/* --- the trail ------------------------------------------------------------------------------- */

static void open_level(struct learn *l)
{
    l->level++;
    l->level_trail[l->level] = l->trail_count;
    l->level_premises[l->level] = l->premise_count;
}

static void go_back(struct learn *l, uint32_t level)
{
    if (l->level <= level)
        return;
    while (l->trail_count > l->level_trail[level + 1]) {
        const struct learn_entry *e = &l->trail[--l->trail_count];
        const uint32_t v = e->k / 2;

        if (e->k % 2 == 0)
            l->phase[v] = e->now;
        for (int32_t x = e->old + 1; x <= e->now; x++) {
            const size_t at = cell(l, v, start_of(l, e->k, x));

            if (l->heat[at] > 0)
                heap_add(l, (uint32_t)at);
        }
        l->bound[e->k] = e->old;
        learn_moved(l, v);
        l->last[e->k] = e->before;
    }
    l->premise_count = l->level_premises[level + 1];
    l->level = level;
    l->looked_at = l->trail_count;
    memset(l->stale, 0, l->team_count * sizeof(l->stale[0]));
}

/* What is so without any choice needs no premises. */
static void settle(struct learn *l)
{
    memcpy(l->ground, l->bound, l->bounds * sizeof(l->bound[0]));
    for (uint32_t k = 0; k < l->bounds; k++)
        l->last[k] = UINT32_MAX;
    l->trail_count = l->looked_at = l->premise_count = 0;
    l->full = false;
}

/* --- conflicts ------------------------------------------------------------------------------- */

static const struct learn_entry *maker(const struct learn *l, uint32_t k, int32_t x)
{
    uint32_t at = l->last[k];

    while (l->trail[at].old >= x)
        at = l->trail[at].before;
    return &l->trail[at];
}

static bool is_here(const struct learn *l, uint32_t k, int32_t x)
{
    return x > l->ground[k] && maker(l, k, x)->level == l->level;
}

static void need(struct learn *l, uint32_t k, int32_t x, uint32_t *open)
{
    if (x <= l->ground[k] || x <= l->needed[k])
        return;
    if (!l->is_touched[k])
        l->touched[l->touched_count++] = k;
    l->is_touched[k] = true;
    if (is_here(l, k, x) && !(l->needed[k] > 0 && is_here(l, k, l->needed[k])))
        (*open)++;
    l->needed[k] = x;
}

static uint32_t deepest(const struct learn *l)
{
    uint32_t level = 0;

    for (uint32_t i = 0; i < l->conflict_count; i++) {
        const struct learn_statement s = l->conflict[i];

        if (s.x > l->ground[s.k] && maker(l, s.k, s.x)->level > level)
            level = maker(l, s.k, s.x)->level;
    }
    return level;
}

/* Whether what it follows from is needed already and came before it: then it need not be said. */
static bool goes_without(struct learn *l, uint32_t k)
{
    const struct learn_entry *e = maker(l, k, l->needed[k]);

    if (e->why == LEARN_CHOICE)
        return false;
    learn_premises(l, e, l->needed[k]);
    for (uint32_t i = 0; i < l->conflict_count; i++) {
        const struct learn_statement s = l->conflict[i];

        if (s.x > l->ground[s.k] && (s.k == k || l->needed[s.k] < s.x ||
                                     maker(l, s.k, l->needed[s.k]) > e))
            return false;
    }
    return true;
}

static uint32_t count_levels(struct learn *l, uint32_t count)
{
    uint32_t levels = 0;

    l->mark++;
    for (uint32_t i = 0; i < count; i++) {
        const struct learn_statement s = l->learned[i];
        const uint32_t level = maker(l, s.k ^ 1, l->horizon - s.x + 1)->level;

        if (l->level_mark[level] != l->mark)
            levels++;
        l->level_mark[level] = l->mark;
    }
    return levels;
}

/* The first statement of the newest level that all of the conflict hangs on, and what else is
 * needed: their contraries are the clause. First of it the former, second one of the level to go
 * back to (*ret_level). Returns its size. */
static uint32_t learn_from(struct learn *l, uint32_t *ret_level)
{
    uint32_t open = 0, at = l->trail_count, count = 1, kept = 0;

    l->touched_count = 0;
    for (uint32_t i = 0; i < l->conflict_count; i++)
        need(l, l->conflict[i].k, l->conflict[i].x, &open);
    for (;;) {
        const struct learn_entry *e = &l->trail[--at];
        const int32_t x = l->needed[e->k];

        if (x <= e->old)
            continue;
        warm(l, e->k, x);
        if (open == 1) {
            l->learned[0] = (struct learn_statement){e->k ^ 1, l->horizon - x + 1};
            l->needed[e->k] = 0;
            break;
        }
        l->needed[e->k] = 0;
        open--;
        if (e->why == LEARN_CLAUSE)
            l->words[e->ref + CLAUSE_USED] = (uint32_t)l->conflicts;
        learn_premises(l, e, x);
        for (uint32_t i = 0; i < l->conflict_count; i++)
            need(l, l->conflict[i].k, l->conflict[i].x, &open);
    }
    for (uint32_t i = 0; i < l->touched_count; i++)
        if (l->needed[l->touched[i]] > 0 && !goes_without(l, l->touched[i]))
            l->touched[kept++] = l->touched[i];
    *ret_level = 0;
    for (uint32_t i = 0; i < kept; i++) {
        const uint32_t k = l->touched[i];
        const uint32_t level = maker(l, k, l->needed[k])->level;

        warm(l, k, l->needed[k]);
        l->learned[count++] = (struct learn_statement){k ^ 1, l->horizon - l->needed[k] + 1};
        if (level > *ret_level) {
            const struct learn_statement spare = l->learned[1];

            l->learned[1] = l->learned[count - 1];
            l->learned[count - 1] = spare;
            *ret_level = level;
        }
    }
    memset(l->needed, 0, l->bounds * sizeof(l->needed[0]));
    memset(l->is_touched, 0, l->bounds);
    return count;
}

/* --- clauses --------------------------------------------------------------------------------- */

static uint32_t add_clause(struct learn *l, uint32_t count, uint32_t levels)
{
    const uint32_t ref = l->word_count;

    l->words[ref + CLAUSE_SIZE] = count;
    l->words[ref + CLAUSE_LEVELS] = levels;
    l->words[ref + CLAUSE_USED] = (uint32_t)l->conflicts;
    for (uint32_t i = 0; i < count; i++)
        clause_put(l, ref, i, l->learned[i]);
    l->word_count += CLAUSE_HEAD + 2 * count;
    l->clause_count++;
    clause_watch(l, ref, 0);
    clause_watch(l, ref, 1);
    return ref;
}

/* Without choices: forget clauses that were of no use since the last time, and put the others
 * together. Two that are not false are watched; those that are met for good go. */
static void reduce(struct learn *l)
{
    uint32_t to = 1;
    const bool tight = l->word_count > l->words_most / 4 * 3;
    const size_t cells = (size_t)l->bounds * ((uint32_t)l->widest + 2);

    memset(l->watch, 0, cells * sizeof(l->watch[0]));
    l->clause_count = 0;
    for (uint32_t from = 1, size; from < l->word_count; from += size) {
        bool keep = l->words[from + CLAUSE_LEVELS] <= KEPT_LEVELS - (tight ? 1 : 0) ||
                    (!tight && l->words[from + CLAUSE_USED] >= l->reduced_at);

        size = CLAUSE_HEAD + 2 * clause_size(l, from);
        for (uint32_t i = 0, free = 0; i < clause_size(l, from) && keep; i++) {
            const struct learn_statement s = clause_at(l, from, i);

            keep = l->bound[s.k] < s.x;
            if (free < 2 && s.x <= l->horizon - l->bound[s.k ^ 1])
                clause_swap(l, from, free++, i);
        }
        if (!keep)
            continue;
        memmove(&l->words[to], &l->words[from], size * sizeof(l->words[0]));
        clause_watch(l, to, 0);
        clause_watch(l, to, 1);
        l->clause_count++;
        to += size;
    }
    l->word_count = to;
    if (tight && to > l->words_most / 2) {
        memset(l->watch, 0, cells * sizeof(l->watch[0]));
        l->clause_count = 0;
        l->word_count = 1;
    }
    l->reduced_at = l->conflicts;
}

/* --- the search ------------------------------------------------------------------------------ */

static bool choose(struct learn *l, uint32_t k, int32_t x)
{
    open_level(l);
    l->starts++;
    return learn_state(l, k, x, LEARN_CHOICE, 0, 0);
}

static int32_t latest(const struct learn *l, uint32_t v)
{
    return l->horizon - l->bound[2 * v + 1];
}

/* What was in conflicts lately, its start as it was last. */
static bool choose_hot(struct learn *l)
{
    while (l->heap_count > 0) {
        const uint32_t at = heap_take(l);
        const uint32_t v = at / ((uint32_t)l->widest + 2);
        const int32_t x = (int32_t)(at % ((uint32_t)l->widest + 2));

        if (x <= l->bound[2 * v] || x > latest(l, v))
            continue;
        return l->phase[v] >= x ? choose(l, 2 * v, x)
                                : choose(l, 2 * v + 1, l->horizon - x + 1);
    }
    return false;
}

/* Who can start first does; ties to who must start first. False: all have a start. */
static bool choose_first(struct learn *l)
{
    uint32_t best = UINT32_MAX;

    for (uint32_t v = 0; v < l->count; v++)
        if (l->bound[2 * v] < latest(l, v) &&
            (best == UINT32_MAX || l->bound[2 * v] < l->bound[2 * best] ||
             (l->bound[2 * v] == l->bound[2 * best] && latest(l, v) < latest(l, best))))
            best = v;
    return best != UINT32_MAX && choose(l, 2 * best + 1, l->horizon - l->bound[2 * best]);
}

/* 1 1 2 1 1 2 4 1 1 2 1 1 2 4 8 ... (Luby, Sinclair and Zuckerman 1993). */
static uint64_t luby(uint64_t i)
{
    uint64_t size = 1;

    while (size < i + 1)
        size = 2 * size + 1;
    while (size - 1 != i) {
        size = (size - 1) / 2;
        i %= size;
    }
    return (size + 1) / 2;
}

/* False: it fails without any choice. */
static bool recover(struct learn *l)
{
    uint32_t level = deepest(l), count;

    l->conflicts++;
    if (level == 0)
        return false;
    go_back(l, level);
    count = learn_from(l, &level);
    l->conflict_count = 0;
    if (count == 1) {
        go_back(l, 0);
        cool(l);
        return learn_state(l, l->learned[0].k, l->learned[0].x, LEARN_CHOICE, 0, 0);
    }
    {
        const uint32_t levels = count_levels(l, count);

        go_back(l, level);
        cool(l);
        return learn_state(l, l->learned[0].k, l->learned[0].x, LEARN_CLAUSE,
                           add_clause(l, count, levels), 0);
    }
}

static void keep_found(struct learn *l)
{
    for (uint32_t v = 0; v < l->count; v++)
        l->found[v] = l->phase[v] = l->bound[2 * v];
}

enum learn_answer learn_ask(struct learn *l, const struct learn_statement *supposed,
                            uint32_t supposed_count, uint64_t conflicts)
{
    const uint64_t limit = l->conflicts + conflicts;
    uint32_t base = 0;          /* the level from which all of `supposed` holds */

    while (!l->refuted) {
        const bool over = l->conflicts >= limit || l->starts >= l->starts_most;
        uint32_t i = 0;

        if (over && l->level > 0) {
            go_back(l, 0);
            return LEARN_UNDECIDED;
        }
        if (!learn_follow(l)) {
            const bool full = l->full;

            if (full || !recover(l)) {
                const bool given_up = l->full;

                go_back(l, 0);
                l->full = false;
                l->refuted = !given_up;
                return given_up ? LEARN_UNDECIDED : LEARN_REFUTED;
            }
            continue;
        }
        if (l->level == 0)
            settle(l);
        if (over)
            return LEARN_UNDECIDED;
        if (l->conflicts >= l->restart_at || l->word_count > l->words_most - 4096) {
            const bool crowded = l->conflicts >= l->reduced_at + REDUCE_EVERY ||
                                 l->word_count > l->words_most - 8192;

            go_back(l, crowded ? 0 : base);
            if (crowded)
                reduce(l);
            l->restart_at = l->conflicts + RESTART * luby(l->restarts++);
            continue;
        }
        while (i < supposed_count && l->bound[supposed[i].k] >= supposed[i].x)
            i++;
        if (i < supposed_count) {
            if (supposed[i].x > l->horizon - l->bound[supposed[i].k ^ 1]) {
                go_back(l, 0);
                return LEARN_REFUTED;
            }
            choose(l, supposed[i].k, supposed[i].x);
            base = l->level;
            continue;
        }
        base = l->level < base ? l->level : base;
        l->choices++;
        if (!choose_hot(l) && !choose_first(l) && !l->full) {
            keep_found(l);
            go_back(l, 0);
            return LEARN_FOUND;
        }
    }
    return LEARN_REFUTED;
}

struct learn_statement learn_no_longer(const struct learn *l, int32_t slots)
{
    return (struct learn_statement){2 * (l->count - 1) + 1, l->horizon - slots};
}

bool learn_cut(struct learn *l, int32_t slots)
{
    const struct learn_statement s = learn_no_longer(l, slots);

    if (!learn_state(l, s.k, s.x, LEARN_CHOICE, 0, 0) || !learn_follow(l)) {
        l->refuted |= !l->full;
        return l->full;
    }
    settle(l);
    return true;
}
