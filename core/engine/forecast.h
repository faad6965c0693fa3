/* SPDX-License-Identifier: Apache-2.0 */
/* forecast.h - the simulation: what will really happen, with its probability.
 *
 * Three calls, so that threads and machines stay outside: compile a job, run blocks of
 * iterations into partial results, merge partials; then finish. Every draw is a function
 * of (seed, stable key, iteration, purpose), every accumulator is an integer and every
 * merge is associative, so the answer is the same bytes for any number of threads, lanes,
 * compilers and blocks. Sources: domain.md 2.7, scale.md 3.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_H
#define BATON_CORE_ENGINE_FORECAST_H

#include <stdbool.h>
#include <stdint.h>

#include "core/engine/level.h"
#include "core/engine/schedule.h"
#include "core/network/network.h"

struct forecast_job;
struct forecast_partial;

enum { FORECAST_ITERATION_CEILING = 1000000, FORECAST_BLOCK = 256 };

/* How wide the kernels may be: what the processor has, and never a wider one. */
enum forecast_vectors { VECTORS_BASE, VECTORS_AVX2, VECTORS_AVX512 };

/* Teams (or tasks) whose open work may go on from an earlier instant than the data date. "": of no
 * team. */
struct forecast_hold {
    const struct str *teams;
    bool tasks;                 /* they are ids of tasks */
    uint32_t count;
    int64_t now;
};

struct forecast_options {
    uint64_t seed;              /* 0 counts as 1 */
    uint32_t iterations;        /* exact; 0: the stop rule decides (forecast_wants) */
    bool no_sensitivity;        /* screening and pricing leave it out */
    bool with_money;            /* spending by month and return all the same */
    bool no_tasks;              /* no quantiles and criticality of tasks */
    const struct forecast_hold *hold;   /* counterfactual; NULL: none */
    enum forecast_vectors vectors;  /* never seen in a result */
    bool no_capacity;           /* as if every team had the people it needs */
    bool arcs;                  /* screening: the order in teams of the medians, frozen as links */
    bool hurried;               /* on a large plan where teams bind, fewer iterations than the stop
                                   rule's least */
    bool lean;                  /* and there: no sensitivities, and of what teams cost only by how
                                   much dates are later, over few iterations */
    bool weeks;                 /* also what teams are taken for by week, where they bind */
    struct level_people people; /* what if a team had more */
};

/* Compile a plan for simulation: quantile tables, drivers, risks, branches, calendars. The assumed
 * options' edits of open decisions are applied first (design.md 4), so the job has a network of
 * its own. Errors: "no-honest-forecast" (too little to go on; the diags name the facts that would
 * help most), and those of network_compile. */
bool forecast_job_new(const struct plan *plan, const struct forecast_options *options,
                      struct arena *owner, struct arena *scratch,
                      const struct forecast_job **ret_job, struct diags *out);
const struct network *forecast_job_network(const struct forecast_job *job);
/* The same job with another number of iterations. */
const struct forecast_job *forecast_job_with(const struct forecast_job *job, uint32_t iterations,
                                             struct arena *owner);

/* How many iterations to have in all before looking again: the number asked for, or by the stop
 * rule of domain.md 2.7 given what is merged so far (NULL: nothing), under a cap of 50,000 or, for
 * large plans, of 2^30 iterations of rows. Equal to what is merged: done. */
uint32_t forecast_wants(const struct forecast_job *job, const struct forecast_partial *so_far);

/* Run iterations first .. first + count - 1 (both multiples of FORECAST_BLOCK, but for the last
 * block). Any thread, each with its own arenas. */
struct forecast_partial *forecast_run(const struct forecast_job *job, uint32_t first,
                                      uint32_t count, struct arena *owner,
                                      struct arena *scratch);

/* Two jobs of plans that differ little, run side by side: of the second only the rows that can
 * differ. Partials as forecast_run gives them, to the bit. NULL: they cannot share (a team binds,
 * there is money, tasks are asked for, the rows are not the same ones): run each by itself. */
struct forecast_twin;
const struct forecast_twin *forecast_twin_new(const struct forecast_job *base,
                                              const struct forecast_job *job,
                                              struct arena *owner, struct arena *scratch);
uint32_t forecast_twin_rows(const struct forecast_twin *twin);  /* that are run twice */
void forecast_run_twin(const struct forecast_twin *twin, uint32_t first, uint32_t count,
                       struct arena *owner, struct arena *scratch,
                       struct forecast_partial *ret_parts[2]);

/* Merge partials of one job, in any order; covers the union of their iterations. */
struct forecast_partial *forecast_merge(const struct forecast_job *job,
                                        struct forecast_partial *const *parts, uint32_t count,
                                        struct arena *owner);

/* Of the first promise that can be forecast, so far: its id, how likely, the instant of its P80. */
bool forecast_peek(const struct forecast_job *job, const struct forecast_partial *so_far,
                   struct str *ret_id, int32_t *ret_likely_ppm, int64_t *ret_p80);

/* Finishes of the target with that index in the order of iterations, as clock seconds from one
 * origin: [iterations]. The forecast of the same partial has the instants, sorted. */
void forecast_finishes(const struct forecast_partial *all, uint32_t target, int32_t *ret_clock);

enum { FORECAST_QUANTILES = 5 };
/* P10 P50 P80 P90 P95 */
extern const uint8_t forecast_percent[FORECAST_QUANTILES];

struct forecast_target {        /* a milestone, a task, or what a commitment hangs on */
    uint32_t object;
    uint32_t node;
    int64_t at[FORECAST_QUANTILES];     /* instants of finish */
    int64_t mean;
    int64_t error_p80_s;        /* half the 95 % order-statistic interval at P80, clock seconds */
    const int64_t *sorted;      /* [iterations] finishes in ascending order; NULL for tasks */
};

struct forecast_commitment {
    uint32_t object;            /* the commitment */
    uint32_t target;            /* index into targets[]; UINT32_MAX: no forecastable chain */
    int64_t date;               /* instants: the last second that still meets it */
    int32_t probability_ppm;
    int32_t error_ppm;          /* half the 95 % interval */
    int32_t outside_view_ppm;   /* from the published record (labelled), -1: not applicable. The
                                   stated remaining time is that of the plan at its owners'
                                   numbers (or the milestone's own date, if later), the available
                                   one up to `date`: clock time both, from the data date */
    int64_t stated;             /* the instant that says: the finish at the owners' numbers */
    int32_t stated_ppm, defaulted_ppm, stale_ppm;   /* shares of the driving path's estimates,
                                                       weighted by criticality; one each: a stale
                                                       one is not counted as stated */
    bool old;                   /* forecast.old */
    uint32_t driving_count;     /* open tasks on its driving path (policy driving-path.criticality),
                                   of the first 32 promises; 0: not known */
    uint32_t unestimated_count; /* ... that nobody has estimated */
    uint32_t hangs_on;          /* object most often driving it (highest criticality to it) */
    int32_t hangs_on_ppm;
    uint32_t next_on;           /* ... and the next most often; OBJECT_NONE: nothing else does */
    int32_t next_on_ppm;
};

struct forecast_task {
    uint32_t object, node;
    int32_t criticality_ppm;    /* share of iterations on the driving path to the last commitment
                                   (or to the end where nothing is promised) */
    int32_t criticality_any_ppm;/* to any of the first 32 commitments */
    int64_t p10, p50, p90;      /* instants of finish */
    int64_t start_p50;
    int64_t driving_most_s;     /* working seconds: the longest it took in an iteration in which it
                                   drove; 0 when it never did. No quantile of the date
                                   moves by more when it is taken away (pricing rests on this) */
};

enum sensitivity_kind { SENSITIVITY_TASK, SENSITIVITY_RISK, SENSITIVITY_DRIVER,
                        SENSITIVITY_HANDOFF, SENSITIVITY_DECISION };
struct forecast_sensitivity {   /* remove one, with common random numbers; sorted, largest first */
    uint32_t object;
    enum sensitivity_kind kind;
    int64_t p80_s;              /* working seconds the P80 of the main target comes earlier without
                                   its uncertainty (task), or without it (risk, driver...) */
    int64_t p50_s;
    uint32_t target;            /* which target */
    bool is_delivery;           /* of a hand-off: when it is given; else when it is accepted */
};

struct forecast_team {          /* that binds; what people would buy, with common random numbers */
    uint32_t object;
    int64_t waited_s;           /* working seconds that tasks wait for it in all, on average */
    uint32_t target;            /* of the promises (or the main target) the one it costs most */
    int64_t p80_s;              /* working seconds by which its P80 is later than with people
                                   enough in this team; below 0 where order luck helps */
    int64_t one_more_s;         /* ... by which one more person every day makes it earlier */
    bool simulated;             /* false: too little waits for it, and both are 0 */
    uint32_t iterations;        /* that p80_s is of */
};

/* What a team (or those of it who have some skills) is taken for in a week, over the first 1,024
 * runs: millionths of people times working seconds. Never more than it has, but for what is under
 * way. */
struct forecast_week_team {
    uint32_t object, level_team;        /* level_team: as in a level_problem of the same plan */
    const int64_t *p50, *p80;           /* [week_count] */
};

struct forecast_merge_point {   /* a node with three or more incoming branches that matter */
    uint32_t object, node;
    uint32_t branch_count;
    int64_t bias_s;             /* P50 of the latest branch less the latest of the branches' P50 */
    int32_t joint_ppm;          /* P(all branches by the reference date) */
    int32_t worst_branch_ppm;   /* the least likely single branch by that date */
    int64_t reference;          /* the commitment's date that hangs on it, else the P50 */
};

struct forecast_handoff {
    uint32_t object;
    int64_t delivery_p50, delivery_p80, acceptance_p50, acceptance_p80;
    int64_t need_by_p20;        /* computed need-by: the P20 of the taker's late start for the first
                                   of the promises that hang on it; CIVIL_NONE: none does */
    int64_t asked, offered;     /* CIVIL_NONE */
    int32_t by_asked_ppm;       /* P(accepted by the asked date); -1: not asked */
    int32_t criticality_ppm;
};

struct forecast_spend {         /* spent in all by an instant, over the runs */
    int64_t at, p10, p50, p90;
    int64_t burn_p50;           /* within the month that ends then, by itself */
};
struct forecast_outcome {       /* of one run: when the main target finished, what it all cost */
    int64_t finish, cost;
};
enum { FORECAST_OUTCOMES = 300 };

struct forecast_cost {          /* minor units; valid when any rate or cost is stated */
    bool known;
    int64_t p10, p50, p80, p90;
    int64_t stated;             /* what is spent and what is left at the owners' own numbers, with
                                   no risk; INT64_MIN: withheld */
    int64_t spent;              /* by the data date: as stated, else work done at its rate;
                                   INT64_MIN: withheld */
    int64_t limit;              /* the budget guardrail; INT64_MIN: none */
    int32_t within_ppm, within_and_on_time_ppm;
    /* Of the main promise and the limit, where there are both: in time and within, late and within,
     * in time and over, late and over. */
    int32_t quarter_ppm[4];
    const struct forecast_outcome *outcomes;    /* the first runs, in their order */
    uint32_t outcome_count;
    const struct forecast_spend *spend; /* at the ends of months from the data date on */
    uint32_t spend_count;
    const int64_t *dearest;             /* the dearest month of each kept run, sorted */
    uint32_t dearest_count;
};

struct forecast_value {         /* what the program brings in; minor units */
    bool known;                 /* a benefit is stated, with who agreed it, and costs are known */
    int64_t npv_p10, npv_p50, npv_p90;  /* at the data date; what is spent is gone either way */
    int32_t loss_ppm;           /* share of runs with a net present value below 0 */
    int64_t roi_p10_ppm, roi_p50_ppm, roi_p90_ppm;  /* (benefit - cost) / cost, not discounted */
    const int64_t *roi_ppm;     /* of each run, sorted */
    uint32_t roi_count;
    int32_t payback_months;     /* whole months of benefit that pay the P50 cost; -1: never */
};

struct forecast_limit {         /* an "at most" link of unfinished work */
    uint32_t pred, succ;        /* objects */
    int32_t broken_ppm;         /* share of iterations in which the successor comes too late */
    int32_t waits_ppm;          /* ... in which the predecessor waits past its day, to be in time */
};

/* A default that took the place of something nobody stated: printed, never silent. */
struct forecast_default {
    const char *what;           /* "spread of single-number estimates"... */
    uint32_t count;             /* of objects it stood in for */
    const char *source;         /* "SiP task record (8,252 tasks)"... */
};

struct forecast {
    const struct network *network;  /* with the assumed options applied */
    uint64_t seed;
    uint64_t inputs;                /* plan_digest of what was asked */
    uint32_t iterations;
    uint64_t digest;                /* of the run's identity and of all accumulators */
    bool capacity;                  /* whether team capacity bound */
    bool by_arcs;                   /* ... by the order of the medians, frozen as links */
    const struct forecast_target *targets;
    uint32_t target_count;          /* milestones and committed tasks, in object order; where
                                       nothing is promised, last the end of everything: node
                                       NODE_NONE, object the program's */
    uint32_t main_commitment;       /* index of the last by date that is still to come: what
                                       criticality and sensitivity are about; UINT32_MAX */
    uint32_t main_target;
    const struct forecast_commitment *commitments;
    uint32_t commitment_count;      /* active ones, by rank then date */
    int32_t joint_ppm;              /* all active commitments; -1: none */
    bool old;                       /* nobody has said anything of the plan for one and a half
                                       of its rhythms: by the newest day that it states, on the
                                       data date, or the day on which it is read */
    int64_t newest_word;            /* that day; CIVIL_NONE: nobody states any */
    const struct forecast_task *tasks;      /* every node, in object order */
    uint32_t task_count;
    const struct forecast_sensitivity *sensitivity;
    uint32_t sensitivity_count;
    const struct forecast_team *teams;      /* that bind: what costs most first */
    uint32_t team_count;
    const struct forecast_week_team *week_teams;    /* where asked for */
    uint32_t week_team_count, week_count;
    int64_t weeks_from;             /* the Monday of the data date's week: days since 1970 */
    const struct forecast_merge_point *merges;
    uint32_t merge_count;
    const struct forecast_handoff *handoffs;
    uint32_t handoff_count;
    struct forecast_cost cost;
    struct forecast_value value;
    const struct forecast_default *defaults;
    uint32_t default_count;
    const struct forecast_limit *limits;    /* the most often broken first */
    uint32_t limit_count;
    uint32_t late_count;            /* rows as late as possible: none begins before the day that the
                                       schedule gives it */
    bool from_finish;               /* scheduled backwards: nothing begins before its start */
    const uint32_t *assumed;        /* open decisions, objects: their assumed option stood in */
    uint32_t assumed_count;
    const struct forecast_task *const *by_object;   /* [plan->object_count], NULL: none */
};

/* The answer. Cost: a sort of every target's iterations; selection in the kept iterations of every
 * row; and, for sensitivities, twelve times those iterations of the rows that can differ. */
const struct forecast *forecast_finish(const struct forecast_job *job,
                                       const struct forecast_partial *all, struct arena *owner,
                                       struct arena *scratch);
/* The same in parts: what is simulated again (sensitivities, teams) is pieces, which threads may
 * run side by side, each with scratch of its own. What begin makes lives in its scratch until
 * end. */
struct forecast_finishing;
struct forecast_finishing *forecast_finish_begin(const struct forecast_job *job,
                                                 const struct forecast_partial *all,
                                                 struct arena *owner, struct arena *scratch);
uint32_t forecast_finish_pieces(const struct forecast_finishing *f);
void forecast_finish_piece(const struct forecast_finishing *f, uint32_t piece,
                           struct arena *scratch);
const struct forecast *forecast_finish_end(struct forecast_finishing *f);

/* All of the above on one thread, for tests and for pricing. */
bool forecast_compute(const struct plan *plan, const struct forecast_options *options,
                      struct arena *owner, struct arena *scratch,
                      const struct forecast **ret_forecast, struct diags *out);

/* P(finish of target <= instant), ppm; and the instant at a probability, by the sorted finishes. */
int32_t forecast_probability(const struct forecast *f, const struct forecast_target *target,
                             int64_t instant);
int64_t forecast_quantile(const struct forecast *f, const struct forecast_target *target,
                          int32_t ppm);

#endif
