/* SPDX-License-Identifier: Apache-2.0 */
/* MPX, the exchange format of Microsoft Project 4 to 98: records of cells whose first is a number.
 *
 * The header states the separator, the order of day and month and what a day of work is; task
 * fields are named by numbers (record 61), whatever the language of the file. Texts in the code
 * pages of DOS are taken as Windows-1252, and said so. */
#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/calendar/civil.h"
#include "core/format/format.h"
#include "core/format/loose.h"
#include "core/format/made.h"
#include "core/format/xer_table.h"

enum { FIELD_MOST = 300, CELL_MOST = 400, TASK_CEILING = 1000000 };

enum { F_NAME = 1, F_WBS = 2, F_LEVEL = 3, F_DURATION = 40, F_BASE_DURATION = 41,
       F_REMAINING = 43, F_DONE = 44, F_START = 50, F_FINISH = 51, F_EARLY_START = 52,
       F_EARLY_FINISH = 53, F_LATE_START = 54, F_LATE_FINISH = 55, F_BASE_START = 56,
       F_BASE_FINISH = 57, F_ACTUAL_START = 58, F_ACTUAL_FINISH = 59, F_CONSTRAINT_DATE = 68,
       F_PREDECESSORS = 70, F_FIXED = 80, F_MILESTONE = 81, F_ID = 90, F_CONSTRAINT = 91,
       F_DELAY = 92, F_FREE_SLACK = 93, F_TOTAL_SLACK = 94, F_UNIQUE = 98 };
enum { R_NAME = 1, R_ID = 40, R_UNITS = 41, R_UNIQUE = 49 };

struct mpx_task {
    struct made *made;
    struct str predecessors;
    struct place predecessors_at;
};

struct mpx {
    struct arena *owner;
    struct diags *out;
    struct loose loose;
    struct made *root, *calendars, *resources, *tasks, *assignments;
    struct made *calendar, *days, *exceptions, *resource;
    int64_t calendar_count;
    struct map calendar_uid;            /* name -> number */
    struct map resource_uid;            /* ID -> index of uids[] */
    struct map task_index;              /* ID -> index of uids[] */
    struct str *task_uid, *resource_uids;
    struct mpx_task *task;
    size_t task_count, resource_count, row_count;
    int task_field[CELL_MOST], resource_field[CELL_MOST];
    struct diag_places notes, recurring;
    uint8_t week[7];                    /* of the open calendar: 0 off, 1 works, 2 as its base */
    bool hours[7];
};

struct record {
    struct str cell[CELL_MOST];
    struct place at[CELL_MOST];
    size_t count;
};

static bool recognise(struct str bytes)
{
    return bytes.len > 5 && str_starts(bytes, STR("MPX")) &&
           (bytes.ptr[3] == ',' || bytes.ptr[3] == ';' || bytes.ptr[3] == '\t');
}

static struct str cell(const struct record *r, size_t i)
{
    return i < r->count ? str_trim(r->cell[i]) : (struct str){NULL, 0};
}

static bool is_none(struct str s)
{
    return s.len == 0 || str_equal_nocase(s, STR("NA")) || str_equal_nocase(s, STR("NV"));
}

static int64_t whole(struct str s, int64_t otherwise)
{
    int64_t value;

    return str_to_i64(s, &value) ? value : otherwise;
}

/* --- calendars ------------------------------------------------------------------------------- */

static void add_hours(struct made *day, const struct record *r, size_t from)
{
    struct made *times = NULL;

    for (size_t i = from; i + 1 < r->count && i < from + 10; i += 2) {
        int32_t start, finish;
        struct made *time;

        if (!loose_time_read(cell(r, i), &start) || !loose_time_read(cell(r, i + 1), &finish))
            continue;
        if (!times)
            times = made_map(day, "WorkingTimes", r->at[i]);
        time = made_map(times, "WorkingTime", r->at[i]);
        made_text(time, "FromTime", str_format(day->owner, "%02d:%02d:00", start / 3600,
                                               start / 60 % 60), r->at[i]);
        made_text(time, "ToTime", str_format(day->owner, "%02d:%02d:00", finish / 3600 % 24,
                                             finish / 60 % 60), r->at[i + 1]);
    }
}

static struct made *add_day(struct mpx *m, int day, bool works, struct place at)
{
    struct made *node = made_map(m->days, "WeekDay", at);

    made_number(node, "DayType", day, at);
    made_number(node, "DayWorking", works, at);
    return node;
}

/* Days whose hours no record gave. */
static void close_calendar(struct mpx *m)
{
    for (int day = 0; m->calendar && day < 7; day++)
        if (!m->hours[day] && m->week[day] < 2)
            add_day(m, day + 1, m->week[day] == 1, m->calendar->node.at);
    m->calendar = NULL;
}

static void open_calendar(struct mpx *m, const struct record *r, struct str base)
{
    const struct place at = r->at[0];
    const int64_t uid = ++m->calendar_count;
    uint32_t parent;

    close_calendar(m);
    m->calendar = made_map(m->calendars, "Calendar", at);
    made_number(m->calendar, "UID", uid, at);
    made_text(m->calendar, "Name", cell(r, 1), at);
    if (base.len > 0 && map_find(&m->calendar_uid, base, &parent))
        made_number(m->calendar, "BaseCalendarUID", parent, at);
    else
        map_insert(&m->calendar_uid, cell(r, 1), (uint32_t)uid, NULL);
    m->days = made_map(m->calendar, "WeekDays", at);
    m->exceptions = made_map(m->calendar, "Exceptions", at);
    for (size_t day = 0; day < 7; day++) {
        m->week[day] = (uint8_t)whole(cell(r, day + 2), 2);
        m->hours[day] = false;
    }
}

static void read_hours(struct mpx *m, const struct record *r)
{
    const int64_t day = whole(cell(r, 1), 0);

    if (!m->calendar || day < 1 || day > 7 || m->hours[day - 1] || m->week[day - 1] == 2)
        return;
    m->hours[day - 1] = true;
    add_hours(add_day(m, (int)day, m->week[day - 1] == 1 && cell(r, 2).len > 0, r->at[0]), r, 2);
}

static void read_exception(struct mpx *m, const struct record *r)
{
    struct made *e, *period;
    int64_t from, to;
    bool has_time;

    if (!m->calendar || !loose_date_read(&m->loose, cell(r, 1), &from, &has_time))
        return;
    if (!loose_date_read(&m->loose, cell(r, 2), &to, &has_time))
        to = from;
    e = made_map(m->exceptions, "Exception", r->at[0]);
    period = made_map(e, "TimePeriod", r->at[0]);
    made_instant(period, "FromDate", from, r->at[1]);
    made_instant(period, "ToDate", to, r->at[0]);
    made_number(e, "DayWorking", whole(cell(r, 3), 0) == 1, r->at[0]);
    add_hours(e, r, 4);
}

/* --- resources ------------------------------------------------------------------------------- */

static const char *constraint_of(struct str s)
{
    static const struct {
        const char *words, *number;
    } known[] = {
        {"As Soon As Possible", "0"}, {"As Late As Possible", "1"}, {"Must Start On", "2"},
        {"Must Finish On", "3"}, {"Start No Earlier Than", "4"}, {"Start No Later Than", "5"},
        {"Finish No Earlier Than", "6"}, {"Finish No Later Than", "7"}, {"So fr", "0"},
        {"So sp", "1"}, {"Anfang nicht fr", "4"}, {"Anfang nicht sp", "5"},
        {"Ende nicht fr", "6"}, {"Ende nicht sp", "7"}};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (str_equal_nocase(str_slice(s, 0, str_of(known[i].words).len), str_of(known[i].words)))
            return known[i].number;
    if (str_find(s, STR("anfangen")) < s.len)
        return "2";
    return str_find(s, STR("enden")) < s.len ? "3" : "0";
}

static struct str by_field(const struct record *r, const int *fields, int wanted, struct place *at)
{
    for (size_t i = 1; i < r->count; i++)
        if (fields[i] == wanted) {
            *at = r->at[i];
            return cell(r, i);
        }
    *at = r->at[0];
    return (struct str){NULL, 0};
}

static void read_resource(struct mpx *m, const struct record *r)
{
    struct place at;
    struct str id = by_field(r, m->resource_field, R_ID, &at);
    struct str uid = by_field(r, m->resource_field, R_UNIQUE, &at), units;

    close_calendar(m);
    if (uid.len == 0)
        uid = id;
    if (uid.len == 0 || m->resource_count >= m->row_count)
        return;
    m->resource = made_map(m->resources, "Resource", r->at[0]);
    made_text(m->resource, "UID", uid, at);
    made_number(m->resource, "Type", 1, at);
    made_text(m->resource, "Name", by_field(r, m->resource_field, R_NAME, &at), at);
    units = by_field(r, m->resource_field, R_UNITS, &at);
    if (units.len > 0) {
        struct text t;

        text_init(&t, m->owner);
        for (size_t i = 0; i < units.len && i < 20; i++)
            text_add_char(&t, units.ptr[i] == ',' ? '.' : units.ptr[i]);
        made_text(m->resource, "MaxUnits", text_str(&t), at);
    }
    m->resource_uids[m->resource_count] = uid;
    map_set(&m->resource_uid, id.len > 0 ? id : uid, (uint32_t)m->resource_count++);
}

static void read_resource_calendar(struct mpx *m, const struct record *r)
{
    if (!m->resource)
        return;
    open_calendar(m, r, cell(r, 1));
    made_number(m->resource, "CalendarUID", m->calendar_count, r->at[0]);
}

/* --- tasks ----------------------------------------------------------------------------------- */

static void copy_date(struct mpx *m, const struct record *r, int field, struct made *to,
                      const char *name, bool finish)
{
    struct place at;
    const struct str s = by_field(r, m->task_field, field, &at);
    int64_t instant;
    bool has_time;

    if (is_none(s) || !loose_date_read(&m->loose, s, &instant, &has_time))
        return;
    if (!has_time)              /* a day: from its usual start to its usual end */
        instant += finish ? m->loose.start_s + m->loose.day_s + 3600 : m->loose.start_s;
    made_instant(to, name, instant, at);
}

static bool copy_amount(struct mpx *m, const struct record *r, int field, struct made *to,
                        const char *name, bool tenths, bool *ret_elapsed)
{
    struct place at;
    const struct str s = by_field(r, m->task_field, field, &at);
    struct loose_amount a;

    if (is_none(s) || !loose_amount_read(&m->loose, s, &a) || a.percent)
        return false;
    if (tenths)
        made_number(to, name, a.seconds / 6, at);
    else
        made_seconds(to, name, a.seconds, at);
    *ret_elapsed = a.elapsed;
    return true;
}

static void read_dates(struct mpx *m, const struct record *r, struct made *task)
{
    copy_date(m, r, F_START, task, "Start", false);
    copy_date(m, r, F_FINISH, task, "Finish", true);
    copy_date(m, r, F_EARLY_START, task, "EarlyStart", false);
    copy_date(m, r, F_EARLY_FINISH, task, "EarlyFinish", true);
    copy_date(m, r, F_LATE_START, task, "LateStart", false);
    copy_date(m, r, F_LATE_FINISH, task, "LateFinish", true);
    copy_date(m, r, F_ACTUAL_START, task, "ActualStart", false);
    copy_date(m, r, F_ACTUAL_FINISH, task, "ActualFinish", true);
}

static void read_amounts(struct mpx *m, const struct record *r, struct made *task)
{
    struct place at;
    bool elapsed = false, ignored, milestone = false, fixed = false;
    int64_t ppm;

    if (copy_amount(m, r, F_DURATION, task, "Duration", false, &elapsed))
        made_number(task, "DurationFormat", elapsed ? 8 : 7, r->at[0]);
    copy_amount(m, r, F_REMAINING, task, "RemainingDuration", false, &ignored);
    copy_amount(m, r, F_DELAY, task, "LevelingDelay", true, &ignored);
    copy_amount(m, r, F_FREE_SLACK, task, "FreeSlack", true, &ignored);
    copy_amount(m, r, F_TOTAL_SLACK, task, "TotalSlack", true, &ignored);
    if (loose_share_read(by_field(r, m->task_field, F_DONE, &at), &ppm))
        made_number(task, "PercentComplete", ppm / 10000, at);
    loose_flag_read(by_field(r, m->task_field, F_MILESTONE, &at), &milestone);
    made_number(task, "Milestone", milestone, at);
    if (loose_flag_read(by_field(r, m->task_field, F_FIXED, &at), &fixed) && fixed)
        made_number(task, "Type", 1, at);
}

static void read_baseline(struct mpx *m, const struct record *r, struct made *task)
{
    struct place at;
    struct made *baseline;
    bool ignored;

    if (is_none(by_field(r, m->task_field, F_BASE_START, &at)))
        return;
    baseline = made_map(task, "Baseline", at);
    made_number(baseline, "Number", 0, at);
    copy_date(m, r, F_BASE_START, baseline, "Start", false);
    copy_date(m, r, F_BASE_FINISH, baseline, "Finish", true);
    copy_amount(m, r, F_BASE_DURATION, baseline, "Duration", false, &ignored);
}

static void read_task(struct mpx *m, const struct record *r)
{
    struct place at;
    struct str id = by_field(r, m->task_field, F_ID, &at);
    struct str uid = by_field(r, m->task_field, F_UNIQUE, &at), text;
    struct mpx_task *task = &m->task[m->task_count];

    close_calendar(m);
    if (m->task_count >= m->row_count)
        return;
    if (uid.len == 0)
        uid = id.len > 0 ? id : str_format(m->owner, "%zu", m->task_count + 1);
    task->made = made_map(m->tasks, "Task", r->at[0]);
    made_text(task->made, "UID", uid, at);
    made_text(task->made, "Name", by_field(r, m->task_field, F_NAME, &at), at);
    made_text(task->made, "WBS", by_field(r, m->task_field, F_WBS, &at), at);
    text = by_field(r, m->task_field, F_LEVEL, &at);
    made_text(task->made, "OutlineLevel", text.len > 0 ? text : STR("1"), at);
    read_dates(m, r, task->made);
    read_amounts(m, r, task->made);
    read_baseline(m, r, task->made);
    text = by_field(r, m->task_field, F_CONSTRAINT, &at);
    if (text.len > 0)
        made_text(task->made, "ConstraintType", str_of(constraint_of(text)), at);
    copy_date(m, r, F_CONSTRAINT_DATE, task->made, "ConstraintDate", false);
    task->predecessors = by_field(r, m->task_field, F_PREDECESSORS, &task->predecessors_at);
    m->task_uid[m->task_count] = uid;
    map_set(&m->task_index, id.len > 0 ? id : uid, (uint32_t)m->task_count++);
}

static void add_work(struct mpx *m, struct made *a, const char *name, const struct record *r,
                     size_t i)
{
    struct loose_amount amount;

    if (loose_amount_read(&m->loose, cell(r, i), &amount) && !amount.percent)
        made_seconds(a, name, amount.seconds, r->at[0]);
}

static void read_assignment(struct mpx *m, const struct record *r)
{
    struct made *a;
    uint32_t index;
    int64_t ppm;

    if (m->task_count == 0 || !map_find(&m->resource_uid, cell(r, 1), &index))
        return;
    a = made_map(m->assignments, "Assignment", r->at[0]);
    made_text(a, "TaskUID", m->task_uid[m->task_count - 1], r->at[0]);
    made_text(a, "ResourceUID", m->resource_uids[index], r->at[0]);
    if (loose_share_read(cell(r, 2), &ppm)) {
        struct text t;

        text_init(&t, m->owner);
        text_add_fixed(&t, ppm, 6, 0);
        made_text(a, "Units", text_str(&t), r->at[0]);
    }
    add_work(m, a, "Work", r, 3);
}

/* --- the file -------------------------------------------------------------------------------- */

static void read_fields(const struct record *r, int fields[CELL_MOST])
{
    for (size_t i = 1; i < r->count; i++)
        fields[i] = (int)whole(cell(r, i), 0);
}

static void read_defaults(struct mpx *m, const struct record *r)
{
    int64_t hours;

    struct str s = cell(r, 4);
    char digits[16];
    size_t n = 0;

    for (; n < s.len && n < sizeof(digits); n++)
        digits[n] = s.ptr[n] == ',' ? '.' : s.ptr[n];
    if (str_to_fixed((struct str){digits, n}, 2, &hours) && hours > 0 && hours <= 2400) {
        m->loose.day_s = hours * 36;
        m->loose.week_s = m->loose.day_s * 5;
        m->loose.month_s = m->loose.day_s * 20;
        made_number(m->root, "MinutesPerDay", m->loose.day_s / 60, r->at[0]);
    }
}

static void read_project(struct mpx *m, const struct record *r)
{
    int64_t instant;
    uint32_t uid;
    bool has_time;

    close_calendar(m);
    made_text(m->root, "Title", cell(r, 1), r->at[0]);
    if (map_find(&m->calendar_uid, cell(r, 4), &uid))
        made_number(m->root, "CalendarUID", uid, r->at[0]);
    if (loose_date_read(&m->loose, cell(r, 5), &instant, &has_time))
        made_instant(m->root, "StartDate", instant + (has_time ? 0 : m->loose.start_s), r->at[0]);
    if (whole(cell(r, 7), 0) == 1) {
        made_number(m->root, "ScheduleFromStart", 0, r->at[0]);
        if (loose_date_read(&m->loose, cell(r, 6), &instant, &has_time))
            made_instant(m->root, "FinishDate", instant, r->at[0]);
    }
}

static void read_record(struct mpx *m, const struct record *r)
{
    switch (whole(cell(r, 0), 0)) {
    case 11: read_defaults(m, r); break;
    case 12:
        m->loose.day_first = whole(cell(r, 1), 0) == 1;
        m->loose.start_s = (int32_t)(whole(cell(r, 3), 480) * 60 % CIVIL_DAY_S);
        break;
    case 20: open_calendar(m, r, (struct str){NULL, 0}); break;
    case 25: case 56: read_hours(m, r); break;
    case 26: case 57: read_exception(m, r); break;
    case 30: read_project(m, r); break;
    case 41: read_fields(r, m->resource_field); break;
    case 50: read_resource(m, r); break;
    case 55: read_resource_calendar(m, r); break;
    case 61: read_fields(r, m->task_field); break;
    case 70: read_task(m, r); break;
    case 51: case 71:
        diag_places_add(&m->notes, m->owner, r->at[0]);
        break;
    case 72:
        diag_places_add(&m->recurring, m->owner, r->at[0]);
        break;
    case 75: read_assignment(m, r); break;
    default: break;
    }
}

static void start(struct mpx *m, const struct node *records)
{
    const struct place at = records->at;

    m->loose = (struct loose){28800, 144000, 576000, .start_s = 28800};
    m->root = made_root(m->owner, at);
    m->calendars = made_map(m->root, "Calendars", at);
    m->resources = made_map(m->root, "Resources", at);
    m->tasks = made_map(m->root, "Tasks", at);
    m->assignments = made_map(m->root, "Assignments", at);
    m->row_count = records->count;
    m->task = ARENA_ARRAY(m->owner, struct mpx_task, m->row_count + 1);
    m->task_uid = ARENA_ARRAY(m->owner, struct str, m->row_count + 1);
    m->resource_uids = ARENA_ARRAY(m->owner, struct str, m->row_count + 1);
    map_init(&m->calendar_uid, m->owner);
    map_init(&m->resource_uid, m->owner);
    map_init(&m->task_index, m->owner);
}

static void report(struct mpx *m)
{
    diag_note_places(m->out, "left-out-notes", &m->notes, "not carried over: notes");
    diag_note_places(m->out, "recurring-tasks", &m->recurring,
                     "recurring tasks, taken as they were laid out");
}

static bool read(struct plan_builder *b, struct str bytes, uint32_t source, struct arena *owner,
                 struct diags *out)
{
    static const struct mspdi_options options = {.dialect = DIALECT_MSPROJECT};
    struct mpx *m = ARENA_NEW(owner, struct mpx);
    struct record *r = ARENA_NEW(owner, struct record);
    const struct node *records;
    struct str text;
    bool good = true;

    *m = (struct mpx){.owner = owner, .out = out};
    if (!xer_decode(bytes, source, owner, out, &text))
        return false;
    out->sources[source - 1].bytes = text;
    records = csv_read(owner, source, text, bytes.ptr[3], out);
    if (!records)
        return false;
    start(m, records);
    for (const struct node *n = records->first; n; n = n->next) {
        r->count = 0;
        for (const struct node *c = n->first; c && r->count < CELL_MOST; c = c->next) {
            r->at[r->count] = c->at;
            r->cell[r->count++] = c->text;
        }
        if (r->count > 0)
            read_record(m, r);
    }
    close_calendar(m);
    for (size_t i = 0; i < m->task_count; i++) {
        const struct loose_ids known = {&m->task_index, m->task_uid};

        if (m->task[i].predecessors.len > 0)
            good &= loose_links_read(&m->loose, m->task[i].predecessors,
                                     m->task[i].predecessors_at, &known, m->task[i].made, out);
    }
    report(m);
    return good && mspdi_read_tree(b, &m->root->node, &options, owner, out);
}

const struct format format_mpx = {
    .name = "mpx",
    .title = "MPX (Microsoft Project 4 to 98)",
    .recognise_text = recognise,
    .read_text = read,
};
