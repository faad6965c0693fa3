/* SPDX-License-Identifier: Apache-2.0 */
/* Field types one and many: objects that live inside another object. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

/* A list of nested objects names them 1, 2, 3... */
static struct str number_id(struct arena *owner, size_t n)
{
    return str_format(owner, "%zu", n);
}

/* The object is there even where a field of it is wrong: others may name it. */
static const struct object *one_object(struct read_context *context, const struct field *field,
                                       const struct node *node, struct str id, struct place at,
                                       bool *io_good)
{
    struct object *before = builder_current(context->builder);
    struct object_draft *draft = draft_nested(context->builder, before, field, id, at);

    *io_good = draft_read(context, draft, node) && *io_good;
    return &draft->o;
}

static bool read_list(struct read_context *context, const struct field *field,
                      const struct node *node, struct objects *ret_objects)
{
    const struct object **items = ARENA_ARRAY(context->owner, const struct object *,
                                              node->count + 1);
    bool good = true;
    size_t n = 0;

    for (const struct node *item = node->first; item; item = item->next, n++)
        items[n] = one_object(context, field, item, number_id(context->owner, n + 1), item->at,
                              &good);
    *ret_objects = (struct objects){items, n};
    return good;
}

static bool read_map(struct read_context *context, const struct field *field,
                     const struct node *node, struct objects *ret_objects)
{
    const struct object **items = ARENA_ARRAY(context->owner, const struct object *,
                                              node->count + 1);
    bool good = true;
    size_t n = 0;

    for (const struct node *item = node->first; item; item = item->next) {
        if (!is_id(item->name)) {
            diag_error(context->out, "bad-id", node_name_at(item), "'%.*s' is not an id",
                       STR_ARG(str_slice(item->name, 0, 60)));
            diag_hint(context->out, "an id has letters, digits, - and _ only, starts with a "
                                    "letter or a digit, and has %d bytes at most", ID_CEILING);
            good = false;
            continue;
        }
        items[n++] = one_object(context, field, item, str_copy(context->owner, item->name),
                                node_name_at(item), &good);
    }
    *ret_objects = (struct objects){items, n};
    return good;
}

bool type_objects_parse(struct read_context *context, const struct field *field,
                        const struct node *node, void *ret_value)
{
    const struct object **only;
    bool good = true;

    if (field->type == FIELD_TYPE_many)
        return node->kind == NODE_LIST ? read_list(context, field, node, ret_value)
               : map_of(context, field, node) ? read_map(context, field, node, ret_value)
                                              : false;
    if (!map_of(context, field, node))
        return false;
    only = ARENA_NEW(context->owner, const struct object *);
    only[0] = one_object(context, field, node, str_of(field->name), node->at, &good);
    *(struct objects *)ret_value = (struct objects){only, 1};
    return good;
}

void write_fields(const struct object *o, bool flow, struct writer *w)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    writer_map_begin(w, flow);
    for (uint16_t i = 0; i < info->field_count; i++) {
        const void *value = object_value(o, i);

        if (!value)
            continue;
        writer_key(w, str_of(info->fields[i].name));
        field_types[info->fields[i].type].print(&info->fields[i], value, w);
    }
    writer_map_end(w);
}

static bool numbered(const struct objects *v)
{
    for (size_t i = 0; i < v->count; i++) {
        int64_t n;

        if (v->items[i]->id.ptr[0] == '0' || !str_to_i64(v->items[i]->id, &n) ||
            n != (int64_t)i + 1)
            return false;
    }
    return true;
}

void type_objects_print(const struct field *field, const void *value, struct writer *w)
{
    const struct objects *v = value;

    if (field->type == FIELD_TYPE_one) {
        write_fields(v->items[0], true, w);
        return;
    }
    if (v->count > 0 && numbered(v)) {
        writer_list_begin(w, false);
        for (size_t i = 0; i < v->count; i++)
            write_fields(v->items[i], true, w);
        writer_list_end(w);
        return;
    }
    writer_map_begin(w, v->count == 0);
    for (size_t i = 0; i < v->count; i++) {
        writer_key(w, v->items[i]->id);
        write_fields(v->items[i], true, w);
    }
    writer_map_end(w);
}

bool object_equal(const struct object *a, const struct object *b)
{
    const struct kind_info *info = &schema_kinds[a->kind];

    if (a->kind != b->kind || a->stated != b->stated || !str_equal(a->id, b->id))
        return false;
    for (uint16_t i = 0; i < info->field_count; i++) {
        const void *x = object_value(a, i), *y = object_value(b, i);

        if (x && !field_types[info->fields[i].type].equal(&info->fields[i], x, y))
            return false;
    }
    return true;
}

bool type_objects_equal(const struct field *field, const void *a, const void *b)
{
    const struct objects *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!object_equal(x->items[i], y->items[i]))
            return false;
    return true;
}

struct object *object_copy(const struct object *o, struct arena *owner)
{
    const struct kind_info *info = &schema_kinds[o->kind];
    const size_t count = (size_t)__builtin_popcountll(o->stated);
    struct object *made = ARENA_NEW(owner, struct object);
    struct cell *cells = ARENA_ARRAY(owner, struct cell, count + 1);
    size_t n = 0;

    *made = *o;
    made->id = str_copy(owner, o->id);
    made->cells = cells;
    for (uint16_t i = 0; i < info->field_count; i++) {
        const struct field_type *type = &field_types[info->fields[i].type];
        const void *value = object_value(o, i);
        void *copy;

        if (!value)
            continue;
        copy = arena_take(owner, 1, type->size);
        type->copy(&info->fields[i], value, owner, copy);
        cells[n].value = copy;
        cells[n++].at = object_cell(o, i)->at;
    }
    object_adopt(made);
    return made;
}

void object_adopt(struct object *o)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (uint16_t i = 0; i < info->field_count; i++) {
        const struct objects *v = object_value(o, i);

        if (!v || !is_nesting(&info->fields[i]))
            continue;
        for (size_t n = 0; n < v->count; n++)
            ((struct object *)v->items[n])->inside = o;
    }
}

void type_objects_copy(const struct field *field, const void *value, struct arena *owner,
                       void *ret_value)
{
    const struct objects *v = value;
    const struct object **items = ARENA_ARRAY(owner, const struct object *, v->count + 1);

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        items[i] = object_copy(v->items[i], owner);
    *(struct objects *)ret_value = (struct objects){items, v->count};
}

void type_objects_schema(const struct field *field, struct writer *w)
{
    const char *definition = schema_kinds[field->nested].name;
    struct str name = str_of(definition);
    char room[LINE_ROOM];
    struct text text = {.ptr = room, .capacity = sizeof(room)};

    text_add(&text, STR("#/$defs/"));
    text_add(&text, name);
    if (field->type == FIELD_TYPE_one) {
        writer_key(w, STR("$ref"));
        writer_text(w, text_str(&text));
        return;
    }
    writer_key(w, STR("oneOf"));
    writer_list_begin(w, false);
    for (int list = 0; list < 2; list++) {
        writer_map_begin(w, true);
        writer_key_text(w, "type", list ? STR("array") : STR("object"));
        writer_key(w, list ? STR("items") : STR("additionalProperties"));
        writer_map_begin(w, true);
        writer_key(w, STR("$ref"));
        writer_text(w, text_str(&text));
        writer_map_end(w);
        writer_map_end(w);
    }
    writer_list_end(w);
}

void type_objects_refs(const struct field *field, void *value,
                       void (*visit)(void *context, struct ref *ref, uint64_t kinds),
                       void *context)
{
    const struct objects *v = value;

    (void)field;
    for (size_t n = 0; n < v->count; n++)
        object_refs(v->items[n], visit, context);
}

void object_refs(const struct object *o,
                 void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (uint16_t i = 0; i < info->field_count; i++) {
        void *value = (void *)object_value(o, i);

        if (value)
            value_refs(&info->fields[i], value, visit, context);
    }
}

/* --- members --------------------------------------------------------------------------- */

static size_t objects_count(const void *value)
{
    return ((const struct objects *)value)->count;
}

static void objects_key(const void *value, size_t i, struct text *out)
{
    text_add(out, ((const struct objects *)value)->items[i]->id);
}

static bool objects_named(const void *value, size_t i, struct str key)
{
    return str_equal(((const struct objects *)value)->items[i]->id, key);
}

static void objects_print(const struct field *field, const void *value, size_t i, struct writer *w)
{
    (void)field;
    write_fields(((const struct objects *)value)->items[i], true, w);
}

static void objects_splice(const void *value, size_t at, const void *with, struct arena *owner,
                           void *ret_value)
{
    const struct objects *v = value, *n = with;
    struct objects *made = ret_value;

    made->items = array_splice(owner, v->items, v->count, sizeof(*v->items), at,
                               n ? n->items : NULL, &made->count);
}

const struct member_ops members_of_objects = {
    objects_count, objects_key, objects_named, objects_print, objects_splice, true,
};
