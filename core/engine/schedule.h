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
    REASON_LATE             /* as late as possible */
};

struct schedule_dates {     /* instants; a start is a start, a finish a finish */
    int64_t early_start, early_finish, late_start, late_finish;
    int64_t total_float_s, free_float_s;    /* working seconds on the node's calendar */
    bool critical;
};

struct schedule {
    const struct network *network;
    struct schedule_dates *node;        /* [node_count] */
    uint8_t *reason;                    /* [node_count] enum schedule_reason */
    uint32_t *driver;                   /* [node_count] index into network->links, UINT32_MAX */
    bool *longest_path;                 /* [node_count] on the longest path */
    int64_t *drag_s;                    /* [node_count] days it alone costs (Devaux); 0 elsewhere */
    struct schedule_dates *object;      /* [plan->object_count]: leaves and summaries (roll-ups);
                                           early_start CIVIL_NONE for what has no dates */
    int64_t start, finish;              /* of the whole */
};

/* Cost: nodes + links calendar steps. Errors: "impossible-bound" with the chain of ids;
 * false then. */
bool schedule_compute(const struct network *n, struct arena *owner, struct arena *scratch,
                      const struct schedule **ret_schedule, struct diags *out);
/* Drag is quadratic at worst; asked for apart. Fills drag_s of the critical nodes. */
void schedule_drag(struct schedule *s, struct arena *scratch);

#endif
