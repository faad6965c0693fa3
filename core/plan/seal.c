/* SPDX-License-Identifier: Apache-2.0 */
/* From drafts to a sealed plan: numbers, references, edits, checks. */
#include <assert.h>

#include "core/base/arena.h"
#include "core/plan/ops.h"

/* Fields of a kind that have something to look at when an object is sealed, a bit each. */
struct sealed_fields {
    uint64_t required, nesting, refs, edits;
};

struct sealing {
    struct plan_builder *b;
    struct plan *plan;
    struct read_context context;
    struct map added;           /* ids of objects that edits add */
    const struct object *object;    /* whose references are being resolved */
    const char *field;
    bool in_edits;
    struct sealed_fields fields[KIND_COUNT];
};

static struct sealed_fields fields_of(enum kind kind)
{
    const struct kind_info *info = &schema_kinds[kind];
    struct sealed_fields made = {0};

    for (uint16_t i = 0; i < info->field_count; i++) {
        const uint64_t bit = UINT64_C(1) << i;

        made.required |= info->fields[i].flags & FIELD_REQUIRED ? bit : 0;
        made.nesting |= is_nesting(&info->fields[i]) ? bit : 0;
        made.refs |= field_types[info->fields[i].type].each_ref ? bit : 0;
        made.edits |= info->fields[i].type == FIELD_TYPE_edits ? bit : 0;
    }
    return made;
}

/* --- order ----------------------------------------------------------------------------- */

static struct object_draft *single(struct plan_builder *b, enum kind kind)
{
    return plan_builder_add(b, kind, (struct str){NULL, 0}, (struct place){0});
}

/* The program is found by the id it states, and always by "program". */
static void name_program(struct sealing *s, struct object *program)
{
    struct plan_builder *b = s->b;
    const struct str *id = object_value(program, FIELD_program_id);
    uint32_t old;

    if (!id)
        return;
    if (!is_id(*id)) {
        diag_error(b->out, "bad-id", object_place(program, FIELD_program_id),
                   "'%.*s' is not an id", STR_ARG(str_slice(*id, 0, 60)));
        diag_hint(b->out, "an id has letters, digits, - and _ only; the full name is `title`");
        return;
    }
    if (name_is("program", *id))
        return;
    if (!map_insert(&b->ids, *id, program->number, &old)) {
        diag_error(b->out, "duplicate-id", object_place(program, FIELD_program_id),
                   "the id `%.*s` is stated twice", STR_ARG(*id));
        diag_hint(b->out, "the program and a %s have the same id",
                  schema_kinds[s->plan->objects[old]->kind].name);
        return;
    }
    program->id = *id;
    program->key = str_hash(*id);
}

static void number_objects(struct sealing *s)
{
    struct plan_builder *b = s->b;
    struct plan *p = s->plan;
    struct object_draft *program = single(b, KIND_program), *policy = single(b, KIND_policy);
    const struct object **objects = ARENA_ARRAY(b->owner, const struct object *, b->count + 2);
    uint32_t next[KIND_COUNT] = {0};

    p->object_count = (uint32_t)b->count + 2;
    for (size_t i = 0; i < b->count; i++)
        next[b->drafts[i]->o.kind]++;
    next[KIND_program] = next[KIND_policy] = 1;
    for (int k = 0; k < KIND_COUNT; k++) {
        p->first[k + 1] = p->first[k] + next[k];
        next[k] = p->first[k];
    }
    objects[next[KIND_program]] = p->program = &program->o;
    objects[next[KIND_policy]] = p->policy = &policy->o;
    program->o.number = next[KIND_program];
    policy->o.number = next[KIND_policy];
    for (size_t i = 0; i < b->count; i++) {
        struct object *o = &b->drafts[i]->o;

        o->number = next[o->kind]++;
        objects[o->number] = o;
        map_set_hashed(&b->ids, o->key, o->id, o->number);
    }
    p->objects = objects;
    map_set(&b->ids, STR("program"), program->o.number);
    map_set(&b->ids, STR("policy"), policy->o.number);
    name_program(s, &program->o);
    p->ids = &b->ids;
}

/* Two ids of one hash would draw the same random numbers. The map of ids has seen whether there are
 * such: a key is the hash of its id. */
static void look_for_collisions(struct sealing *s)
{
    const struct plan *p = s->plan;
    struct map keys;
    uint32_t old;

    if (!p->ids->same_hash)
        return;
    map_init(&keys, s->b->owner);
    for (uint32_t i = 0; i < p->object_count; i++)
        if (!map_insert_u64(&keys, p->objects[i]->key, i, &old)) {
            diag_error(s->b->out, "key-collision", p->objects[i]->at,
                       "the ids `%.*s` and `%.*s` have the same hash",
                       STR_ARG(p->objects[i]->id), STR_ARG(p->objects[old]->id));
            diag_hint(s->b->out, "rename one of them: each would repeat the other's draws");
        }
}

/* --- references ------------------------------------------------------------------------ */

static struct str kinds_text(struct arena *owner, uint64_t kinds)
{
    struct text text;

    if (kinds == 0)
        return STR("known object");
    text_init(&text, owner);
    for (int k = 0; k < KIND_COUNT; k++)
        if (kinds & UINT64_C(1) << k) {
            if (text.len > 0)
                text_add(&text, STR(" or "));
            text_add(&text, str_of(schema_kinds[k].name));
        }
    return text_str(&text);
}

static void resolve(void *context, struct ref *ref, uint64_t kinds)
{
    struct sealing *s = context;
    struct diags *out = s->b->out;
    const struct object *found;
    uint32_t number, unused;
    struct str near;

    if (map_find(&s->b->ids, ref->id, &number)) {
        found = s->plan->objects[number];
        if (kinds == 0 || kinds & UINT64_C(1) << found->kind) {
            ref->object = number;
            ref->id = found->id;
            return;
        }
        diag_error(out, "wrong-kind", ref->at, "`%.*s` is a %s, but `%s` takes a %.*s",
                   STR_ARG(ref->id), schema_kinds[found->kind].name, s->field,
                   STR_ARG(kinds_text(out->owner, kinds)));
        diag_hint(out, "name another object, or another field");
        return;
    }
    ref->object = OBJECT_NONE;
    if (s->in_edits && (s->b->again || map_find(&s->added, ref->id, &unused)))
        return;
    diag_error(out, "unknown-id", ref->at, "nothing is named `%.*s`", STR_ARG(ref->id));
    near = builder_nearest_id(s->b, ref->id);
    if (near.len > 0)
        diag_hint(out, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_hint(out, "`%s` of %s `%.*s` takes the id of a %.*s", s->field,
                  schema_kinds[s->object->kind].name, STR_ARG(s->object->id),
                  STR_ARG(kinds_text(out->owner, kinds)));
}

static void resolve_object(struct sealing *s, const struct object *o);

static void resolve_edits(struct sealing *s, const struct edits *edits)
{
    const bool outer = s->in_edits;

    s->in_edits = true;
    for (size_t i = 0; i < edits->count; i++) {
        const struct edit *e = &edits->items[i];

        if (!e->value)
            continue;
        if (!e->of) {
            resolve_object(s, e->value);
        } else if (is_nesting(e->of)) {
            const struct objects *nested = e->value;

            for (size_t n = 0; n < nested->count; n++)
                resolve_object(s, nested->items[n]);
        } else {
            s->field = e->of->name;
            value_refs(e->of, (void *)e->value, resolve, s);
        }
    }
    s->in_edits = outer;
}

static void resolve_object(struct sealing *s, const struct object *o)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (uint64_t left = o->stated & s->fields[o->kind].refs; left; left &= left - 1) {
        const struct field *field = &info->fields[__builtin_ctzll(left)];
        void *value = (void *)object_value(o, (uint16_t)__builtin_ctzll(left));

        s->object = o;
        s->field = field->name;
        if (field->type == FIELD_TYPE_edits) {
            resolve_edits(s, value);
        } else if (is_nesting(field)) {
            const struct objects *nested = value;

            for (size_t n = 0; n < nested->count; n++)
                resolve_object(s, nested->items[n]);
        } else {
            field_types[field->type].each_ref(field, value, resolve, s);
        }
    }
}

/* --- edits ----------------------------------------------------------------------------- */

static void read_edits(struct sealing *s, const struct object *o)
{
    const struct kind_info *info = &schema_kinds[o->kind];
    const uint64_t looked_at = s->fields[o->kind].nesting | s->fields[o->kind].edits;
    uint32_t unused;

    for (uint64_t left = o->stated & looked_at; left; left &= left - 1) {
        const struct field *field = &info->fields[__builtin_ctzll(left)];
        const void *value = object_value(o, (uint16_t)__builtin_ctzll(left));

        if (is_nesting(field)) {
            const struct objects *nested = value;

            for (size_t n = 0; n < nested->count; n++)
                read_edits(s, nested->items[n]);
        }
        if (field->type != FIELD_TYPE_edits)
            continue;
        for (size_t i = 0; i < ((const struct edits *)value)->count; i++) {
            struct edit *e = (struct edit *)&((const struct edits *)value)->items[i];

            if (!e->raw)
                edit_renumber(s->plan, e);
            if (e->raw && edit_resolve(&s->context, s->plan, e) && e->value) {
                if (!e->of) {
                    map_insert(&s->added, ((const struct object *)e->value)->id, 0, &unused);
                    read_edits(s, e->value);
                } else if (is_nesting(e->of)) {
                    const struct objects *nested = e->value;

                    for (size_t n = 0; n < nested->count; n++)
                        read_edits(s, nested->items[n]);
                }
            }
            e->raw = NULL;
        }
    }
}

/* --- required fields ------------------------------------------------------------------- */

static void required_missing(const struct object *o, uint64_t fields, struct diags *out)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (; fields; fields &= fields - 1) {
        const struct field *field = &info->fields[__builtin_ctzll(fields)];

        if (draft_refused(o, (uint16_t)__builtin_ctzll(fields)))
            continue;
        diag_error(out, "missing-key", o->at, "%s `%.*s` needs `%s`", info->name, STR_ARG(o->id),
                   field->name);
        diag_hint(out, "%s", field->doc);
    }
}

/* What is missing is said in the order of the fields, between what is missing inside of them.
 * `known`: of every kind, or NULL where few objects are looked at. */
static void check_required(const struct object *o, const struct sealed_fields *known,
                           struct diags *out)
{
    const struct sealed_fields fields = known ? known[o->kind] : fields_of(o->kind);
    uint64_t missing = fields.required & ~o->stated;

    for (uint64_t left = o->stated & fields.nesting; left; left &= left - 1) {
        const uint64_t before = (left & -left) - 1;
        const struct objects *nested = object_value(o, (uint16_t)__builtin_ctzll(left));

        required_missing(o, missing & before, out);
        missing &= ~before;
        for (size_t n = 0; n < nested->count; n++)
            check_required(nested->items[n], known, out);
    }
    required_missing(o, missing, out);
}

void plan_check_required(const struct object *o, struct diags *out)
{
    check_required(o, NULL, out);
}

/* --- dates ----------------------------------------------------------------------------- */

static void earliest(const struct when *when, int64_t *io_start)
{
    if (when && when->instant < *io_start)
        *io_start = when->instant;
}

/* Without a start: the earliest fact, or the data date. */
static int64_t default_start(const struct plan *p)
{
    int64_t start = p->as_of;

    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        earliest(task_get_started(plan_nth(p, KIND_task, i)), &start);
        earliest(task_get_finished(plan_nth(p, KIND_task, i)), &start);
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_milestone); i++)
        earliest(milestone_get_reached(plan_nth(p, KIND_milestone, i)), &start);
    for (uint32_t i = 0; i < plan_count(p, KIND_handoff); i++) {
        earliest(handoff_get_delivered(plan_nth(p, KIND_handoff, i)), &start);
        earliest(handoff_get_accepted(plan_nth(p, KIND_handoff, i)), &start);
    }
    return start;
}

void plan_set_dates(struct plan *p, int64_t today, int64_t read_on)
{
    const struct when *as_of = program_get_as_of(p->program);
    const struct when *start = program_get_start(p->program);

    p->as_of_stated = as_of != NULL;
    p->start_stated = start != NULL;
    p->as_of = as_of ? as_of->instant : today;
    p->read_on = read_on > p->as_of ? read_on : p->as_of;
    p->start = start ? start->instant : default_start(p);
}

static void set_dates(struct sealing *s, const struct seal_options *options)
{
    struct plan *p = s->plan;

    if (!program_get_as_of(p->program) && options->today == CIVIL_NONE) {
        diag_error(s->b->out, "no-data-date", p->program->at,
                   "the program does not say its data date");
        diag_hint(s->b->out, "write `as_of: 2026-11-23` under `program`");
        p->as_of = p->start = p->read_on = 0;
        return;
    }
    plan_set_dates(p, options->today == CIVIL_NONE
                          ? CIVIL_NONE
                          : civil_day_of(options->today) * CIVIL_DAY_S, options->read_on);
}

bool plan_seal(struct plan_builder *b, const struct seal_options *options,
               const struct plan **ret_plan)
{
    struct sealing s = {.b = b};
    struct plan *p = ARENA_NEW(b->owner, struct plan);

    assert(!b->sealed);
    s.plan = p;
    for (int k = 0; k < KIND_COUNT; k++)
        s.fields[k] = fields_of((enum kind)k);
    p->owner = b->owner;
    number_objects(&s);
    b->sealed = true;
    s.context = (struct read_context){.owner = b->owner, .out = b->out, .builder = b};
    map_init(&s.added, b->owner);
    look_for_collisions(&s);
    for (uint32_t i = 0; i < p->object_count; i++)
        read_edits(&s, p->objects[i]);
    for (uint32_t i = 0; i < p->object_count; i++) {
        resolve_object(&s, p->objects[i]);
        if (p->objects[i]->stated || !(schema_kinds[p->objects[i]->kind].flags & KIND_SINGLE))
            check_required(p->objects[i], s.fields, b->out);
    }
    set_dates(&s, options);
    plan_check_loops(p, b->owner, b->out);
    plan_build_calendars(p, b->out);
    plan_check_facts(p, NULL, b->out);
    if (b->out->error_count != b->errors_before)
        return false;
    p->digest = digest_memo_new(b->owner);
    *ret_plan = p;
    return true;
}
