/* SPDX-License-Identifier: Apache-2.0 */
/* A document as Markdown; and which claims it cites. */
#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/document/document.h"
#include "core/picture/picture.h"

enum { CHART_WIDTH = 76, CLAIM_CEILING = 1 << 20 };

struct sheet {
    struct arena *scratch;
    struct text *out;
    bool titled;            /* the first heading is written */
    bool in_list;           /* the block before was an item of a list */
};

/* --- text ----------------------------------------------------------------------------------- */

/* Characters that mean something anywhere in a line. */
static bool is_special(char c)
{
    return c == '\\' || c == '`' || c == '*' || c == '_' || c == '[' || c == ']' || c == '|' ||
           c == '~' || c == '$';
}

static void add_escaped(struct text *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '<')
            text_add(out, STR("&lt;"));
        else if (s.ptr[i] == '>')
            text_add(out, STR("&gt;"));
        else if (s.ptr[i] == '&')
            text_add(out, STR("&amp;"));
        else if (s.ptr[i] == '\n')
            text_add_char(out, ' ');
        else {
            if (is_special(s.ptr[i]))
                text_add_char(out, '\\');
            text_add_char(out, s.ptr[i]);
        }
    }
}

static void add_span(const struct sheet *sheet, const struct span_of_text *span)
{
    const struct str text = plain_text(sheet->scratch, span->text, false);
    const struct str trimmed = str_trim(text);
    const bool strong = span->tone == TONE_STRONG && trimmed.len == text.len;

    if (span->claim.len > 0)
        text_addf(sheet->out, "<!--c %.*s-->", STR_ARG(span->claim));
    if (strong)
        text_add(sheet->out, STR("**"));
    add_escaped(sheet->out, text);
    if (strong)
        text_add(sheet->out, STR("**"));
    if (span->claim.len > 0)
        text_add(sheet->out, STR("<!--/c-->"));
}

static void add_line(const struct sheet *sheet, const struct line *line)
{
    for (size_t i = 0; line && i < line->count; i++)
        add_span(sheet, &line->spans[i]);
}

/* What would make a list, heading or rule of the first word of a paragraph. */
static void guard_start(const struct sheet *sheet, const struct line *line)
{
    const struct str first = line->count > 0 ? line->spans[0].text : STR("");
    const char c = first.len > 0 ? first.ptr[0] : 'x';

    if (line->count > 0 && line->spans[0].claim.len == 0 &&
        (c == '#' || c == '-' || c == '+' || c == '=' || c == ' '))
        text_add(sheet->out, c == ' ' ? STR("") : STR("\\"));
}

static void add_both(const struct sheet *sheet, const struct block *block)
{
    add_line(sheet, block->line);
    if (block->right && block->right->count > 0) {
        text_add(sheet->out, STR(" · "));
        add_line(sheet, block->right);
    }
    text_add_char(sheet->out, '\n');
}

/* --- blocks --------------------------------------------------------------------------------- */

static void add_table(const struct sheet *sheet, const struct table *table)
{
    for (unsigned i = 0; i < table->column_count; i++) {
        text_add(sheet->out, STR("| "));
        add_escaped(sheet->out, str_of(table->columns[i].title));
        text_add_char(sheet->out, ' ');
    }
    text_add(sheet->out, STR("|\n"));
    for (unsigned i = 0; i < table->column_count; i++)
        text_add(sheet->out, table->columns[i].align == ALIGN_RIGHT ? STR("|---:") : STR("|---"));
    text_add(sheet->out, STR("|\n"));
    for (size_t row = 0; row < table->row_count; row++) {
        for (unsigned i = 0; i < table->column_count; i++) {
            text_add(sheet->out, STR("| "));
            add_line(sheet, &table->rows[row][i]);
            text_add_char(sheet->out, ' ');
        }
        text_add(sheet->out, STR("|\n"));
    }
}

static void add_chart(const struct sheet *sheet, const struct block *block)
{
    const struct text_form form = {.width = CHART_WIDTH};
    struct document one;
    struct text chart;

    document_init(&one, sheet->scratch);
    text_init(&chart, sheet->scratch);
    one.blocks = (struct block *)(uintptr_t)block;
    one.count = 1;
    document_write_text(&one, &form, sheet->scratch, &chart);
    text_addf(sheet->out, "```text\n%.*s```\n", STR_ARG(text_str(&chart)));
}

static void add_block(struct sheet *sheet, const struct block *block)
{
    const bool item = block->kind == BLOCK_PARAGRAPH && block->indent > 0;

    if (block->kind == BLOCK_BLANK)
        return;
    if (sheet->out->len > 0 && !(item && sheet->in_list))
        text_add_char(sheet->out, '\n');
    sheet->in_list = item;
    switch (block->kind) {
    case BLOCK_BLANK:
        break;
    case BLOCK_HEADING:
        text_add(sheet->out, sheet->titled ? STR("## ") : STR("# "));
        sheet->titled = true;
        add_both(sheet, block);
        break;
    case BLOCK_PARAGRAPH:
        if (item)
            text_add(sheet->out, STR("- "));
        guard_start(sheet, block->line);
        add_both(sheet, block);
        break;
    case BLOCK_TABLE:
        add_table(sheet, block->table);
        break;
    case BLOCK_RANGES:
        add_chart(sheet, block);
        break;
    case BLOCK_PICTURE:             /* reports draw in pages only: here they give ranges */
        break;
    case BLOCK_VERBATIM:
        text_add(sheet->out, STR("    "));
        for (size_t i = 0; i < block->line->count; i++)
            text_add(sheet->out,
                     plain_text(sheet->scratch, block->line->spans[i].text, false));
        text_add_char(sheet->out, '\n');
        break;
    }
}

void document_write_markdown(const struct document *d, struct arena *scratch, struct text *out)
{
    struct sheet sheet = {scratch, out, false, false};

    for (size_t i = 0; i < d->count; i++)
        add_block(&sheet, &d->blocks[i]);
    if (d->about.len > 0)
        text_addf(out, "\n<!--baton %.*s-->\n", STR_ARG(d->about));
}

/* --- claims --------------------------------------------------------------------------------- */

struct citing {
    struct arena *owner;
    struct map seen;
    struct str *items;
    size_t count, capacity;
};

static void cite_id(struct citing *c, struct str id)
{
    if (id.len > 0 && map_insert(&c->seen, id, 0, NULL) &&
        arena_grow(c->owner, (void **)&c->items, c->count, &c->capacity, sizeof(c->items[0]),
                   CLAIM_CEILING))
        c->items[c->count++] = id;
}

static void cite(struct citing *c, const struct line *line)
{
    for (size_t i = 0; line && i < line->count; i++)
        cite_id(c, line->spans[i].claim);
}

size_t document_claims(const struct document *d, struct arena *owner,
                       const struct str **ret_claims)
{
    struct citing c = {.owner = owner};

    map_init(&c.seen, owner);
    for (size_t i = 0; i < d->count; i++) {
        const struct table *table = d->blocks[i].table;
        const struct picture *picture = d->blocks[i].picture;
        const struct ranges *ranges = d->blocks[i].ranges;

        cite(&c, d->blocks[i].line);
        cite(&c, d->blocks[i].right);
        for (size_t row = 0; table && row < table->row_count; row++)
            for (unsigned column = 0; column < table->column_count; column++)
                cite(&c, &table->rows[row][column]);
        for (size_t r = 0; ranges && r < ranges->count; r++)
            cite(&c, ranges->items[r].label);
        if (picture)
            cite_id(&c, *picture->said);
        for (size_t row = 0; picture && row < picture->row_count; row++)
            for (unsigned column = 0; column < picture->column_count; column++)
                cite_id(&c, picture->rows[row].claims[column]);
    }
    *ret_claims = c.items;
    return c.count;
}
