/* SPDX-License-Identifier: Apache-2.0 */
/* gains.h - the path to green: what each thing that could be done gains, simulated.
 *
 * Options of open decisions and mitigations of open risks, each made to the plan as stated and
 * simulated on the same random numbers; then the best of each together. What is chosen gains for
 * one promise, the least likely of those still to come; what it does to the others is kept too. A
 * step without edits has no simulated gain and is none here. Source: domain.md 7.1, 7.2.
 */
#ifndef BATON_CORE_DECIDE_GAINS_H
#define BATON_CORE_DECIDE_GAINS_H

#include "core/engine/forecast.h"

enum { GAINS_MOST = 12, GAINS_IN_ALL = 6, GAIN_PROMISES = 3 };

enum gain_kind { GAIN_OPTION, GAIN_MITIGATION };

/* Of each promise that is told of: now, or with a step. */
struct gain_on {
    int32_t likely_ppm[GAIN_PROMISES];
    int64_t p80[GAIN_PROMISES];
};

struct gain {
    enum gain_kind kind;
    uint32_t object;                /* the decision or risk, of the plan as stated */
    const struct object *option;    /* of a decision */
    bool assumed;                   /* the forecast takes this option already */
    bool together;                  /* among those made together */
    struct gain_on on;
};

struct gains {
    struct str promises[GAIN_PROMISES];     /* the least likely, from the worst on */
    uint32_t promise_count;
    struct gain_on now;             /* on as many runs */
    uint32_t iterations;
    const struct gain *items;       /* in the plan's order */
    uint32_t count;
    uint32_t together_count;        /* below 2: nothing to make together */
    struct gain_on together;        /* likely_ppm[0] -1: they cannot be made together */
};

/* NULL where nothing is promised. Cost: a simulation a step, at most GAINS_MOST + 1; on
 * large plans of fewer iterations. */
const struct gains *gains_compute(const struct plan *plan, const struct forecast *forecast,
                                  struct arena *owner, struct arena *scratch);

#endif
