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
    CHECK_STR(g->commitment, "c");
    CHECK_EQ(g->likely_ppm, now->commitments[0].probability_ppm);
    CHECK_EQ(g->count, 2);
    CHECK(g->items[0].kind == GAIN_OPTION && g->items[1].kind == GAIN_MITIGATION);
    CHECK(g->items[0].likely_ppm > g->likely_ppm);
    CHECK(g->items[1].likely_ppm > g->likely_ppm);
    CHECK_EQ(g->together_count, 2);
    CHECK(g->together_ppm > g->items[0].likely_ppm && g->together_ppm > g->items[1].likely_ppm);
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

    CHECK(g && g->items[0].likely_ppm == f->commitments[0].probability_ppm);
}

void test_decide_gains__without_a_promise_there_is_none(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23'},"
           " 'tasks': {'build': {'estimate': '2w..3w..5w'}},"
           " 'milestones': {'ga': {'after': ['build']}}}");

    CHECK(gains_compute(p, forecast_of(t, p, 1, 512), t->arena, t->scratch) == NULL);
}
