/* SPDX-License-Identifier: Apache-2.0 */
/* form.h - documents for other programs: one file a form, its name in the folder's list.
 *
 * core/document/slack.c defines `form_slack`. A form turns a document into bytes as the others do,
 * and adds nothing: where its program allows less than the document holds, it says how many parts
 * it left out. What users wrote is text in all of them: no tag, link, mention, formula or header
 * comes of it. The same document gives the same bytes.
 */
#ifndef BATON_CORE_DOCUMENT_FORM_H
#define BATON_CORE_DOCUMENT_FORM_H

#include "core/document/document.h"

struct form_context {
    struct str date;            /* the data date as RFC 5322 has it, for mail */
    struct arena *scratch;
};

struct document_form {
    const char *name;           /* "slack" */
    const char *title;          /* what it is */
    void (*write)(const struct document *d, const struct form_context *in, struct text *out);
};

extern const struct document_form *const forms_all[];
extern const unsigned forms_count;
const struct document_form *form_find(struct str name);     /* NULL: there is none */

/* --- what several forms share ---------------------------------------------------------------- */

/* The title in one line of plain text: the first heading or paragraph, with its right part. */
struct str document_title(const struct document *d, struct arena *owner);

/* The words of a line, harmless; in one piece. */
struct str line_words(const struct line *l, struct arena *owner);

/* Cut to at most `most` bytes with "..." at the end, never within a character. */
struct str cut_bytes(struct arena *owner, struct str s, size_t most);

/* The document as a list, for readers that have no tables: a row becomes an item that begins with
 * its first cell and names the columns of the others; a chart a text of fixed width. */
enum flat_kind { FLAT_HEADING, FLAT_PARAGRAPH, FLAT_ITEM, FLAT_CHART };
struct flat {
    enum flat_kind kind;
    const struct line *line;
};
const struct flat *document_flatten(const struct document *d, struct arena *owner,
                                    size_t *ret_count);

/* "3 more lines do not fit in a card, 1 of them red; ...", of what stands from there on. */
struct str flat_rest(const struct flat *flats, size_t from, size_t count, const char *what,
                     struct arena *owner);

/* A document as elements of XHTML, by the texts that begin and end each. */
struct markup {
    const char *heading[2], *heading_end[2];    /* the first, and the others */
    const char *paragraph, *item;
    const char *table, *head, *head_right, *cell, *cell_right;
    const char *fixed;                          /* <pre> */
    const char *tone[TONE_COUNT], *tone_end[TONE_COUNT];
};
void markup_write(const struct document *d, const struct markup *m, struct arena *scratch,
                  struct text *out);

#endif
