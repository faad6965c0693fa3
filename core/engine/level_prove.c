/* SPDX-License-Identifier: Apache-2.0 */
/* After the population: search by learning (level_learn.h) for a schedule one slot shorter than the
 * best, until none is found or none exists, which proves the best; before that, for one as short as
 * the lower bound, which is raised where there is none. In longer plans mostly in windows: what is
 * done well before a moment keeps its place, what comes well after it moves one slot ahead, and
 * the tasks in between are arranged anew. Windows grow where that is soon refuted, and shrink where
 * it is not soon decided.
 *
 * A schedule is one start for each activity, as in the literature: each time that a start is
 * determined or chosen counts as one, and so many as there are activities are a schedule. */
#include <string.h>

#include "core/base/arena.h"
#include "core/engine/level_learn.h"
#include "core/engine/level_search.h"

enum {
    ROUND_CONFLICTS = 500,
    ROUND_WINDOWS = 5,
    LISTS_LEAST = 20,           /* before anything is proved */
    LEFT_LEAST = 7,             /* schedules: with fewer left nothing more is asked */
    WINDOW_CONFLICTS = 300,
    WINDOW_FIRST = 30,          /* tasks */
    MANY = 50000,               /* schedules */
    UP_SHARE = 4                /* first, a part of what the whole plan gets raises the bound */
};

/* By tasks: percent of the schedules that are for the population; of how many at first, for those
 * beyond are all for it; beyond MANY the others soon become fewer again, down to a part of what
 * they were (1: they do not), until they are so many in a thousand; and percent of them for the
 * plan as a whole, before windows. As tried. */
static const struct share {
    uint32_t tasks, population, at_first, part, least, whole;
} shares[] = {{40, 25, 50000, 1, 20, 100},
              {70, 50, 15000, 8, 20, 20},
              {LEARN_TASKS_MOST, 75, 14000, 8, 2, 5}};

static const struct share *share_of(uint32_t tasks)
{
    const struct share *share = shares;

    while (share->tasks < tasks)
        share++;
    return share;
}

/* Of so many schedules, those for the population. Who asks for many, or for seconds, gets more of
 * those, which are quick. */
static uint64_t breeding_of(uint64_t all, const struct share *share)
{
    const uint64_t first = all < share->at_first ? all : share->at_first;
    const uint64_t of_first = first * (100 - share->population) / 100;
    const uint64_t of_all = all * share->least / 1000, part = of_first / share->part;
    uint64_t learning = all > MANY ? of_first * MANY / all * MANY / all : of_first;

    learning = learning < part ? part : learning;
    learning = learning < of_all ? of_all : learning;

    return all - learning;
}

uint64_t level_learning_of(const struct level_search *s, uint64_t schedules)
{
    return s->learn ? schedules - breeding_of(schedules, share_of(s->problem->lists.count)) : 0;
}

bool level_learns(const struct level_search *s)
{
    return s->stage == LEVEL_PROVE;
}

void level_prove_init(struct level_search *s, struct arena *owner, struct arena *scratch)
{
    struct level_piece *i = &s->piece[0];
    const struct level_problem *p = s->problem;
    const uint32_t count = p->lists.count;
    const uint64_t all = s->options.schedules;
    const struct share *share;

    s->breeding = (int64_t)all;
    if (!p->pure || count == 0 || count > LEARN_TASKS_MOST || p->lists.slots == 0)
        return;
    for (uint32_t k = 0; k < count; k++)
        i->keys[k] = s->rules[RULE_OWN][k];
    level_list(p, false, i->keys, i->pairs, i->order);
    s->learn = learn_new(p, pure_serial(&i->pure, false, i->order, PURE_CUT), owner, scratch);
    if (!s->learn)
        return;
    share = share_of(count);
    s->breeding = (int64_t)breeding_of(all, share);
    if (s->breeding < LISTS_LEAST)
        s->breeding = LISTS_LEAST < all ? LISTS_LEAST : (int64_t)all;
    s->whole = (all - (uint64_t)s->breeding) * share->whole / 100 * count;
    s->window = WINDOW_FIRST;
    s->early = ARENA_ARRAY(owner, int32_t, count + 1);
    s->late = ARENA_ARRAY(owner, int32_t, count + 1);
    s->supposed = ARENA_ARRAY(owner, struct learn_statement, count + 1);
    s->bucket = ARENA_ARRAY(owner, uint32_t, 2 * (size_t)s->learn->widest + 4);
}

bool level_prove_is_next(const struct level_search *s)
{
    return s->learn && s->used >= s->breeding;
}

/* What asking has cost: a start for each that was determined or chosen; a schedule at the least
 * where nothing came of it, one start otherwise. */
static uint64_t charge(struct level_search *s, uint64_t starts_before, enum learn_answer answer)
{
    const uint64_t count = s->problem->lists.count, its = s->learn->starts - starts_before;
    const uint64_t least = answer == LEARN_UNDECIDED ? count : 1;
    const uint64_t cost = its < least ? least : its;

    s->piece[0].placed += cost;
    return cost;
}

static int32_t slots_of(const struct level_search *s, int64_t length)
{
    return (int32_t)((length + s->problem->slot_s - 1) / s->problem->slot_s);
}

static void raise_bound(struct level_search *s, int32_t slots)
{
    if (slots * s->problem->slot_s <= s->lower_bound)
        return;
    s->lower_bound = slots * s->problem->slot_s;
    s->bound = level_pure_date(s->problem, slots);
}

static void begin(struct level_search *s, int32_t best)
{
    struct level_piece *i = &s->piece[0];

    s->proving = true;
    for (uint32_t k = 1; k < LEVEL_PIECES; k++)
        if (s->piece[k].best.length < i->best.length)
            level_take_best(i, &s->piece[k]);
    if (!learn_begin(s->learn, best - 1)) {
        raise_bound(s, best);
        return;
    }
    pure_serial(&i->pure, false, i->best.order, PURE_CUT);
    i->placed += i->pure.placed;
    for (uint32_t k = 0; k < s->problem->lists.count; k++)
        s->learn->phase[k] = i->pure.start[k];
}

/* What was found becomes a list, which is tried as the population's are; from now on it must be
 * shorter still. */
static void take_found(struct level_search *s)
{
    struct level_piece *i = &s->piece[0];

    for (uint32_t k = 0; k < s->problem->lists.count; k++)
        i->keys[k] = s->learn->found[k];
    level_list(s->problem, false, i->keys, i->pairs, i->order);
    level_try_best(i);
    if (!learn_cut(s->learn, slots_of(s, i->best.length) - 1))
        raise_bound(s, slots_of(s, i->best.length));
}

/* The best schedule as early as it can be, and as late. */
static void find_places(struct level_search *s)
{
    struct level_piece *i = &s->piece[0];
    const uint32_t count = s->problem->lists.count;
    int32_t slots;

    slots = pure_serial(&i->pure, false, i->best.order, PURE_CUT);
    for (uint32_t k = 0; k < count; k++)
        s->early[k] = i->pure.start[k];
    pure_turned(&i->pure, false, i->order);
    pure_serial(&i->pure, true, i->order, PURE_CUT);
    for (uint32_t k = 0; k < count; k++)
        s->late[k] = slots - i->pure.finish[k];
    i->placed += 2 * (uint64_t)count;
    s->placed_for = i->best.length;
}

/* Around a moment, so many activities are free; those before start no later than they do, those
 * after one slot sooner at the soonest. */
static uint32_t suppose_window(struct level_search *s)
{
    struct level_piece *i = &s->piece[0];
    const struct learn *l = s->learn;
    const uint32_t count = s->problem->lists.count;
    const int64_t end = i->best.length / s->problem->slot_s;
    const int64_t centre = (int64_t)level_below(i, (uint32_t)(2 * end + 1));
    uint32_t supposed = 0, *bucket = s->bucket, taken = 0;
    int64_t reach = 0;

    /* How far from the moment, so that so many are within. */
    memset(bucket, 0, (size_t)(2 * end + 2) * sizeof(bucket[0]));
    for (uint32_t k = 0; k < count; k++) {
        const int64_t middle = (int64_t)s->early[k] + s->late[k] + l->duration[k];
        const int64_t away = middle > centre ? middle - centre : centre - middle;

        bucket[away > 2 * end ? 2 * end : away]++;
    }
    while (reach <= 2 * end && taken < s->window)
        taken += bucket[reach++];
    for (uint32_t k = 0; k < count; k++) {
        const int64_t middle = (int64_t)s->early[k] + s->late[k] + l->duration[k];
        const int64_t away = middle > centre ? middle - centre : centre - middle;

        if (away < reach)
            continue;
        s->supposed[supposed++] =
            middle < centre ? (struct learn_statement){2 * k + 1, l->horizon - s->early[k]}
                            : (struct learn_statement){2 * k, s->late[k] - 1};
    }
    return supposed;
}

/* As learn_ask, and never more than what is left, as starts: what follows at once from the last of
 * them, and what is made of what is found, are LEFT_LEAST schedules at the most. */
static enum learn_answer ask(struct level_search *s, const struct learn_statement *supposed,
                             uint32_t count, uint64_t conflicts, uint64_t left)
{
    struct learn *l = s->learn;

    l->starts_most = l->starts + left - (uint64_t)LEFT_LEAST * s->problem->lists.count;
    return learn_ask(l, supposed, count, conflicts);
}

/* `left`: starts; at least LEFT_LEAST schedules. */
static void try_window(struct level_search *s, uint64_t left)
{
    struct level_piece *i = &s->piece[0];
    struct learn *l = s->learn;
    const uint32_t count = s->problem->lists.count;
    const uint64_t before = l->starts;
    enum learn_answer answer;
    uint32_t supposed;

    if (s->placed_for != i->best.length)
        find_places(s);
    supposed = suppose_window(s);
    for (uint32_t k = 0; k < count; k++)
        l->phase[k] = s->early[k];
    answer = ask(s, s->supposed, supposed, WINDOW_CONFLICTS, left);
    charge(s, before, answer);
    if (answer == LEARN_FOUND) {
        take_found(s);
    } else if (l->refuted) {
        raise_bound(s, slots_of(s, i->best.length));
    } else if (answer == LEARN_REFUTED) {
        s->window += 1 + s->window / 16;
    } else {
        s->window -= s->window / 16;
    }
    if (s->window > count)
        s->window = count;
}

void level_prove(struct level_search *s)
{
    struct level_piece *i = &s->piece[0];
    struct learn *l = s->learn;
    int64_t best = INT64_MAX;
    const int32_t low = slots_of(s, s->lower_bound);
    struct learn_statement supposed;
    const uint64_t count = s->problem->lists.count, most = s->options.schedules * count;
    const uint64_t least = (uint64_t)LEFT_LEAST * count, used = (uint64_t)s->used * count;
    enum learn_answer answer;
    uint64_t before;
    bool up;

    for (uint32_t k = 0; k < LEVEL_PIECES; k++)
        best = s->piece[k].best.length < best ? s->piece[k].best.length : best;
    if (!s->proving) {
        begin(s, slots_of(s, best));
        return;
    }
    if (used + least >= most) {
        s->ended = true;
        return;
    }
    if (s->on_whole >= s->whole) {
        const uint64_t enough = i->placed + most - used;

        for (int k = 0; k < ROUND_WINDOWS && i->best.length > s->lower_bound; k++)
            if (i->placed + least < enough)
                try_window(s, enough - i->placed);
        return;
    }
    before = l->starts;
    up = s->on_whole < s->whole / UP_SHARE && low < slots_of(s, best) - 1;
    supposed = learn_no_longer(l, low);
    answer = ask(s, &supposed, up ? 1 : 0, ROUND_CONFLICTS, most - used);
    s->on_whole += charge(s, before, answer);
    if (answer == LEARN_FOUND) {
        take_found(s);
    } else if (answer == LEARN_REFUTED) {
        raise_bound(s, up ? low + 1 : slots_of(s, best));
    }
}
