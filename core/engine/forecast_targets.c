/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of the simulation: milestones, what commitments hang on, what is traced. */
#include "core/engine/forecast_people.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

#define TRACED_BYTES (UINT64_C(96) << 20)   /* of rows kept for task results, two numbers each */
#define TARGET_NUMBERS (UINT32_C(1) << 24)  /* finishes kept of all targets, under the stop rule */
#define ROW_ITERATIONS (UINT32_C(1) << 30)  /* of a whole run, under the stop rule */
#define HURRIED_ROW_ITERATIONS (UINT32_C(1) << 22)
#define LANES_SEATED 64               /* where teams bind: profiles stay near */
#define SPACE_BYTES (UINT64_C(1) << 25)     /* of a worker's rows */

static bool is_active(const struct object *commitment)
{
    const uint32_t *state = commitment_get_state(commitment);

    return (!state || *state == COMMITMENT_ACTIVE) && commitment_get_date(commitment);
}

static int order_commitments(const void *a, const void *b, const void *context)
{
    const struct plan *plan = context;
    const struct object *x = plan->objects[*(const uint32_t *)a];
    const struct object *y = plan->objects[*(const uint32_t *)b];
    const int64_t *rank_x = commitment_get_rank(x), *rank_y = commitment_get_rank(y);
    const int64_t left = rank_x ? *rank_x : INT64_MAX, right = rank_y ? *rank_y : INT64_MAX;

    if (left != right)
        return left < right ? -1 : 1;
    return commitment_get_date(x)->instant < commitment_get_date(y)->instant   ? -1
        : commitment_get_date(x)->instant > commitment_get_date(y)->instant ? 1 : 0;
}

/* A milestone, or one that stands among the tasks of an imported file. */
static bool is_milestone(const struct network *n, uint32_t node)
{
    const struct object *o = n->plan->objects[n->object[node]];

    if (n->role[node] != ROLE_TASK)
        return n->role[node] == ROLE_MILESTONE || n->role[node] == ROLE_PROMISED;
    return o->kind == KIND_task && task_get_event(o) && *task_get_event(o);
}

/* Milestones and committed nodes in the order of their objects; and the end of everything where
 * nothing is promised. */
static void find_targets(struct forecast_compiler *c, uint32_t *index_of)
{
    const struct network *n = c->network;
    struct forecast_job *job = c->job;
    uint32_t *nodes = ARENA_ARRAY(c->owner, uint32_t, n->node_count + 2);
    uint32_t *objects = ARENA_ARRAY(c->owner, uint32_t, n->node_count + 2);
    bool *wanted = ARENA_ARRAY(c->scratch, bool, n->node_count + 1);

    for (uint32_t i = 0; i < n->node_count; i++)
        wanted[i] = is_milestone(n, i);
    for (uint32_t i = 0; i < job->commitment_count; i++) {
        const uint32_t node =
            network_commitment_node(n, c->plan->objects[job->commitments[i]]);

        if (node != NODE_NONE)
            wanted[node] = true;
    }
    for (uint32_t o = 0; o < c->plan->object_count; o++) {
        const uint32_t node = n->node_of[o];

        if (node == NODE_NONE || !wanted[node] || n->object[node] != o)
            continue;
        index_of[node] = job->target_count;
        nodes[job->target_count] = node;
        objects[job->target_count++] = o;
    }
    if (job->commitment_count == 0 && job->row_count > 0) {
        nodes[job->target_count] = NODE_NONE;
        objects[job->target_count++] = c->plan->program->number;
    }
    job->targets = nodes;
    job->target_objects = objects;
}

static void find_commitments(struct forecast_compiler *c)
{
    const uint32_t count = plan_count(c->plan, KIND_commitment);
    uint32_t *active = ARENA_ARRAY(c->owner, uint32_t, count + 1), found = 0;

    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = plan_nth(c->plan, KIND_commitment, i);

        if (is_active(o))
            active[found++] = o->number;
    }
    sort_stable(active, found, sizeof(*active), order_commitments, c->plan, c->scratch);
    c->job->commitments = active;
    c->job->commitment_count = found;
}

/* One bit a commitment that still has something to come; the last by date is the main one. */
static void find_traces(struct forecast_compiler *c)
{
    struct forecast_job *job = c->job;
    int32_t *rows = ARENA_ARRAY(c->owner, int32_t, FORECAST_MASK_BITS);
    int32_t *bit_of = ARENA_ARRAY(c->owner, int32_t, job->commitment_count + 1);
    int64_t last = INT64_MIN;

    job->main_commitment = UINT32_MAX;
    for (uint32_t i = 0; i < job->commitment_count; i++) {
        const struct object *o = c->plan->objects[job->commitments[i]];
        const uint32_t target = job->commitment_target[i];
        const int32_t row =
            target == UINT32_MAX ? ROW_NONE : job->row_of[job->targets[target]];

        bit_of[i] = ROW_NONE;
        if (row == ROW_NONE)
            continue;
        if (job->trace_bits < FORECAST_MASK_BITS) {
            bit_of[i] = (int32_t)job->trace_bits;
            rows[job->trace_bits++] = row;
        }
        if (bit_of[i] != ROW_NONE && commitment_get_date(o)->instant > last) {
            last = commitment_get_date(o)->instant;
            job->main_commitment = i;
        }
    }
    if (job->trace_bits == 0)
        rows[job->trace_bits++] = ROW_NONE;
    job->trace_row = rows;
    job->trace_bit = bit_of;
}

static void find_ends(struct forecast_compiler *c)
{
    const struct network *n = c->network;
    struct forecast_job *job = c->job;
    uint32_t *ends = ARENA_ARRAY(c->owner, uint32_t, job->row_count + 1);

    job->end_floor = -FORECAST_FAR;
    for (uint32_t node = 0; node < n->node_count; node++) {
        if (job->row_of[node] == ROW_NONE) {
            const int32_t at = forecast_clock_position(&c->clocks[1], n->actual_finish[node]);

            job->end_floor = at > job->end_floor ? at : job->end_floor;
        } else if (n->succ_first[node] == n->succ_first[node + 1]) {
            ends[job->end_count++] = (uint32_t)job->row_of[node];
        }
    }
    job->ends = ends;
}

/* Seating a row takes longer the more rows a team has: of a large plan half a block, or more. */
static uint32_t hurried_cap(uint64_t rows)
{
    const uint64_t halves = HURRIED_ROW_ITERATIONS / rows / (FORECAST_BLOCK / 2);

    return (uint32_t)(halves < 1 ? 1 : halves) * (FORECAST_BLOCK / 2);
}

/* Long rows pay: what is done once a row is spread over more lanes. So lanes are fewer only where
 * a worker would need too much memory; likewise the iterations whose rows are kept. */
static void set_sizes(struct forecast_job *job)
{
    const uint64_t rows = job->row_count > 0 ? job->row_count : 1;
    const uint64_t steps = job->people ? job->people->steps * sizeof(int32_t) : 0;

    job->lanes = job->people ? LANES_SEATED : FORECAST_BLOCK;
    while (job->lanes > FORECAST_LANES_LEAST &&
           (rows * 2 * sizeof(int32_t) + steps) * job->lanes > SPACE_BYTES)
        job->lanes /= 2;
    job->traced = FORECAST_TRACED;
    while (job->traced > FORECAST_BLOCK &&
           rows * job->traced * 2 * sizeof(int32_t) > TRACED_BYTES)
        job->traced /= 2;
    if (job->options.no_tasks && !job->options.with_money)
        job->traced = 0;
    job->iterations_cap = FORECAST_ITERATIONS_CAP;
    if (job->target_count > 0 && TARGET_NUMBERS / job->target_count < job->iterations_cap)
        job->iterations_cap = TARGET_NUMBERS / job->target_count / FORECAST_BLOCK *
                              FORECAST_BLOCK;
    if (ROW_ITERATIONS / rows < job->iterations_cap)
        job->iterations_cap = (uint32_t)(ROW_ITERATIONS / rows / FORECAST_BLOCK * FORECAST_BLOCK);
    if (job->iterations_cap < FORECAST_ITERATIONS_LEAST)
        job->iterations_cap = FORECAST_ITERATIONS_LEAST;
    job->lean_iterations = job->people && rows > FORECAST_ITERATIONS_LEAST ? hurried_cap(rows) : 0;
    if (job->options.hurried && job->lean_iterations > 0)
        job->iterations_cap = job->lean_iterations;
    if (!job->options.lean)
        job->lean_iterations = 0;
}

void forecast_compile_targets(struct forecast_compiler *c)
{
    const struct network *n = c->network;
    struct forecast_job *job = c->job;
    uint32_t *index_of = ARENA_ARRAY(c->scratch, uint32_t, n->node_count + 1);
    uint32_t *targets;
    int64_t *dates;
    int32_t *by;

    for (uint32_t i = 0; i < n->node_count; i++)
        index_of[i] = UINT32_MAX;
    find_commitments(c);
    find_targets(c, index_of);
    targets = ARENA_ARRAY(c->owner, uint32_t, job->commitment_count + 1);
    dates = ARENA_ARRAY(c->owner, int64_t, job->commitment_count + 1);
    by = ARENA_ARRAY(c->owner, int32_t, job->commitment_count + 1);
    for (uint32_t i = 0; i < job->commitment_count; i++) {
        const struct object *o = c->plan->objects[job->commitments[i]];
        const uint32_t node = network_commitment_node(n, o);
        const struct when *date = commitment_get_date(o);

        targets[i] = node == NODE_NONE ? UINT32_MAX : index_of[node];
        dates[i] = date->instant + (date->grain == GRAIN_MINUTE ? 0 : CIVIL_DAY_S - 1);
        /* Midnight is the end of its last second and meets it. */
        by[i] = forecast_clock_position(&c->clocks[1],
                                        dates[i] + (date->grain == GRAIN_MINUTE ? 0 : 1));
    }
    job->commitment_target = targets;
    job->commitment_date = dates;
    job->commitment_by = by;
    find_traces(c);
    find_ends(c);
    set_sizes(job);
}
