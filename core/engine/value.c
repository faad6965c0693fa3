/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/value.h"

#include "core/base/number.h"

enum { MILLION = 1000000, MONTHS_MOST = 1 << 20 };

double value_discount(int32_t rate_ppm, double months)
{
    return rate_ppm == 0 ? 1
                         : number_exp(-months / 12 * number_log(1 + rate_ppm / (double)MILLION));
}

double value_annuity(double per_month, uint32_t count, double wait, int32_t rate_ppm)
{
    const double q = value_discount(rate_ppm, 1);
    const double first = per_month * value_discount(rate_ppm, wait + 0.5);
    double power = 1, sum = 0;

    if (rate_ppm == 0)
        return per_month * count;
    for (uint32_t i = 0; i < count && i < MONTHS_MOST; i++) {
        sum += power;
        power *= q;
    }
    return first * sum;
}

int64_t value_npv(const int64_t *flows, uint32_t count, int32_t rate_ppm)
{
    double sum = 0;

    for (uint32_t i = 0; i < count; i++)
        sum += (double)flows[i] * value_discount(rate_ppm, i + 0.5);
    return number_round(sum);
}

int64_t value_roi(int64_t benefit, int64_t cost)
{
    return cost <= 0 ? INT64_MIN
                     : number_round(((double)benefit - (double)cost) / (double)cost * MILLION);
}

int32_t value_payback(int64_t cost, int64_t per_month)
{
    int64_t months;

    if (cost <= 0)
        return 0;
    if (per_month <= 0)
        return -1;
    months = cost / per_month + (cost % per_month != 0);
    return months > INT32_MAX ? -1 : (int32_t)months;
}
