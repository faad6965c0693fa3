/* SPDX-License-Identifier: Apache-2.0 */
/* xer_table.h - a Primavera XER file as tables of texts, before anybody knows what they mean.
 *
 * Lines of cells separated by tabs: `%T name`, `%F columns`, `%R values`, `%E`. Columns stand in
 * any order; a row may have fewer or more values than columns; a line without a mark goes on with
 * the last text of the row before it. formats.md 3.
 */
#ifndef BATON_CORE_FORMAT_XER_TABLE_H
#define BATON_CORE_FORMAT_XER_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/map.h"
#include "core/base/str.h"

struct arena;

enum {
    XER_TABLE_CEILING = 1000,
    XER_COLUMN_CEILING = 1000,
    XER_ROW_CEILING = 16 * 1000 * 1000
};

/* A row is a slice of the text; it is cut into cells only when it is read. */
struct xer_row {
    struct str text;            /* after the mark, up to the next one */
    uint32_t line, column;      /* of its first byte */
};

struct xer_table {
    struct str name;
    struct place at;
    struct str *columns;
    size_t column_count;
    struct xer_row *rows;
    size_t row_count, row_capacity;
};

struct xer_tables {
    struct str text;            /* as UTF-8 */
    struct str header;          /* the line of ERMHDR */
    uint32_t source;
    bool flat;                  /* rows were made of something else: places are those of rows */
    struct xer_table *tables;
    size_t count, capacity;
};

/* One value and its place. */
struct xer_cell {
    struct str text;            /* trimmed; empty is "not stated" */
    struct place at;
};

/* A row cut into cells, of the columns asked for. */
struct xer_record {
    const struct xer_tables *tables;
    const struct xer_table *table;
    const struct xer_row *row;
    const struct str *cells;    /* [column_count]; empty where the row is shorter */
};

bool xer_is_xer(struct str bytes);
/* As UTF-8: by its byte order mark, else as it is where it is valid, else from Windows-1252, which
 * is said as a note. False: "invalid-utf16". */
bool xer_decode(struct str bytes, uint32_t source, struct arena *owner, struct diags *out,
                struct str *ret_text);
/* False: "not-a-table-row" (a row before any table or its columns), "too-many". */
bool xer_tables_read(struct str text, uint32_t source, struct arena *owner, struct diags *out,
                     struct xer_tables *ret_tables);
/* The first table of that name, in any letters; NULL. */
const struct xer_table *xer_table_find(const struct xer_tables *t, const char *name);

/* Room for the cells of one record, used again for the next of the same table. */
struct str *xer_cells_new(const struct xer_table *table, struct arena *owner);
struct xer_record xer_record_of(const struct xer_tables *t, const struct xer_table *table,
                                size_t row, struct str *cells);
struct place xer_row_place(const struct xer_tables *t, const struct xer_row *row);
/* False where the table has no such column or the value is empty. */
bool xer_cell(const struct xer_record *r, const char *column, struct xer_cell *ret_cell);
/* The place of a cell, or of the row where there is no such column. */
struct place xer_cell_place(const struct xer_record *r, const char *column);
/* The place of a piece of a row's text. */
struct place xer_place_of(const struct xer_record *r, const char *ptr, size_t length);

#endif
