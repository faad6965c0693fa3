/* SPDX-License-Identifier: Apache-2.0 */
/* Days bought by taking one uncertainty away: screened by the driving paths, then simulated again
 * on the same draws, for the target that is promised last. The base is the iterations whose rows
 * are kept; only rows that can differ, and that lead to the target, are computed again. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/engine/forecast_finish.h"
#include "core/engine/forecast_people.h"

enum {
    SIMULATED = 12,             /* candidates that are simulated again */
    SEATED_ITERATIONS = 1024,   /* over so many where teams bind: most rows are */
    PIECES = 8                  /* for threads to share, about */
};

struct candidate {
    uint32_t object;
    enum sensitivity_kind kind;
    bool is_delivery;
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
            c.is_delivery = n->role[node] == ROLE_DELIVERY;
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
        add(x, all, (struct candidate){job->risks[r].object, SENSITIVITY_RISK, false, r,
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
        add(x, all, (struct candidate){job->drivers[d].object, SENSITIVITY_DRIVER, false, d,
                                       worth[d]});
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

/* A job without one candidate, and the rows that can differ from the base and matter. */
struct rerun {
    struct forecast_job *job;
    int32_t changed_row;        /* ROW_NONE: a cause */
    struct forecast_row row;    /* what stands there instead */
    uint32_t seated;            /* rows before them that keep their places, where teams bind */
    uint32_t *rows, row_count;  /* in order */
    int32_t *values;            /* [iterations] finishes of the target */
};

/* A stretch of iterations whose rows are kept, as many as there are lanes. */
struct stretch_of_runs {
    const int32_t *start, *finish;
    uint32_t first;
};

struct sensitivity_work {
    struct candidates all;
    struct rerun *reruns;
    struct stretch_of_runs *blocks;
    uint32_t block_count, piece_blocks, iterations, target;
};

static bool bundle_has(const struct forecast_job *job, const struct forecast_row *row,
                       uint32_t factor)
{
    for (uint32_t f = 0; row->bundle != ROW_NONE && f < job->bundles[row->bundle].count; f++)
        if (job->factors[job->bundles[row->bundle].first + f] == factor)
            return true;
    return false;
}

static bool is_touched(const struct forecast_job *job, const struct candidate *c, uint32_t r)
{
    const struct forecast_row *row = &job->rows[r];

    if (c->kind == SENSITIVITY_DRIVER)
        return bundle_has(job, row, c->index);
    if (c->kind != SENSITIVITY_RISK)
        return r == c->index;
    for (uint32_t h = 0; h < row->hit_count; h++)
        if (job->hits[row->hit_first + h].risk == c->index)
            return true;
    return bundle_has(job, row, job->driver_count + c->index);
}

static bool hangs_on(const struct forecast_job *job, uint32_t r, const bool *dirty)
{
    const struct forecast_row *row = &job->rows[r];

    for (uint32_t g = 0; g < row->group_count; g++) {
        const struct forecast_group *group = &job->groups[row->group_first + g];

        for (uint32_t l = 0; l < group->link_count; l++)
            if (dirty[job->links[group->link_first + l].row])
                return true;
    }
    return false;
}

/* Everything that leads to the target. */
static bool *leading_to(const struct forecast_job *job, uint32_t target, struct arena *scratch)
{
    bool *needed = ARENA_ARRAY(scratch, bool, job->row_count + 1);
    const uint32_t node = job->targets[target];

    if (node != NODE_NONE)
        needed[job->row_of[node]] = true;
    for (uint32_t e = 0; node == NODE_NONE && e < job->end_count; e++)
        needed[job->ends[e]] = true;
    for (uint32_t k = job->row_count; k-- > 0;) {
        const uint32_t r = forecast_row_at(job, k);
        const struct forecast_row *row = &job->rows[r];

        for (uint32_t g = 0; needed[r] && g < row->group_count; g++) {
            const struct forecast_group *group = &job->groups[row->group_first + g];

            for (uint32_t l = 0; l < group->link_count; l++)
                needed[job->links[group->link_first + l].row] = true;
        }
    }
    return needed;
}

/* Where teams bind, whoever takes less time frees people for anybody who is seated later: nothing
 * before the first that is touched can differ, nor matter after the last that leads there. */
static void find_seated(const struct forecast_job *job, const struct candidate *c,
                        const bool *needed, struct rerun *ret)
{
    const uint32_t *order = job->people->order;
    uint32_t last = job->row_count;

    while (ret->seated < job->row_count && !is_touched(job, c, order[ret->seated]))
        ret->seated++;
    while (last > 0 && !needed[order[last - 1]])
        last--;
    ret->row_count = last > ret->seated ? last - ret->seated : 0;
    memcpy(ret->rows, order + ret->seated, ret->row_count * sizeof(*order));
}

static void find_rows(const struct forecast_job *job, const struct candidate *c,
                      const bool *needed, bool *dirty, struct rerun *ret)
{
    if (job->people && job->bound_count == 0) {
        find_seated(job, c, needed, ret);
        return;
    }
    for (uint32_t k = 0; k < job->row_count; k++) {
        const uint32_t r = forecast_row_at(job, k);

        if (job->bound_count > 0) {     /* then any row may hold back any other */
            ret->rows[ret->row_count++] = r;
            continue;
        }
        dirty[r] = needed[r] && (is_touched(job, c, r) || hangs_on(job, r, dirty));
        if (dirty[r])
            ret->rows[ret->row_count++] = r;
    }
}

static struct rerun without(const struct forecast_job *job, const struct candidate *c,
                            struct arena *scratch)
{
    struct rerun rerun = {.job = forecast_job_variant(job, scratch), .changed_row = ROW_NONE};

    if (c->kind == SENSITIVITY_RISK) {
        struct forecast_risk *risks =
            ARENA_ARRAY(scratch, struct forecast_risk, job->risk_count + 1);

        memcpy(risks, job->risks, job->risk_count * sizeof(*risks));
        risks[c->index].fires_below = 0;
        rerun.job->risks = risks;
    } else if (c->kind == SENSITIVITY_DRIVER) {
        struct forecast_driver *drivers =
            ARENA_ARRAY(scratch, struct forecast_driver, job->driver_count + 1);

        memcpy(drivers, job->drivers, job->driver_count * sizeof(*drivers));
        drivers[c->index].factor = (struct forecast_amount){FORECAST_CONSTANT, 1 << FACTOR_BITS};
        rerun.job->drivers = drivers;
    } else {
        rerun.changed_row = (int32_t)c->index;
        rerun.row = job->rows[c->index];
        fix_row(job, &rerun.row, job->node[c->index], c->kind);
    }
    return rerun;
}

/* One block of the base, with only what differs computed again: in space, which holds the base
 * before and after. */
static void rerun_block(const struct forecast_job *base, const struct forecast_job *job,
                        struct forecast_row *rows, const struct rerun *rerun,
                        struct forecast_space *space, const struct stretch_of_runs *block,
                        uint32_t target)
{
    const uint32_t lanes = space->lanes, node = base->targets[target];

    if (rerun->changed_row != ROW_NONE)
        rows[rerun->changed_row] = rerun->row;
    forecast_kernel_rerun(job, space, block->first, rerun->seated, rerun->rows, rerun->row_count);
    if (rerun->changed_row != ROW_NONE)
        rows[rerun->changed_row] = base->rows[rerun->changed_row];
    forecast_kernel_finish(base, space, node == NODE_NONE ? ROW_NONE : base->row_of[node],
                           rerun->values + block->first);
    for (uint32_t i = 0; i < rerun->row_count; i++) {
        const size_t at = (size_t)rerun->rows[i] * lanes;

        memcpy(space->start + at, block->start + at, lanes * sizeof(*block->start));
        memcpy(space->finish + at, block->finish + at, lanes * sizeof(*block->finish));
    }
    forecast_kernel_gone(base, space);
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

static void find_blocks(struct forecast_finisher *x, struct sensitivity_work *w)
{
    const uint32_t lanes = x->job->lanes;
    const size_t block = (size_t)x->job->row_count * lanes;

    w->blocks = ARENA_ARRAY(x->scratch, struct stretch_of_runs,
                            w->iterations / lanes + x->all->leaf_count + 1);
    for (uint32_t l = 0; l < x->all->leaf_count; l++) {
        const struct forecast_leaf *leaf = &x->all->leaves[l];

        for (uint32_t at = 0; at < leaf->traced && leaf->first + at < w->iterations; at += lanes)
            w->blocks[w->block_count++] = (struct stretch_of_runs){
                leaf->start + at / lanes * block, leaf->finish + at / lanes * block,
                leaf->first + at};
    }
    w->piece_blocks = w->block_count / PIECES + 1;
}

uint32_t forecast_sensitivity_pieces(const struct sensitivity_work *w)
{
    return w ? (w->block_count + w->piece_blocks - 1) / w->piece_blocks : 0;
}

void forecast_sensitivity_piece(const struct forecast_finisher *x,
                                const struct sensitivity_work *w, uint32_t piece,
                                struct arena *scratch)
{
    const struct forecast_job *job = x->job;
    const size_t words = (size_t)job->row_count * job->lanes;
    const uint32_t from = piece * w->piece_blocks;
    struct forecast_job *jobs = ARENA_ARRAY(scratch, struct forecast_job, w->all.count + 1);
    struct forecast_row *rows = ARENA_ARRAY(scratch, struct forecast_row, job->row_count + 1);
    struct forecast_space space;

    memcpy(rows, job->rows, job->row_count * sizeof(*rows));
    for (size_t i = 0; i < w->all.count; i++) {
        jobs[i] = *w->reruns[i].job;
        jobs[i].rows = rows;
    }
    forecast_space_init(&space, job, false, scratch);
    for (uint32_t b = from; b < w->block_count && b < from + w->piece_blocks; b++) {
        const struct stretch_of_runs *block = &w->blocks[b];

        memcpy(space.start, block->start, words * sizeof(*space.start));
        memcpy(space.finish, block->finish, words * sizeof(*space.finish));
        forecast_kernel_gone(job, &space);
        for (size_t i = 0; i < w->all.count; i++)
            rerun_block(job, &jobs[i], rows, &w->reruns[i], &space, block, w->target);
    }
}

static struct rerun *prepare(struct forecast_finisher *x, const struct candidates *all,
                             uint32_t target)
{
    const struct forecast_job *job = x->job;
    struct rerun *reruns = ARENA_ARRAY(x->scratch, struct rerun, all->count + 1);
    const bool *needed = leading_to(job, target, x->scratch);
    bool *dirty = ARENA_ARRAY(x->scratch, bool, job->row_count + 1);

    for (size_t i = 0; i < all->count; i++) {
        reruns[i] = without(job, &all->items[i], x->scratch);
        reruns[i].rows = ARENA_ARRAY(x->scratch, uint32_t, job->row_count + 1);
        reruns[i].values = ARENA_ARRAY(x->scratch, int32_t, x->traced + job->lanes);
        find_rows(job, &all->items[i], needed, dirty, &reruns[i]);
    }
    return reruns;
}

struct sensitivity_work *forecast_begin_sensitivity(struct forecast_finisher *x)
{
    const struct forecast_job *job = x->job;
    struct sensitivity_work *w = ARENA_NEW(x->scratch, struct sensitivity_work);

    w->target = x->f->main_target;
    w->iterations =
        job->people && x->traced > SEATED_ITERATIONS ? SEATED_ITERATIONS : x->traced;
    if (w->iterations == 0 || w->target == UINT32_MAX ||
        (job->targets[w->target] != NODE_NONE &&
         job->row_of[job->targets[w->target]] == ROW_NONE))
        return NULL;
    add_rows(x, &w->all);
    add_risks(x, &w->all);
    add_drivers(x, &w->all);
    sort_stable(w->all.items, w->all.count, sizeof(*w->all.items), order_candidates, NULL,
                x->scratch);
    if (w->all.count > SIMULATED)
        w->all.count = SIMULATED;
    w->reruns = prepare(x, &w->all, w->target);
    find_blocks(x, w);
    return w;
}

void forecast_end_sensitivity(struct forecast_finisher *x, struct sensitivity_work *w)
{
    const struct forecast_job *job = x->job;
    struct forecast_sensitivity *found;
    uint32_t count, p50_at, p80_at;
    int32_t p50, p80;

    if (!w)
        return;
    count = w->iterations;
    p50_at = forecast_rank(count, 500000);
    p80_at = forecast_rank(count, 800000);
    found = ARENA_ARRAY(x->owner, struct forecast_sensitivity, w->all.count + 1);
    /* The base is the run at hand: its first iterations. */
    forecast_partial_target(x->all, w->target, x->values);
    p50 = forecast_select(x->values, count, p50_at);
    p80 = forecast_select(x->values, count, p80_at);
    for (size_t i = 0; i < w->all.count; i++) {
        int32_t *values = w->reruns[i].values;

        found[i] = (struct forecast_sensitivity){
            .object = w->all.items[i].object, .kind = w->all.items[i].kind, .target = w->target,
            .is_delivery = w->all.items[i].is_delivery,
            .p50_s = work_between(job, w->target, forecast_select(values, count, p50_at), p50),
            .p80_s = work_between(job, w->target, forecast_select(values, count, p80_at), p80)};
    }
    sort_stable(found, w->all.count, sizeof(*found), order_sensitivity, NULL, x->scratch);
    x->f->sensitivity = found;
    x->f->sensitivity_count = (uint32_t)w->all.count;
}
