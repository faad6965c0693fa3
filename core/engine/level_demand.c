/* SPDX-License-Identifier: Apache-2.0 */
/* What tasks take of their teams, and what teams have. */
#include <string.h>

#include "core/engine/level_problem.h"
#include "core/plan/capacity.h"

enum { WHOLE = 1000000 };

/* --- what teams have ------------------------------------------------------------------------- */

/* One amount a step: hires on their likely days, none of those that are not certain, all of them
 * from the beginning. */
static void add_step(struct level_team *t, int64_t from, const int64_t *amount)
{
    const uint32_t at = t->step_count;

    if (at > 0 && amount[HIRES_LIKELY] == t->micro[at - 1] &&
        amount[HIRES_NONE] == t->sure[at - 1] && amount[HIRES_ALL] == t->whole[at - 1])
        return;
    t->from[at] = from;
    t->micro[at] = amount[HIRES_LIKELY];
    t->sure[at] = amount[HIRES_NONE];
    t->whole[at] = amount[HIRES_ALL];
    t->sure_most = amount[HIRES_NONE] > t->sure_most ? amount[HIRES_NONE] : t->sure_most;
    t->step_count++;
}

static void amounts_on(const struct plan *plan, const struct object *of, const struct skills *sets,
                       int64_t day, int64_t *ret)
{
    for (int hires = HIRES_NONE; hires <= HIRES_ALL; hires++)
        ret[hires] = sets ? capacity_skilled_on(plan, of, sets->items, sets->count, day,
                                                (enum capacity_hires)hires)
                          : capacity_on(plan, of, day, (enum capacity_hires)hires);
}

static void read_team(struct level_team *t, const struct plan *plan, const struct object *of,
                      const struct skills *sets, struct arena *owner, struct arena *scratch)
{
    int64_t amount[HIRES_ALL + 1];
    size_t count;
    int64_t *days = capacity_days(plan, of, scratch, &count);
    const int64_t before = count > 0 ? days[0] - 1 : 0;

    count = capacity_working_days(plan, of, days, count);
    *t = (struct level_team){.object = of->number, .sets = sets};
    t->from = ARENA_ARRAY(owner, int64_t, count + 1);
    t->micro = ARENA_ARRAY(owner, int64_t, count + 1);
    t->sure = ARENA_ARRAY(owner, int64_t, count + 1);
    t->whole = ARENA_ARRAY(owner, int64_t, count + 1);
    amounts_on(plan, of, sets, before, amount);
    add_step(t, CALENDAR_BEFORE, amount);
    for (size_t i = 0; i < count; i++) {
        amounts_on(plan, of, sets, days[i], amount);
        add_step(t, days[i] * CIVIL_DAY_S, amount);
    }
}

/* --- skills ---------------------------------------------------------------------------------- */

enum {
    SETS_EXACT = 4,             /* sets of skills of a team of which every union is looked at */
    SETS_MOST = 64
};

/* The sets of skills that the tasks of one team ask for. */
struct wanted {
    const struct texts *sets[SETS_MOST];
    uint32_t count;
};

static bool same_skills(const struct texts *a, const struct texts *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        size_t k = 0;

        while (k < b->count && !str_equal(a->items[i], b->items[k]))
            k++;
        if (k == b->count)
            return false;
    }
    return true;
}

static bool wants(const struct skills *sets, const struct texts *skills)
{
    for (size_t i = 0; i < sets->count; i++)
        if (same_skills(sets->items[i], skills))
            return true;
    return false;
}

static bool somebody_can(const struct plan *plan, const struct object *team,
                         const struct texts *skills)
{
    for (uint32_t i = 0; i < plan_count(plan, KIND_person); i++) {
        const struct object *person = plan_nth(plan, KIND_person, i);

        if (person_share_of(person, team) > 0 && person_can(person, skills))
            return true;
    }
    return false;
}

/* The skills that a task needs of somebody in particular; NULL: whoever is there can do it. */
static const struct texts *skills_of(const struct plan *plan, const struct object *task,
                                     const struct object *team)
{
    const struct texts *skills = task->kind == KIND_task ? task_get_skills(task) : NULL;

    if (!skills || skills->count == 0 || !team || team->kind != KIND_team ||
        !somebody_can(plan, team, skills))
        return NULL;
    return skills;
}

static void add_wanted(struct wanted *w, const struct texts *skills)
{
    for (uint32_t i = 0; i < w->count; i++)
        if (same_skills(w->sets[i], skills))
            return;
    if (w->count < SETS_MOST)
        w->sets[w->count++] = skills;
}

/* Whether people of one set can do what another of the union asks for, too; else its people are
 * counted apart already. */
static bool hangs_together(const struct plan *plan, const struct object *team,
                           const struct skills *sets)
{
    for (size_t k = 0; sets->count > 1 && k < sets->count; k++) {
        bool shared = false;

        for (uint32_t i = 0; i < plan_count(plan, KIND_person) && !shared; i++) {
            const struct object *person = plan_nth(plan, KIND_person, i);

            if (person_share_of(person, team) == 0 || !person_can(person, sets->items[k]))
                continue;
            for (size_t m = 0; m < sets->count; m++)
                shared = shared || (m != k && person_can(person, sets->items[m]));
        }
        if (!shared)
            return false;
    }
    return true;
}

/* The tasks of a team can be given to its people exactly when no union of sets of skills is asked
 * for more people than can do one of them (Hall 1935; people may hand over work to each other).
 * Every union of up to four sets is a pool of its own; past that only the sets themselves are: a
 * bound from below on what is waited for. */
static void add_pools(struct level_problem *p, const struct plan *plan, const struct object *team,
                      const struct wanted *w, struct arena *owner, struct arena *scratch)
{
    const uint32_t unions = UINT32_C(1) << (w->count <= SETS_EXACT ? w->count : 0);

    for (uint32_t i = 0; i < (w->count <= SETS_EXACT ? unions - 1 : w->count); i++) {
        struct skills *sets = ARENA_NEW(owner, struct skills);

        sets->items = ARENA_ARRAY(owner, const struct texts *, w->count);
        for (uint32_t k = 0; k < w->count; k++)
            if (w->count <= SETS_EXACT ? (i + 1) >> k & 1 : k == i)
                sets->items[sets->count++] = w->sets[k];
        if (hangs_together(plan, team, sets))
            read_team(&p->teams[p->team_count++], plan, team, sets, owner, scratch);
    }
}

static void level_skills(struct level_problem *p, const struct network *n, struct arena *owner,
                         struct arena *scratch)
{
    const struct plan *plan = n->plan;
    const uint32_t teams = plan_count(plan, KIND_team);
    struct wanted *wanted = NULL;
    uint32_t more = 0;

    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = plan->objects[n->object[node]];
        const struct object *team = plan_team_of(plan, o);
        const struct texts *skills;

        if (n->role[node] != ROLE_TASK || n->progress[node] == PROGRESS_FINISHED ||
            !task_get_skills(o) || !(skills = skills_of(plan, o, team)))
            continue;
        if (!wanted)
            wanted = ARENA_ARRAY(scratch, struct wanted, teams + 1);
        add_wanted(&wanted[team->number - plan->first[KIND_team]], skills);
    }
    for (uint32_t t = 0; wanted && t < teams; t++)
        more += wanted[t].count <= SETS_EXACT ? (UINT32_C(1) << wanted[t].count) - 1
                                              : wanted[t].count;
    if (more == 0)
        return;
    p->teams = memcpy(ARENA_ARRAY(owner, struct level_team, p->team_count + more), p->teams,
                      p->team_count * sizeof(p->teams[0]));
    for (uint32_t t = 0; t < teams; t++)
        if (wanted[t].count > 0)
            add_pools(p, plan, plan_nth(plan, KIND_team, t), &wanted[t], owner, scratch);
}

void level_teams(struct level_problem *p, const struct network *n, struct arena *owner,
                 struct arena *scratch)
{
    static const enum kind kinds[] = {KIND_team, KIND_system};
    const struct plan *plan = n->plan;

    p->teams = ARENA_ARRAY(owner, struct level_team,
                           plan_count(plan, KIND_team) + plan_count(plan, KIND_system) + 1);
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < plan_count(plan, kinds[k]); i++)
            if (team_states_capacity(plan_nth(plan, kinds[k], i)))
                read_team(&p->teams[p->team_count++], plan, plan_nth(plan, kinds[k], i), NULL,
                          owner, scratch);
    level_skills(p, n, owner, scratch);
}

uint32_t level_step_at(const int64_t *from, uint32_t count, int64_t at)
{
    uint32_t low = 0, high = count;

    while (high - low > 1) {
        const uint32_t mid = low + (high - low) / 2;

        if (from[mid] <= at)
            low = mid;
        else
            high = mid;
    }
    return low;
}

int64_t level_micro_at(const struct level_team *team, int64_t at)
{
    return team->micro[level_step_at(team->from, team->step_count, at)];
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

static void take_of(struct gather *g, uint32_t node, uint32_t index, int64_t micro)
{
    struct level_problem *p = g->p;
    const struct object *task = g->n->plan->objects[g->n->object[node]];
    const struct level_team *t = &p->teams[index];
    const struct object *team = g->n->plan->objects[t->object];

    if (micro <= 0)
        return;
    for (size_t k = p->demand_first[node]; k < g->count; k++)
        if (p->demands[k].team == index) {
            p->demands[k].micro += micro;
            return;
        }
    if (micro > t->micro[t->step_count - 1]) {
        diag_warning(g->out, "more-than-the-team", task->at,
                     team->kind == KIND_system
                         ? "%.*s takes more units than %.*s will have, so it does not wait for them"
                     : t->sets
                         ? "%.*s takes more people than can do it in %.*s, so it does not wait for "
                           "them"
                         : "%.*s takes more people than %.*s will have, so it does not wait for "
                           "them",
                     STR_ARG(task->id), STR_ARG(team->id));
        diag_hint(g->out, team->kind == KIND_system
                              ? "lower what the task uses, or raise the units"
                          : t->sets ? "lower the task's people, or name the skill at more people"
                                    : "lower the task's people, or raise the team's capacity");
        return;
    }
    if (arena_grow(g->owner, (void **)&p->demands, g->count, &g->capacity,
                   sizeof(p->demands[0]), SIZE_MAX / 64))
        p->demands[g->count++] = (struct level_demand){index, micro};
}

static void take(struct gather *g, uint32_t node, const struct object *of, int64_t micro)
{
    const uint32_t index = of ? g->team_index[of->number] : UINT32_MAX;

    if (index != UINT32_MAX)
        take_of(g, node, index, micro);
}

/* People of its own team: all of them who can do it, where it needs a skill. */
static void take_people(struct gather *g, uint32_t node, const struct object *team,
                        int64_t micro)
{
    const struct plan *plan = g->n->plan;
    const struct object *task = plan->objects[g->n->object[node]];
    const struct texts *skills = task_get_skills(task) ? skills_of(plan, task, team) : NULL;

    take(g, node, team, micro);
    for (uint32_t i = 0; skills && i < g->p->team_count; i++)
        if (g->p->teams[i].sets && g->p->teams[i].object == team->number &&
            wants(g->p->teams[i].sets, skills))
            take_of(g, node, i, micro);
}

static void take_uses(struct gather *g, uint32_t node, const struct amounts *uses)
{
    for (size_t i = 0; uses && i < uses->count; i++)
        take(g, node, plan_object(g->n->plan, &uses->items[i].of), uses->items[i].micro);
}

static void take_assignments(struct gather *g, uint32_t node, const struct objects *all)
{
    const struct plan *plan = g->n->plan;

    for (size_t i = 0; i < all->count; i++) {
        const struct object *who = plan_object(plan, assignment_get_who(all->items[i]));
        const struct object *team =
            who && who->kind == KIND_person ? plan_object(plan, person_get_team(who)) : who;

        take(g, node, team, network_average_units(plan, all->items[i]));
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
        if (!p->teams[i].sets)
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
            take_people(&g, node, plan_team_of(n->plan, o), people ? *people : WHOLE);
        take_uses(&g, node, o->kind == KIND_task ? task_get_uses(o) : NULL);
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
        if (level_whole(t, micro)[i] < micro)
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
        if (level_whole(t, micro)[i] >= micro)
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
    if (!changed)
        return n;
    network_note_asks(copy, owner);
    return copy;
}
