/* SPDX-License-Identifier: Apache-2.0 */
/* Team by team: who waits on whom, and how long at P80. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/waits.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { TEAMS_WIDE = 9, NAME_WIDE = 20, CELL_WIDE = 5, PAIRS_SHOWN = 40 };

static struct str team_name(const struct report_input *in, uint32_t team)
{
    return team == OBJECT_NONE ? STR("nobody's") : in->plan->objects[team]->id;
}

static const struct wait_cell *cell_at(const struct waits *w, uint32_t row, uint32_t column)
{
    return &w->cells[(size_t)row * w->team_count + column];
}

static int64_t whole_days(const struct report_input *in, int64_t working_s)
{
    return (working_milli_days(in, working_s) + 500) / 1000;
}

/* "9", "9○" where an interface is not agreed, "+" for links that no hand-off covers. */
static struct str cell_text(const struct report_input *in, const struct waits *w, uint32_t row,
                            uint32_t column)
{
    const struct wait_cell *c = cell_at(w, row, column);
    struct text t;

    text_init(&t, in->owner);
    if (row == column && c->handoffs == 0)
        text_add(&t, STR("·"));
    if (c->handoffs > 0 && in->forecast)
        text_add_i64(&t, whole_days(in, c->wait_s));
    else if (c->handoffs > 0)
        text_add_char(&t, '?');
    if (c->unagreed > 0)
        text_add(&t, STR("○"));
    if (c->links > 0)
        text_add_char(&t, '+');
    return text_str(&t);
}

static void pad(struct text *t, struct str s, size_t width)
{
    const size_t wide = str_width(s);

    text_add_repeat(t, STR(" "), wide < width ? width - wide : 0);
    text_add(t, s);
}

/* Whether a line of the box around a circle of teams stands before this column (row). */
static bool opens(const struct waits *w, uint32_t at)
{
    return at < w->team_count && (at == 0 || w->block[at] != w->block[at - 1]) &&
           at + 1 < w->team_count && w->block[at] == w->block[at + 1];
}

static bool closes(const struct waits *w, uint32_t at)
{
    return at > 0 && (at == w->team_count || w->block[at] != w->block[at - 1]) && at >= 2 &&
           w->block[at - 1] == w->block[at - 2];
}

/* The line over the first or under the last row of a box. */
static void say_edge(const struct report_input *in, const struct waits *w, uint32_t from,
                     bool top, struct document *d)
{
    struct text t;
    uint32_t to = from;

    while (to < w->team_count && w->block[to] == w->block[from])
        to++;
    text_init(&t, in->owner);
    text_add_repeat(&t, STR(" "), NAME_WIDE + 2 + (size_t)from * (CELL_WIDE + 1));
    text_add(&t, top ? STR("┌") : STR("└"));
    text_add_repeat(&t, STR("─"), (size_t)(to - from) * (CELL_WIDE + 1) - 1);
    text_add(&t, top ? STR("┐") : STR("┘"));
    line_add(document_verbatim(d), TONE_WARN, text_str(&t));
}

static struct str cut(const struct report_input *in, struct str s, size_t most)
{
    size_t end = 0;

    if (str_width(s) <= most)
        return s;
    while (end < s.len && str_width(str_slice(s, 0, end + 1)) < most)
        end++;
    while (end > 0 && ((unsigned char)s.ptr[end] & 0xc0) == 0x80)
        end--;
    return str_format(in->owner, "%.*s~", STR_ARG(str_slice(s, 0, end)));
}

/* The hand-offs of a cell: what it rests on. */
static void count(const struct report_input *in, const struct waits *w, uint32_t r, uint32_t c,
                  struct line *line)
{
    uint32_t *handoffs = ARENA_ARRAY(in->owner, uint32_t, w->count + 1), count = 0;

    for (uint32_t i = 0; i < w->count; i++)
        if (w->items[i].open && w->items[i].giving == w->teams[r] &&
            (c == w->team_count || w->items[i].taking == w->teams[c]))
            handoffs[count++] = w->items[i].handoff;
    line_counts(line, handoffs, count);
}

static void say_row(const struct report_input *in, const struct waits *w, uint32_t row,
                    struct document *d)
{
    struct line *line = document_verbatim(d);
    struct text t;
    int64_t sum = 0;

    text_init(&t, in->owner);
    text_addf(&t, "%c ", (int)('a' + row));
    text_add(&t, cut(in, team_name(in, w->teams[row]), NAME_WIDE - 2));
    text_add_repeat(&t, STR(" "), NAME_WIDE + 2 - str_width(text_str(&t)));
    line_add(line, TONE_PLAIN, str_copy(in->owner, text_str(&t)));
    for (uint32_t c = 0; c <= w->team_count; c++) {
        const bool mine = c < w->team_count && w->block[c] == w->block[row] && opens(w, c);
        const bool end = c > 0 && w->block[c - 1] == w->block[row] && closes(w, c);

        text_clear(&t);
        line_add(line, TONE_WARN, mine || end ? STR("│") : STR(" "));
        if (c == w->team_count)
            break;
        sum += cell_at(w, row, c)->wait_s;
        pad(&t, cell_text(in, w, row, c), CELL_WIDE);
        line_add(line, c < row && cell_at(w, row, c)->handoffs > 0 ? TONE_BAD : TONE_PLAIN,
                 str_copy(in->owner, text_str(&t)));
        count(in, w, row, c, line);
    }
    text_clear(&t);
    pad(&t, str_format(in->owner, "%lld", (long long)whole_days(in, sum)), CELL_WIDE);
    line_add(line, TONE_STRONG, text_str(&t));
    count(in, w, row, w->team_count, line);
}

static void say_header(const struct report_input *in, const struct waits *w, struct document *d)
{
    struct text t;

    text_init(&t, in->owner);
    text_add(&t, STR("gives \\ takes"));
    text_add_repeat(&t, STR(" "), NAME_WIDE + 2 - str_width(text_str(&t)));
    for (uint32_t c = 0; c < w->team_count; c++) {
        text_add_char(&t, ' ');
        text_add_repeat(&t, STR(" "), CELL_WIDE - 1);
        text_add_char(&t, (char)('a' + c));
    }
    text_add(&t, STR("   sum"));
    line_add(document_verbatim(d), TONE_DIM, text_str(&t));
}

static void say_matrix(const struct report_input *in, const struct waits *w, struct document *d)
{
    say_header(in, w, d);
    for (uint32_t row = 0; row < w->team_count; row++) {
        if (opens(w, row))
            say_edge(in, w, row, true, d);
        say_row(in, w, row, d);
        if (closes(w, row + 1)) {
            uint32_t first = row;

            while (first > 0 && w->block[first - 1] == w->block[row])
                first--;
            say_edge(in, w, first, false, d);
        }
    }
}

/* Too many for a page of 80 columns: the pairs that wait, as they stand in the order. */
static void say_pairs(const struct report_input *in, const struct waits *w, struct document *d)
{
    const struct column columns[] = {left_column("gives", true), left_column("takes", true),
                                     right_column("days"), right_column("hand-offs")};
    struct table *table = document_table(d, 0, columns, 4);
    size_t shown = 0, left = 0;

    for (uint32_t r = 0; r < w->team_count; r++)
        for (uint32_t c = 0; c < w->team_count; c++) {
            const struct wait_cell *cell = cell_at(w, r, c);
            struct line *cells;

            if (cell->handoffs == 0)
                continue;
            if (shown >= PAIRS_SHOWN && !in->everything) {
                left++;
                continue;
            }
            shown++;
            cells = table_row(table, d->owner);
            line_add(&cells[0], TONE_PLAIN, team_name(in, w->teams[r]));
            line_add(&cells[1], c < r ? TONE_BAD : TONE_PLAIN, team_name(in, w->teams[c]));
            line_add(&cells[2], TONE_PLAIN, cell_text(in, w, r, c));
            line_addf(&cells[3], TONE_PLAIN, "%u", cell->handoffs);
            count(in, w, r, c, &cells[2]);
            count(in, w, r, c, &cells[3]);
        }
    if (left > 0)
        line_addf(document_paragraph(d, 0, 2), TONE_DIM, "and %zu more (--all)", left);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct waits *w = waits_compute(in->plan, in->forecast, in->owner);

    say_masthead(in, out);
    document_blank(out);
    if (w->team_count == 0) {
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
                 STR("No open hand-off between teams, and no link across teams."));
        return true;
    }
    if (w->team_count <= TEAMS_WIDE)
        say_matrix(in, w, out);
    else
        say_pairs(in, w, out);
    document_blank(out);
    line_addf(document_paragraph(out, 0, 2), TONE_DIM,
              "Working days that the one who takes waits for the one who gives, at P80 against the "
              "day asked for or needed by; summed over hand-offs. What stands below the diagonal "
              "is feedback (%.*s here); a box is a circle of teams that wait on one another. "
              "○ an interface is not agreed, + links across teams that no hand-off covers%s.",
              STR_ARG(say_days(in, w->feedback_s)),
              in->forecast ? "" : ", ? no forecast is possible");
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct waits *w = waits_compute(in->plan, in->forecast, in->owner);

    json_begin(in, out, "dsm");
    writer_key(out, STR("teams"));
    writer_list_begin(out, false);
    for (uint32_t i = 0; i < w->team_count; i++) {
        writer_map_begin(out, true);
        json_id(out, "id", in->plan, w->teams[i]);
        writer_key_i64(out, "block", w->block[i]);
        writer_map_end(out);
    }
    writer_list_end(out);
    writer_key(out, STR("cells"));
    writer_list_begin(out, false);
    for (uint32_t r = 0; r < w->team_count; r++)
        for (uint32_t c = 0; c < w->team_count; c++) {
            const struct wait_cell *cell = cell_at(w, r, c);

            if (cell->handoffs == 0 && cell->links == 0)
                continue;
            writer_map_begin(out, true);
            json_id(out, "gives", in->plan, w->teams[r]);
            json_id(out, "takes", in->plan, w->teams[c]);
            writer_key_i64(out, "handoffs", cell->handoffs);
            if (in->forecast)
                writer_key_fixed(out, "wait_days_at_p80", working_milli_days(in, cell->wait_s), 3);
            else
                writer_key_null(out, "wait_days_at_p80");
            writer_key_bool(out, "feedback", c < r);
            writer_key_i64(out, "unagreed", cell->unagreed);
            writer_key_i64(out, "uncovered_links", cell->links);
            writer_map_end(out);
        }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_dsm = {
    .name = "dsm",
    .title = "Team by team: who waits on whom",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};
