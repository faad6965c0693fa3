/* SPDX-License-Identifier: Apache-2.0 */
/* What teams have and rows need, in small integers on the clocks of the rows. */
#include "core/engine/forecast_people.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
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
    int64_t lost;               /* at most, to mentoring of hires whose day is drawn */
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
    return micro < totals->sum + totals->lost ? micro : totals->sum + totals->lost;
}

static void read_team(const struct forecast_job *job, const struct level_team *from,
                      struct totals *totals, struct people_team *t, struct arena *owner)
{
    int64_t most = totals->sum + totals->lost;
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

/* What a pool has more or less, in millionths of people, from a day on. */
struct change {
    int64_t day, micro;
};

/* A hire in a pool, before units are chosen. */
struct hire_draft {
    struct change *changes;
    size_t count, room;
    uint32_t longest;           /* changes of one cell */
};

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

/* Whether a pool can have anything of a hire, or of who mentors them. */
static bool touches(const struct plan *plan, const struct level_team *pool,
                    const struct object *person)
{
    const struct object *of = plan->objects[pool->object];
    const struct object *mentor = plan_object(plan, person_get_mentor(person));

    return of->kind == KIND_team && (person_share_of(person, of) > 0 ||
                                     (mentor && person_share_of(mentor, of) > 0));
}

/* What a pool has more on a day had they joined on another. */
static int64_t adds(const struct plan *plan, const struct level_team *pool,
                    const struct capacity_joined *joined, int64_t day)
{
    const struct object *of = plan->objects[pool->object];
    const struct texts *const *sets = pool->sets ? pool->sets->items : NULL;
    const size_t count = pool->sets ? pool->sets->count : 0;

    return capacity_joined_on(plan, of, sets, count, day, joined) -
           capacity_joined_on(plan, of, sets, count, day, NULL);
}

/* The changes of one day of joining; the days on which there may be any: those on which the pool
 * changes anyway, and those of the ramp. */
static void add_changes(const struct forecast_compiler *c, const struct level_team *pool,
                        const struct capacity_joined *joined, const int64_t *known,
                        size_t known_count, struct hire_draft *draft, struct totals *totals)
{
    int64_t *days = ARENA_ARRAY(c->scratch, int64_t, known_count + CAPACITY_RAMP);
    int64_t ramp[CAPACITY_RAMP], before = 0;
    size_t count = CAPACITY_RAMP;

    person_ramp_days(c->plan, joined->person, c->plan->objects[pool->object], joined->day, ramp);
    for (int i = 0; i < CAPACITY_RAMP; i++)
        days[i] = ramp[i];
    for (size_t i = 0; i < known_count; i++)
        if (known[i] > joined->day)
            days[count++] = known[i];
    sort_i64(days, count);
    count = capacity_working_days(c->plan, c->plan->objects[pool->object], days, count);
    for (size_t i = 0; i < count; i++) {
        const int64_t now = adds(c->plan, pool, joined, days[i]);

        if (now == before || !arena_grow(c->scratch, (void **)&draft->changes, draft->count,
                                         &draft->room, sizeof(struct change), UINT32_MAX))
            continue;
        draft->changes[draft->count++] = (struct change){days[i], now - before};
        totals->unit = greatest_divisor(totals->unit, now > before ? now - before : before - now);
        totals->lost = -now > totals->lost ? -now : totals->lost;
        before = now;
    }
}

/* One range of changes a cell; cells of one day share theirs. */
static bool read_hire(const struct forecast_compiler *c, const struct level_team *pool,
                      const struct object *person, struct people_range *ret_cells,
                      struct hire_draft *draft, struct totals *totals)
{
    const struct distribution when = joining(c->plan, person);
    struct capacity_joined joined = {.person = person, .day = INT64_MIN};
    const int64_t lost = totals->lost;
    size_t known_count;
    const int64_t *known = capacity_days(c->plan, c->plan->objects[pool->object], c->scratch,
                                         &known_count);

    totals->lost = 0;
    for (uint32_t cell = 0; cell < HIRE_CELLS; cell++) {
        const double late = distribution_quantile(&when, (cell + 0.5) / HIRE_CELLS);
        const int64_t day = civil_day_of(c->plan->as_of) + (int64_t)late;

        if (day == joined.day) {
            ret_cells[cell] = ret_cells[cell - 1];
            continue;
        }
        joined.day = day;
        ret_cells[cell].from = (uint32_t)draft->count;
        add_changes(c, pool, &joined, known, known_count, draft, totals);
        ret_cells[cell].to = (uint32_t)draft->count;
        if (ret_cells[cell].to - ret_cells[cell].from > draft->longest)
            draft->longest = ret_cells[cell].to - ret_cells[cell].from;
    }
    totals->lost += lost;       /* of all hires at once */
    return draft->count > 0;
}

/* Who joins which team: before units are chosen, so that they measure all of them. */
static struct hire_draft *find_hires(const struct forecast_compiler *c,
                                     const struct level_problem *problem,
                                     struct forecast_people *p, struct totals *totals)
{
    const uint32_t most = plan_count(c->plan, KIND_person);
    struct hire_draft *drafts = NULL;
    size_t room = 0, draft_room = 0, count = 0;

    for (uint32_t i = 0; i < most; i++) {
        const struct object *person = plan_nth(c->plan, KIND_person, i);

        for (uint32_t t = 0; person_is_expected(c->plan, person) && t < p->team_count; t++) {
            struct people_hire hire = {.key = person->key, .team = t};
            struct hire_draft draft = {0};

            if (totals[t].needs == 0 || !touches(c->plan, &problem->teams[t], person))
                continue;
            hire.cells = ARENA_ARRAY(c->owner, struct people_range, HIRE_CELLS);
            if (!read_hire(c, &problem->teams[t], person, hire.cells, &draft, &totals[t]) ||
                !arena_grow(c->owner, (void **)&p->hires, count, &room, sizeof(p->hires[0]),
                            SIZE_MAX / 256) ||
                !arena_grow(c->scratch, (void **)&drafts, count, &draft_room, sizeof(draft),
                            SIZE_MAX / 256))
                continue;
            drafts[count] = draft;
            p->hires[count++] = hire;
        }
    }
    p->hire_count = (uint32_t)count;
    return drafts;
}

/* In units, on the clock of the team. Returns the least that is there of them in the end. */
static int32_t set_changes(const struct forecast_compiler *c, const struct people_team *team,
                           const struct totals *totals, const struct hire_draft *draft,
                           struct people_hire *hire)
{
    struct people_change *changes = ARENA_ARRAY(c->owner, struct people_change, draft->count + 1);
    int32_t least = INT32_MAX;

    for (uint32_t cell = 0; cell < HIRE_CELLS; cell++) {
        int64_t micro = 0, before = 0;

        for (uint32_t k = hire->cells[cell].from; k < hire->cells[cell].to; k++) {
            micro += draft->changes[k].micro;
            changes[k] = (struct people_change){
                .at = forecast_clock_position(&c->job->clocks[team->clock],
                                              draft->changes[k].day * CIVIL_DAY_S),
                .units = (int32_t)(micro / totals->unit - before)};
            before = micro / totals->unit;
        }
        least = before < least ? (int32_t)before : least;
    }
    hire->changes = changes;
    return least;
}

/* Whoever is asked for is there in the end (level_demand.c); rounding must not take that away. */
static void set_hires(const struct forecast_compiler *c, const struct hire_draft *drafts,
                      const struct totals *totals, struct forecast_people *p)
{
    int32_t *in_the_end = ARENA_ARRAY(c->scratch, int32_t, p->team_count + 1);

    for (uint32_t t = 0; t < p->team_count; t++)
        in_the_end[t] = p->teams[t].steps[p->teams[t].step_count - 1].left;
    for (uint32_t h = 0; h < p->hire_count; h++) {
        struct people_team *team = &p->teams[p->hires[h].team];

        team->ceiling += drafts[h].longest;
        in_the_end[p->hires[h].team] +=
            set_changes(c, team, &totals[p->hires[h].team], &drafts[h], &p->hires[h]);
    }
    for (uint32_t k = 0; k < p->need_first[c->job->row_count]; k++)
        if (p->needs[k].units > in_the_end[p->needs[k].team])
            p->needs[k].units = in_the_end[p->needs[k].team];
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
    struct hire_draft *drafts;
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
    drafts = find_hires(c, problem, p, totals);
    for (uint32_t t = 0; t < p->team_count; t++) {
        read_team(job, &problem->teams[t], &totals[t], &p->teams[t], c->owner);
        p->teams[t].least = units_of(&totals[t], totals[t].least);
    }
    set_units(job, problem, totals, p);
    set_order(c, problem, p);
    job->people = p;
    job->order = p->order;
    set_hires(c, drafts, totals, p);
    for (uint32_t t = 0; t < p->team_count; t++) {
        struct people_team *team = &p->teams[t];

        /* An odd number of cache lines: lanes do not crowd the same sets. */
        team->width = (team->ceiling + 2 * SEAT_WINDOW + 15) / 16 * 16;
        team->width += team->width / 16 % 2 == 0 ? 16 : 0;
        team->first = p->steps;
        p->steps += 3 * team->width;
    }
}
