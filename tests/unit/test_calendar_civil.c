/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as integers, checked for every day of the years we know. */
#include "core/base/text.h"
#include "core/calendar/civil.h"
#include "tests/unit/harness.h"

static int64_t instant_of(struct test *t, const char *s)
{
    int64_t instant = CIVIL_NONE;
    bool has_time;

    if (!civil_parse(str_of(s), &instant, &has_time))
        test_fail(t, __FILE__, __LINE__, "'%s' is refused", s);
    return instant;
}

static struct str print(struct test *t, void (*printer)(struct text *, int64_t), int64_t instant)
{
    struct text text;

    text_init(&text, t->arena);
    printer(&text, instant);
    return text_str(&text);
}

/* Counts days the slow way: month by month by the school rule. */
void test_calendar__every_day_counts_one_and_reads_back(struct test *t)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = CIVIL_DAY_FIRST;
    int weekday = 0;    /* 1900-01-01 was a Monday */
    unsigned wrong = 0;

    for (int y = CIVIL_YEAR_FIRST; y <= CIVIL_YEAR_LAST; y++)
        for (int m = 1; m <= 12; m++) {
            const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
            const int days = length[m - 1] + (m == 2 && leap);

            CHECK_EQ(civil_days_in_month(y, m), days);
            for (int d = 1; d <= days; d++, day++, weekday = (weekday + 1) % 7) {
                const struct civil_date back = civil_of_day(day);

                wrong += civil_day(y, m, d) != day;
                wrong += back.year != y || back.month != m || back.day != d;
                wrong += civil_weekday(day) != weekday;
            }
        }
    CHECK_EQ(wrong, 0);
    CHECK_EQ(day, CIVIL_DAY_LAST + 1);
    CHECK_EQ(civil_day(1970, 1, 1), 0);
    CHECK_EQ(civil_day(2025, 14, 1), civil_day(2026, 2, 1));
    CHECK_EQ(civil_day(2025, -1, 1), civil_day(2024, 11, 1));
}

void test_calendar__every_day_prints_and_parses_back(struct test *t)
{
    unsigned wrong = 0;

    for (int64_t day = CIVIL_DAY_FIRST; day <= CIVIL_DAY_LAST; day++) {
        const int64_t at = day * CIVIL_DAY_S + (day - CIVIL_DAY_FIRST) % CIVIL_DAY_S;
        int64_t back = 0;
        bool has_time = false;

        wrong += !civil_parse(print(t, civil_print_instant, at), &back, &has_time);
        wrong += back != at || !has_time;
        wrong += !civil_parse(print(t, civil_print_date, at), &back, &has_time);
        wrong += back != day * CIVIL_DAY_S || has_time;
    }
    CHECK_EQ(wrong, 0);
}

void test_calendar__iso_weeks_run_on_and_change_year_by_thursday(struct test *t)
{
    static const struct {
        int y, m, d, year, week;
    } known[] = {
        {2026, 1, 1, 2026, 1},      {2026, 11, 23, 2026, 48},   {2026, 12, 31, 2026, 53},
        {2027, 1, 3, 2026, 53},     {2027, 1, 4, 2027, 1},      {2020, 12, 31, 2020, 53},
        {2018, 12, 31, 2019, 1},    {2021, 1, 3, 2020, 53},     {2000, 1, 1, 1999, 52},
        {2008, 12, 29, 2009, 1},    {2010, 1, 3, 2009, 53},
    };
    int year, week, last_year, last_week;
    unsigned wrong = 0;

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        civil_iso_week(civil_day(known[i].y, known[i].m, known[i].d), &year, &week);
        CHECK_EQ(year, known[i].year);
        CHECK_EQ(week, known[i].week);
    }
    civil_iso_week(CIVIL_DAY_FIRST, &last_year, &last_week);
    CHECK_EQ(last_year, 1900);
    CHECK_EQ(last_week, 1);
    for (int64_t day = CIVIL_DAY_FIRST + 1; day <= CIVIL_DAY_LAST; day++) {
        civil_iso_week(day, &year, &week);
        if (civil_weekday(day) != 0)
            wrong += year != last_year || week != last_week;
        else
            wrong += !(year == last_year && week == last_week + 1) &&
                     !(year == last_year + 1 && week == 1 && last_week >= 52);
        last_year = year;
        last_week = week;
    }
    CHECK_EQ(wrong, 0);
}

void test_calendar__nth_weekdays_against_a_count(struct test *t)
{
    unsigned wrong = 0;

    CHECK_EQ(civil_nth_weekday(2026, 11, 3, 4), civil_day(2026, 11, 26));   /* Thanksgiving */
    CHECK_EQ(civil_nth_weekday(2026, 10, 4, -1), civil_day(2026, 10, 30));  /* last Friday */
    CHECK_EQ(civil_nth_weekday(2026, 2, 0, 5), CIVIL_NONE);
    CHECK_EQ(civil_nth_weekday(2026, 2, 0, -5), CIVIL_NONE);
    CHECK_EQ(civil_nth_weekday(2026, 2, 0, 0), CIVIL_NONE);
    for (int month = 1; month <= 12 * 30; month++)
        for (int weekday = 0; weekday < 7; weekday++) {
            const struct civil_date d = civil_of_day(civil_day(2000, month, 1));
            const int length = civil_days_in_month(d.year, d.month);
            int64_t found[5];
            int count = 0;

            for (int day = 1; day <= length; day++)
                if (civil_weekday(civil_day(d.year, d.month, day)) == weekday)
                    found[count++] = civil_day(d.year, d.month, day);
            for (int n = 1; n <= 5; n++) {
                wrong += civil_nth_weekday(d.year, d.month, weekday, n) !=
                         (n <= count ? found[n - 1] : CIVIL_NONE);
                wrong += civil_nth_weekday(d.year, d.month, weekday, -n) !=
                         (n <= count ? found[count - n] : CIVIL_NONE);
            }
        }
    CHECK_EQ(wrong, 0);
}

void test_calendar__parse_takes_dates_and_refuses_the_rest(struct test *t)
{
    static const char *const refused[] = {
        "", "2026", "2026-11", "2026-11-2", "2026-11-31", "2026-02-29", "1900-02-29", "2026-13-01",
        "2026-00-10", "2026-01-00", "1899-12-31", "2201-01-01", "2026/11/23", "2026-11-23T",
        "2026-11-23T9:00", "2026-11-23T09", "2026-11-23T24:00", "2026-11-23T09:60",
        "2026-11-23T09:00:60", "2026-11-23T09:00:0", "2026-11-23x09:00", "2026-11-23T09:00Z",
        "2026-11-23T09-00", "2026-11-23T09:00.30", " 2026-11-23", "2026-11-23 ", "-026-11-23",
        "2026-1a-23", "2026-11-23T-9:00",
    };
    int64_t instant = 7;
    bool has_time = false;

    CHECK_EQ(instant_of(t, "1970-01-01"), 0);
    CHECK_EQ(instant_of(t, "1970-01-02T00:00:01"), 86401);
    CHECK_EQ(instant_of(t, "1969-12-31 23:59:59"), -1);
    CHECK_EQ(instant_of(t, "2026-11-23T09:30"), civil_day(2026, 11, 23) * 86400 + 34200);
    CHECK_EQ(instant_of(t, "2024-02-29"), civil_day(2024, 2, 29) * 86400);
    CHECK_EQ(instant_of(t, "1900-01-01"), CIVIL_DAY_FIRST * INT64_C(86400));
    CHECK_EQ(instant_of(t, "2200-12-31"), CIVIL_DAY_LAST * INT64_C(86400));
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
        if (civil_parse(str_of(refused[i]), &instant, &has_time))
            test_fail(t, __FILE__, __LINE__, "'%s' is taken", refused[i]);
    CHECK_EQ(instant, 7);   /* untouched by failures */
}

void test_calendar__prints_the_three_forms(struct test *t)
{
    const int64_t at = instant_of(t, "2026-11-23T09:05:07");
    const int64_t past = (CIVIL_DAY_LAST + 1) * INT64_C(86400);

    CHECK_STR(print(t, civil_print_date, at), "2026-11-23");
    CHECK_STR(print(t, civil_print_instant, at), "2026-11-23T09:05:07");
    CHECK_STR(print(t, civil_print_prose, at), "Mon 23 Nov");
    CHECK_STR(print(t, civil_print_prose, instant_of(t, "2026-12-06")), "Sun 6 Dec");
    CHECK_STR(print(t, civil_print_date, past), "2201-01-01");
    CHECK_STR(print(t, civil_print_date, past + 1), "after 2200");
    CHECK_STR(print(t, civil_print_instant, INT64_MAX), "after 2200");
    CHECK_STR(print(t, civil_print_prose, INT64_MIN + 1), "before 1900");
    CHECK_STR(print(t, civil_print_instant, CIVIL_NONE), "none");
}
