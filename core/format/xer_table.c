/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/xer_table.h"

#include "core/base/arena.h"

enum mark { MARK_NONE, MARK_TABLE, MARK_COLUMNS, MARK_ROW, MARK_OVER };

bool xer_is_xer(struct str bytes)
{
    static const char little[] = "\xff\xfe" "E\0R\0M\0H\0D\0R\0";
    static const char big[] = "\xfe\xff" "\0E\0R\0M\0H\0D\0R";

    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_slice(bytes, 3, bytes.len);
    return str_starts(bytes, STR("ERMHDR")) || str_starts(bytes, STR("%T\t")) ||
           str_starts(bytes, (struct str){little, sizeof(little) - 1}) ||
           str_starts(bytes, (struct str){big, sizeof(big) - 1}) ||
           str_starts(bytes, (struct str){little + 2, sizeof(little) - 3}) ||
           str_starts(bytes, (struct str){big + 2, sizeof(big) - 3});
}

/* --- lines ----------------------------------------------------------------------------------- */

static enum mark mark_of(struct str line)
{
    if (line.len < 2 || line.ptr[0] != '%' || (line.len > 2 && line.ptr[2] != '\t'))
        return MARK_NONE;
    switch (line.ptr[1]) {
    case 'T':
        return MARK_TABLE;
    case 'F':
        return MARK_COLUMNS;
    case 'R':
        return MARK_ROW;
    case 'E':
        return MARK_OVER;
    default:
        return MARK_NONE;
    }
}

static struct str without_line_end(struct str s)
{
    while (s.len > 0 && (s.ptr[s.len - 1] == '\r' || s.ptr[s.len - 1] == '\n'))
        s.len--;
    return s;
}

struct walk {
    struct xer_tables *t;
    struct xer_table *table;
    struct xer_row *row;        /* the one that lines without a mark go on with */
    struct arena *owner;
    struct diags *out;
};

static struct place line_place(const struct walk *w, uint32_t line, struct str text)
{
    return (struct place){w->t->source, line, 1, text.len > 80 ? 80 : (uint32_t)text.len};
}

static bool add_table(struct walk *w, struct str line, uint32_t number)
{
    if (!arena_grow(w->owner, (void **)&w->t->tables, w->t->count, &w->t->capacity,
                    sizeof(*w->table), XER_TABLE_CEILING))
        return diag_error(w->out, "too-many", line_place(w, number, line),
                          "a file may have %d tables", XER_TABLE_CEILING);
    w->table = &w->t->tables[w->t->count++];
    *w->table = (struct xer_table){.name = str_trim(str_slice(line, 3, line.len)),
                                   .at = line_place(w, number, line)};
    return true;
}

static bool set_columns(struct walk *w, struct str line, uint32_t number)
{
    struct str rest = str_slice(line, 3, line.len), piece;
    size_t count = 1;

    if (!w->table || w->table->columns)
        return diag_error(w->out, "not-a-table-row", line_place(w, number, line),
                          "columns (%%F) stand once, after the name of their table (%%T)");
    for (size_t i = 0; i < rest.len; i++)
        count += rest.ptr[i] == '\t';
    if (count > XER_COLUMN_CEILING)
        return diag_error(w->out, "too-many", line_place(w, number, line),
                          "a table may have %d columns", XER_COLUMN_CEILING);
    w->table->columns = ARENA_ARRAY(w->owner, struct str, count);
    while (str_split(&rest, '\t', &piece))
        w->table->columns[w->table->column_count++] = str_trim(piece);
    return true;
}

static bool add_row(struct walk *w, struct str line, uint32_t number)
{
    struct xer_table *table = w->table;

    if (!table || !table->columns)
        return diag_error(w->out, "not-a-table-row", line_place(w, number, line),
                          "this row (%%R) belongs to no table with columns (%%T, %%F)");
    if (!arena_grow(w->owner, (void **)&table->rows, table->row_count, &table->row_capacity,
                    sizeof(*w->row), XER_ROW_CEILING))
        return diag_error(w->out, "too-many", line_place(w, number, line),
                          "a table may have %d rows", XER_ROW_CEILING);
    w->row = &table->rows[table->row_count++];
    *w->row = (struct xer_row){str_slice(line, 3, line.len), number, 4};
    return true;
}

static bool take_line(struct walk *w, struct str line, uint32_t number)
{
    switch (mark_of(line)) {
    case MARK_TABLE:
        w->row = NULL;
        return add_table(w, line, number);
    case MARK_COLUMNS:
        w->row = NULL;
        return set_columns(w, line, number);
    case MARK_ROW:
        return add_row(w, line, number);
    case MARK_OVER:
        w->row = NULL;
        return true;
    case MARK_NONE:
    default:
        if (w->row)
            w->row->text.len = (size_t)(line.ptr + line.len - w->row->text.ptr);
        return true;
    }
}

bool xer_tables_read(struct str text, uint32_t source, struct arena *owner, struct diags *out,
                     struct xer_tables *ret_tables)
{
    struct walk w = {.t = ret_tables, .owner = owner, .out = out};
    uint32_t number = 0;
    size_t at = 0;

    *ret_tables = (struct xer_tables){.text = text, .source = source};
    while (at < text.len) {
        struct str line = str_slice(text, at, text.len);

        line.len = str_find_char(line, '\n');
        at += line.len + 1;
        line = without_line_end(line);
        if (++number == 1 && !str_starts(line, STR("%T\t")))
            ret_tables->header = line;
        else if (!take_line(&w, line, number))
            return false;
    }
    return true;
}

/* --- records --------------------------------------------------------------------------------- */

const struct xer_table *xer_table_find(const struct xer_tables *t, const char *name)
{
    for (size_t i = 0; i < t->count; i++)
        if (str_equal_nocase(t->tables[i].name, str_of(name)))
            return &t->tables[i];
    return NULL;
}

struct str *xer_cells_new(const struct xer_table *table, struct arena *owner)
{
    return ARENA_ARRAY(owner, struct str, (table ? table->column_count : 0) + 1);
}

struct xer_record xer_record_of(const struct xer_tables *t, const struct xer_table *table,
                                size_t row, struct str *cells)
{
    struct str rest = table->rows[row].text, piece;

    for (size_t i = 0; i < table->column_count; i++)
        cells[i] = str_split(&rest, '\t', &piece) ? str_trim(piece) : (struct str){NULL, 0};
    return (struct xer_record){t, table, &table->rows[row], cells};
}

struct place xer_row_place(const struct xer_tables *t, const struct xer_row *row)
{
    return (struct place){t->source, row->line, t->flat ? row->column : 1, 2};
}

struct place xer_place_of(const struct xer_record *r, const char *ptr, size_t length)
{
    const char *from = r->row->text.ptr;
    uint32_t line = r->row->line, column = r->row->column;

    if (r->tables->flat)
        return xer_row_place(r->tables, r->row);
    for (; from < ptr; from++) {
        column++;
        if (*from == '\n') {
            line++;
            column = 1;
        }
    }
    return (struct place){r->tables->source, line, column, (uint32_t)(length > 80 ? 80 : length)};
}

static const struct str *find_cell(const struct xer_record *r, const char *column)
{
    const struct str name = str_of(column);

    for (size_t i = 0; i < r->table->column_count; i++)
        if (str_equal_nocase(r->table->columns[i], name))
            return &r->cells[i];
    return NULL;
}

struct place xer_cell_place(const struct xer_record *r, const char *column)
{
    const struct str *cell = find_cell(r, column);

    return cell && cell->ptr ? xer_place_of(r, cell->ptr, cell->len)
                             : xer_row_place(r->tables, r->row);
}

bool xer_cell(const struct xer_record *r, const char *column, struct xer_cell *ret_cell)
{
    const struct str *cell = find_cell(r, column);

    if (!cell || cell->len == 0)
        return false;
    *ret_cell = (struct xer_cell){*cell, xer_place_of(r, cell->ptr, cell->len)};
    return true;
}
