/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/network/network.h"

/* What is known of a node itself. */
static bool is_odd(const struct network *n, uint32_t node)
{
    return n->progress[node] != PROGRESS_NOT_STARTED || n->role[node] == ROLE_SUMMARY ||
           (n->flags[node] & (NODE_EARLIEST | NODE_START_EVENT)) || n->duration_s[node] <= 0 ||
           n->not_before[node] != CIVIL_NONE || n->deadline[node] != CIVIL_NONE ||
           n->constraint[node].kind != CONSTRAINT_ASAP ||
           n->constraint2[node].kind != CONSTRAINT_ASAP;
}

static uint8_t asks_of(struct network *n, uint32_t node)
{
    const bool held = n->progress[node] != PROGRESS_NOT_STARTED ||
                      (n->flags[node] & NODE_EARLIEST);
    uint8_t asks = is_odd(n, node) ? ASKS_RULES : 0;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const struct network_link *l = &n->links[k];
        const bool plain = l->type == LINK_FS && l->lag_s == 0;

        if (!plain)
            asks |= ASKS_RULES;
        if (held || !plain)
            n->asks[l->pred] |= ASKS_OUT;
        if (n->calendar[l->pred] != n->calendar[node] || (n->asks[l->pred] & ASKS_RULES))
            asks |= ASKS_CLOCKS;
    }
    return asks;
}

void network_note_asks(struct network *n, struct arena *owner)
{
    n->asks = ARENA_ARRAY(owner, uint8_t, n->node_count + 1);
    n->pred_node = ARENA_ROOM(owner, uint32_t, n->link_count + 1);
    for (uint32_t node = 0; node < n->node_count; node++) {
        n->asks[node] |= asks_of(n, node);
        for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
            n->pred_node[k] = n->links[k].pred;
            if (n->asks[node] & (ASKS_RULES | ASKS_CLOCKS))
                n->asks[n->links[k].pred] |= ASKS_DATES;
        }
    }
}
