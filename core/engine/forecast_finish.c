/* SPDX-License-Identifier: Apache-2.0 */
/* From accumulators to the answer: targets, promises, their joint probability, money. */
#include "core/engine/forecast_finish.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/sort.h"
#include "core/engine/budget.h"

#define Z95 1.959963984540054

const uint8_t forecast_percent[FORECAST_QUANTILES] = {10, 50, 80, 90, 95};

int32_t forecast_share(uint64_t part, uint64_t whole)
{
    return whole == 0 ? 0 : (int32_t)((part * PPM + whole / 2) / whole);
}

/* --- targets ----------------------------------------------------------------------- */

static void finish_target(struct forecast_finisher *x, uint32_t t)
{
    const struct forecast_job *job = x->job;
    const uint32_t count = x->all->count;
    struct forecast_target *target = (struct forecast_target *)&x->f->targets[t];
    int64_t *sorted = ARENA_ARRAY(x->owner, int64_t, count), sum = 0;
    uint32_t low, high;

    forecast_partial_target(x->all, t, x->values);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = job->origin + x->values[i];
        sum += x->values[i];
    }
    sort_i64(sorted, count);
    target->object = job->target_objects[t];
    target->node = job->targets[t];
    target->sorted = sorted;
    target->mean = job->origin + sum / (int64_t)count;
    for (unsigned q = 0; q < FORECAST_QUANTILES; q++)
        target->at[q] = sorted[forecast_rank(count, forecast_percent[q] * (PPM / 100))];
    forecast_rank_interval(count, 800000, &low, &high);
    target->error_p80_s = (sorted[high] - sorted[low]) / 2;
}

void forecast_finish_targets(struct forecast_finisher *x)
{
    x->f->targets = ARENA_ARRAY(x->owner, struct forecast_target, x->job->target_count + 1);
    x->f->target_count = x->job->target_count;
    for (uint32_t t = 0; t < x->job->target_count; t++)
        finish_target(x, t);
    x->f->main_commitment = x->job->main_commitment;
    x->f->main_target = x->job->main_commitment == UINT32_MAX
        ? (x->job->target_count > 0 ? x->job->target_count - 1 : UINT32_MAX)
        : x->job->commitment_target[x->job->main_commitment];
}

/* --- commitments ------------------------------------------------------------------- */

/* Half of Wilson's 95 % interval: nothing seen is not nothing. */
static int32_t half_interval(uint64_t met, uint32_t count)
{
    const double n = count, p = (double)met / n, z = Z95;
    const double half = z * number_sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);

    return (int32_t)number_round(half * PPM);
}

/* The plan at its owners' numbers, or the date its milestone states if that is later. */
static int64_t stated_finish(const struct forecast_finisher *x, uint32_t node)
{
    const struct forecast_job *job = x->job;
    const struct object *o = job->plan->objects[job->network->object[node]];
    const struct when *date = o->kind == KIND_milestone ? milestone_get_date(o) : NULL;
    int64_t at = job->origin + x->stated[job->row_of[node]];

    if (date && network_finish_instant(date, job->network->calendars[0]) > at)
        at = network_finish_instant(date, job->network->calendars[0]);
    return at;
}

static void set_outside_view(const struct forecast_finisher *x, struct forecast_commitment *c,
                             uint32_t node)
{
    const int64_t now = x->job->now;

    c->outside_view_ppm = -1;
    c->stated = CIVIL_NONE;
    if (x->job->row_of[node] == ROW_NONE)
        return;
    c->stated = stated_finish(x, node);
    c->outside_view_ppm =
        outside_view_probability(x->job->plan, c->date + 1 - now, c->stated - now);
}

enum { DRIVING_FROM = 200000 };

/* What drives it, and what that rests on, weighted by how often it drives. */
static void set_drivers(const struct forecast_finisher *x, struct forecast_commitment *c,
                        int32_t bit)
{
    const struct forecast_job *job = x->job;
    uint64_t stated = 0, defaulted = 0, stale = 0;
    const int64_t share = plan_threshold(job->plan, "driving-path.criticality", DRIVING_FROM);
    uint32_t most = 0, next = 0;
    int32_t longest = 0;

    for (uint32_t r = 0; bit != ROW_NONE && r < job->row_count; r++) {
        const uint32_t times = forecast_partial_critical(job, x->all, (uint32_t)bit, r);
        const enum forecast_basis basis = forecast_node_basis(job->network, job->node[r]);

        if (times == 0 || basis == BASIS_NONE)
            continue;
        if (job->network->role[job->node[r]] == ROLE_TASK &&
            (int64_t)forecast_share(times, x->traced) >= share) {
            c->driving_count++;
            c->unestimated_count += basis == BASIS_MISSING;
        }
        if (basis == BASIS_STATED && forecast_node_is_stale(job->network, job->node[r]))
            stale += times;
        else if (basis == BASIS_STATED)
            stated += times;
        else
            defaulted += times;
        if (times > most || (times == most && job->rows[r].scale_s > longest)) {
            next = most;
            c->next_on = c->hangs_on;
            most = times;
            longest = job->rows[r].scale_s;
            c->hangs_on = job->network->object[job->node[r]];
        } else if (times > next) {
            next = times;
            c->next_on = job->network->object[job->node[r]];
        }
    }
    c->hangs_on_ppm = forecast_share(most, x->traced);
    c->next_on_ppm = forecast_share(next, x->traced);
    c->stated_ppm = forecast_share(stated, stated + defaulted + stale);
    c->defaulted_ppm = forecast_share(defaulted, stated + defaulted + stale);
    c->stale_ppm = forecast_share(stale, stated + defaulted + stale);
}

static void finish_commitment(struct forecast_finisher *x, uint32_t i, bool *all_met)
{
    const struct forecast_job *job = x->job;
    struct forecast_commitment *c = (struct forecast_commitment *)&x->f->commitments[i];
    uint32_t met = 0;

    c->object = job->commitments[i];
    c->date = job->commitment_date[i];
    c->target = job->commitment_target[i];
    c->old = x->f->old;
    c->hangs_on = OBJECT_NONE;
    c->next_on = OBJECT_NONE;
    c->outside_view_ppm = -1;
    c->stated = CIVIL_NONE;
    if (c->target == UINT32_MAX)
        return;
    forecast_partial_target(x->all, c->target, x->values);
    for (uint32_t k = 0; k < x->all->count; k++) {
        const bool now = x->values[k] <= job->commitment_by[i];

        met += now;
        all_met[k] = all_met[k] && now;
    }
    c->probability_ppm = forecast_share(met, x->all->count);
    c->error_ppm = half_interval(met, x->all->count);
    set_outside_view(x, c, job->targets[c->target]);
    set_drivers(x, c, job->trace_bit[i]);
}

void forecast_finish_commitments(struct forecast_finisher *x)
{
    const uint32_t count = x->job->commitment_count;
    uint32_t met = 0, forecastable = 0;

    x->f->commitments = ARENA_ARRAY(x->owner, struct forecast_commitment, count + 1);
    x->f->commitment_count = count;
    x->f->old = forecast_plan_is_old(x->job->plan, &x->f->newest_word);
    x->all_met = ARENA_ARRAY(x->scratch, bool, x->all->count);
    memset(x->all_met, 1, x->all->count);
    for (uint32_t i = 0; i < count; i++) {
        finish_commitment(x, i, x->all_met);
        forecastable += x->job->commitment_target[i] != UINT32_MAX;
    }
    for (uint32_t k = 0; k < x->all->count; k++)
        met += x->all_met[k];
    x->f->joint_ppm = forecastable > 0 ? forecast_share(met, x->all->count) : -1;
}

/* --- money ------------------------------------------------------------------------- */

void forecast_finish_costs(const struct forecast_finisher *x, int64_t *ret_minor)
{
    for (uint32_t l = 0; l < x->all->leaf_count; l++) {
        const struct forecast_leaf *leaf = &x->all->leaves[l];

        memcpy(ret_minor, leaf->cost, leaf->count * sizeof(*ret_minor));
        ret_minor += leaf->count;
    }
}

static int64_t stated_amount(const struct forecast_job *job, const struct forecast_amount *amount)
{
    int64_t f;

    if (amount->shape == FORECAST_CONSTANT)
        return amount->scale;
    f = forecast_shape_at(job->shapes[amount->shape], 0);
    return (amount->scale >> FACTOR_BITS) * f +
           (((amount->scale & ((1 << FACTOR_BITS) - 1)) * f) >> FACTOR_BITS);
}

/* What is spent and what is left, as its owners state it: work as long as they say, other costs at
 * their medians, no risk. */
static int64_t stated_cost(const struct forecast_job *job)
{
    int64_t minor = job->spent_minor;

    for (uint32_t r = 0; r < job->row_count; r++) {
        const int64_t work = job->network->duration_s[job->node[r]];

        minor += (job->cost_rate[r] * (work < FORECAST_FAR ? work : FORECAST_FAR) + (1 << 15)) >>
                 16;
    }
    for (uint32_t s = 0; s < job->spending_count; s++)
        minor += job->spendings[s].risk == ROW_NONE ? stated_amount(job, &job->spendings[s].amount)
                                                    : 0;
    return minor;
}

void forecast_finish_cost(struct forecast_finisher *x)
{
    const uint32_t count = x->all->count;
    struct forecast_cost *cost = &x->f->cost;
    int64_t *minor, *sorted;
    uint32_t within = 0, both = 0;

    cost->limit = INT64_MIN;
    if (!x->job->money)
        return;
    minor = ARENA_ARRAY(x->scratch, int64_t, count);
    sorted = ARENA_ARRAY(x->scratch, int64_t, count);
    forecast_finish_costs(x, minor);
    memcpy(sorted, minor, count * sizeof(*sorted));
    sort_i64(sorted, count);
    cost->known = true;
    cost->spent = x->job->spent_minor;
    cost->stated = stated_cost(x->job);
    cost->p10 = sorted[forecast_rank(count, 100000)];
    cost->p50 = sorted[forecast_rank(count, 500000)];
    cost->p80 = sorted[forecast_rank(count, 800000)];
    cost->p90 = sorted[forecast_rank(count, 900000)];
    if (!budget_of(x->job->plan))
        return;
    cost->limit = *guardrail_get_limit(budget_of(x->job->plan));
    for (uint32_t k = 0; k < count; k++) {
        within += minor[k] <= cost->limit;
        both += minor[k] <= cost->limit && x->all_met[k];
    }
    cost->within_ppm = forecast_share(within, count);
    cost->within_and_on_time_ppm = forecast_share(both, count);
}

/* --- what stood in ----------------------------------------------------------------- */

static void add_default(struct forecast *f, const char *what, uint32_t count, const char *source)
{
    if (count > 0)
        ((struct forecast_default *)f->defaults)[f->default_count++] =
            (struct forecast_default){what, count, source};
}

void forecast_finish_defaults(struct forecast_finisher *x)
{
    const struct forecast_counts *counts = &x->job->counts;
    struct forecast *f = x->f;

    f->defaults = ARENA_ARRAY(x->owner, struct forecast_default, 12);
    add_default(f, "spread of single-number estimates", counts->single,
                distribution_record_source);
    add_default(f, "duration of tasks without an estimate", counts->missing,
                "policy default-duration.days (5), with the spread of single numbers");
    add_default(f, "dates stated without work behind them", counts->outside,
                "outside view, foreign class: P50 1.4, P80 2.2 of the stated remaining time");
    add_default(f, "common factor within a team", counts->team,
                "policy team_correlation (25%) of normal scores, where no driver is declared");
    add_default(f, "acceptance delay of hand-offs", counts->acceptance,
                "policy acceptance (exponential, mean 3 working days)");
    add_default(f, "next session of decisions without a forum", counts->session,
                "a week from the data date");
    add_default(f, "risks without a probability, left out", counts->unlikely, "stated by nobody");
    add_default(f, "risks that occurred, taken as hitting until retired", counts->occurred,
                "state: occurred");
    add_default(f, "hits of risks on what has no place in the network, left out",
                counts->unplaced, "summaries that nothing hangs on, and inactive tasks");
}

/* --- digest ------------------------------------------------------------------------ */

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

void forecast_finish_digest(struct forecast_finisher *x)
{
    const struct forecast_job *job = x->job;
    uint64_t hash = mix(mix(mix(1, job->inputs), job->seed), x->all->count);

    for (uint32_t t = 0; t < job->target_count; t++) {
        forecast_partial_target(x->all, t, x->values);
        for (uint32_t i = 0; i < x->all->count; i++)
            hash = mix(hash, (uint32_t)x->values[i]);
    }
    for (uint32_t l = 0; l < x->all->leaf_count; l++)
        for (uint32_t i = 0; job->money && i < x->all->leaves[l].count; i++)
            hash = mix(hash, (uint64_t)x->all->leaves[l].cost[i]);
    for (uint32_t bit = 0; x->traced > 0 && bit <= job->trace_bits; bit++)
        for (uint32_t r = 0; r < job->row_count; r++)
            hash = mix(hash, forecast_partial_critical(job, x->all, bit, r));
    for (uint32_t r = 0; x->traced > 0 && r < job->row_count; r++) {
        forecast_partial_row(job, x->all, r, false, x->values);
        for (uint32_t i = 0; i < x->traced; i++)
            hash = mix(hash, (uint32_t)x->values[i]);
    }
    x->f->digest = hash;
}

/* --- the whole --------------------------------------------------------------------- */

struct forecast_finishing {
    struct forecast_finisher x;
    struct teams_work *teams;
    struct sensitivity_work *sensitivity;
};

/* What one look at the runs gives, and in the end the digest of them. */
static void finish_looks(struct forecast_finisher *x)
{
    const struct forecast_job *job = x->job;
    const struct forecast_partial *all = x->all;
    struct forecast *f = x->f;

    f->network = job->network;
    f->seed = job->seed;
    f->inputs = job->inputs;
    f->iterations = all->count;
    f->capacity = job->people != NULL || job->by_arcs;
    f->by_arcs = job->by_arcs;
    f->assumed = job->assumed;
    f->assumed_count = job->assumed_count;
    x->traced = forecast_partial_traced(all);
    x->values = ARENA_ARRAY(x->scratch, int32_t, all->count + 1);
    x->stated = forecast_stated(job, x->scratch, x->scratch);
    forecast_finish_targets(x);
    forecast_finish_commitments(x);
    forecast_finish_cost(x);
    if (!job->options.no_sensitivity || job->options.with_money) {
        forecast_finish_spend(x);
        forecast_finish_value(x);
    }
    forecast_finish_tasks(x);
    forecast_finish_handoffs(x);
    forecast_finish_needs(x);
    forecast_finish_merges(x);
    forecast_finish_limits(x);
    forecast_finish_weeks(x);
    forecast_finish_defaults(x);
    forecast_finish_digest(x);
}

struct forecast_finishing *forecast_finish_begin(const struct forecast_job *job,
                                                 const struct forecast_partial *all,
                                                 struct arena *owner, struct arena *scratch)
{
    struct forecast_finishing *f = ARENA_NEW(scratch, struct forecast_finishing);

    f->x = (struct forecast_finisher){.job = job, .all = all, .owner = owner, .scratch = scratch,
                                      .f = ARENA_NEW(owner, struct forecast)};
    finish_looks(&f->x);
    if (!job->options.no_sensitivity) {
        f->teams = forecast_begin_teams(&f->x);
        if (job->lean_iterations == 0)
            f->sensitivity = forecast_begin_sensitivity(&f->x);
    }
    return f;
}

uint32_t forecast_finish_pieces(const struct forecast_finishing *f)
{
    return forecast_teams_pieces(f->teams) + forecast_sensitivity_pieces(f->sensitivity);
}

/* Teams first: their pieces are the longest. */
void forecast_finish_piece(const struct forecast_finishing *f, uint32_t piece,
                           struct arena *scratch)
{
    const uint32_t teams = forecast_teams_pieces(f->teams);

    if (piece < teams)
        forecast_teams_piece(&f->x, f->teams, piece, scratch);
    else
        forecast_sensitivity_piece(&f->x, f->sensitivity, piece - teams, scratch);
}

const struct forecast *forecast_finish_end(struct forecast_finishing *f)
{
    forecast_end_sensitivity(&f->x, f->sensitivity);
    forecast_end_teams(&f->x, f->teams);
    return f->x.f;
}

const struct forecast *forecast_finish(const struct forecast_job *job,
                                       const struct forecast_partial *all, struct arena *owner,
                                       struct arena *scratch)
{
    struct forecast_finishing *f = forecast_finish_begin(job, all, owner, scratch);
    struct arena *within = arena_child(scratch);

    for (uint32_t piece = 0; piece < forecast_finish_pieces(f); piece++) {
        forecast_finish_piece(f, piece, within);
        arena_clear(within);
    }
    arena_reset(within);
    return forecast_finish_end(f);
}

bool forecast_compute(const struct plan *plan, const struct forecast_options *options,
                      struct arena *owner, struct arena *scratch,
                      const struct forecast **ret_forecast, struct diags *out)
{
    const struct forecast_job *job;
    struct forecast_partial *all = NULL;
    uint32_t have = 0, wanted;

    if (!forecast_job_new(plan, options, owner, scratch, &job, out))
        return false;
    while ((wanted = forecast_wants(job, all)) > have) {
        struct forecast_partial *more = forecast_run(job, have, wanted - have, scratch, scratch);

        all = all ? forecast_merge(job, (struct forecast_partial *const[]){all, more}, 2, scratch)
                  : more;
        have = wanted;
    }
    *ret_forecast = forecast_finish(job, all, owner, scratch);
    return true;
}

int32_t forecast_probability(const struct forecast *f, const struct forecast_target *target,
                             int64_t instant)
{
    uint32_t low = 0, high = f->iterations;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (target->sorted[middle] <= instant)
            low = middle + 1;
        else
            high = middle;
    }
    return forecast_share(low, f->iterations);
}

int64_t forecast_quantile(const struct forecast *f, const struct forecast_target *target,
                          int32_t ppm)
{
    return target->sorted[forecast_rank(f->iterations, ppm)];
}
