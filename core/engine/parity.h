/* SPDX-License-Identifier: Apache-2.0 */
/* parity.h - does the schedule agree with the dates an imported file's own tool computed?
 *
 * The stored dates are never an input, so agreement shows that the rules are understood. Two dates
 * agree when they are the same working instant of the task's calendar, within a minute: Friday
 * 17:00 is Monday 08:00 (formats.md 5.1 and 9).
 */
#ifndef BATON_CORE_ENGINE_PARITY_H
#define BATON_CORE_ENGINE_PARITY_H

#include "core/engine/schedule.h"

enum parity_date { PARITY_EARLY_START, PARITY_EARLY_FINISH, PARITY_LATE_START,
                   PARITY_LATE_FINISH, PARITY_DATES };
enum { PARITY_TOLERANCE_S = 60 };

/* The likely cause of a disagreement, from what stands at the task; the first that applies. */
enum parity_cause {
    PARITY_AGREES,
    PARITY_FOLLOWS,             /* a predecessor (early) or successor (late) already disagrees */
    PARITY_START_EDITED,        /* it starts before the project does, in the file itself */
    PARITY_STALE,               /* the file's own late dates contradict each other */
    PARITY_LEVELLED,
    PARITY_SPLIT,
    PARITY_OUT_OF_SEQUENCE,     /* started before its links allow */
    PARITY_IN_PROGRESS,
    PARITY_MANUAL,
    PARITY_ASSIGNMENT_DELAY,
    PARITY_RESOURCE_CALENDARS,  /* its resources work at different times */
    PARITY_WORK,                /* driven by the work of resources: contours, units, rounding */
    PARITY_CONSTRAINT,
    PARITY_UNKNOWN,
    PARITY_CAUSES
};
extern const char *const parity_cause_name[PARITY_CAUSES];      /* "levelled" */
extern const char *const parity_cause_text[PARITY_CAUSES];      /* one clause */

struct parity_task {
    uint32_t object, node;
    uint8_t stored;                     /* bit per parity_date: the file has it */
    uint8_t agrees;                     /* bit per parity_date; set too where nothing is stored */
    int64_t stored_at[PARITY_DATES];    /* CIVIL_NONE */
    int64_t computed_at[PARITY_DATES];
    int64_t apart_s[PARITY_DATES];      /* working seconds from stored to computed */
    enum parity_cause cause;
};

struct parity {
    const struct parity_task *tasks;    /* leaf tasks and milestones with stored early dates, in
                                           topological order */
    uint32_t task_count;
    uint32_t without;                   /* leaves the file stores no early dates of */
    uint32_t finished;                  /* left out in p6, which goes on computing dates for them
                                           that say nothing of what happened */
    uint32_t agree[PARITY_DATES];
    uint32_t early, all_four;           /* both early dates; all four dates */
    uint32_t worked;                    /* tasks with work of resources */
    bool late_usable;                   /* the file's late dates are self-consistent */
    uint32_t stale_object;              /* the task that shows they are not, or OBJECT_NONE */
    bool start_edited;                  /* the file's start is later than its earliest start */
    uint32_t first;                     /* index of the first disagreement whose predecessors
                                           (early) or successors (late) all agree; UINT32_MAX */
    uint32_t causes[PARITY_CAUSES];     /* tasks by cause */
};

const struct parity *parity_compute(const struct schedule *s, struct arena *owner,
                                    struct arena *scratch);

#endif
