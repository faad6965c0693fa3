/* SPDX-License-Identifier: Apache-2.0 */
/* The difference of two plans, over the schema table. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/edit/edit.h"
#include "core/plan/member.h"

#define NO_FIELD UINT16_MAX

struct diff {
    const struct plan *a, *b;
    struct arena *owner;
    struct edit *items;
    size_t count, capacity;
    uint32_t object;        /* in `a`, whose fields are compared */
    uint16_t field;
};

static struct edit *add(struct diff *d, enum edit_kind kind, struct str address)
{
    struct edit *e;

    arena_grow(d->owner, (void **)&d->items, d->count, &d->capacity, sizeof(*d->items), SIZE_MAX);
    e = &d->items[d->count++];
    *e = (struct edit){.kind = kind, .address = address, .object = d->object, .field = d->field,
                       .inner = NO_FIELD};
    return e;
}

/* A single object is addressed by its section, whatever its id. */
static struct str name_of(const struct object *o)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    return info->flags & KIND_SINGLE ? str_of(info->section) : o->id;
}

static bool is_equal(const struct field *field, const void *a, const void *b)
{
    return a == b || (a && b && field_types[field->type].equal(field, a, b));
}

static void set(struct diff *d, struct str address, const struct field *field, const void *value)
{
    struct edit *e = add(d, value ? EDIT_SET : EDIT_REMOVE, address);

    e->of = value ? field : NULL;
    e->value = value;
}

/* --- members --------------------------------------------------------------------------- */

/* The keys of both values. An edit finds the first member that a key names, so each must
 * name one only, on both sides. */
struct keys {
    const struct field *field;
    const void *a, *b;
    size_t count_a, count_b;
    struct str *of_a, *of_b;
};

static bool take_keys(const struct field *field, const void *value, size_t count, bool typed,
                      struct arena *owner, struct str *ret_keys)
{
    for (size_t i = 0; i < count; i++)
        if (!member_key(field, value, i, typed, owner, &ret_keys[i]))
            return false;
    for (size_t i = 0; i < count; i++)
        if (member_find(field, value, ret_keys[i]) != i)
            return false;
    return true;
}

static bool find_keys(struct diff *d, struct keys *k, bool typed)
{
    return take_keys(k->field, k->a, k->count_a, typed, d->owner, k->of_a) &&
           take_keys(k->field, k->b, k->count_b, typed, d->owner, k->of_b);
}

/* Whether b is what stays of a, in its order, and then what is new. */
static bool keeps_order(const struct keys *k)
{
    size_t next = 0, from = 0;

    while (next < k->count_b && member_find(k->field, k->a, k->of_b[next]) < k->count_a) {
        const size_t at = member_find(k->field, k->a, k->of_b[next]);

        if (at < from)
            return false;
        from = at + 1;
        next++;
    }
    for (; next < k->count_b; next++)
        if (member_find(k->field, k->a, k->of_b[next]) < k->count_a)
            return false;
    return true;
}

static struct str key_address(struct diff *d, struct str address, struct str key)
{
    return str_format(d->owner, "%.*s[%.*s]", STR_ARG(address), STR_ARG(key));
}

/* Field by field of an object inside an object. */
static void compare_inner(struct diff *d, struct str address, struct str key,
                          const struct object *a, const struct object *b)
{
    const struct kind_info *info = &schema_kinds[a->kind];

    for (uint16_t i = 0; i < info->field_count; i++) {
        const void *x = object_value(a, i), *y = object_value(b, i);
        struct edit *e;

        if (x == y || is_equal(&info->fields[i], x, y))
            continue;
        set(d, str_format(d->owner, "%.*s.%s", STR_ARG(address), info->fields[i].name),
            &info->fields[i], y);
        e = &d->items[d->count - 1];
        e->inner = i;
        e->key = key;
    }
}

static void compare_members(struct diff *d, struct str address, const struct keys *k)
{
    for (size_t i = 0; i < k->count_a; i++) {
        const size_t at = member_find(k->field, k->b, k->of_a[i]);
        const struct str there = key_address(d, address, k->of_a[i]);
        const void *now, *before;

        if (at == k->count_b) {
            add(d, EDIT_REMOVE, there)->key = k->of_a[i];
            d->items[d->count - 1].of = k->field;
            continue;
        }
        before = member_alone(k->field, k->a, i, d->owner);
        now = member_alone(k->field, k->b, at, d->owner);
        if (is_equal(k->field, before, now))
            continue;
        if (k->field->type == FIELD_TYPE_many) {
            compare_inner(d, there, k->of_a[i], ((const struct objects *)before)->items[0],
                          ((const struct objects *)now)->items[0]);
        } else {
            set(d, there, k->field, now);
            d->items[d->count - 1].key = k->of_a[i];
        }
    }
    for (size_t i = 0; i < k->count_b; i++)
        if (member_find(k->field, k->a, k->of_b[i]) == k->count_a) {
            set(d, key_address(d, address, k->of_b[i]), k->field,
                member_alone(k->field, k->b, i, d->owner));
            d->items[d->count - 1].key = k->of_b[i];
        }
}

/* True: the members' edits are added. */
static bool by_member(struct diff *d, struct str address, const struct field *field,
                      const void *a, const void *b)
{
    struct keys k = {.field = field, .a = a, .b = b, .count_a = member_count(field, a),
                     .count_b = member_count(field, b)};

    if (k.count_a == 0 || k.count_b == 0)
        return false;
    k.of_a = ARENA_ARRAY(d->owner, struct str, k.count_a);
    k.of_b = ARENA_ARRAY(d->owner, struct str, k.count_b);
    if (!find_keys(d, &k, false) &&
        (field->type != FIELD_TYPE_links || !find_keys(d, &k, true)))
        return false;
    if (!keeps_order(&k))
        return false;
    compare_members(d, address, &k);
    return true;
}

/* --- objects --------------------------------------------------------------------------- */

static void compare_field(struct diff *d, const struct object *a, const struct object *b,
                          uint16_t index)
{
    const struct field *field = &schema_kinds[a->kind].fields[index];
    const void *x = object_value(a, index), *y = object_value(b, index);
    struct str address;

    if (x == y || is_equal(field, x, y))
        return;
    d->field = index;
    address = str_format(d->owner, "%.*s.%s", STR_ARG(name_of(a)), field->name);
    if (x && y && field->type == FIELD_TYPE_one)
        compare_inner(d, address, (struct str){NULL, 0},
                      ((const struct objects *)x)->items[0],
                      ((const struct objects *)y)->items[0]);
    else if (!x || !y || !member_possible(field) || !by_member(d, address, field, x, y))
        set(d, address, field, y);
}

static void compare_objects(struct diff *d, const struct object *a, const struct object *b)
{
    if (a == b)
        return;
    d->object = a->number;
    for (uint16_t i = 0; i < schema_kinds[a->kind].field_count; i++)
        if (a->kind != KIND_program || i != FIELD_program_id)
            compare_field(d, a, b, i);
}

/* The same object in the other plan: of this id and of this kind. */
static const struct object *same(const struct plan *p, const struct object *o)
{
    const struct object *found = o->kind == KIND_program  ? p->program
                                 : o->kind == KIND_policy ? p->policy
                                                          : plan_find(p, o->id);

    return found && found->kind == o->kind ? found : NULL;
}

static void remove_object(struct diff *d, const struct object *o)
{
    d->object = o->number;
    d->field = NO_FIELD;
    add(d, EDIT_REMOVE, o->id);
}

static void add_object(struct diff *d, const struct object *o)
{
    d->object = OBJECT_NONE;
    d->field = NO_FIELD;
    add(d, EDIT_ADD, str_format(d->owner, "%s.%.*s", schema_kinds[o->kind].section,
                                STR_ARG(o->id)))->value = o;
}

struct edits edit_diff(const struct plan *a, const struct plan *b, struct arena *owner)
{
    struct diff d = {.a = a, .b = b, .owner = owner};

    for (int k = 0; k < KIND_COUNT; k++) {
        if (schema_kinds[k].flags & KIND_PRIVATE)
            continue;
        for (uint32_t i = 0; i < plan_count(a, (enum kind)k); i++) {
            const struct object *o = plan_nth(a, (enum kind)k, i), *other = same(b, o);

            if (other)
                compare_objects(&d, o, other);
            else
                remove_object(&d, o);
        }
        for (uint32_t i = 0; i < plan_count(b, (enum kind)k); i++)
            if (!same(a, plan_nth(b, (enum kind)k, i)))
                add_object(&d, plan_nth(b, (enum kind)k, i));
    }
    return (struct edits){d.items, d.count};
}

/* --- lists of lists -------------------------------------------------------------------- */

bool edit_inverse(const struct plan *before, const struct edits *edits, struct arena *owner,
                  struct edits *ret_inverse, struct diags *out)
{
    const struct plan *after;

    if (!plan_apply(before, edits->items, edits->count, owner, &after, out))
        return false;
    *ret_inverse = edit_diff(after, before, owner);
    return true;
}

bool edit_compose(const struct plan *before, const struct edits *first,
                  const struct edits *second, struct arena *owner, struct edits *ret_both,
                  struct diags *out)
{
    const struct plan *middle, *after;
    struct edits then;

    if (!plan_apply(before, first->items, first->count, owner, &middle, out))
        return false;
    then = plan_number_edits(middle, second, owner);
    if (!plan_apply(middle, then.items, then.count, owner, &after, out))
        return false;
    *ret_both = edit_diff(before, after, owner);
    return true;
}
