/* SPDX-License-Identifier: Apache-2.0 */
/* recur.h - when a forum meets: recurrence rules of iCalendar (RFC 5545, 3.3.10).
 *
 * The parts FREQ (DAILY, WEEKLY, MONTHLY, YEARLY), INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY,
 * BYMONTH, BYSETPOS and WKST; the others are refused by name. Instants are local wall clock, as
 * everywhere: a session keeps its time of day whatever the clocks do, and the Z of an UNTIL is
 * read as local time. The first date of a series counts only if the rule names it.
 */
#ifndef BATON_CORE_CALENDAR_RECUR_H
#define BATON_CORE_CALENDAR_RECUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/str.h"
#include "core/calendar/civil.h"

enum { RECUR_LIST_CEILING = 64 };   /* items of BYDAY and of BYSETPOS */

enum recur_every {
    RECUR_EVERY_DAY,
    RECUR_EVERY_WEEK,
    RECUR_EVERY_MONTH,
    RECUR_EVERY_YEAR
};

struct recur_weekday {
    int8_t nth;                     /* of the month or year, from its end if negative; 0: each */
    uint8_t weekday;                /* 0 Monday */
};

struct recur_rule {
    enum recur_every every;
    uint32_t interval;              /* at least 1 */
    uint32_t count;                 /* occurrences in all; 0: no limit */
    int64_t until;                  /* the last instant that counts, or CIVIL_NONE */
    uint8_t week_start;             /* 0 Monday */
    uint16_t months;                /* bit m: month m; 0: all */
    uint32_t month_days;            /* bit d: day d */
    uint32_t month_days_back;       /* bit d: the dth day from the month's end */
    uint32_t weekday_count;
    struct recur_weekday weekdays[RECUR_LIST_CEILING];
    uint32_t position_count;
    int16_t positions[RECUR_LIST_CEILING];      /* of BYSETPOS */
};

/* Read "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH" ("RRULE:" may stand before it). `at` is the place of the
 * text, with or without quotes around it; an error names the part within it. Errors:
 * "bad-recurrence", "unsupported-recurrence". */
bool recur_parse(struct str text, struct place at, struct recur_rule *ret_rule,
                 struct diags *out);

/* The first occurrence strictly after `after`, of a series that begins at `starts`; CIVIL_NONE
 * when there is none before the end of civil.h's years. Days to skip are left to the caller: they
 * are occurrences, and count. Cost: one period, or with COUNT all periods since the start. */
int64_t recur_next(const struct recur_rule *rule, int64_t starts, int64_t after);
/* Up to `ceiling` occurrences after `after`, in order; returns how many. */
size_t recur_list(const struct recur_rule *rule, int64_t starts, int64_t after, size_t ceiling,
                  int64_t *ret_instants);

#endif
