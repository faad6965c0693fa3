/* SPDX-License-Identifier: Apache-2.0 */
/* From a Primavera text to dates, worked by hand. Progress override and suspended work follow
 * Primavera's manual: there is no file computed by it to compare with (unverified against P6). */
#include "core/network/network.h"
#include "tests/unit/dates_fixture.h"
#include "tests/unit/xer_fixture.h"

#define TASK XER_TASK
#define OFFICE(number, code, hours) TASK(number, "1", "TT_Task", "TK_NotStart", code, hours, hours)
#define USUAL XER_OPTIONS("N", "rcal_Predecessor", "Y")
#define FILE_OF(options, tasks, links)                                                         \
    XER_HEAD XER_PROJECT options XER_CALENDARS XER_TASKS tasks XER_LINKS links "%E\n"

static const struct schedule *schedule_from_xer(struct test *t, const char *text)
{
    const struct plan *plan = plan_from_xer(t, text);
    const struct schedule *s = NULL;
    const struct network *n;

    CHECK(!plan || (network_compile(plan, t->arena, t->scratch, &n, t->diags) &&
                    schedule_compute(n, t->arena, t->scratch, &s, t->diags)));
    return s;
}

static int64_t float_h(const struct schedule *s, const char *id)
{
    const struct object *o = s ? plan_find(s->network->plan, str_of(id)) : NULL;

    return o ? s->object[o->number].total_float_s / 3600 : -1000;
}

/* B has started before A, which it follows. */
#define OUT_OF_SEQUENCE                                                                        \
    OFFICE("1", "A", "16") "\n"                                                                \
    TASK("2", "1", "TT_Task", "TK_Active", "B", "16", "8") ";2026-11-20 08:00\n"

void test_door__xer_retained_logic_waits_for_the_predecessor(struct test *t)
{
    const struct schedule *s = schedule_from_xer(
        t, FILE_OF(USUAL, OUT_OF_SEQUENCE, XER_LINK("2", "1", "PR_FS", "0")));

    EARLY("A", "11-23 08:00 to 11-24 17:00");
    EARLY("B", "11-20 08:00 to 11-25 17:00");
}

void test_door__xer_progress_override_goes_on(struct test *t)
{
    const struct schedule *s =
        schedule_from_xer(t, FILE_OF(XER_OPTIONS("Y", "rcal_Predecessor", "Y"), OUT_OF_SEQUENCE,
                                     XER_LINK("2", "1", "PR_FS", "0")));

    /* A, 16 h, is open; B has 8 h left and began before it. B does not wait: Mon 23, 8 h. (Retained
     * logic, above, waits for A: the 23rd and 24th, then B's 8 h on the 25th.) */
    EARLY("B", "11-20 08:00 to 11-23 17:00");
}

void test_door__xer_milestones_of_start_and_of_finish(struct test *t)
{
    /* Each stands between a day's work and work on a calendar without nights. */
    const struct schedule *s = schedule_from_xer(t, FILE_OF(USUAL,
        OFFICE("1", "A", "8") "\n"
        TASK("2", "1", "TT_FinMile", "TK_NotStart", "F", "0", "0") "\n"
        TASK("3", "1", "TT_Mile", "TK_NotStart", "S", "0", "0") "\n"
        TASK("4", "2", "TT_Task", "TK_NotStart", "AfterF", "4", "4") "\n"
        TASK("5", "2", "TT_Task", "TK_NotStart", "AfterS", "4", "4") "\n",
        XER_LINK("2", "1", "PR_FS", "0") XER_LINK("3", "1", "PR_FS", "0")
        XER_LINK("4", "2", "PR_FS", "0") XER_LINK("5", "3", "PR_FS", "0")));

    EARLY("F", "11-23 17:00 to 11-23 17:00");
    EARLY("AfterF", "11-23 17:00 to 11-23 21:00");
    EARLY("S", "11-24 08:00 to 11-24 08:00");
    EARLY("AfterS", "11-24 08:00 to 11-24 12:00");
}

#define LAGGED                                                                                 \
    OFFICE("1", "A", "8") "\n" TASK("2", "2", "TT_Task", "TK_NotStart", "B", "8", "8") "\n"

void test_door__xer_lag_calendars(struct test *t)
{
    /* A ends Mon 23 17:00; B works round the clock. Eight hours of lag on A's office calendar end
     * Tue 24 17:00; around the clock (24 hours, or B's own) they end Tue 24 01:00; the project's
     * default calendar is the office. B takes 8 h from there. */
    const struct schedule *s;

    s = schedule_from_xer(t, FILE_OF(USUAL, LAGGED, XER_LINK("2", "1", "PR_FS", "8")));
    EARLY("B", "11-24 17:00 to 11-25 01:00");
    s = schedule_from_xer(t, FILE_OF(XER_OPTIONS("N", "rcal_24Hour", "Y"), LAGGED,
                                     XER_LINK("2", "1", "PR_FS", "8")));
    EARLY("B", "11-24 01:00 to 11-24 09:00");
    s = schedule_from_xer(t, FILE_OF(XER_OPTIONS("N", "rcal_Successor", "Y"), LAGGED,
                                     XER_LINK("2", "1", "PR_FS", "8")));
    EARLY("B", "11-24 01:00 to 11-24 09:00");
    s = schedule_from_xer(t, FILE_OF(XER_OPTIONS("N", "rcal_ProjDefault", "Y"), LAGGED,
                                     XER_LINK("2", "1", "PR_FS", "8")));
    EARLY("B", "11-24 17:00 to 11-25 01:00");
}

void test_door__xer_what_is_left_of_a_lag(struct test *t)
{
    /* Finished on Thursday: eight of 24 hours of lag have run by the data date. */
    const struct schedule *s = schedule_from_xer(t, FILE_OF(USUAL,
        TASK("1", "1", "TT_Task", "TK_Complete", "A", "8", "0")
        ";2026-11-19 08:00;2026-11-19 17:00\n"
        OFFICE("2", "B", "8") "\n", XER_LINK("2", "1", "PR_FS", "24")));

    EARLY("B", "11-25 08:00 to 11-25 17:00");
}

void test_door__xer_as_late_as_possible(struct test *t)
{
    /* B takes 24 h, the 23rd to the 25th; C follows on the 26th. A, 8 h, moves to the last day that
     * delays nobody: the 25th. */
    const struct schedule *s = schedule_from_xer(t, FILE_OF(USUAL,
        OFFICE("1", "A", "8") ";;;CS_ALAP\n" OFFICE("2", "B", "24") "\n"
        OFFICE("3", "C", "8") "\n",
        XER_LINK("3", "1", "PR_FS", "0") XER_LINK("3", "2", "PR_FS", "0")));

    EARLY("A", "11-25 08:00 to 11-25 17:00");
    EARLY("C", "11-26 08:00 to 11-26 17:00");
}

#define EXPECTED OFFICE("1", "A", "40") ";;;;;;;2026-11-25 17:00\n"

void test_door__xer_expected_finish(struct test *t)
{
    const struct schedule *s = schedule_from_xer(t, FILE_OF(USUAL, EXPECTED, ""));

    EARLY("A", "11-23 08:00 to 11-25 17:00");
    s = schedule_from_xer(t, FILE_OF(XER_OPTIONS("N", "rcal_Predecessor", "N"), EXPECTED, ""));
    EARLY("A", "11-23 08:00 to 11-27 17:00");
    /* Not where a link holds the finish. */
    s = schedule_from_xer(t, FILE_OF(USUAL, EXPECTED OFFICE("2", "B", "8") "\n",
                                     XER_LINK("1", "2", "PR_FF", "0")));
    EARLY("A", "11-23 08:00 to 11-27 17:00");
}

void test_door__xer_must_finish_by(struct test *t)
{
    /* 16 h from Mon 23 end Tue 24 17:00, but must by Mon 23 17:00: 16 h back from there begin
     * Fri 20 08:00, eight hours too late. */
    const struct schedule *s = schedule_from_xer(
        t, XER_HEAD XER_PROJECT_UNTIL("2026-11-23 17:00") USUAL XER_CALENDARS XER_TASKS
        OFFICE("1", "A", "16") "\n%E\n");

    EARLY("A", "11-23 08:00 to 11-24 17:00");
    LATE("A", "11-20 08:00 to 11-23 17:00");
    CHECK_EQ(float_h(s, "A"), -8);
}

void test_door__xer_a_second_constraint_caps(struct test *t)
{
    const struct schedule *s = schedule_from_xer(t, FILE_OF(USUAL,
        OFFICE("1", "A", "8")
        ";;;CS_MSOA;2026-11-24 08:00;CS_MEOB;2026-11-25 17:00\n" OFFICE("2", "B", "40") "\n", ""));

    EARLY("A", "11-24 08:00 to 11-24 17:00");
    LATE("A", "11-25 08:00 to 11-25 17:00");
    CHECK_EQ(float_h(s, "A"), 8);
}

void test_door__xer_start_on_is_soft_and_mandatory_start_is_not(struct test *t)
{
    const struct schedule *s = schedule_from_xer(t, FILE_OF(USUAL,
        OFFICE("1", "A", "24") "\n" OFFICE("2", "B", "8") ";;;CS_MSO;2026-11-24 08:00\n"
        OFFICE("3", "C", "8") ";;;CS_MANDSTART;2026-11-24 08:00\n",
        XER_LINK("2", "1", "PR_FS", "0") XER_LINK("3", "1", "PR_FS", "0")));

    EARLY("B", "11-26 08:00 to 11-26 17:00");
    EARLY("C", "11-24 08:00 to 11-24 17:00");
    CHECK_EQ(float_h(s, "B"), -16);
}

void test_door__xer_suspended_work_resumes(struct test *t)
{
    /* Begun on the 16th, stopped on the 18th, resumes Mon 30: the 8 h left are that day's. */
    const struct schedule *s = schedule_from_xer(t, FILE_OF(USUAL,
        TASK("1", "1", "TT_Task", "TK_Active", "A", "40", "8")
        ";2026-11-16 08:00;;;;;;;2026-11-18 17:00;2026-11-30 08:00\n", ""));

    EARLY("A", "11-16 08:00 to 11-30 17:00");
}

void test_door__xer_levels_of_effort_move_nothing(struct test *t)
{
    const struct schedule *s = schedule_from_xer(t, FILE_OF(USUAL,
        OFFICE("1", "A", "8") "\n" TASK("2", "1", "TT_LOE", "TK_NotStart", "L", "800", "800") "\n"
        OFFICE("3", "B", "8") "\n",
        XER_LINK("2", "1", "PR_SS", "0") XER_LINK("3", "2", "PR_FS", "0")
        XER_LINK("3", "1", "PR_FS", "0")));

    EARLY("B", "11-24 08:00 to 11-24 17:00");
}
