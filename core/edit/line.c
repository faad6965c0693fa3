/* SPDX-License-Identifier: Apache-2.0 */
/* Edits as they are written to be read again, and as lines for people. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/edit/edit.h"
#include "core/plan/member.h"
#include "core/syntax/writer.h"

void edit_write(const struct edits *edits, struct writer *w)
{
    writer_map_begin(w, false);
    for (size_t i = 0; i < edits->count; i++) {
        writer_key(w, edits->items[i].address);
        edit_print_value(&edits->items[i], w);
    }
    writer_map_end(w);
}

/* --- lines ----------------------------------------------------------------------------- */

static struct str value_line(const struct field *field, const void *value, struct arena *owner)
{
    struct text text;

    text_init(&text, owner);
    field_print_line(field, value, &text);
    return text_str(&text);
}

/* "team: identity, estimate: 3w": what is stated of an object. */
static struct str object_line(const struct object *o, struct arena *owner)
{
    const struct kind_info *info = &schema_kinds[o->kind];
    struct text text;

    text_init(&text, owner);
    for (uint16_t i = 0; i < info->field_count; i++) {
        const void *value = object_value(o, i);

        if (!value)
            continue;
        text_addf(&text, "%s%s: ", text.len > 0 ? ", " : "", info->fields[i].name);
        field_print_line(&info->fields[i], value, &text);
    }
    return text_str(&text);
}

static struct str member_line(const struct field *field, const void *value, size_t at,
                              struct arena *owner)
{
    struct text text;

    text_init(&text, owner);
    if (field->type == FIELD_TYPE_many)
        return object_line(((const struct objects *)value)->items[at], owner);
    member_print_line(field, value, at, &text);
    return text_str(&text);
}

static const struct object *nested_of(const struct field *field, const void *value,
                                      const struct edit *e)
{
    const struct objects *now = value;
    const size_t at = !now ? 0 : e->key.len > 0 ? member_find(field, now, e->key) : 0;

    return now && at < now->count ? now->items[at] : NULL;
}

/* What the key says already: a link of no lag. */
static void drop_key(struct str key, struct edit_line *line)
{
    if (line->sign != '+' && str_equal(line->before, key) && line->after.len == 0)
        line->before = (struct str){NULL, 0};
    if (line->sign == '+' && str_equal(line->after, key))
        line->after = (struct str){NULL, 0};
}

static void say_field(const struct object *o, const struct edit *e, struct arena *owner,
                      struct edit_line *line)
{
    const struct field *field = &schema_kinds[o->kind].fields[e->field];
    const void *value = object_value(o, e->field), *now = value;

    if (e->inner != UINT16_MAX) {
        const struct object *nested = nested_of(field, value, e);

        now = nested ? object_value(nested, e->inner) : NULL;
        field = &schema_kinds[field->nested].fields[e->inner];
    } else if (e->key.len > 0) {
        const size_t at = member_find(field, value, e->key);

        if (at < member_count(field, value))
            line->before = member_line(field, value, at, owner);
        else
            now = NULL;
        if (e->value)
            line->after = member_line(field, e->value, 0, owner);
        line->sign = !e->value ? '-' : now ? '~' : '+';
        drop_key(e->key, line);
        return;
    }
    if (now)
        line->before = value_line(field, now, owner);
    if (e->value)
        line->after = value_line(field, e->value, owner);
    line->sign = !e->value ? '-' : now ? '~' : '+';
}

struct edit_line edit_line_of(const struct plan *a, const struct edit *e, struct arena *owner)
{
    struct edit_line line = {.sign = '+', .address = e->address};

    if (e->kind == EDIT_ADD) {
        line.after = object_line(e->value, owner);
    } else if (e->field == UINT16_MAX) {
        line.sign = '-';
        line.before = object_title(a->objects[e->object]);
        if (str_equal(line.before, e->address))
            line.before = (struct str){NULL, 0};
    } else {
        say_field(a->objects[e->object], e, owner, &line);
    }
    return line;
}

struct str edit_subject(const struct plan *a, const struct edit *e)
{
    return e->object == OBJECT_NONE ? ((const struct object *)e->value)->id
                                    : a->objects[e->object]->id;
}

struct str edit_typed(const struct edit *e, struct arena *owner)
{
    struct text value;
    struct writer *w;

    text_init(&value, owner);
    w = writer_new(owner, WRITER_JSON_COMPACT, &value);
    edit_print_value(e, w);
    writer_finish(w);
    return str_format(owner, "%.*s=%.*s", STR_ARG(e->address),
                      STR_ARG(e->value ? str_trim(text_str(&value)) : STR("")));
}
