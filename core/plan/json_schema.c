/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON Schema (draft 2020-12) of a plan file, for editors. Patterns only guide; the
 * reader has the last word. */
#include "core/base/text.h"
#include "core/plan/ops.h"

#define ID "[A-Za-z0-9][A-Za-z0-9_-]{0,119}"
#define SPAN_PART "[0-9]+(\\.[0-9]{1,3})?e?[smhdw]"
#define SPAN "[+-]?" SPAN_PART "( " SPAN_PART ")?"
#define NUMBER "[0-9]+(\\.[0-9]+)?"
#define MONEY "-?" NUMBER "[kM]?"
#define NAMED "(pert|tri|trigen|uniform|lognormal) ?\\(.+\\)"
#define PERIOD "[0-9]{4}-(Q[1-4]|[0-9]{2}(-[0-9]{2})?)"
#define SHAPES(item) "^(" item "( ?\\.\\. ?" item " ?\\.\\. ?" item ")?|" NAMED ")$"

struct definition {
    const char *name;
    const char *type;           /* NULL: a string or a number */
    const char *pattern;
    const char *doc;
};

static const struct definition definitions[] = {
    {"id", NULL, "^" ID "$", "The id of an object."},
    {"span", "string", "^" SPAN "$", NULL},
    {"estimate", "string", SHAPES(SPAN), NULL},
    {"factor", NULL, SHAPES(NUMBER), NULL},
    {"cost", NULL, SHAPES(MONEY), NULL},
    {"when", NULL, "^" PERIOD "([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$", NULL},
    {"days", NULL, "^" PERIOD "( ?\\.\\. ?" PERIOD ")?$", "A day, or a range of days."},
    {"link", NULL, "^" ID "( (FS|SS|FF|SF))?( at most)?( [+-].+)?$", "A predecessor."},
    {"shifts", "string", "^([0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2} ?)*$",
     "Working hours of a day; empty: no work."},
};

static void ref(struct writer *w, const char *definition)
{
    writer_map_begin(w, true);
    writer_key_text(w, "$ref", str_of(definition));
    writer_map_end(w);
}

static void simple_definitions(struct writer *w)
{
    for (size_t i = 0; i < sizeof(definitions) / sizeof(definitions[0]); i++) {
        const struct definition *d = &definitions[i];

        writer_key(w, str_of(d->name));
        writer_map_begin(w, false);
        if (d->doc)
            writer_key_text(w, "description", str_of(d->doc));
        writer_key(w, STR("type"));
        if (d->type) {
            writer_text(w, str_of(d->type));
        } else {
            writer_list_begin(w, true);
            writer_text(w, STR("string"));
            writer_text(w, STR("number"));
            writer_list_end(w);
        }
        writer_key_text(w, "pattern", str_of(d->pattern));
        writer_map_end(w);
    }
    writer_key(w, STR("words"));
    writer_map_begin(w, false);
    type_text_schema(NULL, w);
    writer_map_end(w);
    writer_key(w, STR("edits"));
    writer_map_begin(w, false);
    writer_key_text(w, "type", STR("object"));
    writer_key(w, STR("propertyNames"));
    writer_map_begin(w, true);
    writer_key_text(w, "pattern", STR("^" ID "(\\..+)?$"));
    writer_map_end(w);
    writer_map_end(w);
    writer_key(w, STR("week"));
    writer_map_begin(w, false);
    writer_key_text(w, "type", STR("object"));
    writer_key(w, STR("propertyNames"));
    writer_map_begin(w, true);
    writer_key_text(w, "pattern", STR("^(mon|tue|wed|thu|fri|sat|sun)"
                                      "([,-](mon|tue|wed|thu|fri|sat|sun))*$"));
    writer_map_end(w);
    writer_key(w, STR("additionalProperties"));
    ref(w, "#/$defs/shifts");
    writer_map_end(w);
}

/* --- maps whose keys are known ------------------------------------------------------------- */

struct part {
    const char *name;
    const char *definition;     /* or, where it is NULL, the type below */
    const char *type;
};

static void parts_definition(struct writer *w, const char *name, const struct part *parts,
                             size_t count)
{
    writer_key(w, str_of(name));
    writer_map_begin(w, false);
    writer_key_text(w, "type", STR("object"));
    writer_key_bool(w, "additionalProperties", false);
    writer_key(w, STR("properties"));
    writer_map_begin(w, false);
    for (size_t i = 0; i < count; i++) {
        writer_key(w, str_of(parts[i].name));
        if (parts[i].definition) {
            ref(w, parts[i].definition);
        } else if (parts[i].type) {
            writer_map_begin(w, true);
            writer_key_text(w, "type", str_of(parts[i].type));
            writer_map_end(w);
        } else {
            writer_bool(w, true);
        }
    }
    writer_map_end(w);
    writer_map_end(w);
}

static void calendar_definitions(struct writer *w)
{
    static const struct part exception[] = {
        {"date", "#/$defs/days", NULL},   {"from", "#/$defs/days", NULL},
        {"to", "#/$defs/days", NULL},     {"hours", "#/$defs/shifts", NULL},
        {"repeats", NULL, "string"},      {"every", NULL, "integer"},
        {"times", NULL, "integer"},       {"days", NULL, "string"},
        {"day", NULL, "integer"},         {"nth", NULL, NULL},
        {"weekday", NULL, "string"},      {"month", NULL, "integer"},
        {"week_starts", NULL, "string"},
    };
    static const struct part alternate[] = {
        {"from", "#/$defs/days", NULL}, {"to", "#/$defs/days", NULL},
        {"week", "#/$defs/week", NULL},
    };

    parts_definition(w, "calendar_exception", exception,
                     sizeof(exception) / sizeof(exception[0]));
    parts_definition(w, "alternate_week", alternate, sizeof(alternate) / sizeof(alternate[0]));
}

/* --- kinds ----------------------------------------------------------------------------- */

static void required_list(const struct kind_info *info, struct writer *w)
{
    bool any = false;

    for (uint16_t i = 0; i < info->field_count; i++)
        any = any || info->fields[i].flags & FIELD_REQUIRED;
    if (!any)
        return;
    writer_key(w, STR("required"));
    writer_list_begin(w, true);
    for (uint16_t i = 0; i < info->field_count; i++)
        if (info->fields[i].flags & FIELD_REQUIRED)
            writer_text(w, str_of(info->fields[i].name));
    writer_list_end(w);
}

static void kind_definition(const struct kind_info *info, bool may_be_required, struct writer *w)
{
    writer_key(w, str_of(info->name));
    writer_map_begin(w, false);
    writer_key_text(w, "title", str_of(info->title));
    writer_key_text(w, "description", str_of(info->doc));
    writer_key(w, STR("type"));
    writer_list_begin(w, true);
    writer_text(w, STR("object"));
    writer_text(w, STR("null"));
    writer_list_end(w);
    writer_key_bool(w, "additionalProperties", false);
    if (may_be_required)
        required_list(info, w);
    writer_key(w, STR("properties"));
    writer_map_begin(w, false);
    for (uint16_t i = 0; i < info->field_count; i++) {
        const struct field *field = &info->fields[i];

        writer_key(w, str_of(field->name));
        writer_map_begin(w, false);
        writer_key_text(w, "description", str_of(field->doc));
        field_types[field->type].schema(field, w);
        writer_map_end(w);
    }
    writer_map_end(w);
    writer_map_end(w);
}

void schema_write_json_schema(struct writer *w)
{
    writer_map_begin(w, false);
    writer_key_text(w, "$schema", STR("https://json-schema.org/draft/2020-12/schema"));
    writer_key_text(w, "title", STR("Baton plan file"));
    writer_key_text(w, "description", STR("A program as people state it: one file, or a folder of "
                                          "files that are merged by section."));
    writer_key_text(w, "type", STR("object"));
    writer_key_bool(w, "additionalProperties", false);
    writer_key(w, STR("properties"));
    writer_map_begin(w, false);
    writer_key(w, STR("baton"));
    writer_map_begin(w, false);
    writer_key_text(w, "description", STR("The version of the form: 1."));
    writer_key_i64(w, "const", 1);
    writer_map_end(w);
    for (int k = 0; k < KIND_COUNT; k++) {
        const struct kind_info *info = &schema_kinds[k];
        char room[LINE_ROOM];
        struct text path = {.ptr = room, .capacity = sizeof(room)};

        if (info->flags & (KIND_NESTED | KIND_PRIVATE))
            continue;
        text_add(&path, STR("#/$defs/"));
        text_add(&path, str_of(info->name));
        writer_key(w, str_of(info->section));
        writer_map_begin(w, false);
        writer_key_text(w, "description", str_of(info->doc));
        if (info->flags & KIND_SINGLE) {
            writer_key_text(w, "$ref", text_str(&path));
        } else {
            writer_key(w, STR("type"));
            writer_list_begin(w, true);
            writer_text(w, STR("object"));
            writer_text(w, STR("null"));
            writer_list_end(w);
            writer_key(w, STR("propertyNames"));
            ref(w, "#/$defs/id");
            writer_key(w, STR("additionalProperties"));
            writer_map_begin(w, true);
            writer_key_text(w, "$ref", text_str(&path));
            writer_map_end(w);
        }
        writer_map_end(w);
    }
    writer_map_end(w);
    writer_key(w, STR("$defs"));
    writer_map_begin(w, false);
    simple_definitions(w);
    calendar_definitions(w);
    /* The program may be stated in parts, so what it needs may stand in another file. */
    for (int k = 0; k < KIND_COUNT; k++)
        if (!(schema_kinds[k].flags & KIND_PRIVATE))
            kind_definition(&schema_kinds[k], !(schema_kinds[k].flags & KIND_SINGLE), w);
    writer_map_end(w);
    writer_map_end(w);
}
