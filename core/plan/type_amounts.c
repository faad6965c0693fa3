/* SPDX-License-Identifier: Apache-2.0 */
/* Field type amounts: how much of each of several objects. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

#define AMOUNT_CEILING INT64_C(1000000000000)   /* a million */

static bool amount_read(struct str s, int64_t *ret_micro)
{
    const bool percent = s.len > 0 && s.ptr[s.len - 1] == '%';

    return str_to_fixed(percent ? str_slice(s, 0, s.len - 1) : s, percent ? 4 : 6, ret_micro) &&
           *ret_micro >= 0 && *ret_micro <= AMOUNT_CEILING;
}

bool type_amounts_parse(struct read_context *context, const struct field *field,
                        const struct node *node, void *ret_value)
{
    struct amount_of *items;
    size_t n = 0;

    if (!map_of(context, field, node))
        return false;
    items = ARENA_ARRAY(context->owner, struct amount_of, node->count + 1);
    for (const struct node *item = node->first; item; item = item->next) {
        struct str s;

        if (!is_id(item->name)) {
            bad_value(context, field, item, "'%.*s' is not an id", STR_ARG(item->name));
            continue;
        }
        if (!scalar_of(context, field, item, &s))
            continue;
        items[n].of = (struct ref){item->name, OBJECT_NONE, node_name_at(item)};
        if (amount_read(s, &items[n].micro))
            n++;
        else
            bad_value(context, field, item, "'%.*s' is no number from 0 to a million, or a share "
                      "with its %% sign", STR_ARG(s));
    }
    *(struct amounts *)ret_value = (struct amounts){items, n};
    return n == node->count;
}

static size_t amounts_count(const void *value)
{
    return ((const struct amounts *)value)->count;
}

static void amounts_key(const void *value, size_t i, struct text *out)
{
    text_add(out, ((const struct amounts *)value)->items[i].of.id);
}

static bool amounts_named(const void *value, size_t i, struct str key)
{
    return str_equal(((const struct amounts *)value)->items[i].of.id, key);
}

static void amounts_print(const struct field *field, const void *value, size_t i,
                          struct writer *w)
{
    (void)field;
    writer_fixed(w, ((const struct amounts *)value)->items[i].micro, 6);
}

static void amounts_splice(const void *value, size_t at, const void *with, struct arena *owner,
                           void *ret_value)
{
    const struct amounts *v = value, *n = with;
    struct amounts *made = ret_value;

    made->items = array_splice(owner, v->items, v->count, sizeof(*v->items), at,
                               n ? n->items : NULL, &made->count);
}

const struct member_ops members_of_amounts = {
    amounts_count, amounts_key, amounts_named, amounts_print, amounts_splice, true,
};

void type_amounts_print(const struct field *field, const void *value, struct writer *w)
{
    print_members(&members_of_amounts, field, value, w);
}

bool type_amounts_equal(const struct field *field, const void *a, const void *b)
{
    const struct amounts *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!str_equal(x->items[i].of.id, y->items[i].of.id) ||
            x->items[i].micro != y->items[i].micro)
            return false;
    return true;
}

void type_amounts_copy(const struct field *field, const void *value, struct arena *owner,
                       void *ret_value)
{
    const struct amounts *v = value;
    struct amount_of *items = array_copy(owner, v->items, v->count, sizeof(*v->items));

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        items[i].of.id = str_copy(owner, items[i].of.id);
    *(struct amounts *)ret_value = (struct amounts){items, v->count};
}

void type_amounts_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("object"));
    writer_key(w, STR("additionalProperties"));
    writer_map_begin(w, true);
    writer_key(w, STR("type"));
    writer_list_begin(w, true);
    writer_text(w, STR("number"));
    writer_text(w, STR("string"));
    writer_list_end(w);
    writer_map_end(w);
}

void type_amounts_refs(const struct field *field, void *value,
                       void (*visit)(void *context, struct ref *ref, uint64_t kinds),
                       void *context)
{
    struct amounts *v = value;

    for (size_t i = 0; i < v->count; i++)
        visit(context, (struct ref *)&v->items[i].of, field->kinds);
}
