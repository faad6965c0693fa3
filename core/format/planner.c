/* SPDX-License-Identifier: Apache-2.0 */
/* Planner (GNOME): nested tasks with work in seconds, links listed on the successor, calendars that
 * name a day type for each weekday. */
#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/calendar/civil.h"
#include "core/format/format.h"
#include "core/format/made.h"

enum { DEPTH_MOST = 50 };

struct planner {
    struct arena *owner;
    struct made *root, *calendars, *resources, *tasks, *assignments;
    struct map allocated;       /* task -> percent of all its allocations */
};

static bool recognise(const struct node *root)
{
    return root->kind == NODE_MAP && str_equal(root->name, STR("project")) &&
           (node_find(root, STR("mrproject-version")) ||
            (node_find(root, STR("project-start")) && node_find(root, STR("tasks"))));
}

static struct str get(const struct node *n, const char *name)
{
    return node_text(n, str_of(name));
}

/* "20060825T080000Z" and "20060825"; the zone is not looked at. */
static int64_t instant_of(struct str s)
{
    int64_t year, month, day, hour = 0, minute = 0;

    if (s.len < 8 || !str_to_i64(str_slice(s, 0, 4), &year) ||
        !str_to_i64(str_slice(s, 4, 6), &month) || !str_to_i64(str_slice(s, 6, 8), &day) ||
        year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31)
        return CIVIL_NONE;
    if (s.len >= 13 && (!str_to_i64(str_slice(s, 9, 11), &hour) ||
                        !str_to_i64(str_slice(s, 11, 13), &minute)))
        return CIVIL_NONE;
    return civil_day((int)year, (int)month, (int)day) * CIVIL_DAY_S + hour * 3600 + minute * 60;
}

static void add_hours(struct made *day, const struct node *calendar, struct str type)
{
    const struct node *types = node_find(calendar, STR("overridden-day-types"));
    struct made *times = NULL;

    for (const struct node *t = types ? types->first : NULL; t; t = t->next) {
        if (!str_equal(get(t, "id"), type))
            continue;
        for (const struct node *i = t->first; i; i = i->next) {
            const struct str from = get(i, "start"), to = get(i, "end");
            struct made *time;

            if (!str_equal(i->name, STR("interval")) || from.len != 4 || to.len != 4)
                continue;
            if (!times)
                times = made_map(day, "WorkingTimes", i->at);
            time = made_map(times, "WorkingTime", i->at);
            made_text(time, "FromTime", str_format(day->owner, "%.2s:%.2s:00", from.ptr,
                                                   from.ptr + 2), i->at);
            made_text(time, "ToTime", str_format(day->owner, "%.2s:%.2s:00", to.ptr, to.ptr + 2),
                      i->at);
        }
    }
}

/* Day type 0 works, 1 does not, 2 is the base calendar's; others have hours of their own. */
static void add_day(struct made *days, const struct node *calendar, int number, struct str type,
                    struct place at)
{
    struct made *day;

    if (type.len == 0 || str_equal(type, STR("2")))
        return;
    day = made_map(days, "WeekDay", at);
    made_number(day, "DayType", number, at);
    made_number(day, "DayWorking", !str_equal(type, STR("1")), at);
    if (!str_equal(type, STR("1")))
        add_hours(day, calendar, type);
}

static void add_special(struct made *list, const struct node *calendar, const struct node *day)
{
    const int64_t date = instant_of(get(day, "date"));
    struct str type = get(day, "id");
    struct made *e, *period;

    if (date == CIVIL_NONE)
        return;
    e = made_map(list, "Exception", day->at);
    period = made_map(e, "TimePeriod", day->at);
    made_instant(period, "FromDate", date, day->at);
    made_instant(period, "ToDate", date, day->at);
    made_number(e, "DayWorking", !str_equal(type, STR("1")), day->at);
    if (!str_equal(type, STR("1")))
        add_hours(e, calendar, type);
}

static void add_calendars(struct planner *p, const struct node *list, struct str base, int depth)
{
    static const char *const names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

    for (const struct node *c = list->first; c && depth < DEPTH_MOST; c = c->next) {
        const struct node *week = node_find(c, STR("default-week"));
        const struct node *special = node_find(c, STR("days"));
        struct made *calendar, *days, *exceptions;

        if (!str_equal(c->name, STR("calendar")) || c->kind != NODE_MAP)
            continue;
        calendar = made_map(p->calendars, "Calendar", c->at);
        made_text(calendar, "UID", get(c, "id"), c->at);
        made_text(calendar, "Name", get(c, "name"), c->at);
        made_text(calendar, "BaseCalendarUID", base, c->at);
        days = made_map(calendar, "WeekDays", c->at);
        for (int i = 0; week && i < 7; i++)
            add_day(days, c, i + 1, get(week, names[i]), week->at);
        exceptions = made_map(calendar, "Exceptions", c->at);
        for (const struct node *d = special ? special->first : NULL; d; d = d->next)
            add_special(exceptions, c, d);
        add_calendars(p, c, get(c, "id"), depth + 1);
    }
}

/* The root's own project task ids start at 0 in some files, which means the project in MSPDI. */
static struct str uid_of(struct str id)
{
    return str_equal(id, STR("0")) ? STR("00") : id;
}

static void add_links(struct made *task, const struct node *list)
{
    static const char *const types[] = {"FF", "FS", "SF", "SS"};

    for (const struct node *l = list ? list->first : NULL; l; l = l->next) {
        struct made *link;
        int64_t lag;

        if (get(l, "predecessor-id").len == 0)
            continue;
        link = made_map(task, "PredecessorLink", l->at);
        made_text(link, "PredecessorUID", uid_of(get(l, "predecessor-id")), l->at);
        for (int i = 0; i < 4; i++)
            if (str_equal(get(l, "type"), str_of(types[i])))
                made_number(link, "Type", i, l->at);
        if (str_to_i64(get(l, "lag"), &lag) && lag != 0) {
            made_number(link, "LinkLag", lag / 6, l->at);
            made_number(link, "LagFormat", 7, l->at);
        }
    }
}

static void add_constraint(struct made *task, const struct node *n)
{
    const struct node *k = node_find(n, STR("constraint"));
    const struct str type = k ? get(k, "type") : (struct str){NULL, 0};

    if (type.len == 0)
        return;
    if (str_equal(type, STR("must-start-on")))
        made_number(task, "ConstraintType", 2, k->at);
    else if (str_equal(type, STR("start-no-earlier-than")))
        made_number(task, "ConstraintType", 4, k->at);
    else
        return;
    made_instant(task, "ConstraintDate", instant_of(get(k, "time")), k->at);
}

/* Work is that of all who are allocated, side by side; duration is the time it takes them. */
static int64_t duration_of(const struct planner *p, struct str id, int64_t work)
{
    uint32_t percent;

    return map_find(&p->allocated, id, &percent) && percent > 0 ? work * 100 / percent : work;
}

static void add_tasks(struct planner *p, const struct node *list, int level)
{
    for (const struct node *n = list->first; n && level < DEPTH_MOST; n = n->next) {
        const bool milestone = str_equal(get(n, "type"), STR("milestone"));
        struct made *task;
        int64_t work;

        if (!str_equal(n->name, STR("task")) || n->kind != NODE_MAP)
            continue;
        task = made_map(p->tasks, "Task", n->at);
        made_text(task, "UID", uid_of(get(n, "id")), n->at);
        made_text(task, "Name", get(n, "name"), n->at);
        made_number(task, "OutlineLevel", level, n->at);
        made_instant(task, "Start", instant_of(get(n, "work-start")), n->at);
        made_instant(task, "Finish", instant_of(get(n, "end")), n->at);
        if (milestone)
            made_number(task, "Milestone", 1, n->at);
        if (milestone)
            made_seconds(task, "Duration", 0, n->at);
        else if (str_to_i64(get(n, "work"), &work) && work >= 0 && work < INT32_MAX)
            made_seconds(task, "Duration", duration_of(p, get(n, "id"), work), n->at);
        if (!str_equal(get(n, "percent-complete"), STR("0")))
            made_text(task, "PercentComplete", get(n, "percent-complete"), n->at);
        if (str_equal(get(n, "percent-complete"), STR("100"))) {
            made_instant(task, "ActualStart", instant_of(get(n, "work-start")), n->at);
            made_instant(task, "ActualFinish", instant_of(get(n, "end")), n->at);
        }
        add_constraint(task, n);
        add_links(task, node_find(n, STR("predecessors")));
        add_tasks(p, n, level + 1);
    }
}

static void sum_allocations(struct planner *p, const struct node *root)
{
    const struct node *list = node_find(root, STR("allocations"));

    map_init(&p->allocated, p->owner);
    for (const struct node *n = list ? list->first : NULL; n; n = n->next) {
        uint32_t sum = 0;
        int64_t percent;

        map_find(&p->allocated, get(n, "task-id"), &sum);
        if (str_to_i64(get(n, "units"), &percent) && percent > 0 && percent < 100000)
            map_set(&p->allocated, get(n, "task-id"), sum + (uint32_t)percent);
    }
}

static void add_resources(struct planner *p, const struct node *root)
{
    const struct node *list = node_find(root, STR("resources"));
    const struct node *allocations = node_find(root, STR("allocations"));

    for (const struct node *n = list ? list->first : NULL; n; n = n->next) {
        struct made *r;

        if (!str_equal(n->name, STR("resource")))
            continue;
        r = made_map(p->resources, "Resource", n->at);
        made_text(r, "UID", get(n, "id"), n->at);
        made_number(r, "Type", !str_equal(get(n, "type"), STR("2")), n->at);
        made_text(r, "Name", get(n, "name"), n->at);
        made_text(r, "CalendarUID", get(n, "calendar"), n->at);
    }
    for (const struct node *n = allocations ? allocations->first : NULL; n; n = n->next) {
        struct made *a;
        int64_t percent;

        if (!str_equal(n->name, STR("allocation")))
            continue;
        a = made_map(p->assignments, "Assignment", n->at);
        made_text(a, "TaskUID", uid_of(get(n, "task-id")), n->at);
        made_text(a, "ResourceUID", get(n, "resource-id"), n->at);
        if (str_to_i64(get(n, "units"), &percent) && percent >= 0 && percent < 100000)
            made_text(a, "Units", str_format(p->owner, "%lld.%02lld", (long long)(percent / 100),
                                             (long long)(percent % 100)), n->at);
    }
}

static bool read(struct plan_builder *b, const struct node *root, struct arena *owner,
                 struct diags *out)
{
    static const struct mspdi_options options = {.dialect = DIALECT_MSPROJECT};
    struct planner p = {.owner = owner, .root = made_root(owner, root->at)};
    const struct node *calendars = node_find(root, STR("calendars"));
    const struct node *tasks = node_find(root, STR("tasks"));

    p.calendars = made_map(p.root, "Calendars", root->at);
    p.resources = made_map(p.root, "Resources", root->at);
    p.tasks = made_map(p.root, "Tasks", root->at);
    p.assignments = made_map(p.root, "Assignments", root->at);
    made_text(p.root, "Title", get(root, "name"), root->at);
    made_instant(p.root, "StartDate", instant_of(get(root, "project-start")), root->at);
    made_text(p.root, "CalendarUID", get(root, "calendar"), root->at);
    if (calendars)
        add_calendars(&p, calendars, (struct str){NULL, 0}, 0);
    sum_allocations(&p, root);
    if (tasks)
        add_tasks(&p, tasks, 1);
    add_resources(&p, root);
    return mspdi_read_tree(b, &p.root->node, &options, owner, out);
}

const struct format format_planner = {
    .name = "planner",
    .title = "Planner",
    .recognise = recognise,
    .read = read,
};
