/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_kernel.h - the loop that everything else waits for.
 *
 * Lanes are neighbouring iterations: every array is [thing][lane] and every step is the same
 * for all lanes, so the compiler uses whatever vectors it has, and the answer does not depend
 * on how wide they are.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_KERNEL_H
#define BATON_CORE_ENGINE_FORECAST_KERNEL_H

#include "core/engine/forecast_job.h"

struct forecast_space {         /* of one worker; [..][job->lanes] each */
    uint32_t lanes;
    int32_t *start, *finish;    /* [row_count] positions */
    int32_t *gone;              /* [row_count] clock seconds at which a row that a run drops lets
                                   through what follows it; NULL: no row is ever dropped */
    int32_t *team;              /* [team_count] weighted scores */
    int32_t *factor;            /* [driver_count + risk_count] */
    int32_t *bundle;            /* [bundle_count] */
    int32_t *fires;             /* [risk_count] 0 or -1 */
    int32_t *severity;          /* [risk_count] scores */
    int64_t *cost;              /* [1] minor units */
    uint32_t *draws;            /* [1] */
    int32_t *duration, *bound, *other, *more;   /* [1] */
    uint32_t *mask;             /* [row_count] or NULL: driving paths, one a bit */
    bool *any;                  /* [row_count] some lane's mask is not 0 */
    struct people_desk *people; /* NULL: no team binds */
    int32_t *not_before;        /* [row_count] what "at most" links ask of starts; NULL: none is
                                   stated */
    bool *given_up;             /* [1] lanes in which they cannot all hold */
    uint32_t passes;            /* over the rows, made for them */
    int32_t *behind, *waited;   /* [row_count] the row it waited behind, ROW_NONE, and for how long;
                                   NULL: not traced */
};

void forecast_space_init(struct forecast_space *space, const struct forecast_job *job,
                         bool trace, struct arena *owner);
/* Iterations first .. first + lanes - 1: fills start, finish and cost. */
void forecast_kernel_run(const struct forecast_job *job, struct forecast_space *space,
                         uint32_t first);
/* The same for some rows only, in order; the others hold what they held. No cost. Where teams bind,
 * the first `seated` of their order keep the places that space holds, and the rest follow. */
void forecast_kernel_rerun(const struct forecast_job *job, struct forecast_space *space,
                           uint32_t first, uint32_t seated, const uint32_t *rows,
                           uint32_t count);
/* Where rows that a run drops let through what follows: anew, after starts and finishes were put
 * back from elsewhere. */
void forecast_kernel_gone(const struct forecast_job *job, struct forecast_space *space);
/* What of a row counts, after a run: clock seconds of its finish, or of the end of everything
 * (ROW_NONE). */
void forecast_kernel_finish(const struct forecast_job *job, struct forecast_space *space,
                            int32_t row, int32_t *ret_clock);
/* Where the latest link of a group leaves its row, in the row's positions; before its way
 * there, in the predecessors', in `ret_before` (may be NULL). */
void forecast_group_bound(const struct forecast_job *job, struct forecast_space *space,
                          const struct forecast_row *row, const struct forecast_group *group,
                          int32_t *bound, int32_t *ret_before);
/* Follow the links that held each path's rows where they were, back from its last row. Adds the
 * lanes below `count` to critical[bit][row], and those on any path to critical[trace_bits][row]. */
void forecast_kernel_trace(const struct forecast_job *job, struct forecast_space *space,
                           uint32_t count, uint32_t *critical);

#endif
