/* SPDX-License-Identifier: Apache-2.0 */
/* The plan as a whole: reading, sealing, writing, reading again. */
#include "core/syntax/writer.h"
#include "tests/unit/plan_fixture.h"

/* The example of the manual, cut down to what this room checks. */
static const char sherlock[] =
    "{'baton': 1,"
    " 'program': {'id': 'sherlock', 'start': '2026-09-07', 'as_of': '2026-11-23', 'calendar': 'us',"
    "   'sponsor': 'r-haas', 'delay_cost': {'per_week': '41k', 'agreed_by': 'r-haas'},"
    "   'outcomes': {'turnaround': {'measure': 'median label turnaround', 'from': '9d'}},"
    "   'not': ['new annotation vendors']},"
    " 'calendars': {'us': {'week': {'mon-fri': '09:00-12:00 13:00-18:00'},"
    "   'holidays': ['2026-11-26', '2026-12-24..2027-01-01']}},"
    " 'people': {'r-haas': {'name': 'Rosa Haas'},"
    "   's-iyer': {'team': 'identity', 'away': ['2026-12-14..2026-12-18']},"
    "   'l-chen': {'team': 'billing'}},"
    " 'teams': {'identity': {'lead': 's-iyer', 'capacity': 5, 'focus': '70%',"
    "     'rate': '1100 per person-day'},"
    "   'billing': {'lead': 'l-chen', 'capacity': 4, 'capacity_from': {'2027-01-04': 3}}},"
    " 'systems': {'token-service': {'owner': 'identity'}},"
    " 'tasks': {"
    "   'schema-freeze': {'team': 'identity', 'estimate': '1w', 'started': '2026-10-26',"
    "     'finished': '2026-11-06'},"
    "   'token-api': {'title': 'Token API v2', 'team': 'identity', 'people': 2,"
    "     'estimate': '3w..4w..7w', 'after': ['schema-freeze'], 'touches': ['token-service'],"
    "     'started': '2026-11-09', 'remaining': '2w..3w..5w', 'reported': 'green'},"
    "   'billing-cutover': {'team': 'billing', 'estimate': '2w..3w..5w'},"
    "   'audit-export': {'team': 'billing', 'estimate': '2w..2w..4w', 'cut': 'may'}},"
    " 'milestones': {'ga': {'after': ['billing-cutover', 'audit-export']}},"
    " 'commitments': {'ga-march': {'milestone': 'ga', 'date': '2027-03-31', 'to': 'customers',"
    "     'made_by': 'r-haas', 'confidence': '80%', 'rank': 1}},"
    " 'handoffs': {'ho-14': {'gives': 'token-api', 'to': 'billing-cutover',"
    "     'asked': '2026-12-04', 'offered': '2026-12-18', 'state': 'offered',"
    "     'was': [{'offered': '2026-12-04', 'until': '2026-11-18'}]}},"
    " 'drivers': {'vendor': {'stretch': '0.9..1.0..1.4', 'affects': ['token-api']}},"
    " 'risks': {'r-07': {'likely': '25%', 'hits': {'billing-cutover': '2w..3w..6w'},"
    "     'cost': '40k..80k..150k', 'response': 'mitigate',"
    "     'mitigation': {'edits': {'r-07.likely': '10%'}, 'cost': '15k'}}},"
    " 'decisions': {'d-05': {'question': 'Which?', 'decider': 'r-haas', 'forum': 'steering',"
    "     'gates': ['billing-cutover'], 'assume': 'cut', 'options': {"
    "       'dual': {'cost': '96k', 'edits': {'billing-cutover.estimate': '1w..2w..3w'}},"
    "       'cut': {'edits': {'token-api.remaining': '1w..2w..3w',"
    "         'd-05.options[dual].cost': '3k', 'token-api.after[schema-freeze]': null,"
    "         'tasks.extra': {'estimate': '2d'}, 'ga.after[extra]': true}}}}},"
    " 'forums': {'steering': {'repeats': 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH',"
    "     'starts': '2026-10-01T10:00', 'minutes': 45}},"
    " 'policy': {'thresholds': {'unowned-handoff.slips': 2}}}";

void test_plan__reads_every_section(struct test *t)
{
    const struct plan *p = plan_from_json(t, sherlock);
    const struct object *api, *handoff;

    if (!p)
        return;
    api = plan_get(t, p, "token-api");
    handoff = plan_get(t, p, "ho-14");
    CHECK_EQ(plan_count(p, KIND_task), 4);
    CHECK_EQ(task_get_estimate(api)->shape, SHAPE_QUANTILES);
    CHECK_EQ(task_get_estimate(api)->c.milli, 7000);
    CHECK(task_get_deadline(api) == NULL);
    CHECK_STR(object_title(api), "Token API v2");
    CHECK_STR(object_title(plan_get(t, p, "ga")), "ga");
    CHECK_STR(plan_owner_of(p, api)->id, "s-iyer");
    CHECK_STR(handoff_giver_of(p, handoff)->id, "s-iyer");
    CHECK_STR(handoff_taker_of(p, handoff)->id, "l-chen");
    CHECK_EQ(p->start, civil_day(2026, 9, 7) * CIVIL_DAY_S);
    CHECK_EQ(plan_threshold(p, "unowned-handoff.slips", 0), 2000000);
    CHECK_EQ(plan_threshold(p, "another", 7), 7);
    CHECK(plan_find(p, STR("sherlock")) == p->program);
    CHECK(plan_find(p, STR("program")) == p->program);
}

static const struct plan *written_and_read(struct test *t, const struct plan *p,
                                           enum writer_form form)
{
    struct text text;
    struct writer *w;

    text_init(&text, t->arena);
    w = writer_new(t->arena, form, &text);
    plan_write(p, w);
    writer_finish(w);
    return plan_from_json(t, str_copy(t->arena, text_str(&text)).ptr);
}

void test_plan__written_and_read_again_is_the_same(struct test *t)
{
    const struct plan *p = plan_from_json(t, sherlock), *again;

    if (!p)
        return;
    again = written_and_read(t, p, WRITER_JSON);
    CHECK(again && plan_digest(again, t->arena) == plan_digest(p, t->arena) &&
          again->object_count == p->object_count);
    again = written_and_read(t, p, WRITER_JSON_COMPACT);
    CHECK(again && plan_digest(again, t->arena) == plan_digest(p, t->arena));
}
