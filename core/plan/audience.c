/* SPDX-License-Identifier: Apache-2.0 */
/* A plan as one audience may see it. Here, and nowhere else, is decided what is withheld: a report
 * is given the plan made here, so a withheld object has no name, no title and no field to print. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

static const struct str withheld_name = {WITHHELD_NAME, sizeof(WITHHELD_NAME) - 1};

struct masking {
    const struct plan *plan;
    const bool *withheld;       /* [object_count] */
    struct str audience;
    struct arena *owner;
};

bool object_is_withheld(const struct object *o)
{
    return str_equal(o->id, withheld_name);
}

/* Whether an audience is stated, and this one is not in it. */
static bool is_kept_from(const struct object *o, struct str audience)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (uint16_t i = 0; i < info->field_count; i++) {
        const struct texts *stated = object_value(o, i);

        if (!stated || info->fields[i].type != FIELD_TYPE_texts ||
            !name_is("audience", str_of(info->fields[i].name)))
            continue;
        for (size_t n = 0; n < stated->count; n++)
            if (str_equal(stated->items[n], audience))
                return false;
        return true;
    }
    return false;
}

static void mask_ref(void *context, struct ref *ref, uint64_t kinds)
{
    const struct masking *m = context;

    (void)kinds;
    if (ref->object != OBJECT_NONE && m->withheld[ref->object])
        ref->id = withheld_name;
}

static void mask_object(const struct masking *m, const struct object *o);
static void mask_edits(const struct masking *m, struct edits *edits);

/* What ids stand in a value beside its references. */
static void mask_value(const struct masking *m, const struct field *field, void *value)
{
    const struct objects *nested = value;

    if (field->type == FIELD_TYPE_edits)
        mask_edits(m, value);
    for (size_t n = 0; is_nesting(field) && n < nested->count; n++)
        mask_object(m, nested->items[n]);
}

/* Of a withheld object, of a list's member named as one, or making one that would be withheld. */
static bool is_edit_withheld(const struct masking *m, const struct edit *e)
{
    struct str rest = e->key, word;
    const struct object *named = next_word(&rest, &word) ? plan_find(m->plan, word) : NULL;

    if (e->object != OBJECT_NONE && m->withheld[e->object])
        return true;
    if (named && m->withheld[named->number])
        return true;
    return e->value && !e->of && is_kept_from(e->value, m->audience);
}

/* Edits address objects by text. */
static void mask_edits(const struct masking *m, struct edits *edits)
{
    struct edit *items = (struct edit *)edits->items;
    size_t kept = 0;

    for (size_t i = 0; i < edits->count; i++) {
        if (is_edit_withheld(m, &items[i]))
            continue;
        if (items[i].value && items[i].of)
            mask_value(m, items[i].of, (void *)items[i].value);
        else if (items[i].value)
            mask_object(m, items[i].value);
        items[kept++] = items[i];
    }
    edits->count = kept;
}

/* `o` is a copy of ours, with all that is in it. */
static void mask_object(const struct masking *m, const struct object *o)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (uint16_t i = 0; i < info->field_count; i++)
        if (object_value(o, i))
            mask_value(m, &info->fields[i], (void *)object_value(o, i));
}

static const struct object *masked(struct masking *m, const struct object *o)
{
    struct object *made;

    if (m->withheld[o->number]) {
        made = ARENA_NEW(m->owner, struct object);
        *made = (struct object){.kind = o->kind, .number = o->number, .id = withheld_name,
                                .key = o->key};
        return made;
    }
    made = object_copy(o, m->owner);
    mask_object(m, made);
    object_refs(made, mask_ref, m);
    return made;
}

const struct plan *plan_for_audience(const struct plan *p, struct str audience,
                                     const struct plan *also, struct arena *owner,
                                     uint32_t *ret_withheld)
{
    bool *withheld = ARENA_ARRAY(owner, bool, p->object_count);
    struct masking m = {p, withheld, audience, owner};
    const struct object **objects;
    struct plan *made;

    *ret_withheld = 0;
    for (uint32_t i = 0; i < p->object_count; i++) {
        const struct object *o = p->objects[i];
        const struct object *there = also ? plan_find(also, o->id) : NULL;

        withheld[i] = is_kept_from(o, audience) || (there && is_kept_from(there, audience));
        *ret_withheld += withheld[i];
    }
    /* What was believed about it, too. */
    for (uint32_t i = p->first[KIND_pulse]; i < p->first[KIND_pulse + 1]; i++) {
        const struct ref *about = pulse_get_about(p->objects[i]);

        if (!withheld[i] && about && about->object != OBJECT_NONE && withheld[about->object]) {
            withheld[i] = true;
            ++*ret_withheld;
        }
    }
    if (*ret_withheld == 0)
        return p;
    objects = ARENA_ARRAY(owner, const struct object *, p->object_count);
    for (uint32_t i = 0; i < p->object_count; i++)
        objects[i] = masked(&m, p->objects[i]);
    made = ARENA_NEW(owner, struct plan);
    plan_digest(p, owner);      /* remembered now: a report's run is that of the whole plan */
    *made = *p;
    made->owner = owner;
    made->objects = objects;
    made->program = objects[p->program->number];
    made->policy = objects[p->policy->number];
    return made;
}
