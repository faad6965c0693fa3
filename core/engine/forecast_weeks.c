/* SPDX-License-Identifier: Apache-2.0 */
/* What teams are taken for, week by week, in the first of the runs where they bind, from the rows
 * that are kept. Positions count work, so what falls in a week is a difference of positions. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/engine/forecast_finish.h"
#include "core/engine/forecast_people.h"

enum { RUNS = 1024, WEEKS_MOST = 520, WEEK_DAYS = 7 };

struct weeks {
    struct forecast_finisher *x;
    uint32_t runs, count;
    int32_t **edge;             /* [calendar] NULL or [count + 1] positions of Mondays */
    int32_t *start, *finish;    /* [traced] of one row */
    int64_t *taken;             /* [count][runs] millionths of people times working seconds */
};

static int64_t begin_of(const struct weeks *w, uint32_t week)
{
    return (w->x->f->weeks_from + (int64_t)week * WEEK_DAYS) * CIVIL_DAY_S;
}

static const int32_t *edges_of(struct weeks *w, uint16_t calendar)
{
    if (!w->edge[calendar]) {
        w->edge[calendar] = ARENA_ARRAY(w->x->scratch, int32_t, w->count + 1);
        for (uint32_t week = 0; week <= w->count; week++)
            w->edge[calendar][week] =
                forecast_clock_position(&w->x->job->clocks[calendar], begin_of(w, week));
    }
    return w->edge[calendar];
}

static void add_row(struct weeks *w, uint32_t r, int64_t micro)
{
    const int32_t *edge = edges_of(w, w->x->job->rows[r].calendar);

    forecast_partial_row(w->x->job, w->x->all, r, true, w->start);
    forecast_partial_row(w->x->job, w->x->all, r, false, w->finish);
    for (uint32_t run = 0; run < w->runs; run++) {
        const int32_t from = w->start[run], to = w->finish[run];
        uint32_t low = 0, left = w->count;

        while (left > 1) {
            const uint32_t half = left / 2;

            low += edge[low + half] <= from ? half : 0;
            left -= half;
        }
        for (uint32_t week = low; week < w->count && edge[week] < to; week++) {
            const int32_t since = from > edge[week] ? from : edge[week];
            const int32_t until = to < edge[week + 1] ? to : edge[week + 1];

            if (since < until)
                w->taken[(size_t)week * w->runs + run] += (int64_t)(until - since) * micro;
        }
    }
}

static void finish_team(struct weeks *w, uint32_t team, struct forecast_week_team *ret)
{
    const struct forecast_people *p = w->x->job->people;
    int64_t *p50 = ARENA_ARRAY(w->x->owner, int64_t, w->count);
    int64_t *p80 = ARENA_ARRAY(w->x->owner, int64_t, w->count);

    for (size_t i = 0; i < (size_t)w->count * w->runs; i++)
        w->taken[i] = 0;
    for (uint32_t r = 0; r < w->x->job->row_count; r++)
        for (uint32_t k = p->need_first[r]; k < p->need_first[r + 1]; k++)
            if (p->needs[k].team == team)
                add_row(w, r, p->needs[k].micro);
    for (uint32_t week = 0; week < w->count; week++) {
        int64_t *runs = &w->taken[(size_t)week * w->runs];

        sort_i64(runs, w->runs);
        p50[week] = runs[forecast_rank(w->runs, 500000)];
        p80[week] = runs[forecast_rank(w->runs, 800000)];
    }
    *ret = (struct forecast_week_team){p->teams[team].object, p->teams[team].level_team, p50, p80};
}

static uint32_t count_weeks(const struct weeks *w)
{
    int64_t last = 0, count;

    /* Past P95 of the last target nothing is left at P80. */
    for (uint32_t t = 0; t < w->x->f->target_count; t++)
        if (w->x->f->targets[t].at[FORECAST_QUANTILES - 1] > last)
            last = w->x->f->targets[t].at[FORECAST_QUANTILES - 1];
    count = (last - 1 - begin_of(w, 0)) / (WEEK_DAYS * CIVIL_DAY_S) + 1;
    return count < 1 ? 1 : count > WEEKS_MOST ? WEEKS_MOST : (uint32_t)count;
}

void forecast_finish_weeks(struct forecast_finisher *x)
{
    const struct forecast_people *p = x->job->people;
    struct weeks w = {.x = x};
    struct forecast_week_team *teams;
    int64_t day;

    if (!x->job->options.weeks || !p || x->traced == 0)
        return;
    day = civil_day_of(x->job->now);
    x->f->weeks_from = day - ((day + 3) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS;
    w.runs = x->traced < RUNS ? x->traced : RUNS;
    w.count = count_weeks(&w);
    w.edge = ARENA_ARRAY(x->scratch, int32_t *, x->job->network->calendar_count + 1);
    w.start = ARENA_ARRAY(x->scratch, int32_t, x->traced + x->job->lanes);
    w.finish = ARENA_ARRAY(x->scratch, int32_t, x->traced + x->job->lanes);
    w.taken = ARENA_ARRAY(x->scratch, int64_t, (size_t)w.count * w.runs);
    teams = ARENA_ARRAY(x->owner, struct forecast_week_team, p->team_count + 1);
    for (uint32_t t = 0; t < p->team_count; t++)
        finish_team(&w, t, &teams[t]);
    x->f->week_teams = teams;
    x->f->week_team_count = p->team_count;
    x->f->week_count = w.count;
}
