/* SPDX-License-Identifier: Apache-2.0 */
/* From an edit as written to the object, the field and the value it means. */
#include "core/base/arena.h"
#include "core/plan/member.h"
#include "core/plan/ops.h"

struct address {
    struct str id, field, key, inner;
    bool has_key;
};

static bool fail(struct read_context *context, const struct edit *e, const char *why)
{
    diag_error(context->out, "bad-address", e->at, "'%.*s': %s",
               STR_ARG(str_slice(e->address, 0, 120)), why);
    diag_hint(context->out, "an address is id.field, id.field[key] or id.field[key].inner, as in "
                            "`token-api.estimate` or `d-05.options[dual].cost`");
    return false;
}

/* id [. field [ '[' key ']' ] [ . inner ]] */
static bool address_cut(struct str s, struct address *a)
{
    const size_t dot = str_find_char(s, '.');
    struct str rest = str_slice(s, dot + 1, s.len);
    size_t at;

    *a = (struct address){.id = str_slice(s, 0, dot)};
    if (dot == s.len)
        return true;
    for (at = 0; at < rest.len && rest.ptr[at] != '[' && rest.ptr[at] != '.'; at++)
        ;
    a->field = str_slice(rest, 0, at);
    rest = str_slice(rest, at, rest.len);
    if (rest.len > 0 && rest.ptr[0] == '[') {
        /* The key goes to the last bracket that could close it: a text may hold brackets. */
        for (at = rest.len - 1; at > 0 && rest.ptr[at] != ']'; at--)
            ;
        if (at < 2)
            return false;
        a->key = str_slice(rest, 1, at);
        a->has_key = true;
        rest = str_slice(rest, at + 1, rest.len);
    }
    if (rest.len > 0) {
        if (rest.ptr[0] != '.' || rest.len < 2)
            return false;
        a->inner = str_slice(rest, 1, rest.len);
    }
    return a->field.len > 0;
}

static bool no_field(struct read_context *context, const struct edit *e, enum kind kind,
                     struct str name)
{
    const struct kind_info *info = &schema_kinds[kind];
    struct str names[64], near;

    for (uint16_t i = 0; i < info->field_count; i++)
        names[i] = str_of(info->fields[i].name);
    near = diag_nearest(name, names, info->field_count);
    diag_error(context->out, "unknown-key", e->at, "'%.*s': a %s has no key `%.*s`",
               STR_ARG(str_slice(e->address, 0, 120)), info->name,
               STR_ARG(str_slice(name, 0, 60)));
    if (near.len > 0)
        diag_hint(context->out, "did you mean `%.*s`?", STR_ARG(near));
    return false;
}

static bool value_of(struct read_context *context, const struct field *field,
                     const struct node *node, struct edit *e)
{
    void *value = arena_take(context->owner, 1, field_types[field->type].size);

    if (!field_types[field->type].parse(context, field, node, value))
        return false;
    e->of = field;
    e->value = value;
    return true;
}

/* One member: read as a list or a map of one, so that each type has one grammar only. */
static bool member_value(struct read_context *context, const struct field *field, struct edit *e)
{
    const bool itself = e->raw->kind == NODE_SCALAR && name_is("true", e->raw->text);
    struct node child = *e->raw, parent = *e->raw;

    child.next = NULL;
    parent.first = &child;
    parent.count = 1;
    if (member_types[field->type]->map) {
        parent.kind = NODE_MAP;
        child.name = e->key;
        return value_of(context, field, &parent, e);
    }
    if (e->raw->kind != NODE_SCALAR)
        return fail(context, e, "one value is wanted for a member, not a list or map");
    if (!itself && field->type != FIELD_TYPE_links)
        return fail(context, e, "write `true` to add this member, nothing to remove it");
    parent.kind = NODE_LIST;
    child.kind = NODE_SCALAR;
    if (itself)
        child.text = e->key;
    return value_of(context, field, &parent, e);
}

static bool has_member(const struct field *field, const void *value, struct str key)
{
    return member_find(field, value, key) < member_count(field, value);
}

/* Edits inside a plan cannot change edits; a list that is applied at once can: what it
 * states is resolved when the edited plan is sealed. */
static bool may_change(const struct read_context *context, const struct field *field)
{
    return field->type != FIELD_TYPE_edits || context->list;
}

static bool inner_value(struct read_context *context, const struct address *a,
                        const struct object *o, const struct field *field, struct edit *e)
{
    const struct objects *now = object_value(o, e->field);

    if (field->type == FIELD_TYPE_many ? !a->has_key : a->has_key)
        return fail(context, e, a->has_key ? "this field has no members, so no [key]"
                                           : "say which member by [key]");
    e->inner = schema_field(field->nested, a->inner);
    if (e->inner == FIELD_ABSENT)
        return no_field(context, e, field->nested, a->inner);
    if (a->has_key && !has_member(field, now, a->key))
        return fail(context, e, "there is no such member to change");
    if (!may_change(context, &schema_kinds[field->nested].fields[e->inner]))
        return fail(context, e, "an edit cannot change edits");
    if (e->kind == EDIT_REMOVE)
        return true;
    return value_of(context, &schema_kinds[field->nested].fields[e->inner], e->raw, e);
}

static bool field_value(struct read_context *context, const struct address *a,
                        const struct object *o, struct edit *e)
{
    const struct field *field;

    e->field = schema_field(o->kind, a->field);
    if (e->field == FIELD_ABSENT)
        return no_field(context, e, o->kind, a->field);
    field = &schema_kinds[o->kind].fields[e->field];
    if (!may_change(context, field))
        return fail(context, e, "an edit cannot change edits");
    if (o->kind == KIND_program && e->field == FIELD_program_id)
        return fail(context, e, "an id never changes");
    if (a->inner.len > 0) {
        if (!is_nesting(field))
            return fail(context, e, "this field has no fields inside");
        e->key = a->has_key ? str_copy(context->owner, a->key) : a->key;
        return inner_value(context, a, o, field, e);
    }
    if (!a->has_key)
        return e->kind == EDIT_REMOVE || value_of(context, field, e->raw, e);
    if (!member_types[field->type])
        return fail(context, e, "this field has no members, so no [key]");
    e->key = str_copy(context->owner, a->key);
    if (e->kind != EDIT_REMOVE)
        return member_value(context, field, e);
    e->of = field;
    /* No error: an option that was carried out must not make its plan unreadable. */
    if (!has_member(field, object_value(o, e->field), a->key)) {
        diag_warning(context->out, "nothing-to-remove", e->at,
                     "'%.*s': there is no such member; the edit does nothing",
                     STR_ARG(str_slice(e->address, 0, 120)));
        diag_hint(context->out, "correct the key, or remove the edit");
    }
    return true;
}

/* An id may pass from an object to one of another kind: a task becomes a milestone. */
static bool is_removed(const struct edits *list, struct str id)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (list->items[i].kind == EDIT_REMOVE && str_equal(list->items[i].address, id))
            return true;
    return false;
}

/* "tasks.new-id": {...}. */
static bool new_object(struct read_context *context, const struct plan *plan,
                       const struct address *a, enum kind kind, struct edit *e)
{
    struct object_draft *draft;

    if (schema_kinds[kind].flags & (KIND_SINGLE | KIND_PRIVATE))
        return fail(context, e, "there is no second object of this kind");
    if (a->has_key || a->inner.len > 0 || !is_id(a->field))
        return fail(context, e, "a new object is written section.id, as in `tasks.load-test`");
    if (e->kind == EDIT_REMOVE)
        return fail(context, e, "to remove an object write its id alone");
    /* As with removals: what was carried out is there already. */
    if (plan_find(plan, a->field) && !is_removed(context->list, a->field)) {
        diag_warning(context->out, "nothing-to-add", e->at,
                     "'%.*s': an object of this id is in the plan already; the edit does nothing",
                     STR_ARG(str_slice(e->address, 0, 120)));
        diag_hint(context->out, "choose another id, or remove the edit");
    }
    draft = draft_new(context->builder, kind, str_copy(context->owner, a->field), e->at);
    if (!draft_read(context, draft, e->raw))
        return false;
    e->kind = EDIT_ADD;
    e->value = &draft->o;
    return true;
}

bool edit_resolve(struct read_context *context, const struct plan *plan, struct edit *e)
{
    const struct object *o;
    struct address a;
    enum kind kind;

    if (!address_cut(e->address, &a))
        return fail(context, e, "this is not an address");
    o = plan_find(plan, a.id);
    if (!o) {
        struct str near;

        if (a.field.len > 0 && schema_section(a.id, &kind))
            return new_object(context, plan, &a, kind, e);
        diag_error(context->out, "unknown-id", e->at, "'%.*s': nothing is named `%.*s`",
                   STR_ARG(str_slice(e->address, 0, 120)), STR_ARG(str_slice(a.id, 0, 120)));
        near = builder_nearest_id(context->builder, a.id);
        if (near.len > 0)
            diag_hint(context->out, "did you mean `%.*s`?", STR_ARG(near));
        return false;
    }
    e->object = o->number;
    context->builder->current = (struct object *)o;
    if (a.field.len > 0)
        return field_value(context, &a, o, e);
    if (e->kind != EDIT_REMOVE)
        return fail(context, e, "the field is missing");
    if (schema_kinds[o->kind].flags & KIND_SINGLE)
        return fail(context, e, "this object cannot be removed");
    return true;
}

void edit_renumber(const struct plan *plan, struct edit *edit)
{
    const struct object *o;
    struct address a;

    if (edit->kind == EDIT_ADD)
        return;
    o = address_cut(edit->address, &a) ? plan_find(plan, a.id) : NULL;
    edit->object = o ? o->number : OBJECT_NONE;
}
