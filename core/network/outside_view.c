/* SPDX-License-Identifier: Apache-2.0 */
/* The record of stated dates: a lognormal factor on the remaining time that was stated. */
#include "core/base/number.h"
#include "core/network/distribution.h"
#include "core/network/network.h"
#include "core/plan/defaults.h"

static double factor_of(const struct plan *plan, enum default_number which)
{
    const int64_t micro = default_micro(plan, which);

    return (double)(micro > 0 ? micro : 1) / 1e6;
}

static struct distribution record_of(const struct plan *plan)
{
    const double p50 = factor_of(plan, OUTSIDE_P50), p80 = factor_of(plan, OUTSIDE_P80);

    return distribution_of_lognormal(p50, p80 > p50 ? p80 : p50 * (1 + 1e-6), 0.8);
}

int64_t outside_view_factor(const struct plan *plan, double p)
{
    const struct distribution d = record_of(plan);

    return number_round(1e6 * distribution_quantile(&d, p));
}

int32_t outside_view_probability(const struct plan *plan, int64_t available_s, int64_t stated_s)
{
    const struct distribution d = record_of(plan);
    double z;

    if (stated_s <= 0)
        return -1;
    if (available_s <= 0)
        return 0;
    z = number_log((double)available_s / ((double)stated_s * factor_of(plan, OUTSIDE_P50))) / d.a;
    return (int32_t)number_round(1e6 * number_normal_cdf(z));
}
