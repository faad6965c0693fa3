/* SPDX-License-Identifier: Apache-2.0 */
/* The published record of stated dates, for programs that have none of their own.
 *
 * A lognormal factor on the remaining time that was stated: P50 1.4, P80 2.2, half way
 * between "as stated" and the Landmark record of 121 commercial projects (domain.md 3). */
#include "core/base/number.h"
#include "core/network/distribution.h"
#include "core/network/network.h"

#define OUTSIDE_P50 1.4
#define OUTSIDE_P80 2.2

int64_t outside_view_factor(double p)
{
    const struct distribution d = distribution_of_lognormal(OUTSIDE_P50, OUTSIDE_P80, 0.8);

    return number_round(1e6 * distribution_quantile(&d, p));
}

int32_t outside_view_probability(int64_t available_s, int64_t stated_s)
{
    const struct distribution d = distribution_of_lognormal(OUTSIDE_P50, OUTSIDE_P80, 0.8);
    double z;

    if (stated_s <= 0)
        return -1;
    if (available_s <= 0)
        return 0;
    z = number_log((double)available_s / ((double)stated_s * OUTSIDE_P50)) / d.a;
    return (int32_t)number_round(1e6 * number_normal_cdf(z));
}
