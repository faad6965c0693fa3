/* SPDX-License-Identifier: Apache-2.0 */
/* decide_by.h - until when an open decision can still be taken: the last responsible moment.
 *
 * Counted backwards from a commitment (domain.md 5):
 *
 *   its date, less the longest chain of work from what the decision gates (at the median), less
 *   what lies between P50 and P80 of that commitment: until then the gated work must start;
 *   less the time the slowest option takes: until then it must be decided and known;
 *   of the forum's sessions, the last one whose outcome is known by then.
 *
 * Every part is kept, so that the date can be explained. Without a forecast, or where nothing
 * promised waits for the gated work, there is no such date and none is made up.
 */
#ifndef BATON_CORE_DECIDE_DECIDE_BY_H
#define BATON_CORE_DECIDE_DECIDE_BY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/engine/forecast.h"
#include "core/network/network.h"
#include "core/plan/plan.h"

struct arena;

struct decide_by {
    uint32_t decision;          /* objects of the network's plan */
    uint32_t gated;             /* what it gates, OBJECT_NONE: nothing that a promise waits for */
    uint32_t commitment;        /* the tightest promise behind it */
    int64_t date;               /* of that commitment: the last second that meets it */
    int64_t chain_s;            /* working seconds, on the program's calendar */
    int64_t confidence_s;       /* working seconds between P50 and P80 */
    int64_t start_by;           /* instants: the gated work must have started */
    int64_t option_s;           /* working seconds the slowest option takes at P80 */
    int64_t last_moment;        /* it must be known; CIVIL_NONE: no such date */
    int64_t next_known;         /* when the outcome of the next session is known: that session's
                                   finish and the forum's latency */
    int64_t last_known;         /* the same of the last session in time, CIVIL_NONE: none is left */
    bool forum_defaulted;       /* no forum or sessions are stated: a labelled default stands in */
    bool is_late;               /* the last moment has passed, or no session is left before it */
    int32_t criticality_ppm;    /* share of runs in which what it gates drives the date */
};

/* All open decisions of the network's plan, the earliest last moment first, those without one last.
 * Cost: decisions x (nodes + links). */
uint32_t decide_by_compute(const struct network *network, const struct forecast *forecast,
                           struct arena *owner, struct arena *scratch,
                           const struct decide_by **ret_items);

/* Whether nobody has decided it yet. */
bool decision_is_open(const struct object *decision);

#endif
