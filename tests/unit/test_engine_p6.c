/* SPDX-License-Identifier: Apache-2.0 */
/* Primavera's rules where they differ from Baton's own: the numbers are those of formats.md 5.4.
 * Progress override and suspended work (rule 15) follow its manual and are worked by hand: there is
 * no file computed by it to compare with (unverified against P6). */
#include "tests/unit/schedule_fixture.h"

#define PROGRAM_BY(options)                                                                    \
    "'program': {'id': 'prog', 'start': '2026-11-09', 'as_of': '2026-11-23',"                  \
    " 'scheduling': {'dialect': 'p6'" options "}}, "

void test_engine__p6_completed_work_carries_logic_on(struct test *t)
{
    /* Rule 3: b is done though a is not, and c still waits for a. */
    const char *tasks = "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '1d', 'after':"
                        " ['a'], 'started': '2026-11-16', 'finished': '2026-11-16'},"
                        " 'c': {'estimate': '1d', 'after': ['b']}}}";
    const struct schedule *p6 =
        schedule_from_json(t, str_format(t->arena, "{" PROGRAM_BY("") "%s", tasks).ptr);
    const struct schedule *native = schedule_from_json(
        t, str_format(t->arena, "{'program': {'id': 'prog', 'start': '2026-11-09', 'as_of':"
                                " '2026-11-23'}, %s", tasks).ptr);

    if (!p6 || !native)
        return;
    CHECK_EQ(dates_of(t, p6, "c")->early_start, at(11, 30, 9));
    CHECK_EQ(dates_of(t, native, "c")->early_start, at(11, 23, 9));
}

void test_engine__p6_lag_after_completed_work_has_run(struct test *t)
{
    /* Rule 4: finished on the 13th, so five of eight days are gone by the data date. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM_BY("") "'tasks': {'a': {'estimate': '1d', 'started': '2026-11-13',"
        " 'finished': '2026-11-13'}, 'b': {'estimate': '1d', 'after': ['a +8d']},"
        " 'c': {'estimate': '1d', 'after': ['a +2d']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 26, 9));
    CHECK_EQ(dates_of(t, s, "c")->early_start, at(11, 23, 9));
}

void test_engine__p6_lag_steps_the_predecessors_calendar(struct test *t)
{
    /* Rule 5. By hand: a ends on Friday the 27th at 18:00. Eight hours of a's own calendar are
     * Monday the 30th, 9 to 18; of the 24-hour calendar they end on Saturday at 2. */
    const char *rest = "'calendars': {'always': {'week': {'mon-sun': '00:00-24:00'}}},"
                       " 'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '8h', 'after':"
                       " ['a +8h'], 'calendar': 'always'}}}";
    const struct schedule *s =
        schedule_from_json(t, str_format(t->arena, "{" PROGRAM_BY("") "%s", rest).ptr);
    const struct schedule *all = schedule_from_json(
        t, str_format(t->arena, "{" PROGRAM_BY(", 'lag_calendar': 'always'") "%s", rest).ptr);

    if (!s || !all)
        return;
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 30, 18));
    CHECK_EQ(dates_of(t, all, "b")->early_start, at(11, 28, 2));
}

void test_engine__p6_expected_finish_sets_what_is_left(struct test *t)
{
    /* Rule 10. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM_BY("") "'tasks': {'a': {'estimate': '1w', 'constraint': 'expected-finish',"
        " 'constraint_date': '2026-12-04'}, 'b': {'estimate': '1d', 'after': ['a']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "a")->early_finish, at(12, 4, 18));
    CHECK_EQ(dates_of(t, s, "a")->late_start, at(11, 23, 9));
    CHECK_EQ(dates_of(t, s, "a")->total_float_s, 0);
}

void test_engine__p6_start_on_pushes_and_caps(struct test *t)
{
    /* Rule 8. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM_BY("") "'tasks': {'a': {'estimate': '1w'}, 'early': {'estimate': '1d',"
        " 'constraint': 'start-on', 'constraint_date': '2026-11-25T09:00'},"
        " 'late': {'estimate': '1d', 'after': ['a'], 'constraint': 'start-on',"
        " 'constraint_date': '2026-11-25T09:00'}, 'both': {'estimate': '1d',"
        " 'constraint': 'start-no-earlier', 'constraint_date': '2026-11-24',"
        " 'constraint2': 'finish-no-later', 'constraint2_date': '2026-11-26'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "early")->early_start, at(11, 25, 9));
    CHECK_EQ(dates_of(t, s, "early")->total_float_s, 0);
    CHECK_EQ(dates_of(t, s, "late")->early_start, at(11, 30, 9));
    CHECK_EQ(dates_of(t, s, "late")->total_float_s, -3 * DAY_S);
    CHECK_EQ(dates_of(t, s, "both")->early_start, at(11, 24, 9));
    CHECK_EQ(dates_of(t, s, "both")->total_float_s, 2 * DAY_S);
}

void test_engine__p6_progress_override_goes_on_from_the_data_date(struct test *t)
{
    /* Rule 15. By hand: b began before a was done and has two days left; a takes the week from
     * Monday the 23rd to Friday the 27th. Retained, b waits for a: Monday the 30th and Tuesday the
     * 1st. Overridden, it goes on at once: Monday the 23rd and Tuesday the 24th. */
    const char *tasks = "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '2w', 'after': ['a'],"
                        " 'started': '2026-11-16', 'remaining': '2d'}}}";
    const struct schedule *retained =
        schedule_from_json(t, str_format(t->arena, "{" PROGRAM_BY("") "%s", tasks).ptr);
    const struct schedule *overridden = schedule_from_json(
        t, str_format(t->arena, "{" PROGRAM_BY(", 'progress': 'progress-override'") "%s",
                      tasks).ptr);

    if (!retained || !overridden)
        return;
    CHECK_EQ(dates_of(t, retained, "a")->early_finish, at(11, 27, 18));
    CHECK_EQ(dates_of(t, retained, "b")->early_finish, at(12, 1, 18));
    CHECK_EQ(dates_of(t, overridden, "a")->early_finish, at(11, 27, 18));
    CHECK_EQ(dates_of(t, overridden, "b")->early_start, at(11, 16, 9));
    CHECK_EQ(dates_of(t, overridden, "b")->early_finish, at(11, 24, 18));
}

void test_engine__p6_suspended_work_resumes(struct test *t)
{
    /* By hand: two days are left. Suspended, nothing happens until Monday the 30th: the 30th and
     * the 1st, and what follows is done on Wednesday the 2nd. Not suspended: the 23rd and 24th. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM_BY("") "'tasks': {'a': {'estimate': '2w', 'started': '2026-11-09',"
        " 'remaining': '2d', 'suspended': '2026-11-12', 'resumes': '2026-11-30'},"
        " 'b': {'estimate': '1d', 'after': ['a']},"
        " 'c': {'estimate': '2w', 'started': '2026-11-09', 'remaining': '2d'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "a")->early_finish, at(12, 1, 18));
    CHECK_EQ(dates_of(t, s, "b")->early_finish, at(12, 2, 18));
    CHECK_EQ(dates_of(t, s, "c")->early_finish, at(11, 24, 18));
}
