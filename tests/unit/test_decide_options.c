/* SPDX-License-Identifier: Apache-2.0 */
/* Options, cost of delay and the value of information, against plans worked by hand. */
#include "core/decide/delay_cost.h"
#include "core/decide/options.h"
#include "core/edit/edit.h"
#include "tests/unit/plan_fixture.h"

enum { DAY = 8 * 3600, WEEK = 7 * 86400 };

static bool near(double a, double b)
{
    return a - b < 1e-6 && b - a < 1e-6;
}

/* --- value of information ------------------------------------------------------------------- */

/* Two options, four equally likely futures; worth is what is lost, less is better.
 *
 *   a    10 10 10 10     mean 10
 *   b     0  0 20 30     mean 12.5
 *   best  0  0 10 10     mean 5          EVPI = 10 - 5 = 5
 *
 * A test that is always right is worth as much: 5. One that is right half of the time says nothing
 * (k = 2): 0. Right with 0.9: answer "b best" has a: 10 (2 x 0.9 + 2 x 0.1) / 4 = 5, b: (0 x 0.9 +
 * 50 x 0.1) / 4 = 1.25; answer "a best" has a: 5, b: (0 x 0.1 + 50 x 0.9) / 4 = 11.25. With the
 * test 1.25 + 5 = 6.25, so EVSI = 10 - 6.25 = 3.75. */
void test_decide_options__information_by_hand(struct test *t)
{
    const double worth[] = {10, 10, 10, 10, 0, 0, 20, 30};
    const double with_copy[] = {10, 10, 10, 10, 0, 0, 20, 30, 10, 10, 10, 10};

    CHECK(near(options_evpi(worth, 2, 4), 5));
    CHECK(near(options_evsi(worth, 2, 4, 1.0), 5));
    CHECK(near(options_evsi(worth, 2, 4, 0.5), 0));
    CHECK(near(options_evsi(worth, 2, 4, 0.9), 3.75));
    /* A third that is never best, a copy of a, is no answer of the test: nothing is otherwise. */
    CHECK(near(options_evsi(with_copy, 3, 4, 0.9), 3.75));
    CHECK(near(options_evsi(with_copy, 3, 4, 0.5), 0));
    /* One option that is best everywhere: knowing more changes nothing. */
    CHECK(near(options_evpi(worth, 1, 4), 0));
}

/* --- cost of delay -------------------------------------------------------------------------- */

static const struct plan *with_cost(struct test *t, const char *cost)
{
    struct text text;

    text_init(&text, t->arena);
    text_addf(&text, "{'program': {'id': 'p', 'start': '2026-11-02', 'currency': 'USD',"
              " 'delay_cost': %s}, 'people': {'ann': {}}, 'tasks': {'a': {'estimate': '1d'}}}",
              cost);
    text_add_char(&text, '\0');
    return plan_from_json(t, text.ptr);
}

static double lost(const struct plan *p, int64_t promised, int64_t finish)
{
    const struct object *cost = delay_cost_of(p, NULL);

    return cost ? delay_cost_minor(cost, p, promised, finish) : -1;
}

/* $1000 a week: two weeks late lose 2000.00, one week early gains 1000.00 (minor units: cents).
 * Decaying with a half-life of a week: 1000 / ln 2 x (1 - 1/2) = 721.3475 in the first week, and
 * half as much in the second; all weeks together never more than 1442.695. A cliff of $5000 past
 * 31 March: nothing on the last second of that day, all of it a second later. */
void test_decide_options__cost_of_delay_by_hand(struct test *t)
{
    const int64_t promised = civil_day(2027, 3, 31) * 86400;
    const struct plan *linear = with_cost(t, "{'per_week': 1000, 'agreed_by': 'ann'}");
    const struct plan *decaying =
        with_cost(t, "{'per_week': 1000, 'half_life': '1w', 'agreed_by': 'ann'}");
    const struct plan *cliff =
        with_cost(t, "{'after': '2027-03-31', 'lose': 5000, 'agreed_by': 'ann'}");
    const struct plan *alone = with_cost(t, "{'per_week': 1000}");
    double first, second;

    if (!linear || !decaying || !cliff || !alone)
        return;
    CHECK(near(lost(linear, promised, promised + 2 * WEEK), 200000));
    CHECK(near(lost(linear, promised, promised - WEEK), -100000));
    first = lost(decaying, promised, promised + WEEK);
    second = lost(decaying, promised, promised + 2 * WEEK) - first;
    CHECK(first > 72134.7 && first < 72134.8);
    CHECK(near(second, first / 2));
    CHECK(lost(decaying, promised, promised + 1000 * (int64_t)WEEK) < 144269.6);
    CHECK(near(lost(decaying, promised, promised - WEEK), 0));
    CHECK(near(lost(cliff, promised, promised + 86399), 0));
    CHECK(near(lost(cliff, promised, promised + 86400), 500000));
    CHECK(near(lost(alone, promised, promised + WEEK), -1));    /* nobody agreed it */
}

/* 30 a week over 2 weeks is 15, 40 over 4 is 10, 9 over 1 is 9. The second and third can turn: the
 * second is at least 20 / 4 = 5, the third at most 12 / 1 = 12. The first stays first: at least
 * 28 / 2 = 14, above the 12.5 of the second. */
void test_decide_options__cd3_marks_ties(struct test *t)
{
    struct cd3 items[3] = {cd3_of((const double[]){28, 30, 32}, (const double[]){2, 2, 2}),
                           cd3_of((const double[]){20, 40, 50}, (const double[]){4, 4, 4}),
                           cd3_of((const double[]){6, 9, 12}, (const double[]){1, 1, 1})};

    cd3_rank(items, 3);
    CHECK(near(items[0].middle, 15));
    CHECK(near(items[1].middle, 10));
    CHECK(near(items[2].middle, 9));
    CHECK_EQ(items[0].rank, 1);
    CHECK_EQ(items[1].rank, 2);
    CHECK(!items[1].tied);
    CHECK_EQ(items[2].rank, 2);
    CHECK(items[2].tied);
}

/* --- options --------------------------------------------------------------------------------- */

static const struct options *options_of(struct test *t, const struct plan *p)
{
    const struct forecast_options how = {.seed = 7, .iterations = 256};
    const struct options *o = NULL;
    const struct forecast *f;

    if (p && forecast_compute(p, &how, t->arena, t->scratch, &f, t->diags))
        options_compute(f->network, f, p, plan_nth(p, KIND_decision, 0), &how, t->arena,
                        t->scratch, &o);
    if (!o)
        test_fail(t, __FILE__, __LINE__, "no options");
    return o;
}

#define CHAIN(options) CHAIN_OF("", options)
#define CHAIN_OF(more, options)                                                                \
    "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23', 'currency': 'USD'," \
    " 'delay_cost': {'per_week': 1000, 'agreed_by': 'ann'}}, 'people': {'ann': {}},"           \
    "'forums': {'daily': {'purpose': 'x', 'repeats': 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',"     \
    " 'starts': '2026-11-02T09:00', 'minutes': 60, 'latency': '0d'}},"                        \
    "'tasks': {'build': {'estimate': '10d..10d..10d'}, 'spare': {'estimate': '1d..1d..1d'}}," \
    "'milestones': {'ga': {'after': ['build']}},"                                              \
    "'commitments': {'promise': {'milestone': 'ga', 'date': '2026-12-11'}},"                  \
    "'decisions': {'d': {'question': 'How?', 'decider': 'ann', 'forum': 'daily',"             \
    " 'gates': ['build']," more " 'options': {" options "}}}}"

/* The outcome is known on Monday at 10:00; ten days of work from then end on Monday 7 December at
 * 10:00 (Thanksgiving is no holiday here). Fast takes five: Monday 30 November, a week earlier. It
 * costs $300 and a week is worth $1000: best by 1000 - 300 = $700. It is best until it takes so
 * long that what it gains is what it costs: 0.7 of the week, 3.5 working days, and 5 + 3.5 = 8.5
 * days are 1.7 times 5. By clock time that is a little less sharp, for weekends: between 1.6 and
 * 1.8.
 *
 * The ten days must begin by Monday 30 November at 9:00 (five days of that week, five of the next,
 * to the end of Friday 11 December); nothing is uncertain, so no reserve. Fast dies then: between
 * Friday's last and Monday's first working second. The session of that Monday is known at 10:00,
 * an hour late; the last in time is Friday 27 November, 10:00. Doing nothing never dies. A week of
 * waiting moves it by five days and costs the $1000 of a week. */
void test_decide_options__by_hand(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, CHAIN("'fast': {'cost': 300, 'edits': {'build.estimate': '5d..5d..5d'}},"
                 "'slow': {'nothing': true}"));
    const struct options *o = options_of(t, p);

    if (!o)
        return;
    CHECK_EQ(o->count, 3);
    CHECK(o->effects[0].known && o->effects[1].known && o->effects[2].known);
    CHECK(!o->effects[2].option);
    CHECK_EQ(o->effects[2].p80 - o->effects[0].p80, WEEK);
    CHECK_EQ(o->effects[1].p80, o->effects[2].p80);
    CHECK_EQ(o->effects[0].load_s, -5 * DAY);
    CHECK(near(o->effects[2].worth - o->effects[0].worth, 70000));
    CHECK_EQ(o->best, 0);
    CHECK(near(o->evpi, 0));        /* nothing is uncertain */
    CHECK_EQ(o->effects[0].likely_ppm[0], 1000000);
    CHECK(o->wait_known);
    CHECK_EQ(o->wait_s, 5 * DAY);   /* a week later is a week later */
    CHECK_EQ(o->wait_minor, 100000);
    CHECK(o->threshold.found);
    CHECK(o->threshold.at_ppm > 1600000 && o->threshold.at_ppm < 1800000);
    CHECK(o->threshold.then == o->effects[1].option || !o->threshold.then);
    CHECK(o->effects[1].dies == CIVIL_NONE);
    CHECK(o->effects[0].dies >= civil_day(2026, 11, 27) * CIVIL_DAY_S + 18 * 3600);
    CHECK(o->effects[0].dies <= civil_day(2026, 11, 30) * CIVIL_DAY_S + 9 * 3600);
    CHECK_EQ(o->effects[0].last_known, civil_day(2026, 11, 27) * CIVIL_DAY_S + 10 * 3600);
}

/* Slow is ten days for certain. Fast is five, or fifteen where the risk comes in that only it
 * brings: a week less, or a week more, at $1000 a week. Of the runs, the risk comes in a share q.
 * Who knows before takes fast in the others: it gains 1000 (1 - q) over slow. Who does not takes
 * fast where 1 - q > q, and gains 1000 (1 - 2q), else slow and nothing. So the value of knowing is
 * 1000 q up to a half and 1000 (1 - q) above: at 50 %, of 256 runs, between 400 and 500, and never
 * more than 500. A test that is always right is worth as much. */
void test_decide_options__information_of_a_plan(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, CHAIN("'fast': {'edits': {'build.estimate': '5d..5d..5d', 'risks.r': {'title': 'x',"
                 " 'likely': '50%', 'hits': {'build': '10d..10d..10d'}}}},"
                 "'slow': {'nothing': true}"));
    const struct options *o = options_of(t, p);

    if (!o)
        return;
    CHECK(o->effects[0].known && o->effects[1].known);
    CHECK(o->evpi >= 40000 && o->evpi <= 50000);
    CHECK_EQ(o->effects[0].p80 - o->effects[1].p80, WEEK);
}

/* The same plan with a test that is right in nine cases of ten, and costs $100. The risk comes in a
 * share q of the runs, near a half: against slow, fast loses 1000 there, and gains 1000 else.
 *
 *   without the test   fast where q is below a half: 1000 (2q - 1), else slow: 0
 *   it says fast       take fast: 1000 (-0.9 (1 - q) + 0.1 q), below 0 for every q below 0.9
 *   it says slow       take slow: 0, for fast is 1000 (-0.1 (1 - q) + 0.9 q), above 0 from 0.1 on
 *
 * So the test is worth min(0, 1000 (2q - 1)) + 900 - 1000 q: 900 - 1000 q where slow is chosen
 * without it, 1000 q - 100 where fast is. The value of knowing gives q: 1000 q below a half, else
 * 1000 (1 - q). In both cases the test is worth the value of knowing less $100. */
void test_decide_options__a_test_of_a_plan(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, CHAIN_OF("'test': 'try it', 'test_accuracy': '90%', 'test_cost': 100,",
                    "'fast': {'edits': {'build.estimate': '5d..5d..5d', 'risks.r': {'title': 'x',"
                    " 'likely': '50%', 'hits': {'build': '10d..10d..10d'}}}},"
                    "'slow': {'nothing': true}"));
    const struct options *o = options_of(t, p);

    if (!o)
        return;
    CHECK(o->has_test);
    CHECK(o->evpi >= 40000 && o->evpi <= 50000);
    CHECK(o->evsi > o->evpi - 10000 - 1 && o->evsi < o->evpi - 10000 + 1);
    CHECK_EQ(o->test_cost_minor, 10000);
}

/* An option that takes an object out which another option edits: that edit goes with it. */
void test_decide_options__what_is_taken_out_is_settled(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, CHAIN("'drop': {'edits': {'spare': null}},"
                 "'keep': {'edits': {'spare.estimate': '2d..2d..2d',"
                 " 'build.estimate': '9d..9d..9d'}}"));
    const struct options *o = options_of(t, p);
    const struct object *decision, *drop, *keep;
    const struct plan *made;
    struct edits all;

    if (!o)
        return;
    CHECK(o->effects[0].known);
    CHECK(o->effects[1].known);
    decision = plan_nth(p, KIND_decision, 0);
    drop = decision_get_options(decision)->items[0];
    all = plan_settle_edits(p, option_get_edits(drop), t->arena);
    CHECK_EQ(all.count, 3);         /* both lists that name it, and itself */
    CHECK(plan_apply(p, all.items, all.count, t->arena, &made, t->diags));
    if (!made)
        return;
    CHECK(!plan_find(made, STR("spare")));
    keep = decision_get_options(plan_nth(made, KIND_decision, 0))->items[1];
    CHECK_EQ(option_get_edits(keep)->count, 1);
}
