/* SPDX-License-Identifier: Apache-2.0 */
/* Field type edits. Reading keeps the addresses and the raw values; plan_seal resolves
 * them (edit_resolve.c), because an address may name an object that comes later. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

bool type_edits_parse(struct read_context *context, const struct field *field,
                      const struct node *node, void *ret_value)
{
    struct edit *items;
    size_t n = 0;

    if (!map_of(context, field, node))
        return false;
    items = ARENA_ARRAY(context->owner, struct edit, node->count + 1);
    for (const struct node *item = node->first; item; item = item->next)
        items[n++] = (struct edit){
            .kind = item->kind == NODE_NULL ? EDIT_REMOVE : EDIT_SET,
            .address = str_copy(context->owner, item->name),
            .at = node_name_at(item),
            .raw = item,
            .object = OBJECT_NONE,
            .field = FIELD_ABSENT,
            .inner = FIELD_ABSENT,
        };
    *(struct edits *)ret_value = (struct edits){items, n};
    return true;
}

void edit_print_value(const struct edit *e, struct writer *w)
{
    const struct member_ops *members;

    if (!e->value) {
        writer_null(w);
    } else if (!e->of) {
        write_fields(e->value, true, w);
    } else if (e->key.len == 0 || e->inner != FIELD_ABSENT) {
        field_types[e->of->type].print(e->of, e->value, w);
    } else {
        members = member_types[e->of->type];
        if (members->map || e->of->type == FIELD_TYPE_links)
            members->print(e->of, e->value, 0, w);
        else
            writer_bool(w, true);
    }
}

void type_edits_print(const struct field *field, const void *value, struct writer *w)
{
    const struct edits *v = value;

    (void)field;
    writer_map_begin(w, true);
    for (size_t i = 0; i < v->count; i++) {
        writer_key(w, v->items[i].address);
        edit_print_value(&v->items[i], w);
    }
    writer_map_end(w);
}

static bool edit_equal(const struct edit *a, const struct edit *b)
{
    if (a->kind != b->kind || !str_equal(a->address, b->address) || a->of != b->of ||
        !a->value != !b->value)
        return false;
    if (!a->value)
        return true;
    return a->of ? field_types[a->of->type].equal(a->of, a->value, b->value)
                 : object_equal(a->value, b->value);
}

bool type_edits_equal(const struct field *field, const void *a, const void *b)
{
    const struct edits *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!edit_equal(&x->items[i], &y->items[i]))
            return false;
    return true;
}

void type_edits_copy(const struct field *field, const void *value, struct arena *owner,
                     void *ret_value)
{
    const struct edits *v = value;
    struct edit *items = array_copy(owner, v->items, v->count, sizeof(*v->items));

    (void)field;
    for (size_t i = 0; i < v->count; i++) {
        struct edit *e = &items[i];
        void *copy;

        e->address = str_copy(owner, e->address);
        e->key = e->key.len > 0 ? str_copy(owner, e->key) : e->key;
        if (!e->value)
            continue;
        if (!e->of) {
            e->value = object_copy(e->value, owner);
            continue;
        }
        copy = arena_take(owner, 1, field_types[e->of->type].size);
        field_types[e->of->type].copy(e->of, e->value, owner, copy);
        e->value = copy;
    }
    *(struct edits *)ret_value = (struct edits){items, v->count};
}

void type_edits_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/edits"));
}

void type_edits_refs(const struct field *field, void *value,
                     void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context)
{
    const struct edits *v = value;

    (void)field;
    for (size_t i = 0; i < v->count; i++) {
        const struct edit *e = &v->items[i];

        if (e->value && e->of)
            value_refs(e->of, (void *)e->value, visit, context);
        else if (e->value)
            object_refs(e->value, visit, context);
    }
}
