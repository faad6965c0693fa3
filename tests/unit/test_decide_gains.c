/* SPDX-License-Identifier: Apache-2.0 */
/* The path to green: each step's gain is that of the plan with it, on the same draws. */
#include "core/decide/gains.h"

#include "tests/unit/forecast_fixture.h"

static const char plan_text[] =
    "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
    " 'tasks': {'build': {'estimate': '2w..3w..5w'}},"
    " 'milestones': {'ga': {'after': ['build']}},"
    " 'commitments': {'c': {'milestone': 'ga', 'date': '2026-12-11'}},"
    " 'risks': {'r': {'likely': '50%', 'hits': {'build': '1w..2w..3w'},"
    "   'mitigation': {'edits': {'r.likely': '0%'}}}},"
    " 'decisions': {'d': {'question': 'Less?', 'options': {"
    "   'less': {'edits': {'build.estimate': '1w..2w..3w'}},"
    "   'talk': {'title': 'Talk about it'}}}}}";

void test_decide_gains__a_step_gains_what_the_plan_with_it_gains(struct test *t)
{
    const struct plan *p = plan_from_json(t, plan_text);
    const struct forecast *now = forecast_of(t, p, 1, 2048);
    const struct gains *g = gains_compute(p, now, t->arena, t->scratch);

    CHECK(g != NULL);
    if (!g)
        return;
    CHECK_STR(g->promises[0], "c");
    CHECK_EQ(g->now.likely_ppm[0], now->commitments[0].probability_ppm);
    CHECK_EQ(g->count, 2);
    CHECK(g->items[0].kind == GAIN_OPTION && g->items[1].kind == GAIN_MITIGATION);
    CHECK(g->items[0].on.likely_ppm[0] > g->now.likely_ppm[0]);
    CHECK(g->items[1].on.likely_ppm[0] > g->now.likely_ppm[0]);
    CHECK_EQ(g->together_count, 2);
    CHECK(g->together.likely_ppm[0] > g->items[0].on.likely_ppm[0]);
    CHECK(g->together.likely_ppm[0] > g->items[1].on.likely_ppm[0]);
}

/* The same by hand: the plan with the option's estimate and the decision taken. */
void test_decide_gains__an_option_is_the_plan_as_it_would_be(struct test *t)
{
    const struct plan *p = plan_from_json(t, plan_text);
    const struct gains *g = gains_compute(p, forecast_of(t, p, 1, 2048), t->arena, t->scratch);
    const struct plan *with = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
           " 'tasks': {'build': {'estimate': '1w..2w..3w'}},"
           " 'milestones': {'ga': {'after': ['build']}},"
           " 'commitments': {'c': {'milestone': 'ga', 'date': '2026-12-11'}},"
           " 'risks': {'r': {'likely': '50%', 'hits': {'build': '1w..2w..3w'}}}}");
    const struct forecast *f = forecast_of(t, with, 1, 2048);

    CHECK(g && g->items[0].on.likely_ppm[0] == f->commitments[0].probability_ppm);
}

/* Of every promise that it tells of, the worst first, what a step makes of it. */
void test_decide_gains__what_a_step_does_to_the_other_promises_is_kept(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
           " 'tasks': {'a': {'estimate': '2w..3w..5w'}, 'b': {'estimate': '2w..3w..5w'}},"
           " 'milestones': {'x': {'after': ['a']}, 'y': {'after': ['b']}},"
           " 'commitments': {'cx': {'milestone': 'x', 'date': '2026-12-24'},"
           "   'cy': {'milestone': 'y', 'date': '2026-12-11'}},"
           " 'decisions': {'d': {'question': 'Less?', 'options': {"
           "   'less': {'edits': {'a.estimate': '1w..2w..3w'}}}}}}");
    const struct gains *g = gains_compute(p, forecast_of(t, p, 1, 2048), t->arena, t->scratch);

    CHECK(g && g->promise_count == 2 && g->count == 1);
    if (!g || g->count != 1)
        return;
    CHECK_STR(g->promises[0], "cy");
    CHECK_STR(g->promises[1], "cx");
    CHECK_EQ(g->items[0].on.likely_ppm[0], g->now.likely_ppm[0]);
    CHECK(g->items[0].on.likely_ppm[1] > g->now.likely_ppm[1]);
    CHECK(g->items[0].on.p80[1] < g->now.p80[1]);
}

void test_decide_gains__without_a_promise_there_is_none(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23'},"
           " 'tasks': {'build': {'estimate': '2w..3w..5w'}},"
           " 'milestones': {'ga': {'after': ['build']}}}");

    CHECK(gains_compute(p, forecast_of(t, p, 1, 512), t->arena, t->scratch) == NULL);
}
