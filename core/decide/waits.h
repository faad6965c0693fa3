/* SPDX-License-Identifier: Apache-2.0 */
/* waits.h - who waits on whom: every hand-off with what is needed when, and the teams in an order
 * that shows feedback.
 *
 * A wait is the working time between the day the taker counts on (the date asked; where none was
 * asked, the computed need-by) and the P80 of acceptance; nothing where acceptance is likely in
 * time. A design structure matrix (Steward, 1981; Eppinger and Browning, 2012) of these: rows give,
 * columns take, teams ordered so that as little as possible stands below the diagonal. Teams
 * that wait on one another in a circle stand side by side as a block.
 */
#ifndef BATON_CORE_DECIDE_WAITS_H
#define BATON_CORE_DECIDE_WAITS_H

#include "core/engine/forecast.h"
#include "core/plan/plan.h"

struct arena;

struct wait {
    uint32_t handoff;           /* objects of the plan given */
    uint32_t giving, taking;    /* teams; OBJECT_NONE: nobody's */
    uint32_t state;             /* enum handoff_state */
    bool open;                  /* not accepted, not dropped */
    bool unagreed;              /* rests on an interface that is not agreed */
    uint32_t slips;             /* earlier answers that promised an earlier date */
    int64_t counted_on;         /* asked, else need-by; CIVIL_NONE: neither is known */
    bool by_need;               /* it is the need-by */
    const struct forecast_handoff *f;   /* NULL: accepted, dropped, or no forecast */
    int64_t float_s;            /* working seconds from acceptance at P80 to counted_on; may be
                                   negative; valid where both are known */
    int64_t wait_s;             /* what is negative of it, as a positive number */
};

struct wait_cell {
    uint32_t handoffs;          /* open ones */
    uint32_t links;             /* `after` across these teams that no hand-off covers */
    uint32_t unagreed;
    int64_t wait_s;             /* sum */
};

struct waits {
    const struct wait *items;   /* in the plan's order */
    uint32_t count;
    const uint32_t *teams;      /* [team_count] in the order of the matrix; OBJECT_NONE last:
                                   work that is nobody's, where it gives or takes */
    uint32_t team_count;
    const uint32_t *block;      /* [team_count]: teams of one circle have one number */
    const struct wait_cell *cells;      /* [team_count * team_count]: row gives */
    int64_t feedback_s;         /* below the diagonal */
};

/* More teams than this: no order is searched, they stand as the plan has them. */
enum { WAIT_TEAMS = 128 };

/* `forecast` may be NULL: then no days are known. Cost: hand-offs + links + teams cubed; a
 * circle of up to 12 teams is ordered exactly, a larger one greedily. */
const struct waits *waits_compute(const struct plan *plan, const struct forecast *forecast,
                                  struct arena *owner);

#endif
