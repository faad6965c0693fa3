/* SPDX-License-Identifier: Apache-2.0 */
/* Drag: what a node of the longest path alone costs the whole.
 *
 * The path is a chain p1, p2... A node k beside it is reached from a first part of the chain, up to
 * p_a, and reaches a last part, from p_b on: it runs beside those between, and each of them costs
 * at most k's total float. A lag is such a node too. Taking them by ascending float, each p_j is
 * settled once, by the first that covers it. */
#include "core/base/sort.h"
#include "core/engine/schedule_pass.h"

struct beside {
    int64_t float_s;
    uint32_t from, to;      /* it runs beside what lies between these of the chain */
};

static int by_float(const void *a, const void *b, const void *context)
{
    const int64_t x = ((const struct beside *)a)->float_s;
    const int64_t y = ((const struct beside *)b)->float_s;

    (void)context;
    return x < y ? -1 : x > y ? 1 : 0;
}

/* Number the chain from 1, first to last; the length. ret_index[node] is 0 off the chain. */
static uint32_t number_chain(const struct schedule *s, uint32_t *ret_index)
{
    const struct network *n = s->network;
    uint32_t last = NODE_NONE, length = 0;

    for (uint32_t node = 0; node < n->node_count; node++)
        if (s->longest_path[node] &&
            (last == NODE_NONE || s->node[node].early_finish > s->node[last].early_finish))
            last = node;
    for (uint32_t node = last; node != NODE_NONE && s->longest_path[node];
         node = s->driver[node] == UINT32_MAX ? NODE_NONE : n->links[s->driver[node]].pred)
        ret_index[node] = ++length;
    for (uint32_t node = 0; node < n->node_count; node++)
        if (ret_index[node] > 0)
            ret_index[node] = length + 1 - ret_index[node];
    return length;
}

/* [node]: the last of the chain at or before it (0: none), the first at or behind it
 * (length + 1: none). */
static void find_reach(const struct network *n, const uint32_t *index, uint32_t length,
                       uint32_t *ret_from, uint32_t *ret_to)
{
    for (uint32_t node = 0; node < n->node_count; node++) {
        ret_from[node] = index[node];
        for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++)
            if (ret_from[n->links[k].pred] > ret_from[node])
                ret_from[node] = ret_from[n->links[k].pred];
    }
    for (uint32_t node = n->node_count; node-- > 0;) {
        ret_to[node] = index[node] > 0 ? index[node] : length + 1;
        for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++)
            if (ret_to[n->succ_node[k]] < ret_to[node])
                ret_to[node] = ret_to[n->succ_node[k]];
    }
}

/* The first at or after i that is not settled; halves the way for the next who asks. */
static uint32_t unsettled(uint32_t *next, uint32_t i)
{
    while (next[i] != i) {
        next[i] = next[next[i]];
        i = next[i];
    }
    return i;
}

/* How much longer a lag could be before it moved the finish. */
static int64_t lag_float(const struct schedule *s, uint32_t succ, const struct network_link *l)
{
    const struct network *n = s->network;
    const struct schedule_dates *pred = &s->node[l->pred], *to = &s->node[succ];
    const bool leaves_start = l->type == LINK_SS || l->type == LINK_SF;
    const bool meets_finish = l->type == LINK_FF || l->type == LINK_SF;
    const int64_t at = calendar_add(n->calendars[l->lag_calendar],
                                    leaves_start ? pred->early_start : pred->early_finish,
                                    l->lag_s);

    return calendar_work(n->calendars[n->calendar[succ]], at,
                         meets_finish ? to->late_finish : to->late_start);
}

static uint32_t list_beside(const struct schedule *s, const uint32_t *index, const uint32_t *from,
                            const uint32_t *to, struct beside *ret_list, struct arena *scratch)
{
    const struct network *n = s->network;
    uint32_t count = 0;

    for (uint32_t node = 0; node < n->node_count; node++) {
        if (n->progress[node] == PROGRESS_FINISHED)
            continue;
        if (index[node] == 0 && n->role[node] != ROLE_SUMMARY)
            ret_list[count++] =
                (struct beside){ s->node[node].total_float_s, from[node], to[node] };
        for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++)
            if (n->links[k].lag_s > 0 && k != s->driver[node])
                ret_list[count++] = (struct beside){ lag_float(s, node, &n->links[k]),
                                                     from[n->links[k].pred], to[node] };
    }
    sort_stable(ret_list, count, sizeof(*ret_list), by_float, NULL, scratch);
    return count;
}

const int64_t *schedule_drag(const struct schedule *s, struct arena *owner,
                             struct arena *scratch)
{
    const struct network *n = s->network;
    int64_t *drag = ARENA_ARRAY(owner, int64_t, n->node_count + 1);
    uint32_t *index = ARENA_ARRAY(scratch, uint32_t, n->node_count + 1);
    uint32_t *from = ARENA_ARRAY(scratch, uint32_t, n->node_count + 1);
    uint32_t *to = ARENA_ARRAY(scratch, uint32_t, n->node_count + 1);
    struct beside *list =
        ARENA_ARRAY(scratch, struct beside, n->node_count + (size_t)n->link_count + 1);
    const uint32_t length = number_chain(s, index);
    uint32_t count;
    uint32_t *next = ARENA_ARRAY(scratch, uint32_t, length + 2);
    uint32_t *chain = ARENA_ARRAY(scratch, uint32_t, length + 2);

    find_reach(n, index, length, from, to);
    count = list_beside(s, index, from, to, list, scratch);
    for (uint32_t i = 0; i <= length + 1; i++)
        next[i] = i;
    for (uint32_t node = 0; node < n->node_count; node++)
        if (index[node] > 0) {
            chain[index[node]] = node;
            drag[node] = n->duration_s[node];
        }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = unsettled(next, list[i].from + 1); j < list[i].to;
             j = unsettled(next, j)) {
            drag[chain[j]] = sooner(drag[chain[j]], later(0, list[i].float_s));
            next[j] = j + 1;
        }
    return drag;
}
