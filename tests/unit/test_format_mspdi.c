/* SPDX-License-Identifier: Apache-2.0 */
/* Microsoft Project XML: what each element of formats.md 2 becomes in the plan. */
#include "core/format/format.h"
#include "core/plan/plan.h"
#include "tests/unit/plan_fixture.h"
#include "tests/unit/xml_fixture.h"

#define HEAD                                                                              \
    "<Project><Name>Demo</Name><StartDate>2026-03-02T08:00:00</StartDate>"                \
    "<MinutesPerDay>480</MinutesPerDay>"
#define TASK(uid, level, more)                                                            \
    "<Task><UID>" uid "</UID><Name>T" uid "</Name><OutlineLevel>" level                   \
    "</OutlineLevel>" more "</Task>"

static const struct plan *import(struct test *t, const char *xml)
{
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    struct plan_builder *b = plan_builder_new(t->arena, t->diags);
    const struct node *root = tree_from_xml(t, xml);
    const struct format *format = root ? format_recognise(root) : NULL;
    const struct plan *plan = NULL;

    if (!format) {
        test_fail(t, __FILE__, __LINE__, "not recognised");
        return NULL;
    }
    if (format_read(format, b, root, NULL, t->arena, t->diags))
        plan_seal(b, &options, &plan);
    return plan;
}

static bool has_diag(const struct test *t, const char *code)
{
    for (size_t i = 0; i < t->diags->count; i++)
        if (str_equal(str_of(t->diags->items[i].code), str_of(code)))
            return true;
    return false;
}

void test_format__an_mspdi_task_keeps_its_uid_and_duration(struct test *t)
{
    const struct plan *p = import(t, HEAD "<Tasks>" TASK("7", "1",
        "<Duration>PT12H30M0S</Duration><DurationFormat>7</DurationFormat>") "</Tasks></Project>");
    const struct object *task = p ? plan_get(t, p, "t7") : NULL;

    CHECK(task);
    if (!task)
        return;
    CHECK_STR(*task_get_source_id(task), "7");
    CHECK_STR(*task_get_title(task), "T7");
    CHECK_EQ(span_seconds(&task_get_estimate(task)->b, p->calendar), 12 * 3600 + 1800);
    CHECK(!task_get_estimate(task)->b.elapsed);
}

void test_format__an_elapsed_duration_is_clock_time(struct test *t)
{
    const struct plan *p = import(t, HEAD "<Tasks>" TASK("1", "1",
        "<Duration>PT72H0M0S</Duration><DurationFormat>8</DurationFormat>") "</Tasks></Project>");
    const struct object *task = p ? plan_get(t, p, "t1") : NULL;

    CHECK(task && task_get_estimate(task)->b.elapsed);
    CHECK_EQ(task ? span_seconds(&task_get_estimate(task)->b, p->calendar) : 0, 72 * 3600);
}

void test_format__the_outline_makes_summaries_and_uid_0_is_not_a_task(struct test *t)
{
    const struct plan *p = import(t, HEAD "<Tasks>" TASK("0", "0", "") TASK("1", "1", "")
        TASK("2", "2", "") TASK("3", "3", "") TASK("4", "2", "") TASK("5", "1", "")
        "</Tasks></Project>");

    CHECK(p);
    if (!p)
        return;
    CHECK_EQ(plan_count(p, KIND_task), 5);
    CHECK(!task_get_parent(plan_get(t, p, "t1")));
    CHECK_STR(task_get_parent(plan_get(t, p, "t2"))->id, "t1");
    CHECK_STR(task_get_parent(plan_get(t, p, "t3"))->id, "t2");
    CHECK_STR(task_get_parent(plan_get(t, p, "t4"))->id, "t1");
    CHECK(!task_get_parent(plan_get(t, p, "t5")));
}

#define LINK(uid, type, lag, format)                                                      \
    "<PredecessorLink><PredecessorUID>" uid "</PredecessorUID><Type>" type                \
    "</Type><LinkLag>" lag "</LinkLag><LagFormat>" format "</LagFormat></PredecessorLink>"

void test_format__links_keep_type_and_lag(struct test *t)
{
    const struct plan *p = import(t, HEAD "<Tasks>" TASK("1", "1", "") TASK("2", "1", "")
        TASK("3", "1", "") TASK("4", "1", "") TASK("5", "1", LINK("1", "1", "4800", "7")
        LINK("2", "3", "-4800", "7") LINK("3", "0", "14400", "8") LINK("4", "2", "50", "19"))
        "</Tasks></Project>");
    const struct links *links = p ? task_get_after(plan_get(t, p, "t5")) : NULL;

    CHECK(links && links->count == 4);
    if (!links || links->count != 4)
        return;
    CHECK_EQ(links->items[0].type, LINK_FS);
    CHECK_EQ(span_seconds(&links->items[0].lag, p->calendar), 8 * 3600);
    CHECK_EQ(links->items[1].type, LINK_SS);
    CHECK_EQ(span_seconds(&links->items[1].lag, p->calendar), -8 * 3600);
    CHECK_EQ(links->items[2].type, LINK_FF);
    CHECK_EQ(links->items[2].lag_kind, LAG_ELAPSED);
    CHECK_EQ(span_seconds(&links->items[2].lag, p->calendar), 24 * 3600);
    CHECK_EQ(links->items[3].type, LINK_SF);
    CHECK_EQ(links->items[3].lag_kind, LAG_PERCENT);
    CHECK_EQ(links->items[3].lag_ppm, 500000);
}

void test_format__constraints_keep_their_meaning(struct test *t)
{
    const struct plan *p = import(t, HEAD "<Tasks>"
        TASK("1", "1", "<ConstraintType>1</ConstraintType>")
        TASK("2", "1", "<ConstraintType>2</ConstraintType>"
                       "<ConstraintDate>2026-03-09T08:00:00</ConstraintDate>")
        TASK("3", "1", "<ConstraintType>7</ConstraintType>"
                       "<ConstraintDate>2026-03-13T17:00:00</ConstraintDate>")
        "</Tasks></Project>");

    CHECK(p);
    if (!p)
        return;
    CHECK_EQ(*task_get_constraint(plan_get(t, p, "t1")), CONSTRAINT_ALAP);
    CHECK_EQ(*task_get_constraint(plan_get(t, p, "t2")), CONSTRAINT_MUST_START);
    CHECK_EQ(*task_get_constraint(plan_get(t, p, "t3")), CONSTRAINT_FINISH_NO_LATER);
    CHECK_EQ(task_get_constraint_date(plan_get(t, p, "t3"))->instant,
             civil_day(2026, 3, 13) * CIVIL_DAY_S + 17 * 3600);
}

#define DAY(type, hours)                                                                  \
    "<WeekDay><DayType>" type "</DayType><DayWorking>1</DayWorking><WorkingTimes>"        \
    "<WorkingTime><FromTime>" hours "</ToTime></WorkingTime></WorkingTimes></WeekDay>"
#define CALENDAR(uid, base, more)                                                         \
    "<Calendar><UID>" uid "</UID><Name>C</Name><BaseCalendarUID>" base                    \
    "</BaseCalendarUID>" more "</Calendar>"

void test_format__a_day_until_midnight_has_its_last_hour(struct test *t)
{
    const struct plan *p = import(t, HEAD "<CalendarUID>1</CalendarUID><Calendars>"
        CALENDAR("1", "-1", "<WeekDays>" DAY("2", "23:00:00</FromTime><ToTime>00:00:00")
                 "<WeekDay><DayType>3</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays>")
        "</Calendars><Tasks>" TASK("1", "1", "") "</Tasks></Project>");

    CHECK(p);
    if (!p)
        return;
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 2)), 3600);  /* Monday */
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 3)), 0);     /* Tuesday: off */
    /* A base calendar that leaves days out has Microsoft Project's own hours on them. */
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 4)), 8 * 3600);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 7)), 0);
}

#define EXCEPTION(from, to, more)                                                         \
    "<Exception><TimePeriod><FromDate>" from "T00:00:00</FromDate><ToDate>" to            \
    "T23:59:00</ToDate></TimePeriod>" more "</Exception>"

void test_format__exceptions_recur(struct test *t)
{
    const struct plan *p = import(t, HEAD "<CalendarUID>1</CalendarUID><Calendars>"
        CALENDAR("1", "-1", "<Exceptions>"
            EXCEPTION("2026-03-02", "2026-03-03", "<Type>1</Type><DayWorking>0</DayWorking>")
            /* the third Thursday of every month: item 7 is Thursday, position 2 the third */
            EXCEPTION("2026-03-01", "2026-06-30", "<Type>5</Type><Period>1</Period>"
                "<MonthItem>7</MonthItem><MonthPosition>2</MonthPosition>")
            /* every second Friday from 6 March: bit 32 is Friday */
            EXCEPTION("2026-03-06", "2026-04-30", "<Type>6</Type><Period>2</Period>"
                "<DaysOfWeek>32</DaysOfWeek>")
            "</Exceptions>") "</Calendars><Tasks>" TASK("1", "1", "") "</Tasks></Project>");

    CHECK(p);
    if (!p)
        return;
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 2)), 0);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 3)), 0);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 4)), 8 * 3600);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 19)), 0);    /* third Thursday */
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 12)), 8 * 3600);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 4, 16)), 0);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 6)), 0);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 13)), 8 * 3600);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2026, 3, 20)), 0);
}

#define RESOURCE(uid, type) "<Resource><UID>" uid "</UID><Name>R</Name><Type>" type           \
    "</Type><MaxUnits>1.5</MaxUnits></Resource>"
#define ASSIGNMENT(task, resource)                                                        \
    "<Assignment><TaskUID>" task "</TaskUID><ResourceUID>" resource                       \
    "</ResourceUID><Units>0.5</Units><Work>PT8H0M0S</Work></Assignment>"

void test_format__work_resources_become_teams_and_placeholders_nothing(struct test *t)
{
    const struct plan *p = import(t, HEAD "<Tasks>" TASK("1", "1", "") TASK("2", "1", "")
        "</Tasks><Resources>" RESOURCE("3", "1") RESOURCE("4", "0") "</Resources><Assignments>"
        ASSIGNMENT("1", "3") ASSIGNMENT("1", "4") ASSIGNMENT("2", "-65535")
        "</Assignments></Project>");
    const struct objects *assigned;

    CHECK(p);
    if (!p)
        return;
    CHECK_EQ(plan_count(p, KIND_team), 1);
    CHECK_EQ(*team_get_capacity(plan_get(t, p, "r3")), 1500000);
    assigned = task_get_assignments(plan_get(t, p, "t1"));
    CHECK(assigned && assigned->count == 1);
    CHECK_EQ(assigned ? *assignment_get_units(assigned->items[0]) : 0, 500000);
    CHECK(!task_get_assignments(plan_get(t, p, "t2")));
    CHECK(has_diag(t, "left-out-resources"));
}

void test_format__without_a_status_date_the_data_date_is_the_last_actual_day(struct test *t)
{
    const struct plan *p = import(t, HEAD "<Tasks>" TASK("1", "1",
        "<ActualStart>2026-03-03T08:00:00</ActualStart>"
        "<RemainingDuration>PT4H0M0S</RemainingDuration><Duration>PT8H0M0S</Duration>"
        "<PercentComplete>50</PercentComplete>") "</Tasks></Project>");
    const struct object *task = p ? plan_get(t, p, "t1") : NULL;

    CHECK(task);
    if (!task)
        return;
    CHECK_EQ(p->as_of, civil_day(2026, 3, 3) * CIVIL_DAY_S);
    CHECK(has_diag(t, "assumed-data-date"));
    CHECK_EQ(span_seconds(&task_get_remaining(task)->b, p->calendar), 4 * 3600);
    CHECK_EQ(*task_get_done(task), 500000);
}

void test_format__bad_mspdi_values_are_all_told(struct test *t)
{
    const struct plan *p = import(t, HEAD "<Tasks>"
        TASK("1", "1", "<Duration>eight hours</Duration>")
        TASK("1", "1", "")
        TASK("2", "1", "<ActualStart>1812-01-01T00:00:00</ActualStart>")
        TASK("3", "1", LINK("99", "1", "0", "7")) "</Tasks></Project>");

    CHECK(!p);
    CHECK(has_diag(t, "bad-value"));
    CHECK(has_diag(t, "duplicate-uid"));
    CHECK_EQ(t->diags->error_count, 3);     /* ids are resolved once values are right */
}

void test_format__a_dangling_link_is_an_error(struct test *t)
{
    CHECK(!import(t, HEAD "<Tasks>" TASK("3", "1", LINK("99", "1", "0", "7"))
                  "</Tasks></Project>"));
    CHECK(has_diag(t, "unknown-id"));
}

void test_format__a_project_without_tasks_is_refused(struct test *t)
{
    CHECK(!import(t, HEAD "<Tasks></Tasks></Project>"));
    CHECK(has_diag(t, "empty-plan"));
}
