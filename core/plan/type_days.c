/* SPDX-License-Identifier: Apache-2.0 */
/* Field types day_ranges and day_amounts. */
#include <string.h>

#include "core/base/arena.h"
#include "core/plan/ops.h"

/* --- day_ranges ------------------------------------------------------------------------ */

bool type_day_ranges_parse(struct read_context *context, const struct field *field,
                           const struct node *node, void *ret_value)
{
    const struct node *item;
    struct day_range *items;
    size_t count, n = 0;

    if (!list_of(context, field, node, &item, &count))
        return false;
    items = ARENA_ARRAY(context->owner, struct day_range, count);
    for (size_t left = count; left > 0; left--, item = item->next) {
        struct fault fault = {0};
        struct str s;

        if (!scalar_of(context, field, item, &s))
            continue;
        if (day_range_read(s, &items[n], &fault))
            n++;
        else
            bad_value(context, field, item, "'%.*s': %s", STR_ARG(s), fault.why);
    }
    *(struct day_ranges *)ret_value = (struct day_ranges){items, n};
    return n == count;
}

void type_day_ranges_print(const struct field *field, const void *value, struct writer *w)
{
    const struct day_ranges *v = value;

    writer_list_begin(w, true);
    for (size_t i = 0; i < v->count; i++)
        members_of_day_ranges.print(field, value, i, w);
    writer_list_end(w);
}

bool type_day_ranges_equal(const struct field *field, const void *a, const void *b)
{
    const struct day_ranges *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (x->items[i].from_day != y->items[i].from_day ||
            x->items[i].to_day != y->items[i].to_day)
            return false;
    return true;
}

void type_day_ranges_copy(const struct field *field, const void *value, struct arena *owner,
                          void *ret_value)
{
    const struct day_ranges *v = value;

    (void)field;
    *(struct day_ranges *)ret_value = (struct day_ranges){
        array_copy(owner, v->items, v->count, sizeof(*v->items)), v->count};
}

void type_day_ranges_schema(const struct field *field, struct writer *w)
{
    (void)field;
    list_schema(w, "#/$defs/days");
}

static size_t ranges_count(const void *value)
{
    return ((const struct day_ranges *)value)->count;
}

static void ranges_key(const void *value, size_t i, struct text *out)
{
    const struct day_range *r = &((const struct day_ranges *)value)->items[i];

    day_range_text(r->from_day, r->to_day, out);
}

static bool ranges_named(const void *value, size_t i, struct str key)
{
    const struct day_range *r = &((const struct day_ranges *)value)->items[i];
    struct fault fault;
    struct day_range wanted;

    return day_range_read(key, &wanted, &fault) && wanted.from_day == r->from_day &&
           wanted.to_day == r->to_day;
}

static void ranges_print(const struct field *field, const void *value, size_t i, struct writer *w)
{
    char room[LINE_ROOM];
    struct text text = {.ptr = room, .capacity = sizeof(room)};

    (void)field;
    ranges_key(value, i, &text);
    write_scalar_text(w, text_str(&text));
}

static void ranges_splice(const void *value, size_t at, const void *with, struct arena *owner,
                          void *ret_value)
{
    const struct day_ranges *v = value, *n = with;
    struct day_ranges *made = ret_value;

    made->items = array_splice(owner, v->items, v->count, sizeof(*v->items), at,
                               n ? n->items : NULL, &made->count);
}

const struct member_ops members_of_day_ranges = {
    ranges_count, ranges_key, ranges_named, ranges_print, ranges_splice, false,
};

/* --- day_amounts ----------------------------------------------------------------------- */

/* The key of one amount: a day from which it holds, or the days it holds for. */
static bool days_read(const struct field *field, struct str s, struct day_amount *ret_amount,
                      struct fault *fault)
{
    struct day_range range;

    if (!day_range_read(s, &range, fault))
        return false;
    if (!(field->flags & FIELD_RANGES)) {
        if (str_find(s, STR("..")) < s.len) {
            fault->why = "one day is wanted, from which on the number holds";
            return false;
        }
        range.to_day = range.from_day - 1;
    }
    ret_amount->from_day = range.from_day;
    ret_amount->to_day = range.to_day;
    return true;
}

bool type_day_amounts_parse(struct read_context *context, const struct field *field,
                            const struct node *node, void *ret_value)
{
    struct day_amount *items;
    size_t n = 0;

    if (!map_of(context, field, node))
        return false;
    items = ARENA_ARRAY(context->owner, struct day_amount, node->count);
    for (const struct node *item = node->first; item; item = item->next) {
        struct fault fault = {0};

        if (!days_read(field, str_trim(item->name), &items[n], &fault)) {
            bad_value(context, field, item, "'%.*s': %s", STR_ARG(item->name), fault.why);
            continue;
        }
        if (member_read(context, field, FIELD_TYPE_amount, item, &items[n].micro))
            n++;
    }
    *(struct day_amounts *)ret_value = (struct day_amounts){items, n};
    return n == node->count;
}

static size_t amounts_count(const void *value)
{
    return ((const struct day_amounts *)value)->count;
}

static void amounts_key(const void *value, size_t i, struct text *out)
{
    const struct day_amount *d = &((const struct day_amounts *)value)->items[i];

    day_range_text(d->from_day, d->to_day < d->from_day ? d->from_day : d->to_day, out);
}

static bool amounts_named(const void *value, size_t i, struct str key)
{
    const struct day_amount *d = &((const struct day_amounts *)value)->items[i];
    struct fault fault;
    struct day_range wanted;

    return day_range_read(key, &wanted, &fault) && wanted.from_day == d->from_day &&
           wanted.to_day == (d->to_day < d->from_day ? d->from_day : d->to_day);
}

static void amounts_print(const struct field *field, const void *value, size_t i, struct writer *w)
{
    (void)field;
    writer_fixed(w, ((const struct day_amounts *)value)->items[i].micro, 6);
}

static void amounts_splice(const void *value, size_t at, const void *with, struct arena *owner,
                           void *ret_value)
{
    const struct day_amounts *v = value, *n = with;
    struct day_amounts *made = ret_value;

    made->items = array_splice(owner, v->items, v->count, sizeof(*v->items), at,
                               n ? n->items : NULL, &made->count);
}

const struct member_ops members_of_day_amounts = {
    amounts_count, amounts_key, amounts_named, amounts_print, amounts_splice, true,
};

void type_day_amounts_print(const struct field *field, const void *value, struct writer *w)
{
    print_members(&members_of_day_amounts, field, value, w);
}

bool type_day_amounts_equal(const struct field *field, const void *a, const void *b)
{
    const struct day_amounts *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (x->items[i].from_day != y->items[i].from_day ||
            x->items[i].to_day != y->items[i].to_day || x->items[i].micro != y->items[i].micro)
            return false;
    return true;
}

void type_day_amounts_copy(const struct field *field, const void *value, struct arena *owner,
                           void *ret_value)
{
    const struct day_amounts *v = value;

    (void)field;
    *(struct day_amounts *)ret_value = (struct day_amounts){
        array_copy(owner, v->items, v->count, sizeof(*v->items)), v->count};
}

void type_day_amounts_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("object"));
    writer_key(w, STR("propertyNames"));
    writer_map_begin(w, true);
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/days"));
    writer_map_end(w);
    writer_key(w, STR("additionalProperties"));
    writer_map_begin(w, true);
    writer_key_text(w, "type", STR("number"));
    writer_key_i64(w, "minimum", 0);
    writer_map_end(w);
}
