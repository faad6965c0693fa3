/* SPDX-License-Identifier: Apache-2.0 */
/* Cycles, said as chains that a person can break.
 *
 * Tarjan's strongly connected parts (1972), then the shortest cycle of each by breadth-first
 * search. One link of a cycle that was said is left aside and the search goes on, so that a file's
 * cycles are seen at once and not one a run.
 */
#include "core/network/compile.h"

#include "core/base/text.h"

#include <string.h>

enum { CYCLES_SAID = 20, STARTS_TRIED = 64, CHAIN_HEAD = 16, CHAIN_TAIL = 8 };

struct finder {
    struct compiler *c;
    const uint32_t *first, *link;   /* out-links, CSR */
    bool *aside;                    /* [link_count] */
    const bool *placed;             /* [node_count]: before or beside every cycle */
    uint32_t *part;                 /* [node_count]: strongly connected part, 0: none yet */
    uint32_t part_count;
    uint32_t *part_size;            /* [node_count + 1] */
};

static bool usable(const struct finder *f, uint32_t link)
{
    return !f->aside[link] && !f->placed[f->c->links[link].succ];
}

struct tarjan {
    uint32_t *index, *low, *cursor, *stack, *path;
    bool *on_stack;
    uint32_t next, stack_count, path_count;
};

static void enter(struct tarjan *t, const struct finder *f, uint32_t at)
{
    t->index[at] = t->low[at] = ++t->next;
    t->cursor[at] = f->first[at];
    t->on_stack[at] = true;
    t->stack[t->stack_count++] = at;
    t->path[t->path_count++] = at;
}

static void leave(struct tarjan *t, struct finder *f, uint32_t at)
{
    uint32_t member;

    t->path_count--;
    if (t->path_count > 0 && t->low[at] < t->low[t->path[t->path_count - 1]])
        t->low[t->path[t->path_count - 1]] = t->low[at];
    if (t->low[at] != t->index[at])
        return;
    f->part_count++;
    do {
        member = t->stack[--t->stack_count];
        t->on_stack[member] = false;
        f->part[member] = f->part_count;
        f->part_size[f->part_count]++;
    } while (member != at);
}

static void walk(struct tarjan *t, struct finder *f, uint32_t root)
{
    enter(t, f, root);
    while (t->path_count > 0) {
        const uint32_t at = t->path[t->path_count - 1];
        uint32_t to;

        if (t->cursor[at] == f->first[at + 1]) {
            leave(t, f, at);
            continue;
        }
        if (!usable(f, f->link[t->cursor[at]++]))
            continue;
        to = f->c->links[f->link[t->cursor[at] - 1]].succ;
        if (t->index[to] == 0)
            enter(t, f, to);
        else if (t->on_stack[to] && t->index[to] < t->low[at])
            t->low[at] = t->index[to];
    }
}

static void find_parts(struct finder *f)
{
    const size_t count = f->c->node_count;
    struct arena *scratch = f->c->scratch;
    struct tarjan t = {
        .index = ARENA_ARRAY(scratch, uint32_t, count + 1),
        .low = ARENA_ARRAY(scratch, uint32_t, count + 1),
        .cursor = ARENA_ARRAY(scratch, uint32_t, count + 1),
        .stack = ARENA_ARRAY(scratch, uint32_t, count + 1),
        .path = ARENA_ARRAY(scratch, uint32_t, count + 1),
        .on_stack = ARENA_ARRAY(scratch, bool, count + 1),
    };

    f->part = ARENA_ARRAY(scratch, uint32_t, count + 1);
    f->part_size = ARENA_ARRAY(scratch, uint32_t, count + 2);
    f->part_count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!f->placed[i] && t.index[i] == 0)
            walk(&t, f, i);
}

/* The shortest way from `start` back to itself within its part: links in order; 0: none. */
static uint32_t shortest_from(const struct finder *f, uint32_t start, uint32_t most,
                              uint32_t *queue, uint32_t *by, uint32_t *ret_chain)
{
    const struct link_draft *links = f->c->links;
    uint32_t head = 0, tail = 0, closing = UINT32_MAX, length = 0;

    for (uint32_t i = 0; i < f->c->node_count; i++)
        by[i] = UINT32_MAX;
    queue[tail++] = start;
    while (head < tail && closing == UINT32_MAX) {
        const uint32_t at = queue[head++];

        for (uint32_t i = f->first[at]; i < f->first[at + 1]; i++) {
            const uint32_t link = f->link[i], to = links[link].succ;

            if (!usable(f, link) || f->part[to] != f->part[start])
                continue;
            if (to == start) {
                closing = link;
                break;
            }
            if (by[to] == UINT32_MAX) {
                by[to] = link;
                queue[tail++] = to;
            }
        }
    }
    if (closing == UINT32_MAX)
        return 0;
    for (uint32_t link = closing;; link = by[links[link].pred]) {
        length++;
        if (links[link].pred == start)
            break;
    }
    if (length >= most)
        return 0;
    for (uint32_t link = closing, i = length; i-- > 0; link = by[links[link].pred])
        ret_chain[i] = link;
    return length;
}

static struct str id_of(const struct finder *f, uint32_t draft)
{
    return f->c->plan->objects[f->c->nodes[draft].object]->id;
}

static void say(const struct finder *f, const uint32_t *chain, uint32_t length)
{
    struct compiler *c = f->c;
    const struct link_draft *last = &c->links[chain[length - 1]];
    struct text ids, where;
    uint32_t before = c->nodes[last->succ].object;

    text_init(&ids, c->scratch);
    text_init(&where, c->scratch);
    text_add(&ids, id_of(f, last->succ));
    for (uint32_t i = 0; i < length; i++) {
        const struct link_draft *l = &c->links[chain[i]];

        if (length > CHAIN_HEAD + CHAIN_TAIL && i >= CHAIN_HEAD && i < length - CHAIN_TAIL) {
            if (i == CHAIN_HEAD)
                text_addf(&ids, " -> (%u more)", (unsigned)(length - CHAIN_HEAD - CHAIN_TAIL));
            continue;
        }
        /* A delivery and its acceptance are one hand-off, and one step of the chain. */
        if (c->nodes[l->succ].object != before || length == 1)
            text_addf(&ids, " -> %.*s", STR_ARG(id_of(f, l->succ)));
        before = c->nodes[l->succ].object;
        if (l->at.source > 0 && l->at.source <= c->out->source_count && where.len < 400 &&
            c->nodes[l->succ].role != ROLE_SUMMARY)
            text_addf(&where, "%s%.*s:%u", where.len > 0 ? ", " : "",
                      STR_ARG(c->out->sources[l->at.source - 1].name), (unsigned)l->at.line);
    }
    diag_error(c->out, "cycle", last->at, "each of these waits for the one before it: %.*s",
               STR_ARG(text_str(&ids)));
    if (where.len > 0)
        diag_hint(c->out, "take away or turn round one of the links at %.*s",
                  STR_ARG(text_str(&where)));
    else
        diag_hint(c->out, "take away or turn round one of these links");
}

static bool is_self_linked(const struct finder *f, uint32_t node)
{
    for (uint32_t i = f->first[node]; i < f->first[node + 1]; i++)
        if (usable(f, f->link[i]) && f->c->links[f->link[i]].succ == node)
            return true;
    return false;
}

/* Say the shortest cycle of every part that has one; the number said. */
static uint32_t say_each_part(struct finder *f, uint32_t most)
{
    const size_t count = f->c->node_count;
    struct arena *scratch = f->c->scratch;
    uint32_t *queue = ARENA_ARRAY(scratch, uint32_t, count + 1);
    uint32_t *by = ARENA_ARRAY(scratch, uint32_t, count + 1);
    uint32_t *chain = ARENA_ARRAY(scratch, uint32_t, count + 1);
    uint32_t *tried = ARENA_ARRAY(scratch, uint32_t, f->part_count + 2);
    uint32_t *length = ARENA_ARRAY(scratch, uint32_t, f->part_count + 2);
    uint32_t **best = ARENA_ARRAY(scratch, uint32_t *, f->part_count + 2);
    uint32_t said = 0, parts = 0;

    for (uint32_t i = 0; i < count; i++) {
        const uint32_t part = f->part[i];
        uint32_t found;

        if (part == 0 || tried[part] == STARTS_TRIED ||
            (f->part_size[part] == 1 && !is_self_linked(f, i)))
            continue;
        if (tried[part]++ == 0 && parts++ >= most)
            tried[part] = STARTS_TRIED;
        if (parts > most && !best[part])
            continue;
        found = shortest_from(f, i, best[part] ? length[part] : UINT32_MAX, queue, by, chain);
        if (found == 0)
            continue;
        length[part] = found;
        best[part] = ARENA_ARRAY(scratch, uint32_t, found);
        memcpy(best[part], chain, found * sizeof(*chain));
    }
    for (uint32_t i = 0; i < count && said < most; i++) {
        const uint32_t part = f->part[i];

        if (part == 0 || !best[part])
            continue;
        say(f, best[part], length[part]);
        f->aside[best[part][length[part] - 1]] = true;
        best[part] = NULL;
        said++;
    }
    return said;
}

void compile_say_cycles(struct compiler *c, const bool *placed)
{
    uint32_t *first = ARENA_ARRAY(c->scratch, uint32_t, c->node_count + 1);
    uint32_t *link = ARENA_ARRAY(c->scratch, uint32_t, c->link_count + 1);
    struct finder f = { .c = c, .first = first, .link = link, .placed = placed };
    uint32_t said = 0, round;

    compile_out_links(c, first, link);
    f.aside = ARENA_ARRAY(c->scratch, bool, c->link_count + 1);
    do {
        find_parts(&f);
        round = say_each_part(&f, CYCLES_SAID - said);
        said += round;
    } while (round > 0 && said < CYCLES_SAID);
    if (said == CYCLES_SAID)
        diag_note(c->out, "more-cycles", (struct place){ 0 },
                  "there may be more cycles; %d were shown", CYCLES_SAID);
}
