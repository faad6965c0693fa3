/* SPDX-License-Identifier: Apache-2.0 */
/* Earned value and earned schedule, by examples worked by hand. */
#include "core/decide/earned_value.h"

#include "tests/unit/harness.h"
#include "tests/unit/plan_fixture.h"

/* Ten periods of 100: BAC 1000. After six, 450 is earned and 500 paid.
 *
 *   PV 600, CV -50, SV -150, CPI 0.9, SPI 0.75
 *   EAC 1000 / 0.9 = 1111.11, or 500 + 550 = 1050, or 500 + 550 / 0.675 = 1314.81
 *   VAC -111.11, TCPI 550 / 500 = 1.1
 *   ES = 4 + 50 / 100 = 4.5, SV(t) -1.5, SPI(t) 0.75, IEAC(t) 10 / 0.75 = 13.33
 */
void test_decide_earned_value__a_worked_example(struct test *t)
{
    const int64_t planned[] = {10000, 20000, 30000, 40000, 50000,
                               60000, 70000, 80000, 90000, 100000};
    const struct earned_input in = {planned, 10, 6000000, 100000, 45000, 50000};
    const struct earned e = earned_value(&in);

    CHECK_EQ(e.planned, 60000);
    CHECK_EQ(e.cost_variance, -5000);
    CHECK_EQ(e.schedule_variance, -15000);
    CHECK_EQ(e.cpi, 900000);
    CHECK_EQ(e.spi, 750000);
    CHECK_EQ(e.eac, 111111);
    CHECK_EQ(e.eac_as_planned, 105000);
    CHECK_EQ(e.eac_both, 131481);
    CHECK_EQ(e.variance_at_completion, -11111);
    CHECK_EQ(e.tcpi, 1100000);
    CHECK_EQ(e.earned_schedule, 4500000);
    CHECK_EQ(e.schedule_variance_t, -1500000);
    CHECK_EQ(e.spi_t, 750000);
    CHECK_EQ(e.ieac_t, 13333333);
}

/* A project of three periods that ends after four: SPI is 1 again, SPI(t) is 3 / 4. */
void test_decide_earned_value__spi_forgets_that_it_was_late_and_spi_t_does_not(struct test *t)
{
    const int64_t planned[] = {5000, 8000, 10000};
    const struct earned_input in = {planned, 3, 4000000, 10000, 10000, 12000};
    const struct earned e = earned_value(&in);

    CHECK_EQ(e.spi, 1000000);
    CHECK_EQ(e.spi_t, 750000);
    CHECK_EQ(e.ieac_t, 4000000);
    CHECK_EQ(e.cpi, 833333);
}

/* An uneven curve between period ends: PV(1.5) = 50 + half of 30; ES = 1 + 20 / 30. */
void test_decide_earned_value__between_period_ends_it_is_straight(struct test *t)
{
    const int64_t planned[] = {5000, 8000, 10000};
    const struct earned_input in = {planned, 3, 1500000, 10000, 7000, 6000};
    const struct earned e = earned_value(&in);

    CHECK_EQ(e.planned, 6500);
    CHECK_EQ(e.earned_schedule, 1666667);
}

void test_decide_earned_value__nothing_paid_or_earned_is_no_index(struct test *t)
{
    const int64_t planned[] = {5000, 10000};
    struct earned_input in = {planned, 2, 0, 10000, 0, 0};
    struct earned e = earned_value(&in);

    CHECK_EQ(e.cpi, EARNED_NONE);
    CHECK_EQ(e.spi, EARNED_NONE);
    CHECK_EQ(e.eac, EARNED_NONE);
    CHECK_EQ(e.spi_t, EARNED_NONE);
    CHECK_EQ(e.ieac_t, EARNED_NONE);
    in.actual = EARNED_NONE;
    e = earned_value(&in);
    CHECK_EQ(e.cost_variance, EARNED_NONE);
    CHECK_EQ(e.eac_as_planned, EARNED_NONE);
}

/* Two baselines of two weeks side by side, and one of four: PV after two weeks is 200 + 200
 * and half of 400; EV 200, nothing for the one not finished, and half of 400. The parent's own
 * cost is the sum of its parts and is not counted. */
void test_decide_earned_value__planned_value_is_made_of_baselines(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-09', 'as_of': '2026-11-23'}, 'tasks': {"
           " 'all': {'baseline': {'start': '2026-11-09', 'finish': '2026-12-06', 'cost': 800}},"
           " 'a': {'parent': 'all', 'estimate': '2w', 'started': '2026-11-09',"
           "  'finished': '2026-11-20', 'spent': 250,"
           "  'baseline': {'start': '2026-11-09', 'finish': '2026-11-22', 'cost': 200}},"
           " 'b': {'parent': 'all', 'estimate': '2w', 'started': '2026-11-09', 'done': '90%',"
           "  'baseline': {'start': '2026-11-09', 'finish': '2026-11-22', 'cost': 200}},"
           " 'c': {'parent': 'all', 'estimate': '4w', 'started': '2026-11-09', 'done': '50%',"
           "  'baseline': {'start': '2026-11-09', 'finish': '2026-12-06', 'cost': 400}},"
           " 'd': {'parent': 'all', 'estimate': '1w'}}}");
    const struct earned_plan *e = p ? earned_value_plan(p, t->arena) : NULL;

    CHECK(e != NULL);
    if (!e)
        return;
    CHECK_EQ(e->input.period_count, 4);
    CHECK_EQ(e->input.at_micro, 2000000);
    CHECK_EQ(e->input.budget, 80000);
    CHECK_EQ(e->result.planned, 60000);
    CHECK_EQ(e->input.earned, 40000);
    CHECK_EQ(e->input.actual, 25000);
    CHECK_EQ(e->task_count, 3);
    CHECK_EQ(e->left_out, 1);
}
