/* SPDX-License-Identifier: Apache-2.0 */
/* Days bought by taking one uncertainty away: screened by the driving paths, then simulated again
 * on the same draws, for the target that is promised last. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/engine/forecast_finish.h"

enum {
    SIMULATED = 12,             /* candidates that are simulated again */
    RERUN_ITERATIONS = 4096
};

struct candidate {
    uint32_t object;
    enum sensitivity_kind kind;
    uint32_t index;             /* row, risk or driver */
    uint64_t worth;             /* to screen by: iterations driving, times seconds of spread */
};

struct candidates {
    struct candidate *items;
    size_t count, capacity;
};

static void add(struct forecast_finisher *x, struct candidates *all, struct candidate c)
{
    if (c.worth > 0 && arena_grow(x->scratch, (void **)&all->items, all->count, &all->capacity,
                                  sizeof(c), PLAN_OBJECT_CEILING))
        all->items[all->count++] = c;
}

/* P90 less P10 of a row's draws: what its uncertainty can cost. */
static uint64_t spread_s(const struct forecast_job *job, int32_t shape, int64_t scale)
{
    const int32_t z90 = 1343804;    /* 1.2816 in SCORE_BITS */
    int64_t width;

    if (shape == FORECAST_CONSTANT)
        return 0;
    width = forecast_shape_at(job->shapes[shape], z90) -
            forecast_shape_at(job->shapes[shape], -z90);
    return (uint64_t)((scale * width) >> FACTOR_BITS);
}

static uint32_t drives(const struct forecast_finisher *x, uint32_t row)
{
    const struct forecast_job *job = x->job;
    const uint32_t bit = job->main_commitment == UINT32_MAX
        ? 0 : (uint32_t)job->trace_bit[job->main_commitment];

    return forecast_partial_critical(job, x->all, bit, row);
}

static void add_rows(struct forecast_finisher *x, struct candidates *all)
{
    const struct forecast_job *job = x->job;
    const struct network *n = job->network;

    for (uint32_t r = 0; r < job->row_count; r++) {
        const struct forecast_row *row = &job->rows[r];
        const uint32_t node = job->node[r];
        struct candidate c = {.object = n->object[node], .index = r};
        uint64_t worth = spread_s(job, row->shape, row->scale_s);

        if (n->role[node] == ROLE_HANDOFF || n->role[node] == ROLE_DELIVERY) {
            c.kind = SENSITIVITY_HANDOFF;
            worth += (uint64_t)row->scale_s;
        } else if (n->role[node] == ROLE_DECISION) {
            c.kind = SENSITIVITY_DECISION;
            worth = (uint64_t)row->scale_s;
        } else {
            c.kind = SENSITIVITY_TASK;
            worth += row->branch != ROW_NONE ? (uint64_t)row->scale_s / 2 : 0;
        }
        c.worth = worth * drives(x, r);
        add(x, all, c);
    }
}

static void add_risks(struct forecast_finisher *x, struct candidates *all)
{
    const struct forecast_job *job = x->job;
    uint64_t *worth = ARENA_ARRAY(x->scratch, uint64_t, job->risk_count + 1);

    for (uint32_t r = 0; r < job->row_count; r++) {
        const struct forecast_row *row = &job->rows[r];
        const uint64_t times = drives(x, r);

        for (uint32_t h = 0; h < row->hit_count; h++) {
            const struct forecast_hit *hit = &job->hits[row->hit_first + h];

            worth[hit->risk] += times * (hit->stretch ? (uint64_t)row->scale_s
                                                      : (uint64_t)hit->delay.scale);
        }
        for (uint32_t f = 0; row->bundle != ROW_NONE && f < job->bundles[row->bundle].count; f++) {
            const uint32_t factor = job->factors[job->bundles[row->bundle].first + f];

            if (factor >= job->driver_count)
                worth[factor - job->driver_count] += times * (uint64_t)row->scale_s;
        }
    }
    for (uint32_t r = 0; r < job->risk_count; r++)
        add(x, all, (struct candidate){job->risks[r].object, SENSITIVITY_RISK, r,
                                       (uint64_t)((double)worth[r] *
                                                  (double)job->risks[r].fires_below /
                                                  4294967296.0)});
}

static void add_drivers(struct forecast_finisher *x, struct candidates *all)
{
    const struct forecast_job *job = x->job;
    uint64_t *worth = ARENA_ARRAY(x->scratch, uint64_t, job->driver_count + 1);

    for (uint32_t r = 0; r < job->row_count; r++) {
        const struct forecast_row *row = &job->rows[r];

        for (uint32_t f = 0; row->bundle != ROW_NONE && f < job->bundles[row->bundle].count; f++) {
            const uint32_t factor = job->factors[job->bundles[row->bundle].first + f];
            const struct forecast_amount *amount;

            if (factor >= job->driver_count)
                continue;
            amount = &job->drivers[factor].factor;
            /* How far the factor strays, in seconds of this row. */
            worth[factor] += drives(x, r) *
                             ((uint64_t)row->scale_s *
                                  (spread_s(job, amount->shape, amount->scale) >> 10) >>
                              (FACTOR_BITS - 10));
        }
    }
    for (uint32_t d = 0; d < job->driver_count; d++)
        add(x, all, (struct candidate){job->drivers[d].object, SENSITIVITY_DRIVER, d, worth[d]});
}

static int order_candidates(const void *a, const void *b, const void *context)
{
    const struct candidate *x = a, *y = b;

    (void)context;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->object < y->object ? -1 : x->object > y->object;
}

/* --- without it -------------------------------------------------------------------- */

/* A delivery without its delay comes when it was asked for; without such a date, as stated. */
static int32_t asked_duration(const struct forecast_job *job, uint32_t node)
{
    const struct object *o = job->plan->objects[job->network->object[node]];
    const struct when *asked = handoff_get_asked(o);
    const struct calendar *c = job->network->calendars[job->network->calendar[node]];
    int64_t work = job->network->duration_s[node];

    if (asked)
        work = calendar_work(c, job->plan->as_of, network_finish_instant(asked, c));
    return work < 0 ? 0 : work > FORECAST_FAR ? FORECAST_FAR : (int32_t)work;
}

static void fix_row(const struct forecast_job *job, struct forecast_row *row, uint32_t node,
                    enum sensitivity_kind kind)
{
    int32_t s = job->network->duration_s[node];

    if (kind != SENSITIVITY_TASK)
        s = job->network->role[node] == ROLE_DELIVERY ? asked_duration(job, node) : 0;
    row->shape = FORECAST_CONSTANT;
    row->scale_s = s < FORECAST_FAR ? s : FORECAST_FAR;
    row->team = row->branch = ROW_NONE;
    if (kind == SENSITIVITY_TASK)
        row->bundle = ROW_NONE;
}

static struct forecast_job *without(const struct forecast_job *job, const struct candidate *c,
                                    struct arena *scratch)
{
    struct forecast_job *variant = forecast_job_variant(job, scratch);

    if (c->kind == SENSITIVITY_RISK) {
        struct forecast_risk *risks =
            ARENA_ARRAY(scratch, struct forecast_risk, job->risk_count + 1);

        memcpy(risks, job->risks, job->risk_count * sizeof(*risks));
        risks[c->index].fires_below = 0;
        variant->risks = risks;
    } else if (c->kind == SENSITIVITY_DRIVER) {
        struct forecast_driver *drivers =
            ARENA_ARRAY(scratch, struct forecast_driver, job->driver_count + 1);

        memcpy(drivers, job->drivers, job->driver_count * sizeof(*drivers));
        drivers[c->index].factor = (struct forecast_amount){FORECAST_CONSTANT, 1 << FACTOR_BITS};
        variant->drivers = drivers;
    } else {
        struct forecast_row *rows = forecast_variant_rows(variant, scratch);

        fix_row(job, &rows[c->index], job->node[c->index], c->kind);
    }
    return variant;
}

/* Finishes of the target in the variant: [count]. */
static void rerun(const struct forecast_job *variant, struct forecast_space *space,
                  uint32_t target, uint32_t count, int32_t *ret_clock)
{
    const uint32_t node = variant->targets[target];

    for (uint32_t at = 0; at < count; at += variant->lanes) {
        const uint32_t lanes = count - at < variant->lanes ? count - at : variant->lanes;

        forecast_kernel_run(variant, space, at);
        forecast_kernel_finish(variant, space, node == NODE_NONE ? ROW_NONE : variant->row_of[node],
                               space->duration);
        memcpy(ret_clock + at, space->duration, lanes * sizeof(*ret_clock));
    }
}

static int order_sensitivity(const void *a, const void *b, const void *context)
{
    const struct forecast_sensitivity *x = a, *y = b;

    (void)context;
    if (x->p80_s != y->p80_s)
        return x->p80_s > y->p80_s ? -1 : 1;
    return x->object < y->object ? -1 : x->object > y->object;
}

static int64_t work_between(const struct forecast_job *job, uint32_t target, int32_t from,
                            int32_t to)
{
    const uint32_t node = job->targets[target];
    const struct calendar *c = node == NODE_NONE
        ? job->network->calendars[0]
        : job->network->calendars[job->network->own_calendar[node]];

    return calendar_work(c, job->origin + from, job->origin + to);
}

static void measure(struct forecast_finisher *x, const struct candidate *c, uint32_t target,
                    uint32_t count, int32_t p50, int32_t p80, struct forecast_space *space,
                    struct forecast_sensitivity *ret)
{
    const struct forecast_job *variant = without(x->job, c, x->scratch);

    rerun(variant, space, target, count, x->values);
    *ret = (struct forecast_sensitivity){.object = c->object, .kind = c->kind, .target = target};
    ret->p50_s = work_between(
        x->job, target, forecast_select(x->values, count, forecast_rank(count, 500000)), p50);
    ret->p80_s = work_between(
        x->job, target, forecast_select(x->values, count, forecast_rank(count, 800000)), p80);
}

void forecast_finish_sensitivity(struct forecast_finisher *x)
{
    const struct forecast_job *job = x->job;
    const uint32_t target = x->f->main_target;
    const uint32_t count =
        x->all->count < RERUN_ITERATIONS ? x->all->count : RERUN_ITERATIONS;
    struct candidates all = {0};
    struct forecast_sensitivity *found;
    struct forecast_space space;
    int32_t p50, p80;

    if (x->traced == 0 || target == UINT32_MAX ||
        (job->targets[target] != NODE_NONE && job->row_of[job->targets[target]] == ROW_NONE))
        return;
    add_rows(x, &all);
    add_risks(x, &all);
    add_drivers(x, &all);
    sort_stable(all.items, all.count, sizeof(*all.items), order_candidates, NULL, x->scratch);
    if (all.count > SIMULATED)
        all.count = SIMULATED;
    found = ARENA_ARRAY(x->owner, struct forecast_sensitivity, all.count + 1);
    forecast_space_init(&space, job, false, x->scratch);
    /* The base is the run at hand: its first iterations. */
    forecast_partial_target(x->all, target, x->values);
    p50 = forecast_select(x->values, count, forecast_rank(count, 500000));
    p80 = forecast_select(x->values, count, forecast_rank(count, 800000));
    for (size_t i = 0; i < all.count; i++)
        measure(x, &all.items[i], target, count, p50, p80, &space, &found[i]);
    sort_stable(found, all.count, sizeof(*found), order_sensitivity, NULL, x->scratch);
    x->f->sensitivity = found;
    x->f->sensitivity_count = (uint32_t)all.count;
}
