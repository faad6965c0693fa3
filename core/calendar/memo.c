/* SPDX-License-Identifier: Apache-2.0 */
#include "core/calendar/memo.h"

#include "core/base/arena.h"
#include "core/calendar/inside.h"

#define FIRST_INSTANT (CIVIL_DAY_FIRST * (int64_t)CIVIL_DAY_S)

enum {
    MEMO_DAYS = 1024,
    MEMO_BITS = 15              /* of the work seconds that share an entry */
};

struct memo_day {
    const struct day_shift *shifts;     /* NULL: no day yet */
    int64_t before_s;
    int32_t day, work_s;
    uint32_t count;
};

struct memo_stretch {
    int64_t number;             /* counted from 1; 0: none yet */
    int32_t day;
};

struct calendar_memo {
    const struct calendar *c;
    struct memo_day day[MEMO_DAYS];
    struct memo_stretch stretch[MEMO_DAYS];
};

struct calendar_memo *calendar_memo_new(const struct calendar *c, struct arena *owner)
{
    struct calendar_memo *m = ARENA_NEW(owner, struct calendar_memo);

    m->c = c;
    for (int i = 0; i < MEMO_DAYS; i++)
        m->day[i].day = -1;
    return m;
}

static void learn_day(const struct calendar *c, int32_t day, struct memo_day *ret)
{
    uint32_t low = 0, count = c->run_count;
    const struct day_shape *shape;

    while (count > 1) {
        const uint32_t half = count / 2;

        low += c->run_day[low + half] <= day ? half : 0;
        count -= half;
    }
    shape = c->runs[low].week->day[day % 7];
    *ret = (struct memo_day){
        shape->shifts, c->runs[low].base_s +
            (int64_t)(day / 7) * c->runs[low].week->before_s[7] +
            c->runs[low].week->before_s[day % 7],
        day, shape->work_s, shape->count};
}

static inline const struct memo_day *day_of(struct calendar_memo *m, int32_t day)
{
    struct memo_day *d = &m->day[day & (MEMO_DAYS - 1)];

    if (d->day != day)
        learn_day(m->c, day, d);
    return d;
}

/* Working seconds since the first day of the years. */
static inline int64_t until(struct calendar_memo *m, int64_t t)
{
    const uint64_t since = (uint64_t)(t - FIRST_INSTANT);
    const struct memo_day *d;
    int32_t second, work = 0;

    if (t <= FIRST_INSTANT)
        return 0;
    if (t >= FIRST_INSTANT + CALENDAR_DAYS * (int64_t)CIVIL_DAY_S)
        return m->c->total_s;
    d = day_of(m, (int32_t)(since / CIVIL_DAY_S));
    second = (int32_t)(since % CIVIL_DAY_S);
    for (uint32_t i = 0; i < d->count; i++) {   /* no branch on where the second falls */
        const int32_t from = d->shifts[i].from_s;
        const int32_t to = second < d->shifts[i].to_s ? second : d->shifts[i].to_s;

        work += to > from ? to - from : 0;
    }
    return d->before_s + work;
}

/* The instant at which work second `work_s` begins, 0 <= work_s < total. */
static int64_t instant(struct calendar_memo *m, int64_t work_s)
{
    const int64_t number = work_s >> MEMO_BITS;
    struct memo_stretch *s = &m->stretch[number & (MEMO_DAYS - 1)];
    const struct memo_day *d;
    const struct day_shift *shift;
    int32_t left;

    if (s->number != number + 1) {
        const int64_t t = calendar_start_at(m->c, FIRST_INSTANT, number << MEMO_BITS);

        *s = (struct memo_stretch){number + 1, (int32_t)((t - FIRST_INSTANT) / CIVIL_DAY_S)};
    }
    d = day_of(m, s->day);
    while (work_s >= d->before_s + d->work_s)
        d = day_of(m, d->day + 1);
    left = (int32_t)(work_s - d->before_s);
    shift = d->shifts;
    for (uint32_t i = 1; i < d->count; i++)
        shift += d->shifts[i].before_s <= left ? 1 : 0;
    return FIRST_INSTANT + d->day * (int64_t)CIVIL_DAY_S + shift->from_s + left -
           shift->before_s;
}

static int64_t finish_of(struct calendar_memo *m, int64_t work_s)
{
    if (work_s > m->c->total_s)
        return CALENDAR_BEYOND;
    return work_s <= 0 ? CALENDAR_BEFORE : instant(m, work_s - 1) + 1;
}

static int64_t start_of(struct calendar_memo *m, int64_t work_s)
{
    if (work_s >= m->c->total_s)
        return CALENDAR_BEYOND;
    return work_s < 0 ? CALENDAR_BEFORE : instant(m, work_s);
}

static bool is_outside(int64_t t)
{
    return t == CALENDAR_BEYOND || t <= CALENDAR_BEFORE;
}

int64_t memo_add(struct calendar_memo *m, int64_t t, int64_t delta_s)
{
    const int64_t most = 2 * CALENDAR_DAYS * (int64_t)CIVIL_DAY_S;

    if (delta_s == 0 || is_outside(t))
        return t;
    if (delta_s > most)
        delta_s = most;
    if (delta_s > 0)
        return finish_of(m, until(m, t) + delta_s);
    return start_of(m, until(m, t) + (delta_s < -most ? -most : delta_s));
}

int64_t memo_work(struct calendar_memo *m, int64_t a, int64_t b)
{
    return a == b ? 0 : until(m, b) - until(m, a);
}

int64_t memo_next_start(struct calendar_memo *m, int64_t t)
{
    return is_outside(t) ? t : start_of(m, until(m, t));
}

int64_t memo_previous_finish(struct calendar_memo *m, int64_t t)
{
    return is_outside(t) ? t : finish_of(m, until(m, t));
}
