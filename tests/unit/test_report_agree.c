/* SPDX-License-Identifier: Apache-2.0 */
/* Whether two wordings of one fact can both be true. */
#include "core/report/agree.h"
#include "tests/unit/harness.h"

struct pair {
    const char *a, *b;
};

static void check_pairs(struct test *t, const struct pair *pairs, size_t count, bool wanted)
{
    for (size_t i = 0; i < count; i++) {
        const struct str a = str_of(pairs[i].a), b = str_of(pairs[i].b);

        if (words_agree(a, b) != wanted || words_agree(b, a) != wanted)
            test_fail(t, __FILE__, __LINE__, "\"%s\" and \"%s\"", pairs[i].a, pairs[i].b);
        CHECK(words_agree(a, a) && words_agree(b, b));
    }
}

void test_report__wordings_that_agree(struct test *t)
{
    static const struct pair pairs[] = {
        {"about 25 %", "27 %"}, {"about\xc2\xa0" "25\xc2\xa0%", "25 %"}, {"25 %", "27 %"},
        {"nearly 80 %", "79 %"}, {"nearly 80 %", "<80 %"}, {"about 80 %", "80 %"},
        {"under 5 %", "2 %"}, {"over 95 %", "99 %"}, {"over 95 %", ">99.6 %"},
        {"under 5 %", "<0.4 %"}, {"Tue 27 Apr", "2027-04-27"}, {"27 Apr", "2027-04-27"},
        {"27 April", "Tue 27 Apr"}, {"Mon 23 Nov", "Mon 23 Nov 2026"},
        {"the week of 15 Feb", "2027-02-19"}, {"week of 15 Feb", "the week of 15 Feb"},
        {"the week of 28 Dec", "2027-01-02"}, {"■\xc2\xa0" "off course", "off course"},
        {"▲\xc2\xa0" "at risk", "at risk"}, {"3.1 days later", "+3.1 days"},
        {"1 day earlier", "-1.0 days"},
        {"Task \"T20\" has no owner", "task t20 (T20) has no owner"},
        {"\"T3\" drives the date, and has one number",
         "t3 (T3) drives the date, and has one number"},
        {"7 d", "7 days"}, {"1 d", "1 day"}, {"at most 7 d", "at most 7 days"},
        {"Name one owner", "name one owner"}, {"1 point", "1 points"}, {"6.5 d", "6.5 days"},
        {"ga is promised for 2027-03-31, and is about 25 % likely",
         "ga is promised for Wed 31 Mar, and is 27 % likely"},
        {"\"All customers\" (ga) is promised for Wed 31 Mar, and slips",
         "ga (All customers) is promised for 2027-03-31, and slips"}};

    check_pairs(t, pairs, sizeof(pairs) / sizeof(pairs[0]), true);
}

void test_report__wordings_that_contradict(struct test *t)
{
    static const struct pair pairs[] = {
        {"about 25 %", "60 %"}, {"about 25 %", "about 30 %"}, {"27 %", "28 %"}, {"25 %", "30 %"},
        {"about 25 %", "28 %"}, {"nearly 80 %", "about 80 %"}, {"nearly 80 %", "80 %"},
        {"nearly 50 %", "50 %"}, {"over 95 %", "95 %"}, {"under 5 %", "5 %"},
        {"Tue 27 Apr", "2027-04-28"}, {"27 Apr", "28 Apr"}, {"Mon 27 Apr", "2027-04-27"},
        {"Tue 27 Apr", "Wed 27 Apr"}, {"27 Apr 2027", "2026-04-27"}, {"30 Feb", "2027-03-02"},
        {"the week of 15 Feb", "2027-02-22"}, {"the week of 15 Feb", "the week of 22 Feb"},
        {"the week of 16 Feb", "2027-02-19"}, {"■ off course", "● on course"},
        {"off course", "at risk"}, {"3.1 days later", "-3.1 days"}, {"3.1 days later", "3.1 days"},
        {"7 d", "7 hours"}, {"7 d", "8 days"}, {"at most 7 d", "7 days"}, {"$1.99M", "$1.80M"},
        {"$2.1M", "€2.1M"}, {"$41k", "$41M"}, {"3", "4"}, {"certain", "about 25 %"},
        {"Rosa Haas", "Lin Chen"}, {"not to be promised", "may be promised"}, {"", "26 Apr"},
        {"Task \"T20\" has no owner", "task t21 (T20) has no owner"},
        {"Task \"T20\" has no owner", "task t20 (T21) has no owner"},
        {"Task \"T20\" has no owner", "Task \"T20\" has one owner"},
        {"Rosa Haas", "Rosa"}, {"no-go", "go"}, {"27 Apr", "27"}, {"A b", "a B"}, {"<80 %", "60 %"},
        {"ga is promised for 2027-03-31, and is about 25 % likely",
         "ga is promised for Tue 30 Mar, and is about 25 % likely"},
        {"ga is promised for 2027-03-31, and is about 25 % likely",
         "gb is promised for 2027-03-31, and is about 25 % likely"},
        {"\"All customers\" (ga) is promised for Wed 31 Mar, and slips",
         "ga (No customers) is promised for 2027-03-31, and slips"},
        {"\"All customers\" (ga) is promised for Wed 31 Mar, and slips",
         "gb (All customers) is promised for 2027-03-31, and slips"}};

    check_pairs(t, pairs, sizeof(pairs) / sizeof(pairs[0]), false);
}
