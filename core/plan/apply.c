/* SPDX-License-Identifier: Apache-2.0 */
/* A plan with edits applied. Where no object comes or goes, every object but the edited ones
 * is shared with the old plan, and numbers stay; otherwise the plan is built anew. */
#include <string.h>

#include "core/base/arena.h"
#include "core/plan/member.h"
#include "core/plan/ops.h"

enum { HINTS_MOST = 3 };

struct applying {
    const struct plan *old;
    struct arena *owner;
    struct diags *out;
    unsigned hints;             /* given so far */
};

/* --- one edit -------------------------------------------------------------------------- */

static const void *value_copy(const struct field *field, const void *value, struct arena *owner)
{
    void *copy = arena_take(owner, 1, field_types[field->type].size);

    field_types[field->type].copy(field, value, owner, copy);
    return copy;
}

static void draft_drop(struct object_draft *draft, uint16_t field)
{
    const uint64_t bit = UINT64_C(1) << field;
    const size_t used = (size_t)__builtin_popcountll(draft->o.stated);
    const size_t slot = (size_t)__builtin_popcountll(draft->o.stated & (bit - 1));

    if (!(draft->o.stated & bit))
        return;
    memmove(draft->cells + slot, draft->cells + slot + 1,
            (used - slot - 1) * sizeof(*draft->cells));
    draft->o.stated &= ~bit;
}

/* The object with its own cells; the values are shared, nested objects are its own. */
static struct object_draft *draft_of(const struct object *o, struct arena *owner);

static void own_nested(struct object *o, struct cell *cells, struct arena *owner)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (uint16_t i = 0; i < info->field_count; i++) {
        const struct objects *now = object_value(o, i);
        const struct object **items;
        struct objects *made;

        if (!now || !is_nesting(&info->fields[i]))
            continue;
        items = ARENA_ARRAY(owner, const struct object *, now->count + 1);
        for (size_t n = 0; n < now->count; n++) {
            struct object_draft *nested = draft_of(now->items[n], owner);

            nested->o.inside = o;
            items[n] = &nested->o;
        }
        made = ARENA_NEW(owner, struct objects);
        *made = (struct objects){items, now->count};
        cells[__builtin_popcountll(o->stated & ((UINT64_C(1) << i) - 1))].value = made;
    }
}

static struct object_draft *draft_of(const struct object *o, struct arena *owner)
{
    const size_t used = (size_t)__builtin_popcountll(o->stated);
    struct object_draft *draft = ARENA_NEW(owner, struct object_draft);

    draft->o = *o;
    draft->cells = ARENA_ARRAY(owner, struct cell, used + 2);
    draft->room = (uint16_t)(used + 2);
    if (used > 0)
        memcpy(draft->cells, o->cells, used * sizeof(*draft->cells));
    draft->o.cells = draft->cells;
    own_nested(&draft->o, draft->cells, owner);
    return draft;
}

static bool refuse(struct applying *a, const struct edit *e, const char *why)
{
    return diag_error(a->out, "bad-edit", e->at, "'%.*s': %s",
                      STR_ARG(str_slice(e->address, 0, 120)), why);
}

static bool apply_inner(struct applying *a, struct object_draft *draft, const struct edit *e)
{
    const struct field *field = &schema_kinds[draft->o.kind].fields[e->field];
    const struct objects *now = object_value(&draft->o, e->field);
    struct object_draft *nested;
    size_t at = 0;

    if (!now && field->type == FIELD_TYPE_one && e->kind != EDIT_REMOVE) {
        struct objects *made = ARENA_NEW(a->owner, struct objects);
        const struct object **items = ARENA_ARRAY(a->owner, const struct object *, 1);

        nested = ARENA_NEW(a->owner, struct object_draft);
        nested->o = (struct object){.kind = field->nested, .number = OBJECT_NONE,
                                    .id = str_of(field->name), .inside = &draft->o,
                                    .key = nested_key(a->owner, &draft->o, field->name,
                                                      str_of(field->name))};
        items[0] = &nested->o;
        *made = (struct objects){items, 1};
        draft_put(a->owner, draft, e->field, made, e->at);
        now = made;
    }
    if (now && e->key.len > 0)
        at = member_find(field, now, e->key);
    if (!now || at >= now->count)
        return refuse(a, e, "there is no such member to change");
    /* Nested objects of a draft are drafts of their own: see draft_of. */
    nested = (struct object_draft *)now->items[at];
    if (e->kind == EDIT_REMOVE)
        draft_drop(nested, e->inner);
    else
        draft_put(a->owner, nested, e->inner,
                  value_copy(&schema_kinds[field->nested].fields[e->inner], e->value, a->owner),
                  e->at);
    if (is_nesting(&schema_kinds[field->nested].fields[e->inner]))
        own_nested(&nested->o, nested->cells, a->owner);
    return true;
}

static bool apply_member(struct applying *a, struct object_draft *draft, const struct edit *e)
{
    const struct field *field = &schema_kinds[draft->o.kind].fields[e->field];
    const size_t size = field_types[field->type].size;
    const void *now = object_value(&draft->o, e->field);
    void *made = arena_take(a->owner, 1, size);
    size_t at;

    if (!member_types[field->type])
        return refuse(a, e, "this field has no members");
    if (!now)
        now = arena_take(a->owner, 1, size);
    at = member_find(field, now, e->key);
    if (e->kind == EDIT_REMOVE && at == member_types[field->type]->count(now))
        return true;
    member_types[field->type]->splice(
        now, at, e->kind == EDIT_REMOVE ? NULL : value_copy(field, e->value, a->owner), a->owner,
        made);
    draft_put(a->owner, draft, e->field, made, e->at);
    if (is_nesting(field))
        own_nested(&draft->o, draft->cells, a->owner);
    return true;
}

static bool apply_edit(struct applying *a, struct object_draft *draft, const struct edit *e)
{
    const struct field *field = &schema_kinds[draft->o.kind].fields[e->field];

    if (e->inner != FIELD_ABSENT)
        return apply_inner(a, draft, e);
    if (e->key.len > 0)
        return apply_member(a, draft, e);
    if (e->kind == EDIT_REMOVE)
        draft_drop(draft, e->field);
    else
        draft_put(a->owner, draft, e->field, value_copy(field, e->value, a->owner), e->at);
    if (is_nesting(field))
        own_nested(&draft->o, draft->cells, a->owner);
    return true;
}

/* --- the fast path --------------------------------------------------------------------- */

/* A few times: to look through a million ids costs more than the edit. */
static void hint_nearest(struct applying *a, struct str id)
{
    struct arena *scratch;
    struct str *names, near;

    if (a->hints++ >= HINTS_MOST)
        return;
    scratch = arena_child(a->owner);
    names = ARENA_ARRAY(scratch, struct str, a->old->object_count);
    for (uint32_t i = 0; i < a->old->object_count; i++)
        names[i] = a->old->objects[i]->id;
    near = diag_nearest(id, names, a->old->object_count);
    if (near.len > 0)
        diag_hint(a->out, "did you mean `%.*s`?", STR_ARG(near));
    arena_reset(scratch);
}

static void resolve_again(void *context, struct ref *ref, uint64_t kinds)
{
    struct applying *a = context;
    const struct object *found = plan_find(a->old, ref->id);

    if (!found) {
        diag_error(a->out, "unknown-id", ref->at, "nothing is named `%.*s`", STR_ARG(ref->id));
        hint_nearest(a, ref->id);
    } else if (kinds && !(kinds & UINT64_C(1) << found->kind)) {
        diag_error(a->out, "wrong-kind", ref->at, "`%.*s` is a %s, which cannot stand here",
                   STR_ARG(ref->id), schema_kinds[found->kind].name);
    } else {
        ref->object = found->number;
        ref->id = found->id;
    }
}

/* A value copied from an edit may hold references; only those are looked at again. */
static void resolve_edit(struct applying *a, const struct edit *e, const struct object *o)
{
    const struct field *field = &schema_kinds[o->kind].fields[e->field];
    void *value = (void *)object_value(o, e->field);

    if (value)
        value_refs(field, value, resolve_again, a);
}

static bool in_place(struct applying *a, const struct edit *edits, size_t count,
                     const struct plan **ret_plan)
{
    const struct plan *old = a->old;
    const size_t errors = a->out->error_count;
    struct plan *p = ARENA_NEW(a->owner, struct plan);
    const struct object **objects = ARENA_ARRAY(a->owner, const struct object *,
                                                old->object_count);
    bool calendars = false, parents = false;

    *p = *old;
    p->owner = a->owner;
    p->objects = objects;
    memcpy(objects, old->objects, old->object_count * sizeof(*objects));
    for (size_t i = 0; i < count; i++) {
        const struct edit *e = &edits[i];
        const uint32_t n = e->object;
        const struct field *field = &schema_kinds[old->objects[n]->kind].fields[e->field];

        if (objects[n] == old->objects[n])
            objects[n] = &draft_of(objects[n], a->owner)->o;
        if (apply_edit(a, (struct object_draft *)objects[n], e))
            resolve_edit(a, e, objects[n]);
        calendars = calendars || n == old->program->number ||
                    objects[n]->kind == KIND_calendar;
        parents = parents || name_is("parent", str_of(field->name)) ||
                  name_is("manager", str_of(field->name));
    }
    p->program = objects[old->program->number];
    p->policy = objects[old->policy->number];
    plan_set_dates(p, old->as_of, old->read_on);
    if (parents)
        plan_check_loops(p, a->owner, a->out);
    if (calendars)
        plan_build_calendars(p, a->out);
    for (size_t i = 0; i < count; i++) {
        const uint32_t n = edits[i].object;

        if (objects[n] == old->objects[n])
            continue;
        plan_check_required(objects[n], a->out);
        plan_check_facts(p, objects[n], a->out);
    }
    if (a->out->error_count != errors)
        return false;
    p->before = old;
    p->digest = digest_memo_new(a->owner);
    *ret_plan = p;
    return true;
}

/* Whether values of the field may hold edits: those address objects by number, and are resolved
 * again only when a plan is sealed. */
static bool holds_edits(const struct field *field)
{
    const struct kind_info *info;

    if (!field || !is_nesting(field))
        return field && field->type == FIELD_TYPE_edits;
    info = &schema_kinds[field->nested];
    for (uint16_t i = 0; i < info->field_count; i++)
        if (info->fields[i].type == FIELD_TYPE_edits || is_nesting(&info->fields[i]))
            return true;
    return false;
}

/* --- the whole plan anew --------------------------------------------------------------- */

static struct object_draft *take_over(struct plan_builder *b, const struct object *o)
{
    struct object_draft *draft = plan_builder_add(b, o->kind, o->id, o->at);
    const struct object *copy = object_copy(o, b->owner);

    draft->o.stated = copy->stated;
    draft->o.cells = copy->cells;
    draft->cells = (struct cell *)copy->cells;
    draft->room = (uint16_t)__builtin_popcountll(copy->stated);
    own_nested(&draft->o, draft->cells, b->owner);
    return draft;
}

/* An addition may be repeated, and an id may pass to an object of another kind. */
static bool stays(const struct plan *old, const bool *gone, struct str id)
{
    const struct object *o = plan_find(old, id);

    return o && !gone[o->number];
}

static bool anew(struct applying *a, const struct edit *edits, size_t count,
                 const struct plan **ret_plan)
{
    const struct plan *old = a->old;
    const struct seal_options options = {.today = old->as_of, .read_on = old->read_on};
    struct plan_builder *b = plan_builder_new(a->owner, a->out);
    bool *gone = ARENA_ARRAY(a->owner, bool, old->object_count);
    struct object_draft **drafts = ARENA_ARRAY(a->owner, struct object_draft *,
                                               old->object_count);
    const struct plan *made;
    bool good = true;

    b->again = true;
    for (size_t i = 0; i < count; i++)
        if (edits[i].field == FIELD_ABSENT && edits[i].kind == EDIT_REMOVE)
            gone[edits[i].object] = true;
    for (uint32_t n = 0; n < old->object_count; n++)
        if (!gone[n])
            drafts[n] = take_over(b, old->objects[n]);
    for (size_t i = 0; i < count; i++) {
        const struct edit *e = &edits[i];

        if (e->kind == EDIT_ADD && stays(old, gone, ((const struct object *)e->value)->id))
            continue;
        if (e->kind == EDIT_ADD)
            take_over(b, e->value);
        else if (e->field != FIELD_ABSENT && !gone[e->object])
            good = apply_edit(a, drafts[e->object], e) && good;
    }
    if (!plan_seal(b, &options, &made) || !good)
        return false;
    *ret_plan = made;
    return true;
}

bool plan_apply(const struct plan *p, const struct edit *edits, size_t count, struct arena *owner,
                const struct plan **ret_plan, struct diags *out)
{
    struct applying a = {.old = p, .owner = owner, .out = out};
    bool whole = false, known = true;       /* whole: objects come or go, or edits change */

    for (size_t i = 0; i < count; i++) {
        whole = whole || edits[i].field == FIELD_ABSENT || holds_edits(edits[i].of);
        if (edits[i].object == OBJECT_NONE && edits[i].kind != EDIT_ADD)
            known = refuse(&a, &edits[i], "its object is not in the plan any more");
    }
    if (!known)
        return false;
    return whole ? anew(&a, edits, count, ret_plan) : in_place(&a, edits, count, ret_plan);
}
