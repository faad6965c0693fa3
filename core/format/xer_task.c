/* SPDX-License-Identifier: Apache-2.0 */
/* PROJWBS and TASK of an XER file: summaries and activities (formats.md 3.2). */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/xer_read.h"

enum { WBS_DEPTH_CEILING = 64, WBS_PATH_MOST = 200 };

bool xer_is_taken(const struct xer *x, const struct xer_record *r)
{
    struct xer_cell project;
    uint32_t taken;

    if (!xer_cell(r, "proj_id", &project))
        return true;
    return map_find(&x->projects, project.text, &taken) && taken;
}

/* --- the work breakdown structure ------------------------------------------------------------ */

struct wbs {
    struct str id, parent, name;        /* the file's */
    struct place at, parent_at;
    struct object_draft *draft;
    bool hidden;                        /* the root of the only project: that is the plan */
    bool has_tasks;                     /* here or further down */
};

struct wbs_list {
    struct wbs *items;
    size_t count;
};

/* "P.1.2": the short names from the root down; the nearest ones where that is long. */
static struct str wbs_path(struct xer *x, const struct wbs_list *list, const struct wbs *w)
{
    const struct wbs *chain[WBS_DEPTH_CEILING];
    size_t depth = 0, length = 0;
    struct text t;
    uint32_t up;

    for (;;) {
        length += w->name.len + 1;
        if (depth > 0 && length > WBS_PATH_MOST)
            break;
        chain[depth++] = w;
        if (depth == WBS_DEPTH_CEILING || !map_find(&x->summaries, w->parent, &up))
            break;
        w = &list->items[up];
    }
    text_init(&t, x->owner);
    while (depth-- > 0) {
        text_add(&t, str_slice(chain[depth]->name, 0, WBS_PATH_MOST));
        text_add(&t, depth > 0 ? STR(".") : STR(""));
    }
    return text_str(&t);
}

static void read_wbs_row(struct xer *x, const struct xer_record *r, struct wbs_list *list)
{
    struct wbs *w = &list->items[list->count];
    struct xer_cell cell;
    bool root = false;
    uint32_t first;

    *w = (struct wbs){.at = xer_row_place(&x->tables, r->row)};
    if (!xer_cell(r, "wbs_id", &cell)) {
        diag_error(x->out, "missing-id", w->at, "this part of the WBS has no wbs_id");
        return;
    }
    w->id = cell.text;
    w->at = cell.at;
    if (!map_insert(&x->summaries, w->id, (uint32_t)list->count, &first)) {
        diag_error(x->out, "duplicate-id", w->at,
                   "two parts of the WBS have the wbs_id %.*s; the first is on line %u",
                   STR_ARG(str_slice(w->id, 0, 80)), (unsigned)list->items[first].at.line);
        return;
    }
    w->parent_at = w->at;
    if (xer_cell(r, "parent_wbs_id", &cell)) {
        w->parent = cell.text;
        w->parent_at = cell.at;
    }
    if (!xer_text(x, r, "wbs_short_name", &w->name))
        w->name = w->id;
    xer_flag(r, "proj_node_flag", &root);
    w->hidden = x->project_count == 1 && root;
    list->count++;
}

static void add_summary(struct xer *x, const struct xer_record *r, const struct wbs_list *list,
                        struct wbs *w)
{
    const struct str path = wbs_path(x, list, w);
    struct str title;

    if (!w->hidden && !w->has_tasks) {
        xer_lose(x, XER_EMPTY_WBS, w->at);
        return;
    }
    if (w->hidden) {
        if (xer_text(x, r, "wbs_name", &title))
            xer_set_text(x, x->program, FIELD_program_title, title, xer_cell_place(r, "wbs_name"));
        return;
    }
    if (!xer_own_id(x, "PROJWBS", w->id, &w->id))
        w->id = xer_new_id(x, "wbs-", path);
    w->draft = plan_builder_add(x->builder, KIND_task, w->id, w->at);
    if (!w->draft)
        return;
    xer_set_text(x, w->draft, FIELD_task_source_id, path, w->at);
    xer_set_text(x, w->draft, FIELD_task_wbs, path, w->at);
    if (xer_text(x, r, "wbs_name", &title))
        xer_set_text(x, w->draft, FIELD_task_title, title, xer_cell_place(r, "wbs_name"));
}

/* The root of a project names the one of its portfolio as its parent, which the file has not. */
static void set_parent(struct xer *x, const struct wbs_list *list, const struct wbs *w)
{
    uint32_t up;

    if (!w->draft || w->parent.len == 0 || !map_find(&x->summaries, w->parent, &up))
        return;
    if (list->items[up].draft)
        xer_set_ref(x, w->draft, FIELD_task_parent, list->items[up].id, w->parent_at);
}

/* A part without activities is nothing to be done: as a task it would take a default duration. */
static void mark_used(struct xer *x, struct wbs_list *list)
{
    const struct xer_table *table = xer_table_find(&x->tables, "TASK");
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell cell;
    uint32_t at;

    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (!xer_is_taken(x, &r) || !xer_cell(&r, "wbs_id", &cell))
            continue;
        for (struct str id = cell.text; map_find(&x->summaries, id, &at);
             id = list->items[at].parent) {
            if (list->items[at].has_tasks)
                break;
            list->items[at].has_tasks = true;
        }
    }
}

void xer_read_wbs(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "PROJWBS");
    const size_t rows = table ? table->row_count : 0;
    struct wbs_list list = {ARENA_ARRAY(x->owner, struct wbs, rows + 1), 0};
    struct str *cells = xer_cells_new(table, x->owner);
    size_t *row_of = ARENA_ARRAY(x->owner, size_t, rows + 1);

    for (size_t i = 0; i < rows; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);
        const size_t before = list.count;

        if (xer_is_taken(x, &r))
            read_wbs_row(x, &r, &list);
        if (list.count > before)
            row_of[before] = i;
    }
    mark_used(x, &list);
    x->summary_id = ARENA_ARRAY(x->owner, struct str, list.count + 1);
    x->summary_draft = ARENA_ARRAY(x->owner, struct object_draft *, list.count + 1);
    x->summary_count = list.count;
    for (size_t i = 0; i < list.count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, row_of[i], cells);

        add_summary(x, &r, &list, &list.items[i]);
        x->summary_draft[i] = list.items[i].draft;
        if (list.items[i].draft)
            x->summary_id[i] = list.items[i].id;
    }
    for (size_t i = 0; i < list.count; i++)
        set_parent(x, &list, &list.items[i]);
}

/* --- what a task says ------------------------------------------------------------------------ */

struct word {
    const char *word;
    uint32_t value;
};

static bool find_word(const struct word *words, size_t count, struct str text, uint32_t *ret_value)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_nocase(text, str_of(words[i].word))) {
            *ret_value = words[i].value;
            return true;
        }
    return false;
}

static const struct word constraints[] = {
    {"CS_MSO", CONSTRAINT_START_ON},            /* soft: the hard one is CS_MANDSTART */
    {"CS_MSOA", CONSTRAINT_START_NO_EARLIER},
    {"CS_MSOB", CONSTRAINT_START_NO_LATER},
    {"CS_MEO", CONSTRAINT_FINISH_ON},
    {"CS_MEOA", CONSTRAINT_FINISH_NO_EARLIER},
    {"CS_MEOB", CONSTRAINT_FINISH_NO_LATER},
    {"CS_ALAP", CONSTRAINT_ALAP},
    {"CS_MANDSTART", CONSTRAINT_MUST_START},
    {"CS_MANDFIN", CONSTRAINT_MUST_FINISH},
};

struct constraint {
    bool given;
    uint32_t kind;
    int64_t instant;            /* CIVIL_NONE: none */
    struct place kind_at, date_at;
};

static struct constraint read_constraint(struct xer *x, const struct xer_record *r,
                                         const char *type, const char *date)
{
    struct constraint k = {.instant = CIVIL_NONE};
    struct xer_cell cell;

    if (!xer_cell(r, type, &cell))
        return k;
    k.kind_at = k.date_at = cell.at;
    if (!find_word(constraints, sizeof(constraints) / sizeof(constraints[0]), cell.text, &k.kind)) {
        xer_lose_word(x, XER_UNKNOWN_WORDS, cell.at, cell.text);
        return k;
    }
    if (xer_date(x, r, date, &k.instant))
        k.date_at = xer_cell_place(r, date);
    k.given = k.kind == CONSTRAINT_ALAP || k.instant != CIVIL_NONE;
    if (!k.given)
        xer_lose(x, XER_LOST_CONSTRAINTS, cell.at);
    return k;
}

static void set_constraint(struct xer *x, struct object_draft *d, const struct constraint *k,
                           bool second)
{
    if (!k->given)
        return;
    xer_set_choice(x, d, second ? FIELD_task_constraint2 : FIELD_task_constraint, k->kind,
                   k->kind_at);
    if (k->instant != CIVIL_NONE && k->kind != CONSTRAINT_ALAP)
        xer_set_when(x, d, second ? FIELD_task_constraint2_date : FIELD_task_constraint_date,
                     k->instant, k->date_at);
}

/* Put `k` into the first of the two slots that is free. */
static void give_slot(struct xer *x, struct constraint slots[2], struct constraint k)
{
    if (!slots[0].given)
        slots[0] = k;
    else if (!slots[1].given)
        slots[1] = k;
    else
        xer_lose(x, XER_LOST_CONSTRAINTS, k.kind_at);
}

static void read_external(struct xer *x, const struct xer_record *r, const char *column,
                          uint32_t kind, struct constraint slots[2])
{
    struct constraint k = {.given = true, .kind = kind};

    if (!x->external_dates || !xer_date(x, r, column, &k.instant))
        return;
    k.kind_at = k.date_at = xer_cell_place(r, column);
    xer_lose(x, XER_EXTERNAL_DATES, k.date_at);
    give_slot(x, slots, k);
}

static void read_constraints(struct xer *x, const struct xer_record *r, struct object_draft *d)
{
    struct constraint slots[2] = {read_constraint(x, r, "cstr_type", "cstr_date"),
                                  read_constraint(x, r, "cstr_type2", "cstr_date2")};
    struct constraint expected = {.given = true, .kind = CONSTRAINT_EXPECTED_FINISH};

    if (xer_date(x, r, "expect_end_date", &expected.instant)) {
        expected.kind_at = expected.date_at = xer_cell_place(r, "expect_end_date");
        if (!x->expected_finishes) {
            xer_lose(x, XER_EXPECTED_FINISHES, expected.date_at);
        } else {                /* it is read in the first slot only */
            const struct constraint before = slots[0];

            slots[0] = expected;
            if (before.given)
                give_slot(x, slots, before);
        }
    }
    read_external(x, r, "external_early_start_date", CONSTRAINT_START_NO_EARLIER, slots);
    read_external(x, r, "external_late_end_date", CONSTRAINT_FINISH_NO_LATER, slots);
    set_constraint(x, d, &slots[0], false);
    set_constraint(x, d, &slots[1], true);
}

static void read_stored(struct xer *x, const struct xer_record *r, struct object_draft *d)
{
    struct object_draft *stored;
    struct xer_cell any;

    if (!xer_cell(r, "early_start_date", &any) && !xer_cell(r, "late_start_date", &any))
        return;
    stored = plan_builder_nest(x->builder, d, FIELD_task_stored, STR("stored"), any.at);
    if (!stored)
        return;
    xer_copy_date(x, r, "early_start_date", stored, FIELD_stored_early_start);
    xer_copy_date(x, r, "early_end_date", stored, FIELD_stored_early_finish);
    xer_copy_date(x, r, "late_start_date", stored, FIELD_stored_late_start);
    xer_copy_date(x, r, "late_end_date", stored, FIELD_stored_late_finish);
    xer_copy_hours(x, r, "total_float_hr_cnt", stored, FIELD_stored_total_float);
    xer_copy_hours(x, r, "free_float_hr_cnt", stored, FIELD_stored_free_float);
}

static bool status_is(const struct xer_record *r, const char *word)
{
    struct xer_cell cell;

    return xer_cell(r, "status_code", &cell) && str_equal_nocase(cell.text, str_of(word));
}

/* Whether a date is missing that the status asks for: the first of others stands in. */
static bool stand_in(struct xer *x, const struct xer_record *r, const char *missing,
                     const char *const *others, struct object_draft *d, uint16_t field)
{
    for (; *others; others++)
        if (xer_copy_date(x, r, *others, d, field)) {
            diag_warning(x->out, "missing-actual", xer_cell_place(r, "status_code"),
                         "%s is not stated; %s stands in for it", missing, *others);
            return true;
        }
    diag_warning(x->out, "missing-actual", xer_cell_place(r, "status_code"),
                 "%s is not stated, nor another date; it counts as not yet", missing);
    return false;
}

static void read_done(struct xer *x, const struct xer_record *r, struct object_draft *d)
{
    int64_t percent;
    int32_t ppm;

    if (!xer_fixed(x, r, "phys_complete_pct", 4, &percent) || percent <= 0 || percent > 1000000)
        return;
    ppm = (int32_t)percent;
    draft_set(x->builder, d, FIELD_task_done, &ppm, xer_cell_place(r, "phys_complete_pct"));
}

static void read_suspension(struct xer *x, const struct xer_record *r, struct object_draft *d)
{
    int64_t from, to;
    const bool stopped = xer_date(x, r, "suspend_date", &from);

    if (stopped)
        xer_set_when(x, d, FIELD_task_suspended, from, xer_cell_place(r, "suspend_date"));
    if (xer_date(x, r, "resume_date", &to) && (!stopped || to > from))
        xer_set_when(x, d, FIELD_task_resumes, to, xer_cell_place(r, "resume_date"));
}

/* What is left is what Primavera schedules, started or not. */
static void read_progress(struct xer *x, const struct xer_record *r, struct object_draft *d,
                          bool has_whole, int64_t whole_s)
{
    static const char *const finishes[] = {"reend_date", "early_end_date", "target_end_date", NULL};
    static const char *const starts[] = {"restart_date", "early_start_date", "target_start_date",
                                         NULL};
    bool finished = xer_copy_date(x, r, "act_end_date", d, FIELD_task_finished);
    bool started = xer_copy_date(x, r, "act_start_date", d, FIELD_task_started);
    struct xer_cell cell;
    int64_t left;

    if (!finished && status_is(r, "TK_Complete"))
        finished = stand_in(x, r, "act_end_date", finishes, d, FIELD_task_finished);
    if (!started && !finished && status_is(r, "TK_Active"))
        started = stand_in(x, r, "act_start_date", starts, d, FIELD_task_started);
    if (xer_cell(r, "complete_pct_type", &cell) && str_equal_nocase(cell.text, STR("CP_Phys")))
        read_done(x, r, d);
    if (finished)
        return;
    if (xer_hours(x, r, "remain_drtn_hr_cnt", &left) &&
        (started || !has_whole || left != whole_s)) {
        if (left < 0)
            diag_error(x->out, "bad-value", xer_cell_place(r, "remain_drtn_hr_cnt"),
                       "no task has less than nothing left");
        else
            xer_set_single(x, d, FIELD_task_remaining, left,
                           xer_cell_place(r, "remain_drtn_hr_cnt"));
    }
    if (started)
        read_suspension(x, r, d);
}

enum task_type { TYPE_TASK, TYPE_RESOURCE, TYPE_START, TYPE_FINISH, TYPE_EFFORT, TYPE_WBS };

static const struct word types[] = {
    {"TT_Task", TYPE_TASK},      {"TT_Rsrc", TYPE_RESOURCE}, {"TT_Mile", TYPE_START},
    {"TT_FinMile", TYPE_FINISH}, {"TT_LOE", TYPE_EFFORT},    {"TT_WBS", TYPE_WBS},
};

static enum task_type type_of(struct xer *x, const struct xer_record *r)
{
    struct xer_cell cell;
    uint32_t type = TYPE_TASK;

    if (xer_cell(r, "task_type", &cell) &&
        !find_word(types, sizeof(types) / sizeof(types[0]), cell.text, &type))
        xer_lose_word(x, XER_UNKNOWN_WORDS, cell.at, cell.text);
    return (enum task_type)type;
}

/* Levels of effort and WBS summaries last as long as what they go with: outside the network. */
static void read_type(struct xer *x, const struct xer_record *r, struct xer_task *task,
                      enum task_type type)
{
    const struct place at = xer_cell_place(r, "task_type");

    if (type == TYPE_START || type == TYPE_FINISH) {
        xer_set_flag(x, task->draft, FIELD_task_event, at);
        xer_set_choice(x, task->draft, FIELD_task_event_side,
                       type == TYPE_START ? EVENT_START : EVENT_FINISH, at);
    }
    if (type == TYPE_EFFORT || type == TYPE_WBS) {
        xer_set_flag(x, task->draft, FIELD_task_inactive, at);
        xer_lose(x, type == TYPE_EFFORT ? XER_LEVEL_OF_EFFORT : XER_WBS_SUMMARIES, at);
    }
    task->depends_on_resource = type == TYPE_RESOURCE;
}

static void read_duration(struct xer *x, const struct xer_record *r, struct xer_task *task,
                          enum task_type type)
{
    int64_t whole = 0;
    bool has_whole = type == TYPE_START || type == TYPE_FINISH;

    if (!has_whole && xer_hours(x, r, "target_drtn_hr_cnt", &whole)) {
        has_whole = true;
        if (whole < 0)
            diag_error(x->out, "bad-value", xer_cell_place(r, "target_drtn_hr_cnt"),
                       "a task cannot take less than no time");
        else
            xer_set_single(x, task->draft, FIELD_task_estimate, whole,
                           xer_cell_place(r, "target_drtn_hr_cnt"));
    }
    read_progress(x, r, task->draft, has_whole, whole);
}

static void read_place(struct xer *x, const struct xer_record *r, struct xer_task *task)
{
    struct xer_cell cell;
    uint32_t index;

    if (xer_cell(r, "wbs_id", &cell)) {
        if (!xer_table_find(&x->tables, "PROJWBS"))
            xer_lose(x, XER_NO_WBS, cell.at);
        else if (!map_find(&x->summaries, cell.text, &index))
            diag_error(x->out, "unknown-id", cell.at, "no part of the WBS has the wbs_id %.*s",
                       STR_ARG(str_slice(cell.text, 0, 80)));
        else if (x->summary_id[index].len > 0)
            xer_set_ref(x, task->draft, FIELD_task_parent, x->summary_id[index], cell.at);
    }
    task->calendar_at = task->at;
    if (xer_cell(r, "clndr_id", &cell)) {
        task->calendar_at = cell.at;
        xer_use_calendar(x, cell, &task->calendar);
    }
}

static void read_task(struct xer *x, const struct xer_record *r, struct xer_task *task)
{
    const enum task_type type = type_of(x, r);
    struct str title;

    if (xer_text(x, r, "task_name", &title))
        xer_set_text(x, task->draft, FIELD_task_title, title, xer_cell_place(r, "task_name"));
    read_place(x, r, task);
    read_type(x, r, task, type);
    read_duration(x, r, task, type);
    read_constraints(x, r, task->draft);
    read_stored(x, r, task->draft);
}

/* The id is the activity's own, as people know it: it stays when the project is exported again. */
static void add_task(struct xer *x, const struct xer_record *r)
{
    struct xer_task *task = &x->task[x->task_count];
    struct xer_cell number, code;
    struct str words;
    uint32_t first;
    bool own;

    if (!xer_cell(r, "task_id", &number)) {
        diag_error(x->out, "missing-id", xer_row_place(&x->tables, r->row),
                   "this task has no task_id");
        return;
    }
    if (!map_insert(&x->tasks, number.text, x->task_count, &first)) {
        diag_error(x->out, "duplicate-id", number.at,
                   "two tasks have the task_id %.*s; the first is on line %u",
                   STR_ARG(str_slice(number.text, 0, 80)), (unsigned)x->task[first].at.line);
        return;
    }
    if (!xer_cell(r, "task_code", &code))
        code = number;
    words = xer_clean(x, code.text);
    *task = (struct xer_task){.row = r->row, .at = code.at};
    own = xer_own_id(x, "TASK", number.text, &task->id);
    if (!own)
        task->id = xer_new_id(x, "", words);
    task->draft = plan_builder_add(x->builder, KIND_task, task->id, code.at);
    x->task_count++;
    if (!task->draft)
        return;
    if (!own && !str_equal(task->id, words))
        xer_lose_word(x, XER_RENAMED, code.at, words);
    xer_set_text(x, task->draft, FIELD_task_source_id, words, code.at);
    read_task(x, r, task);
}

void xer_read_tasks(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "TASK");
    const size_t rows = table ? table->row_count : 0;
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell number;

    x->task = ARENA_ARRAY(x->owner, struct xer_task, rows + 1);
    for (size_t i = 0; i < rows; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (xer_is_taken(x, &r))
            add_task(x, &r);
        else if (xer_cell(&r, "task_id", &number))
            map_set(&x->other_tasks, number.text, 1);
    }
}
