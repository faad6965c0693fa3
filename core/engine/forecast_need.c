/* SPDX-License-Identifier: Apache-2.0 */
/* When each hand-off is needed: the P20 of its taker's late start, so that what was promised is
 * still met. A backward pass over the kept iterations: how much working time of the program's
 * calendar lies, in each, between a row's finish and the promise's. Other calendars count by the
 * hours of their weeks: a date to ask for, not one to schedule by.
 *
 * Where teams bind, whoever takes a team's people after the taker waits for it too: the order in
 * which people are handed on at the medians counts as links (forecast_arcs.c). Another order may
 * bear a later date; none is asked for here. */
#include "core/base/arena.h"
#include "core/engine/forecast_finish.h"

enum {
    ITERATIONS = 1024,          /* looked at, at most */
    PROMISES = 8,               /* whose tails are computed, by rank */
    NO_WAY = -1 - FORECAST_FAR  /* of a row that the promise does not hang on */
};

struct tails {
    const struct forecast_job *job;
    const struct forecast_leaf *leaf;
    uint32_t block, lanes;
    int32_t *tail;              /* [row_count][lanes] */
    double *weight;             /* [calendar_count] program seconds in a working second */
};

static const int32_t *kept(const struct tails *t, const int32_t *rows, uint32_t row)
{
    return rows + ((size_t)t->block * t->job->row_count + row) * t->lanes;
}

static int32_t weigh(double seconds)
{
    return seconds > FORECAST_FAR    ? FORECAST_FAR
        : seconds < -FORECAST_FAR ? -FORECAST_FAR : (int32_t)seconds;
}

/* What a link adds between the finish of its predecessor and the finish of its successor. */
static void pull(const struct tails *t, uint32_t row, const struct forecast_group *group,
                 const struct forecast_link *link)
{
    const struct forecast_job *job = t->job;
    const int32_t *from = t->tail + (size_t)row * t->lanes;
    int32_t *to = t->tail + (size_t)link->row * t->lanes;
    const int32_t *start = kept(t, t->leaf->start, row), *finish = kept(t, t->leaf->finish, row);
    const int32_t *pred_start = kept(t, t->leaf->start, link->row);
    const int32_t *pred_finish = kept(t, t->leaf->finish, link->row);
    const double own = t->weight[job->rows[row].calendar];
    const double pred = t->weight[job->rows[link->row].calendar];
    const double way = t->weight[group->route == ROUTE_ELAPSED ? 1 : group->by];
    const double lag = (group->percent ? 0 : link->lag_s * pred) + group->route_lag_s * way +
                       group->lag_after_s * own;

    for (uint32_t i = 0; i < t->lanes; i++) {
        const double before = (double)(pred_finish[i] - pred_start[i]) * pred;
        double length = lag + from[i];

        if (from[i] == NO_WAY)
            continue;
        if (group->percent)
            length += before * link->lag_s / PPM;
        if (!group->to_finish)
            length += (double)(finish[i] - start[i]) * own;
        if (group->from_start)
            length -= before;
        to[i] = to[i] > weigh(length) ? to[i] : weigh(length);
    }
}

static void run_back(struct tails *t, uint32_t last)
{
    const struct forecast_job *job = t->job;
    const size_t count = (size_t)job->row_count * t->lanes;

    for (size_t i = 0; i < count; i++)
        t->tail[i] = NO_WAY;
    for (uint32_t i = 0; i < t->lanes; i++)
        t->tail[(size_t)last * t->lanes + i] = 0;
    for (uint32_t k = job->row_count; k-- > 0;) {
        const uint32_t row = forecast_row_at(job, k);
        const struct forecast_row *r = &job->rows[row];

        if (t->tail[(size_t)row * t->lanes] == NO_WAY)
            continue;
        for (uint32_t g = 0; g < r->group_count; g++) {
            const struct forecast_group *group = &job->groups[r->group_first + g];

            for (uint32_t l = 0; l < group->link_count; l++)
                pull(t, row, group, &job->links[group->link_first + l]);
        }
    }
}

static double *weights(const struct forecast_job *job, struct arena *scratch)
{
    const struct network *n = job->network;
    double *weight = ARENA_ARRAY(scratch, double, n->calendar_count + 1);
    const double week = (double)calendar_usual_week_s(n->calendars[0]);

    for (uint32_t c = 0; c < n->calendar_count; c++) {
        const int64_t own = calendar_usual_week_s(n->calendars[c]);

        weight[c] = own > 0 ? week / (double)own : 1;
    }
    return weight;
}

/* All tails of the hand-offs' rows for one promise: values[handoff][iteration]. */
static uint32_t gather(struct forecast_finisher *x, struct tails *t, uint32_t last,
                       int32_t *values, uint32_t most)
{
    const struct forecast_job *job = x->job;
    uint32_t at = 0;

    for (uint32_t l = 0; l < x->all->leaf_count; l++) {
        t->leaf = &x->all->leaves[l];
        for (t->block = 0; t->block < t->leaf->traced / t->lanes && at + t->lanes <= most;
             t->block++) {
            run_back(t, last);
            for (uint32_t h = 0; h < x->f->handoff_count; h++) {
                const uint32_t node = job->network->node_of[x->f->handoffs[h].object];
                const int32_t row = job->row_of[node];

                for (uint32_t i = 0; i < t->lanes; i++)
                    values[(size_t)h * most + at + i] =
                        row == ROW_NONE ? NO_WAY : t->tail[(size_t)row * t->lanes + i];
            }
            at += t->lanes;
        }
    }
    return at;
}

static void set_need(struct forecast_finisher *x, uint32_t h, int32_t *values, uint32_t count,
                     int64_t date)
{
    struct forecast_handoff *handoff = (struct forecast_handoff *)&x->f->handoffs[h];
    const struct calendar *c = x->job->network->calendars[0];
    int32_t tail;
    int64_t need;

    if (count == 0 || values[0] == NO_WAY)
        return;
    tail = forecast_select(values, count, forecast_rank(count, 800000));
    need = tail > 0 ? calendar_add(c, date + 1, -(int64_t)tail) : date;
    if (handoff->need_by_p20 == CIVIL_NONE || need < handoff->need_by_p20)
        handoff->need_by_p20 = need;
}

void forecast_finish_needs(struct forecast_finisher *x)
{
    const struct forecast_job *job = x->job;
    const uint32_t most = x->traced < ITERATIONS ? x->traced : ITERATIONS;
    struct tails t = {.job = job->needs ? job->needs : job, .lanes = job->lanes};
    int32_t *values;
    uint32_t done = 0;

    if (most < t.lanes || x->f->handoff_count == 0)
        return;
    t.weight = weights(job, x->scratch);
    t.tail = ARENA_ARRAY(x->scratch, int32_t, (size_t)job->row_count * t.lanes + 1);
    values = ARENA_ARRAY(x->scratch, int32_t, (size_t)x->f->handoff_count * most);
    for (uint32_t c = 0; c < job->commitment_count && done < PROMISES; c++) {
        const uint32_t target = job->commitment_target[c];
        const int32_t row = target == UINT32_MAX ? ROW_NONE : job->row_of[job->targets[target]];
        uint32_t count;

        if (row == ROW_NONE)
            continue;
        done++;
        count = gather(x, &t, (uint32_t)row, values, most);
        for (uint32_t h = 0; h < x->f->handoff_count; h++)
            set_need(x, h, values + (size_t)h * most, count, job->commitment_date[c]);
    }
}
