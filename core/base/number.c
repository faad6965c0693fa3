/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/number.h"

#include <string.h>

#define LN2_HIGH 0x1.62e42feep-1        /* 32 bits: a small multiple of it is exact */
#define LN2_LOW 0x1.a39ef35793c76p-33
#define HUGE_EXACT 0x1p52               /* from here on every double is whole */

static uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof(bits));
    return bits;
}

static double from_bits(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof(x));
    return x;
}

/* 2^k for -1022 <= k <= 1023. */
static double two_to(int k)
{
    return from_bits((uint64_t)(k + 1023) << 52);
}

double number_sqrt(double x)
{
    return __builtin_sqrt(x);
}

double number_floor(double x)
{
    double whole;

    if (!(x > -HUGE_EXACT && x < HUGE_EXACT))
        return x;
    whole = (double)(int64_t)x;
    return whole > x ? whole - 1 : whole;
}

int64_t number_round(double x)
{
    int64_t whole;

    if (x != x)
        return 0;
    if (x >= 0x1p63)
        return INT64_MAX;
    if (x < -0x1p63)
        return INT64_MIN;
    whole = (int64_t)x;
    if (x - (double)whole >= 0.5)
        return whole + 1;
    return (double)whole - x >= 0.5 ? whole - 1 : whole;
}

/* x = k ln 2 + r, |r| <= ln 2 / 2 (Cody and Waite's two-part constant); exp r by its Taylor
 * series, whose first term left out is below 5e-18. */
double number_exp(double x)
{
    double k, high, low, r, sum = 1;

    if (x != x)
        return x;
    if (x > 710)
        return from_bits(0x7ff0000000000000u);
    if (x < -746)
        return 0;
    k = number_floor(x * 0x1.71547652b82fep0 + 0.5);
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
    r = high - low;
    for (int n = 13; n >= 2; n--)
        sum = 1 + r / n * sum;
    /* 1 + r sum, with r's own rounding error put back */
    sum = 1 + (r * sum + ((high - r) - low));
    return sum * two_to((int)k / 2) * two_to((int)k - (int)k / 2);
}

/* x = 2^k m with m in [sqrt 1/2, sqrt 2); log m = 2 atanh s, s = (m - 1) / (m + 1), arranged so
 * that f = m - 1, exact, carries the leading bits (the arrangement of W. J. Cody and
 * W. Waite, 1980, and of K. C. Ng's log of 1993). */
double number_log(double x)
{
    uint64_t bits = bits_of(x);
    int k = 0;
    double f, s, z, series = 0, half_square;

    if (!(x > 0))
        return x == 0 ? from_bits(0xfff0000000000000u) : from_bits(0x7ff8000000000000u);
    if (x > 0x1.fffffffffffffp1023)
        return x;
    if (x < 0x1p-1022) {
        bits = bits_of(x * 0x1p54);
        k = -54;
    }
    k += (int)(bits >> 52) - 1023;
    f = from_bits((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
    if (f > 0x1.6a09e667f3bcdp0) {
        f *= 0.5;
        k++;
    }
    f -= 1;
    s = f / (2 + f);
    z = s * s;
    for (int n = 23; n >= 3; n -= 2)
        series = z * (2.0 / n + series);
    half_square = 0.5 * f * f;
    return k * LN2_HIGH - ((half_square - (s * (half_square + series) + k * LN2_LOW)) - f);
}

double number_pow(double x, double y)
{
    return number_exp(y * number_log(x));
}

#define SQRT_TWO_PI 2.50662827463100050242
#define LOG_SQRT_TWO_PI 0.91893853320467274178

static double normal_density(double z)
{
    return number_exp(-0.5 * z * z) / SQRT_TWO_PI;
}

/* P(Z > z) for z >= 2: the density times Mills' ratio, 1/(z + 1/(z + 2/(z + 3/...))) (Laplace;
 * DLMF 7.9). 120 levels leave less than 1e-15 of it at z = 2. */
static double normal_tail(double z)
{
    double below = z;

    for (int level = 120; level > 0; level--)
        below = z + level / below;
    return normal_density(z) / below;
}

/* Near the middle: 1/2 + density (z + z^3/3 + z^5/15 + ...) (Marsaglia, 2004). */
double number_normal_cdf(double z)
{
    double term = z, sum = z;

    if (z != z)
        return z;
    if (z > 2)
        return z > 40 ? 1 : 1 - normal_tail(z);
    if (z < -2)
        return z < -40 ? 0 : normal_tail(-z);
    for (int n = 3; term * term > 0x1p-120 * sum * sum; n += 2) {
        term *= z * z / n;
        sum += term;
    }
    return 0.5 + normal_density(z) * sum;
}

static double ratio(const double *above, const double *below, double x)
{
    double p = above[7], q = below[7];

    for (int i = 6; i >= 0; i--) {
        p = p * x + above[i];
        q = q * x + below[i];
    }
    return p / q;
}

/* Wichura's AS 241, PPND16 (Applied Statistics 37, 1988): relative error about 1e-16. */
double number_normal_quantile(double p)
{
    static const double middle[2][8] = {
        {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
         1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
         3.3430575583588128105e4, 2.5090809287301226727e3},
        {1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
         2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
         5.2264952788528545610e3}};
    static const double near_tail[2][8] = {
        {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
         3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
         2.27238449892691845833e-2, 7.74545014278341407640e-4},
        {1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
         1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
         1.05075007164441684324e-9}};
    static const double far_tail[2][8] = {
        {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
         2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
         2.71155556874348757815e-5, 2.01033439929228813265e-7},
        {1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
         7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
         2.04426310338993978564e-15}};
    const double q = p - 0.5;
    double r;

    if (!(p > 0 && p < 1))
        return p == 0   ? from_bits(0xfff0000000000000u)
               : p == 1 ? from_bits(0x7ff0000000000000u)
                        : from_bits(0x7ff8000000000000u);
    if (q >= -0.425 && q <= 0.425)
        return q * ratio(middle[0], middle[1], 0.180625 - q * q);
    r = number_sqrt(-number_log(q < 0 ? p : 1 - p));
    r = r <= 5 ? ratio(near_tail[0], near_tail[1], r - 1.6)
               : ratio(far_tail[0], far_tail[1], r - 5);
    return q < 0 ? -r : r;
}

/* Stirling's series (DLMF 5.11.1) from x = 10 on, where it is good to 1e-16; smaller x climb
 * there by the recurrence. */
double number_log_gamma(double x)
{
    static const double terms[] = {
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156};
    double climbed = 1, sum = 0, z;

    while (x < 10) {
        climbed *= x;
        x += 1;
    }
    z = 1 / (x * x);
    for (int i = 6; i >= 0; i--)
        sum = sum * z + terms[i];
    return (x - 0.5) * number_log(x) - x + LOG_SQRT_TWO_PI + sum / x - number_log(climbed);
}

static double away_from_zero(double x)
{
    return x > -1e-300 && x < 1e-300 ? 1e-300 : x;
}

/* The continued fraction of the incomplete beta (DLMF 8.17.22) by Lentz's method as modified by
 * Thompson and Barnett (1986); x below the mean, where it takes about sqrt(max(a, b))
 * steps. */
static double beta_fraction(double x, double a, double b)
{
    enum { MOST_STEPS = 20000 };
    double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), product = d;

    for (int m = 1; m <= MOST_STEPS; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double step;

        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        product *= c * d;
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        step = c * d;
        product *= step;
        if (step - 1 < 0x1p-52 && 1 - step < 0x1p-52)
            break;
    }
    return product;
}

static double log_beta(double a, double b)
{
    return number_log_gamma(a) + number_log_gamma(b) - number_log_gamma(a + b);
}

double number_beta_cdf(double x, double a, double b)
{
    double front;

    if (!(x > 0))
        return 0;
    if (x >= 1)
        return 1;
    front = number_exp(a * number_log(x) + b * number_log(1 - x) - log_beta(a, b));
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(1 - x, b, a) / b;
}

/* Newton's steps kept inside a bracket that halves whenever a step would leave it. */
double number_beta_quantile(double p, double a, double b)
{
    enum { MOST_STEPS = 200 };
    const double scale = log_beta(a, b);
    double low = 0, high = 1, x = a / (a + b);

    if (!(p > 0))
        return 0;
    if (p >= 1)
        return 1;
    for (int step = 0; step < MOST_STEPS; step++) {
        const double miss = number_beta_cdf(x, a, b) - p;
        const double density =
            number_exp((a - 1) * number_log(x) + (b - 1) * number_log(1 - x) - scale);
        double next = x - miss / density;

        if (miss > 0)
            high = x;
        else
            low = x;
        if (!(next > low && next < high))
            next = low + (high - low) / 2;
        if (next == x || high - low <= 0x1p-52 * high)
            break;
        if (next - x < 0x1p-50 * x && x - next < 0x1p-50 * x)
            return next;
        x = next;
    }
    return x;
}
