/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/forecast_compile.h"

#include "core/base/arena.h"

const struct network *forecast_job_network(const struct forecast_job *job)
{
    return job->network;
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

bool forecast_job_new(const struct plan *plan, const struct forecast_options *options,
                      struct arena *owner, struct arena *scratch,
                      const struct forecast_job **ret_job, struct diags *out)
{
    struct forecast_job *job = ARENA_NEW(owner, struct forecast_job);
    struct forecast_compiler c = {.job = job, .owner = owner, .scratch = scratch, .out = out};

    job->options = *options;
    job->steps = steps_of(options->vectors);
    job->seed = options->seed == 0 ? 1 : options->seed;
    job->inputs = plan->digest;
    job->asked = plan;
    if (!forecast_assume(plan, job, owner, scratch, &c.plan, out) ||
        !network_compile(c.plan, owner, scratch, &c.network, out))
        return false;
    job->plan = c.plan;
    job->network = c.network;
    forecast_shapes_init(&c.shapes, owner);
    forecast_compile_rows(&c);
    forecast_compile_links(&c);
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
