/* SPDX-License-Identifier: Apache-2.0 */
/* What teams have and rows need, in small integers on the clocks of the rows. */
#include "core/engine/forecast_people.h"

#include "core/base/arena.h"
#include "core/engine/level_problem.h"

#define UNITS_CEILING (INT64_C(1) << 29)    /* of a team; finer parts of a person are rounded */

static int64_t greatest_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* What takes no time of its own takes nobody. */
static bool counts(const struct forecast_job *job, int32_t r)
{
    return r != ROW_NONE && job->rows[r].calendar == job->rows[r].delay_calendar;
}

struct totals {
    int64_t sum, least, unit;   /* millionths */
    uint32_t needs;
};

static void read_needs(const struct forecast_job *job, const struct level_problem *problem,
                       struct forecast_people *p, struct totals *totals)
{
    uint32_t count = 0;

    for (uint32_t r = 0; r < job->row_count; r++) {
        const uint32_t node = job->node[r];

        p->need_first[r] = count;
        for (uint32_t k = problem->demand_first[node]; k < problem->demand_first[node + 1]; k++) {
            const struct level_demand *d = &problem->demands[k];
            struct people_team *t = &p->teams[d->team];
            struct totals *sum = &totals[d->team];

            if (!counts(job, (int32_t)r))
                continue;
            p->needs[count++] = (struct people_need){.team = d->team};
            t->clock = sum->needs == 0 || t->clock == job->rows[r].calendar
                ? job->rows[r].calendar : 1;
            sum->sum += d->micro;
            sum->least = sum->needs == 0 || d->micro < sum->least ? d->micro : sum->least;
            sum->unit = greatest_divisor(sum->unit, d->micro);
            sum->needs++;
        }
    }
    p->need_first[job->row_count] = count;
}

/* More than all its rows together is as good as all of them. */
static int64_t useful(const struct totals *totals, int64_t micro)
{
    return micro < totals->sum ? micro : totals->sum;
}

static void read_team(const struct forecast_job *job, const struct level_team *from,
                      struct totals *totals, struct people_team *t, struct arena *owner)
{
    int64_t most = totals->sum;
    int32_t *whole;

    t->object = from->object;
    for (uint32_t i = 0; i < from->step_count; i++)
        totals->unit = greatest_divisor(totals->unit, useful(totals, from->sure[i]));
    if (totals->unit == 0)
        totals->unit = 1;
    while (most / totals->unit > UNITS_CEILING)
        totals->unit *= 2;
    t->steps = ARENA_ARRAY(owner, struct people_step, from->step_count + 1);
    t->whole = whole = ARENA_ARRAY(owner, int32_t, from->step_count + 1);
    for (uint32_t i = 0; i < from->step_count; i++) {
        struct people_step *s = &t->steps[t->step_count];

        *s = (struct people_step){
            .at = i == 0 ? -FORECAST_FAR - 1
                         : forecast_clock_position(&job->clocks[t->clock], from->from[i]),
            .left = (int32_t)(useful(totals, from->sure[i]) / totals->unit)};
        if (t->step_count > 0 && s->at <= s[-1].at)     /* nobody works in between */
            s[-1].left = s->left;
        else
            t->step_count++;
        whole[t->step_count - 1] = (int32_t)(useful(totals, from->whole[i]) / totals->unit);
    }
    t->ceiling = t->step_count + 2 * totals->needs + 2;
}

static int32_t units_of(const struct totals *totals, int64_t micro)
{
    return (int32_t)((micro + totals->unit - 1) / totals->unit);
}

static bool is_ever_short(const struct level_team *t, int64_t micro)
{
    for (uint32_t i = 0; i < t->step_count; i++)
        if (level_whole(t, micro)[i] < micro)
            return true;
    return false;
}

static void set_units(const struct forecast_job *job, const struct level_problem *problem,
                      const struct totals *totals, struct forecast_people *p)
{
    for (uint32_t r = 0; r < job->row_count; r++) {
        uint32_t at = problem->demand_first[job->node[r]];

        for (uint32_t k = p->need_first[r]; k < p->need_first[r + 1]; k++, at++) {
            const struct level_demand *d = &problem->demands[at];
            struct people_need *need = &p->needs[k];

            need->units = units_of(&totals[need->team], d->micro);
            need->micro = d->micro;
            p->teams[need->team].level_team = d->team;
            need->hired = d->micro > problem->teams[d->team].sure_most;
            need->pauses = is_ever_short(&problem->teams[d->team], d->micro);
            p->teams[need->team].pauses |= need->pauses;
        }
    }
}

/* --- hires ----------------------------------------------------------------------------------- */

/* Days from the data date on, as the plan says: P10, P50, P90. */
static struct distribution joining(const struct plan *plan, const struct object *person)
{
    const struct day_range *between = &person_get_joins_between(person)->items[0];
    const int64_t now = civil_day_of(plan->as_of);

    return (struct distribution){
        .kind = DISTRIBUTION_SPLIT_LOGNORMAL, .a = (double)(between->from_day - now),
        .b = (double)(civil_day_of(person_get_joins(person)->instant) - now),
        .c = (double)(between->to_day - now), .least = 0};
}

/* Millionths of a person that the pool gets of them in the end. */
static int64_t joins_pool(const struct plan *plan, const struct level_team *pool,
                          const struct object *person)
{
    const struct object *of = plan->objects[pool->object];
    const int64_t share = of->kind == KIND_team ? person_share_of(person, of) : 0;
    bool can = !pool->sets;

    for (size_t k = 0; pool->sets && k < pool->sets->count; k++)
        can = can || person_can(person, pool->sets->items[k]);
    if (!can || pool->sets)
        return can ? share : 0;
    return share * (1000000 - capacity_standing_ppm(
                                  of, civil_day_of(person_get_joins(person)->instant))) / 1000000;
}

static void set_days(const struct forecast_compiler *c, const struct object *person,
                     struct people_hire *hire)
{
    const struct forecast_job *job = c->job;
    const struct people_team *team = &job->people->teams[hire->team];
    const struct object *of = c->plan->objects[team->object];
    const struct distribution when = joining(c->plan, person);
    int32_t *at = ARENA_ARRAY(c->owner, int32_t, (size_t)HIRE_CELLS * hire->step_count);

    for (uint32_t cell = 0; cell < HIRE_CELLS; cell++) {
        const double late = distribution_quantile(&when, (cell + 0.5) / HIRE_CELLS);
        int64_t days[CAPACITY_RAMP];

        person_ramp_days(c->plan, person, of, civil_day_of(c->plan->as_of) + (int64_t)late, days);
        for (uint32_t k = 0; k < hire->step_count; k++)
            at[cell * hire->step_count + k] =
                forecast_clock_position(&job->clocks[team->clock], days[k] * CIVIL_DAY_S);
    }
    hire->at = at;
}

/* Who joins which team: before units are chosen, so that they measure all of them. */
static void find_hires(const struct forecast_compiler *c, const struct level_problem *problem,
                       struct forecast_people *p, struct totals *totals)
{
    const uint32_t most = plan_count(c->plan, KIND_person);
    size_t room = 0, count = 0;

    for (uint32_t i = 0; i < most; i++) {
        const struct object *person = plan_nth(c->plan, KIND_person, i);

        for (uint32_t t = 0; person_is_expected(c->plan, person) && t < p->team_count; t++) {
            const int64_t micro = joins_pool(c->plan, &problem->teams[t], person);
            int64_t days[CAPACITY_RAMP];

            if (micro == 0 || totals[t].needs == 0 ||
                !arena_grow(c->owner, (void **)&p->hires, count, &room, sizeof(p->hires[0]),
                            SIZE_MAX / 256))
                continue;
            p->hires[count++] = (struct people_hire){
                .key = person->key, .team = t,
                .step_count = person_ramp_days(c->plan, person,
                                               c->plan->objects[problem->teams[t].object], 0, days)
                                  ? CAPACITY_RAMP : 1};
            totals[t].unit = greatest_divisor(totals[t].unit, micro / 8);
        }
    }
    p->hire_count = (uint32_t)count;
}

static void set_hires(const struct forecast_compiler *c, const struct level_problem *problem,
                      const struct totals *totals, struct forecast_people *p)
{
    uint32_t h = 0;

    for (uint32_t i = 0; h < p->hire_count; i++) {
        const struct object *person = plan_nth(c->plan, KIND_person, i);

        for (; h < p->hire_count && p->hires[h].key == person->key; h++) {
            struct people_hire *hire = &p->hires[h];
            const int64_t micro = joins_pool(c->plan, &problem->teams[hire->team], person);
            int64_t before = 0;

            for (uint32_t k = 0; k < hire->step_count; k++) {
                const int64_t eighths = hire->step_count == 1 ? 8 : capacity_ramp_eighths[k];
                const int64_t now = micro * eighths / 8 / totals[hire->team].unit;

                hire->units[k] = (int32_t)(now - before);
                before = now;
            }
            p->teams[hire->team].ceiling += hire->step_count;
            set_days(c, person, hire);
        }
    }
}

/* The teams' own order, as `schedule --capacity` begins with. */
static void set_order(struct forecast_compiler *c, const struct level_problem *problem,
                      struct forecast_people *p)
{
    const uint32_t count = problem->net->node_count;
    int64_t *keys = ARENA_ARRAY(c->scratch, int64_t, count + 1);
    int64_t *pairs = ARENA_ARRAY(c->scratch, int64_t, count + 1);
    uint32_t *nodes = ARENA_ARRAY(c->scratch, uint32_t, count + 1), at = 0;

    for (uint32_t i = 0; i < count; i++)
        keys[i] = problem->own[i];
    level_list(problem, false, keys, pairs, nodes);
    for (uint32_t i = 0; i < count; i++)
        if (c->job->row_of[nodes[i]] != ROW_NONE)
            p->order[at++] = (uint32_t)c->job->row_of[nodes[i]];
}

void forecast_compile_people(struct forecast_compiler *c, const struct level_problem *problem)
{
    struct forecast_job *job = c->job;
    struct forecast_people *p;
    struct totals *totals;

    for (uint32_t r = 0; r < job->row_count; r++)
        if (c->network->progress[job->node[r]] == PROGRESS_STARTED)
            c->rows[r].flags |= ROW_HOLDS;
    if (!problem || problem->team_count == 0)
        return;
    p = ARENA_NEW(c->owner, struct forecast_people);
    totals = ARENA_ARRAY(c->scratch, struct totals, problem->team_count + 1);
    p->team_count = problem->team_count;
    p->teams = ARENA_ARRAY(c->owner, struct people_team, p->team_count + 1);
    p->need_first = ARENA_ARRAY(c->owner, uint32_t, job->row_count + 1);
    p->needs = ARENA_ARRAY(c->owner, struct people_need,
                           problem->demand_first[problem->net->node_count] + 1);
    p->order = ARENA_ARRAY(c->owner, uint32_t, job->row_count + 1);
    read_needs(job, problem, p, totals);
    find_hires(c, problem, p, totals);
    for (uint32_t t = 0; t < p->team_count; t++) {
        read_team(job, &problem->teams[t], &totals[t], &p->teams[t], c->owner);
        p->teams[t].least = units_of(&totals[t], totals[t].least);
    }
    set_units(job, problem, totals, p);
    set_order(c, problem, p);
    job->people = p;
    job->order = p->order;
    set_hires(c, problem, totals, p);
    for (uint32_t t = 0; t < p->team_count; t++) {
        struct people_team *team = &p->teams[t];

        /* An odd number of cache lines: lanes do not crowd the same sets. */
        team->width = (team->ceiling + 2 * SEAT_WINDOW + 15) / 16 * 16;
        team->width += team->width / 16 % 2 == 0 ? 16 : 0;
        team->first = p->steps;
        p->steps += 3 * team->width;
    }
}
