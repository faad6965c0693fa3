/* SPDX-License-Identifier: Apache-2.0 */
/* What a plan holds: its kinds and how many of each; or every object of one kind. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { MORE_COLUMNS = 3 };

/* A kind by its name or its section: "handoff", "handoffs". */
static bool find_kind(const struct report_input *in, enum kind *ret_kind)
{
    struct str names[KIND_COUNT], nearest;
    size_t count = 0;

    for (unsigned k = 0; k < KIND_COUNT; k++) {
        const struct kind_info *info = &schema_kinds[k];

        if (info->flags & (KIND_NESTED | KIND_PRIVATE))
            continue;
        if (str_equal(in->subject, str_of(info->name)) ||
            str_equal(in->subject, str_of(info->section))) {
            *ret_kind = (enum kind)k;
            return true;
        }
        names[count++] = str_of(info->section);
    }
    nearest = diag_nearest(in->subject, names, count);
    diag_error(in->out, "unknown-kind", (struct place){0}, "there is no kind '%.*s'",
               STR_ARG(in->subject));
    if (nearest.len > 0)
        diag_hint(in->out, "the nearest is '%.*s'; `baton ls PLAN` shows those in the plan",
                  STR_ARG(nearest));
    else
        diag_hint(in->out, "`baton ls PLAN` shows those in the plan");
    return false;
}

static uint32_t find_shown(const struct report_input *in, enum kind kind,
                           const uint32_t **ret_objects)
{
    const struct plan *p = in->plan;
    uint32_t *objects = ARENA_ARRAY(in->owner, uint32_t, plan_count(p, kind) + 1), count = 0;

    for (uint32_t n = 0; n < plan_count(p, kind); n++)
        if (!object_is_withheld(plan_nth(p, kind, n)))
            objects[count++] = plan_nth(p, kind, n)->number;
    *ret_objects = objects;
    return count;
}

static void list_kinds(const struct report_input *in, struct document *d)
{
    const struct column columns[] = {right_column(NULL), left_column(NULL, false),
                                     left_column(NULL, true)};
    struct table *table;

    say_masthead(in, d);
    document_blank(d);
    table = document_table(d, 2, columns, 3);
    for (unsigned k = 0; k < KIND_COUNT; k++) {
        const uint32_t *objects, count = find_shown(in, (enum kind)k, &objects);
        struct line *cells;

        if (count == 0 || schema_kinds[k].flags & (KIND_SINGLE | KIND_NESTED))
            continue;
        cells = table_row(table, d->owner);
        line_addf(&cells[0], TONE_STRONG, "%u", count);
        line_counts(&cells[0], objects, count);
        line_add(&cells[1], TONE_PLAIN, str_of(schema_kinds[k].section));
        line_add(&cells[2], TONE_DIM, str_of(schema_kinds[k].doc));
    }
    document_blank(d);
    line_addf(document_paragraph(d, 0, 0), TONE_ACTION, "next: baton ls %.*s KIND",
              STR_ARG(in->command));
}

/* The fields worth a column: short values that somebody stated, in the order of the schema. */
static unsigned choose_fields(const struct plan *p, enum kind kind, uint16_t *ret_fields)
{
    const struct kind_info *info = &schema_kinds[kind];
    unsigned chosen = 0;

    for (uint16_t f = 0; f < info->field_count && chosen < MORE_COLUMNS; f++) {
        const enum field_type_id type = info->fields[f].type;
        bool stated = false;

        if (type != FIELD_TYPE_ref && type != FIELD_TYPE_choice && type != FIELD_TYPE_when &&
            type != FIELD_TYPE_estimate && type != FIELD_TYPE_percent)
            continue;
        for (uint32_t n = 0; n < plan_count(p, kind) && !stated; n++)
            stated = object_value(plan_nth(p, kind, n), f);
        if (stated)
            ret_fields[chosen++] = f;
    }
    return chosen;
}

static void list_objects(const struct report_input *in, enum kind kind, struct document *d)
{
    const struct plan *p = in->plan;
    struct column columns[2 + MORE_COLUMNS] = {left_column("id", false),
                                               left_column("title", true)};
    uint16_t fields[MORE_COLUMNS];
    const unsigned more = choose_fields(p, kind, fields);
    const uint32_t *objects;
    struct table *table;

    if (find_shown(in, kind, &objects) == 0) {
        line_addf(document_paragraph(d, 0, 0), TONE_PLAIN, "The plan has no %s%s.",
                  schema_kinds[kind].section, plan_count(p, kind) > 0 ? " to show" : "");
        return;
    }
    for (unsigned i = 0; i < more; i++)
        columns[2 + i] = left_column(schema_kinds[kind].fields[fields[i]].name, false);
    table = document_table(d, 0, columns, 2 + more);
    for (uint32_t n = 0; n < plan_count(p, kind); n++) {
        const struct object *o = plan_nth(p, kind, n);
        struct line *cells;

        if (object_is_withheld(o))
            continue;
        cells = table_row(table, d->owner);
        line_add(&cells[0], TONE_STRONG, o->id);
        if (!str_equal_nocase(object_title(o), o->id))
            line_add(&cells[1], TONE_PLAIN, object_title(o));
        for (unsigned i = 0; i < more; i++) {
            const void *value = object_value(o, fields[i]);
            struct text text;

            if (!value)
                continue;
            text_init(&text, d->owner);
            field_print_line(&schema_kinds[kind].fields[fields[i]], value, &text);
            line_add(&cells[2 + i], TONE_PLAIN, text_str(&text));
        }
    }
}

static bool text(const struct report_input *in, struct document *out)
{
    enum kind kind;

    if (in->subject.len == 0) {
        list_kinds(in, out);
        return true;
    }
    if (!find_kind(in, &kind))
        return false;
    list_objects(in, kind, out);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct plan *p = in->plan;
    enum kind kind = KIND_program;

    if (in->subject.len > 0 && !find_kind(in, &kind))
        return false;
    json_begin(in, out, "ls");
    writer_key(out, STR("objects"));
    writer_list_begin(out, false);
    for (uint32_t n = 0; n < p->object_count; n++) {
        const struct object *o = p->objects[n];

        if ((in->subject.len > 0 && o->kind != kind) ||
            schema_kinds[o->kind].flags & KIND_SINGLE || object_is_withheld(o))
            continue;
        writer_map_begin(out, true);
        writer_key_text(out, "id", o->id);
        writer_key_text(out, "kind", str_of(schema_kinds[o->kind].name));
        writer_key_text(out, "title", object_title(o));
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_ls = {
    .name = "ls",
    .title = "What the plan holds",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};
