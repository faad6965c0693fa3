/* SPDX-License-Identifier: Apache-2.0 */
/* civil.h - dates of the proleptic Gregorian calendar as integers, without time zones.
 *
 * An instant is a 64-bit count of seconds since 1970-01-01T00:00:00, local wall clock; a day
 * counts days since 1970-01-01.
 */
#ifndef BATON_CORE_CALENDAR_CIVIL_H
#define BATON_CORE_CALENDAR_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

struct arena;
struct text;

#define CIVIL_NONE INT64_MIN        /* no instant, no day */
enum {
    CIVIL_DAY_S = 86400,
    CIVIL_YEAR_FIRST = 1900,
    CIVIL_YEAR_LAST = 2200,
    CIVIL_DAY_FIRST = -25567,       /* 1900-01-01, a Monday */
    CIVIL_DAY_LAST = 84370          /* 2200-12-31 */
};

struct civil_date {
    int year, month, day;           /* month and day from 1 */
};

/* Days since 1970-01-01. `month` may be any number: month 14 is February of the year after. */
int64_t civil_day(int year, int month, int day);
struct civil_date civil_of_day(int64_t day);        /* within a million years of 1970 */
int civil_weekday(int64_t day);                     /* 0 Monday .. 6 Sunday */
int64_t civil_day_of(int64_t instant);              /* floor */
int civil_days_in_month(int year, int month);       /* month 1..12 */
void civil_iso_week(int64_t day, int *ret_year, int *ret_week);
/* The nth `weekday` (0 Monday) of a month: nth 1..5 from its begin, -1..-5 from its end;
 * CIVIL_NONE where the month has no such day. */
int64_t civil_nth_weekday(int year, int month, int weekday, int nth);

/* "2026-11-23", "2026-11-23T09:00", "...:30" (also a blank for T). False when malformed or
 * outside the years above. *ret_has_time says whether a time of day stood there. */
bool civil_parse(struct str s, int64_t *ret_instant, bool *ret_has_time);
/* Instants outside the years above print as "before 1900", "after 2200" or, for CIVIL_NONE,
 * "none"; the very first instant after them, midnight at the end of 2200, prints as a date. */
void civil_print_date(struct text *t, int64_t instant);         /* 2026-11-23 */
void civil_print_instant(struct text *t, int64_t instant);      /* 2026-11-23T09:00:00 */
void civil_print_prose(struct text *t, int64_t instant);        /* Mon 23 Nov */

#endif
