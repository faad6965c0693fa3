/* SPDX-License-Identifier: Apache-2.0 */
/* Field types texts, refs, hits and thresholds. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

/* --- texts ----------------------------------------------------------------------------- */

bool type_texts_parse(struct read_context *context, const struct field *field,
                      const struct node *node, void *ret_value)
{
    const struct node *item;
    struct str *items;
    size_t count, n = 0;

    if (!list_of(context, field, node, &item, &count))
        return false;
    items = ARENA_ARRAY(context->owner, struct str, count ? count : 1);
    for (size_t left = count; left > 0; left--, item = item->next)
        if (member_read(context, field, FIELD_TYPE_text, item, &items[n]))
            n++;
    *(struct texts *)ret_value = (struct texts){items, n};
    return n == count;
}

static size_t texts_count(const void *value)
{
    return ((const struct texts *)value)->count;
}

static void texts_key(const void *value, size_t i, struct text *out)
{
    text_add(out, ((const struct texts *)value)->items[i]);
}

static bool texts_named(const void *value, size_t i, struct str key)
{
    return str_equal(((const struct texts *)value)->items[i], key);
}

static void texts_print(const struct field *field, const void *value, size_t i, struct writer *w)
{
    (void)field;
    writer_text(w, ((const struct texts *)value)->items[i]);
}

static void texts_splice(const void *value, size_t at, const void *with, struct arena *owner,
                         void *ret_value)
{
    const struct texts *v = value, *n = with;
    struct texts *made = ret_value;

    made->items = array_splice(owner, v->items, v->count, sizeof(*v->items), at,
                               n ? n->items : NULL, &made->count);
}

const struct member_ops members_of_texts = {
    texts_count, texts_key, texts_named, texts_print, texts_splice, false,
};

void type_texts_print(const struct field *field, const void *value, struct writer *w)
{
    print_members(&members_of_texts, field, value, w);
}

bool type_texts_equal(const struct field *field, const void *a, const void *b)
{
    const struct texts *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!str_equal(x->items[i], y->items[i]))
            return false;
    return true;
}

void type_texts_copy(const struct field *field, const void *value, struct arena *owner,
                     void *ret_value)
{
    const struct texts *v = value;
    struct str *items = ARENA_ARRAY(owner, struct str, v->count + 1);

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        items[i] = str_copy(owner, v->items[i]);
    *(struct texts *)ret_value = (struct texts){items, v->count};
}

void type_texts_schema(const struct field *field, struct writer *w)
{
    (void)field;
    list_schema(w, "#/$defs/words");
}

/* --- refs ------------------------------------------------------------------------------ */

bool type_refs_parse(struct read_context *context, const struct field *field,
                     const struct node *node, void *ret_value)
{
    const struct node *item;
    struct ref *items;
    size_t count, n = 0;

    if (!list_of(context, field, node, &item, &count))
        return false;
    items = ARENA_ARRAY(context->owner, struct ref, count ? count : 1);
    for (size_t left = count; left > 0; left--, item = item->next)
        if (member_read(context, field, FIELD_TYPE_ref, item, &items[n]))
            n++;
    *(struct refs *)ret_value = (struct refs){items, n};
    return n == count;
}

static size_t refs_count(const void *value)
{
    return ((const struct refs *)value)->count;
}

static void refs_key(const void *value, size_t i, struct text *out)
{
    text_add(out, ((const struct refs *)value)->items[i].id);
}

static bool refs_named(const void *value, size_t i, struct str key)
{
    return str_equal(((const struct refs *)value)->items[i].id, key);
}

static void refs_print(const struct field *field, const void *value, size_t i, struct writer *w)
{
    (void)field;
    writer_text(w, ((const struct refs *)value)->items[i].id);
}

static void refs_splice(const void *value, size_t at, const void *with, struct arena *owner,
                        void *ret_value)
{
    const struct refs *v = value, *n = with;
    struct refs *made = ret_value;

    made->items = array_splice(owner, v->items, v->count, sizeof(*v->items), at,
                               n ? n->items : NULL, &made->count);
}

const struct member_ops members_of_refs = {
    refs_count, refs_key, refs_named, refs_print, refs_splice, false,
};

void type_refs_print(const struct field *field, const void *value, struct writer *w)
{
    print_members(&members_of_refs, field, value, w);
}

bool type_refs_equal(const struct field *field, const void *a, const void *b)
{
    const struct refs *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!str_equal(x->items[i].id, y->items[i].id))
            return false;
    return true;
}

void type_refs_copy(const struct field *field, const void *value, struct arena *owner,
                    void *ret_value)
{
    const struct refs *v = value;
    struct ref *items = array_copy(owner, v->items, v->count, sizeof(*v->items));

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        items[i].id = str_copy(owner, items[i].id);
    *(struct refs *)ret_value = (struct refs){items, v->count};
}

void type_refs_schema(const struct field *field, struct writer *w)
{
    (void)field;
    list_schema(w, "#/$defs/id");
}

void type_refs_refs(const struct field *field, void *value,
                    void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context)
{
    struct refs *v = value;

    for (size_t i = 0; i < v->count; i++)
        visit(context, (struct ref *)&v->items[i], field->kinds);
}

/* --- hits ------------------------------------------------------------------------------ */

bool type_hits_parse(struct read_context *context, const struct field *field,
                     const struct node *node, void *ret_value)
{
    struct hit *items;
    size_t n = 0;

    if (!map_of(context, field, node))
        return false;
    items = ARENA_ARRAY(context->owner, struct hit, node->count + 1);
    for (const struct node *item = node->first; item; item = item->next) {
        if (!is_id(item->name)) {
            bad_value(context, field, item, "'%.*s' is not an id", STR_ARG(item->name));
            continue;
        }
        items[n].target = (struct ref){item->name, OBJECT_NONE, node_name_at(item)};
        if (member_read(context, field, FIELD_TYPE_estimate, item, &items[n].delay))
            n++;
    }
    *(struct hits *)ret_value = (struct hits){items, n};
    return n == node->count;
}

static size_t hits_count(const void *value)
{
    return ((const struct hits *)value)->count;
}

static void hits_key(const void *value, size_t i, struct text *out)
{
    text_add(out, ((const struct hits *)value)->items[i].target.id);
}

static bool hits_named(const void *value, size_t i, struct str key)
{
    return str_equal(((const struct hits *)value)->items[i].target.id, key);
}

static void hits_print(const struct field *field, const void *value, size_t i, struct writer *w)
{
    write_value(FIELD_TYPE_estimate, field, &((const struct hits *)value)->items[i].delay, w);
}

static void hits_splice(const void *value, size_t at, const void *with, struct arena *owner,
                        void *ret_value)
{
    const struct hits *v = value, *n = with;
    struct hits *made = ret_value;

    made->items = array_splice(owner, v->items, v->count, sizeof(*v->items), at,
                               n ? n->items : NULL, &made->count);
}

const struct member_ops members_of_hits = {
    hits_count, hits_key, hits_named, hits_print, hits_splice, true,
};

void type_hits_print(const struct field *field, const void *value, struct writer *w)
{
    print_members(&members_of_hits, field, value, w);
}

bool type_hits_equal(const struct field *field, const void *a, const void *b)
{
    const struct hits *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!str_equal(x->items[i].target.id, y->items[i].target.id) ||
            !estimate_equal(&x->items[i].delay, &y->items[i].delay))
            return false;
    return true;
}

void type_hits_copy(const struct field *field, const void *value, struct arena *owner,
                    void *ret_value)
{
    const struct hits *v = value;
    struct hit *items = array_copy(owner, v->items, v->count, sizeof(*v->items));

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        items[i].target.id = str_copy(owner, items[i].target.id);
    *(struct hits *)ret_value = (struct hits){items, v->count};
}

void type_hits_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("object"));
    writer_key(w, STR("additionalProperties"));
    writer_map_begin(w, true);
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/estimate"));
    writer_map_end(w);
}

void type_hits_refs(const struct field *field, void *value,
                    void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context)
{
    struct hits *v = value;

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        visit(context, (struct ref *)&v->items[i].target, KIND_BIT(task) | KIND_BIT(milestone));
}

/* --- thresholds ------------------------------------------------------------------------ */

#define THRESHOLD_CEILING INT64_C(1000000000000000)

static bool threshold_read(struct str s, int64_t *ret_micro)
{
    const bool percent = s.len > 0 && s.ptr[s.len - 1] == '%';

    return str_to_fixed(percent ? str_slice(s, 0, s.len - 1) : s, percent ? 4 : 6, ret_micro) &&
           *ret_micro <= THRESHOLD_CEILING && *ret_micro >= -THRESHOLD_CEILING;
}

bool type_thresholds_parse(struct read_context *context, const struct field *field,
                           const struct node *node, void *ret_value)
{
    struct str *names;
    int64_t *micro;
    struct place *at;
    size_t n = 0;

    if (!map_of(context, field, node))
        return false;
    names = ARENA_ARRAY(context->owner, struct str, node->count + 1);
    micro = ARENA_ARRAY(context->owner, int64_t, node->count + 1);
    at = ARENA_ARRAY(context->owner, struct place, node->count + 1);
    for (const struct node *item = node->first; item; item = item->next) {
        struct str s;

        if (!scalar_of(context, field, item, &s))
            continue;
        if (str_is_empty(item->name) || item->name.len > ID_CEILING) {
            bad_value(context, field, item, "a name has 1 to %d bytes", ID_CEILING);
        } else if (!threshold_read(s, &micro[n])) {
            bad_value(context, field, item, "'%.*s' is not a number", STR_ARG(s));
        } else {
            names[n] = str_copy(context->owner, item->name);
            at[n++] = item->at;
        }
    }
    *(struct thresholds *)ret_value = (struct thresholds){names, micro, at, n};
    return n == node->count;
}

static size_t thresholds_count(const void *value)
{
    return ((const struct thresholds *)value)->count;
}

static void thresholds_key(const void *value, size_t i, struct text *out)
{
    text_add(out, ((const struct thresholds *)value)->names[i]);
}

static bool thresholds_named(const void *value, size_t i, struct str key)
{
    return str_equal(((const struct thresholds *)value)->names[i], key);
}

static void thresholds_print(const struct field *field, const void *value, size_t i,
                             struct writer *w)
{
    (void)field;
    writer_fixed(w, ((const struct thresholds *)value)->micro[i], 6);
}

static void thresholds_splice(const void *value, size_t at, const void *with,
                              struct arena *owner, void *ret_value)
{
    const struct thresholds *v = value, *n = with;
    struct thresholds *made = ret_value;

    made->names = array_splice(owner, v->names, v->count, sizeof(*v->names), at,
                               n ? n->names : NULL, &made->count);
    made->micro = array_splice(owner, v->micro, v->count, sizeof(*v->micro), at,
                               n ? n->micro : NULL, &made->count);
    made->at = array_splice(owner, v->at, v->count, sizeof(*v->at), at, n ? n->at : NULL,
                            &made->count);
}

const struct member_ops members_of_thresholds = {
    thresholds_count, thresholds_key,    thresholds_named,
    thresholds_print, thresholds_splice, true,
};

void type_thresholds_print(const struct field *field, const void *value, struct writer *w)
{
    print_members(&members_of_thresholds, field, value, w);
}

bool type_thresholds_equal(const struct field *field, const void *a, const void *b)
{
    const struct thresholds *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!str_equal(x->names[i], y->names[i]) || x->micro[i] != y->micro[i])
            return false;
    return true;
}

void type_thresholds_copy(const struct field *field, const void *value, struct arena *owner,
                          void *ret_value)
{
    const struct thresholds *v = value;
    struct str *names = array_copy(owner, v->names, v->count, sizeof(*v->names));

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        names[i] = str_copy(owner, names[i]);
    *(struct thresholds *)ret_value = (struct thresholds){
        names, array_copy(owner, v->micro, v->count, sizeof(*v->micro)),
        array_copy(owner, v->at, v->count, sizeof(*v->at)), v->count};
}

void type_thresholds_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("object"));
    writer_key(w, STR("additionalProperties"));
    writer_map_begin(w, true);
    writer_key_text(w, "type", STR("number"));
    writer_map_end(w);
}
