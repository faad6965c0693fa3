/* SPDX-License-Identifier: Apache-2.0 */
#include "core/edit/past.h"

#include <assert.h>

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/syntax/tree.h"

struct past {
    struct past_step *steps;    /* in the order of time */
    uint32_t *by_id;            /* [count] steps by id, then time */
    uint32_t count;
    int64_t begin;
};

/* "2026-11-23T09:30:00Z": times of a log are UTC, read as they stand. */
static int64_t instant_of(struct str at)
{
    int64_t instant;
    bool has_time;

    if (str_ends(at, STR("Z")))
        at.len--;
    return civil_parse(at, &instant, &has_time) ? instant : CIVIL_NONE;
}

/* An undo names the same addresses in the same order, but for what was added or taken out. */
static const struct node *find_from(const struct node *map, const struct node *cursor,
                                    struct str name)
{
    for (const struct node *n = cursor; n; n = n->next)
        if (str_equal(n->name, name))
            return n;
    for (const struct node *n = map ? map->first : NULL; n && n != cursor; n = n->next)
        if (str_equal(n->name, name))
            return n;
    return NULL;
}

static const struct node *stated(const struct node *n)
{
    return n && n->kind != NODE_NULL ? n : NULL;
}

/* Of what was removed the undo has the whole object, under its section. */
static const struct node *removed_of(const struct node *undo, struct str id)
{
    enum kind kind;

    for (const struct node *n = undo ? undo->first : NULL; n; n = n->next) {
        const size_t dot = str_find_char(n->name, '.');

        if (dot < n->name.len && n->kind == NODE_MAP &&
            str_equal(str_slice(n->name, dot + 1, n->name.len), id) &&
            schema_section(str_slice(n->name, 0, dot), &kind))
            return n;
    }
    return NULL;
}

static void cut(struct past_step *s, const struct change *c, const struct node *edit,
                const struct node **cursor)
{
    const size_t dot = str_find_char(edit->name, '.');
    const struct str head = str_slice(edit->name, 0, dot);
    const struct str rest = str_slice(edit->name, dot + 1, edit->name.len);
    const size_t bracket = str_find_char(rest, '['), inner = str_find_char(rest, '.');
    const size_t end = bracket < inner ? bracket : inner;
    const struct node *before;

    if (dot == edit->name.len) {        /* a whole object */
        s->id = head;
        s->what = PAST_REMOVED;
        return;
    }
    if (edit->kind == NODE_MAP && schema_section(head, &s->kind) &&
        !(schema_kinds[s->kind].flags & KIND_SINGLE)) {
        s->id = rest;
        s->what = PAST_ADDED;
        s->after = edit;
        return;
    }
    s->id = head;
    s->field = str_slice(rest, 0, end);
    s->partly = end < rest.len;
    if (s->partly)
        return;
    before = find_from(c->undo, *cursor, edit->name);
    if (before)
        *cursor = before->next;
    s->before = stated(before);
    s->after = stated(edit);
}

static int by_id(const void *a, const void *b, const void *context)
{
    const struct past_step *steps = context;
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return str_compare(steps[x].id, steps[y].id);
}

const struct past *past_new(const struct change *log, size_t count, struct arena *owner)
{
    struct past *p = ARENA_NEW(owner, struct past);
    size_t all = 0;

    for (size_t i = 0; i < count; i++)
        all += log[i].edits ? log[i].edits->count : 0;
    assert(all < UINT32_MAX);
    p->steps = ARENA_ARRAY(owner, struct past_step, all + 1);
    p->by_id = ARENA_ARRAY(owner, uint32_t, all + 1);
    p->begin = count > 0 ? instant_of(log[0].at) : CIVIL_NONE;
    for (size_t i = 0; i < count; i++) {
        const struct node *cursor = log[i].undo ? log[i].undo->first : NULL;
        const int64_t at = instant_of(log[i].at);

        for (const struct node *e = log[i].edits ? log[i].edits->first : NULL; e; e = e->next) {
            struct past_step *s = &p->steps[p->count];

            *s = (struct past_step){.change = &log[i], .at = at};
            cut(s, &log[i], e, &cursor);
            p->by_id[p->count] = p->count;
            p->count++;
        }
    }
    sort_stable(p->by_id, p->count, sizeof(*p->by_id), by_id, p->steps, arena_child(owner));
    return p;
}

uint32_t past_first(const struct past *p, struct str id)
{
    uint32_t low = 0, high = p->count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (str_compare(p->steps[p->by_id[middle]].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool past_step(const struct past *p, uint32_t i, struct str id, struct past_step *ret_step)
{
    if (i >= p->count || !str_equal(p->steps[p->by_id[i]].id, id))
        return false;
    *ret_step = p->steps[p->by_id[i]];
    return true;
}

uint32_t past_count(const struct past *p)
{
    return p->count;
}

struct past_step past_nth(const struct past *p, uint32_t i)
{
    assert(i < p->count);
    return p->steps[i];
}

int64_t past_begin(const struct past *p)
{
    return p->begin;
}

const void *past_value(const struct past_step *s, const struct field *field, bool after,
                       struct arena *owner)
{
    const struct node *node = after                      ? s->after
                              : s->what == PAST_REMOVED ? removed_of(s->change->undo, s->id)
                                                        : s->before;
    struct diags ignored;
    struct read_context context = {.owner = owner, .out = &ignored};
    void *value;

    if (!node || s->partly)
        return NULL;
    if (s->field.len == 0) {
        if (node->kind != NODE_MAP)
            return NULL;
        node = stated(node_find(node, str_of(field->name)));
    } else if (!str_equal(s->field, str_of(field->name))) {
        return NULL;
    }
    if (!node || field->type == FIELD_TYPE_one || field->type == FIELD_TYPE_many ||
        field->type == FIELD_TYPE_edits)
        return NULL;            /* these are read by a builder only */
    diags_init(&ignored, owner);
    value = arena_take(owner, 1, field_types[field->type].size);
    return field_types[field->type].parse(&context, field, node, value) ? value : NULL;
}
