/* SPDX-License-Identifier: Apache-2.0 */
/* Until when a decision can be taken, against a plan worked by hand: the chain and the session. */
#include "core/decide/decide_by.h"
#include "tests/unit/forecast_fixture.h"

#define PLAN(build, day)                                                                       \
    "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'}, 'people': {'a': {}}," \
    "'forums': {'board': {'purpose': 'decide', 'repeats': 'FREQ=WEEKLY;BYDAY=TU',"             \
    " 'starts': '2026-11-03T10:00', 'minutes': 60, 'latency': '1d'}},"                         \
    "'tasks': {'build': {'estimate': '" build "'},"                                            \
    " 'test': {'estimate': '5d..5d..5d', 'after': ['build']}},"                                \
    "'milestones': {'ga': {'after': ['test']}},"                                               \
    "'commitments': {'promise': {'milestone': 'ga', 'date': '2026-12-" day "'}},"              \
    "'decisions': {'d': {'question': 'How?', 'decider': 'a', 'forum': 'board',"                \
    " 'gates': ['build'], 'options': {'one': {'takes': '2d..2d..2d'}, 'two': {}}}}}"

static int64_t at(int month, int day, int hour)
{
    return civil_day(2026, month, day) * CIVIL_DAY_S + hour * 3600;
}

static const struct decide_by *by_of(struct test *t, const struct forecast *f)
{
    const struct decide_by *items = NULL;

    if (!f || decide_by_compute(f->network, f, t->arena, t->scratch, &items) != 1)
        test_fail(t, __FILE__, __LINE__, "no decide-by");
    return items;
}

/* Promised for Friday 18 December. Behind the decision stand ten days and five, all certain, so
 * nothing lies between P50 and P80. Fifteen working days before the end of that Friday: 18 to 14
 * December are five, 11 to 7 are ten, 4 December to 30 November are fifteen. The work must have
 * started between the last second of Friday 27 November and the first of Monday 30. The slower
 * option takes two days more, Friday 27 and Thursday 26: it must be known between the end of
 * Wednesday 25, 18:00, and Thursday 26, 9:00.
 *
 * The board meets on Tuesdays at 10:00 for an hour, and a working day later its answer is known:
 * that of 24 November on Wednesday 25 at 11:00, seven hours in time. That is the next session and
 * the last one: the answer of 1 December is known on the 2nd. */
void test_decide_decide_by__by_hand(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN("10d..10d..10d", "18"));
    const struct decide_by *d = by_of(t, forecast_of(t, p, 7, 256));

    if (!d)
        return;
    CHECK_EQ(d->chain_s, 15 * DAY_S);
    CHECK_EQ(d->confidence_s, 0);
    CHECK_EQ(d->option_s, 2 * DAY_S);
    CHECK(d->start_by >= at(11, 27, 18) - 1 && d->start_by <= at(11, 30, 9));
    CHECK(d->last_moment >= at(11, 25, 18) - 1 && d->last_moment <= at(11, 26, 9));
    CHECK_EQ(d->next_known, at(11, 25, 11));
    CHECK_EQ(d->last_known, at(11, 25, 11));
    CHECK(!d->is_late);
    CHECK(!d->forum_defaulted);
}

/* Promised for the day before, everything is a day earlier: it must be known by the end of Tuesday
 * 24 (before Wednesday 25, 9:00), and the board's answer comes at 11:00. No session is left. */
void test_decide_decide_by__a_day_less_and_no_session_is_left(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN("10d..10d..10d", "17"));
    const struct decide_by *d = by_of(t, forecast_of(t, p, 7, 256));

    if (!d)
        return;
    CHECK(d->last_moment >= at(11, 24, 18) - 1 && d->last_moment <= at(11, 25, 9));
    CHECK_EQ(d->next_known, at(11, 25, 11));
    CHECK_EQ(d->last_known, CIVIL_NONE);
    CHECK(d->is_late);
}

/* Ten days at the median and fifteen at P90. The upper half of the split lognormal is
 * 10 x 1.5^(z / 1.2816); at P80 z is 0.8416, the exponent 0.6567, and 10 x 1.5^0.6567 = 13.05. So
 * 3.05 days lie between P50 and P80; the start is earlier by just what the simulation says that
 * is. */
void test_decide_decide_by__what_eighty_per_cent_needs_comes_first(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN("8d..10d..15d", "31"));
    const struct forecast *f = forecast_of(t, p, 7, 4096);
    const struct decide_by *d = by_of(t, f);
    const struct forecast_target *ga;

    if (!d)
        return;
    ga = target_of(t, f, "ga");
    CHECK(d->confidence_s > 29 * DAY_S / 10 && d->confidence_s < 32 * DAY_S / 10);
    CHECK_EQ(d->confidence_s, calendar_work(p->calendar, ga->at[1], ga->at[2]));
    CHECK_EQ(d->chain_s, 15 * DAY_S);
    CHECK_EQ(d->start_by, calendar_add(p->calendar, d->date, -(15 * DAY_S + d->confidence_s)));
    CHECK_EQ(d->last_moment, calendar_add(p->calendar, d->start_by, -2 * DAY_S));
}
