/* SPDX-License-Identifier: Apache-2.0 */
/* Primavera PMXML (APIBusinessObjects): formats.md 4. Its elements say what the columns of an XER
 * file say, in other words; so they are put into the same tables, and read by the same reader:
 * one model of Primavera's rules, whichever way the project came. Places are those of elements. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/format.h"
#include "core/format/xer_read.h"
#include "core/syntax/tree.h"

enum { COLUMN_MOST = 48, DEPTH_MOST = 4 };

/* Where a column comes from, and what is done with its words on the way. */
enum change { SAME, DATE, PERCENT, NUMBER, WORDS };

struct word {
    const char *from, *to;
};

struct column {
    const char *column, *element;
    enum change change;
    const struct word *words;   /* of WORDS; ends with NULL */
};

static const struct word task_types[] = {
    {"Task Dependent", "TT_Task"}, {"Resource Dependent", "TT_Rsrc"},
    {"Start Milestone", "TT_Mile"}, {"Finish Milestone", "TT_FinMile"},
    {"Level of Effort", "TT_LOE"}, {"WBS Summary", "TT_WBS"}, {NULL, NULL}};
static const struct word statuses[] = {{"Not Started", "TK_NotStart"},
                                       {"In Progress", "TK_Active"},
                                       {"Completed", "TK_Complete"}, {NULL, NULL}};
static const struct word percents[] = {{"Physical", "CP_Phys"}, {"Duration", "CP_Drtn"},
                                       {"Units", "CP_Units"}, {NULL, NULL}};
static const struct word constraints[] = {
    {"Start On", "CS_MSO"}, {"Start On or After", "CS_MSOA"}, {"Start On or Before", "CS_MSOB"},
    {"Finish On", "CS_MEO"}, {"Finish On or After", "CS_MEOA"},
    {"Finish On or Before", "CS_MEOB"}, {"As Late As Possible", "CS_ALAP"},
    {"Mandatory Start", "CS_MANDSTART"}, {"Mandatory Finish", "CS_MANDFIN"}, {NULL, NULL}};
static const struct word link_types[] = {
    {"Finish to Start", "PR_FS"}, {"Start to Start", "PR_SS"}, {"Finish to Finish", "PR_FF"},
    {"Start to Finish", "PR_SF"}, {NULL, NULL}};
static const struct word resource_types[] = {{"Labor", "RT_Labor"}, {"Nonlabor", "RT_Equip"},
                                             {"Material", "RT_Mat"}, {NULL, NULL}};
static const struct word lag_calendars[] = {
    {"Predecessor Activity Calendar", "rcal_Predecessor"},
    {"Successor Activity Calendar", "rcal_Successor"},
    {"24 Hour Calendar", "rcal_24Hour"}, {"Project Default Calendar", "rcal_ProjDefault"},
    {NULL, NULL}};
static const struct word float_types[] = {
    {"Start Float = Late Start - Early Start", "FT_SF"}, {"Start Float", "FT_SF"},
    {"Finish Float = Late Finish - Early Finish", "FT_FF"}, {"Finish Float", "FT_FF"},
    {"Smallest of Start Float and Finish Float", "FT_Min"}, {NULL, NULL}};
static const struct word retained[] = {{"Retained Logic", "Y"}, {"Progress Override", "N"},
                                       {"Actual Dates", "N"}, {NULL, NULL}};
static const struct word overridden[] = {{"Retained Logic", "N"}, {"Progress Override", "Y"},
                                         {"Actual Dates", "N"}, {NULL, NULL}};
static const struct word flags[] = {{"1", "Y"}, {"0", "N"}, {"true", "Y"}, {"false", "N"},
                                    {NULL, NULL}};
static const struct word ignored[] = {{"1", "SD_None"}, {"true", "SD_None"}, {"0", "SD_Both"},
                                      {"false", "SD_Both"}, {NULL, NULL}};
static const struct word paths[] = {{"Critical Float", "CT_TotFloat"},
                                    {"Longest Path", "CT_DrivPath"}, {NULL, NULL}};

static const struct column project_columns[] = {
    {"proj_id", "ObjectId", SAME, NULL}, {"proj_short_name", "Id", SAME, NULL},
    {"last_recalc_date", "DataDate", DATE, NULL},
    {"plan_start_date", "PlannedStartDate", DATE, NULL},
    {"plan_end_date", "MustFinishByDate", DATE, NULL},
    {"clndr_id", "ActivityDefaultCalendarObjectId", SAME, NULL},
    {"critical_drtn_hr_cnt", "CriticalActivityFloatLimit", NUMBER, NULL},
    {"critical_path_type", "CriticalActivityPathType", WORDS, paths},
    {"orig_proj_id", "OriginalProjectObjectId", SAME, NULL},
    {"sum_base_proj_id", "CurrentBaselineProjectObjectId", SAME, NULL},
    {NULL, NULL, SAME, NULL}};
static const struct column option_columns[] = {
    {"sched_retained_logic", "OutOfSequenceScheduleType", WORDS, retained},
    {"sched_progress_override", "OutOfSequenceScheduleType", WORDS, overridden},
    {"sched_calendar_on_relationship_lag", "RelationshipLagCalendar", WORDS, lag_calendars},
    {"sched_open_critical_flag", "MakeOpenEndedActivitiesCritical", WORDS, flags},
    {"sched_use_expect_end_flag", "UseExpectedFinishDates", WORDS, flags},
    {"sched_float_type", "ComputeTotalFloatType", WORDS, float_types},
    {"sched_outer_depend_type", "IgnoreOtherProjectRelationships", WORDS, ignored},
    {NULL, NULL, SAME, NULL}};
static const struct column wbs_columns[] = {
    {"wbs_id", "ObjectId", SAME, NULL}, {"parent_wbs_id", "ParentObjectId", SAME, NULL},
    {"wbs_short_name", "Code", SAME, NULL}, {"wbs_name", "Name", SAME, NULL},
    {NULL, NULL, SAME, NULL}};
static const struct column task_columns[] = {
    {"task_id", "ObjectId", SAME, NULL}, {"task_code", "Id", SAME, NULL},
    {"task_name", "Name", SAME, NULL}, {"task_type", "Type", WORDS, task_types},
    {"status_code", "Status", WORDS, statuses}, {"clndr_id", "CalendarObjectId", SAME, NULL},
    {"wbs_id", "WBSObjectId", SAME, NULL},
    {"complete_pct_type", "PercentCompleteType", WORDS, percents},
    {"phys_complete_pct", "PhysicalPercentComplete", PERCENT, NULL},
    {"target_drtn_hr_cnt", "PlannedDuration", NUMBER, NULL},
    {"target_work_qty", "PlannedLaborUnits", NUMBER, NULL},
    {"remain_drtn_hr_cnt", "RemainingDuration", NUMBER, NULL},
    {"total_float_hr_cnt", "TotalFloat", NUMBER, NULL},
    {"free_float_hr_cnt", "FreeFloat", NUMBER, NULL},
    {"act_start_date", "ActualStartDate", DATE, NULL},
    {"act_end_date", "ActualFinishDate", DATE, NULL},
    {"early_start_date", "RemainingEarlyStartDate|EarlyStartDate", DATE, NULL},
    {"early_end_date", "RemainingEarlyFinishDate|EarlyFinishDate", DATE, NULL},
    {"late_start_date", "RemainingLateStartDate|LateStartDate", DATE, NULL},
    {"late_end_date", "RemainingLateFinishDate|LateFinishDate", DATE, NULL},
    {"target_start_date", "PlannedStartDate", DATE, NULL},
    {"target_end_date", "PlannedFinishDate", DATE, NULL},
    {"cstr_type", "PrimaryConstraintType", WORDS, constraints},
    {"cstr_date", "PrimaryConstraintDate", DATE, NULL},
    {"cstr_type2", "SecondaryConstraintType", WORDS, constraints},
    {"cstr_date2", "SecondaryConstraintDate", DATE, NULL},
    {"expect_end_date", "ExpectedFinishDate", DATE, NULL},
    {"suspend_date", "SuspendDate", DATE, NULL}, {"resume_date", "ResumeDate", DATE, NULL},
    {"external_early_start_date", "ExternalEarlyStartDate", DATE, NULL},
    {"external_late_end_date", "ExternalLateFinishDate", DATE, NULL}, {NULL, NULL, SAME, NULL}};
static const struct column link_columns[] = {
    {"task_id", "SuccessorActivityObjectId", SAME, NULL},
    {"pred_task_id", "PredecessorActivityObjectId", SAME, NULL},
    {"pred_proj_id", "PredecessorProjectObjectId", SAME, NULL},
    {"pred_type", "Type", WORDS, link_types}, {"lag_hr_cnt", "Lag", NUMBER, NULL},
    {NULL, NULL, SAME, NULL}};
static const struct column resource_columns[] = {
    {"rsrc_id", "ObjectId", SAME, NULL}, {"rsrc_short_name", "Id", SAME, NULL},
    {"rsrc_name", "Name", SAME, NULL}, {"rsrc_type", "ResourceType", WORDS, resource_types},
    {"clndr_id", "CalendarObjectId", SAME, NULL}, {NULL, NULL, SAME, NULL}};
static const struct column rate_columns[] = {
    {"rsrc_id", "ResourceObjectId", SAME, NULL},
    {"max_qty_per_hr", "MaxUnitsPerTime", NUMBER, NULL}, {NULL, NULL, SAME, NULL}};
static const struct column assignment_columns[] = {
    {"task_id", "ActivityObjectId", SAME, NULL}, {"rsrc_id", "ResourceObjectId", SAME, NULL},
    {"target_qty", "PlannedUnits", NUMBER, NULL}, {"remain_qty", "RemainingUnits", NUMBER, NULL},
    {"target_qty_per_hr", "PlannedUnitsPerTime", NUMBER, NULL},
    {"target_lag_drtn_hr_cnt", "PlannedLag", NUMBER, NULL},
    {"restart_date", "RemainingStartDate", DATE, NULL},
    {"reend_date", "RemainingFinishDate", DATE, NULL}, {NULL, NULL, SAME, NULL}};
static const struct column calendar_columns[] = {
    {"clndr_id", "ObjectId", SAME, NULL}, {"clndr_name", "Name", SAME, NULL},
    {"base_clndr_id", "BaseCalendarObjectId", SAME, NULL}, {NULL, NULL, SAME, NULL}};
static const struct column no_columns[] = {{NULL, NULL, SAME, NULL}};

/* Elements that are rows. Those without columns are counted, by the table that XER has for them. */
static const struct row_kind {
    const char *element, *table;
    const struct column *columns;
} kinds[] = {
    {"Project", "PROJECT", project_columns}, {"ScheduleOptions", "SCHEDOPTIONS", option_columns},
    {"WBS", "PROJWBS", wbs_columns}, {"Activity", "TASK", task_columns},
    {"Relationship", "TASKPRED", link_columns}, {"Resource", "RSRC", resource_columns},
    {"ResourceRate", "RSRCRATE", rate_columns},
    {"ResourceAssignment", "TASKRSRC", assignment_columns},
    {"Calendar", "CALENDAR", calendar_columns}, {"ActivityCodeType", "ACTVTYPE", no_columns},
    {"ActivityCode", "ACTVCODE", no_columns}, {"UDFType", "UDFTYPE", no_columns},
    {"Role", "ROLES", no_columns}, {"ResourceRole", "RSRCROLE", no_columns},
    {"RoleRate", "ROLERATE", no_columns}, {"ResourceCurve", "RSRCCURV", no_columns},
    {"NotebookTopic", "MEMOTYPE", no_columns}, {"ActivityNote", "TASKMEMO", no_columns},
    {"ProjectNote", "WBSMEMO", no_columns}, {"ActivityStep", "TASKPROC", no_columns},
    {"ActivityExpense", "PROJCOST", no_columns}, {"CostAccount", "ACCOUNT", no_columns},
    {"Document", "DOCUMENT", no_columns}, {"Risk", "PROJRISK", no_columns},
    {"ProjectIssue", "PROJISSU", no_columns}, {"FinancialPeriod", "FINDATES", no_columns},
    {"OBS", "OBS", no_columns}, {"User", "USERS", no_columns},
    {"ProjectCode", "PCATVAL", no_columns}, {"ResourceCode", "RCATVAL", no_columns},
};
enum { KIND_MOST = sizeof(kinds) / sizeof(kinds[0]) };

struct pmxml {
    struct arena *owner;
    struct diags *out;
    struct xer_tables tables;
    struct xer_table *of_kind[KIND_MOST];
    struct map calendars;       /* those of the file: others are not exported */
    struct map projects;        /* ObjectId -> 1: its root stands in PROJWBS */
    bool failed;
};

static bool recognise(const struct node *root)
{
    return root->kind == NODE_MAP && str_equal(root->name, STR("APIBusinessObjects"));
}

/* --- cells ----------------------------------------------------------------------------------- */

/* Of the first of some elements, "A|B", that says anything. */
static struct str text_of_child(const struct node *n, const char *names)
{
    struct str rest = str_of(names), name;

    while (str_split(&rest, '|', &name)) {
        const struct node *child = node_find(n, name);

        if (child && child->kind == NODE_SCALAR && str_trim(child->text).len > 0)
            return str_trim(child->text);
    }
    return (struct str){NULL, 0};
}

/* "2015-07-01T08:00:00" is "2015-07-01 08:00"; a zone is not looked at. */
static void add_date(struct text *t, struct str value)
{
    text_add(t, str_slice(value, 0, 10));
    if (value.len >= 16)
        text_addf(t, " %.*s", STR_ARG(str_slice(value, 11, 16)));
}

static void add_words(struct text *t, const struct word *words, struct str value)
{
    for (; words->from; words++)
        if (str_equal_nocase(value, str_of(words->from))) {
            text_add(t, str_of(words->to));
            return;
        }
    text_add(t, value);         /* the reader notes what it does not know */
}

/* A share as a decimal fraction is a percentage in XER. Real exports write a comma, too. */
static void add_percent(struct text *t, struct str value)
{
    struct text copy;
    int64_t share;

    text_init(&copy, t->owner);
    for (size_t i = 0; i < value.len && i < 40; i++)
        text_add_char(&copy, value.ptr[i] == ',' ? '.' : value.ptr[i]);
    if (str_to_fixed(text_str(&copy), 6, &share))
        text_add_fixed(t, share * 100, 6, 0);
    else
        text_add(t, value);
}

/* One cell: no tab or line end may stand in it. */
static void add_cell(struct text *t, const struct column *c, struct str value)
{
    if (value.len == 0)
        return;
    switch (c->change) {
    case DATE:
        add_date(t, value);
        break;
    case PERCENT:
        add_percent(t, value);
        break;
    case WORDS:
        if (!str_equal_nocase(value, STR("None")))
            add_words(t, c->words, value);
        break;
    case NUMBER:
    case SAME:
    default:
        for (size_t i = 0; i < value.len; i++)
            text_add_char(t, (unsigned char)value.ptr[i] < ' ' ? ' ' : value.ptr[i]);
        break;
    }
}

/* --- tables ---------------------------------------------------------------------------------- */

static struct xer_table *table_of(struct pmxml *p, size_t kind, struct place at)
{
    const struct column *c = kinds[kind].columns;
    struct xer_table *table;

    if (p->of_kind[kind])
        return p->of_kind[kind];
    table = p->of_kind[kind] = &p->tables.tables[p->tables.count++];
    *table = (struct xer_table){.name = str_of(kinds[kind].table), .at = at};
    table->columns = ARENA_ARRAY(p->owner, struct str, COLUMN_MOST);
    for (; c->column; c++)
        table->columns[table->column_count++] = str_of(c->column);
    table->columns[table->column_count++] = STR("proj_id");
    table->columns[table->column_count++] = STR("clndr_data");
    table->columns[table->column_count++] = STR("proj_node_flag");
    table->columns[table->column_count++] = STR("project_flag");
    return table;
}

static bool add_row(struct pmxml *p, struct xer_table *table, struct str text, struct place at)
{
    if (!arena_grow(p->owner, (void **)&table->rows, table->row_count, &table->row_capacity,
                    sizeof(*table->rows), XER_ROW_CEILING)) {
        p->failed = true;
        return diag_error(p->out, "too-many", at, "a table may have %d rows", XER_ROW_CEILING);
    }
    table->rows[table->row_count++] = (struct xer_row){text, at.line, at.column};
    return true;
}

/* --- hours ----------------------------------------------------------------------------------- */

/* A finish is its last minute: 15:59 means 16:00. Converters that write 16:00 mean that. */
static void add_shift(struct text *t, const struct node *work, int number)
{
    struct str from = text_of_child(work, "Start"), to = text_of_child(work, "Finish");
    int64_t hour = 0, minute = 0;

    if (from.len < 5 || to.len < 5)
        return;
    if (str_to_i64(str_slice(to, 0, 2), &hour) && str_to_i64(str_slice(to, 3, 5), &minute) &&
        minute % 5 == 4)
        minute++;
    if (minute == 60) {
        minute = 0;
        hour++;
    }
    text_addf(t, "(0||%d(s|%.*s|f|%02d:%02d)())", number, STR_ARG(str_slice(from, 0, 5)),
              (int)(hour % 24), (int)minute);
}

static void add_shifts(struct text *t, const struct node *day)
{
    int number = 0;

    for (const struct node *work = day->first; work; work = work->next)
        if (str_equal(work->name, STR("WorkTime")) && work->kind == NODE_MAP)
            add_shift(t, work, number++);
}

static void add_week(struct text *t, const struct node *week)
{
    static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
                                       "Friday", "Saturday"};

    text_add(t, STR("(0||DaysOfWeek()("));
    for (const struct node *day = week->first; day; day = day->next)
        for (int i = 0; i < 7; i++)
            if (str_equal_nocase(text_of_child(day, "DayOfWeek"), str_of(days[i]))) {
                text_addf(t, "(0||%d()(", i + 1);
                add_shifts(t, day);
                text_add(t, STR("))"));
            }
    text_add(t, STR("))"));
}

static void add_holidays(struct text *t, const struct node *list)
{
    int number = 0;

    text_add(t, STR("(0||Exceptions()("));
    for (const struct node *day = list->first; day; day = day->next) {
        int64_t instant;
        bool has_time;

        if (!str_equal(day->name, STR("HolidayOrException")) ||
            !civil_parse(text_of_child(day, "Date"), &instant, &has_time))
            continue;
        text_addf(t, "(0||%d(d|%lld)(", number++,
                  (long long)(civil_day_of(instant) - civil_day(1899, 12, 30)));
        add_shifts(t, day);
        text_add(t, STR("))"));
    }
    text_add(t, STR("))"));
}

static void add_hours(struct text *t, const struct node *calendar)
{
    const struct node *week = node_find(calendar, STR("StandardWorkWeek"));
    const struct node *holidays = node_find(calendar, STR("HolidayOrExceptions"));

    if (!week && !holidays)
        return;
    text_add(t, STR("(0||CalendarData()("));
    if (week)
        add_week(t, week);
    if (holidays)
        add_holidays(t, holidays);
    text_add(t, STR("))"));
}

/* --- rows ------------------------------------------------------------------------------------ */

/* A resource's calendar is often not in the file: a reference to nothing is no reference. */
static bool is_lost_calendar(const struct pmxml *p, const struct column *c, struct str value)
{
    return (str_equal(str_of(c->column), STR("clndr_id")) ||
            str_equal(str_of(c->column), STR("base_clndr_id"))) &&
           str_ends(str_of(c->element), STR("CalendarObjectId")) &&
           !map_find(&p->calendars, value, NULL);
}

static struct str row_of(struct pmxml *p, const struct node *n, size_t kind, struct str project,
                         bool baseline)
{
    const struct column *c = kinds[kind].columns;
    const bool is_wbs = str_equal(str_of(kinds[kind].table), STR("PROJWBS"));
    struct text t;

    text_init(&t, p->owner);
    for (; c->column; c++) {
        const struct str value = text_of_child(n, c->element);

        if (is_wbs && value.len == 0 && str_equal(str_of(c->column), STR("parent_wbs_id")))
            text_addf(&t, "project-%.*s", STR_ARG(project));
        else if (!is_lost_calendar(p, c, value))
            add_cell(&t, c, value);
        text_add_char(&t, '\t');
    }
    if (!str_equal(str_of(kinds[kind].table), STR("PROJECT")))
        text_add(&t, project);
    text_add_char(&t, '\t');
    if (str_equal(str_of(kinds[kind].table), STR("CALENDAR")))
        add_hours(&t, n);
    text_addf(&t, "\t\t%s", baseline ? "N" : "Y");
    return text_str(&t);
}

static size_t kind_of(struct str element)
{
    for (size_t i = 0; i < KIND_MOST; i++)
        if (str_equal(element, str_of(kinds[i].element)))
            return i;
    return KIND_MOST;
}

/* The project itself is the root of its work breakdown structure. */
static void add_root(struct pmxml *p, const struct node *project, struct str id)
{
    const size_t wbs = kind_of(STR("WBS"));
    struct str name = text_of_child(project, "Name"), code = text_of_child(project, "Id");

    if (id.len == 0 || !map_insert(&p->projects, id, 1, NULL))
        return;
    add_row(p, table_of(p, wbs, project->at),
            str_format(p->owner, "project-%.*s\t\t%.*s\t%.*s\t%.*s\t\tY\t", STR_ARG(id),
                       STR_ARG(str_trim(code)), STR_ARG(str_trim(name)), STR_ARG(id)),
            project->at);
}

static void add_element(struct pmxml *p, const struct node *n, struct str project, bool baseline,
                        int depth);

static void add_children(struct pmxml *p, const struct node *n, struct str project, bool baseline,
                         int depth)
{
    for (const struct node *child = n->first; child && !p->failed; child = child->next)
        if (child->kind == NODE_MAP)
            add_element(p, child, project, baseline, depth + 1);
}

static void add_element(struct pmxml *p, const struct node *n, struct str project, bool baseline,
                        int depth)
{
    const bool is_baseline = str_equal(n->name, STR("BaselineProject"));
    const size_t kind = is_baseline ? kind_of(STR("Project")) : kind_of(n->name);
    const struct str stated = text_of_child(n, "ProjectObjectId");
    struct str own = stated.len > 0 ? stated : project;

    if (depth > DEPTH_MOST)
        return;
    if (kind == KIND_MOST) {
        add_children(p, n, project, baseline, depth);   /* ProjectList, EPS... */
        return;
    }
    if (kind == kind_of(STR("Project"))) {
        own = text_of_child(n, "ObjectId");
        if (!node_find(n, STR("Activity")) && !node_find(n, STR("DataDate")) &&
            !node_find(n, STR("PlannedStartDate")))
            return;             /* a stub: another project that links name */
        baseline = is_baseline;
        add_root(p, n, own);
    }
    if (str_equal(str_of(kinds[kind].table), STR("TASKPRED")) && own.len == 0)
        own = text_of_child(n, "SuccessorProjectObjectId");
    if (add_row(p, table_of(p, kind, n->at), row_of(p, n, kind, own, baseline), n->at) &&
        kind == kind_of(STR("Project")))
        add_children(p, n, own, baseline, depth);
}

static void index_calendars(struct pmxml *p, const struct node *n, int depth)
{
    for (const struct node *child = n->first; child; child = child->next) {
        if (child->kind != NODE_MAP)
            continue;
        if (str_equal(child->name, STR("Calendar")))
            map_set(&p->calendars, text_of_child(child, "ObjectId"), 1);
        else if (depth < DEPTH_MOST && kind_of(child->name) == 0)
            index_calendars(p, child, depth + 1);
    }
}

static bool read(struct plan_builder *b, const struct node *root, struct arena *owner,
                 struct diags *out)
{
    struct pmxml *p = ARENA_NEW(owner, struct pmxml);

    *p = (struct pmxml){.owner = owner, .out = out};
    p->tables = (struct xer_tables){.source = root->at.source, .flat = true};
    p->tables.tables = ARENA_ARRAY(owner, struct xer_table, KIND_MOST + 1);
    map_init(&p->calendars, owner);
    map_init(&p->projects, owner);
    index_calendars(p, root, 0);
    for (const struct node *child = root->first; child && !p->failed; child = child->next)
        if (child->kind == NODE_MAP)
            add_element(p, child, (struct str){NULL, 0}, false, 0);
    return !p->failed && xer_read_tables(b, &p->tables, root->at, owner, out);
}

const struct format format_pmxml = {
    .name = "pmxml",
    .title = "Primavera PMXML",
    .recognise = recognise,
    .read = read,
};
