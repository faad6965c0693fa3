/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about money and people by month. */
#include "core/claim/claim.h"
#include "core/claim/money.h"
#include "core/claim/status.h"

#include "tests/unit/claim_fixture.h"
#include "tests/unit/forecast_fixture.h"

/* Twenty days done and twenty to do by one at 1000 a day; a ledger with two months. */
static const char plan[] =
    "{'program': {'id': 'p', 'start': '2026-09-01', 'as_of': '2026-11-30',"
    "             'delay_cost': {'per_week': 7000, 'agreed_by': 'x'}},"
    " 'people': {'x': {'name': 'X'}},"
    " 'teams': {'a': {'rate': '1000 per person-day', 'capacity': 3, 'staffed': {'2026-10-15': 2},"
    "                 'capacity_from': {'2026-12-15': 4}}},"
    " 'tasks': {'t': {'team': 'a', 'estimate': '40d..40d..40d', 'started': '2026-11-02',"
    "                 'remaining': '20d..20d..20d'}},"
    " 'milestones': {'m': {'after': ['t']}},"
    " 'commitments': {'k': {'milestone': 'm', 'date': '2026-12-18'}},"
    " 'guardrails': {'budget': {'limit': '50000',"
    "                           'spent_by': {'2026-09-30': 4000, '2026-10-31': 9000}}}}";

static struct claims *claims_of_plan(struct test *t)
{
    const struct plan *p = plan_from_json(t, plan);
    const struct claim_input in = {.plan = p, .forecast = forecast_of(t, p, 1, 512)};

    return claims_new(&in, t->arena);
}

static int64_t value_of(struct claims *set, const char *id)
{
    const struct claim *c = claim_find(set, str_of(id));

    return c ? c->value : INT64_MIN;
}

void test_claim__months_begin_with_the_ledger(struct test *t)
{
    const struct plan *p = plan_from_json(t, plan);
    struct money_month months[MONEY_MONTHS_MOST];

    CHECK_EQ(money_months(p, NULL, months), 3);
    CHECK_STR(str_of(months[0].name), "2026-09");
    CHECK_STR(str_of(months[2].name), "2026-11");
    CHECK_EQ(months[0].end, civil_day(2026, 10, 1) * CIVIL_DAY_S);
    CHECK_EQ(months[0].first_day, civil_day(2026, 9, 1));
}

void test_claim__burn_is_what_the_ledger_says_and_then_what_is_simulated(struct test *t)
{
    struct claims *set = claims_of_plan(t);

    CHECK_EQ(value_of(set, "p.spent.2026-10"), 900000);
    CHECK_EQ(value_of(set, "p.burn.2026-09"), 400000);
    CHECK_EQ(value_of(set, "p.burn.2026-10"), 500000);
    /* Twenty working days of November since the ledger, one more in it, nineteen in December. */
    CHECK_NEAR(value_of(set, "p.spent"), 2900000, 10);
    CHECK_NEAR(value_of(set, "p.burn.2026-11"), 100000, 10);
    CHECK_NEAR(value_of(set, "p.burn.2026-12"), 1900000, 10);
    CHECK_NEAR(value_of(set, "p.spend.2026-12.p90"), 4900000, 10);
    CHECK_NEAR(value_of(set, "p.cost.to-go.p50"), 2000000, 10);
    CHECK_NEAR(value_of(set, "p.cost.left"), 2100000, 10);
    CHECK_EQ(value_of(set, "p.cost.crossing.p90"), INT64_MIN);
    CHECK_EQ(value_of(set, "p.spent.2026-11"), INT64_MIN);
}

/* Twenty days from 30 November end on 25 December: a week and a few hours late of the 18th. */
void test_claim__a_late_promise_costs_what_was_agreed(struct test *t)
{
    struct claims *set = claims_of_plan(t);
    const int64_t cost = value_of(set, "k.delay-cost.p50");

    CHECK(cost > 600000 && cost < 710000);
    CHECK_EQ(value_of(set, "k.delay-cost.p80"), cost);
}

/* Two pieces of work that end early more often than late: of the runs most are inside a budget that
 * the owners' own numbers are over. */
static const char dear[] =
    "{'program': {'id': 'p', 'start': '2026-11-30', 'as_of': '2026-11-30'},"
    " 'teams': {'a': {'rate': '1000 per person-day'}},"
    " 'tasks': {'t': {'team': 'a', 'estimate': '2d..20d..21d', 'updated': '2026-11-30'},"
    "           'u': {'team': 'a', 'estimate': '2d..20d..21d', 'updated': '2026-11-30'}},"
    " 'milestones': {'m': {'after': ['t', 'u']}},"
    " 'commitments': {'k': {'milestone': 'm', 'date': '2027-12-17'}},"
    " 'guardrails': {'budget': {'limit': '%d'}}}";

static struct claims *claims_of_budget(struct test *t, int limit)
{
    static const struct part parts[DIMENSIONS];
    const struct plan *p = plan_from_json(t, str_format(t->arena, dear, limit).ptr);
    const struct claim_input in = {.plan = p, .forecast = forecast_of(t, p, 1, 512),
                                   .parts = parts};

    return claims_new(&in, t->arena);
}

void test_claim__a_cost_that_is_over_at_its_owners_own_numbers_is_off(struct test *t)
{
    struct claims *set = claims_of_budget(t, 39900);

    CHECK_NEAR(value_of(set, "p.cost.stated"), 4000000, 10);
    CHECK(value_of(set, "p.cost.within") >= 500000);
    CHECK_EQ(value_of(set, "p.status.cost"), STATUS_IS_OFF);
    CHECK(rests_on(set, "p.status.cost", "p.cost.stated"));
    CHECK_EQ(value_of(set, "p.status"), STATUS_IS_OFF);
    CHECK_EQ(value_of(set, "k.status"), STATUS_IS_GOOD);
    /* The same to the unit is not over it: then it is as likely as it is. */
    set = claims_of_budget(t, 40000);
    CHECK_EQ(value_of(set, "p.status.cost"), STATUS_IS_RISK);
    CHECK_EQ(value_of(set, "p.status"), STATUS_IS_RISK);
    CHECK(!rests_on(set, "p.status.cost", "p.cost.stated"));
}

void test_claim__people_planned_and_there_stand_side_by_side(struct test *t)
{
    struct claims *set = claims_of_plan(t);

    CHECK_EQ(value_of(set, "p.headcount.2026-11"), 3);
    CHECK_EQ(value_of(set, "p.headcount.2026-12"), 4);
    CHECK_EQ(value_of(set, "p.there.2026-11"), 2);
    CHECK_EQ(value_of(set, "p.open.2026-11"), 1);
    /* In September nobody said, and of December nobody can. */
    CHECK_EQ(value_of(set, "p.there.2026-09"), INT64_MIN);
    CHECK_EQ(value_of(set, "p.there.2026-12"), INT64_MIN);
    CHECK_EQ(value_of(set, "a.open-now"), 1);
}
