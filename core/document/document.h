/* SPDX-License-Identifier: Apache-2.0 */
/* document.h - what a report says, before anybody knows how it looks.
 *
 * Headings, paragraphs, tables, ranges on a common axis. A writer turns a document into
 * bytes: document_write_text for terminals and pipes, document_write_markdown.
 * A document knows nothing of planning, and a writer nothing but the document.
 *
 * A span may name the claim (core/claim) that it says: line_cite. Writers carry the id where no
 * reader sees it: Markdown as <!--c ID-->text<!--/c-->, HTML as data-claim="ID" of a <span>; text
 * drops it. `about` says of which run a document is, for `report verify`: one comment in
 * Markdown, <meta name="baton"> in HTML.
 *
 * Text inside is UTF-8; U+00A0 is a blank that never breaks. What users wrote may stand in it as
 * it is: writers make control characters harmless.
 */
#ifndef BATON_CORE_DOCUMENT_DOCUMENT_H
#define BATON_CORE_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

struct arena;
struct picture;
struct text;

/* What a span of text is for; a writer chooses how it looks. Never the only carrier of meaning. */
enum tone {
    TONE_PLAIN,
    TONE_STRONG,
    TONE_DIM,
    TONE_GOOD,          /* on course */
    TONE_WARN,          /* at risk */
    TONE_BAD,           /* off */
    TONE_FORECAST,      /* computed dates */
    TONE_ACTION,        /* what somebody is to do: commands */
    TONE_COUNT
};

struct span_of_text {
    enum tone tone;
    struct str text;
    struct str claim;           /* the id of what it says; empty: words of no claim */
    const uint32_t *counts;     /* what was counted for it, by whatever numbers its report has */
    uint32_t counted;
};

/* One flow of spans: a paragraph, a heading, the cell of a table. */
struct line {
    struct arena *owner;
    struct span_of_text *spans;
    size_t count;
    size_t capacity;
};

enum block_kind { BLOCK_BLANK, BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_TABLE, BLOCK_RANGES,
                  BLOCK_VERBATIM, BLOCK_PICTURE };

enum cell_align { ALIGN_LEFT, ALIGN_RIGHT };

struct column {
    const char *title;          /* NULL: none */
    enum cell_align align;
    bool flexible;              /* wraps when the page is narrow; the others keep their width */
};

enum { COLUMN_CEILING = 16 };

struct table {
    struct column columns[COLUMN_CEILING];
    unsigned column_count;
    unsigned indent;
    struct line **rows;         /* [row_count][column_count] */
    size_t row_count, row_capacity;
};

/* A range on a common axis: low..middle..high with a mark. Any unit; labels say what it is. */
struct range {
    struct line *label;
    int64_t low, middle, high;
    int64_t mark;               /* INT64_MIN: none */
    enum tone tone;
};
struct tick {
    int64_t at;
    struct str label;
};
struct ranges {
    struct range *items;
    size_t count, capacity;
    struct tick *ticks;
    size_t tick_count, tick_capacity;
    int64_t from, to;
    unsigned indent;
    struct line *legend;        /* stands before the ticks; NULL: none */
};

struct block {
    enum block_kind kind;
    unsigned indent;            /* of a paragraph: columns of its first line */
    unsigned hang;              /* and of the others */
    struct line *line;          /* heading, paragraph, verbatim (kept as it is, cut at no column) */
    struct line *right;         /* of a heading or paragraph: set flush right on its first line
                                   where it fits; NULL */
    struct table *table;
    struct ranges *ranges;
    const struct picture *picture;
};

struct document {
    struct arena *owner;
    struct block *blocks;
    size_t count;
    size_t capacity;
    bool folds;                 /* long: a page has its contents, and each part can be folded */
    struct str about;           /* "exec seed=1 ..."; empty: no report that can be verified */
};

void document_init(struct document *d, struct arena *owner);
/* An empty line; never two in a row, and none first. */
void document_blank(struct document *d);
struct line *document_heading(struct document *d);
struct line *document_paragraph(struct document *d, unsigned indent, unsigned hang);
struct line *document_verbatim(struct document *d);
/* The part of the block added last that stands flush right. */
struct line *document_right(struct document *d);
struct table *document_table(struct document *d, unsigned indent, const struct column *columns,
                             unsigned count);
struct ranges *document_ranges(struct document *d, unsigned indent, int64_t from, int64_t to);

/* Drawn in pages; in text, its sentence and its table with a bar for each row. */
void document_picture(struct document *d, const struct picture *picture);

struct line *line_new(struct arena *owner);
void line_add(struct line *l, enum tone tone, struct str text);
/* The same, said by a claim. */
void line_cite(struct line *l, enum tone tone, struct str claim, struct str text);
/* Of the span added last: what was counted for it. */
void line_counts(struct line *l, const uint32_t *counts, uint32_t counted);
void line_addf(struct line *l, enum tone tone, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The next row; its cells are lines 0 .. column_count - 1. */
struct line *table_row(struct table *t, struct arena *owner);
void ranges_add(struct ranges *r, struct arena *owner, struct range range);
void ranges_tick(struct ranges *r, struct arena *owner, int64_t at, struct str label);

struct text_form {
    unsigned width;             /* columns; nothing is wider, verbatim apart */
    bool color;
    bool ascii;
    bool marks;                 /* for reading back what was sent: \x04 before a paragraph or row,
                                   \x01NUMBER ID\x02...\x03 around each piece that claim ID says,
                                   one NUMBER for pieces of one span; of no width */
};

/* Cost: the characters of the document, times the rows of the widest table for its layout. */
void document_write_text(const struct document *d, const struct text_form *form,
                         struct arena *scratch, struct text *out);

/* CommonMark with tables. Whatever users wrote is escaped: no tag, link or heading comes of it.
 * The first heading is the title. Ranges become a block of text. */
void document_write_markdown(const struct document *d, struct arena *scratch, struct text *out);

/* Every claim cited, each once, in the order of the document. */
size_t document_claims(const struct document *d, struct arena *owner,
                       const struct str **ret_claims);

/* One page that asks nothing of any other: style, pictures and the little script that sorts tables
 * stand in it, and it says everything without that script. Ranges are left out: where a page is
 * made, reports give a picture instead. Whatever users wrote comes out as text. Cost: the
 * characters of the document and the marks of its pictures. */
struct html_form {
    struct str title;
};
void document_write_html(const struct document *d, const struct html_form *form,
                         struct text *out);

/* One text as it may stand on a terminal: controls made harmless, and in ASCII where asked (but
 * for the blank that never breaks). */
struct str plain_text(struct arena *owner, struct str s, bool ascii);

#endif
