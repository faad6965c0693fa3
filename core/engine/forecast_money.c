/* SPDX-License-Identifier: Apache-2.0 */
/* Money: people by the hour of work, fixed costs, what options and risks cost. */
#include "core/engine/forecast_compile.h"

#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/engine/budget.h"

#define RATE_MOST (INT64_C(1) << 32)
#define AMOUNT_MOST (INT64_C(1) << 50)

enum { PEOPLE_ONE = 1000000 };

/* 2^-16 minor units a working second of all people on a task; 0: no rate is stated. */
static int64_t rate_of(const struct forecast_compiler *c, const struct object *task,
                       const struct calendar *calendar)
{
    const struct object *team = plan_team_of(c->plan, task);
    const struct rate *rate = team && team->kind == KIND_team ? team_get_rate(team) : NULL;
    const int64_t *people = task_get_people(task);
    double unit_s, value;

    if (!rate)
        return 0;
    unit_s = rate->unit == 'h' ? 3600
        : rate->unit == 'w'    ? (double)calendar_usual_week_s(calendar)
                               : (double)calendar_usual_day_s(calendar);
    if (unit_s <= 0)
        return 0;
    value = (double)rate->minor * (double)(people ? *people : PEOPLE_ONE) / PEOPLE_ONE / unit_s *
            65536;
    return value >= (double)RATE_MOST ? RATE_MOST : value <= 0 ? 0 : number_round(value);
}

static int64_t add_minor(int64_t a, int64_t b)
{
    int64_t sum;

    return __builtin_add_overflow(a, b, &sum) || sum > (INT64_C(1) << 60) ? INT64_C(1) << 60
                                                                          : sum;
}

/* What is spent already, after `since` where a ledger says it up to there: as stated of the task,
 * else the working time that has passed at the rate. */
static int64_t spent_on(const struct forecast_compiler *c, const struct object *task,
                        uint32_t node, int64_t rate, int64_t since)
{
    const struct network *n = c->network;
    const struct calendar *calendar = n->calendars[n->calendar[node]];
    const int64_t *spent = task_get_spent(task);
    int64_t from, until = c->plan->as_of, work;

    if (spent && since == CIVIL_NONE)
        return *spent;
    if (rate == 0 || n->progress[node] == PROGRESS_NOT_STARTED)
        return 0;
    if (n->progress[node] == PROGRESS_FINISHED)
        until = n->actual_finish[node];
    from = since != CIVIL_NONE && since > n->actual_start[node] ? since : n->actual_start[node];
    work = from < until ? calendar_work(calendar, from, until) : 0;
    return work <= 0 ? 0 : (work < FORECAST_FAR ? work : FORECAST_FAR) * rate / 65536;
}

struct spendings {
    struct forecast_spending *items;
    size_t count, capacity;
};

static void add_spending(struct forecast_compiler *c, struct spendings *all, uint64_t key,
                         int32_t risk, const struct triple *cost)
{
    const struct distribution d = distribution_of_triple(cost);
    struct forecast_spending spending = {.key = key, .risk = risk};

    forecast_shapes_find(&c->shapes, &d, 0, &spending.amount.shape, &spending.amount.scale);
    if (spending.amount.scale > AMOUNT_MOST)
        spending.amount.scale = AMOUNT_MOST;
    if (!arena_grow(c->owner, (void **)&all->items, all->count, &all->capacity,
                    sizeof(all->items[0]), PLAN_OBJECT_CEILING))
        return;
    all->items[all->count++] = spending;
    c->job->money = true;
}

/* The option a decision has taken, or that is assumed meanwhile. */
static const struct object *option_taken(const struct object *decision)
{
    const struct objects *options = decision_get_options(decision);
    const struct str *outcome = decision_get_outcome(decision);
    const struct str *name = outcome ? outcome : decision_get_assume(decision);

    for (size_t i = 0; name && options && i < options->count; i++)
        if (str_equal(options->items[i]->id, *name))
            return options->items[i];
    return NULL;
}

static void add_tasks(struct forecast_compiler *c, struct spendings *all, int64_t *rates)
{
    const struct network *n = c->network;
    int64_t ledger, since = CIVIL_NONE;

    if (budget_spent(c->plan, &ledger, &since)) {
        c->job->spent_minor = ledger;
        c->job->money = true;
    }
    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = c->plan->objects[n->object[node]];
        const int32_t row = c->job->row_of[node];
        int64_t rate;

        if (n->role[node] != ROLE_TASK || o->kind != KIND_task)
            continue;
        rate = rate_of(c, o, n->calendars[n->own_calendar[node]]);
        c->job->money = c->job->money || rate > 0 || task_get_spent(o);
        c->job->spent_minor = add_minor(c->job->spent_minor, spent_on(c, o, node, rate, since));
        if (row != ROW_NONE && !(n->flags[node] & NODE_ELAPSED))
            rates[row] = rate;
        /* A fixed cost of finished work is in what is spent, where anybody says that. */
        if (task_get_fixed_cost(o) &&
            !(row == ROW_NONE && (task_get_spent(o) || since != CIVIL_NONE)))
            add_spending(c, all, o->key, ROW_NONE, task_get_fixed_cost(o));
    }
}

void forecast_compile_money(struct forecast_compiler *c)
{
    struct forecast_job *job = c->job;
    int64_t *rates = ARENA_ARRAY(c->owner, int64_t, job->row_count + 1);
    struct spendings all = {0};

    add_tasks(c, &all, rates);
    for (uint32_t r = 0; r < job->risk_count; r++) {
        const struct object *risk = c->plan->objects[job->risks[r].object];

        if (risk_get_cost(risk))
            add_spending(c, &all, risk->key, (int32_t)r, risk_get_cost(risk));
    }
    for (uint32_t i = 0; i < plan_count(c->plan, KIND_decision); i++) {
        const struct object *decision = plan_nth(c->plan, KIND_decision, i);
        const struct object *option = option_taken(decision);

        if (option && option_get_cost(option))
            add_spending(c, &all, decision->key, ROW_NONE, option_get_cost(option));
    }
    job->cost_rate = rates;
    job->spendings = all.items;
    job->spending_count = (uint32_t)all.count;
}
