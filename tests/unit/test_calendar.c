/* SPDX-License-Identifier: Apache-2.0 */
/* Working time on examples worked by hand. 2026-11-23 is a Monday. */
#include "core/base/text.h"
#include "core/calendar/calendar.h"
#include "tests/unit/harness.h"

enum { HOUR = 3600 };

static const struct shift eight[] = {{9 * HOUR, 12 * HOUR}, {13 * HOUR, 18 * HOUR}};
static const struct shift short_day[] = {{9 * HOUR, 13 * HOUR}};
static const struct shift night[] = {{22 * HOUR, 30 * HOUR}};
static const struct shift whole[] = {{0, 24 * HOUR}};

#define WORKS(shifts_) ((struct shift_day){true, sizeof(shifts_) / sizeof((shifts_)[0]), shifts_})
#define OFF ((struct shift_day){.given = true})

static int64_t at(const char *s)
{
    int64_t instant = CIVIL_NONE;
    bool has_time;

    civil_parse(str_of(s), &instant, &has_time);
    return instant;
}

static int64_t day_at(const char *s)
{
    return civil_day_of(at(s));
}

/* Compared as text, so that a failure is read as a date. */
static void check_at(struct test *t, int line, int64_t got, const char *wanted)
{
    struct text text;

    text_init(&text, t->arena);
    civil_print_instant(&text, got);
    if (got != at(wanted))
        test_fail(t, __FILE__, line, "got %.*s, wanted %s", STR_ARG(text_str(&text)), wanted);
}
#define CHECK_AT(got, wanted) check_at(t, __LINE__, got, wanted)

static struct calendar_spec weekdays_spec(const char *name)
{
    struct calendar_spec spec = {.name = str_of(name)};

    for (int i = 0; i < 7; i++)
        spec.week[i] = i < 5 ? WORKS(eight) : OFF;
    return spec;
}

static const struct calendar *build(struct test *t, const struct calendar_spec *spec)
{
    const struct calendar *c = NULL;

    if (!calendar_build(spec, t->arena, t->scratch, &c, t->diags))
        test_fail(t, __FILE__, __LINE__, "calendar %.*s is refused: %.*s", STR_ARG(spec->name),
                  STR_ARG(t->diags->items[t->diags->count - 1].text));
    return c ? c : calendar_standard(t->arena);
}

/* Monday to Friday with these exceptions. */
static const struct calendar *with_exceptions(struct test *t, const struct calendar_exception *e,
                                              size_t count)
{
    struct calendar_spec spec = weekdays_spec("exceptions");

    spec.exceptions = e;
    spec.exception_count = count;
    return build(t, &spec);
}

static void check_refused(struct test *t, const struct calendar_spec *spec, const char *code)
{
    const struct calendar *c = NULL;

    diags_init(t->diags, t->arena);
    CHECK(!calendar_build(spec, t->arena, t->scratch, &c, t->diags));
    CHECK(c == NULL);
    CHECK_EQ(t->diags->error_count, 1);
    if (t->diags->count > 0)
        CHECK_STR(str_of(t->diags->items[0].code), code);
}

void test_calendar__the_standard_week(struct test *t)
{
    const struct calendar *c = calendar_standard(t->arena);

    CHECK_EQ(calendar_usual_day_s(c), 8 * HOUR);
    CHECK_EQ(calendar_usual_week_s(c), 40 * HOUR);
    CHECK_AT(calendar_add(c, at("2026-11-23T09:00"), 8 * HOUR), "2026-11-23T18:00");
    CHECK_AT(calendar_add(c, at("2026-11-23T09:00"), 8 * HOUR + 1), "2026-11-24T09:00:01");
    CHECK_AT(calendar_add(c, at("2026-11-23T11:30"), HOUR), "2026-11-23T13:30");
    CHECK_AT(calendar_add(c, at("2026-11-27T17:00"), 2 * HOUR), "2026-11-30T10:00");
    CHECK_AT(calendar_add(c, at("2026-11-30T10:00"), -2 * HOUR), "2026-11-27T17:00");
    CHECK_AT(calendar_add(c, at("2026-11-30T09:00"), -8 * HOUR), "2026-11-27T09:00");
    CHECK_AT(calendar_add(c, at("2026-11-28T03:00"), 0), "2026-11-28T03:00");
    CHECK_EQ(calendar_work(c, at("2026-11-23"), at("2026-11-30")), 40 * HOUR);
    CHECK_EQ(calendar_work(c, at("2026-11-30"), at("2026-11-23")), -40 * HOUR);
    CHECK_EQ(calendar_work(c, at("2026-11-27T18:00"), at("2026-11-30T09:00")), 0);
    CHECK_AT(calendar_next_start(c, at("2026-11-27T18:00")), "2026-11-30T09:00");
    CHECK_AT(calendar_next_start(c, at("2026-11-27T12:00")), "2026-11-27T13:00");
    CHECK_AT(calendar_previous_finish(c, at("2026-11-30T09:00")), "2026-11-27T18:00");
    CHECK_AT(calendar_previous_finish(c, at("2026-11-27T12:00")), "2026-11-27T12:00");
    CHECK(calendar_is_working(c, at("2026-11-27T11:59:59")));
    CHECK(!calendar_is_working(c, at("2026-11-27T12:00")));
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-28")), 0);
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-27")), 8 * HOUR);
    CHECK_STR(calendar_name(c), "standard");
}

void test_calendar__every_hour_of_every_day(struct test *t)
{
    const struct calendar *c = calendar_always(t->arena);

    CHECK_EQ(calendar_usual_day_s(c), 24 * HOUR);
    CHECK_EQ(calendar_usual_week_s(c), 168 * HOUR);
    CHECK_AT(calendar_add(c, at("2026-11-28T23:59:59"), 1), "2026-11-29");
    CHECK_AT(calendar_add(c, at("2024-02-28"), 48 * HOUR), "2024-03-01");
    CHECK_AT(calendar_next_start(c, at("2026-11-29")), "2026-11-29");
    CHECK_AT(calendar_previous_finish(c, at("2026-11-29")), "2026-11-29");
    CHECK_EQ(calendar_work(c, at("1900-01-01"), at("2200-12-31")),
             at("2200-12-31") - at("1900-01-01"));
}

void test_calendar__holidays_single_and_range(struct test *t)
{
    const struct calendar_exception e[] = {
        {.from_day = day_at("2026-11-26"), .to_day = day_at("2026-11-26"), .work = OFF},
        {.from_day = day_at("2026-12-24"), .to_day = day_at("2027-01-01"), .work = OFF},
        {.from_day = day_at("2026-11-28"), .to_day = day_at("2026-11-28"),
         .work = WORKS(short_day)},
        {.from_day = day_at("2026-12-28"), .to_day = day_at("2026-12-28"),
         .work = WORKS(short_day)},
    };
    const struct calendar *c = with_exceptions(t, e, 4);

    CHECK_AT(calendar_add(c, at("2026-11-25T17:00"), 2 * HOUR), "2026-11-27T10:00");
    CHECK_AT(calendar_next_start(c, at("2026-11-27T18:00")), "2026-11-28T09:00");
    CHECK_AT(calendar_add(c, at("2026-11-27T09:00"), 12 * HOUR), "2026-11-28T13:00");
    CHECK_EQ(calendar_day_work(c, day_at("2026-12-28")), 4 * HOUR);     /* the later one wins */
    CHECK_AT(calendar_add(c, at("2026-12-23T18:00"), 4 * HOUR + 1), "2027-01-04T09:00:01");
    CHECK_AT(calendar_add(c, at("2027-01-04T09:00"), -4 * HOUR - 1), "2026-12-23T17:59:59");
    CHECK_EQ(calendar_usual_day_s(c), 8 * HOUR);
    CHECK_EQ(calendar_usual_week_s(c), 40 * HOUR);
}

void test_calendar__shifts_pass_midnight(struct test *t)
{
    struct calendar_spec spec = {.name = STR("nights")};
    const struct calendar_exception e[] = {
        {.from_day = day_at("2026-11-25"), .to_day = day_at("2026-11-25"), .work = OFF},
        {.from_day = day_at("2026-12-01"), .to_day = day_at("2026-12-01"),
         .work = WORKS(whole)},
    };
    const struct calendar *c;

    for (int i = 0; i < 7; i++)
        spec.week[i] = i < 5 ? WORKS(night) : OFF;
    spec.exceptions = e;
    spec.exception_count = 2;
    c = build(t, &spec);
    CHECK_EQ(calendar_usual_day_s(c), 8 * HOUR);
    CHECK_EQ(calendar_usual_week_s(c), 40 * HOUR);
    CHECK_AT(calendar_add(c, at("2026-11-23T22:00"), 8 * HOUR), "2026-11-24T06:00");
    /* Friday's shift ends on Saturday; Sunday's does not exist. */
    CHECK_AT(calendar_previous_finish(c, at("2026-11-30T12:00")), "2026-11-28T06:00");
    CHECK_AT(calendar_next_start(c, at("2026-11-28T06:00")), "2026-11-30T22:00");
    /* The 25th is off: Tuesday's shift still ends at 06:00 that day. */
    CHECK_AT(calendar_add(c, at("2026-11-24T22:00"), 8 * HOUR), "2026-11-25T06:00");
    CHECK_AT(calendar_next_start(c, at("2026-11-25T06:00")), "2026-11-26T22:00");
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-26")), 2 * HOUR);
    /* A whole day swallows what the evening before left over, and hands on nothing. */
    CHECK_EQ(calendar_day_work(c, day_at("2026-12-01")), 24 * HOUR);
    CHECK_EQ(calendar_day_work(c, day_at("2026-12-02")), 2 * HOUR);
}

void test_calendar__days_come_from_the_parent(struct test *t)
{
    const struct calendar_exception holidays[] = {
        {.from_day = day_at("2026-11-26"), .to_day = day_at("2026-11-27"), .work = OFF},
    };
    const struct calendar_exception own[] = {
        {.from_day = day_at("2026-11-27"), .to_day = day_at("2026-11-27"),
         .work = WORKS(short_day)},
        {.from_day = day_at("2026-12-03"), .to_day = day_at("2026-12-03"), .work = OFF},
    };
    struct calendar_spec base = weekdays_spec("base"), child = {.name = STR("child")};
    struct calendar_alternate summer = {day_at("2026-06-01"), day_at("2026-08-30"),
                                        {WORKS(short_day), WORKS(short_day)}, {0}};
    struct calendar_alternate sprint = {day_at("2026-11-23"), day_at("2026-12-06"),
                                        {[5] = WORKS(whole)}, {0}};
    const struct calendar *c;

    base.exceptions = holidays;
    base.exception_count = 1;
    base.alternates = &summer;
    base.alternate_count = 1;
    child.parent = build(t, &base);
    c = build(t, &child);                   /* says nothing: is its parent by another name */
    CHECK_STR(calendar_name(c), "child");
    CHECK_EQ(calendar_usual_day_s(c), 8 * HOUR);
    CHECK_EQ(calendar_work(c, 0, at("2200-01-01")), calendar_work(child.parent, 0,
                                                                  at("2200-01-01")));
    child.week[1] = OFF;                    /* no Tuesdays */
    child.week[5] = WORKS(short_day);       /* but Saturdays */
    child.exceptions = own;
    child.exception_count = 2;
    c = build(t, &child);
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-16")), 8 * HOUR);     /* inherited */
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-17")), 0);            /* own week */
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-21")), 4 * HOUR);     /* own week */
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-26")), 0);            /* parent's exception */
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-27")), 4 * HOUR);     /* own exception wins */
    CHECK_EQ(calendar_day_work(c, day_at("2026-12-03")), 0);
    CHECK_EQ(calendar_day_work(c, day_at("2026-06-01")), 4 * HOUR);     /* parent's alternate */
    CHECK_EQ(calendar_day_work(c, day_at("2026-06-03")), 0);            /* not given in it */
    CHECK_EQ(calendar_day_work(c, day_at("2026-06-02")), 0);            /* own week over it */
    CHECK_EQ(calendar_day_work(c, day_at("2026-06-06")), 4 * HOUR);
    child.alternates = &sprint;
    child.alternate_count = 1;
    c = build(t, &child);
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-23")), 0);            /* own alternate */
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-28")), 24 * HOUR);
    CHECK_EQ(calendar_day_work(c, day_at("2026-11-27")), 4 * HOUR);     /* exception over it */
    CHECK_EQ(calendar_day_work(c, day_at("2026-12-07")), 8 * HOUR);
}

void test_calendar__alternate_weeks_hold_between_their_days(struct test *t)
{
    struct calendar_spec spec = weekdays_spec("alternates");
    const struct calendar_alternate weeks[] = {
        {day_at("2026-07-01"), day_at("2026-08-31"),
         {WORKS(eight), WORKS(eight), WORKS(eight), WORKS(eight)}, {0}},
        {day_at("2026-08-03"), day_at("2026-08-09"), {[6] = WORKS(short_day)}, {0}},
    };
    const struct calendar *c;

    spec.alternates = weeks;
    spec.alternate_count = 2;
    c = build(t, &spec);
    CHECK_EQ(calendar_work(c, at("2026-07-06"), at("2026-07-13")), 32 * HOUR);
    CHECK_EQ(calendar_work(c, at("2026-06-22"), at("2026-06-29")), 40 * HOUR);
    CHECK_EQ(calendar_work(c, at("2026-08-03"), at("2026-08-10")), 4 * HOUR);
    CHECK_EQ(calendar_work(c, at("2026-08-31"), at("2026-09-07")), 40 * HOUR);
    CHECK_AT(calendar_next_start(c, at("2026-07-02T18:00")), "2026-07-06T09:00");
    CHECK_AT(calendar_next_start(c, at("2026-07-30T18:00")), "2026-08-09T09:00");
    CHECK_EQ(calendar_usual_week_s(c), 40 * HOUR);
}

/* The days off among those that would work on a calendar without weekends. */
static void check_days_off(struct test *t, int line, struct calendar_exception e,
                           const char *const *wanted, size_t count)
{
    struct calendar_spec spec = {.name = STR("every day")};
    const struct calendar *c;
    size_t found = 0;

    for (int i = 0; i < 7; i++)
        spec.week[i] = WORKS(eight);
    e.work = OFF;
    spec.exceptions = &e;
    spec.exception_count = 1;
    c = build(t, &spec);
    for (int64_t day = CIVIL_DAY_FIRST; day <= CIVIL_DAY_LAST; day++) {
        if (calendar_day_work(c, day) != 0)
            continue;
        if (found >= count || day != day_at(wanted[found]))
            test_fail(t, __FILE__, line, "occurrence %zu is day %lld", found, (long long)day);
        found++;
    }
    if (found != count)
        test_fail(t, __FILE__, line, "%zu occurrences, wanted %zu", found, count);
}
#define CHECK_DAYS_OFF(e, ...)                                                            \
    do {                                                                                  \
        static const char *const days_[] = {__VA_ARGS__};                                 \
        check_days_off(t, __LINE__, e, days_, sizeof(days_) / sizeof(days_[0]));          \
    } while (0)

void test_calendar__recurring_by_days_and_weeks(struct test *t)
{
    struct calendar_exception e = {.from_day = day_at("2026-02-26"),
                                   .to_day = day_at("2026-03-08"), .recurs = RECUR_DAILY};

    e.period = 3;
    CHECK_DAYS_OFF(e, "2026-02-26", "2026-03-01", "2026-03-04", "2026-03-07");
    e.occurrences = 2;
    CHECK_DAYS_OFF(e, "2026-02-26", "2026-03-01");
    /* Every second week on Monday and Wednesday, from a Wednesday. */
    e = (struct calendar_exception){.from_day = day_at("2026-11-04"),
                                    .to_day = day_at("2026-12-31"), .recurs = RECUR_WEEKLY,
                                    .period = 2, .weekdays = 1 | 4};
    CHECK_DAYS_OFF(e, "2026-11-04", "2026-11-16", "2026-11-18", "2026-11-30", "2026-12-02",
                   "2026-12-14", "2026-12-16", "2026-12-28", "2026-12-30");
    e.occurrences = 4;
    CHECK_DAYS_OFF(e, "2026-11-04", "2026-11-16", "2026-11-18", "2026-11-30");
    /* RFC 5545's own example of why the first day of the week matters. */
    e = (struct calendar_exception){.from_day = day_at("1997-08-05"), .to_day = INT64_MAX,
                                    .recurs = RECUR_WEEKLY, .period = 2, .occurrences = 4,
                                    .weekdays = 1 << 1 | 1 << 6, .week_start = 0};
    CHECK_DAYS_OFF(e, "1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24");
    e.week_start = 6;
    CHECK_DAYS_OFF(e, "1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31");
    /* A period past all the years is one occurrence. */
    e = (struct calendar_exception){.from_day = day_at("2026-11-23"), .to_day = INT64_MAX,
                                    .recurs = RECUR_DAILY, .period = UINT32_MAX};
    CHECK_DAYS_OFF(e, "2026-11-23");
    e.recurs = RECUR_WEEKLY;
    e.weekdays = 1;
    CHECK_DAYS_OFF(e, "2026-11-23");
}

void test_calendar__recurring_by_months(struct test *t)
{
    struct calendar_exception e = {.from_day = day_at("2026-01-31"), .to_day = INT64_MAX,
                                   .recurs = RECUR_MONTHLY_DAY, .month_day = 31,
                                   .occurrences = 4};

    CHECK_DAYS_OFF(e, "2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31");
    e.period = 5;
    CHECK_DAYS_OFF(e, "2026-01-31", "2028-07-31", "2028-12-31", "2029-05-31");
    /* The 15th, beginning after it: first in the next month of the period. */
    e = (struct calendar_exception){.from_day = day_at("2026-11-16"),
                                    .to_day = day_at("2027-03-15"), .recurs = RECUR_MONTHLY_DAY,
                                    .month_day = 15, .period = 2};
    CHECK_DAYS_OFF(e, "2027-01-15", "2027-03-15");
    /* The third Thursday. */
    e = (struct calendar_exception){.from_day = day_at("2026-09-01"),
                                    .to_day = day_at("2027-01-31"), .recurs = RECUR_MONTHLY_NTH,
                                    .weekday = 3, .nth = 3};
    CHECK_DAYS_OFF(e, "2026-09-17", "2026-10-15", "2026-11-19", "2026-12-17", "2027-01-21");
    /* The last Friday, every third month. */
    e = (struct calendar_exception){.from_day = day_at("2026-01-01"),
                                    .to_day = day_at("2026-12-31"), .recurs = RECUR_MONTHLY_NTH,
                                    .weekday = 4, .nth = 5,
                                    .period = 3};
    CHECK_DAYS_OFF(e, "2026-01-30", "2026-04-24", "2026-07-31", "2026-10-30");
}

void test_calendar__recurring_by_years(struct test *t)
{
    struct calendar_exception e = {.from_day = day_at("2026-01-01"),
                                   .to_day = day_at("2030-12-31"), .recurs = RECUR_YEARLY_DATE,
                                   .month = 12, .month_day = 25};

    CHECK_DAYS_OFF(e, "2026-12-25", "2027-12-25", "2028-12-25", "2029-12-25", "2030-12-25");
    /* 29 February occurs in leap years only; 1900, 2100 and 2200 are none. */
    e = (struct calendar_exception){.from_day = day_at("2089-01-01"),
                                    .to_day = day_at("2110-01-01"), .recurs = RECUR_YEARLY_DATE,
                                    .month = 2, .month_day = 29};
    CHECK_DAYS_OFF(e, "2092-02-29", "2096-02-29", "2104-02-29", "2108-02-29");
    /* Thanksgiving: the fourth Thursday of November. */
    e = (struct calendar_exception){.from_day = day_at("2024-11-29"),
                                    .to_day = day_at("2027-11-25"), .recurs = RECUR_YEARLY_NTH,
                                    .month = 11, .weekday = 3,
                                    .nth = 4};
    CHECK_DAYS_OFF(e, "2025-11-27", "2026-11-26", "2027-11-25");
    /* Memorial Day: the last Monday of May. */
    e = (struct calendar_exception){.from_day = day_at("2025-01-01"), .to_day = INT64_MAX,
                                    .recurs = RECUR_YEARLY_NTH, .month = 5, .weekday = 0,
                                    .nth = 5, .occurrences = 3};
    CHECK_DAYS_OFF(e, "2025-05-26", "2026-05-25", "2027-05-31");
}

void test_calendar__what_a_usual_day_is(struct test *t)
{
    struct calendar_spec spec = weekdays_spec("usual"), child = {.name = STR("child")};
    struct calendar_exception e = {.from_day = day_at("2026-11-28"),
                                   .to_day = day_at("2026-11-29"), .work = WORKS(short_day)};

    spec.week[4] = WORKS(short_day);
    CHECK_EQ(calendar_usual_day_s(build(t, &spec)), 8 * HOUR);      /* four of eight hours */
    CHECK_EQ(calendar_usual_week_s(build(t, &spec)), 36 * HOUR);
    spec.week[0] = spec.week[1] = WORKS(short_day);
    CHECK_EQ(calendar_usual_day_s(build(t, &spec)), 4 * HOUR);      /* three against two */
    spec.week[1] = OFF;
    CHECK_EQ(calendar_usual_day_s(build(t, &spec)), 8 * HOUR);      /* a tie: the longer */
    spec.usual_day_s = 6 * HOUR;
    CHECK_EQ(calendar_usual_day_s(build(t, &spec)), 6 * HOUR);      /* as stated */
    child.parent = build(t, &spec);
    CHECK_EQ(calendar_usual_day_s(build(t, &child)), 6 * HOUR);     /* the parent's */
    CHECK_EQ(calendar_usual_week_s(build(t, &child)), 24 * HOUR);
    child.week[5] = OFF;
    CHECK_EQ(calendar_usual_day_s(build(t, &child)), 8 * HOUR);     /* a week of its own */
    spec = (struct calendar_spec){.name = STR("dates only"), .exceptions = &e,
                                  .exception_count = 1};
    CHECK_EQ(calendar_usual_day_s(build(t, &spec)), 4 * HOUR);
    CHECK_EQ(calendar_usual_week_s(build(t, &spec)), 20 * HOUR);
}

void test_calendar__the_years_are_the_bounds(struct test *t)
{
    const struct calendar *c = calendar_standard(t->arena), *dates;
    const int64_t total = calendar_work(c, INT64_MIN + 1, INT64_MAX);
    const struct calendar_exception e[] = {
        {.from_day = INT64_MIN, .to_day = CIVIL_DAY_FIRST, .work = WORKS(whole)},
        {.from_day = CIVIL_DAY_LAST, .to_day = INT64_MAX, .work = WORKS(night)},
        {.from_day = INT64_MIN, .to_day = INT64_MIN + 5, .work = WORKS(whole)},
        {.from_day = CIVIL_DAY_LAST + 1, .to_day = INT64_MAX, .work = WORKS(whole)},
    };
    struct calendar_spec spec = {.name = STR("edges"), .exceptions = e, .exception_count = 4};

    CHECK_AT(calendar_next_start(c, at("1900-01-01")), "1900-01-01T09:00");
    CHECK_AT(calendar_next_start(c, at("1900-01-01") - 1000000), "1900-01-01T09:00");
    CHECK_EQ(calendar_previous_finish(c, at("1900-01-01T09:00")), CALENDAR_BEFORE);
    CHECK_EQ(calendar_add(c, at("1900-01-01T10:00"), -HOUR - 1), CALENDAR_BEFORE);
    CHECK_AT(calendar_add(c, at("1900-01-01T10:00"), -HOUR), "1900-01-01T09:00");
    CHECK_AT(calendar_add(c, at("2200-12-31T17:00"), HOUR), "2200-12-31T18:00");
    CHECK_EQ(calendar_add(c, at("2200-12-31T17:00"), HOUR + 1), CALENDAR_BEYOND);
    CHECK_EQ(calendar_next_start(c, at("2200-12-31T18:00")), CALENDAR_BEYOND);
    CHECK_AT(calendar_previous_finish(c, INT64_MAX - 1), "2200-12-31T18:00");
    CHECK_EQ(calendar_add(c, 0, INT64_MAX), CALENDAR_BEYOND);
    CHECK_EQ(calendar_add(c, 0, INT64_MIN), CALENDAR_BEFORE);
    CHECK_EQ(calendar_add(c, CALENDAR_BEYOND, -HOUR), CALENDAR_BEYOND);
    CHECK_EQ(calendar_add(c, CALENDAR_BEFORE, HOUR), CALENDAR_BEFORE);
    CHECK_EQ(calendar_finish_at(c, 0, INT64_MAX), CALENDAR_BEYOND);
    CHECK_EQ(calendar_start_at(c, 0, INT64_MIN), CALENDAR_BEFORE);
    CHECK_EQ(total, (15705 * 5 + 3) * 8 * (int64_t)HOUR);  /* 15705 weeks and Monday to Wednesday */
    CHECK(!calendar_is_working(c, CALENDAR_BEYOND));
    CHECK_EQ(calendar_day_work(c, INT64_MAX), 0);
    dates = build(t, &spec);
    CHECK_EQ(calendar_work(dates, INT64_MIN + 1, INT64_MAX), 26 * HOUR);
    CHECK_AT(calendar_next_start(dates, at("1900-01-02")), "2200-12-31T22:00");
    CHECK_EQ(calendar_add(dates, at("2200-12-31T22:00"), 2 * HOUR),
             (CIVIL_DAY_LAST + 1) * INT64_C(86400));
}

void test_calendar__faults_are_named(struct test *t)
{
    static const struct shift backward[] = {{18 * HOUR, 9 * HOUR}};
    static const struct shift overlap[] = {{9 * HOUR, 12 * HOUR}, {11 * HOUR, 13 * HOUR}};
    static const struct shift outside[] = {{24 * HOUR, 25 * HOUR}};
    static const struct shift longer[] = {{9 * HOUR, 34 * HOUR}};
    static const struct shift many[CALENDAR_SHIFT_CEILING + 1];
    static const struct shift touching[] = {{12 * HOUR, 13 * HOUR}, {9 * HOUR, 12 * HOUR}};
    struct calendar_spec spec = {.name = STR("idle")};
    struct calendar_exception e = {.from_day = 5, .to_day = 4, .work = OFF};
    struct calendar_alternate a = {.from_day = 5, .to_day = 4};
    const struct calendar *c;

    check_refused(t, &spec, "no-working-time");
    spec.week[0] = OFF;
    check_refused(t, &spec, "no-working-time");
    spec.week[0] = WORKS(backward);
    check_refused(t, &spec, "bad-shift");
    spec.week[0] = WORKS(overlap);
    check_refused(t, &spec, "bad-shift");
    spec.week[0] = WORKS(outside);
    check_refused(t, &spec, "bad-shift");
    spec.week[0] = WORKS(longer);
    check_refused(t, &spec, "bad-shift");
    spec.week[0] = WORKS(many);
    check_refused(t, &spec, "bad-shift");
    spec.week[0] = WORKS(touching);     /* unsorted and touching is one shift of four hours */
    c = build(t, &spec);
    CHECK_EQ(calendar_work(c, at("2026-11-23T09:00"), at("2026-11-23T13:00")), 4 * HOUR);
    spec.exceptions = &e;
    spec.exception_count = 1;
    check_refused(t, &spec, "bad-exception");
    e.to_day = 10;
    for (e.recurs = RECUR_WEEKLY; e.recurs <= RECUR_YEARLY_NTH; e.recurs++)
        check_refused(t, &spec, "bad-exception");
    e.recurs = RECUR_YEARLY_DATE;
    e.month = 2;
    e.month_day = 30;
    check_refused(t, &spec, "bad-exception");
    spec.exception_count = 0;
    spec.alternates = &a;
    spec.alternate_count = 1;
    check_refused(t, &spec, "bad-exception");
    spec.alternate_count = 0;
    spec.parent = calendar_standard(t->arena);
    for (int i = 0; i < CALENDAR_DEPTH_CEILING; i++)
        spec.parent = build(t, &spec);
    check_refused(t, &spec, "too-deep");
}

void test_calendar__a_million_exceptions(struct test *t)
{
    enum { MANY = 1000000 };
    struct calendar_exception *e = ARENA_ARRAY(t->arena, struct calendar_exception, MANY);
    struct calendar_spec spec = weekdays_spec("many");
    const struct calendar *c;
    const size_t before = t->scratch->total;

    for (int i = 0; i < MANY; i++) {
        e[i].from_day = e[i].to_day = CIVIL_DAY_FIRST + (int64_t)i * 7919 % 109938;
        e[i].work = i % 3 ? OFF : WORKS(short_day);
    }
    spec.exceptions = e;
    spec.exception_count = MANY;
    c = build(t, &spec);
    CHECK_EQ(calendar_day_work(c, e[MANY - 1].from_day), 4 * HOUR);
    CHECK_EQ(calendar_day_work(c, e[MANY - 2].from_day), 0);
    CHECK_EQ(t->scratch->total, before);
    /* Ten ranges over all the years are one million days, nineteen are too many. */
    for (int i = 0; i < 19; i++) {
        e[i].from_day = INT64_MIN;
        e[i].to_day = INT64_MAX;
    }
    spec.exception_count = 10;
    build(t, &spec);
    spec.exception_count = 19;
    check_refused(t, &spec, "too-many-exceptions");
    /* A rule that searches all the years and finds next to nothing is not free either. */
    for (int i = 0; i < MANY; i++)
        e[i] = (struct calendar_exception){.to_day = INT64_MAX, .from_day = day_at("1901-02-01"),
                                           .work = OFF, .recurs = RECUR_MONTHLY_DAY,
                                           .period = 12, .month_day = 30};
    spec.exception_count = 1000;
    build(t, &spec);
    spec.exception_count = MANY;
    check_refused(t, &spec, "too-many-exceptions");
}

void test_calendar__where_two_calendars_meet(struct test *t)
{
    const struct calendar_exception away = {.from_day = day_at("2026-11-24"),
                                            .to_day = day_at("2026-11-25"), .work = OFF};
    struct calendar_spec afternoons = {.name = STR("afternoons")}, nights = {.name = STR("nights")};
    static const struct shift late[] = {{15 * HOUR, 20 * HOUR}};
    const struct calendar *c = NULL, *idle = NULL;

    for (int i = 0; i < 7; i++) {
        afternoons.week[i] = WORKS(late);
        nights.week[i] = WORKS(night);
    }
    afternoons.exceptions = &away;
    afternoons.exception_count = 1;
    CHECK(calendar_intersect(calendar_standard(t->arena), build(t, &afternoons), t->arena,
                             t->scratch, &c, t->diags));
    CHECK_STR(calendar_name(c), "standard and afternoons");
    CHECK(calendar_intersect(c, c, t->arena, t->scratch, &idle, t->diags) && idle == c);
    idle = NULL;
    CHECK_AT(calendar_add(c, at("2026-11-23"), 3 * HOUR), "2026-11-23T18:00");
    CHECK_AT(calendar_next_start(c, at("2026-11-23T18:00")), "2026-11-26T15:00");
    CHECK_EQ(calendar_work(c, at("2026-11-30"), at("2026-12-07")), 15 * HOUR);
    CHECK_EQ(calendar_usual_day_s(c), 8 * HOUR);
    CHECK_EQ(t->diags->error_count, 0);
    CHECK(!calendar_intersect(calendar_standard(t->arena), build(t, &nights), t->arena,
                              t->scratch, &idle, t->diags));
    CHECK(idle == NULL);
    CHECK_STR(str_of(t->diags->items[0].code), "no-working-time");
}
