/* SPDX-License-Identifier: Apache-2.0 */
/* hit.h - the cheapest ways to a promise at a confidence, each with what it gives up.
 *
 * Steps are what the plan itself says can be done: scope that may be cut, options of open
 * decisions, mitigations of open risks, one person more in a team that binds (or one more of what
 * tasks take turns with), and putting the promise first. Each is a list of edits, so that every
 * way is a what-if that anybody can repeat.
 * A way is a set of steps that reaches the confidence while none of its parts that was simulated
 * does; ways stand by money, then by scope lost, then by the number of steps.
 *
 * Every way told was simulated in full, on the same random numbers as the plan as it is. Where the
 * sets are few, all of them are; else they are screened first by the cheap mode (resource arcs) on
 * fewer iterations, its difference at the plan as it is taken off, and what comes near enough is
 * simulated in full, the cheapest first. Nothing here depends on the threads that run the pieces.
 */
#ifndef BATON_CORE_DECIDE_HIT_H
#define BATON_CORE_DECIDE_HIT_H

#include "core/engine/forecast.h"

enum {
    HIT_STEPS = 24,             /* that are tried */
    HIT_SIZE = 4,               /* steps of a set that is screened, at most */
    HIT_WAYS = 40               /* that are kept */
};

enum hit_kind { HIT_FIRST, HIT_OPTION, HIT_MITIGATION, HIT_PERSON, HIT_DROP, HIT_CUT };

struct hit_step {
    enum hit_kind kind;
    uint32_t object;                /* task, hand-off, decision, risk, team or the promise */
    const struct object *option;    /* of the decision */
    const struct edit *edits;
    size_t edit_count;
    bool has_cost;                  /* somebody stated what it costs, or it costs no money */
    int64_t cost_minor;             /* beyond what the plan as it is takes */
    int64_t work_s;                 /* person-seconds of work cut, at the median */
    int64_t people_s;               /* working seconds the person is paid for: until the P80 */
    int64_t done_by;                /* of a mitigation, as stated; CIVIL_NONE */
    int64_t undone_until;           /* of an option; CIVIL_NONE: not stated */
    bool one_way;                   /* the decision is a one-way door */
    bool known;                     /* alone: it can be made and simulated */
    int32_t likely_ppm;             /* alone */
    int64_t at;                     /* alone: the instant at the confidence */
    bool eases;                     /* it takes work, waiting or risk away, or adds people */
    bool withheld;                  /* from an audience, in part: no edits are told */
};

struct hit_way {
    uint32_t steps;                 /* a bit each */
    uint32_t count;
    int32_t likely_ppm;
    int64_t at;
    int64_t cost_minor;             /* of the steps that state one */
    uint32_t unknown_costs;
    int64_t work_s;
    const int32_t *promises_ppm;    /* [promise_count] with it */
    bool has_cost;                  /* the program's own, at P50 */
    int64_t program_minor;
    int32_t within_ppm;             /* of the budget; -1: none */
};

struct hit_answer {
    const struct plan *plan;
    const struct object *commitment;
    int32_t wanted_ppm;
    int64_t date;                   /* the last second that keeps it */
    struct hit_way now;             /* the plan as it is */
    bool reached;                   /* already */
    bool stuck;                     /* nothing that can be forecast leads to it */
    int32_t error_ppm;              /* half the 95 % interval of a probability at the confidence */
    const struct object *const *promises;   /* all active ones that can be forecast */
    uint32_t promise_count;
    const struct hit_step *steps;
    uint32_t step_count, left_out;  /* left out: more than are tried */
    const struct hit_way *ways;     /* the cheapest first */
    uint32_t way_count;
    struct hit_way nearest;         /* where no way reaches: the likeliest that was simulated */
    struct hit_way soonest;         /* ... and the one with the earliest date at the confidence */
    uint32_t tried, screened;       /* sets simulated in full, and in the cheap mode */
    uint32_t used;                  /* bits: the steps that sets were made of */
    bool all_tried;                 /* every set of them was simulated in full */
    bool capacity;
    uint32_t iterations, screen_iterations;
    uint64_t seed;
};

/* Rounds of pieces, as in why.h: while there are pieces, run each once, in any order, on any
 * thread with arenas of its own (cleared by the caller). `owner` and `scratch` are used between
 * rounds only. `wanted_ppm` 0: the confidence that the promise states, else 80 %. */
struct hit_job;
struct hit_job *hit_begin(const struct plan *plan, const struct object *commitment,
                          int32_t wanted_ppm, const struct forecast_options *options,
                          struct arena *owner, struct arena *scratch, struct diags *out);
uint32_t hit_round(struct hit_job *job);
void hit_run(struct hit_job *job, uint32_t piece, struct arena *owner, struct arena *scratch);
/* False: the plan as it is has no forecast, and the diags say why. */
bool hit_finish(struct hit_job *job, const struct hit_answer **ret_answer);
/* All of it on one thread. */
bool hit_compute(const struct plan *plan, const struct object *commitment, int32_t wanted_ppm,
                 const struct forecast_options *options, struct arena *owner,
                 struct arena *scratch, const struct hit_answer **ret_answer, struct diags *out);

/* --- between hit.c and hit_steps.c ------------------------------------------------------------ */

/* The steps that the plan offers for a promise, in their order. `until`: to when a person more is
 * paid for. */
uint32_t hit_find_steps(const struct plan *plan, const struct network *network,
                        const struct object *commitment, int64_t until, bool capacity,
                        struct arena *owner, struct arena *scratch, struct hit_step *ret_steps,
                        uint32_t *ret_left_out);
/* Whether both cannot be taken: two options of one decision. */
bool hit_excludes(const struct hit_step *a, const struct hit_step *b);

#endif
