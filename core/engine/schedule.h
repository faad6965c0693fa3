/* SPDX-License-Identifier: Apache-2.0 */
/* schedule.h - the precedence method: when everything can and must happen, one date each.
 *
 * Forward and backward pass over all link types, calendars, constraints and progress, by the
 * rules of the network's dialect (domain.md 2.1-2.4, formats.md 5.3 and 5.4). Durations are
 * medians.
 * Source: Kelley and Walker 1959; Fondahl 1961; PDM as in domain.md.
 */
#ifndef BATON_CORE_ENGINE_SCHEDULE_H
#define BATON_CORE_ENGINE_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/network/network.h"

/* What held a node's early start where it is. */
enum schedule_reason {
    REASON_START,           /* the program's start or the data date */
    REASON_LINK,            /* driver[] is the link */
    REASON_CONSTRAINT,
    REASON_ACTUAL,          /* it really started then */
    REASON_MANUAL,
    REASON_LATE,            /* as late as possible */
    REASON_BOUND            /* something that may start or finish only so long after it */
};

struct schedule_dates {     /* instants; a start is a start, a finish a finish */
    int64_t early_start, early_finish, late_start, late_finish;
    /* A started task's late start is that of the work left; in msproject its actual start. */
    int64_t total_float_s, free_float_s;    /* working seconds on the node's calendar */
    bool critical;
};

struct schedule {
    const struct network *network;
    struct schedule_dates *node;        /* [node_count] */
    uint8_t *reason;                    /* [node_count] enum schedule_reason */
    uint32_t *driver;                   /* [node_count] index into network->links, UINT32_MAX */
    int64_t *work_start;                /* [node_count] early start of the work that is left: the
                                           early start of what has not started */
    bool *longest_path;                 /* [node_count] on the longest path */
    struct schedule_dates *object;      /* [plan->object_count]: leaves and summaries (roll-ups);
                                           early_start CIVIL_NONE for what has no dates */
    int64_t start, finish;              /* of the whole */
};

/* Cost: nodes + links calendar steps, times the rounds that upper bounds take (none without).
 * Errors: "impossible-bound" with the chain of ids, "beyond-calendar"; false then. Warning:
 * "bound-missed" where what really happened is past an upper bound. */
bool schedule_compute(const struct network *n, struct arena *owner, struct arena *scratch,
                      const struct schedule **ret_schedule, struct diags *out);
/* Drag: the working seconds that a node of the longest path alone costs the whole, [node_count],
 * 0 off the path: the least of what is left of it and the total float of what runs beside it
 * (Devaux; domain.md 2.1). Where several paths are longest, none costs anything alone, and the
 * one that the drivers trace is asked. Cost: nodes x log + links. */
const int64_t *schedule_drag(const struct schedule *s, struct arena *owner,
                             struct arena *scratch);

#endif
