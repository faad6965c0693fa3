/* SPDX-License-Identifier: Apache-2.0 */
/* options.h - what each option of a decision does, simulated with common random numbers.
 *
 * An option's plan is the plan with that option assumed: what the decision gates waits for the next
 * fitting session, then the option's edits hold. Nobody deciding is the same without any edit, and
 * is always the last row. All are run with one seed and one number of iterations, so each draw is
 * the same in all of them, and a difference is the option's.
 *
 * Worth is money where a cost of delay was agreed (lost by delay of the main promise, and the
 * option's own cost), else clock seconds of its finish; less is better. Of the samples of worth,
 * one for each option and iteration (domain.md 5):
 *
 *   EVPI = min over options of the mean - mean of the min over options
 *   EVSI of a test that names the truly best option with probability q, and each of the others
 *        with (1 - q) / (k - 1):  min of the mean - sum over answers s of
 *        min over options of E[worth x P(s | what is best)]
 */
#ifndef BATON_CORE_DECIDE_OPTIONS_H
#define BATON_CORE_DECIDE_OPTIONS_H

#include "core/decide/decide_by.h"
#include "core/decide/weeks.h"

struct option_effect {
    const struct object *option;        /* NULL: nobody decides */
    bool known;                         /* false: its edits cannot be applied */
    int64_t p50, p80;                   /* instants of the main target */
    const int32_t *likely_ppm;          /* [promise_count]; -1: unknown */
    bool has_cost;
    int64_t cost_minor;                 /* P50 of the program's cost, the option's own in it */
    int32_t within_ppm;                 /* of the budget; -1: none */
    const uint32_t *breaks;             /* guardrails that it breaks and nobody deciding does not:
                                           object numbers of the plan; see weeks.h */
    uint32_t break_count;
    bool has_weeks;
    struct weeks weeks;                 /* load by week and team, at one date each; its team
                                           numbers are of the plan */
    int64_t load_s;                     /* person-seconds of work left at the median, beyond
                                           nobody deciding */
    int64_t dies;                       /* instant by which it must be known; CIVIL_NONE: never */
    int64_t last_known;                 /* of the forum's last session before; CIVIL_NONE: none */
    bool dead;                          /* that has passed */
    double worth;                       /* mean: minor units or clock seconds; less is better */
};

struct option_threshold {               /* where the best option is no longer best */
    bool found;
    struct str address;                 /* the input: billing-cutover.estimate */
    bool likely;                        /* a probability: `at_ppm` of it; else times its P50 */
    int64_t stated_ppm, at_ppm;         /* stated: its probability, or 1000000 */
    const struct object *then;          /* what is best beyond; NULL: nobody deciding */
};

struct options {
    const struct plan *plan;
    const struct object *decision;
    bool has_by;
    bool by_withheld;                   /* there is a last moment, and this reader may not know of
                                           what; never set by options_compute */
    struct decide_by by;
    const struct object *const *promises;
    uint32_t promise_count;
    const struct object *target;        /* what p50 and p80 are of; NULL: not for this reader */
    const struct option_effect *effects;
    uint32_t count;                     /* options + 1 */
    uint32_t best;                      /* index; UINT32_MAX: nothing is known */
    bool money;                         /* worth is in minor units */
    double evpi, evsi;
    bool has_test;
    int64_t test_cost_minor;
    double test_delay;                  /* what its time costs past the last moment, in worth */
    int64_t wait_s, wait_p50_s;         /* working seconds of P80 (P50) a week of waiting costs, at
                                           the best option; valid where wait_known */
    int64_t wait_minor;                 /* INT64_MIN: nobody agreed a number */
    bool wait_known;
    struct option_threshold threshold;
    uint32_t iterations;
    uint64_t seed;
};

enum { OPTION_ITERATIONS = 2048, OPTION_MOST = 12 };

/* `network` and `forecast` are of the plan; `decision` is one of its objects. Cost: a
 * simulation an option, and about ten more; fewer iterations on large plans. */
void options_compute(const struct network *network, const struct forecast *forecast,
                     const struct plan *plan, const struct object *decision,
                     const struct forecast_options *how, struct arena *owner,
                     struct arena *scratch, const struct options **ret_options);

/* The two values of information, of worth[option][iteration] (less is better). */
double options_evpi(const double *worth, uint32_t options, uint32_t iterations);
double options_evsi(const double *worth, uint32_t options, uint32_t iterations,
                    double accuracy);

#endif
