/* SPDX-License-Identifier: Apache-2.0 */
/* Who waits on whom: days worked by hand, and an order that leaves the least below the diagonal. */
#include "core/decide/waits.h"
#include "core/base/text.h"
#include "tests/unit/plan_fixture.h"

enum { DAY = 8 * 3600 };

static const struct waits *waits_of(struct test *t, const char *json)
{
    const struct forecast_options options = {.seed = 7, .iterations = 256};
    const struct plan *plan = plan_from_json(t, json);
    const struct forecast *f = NULL;

    if (!plan || !forecast_compute(plan, &options, t->arena, t->scratch, &f, t->diags)) {
        test_fail(t, __FILE__, __LINE__, "no forecast");
        return NULL;
    }
    return waits_compute(plan, f, t->arena);
}

#define TEAMS "'teams': {'red': {}, 'green': {}, 'blue': {}},"
#define HEAD "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'}," TEAMS
#define TASK(id, team) "'" id "': {'team': '" team "', 'estimate': '5d..5d..5d'},"

/* A constant of five days from Monday 23 November ends on Friday the 27th; acceptance takes one
 * day: Monday the 30th. It was asked for Wednesday the 25th, so the taker waits for Thursday,
 * Friday and Monday: 3 days. Asked for the Friday after, 4 December: 4 days of float, none of
 * waiting. */
void test_decide_waits__days_by_hand(struct test *t)
{
    const struct waits *w = waits_of(t,
        HEAD "'tasks': {" TASK("a", "red") TASK("b", "green") "'z': {'estimate': '1d..1d..1d'}},"
        "'handoffs': {"
        "'late': {'gives': 'a', 'to': 'b', 'asked': '2026-11-25', 'acceptance': '1d..1d..1d'},"
        "'early': {'gives': 'a', 'to': 'blue', 'asked': '2026-12-04', 'acceptance': '1d..1d..1d'},"
        "'done': {'gives': 'a', 'to': 'b', 'state': 'dropped', 'asked': '2026-11-20'}}}");

    if (!w)
        return;
    CHECK_EQ(w->count, 3);
    CHECK_EQ(w->items[0].wait_s, 3 * DAY);
    CHECK_EQ(w->items[0].float_s, -3 * DAY);
    CHECK_EQ(w->items[1].wait_s, 0);
    CHECK_EQ(w->items[1].float_s, 4 * DAY);
    CHECK(!w->items[2].open);
    CHECK_EQ(w->team_count, 3);
    CHECK_EQ(w->feedback_s, 0);
    CHECK_EQ(w->cells[0 * 3 + 1].wait_s, 3 * DAY);
    CHECK_EQ(w->cells[0 * 3 + 1].handoffs, 1);
}

/* Blue gives to green, green to red: the order turns the plan's round, and nothing is feedback. */
void test_decide_waits__an_order_without_feedback(struct test *t)
{
    const struct waits *w = waits_of(t,
        HEAD "'tasks': {" TASK("r", "red") TASK("g", "green") TASK("b", "blue")
        "'z': {'estimate': '1d..1d..1d'}},"
        "'handoffs': {'one': {'gives': 'b', 'to': 'g', 'asked': '2026-11-25'},"
        "'two': {'gives': 'g', 'to': 'r', 'asked': '2026-11-25'}}}");

    if (!w)
        return;
    CHECK_EQ(w->team_count, 3);
    CHECK_EQ(w->feedback_s, 0);
    CHECK(w->block[0] != w->block[1] && w->block[1] != w->block[2]);
    CHECK(w->cells[0 * 3 + 1].handoffs == 1 && w->cells[1 * 3 + 2].handoffs == 1);
}

/* Red and green wait on one another, by dates so that no work is in a circle. Green to red is asked
 * far too early, red to green late: what is below the diagonal is the smaller wait. */
void test_decide_waits__a_circle_is_one_block(struct test *t)
{
    const struct waits *w = waits_of(t,
        HEAD "'tasks': {" TASK("r1", "red") TASK("g1", "green")
        TASK("r2", "red") TASK("g2", "green")
        "'z': {'estimate': '1d..1d..1d'}},"
        "'interfaces': {'api': {'between': ['red', 'green'], 'state': 'draft'}},"
        "'handoffs': {"
        "'big': {'gives': 'g1', 'to': 'r2', 'asked': '2026-11-20', 'acceptance': '1d..1d..1d'},"
        "'small': {'gives': 'r1', 'to': 'g2', 'asked': '2026-11-27', 'interface': 'api',"
        " 'acceptance': '1d..1d..1d'}}}");

    if (!w)
        return;
    CHECK_EQ(w->team_count, 2);
    CHECK_EQ(w->block[0], w->block[1]);
    /* Accepted on Monday 30 November: asked for Friday the 20th 6 days, for the 27th 1 day. */
    CHECK_EQ(w->cells[0 * 2 + 1].wait_s, 6 * DAY);
    CHECK_EQ(w->feedback_s, 1 * DAY);
    CHECK_EQ(w->cells[1 * 2 + 0].unagreed, 1);
}

/* A link across teams that no hand-off stands for is counted, and weighs nothing. */
void test_decide_waits__uncovered_links_are_counted(struct test *t)
{
    const struct waits *w = waits_of(t,
        HEAD "'tasks': {" TASK("a", "red")
        "'b': {'team': 'green', 'estimate': '5d..5d..5d', 'after': ['a']},"
        "'c': {'team': 'green', 'estimate': '5d..5d..5d', 'after': ['b']}}}");

    if (!w)
        return;
    CHECK_EQ(w->count, 0);
    CHECK_EQ(w->team_count, 2);
    CHECK_EQ(w->cells[0 * 2 + 1].links, 1);
    CHECK_EQ(w->cells[0 * 2 + 1].handoffs, 0);
    CHECK_EQ(w->cells[1 * 2 + 1].links, 0);
}
