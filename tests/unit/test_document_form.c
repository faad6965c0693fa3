/* SPDX-License-Identifier: Apache-2.0 */
/* Forms for other programs: their limits, and texts that try to be more than text. */
#include <string.h>

#include "core/base/text.h"
#include "core/document/book.h"
#include "core/document/form.h"
#include "tests/unit/harness.h"

static struct str write(struct test *t, const struct document *d, const char *form)
{
    const struct form_context context = {STR("Mon, 23 Nov 2026 00:00:00 +0000"), t->scratch};
    struct text text;

    text_init(&text, t->arena);
    form_find(str_of(form))->write(d, &context, &text);
    return text_str(&text);
}

static bool holds(struct str s, const char *part)
{
    return str_find(s, str_of(part)) < s.len;
}

static size_t times(struct str s, const char *part)
{
    size_t count = 0;

    for (size_t at; (at = str_find(s, str_of(part))) < s.len; count++)
        s = str_slice(s, at + 1, s.len);
    return count;
}

/* A title, a paragraph, an item and a row that all say the same. */
static struct document document_of(struct test *t, struct str words)
{
    static const struct column columns[] = {{"What", ALIGN_LEFT, true},
                                            {"Days", ALIGN_RIGHT, false}};
    struct document d;
    struct table *table;
    struct line *row;

    document_init(&d, t->arena);
    line_add(document_heading(&d), TONE_STRONG, words);
    line_add(document_paragraph(&d, 0, 0), TONE_PLAIN, words);
    line_cite(document_paragraph(&d, 2, 4), TONE_BAD, STR("a.b"), words);
    table = document_table(&d, 0, columns, 2);
    row = table_row(table, t->arena);
    line_add(&row[0], TONE_PLAIN, words);
    line_add(&row[1], TONE_FORECAST, STR("12"));
    return d;
}

void test_document_form__every_form_is_found_by_its_name(struct test *t)
{
    CHECK(forms_count >= 5);
    for (unsigned i = 0; i < forms_count; i++)
        CHECK(form_find(str_of(forms_all[i]->name)) == forms_all[i]);
    CHECK(!form_find(STR("powerpoint")));
}

void test_document_form__markup_in_a_title_is_text(struct test *t)
{
    const struct document d = document_of(t, STR("<script>x</script> ]]> \"&\""));
    const struct str confluence = write(t, &d, "confluence"), mail = write(t, &d, "mail");

    CHECK(!holds(confluence, "<script"));
    CHECK(times(confluence, "&lt;script&gt;x&lt;/script&gt; ]]&gt; &quot;&amp;&quot;") == 4);
    CHECK(holds(confluence, "<td style=\"text-align: right;\"><span style=\"color: rgb(0,114,178);"
                            "\">12</span></td>"));
    CHECK(times(mail, "&lt;script&gt;") >= 4);
}

void test_document_form__a_mention_or_a_link_in_a_title_is_text(struct test *t)
{
    const struct document d =
        document_of(t, STR("<!channel> *b* [x](javascript:y) <https://evil.example>"));
    const struct str slack = write(t, &d, "slack"), teams = write(t, &d, "teams");

    CHECK(holds(slack, "\"text\": \"&lt;!channel&gt; *b*"));
    CHECK(!holds(slack, "mrkdwn"));
    CHECK(!holds(slack, "\"link\""));
    CHECK(!holds(teams, "TextBlock\",\"text"));
    CHECK(!holds(teams, "\"TextBlock\""));
    CHECK(times(teams, "[x](javascript:y)") == 4);
}

void test_document_form__a_line_break_in_a_title_makes_no_header(struct test *t)
{
    const struct document d = document_of(t, STR("a\r\nBcc: victim@example.com\r\n\r\nbody"));
    struct str rest = write(t, &d, "mail"), line;
    size_t headers = 0;

    while (str_split(&rest, '\n', &line) && line.len > 1) {
        CHECK(!str_starts(line, STR("Bcc")));
        headers++;
    }
    CHECK_EQ(headers, 8);               /* the last folded in two */
}

void test_document_form__a_formula_in_a_title_is_text(struct test *t)
{
    const struct document d = document_of(t, STR("=cmd|'/c calc'!A1"));

    CHECK(times(write(t, &d, "csv"), ",=cmd") == 0);
    CHECK(times(write(t, &d, "csv"), "'=cmd") >= 4);
}

void test_document_form__marks_of_direction_are_gone(struct test *t)
{
    const struct document d = document_of(t, STR("a \xe2\x80\xae" "b \xe2\x81\xa7" "c"));

    for (unsigned i = 0; i < forms_count; i++) {
        const struct str bytes = write(t, &d, forms_all[i]->name);

        CHECK(!holds(bytes, "\xe2\x80\xae"));
        CHECK(!holds(bytes, "\xe2\x81\xa7"));
        CHECK(!holds(bytes, "=E2=80=AE"));
    }
}

void test_document_form__slack_takes_fifty_blocks_and_says_what_is_left(struct test *t)
{
    struct document d;
    struct str slack;

    document_init(&d, t->arena);
    for (int i = 0; i < 200; i++)
        line_addf(document_heading(&d), TONE_PLAIN, "Heading %d", i);
    d.about = STR("for=exec");
    slack = write(t, &d, "slack");
    CHECK(times(slack, "\"type\": \"header\"") + times(slack, "\"type\": \"context\"") <= 50);
    CHECK(holds(slack, "153 more lines do not fit in a message, 0 of them red"));
    CHECK(holds(slack, "Baton: for=exec"));
}

void test_document_form__teams_takes_28_kb_and_says_what_is_left(struct test *t)
{
    struct document d;
    struct str teams;

    document_init(&d, t->arena);
    for (int i = 0; i < 1000; i++)
        line_addf(document_paragraph(&d, 0, 0), TONE_PLAIN, "\"Line\" %d of a long report", i);
    teams = write(t, &d, "teams");
    CHECK(teams.len <= 28000);
    CHECK(teams.len > 26000);
    CHECK(holds(teams, "more lines do not fit"));
}

void test_document_form__what_is_left_out_says_how_much_of_it_is_red(struct test *t)
{
    struct document d;
    struct str teams;

    document_init(&d, t->arena);
    for (int i = 0; i < 400; i++)
        line_addf(document_paragraph(&d, 0, 0), i % 100 == 99 ? TONE_BAD : TONE_PLAIN,
                  "Line %d of a report that is too long for a card", i);
    teams = write(t, &d, "teams");
    CHECK(times(teams, "Attention") == 2);
    CHECK(holds(teams, "2 of them red"));
}

void test_document_form__ten_thousand_characters_are_cut_where_they_must_be(struct test *t)
{
    struct text long_;
    struct document d;
    struct str slack;

    text_init(&long_, t->arena);
    for (int i = 0; i < 5000; i++)
        text_add(&long_, STR("\xc3\xa9"));
    d = document_of(t, text_str(&long_));
    slack = write(t, &d, "slack");
    CHECK(str_is_utf8(slack, &(size_t){0}));
    CHECK(slack.len < 8000);
    CHECK(times(slack, "\xe2\x80\xa6") >= 4);
    CHECK(write(t, &d, "csv").len > 30000);     /* where there is room all of it stays */
}

void test_document_form__cuts_never_within_a_character(struct test *t)
{
    CHECK_STR(cut_bytes(t->arena, STR("abcdef"), 6), "abcdef");
    CHECK_STR(cut_bytes(t->arena, STR("abcdefg"), 6), "abc\xe2\x80\xa6");
    CHECK_STR(cut_bytes(t->arena, STR("ab\xc3\xa9\xc3\xa9zz"), 6), "ab\xe2\x80\xa6");
    CHECK_STR(cut_bytes(t->arena, STR("ab\xc3\xa9\xc3\xa9zz"), 7), "ab\xc3\xa9\xe2\x80\xa6");
}

void test_document_form__a_row_names_its_columns(struct test *t)
{
    const struct document d = document_of(t, STR("x"));
    size_t count;
    const struct flat *flats = document_flatten(&d, t->arena, &count);

    CHECK_EQ(count, 4);
    CHECK_EQ(flats[3].kind, FLAT_ITEM);
    CHECK_STR(line_words(flats[3].line, t->arena), "x: Days\xc2\xa0" "12");
}

static struct book book_of(struct test *t)
{
    static const struct book_column columns[] = {{"What", 10}, {"When", 10}, {"Share", 8},
                                                 {"Cost", 8}, {"Left", 8}};
    struct book b = {.owner = t->arena, .title = STR("b")};
    struct sheet_of_book *s = book_sheet(&b, "things", columns, 5);
    static const int64_t days[] = {0, 20780, -1, 11016, 59};

    for (int i = 0; i < 5; i++) {
        struct entry *row = book_row(&b, s);

        row[0] = (struct entry){.kind = ENTRY_TEXT, .text = STR("=1+1")};
        row[1] = (struct entry){.kind = ENTRY_DAY, .value = days[i]};
        row[2] = (struct entry){.kind = ENTRY_SHARE, .value = 254780};
        row[3] = (struct entry){.kind = ENTRY_MONEY, .value = -150};
        row[4] = (struct entry){.kind = ENTRY_COUNT, .value = 7, .formula = "B#-C#"};
    }
    return b;
}

void test_document_form__a_table_as_csv(struct test *t)
{
    const struct book b = book_of(t);
    struct text text;

    text_init(&text, t->arena);
    book_write_csv(book_find(&b, STR("things")), t->scratch, &text);
    CHECK_STR(text_str(&text), "What,When,Share,Cost,Left\r\n"
                               "'=1+1,1970-01-01,0.25478,-1.50,7\r\n"
                               "'=1+1,2026-11-23,0.25478,-1.50,7\r\n"
                               "'=1+1,1969-12-31,0.25478,-1.50,7\r\n"
                               "'=1+1,2000-02-29,0.25478,-1.50,7\r\n"
                               "'=1+1,1970-03-01,0.25478,-1.50,7\r\n");
    CHECK(!book_find(&b, STR("people")));
}

void test_document_form__a_workbook_has_dates_numbers_and_no_formula_of_a_user(struct test *t)
{
    const struct book b = book_of(t);
    struct text text;
    struct str bytes;

    text_init(&text, t->arena);
    book_write_xlsx(&b, t->scratch, &text);
    bytes = text_str(&text);
    CHECK(str_starts(bytes, STR("PK\x03\x04")));
    CHECK(times(bytes, "<f>") == 5);
    CHECK(holds(bytes, "<c r=\"B3\" s=\"1\"><v>46349</v></c>"));
    CHECK(holds(bytes, "<c r=\"C3\" s=\"2\"><v>0.25478</v></c>"));
    CHECK(holds(bytes, "<c r=\"E3\" s=\"0\"><f>B3-C3</f><v>7</v></c>"));
    CHECK(times(bytes, "<t xml:space=\"preserve\">=1+1</t>") == 5);
    CHECK(holds(bytes, "<tableColumn id=\"2\" name=\"When\"/>"));
}
