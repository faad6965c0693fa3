/* SPDX-License-Identifier: Apache-2.0 */
#include "core/document/book.h"

#include <assert.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/syntax/csv_write.h"

struct sheet_of_book *book_sheet(struct book *b, const char *name,
                                 const struct book_column *columns, unsigned count)
{
    struct sheet_of_book *s = &b->sheets[b->sheet_count++];

    assert(b->sheet_count <= BOOK_SHEETS && count <= BOOK_COLUMNS);
    *s = (struct sheet_of_book){.name = name, .columns = columns, .column_count = count};
    return s;
}

struct entry *book_row(struct book *b, struct sheet_of_book *s)
{
    const bool room = arena_grow(b->owner, (void **)&s->cells, s->row_count, &s->row_capacity,
                                 s->column_count * sizeof(s->cells[0]), BOOK_ROW_CEILING);
    struct entry *row;

    assert(room);
    (void)room;
    row = s->cells + s->row_count++ * s->column_count;
    for (unsigned c = 0; c < s->column_count; c++)
        row[c] = (struct entry){.kind = ENTRY_EMPTY};
    return row;
}

const struct sheet_of_book *book_find(const struct book *b, struct str name)
{
    for (unsigned i = 0; i < b->sheet_count; i++)
        if (str_equal(name, str_of(b->sheets[i].name)))
            return &b->sheets[i];
    return NULL;
}

/* --- CSV ------------------------------------------------------------------------------------ */

/* Source: Hinnant, "chrono-compatible low-level date algorithms", civil_from_days. */
static struct str day_text(struct arena *owner, int64_t day)
{
    const int64_t shifted = day + 719468;
    const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const int64_t of_era = shifted - era * 146097;
    const int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    const int64_t month = (5 * of_year + 2) / 153;
    const int m = (int)(month < 10 ? month + 3 : month - 9);
    const int y = (int)(year + era * 400 + (m <= 2 ? 1 : 0));

    return str_format(owner, "%s%d-%s%d-%s%d", y < 1000 ? "0" : "", y, m < 10 ? "0" : "", m,
                      of_year - (153 * month + 2) / 5 + 1 < 10 ? "0" : "",
                      (int)(of_year - (153 * month + 2) / 5 + 1));
}

static struct str cell_text(const struct entry *c, struct arena *owner)
{
    struct text text;

    text_init(&text, owner);
    switch (c->kind) {
    case ENTRY_EMPTY:
        break;
    case ENTRY_TEXT:
        return c->text;
    case ENTRY_DAY:
        return day_text(owner, c->value);
    case ENTRY_SHARE:
    case ENTRY_NUMBER:
        text_add_fixed(&text, c->value, 6, 0);
        break;
    case ENTRY_COUNT:
        text_add_i64(&text, c->value);
        break;
    case ENTRY_MONEY:
        text_add_fixed(&text, c->value, 2, 2);
        break;
    }
    return text_str(&text);
}

void book_write_csv(const struct sheet_of_book *s, struct arena *scratch, struct text *out)
{
    struct str cells[BOOK_COLUMNS];

    for (unsigned c = 0; c < s->column_count; c++)
        cells[c] = str_of(s->columns[c].title);
    csv_row(out, cells, s->column_count);
    for (size_t r = 0; r < s->row_count; r++) {
        for (unsigned c = 0; c < s->column_count; c++)
            cells[c] = cell_text(&s->cells[r * s->column_count + c], scratch);
        csv_row(out, cells, s->column_count);
    }
}
