/* SPDX-License-Identifier: Apache-2.0 */
/* The document room: wrapping, tables, ranges, ASCII, colour, and harmless text. */
#include <string.h>

#include "core/base/text.h"
#include "core/document/document.h"
#include "tests/unit/harness.h"

static struct str write(struct test *t, const struct document *d, unsigned width, bool color,
                        bool ascii)
{
    const struct text_form form = {.width = width, .color = color, .ascii = ascii};
    struct text text;

    text_init(&text, t->arena);
    document_write_text(d, &form, t->scratch, &text);
    return text_str(&text);
}

static struct document new_document(struct test *t)
{
    struct document d;

    document_init(&d, t->arena);
    return d;
}

/* Columns of the widest line, and whether a line ends with a blank. */
static size_t widest(struct str text, bool *ret_trailing)
{
    size_t most = 0;
    struct str line;

    *ret_trailing = false;
    while (str_split(&text, '\n', &line)) {
        most = str_width(line) > most ? str_width(line) : most;
        *ret_trailing |= line.len > 0 && line.ptr[line.len - 1] == ' ';
    }
    return most;
}

void test_document__wraps_at_blanks_and_keeps_the_indents(struct test *t)
{
    struct document d = new_document(t);

    line_add(document_paragraph(&d, 0, 2), TONE_PLAIN, STR("one two three four five six"));
    CHECK_STR(write(t, &d, 20, false, false), "one two three four\n  five six\n");
}

void test_document__a_hard_blank_never_breaks(struct test *t)
{
    struct document d = new_document(t);

    line_add(document_paragraph(&d, 0, 0), TONE_PLAIN,
             STR("it is to be done by Fri\xc2\xa0""4\xc2\xa0""Dec"));
    CHECK_STR(write(t, &d, 24, false, false), "it is to be done by\nFri 4 Dec\n");
}

void test_document__a_word_longer_than_the_page_is_cut(struct test *t)
{
    struct document d = new_document(t);

    line_add(document_paragraph(&d, 0, 0), TONE_PLAIN, STR("abcdefghijklmnopqrstuvwxyz"));
    CHECK_STR(write(t, &d, 20, false, false), "abcdefghijklmnopqrst\nuvwxyz\n");
}

void test_document__the_right_part_stands_flush_where_it_fits(struct test *t)
{
    struct document d = new_document(t);

    line_add(document_heading(&d), TONE_PLAIN, STR("title"));
    line_add(document_right(&d), TONE_PLAIN, STR("as of now"));
    CHECK_STR(write(t, &d, 24, false, false), "title          as of now\n");
    CHECK_STR(write(t, &d, 20, false, false), "title      as of now\n");
}

void test_document__columns_align_and_the_flexible_one_wraps(struct test *t)
{
    static const struct column columns[] = {
        {"id", ALIGN_LEFT, false}, {"title", ALIGN_LEFT, true}, {"days", ALIGN_RIGHT, false}};
    struct document d = new_document(t);
    struct table *table = document_table(&d, 0, columns, 3);
    struct line *cells = table_row(table, t->arena);

    line_add(&cells[0], TONE_PLAIN, STR("a"));
    line_add(&cells[1], TONE_PLAIN, STR("short"));
    line_add(&cells[2], TONE_PLAIN, STR("9"));
    cells = table_row(table, t->arena);
    line_add(&cells[0], TONE_PLAIN, STR("bb"));
    line_add(&cells[1], TONE_PLAIN, STR("a longer title"));
    line_add(&cells[2], TONE_PLAIN, STR("10"));
    CHECK_STR(write(t, &d, 80, false, false), "id  title           days\n"
                                              "a   short              9\n"
                                              "bb  a longer title    10\n");
    CHECK_STR(write(t, &d, 20, false, false), "id  title       days\n"
                                              "a   short          9\n"
                                              "bb  a longer      10\n"
                                              "    title\n");
}

void test_document__a_range_shows_its_mark_beside_the_middle(struct test *t)
{
    struct document d = new_document(t);
    struct ranges *r = document_ranges(&d, 0, 0, 100);

    ranges_add(r, t->arena, (struct range){.low = 20, .middle = 60, .high = 90, .mark = 60});
    CHECK_STR(write(t, &d, 21, false, false), "    ├──────┆●─────┤\n");
    CHECK_STR(write(t, &d, 21, false, true), "    |------:*-----|\n");
}

void test_document__colour_is_opened_and_closed_around_each_span(struct test *t)
{
    struct document d = new_document(t);
    struct line *line = document_paragraph(&d, 0, 0);

    line_add(line, TONE_BAD, STR("off"));
    line_add(line, TONE_PLAIN, STR(" now"));
    CHECK_STR(write(t, &d, 80, true, false), "\x1b[31moff\x1b[0m now\n");
    CHECK_STR(write(t, &d, 80, false, false), "off now\n");
}

void test_document__nothing_a_user_wrote_drives_the_terminal(struct test *t)
{
    struct document d = new_document(t);

    line_add(document_paragraph(&d, 0, 0), TONE_PLAIN,
             STR("a\x1b[2Jb\rc\nd\x7f\xe2\x80\xae" "e\xff"));
    CHECK_STR(write(t, &d, 80, false, false), "a?[2Jb c d??e\xef\xbf\xbd\n");
}

void test_document__ascii_has_a_form_for_every_glyph_and_letter(struct test *t)
{
    struct document d = new_document(t);

    line_add(document_paragraph(&d, 0, 0), TONE_PLAIN,
             STR("● on ▲ at ■ off ○ ? Łódź Zürich → “x” … ≤ 5 – € 中"));
    CHECK_STR(write(t, &d, 80, false, true),
              "* on ! at # off o ? Lodz Zurich -> \"x\" ... <= 5 - EUR  ?\n");
}

static void add_words(struct test *t, struct line *line)
{
    static const char *const pieces[] = {"a", "word", "considerably", "中文字", "é", "→", " ", " ",
                                         "\t", "\x1b", "incomprehensibilities-and-more"};
    const uint64_t count = test_random_below(t, 30);

    for (uint64_t i = 0; i < count; i++)
        line_add(line, (enum tone)test_random_below(t, TONE_COUNT),
                 str_of(pieces[test_random_below(t, sizeof(pieces) / sizeof(pieces[0]))]));
}

/* Law: no line is wider than asked and none ends with a blank, whatever stands in it. */
void test_document__is_never_wider_than_asked(struct test *t)
{
    static const struct column columns[] = {{"one", ALIGN_RIGHT, false}, {NULL, ALIGN_LEFT, true},
                                            {"three", ALIGN_LEFT, false}};

    for (int i = 0; i < 500; i++) {
        const unsigned width = 20 + (unsigned)test_random_below(t, 80);
        const bool ascii = test_random_below(t, 2);
        struct document d = new_document(t);
        struct table *table;
        struct str text;
        bool trailing;

        add_words(t, document_paragraph(&d, (unsigned)test_random_below(t, 12),
                                        (unsigned)test_random_below(t, 12)));
        add_words(t, document_heading(&d));
        add_words(t, document_right(&d));
        table = document_table(&d, (unsigned)test_random_below(t, 4), columns, 3);
        for (int r = 0; r < 3; r++) {
            struct line *cells = table_row(table, t->arena);

            for (int c = 0; c < 3; c++)
                add_words(t, &cells[c]);
        }
        text = write(t, &d, width, false, ascii);
        CHECK(widest(text, &trailing) <= width);
        CHECK(!trailing);
        for (size_t b = 0; b < text.len; b++)
            if (text.ptr[b] == '\x1b' || (ascii && (unsigned char)text.ptr[b] >= 0x80)) {
                test_fail(t, __FILE__, __LINE__, "byte %zu is 0x%x", b,
                          (unsigned)(unsigned char)text.ptr[b]);
                break;
            }
    }
}

void test_document__markdown_escapes_what_people_wrote_and_hides_the_claims(struct test *t)
{
    struct document d = new_document(t);
    const struct column columns[] = {{"Date", ALIGN_LEFT, false}, {"P", ALIGN_RIGHT, false}};
    struct table *table;
    struct line *cells;
    const struct str *claims;
    struct text text;

    line_add(document_heading(&d), TONE_PLAIN, STR("<script>alert(1)</script> [a](javascript:x)"));
    line_cite(document_paragraph(&d, 0, 0), TONE_STRONG, STR("ga.p80"), STR("4\xc2\xa0""Dec"));
    table = document_table(&d, 0, columns, 2);
    cells = table_row(table, t->arena);
    line_cite(&cells[0], TONE_PLAIN, STR("ga.p80"), STR("a|b"));
    line_cite(&cells[1], TONE_PLAIN, STR("ga.likely"), STR("40 %"));
    d.about = STR("test");
    text_init(&text, t->arena);
    document_write_markdown(&d, t->scratch, &text);
    CHECK_STR(text_str(&text),
              "# &lt;script&gt;alert(1)&lt;/script&gt; \\[a\\](javascript:x)\n"
              "\n<!--c ga.p80-->**4\xc2\xa0""Dec**<!--/c-->\n"
              "\n| Date | P |\n|---|---:|\n"
              "| <!--c ga.p80-->a\\|b<!--/c--> | <!--c ga.likely-->40 %<!--/c--> |\n"
              "\n<!--baton test-->\n");
    CHECK_EQ(document_claims(&d, t->arena, &claims), 2);
    CHECK_STR(claims[0], "ga.p80");
}
