/* SPDX-License-Identifier: Apache-2.0 */
/* Primavera XER, read into a plan: formats.md 3 and 5.4.
 *
 * Activities become tasks under their own codes, parts of the WBS summaries above them, resources
 * that work on something teams; calendars are taken where something uses them. The file's own dates
 * are kept as stored, the oracle that `parity` compares with. What cannot be carried over is noted
 * once a kind of thing, with its first place and how often it stood there.
 */
#include "core/base/arena.h"
#include "core/format/format.h"
#include "core/format/xer_read.h"

/* --- which projects -------------------------------------------------------------------------- */

struct projects {
    bool *has_tasks, *is_baseline;      /* [rows of PROJECT] */
};

/* A template or the copy of a project in the file: a baseline, which is no work to be done. */
static bool is_baseline(struct xer *x, const struct xer_record *r)
{
    bool is_project = true;
    struct xer_cell cell;

    return (xer_flag(r, "project_flag", &is_project) && !is_project) ||
           (xer_cell(r, "orig_proj_id", &cell) && map_find(&x->projects, cell.text, NULL)) ||
           (xer_cell(r, "proj_id", &cell) && map_find(&x->baseline_by, cell.text, NULL));
}

/* Projects that another one names as its baseline; a project that names itself has none. */
static void find_named(struct xer *x)
{
    struct str *cells = xer_cells_new(x->project_table, x->owner);
    struct xer_cell id, base;

    for (size_t i = 0; x->project_table && i < x->project_table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, x->project_table, i, cells);

        if (xer_cell(&r, "proj_id", &id) && xer_cell(&r, "sum_base_proj_id", &base) &&
            !str_equal(id.text, base.text))
            map_insert(&x->baseline_by, base.text, (uint32_t)i, NULL);
    }
}

static void mark_projects_with_tasks(struct xer *x, struct projects *p)
{
    const struct xer_table *table = xer_table_find(&x->tables, "TASK");
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell cell;
    uint32_t row;

    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        row = 0;                /* a task that names none belongs to the first */
        if (!xer_cell(&r, "proj_id", &cell) || map_find(&x->projects, cell.text, &row))
            p->has_tasks[row] = true;
    }
}

static void index_projects(struct xer *x, struct str *cells)
{
    const struct xer_table *table = x->project_table;
    struct xer_cell id;
    uint32_t first;

    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (!xer_cell(&r, "proj_id", &id))
            diag_error(x->out, "missing-id", xer_row_place(&x->tables, r.row),
                       "this project has no proj_id");
        else if (!map_insert(&x->projects, id.text, (uint32_t)i, &first))
            diag_error(x->out, "duplicate-id", id.at,
                       "two projects have the proj_id %.*s; the first is on line %u",
                       STR_ARG(str_slice(id.text, 0, 80)), (unsigned)table->rows[first].line);
        else
            map_set(&x->project_row, id.text, (uint32_t)i);
    }
}

/* All that have tasks and are no baselines; where that leaves none, all that have tasks. */
static void choose_projects(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "PROJECT");
    const size_t rows = table ? table->row_count : 0;
    struct projects p = {ARENA_ARRAY(x->owner, bool, rows + 1),
                         ARENA_ARRAY(x->owner, bool, rows + 1)};
    struct str *cells = xer_cells_new(table, x->owner);
    bool only_baselines = true;
    struct xer_cell id;

    x->project_table = table;
    index_projects(x, cells);
    mark_projects_with_tasks(x, &p);
    find_named(x);
    x->project_is_baseline = p.is_baseline;
    x->project_is_taken = ARENA_ARRAY(x->owner, bool, rows + 1);
    for (size_t i = 0; i < rows; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        p.is_baseline[i] = is_baseline(x, &r);
        only_baselines &= !p.has_tasks[i] || p.is_baseline[i];
    }
    for (size_t i = 0; i < rows; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);
        const bool taken = p.has_tasks[i] && (only_baselines || !p.is_baseline[i]);

        if (!xer_cell(&r, "proj_id", &id))
            continue;
        map_set(&x->projects, id.text, taken);
        x->project_is_taken[i] = taken;
        if (!taken && !p.is_baseline[i])
            xer_lose(x, XER_EMPTY_PROJECTS, id.at);
        else if (taken && x->project_count++ == 0)
            x->main_project = i;
    }
}

/* --- options --------------------------------------------------------------------------------- */

/* The row of SCHEDOPTIONS of the main project; false: none. */
static bool find_options(struct xer *x, const struct xer_record *project,
                         struct xer_record *ret_options)
{
    const struct xer_table *table = xer_table_find(&x->tables, "SCHEDOPTIONS");
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell wanted, id;

    for (size_t i = 0; table && i < table->row_count; i++) {
        *ret_options = xer_record_of(&x->tables, table, i, cells);
        if (!xer_cell(project, "proj_id", &wanted) || !xer_cell(ret_options, "proj_id", &id) ||
            str_equal(wanted.text, id.text))
            return true;
    }
    return false;
}

static void read_progress_mode(struct xer *x, const struct xer_record *r, struct object_draft *s)
{
    bool retained = true, override = false;

    xer_flag(r, "sched_retained_logic", &retained);
    xer_flag(r, "sched_progress_override", &override);
    xer_set_choice(x, s, FIELD_scheduling_progress,
                   override ? PROGRESS_OVERRIDE : retained ? PROGRESS_RETAINED : PROGRESS_ACTUAL,
                   xer_cell_place(r, override ? "sched_progress_override"
                                              : "sched_retained_logic"));
}

static void read_lag_calendar(struct xer *x, const struct xer_record *r, struct object_draft *s)
{
    static const struct {
        const char *word;
        uint32_t value;
    } words[] = {{"rcal_Predecessor", LAG_CALENDAR_PREDECESSOR},
                 {"rcal_Successor", LAG_CALENDAR_SUCCESSOR},
                 {"rcal_ProjDefault", LAG_CALENDAR_PROGRAM},
                 {"rcal_24Hour", LAG_CALENDAR_ALWAYS}};
    struct xer_cell cell;

    if (!xer_cell(r, "sched_calendar_on_relationship_lag", &cell))
        return;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(cell.text, str_of(words[i].word))) {
            xer_set_choice(x, s, FIELD_scheduling_lag_calendar, words[i].value, cell.at);
            return;
        }
    xer_lose_word(x, XER_UNKNOWN_WORDS, cell.at, cell.text);
}

static void read_options(struct xer *x, const struct xer_record *r, struct object_draft *s)
{
    struct xer_cell cell;
    bool flag;

    read_progress_mode(x, r, s);
    read_lag_calendar(x, r, s);
    if (xer_flag(r, "sched_open_critical_flag", &flag) && flag)
        xer_set_flag(x, s, FIELD_scheduling_open_ends_own_finish,
                     xer_cell_place(r, "sched_open_critical_flag"));
    xer_flag(r, "sched_use_expect_end_flag", &x->expected_finishes);
    if (xer_cell(r, "sched_outer_depend_type", &cell))
        x->external_dates = !str_equal_nocase(cell.text, STR("SD_None"));
    if (!xer_cell(r, "sched_float_type", &cell))
        return;
    if (str_equal_nocase(cell.text, STR("FT_FF")))
        xer_set_choice(x, s, FIELD_scheduling_total_float, FLOAT_FINISH, cell.at);
    else if (str_equal_nocase(cell.text, STR("FT_SF")))
        xer_set_choice(x, s, FIELD_scheduling_total_float, FLOAT_START, cell.at);
}

static void read_scheduling(struct xer *x, const struct xer_record *project)
{
    struct object_draft *s = plan_builder_nest(x->builder, x->program, FIELD_program_scheduling,
                                               STR("scheduling"), x->at);
    struct xer_record options;
    struct xer_cell cell;
    int64_t slack;

    if (!s)
        return;
    xer_set_choice(x, s, FIELD_scheduling_dialect, DIALECT_P6, x->at);
    if (find_options(x, project, &options))
        read_options(x, &options, s);
    xer_copy_date(x, project, "plan_end_date", s, FIELD_scheduling_must_finish_by);
    if (xer_hours(x, project, "critical_drtn_hr_cnt", &slack) && slack != 0)
        xer_set_span(x, s, FIELD_scheduling_critical_slack, slack,
                     xer_cell_place(project, "critical_drtn_hr_cnt"));
    if (xer_cell(project, "critical_path_type", &cell) &&
        str_equal_nocase(cell.text, STR("CT_DrivPath")))
        xer_lose(x, XER_LONGEST_PATH, cell.at);
}

/* --- the program ----------------------------------------------------------------------------- */

/* Several projects together have one data date, that of the first; others are said. */
static void check_data_dates(struct xer *x, int64_t as_of)
{
    struct str *cells = xer_cells_new(x->project_table, x->owner);
    int64_t other;

    for (size_t i = x->main_project + 1; i < x->project_table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, x->project_table, i, cells);

        if (xer_is_taken(x, &r) && xer_date(x, &r, "last_recalc_date", &other) && other != as_of)
            xer_lose(x, XER_DATA_DATES, xer_cell_place(&r, "last_recalc_date"));
    }
}

static void read_dates(struct xer *x, const struct xer_record *project)
{
    int64_t start, as_of;
    const bool has_start = xer_date(x, project, "plan_start_date", &start);
    struct place at = xer_cell_place(project, "plan_start_date");

    if (has_start)
        xer_set_when(x, x->program, FIELD_program_start, start, at);
    if (xer_date(x, project, "last_recalc_date", &as_of)) {
        at = xer_cell_place(project, "last_recalc_date");
    } else if (has_start) {
        as_of = start;
        diag_note(x->out, "assumed-data-date", at,
                  "the project has no data date (last_recalc_date); its planned start is taken");
    } else {
        return;
    }
    xer_set_when(x, x->program, FIELD_program_as_of, as_of, at);
    check_data_dates(x, as_of);
}

/* The last field of the header, where it looks like a currency. */
static void read_currency(struct xer *x)
{
    struct str rest = x->tables.header, piece = {NULL, 0};

    while (str_split(&rest, '\t', &piece))
        ;
    piece = str_trim(piece);
    for (size_t i = 0; i < piece.len; i++)
        if (piece.ptr[i] < 'A' || piece.ptr[i] > 'Z')
            return;
    if (piece.len == 3)
        xer_set_text(x, x->program, FIELD_program_currency, piece, x->at);
}

static void read_program(struct xer *x, const struct xer_record *project)
{
    struct str name = STR("imported"), calendar;
    const struct place at = xer_cell_place(project, "proj_short_name");
    struct xer_cell cell;

    if (xer_text(x, project, "proj_short_name", &name)) {
        xer_set_text(x, x->program, FIELD_program_title, name, at);
        xer_set_text(x, x->program, FIELD_program_source_id, name, at);
    }
    if (!xer_cell(project, "proj_id", &cell) || !xer_own_id(x, "PROJECT", cell.text, &name))
        name = xer_new_id(x, "", name);
    xer_set_text(x, x->program, FIELD_program_id, name, at);
    read_currency(x);
    read_dates(x, project);
    read_scheduling(x, project);
    if (xer_cell(project, "clndr_id", &cell) && xer_use_calendar(x, cell, &calendar))
        xer_set_ref(x, x->program, FIELD_program_calendar, calendar, cell.at);
}

/* --- the file -------------------------------------------------------------------------------- */

static void start(struct xer *x)
{
    map_init(&x->projects, x->owner);
    map_init(&x->project_row, x->owner);
    map_init(&x->baseline_by, x->owner);
    map_init(&x->baseline_known, x->owner);
    map_init(&x->assignments, x->owner);
    map_init(&x->summaries, x->owner);
    map_init(&x->calendars, x->owner);
    map_init(&x->resources, x->owner);
    map_init(&x->tasks, x->owner);
    map_init(&x->other_tasks, x->owner);
    map_init(&x->suffixes, x->owner);
}

static bool read_parts(struct xer *x)
{
    const size_t errors_before = x->out->error_count;

    xer_index_fields(x);
    xer_find_own_ids(x);
    choose_projects(x);
    if (x->project_count == 0)
        return diag_error(x->out, "empty-plan", x->at, "the file has no project with tasks");
    const struct xer_record project =
        xer_record_of(&x->tables, x->project_table, x->main_project,
                      xer_cells_new(x->project_table, x->owner));

    xer_index_calendars(x);
    read_program(x, &project);
    xer_read_wbs(x);
    xer_read_tasks(x);
    xer_read_links(x);
    xer_read_resources(x);
    xer_read_copies(x);
    xer_read_custom(x);
    xer_finish_tasks(x);
    xer_read_calendars(x);
    xer_lose_tables(x);
    xer_report_losses(x);
    return x->out->error_count == errors_before;
}

bool xer_read_tables(struct plan_builder *b, const struct xer_tables *tables, struct place at,
                     struct arena *owner, struct diags *out)
{
    struct xer *x = ARENA_NEW(owner, struct xer);

    *x = (struct xer){.builder = b, .owner = owner, .out = out, .at = at, .tables = *tables,
                      .expected_finishes = true, .external_dates = true};
    start(x);
    x->program = plan_builder_add(b, KIND_program, STR("imported"), x->at);
    return x->program && read_parts(x);
}

static bool read(struct plan_builder *b, struct str bytes, uint32_t source, struct arena *owner,
                 struct diags *out)
{
    struct xer_tables tables;
    struct str text;

    if (!xer_decode(bytes, source, owner, out, &text))
        return false;
    out->sources[source - 1].bytes = text;  /* places count in it, and messages quote it */
    return xer_tables_read(text, source, owner, out, &tables) &&
           xer_read_tables(b, &tables, (struct place){source, 1, 1, 6}, owner, out);
}

const struct format format_xer = {
    .name = "xer",
    .title = "Primavera XER",
    .recognise_text = xer_is_xer,
    .read_text = read,
};
