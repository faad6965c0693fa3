/* SPDX-License-Identifier: Apache-2.0 */
/* xer_fixture.h - small Primavera texts for the unit tests, with ';' where a tab stands.
 *
 * Calendar 1: Monday to Friday, 08:00-12:00 and 13:00-17:00. Calendar 2: every hour. The data date
 * is Monday 2026-11-23 08:00.
 */
#ifndef BATON_TESTS_UNIT_XER_FIXTURE_H
#define BATON_TESTS_UNIT_XER_FIXTURE_H

#include "core/base/text.h"
#include "core/format/format.h"
#include "core/plan/plan.h"
#include "tests/unit/harness.h"

#define XER_HEAD "ERMHDR;8.2;2026-11-23;Project;a;A;db;Management;EUR\n"
#define XER_PROJECT_UNTIL(finish_by)                                                           \
    "%T;PROJECT\n%F;proj_id;proj_short_name;clndr_id;last_recalc_date;plan_start_date;"        \
    "plan_end_date\n%R;7;P;1;2026-11-23 08:00;2026-11-02 08:00;" finish_by "\n"
#define XER_PROJECT XER_PROJECT_UNTIL("")
#define XER_OPTIONS(override, lag_calendar, expected)                                          \
    "%T;SCHEDOPTIONS\n%F;proj_id;sched_retained_logic;sched_progress_override;"                \
    "sched_calendar_on_relationship_lag;sched_use_expect_end_flag;sched_float_type\n"          \
    "%R;7;Y;" override ";" lag_calendar ";" expected ";FT_FF\n"
#define XER_DAY(n) "(0||" n "()((0||0(s|08:00|f|12:00)())(0||1(f|17:00|s|13:00)())))"
#define XER_ALL_DAY(n) "(0||" n "()((0||0(s|0:00|f|00:00)())))"
#define XER_CALENDARS                                                                          \
    "%T;CALENDAR\n%F;clndr_id;clndr_name;clndr_data\n"                                         \
    "%R;1;Office;(0||CalendarData()((0||DaysOfWeek()((0||1()())" XER_DAY("2") XER_DAY("3")     \
    XER_DAY("4") XER_DAY("5") XER_DAY("6") "(0||7()())))(0||Exceptions()())))\n"               \
    "%R;2;Always;(0||CalendarData()((0||DaysOfWeek()(" XER_ALL_DAY("1") XER_ALL_DAY("2")       \
    XER_ALL_DAY("3") XER_ALL_DAY("4") XER_ALL_DAY("5") XER_ALL_DAY("6") XER_ALL_DAY("7")       \
    "))))\n"
#define XER_TASKS                                                                              \
    "%T;TASK\n%F;task_id;proj_id;clndr_id;task_type;status_code;task_code;"                    \
    "target_drtn_hr_cnt;remain_drtn_hr_cnt;act_start_date;act_end_date;cstr_type;cstr_date;"   \
    "cstr_type2;cstr_date2;expect_end_date;suspend_date;resume_date\n"
/* "1;7;1;TT_Task;TK_NotStart;A;16;16" */
#define XER_TASK(number, calendar, type, status, code, hours, left)                            \
    "%R;" number ";7;" calendar ";" type ";" status ";" code ";" hours ";" left
#define XER_LINKS "%T;TASKPRED\n%F;task_id;pred_task_id;proj_id;pred_proj_id;pred_type;lag_hr_cnt\n"
#define XER_LINK(succ, pred, type, lag) "%R;" succ ";" pred ";7;7;" type ";" lag "\n"

static inline struct str xer_bytes(struct test *t, const char *text)
{
    struct text out;

    text_init(&out, t->arena);
    for (; *text; text++)
        text_add_char(&out, *text == ';' ? '\t' : *text);
    return text_str(&out);
}

/* The plan of the bytes, or NULL with the errors in t->diags. */
static inline const struct plan *plan_from_xer_bytes(struct test *t, struct str bytes)
{
    const struct seal_options options = {.today = 0};
    const uint32_t source = diags_source(t->diags, STR("plan.xer"), bytes);
    struct plan_builder *b = plan_builder_new(t->arena, t->diags);
    const struct format *format = format_recognise_text(bytes);
    const struct plan *plan = NULL;

    if (!format || !str_equal(str_of(format->name), STR("xer"))) {
        test_fail(t, __FILE__, __LINE__, "not recognised as XER");
        return NULL;
    }
    if (!format->read_text(b, bytes, source, t->arena, t->diags))
        return NULL;
    return plan_seal(b, &options, &plan) ? plan : NULL;
}

static inline const struct plan *plan_from_xer(struct test *t, const char *text)
{
    const struct plan *plan = plan_from_xer_bytes(t, xer_bytes(t, text));
    struct text said;

    if (plan)
        return plan;
    text_init(&said, t->scratch);
    diags_print(t->diags, &said);
    test_fail(t, __FILE__, __LINE__, "no plan:\n%.*s", STR_ARG(text_str(&said)));
    return NULL;
}

#endif
