/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about a forecast: its run, dates of tasks, hand-offs and targets, money, what stood in. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/plan/plan.h"

enum {
    DRIVES_FROM = 200000,       /* of runs: on the driving path */
    PART_FROM = 10000           /* share of runs below which a task gets no claim of driving */
};

const char *const claim_dates_how[FORECAST_QUANTILES] = {
    "10 % of the runs finish by then", "50 % of the runs finish by then",
    "80 % of the runs finish by then", "90 % of the runs finish by then",
    "95 % of the runs finish by then"};

void rest_on_run(struct making *m, struct claim *c)
{
    if (!c)
        return;
    c->simulated = true;
    for (unsigned i = 0; i < m->driving_count; i++)
        rest_on_field(c, m->set->plan->objects[m->driving[i].object], m->driving[i].field);
    rest_on(c, STR("run.digest"));
}

void put_dates(struct making *m, const struct object *o, const char *prefix,
                      const int64_t *at, bool coarse)
{
    static const char *const names[] = {"p10", "p50", "p80", "p90", "p95"};

    for (unsigned q = 0; q < FORECAST_QUANTILES; q++) {
        struct claim *c = put_value(
            m, o, str_format(m->set->owner, "%s%s", prefix, names[q]).ptr, CLAIM_FINISH, at[q],
            claim_dates_how[q]);

        if (!c)
            continue;
        c->low = at[0];
        c->high = at[3];
        c->coarse = coarse;
        rest_on_run(m, c);
    }
}

/* The field that says how long it takes; its title, where none does. */
static uint16_t estimated_by(const struct object *task)
{
    return task_get_remaining(task)  ? FIELD_task_remaining
           : task_get_estimate(task) ? FIELD_task_estimate
           : task_get_effort(task)   ? FIELD_task_effort
                                     : FIELD_task_title;
}

void find_driving(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (unsigned n = 0; n < 4; n++) {
        const struct forecast_task *best = NULL;
        const struct object *o;

        for (uint32_t i = 0; i < f->task_count; i++) {
            const struct object *task = claim_subject(m, f->tasks[i].object);
            bool used = !task || task->kind != KIND_task ||
                        estimated_by(task) == FIELD_task_title ||
                        f->tasks[i].criticality_ppm < DRIVES_FROM;

            for (unsigned d = 0; !used && d < m->driving_count; d++)
                used = m->driving[d].object == task->number;
            if (!used && (!best || f->tasks[i].criticality_ppm > best->criticality_ppm))
                best = &f->tasks[i];
        }
        if (!best)
            return;
        o = claim_subject(m, best->object);
        m->driving[m->driving_count++] =
            (struct claim_from){{NULL, 0}, o->number, estimated_by(o)};
    }
}

/* Of a task's own date: its estimate, and the run. */
static void rest_on_work(struct claim *c, const struct object *task)
{
    if (!c)
        return;
    c->simulated = true;
    if (task->kind == KIND_task)
        rest_on_field(c, task, task_get_remaining(task)  ? FIELD_task_remaining
                               : task_get_estimate(task) ? FIELD_task_estimate
                                                         : FIELD_task_effort);
    rest_on(c, STR("run.digest"));
}

void put_tasks(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (uint32_t i = 0; i < f->task_count; i++) {
        const struct forecast_task *t = &f->tasks[i];
        const struct object *o =
            t->criticality_any_ppm >= PART_FROM ? claim_subject(m, t->object) : NULL;
        struct claim *c;

        if (!o)
            continue;
        c = put_value(m, o, "drives", CLAIM_SHARE, t->criticality_ppm,
                      "the share of the runs in which it drives the last promised date");
        rest_on_work(c, o);
        c = put_value(m, o, "start.p50", CLAIM_INSTANT, t->start_p50,
                      "half of the runs begin it by then");
        rest_on_work(c, o);
        c = put_value(m, o, "p50", CLAIM_FINISH, t->p50, claim_dates_how[1]);
        rest_on_work(c, o);
        c = put_value(m, o, "p90", CLAIM_FINISH, t->p90, claim_dates_how[3]);
        rest_on_work(c, o);
    }
}

void put_handoffs(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (uint32_t i = 0; i < f->handoff_count; i++) {
        const struct forecast_handoff *h = &f->handoffs[i];
        const struct object *o = claim_subject(m, h->object);
        struct claim *c;

        if (!o)
            continue;
        c = put_value(m, o, "delivery.p80", CLAIM_FINISH, h->delivery_p80,
                      "80 % of the runs deliver it by then");
        rest_on_field(c, o, FIELD_handoff_gives);
        rest_on(c, STR("run.digest"));
        c = put_value(m, o, "accepted.p80", CLAIM_FINISH, h->acceptance_p80,
                      "80 % of the runs have it accepted by then");
        rest_on_field(c, o, FIELD_handoff_gives);
        rest_on_field(c, o, FIELD_handoff_acceptance);
        rest_on(c, STR("run.digest"));
        if (h->by_asked_ppm >= 0) {
            c = put_value(m, o, "by-asked", CLAIM_CHANCE, h->by_asked_ppm,
                          "the share of the runs that have it accepted by the asked date");
            rest_on_field(c, o, FIELD_handoff_asked);
            rest_on(c, STR("run.digest"));
        }
        if (h->need_by_p20 != CIVIL_NONE)
            rest_on(put_value(m, o, "need-by", CLAIM_INSTANT, h->need_by_p20,
                              "in 20 % of the runs the taker must have it by then to keep the "
                              "promise"), STR("run.digest"));
        rest_on(put_value(m, o, "drives", CLAIM_SHARE, h->criticality_ppm,
                          "the share of the runs in which it drives the date"),
                STR("run.digest"));
    }
}

void put_money(struct making *m)
{
    const struct forecast_cost *cost = &m->in->forecast->cost;
    const struct object *program = m->set->plan->program;
    const int64_t values[] = {cost->p10, cost->p50, cost->p80, cost->p90};
    static const char *const names[] = {"cost.p10", "cost.p50", "cost.p80", "cost.p90"};
    static const char *const how[] = {
        "10 % of the runs cost at most that in all", "half of the runs cost at most that in all",
        "80 % of the runs cost at most that in all", "90 % of the runs cost at most that in all"};
    struct claim *c;

    if (!cost->known)
        return;
    for (unsigned i = 0; i < 4; i++) {
        c = put_value(m, program, names[i], CLAIM_MONEY, values[i], how[i]);
        if (c) {
            c->low = cost->p10;
            c->high = cost->p90;
            c->simulated = true;
        }
        rest_on(c, STR("run.digest"));
    }
    if (cost->limit == INT64_MIN)
        return;
    put_value(m, program, "cost.limit", CLAIM_MONEY, cost->limit, "the stated budget");
    c = put_value(m, program, "cost.stated", CLAIM_MONEY, cost->stated,
                  "what is spent, and what is left at its owners' own numbers");
    rest_on(c, STR("run.inputs"));
    c = put_value(m, program, "cost.within", CLAIM_CHANCE, cost->within_ppm,
                  "the share of the runs that cost at most the budget");
    rest_on(c, claim_id(m->set, program->id, "cost.limit"));
    rest_on(c, STR("run.digest"));
    if (cost->within_and_on_time_ppm >= 0 && m->in->forecast->commitment_count > 0) {
        c = put_value(m, program, "cost.within-on-time", CLAIM_CHANCE,
                      cost->within_and_on_time_ppm,
                      "the share of the runs inside the budget that keep every promise");
        rest_on(c, STR("run.digest"));
    }
}

void put_targets(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (uint32_t i = 0; i < f->target_count; i++) {
        const struct object *o = claim_subject(m, f->targets[i].object);

        if (o)
            put_dates(m, o, f->targets[i].node == NODE_NONE ? "finish." : "", f->targets[i].at,
                      f->commitment_count == 0);
    }
    for (uint32_t i = 0; i < f->sensitivity_count; i++) {
        const struct object *o = claim_subject(m, f->sensitivity[i].object);
        struct claim *c = o && f->sensitivity[i].p80_s > 0
                              ? put_value(m, o, "costs", CLAIM_DAYS, f->sensitivity[i].p80_s,
                                          "how much earlier P80 is without it, on the same draws")
                              : NULL;

        rest_on(c, STR("run.digest"));
    }
}

/* What the run took for what nobody stated, and which team holds a promise back. */
void put_assumptions(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (uint32_t i = 0; i < f->default_count; i++) {
        struct claim *c = claims_put(m->set, str_format(m->set->owner, "run.default-%u", i + 1),
                              CLAIM_COUNT, OBJECT_NONE, f->defaults[i].what);

        if (c)
            c->value = f->defaults[i].count;
        rest_on(c, STR("run.digest"));
    }
    for (uint32_t i = 0; i < f->team_count; i++) {
        const struct object *o = claim_subject(m, f->teams[i].object);
        struct claim *c;

        if (!o)
            continue;
        c = put_value(m, o, "holds-back", CLAIM_DAYS, f->teams[i].p80_s,
                      "how much later P80 is than with people enough in it, on the same draws");
        rest_on_run(m, c);
        c = put_value(m, o, "one-more", CLAIM_DAYS,
                      f->teams[i].one_more_s < 0 ? -f->teams[i].one_more_s
                                                 : f->teams[i].one_more_s,
                      f->teams[i].one_more_s < 0
                          ? "how much later P80 is with one more of it, on the same draws"
                          : "how much earlier P80 is with one more of it, on the same draws");
        rest_on_run(m, c);
    }
}

/* Of which run what is simulated is: run.digest, or run.before.digest of the one compared with. */
void put_run(struct making *m, const struct forecast *f, const char *prefix)
{
    struct arena *owner = m->set->owner;
    const struct str digest = str_format(owner, "%sdigest", prefix);
    struct claim *c = claims_put(m->set, digest, CLAIM_TEXT, OBJECT_NONE,
                          "of the run's identity and of everything it counted");

    c->text = str_format(owner, "%llx", (unsigned long long)f->digest);
    rest_on(c, str_format(owner, "%sseed", prefix));
    rest_on(c, str_format(owner, "%siterations", prefix));
    rest_on(c, str_format(owner, "%sinputs", prefix));
    c = claims_put(m->set, str_format(owner, "%sseed", prefix), CLAIM_COUNT, OBJECT_NONE,
            "of the random numbers");
    c->value = (int64_t)f->seed;
    c = claims_put(m->set, str_format(owner, "%siterations", prefix), CLAIM_COUNT, OBJECT_NONE,
            "runs of the plan");
    c->value = f->iterations;
    c = claims_put(m->set, str_format(owner, "%sinputs", prefix), CLAIM_TEXT, OBJECT_NONE,
            "of everything the plan states, whatever its layout");
    c->text = str_format(owner, "%llx", (unsigned long long)f->inputs);
}

void put_inputs(struct making *m)
{
    struct claim *c = claims_put(m->set, STR("run.inputs"), CLAIM_TEXT, OBJECT_NONE,
                                 "of everything the plan states, whatever its layout");

    if (c)
        c->text = str_format(m->set->owner, "%llx",
                             (unsigned long long)plan_digest(m->set->plan, m->set->owner));
}
