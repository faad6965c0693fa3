/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/options.h"

#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/text.h"
#include "core/decide/delay_cost.h"
#include "core/edit/edit.h"
#include "core/network/distribution.h"

enum { P50 = 1, P80 = 2, HALVINGS = 10, WEEK_S = 7 * CIVIL_DAY_S, PPM = 1000000,
       WORK = 1 << 24 };  /* nodes times iterations of one run */

struct weighing {
    const struct plan *plan;
    const struct object *decision;
    struct forecast_options how;
    struct arena *owner, *scratch;
    struct options *o;
    struct option_effect *effects;
    const struct object **promises;
    const struct object *cost_of_delay;
    int64_t promised;           /* the instant that keeps the main promise */
    int64_t opens;              /* when what it gates may start, in the simulation */
    double *worth;              /* [count][iterations] */
    int64_t *load;              /* [count] */
    struct breaches *breaches;  /* [count] */
};

struct breaches {
    const uint32_t *items;      /* guardrails of the plan */
    uint32_t count;
};

/* --- one simulation --------------------------------------------------------------------- */

struct run {
    const struct forecast *f;
    const struct forecast_target *target;
    const int32_t *clock;       /* [iterations] */
    int64_t origin;             /* instant of clock 0 */
};

static const struct forecast_target *target_of(const struct weighing *w, const struct forecast *f,
                                               uint32_t *ret_index)
{
    for (uint32_t i = 0; i < f->target_count; i++)
        if (str_equal(f->network->plan->objects[f->targets[i].object]->id, w->o->target->id)) {
            *ret_index = i;
            return &f->targets[i];
        }
    return NULL;
}

static bool run_plan(struct weighing *w, const struct plan *plan, struct arena *owner,
                     struct run *ret_run, struct diags *out)
{
    const struct forecast_job *job;
    struct forecast_partial *all;
    uint32_t index = 0;
    int32_t *clock, least = INT32_MAX;

    if (!forecast_job_new(plan, &w->how, owner, owner, &job, out))
        return false;
    all = forecast_run(job, 0, w->how.iterations, owner, owner);
    ret_run->f = forecast_finish(job, all, owner, owner);
    ret_run->target = target_of(w, ret_run->f, &index);
    if (!ret_run->target)
        return false;
    clock = ARENA_ARRAY(owner, int32_t, w->how.iterations);
    forecast_finishes(all, index, clock);
    for (uint32_t i = 0; i < w->how.iterations; i++)
        least = clock[i] < least ? clock[i] : least;
    ret_run->clock = clock;
    ret_run->origin = ret_run->target->sorted[0] - least;
    return true;
}

static struct edit edit_field(const struct object *o, uint16_t field, const void *value,
                              struct arena *owner)
{
    const struct field *of = &schema_kinds[o->kind].fields[field];

    return (struct edit){.kind = value ? EDIT_SET : EDIT_REMOVE,
                         .address = str_format(owner, "%.*s.%s", STR_ARG(o->id), of->name),
                         .object = o->number, .field = field, .inner = UINT16_MAX,
                         .of = of, .value = value};
}

/* The plan with this option assumed; NULL: with nobody deciding. `more` may change the option's own
 * edits: it stands in their place where given. */
static bool plan_with(struct weighing *w, const struct object *option, struct arena *owner,
                      const struct plan **ret_plan, struct diags *out)
{
    const struct str *assume = decision_get_assume(w->decision);
    const struct edit e = edit_field(w->decision, FIELD_decision_assume,
                                     option ? &option->id : NULL, owner);

    if (option ? assume && str_equal(*assume, option->id) : !assume) {
        *ret_plan = w->plan;
        return true;
    }
    return plan_apply(w->plan, &e, 1, owner, ret_plan, out);
}

/* --- what an option is worth ------------------------------------------------------------- */

static double worth_of(const struct weighing *w, int64_t finish, double own_cost)
{
    return w->cost_of_delay
               ? delay_cost_minor(w->cost_of_delay, w->plan, w->promised, finish) + own_cost
               : (double)(finish - w->promised);
}

static double own_cost(const struct object *option)
{
    const struct triple *cost = option ? option_get_cost(option) : NULL;
    const struct distribution d = cost ? distribution_of_triple(cost) : (struct distribution){0};

    return cost ? distribution_quantile(&d, 0.5) : 0;
}

static double mean_of(const double *worth, uint32_t count)
{
    double sum = 0;

    for (uint32_t i = 0; i < count; i++)
        sum += worth[i];
    return count > 0 ? sum / count : 0;
}

static int64_t load_of(const struct network *n)
{
    int64_t load = 0;

    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = n->plan->objects[n->object[node]];
        const int64_t *people = o->kind == KIND_task ? task_get_people(o) : NULL;

        if (n->role[node] == ROLE_TASK && n->progress[node] != PROGRESS_FINISHED)
            load += n->duration_s[node] * (people ? *people : PPM) / PPM;
    }
    return load;
}

static void take_promises(const struct weighing *w, const struct forecast *f, int32_t *likely)
{
    for (uint32_t p = 0; p < w->o->promise_count; p++) {
        likely[p] = -1;
        for (uint32_t i = 0; i < f->commitment_count; i++)
            if (f->commitments[i].target != UINT32_MAX &&
                str_equal(f->network->plan->objects[f->commitments[i].object]->id,
                          w->promises[p]->id))
                likely[p] = f->commitments[i].probability_ppm;
    }
}

static void set_death(struct weighing *w, struct option_effect *e)
{
    const struct options *o = w->o;
    const struct when *deadline = e->option ? option_get_deadline(e->option) : NULL;
    const bool *nothing = e->option ? option_get_nothing(e->option) : NULL;
    const struct estimate *takes = e->option ? option_get_takes(e->option) : NULL;
    const struct object *forum = plan_object(w->plan, decision_get_forum(w->decision));
    int64_t latest = CIVIL_NONE, known;

    e->dies = e->last_known = CIVIL_NONE;
    if (!e->option || (nothing && *nothing))
        return;
    if (deadline)
        latest = network_finish_instant(deadline, NULL);
    if (o->has_by && o->by.start_by != CIVIL_NONE &&
        (latest == CIVIL_NONE || o->by.start_by < latest))
        latest = o->by.start_by;
    if (latest == CIVIL_NONE)
        return;
    if (takes) {
        const struct distribution d = distribution_of_estimate(takes, w->plan->calendar);

        latest = calendar_add(w->plan->calendar, latest,
                              -(int64_t)distribution_quantile(&d, 0.8));
    }
    e->dies = latest;
    e->dead = latest < w->plan->as_of;
    known = network_session(w->plan, forum, w->plan->as_of, NULL);
    for (int i = 0; i < 1000 && known <= latest; i++) {
        const int64_t next = network_session(w->plan, forum, known, NULL);

        e->last_known = known;
        if (next <= known)
            break;
        known = next;
    }
}

/* Load by week, and the guardrails that break, at one date each. Numbers become the plan's own: an
 * option may add or take out objects. */
static void look_at_weeks(struct weighing *w, uint32_t index, const struct run *run,
                          struct arena *work, struct diags *out)
{
    struct option_effect *e = &w->effects[index];
    const struct plan *there = run->f->network->plan;
    const struct schedule *schedule;
    const uint32_t *broken;
    uint32_t *own, *teams, count, kept = 0;

    if (!schedule_compute(run->f->network, work, work, &schedule, out))
        return;
    weeks_compute(schedule, w->owner, work, &e->weeks);
    teams = ARENA_ARRAY(w->owner, uint32_t, e->weeks.team_count + 1);
    for (uint32_t i = 0; i < e->weeks.team_count; i++) {
        const struct object *o = plan_find(w->plan, there->objects[e->weeks.team[i]]->id);

        teams[i] = o ? o->number : OBJECT_NONE;
    }
    e->weeks.team = teams;
    e->has_weeks = true;
    count = weeks_breaks(there, &e->weeks, run->f, run->target->at[P50], work, &broken);
    own = ARENA_ARRAY(w->scratch, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = plan_find(w->plan, there->objects[broken[i]]->id);

        if (o)
            own[kept++] = o->number;
    }
    w->breaches[index] = (struct breaches){own, kept};
}

static void weigh(struct weighing *w, uint32_t index)
{
    struct option_effect *e = &w->effects[index];
    struct arena *work = arena_child(w->scratch);
    int32_t *likely = ARENA_ARRAY(w->owner, int32_t, w->o->promise_count + 1);
    double *worth = w->worth + (size_t)index * w->how.iterations;
    const struct plan *plan;
    struct diags silent;
    struct run run;

    diags_init(&silent, work);
    set_death(w, e);
    e->likely_ppm = likely;
    e->within_ppm = -1;
    if (plan_with(w, e->option, work, &plan, &silent) &&
        run_plan(w, plan, work, &run, &silent)) {
        e->known = true;
        e->p50 = run.target->at[P50];
        e->p80 = run.target->at[P80];
        take_promises(w, run.f, likely);
        e->has_cost = run.f->cost.known;
        e->cost_minor = run.f->cost.p50;
        if (run.f->cost.known && run.f->cost.limit != INT64_MIN)
            e->within_ppm = run.f->cost.within_ppm;
        w->load[index] = load_of(run.f->network);
        look_at_weeks(w, index, &run, work, &silent);
        for (uint32_t i = 0; i < w->how.iterations; i++)
            worth[i] = worth_of(w, run.origin + run.clock[i], own_cost(e->option));
        e->worth = mean_of(worth, w->how.iterations);
    }
    arena_reset(work);
}

/* --- information -------------------------------------------------------------------------- */

static double least_mean(const double *worth, uint32_t options, uint32_t iterations)
{
    double least = 0;

    for (uint32_t o = 0; o < options; o++) {
        const double mean = mean_of(worth + (size_t)o * iterations, iterations);

        least = o == 0 || mean < least ? mean : least;
    }
    return least;
}

static uint32_t best_in(const double *worth, uint32_t options, uint32_t iterations, uint32_t i)
{
    uint32_t best = 0;

    for (uint32_t o = 1; o < options; o++)
        if (worth[(size_t)o * iterations + i] < worth[(size_t)best * iterations + i])
            best = o;
    return best;
}

double options_evpi(const double *worth, uint32_t options, uint32_t iterations)
{
    double sum = 0;

    for (uint32_t i = 0; i < iterations; i++)
        sum += worth[(size_t)best_in(worth, options, iterations, i) * iterations + i];
    return iterations > 0 ? least_mean(worth, options, iterations) - sum / iterations : 0;
}

static bool is_ever_best(const double *worth, uint32_t options, uint32_t iterations, uint32_t o)
{
    for (uint32_t i = 0; i < iterations; i++)
        if (best_in(worth, options, iterations, i) == o)
            return true;
    return false;
}

/* An option that is never the best is no answer of the test, so no wrong one either: else a copy of
 * another (nobody decides, and the default is one of the options) would make the test look better,
 * because an answer that means nothing does no harm. */
double options_evsi(const double *worth, uint32_t options, uint32_t iterations, double accuracy)
{
    double with_test = 0;
    uint32_t answers = 0;

    for (uint32_t o = 0; o < options; o++)
        answers += is_ever_best(worth, options, iterations, o);
    if (answers < 2)
        return 0;
    for (uint32_t answer = 0; answer < options; answer++) {
        double least = 0;

        if (!is_ever_best(worth, options, iterations, answer))
            continue;
        for (uint32_t o = 0; o < options; o++) {
            double sum = 0;

            for (uint32_t i = 0; i < iterations; i++)
                sum += worth[(size_t)o * iterations + i] *
                       (best_in(worth, options, iterations, i) == answer
                            ? accuracy
                            : (1 - accuracy) / (answers - 1));
            least = o == 0 || sum < least ? sum : least;
        }
        with_test += least / iterations;
    }
    return least_mean(worth, options, iterations) - with_test;
}

/* Over what can still be chosen and is known. */
static void value_information(struct weighing *w)
{
    struct options *o = w->o;
    const uint32_t n = w->how.iterations;
    const int32_t *accuracy = decision_get_test_accuracy(w->decision);
    const struct triple *cost = decision_get_test_cost(w->decision);
    const struct estimate *takes = decision_get_test_takes(w->decision);
    double *worth = ARENA_ARRAY(w->scratch, double, (size_t)o->count * n + 1);
    uint32_t alive = 0;

    for (uint32_t i = 0; i < o->count; i++) {
        if (!w->effects[i].known || w->effects[i].dead)
            continue;
        for (uint32_t k = 0; k < n; k++)
            worth[(size_t)alive * n + k] = w->worth[(size_t)i * n + k];
        alive++;
    }
    if (alive == 0)
        return;
    o->evpi = options_evpi(worth, alive, n);
    o->has_test = accuracy != NULL;
    if (!accuracy)
        return;
    o->evsi = options_evsi(worth, alive, n, (double)*accuracy / PPM);
    if (cost) {
        const struct distribution d = distribution_of_triple(cost);

        o->test_cost_minor = number_round(distribution_quantile(&d, 0.5));
    }
    if (takes && o->has_by && o->by.last_moment != CIVIL_NONE) {
        const struct distribution d = distribution_of_estimate(takes, w->plan->calendar);
        const int64_t done = calendar_add(w->plan->calendar, w->plan->as_of,
                                          (int64_t)distribution_quantile(&d, 0.5));

        if (done > o->by.last_moment)
            o->test_delay = w->cost_of_delay
                                ? (double)delay_cost_week_minor(w->cost_of_delay, w->plan,
                                                                w->promised, w->promised) *
                                      (double)(done - o->by.last_moment) / WEEK_S
                                : (double)(done - o->by.last_moment);
    }
}

/* --- waiting -------------------------------------------------------------------------------- */

/* What is gated waits another week: it cannot start before the outcome of the next session and
 * seven days. A constraint that is stated already is left alone, and then nothing is known. */
static void value_waiting(struct weighing *w)
{
    struct options *o = w->o;
    const struct refs *gates = decision_get_gates(w->decision);
    const struct option_effect *best = &w->effects[o->best];
    struct arena *work = arena_child(w->scratch);
    struct edit *edits = ARENA_ARRAY(work, struct edit, 2 * (gates ? gates->count : 0) + 1);
    const uint32_t kind = CONSTRAINT_START_NO_EARLIER;
    struct when until = {.grain = GRAIN_MINUTE};
    const struct plan *base, *later;
    struct run run, before;
    struct diags silent;
    size_t count = 0;

    diags_init(&silent, work);
    until.instant = w->opens;
    if (!gates || !plan_with(w, best->option, work, &base, &silent))
        return;
    for (size_t i = 0; i < gates->count; i++) {
        const struct object *gated = plan_object(base, &gates->items[i]);
        struct when *at;

        if (!gated || gated->kind != KIND_task || task_get_constraint(gated) ||
            task_get_started(gated))
            continue;
        at = ARENA_NEW(work, struct when);
        *at = until;
        edits[count++] = edit_field(gated, FIELD_task_constraint, &kind, work);
        edits[count++] = edit_field(gated, FIELD_task_constraint_date, at, work);
    }
    if (count > 0 && plan_apply(base, edits, count, work, &later, &silent) &&
        run_plan(w, later, work, &before, &silent)) {
        for (size_t i = 1; i < count; i += 2)
            ((struct when *)(uintptr_t)edits[i].value)->instant = until.instant + WEEK_S;
        if (plan_apply(base, edits, count, work, &later, &silent) &&
            run_plan(w, later, work, &run, &silent)) {
            o->wait_known = true;
            o->wait_s = calendar_work(w->plan->calendar, before.target->at[P80],
                                      run.target->at[P80]);
            o->wait_p50_s = calendar_work(w->plan->calendar, before.target->at[P50],
                                          run.target->at[P50]);
            o->wait_minor =
                w->cost_of_delay
                    ? number_round(delay_cost_minor(w->cost_of_delay, w->plan, w->promised,
                                                    run.target->at[P80]) -
                                   delay_cost_minor(w->cost_of_delay, w->plan, w->promised,
                                                    before.target->at[P80]))
                    : INT64_MIN;
        }
    }
    arena_reset(work);
}

/* --- the shakiest input ---------------------------------------------------------------------- */

static bool scale_span(struct span *s, int64_t ppm)
{
    s->milli = s->milli * ppm / PPM;
    s->and_milli = s->and_milli * ppm / PPM;
    return true;
}

/* Wide estimates first: the ratio of its high to its low end, in ppm; -1: it is no such input. */
static int64_t shakiness(const struct edit *e, const struct calendar *c)
{
    const struct estimate *estimate = e->value;
    struct distribution d;
    double low;

    if (!e->of || !e->value || e->inner != UINT16_MAX || e->key.len > 0)
        return -1;
    if (e->of->type == FIELD_TYPE_percent)
        return PPM;             /* a probability nobody has counted */
    if (e->of->type != FIELD_TYPE_estimate)
        return -1;
    d = distribution_of_estimate(estimate, c);
    low = distribution_quantile(&d, 0.1);
    return low > 0 ? number_round(distribution_quantile(&d, 0.9) / low * PPM) : -1;
}

/* Mean worth of the option with this one input at `ppm` (of its value; a probability itself). */
static bool worth_at(struct weighing *w, const struct object *option, const struct edit *shaky,
                     int64_t ppm, double *ret_worth)
{
    struct arena *work = arena_child(w->scratch);
    const struct plan *assumed, *nobody;
    const struct edits *own = option_get_edits(option);
    struct edit *edits = ARENA_ARRAY(work, struct edit, own->count);
    struct estimate estimate;
    const int32_t likely = (int32_t)ppm;
    struct diags silent;
    struct run run;
    bool good;

    diags_init(&silent, work);
    for (size_t i = 0; i < own->count; i++) {
        edits[i] = own->items[i];
        if (&own->items[i] != shaky)
            continue;
        if (shaky->of->type == FIELD_TYPE_percent) {
            edits[i].value = &likely;
        } else {
            estimate = *(const struct estimate *)shaky->value;
            scale_span(&estimate.a, ppm);
            scale_span(&estimate.b, ppm);
            scale_span(&estimate.c, ppm);
            edits[i].value = &estimate;
        }
    }
    good = plan_with(w, NULL, work, &nobody, &silent) &&
           plan_apply(nobody, edits, own->count, work, &assumed, &silent) &&
           run_plan(w, assumed, work, &run, &silent);
    if (good) {
        double sum = 0;

        for (uint32_t i = 0; i < w->how.iterations; i++)
            sum += worth_of(w, run.origin + run.clock[i], own_cost(option));
        *ret_worth = sum / w->how.iterations;
    }
    arena_reset(work);
    return good;
}

static void find_threshold(struct weighing *w)
{
    struct options *o = w->o;
    const struct object *best = w->effects[o->best].option;
    const struct edits *own = best ? option_get_edits(best) : NULL;
    const struct edit *shaky = NULL;
    int64_t most = 0, low, high, highest;
    uint32_t second = UINT32_MAX;
    double worth;

    for (uint32_t i = 0; i < o->count; i++)
        if (i != o->best && w->effects[i].known && !w->effects[i].dead &&
            (second == UINT32_MAX || w->effects[i].worth < w->effects[second].worth))
            second = i;
    for (size_t i = 0; own && i < own->count; i++)
        if (shakiness(&own->items[i], w->plan->calendar) > most) {
            most = shakiness(&own->items[i], w->plan->calendar);
            shaky = &own->items[i];
        }
    if (!shaky || second == UINT32_MAX)
        return;
    o->threshold.likely = shaky->of->type == FIELD_TYPE_percent;
    o->threshold.address = shaky->address;
    o->threshold.stated_ppm =
        o->threshold.likely ? *(const int32_t *)shaky->value : PPM;
    o->threshold.then = w->effects[second].option;
    low = o->threshold.stated_ppm;
    highest = high = o->threshold.likely ? PPM : 8 * (int64_t)PPM;
    if (!worth_at(w, best, shaky, high, &worth) || worth <= w->effects[second].worth)
        return;                 /* best whatever it is, up to there */
    for (int i = 0; i < HALVINGS && high - low > highest / 200; i++) {
        const int64_t middle = low + (high - low) / 2;

        if (!worth_at(w, best, shaky, middle, &worth))
            return;
        if (worth <= w->effects[second].worth)
            low = middle;
        else
            high = middle;
    }
    o->threshold.found = true;
    o->threshold.at_ppm = high;
}

/* Fewer on a large plan: on common random numbers a difference settles before the level does. */
static uint32_t iterations_for(const struct network *n)
{
    const uint32_t blocks = WORK / FORECAST_BLOCK / (n->node_count > 0 ? n->node_count : 1);

    return blocks < 1                                    ? FORECAST_BLOCK
           : blocks > OPTION_ITERATIONS / FORECAST_BLOCK ? OPTION_ITERATIONS
                                                         : blocks * FORECAST_BLOCK;
}

/* --- all of it ---------------------------------------------------------------------------- */

static void set_promises(struct weighing *w, const struct forecast *f)
{
    struct options *o = w->o;
    const struct plan *p = f->network->plan;
    const struct object *main = NULL;

    w->promises = ARENA_ARRAY(w->owner, const struct object *, f->commitment_count + 1);
    w->promised = w->plan->as_of;
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *c = plan_find(w->plan, p->objects[f->commitments[i].object]->id);

        if (!c || object_is_withheld(c) || f->commitments[i].target == UINT32_MAX)
            continue;
        if (!main) {
            main = c;
            o->target = p->objects[f->targets[f->commitments[i].target].object];
            w->promised = f->commitments[i].date;
        }
        w->promises[o->promise_count++] = c;
    }
    if (!main && f->target_count > 0)
        o->target = p->objects[f->targets[f->target_count - 1].object];
    o->promises = w->promises;
    w->cost_of_delay = delay_cost_of(w->plan, main);
    o->money = w->cost_of_delay != NULL;
}

/* The outcome of the next session that fits, as the network has it: clock time from the data date.
 * */
static int64_t opening_of(const struct network *n, const struct object *decision)
{
    const struct object *o = plan_find(n->plan, decision->id);
    const uint32_t node = o ? n->node_of[o->number] : NODE_NONE;

    return n->plan->as_of + (node == NODE_NONE ? 0 : n->duration_s[node]);
}

static const uint32_t *added(const struct weighing *w, const struct breaches *with,
                             const struct breaches *without, uint32_t *ret_count)
{
    uint32_t *list = ARENA_ARRAY(w->owner, uint32_t, with->count + 1);

    *ret_count = 0;
    for (uint32_t i = 0; i < with->count; i++) {
        bool already = false;

        for (uint32_t k = 0; k < without->count; k++)
            already = already || without->items[k] == with->items[i];
        if (!already)
            list[(*ret_count)++] = with->items[i];
    }
    return list;
}

static void compare(struct weighing *w)
{
    struct options *o = w->o;
    const uint32_t nobody = o->count - 1;

    o->best = UINT32_MAX;
    for (uint32_t i = 0; i < o->count; i++) {
        struct option_effect *e = &w->effects[i];

        e->load_s = e->known && w->effects[nobody].known ? w->load[i] - w->load[nobody] : 0;
        e->breaks = added(w, &w->breaches[i], &w->breaches[nobody], &e->break_count);
        if (e->known && !e->dead && (o->best == UINT32_MAX || e->worth < w->effects[o->best].worth))
            o->best = i;
    }
}

/* A limit of a month's spending or of the return: more than dates and the cost is needed. */
static bool needs_money(const struct plan *plan)
{
    for (uint32_t i = 0; i < plan_count(plan, KIND_guardrail); i++) {
        const int measure = weeks_measure_of(plan_nth(plan, KIND_guardrail, i));

        if (measure == GUARDRAIL_BURN || measure == GUARDRAIL_ROI)
            return true;
    }
    return false;
}

void options_compute(const struct network *network, const struct forecast *forecast,
                     const struct plan *plan, const struct object *decision,
                     const struct forecast_options *how, struct arena *owner,
                     struct arena *scratch, const struct options **ret_options)
{
    const struct objects *stated = decision_get_options(decision);
    const uint32_t count = stated ? (uint32_t)(stated->count < OPTION_MOST ? stated->count
                                                                           : OPTION_MOST) : 0;
    struct options *o = ARENA_NEW(owner, struct options);
    struct weighing w = {.plan = plan, .decision = decision, .how = *how, .owner = owner,
                         .scratch = scratch, .o = o};
    const struct decide_by *all;
    uint32_t by_count;

    o->plan = plan;
    o->decision = decision;
    w.how.no_tasks = w.how.no_sensitivity = true;
    w.how.with_money = needs_money(plan);
    if (w.how.iterations == 0 || w.how.iterations > iterations_for(network))
        w.how.iterations = iterations_for(network);
    o->iterations = w.how.iterations;
    o->seed = how->seed == 0 ? 1 : how->seed;
    by_count = decide_by_compute(network, forecast, owner, scratch, &all);
    for (uint32_t i = 0; i < by_count; i++)
        if (str_equal(network->plan->objects[all[i].decision]->id, decision->id)) {
            o->has_by = true;
            o->by = all[i];
        }
    set_promises(&w, forecast);
    w.opens = opening_of(network, decision);
    o->count = count + 1;
    w.effects = ARENA_ARRAY(owner, struct option_effect, o->count);
    w.load = ARENA_ARRAY(scratch, int64_t, o->count);
    w.breaches = ARENA_ARRAY(scratch, struct breaches, o->count);
    w.worth = ARENA_ARRAY(scratch, double, (size_t)o->count * w.how.iterations);
    o->effects = w.effects;
    for (uint32_t i = 0; o->target && i < o->count; i++) {
        w.effects[i].option = i < count ? stated->items[i] : NULL;
        weigh(&w, i);
    }
    compare(&w);
    if (o->best != UINT32_MAX) {
        value_information(&w);
        value_waiting(&w);
        find_threshold(&w);
    }
    *ret_options = o;
}
