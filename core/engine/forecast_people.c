/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/forecast_people.h"

#include <string.h>

#include "core/base/arena.h"

enum { BEFORE_ALL = -FORECAST_FAR - 1 };

struct people_desk *people_desk_new(const struct forecast_job *job, struct arena *owner)
{
    const struct forecast_people *p = job->people;
    struct people_desk *desk = ARENA_NEW(owner, struct people_desk);
    const size_t lanes = job->lanes;

    desk->steps = ARENA_ARRAY(owner, int32_t, p->steps * lanes + 1);
    desk->count = ARENA_ARRAY(owner, uint32_t, p->team_count * lanes + 1);
    desk->full = ARENA_ARRAY(owner, uint32_t, p->team_count * lanes + 1);
    desk->drawn = ARENA_ARRAY(owner, uint32_t, lanes);
    desk->from = ARENA_ARRAY(owner, int32_t, lanes);
    desk->to = ARENA_ARRAY(owner, int32_t, lanes);
    desk->before = ARENA_ARRAY(owner, int32_t, lanes);
    desk->stated = ARENA_ARRAY(owner, int32_t, lanes);
    return desk;
}

static struct seat_call call_of(const struct forecast_job *job, struct people_desk *desk,
                                uint32_t team)
{
    const struct people_team *t = &job->people->teams[team];
    const size_t at = (size_t)team * job->lanes;

    return (struct seat_call){.steps = desk->steps + t->first * job->lanes, .width = t->width,
                              .count = &desk->count[at], .full = &desk->full[at],
                              .lanes = job->lanes, .least = t->least};
}

/* So many units more from a position on. */
static void add_from(const struct seat_profile *p, int32_t at, int32_t units)
{
    uint32_t j = seat_step_of(p, 0, at);

    if (p->at[j] < at)
        seat_split(p, j++, at);
    for (; j < *p->count; j++)
        p->left[j] += units;
}

static void let_join(const struct forecast_job *job, struct people_desk *desk, uint32_t lanes,
                     uint32_t first)
{
    const struct forecast_people *p = job->people;

    for (uint32_t h = 0; h < p->hire_count; h++) {
        const struct people_hire *hire = &p->hires[h];
        const struct seat_call call = call_of(job, desk, hire->team);

        job->steps->draw(job->seed, hire->key, first, lanes, PURPOSE_JOINS, desk->drawn);
        for (uint32_t lane = 0; lane < lanes; lane++) {
            const struct seat_profile s = seat_profile_of(&call, lane);
            const struct people_range *cell = &hire->cells[desk->drawn[lane] >> 22];

            for (uint32_t k = cell->from; k < cell->to; k++)
                add_from(&s, hire->changes[k].at, hire->changes[k].units);
        }
    }
}

void people_desk_clear(const struct forecast_job *job, struct people_desk *desk, uint32_t lanes,
                       uint32_t first)
{
    for (uint32_t team = 0; team < job->people->team_count; team++) {
        const struct people_team *t = &job->people->teams[team];

        const struct seat_call call = call_of(job, desk, team);

        for (uint32_t lane = 0; lane < lanes; lane++) {
            const struct seat_profile p = seat_profile_of(&call, lane);

            for (uint32_t i = 0; i < t->step_count; i++) {
                p.at[i] = t->steps[i].at;
                p.left[i] = t->steps[i].left;
                p.who[i] = ROW_NONE;
            }
            for (size_t i = t->step_count; i < t->width; i++)
                p.at[i] = SEAT_NEVER;
            *p.count = t->step_count;
            *p.full = 0;
        }
    }
    let_join(job, desk, lanes, first);
}

bool people_are_needed(const struct forecast_job *job, uint32_t r)
{
    return job->people->need_first[r] < job->people->need_first[r + 1];
}

bool people_seat(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                 int32_t *start, const int32_t *duration)
{
    const struct forecast_people *p = job->people;
    const struct people_need *need = &p->needs[p->need_first[r]];
    const struct people_team *team = &p->teams[need->team];
    int32_t *behind = space->behind ? space->behind + (size_t)r * space->lanes : NULL;
    int32_t *waited = space->behind ? space->waited + (size_t)r * space->lanes : NULL;
    struct seat_call call;

    if (p->need_first[r + 1] - p->need_first[r] != 1 || team->pauses ||
        team->clock != job->rows[r].calendar ||
        job->rows[r].flags & (ROW_PINNED_START | ROW_PINNED_FINISH | ROW_HOLDS))
        return false;
    call = call_of(job, space->people, need->team);
    call.units = need->units;
    call.row = (int32_t)r;
    job->steps->seat(&call, start, duration, FORECAST_FAR, behind, waited);
    return true;
}

/* --- the general case -------------------------------------------------------------- */

/* What the team has in all then: short of it the row pauses (level_whole). */
static int32_t whole_at(const struct people_team *team, const struct people_need *need, int32_t at)
{
    uint32_t low = 0, left = team->step_count;

    while (left > 1) {
        const uint32_t half = left / 2;

        low += team->steps[low + half].at <= at ? half : 0;
        left -= half;
    }
    return need->hired ? team->whole[low] : team->steps[low].left;
}

/* The end of the last stretch between two positions in which too few are left. */
static int32_t conflict_end(const struct seat_profile *p, const struct people_team *team,
                            const struct people_need *need, int32_t from, int32_t to,
                            int32_t *ret_who)
{
    int32_t end = BEFORE_ALL;

    for (uint32_t j = seat_step_of(p, 0, from); j + 1 < *p->count && p->at[j] < to; j++) {
        const int32_t at = p->at[j] > from ? p->at[j] : from;

        if (p->left[j] >= need->units ||
            (need->pauses && whole_at(team, need, at) < need->units))
            continue;
        end = p->at[j + 1];
        *ret_who = p->who[j + 1];
    }
    return end;
}

/* Positions of a row on the clock of a team. */
static void on_clock(const struct forecast_job *job, const struct people_team *team, uint32_t r,
                     const int32_t *row, bool as_start, int32_t *ret, uint32_t lanes)
{
    memcpy(ret, row, lanes * sizeof(*ret));
    if (team->clock != job->rows[r].calendar)
        forecast_clock_out(&job->clocks[job->rows[r].calendar], as_start, ret, lanes);
}

bool people_push(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                 int32_t *start, const int32_t *finish)
{
    const struct forecast_people *p = job->people;
    const struct forecast_row *row = &job->rows[r];
    struct people_desk *desk = space->people;
    const uint32_t lanes = space->lanes;
    int32_t *behind = space->behind ? space->behind + (size_t)r * lanes : NULL;
    bool moved = false;

    if (row->flags & (ROW_PINNED_START | ROW_PINNED_FINISH | ROW_HOLDS))
        return false;
    for (uint32_t k = p->need_first[r]; k < p->need_first[r + 1]; k++) {
        const struct people_need *need = &p->needs[k];
        const struct people_team *team = &p->teams[need->team];
        const struct seat_call call = call_of(job, desk, need->team);

        on_clock(job, team, r, start, true, desk->from, lanes);
        on_clock(job, team, r, finish, false, desk->to, lanes);
        for (uint32_t i = 0; i < lanes; i++) {
            const struct seat_profile s = seat_profile_of(&call, i);
            int32_t who = ROW_NONE, end;

            if (finish[i] <= start[i] || start[i] >= FORECAST_FAR)
                continue;
            end = conflict_end(&s, team, need, desk->from[i], desk->to[i], &who);
            if (end == BEFORE_ALL)
                continue;
            if (team->clock != row->calendar)
                forecast_clock_in(&job->clocks[row->calendar], &end, 1);
            if (end <= start[i])
                continue;
            start[i] = end < FORECAST_FAR ? end : FORECAST_FAR;
            moved = true;
            if (behind)
                behind[i] = who;
        }
    }
    return moved;
}

void people_take(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                 const int32_t *start, const int32_t *finish)
{
    const struct forecast_people *p = job->people;
    struct people_desk *desk = space->people;
    const uint32_t lanes = space->lanes;

    for (uint32_t n = p->need_first[r]; n < p->need_first[r + 1]; n++) {
        const struct people_need *need = &p->needs[n];
        const struct people_team *team = &p->teams[need->team];
        const struct seat_call call = call_of(job, desk, need->team);

        on_clock(job, team, r, start, true, desk->from, lanes);
        on_clock(job, team, r, finish, false, desk->to, lanes);
        for (uint32_t i = 0; i < lanes; i++) {
            const struct seat_profile s = seat_profile_of(&call, i);
            const int32_t to = desk->to[i];
            uint32_t j, k;

            if (to <= desk->from[i])
                continue;
            j = seat_step_of(&s, 0, desk->from[i]);
            k = seat_step_of(&s, j, to - 1) + 1;
            seat_take(&s, j, k, desk->from[i], to, need->units, (int32_t)r, team->pauses);
            *s.full = 0;
        }
    }
}
