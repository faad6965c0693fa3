/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_compile.h - the parts of making a job share this; inside the engine only. */
#ifndef BATON_CORE_ENGINE_FORECAST_COMPILE_H
#define BATON_CORE_ENGINE_FORECAST_COMPILE_H

#include "core/base/diag.h"
#include "core/engine/forecast_job.h"

struct forecast_compiler {
    const struct plan *plan;
    const struct network *network;
    struct forecast_job *job;
    struct forecast_shapes shapes;
    struct arena *owner, *scratch;
    struct diags *out;
    struct forecast_row *rows;      /* [job->row_count] */
    struct forecast_clock *clocks;
    const struct schedule *planned; /* NULL: nothing waits for the day the plan gives it */
    bool *driven;                   /* [node_count] a declared driver affects it */
};

/* The plan with the assumed options of its open decisions applied. */
bool forecast_assume(const struct plan *plan, struct forecast_job *job, struct arena *owner,
                     struct arena *scratch, const struct plan **ret_plan, struct diags *out);
/* Rows, clocks, floors; then links. */
void forecast_compile_rows(struct forecast_compiler *c);
void forecast_compile_links(struct forecast_compiler *c);
void forecast_compile_bounds(struct forecast_compiler *c);
/* Teams that bind (`problem` may be NULL: none does). */
struct level_problem;
void forecast_compile_people(struct forecast_compiler *c, const struct level_problem *problem);
/* ... and, where asked for, the order of the medians in their place: after rows, links, people. */
void forecast_compile_arcs(struct forecast_compiler *c);
/* That order beside the full policy, for what must be when: job->needs. */
void forecast_compile_needs(struct forecast_compiler *c);
/* Drivers, risks, what teams share. */
void forecast_compile_causes(struct forecast_compiler *c);
void forecast_compile_money(struct forecast_compiler *c);
/* Milestones, commitments, and what is traced. */
void forecast_compile_targets(struct forecast_compiler *c);
/* "no-honest-forecast" where the inputs do not carry one. */
bool forecast_is_honest(struct forecast_compiler *c);

/* A distribution in seconds as an amount of at most FORECAST_FAR. */
struct forecast_amount forecast_amount_of(struct forecast_compiler *c,
                                          const struct distribution *d, double age);
/* Factors: 1 is 2^FACTOR_BITS. */
struct forecast_amount forecast_factor_of(struct forecast_compiler *c, const struct triple *t);

#endif
