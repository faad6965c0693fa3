/* SPDX-License-Identifier: Apache-2.0 */
/* Priority rules (Kolisch and Hartmann 1999), and keys made into lists. */
#include <string.h>

#include "core/base/sort.h"
#include "core/engine/level_problem.h"

enum { NODE_BITS = 24 };        /* of a pair: key above, node below */

/* The rank of the best promise that a node serves; INT64_MAX: none. */
static void promise_ranks(const struct network *n, int64_t *ret_rank)
{
    const struct plan *plan = n->plan;

    for (uint32_t i = 0; i < n->node_count; i++)
        ret_rank[i] = INT64_MAX;
    for (uint32_t i = 0; i < plan_count(plan, KIND_commitment); i++) {
        const struct object *c = plan_nth(plan, KIND_commitment, i);
        const uint32_t node = network_commitment_node(n, c);
        const int64_t *rank = commitment_get_rank(c);
        const int64_t at = rank ? *rank : INT64_MAX - 1;

        if (node != NODE_NONE && at < ret_rank[node])
            ret_rank[node] = at;
    }
    for (uint32_t node = n->node_count; node-- > 0;)
        for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++)
            if (ret_rank[n->succ_node[k]] < ret_rank[node])
                ret_rank[node] = ret_rank[n->succ_node[k]];
}

struct own {
    int64_t rank, priority, start;
    uint32_t node;
};

static int by_own(const void *left, const void *right, const void *context)
{
    const struct own *a = left, *b = right;

    (void)context;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->priority != b->priority)
        return a->priority < b->priority ? -1 : 1;
    return (a->start > b->start) - (a->start < b->start);
}

/* Put a node just before another one where it stands after it, with all that it follows and that
 * stands there, too; nothing else changes places. What follows itself by that stays. */
void level_put_ahead(const struct level_problem *p, uint32_t *order, uint32_t node,
                     uint32_t before, struct arena *scratch)
{
    const struct network *n = p->net;
    bool *goes = ARENA_ARRAY(scratch, bool, n->node_count + 1);
    uint32_t *moved = ARENA_ARRAY(scratch, uint32_t, n->node_count + 1);
    uint32_t at = 0, count = 0, kept;

    goes[node] = true;
    for (uint32_t i = node + 1; i-- > 0;)
        for (uint32_t k = n->link_first[i]; goes[i] && k < n->link_first[i + 1]; k++)
            goes[n->links[k].pred] = true;
    while (order[at] != before)
        at++;
    for (uint32_t i = at; i < n->node_count; i++)
        if (goes[order[i]])
            moved[count++] = order[i];
    if (count == 0 || goes[before])
        return;
    kept = n->node_count;
    for (uint32_t i = n->node_count; i-- > at;)
        if (!goes[order[i]])
            order[--kept] = order[i];
    memcpy(&order[at], moved, count * sizeof(moved[0]));
}

/* Rank of the promise served, the team's own priority, then dates without capacity. */
static void own_keys(const struct level_problem *p, struct arena *scratch, int64_t *ret_keys)
{
    const struct network *n = p->net;
    int64_t *ranks = ARENA_ARRAY(scratch, int64_t, n->node_count + 1);
    struct own *all = ARENA_ARRAY(scratch, struct own, n->node_count + 1);
    uint32_t *order = ARENA_ARRAY(scratch, uint32_t, n->node_count + 1);

    promise_ranks(n, ranks);
    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = n->plan->objects[n->object[node]];
        const int64_t *priority = o->kind == KIND_task ? task_get_priority(o) : NULL;

        all[node] = (struct own){ranks[node], priority ? *priority : INT64_MAX,
                                 p->paused->node[node].early_start, node};
    }
    sort_stable(all, n->node_count, sizeof(all[0]), by_own, NULL, scratch);
    for (uint32_t i = 0; i < n->node_count; i++)
        order[i] = all[i].node;
    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = n->plan->objects[n->object[node]];
        const struct refs *ahead = o->kind == KIND_task ? task_get_ahead_of(o) : NULL;

        for (size_t k = 0; ahead && k < ahead->count; k++)
            if (ahead->items[k].object != OBJECT_NONE &&
                n->node_of[ahead->items[k].object] != NODE_NONE)
                level_put_ahead(p, order, node, n->node_of[ahead->items[k].object], scratch);
    }
    for (uint32_t i = 0; i < n->node_count; i++)
        ret_keys[order[i]] = i;
}

static int64_t work_of(const struct level_problem *p, uint32_t node)
{
    return p->net->duration_s[node];
}

void level_rule_keys(const struct level_problem *p, enum level_rule rule, struct arena *scratch,
                     int64_t *ret_keys)
{
    const struct network *n = p->net;
    const struct schedule_dates *dates = p->paused->node;

    if (rule == RULE_OWN)
        own_keys(p, scratch, ret_keys);
    for (uint32_t i = n->node_count; rule != RULE_OWN && i-- > 0;) {
        switch (rule) {
        case RULE_LFT:
            ret_keys[i] = dates[i].late_finish;
            break;
        case RULE_LST:
            ret_keys[i] = dates[i].late_start;
            break;
        case RULE_SLACK:
            ret_keys[i] = dates[i].total_float_s;
            break;
        case RULE_MTS:          /* total successors, paths counted once a link: a bound of them */
            ret_keys[i] = 0;
            for (uint32_t k = n->succ_first[i]; k < n->succ_first[i + 1]; k++)
                if (ret_keys[i] > -(INT64_C(1) << 40))
                    ret_keys[i] += ret_keys[n->succ_node[k]] - 1;
            break;
        case RULE_GRPW:
            ret_keys[i] = -work_of(p, i);
            for (uint32_t k = n->succ_first[i]; k < n->succ_first[i + 1]; k++)
                ret_keys[i] -= work_of(p, n->succ_node[k]);
            break;
        default:
            break;
        }
    }
}

void level_list(const struct level_problem *p, bool backward, int64_t *keys, int64_t *pairs,
                uint32_t *ret_order)
{
    const struct pure_links *before = &p->lists.before[backward];
    const uint32_t count = p->lists.count;

    /* Ranks first: any keys become small numbers. What is fixed comes before all else. */
    for (uint32_t i = 0; i < count; i++)
        pairs[i] = keys[i];
    sort_i64(pairs, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t low = 0, high = count;

        while (high - low > 1) {
            const uint32_t mid = low + (high - low) / 2;

            if (pairs[mid] <= keys[i])
                low = mid;
            else
                high = mid;
        }
        keys[i] = low + 1;
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t node = backward ? count - 1 - i : i;

        if (p->fixed[node])
            keys[node] = 0;
        for (uint32_t k = before->first[node]; k < before->first[node + 1]; k++)
            if (keys[before->other[k]] > keys[node])
                keys[node] = keys[before->other[k]];
    }
    for (uint32_t i = 0; i < count; i++)
        pairs[i] = keys[i] << NODE_BITS | (backward ? count - 1 - i : i);
    sort_i64(pairs, count);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t low = (uint32_t)(pairs[i] & ((1 << NODE_BITS) - 1));

        ret_order[i] = backward ? count - 1 - low : low;
    }
}
