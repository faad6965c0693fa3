/* SPDX-License-Identifier: Apache-2.0 */
/* What money later is worth, and what a program spends by when: worked by hand. */
#include "core/engine/budget.h"
#include "core/engine/value.h"
#include "tests/unit/forecast_fixture.h"

enum {
    MONTHLY_ONE = 126825,       /* 1.01^12 - 1 in millionths: one per cent a month */
    CENTS = 10                  /* rates are kept in 2^-16 minor units a second */
};

void test_engine__value_discounts_each_month_in_its_middle(struct test *t)
{
    const int64_t flows[] = {-100000, 0, 60000, 60000};
    /* -100000 / 1.01^0.5 + 60000 / 1.01^2.5 + 60000 / 1.01^3.5 */
    const double by_hand = -99503.719 + 58526.043 + 57946.577;

    CHECK_EQ(value_npv(flows, 4, 0), 20000);
    CHECK_NEAR(value_npv(flows, 4, MONTHLY_ONE), by_hand, 2);
    /* 100 x (1 - 1.01^-12) / 0.01, half a month earlier than at each month's end. */
    CHECK_NEAR(value_annuity(100, 12, 0, MONTHLY_ONE), 1125.5077 * 1.0049876, 0.01);
    CHECK_NEAR(value_annuity(100, 12, 6, MONTHLY_ONE), 1125.5077 * 1.0049876 / 1.0615202, 0.01);
    CHECK_NEAR(value_annuity(100, 12, 6, 0), 1200, 1e-9);
}

void test_engine__value_says_what_comes_back(struct test *t)
{
    CHECK_EQ(value_roi(150, 100), 500000);
    CHECK_EQ(value_roi(50, 100), -500000);
    CHECK_EQ(value_roi(50, 0), INT64_MIN);
    CHECK_EQ(value_payback(1000, 300), 4);
    CHECK_EQ(value_payback(900, 300), 3);
    CHECK_EQ(value_payback(900, 0), -1);
    CHECK_EQ(value_payback(0, 300), 0);
}

static const struct forecast *money_of(struct test *t, const char *program, const char *budget)
{
    const struct str json = str_format(
        t->arena,
        "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-30'%s},"
        " 'people': {'x': {'name': 'X'}},"
        " 'teams': {'a': {'rate': '1000 per person-day', 'capacity': 2}},"
        " 'tasks': {'t': {'team': 'a', 'estimate': '40d..40d..40d', 'started': '2026-11-02',"
        "                 'remaining': '20d..20d..20d'}},"
        " 'milestones': {'m': {'after': ['t']}},"
        " 'commitments': {'k': {'milestone': 'm', 'date': '2026-12-31'}},"
        " 'guardrails': {'budget': {'limit': '50000'%s}}}", program, budget);

    return forecast_of(t, plan_from_json(t, str_copy(t->arena, json).ptr), 3, 512);
}

/* Twenty days done and twenty to do at 1000 a day: half by the data date, two in December's first
 * days, all by its end. */
void test_engine__spending_falls_in_the_months_of_the_work(struct test *t)
{
    const struct forecast *f = money_of(t, "", "");

    if (!f)
        return;
    CHECK_NEAR(f->cost.spent, 2000000, CENTS);
    CHECK_NEAR(f->cost.p50, 4000000, CENTS);
    CHECK(f->cost.spend_count >= 1);
    /* 2026-11-30 is a working day: one of twenty falls in November. */
    CHECK_NEAR(f->cost.spend[0].p50, 2100000, CENTS);
    CHECK_EQ(f->cost.spend[0].p10, f->cost.spend[0].p90);
    CHECK_NEAR(f->cost.spend[f->cost.spend_count - 1].p50, 4000000, CENTS);
    CHECK_EQ(f->cost.quarter_ppm[0], 1000000);
    CHECK_EQ(f->cost.outcome_count, FORECAST_OUTCOMES);
    CHECK_NEAR(f->cost.outcomes[0].cost, 4000000, CENTS);
}

/* A ledger says what was spent by its day; work since then comes on top at its rate. */
void test_engine__a_ledger_goes_before_rates(struct test *t)
{
    const struct forecast *f =
        money_of(t, "", ", 'spent_by': {'2026-11-15': 9000, '2026-11-08': 4000, '2027-01-31': 1}");
    int64_t spent, until;

    if (!f)
        return;
    CHECK(budget_spent(f->network->plan, &spent, &until));
    CHECK_EQ(spent, 900000);
    CHECK_EQ(until, civil_day(2026, 11, 16) * CIVIL_DAY_S);
    /* Ten working days from the 16th to the 27th. */
    CHECK_NEAR(f->cost.spent, 900000 + 1000000, CENTS);
    CHECK_NEAR(f->cost.p50, 900000 + 3000000, CENTS);
    f = money_of(t, "", ", 'spent': 12000");
    CHECK_EQ(f ? f->cost.spent : 0, 1200000);
}

/* 11,000 a month for 12 months less 20,000 still to spend, from four weeks on; no discount. */
void test_engine__a_benefit_is_worth_what_somebody_agreed(struct test *t)
{
    const struct forecast *f = money_of(
        t, ", 'benefit': {'per_month': 11000, 'from': 'm', 'months': 12, 'agreed_by': 'x'}", "");

    if (!f)
        return;
    CHECK(f->value.known);
    CHECK_NEAR(f->value.npv_p50, 13200000 - 2000000, CENTS);
    CHECK_EQ(f->value.npv_p10, f->value.npv_p90);
    CHECK_EQ(f->value.loss_ppm, 0);
    CHECK_NEAR(f->value.roi_p50_ppm, 2300000, 20);
    CHECK_EQ(f->value.payback_months, 4);
    f = money_of(t, ", 'benefit': {'per_month': 10000, 'from': 'm', 'months': 12}", "");
    CHECK(f && !f->value.known);
}
