/* SPDX-License-Identifier: Apache-2.0 */
#include "core/calendar/table.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/calendar/inside.h"

enum {
    LENGTH_FIRST = 1 << 19,     /* seconds of work: under four weeks of forty hours */
    LENGTH_MOST = 1 << 30,
    QUESTION_S = 1 << 16        /* of work, as dear to put in as one question past the end */
};

#define YEARS_S (CALENDAR_DAYS * (int64_t)CIVIL_DAY_S)

struct calendar_table *calendar_table_new(const struct calendar *c, int64_t from,
                                          struct arena *scratch)
{
    struct calendar_table *t = ARENA_NEW(scratch, struct calendar_table);

    t->calendar = c;
    t->scratch = scratch;
    t->from_s = calendar_until(c, from);
    return t;
}

/* A place among a calendar's stretches: of a run, a week of it (since the first day of the years)
 * and a stretch of that week. */
struct walk {
    const struct calendar *c;
    uint32_t run;
    int64_t week_s;
    const struct week_shift *shift;
};

/* The first stretch that begins at `since_s` or later, in the run that holds it. */
static void find_from(struct walk *at, int64_t since_s)
{
    at->week_s = since_s / WEEK_S * WEEK_S;
    at->shift = at->c->runs[at->run].week->shifts + 1;
    while (at->week_s + at->shift->at_s < since_s && at->shift->at_s != INT32_MAX)
        at->shift++;
}

/* From where there may be none to where there is one; false: the years are over. */
static bool settle(struct walk *at)
{
    for (;;) {
        const int64_t end_s = at->c->run_day[at->run + 1] * CIVIL_DAY_S;

        if (at->shift->at_s == INT32_MAX) {
            at->week_s += WEEK_S;
            at->shift = at->c->runs[at->run].week->shifts + 1;
        }
        if (at->week_s + (at->shift->at_s == INT32_MAX ? 0 : at->shift->at_s) >= end_s) {
            if (++at->run == at->c->run_count)
                return false;
            find_from(at, end_s);
        } else if (at->shift->at_s != INT32_MAX) {
            return true;
        }
    }
}

static void add(struct calendar_table *t, int64_t from, uint32_t before_s)
{
    arena_grow(t->scratch, (void **)&t->stretches, t->count, &t->capacity, sizeof(*t->stretches),
               SIZE_MAX);
    t->stretches[t->count++] = (struct table_stretch){from - before_s, before_s};
}

/* Further stretches, up to a length or to the end of the years; the first may be under way. */
static void add_stretches(struct calendar_table *t, uint32_t length_s)
{
    struct walk at = {.c = t->calendar};
    int32_t long_s;
    const int64_t from = calendar_stretch(t->calendar, t->from_s + t->length_s, &long_s);
    const int64_t since_s = from - CIVIL_DAY_FIRST * (int64_t)CIVIL_DAY_S;

    if (from == CALENDAR_BEYOND)
        return;
    add(t, from, t->length_s);
    t->length_s += (uint32_t)long_s;
    while (at.c->run_day[at.run + 1] * CIVIL_DAY_S <= since_s)
        at.run++;
    find_from(&at, since_s + 1);
    while (t->length_s < length_s && settle(&at)) {
        add(t, at.week_s + at.shift->at_s + CIVIL_DAY_FIRST * (int64_t)CIVIL_DAY_S, t->length_s);
        t->length_s += (uint32_t)at.shift->length_s;
        at.shift++;
    }
}

static void grow(struct calendar_table *t, uint32_t length_s)
{
    uint32_t buckets, stretch = 0;

    t->count -= t->count > 0;   /* the one past the end */
    add_stretches(t, length_s);
    add(t, 0, UINT32_MAX);
    buckets = (t->length_s >> TABLE_BITS) + 1;
    t->bucket = ARENA_ROOM(t->scratch, uint32_t, buckets);
    for (uint32_t i = 0; i < buckets; i++) {
        const uint32_t before = stretch;

        while (t->stretches[stretch + 1].before_s <= i << TABLE_BITS)
            stretch++;
        t->crowded = t->crowded || stretch > before + 1;
        t->bucket[i] = stretch;
    }
    t->crowded = t->crowded || stretch + 3 < t->count;
}

void table_expect(struct calendar_table *t, uint32_t questions, int64_t last_s)
{
    const int64_t length = last_s - t->from_s + 1;

    if (length > t->length_s && length < LENGTH_MOST / 2 &&
        questions > (length - t->length_s) / QUESTION_S)
        grow(t, (uint32_t)length);
}

int64_t table_slow(struct calendar_table *t, int64_t work_s)
{
    const int64_t at = work_s - t->from_s;
    int64_t length = t->length_s > 0 ? t->length_s : LENGTH_FIRST;

    if (at < t->length_s || at >= LENGTH_MOST / 2)
        return calendar_start_of(t->calendar, work_s);
    while (length <= at)
        length *= 2;
    if (++t->asked > (length - t->length_s) / QUESTION_S)
        grow(t, (uint32_t)length);
    return calendar_start_of(t->calendar, work_s);
}
