/* SPDX-License-Identifier: Apache-2.0 */
/* RSRC and TASKRSRC of an XER file: resources that work on something become teams. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/xer_read.h"

static bool is_material(const struct xer_record *r)
{
    struct xer_cell type;

    return xer_cell(r, "rsrc_type", &type) && str_equal_nocase(type.text, STR("RT_Mat"));
}

static struct str resource_id(struct xer *x, struct str id)
{
    struct str own;

    if (xer_own_id(x, "RSRC", id, &own))
        return own;
    return str_format(x->owner, "resource-%.*s", STR_ARG(str_slice(id, 0, 80)));
}

static void index_resources(struct xer *x, const struct xer_table *table, struct str *cells)
{
    struct xer_cell id;
    uint32_t first;

    x->resource_used = ARENA_ARRAY(x->owner, bool, (table ? table->row_count : 0) + 1);
    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (!xer_cell(&r, "rsrc_id", &id))
            diag_error(x->out, "missing-id", xer_row_place(&x->tables, r.row),
                       "this resource has no rsrc_id");
        else if (!map_insert(&x->resources, id.text, (uint32_t)i, &first))
            diag_error(x->out, "duplicate-id", id.at,
                       "two resources have the rsrc_id %.*s; the first is on line %u",
                       STR_ARG(str_slice(id.text, 0, 80)), (unsigned)table->rows[first].line);
    }
}

/* --- assignments ----------------------------------------------------------------------------- */

/* A task that depends on its resource is worked on when the resource works. */
static void take_calendar(struct xer *x, struct xer_task *task, const struct xer_record *resource)
{
    struct xer_cell cell;
    struct str id;

    if (!task->depends_on_resource || !xer_cell(resource, "clndr_id", &cell) ||
        !xer_use_calendar(x, cell, &id))
        return;
    if (!task->took_resource_calendar) {
        task->took_resource_calendar = true;
        task->calendar = id;
        task->calendar_at = cell.at;
    } else if (!str_equal(task->calendar, id)) {
        xer_lose(x, XER_RESOURCE_CALENDARS, task->at);
    }
}

static void copy_work(struct xer *x, const struct xer_record *r, const char *column,
                      struct object_draft *d, uint16_t field)
{
    int64_t milli;

    if (!xer_fixed(x, r, column, 3, &milli) || milli < 0)
        return;
    if (milli / 1000 > INT32_MAX / 3600)
        diag_error(x->out, "bad-value", xer_cell_place(r, column),
                   "this is more than 68 years of work");
    else
        xer_set_span(x, d, field, (milli * 3600 + 500) / 1000, xer_cell_place(r, column));
}

static void add_assignment(struct xer *x, const struct xer_record *r, struct xer_task *task,
                           struct xer_cell resource)
{
    const struct str who = resource_id(x, resource.text);
    struct object_draft *d;
    struct xer_cell number;
    int64_t units, delay;
    int32_t ppm;

    d = plan_builder_nest(x->builder, task->draft, FIELD_task_assignments,
                          str_format(x->owner, "a%u", (unsigned)++task->assignments), resource.at);
    if (!d)
        return;
    if (xer_cell(r, "taskrsrc_id", &number) &&
        map_insert(&x->assignments, number.text, (uint32_t)x->assignment_count, NULL))
        x->assignment_draft[x->assignment_count++] = d;
    xer_set_ref(x, d, FIELD_assignment_who, who, resource.at);
    if (xer_fixed(x, r, "target_qty_per_hr", 6, &units) && units >= 0 && units <= INT32_MAX) {
        ppm = (int32_t)units;
        draft_set(x->builder, d, FIELD_assignment_units, &ppm,
                  xer_cell_place(r, "target_qty_per_hr"));
    }
    copy_work(x, r, "target_qty", d, FIELD_assignment_work);
    copy_work(x, r, "remain_qty", d, FIELD_assignment_remaining);
    if (xer_hours(x, r, "target_lag_drtn_hr_cnt", &delay) && delay != 0)
        xer_set_span(x, d, FIELD_assignment_delay, delay,
                     xer_cell_place(r, "target_lag_drtn_hr_cnt"));
    xer_copy_date(x, r, "restart_date", d, FIELD_assignment_start);
    xer_copy_date(x, r, "reend_date", d, FIELD_assignment_finish);
    if (task->assignments == 1)     /* the first resource stands for its team */
        xer_set_ref(x, task->draft, FIELD_task_team, who, resource.at);
}

struct resources {
    const struct xer_table *table;
    struct str *cells;
};

static void read_assignment(struct xer *x, const struct xer_record *r, const struct resources *all)
{
    struct xer_cell task, resource;
    struct xer_record of;
    uint32_t index, row;

    if (!xer_cell(r, "task_id", &task)) {
        diag_error(x->out, "missing-id", xer_row_place(&x->tables, r->row),
                   "this assignment has no task_id");
        return;
    }
    if (!map_find(&x->tasks, task.text, &index)) {
        if (!map_find(&x->other_tasks, task.text, NULL))
            diag_error(x->out, "unknown-id", task.at, "no task has the task_id %.*s",
                       STR_ARG(str_slice(task.text, 0, 80)));
        return;
    }
    if (!xer_cell(r, "rsrc_id", &resource)) {
        xer_lose(x, XER_ROLES, xer_row_place(&x->tables, r->row));
        return;
    }
    if (!all->table) {
        xer_lose(x, XER_NO_RESOURCES, resource.at);
        return;
    }
    if (!map_find(&x->resources, resource.text, &row)) {
        diag_error(x->out, "unknown-id", resource.at, "no resource has the rsrc_id %.*s",
                   STR_ARG(str_slice(resource.text, 0, 80)));
        return;
    }
    of = xer_record_of(&x->tables, all->table, row, all->cells);
    if (is_material(&of) || !x->task[index].draft)
        return;
    x->resource_used[row] = true;
    take_calendar(x, &x->task[index], &of);
    add_assignment(x, r, &x->task[index], resource);
}

/* --- resources ------------------------------------------------------------------------------- */

/* The number of units: the first period of RSRCRATE that states it. */
static void find_units(struct xer *x, struct map *ret_row)
{
    const struct xer_table *table = xer_table_find(&x->tables, "RSRCRATE");
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell id, units;

    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        xer_lose(x, XER_RATES, xer_row_place(&x->tables, r.row));
        if (!xer_cell(&r, "rsrc_id", &id) || !xer_cell(&r, "max_qty_per_hr", &units))
            continue;
        if (!map_insert(ret_row, id.text, (uint32_t)i, NULL))
            xer_lose(x, XER_AVAILABILITY, units.at);
    }
}

static void read_capacity(struct xer *x, struct object_draft *d, const struct map *unit_row,
                          struct str id)
{
    const struct xer_table *table = xer_table_find(&x->tables, "RSRCRATE");
    uint32_t row;
    int64_t units;

    if (!map_find(unit_row, id, &row))
        return;
    const struct xer_record r =
        xer_record_of(&x->tables, table, row, xer_cells_new(table, x->owner));

    if (xer_fixed(x, &r, "max_qty_per_hr", 6, &units) && units >= 0)
        draft_set(x->builder, d, FIELD_team_capacity, &units, xer_cell_place(&r, "max_qty_per_hr"));
}

static struct object_draft *read_resource(struct xer *x, const struct xer_record *r,
                                          const struct map *unit_row)
{
    struct xer_cell id, cell;
    struct object_draft *d;
    struct str text;

    if (!xer_cell(r, "rsrc_id", &id))
        return NULL;
    d = plan_builder_add(x->builder, KIND_team, resource_id(x, id.text), id.at);
    if (!d)
        return NULL;
    xer_set_text(x, d, FIELD_team_source_id, xer_clean(x, id.text), id.at);
    if (xer_text(x, r, "rsrc_name", &text))
        xer_set_text(x, d, FIELD_team_title, text, xer_cell_place(r, "rsrc_name"));
    else if (xer_text(x, r, "rsrc_short_name", &text))
        xer_set_text(x, d, FIELD_team_title, text, xer_cell_place(r, "rsrc_short_name"));
    xer_set_choice(x, d, FIELD_team_kind,
                   xer_cell(r, "rsrc_type", &cell) && str_equal_nocase(cell.text, STR("RT_Equip"))
                       ? RESOURCE_EQUIPMENT : RESOURCE_PERSON,
                   id.at);
    if (xer_cell(r, "clndr_id", &cell) && xer_use_calendar(x, cell, &text))
        xer_set_ref(x, d, FIELD_team_calendar, text, cell.at);
    read_capacity(x, d, unit_row, id.text);
    return d;
}

void xer_read_resources(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "RSRC");
    const struct xer_table *assignments = xer_table_find(&x->tables, "TASKRSRC");
    struct str *cells = xer_cells_new(table, x->owner);
    struct str *assignment_cells = xer_cells_new(assignments, x->owner);
    const struct resources all = {table, cells};
    struct map unit_row;

    map_init(&unit_row, x->owner);
    index_resources(x, table, cells);
    x->assignment_draft = ARENA_ARRAY(x->owner, struct object_draft *,
                                      (assignments ? assignments->row_count : 0) + 1);
    for (size_t i = 0; assignments && i < assignments->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, assignments, i, assignment_cells);

        if (xer_is_taken(x, &r))
            read_assignment(x, &r, &all);
    }
    find_units(x, &unit_row);
    if (table)
        x->resource_draft = ARENA_ARRAY(x->owner, struct object_draft *, table->row_count + 1);
    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (x->resource_used[i])
            x->resource_draft[i] = read_resource(x, &r, &unit_row);
        else
            xer_lose(x, is_material(&r) ? XER_MATERIALS : XER_UNUSED_RESOURCES,
                     xer_row_place(&x->tables, r.row));
    }
}
