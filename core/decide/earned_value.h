/* SPDX-License-Identifier: Apache-2.0 */
/* earned_value.h - earned value and earned schedule: what was planned, done and paid.
 *
 * The formulas of domain.md 7.6. SPI goes to 1 at the end of a late project, SPI(t) does not
 * (Lipke), so both stand side by side. Money in minor units; indices and times in millionths. A
 * value that would need a division by nothing is EARNED_NONE, never zero.
 */
#ifndef BATON_CORE_DECIDE_EARNED_VALUE_H
#define BATON_CORE_DECIDE_EARNED_VALUE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct plan;

#define EARNED_NONE INT64_MIN

struct earned_input {
    const int64_t *planned;     /* [period_count] PV at the end of each period, never falling */
    uint32_t period_count;      /* the planned duration, in periods */
    int64_t at_micro;           /* the actual time: periods gone, millionths */
    int64_t budget;             /* BAC */
    int64_t earned;             /* EV */
    int64_t actual;             /* AC */
};

struct earned {
    int64_t planned;            /* PV at the actual time, straight between period ends */
    int64_t cost_variance;      /* CV = EV - AC */
    int64_t schedule_variance;  /* SV = EV - PV */
    int64_t cpi, spi;           /* EV / AC, EV / PV */
    int64_t eac;                /* BAC / CPI */
    int64_t eac_as_planned;     /* AC + (BAC - EV) */
    int64_t eac_both;           /* AC + (BAC - EV) / (CPI x SPI) */
    int64_t variance_at_completion;     /* BAC - EAC */
    int64_t tcpi;               /* (BAC - EV) / (BAC - AC) */
    int64_t earned_schedule;    /* ES = C + (EV - PV_C) / (PV_C+1 - PV_C), periods */
    int64_t schedule_variance_t;        /* SV(t) = ES - AT */
    int64_t spi_t;              /* ES / AT */
    int64_t ieac_t;             /* PD / SPI(t), periods */
};

struct earned earned_value(const struct earned_input *in);

/* A plan whose tasks state a baseline with start, finish and cost: PV is the cost spread evenly
 * from the one to the other, by weeks. EV by 0/100 up to two weeks of baseline; above, the reported
 * share done (none reported: 0 until it is finished). AC is what is stated as spent. */
struct earned_plan {
    struct earned_input input;
    struct earned result;
    uint32_t task_count;        /* with such a baseline */
    uint32_t left_out;          /* without */
    bool spent_known;           /* any task states what was spent; else AC is NONE */
};
/* NULL: no task has such a baseline. */
const struct earned_plan *earned_value_plan(const struct plan *plan, struct arena *owner);

#endif
