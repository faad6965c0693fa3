/* SPDX-License-Identifier: Apache-2.0 */
/* level_settle.h - of schedules that finish no later, one that moves an old schedule little.
 *
 * What a change of dates costs is days moved times people told, each for their own. From the best
 * schedule of the search others are made: by the old starts, and task by task, what moved most
 * first, held at its old start or taken ahead to it. One that finishes no later, overloads nobody
 * more and moves less takes the place of the one before.
 */
#ifndef BATON_CORE_ENGINE_LEVEL_SETTLE_H
#define BATON_CORE_ENGINE_LEVEL_SETTLE_H

#include "core/engine/level_problem.h"

/* Person-seconds by which a start moves, in the program's working time; 0 where it is on the same
 * day, was not in the old schedule, or has begun. */
double level_node_moved(const struct network *n, uint32_t node, int64_t was, int64_t is);

struct level_settled {
    const uint32_t *order;
    const int64_t *hold;        /* [node_count] floors, or NULL */
    double first, moved;        /* person-seconds: of the search's own schedule, and of this */
    int64_t tried;              /* schedules */
};
/* `order` and `hold` make the schedule to begin with. On return the desk holds none of them. */
void level_settle(struct level_desk *desk, const uint32_t *order, const int64_t *hold,
                  const int64_t *was, int64_t most_tries, struct arena *owner,
                  struct level_settled *ret);

#endif
