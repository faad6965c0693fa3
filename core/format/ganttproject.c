/* SPDX-License-Identifier: Apache-2.0 */
/* GanttProject (.gan): nested tasks with durations in working days. A link stands on its
 * predecessor and names the successor; its type is 1 SS, 2 FS, 3 FF, 4 SF, its difference days. A
 * task without predecessors stands where somebody put it: start no earlier. */
#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/calendar/civil.h"
#include "core/format/format.h"
#include "core/format/made.h"

enum { DEPTH_MOST = 50, DAY_WORK_S = 8 * 3600, DAYS_MOST = 60000 };

struct gan_task {
    struct made *made;
    const struct node *node;
    bool has_predecessor, is_summary;
};

struct gan {
    struct arena *owner;
    struct diags *out;
    struct made *root, *tasks;
    struct gan_task *task;
    size_t count, capacity;
    struct map index;
};

static bool recognise(const struct node *root)
{
    const struct node *tasks = node_find(root, STR("tasks"));

    return root->kind == NODE_MAP && str_equal(root->name, STR("project")) && tasks &&
           !node_find(root, STR("project-start")) &&
           (node_find(root, STR("view-date")) || node_find(root, STR("view-index")) ||
            node_find(root, STR("gantt-divider-location")) ||
            (tasks->kind == NODE_MAP && node_find(tasks, STR("taskproperties"))));
}

static struct str get(const struct node *n, const char *name)
{
    return node_text(n, str_of(name));
}

static int64_t whole(const struct node *n, const char *name, int64_t least, int64_t most)
{
    int64_t value;

    return str_to_i64(get(n, name), &value) && value >= least && value <= most ? value : 0;
}

static struct str uid_of(struct str id)
{
    return str_equal(id, STR("0")) ? STR("00") : id;
}

static int64_t day_of(struct str s)
{
    int64_t instant;
    bool has_time;

    return civil_parse(s, &instant, &has_time) ? instant : CIVIL_NONE;
}

static void add_calendar(struct gan *g, const struct node *root)
{
    static const char *const names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    const struct node *all = node_find(root, STR("calendars"));
    const struct node *types = all ? node_find(all, STR("day-types")) : NULL;
    const struct node *week = types ? node_find(types, STR("default-week")) : NULL;
    struct made *list = made_map(g->root, "Calendars", root->at);
    struct made *calendar = made_map(list, "Calendar", all ? all->at : root->at);
    struct made *days = made_map(calendar, "WeekDays", calendar->node.at), *holidays;

    made_number(g->root, "CalendarUID", 1, root->at);
    made_number(calendar, "UID", 1, calendar->node.at);
    for (int i = 0; week && i < 7; i++) {
        struct made *day = made_map(days, "WeekDay", week->at);

        made_number(day, "DayType", i + 1, week->at);
        made_number(day, "DayWorking", !str_equal(get(week, names[i]), STR("1")), week->at);
    }
    holidays = made_map(calendar, "Exceptions", calendar->node.at);
    for (const struct node *d = all ? all->first : NULL; d; d = d->next) {
        const int64_t year = whole(d, "year", 1900, 2199), month = whole(d, "month", 1, 12);
        const int64_t date = whole(d, "date", 1, 31);
        struct made *e, *period;

        if (!str_equal(d->name, STR("date")) || month == 0 || date == 0)
            continue;
        e = made_map(holidays, "Exception", d->at);
        period = made_map(e, "TimePeriod", d->at);
        made_instant(period, "FromDate", civil_day(year > 0 ? (int)year : 2000, (int)month,
                                                   (int)date) * CIVIL_DAY_S, d->at);
        made_instant(period, "ToDate", civil_day(year > 0 ? (int)year : 2199, (int)month,
                                                 (int)date) * CIVIL_DAY_S, d->at);
        if (year == 0) {        /* every year */
            made_number(e, "Type", 2, d->at);
            made_number(e, "Month", month - 1, d->at);
            made_number(e, "MonthDay", date, d->at);
        }
        made_number(e, "DayWorking", str_equal(get(d, "type"), STR("WORKING_DAY")), d->at);
    }
}

static bool add_tasks(struct gan *g, const struct node *list, int level)
{
    for (const struct node *n = list->first; n; n = n->next) {
        struct gan_task *task;
        struct made *made;
        bool milestone;

        if (!str_equal(n->name, STR("task")) || n->kind != NODE_MAP)
            continue;
        if (level > DEPTH_MOST)
            return diag_error(g->out, "too-deep", n->at, "tasks are nested deeper than %d levels",
                              DEPTH_MOST);
        if (!arena_grow(g->owner, (void **)&g->task, g->count, &g->capacity, sizeof(*task),
                        PLAN_OBJECT_CEILING))
            return diag_error(g->out, "too-many", n->at, "too many tasks");
        milestone = str_equal(get(n, "meeting"), STR("true"));
        made = made_map(g->tasks, "Task", n->at);
        made_text(made, "UID", uid_of(get(n, "id")), n->at);
        made_text(made, "Name", get(n, "name"), n->at);
        made_number(made, "OutlineLevel", level, n->at);
        made_instant(made, "Start", day_of(get(n, "start")), n->at);
        if (milestone)
            made_number(made, "Milestone", 1, n->at);
        made_seconds(made, "Duration",
                     milestone ? 0 : whole(n, "duration", 0, DAYS_MOST) * DAY_WORK_S, n->at);
        map_set(&g->index, get(n, "id"), (uint32_t)g->count);
        g->task[g->count++] = (struct gan_task){made, n, false, node_find(n, STR("task")) != NULL};
        if (!add_tasks(g, n, level + 1))
            return false;
    }
    return true;
}

static void add_link(struct gan *g, const struct gan_task *pred, const struct node *l)
{
    static const int types[] = {1, 3, 1, 0, 2};     /* by GanttProject's number */
    const int64_t days = whole(l, "difference", -DAYS_MOST, DAYS_MOST);
    struct made *link;
    uint32_t index;

    if (!map_find(&g->index, get(l, "id"), &index)) {
        diag_error(g->out, "unknown-id", l->at, "no task has the id %.*s",
                   STR_ARG(str_slice(get(l, "id"), 0, 40)));
        return;
    }
    g->task[index].has_predecessor = true;
    link = made_map(g->task[index].made, "PredecessorLink", l->at);
    made_text(link, "PredecessorUID", uid_of(get(pred->node, "id")), l->at);
    made_number(link, "Type", types[whole(l, "type", 0, 4)], l->at);
    if (days != 0) {
        made_number(link, "LinkLag", days * DAY_WORK_S / 6, l->at);
        made_number(link, "LagFormat", 7, l->at);
    }
}

static void finish_task(const struct gan_task *t)
{
    const int64_t done = whole(t->node, "complete", 0, 100);
    const int64_t start = day_of(get(t->node, "start"));
    const int64_t third = day_of(get(t->node, "thirdDate"));
    const struct place at = t->node->at;

    if (t->is_summary)
        return;
    if (done > 0) {
        made_number(t->made, "PercentComplete", done, at);
        made_instant(t->made, "ActualStart", start, at);
        if (done < 100)
            made_seconds(t->made, "RemainingDuration", whole(t->node, "duration", 0, DAYS_MOST) *
                         DAY_WORK_S * (100 - done) / 100, at);
    } else if (third != CIVIL_NONE && whole(t->node, "thirdDate-constraint", 0, 9) == 1) {
        made_number(t->made, "ConstraintType", 4, at);
        made_instant(t->made, "ConstraintDate", third, at);
    } else if (!t->has_predecessor && start != CIVIL_NONE) {
        made_number(t->made, "ConstraintType", 4, at);
        made_instant(t->made, "ConstraintDate", start, at);
    }
}

static void add_resources(struct gan *g, const struct node *root)
{
    const struct node *people = node_find(root, STR("resources"));
    const struct node *allocations = node_find(root, STR("allocations"));
    struct made *resources = made_map(g->root, "Resources", root->at);
    struct made *assignments = made_map(g->root, "Assignments", root->at);

    for (const struct node *n = people ? people->first : NULL; n; n = n->next) {
        struct made *r;

        if (!str_equal(n->name, STR("resource")))
            continue;
        r = made_map(resources, "Resource", n->at);
        made_text(r, "UID", get(n, "id"), n->at);
        made_number(r, "Type", 1, n->at);
        made_text(r, "Name", get(n, "name"), n->at);
    }
    for (const struct node *n = allocations ? allocations->first : NULL; n; n = n->next) {
        struct made *a;
        int64_t load;

        if (!str_equal(n->name, STR("allocation")))
            continue;
        a = made_map(assignments, "Assignment", n->at);
        made_text(a, "TaskUID", uid_of(get(n, "task-id")), n->at);
        made_text(a, "ResourceUID", get(n, "resource-id"), n->at);
        if (str_to_fixed(get(n, "load"), 2, &load) && load >= 0 && load < 1000000)
            made_text(a, "Units", str_format(g->owner, "%lld.%04lld", (long long)(load / 10000),
                                             (long long)(load % 10000)), n->at);
    }
}

static bool read(struct plan_builder *b, const struct node *root, struct arena *owner,
                 struct diags *out)
{
    static const struct mspdi_options options = {.dialect = DIALECT_NATIVE};
    struct gan g = {.owner = owner, .out = out, .root = made_root(owner, root->at)};

    map_init(&g.index, owner);
    made_text(g.root, "Title", get(root, "name"), root->at);
    add_calendar(&g, root);
    g.tasks = made_map(g.root, "Tasks", root->at);
    if (!add_tasks(&g, node_find(root, STR("tasks")), 1))
        return false;
    for (size_t i = 0; i < g.count; i++)
        for (const struct node *l = g.task[i].node->first; l; l = l->next)
            if (str_equal(l->name, STR("depend")) && l->kind == NODE_MAP)
                add_link(&g, &g.task[i], l);
    for (size_t i = 0; i < g.count; i++)
        finish_task(&g.task[i]);
    add_resources(&g, root);
    return out->error_count == 0 && mspdi_read_tree(b, &g.root->node, &options, owner, out);
}

const struct format format_ganttproject = {
    .name = "ganttproject",
    .title = "GanttProject",
    .recognise = recognise,
    .read = read,
};
