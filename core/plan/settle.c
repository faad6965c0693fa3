/* SPDX-License-Identifier: Apache-2.0 */
/* Edits that the plan holds of objects that other edits take out. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/plan.h"

enum { ABSENT = UINT16_MAX };

struct settling {
    const struct plan *p;
    struct arena *owner;
    bool *gone;                 /* [object_count] */
    struct edit *items;
    size_t count, capacity;
};

static void add(struct settling *s, struct edit e)
{
    if (arena_grow(s->owner, (void **)&s->items, s->count, &s->capacity, sizeof(e),
                   PLAN_OBJECT_CEILING))
        s->items[s->count++] = e;
}

/* What is left of a list without edits of what is gone; false: nothing is to be done. */
static bool left_of(struct settling *s, const struct edits *edits,
                    const struct edits **ret_left)
{
    struct edit *left = ARENA_ARRAY(s->owner, struct edit, edits->count + 1);
    struct edits *made = ARENA_NEW(s->owner, struct edits);

    for (size_t i = 0; i < edits->count; i++)
        if (edits->items[i].object == OBJECT_NONE || !s->gone[edits->items[i].object])
            left[made->count++] = edits->items[i];
    made->items = left;
    *ret_left = made->count > 0 ? made : NULL;
    return made->count < edits->count;
}

static void settle_nested(struct settling *s, const struct object *o, uint16_t field)
{
    const struct field *outer = &schema_kinds[o->kind].fields[field];
    const struct kind_info *info = &schema_kinds[outer->nested];
    const struct objects *nested = object_value(o, field);

    for (size_t n = 0; nested && n < nested->count; n++)
        for (uint16_t f = 0; f < info->field_count; f++) {
            const struct edits *edits = object_value(nested->items[n], f);
            const struct edits *left;
            const bool keyed = outer->type == FIELD_TYPE_many;

            if (info->fields[f].type != FIELD_TYPE_edits || !edits ||
                !left_of(s, edits, &left))
                continue;
            add(s, (struct edit){
                       .kind = left ? EDIT_SET : EDIT_REMOVE,
                       .address = keyed ? str_format(s->owner, "%.*s.%s[%.*s].%s", STR_ARG(o->id),
                                                     outer->name, STR_ARG(nested->items[n]->id),
                                                     info->fields[f].name)
                                        : str_format(s->owner, "%.*s.%s.%s", STR_ARG(o->id),
                                                     outer->name, info->fields[f].name),
                       .object = o->number, .field = field, .inner = f,
                       .key = keyed ? nested->items[n]->id : (struct str){NULL, 0},
                       .of = &info->fields[f], .value = left});
        }
}

static void settle_object(struct settling *s, const struct object *o)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (uint16_t f = 0; f < info->field_count; f++) {
        const struct field *field = &info->fields[f];
        const struct edits *edits = object_value(o, f), *left;

        if (field->type == FIELD_TYPE_one || field->type == FIELD_TYPE_many)
            settle_nested(s, o, f);
        else if (field->type == FIELD_TYPE_edits && edits && left_of(s, edits, &left))
            add(s, (struct edit){.kind = left ? EDIT_SET : EDIT_REMOVE,
                                 .address = str_format(s->owner, "%.*s.%s", STR_ARG(o->id),
                                                       field->name),
                                 .object = o->number, .field = f, .inner = ABSENT, .of = field,
                                 .value = left});
    }
}

struct edits plan_settle_edits(const struct plan *p, const struct edits *edits,
                               struct arena *owner)
{
    struct settling s = {.p = p, .owner = owner};
    bool any = false;

    s.gone = ARENA_ARRAY(owner, bool, (size_t)p->object_count + 1);
    for (size_t i = 0; i < edits->count; i++) {
        const struct edit *e = &edits->items[i];

        if (e->object == OBJECT_NONE || e->field != ABSENT || e->value)
            continue;
        s.gone[e->object] = any = true;
    }
    if (!any)
        return *edits;
    for (uint32_t n = 0; n < p->object_count; n++)  /* before what they name is gone */
        if (!s.gone[n])
            settle_object(&s, p->objects[n]);
    for (size_t i = 0; i < edits->count; i++)
        add(&s, edits->items[i]);
    return (struct edits){s.items, s.count};
}
