/* SPDX-License-Identifier: Apache-2.0 */
/* YAML and XML: what becomes of them, and what is refused where. */
#include <string.h>

#include "app/syntax/syntax.h"
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"
#include "tests/unit/harness.h"

typedef const struct baton_node *reader(struct baton *b, uint32_t source, struct baton_text bytes);

/* One context of the door for a test: it lives in the test's own pages. */
static struct baton *context_of(struct test *t)
{
    const struct page_source *source = t->arena->source;
    const struct baton_pages pages = {source->take, source->give, source->on_full, source->context};

    return baton_new(&pages, 0);
}

static const struct node *read_with(struct baton *b, reader *read, struct str bytes)
{
    const struct baton_text text = {bytes.ptr, bytes.len};
    const uint32_t source = baton_source(b, (struct baton_text){"f", 1}, text);

    return (const struct node *)(const void *)read(b, source, text);
}

static void write_node(struct writer *w, const struct node *node)
{
    if (node->kind == NODE_NULL) {
        writer_null(w);
    } else if (node->kind == NODE_SCALAR && node->style == NODE_PLAIN) {
        writer_plain(w, node->text);
    } else if (node->kind == NODE_SCALAR) {
        writer_text(w, node->text);
    } else {
        const bool is_map = node->kind == NODE_MAP;

        if (is_map)
            writer_map_begin(w, false);
        else
            writer_list_begin(w, false);
        for (const struct node *child = node->first; child; child = child->next) {
            if (is_map)
                writer_key(w, child->name);
            write_node(w, child);
        }
        if (is_map)
            writer_map_end(w);
        else
            writer_list_end(w);
    }
}

static struct str written(struct test *t, const struct node *node, enum writer_form form)
{
    struct text text;

    text_init(&text, t->arena);
    if (node)
        write_node(writer_new(t->arena, form, &text), node);
    return text_str(&text);
}

/* The tree as compact JSON, or what was wrong. */
static struct str outcome(struct test *t, reader *read, struct str bytes)
{
    struct baton *b = context_of(t);
    const struct node *root = read_with(b, read, bytes);
    const struct baton_text problems = baton_problems(b, BATON_NOTE);
    struct str said = root && problems.len == 0
                          ? written(t, root, WRITER_JSON_COMPACT)
                          : (struct str){problems.ptr, problems.len};

    said = str_copy(t->arena, said);
    baton_free(b);
    return said;
}

/* "line:column code" of each problem, one behind the other. */
static struct str places(struct test *t, reader *read, struct str bytes)
{
    struct str rest = outcome(t, read, bytes), line;
    struct text text;

    text_init(&text, t->arena);
    while (str_split(&rest, '\n', &line)) {
        const size_t code = str_find(line, STR("error[")), close = str_find_char(line, ']');

        if (!str_starts(line, STR("f:")) || code == line.len)
            continue;
        text_addf(&text, "%s%.*s %.*s", text.len ? ", " : "", (int)code - 4, line.ptr + 2,
                  (int)(close - code - 6), line.ptr + code + 6);
    }
    return text_str(&text);
}

/* --- YAML ------------------------------------------------------------------------------------ */

void test_app_syntax__yaml_becomes_a_tree(struct test *t)
{
    CHECK_STR(outcome(t, yaml_read, STR("# c\na: 1\nb: [x, 'y''z', \"\\u00e9\", ~, null, '']\n"
                                        "c:\n  d: {e: 2w..3w}\n  f:\nl:\n- g\n- h: 1\n  i: two\n"
                                        "    lines\n")),
              "{\"a\":\"1\",\"b\":[\"x\",\"y'z\",\"\xc3\xa9\",null,null,\"\"],\"c\":{\"d\":{\"e\":"
              "\"2w..3w\"},\"f\":null},\"l\":[\"g\",{\"h\":\"1\",\"i\":\"two lines\"}]}");
    CHECK_STR(outcome(t, yaml_read, STR("a: |\n  one\n   two\n\nb: >-\n  x\n  y\nc: !!str 12\n")),
              "{\"a\":\"one\\n two\\n\",\"b\":\"x y\",\"c\":\"12\"}");
    CHECK_STR(outcome(t, yaml_read, STR("\xef\xbb\xbf" "a: 1\r\nb: 2\r\n")),
              "{\"a\":\"1\",\"b\":\"2\"}");
    CHECK_STR(outcome(t, yaml_read, STR("---\na: &anchor 1\n...\n")), "{\"a\":\"1\"}");
    CHECK_STR(outcome(t, yaml_read, STR("12")), "\"12\"");
}

static void check_range(struct test *t, const struct node *node, struct str bytes,
                        const char *wanted, uint32_t line, uint32_t column)
{
    CHECK(node != NULL);
    if (!node)
        return;
    CHECK_STR(str_slice(bytes, node->offset, node->end), wanted);
    CHECK_EQ(node->at.line, line);
    CHECK_EQ(node->at.column, column);
}

/* libyaml counts characters, and takes NEL and LS for line breaks; places are in bytes and in
 * the lines of an editor. */
void test_app_syntax__yaml_places_are_bytes(struct test *t)
{
    const struct str bytes =
        STR("\xef\xbb\xbf\xc3\xa9: \"\xe4\xb8\xad\xe6\x96\x87\"   # c\nm: \xe2\x80\xa8\n"
            "n: {k\xc3\xa9y: \xf0\x9f\x98\x80 x, l: 'q'}\nt: |\n  one\n  two\n\nu:\n  - v\n\nw:\n");
    struct baton *b = context_of(t);
    const struct node *root = read_with(b, yaml_read, bytes), *n;

    CHECK(root != NULL);
    if (!root) {
        baton_free(b);
        return;
    }
    check_range(t, root->first, bytes, "\"\xe4\xb8\xad\xe6\x96\x87\"", 1, 5);
    CHECK_EQ(root->first->at.length, 8);
    CHECK_EQ(root->first->name_at.length, 2);
    n = node_find(root, STR("n"));
    check_range(t, n, bytes, "{k\xc3\xa9y: \xf0\x9f\x98\x80 x, l: 'q'}", 3, 4);
    check_range(t, n ? n->first : NULL, bytes, "\xf0\x9f\x98\x80 x", 3, 11);
    check_range(t, n ? n->first->next : NULL, bytes, "'q'", 3, 22);
    check_range(t, node_find(root, STR("t")), bytes, "|\n  one\n  two", 4, 4);
    check_range(t, node_find(root, STR("u")), bytes, "- v", 9, 3);
    check_range(t, node_find(root, STR("w")), bytes, "", 11, 3);
    CHECK_EQ(node_find(root, STR("w"))->name_offset, bytes.len - 3);
    baton_free(b);
}

void test_app_syntax__yaml_faults_have_their_place_and_code(struct test *t)
{
    const struct {
        struct str bytes;
        const char *places;
    } cases[] = {
        {STR(""), "1:1 empty-file"},
        {STR("\xef\xbb\xbf"), "1:1 empty-file"},
        {STR("# only a comment\n"), "1:1 empty-file"},
        {STR("a: 1\nb: x: y\n"), "2:5 yaml-syntax"},
        {STR("a:\n\tb: 1\n"), "2:1 tab"},
        {STR("a:\n  \tb: 1\n"), "2:3 tab"},
        {STR("x:\n  a:1\n  b: 2\n"), "2:3 yaml-syntax"},
        {STR("a: [1, 2\nb: 3\n"), "1:4 yaml-syntax"},
        {STR("a: {x: 1\nb: 3\n"), "1:4 yaml-syntax"},
        {STR("a: \"x\nb: 3\n"), "1:4 yaml-syntax"},
        {STR("a: @x\n"), "1:4 yaml-syntax"},
        {STR("a: \"\\q\"\n"), "1:5 yaml-syntax"},
        {STR("a: - b\n"), "1:4 yaml-syntax"},
        {STR("a:\n  b: 1\n   c: 2\n"), "3:5 yaml-syntax"},
        {STR("a: *x\nb: *y\n"), "1:4 alias, 2:4 alias"},
        {STR("a: !foo 1\nb: !<bar> {}\n"), "1:4 unknown-tag, 2:4 unknown-tag"},
        {STR("a: 1\n---\nb: 2\n"), "2:1 many-documents"},
        {STR("a: 1\nb: 2\na: 3\nb: 4\n"), "3:1 duplicate-key, 4:1 duplicate-key"},
        {STR("a: {k: 1, \"k\": 2}\n"), "1:11 duplicate-key"},
        {STR("[a]: 1\n"), "1:1 yaml-syntax"},
        {STR("? {a: b}\n: 1\n"), "1:3 yaml-syntax"},
        {STR("a: x\xff\nb: \xc0\x80\n"), "1:5 invalid-utf8, 2:4 invalid-utf8"},
        {STR("a: \x07\nb: \x7f\n"), "1:4 control-character, 2:4 control-character"},
        {STR("a: x\0y\n"), "1:5 control-character"},
        {STR("a: 1\n\xef\xbb\xbf" "b: 2\n"), "2:1 control-character"},
        {STR("%x\n"), "1:3 yaml-syntax"},
        {STR("tasks:\n  a: @\nrisks:\n  - x\n y\nteams:\n  b: `\n"),
         "2:6 yaml-syntax, 5:2 yaml-syntax, 7:6 yaml-syntax"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        CHECK_STR(places(t, yaml_read, cases[i].bytes), cases[i].places);
}

static struct str repeated(struct test *t, const char *piece, size_t times, const char *before,
                           const char *after)
{
    struct text text;

    text_init(&text, t->arena);
    text_add(&text, str_of(before));
    text_add_repeat(&text, str_of(piece), times);
    text_add(&text, str_of(after));
    return text_str(&text);
}

void test_app_syntax__yaml_depth_and_size_have_ceilings(struct test *t)
{
    CHECK_STR(places(t, yaml_read, repeated(t, "[", 200000, "", "")), "1:65 too-deep");
    CHECK_STR(places(t, yaml_read, repeated(t, "- ", 200000, "", "")), "1:129 too-deep");
    CHECK_STR(places(t, yaml_read, repeated(t, "{a: ", 200000, "", "")), "1:257 too-deep");
    CHECK_STR(places(t, yaml_read, repeated(t, "x", 1100000, "a: ", "\n")), "1:4 too-large");
    CHECK_STR(places(t, yaml_read, repeated(t, "[", 64, "", "1]")), "1:63 yaml-syntax");
}

/* Whatever the writer is asked to write, libyaml reads back as it was. */
void test_app_syntax__yaml_written_reads_back_as_the_same_tree(struct test *t)
{
    static const char *const pieces[] = {
        "a", "b ", " ", "-", "- ", "\n", "\t", "\"", "\\", ": ", ":", " #", "#", "yes", "12",
        "0x1f", "1:30", "2026-01-01", "~", "null", ", ", "[", "]", "{", "}", "?", "? ", "!", "&a",
        "*a", "'", "%", "@", "`", "|", ">", "\xc3\xa9", "\xf0\x9f\x98\x80", "\x07", "\xc2\x85",
        "\xe2\x80\xa8", "\xef\xbb\xbf", "\xc2\xa0", "---", "...", "=", "<<", ".inf", "1e3", "+",
        "_", "\r", "\x7f"};
    enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };

    for (int round = 0; round < 4000; round++) {
        struct text text, key, out;
        struct writer *w;
        const struct node *root;
        struct baton *b = context_of(t);
        const bool flow = round % 2;

        arena_clear(t->scratch);
        text_init(&text, t->scratch);
        text_init(&key, t->scratch);
        text_init(&out, t->scratch);
        for (uint64_t i = test_random_below(t, 6); i > 0; i--)
            text_add(&text, str_of(pieces[test_random_below(t, PIECES)]));
        text_add_char(&key, 'k');
        for (uint64_t i = test_random_below(t, 4); i > 0; i--)
            text_add(&key, str_of(pieces[test_random_below(t, PIECES)]));
        if (round % 50 == 0)
            text_add_repeat(&key, STR("long"), 400);
        w = writer_new(t->scratch, WRITER_YAML, &out);
        writer_map_begin(w, flow);
        writer_key(w, text_str(&key));
        writer_text(w, text_str(&text));
        writer_key(w, STR("list"));
        writer_list_begin(w, false);
        writer_text(w, text_str(&text));
        writer_list_begin(w, true);
        writer_text(w, text_str(&text));
        writer_list_end(w);
        writer_map_begin(w, false);
        writer_key(w, text_str(&text));
        writer_text(w, text_str(&text));
        writer_map_end(w);
        writer_list_end(w);
        writer_map_end(w);
        writer_finish(w);
        root = read_with(b, yaml_read, text_str(&out));
        if (!root || root->count != 2 || root->first->next->count != 3) {
            test_fail(t, __FILE__, __LINE__, "refused: %.*s", STR_ARG(text_str(&out)));
        } else {
            const struct node *list = root->first->next->first;

            CHECK(str_equal(root->first->name, text_str(&key)));
            CHECK(root->first->kind == NODE_SCALAR);
            CHECK(str_equal(root->first->text, text_str(&text)));
            CHECK(str_equal(list->text, text_str(&text)));
            CHECK(str_equal(list->next->first->text, text_str(&text)));
            CHECK(str_equal(list->next->next->first->name, text_str(&text)));
            CHECK(str_equal(list->next->next->first->text, text_str(&text)));
        }
        baton_free(b);
    }
}

/* --- XML ------------------------------------------------------------------------------------- */

void test_app_syntax__xml_becomes_a_tree(struct test *t)
{
    CHECK_STR(outcome(t, xml_read, STR("<?xml version=\"1.0\"?>\n<P xmlns=\"u\" xmlns:p=\"v\">\n"
                                       "  <p:Name> A &amp; B</p:Name><E/><F></F>\n"
                                       "  <T p:id=\"1&lt;\">text</T><![CDATA[<x>]]></P>")),
              "{\"Name\":\" A & B\",\"E\":null,\"F\":null,\"T\":{\"id\":\"1<\",\"#text\":\"text\"},"
              "\"#text\":\"<x>\"}");
    CHECK_STR(outcome(t, xml_read,
                      STR("<?xml version='1.0' encoding='windows-1252'?><a>\x80\xe9</a>")),
              "\"\xe2\x82\xac\xc3\xa9\"");
    CHECK_STR(outcome(t, xml_read, STR("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>")),
              "\"\xc3\xa9\"");
    CHECK_STR(outcome(t, xml_read, STR("\xff\xfe<\0a\0>\0x\0<\0/\0a\0>\0")), "\"x\"");
    CHECK_STR(outcome(t, xml_read, STR("<a><b/><b/></a>")), "{\"b\":null,\"b\":null}");
}

void test_app_syntax__xml_places_are_bytes(struct test *t)
{
    const struct str bytes = STR("\xef\xbb\xbf<P>\n <\xc3\xa9>x</\xc3\xa9>"
                                 "<n:B\n a=\"1\">\n  <C/></n:B>\n</P>\n");
    struct baton *b = context_of(t);
    const struct node *root = read_with(b, xml_read, bytes), *tag;

    CHECK(root != NULL);
    CHECK_STR(root->name, "P");
    check_range(t, root->first, bytes, "x", 2, 6);
    CHECK_EQ(root->first->name_at.column, 2);
    tag = root->first->next;
    check_range(t, tag, bytes, "<n:B\n a=\"1\">\n  <C/></n:B>", 2, 12);
    CHECK_STR(tag->name, "B");
    check_range(t, tag->first->next, bytes, "<C/>", 4, 3);
    baton_free(b);
}

void test_app_syntax__xml_faults_have_their_place_and_code(struct test *t)
{
    const struct {
        struct str bytes;
        const char *places;
    } cases[] = {
        {STR(""), "1:1 xml-syntax"},
        {STR("<?xml version='1.0'?>\n"), "2:1 xml-syntax"},
        {STR("<!-- c -->\n <!DOCTYPE a><a/>"), "2:2 doctype"},
        {STR("<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>"), "1:1 doctype"},
        {STR("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), "1:1 doctype"},
        {STR("<a>\n <b></a>"), "2:7 xml-syntax"},
        {STR("<a>\n<b>"), "2:4 xml-syntax"},
        {STR("<a>&foo;</a>"), "1:4 xml-syntax"},
        {STR("<a>\xff</a>"), "1:4 xml-syntax"},
        {STR("<a b='1' b='2'/>"), "1:10 xml-syntax"},
        {STR("<a/><b/>"), "1:5 xml-syntax"},
        {STR("<?xml version='1.0' encoding='koi8-r'?><a/>"), "1:31 xml-encoding"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        CHECK_STR(places(t, xml_read, cases[i].bytes), cases[i].places);
    CHECK_STR(places(t, xml_read, repeated(t, "<a>", 1000000, "", "")), "1:193 too-deep");
    CHECK_STR(places(t, xml_read, repeated(t, "x", 1100000, "<a>", "</a>")), "1:4 too-large");
}

/* Cut anywhere, a small file is read whole or refused with a place. */
void test_app_syntax__a_cut_file_is_refused_with_a_place(struct test *t)
{
    const struct str yaml = STR("a: [1, {b: \"c d\"}]\nt: |\n  x\nk: 'q'\n- z\n");
    const struct str xml = STR("<?xml version=\"1.0\"?><!-- c --><P a='1'><B>x&amp;y</B></P>");

    for (size_t cut = 0; cut <= yaml.len; cut++) {
        const struct str said = outcome(t, yaml_read, str_slice(yaml, 0, cut));

        CHECK(str_starts(said, STR("{")) || str_starts(said, STR("f:")) ||
              str_starts(said, STR("\"")));
    }
    for (size_t cut = 0; cut < xml.len; cut++)
        CHECK(str_starts(outcome(t, xml_read, str_slice(xml, 0, cut)), STR("f:1:")));
    CHECK_STR(outcome(t, xml_read, xml), "{\"a\":\"1\",\"B\":\"x&y\"}");
}
