/* SPDX-License-Identifier: Apache-2.0 */
/* load.h - by team and week: what is there, what the plan wants, and what gets done.
 *
 * Wanted are the dates that links alone allow, without capacity: where that is more than there is,
 * work must wait. Placed is the same work where people have time for it. All in millionths of
 * people times working seconds.
 */
#ifndef BATON_CORE_ENGINE_LOAD_H
#define BATON_CORE_ENGINE_LOAD_H

#include "core/engine/level.h"

enum { LOAD_WEEK_CEILING = 520, LOAD_ANY_WEEK = -1 };

struct load_team {              /* or a system; or those of a team who have some skills */
    uint32_t object;
    struct str skill;           /* absent: all of the team */
    int64_t day_s;              /* a usual day of its calendar */
    int64_t *there, *wanted, *placed;   /* [week_count] */
    uint32_t over_count;        /* weeks in which more is wanted than there is */
    int64_t waited_s;           /* working seconds that tasks wait for it in all */
    uint32_t waiting_count;     /* tasks that do */
};

struct load {
    int64_t first_day;          /* a Monday: days since 1970 */
    uint32_t week_count;
    const struct load_team *teams;      /* in the order of the plan */
    uint32_t team_count;
};

/* From the week of the data date to the last finish, or `least` weeks if that is longer; at most
 * `weeks` (0: all, up to the ceiling). Cost: weeks of all demands. */
const struct load *load_compute(const struct level *level, uint32_t weeks, uint32_t least,
                                struct arena *owner);

/* The objects whose work is wanted of that team (its place in load->teams) in that week, in the
 * order of the plan's network. Returns their number. Cost: the demands of all work. */
uint32_t load_counted(const struct level *level, const struct load *load, uint32_t team,
                      int64_t week, struct arena *owner, const uint32_t **ret_objects);

#endif
