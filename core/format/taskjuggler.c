/* SPDX-License-Identifier: Apache-2.0 */
/* TaskJuggler 3 (.tjp): the words of a project that a plan has too.
 *
 * Tasks, nested; effort, length (working time) and duration (calendar time); depends and precedes
 * with gaps; allocations; start, end, milestones, priorities, working hours, holidays, leaves. The
 * first scenario counts. Macros are expanded where they are called, within ceilings; an included
 * file is left out, since only what one names is read. A statement Baton has no word for is passed
 * over and counted by its word.
 *
 * Each leaf resource becomes a team of one, as resources of other imported files do; work shared by
 * several becomes their assignments, its duration effort / people. A task that only names an
 * alternative keeps the first.
 */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/format/format.h"
#include "core/format/made.h"
#include "core/format/taskjuggler.h"

/* --- the plan --------------------------------------------------------------------------------- */

static struct str day_text(struct tj *j, int64_t instant)
{
    struct text text;

    text_init(&text, j->owner);
    civil_print_instant(&text, instant);
    return text_str(&text);
}

/* Hours with at most three decimals: "160h", "6.4h"; elapsed "96eh". */
static struct str hours_text(struct tj *j, int64_t seconds, bool elapsed)
{
    const int64_t milli = (seconds * 1000 + 1800) / 3600;

    if (milli % 1000 == 0)
        return str_format(j->owner, "%lld%sh", (long long)(milli / 1000), elapsed ? "e" : "");
    return str_format(j->owner, "%lld.%03lld%sh", (long long)(milli / 1000),
                      (long long)(milli % 1000), elapsed ? "e" : "");
}

/* An id of a path: "AcSo.spec" becomes AcSo-spec. Paths differ in their dots alone never: ids of
 * TaskJuggler hold no hyphen. */
static struct str plan_id(struct tj *j, struct str path)
{
    const struct str id = str_copy(j->owner, path);
    char *bytes = (char *)(uintptr_t)id.ptr;

    for (size_t i = 0; i < id.len; i++)
        if (bytes[i] == '.')
            bytes[i] = '-';
    if (id.len > 0 && !tj_is_letter(id.ptr[0]))
        return str_format(j->owner, "t-%.*s", STR_ARG(id));
    return id.len > 0 && id.ptr[0] == '_' ? str_format(j->owner, "t%.*s", STR_ARG(id)) : id;
}

/* Its own, unless a task of the first level has the same. */
static struct str resource_id(struct tj *j, const struct tj_resource *r)
{
    uint32_t task;

    return plan_id(j, map_find(&j->tasks_by_path, r->id, &task) ||
                              str_equal(r->id, j->project_id)
                          ? str_format(j->owner, "who-%.*s", STR_ARG(r->id)) : r->id);
}

static void add_calendar(struct tj *j, struct made *root)
{
    struct made *all = made_map(root, "calendars", root->node.at);
    struct made *c = made_map(all, "working-time", root->node.at);
    struct made *week, *days;
    bool any = false;

    for (int d = 0; d < 7; d++)
        any = any || j->week_given[d];
    if (any) {
        week = made_map(c, "week", root->node.at);
        for (int d = 0; d < 7; d++) {
            const struct str usual = d < 5 ? STR("09:00-12:00 13:00-18:00") : STR("");
            const struct str text = j->week_given[d] ? j->week[d] : usual;
            struct made *m = made_map(week, tj_day_names[d], root->node.at);

            m->node.kind = NODE_SCALAR;
            m->node.style = NODE_QUOTED;
            m->node.text = text;
        }
    }
    made_text(c, "day", hours_text(j, j->day_s, false), root->node.at);
    if (j->holiday_count == 0)
        return;
    days = made_list(c, "holidays", root->node.at);
    for (unsigned i = 0; i < j->holiday_count; i++)
        made_text(days, "", j->holidays[i], root->node.at);
}

static void add_resources(struct tj *j, struct made *root)
{
    struct made *teams = NULL;

    for (size_t i = 0; i < j->resource_count; i++) {
        const struct tj_resource *r = &j->resources[i];
        struct made *team, *away;

        if (r->has_children)
            continue;
        if (!teams)
            teams = made_map(root, "teams", r->at);
        team = made_map(teams, resource_id(j, r).ptr,
                        r->at);
        made_text(team, "title", r->name.len > 0 ? r->name : r->id, r->at);
        made_text(team, "kind", STR("person"), r->at);
        made_number(team, "capacity", 1, r->at);
        made_text(team, "focus", STR("100%"), r->at);
        made_text(team, "source_id", r->id, r->at);
        if (r->leave_count == 0)
            continue;
        away = made_map(team, "away", r->at);
        for (unsigned k = 0; k < r->leave_count; k++)
            made_number(away, r->leaves[k].ptr, 1, r->at);
    }
}

/* The task that a dependency names, seen from `task`. */
static bool resolve(struct tj *j, uint32_t task, const struct need *n, uint32_t *ret)
{
    uint32_t scope = task;
    struct str path = n->path;

    for (uint32_t i = 0; i < n->ups && scope != UINT32_MAX; i++)
        scope = j->tasks[scope].parent;
    if (n->ups > 0 && scope != UINT32_MAX)
        path = str_format(j->owner, "%.*s.%.*s", STR_ARG(j->tasks[scope].path), STR_ARG(n->path));
    return map_find(&j->tasks_by_path, path, ret);
}

static bool is_inside(const struct tj *j, uint32_t task, uint32_t of)
{
    for (; task != UINT32_MAX; task = j->tasks[task].parent)
        if (task == of)
            return true;
    return false;
}

struct tj_link {
    uint32_t after;
    struct str text;
    struct place at;
};

static int by_after(const void *a, const void *b, const void *context)
{
    const struct tj_link *x = a, *y = b;

    (void)context;
    return (x->after > y->after) - (x->after < y->after);
}

static size_t gather_links(struct tj *j, struct tj_link *ret)
{
    size_t count = 0;

    for (size_t k = 0; k < j->need_count; k++) {
        const struct need *n = &j->needs[k];
        uint32_t other, before, after;
        struct text text;

        if (!resolve(j, n->task, n, &other)) {
            diag_error(j->out, "unknown-id", n->at, "there is no task '%.*s' seen from %.*s",
                       STR_ARG(n->path), STR_ARG(j->tasks[n->task].path));
            j->failed = true;
            continue;
        }
        before = n->precedes ? n->task : other;
        after = n->precedes ? other : n->task;
        if (is_inside(j, before, after) || is_inside(j, after, before)) {
            tj_lose(j, STR("dependencies between a task and its own parts"), n->at);
            continue;
        }
        text_init(&text, j->owner);
        text_addf(&text, "%.*s", STR_ARG(plan_id(j, j->tasks[before].path)));
        if (n->on_start)
            text_add(&text, STR(" SS"));
        if (n->gap_s > 0)
            text_addf(&text, " +%.*s", STR_ARG(hours_text(j, n->gap_s, n->elapsed)));
        ret[count++] = (struct tj_link){after, text_str(&text), n->at};
    }
    sort_stable(ret, count, sizeof(*ret), by_after, NULL, j->owner);
    return count;
}

/* What a container says holds for what is in it, where that does not say otherwise. */
static void inherit(struct tj *j)
{
    for (size_t i = 0; i < j->task_count; i++) {
        struct tj_task *t = &j->tasks[i];
        const struct tj_task *p = t->parent == UINT32_MAX ? NULL : &j->tasks[t->parent];

        if (!p)
            continue;
        if (t->priority < 0)
            t->priority = p->priority;
        if (t->allocated_count == 0) {
            t->allocated = p->allocated;
            t->allocated_count = p->allocated_count;
        }
        if (t->responsible.len == 0)
            t->responsible = p->responsible;
    }
}

static void constrain(struct tj *j, struct made *m, const struct tj_task *t, bool event)
{
    const int64_t start = t->start != CIVIL_NONE ? t->start : t->minstart;

    if (event && t->start == CIVIL_NONE && t->end != CIVIL_NONE) {
        made_text(m, "constraint", STR("must-finish"), t->at);
        made_text(m, "constraint_date", day_text(j, t->end), t->at);
    } else if (start != CIVIL_NONE) {
        made_text(m, "constraint", STR("start-no-earlier"), t->at);
        made_text(m, "constraint_date", day_text(j, start), t->at);
    } else if (t->end != CIVIL_NONE || t->alap) {
        made_text(m, "constraint", STR("alap"), t->at);
    }
    if (t->maxend != CIVIL_NONE)
        made_text(m, "deadline", day_text(j, t->maxend), t->at);
    else if (t->end != CIVIL_NONE && !event)
        made_text(m, "deadline", day_text(j, t->end), t->at);
}

static void work(struct tj *j, struct made *m, struct tj_task *t)
{
    int64_t people_ppm = 0;
    struct made *list;

    if (t->effort_s >= 0) {
        for (uint32_t i = 0; i < t->allocated_count; i++)
            people_ppm += j->resources[t->allocated[i]].efficiency_ppm;
        if (people_ppm == 0) {
            tj_lose(j, STR("effort that nobody is allocated to; it counts as one person's"), t->at);
            people_ppm = 1000000;
        }
        made_text(m, "estimate", hours_text(j, t->effort_s * 1000000 / people_ppm, false), t->at);
        if (t->allocated_count > 1)
            made_text(m, "evidence", str_format(j->owner, "effort of %.*s shared by %u",
                                                STR_ARG(hours_text(j, t->effort_s, false)),
                                                t->allocated_count), t->at);
    } else if (t->length_s >= 0) {
        made_text(m, "estimate", hours_text(j, t->length_s, false), t->at);
    } else if (t->duration_s >= 0) {
        made_text(m, "estimate", hours_text(j, t->duration_s, true), t->at);
    } else if (t->start != CIVIL_NONE && t->end != CIVIL_NONE && t->end > t->start) {
        made_text(m, "estimate", hours_text(j, t->end - t->start, true), t->at);
    }
    if (t->allocated_count == 0)
        return;
    made_text(m, "team", resource_id(j, &j->resources[t->allocated[0]]), t->at);
    list = made_list(m, "assignments", t->at);
    for (uint32_t i = 0; i < t->allocated_count; i++) {
        struct made *a = made_map(list, "", t->at);

        made_text(a, "who", resource_id(j, &j->resources[t->allocated[i]]),
                  t->at);
    }
}

static void add_task(struct tj *j, struct made *tasks, struct tj_task *t,
                     const struct tj_link *links, size_t link_count)
{
    const bool sized = t->effort_s >= 0 || t->length_s >= 0 || t->duration_s >= 0 ||
                       (t->start != CIVIL_NONE && t->end != CIVIL_NONE && t->end > t->start);
    const bool event = !t->has_children && (t->milestone || !sized);
    struct made *m = made_map(tasks, plan_id(j, t->path).ptr, t->at), *after;

    made_text(m, "title", t->name.len > 0 ? t->name : t->id, t->at);
    made_text(m, "source_id", t->path, t->at);
    if (t->parent != UINT32_MAX)
        made_text(m, "parent", plan_id(j, j->tasks[t->parent].path), t->at);
    if (link_count > 0) {
        after = made_list(m, "after", links[0].at);
        for (size_t i = 0; i < link_count; i++)
            made_text(after, "", links[i].text, links[i].at);
    }
    made_text(m, "note", t->note, t->at);
    if (t->priority >= 0)       /* TaskJuggler's highest is 1000 */
        made_number(m, "priority", 1000 - t->priority, t->at);
    if (t->has_children)
        return;
    if (event)
        made_text(m, "event", STR("true"), t->at);
    else
        work(j, m, t);
    constrain(j, m, t, event);
    if (t->complete >= 0)
        made_text(m, "done", str_format(j->owner, "%lld%%", (long long)t->complete), t->at);
}

static void say_losses(struct tj *j)
{
    for (unsigned i = 0; i < j->loss_count; i++)
        diag_note_places(j->out, "left-out-taskjuggler", &j->losses[i].places, "left out: %.*s",
                         STR_ARG(j->losses[i].word));
}

static bool build(struct tj *j, struct plan_builder *b, struct place at)
{
    struct tj_link *links = ARENA_ARRAY(j->owner, struct tj_link, j->need_count + 1);
    struct made *root = made_root(j->owner, at);
    struct made *program, *tasks;
    size_t count, next = 0;

    if (j->task_count == 0)
        return diag_error(j->out, "no-tasks", at, "there is no task in this project");
    inherit(j);
    count = gather_links(j, links);
    if (j->failed)
        return false;
    root->node.name = (struct str){NULL, 0};
    made_number(root, "baton", 1, at);
    program = made_map(root, "program", at);
    made_text(program, "id", map_find(&j->tasks_by_path, j->project_id, &(uint32_t){0}) ||
                                     j->project_id.len == 0
                                 ? STR("the-project") : plan_id(j, j->project_id), at);
    made_text(program, "title", j->project_name, at);
    made_text(program, "start", day_text(j, j->start), at);
    made_text(program, "as_of", day_text(j, civil_day_of(j->start) * CIVIL_DAY_S), at);
    if (j->now != CIVIL_NONE)
        diag_note(j->out, "assumed-data-date", at, "the data date is the start of the project: "
                  "what was really done by its `now` is not stated");
    made_text(program, "calendar", STR("working-time"), at);
    add_calendar(j, root);
    add_resources(j, root);
    tasks = made_map(root, "tasks", at);
    for (uint32_t t = 0; t < j->task_count; t++) {
        const size_t first = next;

        while (next < count && links[next].after == t)
            next++;
        add_task(j, tasks, &j->tasks[t], links + first, next - first);
    }
    say_losses(j);
    return plan_builder_read(b, &root->node);
}

static bool read(struct plan_builder *b, struct str bytes, uint32_t source, struct arena *owner,
                 struct diags *out)
{
    struct tj *j = ARENA_NEW(owner, struct tj);
    const struct place start = {source, 1, 1, 0};
    size_t bad;

    *j = (struct tj){.owner = owner, .out = out, .source = source, .start = CIVIL_NONE,
                     .finish = CIVIL_NONE, .now = CIVIL_NONE, .day_s = 8 * 3600,
                     .week_days_milli = 5000, .year_days_milli = 260714, .tap_count = 1};
    j->taps[0] = (struct tap){.bytes = bytes, .line = 1};
    map_init(&j->macros, owner);
    map_init(&j->tasks_by_path, owner);
    map_init(&j->resources_by_id, owner);
    if (!str_is_utf8(bytes, &bad))
        return diag_error(out, "invalid-utf8", start, "the file is not UTF-8");
    if (!tj_read_file(j))
        return false;
    if (j->start == CIVIL_NONE)
        return diag_error(out, "no-start", start, "the project has no start date");
    return build(j, b, start);
}

const struct format format_taskjuggler = {
    .name = "taskjuggler",
    .title = "TaskJuggler project (.tjp)",
    .recognise_text = tj_recognise,
    .read_text = read,
};
