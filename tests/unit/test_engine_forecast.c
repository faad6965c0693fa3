/* SPDX-License-Identifier: Apache-2.0 */
/* The simulation against theory: fixed seeds, tolerances of four standard errors or as stated. */
#include "tests/unit/forecast_fixture.h"

enum { MANY = 20000 };

static const struct forecast *run(struct test *t, const char *json)
{
    return forecast_of(t, plan_from_json(t, json), 7, MANY);
}

void test_engine__a_single_task_keeps_its_quantiles(struct test *t)
{
    const struct forecast *f = run(t,
        "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
        " 'tasks': {'a': {'estimate': '10d..20d..40d'}},"
        " 'milestones': {'m': {'after': ['a']}}}");
    const struct forecast_target *m;

    if (!f)
        return;
    m = target_of(t, f, "m");
    /* A quantile's error is that of its rank over the density: under two per cent here. */
    CHECK_NEAR(days_to(f, m->at[0]), 10, 0.2);
    CHECK_NEAR(days_to(f, m->at[1]), 20, 0.4);
    CHECK_NEAR(days_to(f, m->at[3]), 40, 0.8);
    CHECK_EQ(f->iterations, MANY);
    CHECK(f->digest != 0);
}

void test_engine__merges_lose_probability(struct test *t)
{
    /* Five independent branches, each 80 % likely to be in time: 0.8^5 = 0.328. */
    const struct forecast *f = run(t,
        "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
        " 'tasks': {'a': {'estimate': 'uniform(0d, 50d)'}, 'b': {'estimate': 'uniform(0d, 50d)'},"
        "   'c': {'estimate': 'uniform(0d, 50d)'}, 'd': {'estimate': 'uniform(0d, 50d)'},"
        "   'e': {'estimate': 'uniform(0d, 50d)'}},"
        " 'milestones': {'m': {'after': ['a', 'b', 'c', 'd', 'e']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2027-01-15'}}}");

    if (!f)
        return;
    CHECK_EQ(f->commitment_count, 1);
    CHECK_NEAR(f->commitments[0].probability_ppm, 327680, 4 * 3319);
    CHECK_EQ(f->joint_ppm, f->commitments[0].probability_ppm);
    CHECK_EQ(f->merge_count, 1);
    CHECK_EQ(f->merges[0].branch_count, 5);
    CHECK_NEAR(f->merges[0].worst_branch_ppm, 800000, 35000);
    CHECK_NEAR(f->merges[0].joint_ppm, 327680, 30000);
    /* P50 of the latest of five: 50 * 0.5^(1/5) = 43.5 days, against 25 alone. */
    CHECK_NEAR((double)f->merges[0].bias_s / DAY_S, 43.53 - 25, 1.0);
}

void test_engine__a_risk_fires_as_often_as_stated(struct test *t)
{
    const struct forecast *f = run(t,
        "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
        " 'tasks': {'a': {'estimate': '10d..10d..10d'}},"
        " 'milestones': {'m': {'after': ['a']}},"
        " 'risks': {'r': {'likely': '25%', 'hits': {'a': '5d..5d..5d'}}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2026-12-04'}}}");

    if (!f)
        return;
    CHECK_NEAR(f->commitments[0].probability_ppm, 750000, 4 * 3062);
    CHECK_NEAR(days_to(f, target_of(t, f, "m")->at[4]), 15, 1e-9);
}
