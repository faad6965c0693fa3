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

/* --- status by rule ------------------------------------------------------------------------- */

static enum claim_status status_of(struct test *t, const char *json, const char *id)
{
    struct claims *set = claims_of_json(t, json, (struct claim_input){0});
    const struct claim *c = claim_find(set, str_of(id));

    CHECK(c);
    return c ? (enum claim_status)c->value : STATUS_IS_UNKNOWN;
}

/* A promise that is sure to be kept, on the data date, with what else is stated. */
static const char *sure_plan(struct test *t, const char *as_of, const char *program,
                             const char *date, const char *more)
{
    struct text text;

    text_init(&text, t->arena);
    text_addf(&text,
              "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '%s'%s},"
              " 'people': {'mia': {'name': 'Mia'}},"
              " 'tasks': {'spec': {'estimate': '1d'},"
              "  'build': {'estimate': '1d..2d..3d', 'after': ['spec']%s}},"
              " 'milestones': {'ga': {'after': ['build']}},"
              " 'commitments': {'c': {'milestone': 'ga', 'date': '2027-03-31'}}%s}",
              as_of, program, date, more);
    text_add_char(&text, '\0');
    return text.ptr;
}

void test_claim__a_plan_of_which_nobody_spoke_for_one_and_a_half_rhythms_is_grey(struct test *t)
{
    const char *said = ", 'updated': '2026-11-02'";

    /* A week, and half of one: ten and a half days. */
    CHECK_EQ(status_of(t, sure_plan(t, "2026-11-12", "", said, ""), "c.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_of(t, sure_plan(t, "2026-11-13", "", said, ""), "c.status"),
             STATUS_IS_UNKNOWN);
    CHECK_EQ(status_of(t, sure_plan(t, "2026-11-13", "", said, ""), "p.status"),
             STATUS_IS_UNKNOWN);
    /* Two weeks, and one: up to and with that instant. */
    CHECK_EQ(status_of(t, sure_plan(t, "2026-11-23", ", 'cadence': '2w'", said, ""), "c.status"),
             STATUS_IS_GOOD);
    CHECK_EQ(status_of(t, sure_plan(t, "2026-11-24", ", 'cadence': '2w'", said, ""), "c.status"),
             STATUS_IS_UNKNOWN);
    /* What really happened is a word too; where nobody dates any, age is not known. */
    CHECK_EQ(status_of(t, sure_plan(t, "2026-11-13", "",
                                    ", 'updated': '2026-11-02', 'started': '2026-11-04'", ""),
                       "c.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_of(t, sure_plan(t, "2026-11-30", "", "", ""), "c.status"), STATUS_IS_GOOD);
}

/* One task, one milestone, one promise `c` of that date, and what follows it. */
static const char *built_plan(struct test *t, const char *as_of, const char *estimate,
                              const char *date)
{
    return str_format(t->arena,
                      "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '%s'},"
                      " 'tasks': {'build': {'estimate': %s}},"
                      " 'milestones': {'ga': {'after': ['build']}},"
                      " 'commitments': {'c': {'milestone': 'ga', 'date': %s}}%c", as_of, estimate,
                      date, 0).ptr;
}

void test_claim__what_is_old_and_off_stays_off(struct test *t)
{
    const char *json = built_plan(t, "2026-11-30", "'4w..6w..9w', 'updated': '2026-11-02'",
                                  "'2026-12-04'}");

    CHECK_EQ(status_of(t, json, "c.status"), STATUS_IS_OFF);
    CHECK_EQ(status_of(t, json, "p.status"), STATUS_IS_OFF);
}

static const char *escalated(struct test *t, const char *as_of, const char *fields)
{
    return sure_plan(t, as_of, "", "",
                     str_format(t->arena,
                                ", 'escalations': {'e': {'of': 'build', 'ask': 'Who?',"
                                " 'opened': '2026-11-05T09:00', %s}}%c", fields, 0).ptr);
}

void test_claim__a_severe_escalation_past_its_day_makes_the_whole_red(struct test *t)
{
    static const char by[] = "'severity': 1, 'by': '2026-11-10'";
    static const char rung[] = "'severity': 1, 'rungs': [{'who': ['mia'], 'resolve_within': '2d'}]";
    struct claims *set;

    /* An answer helps up to and with that day. */
    CHECK_EQ(status_of(t, escalated(t, "2026-11-10", by), "p.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_of(t, escalated(t, "2026-11-11", by), "p.status"), STATUS_IS_OFF);
    CHECK_EQ(status_of(t, escalated(t, "2026-11-11", by), "c.status"), STATUS_IS_GOOD);
    /* Thursday and Friday, where no day is stated. */
    CHECK_EQ(status_of(t, escalated(t, "2026-11-06", rung), "p.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_of(t, escalated(t, "2026-11-09", rung), "p.status"), STATUS_IS_OFF);
    /* One less severe, one that is resolved, one that is not opened yet. */
    CHECK_EQ(status_of(t, escalated(t, "2026-11-11", "'severity': 2, 'by': '2026-11-10'"),
                       "p.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_of(t, escalated(t, "2026-11-11",
                                    "'severity': 1, 'by': '2026-11-10', 'events':"
                                    " [{'what': 'resolved', 'at': '2026-11-09T10:00'}]"),
                       "p.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_of(t, escalated(t, "2026-11-04", "'severity': 1, 'by': '2026-11-03'"),
                       "p.status"), STATUS_IS_GOOD);
    set = claims_of_json(t, escalated(t, "2026-11-11", by), (struct claim_input){0});
    CHECK(rests_on(claim_find(set, STR("p.status")), "p.escalations.overdue"));
    CHECK_EQ(claim_find(set, STR("p.escalations.overdue"))->value, 1);
    CHECK_EQ(claim_find(set, STR("p.escalations.overdue"))->from[1].field, FIELD_escalation_by);
    CHECK(!claim_find(claims_of_json(t, escalated(t, "2026-11-10", by), (struct claim_input){0}),
                      STR("p.escalations.overdue")));
}

/* One promise that nobody can forecast beside one that is sure. */
void test_claim__grey_is_never_green(struct test *t)
{
    const char *json = built_plan(t, "2026-11-02", "'1d..2d..3d'",
                                  "'2027-03-31'}, 'd': {'date': '2027-03-31'}");

    CHECK_EQ(status_of(t, json, "c.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_of(t, json, "d.status"), STATUS_IS_UNKNOWN);
    CHECK_EQ(status_of(t, json, "p.status"), STATUS_IS_UNKNOWN);
}
