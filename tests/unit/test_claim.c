/* SPDX-License-Identifier: Apache-2.0 */
/* The claim room: ids, what each claim rests on, status by rule, what may not be left out. */
#include "core/claim/claim.h"

#include "tests/unit/forecast_fixture.h"

static const char late[] =
    "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
    " 'people': {'mia': {'name': 'Mia Torres', 'team': 'web'}},"
    " 'teams': {'web': {'lead': 'mia'}},"
    " 'tasks': {'build': {'team': 'web', 'estimate': '4w..6w..9w'}},"
    " 'milestones': {'ga': {'title': 'Launch', 'after': ['build']}},"
    " 'commitments': {'c': {'milestone': 'ga', 'date': '2026-12-04', 'reported': 'green'}}}";

static struct claims *claims_of_json(struct test *t, const char *json, struct claim_input in)
{
    in.plan = plan_from_json(t, json);
    in.forecast = forecast_of(t, in.plan, 1, 1024);
    return claims_new(&in, t->arena);
}

static bool rests_on(const struct claim *c, const char *claim)
{
    for (unsigned i = 0; c && i < c->from_count; i++)
        if (str_equal(c->from[i].claim, str_of(claim)))
            return true;
    return false;
}

void test_claim__status_is_a_function_of_the_probability_and_of_the_age(struct test *t)
{
    CHECK_EQ(claim_status_of(499999, 0), STATUS_IS_OFF);
    CHECK_EQ(claim_status_of(500000, 0), STATUS_IS_RISK);
    CHECK_EQ(claim_status_of(799999, 0), STATUS_IS_RISK);
    CHECK_EQ(claim_status_of(800000, 0), STATUS_IS_GOOD);
    CHECK_EQ(claim_status_of(-1, 0), STATUS_IS_UNKNOWN);
    CHECK_EQ(claim_status_of(900000, 200000), STATUS_IS_UNKNOWN);
    CHECK_EQ(claim_status_of(900000, 199999), STATUS_IS_GOOD);
    CHECK_EQ(claim_status_of(100000, 900000), STATUS_IS_OFF);
}

void test_claim__a_red_promise_may_not_be_left_out_and_rests_on_stated_facts(struct test *t)
{
    struct claims *set = claims_of_json(t, late, (struct claim_input){0});
    const struct claim *status = claim_find(set, STR("c.status"));
    const struct claim *likely = claim_find(set, STR("c.likely"));

    CHECK(status && likely);
    if (!status || !likely)
        return;
    CHECK(status->must);
    CHECK_EQ(status->value, STATUS_IS_OFF);
    CHECK(rests_on(status, "c.likely"));
    CHECK(rests_on(likely, "run.digest"));
    CHECK(likely->from[0].object == plan_get(t, set->plan, "c")->number);
    CHECK_EQ(likely->from[0].field, FIELD_commitment_date);
    CHECK_STR(claim_find(set, STR("c.may-promise"))->text, "not to be promised");
    CHECK_EQ(claim_find(set, STR("p.status"))->value, STATUS_IS_OFF);
}

void test_claim__every_stated_field_is_one_and_nothing_else_is(struct test *t)
{
    struct claims *set = claims_of_json(t, late, (struct claim_input){0});
    const struct claim *date = claim_find(set, STR("c.date"));

    CHECK(date && date->kind == CLAIM_INSTANT);
    CHECK(date == claim_find(set, STR("c.date")));
    CHECK_STR(claim_find(set, STR("web.lead"))->text, "Mia Torres");
    CHECK_STR(claim_find(set, STR("ga.title"))->text, "Launch");
    CHECK_STR(claim_find(set, STR("web.title"))->text, "web");
    CHECK(!claim_find(set, STR("c.to")));
    CHECK(!claim_find(set, STR("c.nothing")));
    CHECK(!claim_find(set, STR("nobody.date")));
    CHECK(!claim_find(set, STR("c")));
    CHECK(!claim_find(set, STR("")));
}

void test_claim__the_count_of_what_is_withheld_is_one_that_must_be_said(struct test *t)
{
    struct claims *set = claims_of_json(
        t, late, (struct claim_input){.audience = STR("sales"), .withheld = 3});
    const struct claim *withheld = claim_find(set, STR("p.withheld"));

    CHECK(withheld && withheld->must);
    if (withheld)
        CHECK_EQ(withheld->value, 3);
    CHECK(!claim_find(claims_of_json(t, late, (struct claim_input){0}), STR("p.withheld")));
}

/* Better than in the report before: it improves only when the next one says so too. */
void test_claim__a_status_improves_in_the_second_report(struct test *t)
{
    static const char good[] =
        "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
        " 'tasks': {'build': {'estimate': '1d..2d..3d'}},"
        " 'milestones': {'ga': {'after': ['build']}},"
        " 'commitments': {'c': {'milestone': 'ga', 'date': '2026-12-31'}}}";
    const struct forecast *before = forecast_of(t, plan_from_json(t, late), 1, 1024);
    struct claims *first = claims_of_json(t, good, (struct claim_input){0});
    struct claims *held =
        claims_of_json(t, good, (struct claim_input){.forecast_before = before});

    CHECK_EQ(claim_find(first, STR("c.status"))->value, STATUS_IS_GOOD);
    CHECK_EQ(claim_find(held, STR("c.status"))->value, STATUS_IS_OFF);
    CHECK(claim_find(held, STR("c.likely"))->value > 800000);
}
