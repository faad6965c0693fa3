/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_bounds.h - "at most" links in every run; inside the engine only. */
#ifndef BATON_CORE_ENGINE_FORECAST_BOUNDS_H
#define BATON_CORE_ENGINE_FORECAST_BOUNDS_H

#include "core/engine/forecast_compile.h"
#include "core/engine/forecast_kernel.h"

void forecast_bounds_init(struct forecast_space *space, const struct forecast_job *job,
                          struct arena *owner);
/* From positions of the successor's point to those where the predecessor's should be at the
 * earliest, on its clock. */
void forecast_bound_wanted(const struct forecast_job *job, const struct forecast_bound *b,
                           int32_t *at, uint32_t count);
/* Before the first pass over the rows. */
void forecast_bounds_clear(const struct forecast_job *job, struct forecast_space *space);
/* After a pass: whether another is needed, with some rows held back. */
bool forecast_bounds_again(const struct forecast_job *job, struct forecast_space *space);

#endif
