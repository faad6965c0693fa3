/* SPDX-License-Identifier: Apache-2.0 */
/* The simulation against theory: fixed seeds, tolerances of four standard errors or as stated. */
#include "core/base/number.h"
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

#define PROGRAM "'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'}"

/* The standard deviation of a row of sixteen equal tasks of one team, in working days. */
static double spread_of_a_chain(struct test *t, const char *correlation)
{
    const struct forecast *f;
    double sum = 0, squares = 0;
    struct text json;

    text_init(&json, t->arena);
    text_addf(&json, "{" PROGRAM ", 'policy': {'team_correlation': '%s'},"
                     " 'teams': {'x': {'title': 'X'}},"
                     " 'tasks': {'t0': {'team': 'x', 'estimate': '5d..10d..20d'}", correlation);
    for (unsigned i = 1; i < 16; i++)
        text_addf(&json, ", 't%u': {'team': 'x', 'estimate': '5d..10d..20d', 'after': ['t%u']}",
                  i, i - 1);
    text_addf(&json, "}, 'milestones': {'m': {'after': ['t15']}}}%c", '\0');
    f = run(t, json.ptr);
    for (uint32_t i = 0; f && i < f->iterations; i++) {
        const double days = days_to(f, target_of(t, f, "m")->sorted[i]);

        sum += days;
        squares += days * days;
    }
    return f ? number_sqrt(squares / MANY - sum / MANY * (sum / MANY)) : 1;
}

void test_engine__a_sum_spreads_as_its_correlation_says(struct test *t)
{
    /* Logs with s = ln 2 / 1.2816 and correlation 0.25 correlate (exp(0.25 s^2) - 1) /
     * (exp(s^2) - 1) = 0.2233 themselves: sixteen spread sqrt(1 + 15 * 0.2233) = 2.0853 times
     * as far as independent ones. */
    const double apart = spread_of_a_chain(t, "0%"), together = spread_of_a_chain(t, "25%");

    CHECK_NEAR(together / apart, 2.0853, 0.05);
    /* One alone: the mean is 10 exp(s^2 / 2), its deviation that times sqrt(exp(s^2) - 1). */
    CHECK_NEAR(apart / 4, 10 * 1.15749 * 0.58289, 0.15);
}

void test_engine__what_a_team_shares_leaves_each_task_alone(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'teams': {'x': {'title': 'X'}}, 'tasks': {"
        " 'a': {'team': 'x', 'estimate': '10d..20d..40d'},"
        " 'b': {'team': 'x', 'estimate': '3w..4w..9w'},"
        " 'c': {'team': 'x', 'estimate': 'tri(8d, 10d, 16d)'}},"
        " 'milestones': {'ma': {'after': ['a']}, 'mb': {'after': ['b']}, 'mc': {'after': ['c']}}}");

    if (!f)
        return;
    CHECK_NEAR(days_to(f, target_of(t, f, "ma")->at[0]), 10, 0.2);
    CHECK_NEAR(days_to(f, target_of(t, f, "ma")->at[1]), 20, 0.4);
    CHECK_NEAR(days_to(f, target_of(t, f, "ma")->at[3]), 40, 0.8);
    CHECK_NEAR(days_to(f, target_of(t, f, "mb")->at[0]), 15, 0.3);
    CHECK_NEAR(days_to(f, target_of(t, f, "mb")->at[1]), 20, 0.4);
    CHECK_NEAR(days_to(f, target_of(t, f, "mb")->at[3]), 45, 0.9);
    /* The oracle of domain.md 2.7: 9.2649, 11.1010, 12.9016, 13.8091. */
    CHECK_NEAR(days_to(f, target_of(t, f, "mc")->at[0]), 9.2649, 0.1);
    CHECK_NEAR(days_to(f, target_of(t, f, "mc")->at[1]), 11.1010, 0.1);
    CHECK_NEAR(days_to(f, target_of(t, f, "mc")->at[2]), 12.9016, 0.1);
    CHECK_NEAR(days_to(f, target_of(t, f, "mc")->at[3]), 13.8091, 0.1);
}

void test_engine__a_driver_takes_the_place_of_the_team(struct test *t)
{
    /* Two tasks side by side, both exactly ten days but for the shared driver: they finish
     * together in every iteration, so joining costs nothing. */
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'teams': {'x': {'title': 'X'}}, 'tasks': {"
        " 'a': {'team': 'x', 'estimate': '10d..10d..10d'},"
        " 'b': {'team': 'x', 'estimate': '10d..10d..10d'}},"
        " 'drivers': {'d': {'stretch': '0.8..1.0..1.5', 'affects': ['x']}},"
        " 'milestones': {'m': {'after': ['a', 'b']}}}");
    const struct forecast_target *m;

    if (!f)
        return;
    m = target_of(t, f, "m");
    CHECK_NEAR(days_to(f, m->at[0]), 8, 0.1);
    CHECK_NEAR(days_to(f, m->at[1]), 10, 0.1);
    CHECK_NEAR(days_to(f, m->at[3]), 15, 0.2);
}

void test_engine__existence_and_rework_are_branches(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'tasks': {"
        " 'a': {'estimate': '10d..10d..10d', 'exists': '30%'},"
        " 'b': {'estimate': '10d..10d..10d', 'rework': '50%', 'rework_takes': '4d..4d..4d',"
        "       'rework_most': 2}},"
        " 'milestones': {'ma': {'after': ['a']}, 'mb': {'after': ['b']}},"
        " 'commitments': {'ka': {'milestone': 'ma', 'date': '2026-12-03', 'rank': 1},"
        "   'kb': {'milestone': 'mb', 'date': '2026-12-04', 'rank': 2},"
        "   'kc': {'milestone': 'mb', 'date': '2026-12-10', 'rank': 3},"
        "   'kd': {'milestone': 'mb', 'date': '2026-12-16', 'rank': 4}}}");

    if (!f)
        return;
    CHECK_NEAR(f->commitments[0].probability_ppm, 700000, 4 * 3240);    /* not needed at all */
    CHECK_NEAR(f->commitments[1].probability_ppm, 500000, 4 * 3536);    /* right the first time */
    CHECK_NEAR(f->commitments[2].probability_ppm, 750000, 4 * 3062);
    CHECK_EQ(f->commitments[3].probability_ppm, 1000000);
}

void test_engine__a_risk_hits_only_in_its_window(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'tasks': {"
        " 'early': {'estimate': '5d..5d..5d'},"
        " 'late': {'estimate': '5d..5d..5d', 'after': ['early']}},"
        " 'risks': {'r': {'likely': '100%', 'from': '2026-12-01', 'until': '2026-12-31',"
        "   'hits': {'early': '3d..3d..3d', 'late': '3d..3d..3d'}},"
        "   'gone': {'likely': '100%', 'until': '2026-11-20', 'hits': {'early': '9d..9d..9d'}},"
        "   'unsaid': {'hits': {'early': '9d..9d..9d'}}},"
        " 'milestones': {'m': {'after': ['early']}, 'n': {'after': ['late']}}}");

    if (!f)
        return;
    CHECK_NEAR(days_to(f, target_of(t, f, "m")->at[1]), 5, 1e-9);
    CHECK_NEAR(days_to(f, target_of(t, f, "n")->at[1]), 13, 1e-9);
}

void test_engine__a_hit_on_a_milestone_delays_it(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'tasks': {'a': {'estimate': '5d..5d..5d'}},"
        " 'risks': {'r': {'likely': '100%', 'hits': {'m': '2d..2d..2d'}}},"
        " 'milestones': {'m': {'after': ['a']}}}");

    if (f)
        CHECK_NEAR(days_to(f, target_of(t, f, "m")->at[1]), 7, 1e-9);
}

void test_engine__money_adds_people_costs_and_fired_risks(struct test *t)
{
    /* Two people for ten days at 1000, 5000 fixed, 25 % of 8000: 25 000 or 33 000. */
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'teams': {'x': {'rate': '1000 per person-day'}},"
        " 'tasks': {'a': {'team': 'x', 'people': 2, 'estimate': '10d..10d..10d',"
        "   'fixed_cost': '5k'}},"
        " 'risks': {'r': {'likely': '25%', 'cost': '8k', 'hits': {'a': '0d..0d..0d'}}},"
        " 'guardrails': {'budget': {'limit': '30k'}},"
        " 'milestones': {'m': {'after': ['a']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2026-12-31'}}}");

    if (!f)
        return;
    CHECK(f->cost.known);
    CHECK_EQ(f->cost.p50, 2500000);
    CHECK_EQ(f->cost.stated, 2500000);      /* no risk in it */
    CHECK_EQ(f->cost.p80, 3300000);
    CHECK_EQ(f->cost.limit, 3000000);
    CHECK_NEAR(f->cost.within_ppm, 750000, 4 * 3062);
    CHECK_EQ(f->cost.within_and_on_time_ppm, f->cost.within_ppm);
}

void test_engine__an_open_decision_assumes_its_option(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'tasks': {'a': {'estimate': '10d..10d..10d'}},"
        " 'decisions': {'d': {'question': 'Which?', 'gates': ['a'], 'assume': 'quick',"
        "   'forum': 'board', 'options': {'quick': {'edits': {'a.estimate': '4d..4d..4d'}},"
        "     'slow': {'title': 'Slow'}}}},"
        " 'forums': {'board': {'repeats': 'FREQ=WEEKLY;BYDAY=TH', 'starts': '2026-10-01T10:00',"
        "   'minutes': 60, 'latency': '1d'}},"
        " 'milestones': {'m': {'after': ['a']}}}");
    int64_t decided;

    if (!f)
        return;
    CHECK_EQ(f->assumed_count, 1);
    decided = network_session(f->network->plan, plan_get(t, f->network->plan, "board"),
                              f->network->plan->as_of, NULL);
    CHECK(decided > f->network->plan->as_of);
    CHECK_NEAR(days_to(f, target_of(t, f, "m")->at[1]), days_to(f, decided) + 4, 1e-9);
}

void test_engine__it_refuses_where_nothing_is_known(struct test *t)
{
    const struct forecast_options options = {.iterations = 256};
    const struct plan *plan = plan_from_json(t,
        "{" PROGRAM ", 'tasks': {'a': {'title': 'A'}, 'b': {'after': ['a']}},"
        " 'milestones': {'m': {'after': ['b']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2027-03-31'}}}");
    const struct forecast *f;

    if (!plan)
        return;
    CHECK(!forecast_compute(plan, &options, t->arena, t->scratch, &f, t->diags));
    CHECK_EQ(t->diags->error_count, 1);
    CHECK_STR(str_of(t->diags->items[0].code), "no-honest-forecast");
    CHECK(str_find(t->diags->items[0].hint, STR("an estimate of a; an estimate of b")) <
          t->diags->items[0].hint.len);
}

void test_engine__dates_alone_carry_a_forecast(struct test *t)
{
    /* Teams, hand-offs, milestones and promises, without a single task. */
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'teams': {'x': {'title': 'X'}, 'y': {'title': 'Y'}},"
        " 'handoffs': {'h': {'gives': 'x', 'to': 'm', 'offered': '2027-01-29'}},"
        " 'milestones': {'m': {'title': 'M'}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2027-03-31'}}}");

    if (!f)
        return;
    CHECK_EQ(f->commitment_count, 1);
    CHECK(f->commitments[0].probability_ppm > 100000 && f->commitments[0].probability_ppm < 990000);
    CHECK_EQ(f->commitments[0].stated_ppm, 0);
    CHECK_EQ(f->commitments[0].defaulted_ppm, 1000000);
    CHECK_EQ(f->handoff_count, 1);
    CHECK(f->handoffs[0].delivery_p80 > f->handoffs[0].delivery_p50);
    CHECK(f->default_count >= 2);
}

void test_engine__a_handoff_is_needed_when_its_taker_must_start(struct test *t)
{
    /* Ten days of taker before a promise at the end of Friday 15 January; acceptance takes none. */
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'teams': {'x': {'title': 'X'}}, 'tasks': {"
        " 'a': {'estimate': '5d..5d..5d'}, 'b': {'estimate': '10d..10d..10d'},"
        " 'c': {'estimate': '3d..3d..3d'}},"
        " 'handoffs': {'h': {'gives': 'a', 'to': 'b', 'acceptance': '1d..1d..1d'},"
        "   'i': {'gives': 'a', 'to': 'c', 'acceptance': '1d..1d..1d'}},"
        " 'milestones': {'m': {'after': ['b']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2027-01-15'}}}");

    if (!f)
        return;
    CHECK_EQ(f->handoff_count, 2);
    CHECK_NEAR(days_to(f, f->handoffs[0].need_by_p20),
               days_to(f, f->commitments[0].date) - 10, 1e-9);
    CHECK(f->handoffs[1].need_by_p20 == CIVIL_NONE);
    CHECK_NEAR(days_to(f, f->handoffs[0].delivery_p80), 5, 1e-9);
    CHECK_NEAR(days_to(f, f->handoffs[0].acceptance_p80), 6, 1e-9);
}

void test_engine__the_stop_rule_asks_for_more_until_it_is_sure(struct test *t)
{
    const struct plan *plan = plan_from_json(t,
        "{" PROGRAM ", 'tasks': {'a': {'estimate': '10d..20d..40d'}},"
        " 'milestones': {'m': {'after': ['a']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2026-12-18'}}}");
    const struct forecast *f = forecast_of(t, plan, 1, 0);
    uint32_t low, high;

    if (!f)
        return;
    /* About even odds: plus or minus a point takes 9,604 iterations. */
    CHECK(f->commitments[0].probability_ppm > 450000 && f->commitments[0].probability_ppm < 550000);
    CHECK(f->commitments[0].error_ppm <= 10000);
    CHECK(f->iterations >= 9604 && f->iterations < 50000);
    low = (uint32_t)(f->iterations * 0.8 - 1.96 * 0.4 * number_sqrt(f->iterations));
    high = (uint32_t)(f->iterations * 0.8 + 1.96 * 0.4 * number_sqrt(f->iterations));
    CHECK(days_to(f, target_of(t, f, "m")->sorted[high]) -
              days_to(f, target_of(t, f, "m")->sorted[low]) <= 1.01);
}

void test_engine__a_certain_plan_stops_early(struct test *t)
{
    const struct forecast *f = forecast_of(t, plan_from_json(t,
        "{" PROGRAM ", 'tasks': {'a': {'estimate': '10d..10d..10d'}},"
        " 'milestones': {'m': {'after': ['a']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2026-12-18'}}}"), 1, 0);

    if (!f)
        return;
    CHECK_EQ(f->iterations, 2048);
    CHECK_EQ(f->commitments[0].probability_ppm, 1000000);
    CHECK(f->commitments[0].error_ppm > 0);     /* nothing seen is not nothing */
    CHECK_EQ(target_of(t, f, "m")->error_p80_s, 0);
}

void test_engine__shares_say_what_the_driving_path_rests_on(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'tasks': {'a': {'estimate': '10d..20d..40d', 'estimated': '2026-11-20'},"
        " 'b': {'estimate': '10d', 'after': ['a']},"
        " 'c': {'estimate': '5d..6d..9d', 'after': ['b'], 'estimated': '2026-09-01'},"
        " 'd': {'title': 'D', 'after': ['c']}},"
        " 'milestones': {'m': {'after': ['d']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2027-03-31'}}}");

    if (!f)
        return;
    CHECK_EQ(f->commitments[0].stated_ppm, 250000);
    CHECK_EQ(f->commitments[0].defaulted_ppm, 500000);
    CHECK_EQ(f->commitments[0].stale_ppm, 250000);
    CHECK_EQ(f->commitments[0].hangs_on_ppm, 1000000);
    /* 20 + 10 + 6 + 5 days are stated; the record asks 1.4 times that for even odds. */
    CHECK_NEAR(days_to(f, f->commitments[0].stated), 41, 1e-9);
    CHECK_EQ(f->commitments[0].outside_view_ppm,
             outside_view_probability(f->network->plan,
                                      f->commitments[0].date + 1 - f->network->plan->as_of,
                                      f->commitments[0].stated - f->network->plan->as_of));
    CHECK_EQ(f->default_count, 2);
}

void test_engine__sensitivity_takes_one_uncertainty_away(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'tasks': {'a': {'estimate': '10d..20d..40d'},"
        " 'b': {'estimate': '5d..5d..5d', 'after': ['a']}, 'c': {'estimate': '1d..2d..3d'}},"
        " 'risks': {'r': {'likely': '50%', 'hits': {'b': '10d..10d..10d'}}},"
        " 'milestones': {'m': {'after': ['b', 'c']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2027-01-15'}}}");

    if (!f)
        return;
    CHECK_EQ(f->sensitivity_count, 2);      /* c never drives */
    CHECK_STR(f->network->plan->objects[f->sensitivity[0].object]->id, "a");
    CHECK_EQ(f->sensitivity[0].kind, SENSITIVITY_TASK);
    CHECK_STR(f->network->plan->objects[f->sensitivity[1].object]->id, "r");
    CHECK_EQ(f->sensitivity[1].kind, SENSITIVITY_RISK);
    /* a at its median leaves 25 or 35 days, so P80 is 35. */
    CHECK_NEAR(days_to(f, target_of(t, f, "m")->at[2]) -
                   (double)f->sensitivity[0].p80_s / DAY_S, 35, 1.5);
    CHECK(f->sensitivity[1].p80_s > 3 * DAY_S && f->sensitivity[1].p80_s <= 10 * DAY_S);
}

void test_engine__what_is_finished_is_a_fact(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PROGRAM ", 'teams': {'x': {'rate': '1000 per person-day'}},"
        " 'tasks': {'a': {'team': 'x', 'estimate': '3d..4d..6d', 'started': '2026-11-09',"
        "   'finished': '2026-11-13'}},"
        " 'milestones': {'m': {'after': ['a'], 'reached': '2026-11-13'}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2026-11-13'},"
        "   'l': {'milestone': 'm', 'date': '2026-11-12'}}}");

    if (!f)
        return;
    CHECK_EQ(f->iterations, MANY);
    CHECK_EQ(f->commitments[0].probability_ppm + f->commitments[1].probability_ppm, 1000000);
    CHECK_EQ(f->commitments[0].outside_view_ppm, -1);
    CHECK_EQ(f->cost.p50, 500000);      /* Monday to Friday, one person */
    CHECK_EQ(f->sensitivity_count, 0);
}

void test_engine__it_refuses_an_empty_plan(struct test *t)
{
    const struct forecast_options options = {.iterations = 256};
    const struct plan *plan = plan_from_json(t, "{" PROGRAM "}");
    const struct forecast *f;

    CHECK(plan && !forecast_compute(plan, &options, t->arena, t->scratch, &f, t->diags));
    CHECK_STR(str_of(t->diags->items[0].code), "no-honest-forecast");
}
