/* SPDX-License-Identifier: Apache-2.0 */
/* level_moves.h - what re-sequencing would buy: for each promise, the few moves in the teams' own
 * order that bring it forward most.
 *
 * A move puts one task, with all that it follows, ahead of another one of its team: what
 * `ahead_of` states. Tried are moves of what the promise hangs on, along its chain of links and of
 * waits; the best is kept, and the next is looked for from there. So it is a way that is found, not
 * the best there is: a search of whole orders says what the finish of everything could be.
 */
#ifndef BATON_CORE_ENGINE_LEVEL_MOVES_H
#define BATON_CORE_ENGINE_LEVEL_MOVES_H

#include "core/engine/level.h"

enum { LEVEL_MOVES_MOST = 3 };

struct level_move {
    uint32_t node, ahead_of;
    uint32_t team;              /* object: whose order it is */
    int64_t finish;             /* of the promise, with this move and those before it */
};

struct level_reach {            /* of one promise */
    uint32_t commitment, node;  /* object; what must have happened */
    int64_t own;                /* its finish by the teams' own order */
    int64_t least;              /* without capacity: no order beats it */
    int64_t finish;             /* with all its moves */
    struct level_move moves[LEVEL_MOVES_MOST];
    uint32_t move_count;
    uint32_t worse;             /* the promise that loses most by them; OBJECT_NONE: none does */
    int64_t worse_own, worse_finish;
};

/* In the order of the plan; promises that are kept, broken or met by no work are left out. Cost: at
 * most a million placed tasks, or one schedule more. */
const struct level_reach *level_moves(const struct level *level, struct arena *owner,
                                      struct arena *scratch, uint32_t *ret_count);

#endif
