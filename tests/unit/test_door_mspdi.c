/* SPDX-License-Identifier: Apache-2.0 */
/* From a Microsoft Project XML to dates on calendars that no real file at hand covers: days off and
 * extra days that recur, alternate weeks. Worked by hand. */
#include "core/format/format.h"
#include "core/network/network.h"
#include "tests/unit/dates_fixture.h"
#include "tests/unit/plan_fixture.h"
#include "tests/unit/xml_fixture.h"

#define SHIFT(from, to)                                                                        \
    "<WorkingTime><FromTime>" from ":00</FromTime><ToTime>" to ":00</ToTime></WorkingTime>"
#define OFF "<DayWorking>0</DayWorking>"
#define WORKS(shifts) "<DayWorking>1</DayWorking><WorkingTimes>" shifts "</WorkingTimes>"
#define PERIOD(from, to)                                                                       \
    "<TimePeriod><FromDate>" from "T00:00:00</FromDate><ToDate>" to                            \
    "T23:59:00</ToDate></TimePeriod>"
#define EXCEPTION(from, to, more) "<Exception>" PERIOD(from, to) more "</Exception>"
#define DAY(type, more) "<WeekDay><DayType>" type "</DayType>" more "</WeekDay>"
#define CALENDAR(uid, more)                                                                    \
    "<Calendar><UID>" uid "</UID><Name>C" uid "</Name><BaseCalendarUID>-1</BaseCalendarUID>"   \
    more "</Calendar>"
#define LONG_DAY(type) DAY(type, WORKS(SHIFT("08:00", "18:00")))

/* Both calendars: Monday to Friday, 08:00-12:00 and 13:00-17:00, as Project has it where a calendar
 * says nothing; 2 March 2026 is a Monday.
 *
 * 1: every second Friday from 6 March is off (the 6th, the 20th), and every third Thursday (the
 *    19th). From the 9th to the 22nd people work Monday to Thursday 08:00-18:00 and no Friday.
 * 2: the 10th of every month and 17 March of every year are off; every Saturday of March is worked,
 *    08:00-12:00. */
#define CALENDARS                                                                              \
    "<Calendars>"                                                                              \
    CALENDAR("1", "<Exceptions>"                                                               \
        EXCEPTION("2026-03-06", "2026-12-31", "<Type>6</Type><Period>2</Period>"               \
                  "<DaysOfWeek>32</DaysOfWeek>" OFF)                                           \
        EXCEPTION("2026-03-01", "2026-12-31", "<Type>5</Type><Period>1</Period>"               \
                  "<MonthItem>7</MonthItem><MonthPosition>2</MonthPosition>" OFF)              \
        "</Exceptions><WorkWeeks><WorkWeek>" PERIOD("2026-03-09", "2026-03-22")                \
        "<Name>Long days</Name><WeekDays>" LONG_DAY("2") LONG_DAY("3") LONG_DAY("4")           \
        LONG_DAY("5") DAY("6", OFF) "</WeekDays></WorkWeek></WorkWeeks>")                      \
    CALENDAR("2", "<Exceptions>"                                                               \
        EXCEPTION("2026-01-01", "2026-12-31", "<Type>4</Type><Period>1</Period>"               \
                  "<MonthDay>10</MonthDay>" OFF)                                               \
        EXCEPTION("2025-01-01", "2030-12-31", "<Type>2</Type><Month>2</Month>"                 \
                  "<MonthDay>17</MonthDay>" OFF)                                               \
        EXCEPTION("2026-03-01", "2026-03-31", "<Type>6</Type><Period>1</Period>"               \
                  "<DaysOfWeek>64</DaysOfWeek>" WORKS(SHIFT("08:00", "12:00")))                \
        "</Exceptions>")                                                                       \
    "</Calendars>"

#define AFTER(uid, lag)                                                                        \
    "<PredecessorLink><PredecessorUID>" uid "</PredecessorUID><Type>1</Type><LinkLag>" lag     \
    "</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
#define TASK(uid, calendar, hours, more)                                                       \
    "<Task><UID>" uid "</UID><Name>T" uid "</Name><OutlineLevel>1</OutlineLevel><Duration>PT"  \
    hours "H0M0S</Duration><DurationFormat>7</DurationFormat><CalendarUID>" calendar           \
    "</CalendarUID>" more "</Task>"
#define HEAD                                                                                   \
    "<Project><Name>Demo</Name><StartDate>2026-03-02T08:00:00</StartDate>"                     \
    "<StatusDate>2026-03-02T08:00:00</StatusDate>"                                             \
    "<MinutesPerDay>480</MinutesPerDay><CalendarUID>1</CalendarUID>"

static const struct schedule *schedule_from_mspdi(struct test *t, const char *xml)
{
    const struct seal_options options = {.today = 0};
    struct plan_builder *b = plan_builder_new(t->arena, t->diags);
    const struct node *root = tree_from_xml(t, xml);
    const struct format *format = root ? format_recognise(root) : NULL;
    const struct schedule *s = NULL;
    const struct plan *plan = NULL;
    const struct network *n;

    CHECK(format && format_read(format, b, root, NULL, t->arena, t->diags) &&
          plan_seal(b, &options, &plan) &&
          network_compile(plan, t->arena, t->scratch, &n, t->diags) &&
          schedule_compute(n, t->arena, t->scratch, &s, t->diags));
    return s;
}

void test_door__mspdi_recurring_days_and_alternate_weeks_move_tasks(struct test *t)
{
    const struct schedule *s = schedule_from_mspdi(t, HEAD CALENDARS "<Tasks>"
        TASK("1", "1", "40", "") TASK("2", "1", "32", AFTER("1", "0"))
        TASK("3", "1", "24", AFTER("2", "4800"))
        TASK("4", "2", "64", "") TASK("5", "2", "32", AFTER("4", "0")) "</Tasks></Project>");
    const struct object *t5 = s ? plan_get(t, s->network->plan, "t5") : NULL;

    /* 40 h: the 2nd to the 5th are 32; Friday the 6th is off; Monday the 9th, a long day, has the
     * other 8 by 16:00. */
    EARLY("t1", "03-02 08:00 to 03-09 16:00");
    /* 32 h: 2 left of the 9th, then 10 each on the 10th, 11th and 12th. */
    EARLY("t2", "03-09 16:00 to 03-12 18:00");
    /* 8 h of lag: Friday the 13th is off in the long weeks, so Monday the 16th until 16:00. 24 h: 2
     * of the 16th, 10 and 10 on the 17th and 18th; the 19th is the third Thursday, off, and the
     * 20th off twice over; from the 23rd days are usual: 2 more by 10:00. */
    EARLY("t3", "03-16 16:00 to 03-23 10:00");
    /* 64 h: 40 in the first week and 4 on Saturday the 7th; 8 on the 9th; the 10th is off; 8 on the
     * 11th are 60; 4 more on the 12th by noon. */
    EARLY("t4", "03-02 08:00 to 03-12 12:00");
    /* 32 h: 4 in the afternoon of the 12th, 8 on the 13th, 4 on Saturday the 14th, 8 on the 16th;
     * the 17th is off; 8 on the 18th. */
    EARLY("t5", "03-12 13:00 to 03-18 17:00");

    /* The project ends with t3, which nothing can wait for. */
    LATE("t3", "03-16 16:00 to 03-23 10:00");
    LATE("t2", "03-09 16:00 to 03-12 18:00");
    LATE("t1", "03-02 08:00 to 03-09 16:00");
    /* 32 h back from the 23rd, 10:00: 2 of that day, 4 of Saturday the 21st, 8 each of the 20th,
     * 19th and 18th are 30; the 17th is off; 2 of the 16th, from 15:00. */
    LATE("t5", "03-16 15:00 to 03-23 10:00");
    /* Float: the 19th and 20th, 8 each, 4 on the 21st and 2 on the 23rd. */
    CHECK_EQ(t5 ? s->object[t5->number].total_float_s : 0, 22 * 3600);
    /* 64 h back from the 16th, 15:00: 6 of that day, 4 of the 14th, 8 each of the 13th, 12th and
     * 11th are 34; the 10th is off; 8 of the 9th, 4 of the 7th, 8 of the 6th and of the 5th are 62;
     * 2 of the 4th, from 15:00. */
    LATE("t4", "03-04 15:00 to 03-16 15:00");
}
