/* SPDX-License-Identifier: Apache-2.0 */
/* Baselines of an XER file: a project that is the copy of another, whose activities have the same
 * codes; and fields of users that Baton wrote ("Baseline 2 start"). Of a copy the planned dates
 * count, as in Primavera with earned value by "budgeted values with planned dates". */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/xer_read.h"

#define COST_MOST INT64_C(10000000000000)       /* what a plan may state, in hundredths */

/* --- where a baseline stands ------------------------------------------------------------------ */

/* The draft of baseline `which` of an object, made where it is new; NULL: the object has none. */
static struct object_draft *baseline_of(struct xer *x, enum xer_owner owner,
                                        struct object_draft *of, uint64_t key, struct str which,
                                        struct place at)
{
    const uint16_t many = owner == XER_OF_RESOURCE ? FIELD_team_baselines
                          : owner == XER_OF_ASSIGNMENT ? FIELD_assignment_baselines
                                                       : FIELD_task_baselines;
    const bool of_work = owner == XER_OF_TASK || owner == XER_OF_SUMMARY;
    const struct str name = str_format(x->owner, "%llu %.*s", (unsigned long long)key,
                                       STR_ARG(which));
    uint32_t index;

    if (which.len == 0 && !of_work)
        return NULL;
    if (map_find(&x->baseline_known, name, &index))
        return x->baseline[index];
    if (!arena_grow(x->owner, (void **)&x->baseline, x->baseline_count, &x->baseline_capacity,
                    sizeof(*x->baseline), PLAN_OBJECT_CEILING))
        return NULL;
    map_set(&x->baseline_known, name, (uint32_t)x->baseline_count);
    return x->baseline[x->baseline_count++] =
               which.len == 0 ? plan_builder_nest(x->builder, of, FIELD_task_baseline,
                                                  STR("baseline"), at)
                              : plan_builder_nest(x->builder, of, many, which, at);
}

/* --- fields of users ------------------------------------------------------------------------- */

static const struct {
    const char *what;
    enum xer_baseline_part part;
} parts[] = {{"start", XER_BASELINE_START},       {"finish", XER_BASELINE_FINISH},
             {"duration", XER_BASELINE_DURATION}, {"elapsed duration", XER_BASELINE_ELAPSED},
             {"work", XER_BASELINE_WORK},         {"cost", XER_BASELINE_COST},
             {"name", XER_BASELINE_NAME}};

bool xer_baseline_label(struct str label, struct str *ret_which,
                        enum xer_baseline_part *ret_part)
{
    if (!str_starts(label, STR("Baseline ")))
        return false;
    label = str_slice(label, 9, label.len);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const struct str what = str_of(parts[i].what);
        const size_t rest = label.len > what.len ? label.len - what.len - 1 : 0;

        *ret_which = str_slice(label, 0, rest);
        *ret_part = parts[i].part;
        if (str_equal(label, what))
            return true;
        if (label.len > what.len && str_ends(label, what) && label.ptr[rest] == ' ' &&
            xer_is_id(*ret_which))
            return true;
    }
    return false;
}

bool xer_baseline_field(struct xer *x, const struct xer_record *r, const struct xer_custom *of,
                        struct str which, enum xer_baseline_part part)
{
    const bool is_date = part == XER_BASELINE_START || part == XER_BASELINE_FINISH;
    const bool is_name = part == XER_BASELINE_NAME;
    const char *column = is_date ? "udf_date" : is_name ? "udf_text" : "udf_number";
    const struct place at = xer_cell_place(r, column);
    struct object_draft *d;
    struct xer_cell any;
    int64_t value = 0;
    struct span span;

    if (!of->of || !xer_cell(r, column, &any))
        return false;
    if (is_date ? !xer_date(x, r, column, &value)
                : part == XER_BASELINE_COST ? !xer_fixed(x, r, column, 2, &value)
                                            : !is_name && !xer_hours(x, r, column, &value))
        return false;
    if (!is_date && (value < 0 || (part == XER_BASELINE_COST && value > COST_MOST)))
        return false;
    d = baseline_of(x, of->owner, of->of, of->key, which, at);
    if (!d)
        return false;
    span = xer_span(value);
    span.elapsed = part == XER_BASELINE_ELAPSED;
    switch (part) {
    case XER_BASELINE_START: xer_set_when(x, d, FIELD_baseline_start, value, at); break;
    case XER_BASELINE_FINISH: xer_set_when(x, d, FIELD_baseline_finish, value, at); break;
    case XER_BASELINE_DURATION:
    case XER_BASELINE_ELAPSED:
        draft_set(x->builder, d, FIELD_baseline_duration, &span, at);
        break;
    case XER_BASELINE_WORK: draft_set(x->builder, d, FIELD_baseline_work, &span, at); break;
    case XER_BASELINE_COST:
        draft_set(x->builder, d, FIELD_baseline_cost, &value, at);
        break;
    case XER_BASELINE_NAME: break;
    }
    return true;
}

/* --- projects that are copies ---------------------------------------------------------------- */

struct copy {
    uint32_t of;                /* row of the project that it is a copy of; UINT32_MAX: none */
    struct str which;           /* empty: the one that Primavera compares with */
};

/* The row of the project that names this one, or that this one names. */
static uint32_t original_of(struct xer *x, const struct xer_record *r, bool *ret_is_current)
{
    struct xer_cell id, other;
    uint32_t row, by, taken;

    *ret_is_current = false;
    if (!xer_cell(r, "proj_id", &id))
        return UINT32_MAX;
    if (!xer_cell(r, "orig_proj_id", &other) || !map_find(&x->projects, other.text, &taken) ||
        !taken || !map_find(&x->project_row, other.text, &row))
        row = UINT32_MAX;
    if (!map_find(&x->baseline_by, id.text, &by) || (row != UINT32_MAX && row != by) ||
        !x->project_is_taken[by])
        return row;
    *ret_is_current = true;
    return by;
}

/* The first baseline of a project is the one that it names, or else the first in the file; the
 * others are counted from 1. False: a baseline of nothing that is taken, or a template. */
static bool name_copies(struct xer *x, struct copy *copies)
{
    const struct xer_table *table = x->project_table;
    struct str *cells = xer_cells_new(table, x->owner);
    bool *has_current = ARENA_ARRAY(x->owner, bool, table->row_count + 1);
    bool *is_current = ARENA_ARRAY(x->owner, bool, table->row_count + 1);
    uint32_t *count = ARENA_ARRAY(x->owner, uint32_t, table->row_count + 1);
    bool any = false;

    for (size_t i = 0; i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        copies[i].of = UINT32_MAX;
        if (!x->project_is_baseline[i] || x->project_is_taken[i])
            continue;
        copies[i].of = original_of(x, &r, &is_current[i]);
        xer_lose(x, copies[i].of == UINT32_MAX ? XER_BASELINES : XER_COPIES,
                 xer_cell_place(&r, "proj_id"));
        if (copies[i].of == UINT32_MAX)
            continue;
        any = true;
        has_current[copies[i].of] |= is_current[i];
    }
    for (size_t i = 0; any && i < table->row_count; i++) {
        const uint32_t of = copies[i].of;

        if (of == UINT32_MAX || is_current[i])
            continue;
        if (!has_current[of])
            has_current[of] = true;
        else
            copies[i].which = str_format(x->owner, "%u", (unsigned)++count[of]);
    }
    return any;
}

/* Tasks that are taken, by project and code: what a copy and its original have in common. */
static void index_codes(struct xer *x, const struct xer_table *table, struct map *ret_codes)
{
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell id, code, project;
    uint32_t task, row;

    map_init(ret_codes, x->owner);
    for (size_t i = 0; i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        row = (uint32_t)x->main_project;
        if (xer_is_taken(x, &r) && xer_cell(&r, "task_id", &id) &&
            xer_cell(&r, "task_code", &code) && map_find(&x->tasks, id.text, &task) &&
            (!xer_cell(&r, "proj_id", &project) || map_find(&x->project_row, project.text, &row)))
            map_insert(ret_codes, str_format(x->owner, "%u %.*s", (unsigned)row,
                                             STR_ARG(code.text)), task, NULL);
    }
}

static void copy_task(struct xer *x, const struct xer_record *r, const struct copy *copy,
                      uint32_t task)
{
    static const char *const starts[] = {"target_start_date", "act_start_date",
                                         "early_start_date"};
    static const char *const finishes[] = {"target_end_date", "act_end_date", "early_end_date"};
    const struct place at = xer_row_place(&x->tables, r->row);
    struct object_draft *d;
    int64_t hours;

    if (!x->task[task].draft)
        return;
    d = baseline_of(x, XER_OF_TASK, x->task[task].draft, xer_custom_key(XER_OF_TASK, task),
                    copy->which, at);
    if (!d)
        return;
    for (int i = 0; i < 3 && !xer_copy_date(x, r, starts[i], d, FIELD_baseline_start); i++)
        ;
    for (int i = 0; i < 3 && !xer_copy_date(x, r, finishes[i], d, FIELD_baseline_finish); i++)
        ;
    if (xer_hours(x, r, "target_drtn_hr_cnt", &hours) && hours >= 0)
        xer_set_span(x, d, FIELD_baseline_duration, hours,
                     xer_cell_place(r, "target_drtn_hr_cnt"));
    if (xer_hours(x, r, "target_work_qty", &hours) && hours > 0)
        xer_set_span(x, d, FIELD_baseline_work, hours, xer_cell_place(r, "target_work_qty"));
}

void xer_read_copies(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "TASK");
    struct copy *copies;
    struct str *cells;
    struct map codes;

    if (!x->project_table)
        return;
    copies = ARENA_ARRAY(x->owner, struct copy, x->project_table->row_count + 1);
    if (!name_copies(x, copies) || !table)
        return;
    index_codes(x, table, &codes);
    cells = xer_cells_new(table, x->owner);
    for (size_t i = 0; i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);
        struct xer_cell project, code;
        uint32_t row, task;

        if (!xer_cell(&r, "proj_id", &project) ||
            !map_find(&x->project_row, project.text, &row) || copies[row].of == UINT32_MAX)
            continue;
        if (xer_cell(&r, "task_code", &code) &&
            map_find(&codes, str_format(x->owner, "%u %.*s", (unsigned)copies[row].of,
                                        STR_ARG(code.text)), &task))
            copy_task(x, &r, &copies[row], task);
        else
            xer_lose(x, XER_GONE_TASKS, xer_row_place(&x->tables, r.row));
    }
}
