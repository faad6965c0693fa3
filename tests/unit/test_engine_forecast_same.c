/* SPDX-License-Identifier: Apache-2.0 */
/* What must not change a forecast: its blocks, what else is in the plan, how far tables reach. */
#include "core/base/draw.h"
#include "core/base/sort.h"
#include "core/engine/forecast_clock.h"
#include "core/engine/forecast_job.h"
#include "tests/unit/forecast_fixture.h"

enum { SOME = 2048 };

#define PLAN                                                                                   \
    "'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"        \
    " 'teams': {'x': {'rate': '900 per person-day'}, 'y': {'title': 'Y'}},"                    \
    " 'drivers': {'d': {'stretch': '0.9..1.0..1.4', 'affects': ['b']}},"                       \
    " 'milestones': {'m': {'after': ['b', 'c']}},"                                             \
    " 'commitments': {'k': {'milestone': 'm', 'date': '2027-01-15'}},"
#define TASKS                                                                                  \
    "'a': {'team': 'x', 'estimate': '2d..3d..6d'},"                                            \
    " 'b': {'team': 'x', 'estimate': '1w..2w..4w', 'after': ['a']},"                           \
    " 'c': {'team': 'x', 'estimate': 'pert(3d, 5d, 12d)', 'after': ['a +1ed']}"
#define RISK "'r': {'likely': '20%', 'hits': {'c': '1w..2w..3w'}, 'cost': '1k..2k..5k'}"

static void check_same_dates(struct test *t, const struct forecast *a, const struct forecast *b)
{
    const struct forecast_target *x = target_of(t, a, "m"), *y = target_of(t, b, "m");

    CHECK_EQ(a->iterations, b->iterations);
    for (uint32_t i = 0; i < a->iterations; i++)
        if (x->sorted[i] != y->sorted[i]) {
            test_fail(t, __FILE__, __LINE__, "iteration %u differs", (unsigned)i);
            return;
        }
    CHECK_EQ(a->joint_ppm, b->joint_ppm);
    CHECK_EQ(a->tasks[0].p90, b->tasks[0].p90);
    CHECK_EQ(a->tasks[0].criticality_ppm, b->tasks[0].criticality_ppm);
    CHECK_EQ(a->cost.p80, b->cost.p80);
}

void test_engine__an_unrelated_task_changes_no_draw(struct test *t)
{
    const struct forecast *f = forecast_of(t, plan_from_json(t,
        "{" PLAN " 'tasks': {" TASKS "}, 'risks': {" RISK "}}"), 3, SOME);
    const struct forecast *g = forecast_of(t, plan_from_json(t,
        "{" PLAN " 'tasks': {" TASKS ", 'z': {'team': 'y', 'estimate': '1d..2d..3d'}},"
        " 'risks': {" RISK "}}"), 3, SOME);
    const struct forecast *h = forecast_of(t, plan_from_json(t,
        "{" PLAN " 'tasks': {'z': {'team': 'x', 'estimate': '1d..2d..3d', 'people': 0}, " TASKS "},"
        " 'risks': {" RISK "}}"), 3, SOME);

    if (!f || !g || !h)
        return;
    check_same_dates(t, f, g);
    CHECK(f->digest != g->digest);
    CHECK_EQ(target_of(t, f, "m")->at[2], target_of(t, h, "m")->at[2]);
}

void test_engine__a_risk_that_cannot_fire_changes_nothing(struct test *t)
{
    const struct forecast *f = forecast_of(t, plan_from_json(t,
        "{" PLAN " 'tasks': {" TASKS "}, 'risks': {" RISK "}}"), 3, SOME);
    const struct forecast *g = forecast_of(t, plan_from_json(t,
        "{" PLAN " 'tasks': {" TASKS "}, 'risks': {'o': {'likely': '0%', 'stretches': ['b'],"
        " 'stretch': '2..3..4', 'hits': {'a': '9w..10w..12w'}, 'cost': '90k'}, " RISK "}}"),
        3, SOME);

    if (!f || !g)
        return;
    check_same_dates(t, f, g);
    CHECK(f->inputs != g->inputs);
    CHECK(f->digest != g->digest);
}

/* --- blocks -------------------------------------------------------------------------------- */

static const struct forecast *in_parts(struct test *t, const struct forecast_job *job,
                                       const uint32_t *ends, uint32_t count, bool backwards)
{
    struct forecast_partial *parts[8];
    uint32_t first = 0;

    for (uint32_t i = 0; i < count; i++) {
        parts[backwards ? count - 1 - i : i] =
            forecast_run(job, first, ends[i] - first, t->arena, t->scratch);
        first = ends[i];
    }
    return forecast_finish(job, forecast_merge(job, parts, count, t->arena), t->arena, t->scratch);
}

void test_engine__blocks_and_the_order_of_merging_do_not_matter(struct test *t)
{
    const struct plan *plan = plan_from_json(t,
        "{" PLAN " 'tasks': {" TASKS "}, 'risks': {" RISK "}}");
    const struct forecast_options options = {.seed = 5, .iterations = 6000};
    const uint32_t one[] = {6000}, some[] = {256, 2560, 4096, 5888, 6000}, two[] = {5120, 6000};
    const struct forecast_job *job;
    const struct forecast *f, *g, *h;

    if (!plan || !forecast_job_new(plan, &options, t->arena, t->scratch, &job, t->diags)) {
        test_fail(t, __FILE__, __LINE__, "no job");
        return;
    }
    f = in_parts(t, job, one, 1, false);
    g = in_parts(t, job, some, 5, true);
    h = in_parts(t, job, two, 2, false);
    CHECK(f->digest == g->digest && f->digest == h->digest);
    check_same_dates(t, f, g);
    CHECK_EQ(f->sensitivity_count, g->sensitivity_count);
    for (uint32_t i = 0; i < f->sensitivity_count; i++)
        CHECK_EQ(f->sensitivity[i].p80_s, g->sensitivity[i].p80_s);
}

void test_engine__another_seed_gives_other_draws(struct test *t)
{
    const struct plan *plan = plan_from_json(t,
        "{" PLAN " 'tasks': {" TASKS "}, 'risks': {" RISK "}}");
    const struct forecast *f = forecast_of(t, plan, 1, SOME), *g = forecast_of(t, plan, 2, SOME);
    const struct forecast *h = forecast_of(t, plan, 0, SOME);

    if (!f || !g || !h)
        return;
    CHECK(target_of(t, f, "m")->mean != target_of(t, g, "m")->mean);
    CHECK_EQ(f->digest, h->digest);     /* 0 counts as 1 */
}

/* --- draws ----------------------------------------------------------------------------------- */

/* Lanes do what the functions for one draw do. */
void test_engine__rows_are_drawn_as_single_draws_are(struct test *t)
{
    const struct plan *plan = plan_from_json(t,
        "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
        " 'tasks': {'a': {'estimate': '10d..20d..45d'}}, 'milestones': {'m': {'after': ['a']}}}");
    struct forecast_options options = {.seed = 11, .iterations = 512};
    const struct forecast_job *job;
    const struct forecast *f;
    int64_t *alone = ARENA_ARRAY(t->arena, int64_t, 512);
    const struct forecast_row *row;

    if (!plan || !forecast_job_new(plan, &options, t->arena, t->scratch, &job, t->diags))
        return;
    f = forecast_of(t, plan, 11, 512);
    row = &job->rows[0];
    for (uint32_t i = 0; i < 512; i++) {
        const uint32_t draw = draw_u32(11, row->key, i, PURPOSE_DURATION);
        const int64_t multiple = forecast_shape_at(job->shapes[row->shape],
                                                   forecast_score(job->scores, draw));

        alone[i] = job->origin +
                   forecast_clock_instant(&job->clocks[0],
                                          (int32_t)((multiple * row->scale_s +
                                                     (1 << (FACTOR_BITS - 1))) >> FACTOR_BITS),
                                          false) - job->origin;
    }
    sort_i64(alone, 512);
    for (uint32_t i = 0; i < 512; i++)
        CHECK_EQ(target_of(t, f, "m")->sorted[i], alone[i]);
}

static void check_shape(struct test *t, struct distribution d, double tolerance)
{
    static const double at[] = {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999};
    struct forecast_shapes shapes;
    struct forecast_scores *scores = ARENA_NEW(t->arena, struct forecast_scores);
    int32_t shape;
    int64_t scale;

    forecast_shapes_init(&shapes, t->arena);
    forecast_scores_init(scores, 1);
    forecast_shapes_find(&shapes, &d, 0, &shape, &scale);
    CHECK(shape >= 0);
    for (unsigned i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
        const uint32_t draw = (uint32_t)(at[i] * 4294967296.0);
        const double got = (double)scale / (1 << FACTOR_BITS) *
                           forecast_shape_at(shapes.items[shape], forecast_score(scores, draw));
        const double wanted = distribution_quantile(&d, at[i]);

        CHECK_NEAR(got, wanted, tolerance * wanted + 5);
    }
    /* Both ends: cut at 2^-20, never outside what the distribution allows, always in order. */
    for (int end = 0; end < 2; end++) {
        const uint32_t draw = end == 0 ? 0 : UINT32_MAX;
        const double p = end == 0 ? 1.0 / (1 << 20) : 1 - 1.0 / (1 << 20);
        const double got = (double)scale / (1 << FACTOR_BITS) *
                           forecast_shape_at(shapes.items[shape], forecast_score(scores, draw));
        const double wanted = distribution_quantile(&d, p);

        CHECK_NEAR(got, wanted > 0 ? wanted : 0, 0.01 * (wanted > 0 ? wanted : 0) + 5);
    }
    for (uint32_t k = 1; k < SHAPE_KNOTS; k++)
        CHECK(shapes.items[shape]->knot[k] >= shapes.items[shape]->knot[k - 1]);
}

void test_engine__quantile_tables_keep_their_tails(struct test *t)
{
    const double day = 28800;

    check_shape(t, (struct distribution){DISTRIBUTION_SPLIT_LOGNORMAL, 15 * day, 20 * day,
                                         35 * day, 0, NULL}, 0.005);
    check_shape(t, (struct distribution){DISTRIBUTION_SPLIT_LOGNORMAL, 2 * day, 20 * day,
                                         100 * day, 0, NULL}, 0.005);
    check_shape(t, (struct distribution){DISTRIBUTION_SPLIT_LOGNORMAL, 20 * day, 20 * day,
                                         400 * day, 0, NULL}, 0.005);
    check_shape(t, (struct distribution){DISTRIBUTION_TRIANGULAR, 8 * day, 10 * day, 16 * day, 0,
                                         NULL},
                0.005);
    check_shape(t, (struct distribution){DISTRIBUTION_PERT, 8 * day, 10 * day, 16 * day, 0,
                                         NULL},
                0.005);
    check_shape(t, (struct distribution){DISTRIBUTION_UNIFORM, 0, 0, 40 * day, 0, NULL}, 0.005);
    check_shape(t, (struct distribution){DISTRIBUTION_RECORD, 0, 10 * day, 0, 0, NULL}, 0.01);
    check_shape(t, distribution_of_exponential(3 * day), 0.005);
    check_shape(t, distribution_of_lognormal(10 * day, 22 * day, 0.8), 0.005);
}

void test_engine__scores_are_symmetric_and_ordered(struct test *t)
{
    struct forecast_scores *scores = ARENA_NEW(t->arena, struct forecast_scores);
    int32_t before;

    forecast_scores_init(scores, 1);
    before = forecast_score(scores, 0);
    CHECK_EQ(before, -forecast_score(scores, UINT32_MAX));
    CHECK_NEAR((double)before / (1 << SCORE_BITS), -4.7630, 0.001);
    for (uint64_t u = 0; u <= UINT32_MAX; u += 65521) {
        const int32_t z = forecast_score(scores, (uint32_t)u);

        if (z < before) {
            test_fail(t, __FILE__, __LINE__, "scores fall at %llu", (unsigned long long)u);
            return;
        }
        CHECK_EQ(z, -forecast_score(scores, ~(uint32_t)u));
        before = z;
    }
    CHECK_NEAR((double)forecast_score(scores, (uint32_t)(0.9 * 4294967296.0)) / (1 << SCORE_BITS),
               1.2815515655, 0.0005);
}

/* --- clocks ---------------------------------------------------------------------------- */

void test_engine__clock_tables_say_what_calendars_say(struct test *t)
{
    const struct plan *plan = plan_from_json(t,
        "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23',"
        " 'calendar': 'c'}, 'calendars': {'c': {'week': {'mon-thu': '22:00-06:00',"
        " 'sat': '10:00-10:07'}, 'holidays': ['2026-12-24..2027-01-01']}}}");
    struct forecast_clock clock;
    const int64_t origin = civil_day(2026, 11, 24) * CIVIL_DAY_S + 3 * 3600 + 7;

    if (!plan)
        return;
    forecast_clock_init(&clock, plan->calendar, origin, 40 * CIVIL_DAY_S, false, t->arena);
    for (int i = 0; i < 4000; i++) {    /* before the origin and past the horizon too */
        const int64_t at = (int64_t)test_random_below(t, 100 * CIVIL_DAY_S) - 20 * CIVIL_DAY_S;
        int32_t position = (int32_t)calendar_position(plan->calendar, origin, origin + at);
        int32_t row[1] = {(int32_t)at};

        forecast_clock_in(&clock, row, 1);
        CHECK_EQ(row[0], position);
        CHECK_EQ(forecast_clock_instant(&clock, position, true),
                 calendar_start_at(plan->calendar, origin, position));
        CHECK_EQ(forecast_clock_instant(&clock, position, false),
                 calendar_finish_at(plan->calendar, origin, position));
    }
}
