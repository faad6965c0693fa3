/* SPDX-License-Identifier: Apache-2.0 */
/* How promises stand where the probability alone does not say it; and what people report. */
#include "core/claim/status.h"
#include "core/network/network.h"

#include "tests/unit/claim_fixture.h"
#include "tests/unit/forecast_fixture.h"

static struct claims *claims_with(struct test *t, const struct plan *p, struct claim_input in)
{
    in.plan = p;
    in.forecast = forecast_of(t, p, 1, 1024);
    return in.forecast ? claims_new(&in, t->arena) : NULL;
}

static struct claims *claims_from(struct test *t, const char *json)
{
    return claims_with(t, plan_from_json(t, json), (struct claim_input){0});
}

static enum claim_status status_in(struct test *t, struct claims *set, const char *id)
{
    const struct claim *c = set ? claim_find(set, str_of(id)) : NULL;

    CHECK(c);
    return c ? (enum claim_status)c->value : STATUS_IS_UNKNOWN;
}

static struct str said_in(struct claims *set, const char *id)
{
    const struct claim *c = set ? claim_find(set, str_of(id)) : NULL;

    return c ? c->text : STR("");
}

/* The same plan, read on that day. */
static const struct plan *read_on(struct test *t, const char *json, int year, int month, int day)
{
    const struct seal_options options = {.today = 0,
                                         .read_on = civil_day(year, month, day) * CIVIL_DAY_S};
    struct plan_builder *builder = plan_builder_new(t->arena, t->diags);
    const struct plan *plan = NULL;

    CHECK(plan_builder_read(builder, tree_from_json(t, json)));
    CHECK(plan_seal(builder, &options, &plan));
    return plan;
}

/* --- estimates ------------------------------------------------------------------------------ */

/* So many tasks in a row, of which the last so many have no estimate. */
static const char *row_of(struct test *t, unsigned count, unsigned bare, const char *date)
{
    struct text text;

    text_init(&text, t->arena);
    text_add(&text, STR("{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
                        " 'tasks': {'done': {'started': '2026-11-16', 'finished': '2026-11-20'}"));
    for (unsigned i = 0; i < count; i++)
        text_addf(&text, ", 't%u': {%s'after': ['%s%s']}", i,
                  i + bare < count ? "'estimate': '1d..2d..3d', " : "", i > 0 ? "t" : "done",
                  i > 0 ? str_format(t->arena, "%u%c", i - 1, 0).ptr : "");
    text_addf(&text, "}, 'milestones': {'ga': {'after': ['t%u']}}, 'commitments': {'c':"
                     " {'milestone': 'ga', 'date': '%s'}}}%c", count - 1, date, 0);
    return text.ptr;
}

void test_claim__more_than_a_fifth_of_what_drives_without_an_estimate_is_grey(struct test *t)
{
    struct claims *set = claims_from(t, row_of(t, 5, 1, "2027-12-31"));

    /* A fifth is not more than a fifth; what is finished is not counted. */
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
    CHECK(!claim_find(set, STR("c.because")));
    set = claims_from(t, row_of(t, 5, 2, "2027-12-31"));
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_UNKNOWN);
    CHECK_STR(said_in(set, "c.because"), "2 of the 5 tasks on its driving path have no estimate");
    CHECK_EQ(claim_find(set, STR("c.driving"))->value, 5);
    CHECK_EQ(claim_find(set, STR("c.driving.unestimated"))->value, 2);
    CHECK(rests_on(set, "c.status", "c.because"));
    CHECK(rests_on(set, "c.because", "c.driving.unestimated"));
    CHECK(rests_on(set, "c.driving.unestimated", "run.digest"));
    CHECK_STR(said_in(set, "c.may-promise"), "not to be promised");
    CHECK_EQ(status_in(t, set, "p.status"), STATUS_IS_UNKNOWN);
    CHECK_STR(said_in(claims_from(t, row_of(t, 4, 1, "2027-12-31")), "c.because"),
              "1 of the 4 tasks on its driving path has no estimate");
}

/* What is not known never hides what is known to be off. */
void test_claim__what_is_off_stays_off_without_estimates(struct test *t)
{
    struct claims *set = claims_from(t, row_of(t, 5, 2, "2026-11-25"));

    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_OFF);
    CHECK(claim_find(set, STR("c.status"))->must);
}

/* --- the owners' own numbers ---------------------------------------------------------------- */

void test_claim__what_ends_late_by_its_owners_own_numbers_is_off(struct test *t)
{
    static const char json[] =
        "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
        " 'tasks': {'build': {'estimate': '9w..10w..11w'}},"
        " 'drivers': {'luck': {'stretch': '0.1..0.2..0.3', 'affects': ['build']}},"
        " 'milestones': {'ga': {'after': ['build']}},"
        " 'commitments': {'c': {'milestone': 'ga', 'date': '2027-01-15'},"
        "  'd': {'milestone': 'ga', 'date': '2027-01-29'}}}";
    struct claims *set = claims_from(t, json);

    CHECK(claim_find(set, STR("c.likely"))->value > 900000);
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_OFF);
    CHECK_STR(said_in(set, "c.because"),
              "by its owners' own numbers it ends on 2027-01-29, after its date");
    CHECK_EQ(status_in(t, set, "d.status"), STATUS_IS_GOOD);
}

/* --- the day on which it is read ------------------------------------------------------------ */

void test_claim__data_ages_by_the_day_on_which_it_is_read(struct test *t)
{
    static const char json[] =
        "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-09'},"
        " 'tasks': {'build': {'estimate': '1d..2d..3d', 'updated': '2026-11-06'}},"
        " 'milestones': {'ga': {'after': ['build']}},"
        " 'commitments': {'c': {'milestone': 'ga', 'date': '2027-03-31'}}}";
    static const char undated[] =
        "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-09'},"
        " 'tasks': {'build': {'estimate': '1d..2d..3d'}},"
        " 'milestones': {'ga': {'after': ['build']}},"
        " 'commitments': {'c': {'milestone': 'ga', 'date': '2027-03-31'}}}";
    struct claims *set = claims_from(t, json);

    /* Nobody says when: no clock but the data date, and the same answer on every day. */
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
    CHECK(!claim_find(set, STR("p.read-on")));
    /* Ten and a half days after its newest word. */
    set = claims_with(t, read_on(t, json, 2026, 11, 16), (struct claim_input){0});
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
    set = claims_with(t, read_on(t, json, 2026, 11, 17), (struct claim_input){0});
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_UNKNOWN);
    CHECK_STR(said_in(set, "c.because"), "the newest word of the plan is of 2026-11-06, more than "
                                         "one and a half reporting periods ago");
    CHECK(rests_on(set, "c.because", "p.newest-word"));
    CHECK(rests_on(set, "c.because", "p.read-on"));
    /* What nobody dates is of the data date. */
    set = claims_with(t, read_on(t, undated, 2026, 11, 19), (struct claim_input){0});
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
    set = claims_with(t, read_on(t, undated, 2026, 11, 20), (struct claim_input){0});
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_UNKNOWN);
    /* A day before the data date changes nothing. */
    set = claims_with(t, read_on(t, json, 2026, 11, 1), (struct claim_input){0});
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
}

/* --- what must be defused before the next report --------------------------------------------- */

static const char *owned(struct test *t, const char *program, const char *handoff,
                         const char *more)
{
    return str_format(
        t->arena,
        "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'%s},"
        " 'people': {'mia': {'name': 'Mia'}}, 'teams': {'web': {'lead': 'mia'}, 'ops': {}},"
        " 'tasks': {'build': {'team': 'web', 'estimate': '1d..2d..3d'},"
        "  'ship': {'team': 'ops', 'estimate': '1d..2d..3d'},"
        "  'other': {'team': 'web', 'estimate': '1d..2d..3d'}},"
        " 'handoffs': {'h': {'gives': 'build', 'to': 'ship', 'state': 'agreed'%s}},"
        " 'milestones': {'ga': {'after': ['ship']}, 'gb': {'after': ['other']}},"
        " 'commitments': {'c': {'milestone': 'ga', 'date': '2027-03-31'},"
        "  'd': {'milestone': 'gb', 'date': '2027-03-31'}}%s}%c", program, handoff, more, 0).ptr;
}

static struct claims *checked(struct test *t, const char *json, bool narrowed)
{
    const struct plan *p = plan_from_json(t, json);
    struct findings *found = ARENA_NEW(t->arena, struct findings);
    struct rule_input in = {.plan = p, .scratch = t->arena, .grave_only = true};
    struct claim_input claims = {.plan = p};
    struct urgent *urgent;

    if (!p)
        return NULL;
    in.forecast = forecast_of(t, p, 1, 1024);
    in.network = in.forecast->network;
    schedule_compute(in.network, t->arena, t->scratch, &in.schedule, t->diags);
    found->owner = t->arena;
    rules_check(&in, found);
    claims.urgent_count = urgent_find(&in, found, t->arena, &claims.urgent);
    claims.forecast = in.forecast;
    urgent = (struct urgent *)claims.urgent;
    for (uint32_t i = 0; narrowed && i < claims.urgent_count; i++)
        urgent[i].withheld = true;
    claims.findings = found;
    claims.parts = ARENA_ARRAY(t->arena, struct part, DIMENSIONS);
    dimensions_find(&in, found, (struct part *)claims.parts);
    return claims_new(&claims, t->arena);
}

/* The worst of the promises; the budget; what was found of the others, where they are stated. */
void test_claim__each_part_of_the_program_has_a_status(struct test *t)
{
    static const char decided[] =
        ", 'decisions': {'d-1': {'question': 'Which?', 'gates': ['ship'], 'options':"
        " {'a': {'title': 'A'}, 'b': {'title': 'B'}}}},"
        " 'risks': {'r': {'title': 'Rain', 'likely': '5%', 'hits': {'build': '1d..2d..3d'}}}";
    struct claims *set = checked(t, owned(t, "", ", 'taker': 'mia'", ""), false);

    CHECK_EQ(status_in(t, set, "p.status.schedule"), STATUS_IS_GOOD);
    CHECK_EQ(status_in(t, set, "p.status.people"), STATUS_IS_GOOD);
    CHECK_EQ(status_in(t, set, "p.status.cost"), STATUS_IS_UNKNOWN);
    CHECK_EQ(status_in(t, set, "p.status.scope"), STATUS_IS_UNKNOWN);
    CHECK_EQ(status_in(t, set, "p.status.risks"), STATUS_IS_UNKNOWN);
    CHECK_EQ(status_in(t, set, "p.status.decisions"), STATUS_IS_UNKNOWN);
    /* A promise that is at risk is the schedule's; a decision that nobody can make any more. */
    set = checked(t, owned(t, ", 'outcomes': {'o': {'measure': 'ships'}}", "", decided), false);
    CHECK_EQ(status_in(t, set, "p.status.schedule"), STATUS_IS_RISK);
    CHECK(rests_on(set, "p.status.schedule", "c.status"));
    CHECK_EQ(status_in(t, set, "p.status.scope"), STATUS_IS_GOOD);
    CHECK_EQ(status_in(t, set, "p.status.risks"), STATUS_IS_GOOD);
    CHECK_EQ(status_in(t, set, "p.status.decisions"), STATUS_IS_GOOD);
}

/* Two readers of one plan are never told different things of one part. */
void test_claim__a_part_of_which_something_is_withheld_is_not_said(struct test *t)
{
    static const struct part parts[DIMENSIONS];
    const struct plan *p = plan_from_json(t, owned(t, "", ", 'taker': 'mia'", ""));
    struct claims *set = claims_with(t, p, (struct claim_input){.parts = parts, .withheld = 1});

    CHECK(!claim_find(set, STR("p.status.cost")));
    CHECK(claim_find(set, STR("p.status.schedule")));
    set = claims_with(t, p, (struct claim_input){.parts = parts, .withheld = 1,
                                                 .promises_withheld = true});
    CHECK(!claim_find(set, STR("p.status.schedule")));
}

/* By whether it can wait for the next report, on Monday the 30th, and how grave it is. */
void test_claim__a_part_stands_as_its_most_pressing_finding_does(struct test *t)
{
    static const char json[] =
        "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
        " 'tasks': {'ship': {'estimate': '1d..2d..3d'}},"
        " 'decisions': {'d': {'question': 'Which?', 'gates': ['ship'], 'options':"
        " {'a': {'title': 'A'}, 'b': {'title': 'B'}}}}}";
    const struct plan *p = plan_from_json(t, json);
    const int64_t friday = (civil_day(2026, 11, 27) * 24 + 18) * 3600;
    const struct {
        int64_t defuse_by;
        enum diag_level level;
        enum claim_status status;
    } cases[] = {{p->as_of, DIAG_ERROR, STATUS_IS_OFF}, {p->as_of, DIAG_WARNING, STATUS_IS_RISK},
                 {friday - 3600, DIAG_ERROR, STATUS_IS_RISK}, {friday, DIAG_ERROR, STATUS_IS_GOOD},
                 {p->as_of, DIAG_NOTE, STATUS_IS_GOOD}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct finding f = {.rule = rule_find(STR("many-or-no-deciders")), .level = cases[i].level,
                            .subject = plan_get(t, p, "d")->number,
                            .defuse_by = cases[i].defuse_by};
        const struct findings all = {.items = &f, .count = 1};
        const struct rule_input in = {.plan = p, .scratch = t->arena};
        struct part parts[DIMENSIONS];

        dimensions_find(&in, &all, parts);
        CHECK_EQ(parts[DIMENSION_DECISIONS].status, cases[i].status);
        CHECK_EQ(parts[DIMENSION_PEOPLE].status, STATUS_IS_UNKNOWN);
    }
}

void test_claim__what_must_be_defused_before_the_next_report_is_amber(struct test *t)
{
    struct claims *set = checked(t, owned(t, "", "", ""), false);

    /* Of the promise that waits for the hand-off, and of the whole; not of the other. */
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_RISK);
    CHECK_EQ(status_in(t, set, "d.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_in(t, set, "p.status"), STATUS_IS_RISK);
    CHECK_STR(said_in(set, "c.because"), "by 2026-11-24, before the next report, this is to be "
                                         "settled: hand-off h has no taking owner");
    CHECK(rests_on(set, "c.status", "c.because"));
    CHECK(rests_on(set, "c.because", "h.unowned-handoff"));
    CHECK(rests_on(set, "c.because", "h.unowned-handoff.defuse-by"));
    CHECK(rests_on(set, "c.because", "p.next-update"));
    CHECK_STR(said_in(set, "c.may-promise"), "not to be promised");
    CHECK(claim_find(set, STR("h.unowned-handoff.defuse-by"))->value <
          claim_find(set, STR("p.next-update"))->value);
    /* Owned on both sides; accepted until a day; or the report comes first. */
    set = checked(t, owned(t, "", ", 'taker': 'mia'", ""), false);
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
    CHECK_EQ(status_in(t, set, "p.status"), STATUS_IS_GOOD);
    set = checked(t, owned(t, "", "", ", 'judgements': {'j': {'rule': 'unowned-handoff', 'subject':"
                                      " 'h', 'until': '2026-12-31', 'because': 'known'}}"), false);
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
    set = checked(t, owned(t, ", 'cadence': '1d'", "", ""), false);
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
}

/* It stays amber for whoever may not know why. */
void test_claim__what_is_urgent_and_withheld_is_said_without_a_name(struct test *t)
{
    struct claims *set = checked(t, owned(t, "", "", ""), true);

    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_RISK);
    CHECK_STR(said_in(set, "c.because"),
              "something withheld must be settled before the next report");
}

void test_claim__the_next_report_is_stated_or_a_week_away(struct test *t)
{
    static const char forums[] =
        ", 'forums': {'talk': {'repeats': 'FREQ=DAILY', 'starts': '2026-11-02T09:00'},"
        " 'review': {'repeats': 'FREQ=WEEKLY;BYDAY=TH', 'starts': '2026-11-05T10:00',"
        "  'outputs': ['decisions', 'status report']}}";
    const struct {
        const char *program, *more;
        int64_t day;
    } cases[] = {{"", "", civil_day(2026, 11, 30)},
                 {", 'cadence': '2w'", "", civil_day(2026, 12, 7)},
                 {", 'cadence': '2w'", forums, civil_day(2026, 11, 26)}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct claims *set =
            claims_from(t, owned(t, cases[i].program, ", 'taker': 'mia'", cases[i].more));

        CHECK_EQ(civil_day_of(claim_find(set, STR("p.next-update"))->value), cases[i].day);
    }
}

/* --- report after report --------------------------------------------------------------------- */

static enum claim_status next_status(struct test *t, const struct plan *p, int32_t before)
{
    const struct said_before said = {.promise = STR("c"), .ppm = before, .first_ppm = -1};

    return status_in(t, claims_with(t, p, (struct claim_input){.said = &said, .said_count = 1}),
                     "c.status");
}

/* Red, then three reports of the same plan that is sure: held once, then believed; and a red one is
 * red at once, whatever was said before. */
void test_claim__a_status_improves_in_the_second_report_and_worsens_at_once(struct test *t)
{
    const struct plan *good = plan_from_json(t, row_of(t, 2, 0, "2027-12-31"));
    const struct plan *bad = plan_from_json(t, row_of(t, 2, 0, "2026-11-24"));
    const struct said_before said = {.promise = STR("c"), .ppm = 300000, .first_ppm = -1};
    struct claims *set;

    CHECK_EQ(next_status(t, good, -1), STATUS_IS_GOOD);
    CHECK_EQ(next_status(t, good, 300000), STATUS_IS_OFF);
    CHECK_EQ(next_status(t, good, 600000), STATUS_IS_RISK);
    CHECK_EQ(next_status(t, good, 900000), STATUS_IS_GOOD);
    CHECK_EQ(next_status(t, bad, 900000), STATUS_IS_OFF);
    set = claims_with(t, good, (struct claim_input){.said = &said, .said_count = 1});
    CHECK_STR(said_in(set, "c.because"), "it was off course in the report before, and a second one "
                                         "in a row must say better");
    CHECK_EQ(claim_find(set, STR("c.likely.before"))->value, 300000);
    CHECK(rests_on(set, "c.because", "c.likely.before"));
    CHECK(!claim_find(set, STR("c.trend")));
}

void test_claim__the_trend_is_over_three_reports_and_from_five_points_on(struct test *t)
{
    static const struct {
        int32_t moved;
        const char *arrow;
    } cases[] = {{50000, "\xe2\x86\x91"}, {49999, "\xe2\x86\x92"}, {-49999, "\xe2\x86\x92"},
                 {-50000, "\xe2\x86\x93"}};
    const struct plan *p = plan_from_json(t, row_of(t, 2, 0, "2026-11-27"));
    const int32_t now = forecast_of(t, p, 1, 1024)->commitments[0].probability_ppm;

    CHECK(now > 100000 && now < 900000);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct said_before said = {.promise = STR("c"), .ppm = now,
                                         .first_ppm = now - cases[i].moved};
        struct claims *set =
            claims_with(t, p, (struct claim_input){.said = &said, .said_count = 1});

        CHECK_STR(said_in(set, "c.trend"), cases[i].arrow);
        CHECK_EQ(claim_find(set, STR("c.trend.points"))->value, cases[i].moved);
    }
}

/* --- what is reported ------------------------------------------------------------------------ */

static const char *reported(struct test *t, const char *fields)
{
    return str_format(t->arena,
                      "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-09'},"
                      " 'people': {'mia': {'name': 'Mia Torres'}},"
                      " 'tasks': {'build': {'estimate': '1d..2d..3d', 'reported': 'amber'}},"
                      " 'milestones': {'ga': {'after': ['build'], 'reported': 'red'}},"
                      " 'commitments': {'c': {'milestone': 'ga', 'date': '2027-03-31',"
                      "  'reported': 'green'%s}}}%c", fields, 0).ptr;
}

static struct str terms_of(struct test *t, const char *fields)
{
    return said_in(claims_from(t, reported(t, fields)), "c.reported.terms");
}

void test_claim__a_reported_status_stands_with_its_day_reason_and_end(struct test *t)
{
    static const char until[] = ", 'reported_until': '2026-11-09', 'reported_because': 'it passed'";
    struct claims *set = claims_from(t, reported(t, ", 'reported_by': 'mia', 'reported_on':"
                                                    " '2026-11-06', 'reported_until': '2026-11-20',"
                                                    " 'reported_because': 'it passed'"));

    CHECK_STR(said_in(set, "c.reported.terms"),
              "by Mia Torres on 2026-11-06 until 2026-11-20: it passed");
    CHECK_EQ(claim_find(set, STR("c.reported.terms"))->from_count, 5);
    CHECK(!claim_find(set, STR("c.reported.expired")));
    /* It stands beside what is computed, and moves nothing. */
    CHECK_STR(said_in(set, "c.reported"), "green");
    CHECK_EQ(status_in(t, set, "c.status"), STATUS_IS_GOOD);
    CHECK_STR(said_in(set, "build.reported.terms"), "(nobody says why or until when)");
    CHECK_STR(said_in(set, "ga.reported.terms"), "(nobody says why or until when)");
    CHECK_STR(terms_of(t, ", 'reported_because': 'it passed'"),
              "(nobody says until when): it passed");
    CHECK_STR(terms_of(t, ", 'reported_until': '2026-11-20'"),
              "until 2026-11-20 (nobody says why)");
    /* Up to and with its last day, by the data date or the day on which it is read. */
    CHECK_STR(terms_of(t, until), "until 2026-11-09: it passed");
    set = claims_with(t, read_on(t, reported(t, until), 2026, 11, 10), (struct claim_input){0});
    CHECK_STR(said_in(set, "c.reported.terms"),
              "until 2026-11-09: it passed; that has expired and no longer counts");
    CHECK_EQ(civil_day_of(claim_find(set, STR("c.reported.expired"))->value),
             civil_day(2026, 11, 9));
    CHECK_STR(terms_of(t, ", 'reported_until': '2026-11-08', 'reported_because': 'it passed'"),
              "until 2026-11-08: it passed; that has expired and no longer counts");
}
