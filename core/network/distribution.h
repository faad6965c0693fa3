/* SPDX-License-Identifier: Apache-2.0 */
/* distribution.h - what an estimate says about a duration, as a quantile function.
 *
 * The simulation turns these into integer tables, the schedule takes their median; nothing else
 * of a distribution is needed. Sources: domain.md 2.7 (shapes, with worked values that the
 * tests repeat) and 3 (the default spread).
 */
#ifndef BATON_CORE_NETWORK_DISTRIBUTION_H
#define BATON_CORE_NETWORK_DISTRIBUTION_H

#include "core/plan/types.h"

enum distribution_kind {
    DISTRIBUTION_POINT,             /* a, always */
    DISTRIBUTION_SPLIT_LOGNORMAL,   /* P10 a, P50 b, P90 c: two half-lognormals joined at b; a side
                                       with equal ends is flat, one at or below 0 is half normal */
    DISTRIBUTION_PERT,              /* min a, mode b, max c; weight 4 */
    DISTRIBUTION_TRIANGULAR,        /* min a, mode b, max c; trigen is solved to this */
    DISTRIBUTION_UNIFORM,           /* a to c */
    DISTRIBUTION_LOGNORMAL,         /* P50 b, P80 c */
    DISTRIBUTION_RECORD,            /* b times the published record of single numbers: a default */
    DISTRIBUTION_EXPONENTIAL        /* mean a */
};

enum { DISTRIBUTION_RECORDED = 8 };

struct distribution {
    enum distribution_kind kind;
    double a, b, c;
    double least;                   /* no quantile is below */
    const double *record;           /* [DISTRIBUTION_RECORDED] of RECORD: actual over stated at P5
                                       P10 P20 P50 P80 P90 P95 P99; NULL: the published one */
};

/* The value that is exceeded with probability 1 - p; 0 < p < 1. */
double distribution_quantile(const struct distribution *d, double p);
/* P(value <= x). Cost: some sixty quantiles. */
double distribution_cdf(const struct distribution *d, double x);
/* What is left of it, knowing that `age` is spent and it is not over: the quantile p of
 * value - age given value > age. Never below 0. */
double distribution_quantile_given(const struct distribution *d, double age, double p);
/* All values times a factor above 0. */
struct distribution distribution_scaled(struct distribution d, double factor);
/* The median, rounded to the unit. */
int64_t distribution_median(const struct distribution *d);
/* Whether its spread is the labelled default and not the owner's. */
bool distribution_is_default(const struct distribution *d);

/* In seconds on a calendar: working ones, or clock ones where the estimate is of elapsed time. */
struct distribution distribution_of_estimate(const struct estimate *e, const struct calendar *c);
bool estimate_is_elapsed(const struct estimate *e);
/* In the unit of the triple. A single number is that number: nobody publishes a spread of money
 * or of factors. */
struct distribution distribution_of_triple(const struct triple *t);
struct distribution distribution_of_point(double value);
struct distribution distribution_of_exponential(double mean);
/* The lognormal with that median and the value `at` as its quantile p. */
struct distribution distribution_of_lognormal(double median, double at, double p);
/* min, mode and max of the triangle whose P10 and P90 are `low` and `high`. */
struct distribution distribution_of_trigen(double low, double mode, double high);

/* The name of the default spread of single numbers, to be printed wherever it is used. */
extern const char distribution_record_source[];

#endif
