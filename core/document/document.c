/* SPDX-License-Identifier: Apache-2.0 */
#include "core/document/document.h"

#include <assert.h>
#include <stdarg.h>

#include "core/base/arena.h"
#include "core/base/text.h"

enum { BLOCK_CEILING = 64 * 1000 * 1000, SPAN_CEILING = 1 << 20 };

void document_init(struct document *d, struct arena *owner)
{
    *d = (struct document){.owner = owner};
}

static struct block *add(struct document *d, enum block_kind kind)
{
    const bool room = arena_grow(d->owner, (void **)&d->blocks, d->count, &d->capacity,
                                 sizeof(d->blocks[0]), BLOCK_CEILING);
    struct block *block;

    assert(room);
    (void)room;
    block = &d->blocks[d->count++];
    *block = (struct block){.kind = kind};
    return block;
}

void document_blank(struct document *d)
{
    if (d->count > 0 && d->blocks[d->count - 1].kind != BLOCK_BLANK)
        add(d, BLOCK_BLANK);
}

static struct line *add_line(struct document *d, enum block_kind kind, unsigned indent,
                             unsigned hang)
{
    struct block *block = add(d, kind);

    block->indent = indent;
    block->hang = hang;
    block->line = line_new(d->owner);
    return block->line;
}

struct line *document_heading(struct document *d)
{
    return add_line(d, BLOCK_HEADING, 0, 2);
}

struct line *document_paragraph(struct document *d, unsigned indent, unsigned hang)
{
    return add_line(d, BLOCK_PARAGRAPH, indent, hang);
}

struct line *document_verbatim(struct document *d)
{
    return add_line(d, BLOCK_VERBATIM, 0, 0);
}

struct line *document_right(struct document *d)
{
    struct block *block;

    assert(d->count > 0);
    block = &d->blocks[d->count - 1];
    if (!block->right)
        block->right = line_new(d->owner);
    return block->right;
}

struct table *document_table(struct document *d, unsigned indent, const struct column *columns,
                             unsigned count)
{
    struct table *table = ARENA_NEW(d->owner, struct table);

    assert(count <= COLUMN_CEILING);
    table->indent = indent;
    table->column_count = count;
    for (unsigned i = 0; i < count; i++)
        table->columns[i] = columns[i];
    add(d, BLOCK_TABLE)->table = table;
    return table;
}

struct ranges *document_ranges(struct document *d, unsigned indent, int64_t from, int64_t to)
{
    struct ranges *ranges = ARENA_NEW(d->owner, struct ranges);

    ranges->indent = indent;
    ranges->from = from;
    ranges->to = to;
    add(d, BLOCK_RANGES)->ranges = ranges;
    return ranges;
}

struct line *line_new(struct arena *owner)
{
    struct line *line = ARENA_NEW(owner, struct line);

    line->owner = owner;
    return line;
}

void line_add(struct line *l, enum tone tone, struct str text)
{
    line_cite(l, tone, STR(""), text);
}

void line_cite(struct line *l, enum tone tone, struct str claim, struct str text)
{
    if (text.len == 0)
        return;
    if (arena_grow(l->owner, (void **)&l->spans, l->count, &l->capacity, sizeof(l->spans[0]),
                   SPAN_CEILING))
        l->spans[l->count++] = (struct span_of_text){tone, text, claim, NULL, 0};
}

void line_counts(struct line *l, const uint32_t *counts, uint32_t counted)
{
    if (l->count == 0)
        return;
    l->spans[l->count - 1].counts = counts;
    l->spans[l->count - 1].counted = counted;
}

void line_addf(struct line *l, enum tone tone, const char *format, ...)
{
    struct text text;
    va_list arguments;

    text_init(&text, l->owner);
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    line_add(l, tone, text_str(&text));
}

struct line *table_row(struct table *t, struct arena *owner)
{
    const bool room = arena_grow(owner, (void **)&t->rows, t->row_count, &t->row_capacity,
                                 sizeof(t->rows[0]), BLOCK_CEILING);
    struct line *cells = ARENA_ARRAY(owner, struct line, t->column_count);

    assert(room);
    (void)room;
    for (unsigned i = 0; i < t->column_count; i++)
        cells[i].owner = owner;
    t->rows[t->row_count++] = cells;
    return cells;
}

void ranges_add(struct ranges *r, struct arena *owner, struct range range)
{
    if (arena_grow(owner, (void **)&r->items, r->count, &r->capacity, sizeof(r->items[0]),
                   SPAN_CEILING))
        r->items[r->count++] = range;
}

void ranges_tick(struct ranges *r, struct arena *owner, int64_t at, struct str label)
{
    if (arena_grow(owner, (void **)&r->ticks, r->tick_count, &r->tick_capacity,
                   sizeof(r->ticks[0]), SPAN_CEILING))
        r->ticks[r->tick_count++] = (struct tick){at, label};
}

void document_picture(struct document *d, const struct picture *picture)
{
    add(d, BLOCK_PICTURE)->picture = picture;
}
