/* SPDX-License-Identifier: Apache-2.0 */
/* "At most" links and the simulation, counted over the kept iterations: how often work that should
 * not begin too early waits past the day the plan gives it (forecast_bounds.c), and how often
 * its limit is broken because what lies between takes longer than that, or it cannot move. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/engine/forecast_bounds.h"
#include "core/engine/forecast_finish.h"

enum {
    ITERATIONS = 1024,          /* looked at, at most */
    LIMITS = 256                /* "at most" links, at most */
};

/* A point of a node in each of the first iterations, as instants. */
static void points_of(const struct forecast_finisher *x, uint32_t node, bool start,
                      uint32_t count, int32_t *rough, int64_t *ret)
{
    const struct forecast_job *job = x->job;
    const struct network *n = job->network;
    const int32_t row = job->row_of[node];
    const bool settled = row == ROW_NONE || (start && n->progress[node] == PROGRESS_STARTED);
    const int64_t fact = start ? n->actual_start[node] : n->actual_finish[node];

    if (!settled) {
        forecast_partial_row(job, x->all, (uint32_t)row, start, rough);
        forecast_clock_out(&job->clocks[job->rows[row].calendar], start, rough, count);
    }
    for (uint32_t i = 0; i < count; i++)
        ret[i] = settled ? fact : job->origin + rough[i];
}

/* Broken where, counted back from the successor's point, the predecessor should have come later:
 * in working time, so that an evening is no break. */
static uint32_t breaks(const struct forecast_finisher *x, const struct network_bound *b,
                       const int64_t *pred, const int64_t *succ, uint32_t count)
{
    const struct network *n = x->job->network;
    const struct calendar *lag = n->calendars[b->link.lag_calendar];
    const struct calendar *own = n->calendars[n->calendar[b->pred]];
    uint32_t broken = 0;

    for (uint32_t i = 0; i < count; i++) {
        const int64_t wanted =
            b->link.lag_s == 0 ? succ[i] : calendar_add(lag, succ[i], -(int64_t)b->link.lag_s);

        broken += wanted > pred[i] && calendar_work(own, pred[i], wanted) > 0;
    }
    return broken;
}

/* Runs in which the predecessor begins later than its day, exactly as its limit asks. */
static uint32_t waits_of(const struct forecast_finisher *x, uint32_t pred, uint32_t succ,
                         uint32_t count, int32_t *rough[3])
{
    const struct forecast_job *job = x->job;
    const struct forecast_bound *b = NULL;
    uint32_t waiting = 0;

    for (uint32_t k = 0; k < job->bound_count && !b; k++)
        if (job->node[job->bounds[k].pred] == pred && job->node[job->bounds[k].succ] == succ)
            b = &job->bounds[k];
    if (!b)
        return 0;
    forecast_partial_row(job, x->all, b->pred, true, rough[0]);
    forecast_partial_row(job, x->all, b->pred, b->from_start, rough[1]);
    forecast_partial_row(job, x->all, b->succ, !b->to_finish, rough[2]);
    forecast_bound_wanted(job, b, rough[2], count);
    for (uint32_t i = 0; i < count; i++)
        waiting += rough[0][i] > job->rows[b->pred].start_floor && rough[1][i] == rough[2][i];
    return waiting;
}

static int most_broken(const void *left, const void *right, const void *context)
{
    const struct forecast_limit *a = left, *b = right;

    (void)context;
    if (a->broken_ppm != b->broken_ppm)
        return a->broken_ppm > b->broken_ppm ? -1 : 1;
    return (a->waits_ppm < b->waits_ppm) - (a->waits_ppm > b->waits_ppm);
}

void forecast_finish_limits(struct forecast_finisher *x)
{
    const struct network *n = x->job->network;
    const uint32_t count = x->traced < ITERATIONS ? x->traced : ITERATIONS;
    const uint32_t most = n->bound_count < LIMITS ? n->bound_count : LIMITS;
    struct forecast_limit *limits;
    int64_t *pred, *succ;
    int32_t *rough[3];

    for (uint32_t r = 0; r < x->job->row_count; r++)
        x->f->late_count += n->flags[x->job->node[r]] & NODE_ALAP &&
                            n->progress[x->job->node[r]] == PROGRESS_NOT_STARTED;
    x->f->from_finish = n->from_finish;
    if (count == 0 || most == 0)
        return;
    limits = ARENA_ARRAY(x->owner, struct forecast_limit, most);
    for (int i = 0; i < 3; i++)
        rough[i] = ARENA_ARRAY(x->scratch, int32_t, x->traced + x->job->lanes);
    pred = ARENA_ARRAY(x->scratch, int64_t, count);
    succ = ARENA_ARRAY(x->scratch, int64_t, count);
    for (uint32_t i = 0; i < most; i++) {
        const struct network_bound *b = &n->bounds[i];
        const bool leaves_start = b->link.type == LINK_SS || b->link.type == LINK_SF;
        const bool meets_finish = b->link.type == LINK_FF || b->link.type == LINK_SF;

        if (x->job->row_of[b->succ] == ROW_NONE)
            continue;
        points_of(x, b->pred, leaves_start, count, rough[0], pred);
        points_of(x, b->succ, !meets_finish, count, rough[0], succ);
        limits[x->f->limit_count++] = (struct forecast_limit){
            .pred = n->object[b->pred], .succ = n->object[b->succ],
            .broken_ppm = forecast_share(breaks(x, b, pred, succ, count), count),
            .waits_ppm = forecast_share(waits_of(x, b->pred, b->succ, count, rough), count)};
    }
    sort_stable(limits, x->f->limit_count, sizeof(limits[0]), most_broken, NULL, x->scratch);
    x->f->limits = limits;
}
