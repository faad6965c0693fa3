/* SPDX-License-Identifier: Apache-2.0 */
/* TASKPRED of an XER file: links; and what they and the assignments decide about tasks. */
#include "core/base/arena.h"
#include "core/format/xer_read.h"

enum { LINK_CEILING = 1000000 };

static bool type_of(struct xer *x, const struct xer_record *r, enum link_type *ret_type)
{
    static const struct {
        const char *word;
        enum link_type type;
    } types[] = {{"PR_FS", LINK_FS}, {"PR_SS", LINK_SS}, {"PR_FF", LINK_FF}, {"PR_SF", LINK_SF}};
    struct xer_cell cell;

    *ret_type = LINK_FS;
    if (!xer_cell(r, "pred_type", &cell))
        return true;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (str_equal_nocase(cell.text, str_of(types[i].word))) {
            *ret_type = types[i].type;
            return true;
        }
    return diag_error(x->out, "bad-value", cell.at,
                      "'%.*s' is not a type of link: PR_FS, PR_SS, PR_FF or PR_SF",
                      STR_ARG(str_slice(cell.text, 0, 40)));
}

/* One side of a link. False: there is nothing to link to; an error where there should be. */
static bool find_side(struct xer *x, const struct xer_record *r, const char *column,
                      const char *project_column, uint32_t *ret_task)
{
    struct xer_cell cell, project;
    uint32_t taken = 0;

    if (!xer_cell(r, column, &cell))
        return diag_error(x->out, "missing-id", xer_row_place(&x->tables, r->row),
                          "this link has no %s", column);
    if (map_find(&x->tasks, cell.text, ret_task))
        return true;
    if (map_find(&x->other_tasks, cell.text, NULL) ||
        (xer_cell(r, project_column, &project) &&
         !(map_find(&x->projects, project.text, &taken) && taken))) {
        xer_lose(x, XER_EXTERNAL_LINKS, cell.at);
        return false;
    }
    return diag_error(x->out, "unknown-id", cell.at, "no task has the task_id %.*s",
                      STR_ARG(str_slice(cell.text, 0, 80)));
}

static void read_link(struct xer *x, const struct xer_record *r)
{
    struct link link = {.lag = {.unit = 'h'}};
    struct xer_task *task;
    uint32_t succ, pred;
    int64_t lag;

    if (!find_side(x, r, "task_id", "proj_id", &succ) ||
        !find_side(x, r, "pred_task_id", "pred_proj_id", &pred) || !type_of(x, r, &link.type))
        return;
    task = &x->task[succ];
    if (!arena_grow(x->owner, (void **)&task->links, task->link_count, &task->link_capacity,
                    sizeof(link), LINK_CEILING)) {
        diag_error(x->out, "too-many-links", xer_row_place(&x->tables, r->row),
                   "a task may have %d predecessors", LINK_CEILING);
        return;
    }
    link.other = (struct ref){x->task[pred].id, OBJECT_NONE, xer_cell_place(r, "pred_task_id")};
    if (xer_hours(x, r, "lag_hr_cnt", &lag))
        link.lag = xer_span(lag);
    task->links[task->link_count++] = link;
}

void xer_read_links(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "TASKPRED");
    struct str *cells = xer_cells_new(table, x->owner);

    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (xer_is_taken(x, &r))
            read_link(x, &r);
    }
}

void xer_finish_tasks(struct xer *x)
{
    for (uint32_t i = 0; i < x->task_count; i++) {
        struct xer_task *task = &x->task[i];
        const struct links links = {task->links, task->link_count};

        if (!task->draft)
            continue;
        if (task->link_count > 0)
            draft_set(x->builder, task->draft, FIELD_task_after, &links, task->links[0].other.at);
        if (task->calendar.len > 0)
            xer_set_ref(x, task->draft, FIELD_task_calendar, task->calendar, task->calendar_at);
    }
}
