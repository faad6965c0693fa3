/* SPDX-License-Identifier: Apache-2.0 */
/* Microsoft Project's rules, one by one: the numbers are those of formats.md 5.3. */
#include "core/engine/parity.h"
#include "tests/unit/schedule_fixture.h"

#define PROGRAM                                                                                \
    "'program': {'id': 'prog', 'start': '2026-11-23', 'as_of': '2026-11-25',"                  \
    " 'scheduling': {'dialect': 'msproject'}}, "
#define PROGRAM_BY(options)                                                                    \
    "'program': {'id': 'prog', 'start': '2026-11-23', 'as_of': '2026-11-25',"                  \
    " 'scheduling': {'dialect': 'msproject', " options "}}, "

void test_engine__msproject_ignores_the_data_date(struct test *t)
{
    const struct schedule *s =
        schedule_from_json(t, "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}}}");

    if (s)
        CHECK_EQ(dates_of(t, s, "a")->early_start, at(11, 23, 9));
}

void test_engine__msproject_work_drives_the_finish(struct test *t)
{
    /* Rule 3: the latest of the assignments, each on its resource's calendar. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'calendars': {'short': {'week': {'mon-fri': '09:00-13:00'}}},"
        " 'teams': {'full': {}, 'half': {'calendar': 'short'}},"
        " 'tasks': {'a': {'estimate': '2d', 'assignments': {"
        " 'x': {'who': 'full', 'work': '16h'}, 'y': {'who': 'half', 'work': '8h',"
        " 'units': '50%'}}}, 'b': {'estimate': '2d', 'duration_kind': 'fixed-duration',"
        " 'assignments': {'z': {'who': 'full', 'work': '40h'}}}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "a")->early_finish, at(11, 26, 13));
    CHECK_EQ(dates_of(t, s, "b")->early_finish, at(11, 24, 18));
}

void test_engine__msproject_late_constraints_pull_against_links(struct test *t)
{
    /* Rule 7. */
    const char *tasks =
        "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '1d', 'after': ['a'],"
        " 'constraint': 'must-start', 'constraint_date': '2026-11-25T09:00'},"
        " 'c': {'estimate': '1d', 'after': ['a'], 'constraint': 'finish-no-later',"
        " 'constraint_date': '2026-11-25T18:00'}}}";
    const struct schedule *s =
        schedule_from_json(t, str_format(t->arena, "{" PROGRAM "%s", tasks).ptr);
    const struct schedule *loose = schedule_from_json(
        t, str_format(t->arena, "{" PROGRAM_BY("'honor_constraints': false") "%s", tasks).ptr);

    if (!s || !loose)
        return;
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 25, 9));
    CHECK_EQ(dates_of(t, s, "c")->early_start, at(11, 25, 9));
    CHECK_EQ(dates_of(t, s, "a")->total_float_s, -3 * DAY_S);
    CHECK_EQ(dates_of(t, loose, "b")->early_start, at(11, 30, 9));
    CHECK_EQ(dates_of(t, loose, "c")->early_start, at(11, 30, 9));
}

void test_engine__msproject_actual_start_wins(struct test *t)
{
    /* Rule 8. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '3d', 'after': ['a'],"
        " 'started': '2026-11-23T09:00', 'remaining': '2d'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 23, 9));
    CHECK_EQ(dates_of(t, s, "b")->early_finish, at(11, 25, 18));
    CHECK_EQ(dates_of(t, s, "b")->late_start, at(11, 23, 9));
    CHECK_EQ(dates_of(t, s, "b")->total_float_s, 2 * DAY_S);
}

void test_engine__msproject_manual_tasks_keep_their_dates(struct test *t)
{
    /* Rule 9. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '1d', 'after': ['a'],"
        " 'manual': true, 'start': '2026-11-24T09:00', 'finish': '2026-11-24T18:00'},"
        " 'c': {'estimate': '1d', 'after': ['b']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 24, 9));
    CHECK_EQ(dates_of(t, s, "c")->early_start, at(11, 25, 9));
}

void test_engine__msproject_as_late_as_possible_takes_all_float(struct test *t)
{
    /* Rule 10. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1w'}, 'late': {'estimate': '1d',"
        " 'constraint': 'alap'}, 'x': {'estimate': '1d', 'after': ['late']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "late")->early_start, at(11, 26, 9));
    CHECK_EQ(dates_of(t, s, "late")->total_float_s, 0);
    CHECK_EQ(dates_of(t, s, "x")->early_start, at(11, 27, 9));
}

void test_engine__msproject_open_ends_may_be_their_own_finish(struct test *t)
{
    /* Rule 12. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM_BY("'open_ends_own_finish': true")
        "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '1d'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "b")->total_float_s, 0);
    CHECK(dates_of(t, s, "b")->critical);
}

void test_engine__msproject_levelling_delay_is_clock_time(struct test *t)
{
    /* Rule 13. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}, 'b': {'estimate': '1d', 'after': ['a'],"
        " 'levelling_delay': '2ed'}}}");

    if (s)
        CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 26, 9));
}

void test_engine__msproject_lag_steps_the_successors_calendar(struct test *t)
{
    /* Rule 5. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'calendars': {'always': {'week': {'mon-sun': '00:00-24:00'}}},"
        " 'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '8h', 'after': ['a +8h'],"
        " 'calendar': 'always'}}}");

    if (s)
        CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 28, 2));
}

void test_engine__msproject_from_the_finish(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM_BY("'from_finish': true, 'finish': '2026-12-04'")
        "'tasks': {'a': {'estimate': '1w', 'constraint': 'alap'},"
        " 'b': {'estimate': '2d', 'after': ['a'], 'constraint': 'alap'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "b")->early_finish, at(12, 4, 18));
    CHECK_EQ(dates_of(t, s, "a")->early_start, at(11, 26, 9));
}

/* --- parity ---------------------------------------------------------------------------------- */

void test_engine__parity_compares_working_instants(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1w', 'stored': {"
        " 'early_start': '2026-11-21T12:00', 'early_finish': '2026-11-30T09:00',"
        " 'late_start': '2026-11-23T09:00', 'late_finish': '2026-11-27T18:00'}},"
        " 'b': {'estimate': '1d', 'after': ['a'], 'stored': {"
        " 'early_start': '2026-12-01T09:00', 'early_finish': '2026-12-01T18:00',"
        " 'late_start': '2026-12-01T09:00', 'late_finish': '2026-12-01T18:00'}},"
        " 'c': {'estimate': '1d', 'after': ['b'], 'stored': {"
        " 'early_start': '2026-12-02T09:00', 'early_finish': '2026-12-02T18:00'}}}}");
    const struct parity *p;

    if (!s)
        return;
    p = parity_compute(s, t->arena, t->scratch);
    CHECK_EQ(p->task_count, 3);
    CHECK_EQ(p->tasks[0].agrees, 15);       /* a weekend does not count */
    CHECK_EQ(p->early, 1);
    CHECK_EQ(p->first, 1);
    CHECK_EQ(p->tasks[1].apart_s[PARITY_EARLY_START], -DAY_S);
    CHECK_EQ(p->tasks[1].cause, PARITY_UNKNOWN);
    CHECK_EQ(p->tasks[2].cause, PARITY_FOLLOWS);
}

void test_engine__parity_finds_stale_late_dates(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1w', 'stored': {"
        " 'early_start': '2026-11-23T09:00', 'early_finish': '2026-11-27T18:00',"
        " 'late_start': '2026-11-23T09:00', 'late_finish': '2026-11-27T18:00'}},"
        " 'b': {'estimate': '1d', 'stored': {"
        " 'early_start': '2026-11-23T09:00', 'early_finish': '2026-11-23T18:00',"
        " 'late_start': '2026-11-25T09:00', 'late_finish': '2026-11-25T18:00'}}}}");
    const struct parity *p;

    if (!s)
        return;
    p = parity_compute(s, t->arena, t->scratch);
    CHECK(!p->late_usable);
    CHECK_EQ(p->stale_object, plan_get(t, s->network->plan, "b")->number);
    CHECK_EQ(p->early, 2);
    CHECK_EQ(p->causes[PARITY_STALE], 1);
}

void test_engine__msproject_levelling_delay_counts_backwards_too(struct test *t)
{
    /* Rule 13: the project ends with c on Fri 27 at 18:00; b starts at the latest Fri 09:00, less
     * two clock days: a has until Wed 09:00. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}, 'b': {'estimate': '1d', 'after': ['a'],"
        " 'levelling_delay': '2ed'}, 'c': {'estimate': '1w'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "b")->late_start, at(11, 27, 9));
    CHECK_EQ(dates_of(t, s, "a")->late_finish, at(11, 24, 18));
}

void test_engine__msproject_a_levelled_assignment_starts_later(struct test *t)
{
    /* Rule 13: the second resource comes a working day after the first, by the file's dates,
     * which are those of another start; here the task starts on Monday. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'teams': {'x': {}, 'y': {}}, 'tasks': {'a': {'estimate': '2d',"
        " 'assignments': {'p': {'who': 'x', 'work': '8h', 'start': '2026-12-04T09:00',"
        " 'finish': '2026-12-04T18:00'},"
        " 'q': {'who': 'y', 'work': '8h', 'start': '2026-12-07T09:00',"
        " 'finish': '2026-12-07T18:00'}}}}}");

    if (s)
        CHECK_EQ(dates_of(t, s, "a")->early_finish, at(11, 24, 18));
}

void test_engine__msproject_uneven_work_takes_as_long_as_its_dates(struct test *t)
{
    /* Rule 14: 8 hours of work spread over three days. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'teams': {'x': {}}, 'tasks': {'a': {'estimate': '3d', 'assignments': {"
        " 'p': {'who': 'x', 'work': '8h', 'uneven': true, 'start': '2026-12-02T09:00',"
        " 'finish': '2026-12-04T18:00'}}}, 'b': {'estimate': '1d', 'assignments': {"
        " 'p': {'who': 'x', 'work': '8h', 'start': '2026-12-02T09:00',"
        " 'finish': '2026-12-04T18:00'}}}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "a")->early_finish, at(11, 25, 18));
    CHECK_EQ(dates_of(t, s, "b")->early_finish, at(11, 23, 18));
}

void test_engine__msproject_what_resumes_holds_what_it_waits_for(struct test *t)
{
    /* Rule 8: b's work left goes on on Thursday, whatever float b has; a may not be later. */
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '2d'}, 'c': {'estimate': '2w'},"
        " 'b': {'estimate': '2d', 'after': ['a'], 'started': '2026-11-23T09:00',"
        " 'remaining': '1d', 'resumes': '2026-11-26T09:00'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "b")->early_finish, at(11, 26, 18));
    CHECK_EQ(dates_of(t, s, "a")->late_finish, at(11, 25, 18));
}
