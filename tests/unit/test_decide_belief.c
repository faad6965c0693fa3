/* SPDX-License-Identifier: Apache-2.0 */
/* What published beliefs were worth, by hand. */
#include "core/decide/belief.h"
#include "tests/unit/plan_fixture.h"

static bool near(double a, double b)
{
    return a - b < 1e-6 && b - a < 1e-6;
}

/* ga was reached on 21 December, a Monday.
 *
 *   one   80 % by the 18th, not kept    Brier 0.8^2 = 0.64    log -ln 0.2 = 1.609438
 *   two   40 % by the 23rd, kept        Brier 0.6^2 = 0.36    log -ln 0.4 = 0.916291
 *   three 0 % by the 23rd, kept         Brier 1               log -ln 0.05 = 2.995732 (held)
 *   mean                                Brier 2 / 3           log 5.521461 / 3 = 1.840487
 *
 *   one believed the week of the 7th, which ends on Sunday the 13th: 8 days early. two that of
 *   the 21st: 0 days off. Mean of the absolute ones: 4. `open` has no outcome yet, and counts
 *   nowhere. */
void test_decide_belief__scores_by_hand(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2027-01-04'},"
           "'tasks': {'work': {'estimate': '2w'}}, 'milestones': {'ga': {'reached': '2026-12-21'}},"
           "'commitments': {'c': {'milestone': 'ga', 'date': '2026-12-18'},"
           " 'd': {'milestone': 'work', 'date': '2027-02-01'}},"
           "'pulses': {"
           " 'one': {'about': 'c', 'dated': '2026-11-20', 'answers': 3, 'probability': '80%',"
           "  'date': '2026-12-07', 'by': '2026-12-18'},"
           " 'two': {'about': 'ga', 'dated': '2026-11-27', 'answers': 5, 'probability': '40%',"
           "  'date': '2026-12-21', 'by': '2026-12-23'},"
           " 'three': {'about': 'ga', 'dated': '2026-12-04', 'answers': 5, 'probability': '0%',"
           "  'by': '2026-12-23'},"
           " 'open': {'about': 'd', 'dated': '2026-12-04', 'answers': 5, 'probability': '10%',"
           "  'by': '2027-02-01'}}}");
    struct belief_scores all;
    struct belief_score one;

    if (!p)
        return;
    one = belief_score_of(p, plan_find(p, STR("one")));
    CHECK(one.known && !one.kept && one.has_days);
    CHECK_EQ(one.days, 8);
    all = belief_scores_of(p);
    CHECK_EQ(all.probabilities, 3);
    CHECK_EQ(all.dates, 2);
    CHECK(near(all.brier, 2.0 / 3));
    CHECK(near(all.log_loss, 5.521461 / 3));
    CHECK(near(all.days, 4));
}

/* A promise that is said to be met without a date is scored for its probability alone. */
void test_decide_belief__a_state_is_an_outcome(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2027-01-04'},"
           "'tasks': {'work': {'estimate': '2w'}},"
           "'commitments': {'c': {'milestone': 'work', 'date': '2026-12-18', 'state': 'missed'}},"
           "'pulses': {'one': {'about': 'c', 'dated': '2026-11-20', 'answers': 3,"
           " 'probability': '30%', 'date': '2026-12-07'}}}");
    struct belief_scores all;

    if (!p)
        return;
    all = belief_scores_of(p);
    CHECK_EQ(all.probabilities, 1);
    CHECK_EQ(all.dates, 0);
    CHECK(near(all.brier, 0.09));
}
