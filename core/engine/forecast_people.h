/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_people.h - teams that bind in every iteration; inside the engine only.
 *
 * Rows are seated one after another in the teams' own order (level_rule.c), each in the first gap
 * that is wide enough for all of it: serial generation with backfill. The order is the same in
 * every iteration and respects the links, so one pass does it. A team's profile is what is left
 * of it, exact, step by step: one a team and lane. Who takes nobody is not touched, so a plan
 * whose teams have enough comes out as without capacity, to the bit.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_PEOPLE_H
#define BATON_CORE_ENGINE_FORECAST_PEOPLE_H

#include "core/engine/forecast_compile.h"
#include "core/engine/forecast_kernel.h"
#include "core/engine/forecast_seat.h"
#include "core/plan/capacity.h"

struct people_step {
    int32_t at;                 /* position on the team's clock */
    int32_t left;               /* units from then on */
};

struct people_need {
    uint32_t team;
    int32_t units;
    int64_t micro;              /* the same in millionths of people */
    bool pauses;                /* its team has at times fewer in all: it then pauses */
    bool hired;                 /* only with hires whose day is drawn the team ever has so many */
};

/* Somebody whose day of joining is drawn once an iteration: by how much the team has more from
 * then on, or less: they ramp up, take the time of whoever mentors them, are away, leave. */
enum { HIRE_CELLS = 1024 };     /* equally likely days */
struct people_change {
    int32_t at;                 /* position on the team's clock */
    int32_t units;              /* more from then on */
};
struct people_hire {
    uint64_t key;
    uint32_t team;
    struct people_range {
        uint32_t from, to;
    } *cells;                   /* [HIRE_CELLS] in changes[] */
    const struct people_change *changes;
};

struct people_team {
    uint32_t object;
    uint32_t level_team;        /* in the level_problem it was made of */
    uint16_t clock;             /* of its rows, or the wall clock where they differ */
    bool pauses;                /* some need of it does */
    struct people_step *steps;  /* what it has, as stated; without hires that are drawn */
    const int32_t *whole;       /* [step_count] with all of them */
    uint32_t step_count;
    uint32_t ceiling;           /* steps that its profile can have */
    size_t width;               /* of a row of its profile: steps it can have, and a window */
    size_t first;               /* of its profiles, in words a lane */
    int32_t least;              /* the least need */
};

struct forecast_people {
    struct people_team *teams;
    uint32_t team_count;
    struct people_hire *hires;
    uint32_t hire_count;
    uint32_t *need_first;       /* [row_count + 1] */
    struct people_need *needs;
    uint32_t *order;            /* [row_count] rows, as they are seated */
    size_t steps;               /* words a lane, of all teams */
};

struct people_desk {            /* of one worker */
    int32_t *steps;             /* profiles: see forecast_seat.h */
    uint32_t *count, *full;     /* [team_count][lanes] */
    uint32_t *drawn;            /* [lanes] */
    int32_t *from, *to;         /* [lanes] */
    int32_t *stated;            /* [lanes] the duration before what hangs on the start */
    int32_t *before;            /* [lanes] where links alone would have started */
};

struct people_desk *people_desk_new(const struct forecast_job *job, struct arena *owner);
/* For the iterations from `first` on: nobody is seated, and hires have joined. */
void people_desk_clear(const struct forecast_job *job, struct people_desk *desk, uint32_t lanes,
                       uint32_t first);
bool people_are_needed(const struct forecast_job *job, uint32_t r);
/* Seats a row whose duration does not hang on its start: moves `start` to where there are people
 * for all of it. False: it is not that simple, and nothing was done. */
bool people_seat(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                 int32_t *start, const int32_t *duration);
/* For the others: moves `start` past conflicts; true while there are any, so that finish is to be
 * found anew. */
bool people_push(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                 int32_t *start, const int32_t *finish);
void people_take(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                 const int32_t *start, const int32_t *finish);

#endif
