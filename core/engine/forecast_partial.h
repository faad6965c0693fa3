/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_partial.h - what blocks of iterations leave behind; inside the engine only.
 *
 * A leaf is a stretch of neighbouring iterations. Merging lines leaves up by their first
 * iteration; nothing is added before the end, so the order of merging cannot matter. */
#ifndef BATON_CORE_ENGINE_FORECAST_PARTIAL_H
#define BATON_CORE_ENGINE_FORECAST_PARTIAL_H

#include "core/engine/forecast_kernel.h"

struct forecast_leaf {
    const struct arena *owner;  /* where its arrays live */
    uint32_t first, count;
    int32_t *target;            /* [target_count][count] clock seconds of the finish */
    int64_t *cost;              /* [count] or NULL: no money in the plan */
    uint32_t traced;            /* iterations whose rows are kept: the first ones */
    int32_t *start, *finish;    /* [traced / lanes][row_count][lanes] positions */
    uint32_t *critical;         /* [trace_bits + 1][row_count] iterations on the driving path */
    int64_t *waited;            /* [row_count] working seconds it waited for people, or NULL */
};

struct forecast_partial {
    struct forecast_leaf *leaves;   /* by first iteration */
    uint32_t leaf_count;
    uint32_t count;             /* iterations */
    int32_t *spare;             /* [count] for whoever looks at them */
};

/* An empty one of one leaf, and what a space holds put into it: `count` lanes from `at` on. */
struct forecast_partial *forecast_partial_new(const struct forecast_job *job, uint32_t first,
                                              uint32_t count, struct arena *owner,
                                              struct forecast_leaf **ret_leaf);
void forecast_partial_keep(const struct forecast_job *job, struct forecast_space *space,
                           struct forecast_leaf *leaf, uint32_t at, uint32_t count);

/* All iterations of one target, in order: [count]. */
void forecast_partial_target(const struct forecast_partial *partial, uint32_t target,
                             int32_t *ret_clock);
/* The number of kept iterations; their rows: [kept] positions of one row. */
uint32_t forecast_partial_traced(const struct forecast_partial *partial);
void forecast_partial_row(const struct forecast_job *job, const struct forecast_partial *partial,
                          uint32_t row, bool start, int32_t *ret_positions);
uint32_t forecast_partial_critical(const struct forecast_job *job,
                                   const struct forecast_partial *partial, uint32_t bit,
                                   uint32_t row);

int64_t forecast_partial_waited(const struct forecast_partial *partial, uint32_t row);

/* The k-th smallest (from 0); moves items. */
int32_t forecast_select(int32_t *items, uint32_t count, uint32_t k);
/* The rank (from 0) of the quantile p in ppm among `count`: the least with at least p at or below
 * it. */
uint32_t forecast_rank(uint32_t count, int32_t ppm);
/* Ranks of the 95 % interval of that quantile (order statistics; normal approximation). */
void forecast_rank_interval(uint32_t count, int32_t ppm, uint32_t *ret_low, uint32_t *ret_high);

#endif
