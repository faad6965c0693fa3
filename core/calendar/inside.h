/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - how a calendar is kept; for the files of this room only.
 *
 * Days are counted from 1900-01-01, a Monday, so that a day's place in its week is day % 7 and
 * no number is negative. The `work seconds` of a day or an instant are those since that day.
 */
#ifndef BATON_CORE_CALENDAR_INSIDE_H
#define BATON_CORE_CALENDAR_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/map.h"
#include "core/base/str.h"
#include "core/calendar/calendar.h"
#include "core/calendar/civil.h"

struct arena;
struct diags;

enum { CALENDAR_DAYS = CIVIL_DAY_LAST - CIVIL_DAY_FIRST + 1 };

struct day_shift {
    int32_t from_s, to_s;
    int32_t before_s;               /* working seconds of the day before this shift */
};

/* One day's work: sorted, apart from each other (touching shifts are one). As stated, the last
 * shift may pass midnight; as compiled, all lie within the day. Shared, never changed. */
struct day_shape {
    const struct day_shift *shifts;
    uint32_t count;
    int32_t work_s;
};

/* A stretch of work of a week, counted from its Monday's midnight. */
struct week_shift {
    int32_t at_s, before_s, length_s;
};

enum {
    WEEK_S = 7 * CIVIL_DAY_S,
    WEEK_BITS = 12,                 /* of the seconds that share a bucket */
    WEEK_BUCKETS = (WEEK_S >> WEEK_BITS) + 1,
    WEEK_INVERSE_BITS = 44          /* times the work of all the years stays within 2^58 */
};

struct week_shape {
    const struct day_shape *day[7];
    int32_t before_s[8];            /* [7]: the whole week */
    /* The same as one list, between one of no length at its begin and one past its end; and for
     * every bucket of clock or of work the last of them that is not after the bucket's begin. */
    const struct week_shift *shifts;
    uint64_t inverse;               /* 2^WEEK_INVERSE_BITS over the week's work */
    uint8_t of_clock[WEEK_BUCKETS], of_work[WEEK_BUCKETS];
};

/* Days first..last as stated. */
struct stated_days {
    int32_t first, last;
    const struct day_shape *shape;
};

struct stated_week {
    int32_t first, last;
    const struct day_shape *day[7];
};

/* Days from `day` to the next run's follow one week. Work seconds at the begin of a day d in it:
 * base_s + d / 7 * week.before_s[7] + week.before_s[d % 7]. */
struct run {
    const struct week_shape *week;
    int64_t base_s;
};

/* Where among the runs to look for a day, or for a second of work: at run[bucket] or soon after. */
struct run_directory {
    int64_t from;                   /* the second run's begin; INT64_MAX: there is none */
    unsigned bits;                  /* of what shares a bucket */
    uint32_t last;                  /* run[last] is the last run */
    const uint32_t *run;
};

struct calendar {
    struct str name;
    int64_t usual_day_s, usual_week_s;
    int64_t total_s;                /* work seconds of all the years */

    uint32_t run_count;
    const int64_t *run_day;         /* [run_count + 1] first day; the last is CALENDAR_DAYS */
    const int64_t *run_before_s;    /* [run_count + 1] work seconds at that day */
    const struct run *runs;         /* [run_count] */
    struct run_directory of_day, of_work;

    /* As stated, for the children. */
    const struct calendar *parent;
    unsigned depth;                 /* parents above */
    bool is_intersection;
    const struct day_shape *own[7];     /* NULL: not given here */
    const struct day_shape *plain[7];   /* given here or inherited */
    const struct stated_week *alternates;
    uint32_t alternate_count;
    const struct stated_days *exceptions;   /* later ones win */
    uint32_t exception_count;
};

/* shape.c: the distinct shapes and weeks of a calendar under construction. */
struct shapes {
    struct arena *owner;
    struct arena *scratch;
    struct map days;                /* bytes of the shifts -> day_list */
    const struct day_shape **day_list;
    size_t day_count, day_capacity;
    struct map weeks;               /* bytes of the seven pointers -> week_list */
    const struct week_shape **week_list;
    size_t week_count, week_capacity;
    struct map pairs;               /* bytes of two week pointers -> pair_list */
    const struct week_shape **pair_list;
    size_t pair_count, pair_capacity;
};

void shapes_init(struct shapes *s, struct arena *owner, struct arena *scratch);
/* Make a shape known, so that an equal one is not made again. */
void shapes_know(struct shapes *s, const struct day_shape *shape);
const struct day_shape *shapes_none(struct shapes *s);
/* A stated day. On an error ("bad-shift") *ret_shape is a day off. */
bool shapes_stated(struct shapes *s, const struct shift_day *work, struct place at,
                   const struct day_shape **ret_shape, struct diags *out);
/* What happens within a day: its shifts up to midnight and what the day before left over. */
const struct day_shape *shapes_compiled(struct shapes *s, const struct day_shape *before,
                                        const struct day_shape *stated);
const struct week_shape *shapes_week(struct shapes *s, const struct day_shape *const day[7]);
/* The working time that two weeks have in common. */
const struct week_shape *shapes_week_both(struct shapes *s, const struct week_shape *a,
                                          const struct week_shape *b);

/* runs.c: runs of days under construction; days come in order, from 0. */
struct run_builder {
    struct arena *scratch;
    int32_t *day;
    const struct week_shape **week;
    size_t count, day_capacity, week_capacity;
};

void run_add(struct run_builder *b, int32_t first_day, const struct week_shape *week);
/* Copy the runs into `c` with their work seconds, and set total_s. */
void run_finish(const struct run_builder *b, struct arena *owner, struct calendar *c);

/* unroll.c: an exception as ranges of days within the years, handed to `emit` in order until it
 * returns false. False as `emit` was, or when the *steps are used up: each day, week or month
 * looked at takes one, since a rule may look long and find little. */
typedef bool unroll_emit(void *context, int64_t from_day, int64_t to_day);
bool unroll_exception(const struct calendar_exception *e, uint32_t *steps, unroll_emit *emit,
                      void *context);
bool unroll_check(const struct calendar_exception *e, struct diags *out);   /* "bad-exception" */

#endif
