/* SPDX-License-Identifier: Apache-2.0 */
/* A document as elements of XHTML, for programs that take no page of its own. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/form.h"
#include "core/picture/picture.h"

enum { CHART_WIDTH = 76 };

struct sheet {
    const struct markup *m;
    struct arena *scratch;
    struct text *out;
    bool titled, in_list;
};

static void add(const struct sheet *s, const char *text)
{
    text_add(s->out, str_of(text));
}

static void add_line(const struct sheet *s, const struct line *line)
{
    for (size_t i = 0; line && i < line->count; i++) {
        const struct span_of_text *span = &line->spans[i];

        add(s, s->m->tone[span->tone]);
        picture_escape(s->out, plain_text(s->scratch, span->text, false));
        add(s, s->m->tone_end[span->tone]);
    }
}

static void add_both(const struct sheet *s, const struct block *b)
{
    add_line(s, b->line);
    if (b->right && b->right->count > 0) {
        add(s, " \xc2\xb7 ");
        add_line(s, b->right);
    }
}

static void add_table(const struct sheet *s, const struct table *t)
{
    bool titled = false;

    for (unsigned c = 0; c < t->column_count; c++)
        titled = titled || t->columns[c].title;
    add(s, s->m->table);
    if (titled) {
        add(s, "<tr>");
        for (unsigned c = 0; c < t->column_count; c++) {
            add(s, t->columns[c].align == ALIGN_RIGHT ? s->m->head_right : s->m->head);
            picture_escape(s->out, str_of(t->columns[c].title));
            add(s, "</th>");
        }
        add(s, "</tr>\n");
    }
    for (size_t r = 0; r < t->row_count; r++) {
        add(s, "<tr>");
        for (unsigned c = 0; c < t->column_count; c++) {
            add(s, t->columns[c].align == ALIGN_RIGHT ? s->m->cell_right : s->m->cell);
            add_line(s, &t->rows[r][c]);
            add(s, "</td>");
        }
        add(s, "</tr>\n");
    }
    add(s, "</tbody></table>\n");
}

/* Ranges, and pictures by their sentence and table, as text of a fixed width. */
static void add_chart(const struct sheet *s, const struct block *b)
{
    const struct text_form form = {.width = CHART_WIDTH};
    struct document one;
    struct text chart;

    document_init(&one, s->scratch);
    text_init(&chart, s->scratch);
    one.blocks = (struct block *)(uintptr_t)b;
    one.count = 1;
    document_write_text(&one, &form, arena_child(s->scratch), &chart);
    add(s, s->m->fixed);
    picture_escape(s->out, text_str(&chart));
    add(s, "</pre>\n");
}

static void add_block(struct sheet *s, const struct block *b)
{
    const bool item = b->kind == BLOCK_PARAGRAPH && b->indent > 0;
    const int rank = s->titled ? 1 : 0;

    if (b->kind == BLOCK_BLANK)
        return;
    if (item != s->in_list)
        add(s, item ? "<ul>\n" : "</ul>\n");
    s->in_list = item;
    switch (b->kind) {
    case BLOCK_BLANK:
        break;
    case BLOCK_HEADING:
        add(s, s->m->heading[rank]);
        add_both(s, b);
        add(s, s->m->heading_end[rank]);
        s->titled = true;
        break;
    case BLOCK_PARAGRAPH:
        add(s, item ? s->m->item : s->m->paragraph);
        add_both(s, b);
        add(s, item ? "</li>\n" : "</p>\n");
        break;
    case BLOCK_TABLE:
        add_table(s, b->table);
        break;
    case BLOCK_RANGES:
    case BLOCK_PICTURE:
    case BLOCK_VERBATIM:
        add_chart(s, b);
        break;
    }
}

void markup_write(const struct document *d, const struct markup *m, struct arena *scratch,
                  struct text *out)
{
    struct sheet s = {m, scratch, out, false, false};

    for (size_t i = 0; i < d->count; i++)
        add_block(&s, &d->blocks[i]);
    if (s.in_list)
        add(&s, "</ul>\n");
    if (d->about.len > 0) {
        add(&s, m->paragraph);
        add(&s, m->tone[TONE_DIM]);
        picture_escape(out, str_format(scratch, "Baton: %.*s", STR_ARG(d->about)));
        add(&s, m->tone_end[TONE_DIM]);
        add(&s, "</p>\n");
    }
}
