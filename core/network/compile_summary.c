/* SPDX-License-Identifier: Apache-2.0 */
/* The hierarchy: summaries, and the leaves below each as one run of an array, so that "all
 * leaves of S" costs nothing to find however deep S is. */
#include "core/network/compile.h"

#include "core/base/sort.h"

static uint32_t parent_of(const struct plan *plan, const struct object *o)
{
    const struct ref *ref = NULL;
    const struct object *parent;

    if (o->kind == KIND_task)
        ref = task_get_parent(o);
    else if (o->kind == KIND_milestone)
        ref = milestone_get_parent(o);
    parent = plan_object(plan, ref);
    return parent && parent->kind == KIND_task && parent != o ? parent->number : OBJECT_NONE;
}

void compile_hierarchy(struct compiler *c)
{
    const uint32_t count = c->plan->object_count;

    c->parent = ARENA_ARRAY(c->owner, uint32_t, count + 1);
    c->is_summary = ARENA_ARRAY(c->scratch, bool, count + 1);
    for (uint32_t i = 0; i < count; i++)
        c->parent[i] = OBJECT_NONE;
    for (uint32_t i = 0; i < count; i++) {
        c->parent[i] = parent_of(c->plan, c->plan->objects[i]);
        if (c->parent[i] != OBJECT_NONE)
            c->is_summary[c->parent[i]] = true;
    }
}

struct family {
    uint32_t *first, *next;     /* child and sibling, OBJECT_NONE */
};

static struct family family_of(struct compiler *c)
{
    const uint32_t count = c->plan->object_count;
    struct family f = { ARENA_ARRAY(c->scratch, uint32_t, count + 1),
                        ARENA_ARRAY(c->scratch, uint32_t, count + 1) };

    for (uint32_t i = 0; i < count; i++)
        f.first[i] = f.next[i] = OBJECT_NONE;
    for (uint32_t i = count; i-- > 0;) {
        const uint32_t parent = c->parent[i];

        if (parent != OBJECT_NONE) {
            f.next[i] = f.first[parent];
            f.first[parent] = i;
        }
    }
    return f;
}

/* Depth first from every root, in the order of the plan, without recursion: down by first, on by
 * next, up by parent. */
void compile_leaves(struct compiler *c)
{
    const uint32_t count = c->plan->object_count;
    const struct family f = family_of(c);
    uint32_t used = 0;

    c->leaves = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    c->leaf_from = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    c->leaf_to = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    for (uint32_t root = 0; root < count; root++) {
        uint32_t at = root;

        if (!c->is_summary[root] || c->parent[root] != OBJECT_NONE)
            continue;
        for (;;) {
            if (f.first[at] != OBJECT_NONE) {
                c->leaf_from[at] = used;
                at = f.first[at];
                continue;
            }
            if (c->base[at] != NODE_NONE)
                c->leaves[used++] = c->base[at];
            while (at != root && f.next[at] == OBJECT_NONE) {
                at = c->parent[at];
                c->leaf_to[at] = used;
            }
            if (at == root)
                break;
            at = f.next[at];
        }
    }
}

static int deeper_first(const void *a, const void *b, const void *context)
{
    const uint32_t *depth = context;
    const uint32_t x = depth[*(const uint32_t *)a], y = depth[*(const uint32_t *)b];

    return x > y ? -1 : x < y ? 1 : 0;
}

void compile_summaries(struct compiler *c)
{
    const uint32_t count = c->plan->object_count;
    uint32_t *depth = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    struct network *net = c->net;

    net->parent = c->parent;
    for (uint32_t i = 0; i < count; i++)
        net->summary_count += c->is_summary[i];
    net->summaries = ARENA_ARRAY(c->owner, uint32_t, net->summary_count + 1);
    net->summary_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!c->is_summary[i])
            continue;
        for (uint32_t up = c->parent[i]; up != OBJECT_NONE; up = c->parent[up])
            depth[i]++;
        net->summaries[net->summary_count++] = i;
    }
    sort_stable(net->summaries, net->summary_count, sizeof(uint32_t), deeper_first, depth,
                c->scratch);
}
