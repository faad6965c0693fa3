/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h - what any structured text says, before anybody knows what it means.
 *
 * A reader (YAML and XML in the application, JSON and CSV here) pushes events with
 * byte-exact positions; tree_builder makes a tree of them, with named ceilings. This
 * is the whole interface between a syntax and a format: ignorant of planning.
 *
 *   YAML, JSON   maps, lists and scalars; keys are scalars
 *   XML          an element is a NODE_MAP whose `name` is its local name and whose entries
 *                are child elements and attributes in order (repeats allowed); an
 *                element with text and no child is a NODE_SCALAR
 *   CSV          a list of lists of scalars
 */
#ifndef BATON_CORE_SYNTAX_TREE_H
#define BATON_CORE_SYNTAX_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/str.h"

struct arena;

enum node_kind { NODE_NULL, NODE_SCALAR, NODE_LIST, NODE_MAP };
enum node_style { NODE_PLAIN, NODE_QUOTED, NODE_BLOCK };

/* A place in a source that is known. */
struct node_spot {
    uint32_t line, column, length;
};

/* Kept small: a tree of a million issues has some ten million of these. */
struct node {
    struct str name;            /* the key it stands under; empty in a list */
    struct str text;            /* of a scalar */
    const struct node *first;   /* children of a list or map, in order */
    const struct node *next;
    struct place at;            /* where the value begins; length of its first line */
    struct node_spot name_at;   /* where its key stands: node_name_at */
    uint32_t offset, end;       /* byte range of the value in its source */
    uint32_t name_offset;       /* byte where its key begins */
    uint32_t count;             /* children */
    uint8_t kind;               /* enum node_kind */
    uint8_t style;              /* enum node_style; of a scalar: a quoted "12" is a text */
    uint16_t name_source;       /* where a key comes from elsewhere: node_set_name_at */
};

_Static_assert(sizeof(struct node) <= 96, "a node is small");

static inline struct place node_name_at(const struct node *n)
{
    const uint32_t source = n->name_source == 0            ? n->at.source
                            : n->name_source == UINT16_MAX ? 0
                                                           : n->name_source;

    return (struct place){source, n->name_at.line, n->name_at.column, n->name_at.length};
}

static inline struct node_spot node_spot(struct place at)
{
    return (struct node_spot){at.line, at.column, at.length};
}

/* A key from another source than its value, or from none (source 0). Past 65,534 sources it is
 * shown as if it stood in that of the value. */
static inline void node_set_name_at(struct node *n, struct place at)
{
    n->name_at = node_spot(at);
    n->name_source = at.source == n->at.source ? 0
                     : at.source == 0          ? UINT16_MAX
                     : at.source < UINT16_MAX  ? (uint16_t)at.source
                                               : 0;
}

enum {
    TREE_DEPTH_CEILING = 64,
    TREE_SCALAR_CEILING = 1 << 20,      /* bytes; of a key too */
    TREE_NODE_CEILING = 64 * 1000 * 1000
};

struct tree_builder;

/* `source` is the number diags_source gave. `repeats`: whether a key may stand twice in a
 * map (XML); elsewhere that is error "duplicate-key" naming the first place. */
struct tree_builder *tree_builder_new(struct arena *owner, uint32_t source, bool repeats,
                                      struct diags *out);
/* Each returns false once the tree is refused (an error stands in the diags: "too-deep",
 * "too-large", "too-many"); the reader should stop then. A duplicate key is an error too, but the
 * tree goes on and is given, so that the other faults of the file are found as well: whoever
 * uses a tree looks at diags.error_count. `name` and `text` are not copied: they must live as
 * long as `owner`. */
bool tree_begin(struct tree_builder *b, enum node_kind kind, struct str name, struct place name_at,
                size_t name_offset, struct place at, size_t offset);
bool tree_end(struct tree_builder *b, size_t end_offset);
bool tree_scalar(struct tree_builder *b, enum node_kind kind, enum node_style style,
                 struct str name, struct place name_at, size_t name_offset, struct str text,
                 struct place at, size_t offset, size_t end_offset);
/* The same of a node that is like the new one, but hangs nowhere. */
bool tree_begin_like(struct tree_builder *b, const struct node *like);
bool tree_scalar_like(struct tree_builder *b, const struct node *like);
/* The root, or NULL when refused or empty. What is still open is closed. */
const struct node *tree_finish(struct tree_builder *b);

const struct node *node_find(const struct node *map, struct str name);  /* first; or NULL */
struct str node_text(const struct node *map, struct str name);          /* of a scalar child */
/* Of a table: which cell of its first record has that head, in any case (UINT32_MAX: none), and
 * that cell of another record, or NULL. */
uint32_t node_column(const struct node *heads, struct str name);
const struct node *node_cell(const struct node *record, uint32_t column);

/* JSON (RFC 8259), UTF-8 only, a BOM is passed over. Numbers, true and false are plain scalars
 * as written; strings are quoted ones, slices of `bytes` where nothing is escaped. Faults
 * inside a string or a word are all found, one in the structure ends the reading. NULL after
 * either: "json-syntax", "invalid-utf8", "empty-file", and those of the tree. */
const struct node *json_read(struct arena *owner, uint32_t source, struct str bytes,
                             struct diags *out);
/* CSV (RFC 4180): a list of records, each a list of scalars. A separator of 0 is guessed
 * from the first record: the most frequent of , ; and tab. Empty lines are passed over. NULL
 * after an error: "csv-syntax", "invalid-utf8", "empty-file", and those of the tree. */
const struct node *csv_read(struct arena *owner, uint32_t source, struct str bytes, char separator,
                            struct diags *out);

#endif
