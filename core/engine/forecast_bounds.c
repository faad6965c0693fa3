/* SPDX-License-Identifier: Apache-2.0 */
/* "At most" links in a run. Work that should not begin too early waits for the day the plan gives
 * it (forecast_rows.c); where what comes after it is later still, in this run it begins later, as
 * the schedule does it: pass after pass over the rows, until every limit holds. Lanes in which they
 * cannot (what lies between takes longer than the limit) have them broken, and that is counted
 * (forecast_limits.c). */
#include <string.h>

#include "core/base/arena.h"
#include "core/engine/forecast_bounds.h"
#include "core/engine/schedule_pass.h"

enum { PASSES = 32 };           /* a chain of limits longer than that counts as broken */

void forecast_compile_bounds(struct forecast_compiler *c)
{
    const struct network *n = c->network;
    struct forecast_bound *bounds = ARENA_ARRAY(c->owner, struct forecast_bound,
                                                n->bound_count + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < n->bound_count; i++) {
        const struct network_bound *b = &n->bounds[i];
        const int32_t pred = c->job->row_of[b->pred], succ = c->job->row_of[b->succ];

        /* A start that has happened asks for nothing that is still to come. */
        if (pred == ROW_NONE || succ == ROW_NONE || !bound_is_movable(n, b->pred) ||
            (n->progress[b->succ] == PROGRESS_STARTED && !link_meets_finish(&b->link)) ||
            c->rows[pred].flags & (ROW_PINNED_START | ROW_PINNED_FINISH))
            continue;
        bounds[count++] = (struct forecast_bound){
            .pred = (uint32_t)pred, .succ = (uint32_t)succ, .lag_s = b->link.lag_s,
            .by = b->link.lag_calendar, .from_start = link_leaves_start(&b->link),
            .to_finish = link_meets_finish(&b->link)};
    }
    c->job->bounds = bounds;
    c->job->bound_count = count;
}

void forecast_bounds_init(struct forecast_space *space, const struct forecast_job *job,
                          struct arena *owner)
{
    if (job->bound_count == 0)
        return;
    space->not_before = ARENA_ARRAY(owner, int32_t, (size_t)job->row_count * space->lanes);
    space->given_up = ARENA_ARRAY(owner, bool, space->lanes);
}

void forecast_bounds_clear(const struct forecast_job *job, struct forecast_space *space)
{
    const size_t size = (size_t)job->row_count * space->lanes;

    for (size_t i = 0; space->not_before && i < size; i++)
        space->not_before[i] = -FORECAST_FAR;
    if (space->given_up)
        memset(space->given_up, 0, space->lanes * sizeof(*space->given_up));
    space->passes = 0;
}

void forecast_bound_wanted(const struct forecast_job *job, const struct forecast_bound *b,
                           int32_t *at, uint32_t count)
{
    const struct forecast_clock *by = &job->clocks[b->by];

    forecast_clock_out(&job->clocks[job->rows[b->succ].calendar], !b->to_finish, at, count);
    if (b->lag_s != 0) {
        forecast_clock_in(by, at, count);
        for (uint32_t i = 0; i < count; i++)
            at[i] -= b->lag_s;
        forecast_clock_out(by, b->lag_s > 0, at, count);
    }
    forecast_clock_in(&job->clocks[job->rows[b->pred].calendar], at, count);
}

/* Where the predecessor should begin at the earliest, as positions of its row. */
static void wanted_starts(const struct forecast_job *job, struct forecast_space *space,
                          const struct forecast_bound *b, int32_t *at)
{
    const uint32_t lanes = space->lanes;
    const size_t pred = (size_t)b->pred * lanes, succ = (size_t)b->succ * lanes;

    memcpy(at, (b->to_finish ? space->finish : space->start) + succ, lanes * sizeof(*at));
    forecast_bound_wanted(job, b, at, lanes);
    for (uint32_t i = 0; !b->from_start && i < lanes; i++)
        at[i] -= space->finish[pred + i] - space->start[pred + i];
}

/* Raises what begins too early; true: some row did, in a lane that is not given up. */
static bool raise_starts(const struct forecast_job *job, struct forecast_space *space)
{
    const uint32_t lanes = space->lanes;
    int32_t *at = space->other;
    bool raised = false;

    for (uint32_t k = 0; k < job->bound_count; k++) {
        const struct forecast_bound *b = &job->bounds[k];
        const int32_t *start = space->start + (size_t)b->pred * lanes;
        int32_t *not_before = space->not_before + (size_t)b->pred * lanes;

        wanted_starts(job, space, b, at);
        for (uint32_t i = 0; i < lanes; i++) {
            if (at[i] <= start[i] || at[i] <= not_before[i] || space->given_up[i])
                continue;
            not_before[i] = at[i] < FORECAST_FAR ? at[i] : FORECAST_FAR;
            raised = true;
        }
    }
    return raised;
}

/* Lanes that would still rise. */
static void give_up(const struct forecast_job *job, struct forecast_space *space)
{
    const uint32_t lanes = space->lanes;
    int32_t *at = space->other;

    for (uint32_t k = 0; k < job->bound_count; k++) {
        const int32_t *start = space->start + (size_t)job->bounds[k].pred * lanes;

        wanted_starts(job, space, &job->bounds[k], at);
        for (uint32_t i = 0; i < lanes; i++)
            space->given_up[i] |= at[i] > start[i];
    }
    for (uint32_t i = 0; i < lanes; i++)
        for (uint32_t r = 0; space->given_up[i] && r < job->row_count; r++)
            space->not_before[(size_t)r * lanes + i] = -FORECAST_FAR;
}

bool forecast_bounds_again(const struct forecast_job *job, struct forecast_space *space)
{
    if (job->bound_count == 0 || space->passes > PASSES || !raise_starts(job, space))
        return false;
    if (space->passes++ == PASSES)
        give_up(job, space);
    return true;
}
