/* SPDX-License-Identifier: Apache-2.0 */
#include "core/network/distribution.h"

#include "core/base/number.h"
#include "core/plan/plan.h"

#define Z90 1.28155156554460047
#define LEAST_OF_ALL (-1e300)

const char distribution_record_source[] =
    "SiP task record (10,266 tasks of one company), foreign class";

/* Actual over estimated, and the standard normal quantile it stands at. Between the points the
 * logarithm is linear in z. Past P5 and P99 the last slope goes on to P0.1 and P99.9, where the
 * record of ten thousand tasks ends. */
struct record_point {
    double z, factor;
};
static const struct record_point record[] = {
    {-3.09023230616781, 0.0},    {-1.64485362695147, 0.20}, {-1.28155156554460, 0.36},
    {-0.84162123357291, 0.60},   {0.0, 1.00},               {0.84162123357291, 1.43},
    {1.28155156554460, 2.00},    {1.64485362695147, 3.13},  {2.32634787404084, 7.0},
    {3.09023230616781, 0.0},
};
enum { RECORD_POINTS = sizeof(record) / sizeof(record[0]) };

static double between(double z, unsigned low, const double *own)
{
    const struct record_point *from = &record[low], *to = &record[low + 1];
    const double share = (z - from->z) / (to->z - from->z);
    const double log_low = number_log(own ? own[low - 1] : from->factor);
    const double log_high = number_log(own ? own[low] : to->factor);

    return number_exp(log_low + share * (log_high - log_low));
}

static double record_factor(double p, const double *own)
{
    double z = number_normal_quantile(p);
    unsigned i = 1;

    if (z < record[0].z)
        z = record[0].z;
    if (z > record[RECORD_POINTS - 1].z)
        z = record[RECORD_POINTS - 1].z;
    while (i < RECORD_POINTS - 3 && z > record[i + 1].z)
        i++;
    return between(z, i, own);
}

/* One half of a split lognormal: `edge` is the quantile at z = -Z90 or Z90. */
static double split_half(double median, double edge, double z)
{
    const double share = (z < 0 ? -z : z) / Z90;

    if (edge == median)
        return median;
    if (median > 0 && edge > 0)
        return number_exp(number_log(median) +
                          share * (number_log(edge) - number_log(median)));
    return median + share * (edge - median);
}

static double triangular(double low, double mode, double high, double p)
{
    const double width = high - low;

    if (width <= 0)
        return mode;
    if (p * width < mode - low)
        return low + number_sqrt(p * width * (mode - low));
    return high - number_sqrt((1 - p) * width * (high - mode));
}

static double pert(double low, double mode, double high, double p)
{
    const double width = high - low;

    if (width <= 0)
        return mode;
    return low + width * number_beta_quantile(p, 1 + 4 * (mode - low) / width,
                                              1 + 4 * (high - mode) / width);
}

static double raw_quantile(const struct distribution *d, double p)
{
    switch (d->kind) {
    case DISTRIBUTION_POINT:
        return d->a;
    case DISTRIBUTION_SPLIT_LOGNORMAL:
        return p < 0.5 ? split_half(d->b, d->a, number_normal_quantile(p))
                       : split_half(d->b, d->c, p > 0.5 ? number_normal_quantile(p) : 0);
    case DISTRIBUTION_PERT:
        return pert(d->a, d->b, d->c, p);
    case DISTRIBUTION_TRIANGULAR:
        return triangular(d->a, d->b, d->c, p);
    case DISTRIBUTION_UNIFORM:
        return d->a + p * (d->c - d->a);
    case DISTRIBUTION_LOGNORMAL:
        return d->b * number_exp(d->a * number_normal_quantile(p));
    case DISTRIBUTION_RECORD:
        return d->b * record_factor(p, d->record);
    case DISTRIBUTION_EXPONENTIAL:
        return -d->a * number_log(1 - p);
    }
    return d->a;
}

double distribution_quantile(const struct distribution *d, double p)
{
    const double x = raw_quantile(d, p);

    return x < d->least ? d->least : x;
}

/* The steps end where neighbouring probabilities no longer differ in their last bits, so the answer
 * does not depend on how many there are. */
double distribution_cdf(const struct distribution *d, double x)
{
    double low = 0, high = 1;

    for (int step = 0; step < 60; step++) {
        const double middle = (low + high) / 2;

        if (middle <= 0 || middle >= 1)
            break;
        if (distribution_quantile(d, middle) <= x)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

double distribution_quantile_given(const struct distribution *d, double age, double p)
{
    const double spent = age > 0 ? distribution_cdf(d, age) : 0;
    const double last = 1 - 1.0 / (1 << 30);
    double at = spent + p * (1 - spent);
    double left;

    if (at > last)
        at = last;
    left = distribution_quantile(d, at) - age;
    return left > 0 ? left : 0;
}

struct distribution distribution_scaled(struct distribution d, double factor)
{
    if (d.kind != DISTRIBUTION_LOGNORMAL)
        d.a *= factor;
    d.b *= factor;
    d.c *= factor;
    if (d.least > LEAST_OF_ALL)
        d.least *= factor;
    return d;
}

int64_t distribution_median(const struct distribution *d)
{
    /* Said exactly by whoever said it: not by way of a logarithm. */
    if (d->kind == DISTRIBUTION_SPLIT_LOGNORMAL || d->kind == DISTRIBUTION_LOGNORMAL ||
        d->kind == DISTRIBUTION_RECORD)
        return number_round(d->b < d->least ? d->least : d->b);
    return number_round(distribution_quantile(d, 0.5));
}

bool distribution_is_default(const struct distribution *d)
{
    return d->kind == DISTRIBUTION_RECORD;
}

struct distribution distribution_of_point(double value)
{
    return (struct distribution){DISTRIBUTION_POINT, value, value, value, LEAST_OF_ALL, NULL};
}

struct distribution distribution_of_exponential(double mean)
{
    return (struct distribution){DISTRIBUTION_EXPONENTIAL, mean, 0, 0, 0, NULL};
}

struct distribution distribution_of_lognormal(double median, double at, double p)
{
    if (median <= 0 || at <= 0)
        return distribution_of_point(median);
    return (struct distribution){DISTRIBUTION_LOGNORMAL,
                                 number_log(at / median) / number_normal_quantile(p), median, 0,
                                 LEAST_OF_ALL, NULL};
}

/* (low - a)^2 = 0.1 (b - a)(mode - a) and (b - high)^2 = 0.1 (b - a)(b - mode), each a quadratic
 * in its own unknown; taken in turns they converge by a constant factor a round. */
struct distribution distribution_of_trigen(double low, double mode, double high)
{
    const double q = 0.1;
    double a = low, b = high;

    if (!(low <= mode && mode <= high && low < high))
        return distribution_of_point(mode);
    for (int round = 0; round < 200; round++) {
        const double was_a = a, was_b = b;
        const double half_a = (q * (b + mode) - 2 * low) / 2;
        const double half_b = (q * (a + mode) - 2 * high) / 2;
        double inside = half_a * half_a - (1 - q) * (low * low - q * b * mode);

        a = (-half_a - number_sqrt(inside > 0 ? inside : 0)) / (1 - q);
        inside = half_b * half_b - (1 - q) * (high * high - q * a * mode);
        b = (-half_b + number_sqrt(inside > 0 ? inside : 0)) / (1 - q);
        if (a == was_a && b == was_b)
            break;
    }
    return (struct distribution){DISTRIBUTION_TRIANGULAR, a, mode, b, LEAST_OF_ALL, NULL};
}

static struct distribution of_shape(enum shape shape, double a, double b, double c)
{
    switch (shape) {
    case SHAPE_SINGLE:
        return (struct distribution){DISTRIBUTION_RECORD, 0, b, 0, LEAST_OF_ALL, NULL};
    case SHAPE_QUANTILES:
        return (struct distribution){DISTRIBUTION_SPLIT_LOGNORMAL, a, b, c, LEAST_OF_ALL, NULL};
    case SHAPE_PERT:
        return (struct distribution){DISTRIBUTION_PERT, a, b, c, LEAST_OF_ALL, NULL};
    case SHAPE_TRI:
        return (struct distribution){DISTRIBUTION_TRIANGULAR, a, b, c, LEAST_OF_ALL, NULL};
    case SHAPE_TRIGEN:
        return distribution_of_trigen(a, b, c);
    case SHAPE_UNIFORM:
        return (struct distribution){DISTRIBUTION_UNIFORM, a, 0, c, LEAST_OF_ALL, NULL};
    case SHAPE_LOGNORMAL:
        return distribution_of_lognormal(b, c, 0.9);
    }
    return distribution_of_point(b);
}

bool estimate_is_elapsed(const struct estimate *e)
{
    return e->a.elapsed || e->b.elapsed || e->c.elapsed;
}

struct distribution distribution_of_estimate(const struct estimate *e, const struct calendar *c)
{
    struct distribution d = of_shape(e->shape, (double)span_seconds(&e->a, c),
                                     (double)span_seconds(&e->b, c),
                                     (double)span_seconds(&e->c, c));

    d.least = 0;
    return d;
}

struct distribution distribution_of_triple(const struct triple *t)
{
    if (t->shape == SHAPE_SINGLE)
        return distribution_of_point((double)t->b);
    return of_shape(t->shape, (double)t->a, (double)t->b, (double)t->c);
}
