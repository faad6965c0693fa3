/* SPDX-License-Identifier: Apache-2.0 */
/* Worked values of domain.md 2.7 and 3. */
#include "core/network/distribution.h"
#include "core/network/network.h"
#include "tests/unit/plan_fixture.h"

#define LEAST (-1e300)

static double quantile(enum distribution_kind kind, double a, double b, double c, double p)
{
    const struct distribution d = {kind, a, b, c, LEAST, NULL};

    return distribution_quantile(&d, p);
}

/* The mean as the mean of many quantiles. */
static double mean(const struct distribution *d)
{
    enum { STEPS = 20000 };
    double sum = 0;

    for (int i = 0; i < STEPS; i++)
        sum += distribution_quantile(d, (i + 0.5) / STEPS);
    return sum / STEPS;
}

void test_network__triangular_quantiles(struct test *t)
{
    const struct distribution d = {DISTRIBUTION_TRIANGULAR, 8, 10, 16, LEAST, NULL};

    CHECK_NEAR(distribution_quantile(&d, 0.10), 9.2649, 5e-5);
    CHECK_NEAR(distribution_quantile(&d, 0.50), 11.1010, 5e-5);
    CHECK_NEAR(distribution_quantile(&d, 0.80), 12.9016, 5e-5);
    CHECK_NEAR(distribution_quantile(&d, 0.90), 13.8091, 5e-5);
    CHECK_NEAR(mean(&d), 11.3333, 1e-3);
}

void test_network__pert_is_the_beta_of_weight_four(struct test *t)
{
    const struct distribution d = {DISTRIBUTION_PERT, 8, 10, 16, LEAST, NULL};
    double square = 0;

    /* Beta(2, 4) on 8..16: mean 8 + 8/3, variance 2.03175. */
    CHECK_NEAR(mean(&d), 10.6667, 1e-3);
    for (int i = 0; i < 20000; i++) {
        const double away = distribution_quantile(&d, (i + 0.5) / 20000) - 32.0 / 3;

        square += away * away;
    }
    CHECK_NEAR(square / 20000, 2.03175, 1e-2);
    /* The median of Beta(2, 4) is the root of 1 - (1-x)^5 - 5x (1-x)^4 = 1/2. */
    CHECK_NEAR(distribution_quantile(&d, 0.5), 8 + 8 * 0.313810170, 1e-6);
}

void test_network__trigen_solves_for_the_ends(struct test *t)
{
    const struct distribution d = distribution_of_trigen(8, 10, 16);

    CHECK_NEAR(d.a, 5.45216, 5e-6);
    CHECK_NEAR(d.c, 19.72593, 5e-6);
    CHECK_NEAR((d.a + d.b + d.c) / 3, 11.72603, 5e-6);
    CHECK_NEAR(distribution_quantile(&d, 0.1), 8, 1e-9);
    CHECK_NEAR(distribution_quantile(&d, 0.9), 16, 1e-9);
}

void test_network__lognormal_multiples_of_the_median(struct test *t)
{
    static const double sigma[] = {0.3, 0.5, 0.7, 1.0, 2.0};
    static const double p80[] = {1.29, 1.52, 1.80, 2.32, 5.4};
    static const double p90[] = {1.47, 1.90, 2.45, 3.60, 13};
    static const double p99[] = {2.0, 3.2, 5.1, 10.2, 105};

    for (unsigned i = 0; i < 5; i++) {
        const double m = quantile(DISTRIBUTION_LOGNORMAL, sigma[i], 1, 0, 0.5);

        CHECK_NEAR(m, 1, 1e-12);
        CHECK_NEAR(quantile(DISTRIBUTION_LOGNORMAL, sigma[i], 1, 0, 0.8) / p80[i], 1, 0.006);
        CHECK_NEAR(quantile(DISTRIBUTION_LOGNORMAL, sigma[i], 1, 0, 0.9) / p90[i], 1, 0.006);
        CHECK_NEAR(quantile(DISTRIBUTION_LOGNORMAL, sigma[i], 1, 0, 0.99) / p99[i], 1, 0.02);
    }
}

void test_network__lognormal_meets_the_points_it_is_stated_by(struct test *t)
{
    const struct distribution d = distribution_of_lognormal(3, 7, 0.9);

    CHECK_NEAR(distribution_quantile(&d, 0.5), 3, 1e-9);
    CHECK_NEAR(distribution_quantile(&d, 0.9), 7, 1e-7);
}

void test_network__split_lognormal_meets_its_three_points(struct test *t)
{
    CHECK_NEAR(quantile(DISTRIBUTION_SPLIT_LOGNORMAL, 3, 4, 7, 0.1), 3, 1e-8);
    CHECK_NEAR(quantile(DISTRIBUTION_SPLIT_LOGNORMAL, 3, 4, 7, 0.5), 4, 1e-12);
    CHECK_NEAR(quantile(DISTRIBUTION_SPLIT_LOGNORMAL, 3, 4, 7, 0.9), 7, 1e-8);
    /* A flat side. */
    CHECK_NEAR(quantile(DISTRIBUTION_SPLIT_LOGNORMAL, 4, 4, 7, 0.1), 4, 0);
    CHECK_NEAR(quantile(DISTRIBUTION_SPLIT_LOGNORMAL, 4, 4, 7, 0.4999), 4, 0);
    CHECK(quantile(DISTRIBUTION_SPLIT_LOGNORMAL, 4, 4, 7, 0.6) > 4);
    /* Each half by itself: ln is linear in z. P97.5 = 4 (7/4)^(1.959964/1.281552). */
    CHECK_NEAR(quantile(DISTRIBUTION_SPLIT_LOGNORMAL, 3, 4, 7, 0.975), 9.41357, 1e-4);
}

void test_network__quantiles_never_fall(struct test *t)
{
    const struct distribution shapes[] = {
        {DISTRIBUTION_POINT, 5, 5, 5, 0, NULL},
        {DISTRIBUTION_SPLIT_LOGNORMAL, 3, 4, 9, 0, NULL},
        {DISTRIBUTION_SPLIT_LOGNORMAL, 0, 4, 9, 0, NULL},
        {DISTRIBUTION_PERT, 1, 1, 9, 0, NULL},
        {DISTRIBUTION_TRIANGULAR, 1, 9, 9, 0, NULL},
        {DISTRIBUTION_UNIFORM, 1, 0, 9, 0, NULL},
        {DISTRIBUTION_LOGNORMAL, 0.8, 4, 0, 0, NULL},
        {DISTRIBUTION_RECORD, 0, 4, 0, 0, NULL},
        {DISTRIBUTION_EXPONENTIAL, 4, 0, 0, 0, NULL},
    };

    for (unsigned s = 0; s < sizeof(shapes) / sizeof(shapes[0]); s++) {
        double before = 0;

        for (int i = 1; i < 2000; i++) {
            const double x = distribution_quantile(&shapes[s], i / 2000.0);

            if (x < before)
                test_fail(t, __FILE__, __LINE__, "shape %u falls at %d/2000", s, i);
            before = x;
        }
    }
}

void test_network__single_number_has_the_published_spread(struct test *t)
{
    const struct distribution d = {DISTRIBUTION_RECORD, 0, 10, 0, 0, NULL};

    CHECK_NEAR(distribution_quantile(&d, 0.05), 2.0, 1e-6);
    CHECK_NEAR(distribution_quantile(&d, 0.10), 3.6, 1e-6);
    CHECK_NEAR(distribution_quantile(&d, 0.50), 10, 1e-6);
    CHECK_NEAR(distribution_quantile(&d, 0.80), 14.3, 1e-6);
    CHECK_NEAR(distribution_quantile(&d, 0.90), 20.0, 1e-6);
    CHECK_NEAR(distribution_quantile(&d, 0.99), 70.0, 1e-6);
    CHECK_EQ(distribution_median(&d), 10);
    CHECK(distribution_is_default(&d));
}

void test_network__outside_view_meets_its_two_points(struct test *t)
{
    const struct plan *p = plan_from_json(t, "{'program': {'id': 'p', 'start': '2026-11-02'}}");
    const struct plan *own = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-02'}, 'policy': {'thresholds':"
           " {'outside-view.p50': 1.1, 'outside-view.p80': 1.5}}}");

    if (!p || !own)
        return;
    CHECK_NEAR((double)outside_view_factor(own, 0.5), 1100000, 1);
    CHECK_NEAR((double)outside_view_factor(own, 0.8), 1500000, 1);
    CHECK_NEAR(outside_view_probability(own, 1500, 1000), 800000, 2);
    CHECK_NEAR((double)outside_view_factor(p, 0.5), 1400000, 1);
    CHECK_NEAR((double)outside_view_factor(p, 0.8), 2200000, 1);
    CHECK_NEAR(outside_view_probability(p, 1400, 1000), 500000, 2);
    CHECK_NEAR(outside_view_probability(p, 2200, 1000), 800000, 2);
    CHECK_EQ(outside_view_probability(p, 0, 1000), 0);
    CHECK_EQ(outside_view_probability(p, 1000, 0), -1);
}
