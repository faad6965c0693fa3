/* SPDX-License-Identifier: Apache-2.0 */
/* Plans to and from the formats of other tools. */
#include "core/door/door.h"
#include "core/edit/edit.h"
#include "core/format/export.h"
#include "core/format/format.h"
#include "core/format/table.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"

unsigned baton_export_count(void)
{
    return exports_count;
}

const char *baton_export_name(unsigned export, const char **ret_title)
{
    *ret_title = exports_all[export].title;
    return exports_all[export].name;
}

bool baton_export(struct baton *b, const struct baton_study *s, const char *format,
                  struct baton_text *ret_bytes)
{
    const struct export_format *f = export_find(str_of(format));
    const uint32_t count = s->plan->object_count;
    int64_t *start = ARENA_ARRAY(&b->owner, int64_t, count + 1);
    int64_t *finish = ARENA_ARRAY(&b->owner, int64_t, count + 1);
    struct export *x = ARENA_NEW(&b->owner, struct export);
    struct text out;

    if (!f || !s->schedule)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        start[i] = s->schedule->object[i].early_start;
        finish[i] = s->schedule->object[i].early_finish;
    }
    *x = (struct export){.plan = s->plan, .start = start, .finish = finish, .owner = &b->owner,
                         .out = &b->diags};
    text_init(&out, &b->owner);
    f->write(x, &out);
    export_report(x, f);
    *ret_bytes = door_text(text_str(&out));
    return true;
}

bool baton_table_mapping(struct baton *b, uint32_t source, const struct baton_node *mapping,
                         struct baton_text *ret_yaml)
{
    const struct str bytes = b->diags.sources[source - 1].bytes;
    const struct format *other = format_recognise_text(bytes);
    struct text yaml;

    text_init(&yaml, &b->owner);
    if (other && other != &format_table)
        return false;
    if (!table_mapping(bytes, source, (const struct node *)(const void *)mapping, &b->owner,
                       &b->diags, &yaml))
        return false;
    *ret_yaml = door_text(text_str(&yaml));
    return true;
}

/* --- the next version of a file --------------------------------------------------------------- */

/* Fields that importers own: what the file no longer says is taken out. What else a person stated
 * about an imported object stays. */
static bool is_importers(const struct object *o, uint16_t field)
{
    static const uint16_t of_task[] = {
        FIELD_task_parent, FIELD_task_after, FIELD_task_started, FIELD_task_finished,
        FIELD_task_remaining, FIELD_task_done, FIELD_task_suspended, FIELD_task_resumes,
        FIELD_task_calendar, FIELD_task_constraint, FIELD_task_constraint_date,
        FIELD_task_constraint2, FIELD_task_constraint2_date, FIELD_task_deadline,
        FIELD_task_manual, FIELD_task_start, FIELD_task_finish, FIELD_task_inactive,
        FIELD_task_event, FIELD_task_levelling_delay, FIELD_task_stored, FIELD_task_assignments,
        FIELD_task_custom, FIELD_task_baseline, FIELD_task_baselines, FIELD_task_pauses};

    for (size_t i = 0; o->kind == KIND_task && i < sizeof(of_task) / sizeof(of_task[0]); i++)
        if (of_task[i] == field)
            return true;
    return o->kind == KIND_calendar || (o->kind == KIND_team &&
            (field == FIELD_team_custom || field == FIELD_team_baselines));
}

static struct str source_of(const struct object *o)
{
    const uint16_t field = schema_field(o->kind, STR("source_id"));
    const struct str *text = field != UINT16_MAX ? object_value(o, field) : NULL;

    return text ? *text : (struct str){NULL, 0};
}

/* Whether it came from that tracker: its source id is "ID:KEY". */
static bool is_of_tracker(const struct object *o, struct str tracker)
{
    const struct str source = source_of(o);

    return source.len > tracker.len && str_starts(source, tracker) &&
           source.ptr[tracker.len] == ':';
}

/* ... from any that the plan names: no file brings it, so none takes it away. */
static bool is_of_some_tracker(const struct plan *p, const struct object *o)
{
    for (uint32_t i = 0; i < plan_count(p, KIND_tracker); i++)
        if (is_of_tracker(o, plan_nth(p, KIND_tracker, i)->id))
            return true;
    return false;
}

struct taking {
    const struct plan *plan;    /* as it is */
    const struct plan *imported;
    struct str tracker;         /* empty: a file */
    bool remove;
    size_t missing;
};

static bool is_taken_of_file(struct taking *t, const struct edit *e, const struct object *o)
{
    if (o->kind == KIND_program)
        return e->field == FIELD_program_as_of && e->value;
    if (o->kind == KIND_policy || o->kind == KIND_tracker || is_of_some_tracker(t->plan, o))
        return false;
    if (e->field == UINT16_MAX)
        return source_of(o).len > 0;    /* a whole object goes: only what an import brought */
    return e->value ? true : source_of(o).len > 0 && is_importers(o, e->field);
}

static bool is_taken_of_tracker(struct taking *t, const struct edit *e, const struct object *o)
{
    /* The data date goes on as far as what the tracker says makes it, never back. */
    if (o->kind == KIND_program)
        return e->field == FIELD_program_as_of && e->value && t->imported->as_of > t->plan->as_of;
    if (o->kind == KIND_commitment)     /* what a version's date promises */
        return e->field != UINT16_MAX && e->value;
    if (!is_of_tracker(o, t->tracker))
        return false;
    if (e->field == UINT16_MAX) {
        t->missing += !t->remove;
        return t->remove;
    }
    return e->value || is_importers(o, e->field);
}

static bool is_taken(struct taking *t, const struct edit *e)
{
    const struct object *o = e->object == OBJECT_NONE ? NULL : t->plan->objects[e->object];

    if (!o)
        return true;            /* something new */
    return t->tracker.len > 0 ? is_taken_of_tracker(t, e, o) : is_taken_of_file(t, e, o);
}

static bool take(struct baton_edits *e, struct taking *t)
{
    struct baton *b = edits_context(e);
    const struct edits all = edit_diff(t->plan, t->imported, &b->owner);
    struct edit *items = ARENA_ARRAY(&b->owner, struct edit, all.count + 1);
    struct edits taken = {.items = items};
    struct writer *writer;
    struct text text;
    const struct node *map;

    for (size_t i = 0; i < all.count; i++)
        if (is_taken(t, &all.items[i]))
            items[taken.count++] = all.items[i];
    if (taken.count == 0)
        return true;
    text_init(&text, &b->owner);
    writer = writer_new(&b->owner, WRITER_JSON, &text);
    edit_write(&taken, writer);
    writer_finish(writer);
    map = json_read(&b->owner, diags_source(&b->diags, STR("the imported file"), text_str(&text)),
                    text_str(&text), &b->diags);
    return map && baton_edits_add_map(e, (const struct baton_node *)(const void *)map);
}

bool baton_edits_add_import(struct baton_edits *e, const struct baton_plan *imported)
{
    struct taking t = {.plan = edits_plan(e),
                       .imported = (const struct plan *)(const void *)imported};

    return take(e, &t);
}

/* An id that somebody gave to something else would be taken for the tracker's. */
static bool is_clear(struct taking *t, struct diags *out)
{
    bool good = true;

    for (uint32_t i = 0; i < t->imported->object_count; i++) {
        const struct object *new = t->imported->objects[i];
        const struct object *old = plan_find(t->plan, new->id);

        if (!old || old->kind == KIND_program || !is_of_tracker(new, t->tracker) ||
            (old->kind == new->kind && is_of_tracker(old, t->tracker)))
            continue;
        good = diag_error(out, "id-taken", old->at, "%.*s is not of the tracker %.*s, which has "
                          "an item of the same id", STR_ARG(old->id), STR_ARG(t->tracker));
        diag_hint(out, "give it another id, or take it out where it came from a file of this "
                  "tracker");
    }
    return good;
}

bool baton_edits_add_sync(struct baton_edits *e, const struct baton_plan *imported,
                          struct baton_text tracker, bool remove, size_t *ret_missing)
{
    struct taking t = {.plan = edits_plan(e),
                       .imported = (const struct plan *)(const void *)imported,
                       .tracker = door_str(tracker), .remove = remove};
    const bool good = is_clear(&t, &edits_context(e)->diags) && take(e, &t);

    *ret_missing = t.missing;
    return good;
}
