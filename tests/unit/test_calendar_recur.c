/* SPDX-License-Identifier: Apache-2.0 */
/* When a forum meets: the examples of RFC 5545, 3.3.10 and 3.8.5.3, and laws. */
#include "core/base/text.h"
#include "core/calendar/recur.h"
#include "tests/unit/harness.h"

static int64_t at(struct str s)
{
    int64_t instant = CIVIL_NONE;
    bool has_time;

    civil_parse(s, &instant, &has_time);
    return instant;
}

static struct recur_rule rule_of(struct test *t, const char *text)
{
    struct recur_rule rule = {.interval = 1, .until = CIVIL_NONE};

    if (!recur_parse(str_of(text), (struct place){0}, &rule, t->diags))
        test_fail(t, __FILE__, __LINE__, "'%s' is refused", text);
    return rule;
}

/* `wanted`: dates at nine, divided by blanks; "..." at the end where the series goes on. */
static void check_series(struct test *t, const char *text, const char *starts, const char *wanted)
{
    const struct recur_rule rule = rule_of(t, text);
    const int64_t first = at(str_of(starts)) + 9 * 3600;
    struct str rest = str_of(wanted), piece;
    int64_t after = first - 1;

    while (str_split(&rest, ' ', &piece)) {
        const int64_t next = recur_next(&rule, first, after);
        struct text got;

        if (str_equal(piece, STR("..."))) {
            if (next == CIVIL_NONE)
                test_fail(t, __FILE__, __LINE__, "%s ends", text);
            return;
        }
        text_init(&got, t->arena);
        civil_print_date(&got, next);
        if (next == CIVIL_NONE || next != at(piece) + 9 * 3600) {
            test_fail(t, __FILE__, __LINE__, "%s gives %.*s, wanted %.*s", text,
                      STR_ARG(text_str(&got)), STR_ARG(piece));
            return;
        }
        after = next;
    }
    if (recur_next(&rule, first, after) != CIVIL_NONE)
        test_fail(t, __FILE__, __LINE__, "%s goes on", text);
}

void test_calendar__rfc_daily(struct test *t)
{
    check_series(t, "FREQ=DAILY;COUNT=10", "1997-09-02",
                 "1997-09-02 1997-09-03 1997-09-04 1997-09-05 1997-09-06 1997-09-07 1997-09-08 "
                 "1997-09-09 1997-09-10 1997-09-11");
    check_series(t, "FREQ=DAILY;INTERVAL=2", "1997-09-02",
                 "1997-09-02 1997-09-04 1997-09-06 1997-09-08 ...");
    check_series(t, "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02",
                 "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12");
}

static size_t count_all(const struct recur_rule *rule, int64_t starts, int64_t *ret_last)
{
    static int64_t found[2000];
    const size_t count = recur_list(rule, starts, starts - 1, 2000, found);

    *ret_last = count ? found[count - 1] : CIVIL_NONE;
    return count;
}

void test_calendar__rfc_daily_until_and_in_january(struct test *t)
{
    const int64_t september = at(STR("1997-09-02T09:00")), january = at(STR("1998-01-01T09:00"));
    struct recur_rule rule = rule_of(t, "FREQ=DAILY;UNTIL=19971224T000000Z");
    int64_t last;

    CHECK_EQ(count_all(&rule, september, &last), 29 + 31 + 30 + 23);
    CHECK_EQ(last, at(STR("1997-12-23T09:00")));
    rule = rule_of(t, "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA");
    CHECK_EQ(count_all(&rule, january, &last), 93);
    CHECK_EQ(last, at(STR("2000-01-31T09:00")));
    rule = rule_of(t, "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1");
    CHECK_EQ(count_all(&rule, january, &last), 93);
    CHECK_EQ(last, at(STR("2000-01-31T09:00")));
    /* A date alone is that whole day. */
    rule = rule_of(t, "FREQ=DAILY;UNTIL=19970904");
    CHECK_EQ(count_all(&rule, september, &last), 3);
    rule = rule_of(t, "FREQ=DAILY;UNTIL=1997-09-04T08:59:59");
    CHECK_EQ(count_all(&rule, september, &last), 2);
}

void test_calendar__rfc_weekly(struct test *t)
{
    check_series(t, "FREQ=WEEKLY;COUNT=10", "1997-09-02",
                 "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 "
                 "1997-10-21 1997-10-28 1997-11-04");
    check_series(t, "FREQ=WEEKLY;UNTIL=19971224T000000Z", "1997-11-25",
                 "1997-11-25 1997-12-02 1997-12-09 1997-12-16 1997-12-23");
    check_series(t, "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02",
                 "1997-09-02 1997-09-16 1997-09-30 1997-10-14 1997-10-28 1997-11-11 1997-11-25 "
                 "1997-12-09 1997-12-23 1998-01-06 1998-01-20 1998-02-03 1998-02-17 ...");
    check_series(t, "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1997-09-02",
                 "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 "
                 "1997-09-25 1997-09-30 1997-10-02");
    check_series(t, "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02",
                 "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 "
                 "1997-09-25 1997-09-30 1997-10-02");
    check_series(t, "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
                 "1997-09-01",
                 "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29 "
                 "1997-10-01 1997-10-03 1997-10-13 1997-10-15 1997-10-17 1997-10-27 1997-10-29 "
                 "1997-10-31 1997-11-10 1997-11-12 1997-11-14 1997-11-24 1997-11-26 1997-11-28 "
                 "1997-12-08 1997-12-10 1997-12-12 1997-12-22");
    check_series(t, "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02",
                 "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 "
                 "1997-10-16");
    check_series(t, "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05",
                 "1997-08-05 1997-08-10 1997-08-19 1997-08-24");
    check_series(t, "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05",
                 "1997-08-05 1997-08-17 1997-08-19 1997-08-31");
}

void test_calendar__rfc_monthly_by_weekday(struct test *t)
{
    check_series(t, "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05",
                 "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 "
                 "1998-04-03 1998-05-01 1998-06-05");
    check_series(t, "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05",
                 "1997-09-05 1997-10-03 1997-11-07 1997-12-05");
    check_series(t, "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07",
                 "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 "
                 "1998-03-29 1998-05-03 1998-05-31");
    check_series(t, "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22",
                 "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16");
    check_series(t, "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1997-09-02",
                 "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-11-04 1997-11-11 "
                 "1997-11-18 1997-11-25 1998-01-06 1998-01-13 1998-01-20 1998-01-27 1998-03-03 "
                 "1998-03-10 1998-03-17 1998-03-24 1998-03-31 ...");
}

void test_calendar__rfc_monthly_by_day(struct test *t)
{
    check_series(t, "FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28",
                 "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26 ...");
    check_series(t, "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997-09-02",
                 "1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 "
                 "1997-12-15 1998-01-02 1998-01-15");
    check_series(t, "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30",
                 "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 "
                 "1998-01-01 1998-01-31 1998-02-01");
    check_series(t, "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
                 "1997-09-10",
                 "1997-09-10 1997-09-11 1997-09-12 1997-09-13 1997-09-14 1997-09-15 1999-03-10 "
                 "1999-03-11 1999-03-12 1999-03-13");
    check_series(t, "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02",
                 "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13 ...");
    check_series(t, "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13",
                 "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 "
                 "1998-04-11 1998-05-09 1998-06-13 ...");
    check_series(t, "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15",
                 "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30");
    check_series(t, "FREQ=MONTHLY;COUNT=3", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31");
}

void test_calendar__rfc_by_position(struct test *t)
{
    check_series(t, "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04",
                 "1997-09-04 1997-10-07 1997-11-06");
    check_series(t, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29",
                 "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30 "
                 "...");
    check_series(t, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1;COUNT=4", "2026-11-01",
                 "2026-11-02 2026-11-30 2026-12-01 2026-12-31");
}

void test_calendar__rfc_yearly(struct test *t)
{
    check_series(t, "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06-10",
                 "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 "
                 "2000-07-10 2001-06-10 2001-07-10");
    check_series(t, "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1997-03-10",
                 "1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 "
                 "2003-01-10 2003-02-10 2003-03-10");
    check_series(t, "FREQ=YEARLY;BYDAY=20MO", "1997-05-19",
                 "1997-05-19 1998-05-18 1999-05-17 ...");
    check_series(t, "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13",
                 "1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12 1998-03-19 1998-03-26 "
                 "1999-03-04 1999-03-11 1999-03-18 1999-03-25 ...");
    check_series(t, "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06-05",
                 "1997-06-05 1997-06-12 1997-06-19 1997-06-26 1997-07-03 1997-07-10 1997-07-17 "
                 "1997-07-24 1997-07-31 1997-08-07 1997-08-14 1997-08-21 1997-08-28 1998-06-04 "
                 "...");
    check_series(t, "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
                 "1996-11-05", "1996-11-05 2000-11-07 2004-11-02 ...");
    check_series(t, "FREQ=YEARLY;COUNT=3", "2096-02-29", "2096-02-29 2104-02-29 2108-02-29");
    check_series(t, "FREQ=YEARLY;BYDAY=-1FR", "2026-12-25", "2026-12-25 2027-12-31 ...");
    check_series(t, "FREQ=YEARLY", "2198-12-31", "2198-12-31 2199-12-31 2200-12-31");
    check_series(t, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2000-01-01", NULL);
}

void test_calendar__the_steering_forum_of_the_manual(struct test *t)
{
    const struct recur_rule rule = rule_of(t, "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH");
    const int64_t starts = at(STR("2026-10-01T10:00"));

    CHECK_EQ(recur_next(&rule, starts, at(STR("2026-11-23"))), at(STR("2026-11-26T10:00")));
    CHECK_EQ(recur_next(&rule, starts, at(STR("2026-11-26T09:59:59"))),
             at(STR("2026-11-26T10:00")));
    CHECK_EQ(recur_next(&rule, starts, at(STR("2026-11-26T10:00"))),
             at(STR("2026-12-10T10:00")));
    CHECK_EQ(recur_next(&rule, starts, at(STR("1999-01-01"))), starts);
    CHECK_EQ(recur_next(&rule, starts, INT64_MAX), CIVIL_NONE);
}

/* A random rule of every kind. */
static struct str random_rule(struct test *t)
{
    static const char *const every[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    const uint64_t kind = test_random_below(t, 4);
    bool choosable = false;
    struct text text;

    text_init(&text, t->arena);
    text_addf(&text, "FREQ=%s;INTERVAL=%d", every[kind], (int)test_random_below(t, 5) + 1);
    if (test_random_below(t, 2)) {
        text_add(&text, STR(";BYDAY="));
        for (uint64_t i = 0, n = test_random_below(t, 3); i <= n; i++) {
            if (i)
                text_add_char(&text, ',');
            if (kind >= 2 && test_random_below(t, 2))
                text_addf(&text, "%d", (int)test_random_below(t, 5) - 5);
            text_addf(&text, "%s", days[test_random_below(t, 7)]);
        }
        choosable = true;
    }
    if (kind != 1 && test_random_below(t, 3) == 0) {
        text_addf(&text, ";BYMONTHDAY=%d,-%d", (int)test_random_below(t, 31) + 1,
                  (int)test_random_below(t, 31) + 1);
        choosable = true;
    }
    if (test_random_below(t, 4) == 0) {
        text_addf(&text, ";BYMONTH=%d,%d", (int)test_random_below(t, 12) + 1,
                  (int)test_random_below(t, 12) + 1);
        choosable = true;
    }
    if (choosable && test_random_below(t, 3) == 0)
        text_addf(&text, ";BYSETPOS=%d,-1", (int)test_random_below(t, 3) + 1);
    if (test_random_below(t, 2))
        text_addf(&text, ";WKST=%s", days[test_random_below(t, 7)]);
    return str_copy(t->arena, text_str(&text));
}

/* What comes next is the same from wherever one looks, and counting changes only the end. */
void test_calendar__the_next_is_the_next_of_the_whole_series(struct test *t)
{
    enum { RULES = 300, MOST = 400 };
    static int64_t all[MOST], counted[MOST];
    unsigned wrong = 0, seen = 0;

    for (int i = 0; i < RULES; i++) {
        const struct str text = random_rule(t);
        struct recur_rule rule = rule_of(t, text.ptr);
        const int64_t starts = (int64_t)test_random_below(t, 20000) * CIVIL_DAY_S + 36000;
        const size_t count = recur_list(&rule, starts, INT64_MIN, MOST, all);

        for (size_t j = 1; j < count; j++)
            wrong += all[j] <= all[j - 1];
        for (size_t j = 0; j + 1 < count; j++) {
            const int64_t gap = all[j + 1] - all[j];
            const int64_t from = all[j] + (int64_t)test_random_below(t, (uint64_t)gap);

            wrong += recur_next(&rule, starts, from) != all[j + 1];
            wrong += recur_next(&rule, starts, all[j + 1] - 1) != all[j + 1];
        }
        if (count > 1) {
            rule.count = (uint32_t)count - 1;
            wrong += recur_list(&rule, starts, INT64_MIN, MOST, counted) != count - 1;
            wrong += counted[count - 2] != all[count - 2];
            rule.count = 0;
            rule.until = all[count - 2];
            wrong += recur_list(&rule, starts, INT64_MIN, MOST, counted) != count - 1;
            wrong += recur_next(&rule, starts, all[count - 2]) != CIVIL_NONE;
        }
        seen += count > 1;
    }
    CHECK_EQ(wrong, 0);
    CHECK(seen > RULES / 2);
}

static void check_refused(struct test *t, const char *text, const char *code, uint32_t column,
                          uint32_t length)
{
    const struct place place = {1, 3, 10, (uint32_t)str_of(text).len + 2};
    struct recur_rule rule = {.interval = 77};

    diags_init(t->diags, t->arena);
    if (recur_parse(str_of(text), place, &rule, t->diags)) {
        test_fail(t, __FILE__, __LINE__, "'%s' is taken", text);
        return;
    }
    CHECK_EQ(rule.interval, 77);
    CHECK_EQ(t->diags->error_count, 1);
    CHECK_STR(str_of(t->diags->items[0].code), code);
    CHECK_EQ(t->diags->items[0].where.line, 3);
    CHECK_EQ(t->diags->items[0].where.column, 10 + 1 + column);
    CHECK_EQ(t->diags->items[0].where.length, length);
}

void test_calendar__rules_are_refused_at_their_part(struct test *t)
{
    check_refused(t, "INTERVAL=2", "bad-recurrence", 0, 10);
    check_refused(t, "FREQ=FORTNIGHTLY", "bad-recurrence", 5, 11);
    check_refused(t, "FREQ=WEKLY", "bad-recurrence", 5, 5);
    CHECK_STR(t->diags->items[0].hint, "did you mean WEEKLY?");
    check_refused(t, "FREQ=WEEKLY;INTERVALL=2", "bad-recurrence", 12, 9);
    CHECK_STR(t->diags->items[0].hint, "did you mean INTERVAL?");
    check_refused(t, "FREQ=WEEKLY;INTERVAL=0", "bad-recurrence", 21, 1);
    check_refused(t, "FREQ=WEEKLY;INTERVAL=99999999999999999999", "bad-recurrence", 21, 20);
    check_refused(t, "FREQ=WEEKLY;INTERVAL", "bad-recurrence", 12, 8);
    check_refused(t, "FREQ=WEEKLY;INTERVAL=", "bad-recurrence", 12, 9);
    check_refused(t, "FREQ=WEEKLY;FREQ=DAILY", "bad-recurrence", 12, 10);
    check_refused(t, "FREQ=WEEKLY;BYDAY=TH,XX", "bad-recurrence", 21, 2);
    check_refused(t, "FREQ=MONTHLY;BYDAY=54MO", "bad-recurrence", 19, 2);
    check_refused(t, "FREQ=MONTHLY;BYDAY=0MO", "bad-recurrence", 19, 1);
    check_refused(t, "FREQ=MONTHLY;BYMONTHDAY=32", "bad-recurrence", 24, 2);
    check_refused(t, "FREQ=MONTHLY;BYMONTHDAY=1,,2", "bad-recurrence", 26, 1);
    check_refused(t, "FREQ=YEARLY;BYMONTH=13", "bad-recurrence", 20, 2);
    check_refused(t, "FREQ=YEARLY;BYHOUR=9", "unsupported-recurrence", 12, 8);
    check_refused(t, "FREQ=YEARLY;BYWEEKNO=20", "unsupported-recurrence", 12, 11);
    check_refused(t, "FREQ=DAILY;UNTIL=19970231", "bad-recurrence", 17, 8);
    check_refused(t, "FREQ=DAILY;UNTIL=1997022", "bad-recurrence", 17, 7);
    check_refused(t, "FREQ=DAILY;UNTIL=19970201;COUNT=2", "bad-recurrence", 0, 33);
    check_refused(t, "FREQ=WEEKLY;BYMONTHDAY=3", "bad-recurrence", 0, 24);
    check_refused(t, "FREQ=WEEKLY;BYDAY=1MO", "bad-recurrence", 0, 21);
    check_refused(t, "FREQ=WEEKLY;BYSETPOS=1", "bad-recurrence", 0, 22);
    check_refused(t, "every second Thursday", "bad-recurrence", 0, 21);
    check_refused(t, "", "bad-recurrence", 0, 1);
}

/* Damaged rules are read or refused; what is read has a next session that is later. */
void test_calendar__damaged_rules_do_no_harm(struct test *t)
{
    static const char alphabet[] = "=;,-0123456789ABCDEFHIKLMNOPQRSTUWXYZ:\n";
    const int64_t starts = at(STR("2026-01-01T10:00"));
    unsigned wrong = 0, taken = 0;

    for (int i = 0; i < 20000; i++) {
        const struct str whole = random_rule(t);
        char *bytes = (char *)ARENA_ARRAY(t->arena, char, whole.len);
        struct recur_rule rule;

        for (size_t j = 0; j < whole.len; j++)
            bytes[j] = whole.ptr[j];
        for (uint64_t edits = test_random_below(t, 4); edits > 0; edits--)
            bytes[test_random_below(t, whole.len)] =
                alphabet[test_random_below(t, sizeof(alphabet) - 1)];
        diags_init(t->diags, t->arena);
        if (recur_parse((struct str){bytes, whole.len - test_random_below(t, 3)},
                        (struct place){0}, &rule, t->diags)) {
            const int64_t next = recur_next(&rule, starts, starts + i);

            wrong += next != CIVIL_NONE && next <= starts + i;
            wrong += t->diags->error_count != 0;
            taken++;
        } else {
            wrong += t->diags->error_count == 0;
        }
    }
    CHECK_EQ(wrong, 0);
    CHECK(taken > 1000 && taken < 18000);
}
