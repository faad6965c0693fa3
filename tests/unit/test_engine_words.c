/* SPDX-License-Identifier: Apache-2.0 */
/* What the words of a plan file mean to the forecast. Every sentence of the plan file's definition,
 * and where it is shown (files of tests/unit without test_, where no folder is named):
 *
 *   1d, 1w are working time of the task's calendar     plan_values: a_day_is_the_calendars_day
 *   3ed is elapsed                                     network: durations_are_medians, lags_in_...
 *   ranges of dates include both ends                  plan_values: holidays_hold_on_both_ends
 *   a promise is met by finishing within its day       here: a_promise_is_met_within_its_day
 *   2027-03, 2027-Q1 mean the end of the period        plan_values: dates; here: a_coarse_date_...
 *   ... and are fuzzy deadlines                        tests/rules/fuzzy-deadline
 *   a..b..c is the split lognormal                     network_distribution: split_lognormal_...;
 *                                                      engine_forecast: a_single_task_keeps_...
 *   pert, tri, trigen, uniform, lognormal by name      network_distribution, one test each
 *   a single number is a median with a labelled spread here: a_single_number_...;
 *                                                      network_distribution: single_number_...
 *   focus is in an estimate already                    here: focus_is_in_an_estimate_already
 *   effort / (people x focus)                          network: durations_are_medians; here
 *   people take from the team's capacity               engine_level: two_tasks_wait_for_one_person
 *   capacity counts people; away takes some            plan_capacity, one test each
 *   a hand-off is the link, with an acceptance delay   network: handoff_is_a_link_with_acceptance
 *   ... labelled where it is not stated                here: an_unstated_acceptance_is_labelled
 *   the same link under after is a warning             plan_errors: doubled_handoff
 *   a team at an end: forecast from its dates          network: handoff_of_teams_is_forecast_...
 *   no task at all: a forecast, wide and labelled so   here: dates_alone_are_wide_and_labelled
 *   an open decision holds what it gates               network: open_decision_gates,
 *                                                      open_decision_waits_for_a_session
 *   ... then the assumed option's edits apply          engine_forecast: an_open_decision_...
 *   a common factor stands in, labelled                here: a_common_factor_...; engine_forecast:
 *                                                      a_sum_spreads_as_its_correlation_says
 *   audience names who may see it                      tests/audience
 *   private beliefs are never in these files           plan_errors: beliefs_stay_out
 *   any importable file is a plan, without a database  tests/cases/brief-import
 */
#include "tests/unit/forecast_fixture.h"

enum { RUNS = 4096 };

#define PLAN "'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'}"

static const struct forecast *run(struct test *t, const char *json)
{
    return forecast_of(t, plan_from_json(t, json), 7, RUNS);
}

static int32_t chance_of(struct test *t, const struct forecast *f, const char *id)
{
    const struct object *o = plan_get(t, f->network->plan, id);

    for (uint32_t i = 0; o && i < f->commitment_count; i++)
        if (f->commitments[i].object == o->number)
            return f->commitments[i].probability_ppm;
    return -1;
}

/* How many objects a labelled default stood in for; 0: it is not said. */
static uint32_t stood_in(const struct forecast *f, const char *what)
{
    for (uint32_t i = 0; i < f->default_count; i++)
        if (str_equal(str_of(f->defaults[i].what), str_of(what)))
            return f->defaults[i].count;
    return 0;
}

void test_engine__a_promise_is_met_within_its_day(struct test *t)
{
    /* Five days of work from Monday 23 November finish on Friday the 27th in the afternoon. */
    const struct forecast *f = run(t,
        "{" PLAN ", 'tasks': {'a': {'estimate': '5d..5d..5d'}},"
        " 'milestones': {'m': {'after': ['a']}}, 'commitments': {"
        "   'friday': {'milestone': 'm', 'date': '2026-11-27'},"
        "   'thursday': {'milestone': 'm', 'date': '2026-11-26'}}}");

    if (!f)
        return;
    CHECK_EQ(chance_of(t, f, "friday"), 1000000);
    CHECK_EQ(chance_of(t, f, "thursday"), 0);
}

void test_engine__a_coarse_date_is_the_end_of_its_period(struct test *t)
{
    /* Finished on the last working day of the quarter; and one day later. */
    const struct forecast *f = run(t,
        "{" PLAN ", 'tasks': {'a': {'estimate': '29d..29d..29d'},"
        " 'b': {'estimate': '30d..30d..30d'}},"
        " 'milestones': {'m': {'after': ['a']}, 'n': {'after': ['b']}}, 'commitments': {"
        "   'quarter': {'milestone': 'm', 'date': '2026-Q4'},"
        "   'month': {'milestone': 'm', 'date': '2026-12'},"
        "   'before': {'milestone': 'm', 'date': '2026-11'},"
        "   'late': {'milestone': 'n', 'date': '2026-Q4'}}}");

    if (!f)
        return;
    CHECK_EQ(civil_day_of(target_of(t, f, "m")->at[1]), civil_day(2026, 12, 31));
    CHECK_EQ(chance_of(t, f, "quarter"), 1000000);
    CHECK_EQ(chance_of(t, f, "month"), 1000000);
    CHECK_EQ(chance_of(t, f, "before"), 0);
    CHECK_EQ(chance_of(t, f, "late"), 0);
}

void test_engine__a_single_number_is_a_median_with_a_labelled_spread(struct test *t)
{
    const struct forecast *f = run(t, "{" PLAN ", 'tasks': {'a': {'estimate': '20d'}},"
                                      " 'milestones': {'m': {'after': ['a']}}}");
    const struct forecast_target *m = f ? target_of(t, f, "m") : NULL;

    if (!m)
        return;
    CHECK_NEAR(days_to(f, m->at[1]), 20, 1.5);
    CHECK(days_to(f, m->at[0]) < 15 && days_to(f, m->at[3]) > 25);
    CHECK_EQ(stood_in(f, "spread of single-number estimates"), 1);
}

void test_engine__focus_is_in_an_estimate_already(struct test *t)
{
    /* Ten days are ten days; twelve days of effort by three people at half focus are eight. */
    const struct forecast *f = run(t,
        "{" PLAN ", 'teams': {'x': {'focus': '50%', 'capacity': 6}}, 'tasks': {"
        " 'a': {'team': 'x', 'people': 3, 'estimate': '10d..10d..10d'},"
        " 'b': {'team': 'x', 'people': 3, 'effort': '12d..12d..12d'}},"
        " 'milestones': {'m': {'after': ['a']}, 'n': {'after': ['b']}}}");

    if (!f)
        return;
    CHECK_NEAR(days_to(f, target_of(t, f, "m")->at[1]), 10, 1e-9);
    CHECK_NEAR(days_to(f, target_of(t, f, "n")->at[1]), 8, 1e-9);
}

void test_engine__an_unstated_acceptance_is_labelled(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PLAN ", 'teams': {'x': {'title': 'X'}, 'y': {'title': 'Y'}}, 'tasks': {"
        " 'a': {'team': 'x', 'estimate': '5d..5d..5d'},"
        " 'b': {'team': 'y', 'estimate': '1d..1d..1d'},"
        " 'c': {'team': 'y', 'estimate': '1d..1d..1d'}},"
        " 'handoffs': {'h': {'gives': 'a', 'to': 'b'},"
        "   'i': {'gives': 'a', 'to': 'c', 'acceptance': '2d..2d..2d'}},"
        " 'milestones': {'m': {'after': ['b']}, 'n': {'after': ['c']}}}");

    if (!f)
        return;
    CHECK_EQ(stood_in(f, "acceptance delay of hand-offs"), 1);
    CHECK_NEAR(days_to(f, target_of(t, f, "n")->at[1]), 8, 1e-9);
    CHECK(days_to(f, target_of(t, f, "m")->at[1]) > 6);
}

void test_engine__dates_alone_are_wide_and_labelled(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PLAN ", 'teams': {'x': {'title': 'X'}, 'y': {'title': 'Y'}},"
        " 'handoffs': {'h': {'gives': 'x', 'to': 'm', 'offered': '2027-01-29'}},"
        " 'milestones': {'m': {'title': 'M'}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2027-03-31'}}}");
    const struct forecast_target *m = f ? target_of(t, f, "m") : NULL;

    if (!m)
        return;
    CHECK(stood_in(f, "dates stated without work behind them") >= 1);
    /* Wide: four runs in five are apart by a month and more. */
    CHECK(days_to(f, m->at[3]) - days_to(f, m->at[0]) > 20);
}

#define TASKS                                                                                  \
    "'tasks': {'a': {'team': 'x', 'estimate': '5d..10d..20d'},"                                \
    " 'b': {'team': 'x', 'estimate': '5d..10d..20d', 'after': ['a']}},"                        \
    " 'milestones': {'m': {'after': ['b']}}"

void test_engine__a_common_factor_stands_in_and_is_labelled(struct test *t)
{
    const struct forecast *without =
        run(t, "{" PLAN ", 'teams': {'x': {'title': 'X'}}, " TASKS "}");
    const struct forecast *with =
        run(t, "{" PLAN ", 'teams': {'x': {'title': 'X'}}, 'drivers': {'d': {"
               "'stretch': '0.9..1.0..1.4', 'affects': ['x']}}, " TASKS "}");

    if (!without || !with)
        return;
    CHECK_EQ(stood_in(without, "common factor within a team"), 2);
    CHECK_EQ(stood_in(with, "common factor within a team"), 0);
}

void test_engine__a_session_nobody_stated_is_labelled(struct test *t)
{
    const struct forecast *f = run(t,
        "{" PLAN ", 'people': {'z': {'name': 'Z'}}, 'tasks': {'a': {'estimate': '2d..2d..2d'}},"
        " 'decisions': {'d': {'question': 'Which?', 'decider': 'z', 'gates': ['a'],"
        "   'options': {'o': {'title': 'O'}}}},"
        " 'milestones': {'m': {'after': ['a']}}}");

    if (!f)
        return;
    CHECK_EQ(stood_in(f, "next session of decisions without a forum"), 1);
    /* What it gates waits for it: later than the work alone. */
    CHECK(days_to(f, target_of(t, f, "m")->at[1]) > 2.5);
}
