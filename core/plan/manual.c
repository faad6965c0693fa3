/* SPDX-License-Identifier: Apache-2.0 */
/* The reference manual of the plan file, as Markdown, from the schema table alone. */
#include "core/plan/ops.h"

/* A bar ends a cell of a table. */
static void add_cell(struct text *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '|')
            text_add_char(out, '\\');
        text_add_char(out, s.ptr[i]);
    }
}

static void add_kinds(struct text *out, uint64_t kinds)
{
    bool first = true;

    if (kinds == 0)
        text_add(out, STR(" of any object"));
    for (int k = 0; k < KIND_COUNT; k++)
        if (kinds & UINT64_C(1) << k) {
            text_addf(out, "%s[%s](#%s)", first ? " of " : " or ", schema_kinds[k].name,
                      schema_kinds[k].name);
            first = false;
        }
}

static void add_type(const struct field *field, struct text *out)
{
    switch (field->type) {
    case FIELD_TYPE_choice:
        for (unsigned i = 0; i < field->choices->count; i++)
            text_addf(out, "%s`%s`", i > 0 ? ", " : "", field->choices->words[i]);
        return;
    case FIELD_TYPE_one:
        text_addf(out, "one [%s](#%s)", schema_kinds[field->nested].name,
                  schema_kinds[field->nested].name);
        return;
    case FIELD_TYPE_many:
        text_addf(out, "[%s](#%s) by id, or a list", schema_kinds[field->nested].name,
                  schema_kinds[field->nested].name);
        return;
    case FIELD_TYPE_ref:
        text_add(out, STR("id"));
        add_kinds(out, field->kinds);
        return;
    case FIELD_TYPE_refs:
        text_add(out, STR("ids"));
        add_kinds(out, field->kinds);
        return;
    default:
        text_addf(out, "[%s](#type-%s)", field_types[field->type].name,
                  field_types[field->type].name);
    }
}

static void add_kind(const struct kind_info *info, struct text *out)
{
    text_addf(out, "\n## %s\n\n<a id=\"%s\"></a>%s ", info->title, info->name, info->doc);
    if (info->flags & KIND_NESTED)
        text_add(out, STR("Stands inside another object.\n"));
    else if (info->flags & KIND_PRIVATE)
        text_addf(out, "Section `%s` of the private folder of `--beliefs`; never in a plan file.\n",
                  info->section);
    else
        text_addf(out, "Section `%s`%s.\n", info->section,
                  info->flags & KIND_SINGLE ? "" : ", by id");
    text_add(out, STR("\n| key | value | meaning |\n|---|---|---|\n"));
    for (uint16_t i = 0; i < info->field_count; i++) {
        const struct field *field = &info->fields[i];

        text_addf(out, "| `%s` | ", field->name);
        add_type(field, out);
        text_add(out, STR(" | "));
        add_cell(out, str_of(field->doc));
        if (field->flags & FIELD_REQUIRED)
            text_add(out, STR(" **Required.**"));
        text_add(out, STR(" |\n"));
    }
}

void schema_write_manual(struct text *out)
{
    text_add(out, STR("# The plan file: every section, key and value\n\n"
                      "Made from the schema table by `baton schema --manual`; edit "
                      "`core/plan/kinds/`, not this page.\n\n"
                      "A plan is one YAML file or a folder of them, merged by section. Each starts "
                      "with `baton: 1`. Ids are letters, digits, `-` and `_`, and unique in the "
                      "whole program. What is not stated is unknown, never zero.\n\n"
                      "## Sections\n\n"));
    for (int k = 0; k < KIND_COUNT; k++)
        if (!(schema_kinds[k].flags & (KIND_NESTED | KIND_PRIVATE)))
            text_addf(out, "- [`%s`](#%s): %s\n", schema_kinds[k].section, schema_kinds[k].name,
                      schema_kinds[k].doc);
    text_add(out, STR("\n## Values\n\n| type | how it is written | example |\n|---|---|---|\n"));
    for (int type = 0; type < FIELD_TYPE_COUNT; type++) {
        const struct field_type *t = &field_types[type];

        text_addf(out, "| <a id=\"type-%s\"></a>%s | ", t->name, t->name);
        add_cell(out, str_of(t->doc));
        text_add(out, STR(" | "));
        if (t->example[0] != '\0') {
            text_add_char(out, '`');
            add_cell(out, str_of(t->example));
            text_add_char(out, '`');
        }
        text_add(out, STR(" |\n"));
    }
    for (int k = 0; k < KIND_COUNT; k++)
        add_kind(&schema_kinds[k], out);
}
