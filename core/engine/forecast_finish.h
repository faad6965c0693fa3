/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_finish.h - the parts of the answer; inside the engine only. */
#ifndef BATON_CORE_ENGINE_FORECAST_FINISH_H
#define BATON_CORE_ENGINE_FORECAST_FINISH_H

#include "core/engine/forecast_partial.h"

struct forecast_finisher {
    const struct forecast_job *job;
    const struct forecast_partial *all;
    struct forecast *f;
    struct arena *owner, *scratch;
    const int32_t *stated;      /* [row_count + 1] clock seconds of finishes at the owners' numbers;
                                   the last is the end of everything */
    uint32_t traced;            /* iterations whose rows are kept */
    int32_t *values;            /* [iterations] for whoever needs them */
    bool *all_met;              /* [iterations] every promise that can be forecast is met */
};

/* A job like another whose causes or rows differ: for one block or for a re-simulation. */
struct forecast_job *forecast_job_variant(const struct forecast_job *job, struct arena *owner);
/* Its rows, to be changed. */
struct forecast_row *forecast_variant_rows(struct forecast_job *variant, struct arena *owner);
/* Finishes of a variant's rows in one lane, without any spread: [row_count + 1]. */
const int32_t *forecast_stated(const struct forecast_job *job, struct arena *owner,
                               struct arena *scratch);

int32_t forecast_share(uint64_t part, uint64_t whole);     /* ppm, rounded */

void forecast_finish_targets(struct forecast_finisher *x);
void forecast_finish_commitments(struct forecast_finisher *x);
void forecast_finish_tasks(struct forecast_finisher *x);
void forecast_finish_handoffs(struct forecast_finisher *x);
/* Needs the hand-offs. */
void forecast_finish_needs(struct forecast_finisher *x);
void forecast_finish_cost(struct forecast_finisher *x);
/* Spending by month, date and cost together, what it brings in. Needs targets and cost. */
void forecast_finish_spend(struct forecast_finisher *x);
void forecast_finish_value(struct forecast_finisher *x);
/* What every run cost, in the order of runs: [iterations]. */
void forecast_finish_costs(const struct forecast_finisher *x, int64_t *ret_minor);
void forecast_finish_defaults(struct forecast_finisher *x);
/* "At most" links, and what stands as late as possible. */
void forecast_finish_limits(struct forecast_finisher *x);
void forecast_finish_merges(struct forecast_finisher *x);
/* What is simulated again, in pieces that write to places of their own; NULL: there is none. */
struct sensitivity_work *forecast_begin_sensitivity(struct forecast_finisher *x);
uint32_t forecast_sensitivity_pieces(const struct sensitivity_work *w);
void forecast_sensitivity_piece(const struct forecast_finisher *x,
                                const struct sensitivity_work *w, uint32_t piece,
                                struct arena *scratch);
void forecast_end_sensitivity(struct forecast_finisher *x, struct sensitivity_work *w);
/* What each team that binds costs the promises. */
struct teams_work *forecast_begin_teams(struct forecast_finisher *x);
uint32_t forecast_teams_pieces(const struct teams_work *w);
void forecast_teams_piece(const struct forecast_finisher *x, const struct teams_work *w,
                          uint32_t piece, struct arena *scratch);
void forecast_end_teams(struct forecast_finisher *x, struct teams_work *w);
void forecast_finish_weeks(struct forecast_finisher *x);
void forecast_finish_digest(struct forecast_finisher *x);

#endif
