/* SPDX-License-Identifier: Apache-2.0 */
/* The elementary functions. Worked values are from tables (Abramowitz and Stegun, DLMF) and from
 * arithmetic with 40 digits. */
#include "core/base/number.h"
#include "tests/unit/harness.h"

static double random_unit(struct test *t)
{
    return (double)(test_random(t) >> 11) * 0x1p-53;
}

static void check_relative(struct test *t, double got, double wanted, double within)
{
    CHECK_NEAR(got / wanted, 1.0, within);
}

void test_base_number__exp_and_log_agree_with_tables(struct test *t)
{
    check_relative(t, number_exp(1), 2.71828182845904523536, 1e-15);
    check_relative(t, number_exp(-1), 0.367879441171442321596, 1e-15);
    check_relative(t, number_exp(100), 2.68811714181613544841e43, 1e-14);
    check_relative(t, number_exp(-700), 9.85967654375977e-305, 1e-14);
    check_relative(t, number_exp(1e-10), 1.00000000010000000000, 1e-15);
    CHECK(number_exp(0) == 1);
    CHECK(number_exp(-1000) == 0 && number_exp(1000) > 1e308);
    check_relative(t, number_log(2), 0.693147180559945309417, 1e-15);
    check_relative(t, number_log(10), 2.30258509299404568402, 1e-15);
    check_relative(t, number_log(1.0000001), 9.99999950000003e-8, 1e-8);
    check_relative(t, number_log(1e-300), -690.775527898213705205, 1e-15);
    check_relative(t, number_log(4.94065645841246544e-324), -744.440071921381262314, 1e-15);
    CHECK(number_log(1) == 0);
    check_relative(t, number_pow(2, 0.5), 1.41421356237309504880, 1e-15);
    CHECK(number_sqrt(2) == 0x1.6a09e667f3bcdp0);
}

void test_base_number__log_undoes_exp(struct test *t)
{
    for (int i = 0; i < 20000; i++) {
        const double x = (random_unit(t) - 0.5) * 1400;

        if (x > 1 || x < -1)
            check_relative(t, number_log(number_exp(x)), x, 4e-16);
    }
}

/* exp(a + b) = exp(a) exp(b), and log likewise: a wrong constant would show between them. */
void test_base_number__exp_and_log_follow_their_laws(struct test *t)
{
    for (int i = 0; i < 20000; i++) {
        const double a = (double)(int64_t)test_random_below(t, 1024) / 8 - 64;
        const double b = (double)(int64_t)test_random_below(t, 1024) / 8 - 64;
        const double x = 1 + random_unit(t) * 1000, y = 1 + random_unit(t) * 1000;

        check_relative(t, number_exp(a + b), number_exp(a) * number_exp(b), 1e-15);
        CHECK_NEAR(number_log(x * y), number_log(x) + number_log(y), 1e-14);
    }
}

void test_base_number__rounding_is_half_away_from_zero(struct test *t)
{
    CHECK_EQ(number_round(2.5), 3);
    CHECK_EQ(number_round(-2.5), -3);
    CHECK_EQ(number_round(0.49999999999999994), 0);
    CHECK_EQ(number_round(4503599627370497.0), 4503599627370497);
    CHECK_EQ(number_round(1e300), INT64_MAX);
    CHECK_EQ(number_round(-1e300), INT64_MIN);
    CHECK(number_floor(-1.5) == -2 && number_floor(-2) == -2 && number_floor(1e300) == 1e300);
}

void test_base_number__the_normal_distribution_agrees_with_tables(struct test *t)
{
    CHECK_NEAR(number_normal_cdf(0), 0.5, 1e-16);
    CHECK_NEAR(number_normal_cdf(1), 0.841344746068542948585, 1e-15);
    CHECK_NEAR(number_normal_cdf(-1.96), 0.0249978951482204, 1e-15);
    check_relative(t, number_normal_cdf(-6), 9.86587645037698e-10, 1e-13);
    CHECK_NEAR(number_normal_cdf(2) - number_normal_cdf(2 + 1e-12), 0, 1e-12);
    CHECK_NEAR(number_normal_quantile(0.9), 1.28155156554460046697, 1e-14);
    CHECK_NEAR(number_normal_quantile(0.975), 1.95996398454005423552, 1e-14);
    CHECK_NEAR(number_normal_quantile(1e-10), -6.36134090240406, 1e-13);
    CHECK(number_normal_quantile(0.5) == 0);
    for (int i = 0; i < 5000; i++) {
        const double z = (random_unit(t) - 0.5) * 9;

        CHECK_NEAR(number_normal_quantile(number_normal_cdf(z)), z, 1e-10);
        CHECK_NEAR(number_normal_cdf(z) + number_normal_cdf(-z), 1, 1e-15);
    }
}

void test_base_number__gamma_follows_the_factorials(struct test *t)
{
    double factorial = 1;

    for (int n = 1; n < 20; n++) {
        CHECK_NEAR(number_log_gamma(n), number_log(factorial), 1e-13);
        factorial *= n;
    }
    CHECK_NEAR(number_log_gamma(0.5), 0.572364942924700087072, 1e-14);      /* log sqrt pi */
    check_relative(t, number_log_gamma(1e5), 1051287.7089736568949, 1e-14);
}

void test_base_number__the_beta_distribution_agrees_with_its_closed_forms(struct test *t)
{
    for (int i = 1; i < 100; i++) {
        const double x = i / 100.0;

        CHECK_NEAR(number_beta_cdf(x, 1, 1), x, 1e-14);
        CHECK_NEAR(number_beta_cdf(x, 2, 1), x * x, 1e-14);
        CHECK_NEAR(number_beta_cdf(x, 1, 3), 1 - (1 - x) * (1 - x) * (1 - x), 1e-14);
        CHECK_NEAR(number_beta_cdf(x, 2, 3), x * x * (6 - 8 * x + 3 * x * x), 1e-14);
        CHECK_NEAR(number_beta_cdf(x, 3.3, 4.4) + number_beta_cdf(1 - x, 4.4, 3.3), 1, 1e-13);
    }
    CHECK_NEAR(number_beta_quantile(0.5, 2, 3), 0.385727568132390, 1e-13);
    CHECK(number_beta_quantile(0, 2, 3) == 0 && number_beta_quantile(1, 2, 3) == 1);
}

void test_base_number__the_beta_quantile_undoes_the_cdf(struct test *t)
{
    for (int i = 0; i < 3000; i++) {
        const double a = 0.8 + random_unit(t) * 20, b = 0.8 + random_unit(t) * 20;
        const double p = 0.001 + random_unit(t) * 0.998;

        CHECK_NEAR(number_beta_cdf(number_beta_quantile(p, a, b), a, b), p, 1e-12);
    }
}
