/* SPDX-License-Identifier: Apache-2.0 */
/* table.h - a calendar's stretches of work in a row, for one who asks much about one time.
 *
 * Of the time that was asked about, from a first instant on: a look in a bucket and two additions
 * an answer, without a branch that cannot be foretold. It grows when enough was asked past its
 * end to pay for it, so that a calendar of few questions costs little. Its owner's alone: asking
 * changes it.
 */
#ifndef BATON_CORE_CALENDAR_TABLE_H
#define BATON_CORE_CALENDAR_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct calendar;

enum { TABLE_BITS = 13 };       /* of the seconds of work that share a bucket: 2.3 hours */

struct table_stretch {
    int64_t shift_s;            /* the instant of a second of work, less its number in the table */
    uint32_t before_s;          /* of the first */
};

struct calendar_table {
    const struct calendar *calendar;
    struct arena *scratch;
    int64_t from_s;             /* work seconds before it, as calendar_until counts */
    uint32_t length_s;          /* work seconds in it */
    bool crowded;               /* some bucket begins more than one stretch */
    struct table_stretch *stretches;    /* one past the end stands last */
    uint32_t *bucket;           /* the last stretch that is not after the bucket's begin */
    uint32_t count, asked;
    size_t capacity;
};

/* What is `from` and later is in it; what is before is asked of the calendar. */
struct calendar_table *calendar_table_new(const struct calendar *c, int64_t from,
                                          struct arena *scratch);
/* So much more will be asked of it, up to there: if it pays, that is put in at once. */
void table_expect(struct calendar_table *t, uint32_t questions, int64_t last_s);
/* calendar_start_of, of what is not in the table; it may grow. */
int64_t table_slow(struct calendar_table *t, int64_t work_s);

static inline int64_t table_start_of(struct calendar_table *t, int64_t work_s)
{
    const uint64_t at = (uint64_t)(work_s - t->from_s);
    const struct table_stretch *stretch;

    if (at >= t->length_s)
        return table_slow(t, work_s);
    stretch = &t->stretches[t->bucket[at >> TABLE_BITS]];
    stretch += stretch[1].before_s <= at ? 1 : 0;
    if (t->crowded)
        while (stretch[1].before_s <= at)
            stretch++;
    return stretch->shift_s + (int64_t)at;
}

/* As calendar_finish_of, of something above 0. */
static inline int64_t table_finish_of(struct calendar_table *t, int64_t work_s)
{
    const int64_t last = table_start_of(t, work_s - 1);

    return last == INT64_MAX ? last : last + 1;
}

#endif
