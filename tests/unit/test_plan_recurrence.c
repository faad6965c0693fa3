/* SPDX-License-Identifier: Apache-2.0 */
/* A forum's rule is understood, not only looked at, when the plan is read. */
#include "tests/unit/plan_fixture.h"

void test_plan__a_wrong_rule_is_refused_at_its_part(struct test *t)
{
    static const char before[] = "{'program': {'id': 'p', 'start': '2026-09-07'},"
                                 " 'forums': {'steering': {'repeats': 'FREQ=WEEKLY;BYDAY=";

    CHECK(plan_try_json(t, "{'program': {'id': 'p', 'start': '2026-09-07'},"
                           " 'forums': {'steering': {'repeats': 'FREQ=WEEKLY;BYDAY=TX'}}}")
          == NULL);
    CHECK_EQ(t->diags->error_count, 1);
    CHECK_STR(str_of(t->diags->items[0].code), "bad-recurrence");
    CHECK_STR(t->diags->items[0].text, "'TX' is not a weekday");
    CHECK_EQ(t->diags->items[0].where.line, 1);
    CHECK_EQ(t->diags->items[0].where.column, sizeof(before));
    CHECK_EQ(t->diags->items[0].where.length, 2);
}
