/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks, links and their stored dates of an MSPDI file (formats.md 2.4). */
#include "core/format/mspdi_read.h"

#include "core/base/arena.h"
#include "core/base/text.h"

enum { OUTLINE_CEILING = 256, SECONDS_PER_TENTH = 6 };

/* Tenths of a minute, kept so that seconds fit an int32. */
static bool tenths(struct mspdi *m, const struct node *node, const char *name, int64_t *ret_s)
{
    int64_t value;

    if (!mspdi_integer(m, node, name, &value) || value > INT32_MAX || value < -INT32_MAX)
        return false;
    *ret_s = value * SECONDS_PER_TENTH;
    return true;
}

static int64_t format_of(struct mspdi *m, const struct node *node, const char *name)
{
    int64_t format = 7;

    mspdi_integer(m, node, name, &format);
    return format;
}

static void read_link(struct mspdi *m, const struct node *node, struct link *ret_link)
{
    static const enum link_type types[] = { LINK_FF, LINK_FS, LINK_SF, LINK_SS };
    int64_t type = 1, lag = 0, format = format_of(m, node, "LagFormat");

    mspdi_integer(m, node, "Type", &type);
    ret_link->type = type >= 0 && type <= 3 ? types[type] : LINK_FS;
    ret_link->lag.unit = 's';
    if (!mspdi_integer(m, node, "LinkLag", &lag) || lag == 0)
        return;
    if (mspdi_format_is_percent(format)) {
        ret_link->lag_kind = mspdi_format_is_elapsed(format) ? LAG_PERCENT_ELAPSED : LAG_PERCENT;
        if (lag > 100000 || lag < -100000)
            diag_error(m->out, "bad-value", mspdi_at(m, node, "LinkLag"),
                       "a lag of %lld %% of the predecessor is past belief", (long long)lag);
        else
            ret_link->lag_ppm = (int32_t)lag * 10000;
        return;
    }
    if (lag > INT32_MAX / SECONDS_PER_TENTH || lag < -INT32_MAX / SECONDS_PER_TENTH) {
        diag_error(m->out, "bad-value", mspdi_at(m, node, "LinkLag"), "this lag is too long");
        return;
    }
    ret_link->lag_kind = mspdi_format_is_elapsed(format) ? LAG_ELAPSED : LAG_WORKING;
    ret_link->lag = mspdi_span(lag * SECONDS_PER_TENTH, mspdi_format_is_elapsed(format));
}

static void read_links(struct mspdi *m, const struct node *task, struct object_draft *draft)
{
    const struct node *first = mspdi_find(m, task, STR("PredecessorLink"));
    struct link *items;
    size_t count = 0, most = 0;

    for (const struct node *l = first; l; l = l->next)
        most += str_equal(l->name, STR("PredecessorLink"));
    if (most == 0)
        return;
    items = ARENA_ARRAY(m->owner, struct link, most);
    for (const struct node *l = first; l; l = l->next) {
        const struct node *uid = node_find(l, STR("PredecessorUID"));
        bool other_project = false;

        if (!str_equal(l->name, STR("PredecessorLink")))
            continue;
        mspdi_flag(m, l, "CrossProject", &other_project);
        if (other_project) {
            mspdi_lose(m, LOSS_OTHER_PROJECTS, l->at);
            continue;
        }
        if (!uid || uid->kind != NODE_SCALAR) {
            diag_error(m->out, "missing-uid", l->at, "this link names no <PredecessorUID>");
            continue;
        }
        items[count].other = mspdi_ref(m, 't', uid);
        if (str_equal(str_trim(uid->text), STR("0"))) {
            diag_error(m->out, "unknown-id", uid->at,
                       "a task cannot follow the project's own summary (UID 0)");
            continue;
        }
        read_link(m, l, &items[count]);
        count++;
    }
    if (count > 0) {
        const struct links value = { .items = items, .count = count };

        draft_set(m->builder, draft, FIELD_task_after, &value, first->at);
    }
}

static void read_constraint(struct mspdi *m, const struct node *task, struct object_draft *draft)
{
    static const uint32_t kinds[] = {
        CONSTRAINT_ASAP, CONSTRAINT_ALAP, CONSTRAINT_MUST_START, CONSTRAINT_MUST_FINISH,
        CONSTRAINT_START_NO_EARLIER, CONSTRAINT_START_NO_LATER,
        CONSTRAINT_FINISH_NO_EARLIER, CONSTRAINT_FINISH_NO_LATER
    };
    int64_t kind, date;

    if (!mspdi_integer(m, task, "ConstraintType", &kind) || kind <= 0)
        return;
    if (kind > 7) {
        diag_error(m->out, "bad-value", mspdi_at(m, task, "ConstraintType"),
                   "there is no constraint type %lld (0 to 7)", (long long)kind);
        return;
    }
    if (kind > 1) {
        if (!mspdi_date(m, task, "ConstraintDate", &date)) {
            diag_warning(m->out, "constraint-without-date", mspdi_at(m, task, "ConstraintType"),
                         "this constraint has no date, so it was left out");
            return;
        }
        mspdi_set_when(m, draft, FIELD_task_constraint_date, date,
                       mspdi_at(m, task, "ConstraintDate"));
    }
    mspdi_set_choice(m, draft, FIELD_task_constraint, kinds[kind],
                     mspdi_at(m, task, "ConstraintType"));
}

static void read_stored(struct mspdi *m, const struct node *task, struct object_draft *draft)
{
    static const struct {
        const char *name;
        uint16_t field;
    } dates[] = {
        { "EarlyStart", FIELD_stored_early_start }, { "EarlyFinish", FIELD_stored_early_finish },
        { "LateStart", FIELD_stored_late_start },   { "LateFinish", FIELD_stored_late_finish },
        { "Start", FIELD_stored_start },            { "Finish", FIELD_stored_finish },
    };
    struct object_draft *stored = plan_builder_nest(m->builder, draft, FIELD_task_stored,
                                                    STR("stored"), task->at);
    int64_t slack;
    bool critical;

    if (!stored)
        return;
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
        mspdi_copy_date(m, task, dates[i].name, stored, dates[i].field);
    if (tenths(m, task, "TotalSlack", &slack))
        mspdi_set_span(m, stored, FIELD_stored_total_float, slack, false,
                       mspdi_at(m, task, "TotalSlack"));
    if (tenths(m, task, "FreeSlack", &slack))
        mspdi_set_span(m, stored, FIELD_stored_free_float, slack, false,
                       mspdi_at(m, task, "FreeSlack"));
    if (mspdi_flag(m, task, "Critical", &critical))
        draft_set(m->builder, stored, FIELD_stored_critical, &critical,
                  mspdi_at(m, task, "Critical"));
}

static void read_baseline(struct mspdi *m, const struct node *node, struct object_draft *baseline)
{
    int64_t value;

    mspdi_copy_date(m, node, "Start", baseline, FIELD_baseline_start);
    mspdi_copy_date(m, node, "Finish", baseline, FIELD_baseline_finish);
    if (mspdi_duration(m, node, "Duration", &value))
        mspdi_set_span(m, baseline, FIELD_baseline_duration, value,
                       mspdi_format_is_elapsed(format_of(m, node, "DurationFormat")),
                       mspdi_at(m, node, "Duration"));
    if (mspdi_duration(m, node, "Work", &value))
        mspdi_set_span(m, baseline, FIELD_baseline_work, value, false, mspdi_at(m, node, "Work"));
    if (mspdi_fixed(m, node, "Cost", 0, &value) && value != 0)
        draft_set(m->builder, baseline, FIELD_baseline_cost, &value, mspdi_at(m, node, "Cost"));
}

void mspdi_read_baselines(struct mspdi *m, const struct node *from, struct object_draft *draft,
                          uint16_t first_field, uint16_t field)
{
    bool seen[MSPDI_BASELINES] = {false};

    for (const struct node *n = from->first; n; n = n->next) {
        struct object_draft *baseline;
        int64_t number = 0;

        if (!str_equal(n->name, STR("Baseline")) || n->kind != NODE_MAP)
            continue;
        mspdi_integer(m, n, "Number", &number);
        if (number < 0 || number >= MSPDI_BASELINES || seen[number]) {
            mspdi_lose(m, LOSS_BASELINES, n->at);
            continue;
        }
        seen[number] = true;
        baseline = number == 0 && first_field != UINT16_MAX
            ? plan_builder_nest(m->builder, draft, first_field, STR("baseline"), n->at)
            : plan_builder_nest(m->builder, draft, field,
                                str_format(m->owner, "%d", (int)number), n->at);
        if (!baseline)
            return;
        read_baseline(m, n, baseline);
    }
}

static void set_single(struct mspdi *m, struct object_draft *draft, uint16_t field, int64_t seconds,
                       bool elapsed, struct place at)
{
    const struct estimate value = { .shape = SHAPE_SINGLE, .b = mspdi_span(seconds, elapsed) };

    draft_set(m->builder, draft, field, &value, at);
}

static void remember_actual(struct mspdi *m, int64_t instant)
{
    if (m->latest_actual == CIVIL_NONE || instant > m->latest_actual)
        m->latest_actual = instant;
}

static void read_progress(struct mspdi *m, const struct node *task, struct object_draft *draft,
                          bool elapsed)
{
    int64_t percent, seconds, stop, resume, instant;
    bool started = mspdi_date(m, task, "ActualStart", &instant);
    const bool finished = mspdi_date(m, task, "ActualFinish", &stop);

    if (started) {
        mspdi_set_when(m, draft, FIELD_task_started, instant, mspdi_at(m, task, "ActualStart"));
        remember_actual(m, instant);
    }
    if (finished) {
        mspdi_set_when(m, draft, FIELD_task_finished, stop, mspdi_at(m, task, "ActualFinish"));
        remember_actual(m, stop);
    }
    if (mspdi_integer(m, task, "PercentComplete", &percent) && percent > 0 && percent <= 100) {
        const int32_t ppm = (int32_t)percent * 10000;

        draft_set(m->builder, draft, FIELD_task_done, &ppm, mspdi_at(m, task, "PercentComplete"));
    }
    if (!started || finished)
        return;
    if (mspdi_duration(m, task, "RemainingDuration", &seconds) && seconds >= 0)
        set_single(m, draft, FIELD_task_remaining, seconds, elapsed,
                   mspdi_at(m, task, "RemainingDuration"));
    if (mspdi_date(m, task, "Stop", &stop)) {
        remember_actual(m, stop);
        if (mspdi_date(m, task, "Resume", &resume) && resume >= stop) {
            mspdi_set_when(m, draft, FIELD_task_resumes, resume, mspdi_at(m, task, "Resume"));
            if (resume > stop)
                mspdi_set_when(m, draft, FIELD_task_suspended, stop, mspdi_at(m, task, "Stop"));
        }
    }
}

static void read_flags(struct mspdi *m, const struct node *task, struct object_draft *draft)
{
    static const uint32_t kinds[] = { DURATION_FIXED_UNITS, DURATION_FIXED_DURATION,
                                      DURATION_FIXED_WORK };
    bool active = true, manual = false, external = false, ignore = false;
    int64_t type;

    if (mspdi_flag(m, task, "Active", &active) && !active && !m->active_is_wrong)
        mspdi_set_flag(m, draft, FIELD_task_inactive, mspdi_at(m, task, "Active"));
    mspdi_flag(m, task, "Manual", &manual);
    if (mspdi_flag(m, task, "ExternalTask", &external) && external)
        mspdi_lose(m, LOSS_OTHER_PROJECTS, mspdi_at(m, task, "ExternalTask"));
    if (manual || external) {   /* a task of another project keeps the dates it came with */
        mspdi_set_flag(m, draft, FIELD_task_manual, mspdi_at(m, task, manual ? "Manual"
                                                                         : "ExternalTask"));
        if (!mspdi_copy_date(m, task, "ManualStart", draft, FIELD_task_start))
            mspdi_copy_date(m, task, "Start", draft, FIELD_task_start);
        if (!mspdi_copy_date(m, task, "ManualFinish", draft, FIELD_task_finish))
            mspdi_copy_date(m, task, "Finish", draft, FIELD_task_finish);
    }
    if (mspdi_flag(m, task, "IgnoreResourceCalendar", &ignore) && ignore)
        mspdi_set_flag(m, draft, FIELD_task_ignore_resource_calendar,
                       mspdi_at(m, task, "IgnoreResourceCalendar"));
    if (mspdi_integer(m, task, "Type", &type) && type >= 0 && type <= 2)
        mspdi_set_choice(m, draft, FIELD_task_duration_kind, kinds[type],
                         mspdi_at(m, task, "Type"));
}

static void note_losses(struct mspdi *m, const struct node *task)
{
    bool recurring = false;

    if (mspdi_find(m, task, STR("OutlineCode")))
        mspdi_lose(m, LOSS_OUTLINE_CODES, mspdi_at(m, task, "OutlineCode"));
    if (mspdi_flag(m, task, "Recurring", &recurring) && recurring)
        mspdi_lose(m, LOSS_RECURRING, mspdi_at(m, task, "Recurring"));
    if (mspdi_find(m, task, STR("HyperlinkAddress")))
        mspdi_lose(m, LOSS_HYPERLINKS, mspdi_at(m, task, "HyperlinkAddress"));
}

static void read_duration(struct mspdi *m, const struct node *task, struct object_draft *draft)
{
    const bool elapsed = mspdi_format_is_elapsed(format_of(m, task, "DurationFormat"));
    int64_t seconds = 0;
    bool milestone = false;

    if (mspdi_duration(m, task, "Duration", &seconds)) {
        if (seconds < 0)
            diag_error(m->out, "bad-value", mspdi_at(m, task, "Duration"),
                       "a task cannot take less than no time");
        else
            set_single(m, draft, FIELD_task_estimate, seconds, elapsed,
                       mspdi_at(m, task, "Duration"));
    }
    mspdi_flag(m, task, "Milestone", &milestone);
    if (milestone && seconds == 0)
        mspdi_set_flag(m, draft, FIELD_task_event, mspdi_at(m, task, "Milestone"));
    read_progress(m, task, draft, elapsed);
}

static void read_rest(struct mspdi *m, const struct node *task, struct object_draft *draft)
{
    struct str text;
    int64_t value;

    if (mspdi_text(m, task, "Name", &text))
        mspdi_set_text(m, draft, FIELD_task_title, text, mspdi_at(m, task, "Name"));
    if (mspdi_text(m, task, "WBS", &text))
        mspdi_set_text(m, draft, FIELD_task_wbs, text, mspdi_at(m, task, "WBS"));
    if (mspdi_copy_date(m, task, "Deadline", draft, FIELD_task_deadline))
        mspdi_lose(m, LOSS_DEADLINES, mspdi_at(m, task, "Deadline"));
    if (mspdi_text(m, task, "CalendarUID", &text) && map_find(&m->calendars, text, NULL)) {
        struct ref ref = mspdi_ref(m, 'c', mspdi_find(m, task, STR("CalendarUID")));

        draft_set(m->builder, draft, FIELD_task_calendar, &ref, ref.at);
    }
    if (tenths(m, task, "LevelingDelay", &value) && value > 0)
        mspdi_set_span(m, draft, FIELD_task_levelling_delay, value, true,
                       mspdi_at(m, task, "LevelingDelay"));
    if (mspdi_fixed(m, task, "FixedCost", 0, &value) && value != 0) {
        const struct triple cost = { .shape = SHAPE_SINGLE, .b = value };

        draft_set(m->builder, draft, FIELD_task_fixed_cost, &cost, mspdi_at(m, task, "FixedCost"));
    }
}

static void read_task(struct mspdi *m, const struct node *task, size_t index)
{
    struct object_draft *draft = m->drafts[index];
    int64_t start;

    mspdi_look_into(m, task);
    read_rest(m, task, draft);
    read_links(m, task, draft);
    read_flags(m, task, draft);
    read_duration(m, task, draft);
    read_constraint(m, task, draft);
    mspdi_read_baselines(m, task, draft, FIELD_task_baseline, FIELD_task_baselines);
    read_stored(m, task, draft);
    mspdi_read_custom(m, task, draft, FIELD_task_custom);
    mspdi_read_reported(m, task, draft);
    note_losses(m, task);
    if (mspdi_date(m, task, "Start", &start) &&
        (m->earliest_start == CIVIL_NONE || start < m->earliest_start))
        m->earliest_start = start;
}

/* The hierarchy follows from the order and the outline levels. UID 0 is the project's own summary:
 * level 0, not a task of the plan. */
struct outline {
    int64_t level[OUTLINE_CEILING];
    struct ref ref[OUTLINE_CEILING];
    size_t depth;
};

static void place_in_outline(struct mspdi *m, struct outline *o, const struct node *task,
                             struct object_draft *draft, struct str uid)
{
    int64_t level = 1;

    mspdi_integer(m, task, "OutlineLevel", &level);
    while (o->depth > 0 && o->level[o->depth - 1] >= level)
        o->depth--;
    if (o->depth > 0) {
        struct ref parent = o->ref[o->depth - 1];

        parent.at = mspdi_at(m, task, "OutlineLevel");
        draft_set(m->builder, draft, FIELD_task_parent, &parent, parent.at);
    }
    if (o->depth == OUTLINE_CEILING) {
        diag_error(m->out, "too-deep", task->at, "tasks are nested deeper than %d levels",
                   OUTLINE_CEILING);
        return;
    }
    o->level[o->depth] = level;
    o->ref[o->depth++] = (struct ref){ .id = mspdi_id(m, 't', uid), .object = OBJECT_NONE };
}

/* Rows that are tasks: not blank, not the project's own summary. */
static bool is_row(struct mspdi *m, const struct node *task, struct str *ret_uid)
{
    bool is_null = false;

    if (!str_equal(task->name, STR("Task")))
        return false;
    mspdi_flag(m, task, "IsNull", &is_null);
    if (is_null)
        return false;
    if (!mspdi_text(m, task, "UID", ret_uid)) {
        diag_error(m->out, "missing-uid", task->at, "this task has no <UID>");
        return false;
    }
    return !str_equal(*ret_uid, STR("0"));
}

static void add_tasks(struct mspdi *m, const struct node *tasks)
{
    struct outline *outline = ARENA_NEW(m->owner, struct outline);
    struct str uid;
    uint32_t first;

    for (const struct node *task = tasks->first; task; task = task->next) {
        struct object_draft *draft;

        if (!is_row(m, task, &uid))
            continue;
        if (!map_insert(&m->tasks, uid, (uint32_t)m->task_count, &first)) {
            diag_error(m->out, "duplicate-uid", mspdi_at(m, task, "UID"),
                       "two tasks have the UID %.*s; the first is on line %u", STR_ARG(uid),
                       (unsigned)m->task_nodes[first]->at.line);
            continue;
        }
        draft = plan_builder_add(m->builder, KIND_task, mspdi_id(m, 't', uid), task->at);
        m->drafts[m->task_count] = draft;
        m->task_nodes[m->task_count++] = task;
        if (!draft)
            continue;
        mspdi_set_text(m, draft, FIELD_task_source_id, mspdi_source(m, 't', uid),
                       mspdi_at(m, task, "UID"));
        place_in_outline(m, outline, task, draft, uid);
    }
}

static bool is_inactive(struct mspdi *m, const struct node *task)
{
    bool active = true;

    return mspdi_flag(m, task, "Active", &active) && !active;
}

/* An active task that nothing but inactive ones precede, nothing else holds, and that all the same
 * starts days after the project. */
static bool waits_for_inactive(struct mspdi *m, const struct node *task, int64_t project_start)
{
    int64_t start, constraint = 0, delay = 0;
    bool manual = false, any = false;
    uint32_t index;
    struct str uid;

    mspdi_integer(m, task, "ConstraintType", &constraint);
    mspdi_integer(m, task, "LevelingDelay", &delay);
    mspdi_flag(m, task, "Manual", &manual);
    if (is_inactive(m, task) || constraint > 0 || delay != 0 || manual ||
        mspdi_find(m, task, STR("ActualStart")) || !mspdi_date(m, task, "EarlyStart", &start) ||
        start <= project_start + 7 * CIVIL_DAY_S)
        return false;
    for (const struct node *l = task->first; l; l = l->next) {
        if (!str_equal(l->name, STR("PredecessorLink")) ||
            !mspdi_text(m, l, "PredecessorUID", &uid) || !map_find(&m->tasks, uid, &index))
            continue;
        if (!is_inactive(m, m->task_nodes[index]))
            return false;
        any = true;
    }
    return any;
}

/* An inactive task has no part in the dates of others. Where the project finishes with one, later
 * than every active task, or active tasks wait for such, the flags are a converter's mistake,
 * and half a plan would be left out in silence. */
static const struct node *find_contradiction(struct mspdi *m)
{
    int64_t finish, project_start = INT64_MAX, project_finish = INT64_MAX;
    int64_t latest_active = INT64_MIN;
    const struct node *last = NULL;

    mspdi_date(m, m->root, "StartDate", &project_start);
    mspdi_date(m, m->root, "FinishDate", &project_finish);
    for (size_t i = 0; i < m->task_count; i++) {
        const struct node *task = m->task_nodes[i];

        if (project_start < INT64_MAX / 2 && waits_for_inactive(m, task, project_start))
            return task;
        if (!mspdi_date(m, task, "Finish", &finish))
            continue;
        if (!is_inactive(m, task) && finish > latest_active)
            latest_active = finish;
        if (is_inactive(m, task) && finish == project_finish && !last)
            last = task;
    }
    return latest_active < project_finish ? last : NULL;
}

static void check_active_flags(struct mspdi *m)
{
    const struct node *contradiction;
    size_t inactive = 0;

    for (size_t i = 0; i < m->task_count; i++)
        inactive += is_inactive(m, m->task_nodes[i]);
    contradiction = inactive > 0 ? find_contradiction(m) : NULL;
    if (!contradiction)
        return;
    m->active_is_wrong = true;
    diag_warning(m->out, "contradicted-inactive", mspdi_at(m, contradiction, "Active"),
                 "the file marks %u of %u tasks as inactive, but the dates of this one say that "
                 "they count; all are taken as active", (unsigned)inactive,
                 (unsigned)m->task_count);
}

void mspdi_read_tasks(struct mspdi *m)
{
    const struct node *tasks = node_find(m->root, STR("Tasks"));

    if (!tasks)
        return;
    m->drafts = ARENA_ARRAY(m->owner, struct object_draft *, tasks->count + 1);
    m->task_nodes = ARENA_ARRAY(m->owner, const struct node *, tasks->count + 1);
    m->task_first_assignment = ARENA_ARRAY(m->owner, const struct node *, tasks->count + 1);
    mspdi_find_own_ids(m, tasks, &m->own_task);
    add_tasks(m, tasks);
    check_active_flags(m);
    for (size_t i = 0; i < m->task_count; i++)
        if (m->drafts[i])
            read_task(m, m->task_nodes[i], i);
}
