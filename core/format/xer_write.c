/* SPDX-License-Identifier: Apache-2.0 */
/* A plan as Primavera XER: the tables that carry a schedule. Numbers of rows are those of the
 * plan's objects; activity codes are the ids, or what the file they came from called them. */
#include "core/base/arena.h"
#include "core/format/xer_out.h"

static int64_t calendar_row(const struct object *o)
{
    return o ? row_of(o) : OWN_CALENDAR;
}

static int64_t wbs_row(const struct object *o)
{
    return o ? row_of(o) : 1;
}

/* --- calendars ------------------------------------------------------------------------------- */

static void add_day(struct text *out, const struct shift_day *day)
{
    for (uint32_t i = 0; i < day->count; i++)
        text_addf(out, "(0||%u(s|%02d:%02d|f|%02d:%02d)())", (unsigned)i,
                  day->shifts[i].from_s / 3600, day->shifts[i].from_s / 60 % 60,
                  day->shifts[i].to_s / 3600 % 24, day->shifts[i].to_s / 60 % 60);
}

static void add_holiday(struct text *out, int64_t day, const struct shift_day *work, size_t *count)
{
    text_addf(out, "(0||%zu(d|%lld)(", (*count)++, (long long)(day - civil_day(1899, 12, 30)));
    if (work)
        add_day(out, work);
    text_add(out, STR("))"));
}

static void add_exceptions(struct export *x, struct text *out, const struct object *o)
{
    const struct day_ranges *holidays = calendar_get_holidays(o);
    const struct exceptions *special = calendar_get_special(o);
    size_t count = 0;

    text_add(out, STR("(0||Exceptions()("));
    for (size_t i = 0; holidays && i < holidays->count; i++)
        for (int64_t d = holidays->items[i].from_day; d <= holidays->items[i].to_day; d++)
            add_holiday(out, d, NULL, &count);
    for (size_t i = 0; special && i < special->count; i++) {
        const struct calendar_exception *e = &special->items[i];

        if (e->recurs != RECUR_NONE) {
            export_lose(x, EXPORT_SHIFTS, o->at);
            continue;
        }
        for (int64_t d = e->from_day; d <= e->to_day; d++)
            add_holiday(out, d, &e->work, &count);
    }
    text_add(out, STR("))"));
}

static void add_week(struct text *out, const struct shift_day week[7])
{
    text_add(out, STR("(0||DaysOfWeek()("));
    for (int i = 0; i < 7; i++) {
        text_addf(out, "(0||%d()(", i + 1);
        add_day(out, &week[(i + 6) % 7]);
        text_add(out, STR("))"));
    }
    text_add(out, STR("))"));
}

/* Weeks are not inherited in Primavera: each calendar gets the one it works by. */
static const struct week *week_of(const struct export *x, const struct object *o)
{
    for (int depth = 0; o && depth < CALENDAR_DEPTH_CEILING; depth++) {
        if (calendar_get_week(o))
            return calendar_get_week(o);
        o = plan_object(x->plan, calendar_get_parent(o));
    }
    return NULL;
}

static void add_calendar(struct export *x, struct text *out, const struct object *o)
{
    static const struct shift usual[] = {{9 * 3600, 12 * 3600}, {13 * 3600, 18 * 3600}};
    const struct week *stated = o ? week_of(x, o) : NULL;
    const struct object *parent = o ? plan_object(x->plan, calendar_get_parent(o)) : NULL;
    struct shift_day week[7];

    for (int i = 0; i < 7; i++)
        week[i] = stated ? stated->day[i]
                         : (struct shift_day){.given = true, .count = i < 5 ? 2 : 0,
                                              .shifts = usual};
    text_add(out, STR("%R"));
    number(out, calendar_row(o));
    cell(out, !o ? STR("Standard") : calendar_get_title(o) ? *calendar_get_title(o) : o->id);
    cell(out, STR("CA_Project"));
    if (parent)
        number(out, row_of(parent));
    else
        cell(out, STR(""));
    text_add(out, STR("\t(0||CalendarData()("));
    add_week(out, week);
    if (o)
        add_exceptions(x, out, o);
    text_add(out, STR("))\n"));
    if (o && calendar_get_alternate_weeks(o))
        export_lose(x, EXPORT_SHIFTS, o->at);
}

/* --- the project ----------------------------------------------------------------------------- */

static void add_project(struct export *x, struct text *out)
{
    const struct plan *p = x->plan;
    const struct objects *list = program_get_scheduling(p->program);
    const struct object *s = list && list->count > 0 ? list->items[0] : NULL;
    const uint32_t *mode = s ? scheduling_get_progress(s) : NULL;
    const uint32_t *lag = s ? scheduling_get_lag_calendar(s) : NULL;
    static const char *const lags[] = {"rcal_Predecessor", "rcal_Successor", "rcal_ProjDefault",
                                       "rcal_24Hour"};
    static const char *const floats[] = {"FT_Min", "FT_FF", "FT_SF"};
    const uint32_t *kind = s ? scheduling_get_total_float(s) : NULL;
    const uint32_t usual_lag = s && scheduling_get_dialect(s) &&
                               *scheduling_get_dialect(s) == DIALECT_P6 ? 0 : 1;

    if (usual_lag == 1)         /* by the rules of another tool */
        export_lose_field(x, KIND_scheduling, FIELD_scheduling_dialect, p->program->at);
    table(out, "PROJECT", "proj_id proj_short_name plan_start_date last_recalc_date "
                          "plan_end_date clndr_id critical_drtn_hr_cnt");
    text_add(out, STR("%R\t1"));
    cell(out, program_get_source_id(p->program) ? *program_get_source_id(p->program)
                                                : p->program->id);
    date(out, calendar_next_start(p->calendar, p->start));
    date(out, p->as_of);
    date(out, s && scheduling_get_must_finish_by(s)
                  ? scheduling_get_must_finish_by(s)->instant : CIVIL_NONE);
    number(out, calendar_row(plan_object(p, program_get_calendar(p->program))));
    hours(out, s && scheduling_get_critical_slack(s)
                   ? span_seconds(scheduling_get_critical_slack(s), p->calendar) : 0);
    text_add_char(out, '\n');
    table(out, "SCHEDOPTIONS", "proj_id sched_float_type sched_open_critical_flag "
                               "sched_retained_logic sched_progress_override "
                               "sched_calendar_on_relationship_lag");
    text_addf(out, "%%R\t1\t%s\t%s\t%s\t%s\t%s\n", floats[kind ? *kind : 0],
              s && scheduling_get_open_ends_own_finish(s) &&
                      *scheduling_get_open_ends_own_finish(s) ? "Y" : "N",
              !mode || *mode == PROGRESS_RETAINED ? "Y" : "N",
              mode && *mode == PROGRESS_OVERRIDE ? "Y" : "N", lags[lag ? *lag : usual_lag]);
}

/* Of "DEPOT.GRD" the last part. */
static struct str short_name(const struct object *o)
{
    struct str rest = task_get_wbs(o) ? *task_get_wbs(o) : o->id, piece = o->id;

    while (str_split(&rest, '.', &piece))
        ;
    return piece;
}

static void add_wbs(struct export *x, struct text *out, const struct export_row *rows,
                    size_t count)
{
    const struct object *program = x->plan->program;
    struct str root = {NULL, 0};

    table(out, "PROJWBS", "wbs_id proj_id parent_wbs_id wbs_short_name wbs_name proj_node_flag");
    text_add(out, STR("%R\t1\t1\t"));
    for (size_t i = 0; i < count && root.len == 0; i++)     /* "DEPOT" of "DEPOT.GRD" */
        if (rows[i].is_summary && task_get_wbs(rows[i].object))
            root = str_slice(*task_get_wbs(rows[i].object), 0,
                             str_find_char(*task_get_wbs(rows[i].object), '.'));
    cell(out, root.len > 0 ? root : program->id);
    cell(out, program_get_title(program) ? *program_get_title(program) : program->id);
    text_add(out, STR("\tY\n"));
    for (size_t i = 0; i < count; i++) {
        const struct object *o = rows[i].object;

        if (!rows[i].is_summary)
            continue;
        text_add(out, STR("%R"));
        number(out, row_of(o));
        number(out, 1);
        number(out, wbs_row(plan_object(x->plan, task_get_parent(o))));
        cell(out, short_name(o));
        cell(out, export_title(o));
        text_add(out, STR("\tN\n"));
    }
}

/* --- activities ------------------------------------------------------------------------------ */

static void add_constraint(struct export *x, struct text *out, const struct object *o,
                           const uint32_t *kind, const struct when *when)
{
    static const char *const words[] = {"", "CS_ALAP", "CS_MSOA", "CS_MEOA", "CS_MSOB", "CS_MEOB",
                                        "CS_MSO", "CS_MEO", "CS_MANDSTART", "CS_MANDFIN", ""};
    const bool finish = kind && (*kind == CONSTRAINT_FINISH_NO_EARLIER ||
                                 *kind == CONSTRAINT_FINISH_NO_LATER ||
                                 *kind == CONSTRAINT_FINISH_ON || *kind == CONSTRAINT_MUST_FINISH);

    cell(out, str_of(words[kind ? *kind : 0]));
    if (kind && *kind != CONSTRAINT_EXPECTED_FINISH)
        date(out, finish ? export_finish_of(x, o, when) : export_start_of(x, o, when));
    else
        text_add_char(out, '\t');
}

static void add_amounts(struct export *x, struct text *out, const struct object *o)
{
    int64_t whole = 0, left = 0;
    bool elapsed = false, has = false;

    if (o->kind == KIND_task) {
        has = export_duration(x, o, task_get_estimate(o), &whole, &elapsed);
        left = whole;
        export_duration(x, o, task_get_remaining(o), &left, &elapsed);
        if (!has && task_get_effort(o))
            export_lose(x, EXPORT_EFFORT, o->at);
    }
    hours(out, whole);
    hours(out, o->kind == KIND_task && task_get_finished(o) ? 0 : left);
}

static void add_dates(struct export *x, struct text *out, const struct object *o)
{
    const bool task = o->kind == KIND_task;
    const struct objects *list = task ? task_get_stored(o) : milestone_get_stored(o);
    const struct object *s = list && list->count > 0 ? list->items[0] : NULL;
    const struct when *stored[4] = {s ? stored_get_early_start(s) : NULL,
                                    s ? stored_get_early_finish(s) : NULL,
                                    s ? stored_get_late_start(s) : NULL,
                                    s ? stored_get_late_finish(s) : NULL};

    date(out, export_start_of(x, o, task ? task_get_started(o) : milestone_get_reached(o)));
    date(out, export_finish_of(x, o, task ? task_get_finished(o) : milestone_get_reached(o)));
    for (int i = 0; i < 4; i++)
        date(out, stored[i] ? stored[i]->instant : CIVIL_NONE);
    date(out, x->start[o->number]);
    date(out, x->finish[o->number]);
    date(out, task ? export_start_of(x, o, task_get_suspended(o)) : CIVIL_NONE);
    date(out, task ? export_start_of(x, o, task_get_resumes(o)) : CIVIL_NONE);
}

/* The floats that the file's own tool computed, and the share done that somebody reported. */
static void add_more(struct export *x, struct text *out, const struct object *o)
{
    const bool task = o->kind == KIND_task;
    const struct objects *list = task ? task_get_stored(o) : milestone_get_stored(o);
    const struct object *s = list && list->count > 0 ? list->items[0] : NULL;
    const struct span *total = s ? stored_get_total_float(s) : NULL;
    const struct span *free = s ? stored_get_free_float(s) : NULL;

    if (total)
        hours(out, span_seconds(total, x->plan->calendar));
    else
        text_add_char(out, '\t');
    if (free)
        hours(out, span_seconds(free, x->plan->calendar));
    else
        text_add_char(out, '\t');
    cell(out, task && task_get_done(o) ? STR("CP_Phys") : STR("CP_Drtn"));
    text_add_char(out, '\t');
    if (task && task_get_done(o))
        text_add_fixed(out, *task_get_done(o), 4, 0);
}

/* Where a reader would make another id: Baton's own is a field of its own. */
static void add_ids(struct xer_fields *f, const struct export_row *rows, size_t count)
{
    const struct plan *p = f->x->plan;
    const struct str id = STR("Baton id");

    for (size_t i = 0; i < count; i++) {
        const struct object *o = rows[i].object;
        const struct str *source = o->kind == KIND_task ? task_get_source_id(o)
                                                        : milestone_get_source_id(o);

        if (rows[i].is_summary ? !str_starts(o->id, STR("wbs-"))
                               : source && !str_equal(*source, o->id))
            xer_fields_text(f, rows[i].is_summary ? "PROJWBS" : "TASK", row_of(o), id, o->id,
                            false);
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct object *o = plan_nth(p, KIND_team, i);

        if (!str_equal(o->id, str_format(f->x->owner, "resource-%lld", (long long)row_of(o))))
            xer_fields_text(f, "RSRC", row_of(o), id, o->id, false);
    }
    if (program_get_source_id(p->program) &&
        !str_equal(*program_get_source_id(p->program), p->program->id))
        xer_fields_text(f, "PROJECT", 1, id, p->program->id, false);
    for (uint32_t i = 0; i < plan_count(p, KIND_calendar); i++) {
        const struct object *o = plan_nth(p, KIND_calendar, i);
        const long long row = (long long)row_of(o);

        if (!str_equal(o->id, str_format(f->x->owner, "calendar-%lld", row)))
            xer_fields_text(f, "PROJECT", 1, STR("Baton calendar"),
                            str_format(f->x->owner, "%lld %.*s", row, STR_ARG(o->id)), true);
    }
}

/* Activity codes in the three tables that they have: types, values, and who has which. */
static void add_codes(struct export *x, struct text *out, const struct export_row *rows,
                      size_t count)
{
    struct text types, values, uses;
    struct map type_of, value_of;
    uint32_t type_count = 0, value_count = 0;

    map_init(&type_of, x->owner);
    map_init(&value_of, x->owner);
    text_init(&types, x->owner);
    text_init(&values, x->owner);
    text_init(&uses, x->owner);
    for (size_t i = 0; i < count; i++) {
        const struct object *o = rows[i].object;
        const struct texts *custom = o->kind == KIND_task && !rows[i].is_summary
            ? task_get_custom(o) : NULL;

        for (size_t k = 0; custom && k < custom->count; k++) {
            const struct str text = custom->items[k];
            const size_t colon = str_find(text, STR(": "));
            const struct str name = str_slice(text, 0, colon);
            const struct str value = str_slice(text, colon + 2, text.len);
            uint32_t type, code;

            if (colon >= text.len || !xer_is_code(name))
                continue;
            if (map_insert(&type_of, name, type_count + 1, &type)) {
                type = ++type_count;
                text_add(&types, STR("%R"));
                number(&types, type);
                cell(&types, str_slice(name, 0, name.len - 7));
                text_add(&types, STR("\t60\t1\tAS_Project\n"));
            }
            if (map_insert(&value_of, text, value_count + 1, &code)) {
                code = ++value_count;
                text_add(&values, STR("%R"));
                number(&values, code);
                number(&values, type);
                cell(&values, value);
                cell(&values, value);
                text_add_char(&values, '\n');
            }
            text_add(&uses, STR("%R"));
            number(&uses, row_of(o));
            number(&uses, type);
            number(&uses, code);
            number(&uses, 1);
            text_add_char(&uses, '\n');
        }
    }
    if (type_count == 0)
        return;
    table(out, "ACTVTYPE", "actv_code_type_id actv_code_type actv_short_len proj_id "
                           "actv_code_type_scope");
    text_add(out, text_str(&types));
    table(out, "ACTVCODE", "actv_code_id actv_code_type_id short_name actv_code_name");
    text_add(out, text_str(&values));
    table(out, "TASKACTV", "task_id actv_code_type_id actv_code_id proj_id");
    text_add(out, text_str(&uses));
}

/* What other tools called it, and what was planned: fields of users, as is all that Primavera has
 * no column for. */
static void add_fields(struct xer_fields *f, const struct export_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct object *o = rows[i].object;
        const char *of = rows[i].is_summary ? "PROJWBS" : "TASK";

        if (o->kind == KIND_task) {
            xer_fields_custom(f, of, row_of(o), task_get_custom(o));
            xer_fields_baselines(f, of, row_of(o), o, task_get_baseline(o),
                                 task_get_baselines(o));
            if (task_get_deadline(o))
                xer_fields_date(f, of, row_of(o), STR("Deadline"),
                                export_finish_of(f->x, o, task_get_deadline(o)), true);
        } else {
            xer_fields_baselines(f, of, row_of(o), o, milestone_get_baseline(o), NULL);
        }
    }
    for (uint32_t i = 0; i < plan_count(f->x->plan, KIND_team); i++) {
        const struct object *o = plan_nth(f->x->plan, KIND_team, i);

        xer_fields_custom(f, "RSRC", row_of(o), team_get_custom(o));
        xer_fields_baselines(f, "RSRC", row_of(o), o, NULL, team_get_baselines(o));
    }
    add_ids(f, rows, count);
}

static void add_task(struct export *x, struct text *out, const struct object *o)
{
    const bool task = o->kind == KIND_task;
    const bool *event = task ? task_get_event(o) : NULL;
    const bool *inactive = task ? task_get_inactive(o) : NULL;
    const uint32_t *side = task ? task_get_event_side(o) : NULL;
    const struct str *source = task ? task_get_source_id(o) : milestone_get_source_id(o);
    const bool finished = task ? task_get_finished(o) != NULL : milestone_get_reached(o) != NULL;
    const struct object *calendar = plan_object(x->plan, task ? task_get_calendar(o)
                                                              : milestone_get_calendar(o));
    const uint32_t *first = task ? task_get_constraint(o) : NULL;
    const struct when *hold = task ? NULL : milestone_get_not_before(o);
    const uint32_t no_earlier = CONSTRAINT_START_NO_EARLIER;

    if (!task)
        export_lose(x, EXPORT_MILESTONES, o->at);
    if (!calendar)
        calendar = plan_object(x->plan, program_get_calendar(x->plan->program));
    text_add(out, STR("%R"));
    number(out, row_of(o));
    number(out, 1);
    number(out, wbs_row(plan_object(x->plan, task ? task_get_parent(o)
                                                  : milestone_get_parent(o))));
    number(out, calendar_row(calendar));
    cell(out, source ? *source : o->id);
    cell(out, export_title(o));
    cell(out, inactive && *inactive ? STR("TT_LOE")     /* outside the network, too */
              : task && !(event && *event) ? STR("TT_Task")
              : side && *side == EVENT_START ? STR("TT_Mile") : STR("TT_FinMile"));
    cell(out, finished ? STR("TK_Complete")
              : task && task_get_started(o) ? STR("TK_Active") : STR("TK_NotStart"));
    add_amounts(x, out, o);
    add_dates(x, out, o);
    if (hold)
        add_constraint(x, out, o, &no_earlier, hold);
    else
        add_constraint(x, out, o, first, task ? task_get_constraint_date(o) : NULL);
    add_constraint(x, out, o, task ? task_get_constraint2(o) : NULL,
                   task ? task_get_constraint2_date(o) : NULL);
    if (first && *first == CONSTRAINT_EXPECTED_FINISH)
        date(out, export_finish_of(x, o, task_get_constraint_date(o)));
    else
        text_add_char(out, '\t');
    add_more(x, out, o);
    text_add_char(out, '\n');
    if (task && (task_get_manual(o) || task_get_inactive(o)))
        export_lose(x, EXPORT_CONSTRAINTS, o->at);
}

/* The hours of work that a lag is at the dates of the schedule, by the calendar that Primavera
 * counts this plan's lags on; a share of what the predecessor takes. */
static int64_t lag_hours(struct export *x, const struct object *o, const struct export_link *l)
{
    const struct objects *list = program_get_scheduling(x->plan->program);
    const struct object *s = list && list->count > 0 ? list->items[0] : NULL;
    const uint32_t *rule = s ? scheduling_get_lag_calendar(s) : NULL;
    const bool p6 = s && scheduling_get_dialect(s) && *scheduling_get_dialect(s) == DIALECT_P6;
    const bool by_start = l->type == LINK_SS || l->type == LINK_SF;
    const int64_t from = by_start ? x->start[l->pred->number] : x->finish[l->pred->number];
    int64_t lag = l->lag_s, whole = 0;
    bool elapsed = false;

    if (l->lag_kind == LAG_PERCENT || l->lag_kind == LAG_PERCENT_ELAPSED) {
        if (l->pred->kind != KIND_task ||
            !export_duration(x, l->pred, task_get_estimate(l->pred), &whole, &elapsed))
            return 0;
        lag = whole * l->lag_ppm / 1000000;
    }
    if (l->lag_kind == LAG_WORKING || l->lag_kind == LAG_PERCENT || from == CIVIL_NONE)
        return lag;
    if (rule ? *rule == LAG_CALENDAR_SUCCESSOR : !p6)
        return calendar_work(plan_calendar_of(x->plan, o), from, from + lag);
    if (rule && *rule == LAG_CALENDAR_ALWAYS)
        return lag;
    if (rule && *rule == LAG_CALENDAR_PROGRAM)
        return calendar_work(x->plan->calendar, from, from + lag);
    return calendar_work(plan_calendar_of(x->plan, l->pred), from, from + lag);
}

static void add_link(struct text *out, const struct export_link *l, const struct object *o,
                     int64_t row, int64_t lag)
{
    static const char *const types[] = {"PR_FS", "PR_SS", "PR_FF", "PR_SF"};

    text_add(out, STR("%R"));
    number(out, row);
    number(out, row_of(o));
    number(out, row_of(l->pred));
    number(out, 1);
    number(out, 1);
    cell(out, str_of(types[l->type]));
    hours(out, lag);
    text_add_char(out, '\n');
}

/* Links between activities; others, and what of a lag hours cannot say, stand in a field too. */
static void add_links(struct xer_fields *f, struct text *out, const struct export_row *row,
                      const bool *is_summary, int64_t *id)
{
    struct export *x = f->x;
    const struct object *o = row->object;
    const char *of = row->is_summary ? "PROJWBS" : "TASK";
    size_t count;
    const struct export_link *links = export_all_links(x, o, &count);

    for (size_t i = 0; i < count; i++) {
        const struct export_link *l = &links[i];
        int64_t lag = INT64_MIN;

        if (row->is_summary || is_summary[l->pred->number]) {
            export_lose(x, EXPORT_SUMMARY_LINKS, o->at);
        } else if (l->stated && l->stated->at_most) {
            export_lose(x, EXPORT_BOUNDS_KEPT, l->stated->other.at);
        } else {
            lag = lag_hours(x, o, l);
            add_link(out, l, o, ++*id, lag);
            if (l->lag_kind == LAG_WORKING || (l->lag_s == 0 && l->lag_ppm == 0))
                continue;
            export_lose(x, EXPORT_LAGS, o->at);
        }
        if (l->stated)
            xer_fields_link(f, of, row_of(o), (unsigned)i + 1, l->stated, lag);
    }
}

/* --- resources ------------------------------------------------------------------------------- */

static void add_assignments(struct xer_fields *f, struct text *out, const struct object *o,
                            int64_t *id)
{
    struct export *x = f->x;
    const struct objects *list = task_get_assignments(o);
    const struct object *team = plan_object(x->plan, task_get_team(o));

    if (team && team->kind == KIND_team && (!list || list->count == 0)) {
        text_add(out, STR("%R"));
        number(out, ++*id);
        number(out, row_of(o));
        number(out, 1);
        number(out, row_of(team));
        text_add(out, STR("\t\t\t\t\t\t\n"));
    }
    for (size_t i = 0; list && i < list->count; i++) {
        const struct object *a = list->items[i];
        const struct object *who = plan_object(x->plan, assignment_get_who(a));

        if (!who || who->kind != KIND_team) {
            export_lose(x, EXPORT_ASSIGNMENTS, a->at);
            continue;
        }
        if (!str_equal(a->id, str_format(x->owner, "a%zu", i + 1)))
            export_lose(x, EXPORT_NUMBERS, a->at);
        text_add(out, STR("%R"));
        number(out, ++*id);
        number(out, row_of(o));
        number(out, 1);
        number(out, row_of(who));
        hours(out, assignment_get_work(a) ? span_seconds(assignment_get_work(a),
                                                         x->plan->calendar) : 0);
        hours(out, assignment_get_remaining(a) ? span_seconds(assignment_get_remaining(a),
                                                              x->plan->calendar) : 0);
        text_add_char(out, '\t');
        if (assignment_get_units(a))
            text_add_fixed(out, *assignment_get_units(a), 6, 0);
        date(out, assignment_get_start(a) ? assignment_get_start(a)->instant : CIVIL_NONE);
        date(out, assignment_get_finish(a) ? assignment_get_finish(a)->instant : CIVIL_NONE);
        if (assignment_get_delay(a))
            hours(out, span_seconds(assignment_get_delay(a), x->plan->calendar));
        text_add_char(out, '\n');
        xer_fields_custom(f, "TASKRSRC", *id, assignment_get_custom(a));
        xer_fields_baselines(f, "TASKRSRC", *id, o, NULL, assignment_get_baselines(a));
    }
}

static void add_resources(struct xer_fields *f, struct text *out, const struct export_row *rows,
                          size_t count)
{
    struct export *x = f->x;
    int64_t id = 0;

    table(out, "RSRC", "rsrc_id rsrc_short_name rsrc_name rsrc_type clndr_id");
    for (uint32_t i = 0; i < plan_count(x->plan, KIND_team); i++) {
        const struct object *o = plan_nth(x->plan, KIND_team, i);
        const uint32_t *kind = team_get_kind(o);
        const struct object *calendar = plan_object(x->plan, team_get_calendar(o));

        if (kind && *kind == RESOURCE_TEAM)
            export_lose_field(x, KIND_team, FIELD_team_kind, o->at);
        text_add(out, STR("%R"));
        number(out, row_of(o));
        cell(out, o->id);
        cell(out, team_get_title(o) ? *team_get_title(o) : o->id);
        cell(out, kind && *kind == RESOURCE_EQUIPMENT ? STR("RT_Equip") : STR("RT_Labor"));
        if (calendar)
            number(out, row_of(calendar));
        else
            text_add_char(out, '\t');
        text_add_char(out, '\n');
    }
    table(out, "RSRCRATE", "rsrc_rate_id rsrc_id max_qty_per_hr");
    for (uint32_t i = 0; i < plan_count(x->plan, KIND_team); i++) {
        const struct object *o = plan_nth(x->plan, KIND_team, i);

        if (!team_get_capacity(o))
            continue;
        text_add(out, STR("%R"));
        number(out, i + 1);
        number(out, row_of(o));
        text_add_char(out, '\t');
        text_add_fixed(out, *team_get_capacity(o), 6, 0);
        text_add_char(out, '\n');
    }
    table(out, "TASKRSRC", "taskrsrc_id task_id proj_id rsrc_id target_qty remain_qty "
                           "target_qty_per_hr restart_date reend_date target_lag_drtn_hr_cnt");
    for (size_t i = 0; i < count; i++)
        if (rows[i].object->kind == KIND_task && !rows[i].is_summary)
            add_assignments(f, out, rows[i].object, &id);
}

void xer_write(struct export *x, struct text *out)
{
    const struct plan *p = x->plan;
    size_t count;
    const struct export_row *rows = export_rows(x, &count);
    const struct str *currency = program_get_currency(p->program);
    bool *is_summary = ARENA_ARRAY(x->owner, bool, p->object_count + 1);
    struct xer_fields fields;
    int64_t id = 0;

    xer_fields_init(&fields, x);
    for (size_t i = 0; i < count; i++)
        is_summary[rows[i].object->number] = rows[i].is_summary;
    text_add(out, STR("ERMHDR\t8.0\t"));
    date(out, p->as_of);
    text_addf(out, "\tProject\tbaton\tbaton\tdbxDatabaseNoName\tProject Management\t%.*s\n",
              STR_ARG(currency ? *currency : STR("USD")));
    table(out, "CALENDAR", "clndr_id clndr_name clndr_type base_clndr_id clndr_data");
    if (!plan_object(p, program_get_calendar(p->program))) {
        export_lose(x, EXPORT_STANDARD, p->program->at);
        add_calendar(x, out, NULL);
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_calendar); i++)
        add_calendar(x, out, plan_nth(p, KIND_calendar, i));
    add_project(x, out);
    add_wbs(x, out, rows, count);
    table(out, "TASK", "task_id proj_id wbs_id clndr_id task_code task_name task_type status_code "
                       "target_drtn_hr_cnt remain_drtn_hr_cnt act_start_date act_end_date "
                       "early_start_date early_end_date late_start_date late_end_date "
                       "target_start_date target_end_date suspend_date resume_date cstr_type "
                       "cstr_date cstr_type2 cstr_date2 expect_end_date total_float_hr_cnt "
                       "free_float_hr_cnt complete_pct_type phys_complete_pct");
    for (size_t i = 0; i < count; i++)
        if (!rows[i].is_summary)
            add_task(x, out, rows[i].object);
    table(out, "TASKPRED", "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type "
                           "lag_hr_cnt");
    for (size_t i = 0; i < count; i++)
        add_links(&fields, out, &rows[i], is_summary, &id);
    add_resources(&fields, out, rows, count);
    add_codes(x, out, rows, count);
    add_fields(&fields, rows, count);
    xer_fields_write(&fields, out);
    text_add(out, STR("%E\n"));
}
