/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/forecast_compile.h"

#include "core/base/arena.h"
#include "core/engine/level_problem.h"
#include "core/plan/capacity.h"

const struct network *forecast_job_network(const struct forecast_job *job)
{
    return job->network;
}

const struct forecast_job *forecast_job_with(const struct forecast_job *job, uint32_t iterations,
                                             struct arena *owner)
{
    struct forecast_job *other = ARENA_NEW(owner, struct forecast_job);

    *other = *job;
    other->options.iterations = iterations;
    return other;
}

/* What stands where nobody stated anything, to be printed. */
static void count_defaults(struct forecast_compiler *c)
{
    const struct network *n = c->network;
    struct forecast_counts *counts = &c->job->counts;

    for (uint32_t r = 0; r < c->job->row_count; r++) {
        const uint32_t node = c->job->node[r];

        switch ((enum node_role)n->role[node]) {
        case ROLE_TASK:
            counts->single += forecast_node_basis(n, node) == BASIS_SINGLE;
            counts->missing += forecast_node_basis(n, node) == BASIS_MISSING;
            break;
        case ROLE_HANDOFF:
            counts->acceptance += (n->flags[node] & NODE_DEFAULTED) != 0;
            break;
        case ROLE_PROMISED:
        case ROLE_DELIVERY:
            counts->outside++;
            break;
        case ROLE_DECISION:
            counts->session += (n->flags[node] & NODE_DEFAULTED) != 0;
            break;
        case ROLE_MILESTONE:
        case ROLE_SUMMARY:
            break;
        }
    }
}

static const struct forecast_steps *steps_of(enum forecast_vectors vectors)
{
#ifdef __x86_64__
    if (vectors == VECTORS_AVX512)
        return &forecast_steps_avx512;
    if (vectors == VECTORS_AVX2)
        return &forecast_steps_avx2;
#else
    (void)vectors;
#endif
    return &forecast_steps_base;
}

/* The network, with the pauses of teams where they bind. */
static bool bind_teams(struct forecast_compiler *c, const struct level_problem **ret_problem)
{
    const struct forecast_options *options = &c->job->options;
    const struct schedule *plain;
    struct diags silent;

    *ret_problem = NULL;
    if (options->no_capacity || !plan_states_capacity(c->plan))
        return true;
    diags_init(&silent, c->scratch);    /* `schedule --capacity` says what is out of place */
    if (!schedule_compute(c->network, c->owner, c->scratch, &plain, c->out) ||
        !level_problem_with(plain, &options->people, c->owner, c->scratch, ret_problem, &silent))
        return false;
    c->network = (*ret_problem)->net;
    return true;
}

static bool waits_for_its_day(const struct network *n)
{
    bool any = n->from_finish || n->bound_count > 0;

    for (uint32_t i = 0; i < n->node_count && !any; i++)
        any = n->flags[i] & NODE_ALAP && n->progress[i] == PROGRESS_NOT_STARTED;
    return any;
}

/* Dates for what does not begin as soon as it can. */
static bool plan_days(struct forecast_compiler *c)
{
    struct diags silent;        /* whoever asked for the schedule has its warnings */

    diags_init(&silent, c->scratch);
    return !waits_for_its_day(c->network) ||
           schedule_compute(c->network, c->owner, c->scratch, &c->planned, &silent) ||
           schedule_compute(c->network, c->owner, c->scratch, &c->planned, c->out);
}

bool forecast_job_new(const struct plan *plan, const struct forecast_options *options,
                      struct arena *owner, struct arena *scratch,
                      const struct forecast_job **ret_job, struct diags *out)
{
    struct forecast_job *job = ARENA_NEW(owner, struct forecast_job);
    struct forecast_compiler c = {.job = job, .owner = owner, .scratch = scratch, .out = out};
    const struct level_problem *problem;

    job->options = *options;
    job->steps = steps_of(options->vectors);
    job->seed = options->seed == 0 ? 1 : options->seed;
    job->inputs = plan_digest(plan, scratch);
    job->asked = plan;
    if (!forecast_assume(plan, job, owner, scratch, &c.plan, out) ||
        !network_compile(c.plan, owner, scratch, &c.network, out) || !bind_teams(&c, &problem) ||
        !plan_days(&c))
        return false;
    job->plan = c.plan;
    job->network = c.network;
    forecast_shapes_init(&c.shapes, owner);
    forecast_compile_rows(&c);
    forecast_compile_links(&c);
    forecast_compile_bounds(&c);
    forecast_compile_people(&c, problem);
    forecast_compile_arcs(&c);
    forecast_compile_needs(&c);
    forecast_compile_causes(&c);
    forecast_compile_money(&c);
    forecast_compile_targets(&c);
    job->shapes = c.shapes.items;
    job->shape_count = (uint32_t)c.shapes.count;
    count_defaults(&c);
    if (!forecast_is_honest(&c))
        return false;
    *ret_job = job;
    return true;
}
