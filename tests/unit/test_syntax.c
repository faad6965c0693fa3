/* SPDX-License-Identifier: Apache-2.0 */
/* Trees, the JSON and CSV readers, the writers. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/text.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"
#include "tests/unit/harness.h"

static const struct node *json(struct test *t, struct str bytes)
{
    return json_read(t->arena, diags_source(t->diags, STR("f"), bytes), bytes, t->diags);
}

static const struct node *csv(struct test *t, struct str bytes)
{
    return csv_read(t->arena, diags_source(t->diags, STR("f"), bytes), bytes, 0, t->diags);
}

static void write_node(struct writer *w, const struct node *node)
{
    if (node->kind == NODE_NULL) {
        writer_null(w);
    } else if (node->kind == NODE_SCALAR && node->style == NODE_PLAIN) {
        writer_plain(w, node->text);
    } else if (node->kind == NODE_SCALAR) {
        writer_text(w, node->text);
    } else if (node->kind == NODE_LIST) {
        writer_list_begin(w, false);
        for (const struct node *child = node->first; child; child = child->next)
            write_node(w, child);
        writer_list_end(w);
    } else {
        writer_map_begin(w, false);
        for (const struct node *child = node->first; child; child = child->next) {
            writer_key(w, child->name);
            write_node(w, child);
        }
        writer_map_end(w);
    }
}

static struct str written(struct test *t, const struct node *node, enum writer_form form)
{
    struct text *text = ARENA_NEW(t->arena, struct text);
    struct writer *w;

    text_init(text, t->arena);
    w = writer_new(t->arena, form, text);
    write_node(w, node);
    return text_str(text);
}

/* The first error of a text, as "line:column code". */
static struct str first_error(struct test *t, struct str bytes, bool is_csv)
{
    struct diags fresh, *kept = t->diags;
    const struct node *root;

    diags_init(&fresh, t->arena);
    t->diags = &fresh;
    root = is_csv ? csv(t, bytes) : json(t, bytes);
    t->diags = kept;
    if (fresh.count == 0)
        return STR("none");
    CHECK(root == NULL);
    return str_format(t->arena, "%u:%u %s", fresh.items[0].where.line, fresh.items[0].where.column,
                      fresh.items[0].code);
}

/* --- JSON ------------------------------------------------------------------------------------ */

void test_syntax__json_becomes_a_tree_with_byte_places(struct test *t)
{
    const struct str bytes = STR("{\"a\": [1, true,\n null, \"x\\u00e9\\ud83d\\ude00\"],\n"
                                 "  \"\xc3\xa9\": {\"n\": -1.5e3}, \"n\": {}}");
    const struct node *root = json(t, bytes), *a, *e;

    CHECK_EQ(t->diags->error_count, 0);
    CHECK(root && root->kind == NODE_MAP && root->count == 3);
    a = node_find(root, STR("a"));
    CHECK(a && a->kind == NODE_LIST && a->count == 4);
    CHECK(a->first->style == NODE_PLAIN);
    CHECK_STR(a->first->text, "1");
    CHECK_STR(a->first->next->text, "true");
    CHECK(a->first->next->next->kind == NODE_NULL);
    CHECK_STR(a->first->next->next->next->text, "x\xc3\xa9\xf0\x9f\x98\x80");
    CHECK(a->first->next->next->next->style == NODE_QUOTED);
    CHECK_EQ(a->at.line, 1);
    CHECK_EQ(a->at.column, 7);
    CHECK_EQ(a->name_at.column, 2);
    CHECK_EQ(a->first->next->next->at.line, 2);
    CHECK_EQ(a->first->next->next->at.column, 2);
    CHECK_STR(str_slice(bytes, a->offset, a->end), "[1, true,\n null, \"x\\u00e9\\ud83d\\ude00\"]");
    e = node_find(root, STR("\xc3\xa9"));
    CHECK(e && e->name_at.line == 3 && e->name_at.column == 3 && e->at.column == 9);
    CHECK_STR(node_text(e, STR("n")), "-1.5e3");
    CHECK_EQ(node_find(root, STR("n"))->count, 0);
}

void test_syntax__json_refuses_what_rfc_8259_refuses(struct test *t)
{
    const struct {
        struct str bytes;
        const char *error;
    } cases[] = {
        {STR(""), "1:1 empty-file"},
        {STR(" \n\t"), "1:1 empty-file"},
        {STR("\xef\xbb\xbf"), "1:1 empty-file"},
        {STR("{\"a\": 01}"), "1:7 json-syntax"},
        {STR("[1.]"), "1:2 json-syntax"},
        {STR("[.5]"), "1:2 json-syntax"},
        {STR("[+1]"), "1:2 json-syntax"},
        {STR("[1e]"), "1:2 json-syntax"},
        {STR("[0x10]"), "1:2 json-syntax"},
        {STR("[NaN]"), "1:2 json-syntax"},
        {STR("[tru]"), "1:2 json-syntax"},
        {STR("[1,]"), "1:4 json-syntax"},
        {STR("[,1]"), "1:2 json-syntax"},
        {STR("{\"a\":1,}"), "1:8 json-syntax"},
        {STR("{a:1}"), "1:2 json-syntax"},
        {STR("{'a':1}"), "1:2 json-syntax"},
        {STR("{\"a\" 1}"), "1:6 json-syntax"},
        {STR("[1 2]"), "1:4 json-syntax"},
        {STR("[1}"), "1:3 json-syntax"},
        {STR("[1]\n x"), "2:2 json-syntax"},
        {STR("["), "1:2 json-syntax"},
        {STR("{\"a\":"), "1:6 json-syntax"},
        {STR("\"abc"), "1:1 json-syntax"},
        {STR("[\"a\nb\"]"), "1:2 json-syntax"},
        {STR("\"a\tb\""), "1:3 json-syntax"},
        {STR("\"\\q\""), "1:2 json-syntax"},
        {STR("\"\\u12g4\""), "1:2 json-syntax"},
        {STR("\"\\ud800\""), "1:2 json-syntax"},
        {STR("\"\\udc00\\ud800\""), "1:2 json-syntax"},
        {STR("\"a\xff\""), "1:3 invalid-utf8"},
        {STR("// c\n1"), "1:1 json-syntax"},
        {STR("{\"a\":1,\n\"a\":2}"), "2:1 duplicate-key"},
        {STR("1\0"), "1:2 json-syntax"},
        {STR("\xef\xbb\xbf{\"a\":x}"), "1:6 json-syntax"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        CHECK_STR(first_error(t, cases[i].bytes, false), cases[i].error);
    CHECK_STR(first_error(t, STR(" [-0, 0.0e-5, 1E+9, \"\\/\\b\", {\"\":[]}] \n"), false), "none");
}

void test_syntax__json_shows_every_fault_inside_its_tokens(struct test *t)
{
    CHECK(!json(t, STR("{\"a\": 01, \"b\": \"\\q\\u1\", \"a\": nul,\n\"c\": \"\xff\xfe\"}")));
    CHECK_EQ(t->diags->error_count, 7);
}

void test_syntax__whole_numbers_keep_every_digit(struct test *t)
{
    const struct node *root = json(t, STR("[9007199254740993, 18446744073709551616]"));

    CHECK_STR(root->first->text, "9007199254740993");
    CHECK_STR(root->first->next->text, "18446744073709551616");
}

void test_syntax__depth_size_and_number_have_ceilings(struct test *t)
{
    enum { LARGE = 1 << 21 };
    char *bytes = arena_take(t->arena, LARGE, 1);

    memset(bytes, '[', LARGE);
    CHECK_STR(first_error(t, (struct str){bytes, LARGE}, false), "1:65 too-deep");
    memset(bytes, '[', 64);
    memset(bytes + 64, ']', 64);
    CHECK_STR(first_error(t, (struct str){bytes, 128}, false), "none");
    memset(bytes, 'x', LARGE);
    bytes[0] = bytes[LARGE - 1] = '"';
    CHECK_STR(first_error(t, (struct str){bytes, LARGE}, false), "1:1 too-large");
}

/* The key tables of builder levels are used again and again: no key of one map may be taken
 * for one of another. */
void test_syntax__a_key_repeats_only_within_its_own_map(struct test *t)
{
    struct text text;

    text_init(&text, t->arena);
    text_add_char(&text, '[');
    for (int map = 0; map < 60; map++) {
        text_add(&text, map ? STR(",{") : STR("{"));
        for (int key = 0; key < 10 + map * 7; key++)
            text_addf(&text, "%s\"k%d\":{\"k1\":[]}", key ? "," : "", key);
        text_add_char(&text, '}');
    }
    text_add_char(&text, ']');
    CHECK(json(t, text_str(&text)) != NULL);
    CHECK_EQ(t->diags->error_count, 0);
    text_clear(&text);
    text_add_char(&text, '{');
    for (int key = 0; key < 5000; key++)
        text_addf(&text, "\"k%d\":0,\n", key);
    for (int key = 0; key < 5000; key += 100)
        text_addf(&text, "\"k%d\":0%s\n", key, key < 4900 ? "," : "");
    text_add_char(&text, '}');
    CHECK(json(t, text_str(&text)) == NULL);
    CHECK_EQ(t->diags->error_count, 50);
    CHECK_STR(t->diags->items[1].text,
              "'k100' stands twice in one map: first on line 101, column 1");
}

/* --- writers --------------------------------------------------------------------------------- */

static void add_random_text(struct test *t, struct text *text)
{
    static const char *const pieces[] = {
        "a", "b ", " ", "-", "- ", "\\n", "\\t", "\\\"", "\\\\", ": ", ":", " #", "#", "yes", "12",
        "0x1f", "1:30", "2026-01-01", "~", "null", ", ", "[", "]", "{", "}", "?", "? ", "!", "&a",
        "*a", "'", "%", "@", "`", "|", ">", "\xc3\xa9", "\xf0\x9f\x98\x80", "\\u0007", "\\u0085",
        "\\u2028", "\\ufeff", "---", "...", "=", "<<", ".inf", "1e3", "+", "_"};
    const uint64_t count = test_random_below(t, 5);

    text_add_char(text, '"');
    for (uint64_t i = 0; i < count; i++)
        text_add(text, str_of(pieces[test_random_below(t, sizeof(pieces) / sizeof(pieces[0]))]));
    text_add_char(text, '"');
}

static void add_random_json(struct test *t, struct text *text, int depth)
{
    const uint64_t kind = test_random_below(t, depth > 3 ? 4 : 8), count = test_random_below(t, 4);

    if (kind < 3) {
        add_random_text(t, text);
    } else if (kind == 3) {
        text_add(text, test_random_below(t, 2) ? STR("null") : STR("-12.50"));
    } else {
        text_add_char(text, kind < 6 ? '{' : '[');
        for (uint64_t i = 0; i < count; i++) {
            text_add(text, i ? STR(",") : STR(""));
            if (kind < 6)
                text_addf(text, "\"k%d%s\":", (int)i, test_random_below(t, 3) ? "" : ": x");
            add_random_json(t, text, depth + 1);
        }
        text_add_char(text, kind < 6 ? '}' : ']');
    }
}

void test_syntax__json_written_reads_back_as_the_same_tree(struct test *t)
{
    for (int round = 0; round < 2000; round++) {
        struct text text;
        const struct node *root;
        struct str compact;

        text_init(&text, t->arena);
        add_random_json(t, &text, 0);
        root = json(t, text_str(&text));
        CHECK(root != NULL);
        if (!root)
            return;
        compact = written(t, root, WRITER_JSON_COMPACT);
        root = json(t, written(t, root, WRITER_JSON));
        CHECK(root && str_equal(written(t, root, WRITER_JSON_COMPACT), compact));
    }
}

static void write_sample(struct writer *w)
{
    writer_map_begin(w, false);
    writer_key_text(w, "text", STR("a \"b\"\n"));
    writer_key_i64(w, "whole", -7);
    writer_key_fixed(w, "fixed", 1250, 3);
    writer_key_bool(w, "yes", true);
    writer_key_null(w, "none");
    writer_key(w, STR("flow"));
    writer_list_begin(w, true);
    writer_plain(w, STR("2w"));
    writer_text(w, STR("2w"));
    writer_text(w, STR("a, b"));
    writer_map_begin(w, false);
    writer_map_end(w);
    writer_list_end(w);
    writer_key(w, STR("list"));
    writer_list_begin(w, false);
    writer_map_begin(w, false);
    writer_key_i64(w, "x", 1);
    writer_key_i64(w, "2026-01-01", 2);
    writer_map_end(w);
    writer_list_begin(w, false);
    writer_text(w, STR("no"));
    writer_list_end(w);
    writer_list_begin(w, false);
    writer_list_end(w);
    writer_list_end(w);
    writer_map_end(w);
    writer_finish(w);
}

void test_syntax__each_form_is_written_as_people_write_it(struct test *t)
{
    struct text text;

    text_init(&text, t->arena);
    write_sample(writer_new(t->arena, WRITER_YAML, &text));
    CHECK_STR(text_str(&text), "text: |\n"
                               "  a \"b\"\n"
                               "whole: -7\n"
                               "fixed: 1.25\n"
                               "\"yes\": true\n"
                               "none: null\n"
                               "flow: [2w, \"2w\", \"a, b\", {}]\n"
                               "list:\n"
                               "  - x: 1\n"
                               "    \"2026-01-01\": 2\n"
                               "  - - \"no\"\n"
                               "  - []\n");
    text_clear(&text);
    write_sample(writer_new(t->arena, WRITER_JSON_COMPACT, &text));
    CHECK_STR(text_str(&text),
              "{\"text\":\"a \\\"b\\\"\\n\",\"whole\":-7,\"fixed\":1.25,\"yes\":true,\"none\":null,"
              "\"flow\":[\"2w\",\"2w\",\"a, b\",{}],\"list\":[{\"x\":1,\"2026-01-01\":2},[\"no\"],"
              "[]]}\n");
}

/* --- CSV ------------------------------------------------------------------------------------- */

void test_syntax__csv_becomes_records_of_fields(struct test *t)
{
    const struct node *root =
        csv(t, STR("\xef\xbb\xbfid;\"na\"\"me\";x\r\n\r\n1;\"a;\nb\";\n2;;z"));

    CHECK_EQ(t->diags->error_count, 0);
    CHECK_STR(written(t, root, WRITER_JSON_COMPACT),
              "[[\"id\",\"na\\\"me\",\"x\"],[\"1\",\"a;\\nb\",\"\"],[\"2\",\"\",\"z\"]]");
    CHECK_EQ(root->first->next->next->at.line, 5);
    CHECK_EQ(root->first->first->at.column, 1);
    root = csv(t, STR("a\tb,c\td\n"));
    CHECK_EQ(root->first->count, 3);
    root = csv(t, STR("\"x;y;z\",2\n"));
    CHECK_EQ(root->first->count, 2);
}

void test_syntax__csv_faults_have_their_place(struct test *t)
{
    CHECK_STR(first_error(t, STR("\n \n"), true), "1:1 empty-file");
    CHECK_STR(first_error(t, STR("a,b\n1,\"x\"y\n"), true), "2:6 csv-syntax");
    CHECK_STR(first_error(t, STR("a,b\n1,\"x\n\n"), true), "2:3 csv-syntax");
    CHECK_STR(first_error(t, STR("a,b\n1,\xff\n"), true), "2:3 invalid-utf8");
}
