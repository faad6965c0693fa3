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

    desk->steps = ARENA_ARRAY(owner, struct people_step, p->steps * lanes + 1);
    desk->count = ARENA_ARRAY(owner, uint32_t, p->team_count * lanes + 1);
    desk->full = ARENA_ARRAY(owner, uint32_t, p->team_count * lanes + 1);
    desk->drawn = ARENA_ARRAY(owner, uint32_t, lanes);
    desk->from = ARENA_ARRAY(owner, int32_t, lanes);
    desk->to = ARENA_ARRAY(owner, int32_t, lanes);
    desk->before = ARENA_ARRAY(owner, int32_t, lanes);
    desk->stated = ARENA_ARRAY(owner, int32_t, lanes);
    return desk;
}

/* A team's profile in a lane. */
struct seats {
    struct people_step *steps;
    uint32_t *count, *full;
};

static struct seats seats_of(const struct forecast_job *job, struct people_desk *desk,
                             uint32_t team, uint32_t lane)
{
    const struct people_team *t = &job->people->teams[team];
    const size_t at = (size_t)team * job->lanes + lane;

    return (struct seats){desk->steps + t->first * job->lanes + (size_t)lane * t->ceiling,
                          &desk->count[at], &desk->full[at]};
}

/* The step that holds a position, from `low` on, which is not after it. */
static uint32_t step_of(const struct people_step *steps, uint32_t low, uint32_t count, int32_t at)
{
    uint32_t left = count - low;

    while (left > 1) {
        const uint32_t half = left / 2;

        low += steps[low + half].at <= at ? half : 0;
        left -= half;
    }
    return low;
}

/* So many units more from a position on. */
static void add_from(const struct seats *s, int32_t at, int32_t units)
{
    struct people_step *p = s->steps;
    uint32_t j = step_of(p, 0, *s->count, at);

    if (p[j].at < at) {
        memmove(p + j + 2, p + j + 1, (*s->count - j - 1) * sizeof(*p));
        p[j + 1] = (struct people_step){at, p[j].left, ROW_NONE};
        j++;
        ++*s->count;
    }
    for (; j < *s->count; j++)
        p[j].left += units;
}

static void let_join(const struct forecast_job *job, struct people_desk *desk, uint32_t lanes,
                     uint32_t first)
{
    const struct forecast_people *p = job->people;

    for (uint32_t h = 0; h < p->hire_count; h++) {
        const struct people_hire *hire = &p->hires[h];

        job->steps->draw(job->seed, hire->key, first, lanes, PURPOSE_JOINS, desk->drawn);
        for (uint32_t lane = 0; lane < lanes; lane++) {
            const struct seats s = seats_of(job, desk, hire->team, lane);
            const int32_t *at = hire->at + (size_t)(desk->drawn[lane] >> 22) * hire->step_count;

            for (uint32_t k = 0; k < hire->step_count; k++)
                add_from(&s, at[k], hire->units[k]);
        }
    }
}

void people_desk_clear(const struct forecast_job *job, struct people_desk *desk, uint32_t lanes,
                       uint32_t first)
{
    for (uint32_t team = 0; team < job->people->team_count; team++) {
        const struct people_team *t = &job->people->teams[team];

        for (uint32_t lane = 0; lane < lanes; lane++) {
            const struct seats s = seats_of(job, desk, team, lane);

            memcpy(s.steps, t->steps, t->step_count * sizeof(t->steps[0]));
            *s.count = t->step_count;
            *s.full = 0;
        }
    }
    let_join(job, desk, lanes, first);
}

bool people_are_needed(const struct forecast_job *job, uint32_t r)
{
    return job->people->need_first[r] < job->people->need_first[r + 1];
}

/* Take `units` between two positions: `j` holds the first, `k` is the first step at or after the
 * other. Neighbours that come to have the same left become one, unless `apart`. */
static void take_between(const struct seats *s, uint32_t j, uint32_t k, int32_t from, int32_t to,
                         int32_t units, int32_t row, bool apart)
{
    struct people_step *p = s->steps;
    const uint32_t n = *s->count;
    const int32_t back = p[k - 1].left;
    const bool new_from = p[j].at < from, new_to = k == n || p[k].at != to;
    const bool drop_from = !new_from && !apart && j > 0 && p[j - 1].left == p[j].left - units;
    const bool drop_to = !new_to && !apart && p[k].left == back - units;
    const int middle = (int)new_from - (int)drop_from;
    const int tail = middle + (int)new_to - (int)drop_to;
    const int32_t first = p[j].left - units;
    const uint32_t rest = k + (drop_to ? 1 : 0);

    if (tail > 0)
        memmove(p + (int)rest + tail, p + rest, (n - rest) * sizeof(*p));
    for (uint32_t i = j + 1; i < k; i++)
        p[i].left -= units;
    if (middle != 0 && k > j + 1)
        memmove(p + (int)j + 1 + middle, p + j + 1, (k - j - 1) * sizeof(*p));
    if (tail < 0)
        memmove(p + (int)rest + tail, p + rest, (n - rest) * sizeof(*p));
    if (new_from)
        p[j + 1] = (struct people_step){from, first, ROW_NONE};
    else if (!drop_from)
        p[j].left = first;
    if (new_to)
        p[(int)k + middle] = (struct people_step){to, back, row};
    else if (!drop_to)
        p[(int)k + middle].who = row;
    *s->count = (uint32_t)((int)n + tail);
}

/* Seats one row in one lane; returns its start. */
static int32_t seat(const struct seats *s, const struct people_team *team, int32_t start,
                    int32_t duration, int32_t units, int32_t row, int32_t *ret_behind)
{
    const struct people_step *p = s->steps;
    const uint32_t n = *s->count;
    uint32_t j = *s->full, k;
    int32_t finish;

    if (j > 0 && start < p[j].at) {
        start = p[j].at;
        *ret_behind = p[j].who;
    } else {
        j = step_of(p, j, n, start);
    }
    for (;;) {
        if (p[j].left < units) {
            j++;                /* the last step has enough for every need */
            start = p[j].at;
            *ret_behind = p[j].who;
            continue;
        }
        finish = start + duration;
        for (k = j + 1; k < n && p[k].at < finish; k++)
            if (p[k].left < units)
                break;
        if (k == n || p[k].at >= finish)
            break;
        j = k;
    }
    take_between(s, j, k, start, finish, units, row, false);
    for (j = *s->full, k = *s->count; p[j].left < team->least && j + 1 < k;)
        j++;
    *s->full = j;
    return start;
}

bool people_seat(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                 int32_t *start, const int32_t *duration)
{
    const struct forecast_people *p = job->people;
    const struct people_need *need = &p->needs[p->need_first[r]];
    const struct people_team *team = &p->teams[need->team];
    int32_t *behind = space->behind ? space->behind + (size_t)r * space->lanes : NULL;
    int32_t *waited = space->behind ? space->waited + (size_t)r * space->lanes : NULL;

    if (p->need_first[r + 1] - p->need_first[r] != 1 || team->pauses ||
        team->clock != job->rows[r].calendar ||
        job->rows[r].flags & (ROW_PINNED_START | ROW_PINNED_FINISH | ROW_HOLDS))
        return false;
    for (uint32_t i = 0; i < space->lanes; i++) {
        const struct seats s = seats_of(job, space->people, need->team, i);
        int32_t who = ROW_NONE;
        const int32_t from = start[i];

        if (duration[i] > 0 && from < FORECAST_FAR)
            start[i] = seat(&s, team, from, duration[i], need->units, (int32_t)r, &who);
        if (behind) {
            behind[i] = who;
            waited[i] = start[i] - from;
        }
    }
    return true;
}

/* --- the general case -------------------------------------------------------------- */

/* What the team has in all then: short of it the row pauses (level_whole). */
static int32_t whole_at(const struct people_team *team, const struct people_need *need, int32_t at)
{
    const uint32_t step = step_of(team->steps, 0, team->step_count, at);

    return need->hired ? team->whole[step] : team->steps[step].left;
}

/* The end of the last stretch between two positions in which too few are left. */
static int32_t conflict_end(const struct seats *s, const struct people_team *team,
                            const struct people_need *need, int32_t from, int32_t to,
                            int32_t *ret_who)
{
    const struct people_step *p = s->steps;
    int32_t end = BEFORE_ALL;

    for (uint32_t j = step_of(p, 0, *s->count, from); j + 1 < *s->count && p[j].at < to; j++) {
        const int32_t at = p[j].at > from ? p[j].at : from;

        if (p[j].left >= need->units ||
            (need->pauses && whole_at(team, need, at) < need->units))
            continue;
        end = p[j + 1].at;
        *ret_who = p[j + 1].who;
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

        on_clock(job, team, r, start, true, desk->from, lanes);
        on_clock(job, team, r, finish, false, desk->to, lanes);
        for (uint32_t i = 0; i < lanes; i++) {
            const struct seats s = seats_of(job, desk, need->team, i);
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

        on_clock(job, team, r, start, true, desk->from, lanes);
        on_clock(job, team, r, finish, false, desk->to, lanes);
        for (uint32_t i = 0; i < lanes; i++) {
            const struct seats s = seats_of(job, desk, need->team, i);
            const int32_t to = desk->to[i];
            uint32_t j, k;

            if (to <= desk->from[i])
                continue;
            j = step_of(s.steps, 0, *s.count, desk->from[i]);
            k = step_of(s.steps, j, *s.count, to - 1) + 1;
            take_between(&s, j, k, desk->from[i], to, need->units, (int32_t)r, team->pauses);
            *s.full = 0;
        }
    }
}
