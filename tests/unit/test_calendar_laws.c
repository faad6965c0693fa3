/* SPDX-License-Identifier: Apache-2.0 */
/* Laws of working time on random calendars, beside an oracle that knows only how to say whether
 * one minute of one day works. */
#include <string.h>

#include "core/calendar/calendar.h"
#include "core/calendar/table.h"
#include "tests/unit/harness.h"

enum {
    CALENDARS = 60,         /* random calendars a test */
    QUESTIONS = 400,        /* asked of each */
    MINUTE = 60,
    HOUR = 3600,
    DAY = 86400,
    WINDOW_DAYS = 300,      /* the oracle's years */
    WINDOW_MINUTES = WINDOW_DAYS * 1440
};

/* The oracle's window, and the instants asked about, stand around 2024-02-29. */
#define WINDOW_FIRST INT64_C(19650)

static int64_t between(struct test *t, int64_t low, int64_t high)
{
    return low + (int64_t)test_random_below(t, (uint64_t)(high - low) + 1);
}

/* Up to four shifts on whole minutes, apart from each other; the last may pass midnight. */
static struct shift_day random_day(struct test *t)
{
    const uint32_t count = (uint32_t)between(t, 0, 4);
    struct shift *shifts = ARENA_ARRAY(t->arena, struct shift, count);
    int32_t at = (int32_t)between(t, 0, 600);
    uint32_t made = 0;

    for (uint32_t i = 0; i < count && at < 1440; i++) {
        const int32_t length = (int32_t)between(t, 1, i + 1 == count ? 900 : 200);

        shifts[made++] = (struct shift){at * MINUTE, (at + length) * MINUTE};
        at += length + (int32_t)between(t, 0, 300);
        if (at >= 1440)
            break;
    }
    return (struct shift_day){true, made, shifts};
}

static struct calendar_exception random_exception(struct test *t)
{
    struct calendar_exception e = {
        .from_day = WINDOW_FIRST + between(t, -400, WINDOW_DAYS),
        .recurs = (enum recurrence_kind)between(t, RECUR_NONE, RECUR_YEARLY_NTH),
        .period = (uint32_t)between(t, 0, 4),
        .occurrences = (uint32_t)(between(t, 0, 1) ? between(t, 1, 12) : 0),
        .weekdays = (uint8_t)between(t, 1, 127),
        .week_start = (uint8_t)between(t, 0, 6),
        .weekday = (uint8_t)between(t, 0, 6),
        .nth = (uint8_t)between(t, 1, 5),
        .month = (uint8_t)between(t, 1, 12),
        .month_day = (uint8_t)between(t, 1, 31),
        .work = {.given = true},
    };

    if (e.recurs == RECUR_YEARLY_DATE)      /* a date that some years have */
        e.month_day = (uint8_t)between(t, 1, civil_days_in_month(2000, e.month));
    e.to_day = e.from_day + between(t, 0, e.recurs == RECUR_NONE ? 20 : 600);
    if (between(t, 0, 1))
        e.work = random_day(t);
    return e;
}

/* A spec with up to two parents; the specs, nearest first, are kept for the oracle. */
struct family {
    struct calendar_spec spec[3];
    int count;
    const struct calendar *calendar;
};

static void random_spec(struct test *t, struct calendar_spec *spec, bool is_plain)
{
    const size_t exceptions = is_plain ? 0 : (size_t)between(t, 0, 10);
    const size_t alternates = is_plain ? 0 : (size_t)between(t, 0, 2);
    struct calendar_exception *e = ARENA_ARRAY(t->arena, struct calendar_exception, exceptions);
    struct calendar_alternate *a = ARENA_ARRAY(t->arena, struct calendar_alternate, alternates);

    *spec = (struct calendar_spec){.name = STR("random")};
    for (int i = 0; i < 7; i++)
        if (between(t, 0, 3))
            spec->week[i] = random_day(t);
    for (size_t i = 0; i < exceptions; i++)
        e[i] = random_exception(t);
    for (size_t i = 0; i < alternates; i++) {
        a[i].from_day = WINDOW_FIRST + between(t, -100, WINDOW_DAYS);
        a[i].to_day = a[i].from_day + between(t, 0, 80);
        for (int day = 0; day < 7; day++)
            if (between(t, 0, 2))
                a[i].week[day] = random_day(t);
    }
    spec->exceptions = e;
    spec->exception_count = exceptions;
    spec->alternates = a;
    spec->alternate_count = alternates;
}

static struct family random_family(struct test *t, bool is_plain)
{
    static const struct shift nine_to_five = {9 * HOUR, 17 * HOUR};
    static const struct shift_day busy = {true, 1, &nine_to_five};
    struct family f = {.count = (int)between(t, 1, 3)};

    for (int i = f.count; i-- > 0;) {
        random_spec(t, &f.spec[i], is_plain);
        if (i == f.count - 1)
            f.spec[i].week[between(t, 0, 6)] = busy;
        f.spec[i].parent = f.calendar;
        if (!calendar_build(&f.spec[i], t->arena, t->scratch, &f.calendar, t->diags)) {
            /* It may be that a child forbids every day of its parent. */
            CHECK_STR(str_of(t->diags->items[t->diags->count - 1].code), "no-working-time");
            return random_family(t, is_plain);
        }
    }
    return f;
}

/* Oracle: whether an exception falls on a day, by walking the days from its first. */
static bool fits(const struct calendar_exception *e, int64_t day)
{
    const struct civil_date d = civil_of_day(day), from = civil_of_day(e->from_day);
    const int64_t period = e->period ? e->period : 1;
    const int months = (d.year - from.year) * 12 + d.month - from.month;
    const bool last = d.day + 7 > civil_days_in_month(d.year, d.month);
    const bool nth = civil_weekday(day) == e->weekday &&
                     (e->nth == 5 ? last : (d.day - 1) / 7 + 1 == e->nth);
    const int64_t week = day - (civil_weekday(day) - e->week_start + 7) % 7;
    const int64_t week_from = e->from_day - (civil_weekday(e->from_day) - e->week_start + 7) % 7;

    switch (e->recurs) {
    case RECUR_NONE:
        return true;
    case RECUR_DAILY:
        return (day - e->from_day) % period == 0;
    case RECUR_WEEKLY:
        return (week - week_from) / 7 % period == 0 && (e->weekdays >> civil_weekday(day) & 1);
    case RECUR_MONTHLY_DAY:
        return months % period == 0 && d.day == e->month_day;
    case RECUR_MONTHLY_NTH:
        return months % period == 0 && nth;
    case RECUR_YEARLY_DATE:
        return d.month == e->month && d.day == e->month_day;
    case RECUR_YEARLY_NTH:
        return d.month == e->month && nth;
    }
    return false;
}

static bool occurs(const struct calendar_exception *e, int64_t day)
{
    uint32_t before = 0;

    if (day < e->from_day || day > e->to_day || !fits(e, day))
        return false;
    if (e->recurs == RECUR_NONE || e->occurrences == 0)
        return true;
    for (int64_t i = e->from_day; i < day; i++)
        before += fits(e, i);
    return before < e->occurrences;
}

/* The layer of exceptions, then that of weeks, as calendar.h orders them. */
static const struct shift_day *oracle_day(const struct family *f, int64_t day)
{
    static const struct shift_day none;
    const int weekday = civil_weekday(day);

    for (int i = 0; i < f->count; i++)
        for (size_t j = f->spec[i].exception_count; j-- > 0;)
            if (occurs(&f->spec[i].exceptions[j], day))
                return &f->spec[i].exceptions[j].work;
    for (int i = 0; i < f->count; i++) {
        for (size_t j = f->spec[i].alternate_count; j-- > 0;)
            if (day >= f->spec[i].alternates[j].from_day && day <= f->spec[i].alternates[j].to_day)
                return &f->spec[i].alternates[j].week[weekday];
        if (f->spec[i].week[weekday].given)
            return &f->spec[i].week[weekday];
    }
    return &none;
}

/* Whether each minute of the window works, and the working minutes before it. */
struct oracle {
    unsigned char works[WINDOW_MINUTES];
    int32_t before[WINDOW_MINUTES + 1];
};

static void oracle_sum(struct oracle *o)
{
    for (int i = 0; i < WINDOW_MINUTES; i++)
        o->before[i + 1] = o->before[i] + o->works[i];
}

static struct oracle *oracle_of(struct test *t, const struct family *f)
{
    struct oracle *o = ARENA_NEW(t->arena, struct oracle);

    for (int day = -1; day < WINDOW_DAYS; day++) {
        const struct shift_day *work = oracle_day(f, WINDOW_FIRST + day);

        for (uint32_t i = 0; i < work->count; i++)
            for (int m = work->shifts[i].from_s / 60; m < work->shifts[i].to_s / 60; m++) {
                const int minute = day * 1440 + m;

                if (minute >= 0 && minute < WINDOW_MINUTES)
                    o->works[minute] = 1;
            }
    }
    oracle_sum(o);
    return o;
}

static int64_t random_instant(struct test *t)
{
    return WINDOW_FIRST * DAY + between(t, 0, WINDOW_DAYS * (int64_t)DAY - 1);
}

static bool oracle_works(const struct oracle *o, int64_t at)
{
    return o->works[(at - WINDOW_FIRST * DAY) / MINUTE];
}

static int64_t oracle_until(const struct oracle *o, int64_t at)
{
    const int64_t s = at - WINDOW_FIRST * DAY;

    return o->before[s / MINUTE] * (int64_t)MINUTE + (oracle_works(o, at) ? s % MINUTE : 0);
}

/* An answer inside the window is right when the work up to it is, and the second it belongs to
 * is worked: both together leave one instant. */
static void check_against_oracle(struct test *t, const struct calendar *c, const struct oracle *o)
{
    const int64_t first = WINDOW_FIRST * DAY, last = first + WINDOW_DAYS * (int64_t)DAY - 1;
    unsigned wrong = 0;

    for (int i = 0; i < QUESTIONS; i++) {
        const int64_t a = random_instant(t), b = random_instant(t);
        const int64_t delta = between(t, -60 * HOUR, 60 * HOUR);
        const int64_t moved = calendar_add(c, a, delta), start = calendar_next_start(c, a);
        const int64_t finish = calendar_previous_finish(c, a);

        wrong += calendar_work(c, a, b) != oracle_until(o, b) - oracle_until(o, a);
        wrong += calendar_is_working(c, a) != oracle_works(o, a);
        if (moved > first && moved <= last && delta != 0) {
            wrong += oracle_until(o, moved) - oracle_until(o, a) != delta;
            wrong += !oracle_works(o, delta > 0 ? moved - 1 : moved);
        }
        if (start <= last)
            wrong += oracle_until(o, start) != oracle_until(o, a) || !oracle_works(o, start) ||
                     start < a;
        if (finish > first)
            wrong += oracle_until(o, finish) != oracle_until(o, a) ||
                     !oracle_works(o, finish - 1) || finish > a;
    }
    for (int day = 0; day < WINDOW_DAYS; day++)
        wrong += calendar_day_work(c, WINDOW_FIRST + day) !=
                 (o->before[(day + 1) * 1440] - o->before[day * 1440]) * (int64_t)MINUTE;
    CHECK_EQ(wrong, 0);
}

void test_calendar_laws__minute_by_minute(struct test *t)
{
    for (int i = 0; i < CALENDARS; i++) {
        const struct family f = random_family(t, false);

        check_against_oracle(t, f.calendar, oracle_of(t, &f));
    }
}

void test_calendar_laws__an_intersection_works_where_both_do(struct test *t)
{
    for (int i = 0; i < CALENDARS; i++) {
        const struct family f = random_family(t, false), g = random_family(t, false);
        struct oracle *both = oracle_of(t, &f);
        const struct oracle *other = oracle_of(t, &g);
        const struct calendar *c;

        for (int m = 0; m < WINDOW_MINUTES; m++)
            both->works[m] &= other->works[m];
        oracle_sum(both);
        if (calendar_intersect(f.calendar, g.calendar, t->arena, t->scratch, &c, t->diags))
            check_against_oracle(t, c, both);
        else
            CHECK_EQ(both->before[WINDOW_MINUTES], 0);
    }
}

static bool is_date(int64_t at)
{
    return at != CALENDAR_BEYOND && at != CALENDAR_BEFORE;
}

void test_calendar_laws__adding_and_measuring(struct test *t)
{
    unsigned wrong = 0, asked = 0;

    for (int i = 0; i < CALENDARS; i++) {
        const struct calendar *c = random_family(t, false).calendar;

        for (int j = 0; j < QUESTIONS; j++) {
            const int64_t a = random_instant(t), b = random_instant(t), d = random_instant(t);
            const int64_t x = between(t, -4000 * HOUR, 4000 * HOUR);
            const int64_t y = between(t, -4000 * HOUR, 4000 * HOUR);
            const int64_t ax = calendar_add(c, a, x), axy = calendar_add(c, ax, y);
            const int64_t sum = calendar_add(c, a, x + y);

            wrong += calendar_add(c, a, 0) != a;
            wrong += calendar_work(c, a, b) != -calendar_work(c, b, a);
            wrong += calendar_work(c, a, b) + calendar_work(c, b, d) != calendar_work(c, a, d);
            if (is_date(ax)) {
                asked++;
                wrong += calendar_work(c, a, ax) != x;
            }
            if (is_date(ax) && is_date(axy) && is_date(sum))
                wrong += calendar_work(c, axy, sum) != 0;
            /* Later start, no earlier finish. */
            wrong += a <= b && calendar_add(c, a, HOUR) > calendar_add(c, b, HOUR);
        }
    }
    CHECK_EQ(wrong, 0);
    CHECK(asked > CALENDARS * QUESTIONS / 2);
}

void test_calendar_laws__starts_and_finishes(struct test *t)
{
    unsigned wrong = 0, working = 0;

    for (int i = 0; i < CALENDARS; i++) {
        const struct calendar *c = random_family(t, false).calendar;
        const int64_t origin = random_instant(t);

        for (int j = 0; j < QUESTIONS; j++) {
            const int64_t a = random_instant(t), position = calendar_position(c, origin, a);
            const int64_t start = calendar_next_start(c, a);
            const int64_t finish = calendar_previous_finish(c, a);

            wrong += start < a || finish > a;
            wrong += calendar_next_start(c, start) != start;
            wrong += calendar_previous_finish(c, finish) != finish;
            wrong += is_date(start) && !calendar_is_working(c, start);
            wrong += is_date(finish) && !calendar_is_working(c, finish - 1);
            wrong += calendar_is_working(c, a) != (start == a);
            wrong += is_date(start) && is_date(finish) && calendar_work(c, finish, start) != 0;
            wrong += calendar_start_at(c, origin, position) != start;
            wrong += calendar_finish_at(c, origin, position) != finish;
            wrong += is_date(finish) && calendar_position(c, origin, finish) != position;
            working += start == a;
        }
    }
    CHECK_EQ(wrong, 0);
    CHECK(working > 0);
}

void test_calendar_laws__whole_weeks_change_nothing_without_exceptions(struct test *t)
{
    unsigned wrong = 0;

    for (int i = 0; i < CALENDARS; i++) {
        const struct calendar *c = random_family(t, true).calendar;

        for (int j = 0; j < QUESTIONS; j++) {
            const int64_t a = random_instant(t), b = random_instant(t);
            const int64_t weeks = between(t, -2000, 2000) * 7 * DAY;
            const int64_t x = between(t, -1000 * HOUR, 1000 * HOUR);
            const int64_t moved = calendar_add(c, a, x), later = calendar_add(c, a + weeks, x);

            if (is_date(moved) && is_date(later))
                wrong += later != moved + weeks;
            wrong += calendar_work(c, a + weeks, b + weeks) != calendar_work(c, a, b);
        }
    }
    CHECK_EQ(wrong, 0);
}

/* Second by second over four days of shifts of odd lengths, one of them past midnight. */
void test_calendar_laws__second_by_second(struct test *t)
{
    static const struct shift odd[] = {{1, 7}, {7, 4003}, {30000, 30001}, {80000, 90011}};
    struct calendar_spec spec = {.name = STR("odd")};
    const struct calendar *c = NULL;
    const int64_t first = WINDOW_FIRST * DAY, last = first + 4 * (int64_t)DAY;
    int64_t work = 0, before = 0;
    unsigned wrong = 0;

    for (int i = 0; i < 7; i++)
        spec.week[i] = (struct shift_day){true, 4, odd};
    CHECK(calendar_build(&spec, t->arena, t->scratch, &c, t->diags));
    before = calendar_previous_finish(c, first);
    for (int64_t at = first; at < last; at++) {
        const int s = (int)((at - first) % DAY);
        const bool works = (s >= 1 && s < 4003) || s == 30000 || s >= 80000 || s < 3611;

        wrong += calendar_is_working(c, at) != works;
        wrong += calendar_work(c, first, at) != work;
        wrong += calendar_previous_finish(c, at) != before;
        work += works;
        if (works) {
            before = at + 1;
            wrong += calendar_add(c, first, work) != at + 1;
            wrong += calendar_start_at(c, first, work - 1) != at;
        }
    }
    CHECK_EQ(wrong, 0);
}

/* A table says what its calendar says: near and far, before and past what it holds. */
void test_calendar_laws__a_table_says_the_same(struct test *t)
{
    for (int i = 0; i < CALENDARS; i++) {
        const struct family f = random_family(t, i % 2 == 0);
        const int64_t from = WINDOW_FIRST * DAY + between(t, -90000, 90000);
        const int64_t base = calendar_until(f.calendar, from);
        struct calendar_table *table = calendar_table_new(f.calendar, from, t->arena);
        uint32_t wrong = 0;

        for (int q = 0; q < 8 * QUESTIONS; q++) {
            const int64_t reach = q < 4 * QUESTIONS ? 3000000 : q % 5 == 0 ? INT64_C(9000000000)
                                                                           : 90000000;
            const int64_t work = base + between(t, q % 11 == 0 ? -500000 : 0, reach);

            if (work > 0) {
                wrong += table_start_of(table, work) != calendar_start_of(f.calendar, work);
                wrong += table_finish_of(table, work) != calendar_finish_of(f.calendar, work);
            }
        }
        for (int64_t work = base + 1; work < base + 400000; work += 97)
            wrong += table_finish_of(table, work) != calendar_finish_of(f.calendar, work);
        CHECK_EQ(wrong, 0);
        CHECK(table->count > 0);
    }
}
