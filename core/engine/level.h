/* SPDX-License-Identifier: Apache-2.0 */
/* level.h - dates under capacity: what the teams can do, one date each.
 *
 * A task takes people of its team (or what its assignments say of several) while it runs; teams
 * that state no capacity do not bind. Every link, lag, calendar, constraint and fact of the
 * network holds; no task is interrupted, except that it pauses on days when its team, as stated,
 * has fewer people in all than the task takes. A task under way keeps what it holds. A task with a
 * fixed date (must-start, manual) keeps it and is counted where it overloads its team.
 *
 * The search: lists of tasks, each turned into dates by serial generation; a population of lists,
 * crossed, shifted and, in the pure case (level_pure.h), justified by running time backward.
 * Every generated schedule counts, one that is given up by the part of its tasks that were placed.
 * Pieces of fixed number, so that threads change nothing.
 * Sources: Kolisch and Hartmann 2006; Hartmann 1998; Valls et al. 2005.
 */
#ifndef BATON_CORE_ENGINE_LEVEL_H
#define BATON_CORE_ENGINE_LEVEL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/engine/schedule.h"

struct level_problem;
struct level_search;

struct level_options {
    uint64_t seed;
    uint64_t schedules;         /* at most; a round begun is cut there */
    const int64_t *from;        /* [node_count] starts of an old schedule to begin with, or NULL */
    unsigned vectors;           /* enum forecast_vectors; never seen in a result */
    const int64_t *was;         /* [node_count] the same, CIVIL_NONE where it has none; or NULL */
    int64_t was_finish;         /* of the old schedule, as it says itself; CIVIL_NONE */
};

enum { LEVEL_PIECES = 4 };

/* What if a team had so many people more, every day. */
#define LEVEL_UNLIMITED (INT64_C(1) << 50)
struct level_people {
    int64_t more_micro;         /* 0: nothing else than stated; LEVEL_UNLIMITED: it never binds */
    uint32_t team;              /* object; OBJECT_NONE: every team */
};

/* Why a node starts later than without capacity. */
enum level_reason {
    LEVEL_NOT_LATER,
    LEVEL_TEAM,                 /* its team had no people: `behind` held them, if anybody did */
    LEVEL_FOLLOWS,              /* what it follows is late: `behind` */
    LEVEL_PAUSED,               /* its team is away while it runs */
    LEVEL_KEPT                  /* nothing: it begins where the old schedule had it */
};

struct level_wait {
    uint8_t reason;             /* enum level_reason */
    uint32_t team;              /* object, OBJECT_NONE */
    struct str skill;           /* of the team only those with it could; absent: anybody */
    uint32_t behind;            /* node, NODE_NONE */
    int64_t work_s;             /* working seconds it waited, or paused for, on its calendar */
};

struct level_dates {
    int64_t start, finish;
};

struct level {
    const struct network *network;      /* calendars with the pauses of teams */
    const struct schedule *plain;       /* without capacity, as stated */
    const struct level_problem *problem;
    struct level_dates *node;           /* [node_count] */
    int64_t *work_start;                /* [node_count] where what is left of the work begins */
    struct level_dates *object;         /* [object_count]; start CIVIL_NONE: no dates */
    struct level_wait *wait;            /* [node_count] */
    int64_t start, finish;
    const int64_t *was;                 /* [node_count] starts of the old schedule that it began
                                           with; CIVIL_NONE: not in it. NULL: none was given */
    int64_t was_finish;                 /* as that one says; CIVIL_NONE */
    int64_t held_finish;                /* of its order, kept now; CIVIL_NONE: none was given */
    double first_moved_s, moved_s;      /* person-seconds from the old starts: of the first schedule
                                           of this finish that was found, and of this one */
    int64_t settle_tried;               /* schedules tried to move less; 0: none was asked for */
    int64_t own_finish;                 /* by the teams' own order: rank, then dates;
                                         * CIVIL_NONE: that keeps not every "at most" link */
    int64_t lower_bound;                /* no schedule finishes before it */
    int64_t schedules_asked;            /* with the seed, what decides the result */
    int64_t schedules_used;
    uint32_t later_count, overload_count;
    bool pure;
};

/* What the plan asks of its teams. Warnings: "more-than-the-team" where a task takes more people
 * than its team will have, so that its demand does not bind. False: no dates at all (errors as
 * in schedule.h). `plain` is the schedule of the network without capacity. */
bool level_problem_new(const struct schedule *plain, struct arena *owner, struct arena *scratch,
                       const struct level_problem **ret_problem, struct diags *out);
bool level_problem_with(const struct schedule *plain, const struct level_people *what_if,
                        struct arena *owner, struct arena *scratch,
                        const struct level_problem **ret_problem, struct diags *out);

/* The search in rounds of pieces, which threads outside may run side by side; any number of
 * threads gives the same. level_round says how many pieces come next (0: done). All memory is taken
 * by level_search_new. */
struct level_search *level_search_new(const struct level_problem *problem,
                                      const struct level_options *options, struct arena *owner,
                                      struct arena *scratch);
uint32_t level_round(struct level_search *s);
void level_run(struct level_search *s, uint32_t piece);
uint64_t level_used(const struct level_search *s);      /* schedules, as of the last round */
/* Of so many schedules, those of search by learning, which take much longer; and whether the round
 * that is about to run is of those. */
uint64_t level_learning_of(const struct level_search *s, uint64_t schedules);
bool level_learns(const struct level_search *s);
/* False: no schedule was found that meets every "at most" link: error "no-schedule". */
bool level_finish(struct level_search *s, struct arena *owner, struct arena *scratch,
                  const struct level **ret_level, struct diags *out);
/* By the teams' own order alone: the policy of the simulation, on the medians. */
bool level_own(const struct schedule *plain, struct arena *owner, struct arena *scratch,
               const struct level **ret_level, struct diags *out);
/* All of it on this thread. */
bool level_compute(const struct schedule *plain, const struct level_options *options,
                   struct arena *owner, struct arena *scratch, const struct level **ret_level,
                   struct diags *out);

#endif
