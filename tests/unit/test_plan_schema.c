/* SPDX-License-Identifier: Apache-2.0 */
/* The schema table itself, and what is printed from it. */
#include "core/plan/ops.h"
#include "core/base/arena.h"
#include "core/syntax/writer.h"
#include "tests/unit/plan_fixture.h"

void test_plan_schema__the_manual_is_current(struct test *t)
{
    struct text text;
    struct str page;

    text_init(&text, t->arena);
    schema_write_manual(&text);
    if (!test_read_file(t, "docs/reference.md", &page)) {
        CHECK(!"docs/reference.md is there");
        return;
    }
    if (!str_equal(page, text_str(&text)))
        test_fail(t, __FILE__, __LINE__,
                  "docs/reference.md is old: baton schema --manual --output docs/reference.md");
}

/* Names are said once, and every name, type and meaning is stated. */
void test_plan_schema__the_table_is_sound(struct test *t)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        const struct kind_info *info = &schema_kinds[k];
        enum kind kind = KIND_COUNT;

        CHECK(info->field_count > 0 && info->doc[0] != '\0' && info->title[0] != '\0');
        if (!(info->flags & KIND_NESTED))
            CHECK(schema_section(str_of(info->section), &kind) && kind == (enum kind)k);
        for (uint16_t i = 0; i < info->field_count; i++) {
            const struct field *field = &info->fields[i];
            const struct field_type *type = &field_types[field->type];

            CHECK_EQ(schema_field((enum kind)k, str_of(field->name)), i);
            CHECK(field->doc[0] != '\0');
            CHECK((field->type == FIELD_TYPE_choice) == (field->choices != NULL));
            CHECK(type->parse && type->print && type->equal && type->copy && type->schema);
            if (is_nesting(field))
                CHECK((schema_kinds[field->nested].flags & KIND_NESTED) != 0);
        }
    }
}

/* Nobody may write a key that a YAML 1.1 reader takes for a boolean. */
void test_plan_schema__no_key_is_a_boolean_of_yaml(struct test *t)
{
    static const char *const words[] = {"y", "n", "yes", "no", "on", "off", "true", "false"};

    for (int k = 0; k < KIND_COUNT; k++)
        for (uint16_t i = 0; i < schema_kinds[k].field_count; i++)
            for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
                CHECK(!str_equal_nocase(str_of(schema_kinds[k].fields[i].name), str_of(words[w])));
}

/* Every type's example is a value of the type. */
void test_plan_schema__examples_can_be_read(struct test *t)
{
    for (int k = 0; k < KIND_COUNT; k++)
        for (uint16_t i = 0; i < schema_kinds[k].field_count; i++) {
            const struct field *field = &schema_kinds[k].fields[i];
            struct fault fault = {0};
            void *value = arena_take(t->arena, 1, field_types[field->type].size);

            if (scalar_types[field->type].read && field->type != FIELD_TYPE_choice)
                CHECK(scalar_types[field->type].read(
                    field, str_of(field_types[field->type].example), value, &fault));
        }
}

static const struct node *at(const struct node *node, const char *path)
{
    struct str rest = str_of(path), name;

    while (node && str_split(&rest, '/', &name))
        node = node_find(node, name);
    return node;
}

/* The JSON Schema is JSON, describes every field, and every reference in it leads somewhere. */
static void check_refs(struct test *t, const struct node *node, const struct node *root)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (str_equal(child->name, STR("$ref")) && child->kind == NODE_SCALAR) {
            const struct str path = str_slice(child->text, 2, child->text.len);

            CHECK(str_starts(child->text, STR("#/")));
            if (!at(root, str_copy(t->arena, path).ptr))
                test_fail(t, __FILE__, __LINE__, "%.*s leads nowhere", STR_ARG(child->text));
        }
        check_refs(t, child, root);
    }
}

void test_plan_schema__json_schema_describes_every_field(struct test *t)
{
    struct text text;
    const struct node *root;

    text_init(&text, t->arena);
    schema_write_json_schema(writer_new(t->arena, WRITER_JSON, &text));
    root = json_read(t->arena, diags_source(t->diags, STR("schema"), text_str(&text)),
                     text_str(&text), t->diags);
    if (!root) {
        CHECK(!"the schema is JSON");
        return;
    }
    check_refs(t, root, root);
    for (int k = 0; k < KIND_COUNT; k++)
        for (uint16_t i = 0; i < schema_kinds[k].field_count; i++) {
            const char *path = str_format(t->arena, "$defs/%s/properties/%s/description",
                                          schema_kinds[k].name,
                                          schema_kinds[k].fields[i].name).ptr;
            const bool private = schema_kinds[k].flags & KIND_PRIVATE;

            if ((at(root, path) != NULL) == private)
                test_fail(t, __FILE__, __LINE__, "%s: %s", path, private ? "private" : "missing");
        }
    CHECK(at(root, "properties/beliefs") == NULL);
}
