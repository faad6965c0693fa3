/* SPDX-License-Identifier: Apache-2.0 */
/* A document as one table (RFC 4180): a row a line of it. The part it stands in, what it is, the
 * claims it rests on, then its words; of a table, one cell a column. No text is a formula. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/form.h"
#include "core/syntax/csv_write.h"

enum { FIXED = 3, CELLS_MOST = FIXED + COLUMN_CEILING };

struct sheet {
    struct arena *scratch;
    struct text *out;
    struct str part;
    unsigned width;             /* cells of a row */
};

static void add_claims(struct text *ids, const struct line *line)
{
    for (size_t i = 0; line && i < line->count; i++)
        if (line->spans[i].claim.len > 0)
            text_addf(ids, "%s%.*s", ids->len > 0 ? " " : "", STR_ARG(line->spans[i].claim));
}

static void put(const struct sheet *s, const char *kind, const struct line *const *lines,
                const struct column *titles, unsigned count)
{
    struct str cells[CELLS_MOST] = {{NULL, 0}};
    struct text ids;

    text_init(&ids, s->scratch);
    for (unsigned i = 0; i < count; i++) {
        cells[FIXED + i] = titles ? str_of(titles[i].title)
                                  : str_trim(line_words(lines[i], s->scratch));
        if (!titles)
            add_claims(&ids, lines[i]);
    }
    cells[0] = s->part;
    cells[1] = str_of(kind);
    cells[2] = text_str(&ids);
    csv_row(s->out, cells, FIXED + s->width);
}

static void put_table(const struct sheet *s, const struct table *t)
{
    const struct line *lines[COLUMN_CEILING];
    bool titled = false;

    for (unsigned c = 0; c < t->column_count; c++)
        titled = titled || t->columns[c].title;
    if (titled)
        put(s, "columns", NULL, t->columns, t->column_count);
    for (size_t r = 0; r < t->row_count; r++) {
        for (unsigned c = 0; c < t->column_count; c++)
            lines[c] = &t->rows[r][c];
        put(s, "row", lines, NULL, t->column_count);
    }
}

/* A chart in its rows: label, low, middle and high are said elsewhere, in figures. */
static void put_block(struct sheet *s, const struct block *b)
{
    const struct line *lines[2] = {b->line, b->right};
    const unsigned count = b->right && b->right->count > 0 ? 2 : 1;

    switch (b->kind) {
    case BLOCK_HEADING:
        s->part = str_trim(line_words(b->line, s->scratch));
        put(s, "heading", lines, NULL, count);
        break;
    case BLOCK_PARAGRAPH:
        put(s, b->indent > 0 ? "item" : "text", lines, NULL, count);
        break;
    case BLOCK_VERBATIM:
        put(s, "text", lines, NULL, 1);
        break;
    case BLOCK_TABLE:
        put_table(s, b->table);
        break;
    case BLOCK_BLANK:
    case BLOCK_RANGES:
    case BLOCK_PICTURE:
        break;
    }
}

static void write(const struct document *d, const struct form_context *in, struct text *out)
{
    struct sheet s = {in->scratch, out, {NULL, 0}, 2};
    struct str heads[CELLS_MOST] = {STR("part"), STR("kind"), STR("claims")};

    for (size_t i = 0; i < d->count; i++)
        if (d->blocks[i].table && d->blocks[i].table->column_count > s.width)
            s.width = d->blocks[i].table->column_count;
    for (unsigned i = 0; i < s.width; i++)
        heads[FIXED + i] = str_format(in->scratch, "cell %u", i + 1);
    csv_row(out, heads, FIXED + s.width);
    for (size_t i = 0; i < d->count; i++)
        put_block(&s, &d->blocks[i]);
}

const struct document_form form_csv = {"csv", "a table of its lines, for a spreadsheet", write};
