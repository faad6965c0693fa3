/* SPDX-License-Identifier: Apache-2.0 */
/* A topological order that is the same on every machine: among the drafts that could come next the
 * smallest number comes. Kahn 1962, with a heap. Cost: drafts x log + links. */
#include "core/network/compile.h"

struct heap {
    uint32_t *items;
    size_t count;
};

static void heap_push(struct heap *h, uint32_t item)
{
    size_t at = h->count++;

    while (at > 0 && h->items[(at - 1) / 2] > item) {
        h->items[at] = h->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    h->items[at] = item;
}

static uint32_t heap_pop(struct heap *h)
{
    const uint32_t top = h->items[0], last = h->items[--h->count];
    size_t at = 0;

    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= h->count)
            break;
        if (child + 1 < h->count && h->items[child + 1] < h->items[child])
            child++;
        if (last <= h->items[child])
            break;
        h->items[at] = h->items[child];
        at = child;
    }
    h->items[at] = last;
    return top;
}

bool compile_order(struct compiler *c, uint32_t *ret_order)
{
    const size_t count = c->node_count;
    uint32_t *waits = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    uint32_t *first = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    uint32_t *link = ARENA_ARRAY(c->scratch, uint32_t, c->link_count + 1);
    struct heap ready = { ARENA_ARRAY(c->scratch, uint32_t, count + 1), 0 };
    size_t placed = 0;
    bool *done;

    compile_out_links(c, first, link);
    for (size_t i = 0; i < c->link_count; i++)
        waits[c->links[i].succ] += !c->links[i].at_most;
    for (size_t i = 0; i < count; i++)
        if (waits[i] == 0)
            heap_push(&ready, (uint32_t)i);
    while (ready.count > 0) {
        const uint32_t at = heap_pop(&ready);

        ret_order[placed++] = at;
        for (size_t i = first[at]; i < first[at + 1]; i++) {
            const uint32_t succ = c->links[link[i]].succ;

            if (--waits[succ] == 0)
                heap_push(&ready, succ);
        }
    }
    if (placed == count)
        return true;
    done = ARENA_ARRAY(c->scratch, bool, count + 1);
    for (size_t i = 0; i < placed; i++)
        done[ret_order[i]] = true;
    compile_say_cycles(c, done);
    return false;
}

/* Counted, summed to the ends, and filled from the back, so that what were ends become begins. */
void compile_out_links(const struct compiler *c, uint32_t *ret_first, uint32_t *ret_link)
{
    for (size_t i = 0; i < c->link_count; i++)
        ret_first[c->links[i].pred] += !c->links[i].at_most;
    for (size_t i = 1; i <= c->node_count; i++)
        ret_first[i] += ret_first[i - 1];
    for (size_t i = c->link_count; i-- > 0;)
        if (!c->links[i].at_most)
            ret_link[--ret_first[c->links[i].pred]] = (uint32_t)i;
}
