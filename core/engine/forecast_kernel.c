/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/forecast_kernel.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/engine/forecast_bounds.h"
#include "core/engine/forecast_people.h"

static int32_t *rows_new(struct arena *owner, uint32_t count, uint32_t lanes)
{
    return ARENA_ARRAY(owner, int32_t, (size_t)(count > 0 ? count : 1) * lanes);
}

void forecast_space_init(struct forecast_space *space, const struct forecast_job *job,
                         bool trace, struct arena *owner)
{
    const uint32_t lanes = job->lanes;

    *space = (struct forecast_space){.lanes = lanes};
    space->start = rows_new(owner, job->row_count, lanes);
    space->finish = rows_new(owner, job->row_count, lanes);
    if (job->drops)
        space->gone = rows_new(owner, job->row_count, lanes);
    space->team = rows_new(owner, job->team_count, lanes);
    space->factor = rows_new(owner, job->driver_count + job->risk_count, lanes);
    space->bundle = rows_new(owner, job->bundle_count, lanes);
    space->fires = rows_new(owner, job->risk_count, lanes);
    space->severity = rows_new(owner, job->risk_count, lanes);
    space->cost = ARENA_ARRAY(owner, int64_t, lanes);
    space->draws = ARENA_ARRAY(owner, uint32_t, lanes);
    space->duration = rows_new(owner, 1, lanes);
    space->bound = rows_new(owner, 1, lanes);
    space->other = rows_new(owner, 1, lanes);
    space->more = rows_new(owner, 1, lanes);
    if (trace) {
        space->mask = ARENA_ARRAY(owner, uint32_t, (size_t)(job->row_count + 1) * lanes);
        space->any = ARENA_ARRAY(owner, bool, job->row_count + 1);
    }
    forecast_bounds_init(space, job, owner);
    if (job->people)
        space->people = people_desk_new(job, owner);
    if (job->people && trace) {
        space->behind = rows_new(owner, job->row_count, lanes);
        space->waited = rows_new(owner, job->row_count, lanes);
    }
}

/* --- causes, once a block ---------------------------------------------------------- */

static int32_t *lane_row(int32_t *rows, uint32_t at, uint32_t lanes)
{
    return rows + (size_t)at * lanes;
}

static void draw_scores(const struct forecast_job *job, struct forecast_space *space,
                        const struct forecast_scores *scores, uint64_t key, uint32_t purpose,
                        uint32_t first, int32_t *ret_z)
{
    job->steps->draw(job->seed, key, first, space->lanes, purpose, space->draws);
    job->steps->scores(scores, space->draws, ret_z, space->lanes);
}

/* From scores in place. */
static void amount_of_scores(const struct forecast_job *job, const struct forecast_amount *amount,
                             int32_t *row, uint32_t lanes)
{
    if (amount->shape == FORECAST_CONSTANT)
        job->steps->fill(row, amount->scale > FORECAST_FAR ? FORECAST_FAR : (int32_t)amount->scale,
                         lanes);
    else
        job->steps->amounts(job->shapes[amount->shape], amount->scale, row, lanes);
}

static void draw_risk(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                      uint32_t first)
{
    const struct forecast_risk *risk = &job->risks[r];
    const uint32_t lanes = space->lanes;
    int32_t *fires = lane_row(space->fires, r, lanes);
    int32_t *severity = lane_row(space->severity, r, lanes);
    int32_t *factor = lane_row(space->factor, job->driver_count + r, lanes);

    job->steps->draw(job->seed, risk->key, first, lanes, PURPOSE_FIRES, space->draws);
    for (uint32_t i = 0; i < lanes; i++)
        fires[i] = space->draws[i] < risk->fires_below ? -1 : 0;
    draw_scores(job, space, job->scores, risk->key, PURPOSE_SEVERITY, first, severity);
    if (risk->factor.scale <= 0)
        return;
    memcpy(factor, severity, lanes * sizeof(*factor));
    amount_of_scores(job, &risk->factor, factor, lanes);
    for (uint32_t i = 0; i < lanes; i++)
        factor[i] = fires[i] ? factor[i] : 1 << FACTOR_BITS;
}

static void draw_causes(const struct forecast_job *job, struct forecast_space *space,
                        uint32_t first)
{
    const uint32_t lanes = space->lanes;

    for (uint32_t t = 0; t < job->team_count; t++)
        draw_scores(job, space, job->team_scores, job->teams[t], PURPOSE_TEAM, first,
                    lane_row(space->team, t, lanes));
    for (uint32_t d = 0; d < job->driver_count; d++) {
        int32_t *factor = lane_row(space->factor, d, lanes);

        draw_scores(job, space, job->scores, job->drivers[d].key, PURPOSE_DRIVER, first, factor);
        amount_of_scores(job, &job->drivers[d].factor, factor, lanes);
    }
    for (uint32_t r = 0; r < job->risk_count; r++)
        draw_risk(job, space, r, first);
    for (uint32_t b = 0; b < job->bundle_count; b++) {
        const struct forecast_bundle *bundle = &job->bundles[b];
        int32_t *product = lane_row(space->bundle, b, lanes);

        job->steps->fill(product, 1 << FACTOR_BITS, lanes);
        for (uint32_t i = 0; i < bundle->count; i++)
            job->steps->multiply(
                product, lane_row(space->factor, job->factors[bundle->first + i], lanes), lanes);
    }
}

/* --- one row ----------------------------------------------------------------------- */

/* Work that may not be needed, and work that must be done again. */
static void apply_branch(const struct forecast_job *job, struct forecast_space *space,
                         const struct forecast_row *row, uint32_t first, int32_t *duration)
{
    const struct forecast_branch *branch = &job->branches[row->branch];
    const uint32_t lanes = space->lanes;

    for (uint32_t k = 0; k < branch->rework_most; k++) {
        draw_scores(job, space, job->scores, row->key, PURPOSE_REWORK_TAKES + k, first,
                    space->other);
        amount_of_scores(job, &branch->rework, space->other, lanes);
        job->steps->draw(job->seed, row->key, first, lanes, PURPOSE_REWORKS, space->draws);
        for (uint32_t i = 0; i < lanes; i++) {
            const int32_t again = space->draws[i] < branch->rework_below[k] ? -1 : 0;
            const int32_t value = duration[i] + (space->other[i] & again);

            duration[i] = value > FORECAST_FAR ? FORECAST_FAR : value;
        }
    }
    job->steps->draw(job->seed, row->key, first, lanes, PURPOSE_EXISTS, space->draws);
    for (uint32_t i = 0; i < lanes; i++)
        duration[i] = space->draws[i] < branch->exists_below ? duration[i] : 0;
}

/* What a risk's hit adds, where it fires: into `ret`. A windowed one is looked at later. */
static void hit_row(const struct forecast_job *job, struct forecast_space *space,
                    const struct forecast_hit *hit, const int32_t *duration, int32_t *ret)
{
    const uint32_t lanes = space->lanes;
    const int32_t *fires = lane_row(space->fires, hit->risk, lanes);

    if (hit->stretch) {
        memcpy(ret, duration, lanes * sizeof(*ret));
        job->steps->multiply(ret, lane_row(space->factor, job->driver_count + hit->risk, lanes),
                             lanes);
        for (uint32_t i = 0; i < lanes; i++)
            ret[i] -= duration[i];
        return;
    }
    memcpy(ret, lane_row(space->severity, hit->risk, lanes), lanes * sizeof(*ret));
    amount_of_scores(job, &hit->delay, ret, lanes);
    for (uint32_t i = 0; i < lanes; i++)
        ret[i] &= fires[i];
}

static void draw_duration(const struct forecast_job *job, struct forecast_space *space,
                          const struct forecast_row *row, uint32_t first, int32_t *duration)
{
    const uint32_t lanes = space->lanes;

    if (row->shape == FORECAST_CONSTANT) {
        job->steps->fill(duration, row->scale_s, lanes);
    } else {
        draw_scores(job, space, row->team == ROW_NONE ? job->scores : job->own_scores, row->key,
                    PURPOSE_DURATION, first, duration);
        if (row->team != ROW_NONE)
            job->steps->add(duration, lane_row(space->team, (uint32_t)row->team, lanes), lanes);
        job->steps->amounts(job->shapes[row->shape], row->scale_s, duration, lanes);
    }
    if (row->bundle != ROW_NONE)
        job->steps->multiply(duration, lane_row(space->bundle, (uint32_t)row->bundle, lanes),
                             lanes);
    if (row->branch != ROW_NONE)
        apply_branch(job, space, row, first, duration);
    for (uint32_t h = 0; h < row->hit_count; h++) {
        const struct forecast_hit *hit = &job->hits[row->hit_first + h];

        if (hit->windowed)
            continue;
        hit_row(job, space, hit, duration, space->other);
        for (uint32_t i = 0; i < lanes; i++) {
            const int32_t value = duration[i] + space->other[i];

            duration[i] = value > FORECAST_FAR ? FORECAST_FAR : value;
        }
    }
}

static bool may_drop(const struct forecast_job *job, uint32_t r)
{
    return job->drops && job->rows[r].branch != ROW_NONE &&
           branch_drops(&job->branches[job->rows[r].branch]);
}

/* Clock seconds at which a row is done: one that the run drops, when what it followed was. A
 * position between two shifts would be read as the end of the first, before what it followed. */
static void wait_for_gone(const struct forecast_job *job, const struct forecast_space *space,
                          uint32_t r, int32_t *clock)
{
    const size_t at = (size_t)r * space->lanes;

    if (!may_drop(job, r))
        return;
    for (uint32_t i = 0; i < space->lanes; i++)
        if (space->finish[at + i] == space->start[at + i] && space->gone[at + i] > clock[i])
            clock[i] = space->gone[at + i];
}

/* A percent lag of the predecessor's duration as it was drawn, in working seconds. What takes time
 * only where a risk hits it is on the wall clock, and its delay on a calendar. */
static void percent_lags(const struct forecast_job *job, const struct forecast_space *space,
                         const struct forecast_link *link, int32_t *ret)
{
    const struct forecast_row *row = &job->rows[link->row];
    const size_t at = (size_t)link->row * space->lanes;

    for (uint32_t i = 0; i < space->lanes; i++) {
        int32_t from = space->start[at + i], to = space->finish[at + i];

        if (row->delay_calendar != row->calendar) {
            forecast_clock_in(&job->clocks[row->delay_calendar], &from, 1);
            forecast_clock_in(&job->clocks[row->delay_calendar], &to, 1);
        }
        ret[i] = (int32_t)(((int64_t)(to - from) * link->lag_s) / PPM);
    }
}

/* The latest link of a group in the predecessors' positions. */
static void latest_of_group(const struct forecast_job *job, struct forecast_space *space,
                            const struct forecast_row *row, const struct forecast_group *group,
                            int32_t *bound)
{
    const uint32_t lanes = space->lanes;
    const struct forecast_link *link = &job->links[group->link_first];

    job->steps->fill(bound, row->flags & ROW_EARLIEST ? FORECAST_FAR : -FORECAST_FAR, lanes);
    for (uint32_t n = 0; n < group->link_count; n++, link++) {
        const int32_t *point =
            lane_row(group->from_start ? space->start : space->finish, link->row, lanes);

        if (group->percent != PERCENT_NONE) {
            percent_lags(job, space, link, space->more);
            for (uint32_t i = 0; i < lanes; i++)
                bound[i] = point[i] + (group->percent == PERCENT_BEFORE ? space->more[i] : 0);
        } else if (row->flags & ROW_EARLIEST) {
            job->steps->earliest(bound, point, lanes);
        } else {
            job->steps->latest(bound, point, link->lag_s, lanes);
        }
    }
}

/* A percent lag that is elapsed or on a third calendar; where the run has none nothing is snapped
 * to that calendar. */
static void percent_on_the_way(const struct forecast_job *job, struct forecast_space *space,
                               const struct forecast_group *group, int32_t *bound)
{
    const struct forecast_clock *clock = &job->clocks[group->by];

    percent_lags(job, space, &job->links[group->link_first], space->more);
    for (uint32_t i = 0; i < space->lanes; i++) {
        if (group->route == ROUTE_THIRD && space->more[i] != 0) {
            forecast_clock_in(clock, &bound[i], 1);
            bound[i] += space->more[i];
            forecast_clock_out(clock, space->more[i] < 0, &bound[i], 1);
        } else {
            bound[i] += space->more[i];
        }
    }
}

/* From there to clock seconds, with the lag on the way. */
static void group_to_clock(const struct forecast_job *job, struct forecast_space *space,
                           const struct forecast_row *row, const struct forecast_group *group,
                           int32_t *bound)
{
    const struct forecast_link *link = &job->links[group->link_first];
    const uint32_t lanes = space->lanes;
    const bool same = group->route == ROUTE_NONE;

    forecast_clock_out(&job->clocks[same ? row->calendar : group->from],
                       same ? group->from_start : group->out_as_start, bound, lanes);
    for (uint32_t n = 0; job->drops && n < group->link_count; n++, link++)
        if (!group->from_start && !(row->flags & ROW_EARLIEST) &&
            (group->percent || link->lag_s == 0))
            wait_for_gone(job, space, link->row, bound);
    if (group->percent == PERCENT_WAY) {
        percent_on_the_way(job, space, group, bound);
    } else if (group->route == ROUTE_ELAPSED) {
        for (uint32_t i = 0; i < lanes; i++)
            bound[i] += group->route_lag_s;
    } else if (group->route == ROUTE_THIRD) {
        forecast_clock_in(&job->clocks[group->by], bound, lanes);
        for (uint32_t i = 0; i < lanes; i++)
            bound[i] += group->route_lag_s;
        forecast_clock_out(&job->clocks[group->by], group->route_lag_s < 0, bound, lanes);
    }
}

/* The lag that is stepped on the row's own calendar. */
static void add_lag_after(const struct forecast_job *job, struct forecast_space *space,
                          const struct forecast_group *group, int32_t *bound)
{
    if (group->percent == PERCENT_AFTER)
        percent_lags(job, space, &job->links[group->link_first], space->more);
    else if (group->lag_after_s != 0)
        job->steps->fill(space->more, group->lag_after_s, space->lanes);
    else
        return;
    job->steps->add(bound, space->more, space->lanes);
}

void forecast_group_bound(const struct forecast_job *job, struct forecast_space *space,
                          const struct forecast_row *row, const struct forecast_group *group,
                          int32_t *bound, int32_t *ret_before)
{
    const uint32_t lanes = space->lanes;

    latest_of_group(job, space, row, group, bound);
    if (ret_before)
        memcpy(ret_before, bound, lanes * sizeof(*bound));
    if (group->route == ROUTE_NONE)
        return;
    group_to_clock(job, space, row, group, bound);
    forecast_clock_in(&job->clocks[row->calendar], bound, lanes);
    add_lag_after(job, space, group, bound);
}

/* Where a row lets through what follows it in runs that drop it: on the wall clock, the latest of
 * what its links and its floors say. */
static void find_gone(const struct forecast_job *job, struct forecast_space *space, uint32_t r)
{
    const struct forecast_row *row = &job->rows[r];
    const struct forecast_clock *clock = &job->clocks[row->calendar];
    const uint32_t lanes = space->lanes;
    int32_t *gone = lane_row(space->gone, r, lanes);
    int32_t *by = space->bound, start = row->start_floor, finish = row->finish_floor;

    if (start > -FORECAST_FAR)
        forecast_clock_out(clock, true, &start, 1);
    if (finish > -FORECAST_FAR)
        forecast_clock_out(clock, false, &finish, 1);
    job->steps->fill(gone, row->flags & ROW_PINNED_FINISH || finish > start ? finish : start,
                     lanes);
    if (row->flags & (ROW_PINNED_START | ROW_PINNED_FINISH | ROW_EARLIEST))
        return;
    for (uint32_t g = 0; g < row->group_count; g++) {
        const struct forecast_group *group = &job->groups[row->group_first + g];

        latest_of_group(job, space, row, group, by);
        group_to_clock(job, space, row, group, by);
        if (group->lag_after_s != 0 || group->percent == PERCENT_AFTER) {
            const bool as_start = group->percent == PERCENT_AFTER
                                      ? job->links[group->link_first].lag_s < 0
                                      : group->lag_after_s < 0;

            forecast_clock_in(clock, by, lanes);
            add_lag_after(job, space, group, by);
            forecast_clock_out(clock, as_start, by, lanes);
        }
        job->steps->latest(gone, by, 0, lanes);
    }
}

static void place_start(const struct forecast_job *job, struct forecast_space *space,
                        const struct forecast_row *row, const int32_t *duration, int32_t *start)
{
    const uint32_t lanes = space->lanes;
    const int32_t floor = row->flags & ROW_PINNED_FINISH ? -FORECAST_FAR : row->start_floor;
    const bool least = row->flags & ROW_EARLIEST;
    bool bounded = row->finish_floor > -FORECAST_FAR, far = bounded, filled = false;

    if (bounded)
        job->steps->fill(space->bound, row->finish_floor, lanes);
    for (uint32_t g = 0; g < row->group_count; g++) {
        const struct forecast_group *group = &job->groups[row->group_first + g];

        if (group->to_finish) {
            forecast_group_bound(job, space, row, group, space->other, NULL);
            if (bounded)
                job->steps->latest(space->bound, space->other, 0, lanes);
            else
                memcpy(space->bound, space->other, lanes * sizeof(*space->other));
            bounded = far = true;
        } else if (group->route == ROUTE_NONE && !group->percent && !least) {
            const struct forecast_link *link = &job->links[group->link_first];

            for (uint32_t n = 0; n < group->link_count; n++, link++) {
                const int32_t *other = lane_row(
                    group->from_start ? space->start : space->finish, link->row, lanes);

                far = far || link->lag_s > 0;
                if (filled)
                    job->steps->latest(start, other, link->lag_s, lanes);
                else
                    job->steps->latest_of(start, floor, other, link->lag_s, lanes);
                filled = true;
            }
        } else {
            forecast_group_bound(job, space, row, group, space->other, NULL);
            far = true;
            if (!filled)
                job->steps->fill(start, floor, lanes);
            filled = true;
            if (least)
                job->steps->earliest(start, space->other, lanes);
            else
                job->steps->latest(start, space->other, 0, lanes);
        }
    }
    if (!filled)
        job->steps->fill(start, floor, lanes);
    if (bounded)
        for (uint32_t i = 0; i < lanes; i++) {
            const int32_t from = space->bound[i] - duration[i];

            start[i] = start[i] > from ? start[i] : from;
        }
    if (far)
        for (uint32_t i = 0; i < lanes; i++)
            start[i] = start[i] < FORECAST_FAR ? start[i] : FORECAST_FAR;
}

/* Levelling tools delay by the clock. */
static void level(const struct forecast_job *job, struct forecast_space *space,
                  const struct forecast_row *row, int32_t *start)
{
    const struct forecast_clock *clock = &job->clocks[row->calendar];

    forecast_clock_out(clock, true, start, space->lanes);
    for (uint32_t i = 0; i < space->lanes; i++)
        start[i] += row->levelling_s;
    forecast_clock_in(clock, start, space->lanes);
}

/* An event is on the wall clock; a delay of it steps a calendar. */
static void delay_event(const struct forecast_clock *clock, const int32_t *delay,
                        int32_t *finish, uint32_t lanes)
{
    for (uint32_t i = 0; i < lanes; i++) {
        if (delay[i] <= 0)
            continue;
        forecast_clock_in(clock, &finish[i], 1);
        finish[i] += delay[i];
        finish[i] = finish[i] < FORECAST_FAR ? finish[i] : FORECAST_FAR;
        forecast_clock_out(clock, false, &finish[i], 1);
    }
}

static void apply_windows(const struct forecast_job *job, struct forecast_space *space,
                          const struct forecast_row *row, const int32_t *start,
                          int32_t *duration)
{
    for (uint32_t h = 0; h < row->hit_count; h++) {
        const struct forecast_hit *hit = &job->hits[row->hit_first + h];

        if (!hit->windowed)
            continue;
        hit_row(job, space, hit, duration, space->other);
        for (uint32_t i = 0; i < space->lanes; i++) {
            const bool met = start[i] < hit->until &&
                             start[i] + (duration[i] > 0 ? duration[i] : 1) > hit->from;
            const int32_t value = duration[i] + (met ? space->other[i] : 0);

            duration[i] = value > FORECAST_FAR ? FORECAST_FAR : value;
        }
    }
}

/* The finish of a row whose resources work on calendars of their own. */
static void finish_of_work(const struct forecast_job *job, struct forecast_space *space,
                           const struct forecast_row *row, const int32_t *start,
                           const int32_t *duration, int32_t *finish)
{
    const uint32_t lanes = space->lanes;
    int32_t *at = space->other;

    job->steps->fill(finish, -FORECAST_FAR, lanes);
    for (uint32_t w = 0; w < row->work_count; w++) {
        const struct forecast_work *work = &job->works[row->work_first + (int32_t)w];
        const struct forecast_clock *clock = &job->clocks[work->calendar];

        memcpy(at, start, lanes * sizeof(*at));
        forecast_clock_out(&job->clocks[row->calendar], true, at, lanes);
        forecast_clock_in(clock, at, lanes);
        for (uint32_t i = 0; i < lanes; i++) {
            const int64_t part = row->scale_s > 0
                ? (int64_t)work->work_s * duration[i] / row->scale_s
                : work->work_s;
            const int64_t value = at[i] + (int64_t)work->delay_s + part;

            at[i] = value > FORECAST_FAR ? FORECAST_FAR : (int32_t)value;
        }
        forecast_clock_out(clock, false, at, lanes);
        job->steps->latest(finish, at, 0, lanes);
    }
    forecast_clock_in(&job->clocks[row->calendar], finish, lanes);
}

/* From a start to the finish, with all that hangs on when it starts. */
static void find_finish(const struct forecast_job *job, struct forecast_space *space,
                        const struct forecast_row *row, const int32_t *start, int32_t *duration,
                        int32_t *finish)
{
    const uint32_t lanes = space->lanes;

    if (row->hit_count > 0)
        apply_windows(job, space, row, start, duration);
    if (row->work_first != ROW_NONE) {
        finish_of_work(job, space, row, start, duration, finish);
    } else {
        for (uint32_t i = 0; i < lanes; i++) {
            const int32_t value = start[i] + duration[i];

            finish[i] = value < FORECAST_FAR ? value : FORECAST_FAR;
        }
    }
    if (row->expected_finish > -FORECAST_FAR)
        for (uint32_t i = 0; i < lanes; i++)
            finish[i] = row->expected_finish > start[i] ? row->expected_finish : finish[i];
}

/* The same for a row that needs people: later, if they are busy. */
static void find_seat(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                      int32_t *start, int32_t *duration, int32_t *finish)
{
    const struct forecast_row *row = &job->rows[r];
    const size_t size = space->lanes * sizeof(*start);
    struct people_desk *desk = space->people;

    if (row->hit_count == 0 && row->work_first == ROW_NONE &&
        row->expected_finish <= -FORECAST_FAR &&
        people_seat(job, space, r, start, duration)) {
        find_finish(job, space, row, start, duration, finish);
        return;
    }
    memcpy(desk->stated, duration, size);
    memcpy(desk->before, start, size);
    if (space->behind)
        job->steps->fill(space->behind + (size_t)r * space->lanes, ROW_NONE, space->lanes);
    do {
        memcpy(duration, desk->stated, size);
        find_finish(job, space, row, start, duration, finish);
    } while (people_push(job, space, r, start, finish));
    people_take(job, space, r, start, finish);
    for (uint32_t i = 0; space->behind && i < space->lanes; i++)
        space->waited[(size_t)r * space->lanes + i] = start[i] - desk->before[i];
}

/* Not before what an "at most" link asks of it in this run. */
static void hold_back(const struct forecast_space *space, uint32_t r, int32_t *start)
{
    const int32_t *least = space->not_before;

    if (!least)
        return;
    least += (size_t)r * space->lanes;
    for (uint32_t i = 0; i < space->lanes; i++)
        start[i] = start[i] > least[i] ? start[i] : least[i];
}

static void run_row(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                    uint32_t first)
{
    const struct forecast_row *row = &job->rows[r];
    const uint32_t lanes = space->lanes;
    int32_t *start = lane_row(space->start, r, lanes);
    int32_t *finish = lane_row(space->finish, r, lanes), *duration = space->duration;

    draw_duration(job, space, row, first, duration);
    if (row->delay_calendar != row->calendar) {
        static const int32_t nothing[FORECAST_BLOCK];

        place_start(job, space, row, nothing, start);
        hold_back(space, r, start);
        apply_windows(job, space, row, start, duration);
        memcpy(finish, start, lanes * sizeof(*finish));
        delay_event(&job->clocks[row->delay_calendar], duration, finish, lanes);
        if (row->expected_finish > -FORECAST_FAR)
            for (uint32_t i = 0; i < lanes; i++)
                finish[i] = row->expected_finish > start[i] ? row->expected_finish : finish[i];
    } else {
        place_start(job, space, row, duration, start);
        if (row->levelling_s != 0)
            level(job, space, row, start);
        hold_back(space, r, start);
        if (job->people && people_are_needed(job, r))
            find_seat(job, space, r, start, duration, finish);
        else
            find_finish(job, space, row, start, duration, finish);
        if (may_drop(job, r))
            find_gone(job, space, r);
    }
    if (job->cost_rate && job->cost_rate[r] > 0)
        for (uint32_t i = 0; i < lanes; i++)
            space->cost[i] += (job->cost_rate[r] * duration[i] + (1 << 15)) >> 16;
}

static void draw_spending(const struct forecast_job *job, struct forecast_space *space,
                          uint32_t first)
{
    const uint32_t lanes = space->lanes;

    for (uint32_t s = 0; s < job->spending_count; s++) {
        const struct forecast_spending *spending = &job->spendings[s];
        const struct forecast_amount *amount = &spending->amount;
        const int32_t *fires = NULL;

        if (spending->risk != ROW_NONE)
            fires = lane_row(space->fires, (uint32_t)spending->risk, lanes);
        draw_scores(job, space, job->scores, spending->key,
                    fires ? PURPOSE_SEVERITY : PURPOSE_COST, first, space->other);
        for (uint32_t i = 0; i < lanes; i++) {
            int64_t minor = amount->scale;

            if (amount->shape != FORECAST_CONSTANT) {
                const int64_t f = forecast_shape_at(job->shapes[amount->shape], space->other[i]);

                /* In two halves: neither product overflows. */
                minor = (minor >> FACTOR_BITS) * f +
                        (((minor & ((1 << FACTOR_BITS) - 1)) * f) >> FACTOR_BITS);
            }
            space->cost[i] += fires && !fires[i] ? 0 : minor;
        }
    }
}

/* All rows, again and again while an "at most" link asks for it. */
static void run_rows(const struct forecast_job *job, struct forecast_space *space, uint32_t first)
{
    forecast_bounds_clear(job, space);
    do {
        for (uint32_t i = 0; i < space->lanes; i++)
            space->cost[i] = job->spent_minor;
        if (job->people)
            people_desk_clear(job, space->people, space->lanes, first);
        for (uint32_t r = 0; r < job->row_count; r++)
            run_row(job, space, forecast_row_at(job, r), first);
    } while (forecast_bounds_again(job, space));
}

void forecast_kernel_run(const struct forecast_job *job, struct forecast_space *space,
                         uint32_t first)
{
    draw_causes(job, space, first);
    run_rows(job, space, first);
    if (job->money)
        draw_spending(job, space, first);
}

void forecast_kernel_rerun(const struct forecast_job *job, struct forecast_space *space,
                           uint32_t first, uint32_t seated, const uint32_t *rows,
                           uint32_t count)
{
    draw_causes(job, space, first);
    if (job->bound_count > 0) { /* what comes after may hold back what comes before */
        run_rows(job, space, first);
        return;
    }
    if (job->people)
        people_desk_clear(job, space->people, space->lanes, first);
    for (uint32_t i = 0; i < seated; i++) {
        const uint32_t r = job->people->order[i];

        people_take(job, space, r, lane_row(space->start, r, space->lanes),
                    lane_row(space->finish, r, space->lanes));
    }
    for (uint32_t i = 0; i < count; i++)
        run_row(job, space, rows[i], first);
}

void forecast_kernel_gone(const struct forecast_job *job, struct forecast_space *space)
{
    for (uint32_t k = 0; job->drops && k < job->row_count; k++) {
        const uint32_t r = forecast_row_at(job, k);

        if (may_drop(job, r) && job->rows[r].delay_calendar == job->rows[r].calendar)
            find_gone(job, space, r);
    }
}

void forecast_kernel_finish(const struct forecast_job *job, struct forecast_space *space,
                            int32_t row, int32_t *ret_clock)
{
    const uint32_t lanes = space->lanes;

    if (row != ROW_NONE) {
        memcpy(ret_clock, lane_row(space->finish, (uint32_t)row, lanes),
               lanes * sizeof(*ret_clock));
        forecast_clock_out(&job->clocks[job->rows[row].calendar], false, ret_clock, lanes);
        wait_for_gone(job, space, (uint32_t)row, ret_clock);
        return;
    }
    job->steps->fill(ret_clock, job->end_floor, lanes);
    for (uint32_t e = 0; e < job->end_count; e++) {
        forecast_kernel_finish(job, space, (int32_t)job->ends[e], space->other);
        job->steps->latest(ret_clock, space->other, 0, lanes);
    }
}
