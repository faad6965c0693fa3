/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/why_lines.h"

#include "core/base/arena.h"
#include "core/base/map.h"

static uint32_t root_of(struct why_lines *l, uint32_t i)
{
    while (l->joined[i] != i) {
        l->joined[i] = l->joined[l->joined[i]];
        i = l->joined[i];
    }
    return i;
}

static void join(struct why_lines *l, uint32_t a, uint32_t b)
{
    const uint32_t x = root_of(l, a), y = root_of(l, b);

    if (x < y)
        l->joined[y] = x;
    else
        l->joined[x] = y;
}

static bool is_time(const struct why_lines *l, uint32_t i)
{
    const struct edit *e = &l->changes->items[i];

    return e->object == l->before->program->number && e->field == FIELD_program_as_of;
}

/* Number the lines by their first changes. */
static void number(struct why_lines *l, bool time_apart)
{
    l->count = 0;
    for (uint32_t i = 0; i < l->changes->count; i++) {
        const uint32_t root = root_of(l, i);

        if (time_apart && is_time(l, i))
            l->line_of[i] = WHY_NO_LINE;
        else
            l->line_of[i] = root == i ? l->count++ : l->line_of[root];
    }
}

/* --- which need one another ---------------------------------------------------------------- */

struct looking {
    struct why_lines *lines;
    const struct map *ids;      /* of objects that come or go, to their change */
    uint32_t change;
};

static void look(void *context, struct ref *ref, uint64_t kinds)
{
    const struct looking *l = context;
    uint32_t other;

    (void)kinds;
    if (map_find(l->ids, ref->id, &other))
        join(l->lines, l->change, other);
}

static void look_in_value(struct looking *l, const struct field *field, const void *value)
{
    /* The visitor only reads. */
    if (value && field_types[field->type].each_ref)
        field_types[field->type].each_ref(field, (void *)(uintptr_t)value, look, l);
}

static void look_in_object(struct looking *l, const struct object *o)
{
    for (uint16_t i = 0; i < schema_kinds[o->kind].field_count; i++)
        look_in_value(l, &schema_kinds[o->kind].fields[i], object_value(o, i));
}

static void find_needs(struct why_lines *l, struct arena *scratch)
{
    const struct edits *changes = l->changes;
    struct map added, removed;

    map_init(&added, scratch);
    map_init(&removed, scratch);
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct edit *e = &changes->items[i];
        uint32_t other;

        if (e->field != UINT16_MAX)
            continue;
        if (!map_insert(e->kind == EDIT_ADD ? &added : &removed, edit_subject(l->before, e), i,
                        NULL))
            continue;
        if (map_find(e->kind == EDIT_ADD ? &removed : &added, edit_subject(l->before, e), &other))
            join(l, i, other);          /* the id passes from one to the other */
    }
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct edit *e = &changes->items[i];
        struct looking now = {l, &added, i}, then = {l, &removed, i};

        if (e->kind == EDIT_ADD) {
            look_in_object(&now, e->value);
        } else if (e->field == UINT16_MAX) {
            look_in_object(&then, l->before->objects[e->object]);
        } else {
            const struct object *o = l->before->objects[e->object];

            if (e->of && e->value)
                look_in_value(&now, e->of, e->value);
            look_in_value(&then, &schema_kinds[o->kind].fields[e->field],
                          object_value(o, e->field));
        }
    }
}

/* --- joining ------------------------------------------------------------------------------- */

static enum kind kind_of(const struct why_lines *l, uint32_t i)
{
    const struct edit *e = &l->changes->items[i];

    return e->kind == EDIT_ADD ? ((const struct object *)e->value)->kind
                               : l->before->objects[e->object]->kind;
}

static void join_by_kind(struct why_lines *l, bool time_apart)
{
    uint32_t first[KIND_COUNT];

    for (int k = 0; k < KIND_COUNT; k++)
        first[k] = WHY_NO_LINE;
    for (uint32_t i = 0; i < l->changes->count; i++) {
        const enum kind kind = kind_of(l, i);

        if (time_apart && is_time(l, i))
            continue;
        if (first[kind] == WHY_NO_LINE)
            first[kind] = i;
        else
            join(l, first[kind], i);
    }
}

/* Changes of one object stand next to each other in a difference. */
static void join_by_object(struct why_lines *l, bool time_apart)
{
    uint32_t last = WHY_NO_LINE;

    for (uint32_t i = 0; i < l->changes->count; i++) {
        if (time_apart && is_time(l, i))
            continue;
        if (last != WHY_NO_LINE && l->changes->items[i].kind != EDIT_ADD &&
            l->changes->items[last].object == l->changes->items[i].object)
            join(l, last, i);
        last = i;
    }
}

void why_lines_new(const struct plan *before, const struct edits *changes, bool time_apart,
                   uint32_t most, struct arena *owner, struct why_lines *ret_lines)
{
    struct why_lines l = {.before = before, .changes = changes};

    l.joined = ARENA_ARRAY(owner, uint32_t, changes->count + 1);
    l.line_of = ARENA_ARRAY(owner, uint32_t, changes->count + 1);
    for (uint32_t i = 0; i < changes->count; i++)
        l.joined[i] = i;
    find_needs(&l, owner);
    number(&l, time_apart);
    if (l.count > most) {
        join_by_object(&l, time_apart);
        number(&l, time_apart);
    }
    if (l.count > most) {
        join_by_kind(&l, time_apart);
        number(&l, time_apart);
    }
    *ret_lines = l;
}

bool why_lines_join(struct why_lines *l, const bool *bad, unsigned round)
{
    const uint32_t count = (uint32_t)l->changes->count, before = l->count;
    uint32_t first = WHY_NO_LINE;
    bool time_apart = false;

    for (uint32_t i = 0; i < count; i++)
        time_apart = time_apart || l->line_of[i] == WHY_NO_LINE;
    for (uint32_t i = 0; i < count; i++) {
        if (l->line_of[i] == WHY_NO_LINE)
            continue;
        if (round == 0) {
            for (uint32_t j = 0; bad[l->line_of[i]] && j < count; j++)
                if (l->line_of[j] != WHY_NO_LINE &&
                    str_equal(edit_subject(l->before, &l->changes->items[i]),
                              edit_subject(l->before, &l->changes->items[j])))
                    join(l, i, j);
        } else if (round > 1 || bad[l->line_of[i]]) {
            if (first == WHY_NO_LINE)
                first = i;
            else
                join(l, first, i);
        }
    }
    number(l, time_apart);
    return round < 3 && (l->count < before || round < 2);
}

const struct why_line *why_lines_take(const struct why_lines *l, bool time, bool edits,
                                      struct arena *owner)
{
    const uint32_t count = edits ? l->count : 0;
    struct why_line *lines = ARENA_ARRAY(owner, struct why_line, count + 2);

    if (time)
        lines[0].kind = WHY_TIME;
    for (uint32_t n = 0; n < count; n++) {
        struct why_line *line = &lines[n + time];
        uint32_t *items = ARENA_ARRAY(owner, uint32_t, l->changes->count + 1);

        line->kind = WHY_EDITS;
        line->edits = items;
        for (uint32_t i = 0; i < l->changes->count; i++)
            if (l->line_of[i] == n)
                items[line->edit_count++] = i;
    }
    return lines;
}
