/* SPDX-License-Identifier: Apache-2.0 */
/* From trees to a plan; the schema, and any object by it. */
#include <string.h>

#include "core/door/door.h"
#include "core/format/format.h"
#include "core/format/table.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"

static const struct plan *plan_of(const struct baton_plan *p)
{
    return (const struct plan *)(const void *)p;
}

bool baton_day(struct baton_text text, int64_t *ret_day)
{
    int64_t instant;
    bool has_time;

    if (!civil_parse(door_str(text), &instant, &has_time) || has_time)
        return false;
    *ret_day = civil_day_of(instant);
    return true;
}

const char *baton_formats(void)
{
    return "a Baton plan (YAML or JSON), Microsoft Project XML and MPX, Primavera XER and PMXML, "
           "GanttProject, Planner, tables of tasks (CSV), issues of Jira, GitHub, GitLab, "
           "Redmine, Azure DevOps, Linear and Bugzilla (JSON), and instances of PSPLIB (.sm), "
           "Patterson (.rcp) and RCPSP/max (.sch)";
}

static bool is_plan_file(const struct node *root)
{
    return root->kind == NODE_MAP && node_find(root, STR("baton"));
}

/* A map whose keys are sections of a plan, but which does not say so. */
static bool looks_like_plan_file(const struct node *root)
{
    enum kind kind;

    if (root->kind != NODE_MAP || root->name.len > 0)
        return false;
    for (const struct node *child = root->first; child; child = child->next)
        if (schema_section(child->name, &kind))
            return true;
    return false;
}

static bool refuse(struct diags *out, const struct node *root)
{
    diag_error(out, "unknown-format", root->at, "this is not a plan Baton can read");
    diag_hint(out, "it reads %s; a plan file begins with `baton: 1`", baton_formats());
    return false;
}

static bool read_tree(struct baton *b, struct plan_builder *builder, const struct node *root,
                      size_t count, const struct baton_read_options *options)
{
    const struct format *format = format_recognise(root);

    if (!format && (is_plan_file(root) || looks_like_plan_file(root)))
        return plan_builder_read(builder, root);
    if (!format)
        return refuse(&b->diags, root);
    if (count > 1) {
        diag_error(&b->diags, "mixed-formats", root->at,
                   "%s stands alone: it cannot be merged with other files", format->title);
        diag_hint(&b->diags, "name the file itself instead of its folder");
        return false;
    }
    return format_read(format, builder, root,
                       (const struct node *)(const void *)options->mapping, &b->owner, &b->diags);
}

/* The same plan, scheduled by another tool's rules. */
static bool overrule_dialect(struct baton *b, struct str name, const struct plan **plan)
{
    const struct field *of = &schema_kinds[KIND_scheduling].fields[FIELD_scheduling_dialect];
    struct edit edit = {.kind = EDIT_SET, .address = STR("program.scheduling.dialect"),
                        .object = (*plan)->program->number, .field = FIELD_program_scheduling,
                        .inner = FIELD_scheduling_dialect, .of = of};

    for (unsigned i = 0; i < of->choices->count; i++)
        if (str_equal(name, str_of(of->choices->words[i]))) {
            uint32_t *value = ARENA_NEW(&b->owner, uint32_t);

            *value = i;
            edit.value = value;
            return plan_apply(*plan, &edit, 1, &b->owner, plan, &b->diags);
        }
    return diag_error(&b->diags, "unknown-dialect", (struct place){0},
                      "there is no dialect '%.*s'", STR_ARG(name));
}

/* `good`: nothing was wrong so far. Where it was, sealing still says what else is wrong, but
 * there is no plan. */
static bool seal(struct baton *b, struct plan_builder *builder, bool good,
                 const struct baton_read_options *options, const struct baton_plan **ret_plan)
{
    const struct seal_options how = {.today = options->today * CIVIL_DAY_S,
                                     .read_on = options->read_on * CIVIL_DAY_S};
    const struct plan *plan;

    if (!plan_seal(builder, &how, &plan) || !good)
        return false;
    if (options->dialect.len > 0 && !overrule_dialect(b, door_str(options->dialect), &plan))
        return false;
    *ret_plan = (const struct baton_plan *)(const void *)plan;
    return true;
}

bool baton_plan_read(struct baton *b, const struct baton_node *const *roots, size_t count,
                     const struct baton_read_options *options, const struct baton_plan **ret_plan)
{
    struct plan_builder *builder = plan_builder_new(&b->owner, &b->diags);
    bool good = b->diags.error_count == 0, imported = false;

    for (size_t i = 0; i < count; i++) {
        const struct node *root = (const struct node *)(const void *)roots[i];

        good &= read_tree(b, builder, root, count, options);
        imported |= format_recognise(root) != NULL;
    }
    /* What is wrong between the objects of plan files is said together with what is wrong
     * within them; but not where a whole file could not be read, or of half an import. */
    if (!good && (imported || b->diags.error_count == 0))
        return false;
    return seal(b, builder, good, options, ret_plan);
}

bool baton_is_instance(struct baton_text bytes)
{
    return format_recognise_text(door_str(bytes)) != NULL;
}

bool baton_instance_read(struct baton *b, uint32_t source, const struct baton_read_options *options,
                         const struct baton_plan **ret_plan)
{
    struct plan_builder *builder = plan_builder_new(&b->owner, &b->diags);
    const struct str bytes = b->diags.sources[source - 1].bytes;
    const struct format *format = format_recognise_text(bytes);

    if (!format)
        return diag_error(&b->diags, "unknown-format", (struct place){source, 1, 1, 0},
                          "this text is not a plan Baton can read");
    if (options->mapping && format == &format_table)
        return table_read(builder, bytes, source,
                          (const struct node *)(const void *)options->mapping, &b->owner,
                          &b->diags) &&
               seal(b, builder, true, options, ret_plan);
    return format->read_text(builder, bytes, source, &b->owner, &b->diags) &&
           seal(b, builder, true, options, ret_plan);
}

struct baton_text baton_plan_write(struct baton *b, const struct baton_plan *plan, bool json)
{
    struct text text;
    struct writer *writer;

    text_init(&text, &b->owner);
    writer = writer_new(&b->owner, json ? WRITER_JSON : WRITER_YAML, &text);
    plan_write(plan_of(plan), writer);
    writer_finish(writer);
    return door_text(text_str(&text));
}

struct baton_text baton_plan_id(const struct baton_plan *plan)
{
    return door_text(plan_of(plan)->program->id);
}

int64_t baton_plan_as_of(const struct baton_plan *plan)
{
    return plan_of(plan)->as_of;
}

uint64_t baton_plan_digest(const struct baton_plan *plan)
{
    return plan_digest(plan_of(plan), plan_of(plan)->owner);
}

unsigned baton_kind_count(void)
{
    return KIND_COUNT;
}

struct baton_kind_info baton_kind(unsigned kind)
{
    const struct kind_info *info = &schema_kinds[kind];

    return (struct baton_kind_info){
        .name = info->name, .section = info->section, .title = info->title, .doc = info->doc,
        .nested = info->flags & KIND_NESTED, .single = info->flags & KIND_SINGLE,
        .confidential = info->flags & KIND_PRIVATE, .field_count = info->field_count};
}

struct baton_field_info baton_field(unsigned kind, unsigned field)
{
    const struct field *f = &schema_kinds[kind].fields[field];
    const struct field_type *type = &field_types[f->type];

    return (struct baton_field_info){
        .name = f->name, .type = type->name, .doc = f->doc, .written = type->doc,
        .example = type->example, .required = f->flags & FIELD_REQUIRED,
        .personal = f->flags & FIELD_PERSONAL};
}

struct baton_text baton_schema_json(struct baton *b)
{
    struct text text;
    struct writer *writer;

    text_init(&text, &b->owner);
    writer = writer_new(&b->owner, WRITER_JSON, &text);
    schema_write_json_schema(writer);
    writer_finish(writer);
    return door_text(text_str(&text));
}

struct baton_text baton_schema_manual(struct baton *b)
{
    struct text text;

    text_init(&text, &b->owner);
    schema_write_manual(&text);
    return door_text(text_str(&text));
}

uint32_t baton_object_count(const struct baton_plan *plan)
{
    return plan_of(plan)->object_count;
}

uint32_t baton_object_find(const struct baton_plan *plan, struct baton_text id)
{
    const struct object *o = plan_find(plan_of(plan), door_str(id));

    return o ? o->number : BATON_NO_OBJECT;
}

struct baton_text baton_object_id(const struct baton_plan *plan, uint32_t object)
{
    return door_text(plan_of(plan)->objects[object]->id);
}

unsigned baton_object_kind(const struct baton_plan *plan, uint32_t object)
{
    return plan_of(plan)->objects[object]->kind;
}

struct baton_place baton_object_place(const struct baton_plan *plan, uint32_t object)
{
    const struct place at = plan_of(plan)->objects[object]->at;

    return (struct baton_place){at.source, at.line, at.column, at.length};
}

struct baton_text baton_get(struct baton *b, const struct baton_plan *plan, uint32_t object,
                            struct baton_text field)
{
    const struct object *o = plan_of(plan)->objects[object];
    const uint16_t index = schema_field(o->kind, door_str(field));
    const void *value = index == UINT16_MAX ? NULL : object_value(o, index);
    struct text text;

    if (!value)
        return (struct baton_text){NULL, 0};
    text_init(&text, &b->owner);
    field_print_line(&schema_kinds[o->kind].fields[index], value, &text);
    return door_text(text_str(&text));
}
