/* SPDX-License-Identifier: Apache-2.0 */
/* A document as lines of text, never wider than asked. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/document.h"
#include "core/picture/picture.h"

enum { WIDTH_LEAST = 20, WIDTH_MOST = 1000, ROW_CEILING = 1 << 20, GAP = 2,
       BAR_MOST = 16, BAR_LEAST = 4, NAME_LEAST = 12, TITLE_LEAST = 8,
       PLOT_ROWS = 12, PLOT_LEAST = 40, PLOT_WIDE = 80, PLOT_HIGH = 12 };

/* The spans of a line end to end, made harmless; run i is text up to run[i].to. */
struct run {
    size_t to;
    enum tone tone;
    struct str claim;
};
struct flat {
    struct str text;
    struct run *runs;
    size_t run_count;
    size_t width;
    unsigned serial;            /* of the first run's claim, for marks */
};

/* One row of a wrapped line: the bytes [from, to). */
struct row {
    size_t from, to;
};
struct rows {
    struct row *items;
    size_t count, capacity;
};

struct page {
    const struct text_form *form;
    unsigned width;
    struct arena *scratch;
    struct text *out;
    unsigned *serial;           /* runs so far */
};

static const char *const colors[TONE_COUNT] = {
    "", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[34m", "\x1b[36m",
};

static struct flat flatten(const struct page *page, const struct line *line)
{
    struct flat flat = {{"", 0}, NULL, 0, 0, *page->serial};
    struct text text;

    if (!line || line->count == 0)
        return flat;
    text_init(&text, page->scratch);
    flat.runs = ARENA_ARRAY(page->scratch, struct run, line->count);
    for (size_t i = 0; i < line->count; i++) {
        text_add(&text, plain_text(page->scratch, line->spans[i].text, page->form->ascii));
        flat.runs[flat.run_count++] =
            (struct run){text.len, line->spans[i].tone, line->spans[i].claim};
    }
    *page->serial += (unsigned)line->count;
    while (text.len > 0 && text.ptr[text.len - 1] == ' ')
        text.len--;
    flat.text = text_str(&text);
    flat.width = str_width(flat.text);
    return flat;
}

/* --- wrapping --------------------------------------------------------------------------- */

enum { WIDEST = 2 };    /* columns of the widest character: no row is narrower */

/* The bytes that fit into `width` columns from `at` on; at least one character. */
static size_t cut(struct str text, size_t at, size_t to, size_t width)
{
    size_t used = 0, next = at;

    while (next < to) {
        uint32_t c;
        const size_t length = str_decode(text, next, &c);
        const size_t step = length ? length : 1;
        const size_t columns = str_width(str_slice(text, next, next + step));

        if (used + columns > width && next > at)
            break;
        used += columns;
        next += step;
    }
    return next;
}

static void add_row(const struct page *page, struct rows *rows, size_t from, size_t to)
{
    if (arena_grow(page->scratch, (void **)&rows->items, rows->count, &rows->capacity,
                   sizeof(rows->items[0]), ROW_CEILING))
        rows->items[rows->count++] = (struct row){from, to};
}

/* Break at blanks so that the first row has at most `first` columns and the others `rest`.
 * A word longer than a row is cut. */
static struct rows wrap(const struct page *page, const struct flat *flat, size_t first,
                        size_t rest)
{
    const struct str text = flat->text;
    struct rows rows = {NULL, 0, 0};
    size_t from = 0, to = 0, at = 0, used = 0, width = first ? first : 1;

    if (flat->width <= width) {
        add_row(page, &rows, 0, text.len);
        return rows;
    }
    while (at < text.len) {
        size_t word = at, finish, blanks, columns;

        while (word < text.len && text.ptr[word] == ' ')
            word++;
        finish = word + str_find_char(str_slice(text, word, text.len), ' ');
        blanks = to > from ? word - at : 0;
        columns = str_width(str_slice(text, word, finish));
        if (to > from && used + blanks + columns > width) {
            add_row(page, &rows, from, to);
            width = rest ? rest : 1;
            from = to = word;
            used = blanks = 0;
        } else if (to == from) {
            from = rows.count == 0 ? at : word;     /* the first row keeps its own indent */
            blanks = word - from;
            if (blanks + WIDEST > width) {              /* unless nothing would fit behind it */
                from = word;
                blanks = 0;
            }
        }
        while (used + blanks + columns > width) {
            const size_t piece = cut(text, word, finish, width > blanks ? width - blanks : 1);

            add_row(page, &rows, from, piece);
            width = rest ? rest : 1;
            from = word = piece;
            used = blanks = 0;
            columns = str_width(str_slice(text, word, finish));
        }
        used += blanks + columns;
        at = to = finish;
    }
    if (to > from || rows.count == 0)
        add_row(page, &rows, from, to);
    return rows;
}

/* --- putting ------------------------------------------------------------------------------ */

/* A blank that never breaks is a plain one from here on. */
static void put_bytes(struct text *out, struct str s)
{
    while (s.len > 0) {
        const size_t at = str_find(s, STR("\xc2\xa0"));

        text_add(out, str_slice(s, 0, at));
        if (at == s.len)
            return;
        text_add_char(out, ' ');
        s = str_slice(s, at + 2, s.len);
    }
}

static void put_toned(const struct page *page, enum tone tone, struct str s)
{
    const bool colored = page->form->color && tone != TONE_PLAIN;

    if (s.len == 0)
        return;
    if (colored)
        text_add(page->out, str_of(colors[tone]));
    put_bytes(page->out, s);
    if (colored)
        text_add(page->out, STR("\x1b[0m"));
}

static void put_flat(const struct page *page, const struct flat *flat, struct row row)
{
    size_t from = 0;

    for (size_t i = 0; i < flat->run_count; i++) {
        const size_t to = flat->runs[i].to;
        const size_t start = from > row.from ? from : row.from;
        const size_t finish = to < row.to ? to : row.to;

        if (start < finish) {
            const bool marked = page->form->marks && flat->runs[i].claim.len > 0;

            if (marked)
                text_addf(page->out, "\x01%zu %.*s\x02", flat->serial + i,
                          STR_ARG(flat->runs[i].claim));
            put_toned(page, flat->runs[i].tone, str_slice(flat->text, start, finish));
            if (marked)
                text_add_char(page->out, '\x03');
        }
        from = to;
    }
}

static void begin_block(const struct page *page)
{
    if (page->form->marks)
        text_add_char(page->out, '\x04');
}

static void put_blanks(const struct page *page, size_t count)
{
    text_add_repeat(page->out, STR(" "), count);
}

/* Blanks from column `at` up to column `to`; none when already past it. */
static void put_blanks_to(const struct page *page, size_t at, size_t to)
{
    put_blanks(page, to > at ? to - at : 0);
}

static size_t width_of_row(const struct flat *flat, struct row row)
{
    return str_width(str_slice(flat->text, row.from, row.to));
}

/* --- blocks --------------------------------------------------------------------------------- */

static void put_paragraph(const struct page *page, const struct block *block)
{
    struct flat flat = flatten(page, block->line), right = flatten(page, block->right);
    const unsigned indent = block->indent < page->width / 2 ? block->indent : 0;
    const unsigned hang = block->hang < page->width / 2 ? block->hang : 0;
    const bool beside = right.width > 0 && right.width + GAP < page->width / 2 + GAP;
    const size_t first = page->width - indent - (beside ? right.width + GAP : 0);
    struct rows rows;

    if (flat.width == 0 && right.width == 0)
        return;                 /* nothing was said after all */
    begin_block(page);
    if (block->kind == BLOCK_HEADING)
        for (size_t i = 0; i < flat.run_count; i++)
            if (flat.runs[i].tone == TONE_PLAIN)
                flat.runs[i].tone = TONE_STRONG;
    rows = wrap(page, &flat, first, page->width - hang);
    for (size_t i = 0; i < rows.count; i++) {
        put_blanks(page, i == 0 ? indent : hang);
        put_flat(page, &flat, rows.items[i]);
        if (i == 0 && beside) {
            const size_t used = indent + width_of_row(&flat, rows.items[i]);

            put_blanks_to(page, used, page->width - right.width);
            put_flat(page, &right, (struct row){0, right.text.len});
        }
        text_add_char(page->out, '\n');
    }
    if (right.width > 0 && !beside) {
        rows = wrap(page, &right, page->width - hang, page->width - hang);
        for (size_t i = 0; i < rows.count; i++) {
            put_blanks(page, hang);
            put_flat(page, &right, rows.items[i]);
            text_add_char(page->out, '\n');
        }
    }
}

static void put_verbatim(const struct page *page, const struct block *block)
{
    const struct flat flat = flatten(page, block->line);

    begin_block(page);
    put_flat(page, &flat, (struct row){0, flat.text.len});
    text_add_char(page->out, '\n');
}

/* The widths of the columns: as wide as they want, less where the page is too narrow; flexible
 * columns give way first, the widest first. */
static void fit_columns(const struct page *page, const struct table *table, struct flat *cells,
                        size_t *widths)
{
    size_t total = table->indent + GAP * (table->column_count - 1);

    for (unsigned c = 0; c < table->column_count; c++) {
        widths[c] = table->columns[c].title ? str_width(str_of(table->columns[c].title)) : 0;
        for (size_t r = 0; r < table->row_count; r++)
            if (cells[r * table->column_count + c].width > widths[c])
                widths[c] = cells[r * table->column_count + c].width;
        total += widths[c];
    }
    for (int pass = 0; pass < 2; pass++) {
        const size_t least = pass == 0 ? 10 : WIDEST;

        while (total > page->width) {
            unsigned widest = COLUMN_CEILING;

            for (unsigned c = 0; c < table->column_count; c++)
                if ((pass > 0 || table->columns[c].flexible) && widths[c] > least &&
                    (widest == COLUMN_CEILING || widths[c] > widths[widest]))
                    widest = c;
            if (widest == COLUMN_CEILING)
                break;
            widths[widest]--;
            total--;
        }
    }
}

static void put_table_row(const struct page *page, const struct table *table,
                          const struct flat *cells, const size_t *widths)
{
    struct rows rows[COLUMN_CEILING];
    size_t height = 0;

    begin_block(page);
    for (unsigned c = 0; c < table->column_count; c++) {
        rows[c] = wrap(page, &cells[c], widths[c], widths[c]);
        if (rows[c].count > height)
            height = rows[c].count;
    }
    for (size_t line = 0; line < height; line++) {
        size_t column = 0, at = table->indent;      /* where we stand, where the cell begins */

        for (unsigned c = 0; c < table->column_count; c++, at += widths[c - 1] + GAP) {
            size_t wide, pad;

            if (line >= rows[c].count)
                continue;
            wide = width_of_row(&cells[c], rows[c].items[line]);
            if (wide == 0)
                continue;
            pad = table->columns[c].align == ALIGN_RIGHT && wide < widths[c] ? widths[c] - wide : 0;
            put_blanks_to(page, column, at + pad);
            put_flat(page, &cells[c], rows[c].items[line]);
            column = at + pad + wide;
        }
        text_add_char(page->out, '\n');
    }
}

static void put_table(const struct page *page, const struct table *table)
{
    const size_t count = table->row_count * table->column_count;
    struct flat *cells = ARENA_ARRAY(page->scratch, struct flat, count);
    struct flat titles[COLUMN_CEILING];
    size_t widths[COLUMN_CEILING];
    bool titled = false;

    for (size_t r = 0; r < table->row_count; r++)
        for (unsigned c = 0; c < table->column_count; c++)
            cells[r * table->column_count + c] = flatten(page, &table->rows[r][c]);
    fit_columns(page, table, cells, widths);
    for (unsigned c = 0; c < table->column_count; c++) {
        struct line *title = line_new(page->scratch);

        line_add(title, TONE_DIM, str_of(table->columns[c].title));
        titles[c] = flatten(page, title);
        titled |= titles[c].width > 0;
    }
    if (titled)
        put_table_row(page, table, titles, widths);
    for (size_t r = 0; r < table->row_count; r++)
        put_table_row(page, table, &cells[r * table->column_count], widths);
}

/* --- ranges ----------------------------------------------------------------------------------- */

enum glyph { GLYPH_BLANK, GLYPH_BAR, GLYPH_LOW, GLYPH_HIGH, GLYPH_MARK, GLYPH_MIDDLE };

static const char *const glyphs[] = {" ", "─", "├", "┤", "┆", "●"};

static size_t axis_column(const struct ranges *r, int64_t at, size_t width)
{
    int64_t span = r->to - r->from, offset = at - r->from;

    if (at <= r->from || r->to <= r->from)
        return 0;
    if (at >= r->to)
        return width - 1;
    while (span > INT64_MAX / WIDTH_MOST) {
        span /= 2;
        offset /= 2;
    }
    return (size_t)(offset * (int64_t)(width - 1) / span);
}

static void put_ticks(const struct page *page, const struct ranges *r, size_t left, size_t width)
{
    const struct flat legend = flatten(page, r->legend);
    size_t column = r->indent + legend.width;

    if (r->tick_count == 0 && legend.width == 0)
        return;
    begin_block(page);
    put_blanks(page, r->indent);
    put_flat(page, &legend, (struct row){0, legend.text.len});
    for (size_t i = 0; i < r->tick_count; i++) {
        const struct str label = plain_text(page->scratch, r->ticks[i].label, page->form->ascii);
        const size_t at = left + axis_column(r, r->ticks[i].at, width);

        if (at < column || at + str_width(label) > left + width)
            continue;
        put_blanks_to(page, column, at);
        put_toned(page, TONE_DIM, label);
        text_add_char(page->out, ' ');
        column = at + str_width(label) + 1;
    }
    while (page->out->len > 0 && page->out->ptr[page->out->len - 1] == ' ')
        page->out->len--;
    text_add_char(page->out, '\n');
}

static void put_range(const struct page *page, const struct ranges *r, const struct range *range,
                      size_t left, size_t width)
{
    unsigned char *row = ARENA_ARRAY(page->scratch, unsigned char, width);
    const struct flat label = flatten(page, range->label);
    const size_t low = axis_column(r, range->low, width);
    const size_t high = axis_column(r, range->high, width);
    const size_t middle = axis_column(r, range->middle, width);
    size_t last = high;

    begin_block(page);
    put_blanks(page, r->indent);
    put_flat(page, &label, (struct row){0, label.text.len});
    put_blanks_to(page, r->indent + label.width, left);
    memset(row + low, GLYPH_BAR, high - low + 1);
    row[low] = GLYPH_LOW;
    row[high] = GLYPH_HIGH;
    if (range->mark != INT64_MIN) {
        size_t mark = axis_column(r, range->mark, width);

        /* Never hidden below the middle: beside it, on the side where it is. */
        if (mark == middle && range->mark <= range->middle && mark > 0)
            mark--;
        else if (mark == middle && mark + 1 < width)
            mark++;
        row[mark] = GLYPH_MARK;
        last = mark > last ? mark : last;
    }
    row[middle] = GLYPH_MIDDLE;
    for (size_t i = 0; i <= last; i++) {
        const struct str glyph =
            plain_text(page->scratch, str_of(glyphs[row[i]]), page->form->ascii);
        const enum tone tone = row[i] == GLYPH_BLANK ? TONE_PLAIN
                               : row[i] == GLYPH_MARK ? TONE_STRONG : range->tone;

        put_toned(page, tone, glyph);
    }
    text_add_char(page->out, '\n');
}

static void put_ranges(const struct page *page, const struct ranges *r)
{
    size_t left = r->indent + flatten(page, r->legend).width + (r->legend ? GAP : 0);

    for (size_t i = 0; i < r->count; i++) {
        const struct flat label = flatten(page, r->items[i].label);

        if (r->indent + label.width + GAP > left && label.width > 0)
            left = r->indent + label.width + GAP;
    }
    if (left + WIDTH_LEAST / 2 > page->width)
        return;                 /* no room for an axis: the numbers stand in the text */
    put_ticks(page, r, left, page->width - left);
    for (size_t i = 0; i < r->count; i++)
        put_range(page, r, &r->items[i], left, page->width - left);
}

/* --- pictures --------------------------------------------------------------------------------- */

/* Every how manieth row of the table is shown under a plot that shows them all. */
static size_t row_step(const struct picture *picture)
{
    return picture->area.right > 0 && !picture->in_rows && picture->row_count > PLOT_ROWS
               ? (picture->row_count + PLOT_ROWS - 1) / PLOT_ROWS
               : 1;
}

/* Lines of a text as they are. */
static void say_lines(const struct page *page, struct str lines, struct document *d)
{
    for (size_t at = 0; at < lines.len;) {
        const size_t end = at + str_find_char(str_slice(lines, at, lines.len), '\n');

        line_add(document_verbatim(d), TONE_FORECAST,
                 str_copy(page->scratch, str_slice(lines, at, end)));
        at = end + 1;
    }
}

/* The picture with words of ASCII, which may be longer: before it is known where they stand. */
static const struct picture *in_ascii(const struct picture *picture, struct arena *owner)
{
    struct picture *p = ARENA_NEW(owner, struct picture);

    *p = *picture;
    p->marks = ARENA_ARRAY(owner, struct mark, p->mark_count + 1);
    p->rows = ARENA_ARRAY(owner, struct picture_row, p->row_count + 1);
    for (size_t i = 0; i < p->mark_count; i++) {
        p->marks[i] = picture->marks[i];
        if (p->marks[i].kind == MARK_TEXT)
            p->marks[i].text = plain_text(owner, p->marks[i].text, true);
    }
    for (size_t r = 0; r < p->row_count; r++)
        for (unsigned c = 0; c < p->column_count; c++)
            p->rows[r].cells[c] = plain_text(owner, picture->rows[r].cells[c], true);
    return p;
}

/* What stands on axes, or row by row. */
static void say_drawn(const struct page *page, const struct picture *picture, struct document *d)
{
    const size_t width = page->width < PLOT_WIDE ? page->width : PLOT_WIDE;
    struct text plot;

    if (picture->area.right == 0 || page->width < PLOT_LEAST)
        return;
    if (page->form->ascii)
        picture = in_ascii(picture, page->scratch);
    text_init(&plot, page->scratch);
    if (picture->in_rows)
        picture_write_rows(picture, width, page->form->ascii, page->scratch, &plot);
    else
        picture_write_plot(picture, width, PLOT_HIGH, page->form->ascii, page->scratch, &plot);
    picture_write_keys(picture, width, page->form->ascii, &plot);
    say_lines(page, text_str(&plot), d);
}

/* Columns that the table of a picture needs, the first of them as wide as it is or NAME_LEAST. */
static size_t table_width(const struct picture *picture, bool whole)
{
    size_t width = GAP;

    for (unsigned c = 0; c < picture->column_count; c++) {
        size_t most = str_width(picture->columns[c]);

        for (size_t r = 0; r < picture->row_count; r++) {
            const size_t cell = str_width(picture->rows[r].cells[c]);

            most = cell > most ? cell : most;
        }
        width += (c == 0 && !whole && most > NAME_LEAST ? NAME_LEAST : most) + (c > 0 ? GAP : 0);
    }
    return width;
}

static struct str bar_of(const struct page *page, const struct picture_row *row, size_t most)
{
    struct text bar;

    text_init(&bar, page->scratch);
    text_add_repeat(&bar, STR("\xe2\x96\x88"),
                    (size_t)(((int64_t)row->bar_ppm * (int64_t)most + 500000) / 1000000));
    return text_str(&bar);
}

/* "Title (id)" in so many columns: the title is cut, the id never; the id alone where hardly
 * anything of the title would be left. */
static struct str name_of_row(const struct page *page, const struct picture_row *row, size_t room)
{
    const size_t id = str_width(row->cells[0]) + 3;

    if (row->title.len == 0 || str_equal_nocase(row->title, row->cells[0]) ||
        room < id + (str_width(row->title) < TITLE_LEAST ? str_width(row->title) : TITLE_LEAST))
        return row->cells[0];
    return str_format(page->scratch, "%.*s (%.*s)",
                      STR_ARG(picture_cut(page->scratch, row->title, room - id)),
                      STR_ARG(row->cells[0]));
}

/* The columns that names may have: what the others and the bars leave. */
static size_t room_for_names(const struct page *page, const struct picture *picture, size_t bars)
{
    size_t others = table_width(picture, true) + (bars > 0 ? bars + GAP : 0), names = 0;

    for (size_t r = 0; r < picture->row_count; r++)
        if (str_width(picture->rows[r].cells[0]) > names)
            names = str_width(picture->rows[r].cells[0]);
    if (picture->column_count > 0 && str_width(picture->columns[0]) > names)
        names = str_width(picture->columns[0]);
    others -= names;
    return others < page->width ? page->width - others : 0;
}

/* Rows that are wider than the page, as lines: the first cell, then each with its heading; a bar
 * below. */
static void say_rows(const struct page *page, const struct picture *picture, size_t step,
                     bool bars, struct document *d)
{
    for (size_t r = 0; r < picture->row_count; r++) {
        const struct picture_row *row = &picture->rows[r];
        struct line *line;

        if (r % step != 0 && r + 1 < picture->row_count)
            continue;
        line = document_paragraph(d, GAP, 2 * GAP);
        line_add(line, TONE_STRONG, row->cells[0]);
        for (unsigned c = 1; c < picture->column_count; c++)
            if (row->cells[c].len > 0)
                line_addf(line, TONE_PLAIN, "%s%.*s\xc2\xa0%.*s", c == 1 ? ": " : ", ",
                          STR_ARG(picture->columns[c]), STR_ARG(row->cells[c]));
        if (bars && row->bar_ppm > 0)
            line_addf(document_verbatim(d), TONE_FORECAST, "    %.*s",
                      STR_ARG(bar_of(page, row, BAR_MOST)));
    }
}

/* A picture in text: its sentence; what stands on axes in dots; and its table, with a
 * bar in each row of what does not. */
static void put_picture(const struct page *page, const struct picture *picture)
{
    struct column columns[PICTURE_COLUMNS + 1] = {{NULL, ALIGN_LEFT, false}};
    const size_t step = row_step(picture), least = table_width(picture, false) + GAP;
    const size_t bar_most = least + BAR_MOST <= page->width ? BAR_MOST
                            : least < page->width           ? page->width - least
                                                            : 0;
    struct document d;
    struct table *table;
    const unsigned shown = picture->column_count;
    bool bars = false;
    size_t names;

    document_init(&d, page->scratch);
    line_add(document_heading(&d), TONE_STRONG, picture->title);
    line_add(document_paragraph(&d, 0, 0), TONE_PLAIN, picture->sentence);
    say_drawn(page, picture, &d);
    for (size_t r = 0; r < picture->row_count; r++)
        bars = bars || (picture->area.right == 0 && picture->rows[r].bar_ppm > 0);
    if (bars ? bar_most < BAR_LEAST : table_width(picture, true) > page->width) {
        say_rows(page, picture, step, bars, &d);
        document_write_text(&d, page->form, page->scratch, page->out);
        return;
    }
    for (unsigned c = 0; c < shown; c++)
        columns[c] = (struct column){str_copy(page->scratch, picture->columns[c]).ptr,
                                     picture->numeric[c] ? ALIGN_RIGHT : ALIGN_LEFT, c == 0};
    columns[shown] = (struct column){NULL, ALIGN_LEFT, false};
    table = document_table(&d, 2, columns, shown + bars);
    names = room_for_names(page, picture, bars ? bar_most : 0);
    for (size_t r = 0; r < picture->row_count; r++) {
        struct line *cells;

        if (r % step != 0 && r + 1 < picture->row_count)
            continue;
        cells = table_row(table, page->scratch);
        for (unsigned c = 0; c < shown; c++)
            line_add(&cells[c], TONE_PLAIN,
                     c == 0 ? name_of_row(page, &picture->rows[r], names)
                            : picture->rows[r].cells[c]);
        if (bars)
            line_add(&cells[shown], TONE_FORECAST, bar_of(page, &picture->rows[r], bar_most));
    }
    document_write_text(&d, page->form, page->scratch, page->out);
}

void document_write_text(const struct document *d, const struct text_form *form,
                         struct arena *scratch, struct text *out)
{
    unsigned serial = 0;
    struct page page = {form, form->width ? form->width : 80, scratch, out, &serial};

    if (page.width < WIDTH_LEAST)
        page.width = WIDTH_LEAST;
    if (page.width > WIDTH_MOST)
        page.width = WIDTH_MOST;
    for (size_t i = 0; i < d->count; i++) {
        const struct block *block = &d->blocks[i];

        switch (block->kind) {
        case BLOCK_BLANK:
            text_add_char(out, '\n');
            break;
        case BLOCK_HEADING:
        case BLOCK_PARAGRAPH:
            put_paragraph(&page, block);
            break;
        case BLOCK_VERBATIM:
            put_verbatim(&page, block);
            break;
        case BLOCK_TABLE:
            put_table(&page, block->table);
            break;
        case BLOCK_RANGES:
            put_ranges(&page, block->ranges);
            break;
        case BLOCK_PICTURE:
            put_picture(&page, block->picture);
            break;
        }
    }
}
