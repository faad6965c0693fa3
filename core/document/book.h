/* SPDX-License-Identifier: Apache-2.0 */
/* book.h - tables with real dates and numbers, for spreadsheets: each a sheet of a workbook, or a
 * table of CSV by itself. Knows nothing of planning. */
#ifndef BATON_CORE_DOCUMENT_BOOK_H
#define BATON_CORE_DOCUMENT_BOOK_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

struct arena;
struct text;

enum entry_kind {
    ENTRY_EMPTY,
    ENTRY_TEXT,
    ENTRY_DAY,                   /* value: days since 1970-01-01 */
    ENTRY_SHARE,                 /* value: millionths, shown in percent */
    ENTRY_NUMBER,                /* value: millionths */
    ENTRY_COUNT,                 /* value */
    ENTRY_MONEY                  /* value: hundredths */
};

struct entry {
    enum entry_kind kind;
    int64_t value;
    struct str text;
    /* What a spreadsheet computes the value by, for this row: "#" stands for its number: "E#-H#";
     * NULL: it is stated. Never made of what users wrote. */
    const char *formula;
};

enum { BOOK_COLUMNS = 26, BOOK_SHEETS = 12, BOOK_ROW_CEILING = 1 << 20, BOOK_TEXT_MOST = 32000 };

struct book_column {
    const char *title;
    unsigned width;             /* characters */
};

struct sheet_of_book {
    const char *name;           /* "commitments": of the sheet, its table, and for --table */
    const struct book_column *columns;
    unsigned column_count;
    struct entry *cells;         /* [row_count][column_count] */
    size_t row_count, row_capacity;
};

struct book {
    struct arena *owner;
    struct str title;
    struct sheet_of_book sheets[BOOK_SHEETS];
    unsigned sheet_count;
};

struct sheet_of_book *book_sheet(struct book *b, const char *name,
                                 const struct book_column *columns, unsigned count);
/* The next row: its empty cells, column_count of them. */
struct entry *book_row(struct book *b, struct sheet_of_book *s);
/* NULL: there is none of that name. */
const struct sheet_of_book *book_find(const struct book *b, struct str name);

/* A workbook of Office Open XML: a table a sheet, with a filter, a fixed heading and formats of
 * dates, shares and money. The same book gives the same bytes. Texts are never formulas. */
void book_write_xlsx(const struct book *b, struct arena *scratch, struct text *out);
/* One sheet as CSV; dates are 2026-11-23, shares 0.25. */
void book_write_csv(const struct sheet_of_book *s, struct arena *scratch, struct text *out);

#endif
