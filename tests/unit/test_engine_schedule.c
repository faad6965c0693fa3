/* SPDX-License-Identifier: Apache-2.0 */
/* 2026-11-23 is a Monday; the standard calendar works 09:00-12:00 and 13:00-18:00. */
#include "tests/unit/schedule_fixture.h"

#define PROGRAM "'program': {'id': 'prog', 'start': '2026-11-23', 'as_of': '2026-11-23'}, "
#define PROGRAM_BY(options)                                                                    \
    "'program': {'id': 'prog', 'start': '2026-11-23', 'as_of': '2026-11-23',"                  \
    " 'scheduling': {" options "}}, "

void test_engine__schedule_of_a_chain(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '2d'}, 'b': {'estimate': '1w', 'after': ['a']},"
        " 'c': {'estimate': '1d', 'after': ['a']}, 'd': {'estimate': '1d', 'after': ['b', 'c']}}}");

    if (!s)
        return;
    CHECK_STR(say_dates(t, s, "a"), "ES 11-23 09 EF 11-24 18 LS 11-23 09 LF 11-24 18 TF 0h FF 0h");
    CHECK_STR(say_dates(t, s, "b"), "ES 11-25 09 EF 12-01 18 LS 11-25 09 LF 12-01 18 TF 0h FF 0h");
    CHECK_STR(say_dates(t, s, "c"),
              "ES 11-25 09 EF 11-25 18 LS 12-01 09 LF 12-01 18 TF 32h FF 32h");
    CHECK_STR(say_dates(t, s, "d"), "ES 12-02 09 EF 12-02 18 LS 12-02 09 LF 12-02 18 TF 0h FF 0h");
    CHECK(dates_of(t, s, "b")->critical);
    CHECK(!dates_of(t, s, "c")->critical);
    CHECK(s->longest_path[node_named(t, s->network, "a")]);
    CHECK(!s->longest_path[node_named(t, s->network, "c")]);
    CHECK_EQ(s->finish, at(12, 2, 18));
}

void test_engine__schedule_of_every_link_type(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '4d'},"
        " 'ss': {'estimate': '1d', 'after': ['a SS +1d']},"
        " 'ff': {'estimate': '1d', 'after': ['a FF -1d']},"
        " 'sf': {'estimate': '1d', 'after': ['a SF +3d']},"
        " 'fs': {'estimate': '1d', 'after': ['a -1d']},"
        " 'ed': {'estimate': '1d', 'after': ['a +3ed']},"
        " 'pc': {'estimate': '1d', 'after': ['a +50%']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "ss")->early_start, at(11, 24, 9));
    CHECK_EQ(dates_of(t, s, "ff")->early_finish, at(11, 25, 18));
    CHECK_EQ(dates_of(t, s, "sf")->early_finish, at(11, 25, 18));
    CHECK_EQ(dates_of(t, s, "fs")->early_start, at(11, 26, 9));
    CHECK_EQ(dates_of(t, s, "ed")->early_start, at(11, 30, 9));     /* Thursday 18:00 + 72 h */
    CHECK_EQ(dates_of(t, s, "pc")->early_start, at(12, 1, 9));      /* two days after */
}

void test_engine__milestone_stays_at_the_end_of_the_day(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '1d', 'after': ['m']}},"
        " 'milestones': {'m': {'after': ['a']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "m")->early_finish, at(11, 27, 18));
    CHECK_EQ(dates_of(t, s, "m")->early_start, at(11, 27, 18));
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 30, 9));
    CHECK_EQ(dates_of(t, s, "m")->total_float_s, 0);
    CHECK(s->longest_path[node_named(t, s->network, "m")]);
}

void test_engine__constraints_move_early_or_late_dates(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '2d'},"
        " 'snet': {'estimate': '1d', 'after': ['a'], 'constraint': 'start-no-earlier',"
        " 'constraint_date': '2026-12-01'},"
        " 'fnet': {'estimate': '2d', 'constraint': 'finish-no-earlier',"
        " 'constraint_date': '2026-12-01'},"
        " 'snlt': {'estimate': '1d', 'after': ['a'], 'constraint': 'start-no-later',"
        " 'constraint_date': '2026-11-24'},"
        " 'must': {'estimate': '1d', 'after': ['a'], 'constraint': 'must-start',"
        " 'constraint_date': '2026-11-24'},"
        " 'dead': {'estimate': '1d', 'after': ['a'], 'deadline': '2026-11-24'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "snet")->early_start, at(12, 1, 9));
    CHECK_EQ(dates_of(t, s, "fnet")->early_finish, at(12, 1, 18));
    CHECK_EQ(dates_of(t, s, "snlt")->early_start, at(11, 25, 9));   /* soft: the logic holds */
    CHECK_EQ(dates_of(t, s, "snlt")->total_float_s, -DAY_S);
    CHECK_EQ(dates_of(t, s, "must")->early_start, at(11, 24, 0) + 9 * HOUR_S);
    CHECK_EQ(dates_of(t, s, "dead")->early_finish, at(11, 25, 18));
    CHECK_EQ(dates_of(t, s, "dead")->total_float_s, -DAY_S);
    CHECK(dates_of(t, s, "dead")->critical);
}

void test_engine__unfinished_work_stands_after_the_data_date(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{'program': {'id': 'prog', 'start': '2026-11-02', 'as_of': '2026-11-23'},"
        " 'tasks': {'old': {'estimate': '1w', 'started': '2026-11-02', 'finished': '2026-11-06'},"
        " 'open': {'estimate': '3d', 'after': ['old']},"
        " 'lag': {'estimate': '1d', 'after': ['old +12d']},"
        " 'half': {'estimate': '4w', 'started': '2026-11-16', 'remaining': '2d'},"
        " 'slept': {'estimate': '4w', 'started': '2026-11-09', 'remaining': '2d',"
        " 'suspended': '2026-11-12', 'resumes': '2026-11-26'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "old")->early_finish, at(11, 6, 18));
    CHECK_EQ(dates_of(t, s, "old")->late_finish, at(11, 6, 18));
    CHECK_EQ(dates_of(t, s, "open")->early_start, at(11, 23, 9));
    /* Twelve days after 6 November: ten are gone, two are left. */
    CHECK_EQ(dates_of(t, s, "lag")->early_start, at(11, 25, 9));
    CHECK_EQ(dates_of(t, s, "half")->early_start, at(11, 16, 9));
    CHECK_EQ(dates_of(t, s, "half")->early_finish, at(11, 24, 18));
    CHECK_EQ(dates_of(t, s, "slept")->early_finish, at(11, 27, 18));
}

#define OUT_OF_SEQUENCE                                                                        \
    "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '2w', 'after': ['a'],"               \
    " 'started': '2026-11-16', 'remaining': '2d'}}}"

void test_engine__out_of_sequence_work_waits_or_goes_on(struct test *t)
{
    const struct schedule *retained = schedule_from_json(t, "{" PROGRAM OUT_OF_SEQUENCE);
    const struct schedule *override =
        schedule_from_json(t, "{" PROGRAM_BY("'progress': 'progress-override'") OUT_OF_SEQUENCE);

    if (!retained || !override)
        return;
    CHECK_EQ(dates_of(t, retained, "b")->early_finish, at(12, 1, 18));
    CHECK_EQ(dates_of(t, override, "b")->early_finish, at(11, 24, 18));
}

void test_engine__must_finish_by_gives_negative_float(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM_BY("'must_finish_by': '2026-11-25'")
        "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '1d'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "a")->early_finish, at(11, 27, 18));
    CHECK_EQ(dates_of(t, s, "a")->total_float_s, -2 * DAY_S);
    CHECK_EQ(dates_of(t, s, "b")->total_float_s, 2 * DAY_S);
}

void test_engine__as_late_as_possible_takes_free_float_only(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '1d', 'after': ['a']},"
        " 'late': {'estimate': '1d', 'constraint': 'alap'},"
        " 'x': {'estimate': '1d', 'after': ['late', 'y']}, 'y': {'estimate': '2d'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "late")->early_start, at(11, 24, 9));
    CHECK_EQ(dates_of(t, s, "x")->early_start, at(11, 25, 9));
}

void test_engine__calendars_cross_at_links(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'calendars': {'always': {'week': {'mon-sun': '00:00-24:00'}}},"
        " 'tasks': {'a': {'estimate': '1w'}, 'soak': {'estimate': '24h', 'after': ['a'],"
        " 'calendar': 'always'}, 'b': {'estimate': '1d', 'after': ['soak']},"
        " 'cure': {'estimate': '2ed', 'after': ['a']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "soak")->early_start, at(11, 27, 18));
    CHECK_EQ(dates_of(t, s, "soak")->early_finish, at(11, 28, 18));
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 30, 9));
    CHECK_EQ(dates_of(t, s, "cure")->early_finish, at(11, 29, 18));
    /* Until Monday morning, on a calendar of all hours. */
    CHECK_EQ(dates_of(t, s, "soak")->total_float_s, (6 + 24 + 9) * HOUR_S);
}

void test_engine__summaries_roll_up_and_are_linked_from(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'s': {'after': ['first']}, 's1': {'parent': 's', 'estimate': '1d'},"
        " 's2': {'parent': 's', 'estimate': '3d'}, 'first': {'estimate': '1d'},"
        " 'last': {'estimate': '1d', 'after': ['s']},"
        " 'beside': {'estimate': '1d', 'after': ['s SS +1d']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "s1")->early_start, at(11, 24, 9));
    CHECK_EQ(dates_of(t, s, "s")->early_start, at(11, 24, 9));
    CHECK_EQ(dates_of(t, s, "s")->early_finish, at(11, 26, 18));
    CHECK_EQ(dates_of(t, s, "last")->early_start, at(11, 27, 9));
    CHECK_EQ(dates_of(t, s, "beside")->early_start, at(11, 25, 9));
    CHECK_EQ(dates_of(t, s, "s1")->total_float_s, 2 * DAY_S);
}

void test_engine__handoff_waits_for_acceptance(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}, 'b': {'estimate': '1d'}}, 'handoffs': {"
        " 'h': {'gives': 'a', 'to': 'b', 'acceptance': '2d'}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "h")->early_start, at(11, 24, 9));
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 26, 9));
}

void test_engine__drag_is_what_a_task_alone_costs(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '2d'}, 'b': {'estimate': '5d', 'after': ['a']},"
        " 'c': {'estimate': '2d', 'after': ['a']}, 'd': {'estimate': '1d', 'after': ['b', 'c']}}}");
    const int64_t *drag;

    if (!s)
        return;
    drag = schedule_drag(s, t->arena, t->scratch);
    CHECK_EQ(drag[node_named(t, s->network, "a")], 2 * DAY_S);
    CHECK_EQ(drag[node_named(t, s->network, "b")], 3 * DAY_S);     /* c has three days of float */
    CHECK_EQ(drag[node_named(t, s->network, "c")], 0);
    CHECK_EQ(drag[node_named(t, s->network, "d")], DAY_S);
}

/* --- upper bounds ---------------------------------------------------------------------------- */

void test_engine__upper_bound_holds_its_predecessor_back(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{" PROGRAM "'tasks': {'pour': {'estimate': '1d'}, 'long': {'estimate': '2w'},"
        " 'strip': {'estimate': '1d', 'after': ['pour', 'long', 'pour at most +2d']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "strip")->early_start, at(12, 7, 9));
    /* It may start at most two days after the pour is finished. */
    CHECK_EQ(dates_of(t, s, "pour")->early_finish, at(12, 2, 18));
    CHECK_EQ(s->reason[node_named(t, s->network, "pour")], REASON_BOUND);
}

void test_engine__impossible_bound_is_said_as_its_chain(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}, 'mid': {'estimate': '1w', 'after': ['a']},"
        " 'b': {'estimate': '1d', 'after': ['mid', 'a at most +2d']}}}");
    const struct schedule *s = NULL;
    const struct diag *d;

    if (!n)
        return;
    CHECK(!schedule_compute(n, t->arena, t->scratch, &s, t->diags));
    CHECK(s == NULL);
    d = diag_coded(t, "impossible-bound");
    CHECK(d != NULL);
    if (d)
        CHECK_STR(d->text, "no dates meet these \"at most\" links: a -> mid -> b -> a");
}

void test_engine__bound_missed_by_facts_is_a_warning(struct test *t)
{
    const struct schedule *s = schedule_from_json(t,
        "{'program': {'id': 'prog', 'start': '2026-11-02', 'as_of': '2026-11-23'},"
        " 'tasks': {'a': {'estimate': '1d', 'started': '2026-11-02', 'finished': '2026-11-02'},"
        " 'b': {'estimate': '1d', 'after': ['a', 'a at most +2d']}}}");

    if (!s)
        return;
    CHECK_EQ(dates_of(t, s, "b")->early_start, at(11, 23, 9));
    CHECK(diag_coded(t, "bound-missed") != NULL);
}

void test_engine__dates_past_the_calendars_are_refused(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '8000w'}, 'b': {'estimate': '8000w', 'after':"
        " ['a']}}}");
    const struct schedule *s = NULL;

    if (!n)
        return;
    CHECK(!schedule_compute(n, t->arena, t->scratch, &s, t->diags));
    CHECK(diag_coded(t, "beyond-calendar") != NULL);
}
