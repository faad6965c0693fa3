/* SPDX-License-Identifier: Apache-2.0 */
#include "core/calendar/civil.h"

#include <assert.h>

#include "core/base/text.h"

enum {
    DAYS_IN_ERA = 146097,           /* 400 years; the calendar repeats */
    ERA_SHIFT = 719468              /* 1970-01-01 since 0000-03-01 */
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Years are counted from March, so that the leap day is the last of its year and the lengths of
 * the months before it follow one line: (153 m + 2) / 5. */
int64_t civil_day(int year, int month, int day)
{
    const int64_t months = (int64_t)year * 12 + (month - 1) - 2;
    const int64_t y = floor_div(months, 12), m = months - y * 12;
    const int64_t era = floor_div(y, 400), in_era = y - era * 400;

    return era * DAYS_IN_ERA + in_era * 365 + in_era / 4 - in_era / 100 + (153 * m + 2) / 5 +
           (day - 1) - ERA_SHIFT;
}

struct civil_date civil_of_day(int64_t day)
{
    const int64_t shifted = day + ERA_SHIFT;
    const int64_t era = floor_div(shifted, DAYS_IN_ERA), in_era = shifted - era * DAYS_IN_ERA;
    const int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const int64_t in_year = in_era - (year * 365 + year / 4 - year / 100);
    const int64_t m = (5 * in_year + 2) / 153;

    assert(day > -400000000 && day < 400000000);
    return (struct civil_date){
        .year = (int)(era * 400 + year + (m >= 10)),
        .month = (int)(m < 10 ? m + 3 : m - 9),
        .day = (int)(in_year - (153 * m + 2) / 5 + 1),
    };
}

int civil_weekday(int64_t day)
{
    const int64_t since_monday = (day % 7 + 3) % 7;     /* 1970-01-01 was a Thursday */

    return (int)(since_monday < 0 ? since_monday + 7 : since_monday);
}

int64_t civil_day_of(int64_t instant)
{
    return floor_div(instant, CIVIL_DAY_S);
}

int civil_days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    assert(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* A week belongs to the year of its Thursday (ISO 8601). */
void civil_iso_week(int64_t day, int *ret_year, int *ret_week)
{
    const int64_t thursday = day - civil_weekday(day) + 3;
    const int year = civil_of_day(thursday).year;

    *ret_year = year;
    *ret_week = (int)((thursday - civil_day(year, 1, 1)) / 7) + 1;
}

int64_t civil_nth_weekday(int year, int month, int weekday, int nth)
{
    const int length = civil_days_in_month(year, month);
    const int64_t first = civil_day(year, month, 1);
    int day;

    assert(weekday >= 0 && weekday <= 6);
    if (nth == 0 || nth > 5 || nth < -5)
        return CIVIL_NONE;
    if (nth > 0)
        day = (weekday - civil_weekday(first) + 7) % 7 + 7 * (nth - 1);
    else
        day = length - 1 - (civil_weekday(first + length - 1) - weekday + 7) % 7 + 7 * (nth + 1);
    return day < 0 || day >= length ? CIVIL_NONE : first + day;
}

/* Exactly `digits` digits at `at`, or -1. */
static int read_digits(struct str s, size_t at, int digits)
{
    int value = 0;

    for (int i = 0; i < digits; i++) {
        if (at + (size_t)i >= s.len)
            return -1;
        const char c = s.ptr[at + (size_t)i];

        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

/* "T09:00" or "T09:00:30", the whole of `s`; seconds of the day or -1. */
static int read_time(struct str s)
{
    const int hour = read_digits(s, 1, 2), minute = read_digits(s, 4, 2);
    int second = 0;

    if ((s.len != 6 && s.len != 9) || (s.ptr[0] != 'T' && s.ptr[0] != ' ') || s.ptr[3] != ':')
        return -1;
    if (s.len == 9) {
        second = read_digits(s, 7, 2);
        if (s.ptr[6] != ':')
            return -1;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return -1;
    return (hour * 60 + minute) * 60 + second;
}

bool civil_parse(struct str s, int64_t *ret_instant, bool *ret_has_time)
{
    const int year = read_digits(s, 0, 4), month = read_digits(s, 5, 2);
    const int day = read_digits(s, 8, 2);
    int time = 0;

    if (s.len < 10 || s.ptr[4] != '-' || s.ptr[7] != '-')
        return false;
    if (year < CIVIL_YEAR_FIRST || year > CIVIL_YEAR_LAST || month < 1 || month > 12)
        return false;
    if (day < 1 || day > civil_days_in_month(year, month))
        return false;
    if (s.len > 10) {
        time = read_time(str_slice(s, 10, s.len));
        if (time < 0)
            return false;
    }
    *ret_instant = civil_day(year, month, day) * CIVIL_DAY_S + time;
    *ret_has_time = s.len > 10;
    return true;
}

/* The day of an instant that has a printed form; otherwise prints why not. */
static bool day_to_print(struct text *t, int64_t instant, int64_t *ret_day)
{
    *ret_day = civil_day_of(instant);
    if (instant == CIVIL_NONE)
        text_add(t, STR("none"));
    else if (*ret_day < CIVIL_DAY_FIRST)
        text_add(t, STR("before 1900"));
    else if (instant > (CIVIL_DAY_LAST + INT64_C(1)) * CIVIL_DAY_S)
        text_add(t, STR("after 2200"));
    else
        return true;
    return false;
}

void civil_print_date(struct text *t, int64_t instant)
{
    struct civil_date d;
    int64_t day;

    if (!day_to_print(t, instant, &day))
        return;
    d = civil_of_day(day);
    text_addf(t, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void civil_print_instant(struct text *t, int64_t instant)
{
    int64_t day;
    int s;

    if (!day_to_print(t, instant, &day))
        return;
    s = (int)(instant - day * CIVIL_DAY_S);
    civil_print_date(t, instant);
    text_addf(t, "T%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
}

void civil_print_prose(struct text *t, int64_t instant)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil_date d;
    int64_t day;

    if (!day_to_print(t, instant, &day))
        return;
    d = civil_of_day(day);
    text_addf(t, "%s %d %s", weekdays[civil_weekday(day)], d.day, months[d.month - 1]);
}
