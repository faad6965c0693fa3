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
