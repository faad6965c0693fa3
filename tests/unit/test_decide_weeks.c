/* SPDX-License-Identifier: Apache-2.0 */
/* Load by week and guardrails, on a plan worked by hand. */
#include "core/decide/weeks.h"
#include "tests/unit/plan_fixture.h"

enum { DAY_S = 8 * 3600 };

/* The data date is Monday 30 November. `a` takes two people of red for 8 days: Monday to the
 * Wednesday of the week after; `b` follows, one person for 4 days: Thursday 10 to Tuesday 15
 * December. `c`, of blue, runs beside `a` for 5 days.
 *
 *   red    week of 30 Nov  2 x 5 = 10 days of 3 x 5 = 15
 *          7 Dec           2 x 3 + 2 = 8 of 15
 *          14 Dec          2 of 15
 *   blue   30 Nov          5 of 1 x 5: 100 %, the busiest
 *   wip    2, from Monday 30 November on
 *   burn   red 100 a day, blue 200: November has one day, the 30th: 2 x 100 + 200 = 400. December
 *          has the rest: a 7 days x 200 = 1400, b 4 x 100 = 400, c 4 x 200 = 800: 2600
 *   heads  3 + 1 = 4 */
#define PLAN(guardrails)                                                                       \
    "{'program': {'id': 'p', 'start': '2026-11-30', 'as_of': '2026-11-30', 'currency': 'USD'},"\
    "'teams': {'red': {'capacity': 3, 'rate': '100 per person-day'},"                          \
    " 'blue': {'capacity': 1, 'rate': '200 per person-day'}, 'free': {}},"                     \
    "'tasks': {'a': {'team': 'red', 'people': 2, 'estimate': '8d..8d..8d'},"                   \
    " 'b': {'team': 'red', 'estimate': '4d..4d..4d', 'after': ['a']},"                         \
    " 'c': {'team': 'blue', 'estimate': '5d..5d..5d'},"                                        \
    " 'done': {'team': 'blue', 'estimate': '5d', 'started': '2026-11-02',"                     \
    "  'finished': '2026-11-06'}},"                                                            \
    "'milestones': {'ga': {'after': ['b']}},"                                                  \
    "'commitments': {'promise': {'milestone': 'ga', 'date': '2026-12-18'}}" guardrails "}"

static const struct plan *weeks_of(struct test *t, const char *json, struct weeks *ret_weeks,
                                   const struct forecast **ret_forecast)
{
    const struct forecast_options how = {.seed = 7, .iterations = 256};
    const struct plan *p = plan_from_json(t, json);
    const struct schedule *s;

    if (!p || !forecast_compute(p, &how, t->arena, t->scratch, ret_forecast, t->diags) ||
        !schedule_compute((*ret_forecast)->network, t->arena, t->scratch, &s, t->diags)) {
        test_fail(t, __FILE__, __LINE__, "no schedule");
        return NULL;
    }
    weeks_compute(s, t->arena, t->scratch, ret_weeks);
    return p;
}

void test_decide_weeks__load_by_hand(struct test *t)
{
    const struct forecast *f;
    struct weeks w;

    if (!weeks_of(t, PLAN(""), &w, &f))
        return;
    CHECK_EQ(w.first_day, civil_day(2026, 11, 30));
    CHECK_EQ(w.week_count, 3);
    CHECK_EQ(w.team_count, 2);      /* nobody states how many `free` has */
    CHECK_EQ(w.load_s[0], 10 * DAY_S);
    CHECK_EQ(w.load_s[1], 8 * DAY_S);
    CHECK_EQ(w.load_s[2], 2 * DAY_S);
    CHECK_EQ(w.room_s[0], 15 * DAY_S);
    CHECK_EQ(w.load_s[3], 5 * DAY_S);
    CHECK_EQ(w.room_s[3], 5 * DAY_S);
    CHECK_EQ(w.busiest_team, 1);
    CHECK_EQ(w.busiest_week, 0);
    CHECK_EQ(w.busiest_ppm, 1000000);
    CHECK_EQ(w.wip, 2);
    CHECK_EQ(w.wip_day, civil_day(2026, 11, 30));
    CHECK_EQ(w.burn_minor, 260000);
    CHECK_EQ(w.burn_month, civil_day(2026, 12, 1));
    CHECK_EQ(w.headcount_micro, 4000000);
}

/* Each kind just broken, and just held. Of burn it is every run's dearest month, all alike here. A
 * return without a benefit is not known, and breaks nothing. */
void test_decide_weeks__guardrails_by_hand(struct test *t)
{
    const struct forecast *f;
    const struct plan *p;
    const uint32_t *broken;
    struct weeks w;

    p = weeks_of(t, PLAN(",'guardrails': {'burn': {'limit': 2598}, 'wip': {'limit_people': 1},"
                         " 'headcount': {'limit_people': 3}, 'date': {'limit_date': '2026-12-14'},"
                         " 'roi': {'limit_share': '1%'}}"), &w, &f);
    if (!p)
        return;
    CHECK_EQ(weeks_breaks(p, &w, f, civil_day(2026, 12, 15) * 86400 + 18 * 3600, t->arena,
                          &broken), 4);
    CHECK_STR(p->objects[broken[0]]->id, "burn");
    CHECK_STR(p->objects[broken[3]]->id, "date");
    p = weeks_of(t, PLAN(",'guardrails': {'burn': {'limit': 2602}, 'wip': {'limit_people': 2},"
                         " 'headcount': {'limit_people': 4}, 'date': {'limit_date': '2026-12-15'},"
                         " 'roi': {'limit_share': '1%'}}"), &w, &f);
    if (p)
        CHECK_EQ(weeks_breaks(p, &w, f, civil_day(2026, 12, 15) * 86400 + 18 * 3600, t->arena,
                              &broken), 0);
}

/* What is left costs 3000 in every run: a 2 x 8 x 100, b 4 x 100, c 5 x 200. It brings 500 a month
 * for nine months: 4500, a return of 50 %. A fee of 1000 that no working time carries makes it
 * 4000, the return 12.5 %, and December, which has 2600 of 3000 of the work, 2600 / 3000 x 4000 =
 * 3467. */
#define BRINGS                                                                                 \
    " 'benefit': {'per_month': 500, 'from': 'ga', 'months': 9, 'agreed_by': 'ann'},"

void test_decide_weeks__money_by_hand(struct test *t)
{
    static const struct {
        const char *fee, *burn, *share;
        int32_t burn_ppm, share_ppm;
    } rows[] = {{"", "2602", "49%", 1000000, 1000000}, {"", "2598", "51%", 0, 0},
                {", 'fixed_cost': 1000", "3470", "12%", 1000000, 1000000},
                {", 'fixed_cost': 1000", "3460", "13%", 0, 0}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct str json = str_format(t->arena,
            "{'program': {'id': 'p', 'start': '2026-11-30', 'as_of': '2026-11-30'," BRINGS
            " 'currency': 'USD'}, 'people': {'ann': {}},"
            "'teams': {'red': {'capacity': 3, 'rate': '100 per person-day'},"
            " 'blue': {'capacity': 1, 'rate': '200 per person-day'}},"
            "'tasks': {'a': {'team': 'red', 'people': 2, 'estimate': '8d..8d..8d'%s},"
            " 'b': {'team': 'red', 'estimate': '4d..4d..4d', 'after': ['a']},"
            " 'c': {'team': 'blue', 'estimate': '5d..5d..5d'}},"
            "'milestones': {'ga': {'after': ['b']}},"
            "'guardrails': {'burn': {'limit': %s}, 'roi': {'limit_share': '%s'}}}%c",
            rows[i].fee, rows[i].burn, rows[i].share, 0);
        const struct forecast_options how = {.seed = 7, .iterations = 256,
                                             .no_sensitivity = true, .no_tasks = true,
                                             .with_money = true};
        const struct plan *p = plan_from_json(t, json.ptr);
        const struct forecast *f;

        if (!p || !forecast_compute(p, &how, t->arena, t->scratch, &f, t->diags))
            return;
        CHECK_EQ(weeks_holds_ppm(plan_get(t, p, "burn"), f), rows[i].burn_ppm);
        CHECK_EQ(weeks_holds_ppm(plan_get(t, p, "roi"), f), rows[i].share_ppm);
    }
}
