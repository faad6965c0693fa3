/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/load.h"

#include "core/base/text.h"
#include "core/engine/level_problem.h"

enum { WEEK_DAYS = 7 };
#define WEEK_S (WEEK_DAYS * CIVIL_DAY_S)

struct loading {
    const struct level *level;
    const struct level_problem *p;
    const struct load *load;
};

static int64_t week_begin(const struct load *load, uint32_t week)
{
    return (load->first_day + (int64_t)week * WEEK_DAYS) * CIVIL_DAY_S;
}

static int64_t monday_of(int64_t instant)
{
    const int64_t day = civil_day_of(instant);

    return day - ((day + 3) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS;      /* 1970 began on Thursday */
}

/* What a team has, week by week, on its own calendar. */
static void add_there(const struct loading *l, const struct level_team *from, struct load_team *t)
{
    const struct plan *plan = l->p->net->plan;
    const struct calendar *c = plan_calendar_of(plan, plan->objects[from->object]);

    for (uint32_t week = 0; week < l->load->week_count; week++) {
        const int64_t begin = week_begin(l->load, week), end = begin + WEEK_S;

        for (uint32_t i = 0; i < from->step_count; i++) {
            const int64_t since = later(begin, from->from[i]);
            const int64_t until = i + 1 < from->step_count ? sooner(end, from->from[i + 1]) : end;

            if (since < until)
                t->there[week] += calendar_work(c, since, until) * from->micro[i];
        }
    }
}

/* People on a task, week by week, while it works. */
static void add_work(const struct loading *l, const struct calendar *c, int64_t start,
                     int64_t finish, int64_t micro, int64_t *weeks)
{
    const int64_t first = (start - week_begin(l->load, 0)) / WEEK_S;

    for (int64_t week = first > 0 ? first : 0; week < l->load->week_count; week++) {
        const int64_t begin = week_begin(l->load, (uint32_t)week);

        if (begin >= finish)
            return;
        if (later(begin, start) < sooner(begin + WEEK_S, finish))
            weeks[week] += micro * calendar_work(c, later(begin, start),
                                                 sooner(begin + WEEK_S, finish));
    }
}

static void add_node(const struct loading *l, uint32_t node, struct load_team *teams)
{
    const struct level_problem *p = l->p;
    const struct schedule *plain = p->stated;
    const struct calendar *wanted = plain->network->calendars[plain->network->calendar[node]];
    const struct calendar *placed = p->net->calendars[p->net->calendar[node]];

    for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++) {
        const struct level_demand *d = &p->demands[k];
        const struct level_wait *wait = &l->level->wait[node];
        struct load_team *t = &teams[d->team];

        add_work(l, wanted, plain->work_start[node], plain->node[node].early_finish, d->micro,
                 t->wanted);
        add_work(l, placed, l->level->work_start[node], l->level->node[node].finish, d->micro,
                 t->placed);
        if (wait->reason == LEVEL_TEAM && wait->team == t->object &&
            str_equal(wait->skill, t->skill)) {
            t->waited_s += wait->work_s;
            t->waiting_count++;
        }
    }
}

static int64_t last_finish(const struct level *level)
{
    int64_t last = level->finish;

    for (uint32_t i = 0; i < level->network->node_count; i++)
        last = later(last, level->node[i].finish);
    return last;
}

const struct load *load_compute(const struct level *level, uint32_t weeks, uint32_t least,
                                struct arena *owner)
{
    const struct level_problem *p = level->problem;
    const struct plan *plan = level->network->plan;
    struct load *load = ARENA_NEW(owner, struct load);
    struct loading l = {level, p, load};
    struct load_team *teams = ARENA_ARRAY(owner, struct load_team, p->team_count + 1);
    int64_t count;

    load->first_day = monday_of(later(plan->start, plan->as_of));
    count = (last_finish(level) - 1 - week_begin(load, 0)) / WEEK_S + 1;
    count = count < least ? least : count;
    count = count < 1 ? 1 : count > LOAD_WEEK_CEILING ? LOAD_WEEK_CEILING : count;
    load->week_count = weeks > 0 && weeks < count ? weeks : (uint32_t)count;
    for (uint32_t i = 0; i < p->team_count; i++) {
        teams[i] = (struct load_team){
            .object = p->teams[i].object,
            .day_s = calendar_usual_day_s(
                plan_calendar_of(plan, plan->objects[p->teams[i].object])),
            .there = ARENA_ARRAY(owner, int64_t, load->week_count),
            .wanted = ARENA_ARRAY(owner, int64_t, load->week_count),
            .placed = ARENA_ARRAY(owner, int64_t, load->week_count)};
        if (p->teams[i].sets)
            teams[i].skill = level_skill(&p->teams[i], owner);
        add_there(&l, &p->teams[i], &teams[i]);
    }
    for (uint32_t node = 0; node < level->network->node_count; node++)
        add_node(&l, node, teams);
    for (uint32_t i = 0; i < p->team_count; i++)
        for (uint32_t week = 0; week < load->week_count; week++)
            teams[i].over_count += teams[i].wanted[week] > teams[i].there[week];
    load->teams = teams;
    load->team_count = p->team_count;
    return load;
}

static bool works_in(const struct loading *l, uint32_t node, uint32_t team, int64_t week)
{
    const struct schedule *plain = l->p->stated;
    const int64_t begin = week_begin(l->load, (uint32_t)(week == LOAD_ANY_WEEK ? 0 : week));

    if (week != LOAD_ANY_WEEK && (plain->work_start[node] >= begin + WEEK_S ||
                                  plain->node[node].early_finish <= begin))
        return false;
    for (uint32_t k = l->p->demand_first[node]; k < l->p->demand_first[node + 1]; k++)
        if (l->p->demands[k].team == team && l->p->demands[k].micro > 0)
            return true;
    return false;
}

uint32_t load_counted(const struct level *level, const struct load *load, uint32_t team,
                      int64_t week, struct arena *owner, const uint32_t **ret_objects)
{
    const struct loading l = {level, level->problem, load};
    uint32_t *objects, count = 0;

    for (uint32_t node = 0; node < level->network->node_count; node++)
        count += works_in(&l, node, team, week);
    objects = ARENA_ARRAY(owner, uint32_t, count + 1);
    count = 0;
    for (uint32_t node = 0; node < level->network->node_count; node++)
        if (works_in(&l, node, team, week))
            objects[count++] = level->network->object[node];
    *ret_objects = objects;
    return count;
}
