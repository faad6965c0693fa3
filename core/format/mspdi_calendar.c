/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars of an MSPDI file (formats.md 2.3). */
#include "core/format/mspdi_read.h"

#include "core/base/arena.h"

enum { SHIFT_CEILING = 12 };

/* Microsoft Project's own hours, where a file says "works" and not when. */
static const struct shift usual_hours[] = { { 8 * 3600, 12 * 3600 }, { 13 * 3600, 17 * 3600 } };

static bool read_time(struct str s, int32_t *ret_s)
{
    int64_t h, min;

    s = str_trim(s);
    if (s.len < 5 || s.ptr[2] != ':' || !str_to_i64(str_slice(s, 0, 2), &h) ||
        !str_to_i64(str_slice(s, 3, 5), &min) || h < 0 || h > 24 || min < 0 || min > 59)
        return false;
    *ret_s = (int32_t)(h * 3600 + min * 60);
    return true;
}

/* <WorkingTimes>; a finish of 00:00 means 24:00. False when the day has no hours. */
static bool read_shifts(struct mspdi *m, const struct node *parent, struct shift_day *ret_day)
{
    const struct node *times = node_find(parent, STR("WorkingTimes"));
    struct shift *shifts = ARENA_ARRAY(m->owner, struct shift, SHIFT_CEILING);
    uint32_t count = 0;

    if (!times)
        return false;
    for (const struct node *time = times->first; time; time = time->next) {
        struct shift s;
        struct str from, to;

        if (!str_equal(time->name, STR("WorkingTime")))
            continue;
        if (!mspdi_text(m, time, "FromTime", &from) || !mspdi_text(m, time, "ToTime", &to))
            continue;
        if (!read_time(from, &s.from_s) || !read_time(to, &s.to_s)) {
            diag_error(m->out, "bad-value", time->at, "these working hours are not times of day");
            diag_hint(m->out, "write <FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime>");
            continue;
        }
        if (s.to_s == 0)
            s.to_s = CIVIL_DAY_S;
        if (count == SHIFT_CEILING) {
            diag_error(m->out, "too-many-shifts", time->at, "more than %d shifts on one day",
                       SHIFT_CEILING);
            break;
        }
        shifts[count++] = s;
    }
    *ret_day = (struct shift_day){ .given = true, .count = count, .shifts = shifts };
    return count > 0;
}

static struct shift_day read_day(struct mspdi *m, const struct node *day)
{
    struct shift_day result = { .given = true };
    bool works = false;

    mspdi_flag(m, day, "DayWorking", &works);
    if (!works)
        return result;
    if (!read_shifts(m, day, &result))
        result = (struct shift_day){ .given = true, .count = 2, .shifts = usual_hours };
    return result;
}

static bool read_period(struct mspdi *m, const struct node *parent, int64_t *ret_from_day,
                        int64_t *ret_to_day)
{
    const struct node *period = node_find(parent, STR("TimePeriod"));
    int64_t from, to;

    if (!period || !mspdi_date(m, period, "FromDate", &from) ||
        !mspdi_date(m, period, "ToDate", &to)) {
        mspdi_lose(m, LOSS_BAD_EXCEPTION, parent->at);
        return false;
    }
    *ret_from_day = civil_day_of(from);
    *ret_to_day = civil_day_of(to);
    if (*ret_to_day >= *ret_from_day)
        return true;
    diag_error(m->out, "bad-value", period->at, "this period ends before it begins");
    return false;
}

/* Day bits of MSPDI begin with Sunday, ours with Monday. */
static uint8_t monday_first(int64_t bits)
{
    return (uint8_t)(((bits >> 1) & 0x3f) | ((bits & 1) << 6));
}

static void read_recurrence(struct mspdi *m, const struct node *node, struct calendar_exception *e)
{
    static const enum recurrence_kind kinds[] = {
        RECUR_NONE, RECUR_DAILY, RECUR_YEARLY_DATE, RECUR_YEARLY_NTH, RECUR_MONTHLY_DAY,
        RECUR_MONTHLY_NTH, RECUR_WEEKLY, RECUR_DAILY
    };
    int64_t type = 1, period = 1, occurrences = 0, value;

    mspdi_integer(m, node, "Type", &type);
    mspdi_integer(m, node, "Period", &period);
    mspdi_integer(m, node, "Occurrences", &occurrences);
    e->recurs = type >= 0 && type <= 7 ? kinds[type] : RECUR_NONE;
    e->period = period > 0 && period < 1000 ? (uint32_t)period : 1;
    if (e->recurs == RECUR_DAILY && e->period == 1)
        e->recurs = RECUR_NONE;
    if (e->recurs != RECUR_NONE && occurrences > 0 && occurrences < 100000)
        e->occurrences = (uint32_t)occurrences;
    if (mspdi_integer(m, node, "DaysOfWeek", &value))
        e->weekdays = monday_first(value);
    if (mspdi_integer(m, node, "MonthItem", &value) && value >= 3 && value <= 9)
        e->weekday = (uint8_t)((value - 3 + 6) % 7);    /* 3 is Sunday */
    if (mspdi_integer(m, node, "MonthPosition", &value) && value >= 0 && value <= 4)
        e->nth = (uint8_t)(value + 1);
    if (mspdi_integer(m, node, "Month", &value) && value >= 0 && value <= 11)
        e->month = (uint8_t)(value + 1);
    if (mspdi_integer(m, node, "MonthDay", &value) && value >= 1 && value <= 31)
        e->month_day = (uint8_t)value;
}

struct exception_list {
    struct calendar_exception *items;
    size_t count, capacity;
};

static struct calendar_exception *add_exception(struct mspdi *m, struct exception_list *list,
                                                struct place at)
{
    if (!arena_grow(m->owner, (void **)&list->items, list->count, &list->capacity,
                    sizeof(*list->items), CALENDAR_EXCEPTION_CEILING)) {
        diag_error(m->out, "too-many-exceptions", at, "a calendar may have %d exceptions",
                   CALENDAR_EXCEPTION_CEILING);
        return NULL;
    }
    list->items[list->count] = (struct calendar_exception){ .at = at };
    return &list->items[list->count];
}

/* Both styles: <WeekDay> of type 0 (2003) and <Exception> (2007). Newer files write each
 * exception twice; the later one wins, so a repeat does no harm. */
static bool read_exception(struct mspdi *m, const struct node *node, bool old_style,
                           struct exception_list *list)
{
    struct calendar_exception *e = add_exception(m, list, node->at);
    bool works = false;

    if (!e)
        return false;
    if (!read_period(m, node, &e->from_day, &e->to_day))
        return true;
    e->work.given = true;
    mspdi_flag(m, node, "DayWorking", &works);
    read_shifts(m, node, &e->work);
    if (!works)
        e->work = (struct shift_day){ .given = true };
    if (!old_style)
        read_recurrence(m, node, e);
    list->count++;
    return true;
}

static void read_week(struct mspdi *m, const struct node *days, struct shift_day week[7],
                      struct exception_list *list)
{
    for (const struct node *day = days->first; day; day = day->next) {
        int64_t type;

        if (!str_equal(day->name, STR("WeekDay")) || !mspdi_integer(m, day, "DayType", &type))
            continue;
        if (type >= 1 && type <= 7)
            week[(type + 5) % 7] = read_day(m, day);
        else if (type == 0 && list && !read_exception(m, day, true, list))
            return;
    }
}

static void read_alternates(struct mspdi *m, const struct node *weeks, struct object_draft *draft)
{
    struct calendar_alternate *items = ARENA_ARRAY(m->owner, struct calendar_alternate,
                                                   weeks->count + 1);
    size_t count = 0;

    for (const struct node *week = weeks->first; week; week = week->next) {
        const struct node *days = node_find(week, STR("WeekDays"));
        struct calendar_alternate *a = &items[count];

        if (!str_equal(week->name, STR("WorkWeek")) || !days)
            continue;
        if (!read_period(m, week, &a->from_day, &a->to_day))
            continue;
        a->at = week->at;
        read_week(m, days, a->week, NULL);
        count++;
    }
    if (count > 0) {
        const struct alternates value = { .items = items, .count = count };

        draft_set(m->builder, draft, FIELD_calendar_alternate_weeks, &value, weeks->at);
    }
}

static bool all_days_inherit(const struct shift_day week[7])
{
    for (int i = 0; i < 7; i++)
        if (week[i].given)
            return false;
    return true;
}

/* A base calendar says all its days; one that leaves some out means Microsoft Project's own. */
static void complete_week(struct shift_day week[7])
{
    for (int i = 0; i < 7; i++)
        if (!week[i].given)
            week[i] = i < 5 ? (struct shift_day){ .given = true, .count = 2,
                                                  .shifts = usual_hours }
                            : (struct shift_day){ .given = true };
}

static void read_exceptions(struct mspdi *m, const struct node *calendar,
                            struct exception_list *list, struct object_draft *draft)
{
    const struct node *exceptions = node_find(calendar, STR("Exceptions"));

    if (exceptions)
        for (const struct node *e = exceptions->first; e; e = e->next)
            if (str_equal(e->name, STR("Exception")) && !read_exception(m, e, false, list))
                break;
    if (list->count > 0) {
        const struct exceptions value = { .items = list->items, .count = list->count };

        draft_set(m->builder, draft, FIELD_calendar_special, &value,
                  exceptions ? exceptions->at : calendar->at);
    }
}

static void read_calendar(struct mspdi *m, const struct node *node, struct str uid)
{
    const struct str id = mspdi_id(m, 'c', uid);
    struct object_draft *draft = plan_builder_add(m->builder, KIND_calendar, id, node->at);
    const struct node *days = node_find(node, STR("WeekDays"));
    const struct node *weeks = node_find(node, STR("WorkWeeks"));
    struct exception_list list = { 0 };
    struct week week = { 0 };
    struct str name, base;
    bool has_base;

    if (!draft)
        return;
    mspdi_set_text(m, draft, FIELD_calendar_source_id, mspdi_source(m, 'c', uid),
                   mspdi_at(m, node, "UID"));
    if (mspdi_text(m, node, "Name", &name) && !str_equal(name, id))
        mspdi_set_text(m, draft, FIELD_calendar_title, name, mspdi_at(m, node, "Name"));
    mspdi_set_span(m, draft, FIELD_calendar_day, m->minutes_per_day * 60, false, node->at);
    if (days)
        read_week(m, days, week.day, &list);
    has_base = mspdi_text(m, node, "BaseCalendarUID", &base) &&
               map_find(&m->calendars, base, NULL) &&
               !str_equal(base, uid);
    if (has_base) {
        struct ref parent = mspdi_ref(m, 'c', node_find(node, STR("BaseCalendarUID")));

        draft_set(m->builder, draft, FIELD_calendar_parent, &parent, parent.at);
    } else {
        complete_week(week.day);
    }
    if (!all_days_inherit(week.day))
        draft_set(m->builder, draft, FIELD_calendar_week, &week, days ? days->at : node->at);
    read_exceptions(m, node, &list, draft);
    if (weeks)
        read_alternates(m, weeks, draft);
}

void mspdi_read_calendars(struct mspdi *m)
{
    const struct node *calendars = node_find(m->root, STR("Calendars"));
    struct str uid;

    if (!calendars)
        return;
    for (const struct node *c = calendars->first; c; c = c->next)
        if (str_equal(c->name, STR("Calendar")) && mspdi_text(m, c, "UID", &uid))
            map_set(&m->calendars, uid, 1);
    for (const struct node *c = calendars->first; c; c = c->next)
        if (str_equal(c->name, STR("Calendar"))) {
            if (mspdi_text(m, c, "UID", &uid))
                read_calendar(m, c, uid);
            else
                diag_error(m->out, "missing-uid", c->at, "this calendar has no <UID>");
        }
}
