/* SPDX-License-Identifier: Apache-2.0 */
/* One object: what was stated of it, where, and what names it. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/believed.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

/* Who names the subject, and in which field. */
struct mention {
    const struct object *by;
    const struct field *field;
};
struct mentions {
    struct mention *items;
    size_t count, capacity;
};
struct looking {
    uint32_t wanted;
    bool found;
};

enum { MENTION_CEILING = 100000, MENTIONS_SHOWN = 12 };

static void look(void *context, struct ref *ref, uint64_t kinds)
{
    struct looking *l = context;

    (void)kinds;
    l->found |= ref->object == l->wanted;
}

static struct mentions find_mentions(const struct report_input *in, const struct object *subject)
{
    struct mentions mentions = {NULL, 0, 0};

    for (uint32_t n = 0; n < in->plan->object_count; n++) {
        const struct object *o = in->plan->objects[n];
        const struct kind_info *info = &schema_kinds[o->kind];

        for (uint16_t f = 0; f < info->field_count; f++) {
            const struct field_type *type = &field_types[info->fields[f].type];
            const void *value = object_value(o, f);
            struct looking l = {subject->number, false};

            if (!value || !type->each_ref)
                continue;
            /* The visitor only reads. */
            type->each_ref(&info->fields[f], (void *)(uintptr_t)value, look, &l);
            if (l.found && arena_grow(in->owner, (void **)&mentions.items, mentions.count,
                                      &mentions.capacity, sizeof(mentions.items[0]),
                                      MENTION_CEILING))
                mentions.items[mentions.count++] = (struct mention){o, &info->fields[f]};
        }
    }
    return mentions;
}

/* A value as it would stand in a plan file, in one line where it fits one. */
static struct str value_line(const struct field *field, const void *value, struct arena *owner)
{
    struct text text;
    struct writer *w;

    text_init(&text, owner);
    if (field->type == FIELD_TYPE_hits || field->type == FIELD_TYPE_amounts ||
        field->type == FIELD_TYPE_edits || field->type == FIELD_TYPE_day_amounts ||
        field->type == FIELD_TYPE_thresholds || field->type == FIELD_TYPE_week) {
        w = writer_new(owner, WRITER_YAML, &text);
        field_types[field->type].print(field, value, w);
        writer_finish(w);
        return str_trim(text_str(&text));
    }
    field_print_line(field, value, &text);
    return text_str(&text);
}

/* A nested object in one line: its id where it has one, then what is stated of it. */
static void say_nested(const struct object *o, bool named, struct line *line)
{
    const struct kind_info *info = &schema_kinds[o->kind];
    bool begun = false;

    if (named && o->id.len > 0)
        line_addf(line, TONE_STRONG, "%.*s  ", STR_ARG(o->id));
    for (uint16_t f = 0; f < info->field_count; f++) {
        const void *value = object_value(o, f);

        if (!value)
            continue;
        line_addf(line, TONE_DIM, "%s%s ", begun ? ", " : "", info->fields[f].name);
        line_add(line, TONE_PLAIN, value_line(&info->fields[f], value, line->owner));
        begun = true;
    }
}

static void say_field(const struct field *field, const void *value, struct table *table,
                      struct arena *owner)
{
    const bool nests = field->type == FIELD_TYPE_one || field->type == FIELD_TYPE_many;
    const struct objects *nested = value;
    struct line *cells;

    if (!nests) {
        cells = table_row(table, owner);
        line_add(&cells[0], TONE_DIM, str_of(field->name));
        line_add(&cells[1], TONE_PLAIN, value_line(field, value, owner));
        return;
    }
    for (size_t i = 0; i < nested->count; i++) {
        cells = table_row(table, owner);
        if (i == 0)
            line_add(&cells[0], TONE_DIM, str_of(field->name));
        say_nested(nested->items[i], field->type == FIELD_TYPE_many, &cells[1]);
    }
}

static void say_fields(const struct object *o, struct document *d)
{
    const struct column columns[] = {left_column(NULL, false), left_column(NULL, true)};
    const struct kind_info *info = &schema_kinds[o->kind];
    struct table *table = document_table(d, 2, columns, 2);

    for (uint16_t f = 0; f < info->field_count; f++)
        if (object_value(o, f))
            say_field(&info->fields[f], object_value(o, f), table, d->owner);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct object *o;
    struct mentions mentions;
    struct line *line;

    if (!find_subject(in, &o))
        return false;
    line = document_heading(out);
    line_addf(line, TONE_PLAIN, "%s ", schema_kinds[o->kind].title);
    line_add(line, TONE_STRONG, o->id);
    if (!str_equal_nocase(object_title(o), o->id))
        line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(object_title(o)));
    say_fields(o, out);
    say_belief_of(in, o->id, 2, out);
    mentions = find_mentions(in, o);
    if (mentions.count > 0) {
        document_blank(out);
        line = document_paragraph(out, 2, 12);
        line_add(line, TONE_DIM, STR("named by  "));
        for (size_t i = 0; i < mentions.count && (i < MENTIONS_SHOWN || in->everything); i++)
            line_addf(line, TONE_PLAIN, "%s%.*s\xc2\xa0(%s)", i > 0 ? ", " : "",
                      STR_ARG(mentions.items[i].by->id), mentions.items[i].field->name);
        if (mentions.count > MENTIONS_SHOWN && !in->everything)
            line_addf(line, TONE_DIM, " and %zu more", mentions.count - MENTIONS_SHOWN);
    }
    if (say_place(in, o->at).len > 0) {
        line = document_paragraph(out, 2, 12);
        line_addf(line, TONE_DIM, "stated in %.*s", STR_ARG(say_place(in, o->at)));
    }
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct object *o;
    struct mentions mentions;

    if (!find_subject(in, &o))
        return false;
    mentions = find_mentions(in, o);
    json_begin(in, out, "show");
    writer_key_text(out, "id", o->id);
    writer_key_text(out, "object_kind", str_of(schema_kinds[o->kind].name));
    writer_key_text(out, "title", object_title(o));
    writer_key_text(out, "stated_in", say_place(in, o->at));
    writer_key(out, STR("fields"));
    object_write(in->plan, o, out);
    json_believed(in, out, o->id);
    writer_key(out, STR("named_by"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < mentions.count; i++) {
        writer_map_begin(out, true);
        writer_key_text(out, "id", mentions.items[i].by->id);
        writer_key_text(out, "field", str_of(mentions.items[i].field->name));
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_show = {
    .name = "show",
    .title = "One object as it was stated",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};
