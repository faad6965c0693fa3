/* SPDX-License-Identifier: Apache-2.0 */
/* "Capacity counts people" (design.md 4), sentence by sentence. */
#include "core/plan/capacity.h"
#include "tests/unit/plan_fixture.h"

#define PLAN                                                                              \
    "{'program': {'id': 'p', 'start': '2026-11-02'},"                                     \
    " 'people': {'ann': {'team': 'core', 'away': ['2026-12-14..2026-12-18']},"            \
    "            'bo': {'team': 'core', 'left': '2027-02-01'}, 'cy': {'team': 'web',"     \
    "            'away': ['2026-12-15']}},"                                               \
    " 'teams': {'core': {'capacity': 4, 'capacity_from': {'2027-01-04': 3},"              \
    "                    'away': {'2026-12-17..2026-12-21': 2}},"                         \
    "           'web': {'capacity': 0.5}, 'free': {}}}"

static int64_t on(struct test *t, const char *team, int month, int day)
{
    const struct plan *p = plan_from_json(t, PLAN);

    return p ? team_capacity_on(p, plan_get(t, p, team),
                                civil_day(month < 6 ? 2027 : 2026, month, day))
             : -1;
}

void test_plan__capacity_counts_people(struct test *t)
{
    CHECK_EQ(on(t, "core", 11, 23), 4000000);
    CHECK_EQ(on(t, "web", 11, 23), 500000);
}

void test_plan__capacity_from_holds_from_its_day_on(struct test *t)
{
    CHECK_EQ(on(t, "core", 1, 3), 4000000);
    CHECK_EQ(on(t, "core", 1, 4), 3000000);
    CHECK_EQ(on(t, "core", 1, 29), 3000000);
}

void test_plan__a_person_away_takes_one_from_their_team(struct test *t)
{
    CHECK_EQ(on(t, "core", 12, 13), 4000000);
    CHECK_EQ(on(t, "core", 12, 14), 3000000);   /* ranges include both ends */
    CHECK_EQ(on(t, "core", 12, 16), 3000000);
    CHECK_EQ(on(t, "core", 2, 1), 2000000);     /* who has left is away for good */
}

void test_plan__a_team_away_takes_as_many_more(struct test *t)
{
    CHECK_EQ(on(t, "core", 12, 17), 1000000);   /* ann and two more */
    CHECK_EQ(on(t, "core", 12, 18), 1000000);
    CHECK_EQ(on(t, "core", 12, 19), 2000000);
    CHECK_EQ(on(t, "core", 12, 22), 4000000);
}

void test_plan__capacity_is_never_below_nobody(struct test *t)
{
    CHECK_EQ(on(t, "web", 12, 15), 0);
}

void test_plan__an_unstated_capacity_is_no_limit(struct test *t)
{
    CHECK_EQ(on(t, "free", 11, 23), INT64_MAX);
}

/* --- what people are made of ----------------------------------------------------------------- */

#define SHARED                                                                            \
    "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-23'},"              \
    " 'people': {'ann': {'team': 'core', 'share': '60%', 'also': {'web': '40%'},"         \
    "                    'away': ['2026-12-14..2026-12-18']},"                            \
    "            'bo': {'team': 'core', 'joins': '2026-12-07', 'ramp': '8d'},"            \
    "            'cy': {'team': 'core', 'joins': '2026-11-16', 'ramp': '20d',"            \
    "                   'skills': ['sql', 'radio']},"                                     \
    "            'di': {'team': 'core', 'joins': '2027-02-01',"                           \
    "                   'joins_between': '2027-01-04..2027-03-01', 'skills': ['sql']}},"  \
    " 'teams': {'core': {'capacity': 5, 'standing': {'on-call': {'people': 1},"           \
    "               'support': {'share': '25%', 'from': '2027-03-01', 'until': '2027-03-05'}," \
    "               'upkeep': {'days_a_week': 2.5, 'from': '2027-03-08'}}},"              \
    "           'web': {'count_people': true}},"                                          \
    " 'systems': {'rig': {'units': 3, 'away': {'2026-12-01..2026-12-02': 2}}}}"

static int64_t has(struct test *t, const char *of, int year, int month, int day,
                   enum capacity_hires hires)
{
    const struct plan *p = plan_from_json(t, SHARED);

    return p ? capacity_on(p, plan_get(t, p, of), civil_day(year, month, day), hires) : -1;
}

void test_plan__shares_joining_and_ramping_count(struct test *t)
{
    /* Five less one on call; cy, counted in the five, is in the second quarter of 20 days: 3/8. */
    CHECK_EQ(has(t, "core", 2026, 11, 23, HIRES_LIKELY), 3375000);
    /* Bo joins: an eighth; two days later three; whole after eight. Cy is in the last quarter on
     * 7 December (7/8), and whole on 14 December, when ann's 60% are away and bo is at 5/8. */
    CHECK_EQ(has(t, "core", 2026, 12, 7, HIRES_LIKELY), 4000000);
    CHECK_EQ(has(t, "core", 2026, 12, 9, HIRES_LIKELY), 4250000);
    CHECK_EQ(has(t, "core", 2026, 12, 14, HIRES_LIKELY), 4000000 - 600000 + 625000);
    CHECK_EQ(has(t, "core", 2026, 12, 21, HIRES_LIKELY), 5000000);
    /* Di on her likely day, never, or there all along. */
    CHECK_EQ(has(t, "core", 2027, 2, 1, HIRES_LIKELY), 6000000);
    CHECK_EQ(has(t, "core", 2027, 2, 1, HIRES_NONE), 5000000);
    CHECK_EQ(has(t, "core", 2026, 12, 21, HIRES_ALL), 6000000);
    /* A quarter of the seven, and one; half a day of five a week. */
    CHECK_EQ(has(t, "core", 2027, 3, 1, HIRES_LIKELY), 4250000);
    CHECK_EQ(has(t, "core", 2027, 3, 8, HIRES_LIKELY), 5500000);
    CHECK_EQ(has(t, "web", 2026, 11, 23, HIRES_LIKELY), 400000);
    CHECK_EQ(has(t, "web", 2026, 12, 15, HIRES_LIKELY), 0);
    CHECK_EQ(has(t, "rig", 2026, 11, 30, HIRES_LIKELY), 3000000);
    CHECK_EQ(has(t, "rig", 2026, 12, 1, HIRES_LIKELY), 1000000);
}

void test_plan__a_skill_counts_those_who_have_it(struct test *t)
{
    const struct plan *p = plan_from_json(t, SHARED);
    static const struct str sql[] = {{"sql", 3}}, both[] = {{"sql", 3}, {"radio", 5}};
    const struct texts one = {sql, 1}, two = {both, 2};
    const struct texts *sets[] = {&one}, *more[] = {&two};
    const int64_t day = civil_day(2027, 2, 1);

    if (!p)
        return;
    CHECK_EQ(capacity_skilled_on(p, plan_get(t, p, "core"), sets, 1, day, HIRES_LIKELY), 2000000);
    CHECK_EQ(capacity_skilled_on(p, plan_get(t, p, "core"), more, 1, day, HIRES_LIKELY), 1000000);
}

static void refused(struct test *t, const char *json, const char *code)
{
    const size_t before = t->diags->count;
    bool said = false;

    plan_try_json(t, json);
    for (size_t i = before; i < t->diags->count; i++)
        said = said || str_equal(str_of(t->diags->items[i].code), str_of(code));
    if (!said)
        test_fail(t, __FILE__, __LINE__, "no '%s' in %s", code, json);
}

void test_plan__shares_up_to_all_of_somebody_are_fine(struct test *t)
{
    plan_from_json(t, "{'program': {'id': 'p'}, 'teams': {'x': {}, 'y': {}}, 'people': {"
                      "'ann': {'team': 'x', 'share': '70%', 'also': {'y': '30%'}}}}");
    CHECK_EQ(t->diags->count, 0);
}

void test_plan__capacity_that_makes_no_sense_is_said(struct test *t)
{
#define PEOPLE(person) "{'program': {'id': 'p'}, 'teams': {'x': {}, 'y': {}}," \
                       " 'people': {'ann': {" person "}}}"
#define TASK(task) "{'program': {'id': 'p'}, 'teams': {'x': {}}, 'systems': {'s': {}},"   \
                   " 'tasks': {'a': {'team': 'x', " task "}}}"
    refused(t, PEOPLE("'joins_between': '2027-01-01..2027-02-01'"), "bad-hire");
    refused(t, PEOPLE("'joins': '2027-03-01', 'joins_between': '2027-01-01..2027-02-01'"),
            "bad-hire");
    refused(t, PEOPLE("'joins': '2027-01-05', 'joins_between': ['2027-01-01', '2027-02-01']"),
            "bad-hire");
    refused(t, PEOPLE("'joins': '2027-01-05', 'left': '2027-01-01'"), "left-before-joined");
    refused(t, PEOPLE("'ramp': '4w'"), "unused-ramp");
    refused(t, PEOPLE("'joins': '2027-01-05', 'ramp': '4w', 'mentor': 'ann'"), "self-mentor");
    refused(t, PEOPLE("'joins': '2027-01-05', 'ramp': '4w', 'mentoring': '20%'"),
            "unused-mentoring");
    refused(t, "{'program': {'id': 'p'}, 'teams': {'x': {}}, 'people': {'bo': {'team': 'x'}, 'ann':"
               " {'team': 'x', 'joins': '2027-01-05', 'mentor': 'bo', 'mentoring': '20%'}}}",
            "unused-mentoring");
    refused(t, PEOPLE("'share': '50%'"), "unused-share");
    refused(t, PEOPLE("'team': 'x', 'also': {'x': '50%'}"), "doubled-share");
    refused(t, PEOPLE("'team': 'x', 'also': {'y': 2}"), "bad-value");
    refused(t, PEOPLE("'team': 'x', 'also': {'y': '1%'}"), "shared-past-whole");
    refused(t, PEOPLE("'also': {'y': '-1'}"), "bad-value");
    refused(t, PEOPLE("'also': {'nobody': 1}"), "unknown-id");
    refused(t, TASK("'uses': {'x': 1}"), "uses-own-team");
    refused(t, TASK("'uses': {'s': 1}"), "uses-without-limit");
    refused(t, TASK("'uses': {'s': 'some'}"), "bad-value");
    refused(t, TASK("'uses': {'a': 1}"), "wrong-kind");
    refused(t, TASK("'skills': ['sql']"), "unknown-skill");
    refused(t, TASK("'ahead_of': ['a']"), "self-link");
    refused(t, "{'program': {'id': 'p'}, 'teams': {'x': {'standing': {'s': {}}}}}",
            "empty-standing");
    refused(t, "{'program': {'id': 'p'}, 'teams': {'x': {'standing': {'s': {'people': 1,"
               " 'from': '2027-02-01', 'until': '2027-01-01'}}}}}", "finishes-before-start");
    refused(t, "{'program': {'id': 'p'}, 'teams': {'x': {'capacity': 1, 'count_people': true}}}",
            "capacity-twice");
}
