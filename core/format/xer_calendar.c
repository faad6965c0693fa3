/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars of an XER file: those that something uses, and what they are based on. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/xer_read.h"

void xer_index_calendars(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "CALENDAR");
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell id;
    uint32_t first;

    x->calendar_used = ARENA_ARRAY(x->owner, bool, (table ? table->row_count : 0) + 1);
    x->calendar_queue = ARENA_ARRAY(x->owner, uint32_t, (table ? table->row_count : 0) + 1);
    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (!xer_cell(&r, "clndr_id", &id))
            diag_error(x->out, "missing-id", xer_row_place(&x->tables, r.row),
                       "this calendar has no clndr_id");
        else if (!map_insert(&x->calendars, id.text, (uint32_t)i, &first))
            diag_error(x->out, "duplicate-id", id.at,
                       "two calendars have the clndr_id %.*s; the first is on line %u",
                       STR_ARG(id.text), (unsigned)table->rows[first].line);
    }
}

struct str xer_calendar_id(struct xer *x, struct str id)
{
    struct str own;

    if (xer_own_id(x, "CALENDAR", id, &own))
        return own;
    return str_format(x->owner, "calendar-%.*s", STR_ARG(str_slice(id, 0, 80)));
}

bool xer_use_calendar(struct xer *x, struct xer_cell cell, struct str *ret_id)
{
    uint32_t row;

    if (!xer_table_find(&x->tables, "CALENDAR")) {
        xer_lose(x, XER_EMPTY_CALENDARS, cell.at);
        return false;
    }
    if (!map_find(&x->calendars, cell.text, &row))
        return diag_error(x->out, "unknown-id", cell.at, "no calendar has the clndr_id %.*s",
                          STR_ARG(str_slice(cell.text, 0, 80)));
    if (!x->calendar_used[row]) {
        x->calendar_used[row] = true;
        x->calendar_queue[x->calendar_count++] = row;
    }
    *ret_id = xer_calendar_id(x, cell.text);
    return true;
}

/* Exceptions of the base hold too; its week does not, unless this calendar has no hours at all. */
static void set_base(struct xer *x, const struct xer_record *r, struct object_draft *draft,
                     const struct xer_hours *hours)
{
    struct xer_cell base, own;
    struct str id;

    if (xer_cell(r, "base_clndr_id", &base)) {
        if (xer_cell(r, "clndr_id", &own) && str_equal(own.text, base.text))
            return;
        if (map_find(&x->calendars, base.text, NULL)) {
            if (xer_use_calendar(x, base, &id))
                xer_set_ref(x, draft, FIELD_calendar_parent, id, base.at);
            return;
        }
        xer_lose(x, XER_LOST_BASE_CALENDARS, base.at);
    }
    if (!hours->has_week)
        xer_lose(x, XER_EMPTY_CALENDARS, xer_row_place(&x->tables, r->row));
}

static void read_calendar(struct xer *x, const struct xer_record *r)
{
    struct object_draft *draft;
    struct xer_hours hours;
    struct xer_cell id;
    struct str name;

    if (!xer_cell(r, "clndr_id", &id))
        return;
    draft = plan_builder_add(x->builder, KIND_calendar, xer_calendar_id(x, id.text), id.at);
    if (!draft || !xer_read_hours(x, r, &hours))
        return;
    xer_set_text(x, draft, FIELD_calendar_source_id, xer_clean(x, id.text), id.at);
    if (xer_text(x, r, "clndr_name", &name))
        xer_set_text(x, draft, FIELD_calendar_title, name, xer_cell_place(r, "clndr_name"));
    set_base(x, r, draft, &hours);
    if (hours.has_week)
        draft_set(x->builder, draft, FIELD_calendar_week, &hours.week,
                  xer_cell_place(r, "clndr_data"));
    if (hours.exceptions.count > 0)
        draft_set(x->builder, draft, FIELD_calendar_special, &hours.exceptions,
                  xer_cell_place(r, "clndr_data"));
}

/* In the order in which they are first used; a base comes after the calendars that name it. */
void xer_read_calendars(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "CALENDAR");
    struct str *cells = xer_cells_new(table, x->owner);

    for (size_t i = 0; i < x->calendar_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, x->calendar_queue[i], cells);

        read_calendar(x, &r);
    }
    for (size_t i = 0; table && i < table->row_count; i++)
        if (!x->calendar_used[i])
            xer_lose(x, XER_UNUSED_CALENDARS, xer_row_place(&x->tables, &table->rows[i]));
}
