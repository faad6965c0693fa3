/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/level_settle.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/base/sort.h"

enum {
    WORK = 400000,              /* placements, */
    TRIES_LEAST = 8,
    TRIES_MOST = 600            /* and schedules */
};

double level_node_moved(const struct network *n, uint32_t node, int64_t was, int64_t is)
{
    const struct object *o = n->plan->objects[n->object[node]];
    const int64_t *people = o->kind == KIND_task ? task_get_people(o) : NULL;
    const int64_t from = was < is ? was : is, to = was < is ? is : was;

    if (n->role[node] != ROLE_TASK || n->progress[node] != PROGRESS_NOT_STARTED ||
        was == CIVIL_NONE || civil_day_of(was) == civil_day_of(is))
        return 0;
    return (people ? (double)*people / 1000000 : 1) *
           (double)calendar_work(n->plan->calendar, from, to);
}

struct moved {
    double by;
    uint32_t node;
};

struct settling {
    struct level_desk *desk;
    const int64_t *was;
    uint32_t count;
    int64_t limit;              /* the finish to keep */
    uint32_t overloads;
    int64_t left;               /* schedules that may still be tried */
    uint32_t *order;            /* of the schedule being tried, */
    int64_t *hold;              /* its floors, */
    int64_t *keys, *pairs;      /* and what it is made of */
    uint32_t *best_order;
    int64_t *best_hold, *start; /* of the best one */
    double moved;
};

static double measure(const struct settling *s)
{
    double sum = 0;

    for (uint32_t i = 0; i < s->count; i++)
        sum += level_node_moved(s->desk->problem->net, i, s->was[i],
                                s->desk->dates.node[i].early_start);
    return sum;
}

static void keep(struct settling *s, double moved)
{
    s->moved = moved;
    memcpy(s->best_order, s->order, s->count * sizeof(s->order[0]));
    memcpy(s->best_hold, s->hold, s->count * sizeof(s->hold[0]));
    for (uint32_t i = 0; i < s->count; i++)
        s->start[i] = s->desk->pass.work_start[i];
}

/* Whether the list by `keys` with the floors is better than the best so far. */
static bool try_keys(struct settling *s)
{
    const struct level_problem *p = s->desk->problem;
    const int64_t before = s->desk->generated;
    int64_t finish;
    double moved;

    if (s->left <= 0)
        return false;
    level_list(p, false, s->keys, s->pairs, s->order);
    s->desk->hold = s->hold;
    finish = level_serial(s->desk, s->order);
    s->left -= s->desk->generated - before;
    if (finish > s->limit || s->desk->overloads > s->overloads)
        return false;
    level_place_late(s->desk);
    moved = measure(s);
    if (moved >= s->moved)
        return false;
    keep(s, moved);
    return true;
}

/* The old starts, of each as far as it can be that late: a bound by links alone. */
static void try_old(struct settling *s, bool all)
{
    const struct schedule *plain = s->desk->problem->paused;
    const int64_t more = s->limit - plain->finish;

    for (uint32_t i = 0; i < s->count; i++) {
        const int64_t late = plain->node[i].late_start + (more > 0 ? more : 0);

        s->hold[i] = s->was[i];
        s->keys[i] = s->was[i] == CIVIL_NONE ? s->start[i] : s->was[i];
        if (!all && s->was[i] != CIVIL_NONE && late < s->was[i])
            s->hold[i] = s->keys[i] = late;
    }
    try_keys(s);
}

static int by_move(const void *left, const void *right, const void *context)
{
    const struct moved *a = left, *b = right;

    (void)context;
    return (a->by < b->by) - (a->by > b->by);
}

/* One task back to its old start: held there, or ahead of others. */
static bool try_task(struct settling *s, uint32_t node)
{
    for (uint32_t i = 0; i < s->count; i++) {
        s->keys[i] = s->start[i];
        s->hold[i] = s->best_hold[i];
    }
    s->keys[node] = s->was[node];
    s->hold[node] = s->was[node];
    return try_keys(s);
}

static bool try_each(struct settling *s, struct moved *moves, struct arena *scratch)
{
    uint32_t count = 0;
    bool better = false;

    for (uint32_t i = 0; i < s->count; i++) {
        const double by = level_node_moved(s->desk->problem->net, i, s->was[i], s->start[i]);

        if (by > 0)
            moves[count++] = (struct moved){by, i};
    }
    sort_stable(moves, count, sizeof(moves[0]), by_move, NULL, scratch);
    for (uint32_t k = 0; k < count && s->left > 0; k++)
        better |= try_task(s, moves[k].node);
    return better;
}

void level_settle(struct level_desk *desk, const uint32_t *order, const int64_t *hold,
                  const int64_t *was, int64_t most_tries, struct arena *owner,
                  struct level_settled *ret)
{
    const uint32_t count = desk->problem->net->node_count;
    struct settling s = {.desk = desk, .was = was, .count = count};
    struct moved *moves = ARENA_ARRAY(owner, struct moved, count + 1);
    const int64_t generated = desk->generated;

    s.order = ARENA_ARRAY(owner, uint32_t, count + 1);
    s.best_order = ARENA_ARRAY(owner, uint32_t, count + 1);
    s.hold = ARENA_ARRAY(owner, int64_t, count + 1);
    s.best_hold = ARENA_ARRAY(owner, int64_t, count + 1);
    s.start = ARENA_ARRAY(owner, int64_t, count + 1);
    s.keys = ARENA_ARRAY(owner, int64_t, count + 1);
    s.pairs = ARENA_ARRAY(owner, int64_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        s.order[i] = order[i];
        s.hold[i] = hold ? hold[i] : CIVIL_NONE;
    }
    desk->hold = hold;
    s.limit = level_serial(desk, order);
    s.overloads = desk->overloads;
    level_place_late(desk);
    keep(&s, measure(&s));
    ret->first = s.moved;
    s.left = WORK / (int64_t)(count + 1);
    s.left = s.left < TRIES_LEAST ? TRIES_LEAST : s.left > TRIES_MOST ? TRIES_MOST : s.left;
    s.left = s.left < most_tries ? s.left : most_tries;
    if (s.limit < INT64_MAX && s.moved > 0) {
        try_old(&s, true);
        try_old(&s, false);
        while (s.moved > 0 && s.left > 0 && try_each(&s, moves, owner))
            continue;
    }
    desk->hold = NULL;
    *ret = (struct level_settled){.order = s.best_order, .hold = s.best_hold, .first = ret->first,
                                  .moved = s.moved, .tried = desk->generated - generated};
}
