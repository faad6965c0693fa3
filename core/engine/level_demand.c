/* SPDX-License-Identifier: Apache-2.0 */
/* What tasks take of their teams, and what teams have. */
#include "core/base/sort.h"
#include "core/engine/level_problem.h"
#include "core/plan/capacity.h"

enum { WHOLE = 1000000 };

/* --- what teams have ------------------------------------------------------------------------- */

struct days {
    int64_t *items;
    size_t count, capacity;
    struct arena *scratch;
};

static void add_day(struct days *d, int64_t day)
{
    if (arena_grow(d->scratch, (void **)&d->items, d->count, &d->capacity, sizeof(int64_t),
                   SIZE_MAX / 16))
        d->items[d->count++] = day;
}

/* The days on which the capacity may change. */
static void find_days(const struct plan *plan, const struct object *team, struct days *d)
{
    const struct day_amounts *from = team_get_capacity_from(team), *away = team_get_away(team);

    for (size_t i = 0; from && i < from->count; i++)
        add_day(d, from->items[i].from_day);
    for (size_t i = 0; away && i < away->count; i++) {
        add_day(d, away->items[i].from_day);
        add_day(d, away->items[i].to_day + 1);
    }
    for (uint32_t i = 0; i < plan_count(plan, KIND_person); i++) {
        const struct object *person = plan_nth(plan, KIND_person, i);
        const struct ref *of = person_get_team(person);
        const struct day_ranges *its = person_get_away(person);
        const struct when *left = person_get_left(person);

        if (!of || of->object != team->number)
            continue;
        if (left)
            add_day(d, civil_day_of(left->instant));
        for (size_t k = 0; its && k < its->count; k++) {
            add_day(d, its->items[k].from_day);
            add_day(d, its->items[k].to_day + 1);
        }
    }
    sort_i64(d->items, d->count);
}

static void read_team(struct level_team *t, const struct plan *plan, const struct object *team,
                      struct arena *owner, struct arena *scratch)
{
    struct days days = {.scratch = scratch};

    find_days(plan, team, &days);
    t->object = team->number;
    t->from = ARENA_ARRAY(owner, int64_t, days.count + 1);
    t->micro = ARENA_ARRAY(owner, int64_t, days.count + 1);
    t->from[0] = CALENDAR_BEFORE;
    t->micro[0] = team_capacity_on(plan, team, days.count > 0 ? days.items[0] - 1 : 0);
    t->step_count = 1;
    for (size_t i = 0; i < days.count; i++) {
        const int64_t micro = team_capacity_on(plan, team, days.items[i]);

        if (micro == t->micro[t->step_count - 1])
            continue;
        t->from[t->step_count] = days.items[i] * CIVIL_DAY_S;
        t->micro[t->step_count++] = micro;
    }
}

void level_teams(struct level_problem *p, const struct network *n, struct arena *owner,
                 struct arena *scratch)
{
    const struct plan *plan = n->plan;

    p->teams = ARENA_ARRAY(owner, struct level_team, plan_count(plan, KIND_team) + 1);
    for (uint32_t i = 0; i < plan_count(plan, KIND_team); i++)
        if (team_states_capacity(plan_nth(plan, KIND_team, i)))
            read_team(&p->teams[p->team_count++], plan, plan_nth(plan, KIND_team, i), owner,
                      scratch);
}

int64_t level_micro_at(const struct level_team *team, int64_t at)
{
    uint32_t low = 0, high = team->step_count;

    while (high - low > 1) {
        const uint32_t mid = low + (high - low) / 2;

        if (team->from[mid] <= at)
            low = mid;
        else
            high = mid;
    }
    return team->micro[low];
}

/* --- what tasks take ------------------------------------------------------------------------- */

struct gather {
    struct level_problem *p;
    const struct network *n;
    uint32_t *team_index;       /* [object_count]; UINT32_MAX: does not bind */
    size_t count, capacity;
    struct arena *owner;
    struct diags *out;
};

static void take(struct gather *g, uint32_t node, const struct object *team, int64_t micro)
{
    struct level_problem *p = g->p;
    const struct object *task = g->n->plan->objects[g->n->object[node]];
    const uint32_t index = team ? g->team_index[team->number] : UINT32_MAX;
    const struct level_team *t = index == UINT32_MAX ? NULL : &p->teams[index];

    if (!t || micro <= 0)
        return;
    for (size_t k = p->demand_first[node]; k < g->count; k++)
        if (p->demands[k].team == index) {
            p->demands[k].micro += micro;
            return;
        }
    if (micro > t->micro[t->step_count - 1]) {
        diag_warning(g->out, "more-than-the-team", task->at,
                     "%.*s takes more people than %.*s will have, so it does not wait for them",
                     STR_ARG(task->id), STR_ARG(team->id));
        diag_hint(g->out, "lower the task's people, or raise the team's capacity");
        return;
    }
    if (arena_grow(g->owner, (void **)&p->demands, g->count, &g->capacity,
                   sizeof(p->demands[0]), SIZE_MAX / 64))
        p->demands[g->count++] = (struct level_demand){index, micro};
}

static void take_assignments(struct gather *g, uint32_t node, const struct objects *all)
{
    const struct plan *plan = g->n->plan;

    for (size_t i = 0; i < all->count; i++) {
        const struct object *who = plan_object(plan, assignment_get_who(all->items[i]));
        const int32_t *units = assignment_get_units(all->items[i]);
        const struct object *team =
            who && who->kind == KIND_person ? plan_object(plan, person_get_team(who)) : who;

        take(g, node, team, units ? *units : WHOLE);
    }
}

void level_demands(struct level_problem *p, const struct network *n, struct arena *owner,
                   struct diags *out)
{
    struct gather g = {.p = p, .n = n, .owner = owner, .out = out};

    g.team_index = ARENA_ARRAY(owner, uint32_t, n->plan->object_count + 1);
    for (uint32_t i = 0; i < n->plan->object_count; i++)
        g.team_index[i] = UINT32_MAX;
    for (uint32_t i = 0; i < p->team_count; i++)
        g.team_index[p->teams[i].object] = i;
    p->demand_first = ARENA_ARRAY(owner, uint32_t, n->node_count + 1);
    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = n->plan->objects[n->object[node]];
        const struct objects *all = o->kind == KIND_task ? task_get_assignments(o) : NULL;
        const int64_t *people = o->kind == KIND_task ? task_get_people(o) : NULL;

        p->demand_first[node] = (uint32_t)g.count;
        if (n->role[node] != ROLE_TASK || n->progress[node] == PROGRESS_FINISHED)
            continue;
        if (all && all->count > 0)
            take_assignments(&g, node, all);
        else
            take(&g, node, plan_team_of(n->plan, o), people ? *people : WHOLE);
    }
    p->demand_first[n->node_count] = (uint32_t)g.count;
}

/* --- pauses ---------------------------------------------------------------------------------- */

struct pause {
    uint32_t team;
    int64_t micro;
    uint16_t calendar, with;
};

struct pauses {
    const struct level_problem *p;
    struct network *copy;
    const struct calendar **calendars;
    struct pause *items;
    size_t count, capacity;
    struct arena *owner, *scratch;
    struct diags *out;
};

static bool is_ever_short(const struct level_team *t, int64_t micro)
{
    for (uint32_t i = 0; i < t->step_count; i++)
        if (t->micro[i] < micro)
            return true;
    return false;
}

/* A calendar without the days on which the team has fewer people in all than `micro`. */
static const struct calendar *without_short_days(struct pauses *z, const struct level_team *t,
                                                 int64_t micro, const struct calendar *base)
{
    static const struct shift whole[] = {{0, CIVIL_DAY_S}};
    struct calendar_exception *days =
        ARENA_ARRAY(z->scratch, struct calendar_exception, t->step_count);
    struct calendar_spec spec = {.name = STR("people"), .exceptions = days, .usual_day_s = 28800};
    const struct calendar *people, *both;

    for (int i = 0; i < 7; i++)
        spec.week[i] = (struct shift_day){true, 1, whole};
    for (uint32_t i = 0; i < t->step_count; i++) {
        if (t->micro[i] >= micro)
            continue;
        days[spec.exception_count++] = (struct calendar_exception){
            .from_day = i == 0 ? CIVIL_DAY_FIRST : civil_day_of(t->from[i]),
            .to_day = civil_day_of(t->from[i + 1]) - 1, .work = {.given = true}};
    }
    if (!calendar_build(&spec, z->owner, z->scratch, &people, z->out) ||
        !calendar_intersect(base, people, z->owner, z->scratch, &both, z->out))
        return base;
    return both;
}

static uint16_t paused_calendar(struct pauses *z, uint16_t calendar, const struct level_demand *d)
{
    struct network *n = z->copy;

    for (size_t i = 0; i < z->count; i++)
        if (z->items[i].team == d->team && z->items[i].micro == d->micro &&
            z->items[i].calendar == calendar)
            return z->items[i].with;
    if (n->calendar_count >= NETWORK_CALENDAR_CEILING ||
        !arena_grow(z->scratch, (void **)&z->items, z->count, &z->capacity, sizeof(z->items[0]),
                    NETWORK_CALENDAR_CEILING))
        return calendar;
    z->items[z->count++] =
        (struct pause){d->team, d->micro, calendar, (uint16_t)n->calendar_count};
    z->calendars[n->calendar_count] = without_short_days(
        z, &z->p->teams[d->team], d->micro, z->calendars[calendar]);
    return (uint16_t)n->calendar_count++;
}

const struct network *level_pauses(const struct level_problem *p, const struct network *n,
                                   struct arena *owner, struct arena *scratch, struct diags *out)
{
    const size_t most = n->calendar_count + (size_t)p->demand_first[n->node_count] + 1;
    struct network *copy = ARENA_NEW(owner, struct network);
    struct pauses z = {.p = p, .copy = copy, .owner = owner, .scratch = scratch, .out = out};
    bool changed = false;

    *copy = *n;
    copy->calendar = ARENA_ARRAY(owner, uint16_t, n->node_count + 1);
    z.calendars = ARENA_ARRAY(owner, const struct calendar *,
                              most < NETWORK_CALENDAR_CEILING ? most : NETWORK_CALENDAR_CEILING);
    for (uint32_t i = 0; i < n->calendar_count; i++)
        z.calendars[i] = n->calendars[i];
    copy->calendars = z.calendars;
    for (uint32_t node = 0; node < n->node_count; node++) {
        copy->calendar[node] = n->calendar[node];
        if (n->flags[node] & NODE_WORK_DRIVEN)
            continue;
        for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++)
            if (is_ever_short(&p->teams[p->demands[k].team], p->demands[k].micro)) {
                copy->calendar[node] = paused_calendar(&z, copy->calendar[node], &p->demands[k]);
                changed = true;
            }
    }
    return changed ? copy : n;
}
