/* SPDX-License-Identifier: Apache-2.0 */
/* What the words of a plan file mean: each type's grammar, what it takes and what it refuses.
 * The sentences of the manual, "What the words of the file mean", that are about reading. */
#include "core/plan/ops.h"
#include "tests/unit/plan_fixture.h"

/* Read one text as a value of a field; NULL when refused. */
static const void *read(struct test *t, enum kind kind, uint16_t index, const char *text)
{
    const struct field *field = &schema_kinds[kind].fields[index];
    const struct node node = {.kind = NODE_SCALAR, .text = str_of(text)};
    struct read_context context = {.owner = t->arena, .out = t->diags};
    void *value = arena_take(t->arena, 1, field_types[field->type].size);

    return field_types[field->type].parse(&context, field, &node, value) ? value : NULL;
}

/* As `read`, and printed again. */
static struct str printed(struct test *t, enum kind kind, uint16_t index, const char *text)
{
    const void *value = read(t, kind, index, text);
    struct text out;

    text_init(&out, t->arena);
    if (value)
        field_print_line(&schema_kinds[kind].fields[index], value, &out);
    else
        text_add(&out, STR("refused"));
    return text_str(&out);
}

#define SPAN(text) printed(t, KIND_program, FIELD_program_cadence, text)
#define ESTIMATE(text) printed(t, KIND_task, FIELD_task_estimate, text)
#define MONEY(text) printed(t, KIND_task, FIELD_task_spent, text)
#define COST(text) printed(t, KIND_option, FIELD_option_cost, text)
#define PERCENT(text) printed(t, KIND_risk, FIELD_risk_likely, text)
#define WHEN(text) printed(t, KIND_task, FIELD_task_started, text)
#define FACTOR(text) printed(t, KIND_driver, FIELD_driver_stretch, text)
#define RATE(text) printed(t, KIND_team, FIELD_team_rate, text)
#define LINK(text) printed(t, KIND_task, FIELD_task_after, text)
#define RULE(text) printed(t, KIND_forum, FIELD_forum_repeats, text)
#define DAYS(text) printed(t, KIND_calendar, FIELD_calendar_holidays, text)

void test_plan_values__spans(struct test *t)
{
    CHECK_STR(SPAN("1w"), "1w");
    CHECK_STR(SPAN("1w 3d"), "1w 3d");
    CHECK_STR(SPAN("1.5d"), "1.5d");
    CHECK_STR(SPAN("4h 30m"), "4h 30m");
    CHECK_STR(SPAN("45s"), "45s");
    CHECK_STR(SPAN("3ed"), "3ed");
    CHECK_STR(SPAN("2ew"), "2ew");
    CHECK_STR(SPAN("+2d"), "2d");
    CHECK_STR(SPAN("-2d"), "refused");      /* a cadence is not negative */
    CHECK_STR(printed(t, KIND_stored, FIELD_stored_total_float, "-2d"), "-2d");
    CHECK_STR(SPAN("2"), "refused");
    CHECK_STR(SPAN("d"), "refused");
    CHECK_STR(SPAN("2 d"), "refused");
    CHECK_STR(SPAN("2days"), "refused");
    CHECK_STR(SPAN("3d 1w"), "refused");    /* the greater unit first */
    CHECK_STR(SPAN("1w 3ed"), "refused");   /* working and elapsed time do not mix */
    CHECK_STR(SPAN("1w 2d 3h"), "refused");
    CHECK_STR(SPAN("1.0005d"), "refused");
    CHECK_STR(SPAN("99999999999w"), "refused");
    CHECK_STR(SPAN("1,5d"), "refused");
    CHECK_STR(SPAN("--2d"), "refused");
}

/* `1d`, `1w` are working time on the calendar (a day is its usual day); `3ed` is elapsed. */
void test_plan_values__a_day_is_the_calendars_day(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'calendars': {'short': {'week': {'mon-thu': '09:00-15:00'}}},"
           " 'tasks': {'a': {'calendar': 'short', 'estimate': '1w 1d'}, 'b': {'estimate': '1w'},"
           "           'c': {'calendar': 'short', 'estimate': '3ed'}}}");
    const struct object *a, *b, *c;

    if (!p)
        return;
    a = plan_get(t, p, "a");
    b = plan_get(t, p, "b");
    c = plan_get(t, p, "c");
    CHECK_EQ(span_seconds(&task_get_estimate(a)->b, plan_calendar_of(p, a)), 5 * 6 * 3600);
    CHECK_EQ(span_seconds(&task_get_estimate(b)->b, plan_calendar_of(p, b)), 40 * 3600);
    CHECK_EQ(span_seconds(&task_get_estimate(c)->b, plan_calendar_of(p, c)), 3 * 86400);
}

void test_plan_values__estimates(struct test *t)
{
    const struct estimate *e = read(t, KIND_task, FIELD_task_estimate, "3w..4w..7w");

    CHECK(e && e->shape == SHAPE_QUANTILES && e->a.milli == 3000 && e->c.milli == 7000);
    e = read(t, KIND_task, FIELD_task_estimate, "lognormal(2d, 5d)");
    CHECK(e && e->shape == SHAPE_LOGNORMAL && e->b.milli == 2000 && e->c.milli == 5000);
    e = read(t, KIND_task, FIELD_task_estimate, "uniform(2d, 5d)");
    CHECK(e && e->shape == SHAPE_UNIFORM && e->a.milli == 2000 && e->c.milli == 5000);
    e = read(t, KIND_task, FIELD_task_estimate, "2w");
    CHECK(e && e->shape == SHAPE_SINGLE && e->b.milli == 2000 && e->a.unit == '\0');

    CHECK_STR(ESTIMATE("3w..4w..7w"), "3w..4w..7w");
    CHECK_STR(ESTIMATE("2w .. 2w .. 4w"), "2w..2w..4w");    /* a flat side is allowed */
    CHECK_STR(ESTIMATE("3d..1w..1w 2d"), "3d..1w..1w 2d");
    CHECK_STR(ESTIMATE("pert(2d,3d , 8d)"), "pert(2d, 3d, 8d)");
    CHECK_STR(ESTIMATE("tri(0d, 3d, 8d)"), "tri(0d, 3d, 8d)");
    CHECK_STR(ESTIMATE("trigen(2d, 3d, 8d)"), "trigen(2d, 3d, 8d)");
    CHECK_STR(ESTIMATE("3ed..4ed..7ed"), "3ed..4ed..7ed");
    CHECK_STR(ESTIMATE("0d"), "0d");
    CHECK_STR(ESTIMATE("-1d"), "refused");
    CHECK_STR(ESTIMATE("4w..3w..7w"), "refused");
    CHECK_STR(ESTIMATE("3w..4w..2w"), "refused");
    CHECK_STR(ESTIMATE("3w..4w"), "refused");
    CHECK_STR(ESTIMATE("3w..4w..5w..6w"), "refused");
    CHECK_STR(ESTIMATE("3w..4w.."), "refused");
    CHECK_STR(ESTIMATE(".."), "refused");
    CHECK_STR(ESTIMATE("0d..2d..3d"), "refused");           /* a lognormal never reaches 0 */
    CHECK_STR(ESTIMATE("3w..4ew..7w"), "refused");
    CHECK_STR(ESTIMATE("pert(2d, 3d)"), "refused");
    CHECK_STR(ESTIMATE("pert(2d, 3d, 4d, 5d)"), "refused");
    CHECK_STR(ESTIMATE("pert(3d, 2d, 8d)"), "refused");
    CHECK_STR(ESTIMATE("beta(2d, 3d, 8d)"), "refused");
    CHECK_STR(ESTIMATE("pert(2d, 3d, 8d"), "refused");
    CHECK_STR(ESTIMATE("uniform(, 3d)"), "refused");
    CHECK_STR(ESTIMATE("soon"), "refused");
    CHECK_STR(ESTIMATE(""), "refused");
}

/* Where a week has four days, 1w is less than 5d: the order is the calendar's. */
void test_plan_values__estimates_are_ordered_on_their_calendar(struct test *t)
{
    static const char text[] =
        "{'calendars': {'short': {'week': {'mon-thu': '09:00-17:00'}}},"
        " 'tasks': {'a': {%s 'estimate': '5d..1w..2w'}}}";
    const char *json = str_format(t->arena, text, "").ptr;

    CHECK(plan_from_json(t, json) != NULL);
    json = str_format(t->arena, text, "'calendar': 'short',").ptr;
    CHECK(plan_try_json(t, json) == NULL);
}

void test_plan_values__money(struct test *t)
{
    const int64_t *minor = read(t, KIND_task, FIELD_task_spent, "96000.50");

    CHECK(minor && *minor == 9600050);
    CHECK_STR(MONEY("41k"), "41k");
    CHECK_STR(MONEY("4.5M"), "4.5M");
    CHECK_STR(MONEY("1200"), "1200");
    CHECK_STR(MONEY("96000.50"), "96000.50");
    CHECK_STR(MONEY("41000"), "41k");
    CHECK_STR(MONEY("0.05"), "0.05");
    CHECK_STR(MONEY("-5"), "refused");
    CHECK_STR(MONEY("1.005"), "refused");
    CHECK_STR(MONEY("96,000"), "refused");
    CHECK_STR(MONEY("$41k"), "refused");
    CHECK_STR(MONEY("41K"), "refused");
    CHECK_STR(MONEY("999999999999M"), "refused");
    CHECK_STR(COST("40k..80k..150k"), "40k..80k..150k");
    CHECK_STR(COST("-20k"), "-20k");
    CHECK_STR(COST("80k..40k..150k"), "refused");
    CHECK_STR(RATE("1100 per person-day"), "1100 per person-day");
    CHECK_STR(RATE("140 per person-hour"), "140 per person-hour");
    CHECK_STR(RATE("1100 per day"), "refused");
    CHECK_STR(RATE("1100"), "refused");
}

void test_plan_values__shares_and_factors(struct test *t)
{
    const int32_t *ppm = read(t, KIND_risk, FIELD_risk_likely, "70%");

    CHECK(ppm && *ppm == 700000);
    CHECK_STR(PERCENT("12.5%"), "12.5%");
    CHECK_STR(PERCENT("0.7"), "refused");   /* 0.7% or 70%? */
    CHECK_STR(PERCENT("70"), "refused");
    CHECK_STR(PERCENT("101%"), "refused");
    CHECK_STR(PERCENT("-1%"), "refused");
    CHECK_STR(PERCENT("%"), "refused");
    CHECK_STR(printed(t, KIND_assignment, FIELD_assignment_units, "200%"), "200%");
    CHECK_STR(FACTOR("0.9..1.0..1.4"), "0.9..1.0..1.4");
    CHECK_STR(FACTOR("1.25"), "1.25");
    CHECK_STR(FACTOR("0..1..2"), "refused");
    CHECK_STR(FACTOR("1001"), "refused");
}

/* A date may be as coarse as a month or a quarter: it means the end of that period. */
void test_plan_values__dates(struct test *t)
{
    const struct when *when = read(t, KIND_task, FIELD_task_started, "2027-Q1");

    CHECK(when && when->instant == civil_day(2027, 3, 31) * CIVIL_DAY_S &&
          when->grain == GRAIN_QUARTER);
    when = read(t, KIND_task, FIELD_task_started, "2028-02");
    CHECK(when && when->instant == civil_day(2028, 2, 29) * CIVIL_DAY_S);
    when = read(t, KIND_task, FIELD_task_started, "2026-10-01T10:00");
    CHECK(when && when->instant == civil_day(2026, 10, 1) * CIVIL_DAY_S + 36000 &&
          when->grain == GRAIN_MINUTE);
    CHECK_STR(WHEN("2026-11-23"), "2026-11-23");
    CHECK_STR(WHEN("2026-10-01T10:00"), "2026-10-01T10:00");
    CHECK_STR(WHEN("2026-10-01 10:00:30"), "2026-10-01T10:00:30");
    CHECK_STR(WHEN("2027-03"), "2027-03");
    CHECK_STR(WHEN("2027-Q1"), "2027-Q1");
    CHECK_STR(WHEN("2027-Q5"), "refused");
    CHECK_STR(WHEN("2027-13"), "refused");
    CHECK_STR(WHEN("2027-02-29"), "refused");
    CHECK_STR(WHEN("1899-12-31"), "refused");
    CHECK_STR(WHEN("2201-01-01"), "refused");
    CHECK_STR(WHEN("23.11.2026"), "refused");
    CHECK_STR(WHEN("tomorrow"), "refused");
}

/* Ranges of dates include both ends. */
void test_plan_values__ranges_of_days(struct test *t)
{
    const struct day_ranges *v = read(t, KIND_calendar, FIELD_calendar_holidays,
                                      "2026-12-24..2027-01-01");

    CHECK(v && v->count == 1 && v->items[0].to_day - v->items[0].from_day == 8);
    CHECK_STR(DAYS("2026-12-24..2027-01-01"), "2026-12-24..2027-01-01");
    CHECK_STR(DAYS("2027-02"), "2027-02-01..2027-02-28");
    CHECK_STR(DAYS("2027-01-01..2026-12-24"), "refused");
    CHECK_STR(DAYS("2026-12-24.."), "refused");
    CHECK_STR(DAYS("2026-12-24T09:00"), "refused");
}

void test_plan_values__holidays_hold_on_both_ends(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'calendar': 'us'},"
           " 'calendars': {'us': {'holidays': ['2026-11-26', '2026-12-24..2027-01-01'],"
           "   'special': [{'date': '2026-12-23', 'hours': '09:00-12:00'}]},"
           "   'child': {'parent': 'us'}},"
           " 'tasks': {'a': {'calendar': 'child'}}}");

    if (!p)
        return;
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 12, 24)), 0);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2027, 1, 1)), 0);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2027, 1, 4)), 8 * 3600);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 12, 23)), 3 * 3600);
    CHECK_EQ(calendar_day_work(plan_calendar_of(p, plan_get(t, p, "a")), civil_day(2026, 11, 26)),
             0);
}

/* A team's capacity holds from a day on; away takes for the days of a range, one day too. */
void test_plan_values__amounts_by_day(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'teams': {'a': {'capacity': 4, 'capacity_from': {'2027-01-04': 3.5},"
           "   'away': {'2026-12-14..2026-12-18': 2, '2027-02-01': 1}}}}");
    const struct day_amounts *from, *away;

    if (!p)
        return;
    from = team_get_capacity_from(plan_get(t, p, "a"));
    away = team_get_away(plan_get(t, p, "a"));
    CHECK_EQ(from->items[0].micro, 3500000);
    CHECK(from->items[0].to_day < from->items[0].from_day);
    CHECK_EQ(away->items[0].to_day - away->items[0].from_day, 4);
    CHECK_EQ(away->items[1].to_day, away->items[1].from_day);
    CHECK(plan_try_json(t, "{'teams': {'a': {'capacity_from': {'2027-01-04..2027-02-01': 3}}}}") ==
          NULL);
}

void test_plan_values__links(struct test *t)
{
    const struct links *v = read(t, KIND_task, FIELD_task_after, "tests FF -2d");

    CHECK(v && v->items[0].type == LINK_FF && v->items[0].lag.milli == -2000 &&
          v->items[0].lag_kind == LAG_WORKING);
    v = read(t, KIND_task, FIELD_task_after, "x +25e%");
    CHECK(v && v->items[0].lag_kind == LAG_PERCENT_ELAPSED && v->items[0].lag_ppm == 250000);
    CHECK_STR(LINK("design"), "design");
    CHECK_STR(LINK("design FS"), "design");
    CHECK_STR(LINK("design  SS  +1w"), "design SS +1w");
    CHECK_STR(LINK("x +3ed"), "x +3ed");
    CHECK_STR(LINK("x +25%"), "x +25%");
    CHECK_STR(LINK("x FS at most +2w"), "x FS at most +2w");
    CHECK_STR(LINK("x at most +2w"), "x FS at most +2w");
    CHECK_STR(LINK("x SS at most"), "x SS at most");
    CHECK_STR(LINK("x +1w 2d"), "x +1w 2d");
    CHECK_STR(LINK("x SX +1w"), "refused");
    CHECK_STR(LINK("x 1w"), "refused");
    CHECK_STR(LINK("x +soon"), "refused");
    CHECK_STR(LINK("x at least +2w"), "refused");
    CHECK_STR(LINK("!x"), "refused");
}

void test_plan_values__recurrence_rules(struct test *t)
{
    CHECK_STR(RULE("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH");
    CHECK_STR(RULE("every second thursday"), "refused");
    CHECK_STR(RULE("INTERVAL=2"), "refused");
    CHECK_STR(RULE("FREQ=HOURLY"), "refused");
    CHECK_STR(RULE("FREQ=WEEKLY;BYMOON=1"), "refused");
}

void test_plan_values__weeks(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'calendars': {'n': {'week': {'mon-thu': '22:00-06:00', 'fri': '', 'sat,sun':"
           " '00:00-24:00'}}}}");
    const struct week *week;

    if (!p)
        return;
    week = calendar_get_week(plan_get(t, p, "n"));
    CHECK_EQ(week->day[0].shifts[0].to_s, 30 * 3600);
    CHECK(week->day[4].given && week->day[4].count == 0);
    CHECK_EQ(week->day[6].shifts[0].to_s, 86400);
    CHECK(plan_try_json(t, "{'calendars': {'n': {'week': {'mon-fri': '9-5'}}}}") == NULL);
    CHECK(plan_try_json(t, "{'calendars': {'n': {'week': {'Montag': ''}}}}") == NULL);
    CHECK(plan_try_json(t, "{'calendars': {'n': {'week': {'mon': '', 'mon-tue': ''}}}}") == NULL);
    CHECK(plan_try_json(t, "{'calendars': {'n': {'week': {'mon': '25:00-26:00'}}}}") == NULL);
}

/* What YAML 1.1 would take for a boolean, a date or nothing is text where text is wanted. */
void test_plan_values__words_stay_words(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'people': {'a': {'name': 'no', 'role': '2026-11-23'}},"
           " 'tasks': {'t': {'title': 'null', 'manual': true}}}");

    if (!p)
        return;
    CHECK_STR(*person_get_name(plan_get(t, p, "a")), "no");
    CHECK_STR(*person_get_role(plan_get(t, p, "a")), "2026-11-23");
    CHECK_STR(*task_get_title(plan_get(t, p, "t")), "null");
    CHECK(*task_get_manual(plan_get(t, p, "t")));
    CHECK(plan_try_json(t, "{'tasks': {'t': {'manual': 'yes'}}}") == NULL);
}

/* A plan of teams, hand-offs, milestones and commitments, with no task at all, is a plan. */
void test_plan_values__no_task_is_a_plan(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'teams': {'a': {'lead': 'x'}, 'b': {}}, 'people': {'x': {}},"
           " 'milestones': {'m': {'date': '2027-03'}},"
           " 'handoffs': {'h': {'gives': 'a', 'to': 'm', 'asked': '2027-01-15'}},"
           " 'commitments': {'c': {'milestone': 'm', 'date': '2027-03-31'}}}");

    if (!p)
        return;
    CHECK_STR(handoff_giver_of(p, plan_get(t, p, "h"))->id, "x");
    CHECK(handoff_taker_of(p, plan_get(t, p, "h")) == NULL);
    CHECK_EQ(p->as_of, civil_day(2026, 11, 23) * CIVIL_DAY_S);
    CHECK(!p->as_of_stated && !p->start_stated && p->start == p->as_of);
}

/* The program starts when it says, else with its earliest fact. */
void test_plan_values__start_defaults_to_the_earliest_fact(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'tasks': {'a': {'started': '2026-10-05'}, 'b': {'finished': '2026-09-30'}}}");

    CHECK(p && p->start == civil_day(2026, 9, 30) * CIVIL_DAY_S);
}
