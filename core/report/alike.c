/* SPDX-License-Identifier: Apache-2.0 */
/* One form of dates in what is read together: a paragraph, or the column of a table, that says a
 * year of one day says it of all. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/tell.h"

#define NB "\xc2\xa0"

enum { BLANK = sizeof(NB) - 1, MONTH = 3, YEAR = 4, WEEK_DAYS = 7, BARE_DAYS = 300 };

/* "7 Jul" or "7 Jul 2014" in a text. */
struct said_day {
    size_t to;              /* behind the month */
    int day, month;
    bool has_year;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int month_of(struct str s)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    for (int m = 0; s.len >= MONTH && m < 12; m++)
        if (memcmp(s.ptr, names + MONTH * m, MONTH) == 0)
            return m + 1;
    return 0;
}

static bool has_year_at(struct str s, size_t at)
{
    if (!str_starts(str_slice(s, at, s.len), STR(NB)) || s.len < at + BLANK + YEAR)
        return false;
    for (size_t i = 0; i < YEAR; i++)
        if (!is_digit(s.ptr[at + BLANK + i]))
            return false;
    return true;
}

/* The next from `at` on, as say_day() says days. */
static bool next_day(struct str s, size_t at, struct said_day *ret)
{
    for (size_t i = at; i < s.len; i++) {
        size_t digits = 0;
        struct str rest;

        if (!is_digit(s.ptr[i]) || (i > 0 && (is_word(s.ptr[i - 1]) || s.ptr[i - 1] == '.')))
            continue;
        while (i + digits < s.len && is_digit(s.ptr[i + digits]))
            digits++;
        rest = str_slice(s, i + digits, s.len);
        if (digits > 2 || !str_starts(rest, STR(NB)))
            continue;
        rest = str_slice(rest, BLANK, rest.len);
        ret->month = month_of(rest);
        if (ret->month == 0 || (rest.len > MONTH && is_word(rest.ptr[MONTH])))
            continue;
        ret->day = s.ptr[i] - '0';
        if (digits == 2)
            ret->day = ret->day * 10 + s.ptr[i + 1] - '0';
        ret->to = i + digits + BLANK + MONTH;
        ret->has_year = has_year_at(s, ret->to);
        return true;
    }
    return false;
}

static bool is_near(int64_t a, int64_t b, int64_t days)
{
    return a - b <= days && b - a <= days;
}

/* Whether the words of a claim have that day: "2026-05-12". */
static bool is_in_words(struct str words, int64_t day)
{
    int64_t read;
    bool has_time;

    for (size_t i = 0; i + 10 <= words.len; i++)
        if (is_digit(words.ptr[i]) &&
            civil_parse(str_slice(words, i, i + 10), &read, &has_time) &&
            is_near(civil_day_of(read), day, WEEK_DAYS))
            return true;
    return false;
}

/* The year that a bare day is of: near the data date, and what the claim says; 0: it cannot be
 * told. */
static int year_of(const struct report_input *in, struct claims *set, struct str id,
                   const struct said_day *said)
{
    const struct claim *c = id.len > 0 ? claim_find(set, id) : NULL;
    const bool dated = c && (c->kind == CLAIM_INSTANT || c->kind == CLAIM_FINISH);
    const int64_t now = civil_day_of(in->plan->as_of);
    const int middle = civil_of_day(now).year;
    int found = 0;

    for (int year = middle - 1; year <= middle + 1; year++) {
        const int64_t day = civil_day(year, said->month, said->day);

        if (!is_near(day, now, BARE_DAYS + 1) ||
            (dated && !is_near(day, civil_day_of(c->value), WEEK_DAYS)) ||
            (c && c->kind == CLAIM_TEXT && !is_in_words(c->text, day)))
            continue;
        if (found != 0)
            return 0;
        found = year;
    }
    return found;
}

struct forms {
    bool bare, dated;
};

static void look_at(const struct line *line, struct forms *forms)
{
    for (size_t i = 0; line && i < line->count; i++) {
        struct said_day said = {0};

        for (size_t at = 0; next_day(line->spans[i].text, at, &said); at = said.to) {
            forms->bare = forms->bare || !said.has_year;
            forms->dated = forms->dated || said.has_year;
        }
    }
}

static void add_years(const struct report_input *in, struct claims *set, struct line *line)
{
    for (size_t i = 0; line && i < line->count; i++) {
        struct span_of_text *span = &line->spans[i];
        struct said_day said = {0};

        for (size_t at = 0; next_day(span->text, at, &said); at = said.to) {
            const int year = said.has_year ? 0 : year_of(in, set, span->claim, &said);

            if (year != 0)
                span->text = str_format(in->owner, "%.*s" NB "%d%.*s",
                                        STR_ARG(str_slice(span->text, 0, said.to)), year,
                                        STR_ARG(str_slice(span->text, said.to, span->text.len)));
        }
    }
}

struct alike {
    const struct report_input *in;
    struct claims *set;         /* made where they are asked for: few reports mix forms */
};

static void make_alike(struct alike *a, struct line *const *lines, size_t count)
{
    struct forms forms = {0};

    for (size_t i = 0; i < count; i++)
        look_at(lines[i], &forms);
    if (!forms.bare || !forms.dated)
        return;
    if (!a->set)
        a->set = claims_of(a->in);
    for (size_t i = 0; i < count; i++)
        add_years(a->in, a->set, lines[i]);
}

void dates_alike(const struct report_input *in, struct document *d)
{
    struct alike a = {.in = in};

    for (size_t i = 0; in->plan && i < d->count; i++) {
        const struct block *b = &d->blocks[i];

        if (b->kind == BLOCK_PARAGRAPH || b->kind == BLOCK_HEADING)
            make_alike(&a, &b->line, 1);
        for (unsigned c = 0; b->kind == BLOCK_TABLE && c < b->table->column_count; c++) {
            struct line **cells = ARENA_ARRAY(in->owner, struct line *, b->table->row_count + 1);

            for (size_t r = 0; r < b->table->row_count; r++)
                cells[r] = &b->table->rows[r][c];
            make_alike(&a, cells, b->table->row_count);
        }
    }
}
