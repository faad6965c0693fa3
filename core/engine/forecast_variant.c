/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs with something taken away, on the same draws. */
#include <string.h>

#include "core/base/arena.h"
#include "core/engine/forecast_finish.h"

struct forecast_job *forecast_job_variant(const struct forecast_job *job, struct arena *owner)
{
    struct forecast_job *variant = ARENA_NEW(owner, struct forecast_job);

    *variant = *job;
    variant->options.no_sensitivity = true;
    return variant;
}

struct forecast_row *forecast_variant_rows(struct forecast_job *variant, struct arena *owner)
{
    struct forecast_row *rows = ARENA_ARRAY(owner, struct forecast_row, variant->row_count + 1);

    memcpy(rows, variant->rows, variant->row_count * sizeof(*rows));
    variant->rows = rows;
    return rows;
}

const int32_t *forecast_stated(const struct forecast_job *job, struct arena *owner,
                               struct arena *scratch)
{
    struct forecast_job *fixed = forecast_job_variant(job, scratch);
    struct forecast_row *rows = forecast_variant_rows(fixed, scratch);
    int32_t *finish = ARENA_ARRAY(owner, int32_t, job->row_count + 1);
    struct forecast_space space;

    for (uint32_t r = 0; r < job->row_count; r++) {
        const int32_t stated = job->network->duration_s[job->node[r]];

        rows[r].shape = FORECAST_CONSTANT;
        rows[r].scale_s = stated < FORECAST_FAR ? stated : FORECAST_FAR;
        rows[r].team = rows[r].bundle = rows[r].branch = ROW_NONE;
        rows[r].hit_count = 0;
    }
    fixed->lanes = FORECAST_LANES_LEAST;
    fixed->team_count = fixed->driver_count = fixed->risk_count = fixed->bundle_count = 0;
    fixed->money = false;
    forecast_space_init(&space, fixed, false, scratch);
    forecast_kernel_run(fixed, &space, 0);
    for (uint32_t r = 0; r <= job->row_count; r++) {
        forecast_kernel_finish(fixed, &space, r < job->row_count ? (int32_t)r : ROW_NONE,
                               space.duration);
        finish[r] = space.duration[0];
    }
    return finish;
}
