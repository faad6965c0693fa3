/* SPDX-License-Identifier: Apache-2.0 */
/* TASKPRED of an XER file: links; and what they and the assignments decide about tasks. */
#include "core/base/arena.h"
#include "core/format/xer_read.h"
#include "core/syntax/tree.h"

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

static bool grow_links(struct xer *x, struct xer_task *task)
{
    return arena_grow(x->owner, (void **)&task->links, task->link_count, &task->link_capacity,
                      sizeof(*task->links), LINK_CEILING);
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
    if (!grow_links(x, task)) {
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
    struct xer_cell comment;

    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (!xer_is_taken(x, &r))
            continue;
        read_link(x, &r);
        if (xer_cell(&r, "comments", &comment))
            xer_lose(x, XER_COMMENTS, comment.at);
    }
}

/* --- links as Baton wrote them --------------------------------------------------------------- */

/* "dig FS +25% = 12h": the link, and the hours that TASKPRED has for its lag. */
bool xer_stated_link(struct xer *x, const struct xer_custom *of, struct str number,
                     struct str text)
{
    const struct str line = xer_clean(x, str_copy(x->owner, text));
    const size_t equal = str_find(line, STR(" = "));
    const struct node node = {.kind = NODE_SCALAR, .text = str_slice(line, 0, equal)};
    const struct field *field = &schema_kinds[KIND_task].fields[FIELD_task_after];
    struct diags nobody;
    struct read_context context = {.owner = x->owner, .out = &nobody, .builder = x->builder};
    struct xer_stated s = {.of = of->of, .key = of->key, .has_row = equal < line.len};
    struct links links;
    int64_t micro = 0, nth = 1;

    diags_init(&nobody, x->owner);
    if (!of->of || (of->owner != XER_OF_TASK && of->owner != XER_OF_SUMMARY) ||
        !field_types[FIELD_TYPE_links].parse(&context, field, &node, &links) || links.count != 1)
        return false;
    if (s.has_row && (line.ptr[line.len - 1] != 'h' ||
                      !str_to_fixed(str_slice(line, equal + 3, line.len - 1), 6, &micro) ||
                      micro > INT32_MAX * INT64_C(1000000) ||
                      micro < -INT32_MAX * INT64_C(1000000)))
        return false;
    str_to_i64(number, &nth);
    s.place = nth > 0 && nth < LINK_CEILING ? (size_t)nth - 1 : 0;
    s.link = links.items[0];
    s.link.other.at = of->at;
    s.lag_s = micro >= 0 ? (micro * 3600 + 500000) / 1000000
                         : -((-micro * 3600 + 500000) / 1000000);
    if (!arena_grow(x->owner, (void **)&x->stated, x->stated_count, &x->stated_capacity,
                    sizeof(s), LINK_CEILING))
        return false;
    x->stated[x->stated_count++] = s;
    return true;
}

/* The link of TASKPRED that it tells more of; NULL: a planner has changed it since. */
static struct link *find_written(const struct xer_task *task, const struct xer_stated *s)
{
    const struct span written = xer_span(s->lag_s);

    for (size_t i = 0; i < task->link_count; i++) {
        struct link *l = &task->links[i];

        if (l->lag_kind == LAG_WORKING && l->type == s->link.type &&
            str_equal(l->other.id, s->link.other.id) &&
            l->lag.milli == written.milli && (l->lag.unit == written.unit || written.milli == 0))
            return l;
    }
    return NULL;
}

static void insert_link(struct xer_task *task, const struct xer_stated *s)
{
    size_t at = task->link_count++;

    for (; at > s->place; at--)
        task->links[at] = task->links[at - 1];
    task->links[at] = s->link;
}

static void take_stated(struct xer *x, struct xer_task *task, const struct xer_stated *s)
{
    struct link *l = s->has_row ? find_written(task, s) : NULL;

    if ((s->has_row && !l) || !plan_builder_has(x->builder, s->link.other.id) ||
        (!s->has_row && !grow_links(x, task)))
        xer_lose(x, XER_STALE_LINKS, s->link.other.at);
    else if (l)
        *l = s->link;
    else
        insert_link(task, s);
}

/* Each row's own stand together. A summary has no others. */
static void take_all_stated(struct xer *x)
{
    struct xer_task summary = {.draft = NULL};

    for (size_t i = 0; i < x->stated_count; i++) {
        const struct xer_stated *s = &x->stated[i];
        const bool last = i + 1 == x->stated_count || x->stated[i + 1].key != s->key;

        if (s->key >> 32 == XER_OF_TASK) {
            take_stated(x, &x->task[(uint32_t)s->key], s);
            continue;
        }
        take_stated(x, &summary, s);
        if (last && summary.link_count > 0) {
            const struct links links = {summary.links, summary.link_count};

            draft_set(x->builder, s->of, FIELD_task_after, &links, s->link.other.at);
        }
        if (last)
            summary = (struct xer_task){.draft = NULL};
    }
}

void xer_finish_tasks(struct xer *x)
{
    take_all_stated(x);
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
