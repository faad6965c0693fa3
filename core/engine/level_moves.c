/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/level_moves.h"

#include <string.h>

#include "core/engine/level_problem.h"

enum {
    TRIED_MOST = 48,            /* moves from one order, for one promise */
    WORK_MOST = 1000000,        /* placed tasks in all */
    LEAST_S = 3600              /* what is won by a move worth telling */
};

struct pair {
    uint32_t node, ahead_of, team;
};

struct mover {
    const struct level_problem *p;
    struct level_desk desk;
    struct level_reach *reach;
    uint32_t count;
    int64_t work_left;
    uint32_t *order, *tried;    /* [node_count] */
    int64_t *keys, *pairs;
    bool *seen;
    uint32_t *queue;
    struct pair pair[TRIED_MOST];
    uint32_t pair_count;
    struct arena *scratch;
};

/* Dates of a list. False: it meets no "at most" link, or too much was tried. */
static bool place(struct mover *m, const uint32_t *order)
{
    m->work_left -= (int64_t)m->p->net->node_count + 1;
    return m->work_left >= 0 && level_serial(&m->desk, order) != INT64_MAX;
}

/* A list from an order that a move changed. */
static void as_list(struct mover *m, uint32_t *order)
{
    for (uint32_t i = 0; i < m->p->net->node_count; i++)
        m->keys[order[i]] = i;
    level_list(m->p, false, m->keys, m->pairs, order);
}

static int64_t finish_of(const struct mover *m, uint32_t node)
{
    return m->desk.dates.node[node].early_finish;
}

/* A team that both take people of; UINT32_MAX: none. */
static uint32_t shared_team(const struct level_problem *p, uint32_t a, uint32_t b)
{
    for (uint32_t k = p->demand_first[a]; k < p->demand_first[a + 1]; k++)
        for (uint32_t i = p->demand_first[b]; i < p->demand_first[b + 1]; i++)
            if (p->demands[k].team == p->demands[i].team)
                return p->demands[k].team;
    return UINT32_MAX;
}

static void follow(struct mover *m, uint32_t node, uint32_t *count)
{
    if (m->seen[node])
        return;
    m->seen[node] = true;
    m->queue[(*count)++] = node;
}

/* Moves of a node that waited: ahead of whatever of its team worked between the day its links
 * allowed and the day it began. Who held its people last is looked at next. */
static void find_pairs(struct mover *m, uint32_t node, uint32_t *queued)
{
    const struct level_problem *p = m->p;
    const int64_t *start = m->desk.pass.work_start;
    uint32_t holder = NODE_NONE;

    for (uint32_t other = 0; other < p->net->node_count; other++) {
        const uint32_t team = other == node ? UINT32_MAX : shared_team(p, node, other);

        if (team == UINT32_MAX || start[other] >= start[node] ||
            finish_of(m, other) <= p->paused->work_start[node])
            continue;
        if (finish_of(m, other) <= start[node] &&
            (holder == NODE_NONE || finish_of(m, other) > finish_of(m, holder)))
            holder = other;
        if (p->net->progress[other] == PROGRESS_NOT_STARTED && !p->fixed[other] &&
            m->pair_count < TRIED_MOST)
            m->pair[m->pair_count++] = (struct pair){node, other, p->teams[team].object};
    }
    if (holder != NODE_NONE)
        follow(m, holder, queued);
}

/* From a promise back along what held it: links, and people. */
static void find_moves(struct mover *m, uint32_t target)
{
    const struct network *n = m->p->net;
    uint32_t queued = 0;

    memset(m->seen, 0, n->node_count * sizeof(m->seen[0]));
    m->pair_count = 0;
    follow(m, target, &queued);
    for (uint32_t i = 0; i < queued && m->pair_count < TRIED_MOST; i++) {
        const uint32_t node = m->queue[i], driver = m->desk.dates.driver[node];

        if (m->desk.pass.floor[node] != m->desk.base[node])
            find_pairs(m, node, &queued);
        if (driver != UINT32_MAX)
            follow(m, n->links[driver].pred, &queued);
    }
}

/* The best of the moves from the order at hand becomes part of it. */
static bool take_best(struct mover *m, struct level_reach *r)
{
    const size_t size = m->p->net->node_count * sizeof(m->order[0]);
    struct level_move best = {.finish = r->finish};

    for (uint32_t i = 0; i < m->pair_count; i++) {
        memcpy(m->tried, m->order, size);
        level_put_ahead(m->p, m->tried, m->pair[i].node, m->pair[i].ahead_of, m->scratch);
        if (memcmp(m->tried, m->order, size) == 0)
            continue;
        as_list(m, m->tried);
        if (place(m, m->tried) && finish_of(m, r->node) < best.finish)
            best = (struct level_move){m->pair[i].node, m->pair[i].ahead_of, m->pair[i].team,
                                       finish_of(m, r->node)};
    }
    if (r->finish - best.finish < LEAST_S)
        return false;
    level_put_ahead(m->p, m->order, best.node, best.ahead_of, m->scratch);
    as_list(m, m->order);
    r->moves[r->move_count++] = best;
    r->finish = best.finish;
    return place(m, m->order);
}

/* The promise that loses most by the moves of another one; the desk holds their dates. */
static void find_worse(const struct mover *m, struct level_reach *r)
{
    int64_t most = LEAST_S - 1;

    r->worse = OBJECT_NONE;
    for (uint32_t i = 0; i < m->count; i++) {
        const struct level_reach *other = &m->reach[i];
        const int64_t lost = finish_of(m, other->node) - other->own;

        if (lost <= most)
            continue;
        most = lost;
        r->worse = other->commitment;
        r->worse_own = other->own;
        r->worse_finish = finish_of(m, other->node);
    }
}

static void own_order(struct mover *m)
{
    for (uint32_t k = 0; k < m->p->net->node_count; k++)
        m->keys[k] = m->p->own[k];
    level_list(m->p, false, m->keys, m->pairs, m->order);
}

static void reach_one(struct mover *m, struct level_reach *r)
{
    own_order(m);
    if (!place(m, m->order))
        return;
    while (r->move_count < LEVEL_MOVES_MOST && r->finish > r->least) {
        find_moves(m, r->node);
        if (!take_best(m, r))
            break;
    }
    if (r->move_count > 0 && place(m, m->order))
        find_worse(m, r);
}

static void list_promises(struct mover *m, struct arena *owner)
{
    const struct network *n = m->p->net;
    const struct plan *plan = n->plan;
    const uint32_t most = plan_count(plan, KIND_commitment);

    m->reach = ARENA_ARRAY(owner, struct level_reach, most + 1);
    for (uint32_t i = 0; i < most; i++) {
        const struct object *o = plan_nth(plan, KIND_commitment, i);
        const uint32_t *state = commitment_get_state(o);
        const struct ref *what = commitment_get_milestone(o);
        const uint32_t node =
            what && what->object != OBJECT_NONE ? n->node_of[what->object] : NODE_NONE;

        if ((state && *state != COMMITMENT_ACTIVE) || node == NODE_NONE ||
            n->progress[node] == PROGRESS_FINISHED)
            continue;
        m->reach[m->count++] = (struct level_reach){
            .commitment = o->number, .node = node, .own = finish_of(m, node),
            .least = m->p->stated->node[node].early_finish, .finish = finish_of(m, node),
            .worse = OBJECT_NONE};
    }
}

const struct level_reach *level_moves(const struct level *level, struct arena *owner,
                                      struct arena *scratch, uint32_t *ret_count)
{
    const struct level_problem *p = level->problem;
    const size_t count = (size_t)p->net->node_count + 1;
    struct mover m = {.p = p, .scratch = scratch, .work_left = WORK_MOST + 2 * (int64_t)count};

    level_desk_init(&m.desk, p, scratch);
    m.order = ARENA_ARRAY(scratch, uint32_t, count);
    m.tried = ARENA_ARRAY(scratch, uint32_t, count);
    m.queue = ARENA_ARRAY(scratch, uint32_t, count);
    m.keys = ARENA_ARRAY(scratch, int64_t, count);
    m.pairs = ARENA_ARRAY(scratch, int64_t, count);
    m.seen = ARENA_ARRAY(scratch, bool, count);
    *ret_count = 0;
    own_order(&m);
    if (!place(&m, m.order))
        return NULL;
    list_promises(&m, owner);
    for (uint32_t i = 0; i < m.count; i++)
        reach_one(&m, &m.reach[i]);
    *ret_count = m.count;
    return m.reach;
}
