/* SPDX-License-Identifier: Apache-2.0 */
/* A plan as Microsoft Project XML. A task's UID is the one it was imported with where that is a
 * number; its id here stands in a custom field called "Baton id", by which it is known again.
 * Calendars have no custom fields: theirs are the list of values of the field "Baton rules". */
#include "core/base/arena.h"
#include "core/format/mspdi_out.h"

/* Text1 to Text30 of tasks, as the format numbers them. */
enum { TEXT_FIELDS = 30, RESOURCE_TEXT_30 = 205521140 };
static const int text_fields[TEXT_FIELDS] = {
    188743731, 188743734, 188743737, 188743740, 188743743, 188743746, 188743747, 188743748,
    188743749, 188743750, 188743997, 188743998, 188743999, 188744000, 188744001, 188744002,
    188744003, 188744004, 188744005, 188744006, 188744007, 188744008, 188744009, 188744010,
    188744011, 188744012, 188744013, 188744014, 188744015, 188744016};

/* --- numbers --------------------------------------------------------------------------------- */

static const struct str *source_id(const struct object *o)
{
    switch (o->kind) {
    case KIND_task: return task_get_source_id(o);
    case KIND_milestone: return milestone_get_source_id(o);
    case KIND_team: return team_get_source_id(o);
    case KIND_calendar: return calendar_get_source_id(o);
    default: return NULL;
    }
}

/* UIDs are unique among what is written alike: tasks with milestones, teams, calendars. */
static void give_numbers(struct mspdi_out *m, enum kind first, enum kind second, uint32_t least)
{
    const struct plan *p = m->x->plan;
    struct map used;
    uint32_t next = least;

    map_init(&used, m->x->owner);
    for (uint32_t i = 0; i < p->object_count; i++) {
        const struct object *o = p->objects[i];
        const struct str *id = source_id(o);
        int64_t value;

        if ((o->kind == first || o->kind == second) && id && str_to_i64(*id, &value) &&
            value >= least && value < 1000000000 &&
            map_insert_u64(&used, (uint64_t)value, 1, NULL))
            m->uid[i] = (uint32_t)value;
    }
    for (uint32_t i = 0; i < p->object_count; i++) {
        const struct object *o = p->objects[i];

        if ((o->kind != first && o->kind != second) || m->uid[i] > 0)
            continue;
        while (!map_insert_u64(&used, next, 1, NULL))
            next++;
        m->uid[i] = next;
    }
}

/* --- tasks ----------------------------------------------------------------------------------- */

static void write_links(struct mspdi_out *m, const struct object *o)
{
    static const int types[] = {1, 3, 0, 2};        /* FS SS FF SF */
    size_t count;
    const struct export_link *links = export_links(m->x, o, &count);

    for (size_t i = 0; i < count; i++) {
        const struct export_link *l = &links[i];
        const bool percent = l->lag_kind == LAG_PERCENT || l->lag_kind == LAG_PERCENT_ELAPSED;

        text_add(m->out, STR("<PredecessorLink>"));
        number(m->out, "PredecessorUID", m->uid[l->pred->number]);
        number(m->out, "Type", types[l->type]);
        number(m->out, "LinkLag", percent ? l->lag_ppm / 10000 : l->lag_s / 6);
        number(m->out, "LagFormat", l->lag_kind == LAG_PERCENT ? 19
                                    : l->lag_kind == LAG_PERCENT_ELAPSED ? 20
                                    : l->lag_kind == LAG_ELAPSED ? 8 : 7);
        text_add(m->out, STR("</PredecessorLink>"));
    }
}

static void write_constraint(struct mspdi_out *m, const struct object *o)
{
    static const int types[] = {0, 1, 4, 6, 5, 7, 2, 3, 2, 3, 0};
    const uint32_t *kind = task_get_constraint(o);
    const struct when *date = task_get_constraint_date(o);

    if (task_get_constraint2(o) || (kind && *kind == CONSTRAINT_EXPECTED_FINISH))
        export_lose(m->x, EXPORT_CONSTRAINTS, o->at);
    if (!kind)
        return;
    number(m->out, "ConstraintType", types[*kind]);
    instant(m->out, "ConstraintDate",
            types[*kind] == 3 || types[*kind] >= 6 ? export_finish_of(m->x, o, date)
                                                   : export_start_of(m->x, o, date));
}

static void write_stored(struct mspdi_out *m, const struct object *stored)
{
    static const char *const names[] = {"EarlyStart", "EarlyFinish", "LateStart", "LateFinish"};
    const struct when *dates[] = {stored_get_early_start(stored), stored_get_early_finish(stored),
                                  stored_get_late_start(stored), stored_get_late_finish(stored)};
    const struct calendar *c = m->x->plan->calendar;

    for (int i = 0; i < 4; i++)
        if (dates[i])
            instant(m->out, names[i], dates[i]->instant);
    if (stored_get_total_float(stored))
        number(m->out, "TotalSlack", span_seconds(stored_get_total_float(stored), c) / 6);
    if (stored_get_free_float(stored))
        number(m->out, "FreeSlack", span_seconds(stored_get_free_float(stored), c) / 6);
    if (stored_get_critical(stored))
        number(m->out, "Critical", *stored_get_critical(stored));
}

/* Under its number: 0 is the baseline, the others are those of the file it came from. */
static void write_baseline(struct mspdi_out *m, const struct object *o, int64_t which,
                           const struct object *baseline)
{
    const struct calendar *c = plan_calendar_of(m->x->plan, o);
    const struct span *takes = baseline_get_duration(baseline);

    text_add(m->out, STR("<Baseline>"));
    number(m->out, "Number", which);
    instant(m->out, "Start", export_start_of(m->x, o, baseline_get_start(baseline)));
    instant(m->out, "Finish", export_finish_of(m->x, o, baseline_get_finish(baseline)));
    if (takes) {
        duration(m->out, "Duration", span_seconds(takes, c));
        if (takes->elapsed)
            number(m->out, "DurationFormat", 8);
    }
    if (baseline_get_work(baseline))
        duration(m->out, "Work", span_seconds(baseline_get_work(baseline), c));
    if (baseline_get_cost(baseline))
        number(m->out, "Cost", *baseline_get_cost(baseline));
    text_add(m->out, STR("</Baseline>"));
}

static void write_baselines(struct mspdi_out *m, const struct object *o,
                            const struct objects *first, const struct objects *others)
{
    int64_t which;

    if (first && first->count > 0)
        write_baseline(m, o, 0, first->items[0]);
    for (size_t i = 0; others && i < others->count; i++) {
        if (str_to_i64(others->items[i]->id, &which) && which >= (first ? 1 : 0) && which <= 10)
            write_baseline(m, o, which, others->items[i]);
        else
            export_lose(m->x, EXPORT_BASELINES, others->items[i]->at);
    }
}

static void write_progress(struct mspdi_out *m, const struct object *o)
{
    const struct when *stop = task_get_suspended(o), *resume = task_get_resumes(o);
    int64_t left;
    bool elapsed;

    instant(m->out, "ActualStart", export_start_of(m->x, o, task_get_started(o)));
    instant(m->out, "ActualFinish", export_finish_of(m->x, o, task_get_finished(o)));
    if (task_get_done(o)) {
        number(m->out, "PercentComplete", *task_get_done(o) / 10000);
        if (*task_get_done(o) % 10000 != 0)
            export_lose_field(m->x, KIND_task, FIELD_task_done, o->at);
    }
    if (export_duration(m->x, o, task_get_remaining(o), &left, &elapsed))
        duration(m->out, "RemainingDuration", left);
    if (stop || resume)
        instant(m->out, "Stop", export_start_of(m->x, o, stop ? stop : resume));
    instant(m->out, "Resume", export_start_of(m->x, o, resume));
}

static bool is_set(const bool *flag)
{
    return flag && *flag;
}

static void write_flags(struct mspdi_out *m, const struct object *o)
{
    static const int types[] = {1, 0, 2};
    const struct calendar *c = plan_calendar_of(m->x->plan, o);
    const struct object *own = plan_object(m->x->plan, task_get_calendar(o));

    if (is_set(task_get_inactive(o)))
        number(m->out, "Active", 0);
    if (is_set(task_get_manual(o))) {
        number(m->out, "Manual", 1);
        instant(m->out, "ManualStart", export_start_of(m->x, o, task_get_start(o)));
        instant(m->out, "ManualFinish", export_finish_of(m->x, o, task_get_finish(o)));
    }
    if (is_set(task_get_ignore_resource_calendar(o)))
        number(m->out, "IgnoreResourceCalendar", 1);
    if (task_get_duration_kind(o))
        number(m->out, "Type", types[*task_get_duration_kind(o)]);
    if (task_get_levelling_delay(o))
        number(m->out, "LevelingDelay", span_seconds(task_get_levelling_delay(o), c) / 6);
    if (task_get_fixed_cost(o))
        number(m->out, "FixedCost", task_get_fixed_cost(o)->b);
    if (own)
        number(m->out, "CalendarUID", m->uid[own->number]);
}

/* What an object was called where it came from, where its UID does not say it; else empty. */
static struct str other_source(const struct mspdi_out *m, const struct object *o)
{
    const struct str *source = source_id(o);
    int64_t value;

    if (!source || (str_to_i64(*source, &value) && value == m->uid[o->number]))
        return (struct str){NULL, 0};
    return *source;
}

/* "ID", or "ID SOURCE". */
static void write_own_id(struct mspdi_out *m, int field, const struct object *o)
{
    const struct str source = other_source(m, o);

    text_addf(m->out, "<ExtendedAttribute><FieldID>%d</FieldID>", field);
    words(m->out, "Value", source.len > 0 ? str_format(m->x->owner, "%.*s %.*s", STR_ARG(o->id),
                                                       STR_ARG(source)) : o->id);
    text_add(m->out, STR("</ExtendedAttribute>"));
}

/* Whether a reader makes this id of the UID by itself. */
static bool is_made_id(const struct mspdi_out *m, const struct object *o, char letter)
{
    return str_equal(o->id, str_format(m->x->owner, "%c%u", letter, (unsigned)m->uid[o->number]));
}

static void write_custom(struct mspdi_out *m, const struct texts *custom, const struct object *of)
{
    for (size_t i = 0; custom && i < custom->count; i++) {
        const size_t colon = str_find(custom->items[i], STR(": "));
        const struct str field = str_slice(custom->items[i], 0, colon);
        int64_t is_number;

        const bool numbered = str_to_i64(field, &is_number);
        uint32_t text_field;

        if (!numbered && !(of->kind == KIND_task && map_find(&m->named, field, &text_field))) {
            export_lose_field(m->x, of->kind, schema_field(of->kind, STR("custom")), of->at);
            continue;
        }
        text_add(m->out, STR("<ExtendedAttribute>"));
        if (numbered)
            words(m->out, "FieldID", field);
        else
            number(m->out, "FieldID", text_fields[text_field]);
        words(m->out, "Value", str_slice(custom->items[i], colon + 2, custom->items[i].len));
        text_add(m->out, STR("</ExtendedAttribute>"));
    }
}

static void write_task_custom(struct mspdi_out *m, const struct object *o)
{
    if (m->id_field > 0)
        write_own_id(m, text_fields[m->id_field - 1], o);
    else if (!is_made_id(m, o, 't') || other_source(m, o).len > 0)
        export_lose(m->x, EXPORT_IDS, o->at);
    write_custom(m, o->kind == KIND_task ? task_get_custom(o) : NULL, o);
}

static void write_task_fields(struct mspdi_out *m, const struct object *o)
{
    const struct objects *stored = task_get_stored(o);
    int64_t seconds = 0;
    bool elapsed = false;

    if (export_duration(m->x, o, task_get_estimate(o), &seconds, &elapsed)) {
        duration(m->out, "Duration", seconds);
        number(m->out, "DurationFormat", elapsed ? 8 : 7);
    } else if (task_get_effort(o)) {
        export_lose(m->x, EXPORT_EFFORT, o->at);
    }
    number(m->out, "Milestone", is_set(task_get_event(o)));
    if (task_get_wbs(o))
        words(m->out, "WBS", *task_get_wbs(o));
    write_flags(m, o);
    write_progress(m, o);
    write_constraint(m, o);
    instant(m->out, "Deadline", export_finish_of(m->x, o, task_get_deadline(o)));
    if (stored && stored->count > 0)
        write_stored(m, stored->items[0]);
    write_baselines(m, o, task_get_baseline(o), task_get_baselines(o));
}

static void write_milestone_fields(struct mspdi_out *m, const struct object *o)
{
    const struct when *hold = milestone_get_not_before(o);

    export_lose(m->x, EXPORT_MILESTONES, o->at);
    text_add(m->out, STR("<Duration>PT0H0M0S</Duration><Milestone>1</Milestone>"));
    instant(m->out, "ActualStart", export_finish_of(m->x, o, milestone_get_reached(o)));
    instant(m->out, "ActualFinish", export_finish_of(m->x, o, milestone_get_reached(o)));
    if (!hold && !milestone_get_after(o))
        hold = milestone_get_date(o);
    if (milestone_get_date(o) && hold != milestone_get_date(o))
        export_lose_field(m->x, KIND_milestone, FIELD_milestone_date, o->at);
    if (hold) {
        number(m->out, "ConstraintType", 4);
        instant(m->out, "ConstraintDate", export_start_of(m->x, o, hold));
    }
    write_baselines(m, o, milestone_get_baseline(o), NULL);
}

static void write_row(struct mspdi_out *m, const struct export_row *row, size_t id)
{
    const struct object *o = row->object;

    text_add(m->out, STR("<Task>"));
    number(m->out, "UID", m->uid[o->number]);
    number(m->out, "ID", (int64_t)id);
    words(m->out, "Name", export_title(o));
    number(m->out, "OutlineLevel", row->level);
    number(m->out, "Summary", row->is_summary);
    instant(m->out, "Start", m->x->start[o->number]);
    instant(m->out, "Finish", m->x->finish[o->number]);
    if (o->kind == KIND_task)
        write_task_fields(m, o);
    else
        write_milestone_fields(m, o);
    write_links(m, o);
    write_task_custom(m, o);
    text_add(m->out, STR("</Task>\n"));
}

/* --- resources ------------------------------------------------------------------------------- */

static void write_team(struct mspdi_out *m, const struct object *o)
{
    const struct object *calendar = plan_object(m->x->plan, team_get_calendar(o));

    text_add(m->out, STR("<Resource>"));
    number(m->out, "UID", m->uid[o->number]);
    words(m->out, "Name", team_get_title(o) ? *team_get_title(o) : o->id);
    number(m->out, "Type", 1);
    if (team_get_capacity(o)) {
        text_add(m->out, STR("<MaxUnits>"));
        text_add_fixed(m->out, *team_get_capacity(o), 6, 0);
        text_add(m->out, STR("</MaxUnits>"));
    }
    if (calendar)
        number(m->out, "CalendarUID", m->uid[calendar->number]);
    if (team_get_kind(o) && *team_get_kind(o) !=
            (team_get_capacity(o) && *team_get_capacity(o) > 1000000 ? RESOURCE_TEAM
                                                                    : RESOURCE_PERSON))
        export_lose_field(m->x, KIND_team, FIELD_team_kind, o->at);
    if (m->teams_have_ids)
        write_own_id(m, RESOURCE_TEXT_30, o);
    else if (!is_made_id(m, o, 'r') || other_source(m, o).len > 0)
        export_lose(m->x, EXPORT_IDS, o->at);
    write_custom(m, team_get_custom(o), o);
    write_baselines(m, o, NULL, team_get_baselines(o));
    text_add(m->out, STR("</Resource>\n"));
}

static void write_assignment(struct mspdi_out *m, const struct object *task,
                             const struct object *who, const struct object *a, uint32_t uid)
{
    const struct calendar *c = plan_calendar_of(m->x->plan, who);

    text_add(m->out, STR("<Assignment>"));
    number(m->out, "UID", uid);
    number(m->out, "TaskUID", m->uid[task->number]);
    number(m->out, "ResourceUID", m->uid[who->number]);
    if (a && assignment_get_units(a)) {
        text_add(m->out, STR("<Units>"));
        text_add_fixed(m->out, *assignment_get_units(a), 6, 0);
        text_add(m->out, STR("</Units>"));
    }
    if (a && assignment_get_work(a))
        duration(m->out, "Work", span_seconds(assignment_get_work(a), c));
    if (a && assignment_get_remaining(a))
        duration(m->out, "RemainingWork", span_seconds(assignment_get_remaining(a), c));
    if (a && assignment_get_delay(a))
        number(m->out, "Delay", span_seconds(assignment_get_delay(a), c) / 6);
    if (a && assignment_get_contour(a))
        number(m->out, "WorkContour", 1 + (int64_t)*assignment_get_contour(a));
    else if (a && is_set(assignment_get_uneven(a)))
        number(m->out, "WorkContour", 8);
    if (a && assignment_get_start(a))
        instant(m->out, "Start", assignment_get_start(a)->instant);
    if (a && assignment_get_finish(a))
        instant(m->out, "Finish", assignment_get_finish(a)->instant);
    if (a) {
        write_custom(m, assignment_get_custom(a), a);
        write_baselines(m, who, NULL, assignment_get_baselines(a));
    }
    text_add(m->out, STR("</Assignment>\n"));
}

static void write_piece(struct mspdi_out *m, int64_t from, int64_t to, int64_t work_s)
{
    text_add(m->out, STR("<TimephasedData><Type>1</Type>"));
    instant(m->out, "Start", from);
    instant(m->out, "Finish", to);
    text_add(m->out, STR("<Unit>2</Unit>"));
    duration(m->out, "Value", work_s);
    text_add(m->out, STR("</TimephasedData>"));
}

/* Work of nobody in pieces: the only place where the format shows that a task pauses. */
static void write_pauses(struct mspdi_out *m, const struct object *o, uint32_t uid)
{
    const struct day_ranges *pauses = task_get_pauses(o);
    const struct calendar *c = plan_calendar_of(m->x->plan, o);
    const int64_t finish = m->x->finish[o->number];
    int64_t from = m->x->start[o->number];

    text_add(m->out, STR("<Assignment>"));
    number(m->out, "UID", uid);
    number(m->out, "TaskUID", m->uid[o->number]);
    text_add(m->out, STR("<ResourceUID>-65535</ResourceUID>"));
    for (size_t i = 0; i < pauses->count; i++) {
        const int64_t first = pauses->items[i].from_day * CIVIL_DAY_S;
        const int64_t end = (pauses->items[i].to_day + 1) * CIVIL_DAY_S;

        if (from == CIVIL_NONE || first <= from || end >= finish)
            continue;
        write_piece(m, from, first, calendar_work(c, from, first));
        write_piece(m, first, end - 60, 0);
        from = end;
    }
    if (from != CIVIL_NONE && from < finish)
        write_piece(m, from, finish, calendar_work(c, from, finish));
    text_add(m->out, STR("</Assignment>\n"));
}

/* The number of an assignment that came with one: "a12". */
static bool own_number(const struct object *a, uint64_t *ret)
{
    int64_t value;

    if (!str_starts(a->id, STR("a")) ||
        !str_to_i64(str_slice(a->id, 1, a->id.len), &value) || value < 1 || value > INT32_MAX)
        return false;
    *ret = (uint64_t)value;
    return true;
}

/* Own numbers are kept for the first row that has each. */
static void keep_numbers(struct mspdi_out *m)
{
    uint64_t own;

    for (size_t i = 0; i < m->row_count; i++) {
        const struct object *o = m->rows[i].object;
        const struct objects *list = o->kind == KIND_task ? task_get_assignments(o) : NULL;

        for (size_t k = 0; list && k < list->count; k++)
            if (own_number(list->items[k], &own))
                map_insert_u64(&m->numbers, own, (uint32_t)i + 1, NULL);
    }
}

/* An assignment's own number, where its row keeps it; else the next that is free. */
static uint32_t number_of(struct mspdi_out *m, size_t row, const struct object *a)
{
    uint64_t own;
    uint32_t keeper;

    if (a && own_number(a, &own) && map_find_u64(&m->numbers, own, &keeper) && keeper == row + 1)
        return (uint32_t)own;
    while (!map_insert_u64(&m->numbers, m->next_number, 0, NULL))
        m->next_number++;
    return m->next_number;
}

static void write_assignments(struct mspdi_out *m)
{
    keep_numbers(m);

    for (size_t i = 0; i < m->row_count; i++) {
        const struct object *o = m->rows[i].object;
        const struct objects *list = o->kind == KIND_task ? task_get_assignments(o) : NULL;
        const struct object *team = o->kind == KIND_task ? plan_object(m->x->plan,
                                                                       task_get_team(o)) : NULL;

        for (size_t k = 0; list && k < list->count; k++) {
            const struct object *who = plan_object(m->x->plan,
                                                   assignment_get_who(list->items[k]));

            uint32_t given;
            uint64_t own;

            if (!who || who->kind != KIND_team) {
                export_lose(m->x, EXPORT_ASSIGNMENTS, list->items[k]->at);
                continue;
            }
            given = number_of(m, i, list->items[k]);
            if (!own_number(list->items[k], &own) || own != given)
                export_lose(m->x, EXPORT_NUMBERS, list->items[k]->at);
            write_assignment(m, o, who, list->items[k], given);
        }
        if (team && (!list || list->count == 0))
            write_assignment(m, o, team, NULL, number_of(m, i, NULL));
        if (o->kind == KIND_task && task_get_pauses(o))
            write_pauses(m, o, number_of(m, i, NULL));
    }
}

/* --- the file -------------------------------------------------------------------------------- */

/* "3 shop": by UID, since Project may number a list anew. */
static void write_calendar_ids(struct mspdi_out *m)
{
    const struct plan *p = m->x->plan;
    bool need = false;

    for (uint32_t i = 0; i < plan_count(p, KIND_calendar); i++) {
        const struct object *o = plan_nth(p, KIND_calendar, i);

        const struct str source = other_source(m, o);

        if (is_made_id(m, o, 'c') && source.len == 0)
            continue;
        if (m->rules_field == 0) {
            export_lose(m->x, EXPORT_IDS, o->at);
            continue;
        }
        text_addf(m->out, "%s<Value><ID>%u</ID>", need ? "" : "<ValueList>", i + 1);
        words(m->out, "Value", str_format(m->x->owner, "%u %.*s%s%.*s",
                                          (unsigned)m->uid[o->number], STR_ARG(o->id),
                                          source.len > 0 ? " " : "", STR_ARG(source)));
        text_add(m->out, STR("</Value>"));
        need = true;
    }
    if (need)
        text_add(m->out, STR("</ValueList>"));
}

static void write_id_fields(struct mspdi_out *m, const char *rules)
{
    if (m->id_field == 0) {
        write_calendar_ids(m);
        return;
    }
    text_addf(m->out, "<ExtendedAttribute><FieldID>%d</FieldID><FieldName>Text%d</FieldName>"
                      "<Alias>Baton rules %s</Alias>",
              text_fields[m->rules_field - 1], m->rules_field, rules);
    write_calendar_ids(m);
    text_addf(m->out, "</ExtendedAttribute>"
                      "<ExtendedAttribute><FieldID>%d</FieldID><FieldName>Text%d</FieldName>"
                      "<Alias>Baton id</Alias></ExtendedAttribute>",
              text_fields[m->id_field - 1], m->id_field);
}

/* The text fields that stand in for the custom fields of other tools. */
static void write_named_fields(struct mspdi_out *m)
{
    const struct plan *p = m->x->plan;
    struct map written;

    map_init(&written, m->x->owner);
    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct texts *custom = task_get_custom(plan_nth(p, KIND_task, i));

        for (size_t k = 0; custom && k < custom->count; k++) {
            const struct str name = str_slice(custom->items[k], 0,
                                              str_find(custom->items[k], STR(": ")));
            uint32_t f;

            if (!map_find(&m->named, name, &f) || !map_insert(&written, name, 1, NULL))
                continue;
            text_addf(m->out, "<ExtendedAttribute><FieldID>%d</FieldID>"
                              "<FieldName>Text%u</FieldName>", text_fields[f], (unsigned)f + 1);
            words(m->out, "Alias", str_format(m->x->owner, "Baton field %.*s", STR_ARG(name)));
            text_add(m->out, STR("</ExtendedAttribute>"));
        }
    }
}

/* The first working moment; of a calendar of its own, a task may begin before the program's. */
static int64_t start_date(const struct mspdi_out *m)
{
    const struct plan *p = m->x->plan;
    int64_t start = calendar_next_start(p->calendar, p->start);

    for (uint32_t i = 0; i < p->object_count; i++)
        if (m->x->start[i] >= p->start && m->x->start[i] < start)
            start = m->x->start[i];
    return start;
}

static void write_head(struct mspdi_out *m)
{
    const struct plan *p = m->x->plan;
    const struct object *calendar = plan_object(p, program_get_calendar(p->program));
    const struct objects *list = program_get_scheduling(p->program);
    const struct object *s = list && list->count > 0 ? list->items[0] : NULL;
    static const char *const dialects[] = {"native", "msproject", "p6"};
    uint32_t dialect = DIALECT_NATIVE;

    text_add(m->out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                         "<Project xmlns=\"http://schemas.microsoft.com/project\">\n"
                         "<SaveVersion>14</SaveVersion>"));
    words(m->out, "Name", p->program->id);
    words(m->out, "Title", program_get_title(p->program) ? *program_get_title(p->program)
                                                         : p->program->id);
    number(m->out, "ScheduleFromStart", !(s && is_set(scheduling_get_from_finish(s))));
    instant(m->out, "StartDate", start_date(m));
    if (s && scheduling_get_finish(s))
        instant(m->out, "FinishDate", scheduling_get_finish(s)->instant);
    instant(m->out, "StatusDate", p->as_of);
    if (program_get_currency(p->program))
        words(m->out, "CurrencyCode", *program_get_currency(p->program));
    number(m->out, "MinutesPerDay", calendar_usual_day_s(p->calendar) / 60);
    number(m->out, "CalendarUID", calendar ? m->uid[calendar->number] : 1);
    if (s && scheduling_get_critical_slack(s)) {
        const int64_t slack = span_seconds(scheduling_get_critical_slack(s), p->calendar);
        const int64_t day = calendar_usual_day_s(p->calendar);

        number(m->out, "CriticalSlackLimit", slack / day);
        if (slack % day != 0)
            export_lose_field(m->x, KIND_scheduling, FIELD_scheduling_critical_slack, s->at);
    }
    if (s && scheduling_get_open_ends_own_finish(s))
        number(m->out, "MultipleCriticalPaths", *scheduling_get_open_ends_own_finish(s));
    if (s && scheduling_get_honor_constraints(s))
        number(m->out, "HonorConstraints", *scheduling_get_honor_constraints(s));
    if (s && scheduling_get_dialect(s))
        dialect = *scheduling_get_dialect(s);
    text_add(m->out, STR("\n<ExtendedAttributes>"));
    write_id_fields(m, dialects[dialect]);
    if (m->id_field == 0 && dialect != DIALECT_MSPROJECT)
        export_lose(m->x, EXPORT_IDS, p->program->at);
    if (m->teams_have_ids)
        text_addf(m->out, "<ExtendedAttribute><FieldID>%d</FieldID><FieldName>Text30</FieldName>"
                          "<Alias>Baton id</Alias></ExtendedAttribute>", RESOURCE_TEXT_30);
    write_named_fields(m);
    text_add(m->out, STR("</ExtendedAttributes>\n"));
}

/* A free text field for each custom field that has a name of its own, from Text1 on. */
static void name_fields(struct mspdi_out *m, const bool used[TEXT_FIELDS])
{
    const struct plan *p = m->x->plan;
    int next = 0;

    map_init(&m->named, m->x->owner);
    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct texts *custom = task_get_custom(plan_nth(p, KIND_task, i));

        for (size_t k = 0; custom && k < custom->count; k++) {
            const size_t colon = str_find(custom->items[k], STR(": "));
            int64_t is_number;

            while (next < TEXT_FIELDS &&
                   (used[next] || next == m->id_field - 1 || next == m->rules_field - 1))
                next++;
            if (next < TEXT_FIELDS && colon < custom->items[k].len &&
                !str_to_i64(str_slice(custom->items[k], 0, colon), &is_number) &&
                map_insert(&m->named, str_slice(custom->items[k], 0, colon), (uint32_t)next, NULL))
                next++;
        }
    }
}

/* Two text fields that the plan's own custom fields leave free: the last such. */
static void find_free_fields(struct mspdi_out *m)
{
    const struct plan *p = m->x->plan;
    bool used[TEXT_FIELDS] = {false};

    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct texts *custom = task_get_custom(plan_nth(p, KIND_task, i));

        for (size_t k = 0; custom && k < custom->count; k++) {
            int64_t field;

            if (str_to_i64(str_slice(custom->items[k], 0, str_find(custom->items[k], STR(": "))),
                           &field))
                for (int f = 0; f < TEXT_FIELDS; f++)
                    used[f] |= text_fields[f] == field;
        }
    }
    for (int f = TEXT_FIELDS; f > 0 && m->rules_field == 0; f--) {
        if (used[f - 1])
            continue;
        if (m->id_field == 0)
            m->id_field = f;
        else
            m->rules_field = f;
    }
    if (m->rules_field == 0)
        m->id_field = 0;
    name_fields(m, used);
}

static bool teams_need_ids(struct mspdi_out *m)
{
    const struct plan *p = m->x->plan;
    bool need = false;

    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct texts *custom = team_get_custom(plan_nth(p, KIND_team, i));
        int64_t field;

        need |= !is_made_id(m, plan_nth(p, KIND_team, i), 'r') ||
                other_source(m, plan_nth(p, KIND_team, i)).len > 0;
        for (size_t k = 0; custom && k < custom->count; k++)
            if (str_to_i64(str_slice(custom->items[k], 0, str_find(custom->items[k], STR(": "))),
                           &field) && field == RESOURCE_TEXT_30)
                return false;
    }
    return need;
}

void mspdi_write(struct export *x, struct text *out)
{
    const struct plan *p = x->plan;
    struct mspdi_out m = {.x = x, .out = out,
                          .uid = ARENA_ARRAY(x->owner, uint32_t, p->object_count + 1)};

    m.rows = export_rows(x, &m.row_count);
    give_numbers(&m, KIND_task, KIND_milestone, 1);
    give_numbers(&m, KIND_team, KIND_team, 1);
    give_numbers(&m, KIND_calendar, KIND_calendar,
                 plan_object(p, program_get_calendar(p->program)) ? 1 : 2);
    map_init(&m.numbers, x->owner);
    m.next_number = 1;
    find_free_fields(&m);
    m.teams_have_ids = teams_need_ids(&m);
    write_head(&m);
    text_add(out, STR("<Calendars>\n"));
    if (!plan_object(p, program_get_calendar(p->program)))
        mspdi_write_default_calendar(&m);
    for (uint32_t i = 0; i < plan_count(p, KIND_calendar); i++)
        mspdi_write_calendar(&m, plan_nth(p, KIND_calendar, i));
    text_add(out, STR("</Calendars>\n<Tasks>\n"));
    for (size_t i = 0; i < m.row_count; i++)
        write_row(&m, &m.rows[i], i + 1);
    text_add(out, STR("</Tasks>\n<Resources>\n"));
    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++)
        write_team(&m, plan_nth(p, KIND_team, i));
    text_add(out, STR("</Resources>\n<Assignments>\n"));
    write_assignments(&m);
    text_add(out, STR("</Assignments>\n</Project>\n"));
}
