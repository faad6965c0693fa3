/* SPDX-License-Identifier: Apache-2.0 */
/* What makes up capacity, worked by hand, as dates (schedule --capacity) and as simulated: both
 * agree where nothing varies. Days are working days from Monday 2026-11-23 on, the data date. */
#include "core/engine/load.h"
#include "tests/unit/forecast_fixture.h"

enum { RUNS = 512 };

static const struct level *level_of_plan(struct test *t, const struct plan *plan)
{
    const struct level_options options = {.seed = 1, .schedules = 1};
    const struct level *level = NULL;
    const struct network *network;
    const struct schedule *plain;

    if (plan && network_compile(plan, t->arena, t->scratch, &network, t->diags) &&
        schedule_compute(network, t->arena, t->scratch, &plain, t->diags))
        level_compute(plain, &options, t->arena, t->scratch, &level, t->diags);
    CHECK(level != NULL);
    return level;
}

static const struct forecast *forecast_of_plan(struct test *t, const struct plan *plan)
{
    const struct forecast_options options = {.seed = 5, .iterations = RUNS};
    const struct forecast *f = NULL;

    CHECK(plan && forecast_compute(plan, &options, t->arena, t->scratch, &f, t->diags));
    return f;
}

/* Tenths of days to the finish of a task, by both; they must agree. */
static int64_t finish_tenths(struct test *t, const char *json, const char *id)
{
    const struct plan *plan = plan_from_json(t, json);
    const struct level *l = level_of_plan(t, plan);
    const struct forecast *f = forecast_of_plan(t, plan);
    int64_t dates, runs;

    if (!l || !f)
        return -1;
    dates = calendar_work(plan->calendar, plan->as_of,
                          l->object[plan_get(t, plan, id)->number].finish) * 10 / DAY_S;
    runs = (int64_t)(days_to(f, f->by_object[plan_get(t, f->network->plan, id)->number]->p50) *
                     10 + 0.01);
    CHECK_EQ(dates, runs);
    return dates;
}

#define HEAD                                                                                   \
    "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"       \
    " 'policy': {'team_correlation': '0%'},"
/* Two tasks of one person and three days each; whoever has two people does both at once. */
#define TWO " 'tasks': {'a': {'team': 'x', 'estimate': '3d..3d..3d'},"                         \
            "           'b': {'team': 'x', 'estimate': '3d..3d..3d'}}}"

void test_engine__standing_work_takes_people(struct test *t)
{
    /* Of two people 40% of their time is support: 1.2 are left, so b waits for a. 10 person-days a
     * week would take both; 5 of them take one. One on call does, too. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 2}}," TWO, "b"), 30);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 2, 'standing': {"
                                   "'support': {'share': '40%'}}}}," TWO, "b"), 60);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 2, 'standing': {"
                                   "'upkeep': {'days_a_week': 5}}}}," TWO, "b"), 60);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 2, 'standing': {"
                                   "'on-call': {'people': 1, 'until': '2026-11-24'}}}}," TWO,
                           "b"), 50);
}

void test_engine__a_part_time_person_is_a_part(struct test *t)
{
    /* Ann all of her time and Bo half of his: 1.5, so b waits. With Cy's half of another team
     * they are two. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'count_people': true}}, 'people': {"
                                   "'ann': {'team': 'x'}, 'bo': {'team': 'x', 'share': '50%'}},"
                           TWO, "b"), 60);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'count_people': true}, 'y': {}}, 'people': {"
                                   "'ann': {'team': 'x'}, 'bo': {'team': 'x', 'share': '50%'},"
                                   "'cy': {'team': 'y', 'share': '50%', 'also': {'x': '50%'}}},"
                           TWO, "b"), 30);
}

void test_engine__a_hire_comes_and_ramps_up(struct test *t)
{
    /* One person does a on days 0-3. A second comes on Tuesday, day 1: b then, 1-4. Ramping up over
     * 4 days she is whole on day 5: nobody is there for b before day 3, when a is done. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 1}}, 'people': {"
                                   "'eve': {'team': 'x', 'joins': '2026-11-24'}}," TWO, "b"), 40);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 1}}, 'people': {'eve':"
                                   " {'team': 'x', 'joins': '2026-11-24', 'ramp': '4d'}}," TWO,
                           "b"), 60);
    /* A task of half a person: five eighths of her are there after two days, on day 3. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'count_people': true}}, 'people': {'eve':"
                                   " {'team': 'x', 'joins': '2026-11-24', 'ramp': '4d'}},"
                                   " 'tasks': {'b': {'team': 'x', 'people': 0.5,"
                                   " 'estimate': '3d..3d..3d'}}}", "b"), 60);
}

void test_engine__the_day_of_a_hire_is_drawn(struct test *t)
{
    /* Nobody but a hire between days 5 and 15, likely on day 10, for a task of one day: the
     * simulation takes the day she comes, the schedule the likely one. */
    const struct plan *plan = plan_from_json(
        t, HEAD " 'teams': {'x': {'count_people': true}}, 'people': {'eve': {'team': 'x',"
                " 'joins': '2026-12-07', 'joins_between': '2026-11-30..2026-12-14'}},"
                " 'tasks': {'b': {'team': 'x', 'estimate': '1d..1d..1d'}},"
                " 'milestones': {'m': {'after': ['b']}}}");
    const struct level *l = level_of_plan(t, plan);
    const struct forecast *f = forecast_of_plan(t, plan);
    const struct forecast_target *m = f ? target_of(t, f, "m") : NULL;

    if (!l || !m)
        return;
    CHECK_EQ(calendar_work(plan->calendar, plan->as_of, l->finish), 11 * DAY_S);
    CHECK(days_to(f, m->at[0]) >= 5 && days_to(f, m->at[0]) <= 7);
    CHECK(days_to(f, m->at[1]) >= 10 && days_to(f, m->at[1]) <= 12);
    CHECK(days_to(f, m->at[3]) >= 15 && days_to(f, m->at[3]) <= 17);
}

/* A hire whose day is drawn, and always the same: Tuesday, day 1. */
#define COMES "'joins': '2026-11-24', 'joins_between': '2026-11-24'"

void test_engine__a_hire_is_away_and_leaves(struct test *t)
{
    /* Nobody else does b's two days: she comes on day 1, is away on days 2 to 4, and goes on. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'count_people': true}}, 'people': {'eve': {"
                                   "'team': 'x', " COMES ", 'away': ['2026-11-25..2026-11-27']}},"
                                   " 'tasks': {'b': {'team': 'x', 'estimate': '2d..2d..2d'}}}",
                           "b"), 60);
    /* One is there, and a takes her until day 3. On days 1 and 2 the hire is away, and b, which
     * cannot be put down, begins when a is done; with the hire there it is done on day 4. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 1}}, 'people': {'eve': {"
                                   "'team': 'x', " COMES ", 'away': ['2026-11-25']}}," TWO, "b"),
             60);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 1}}, 'people': {'eve': {"
                                   "'team': 'x', " COMES "}}," TWO, "b"), 40);
    /* She leaves on day 2, when a still has the other; on day 3 that one takes over from her. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 1}}, 'people': {'eve': {"
                                   "'team': 'x', " COMES ", 'left': '2026-11-25'}}," TWO, "b"),
             60);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 1}}, 'people': {'eve': {"
                                   "'team': 'x', " COMES ", 'left': '2026-11-26'}}," TWO, "b"),
             40);
    /* A quarter of all is on call from day 2 on: with her there are 1.5 for the second task. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 1, 'standing': {'on-call':"
                                   " {'share': '25%', 'from': '2026-11-25', 'until':"
                                   " '2026-11-27'}}}}, 'people': {'eve': {'team': 'x', " COMES
                                   "}}, 'tasks': {'b': {'team': 'x', 'people': 1.5,"
                                   " 'estimate': '2d..2d..2d'}}}", "b"), 30);
}

void test_engine__who_mentors_a_hire_has_less_time(struct test *t)
{
    /* One is there. The hire is an eighth, three, five, seven eighths of a person, days 1 to 4,
     * and takes half of the one who is there: 0.625, 0.875, 1.125. So b, of one person and one
     * day, begins on day 1 without the mentoring, and on day 3 with it. */
#define MENTORED(more) HEAD " 'teams': {'x': {'count_people': true}}, 'people': {"             \
    "'ann': {'team': 'x'}, 'eve': {'team': 'x', " more "}}, 'tasks': {"                        \
    "'a': {'team': 'x', 'estimate': '1d..1d..1d'},"                                            \
    "'b': {'team': 'x', 'estimate': '1d..1d..1d'}}}"
    CHECK_EQ(finish_tenths(t, MENTORED(COMES ", 'ramp': '4d'"), "b"), 20);
    CHECK_EQ(finish_tenths(t, MENTORED(COMES ", 'ramp': '4d', 'mentor': 'ann',"
                                             " 'mentoring': '50%'"), "b"), 40);
    /* A day that is certain says the same. */
    CHECK_EQ(finish_tenths(t, MENTORED("'joins': '2026-11-24', 'ramp': '4d', 'mentor': 'ann',"
                                       " 'mentoring': '50%'"), "b"), 40);
    /* Without a share, or without a ramp, it takes nobody's time. */
    CHECK_EQ(finish_tenths(t, MENTORED(COMES ", 'ramp': '4d', 'mentor': 'ann'"), "b"), 20);
    CHECK_EQ(finish_tenths(t, MENTORED(COMES ", 'mentor': 'ann', 'mentoring': '50%'"), "b"), 20);
}

void test_engine__mentoring_is_taken_off_the_load(struct test *t)
{
    /* Five days of one person, and from day 1 on of the hire: 1/8 + 3/8 + 5/8 + 7/8 = 2 days,
     * less four halves of the mentor. */
    const struct plan *plan =
        plan_from_json(t, MENTORED("'joins': '2026-11-24', 'ramp': '4d', 'mentor': 'ann',"
                                   " 'mentoring': '50%'"));
    const struct level *level = level_of_plan(t, plan);

    if (level)
        CHECK_EQ(load_compute(level, 0, 0, t->arena)->teams[0].there[0], 5 * DAY_S * 1000000);
}

void test_engine__a_skill_is_waited_for(struct test *t)
{
    /* Three people, of whom one writes firmware: two tasks of it take turns, another does not. */
#define SKILLED " 'people': {'ann': {'team': 'x', 'skills': ['firmware']}, 'bo': {'team': 'x'},"\
                " 'cy': {'team': 'x', 'skills': ['radio']}},"                                  \
                " 'tasks': {'a': {'team': 'x', 'estimate': '3d..3d..3d', 'skills': ['firmware']},"\
                "  'b': {'team': 'x', 'estimate': '3d..3d..3d', 'skills': ['firmware']},"      \
                "  'c': {'team': 'x', 'estimate': '3d..3d..3d'}}}"
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 3}}," SKILLED, "b"), 60);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 3}}," SKILLED, "c"), 30);
    /* No number of people is stated: the skill binds all the same. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {}}," SKILLED, "b"), 60);
}

void test_engine__two_skills_of_one_person_are_one_person(struct test *t)
{
    /* Ann does firmware and radio, Bo radio: of three tasks, one firmware and two radio, two can
     * run at once, though each skill alone has people enough. */
    const char *json =
        HEAD " 'teams': {'x': {'capacity': 9}}, 'people': {"
             "'ann': {'team': 'x', 'skills': ['firmware', 'radio']},"
             "'bo': {'team': 'x', 'skills': ['radio']}},"
             " 'tasks': {'a': {'team': 'x', 'estimate': '3d..3d..3d', 'skills': ['firmware']},"
             " 'b': {'team': 'x', 'estimate': '3d..3d..3d', 'skills': ['radio']},"
             " 'c': {'team': 'x', 'estimate': '3d..3d..3d', 'skills': ['radio']}}}";

    CHECK_EQ(finish_tenths(t, json, "a"), 30);
    CHECK_EQ(finish_tenths(t, json, "b"), 30);
    CHECK_EQ(finish_tenths(t, json, "c"), 60);
}

void test_engine__an_environment_is_used_in_turns(struct test *t)
{
#define STAGED(units) HEAD " 'teams': {'x': {}, 'y': {}}, 'systems': {'staging': {" units "}},"\
    " 'calendars': {'half': {'week': {'mon-fri': '09:00-13:00'}}},"                            \
    " 'tasks': {'a': {'team': 'x', 'estimate': '3d..3d..3d', 'uses': {'staging': 1}},"         \
    "  'b': {'team': 'y', 'estimate': '3d..3d..3d', 'uses': {'staging': 1}}}}"
    CHECK_EQ(finish_tenths(t, STAGED("'units': 1"), "b"), 60);
    CHECK_EQ(finish_tenths(t, STAGED("'units': 2"), "b"), 30);
    /* Not there on days 1 and 2: a pauses, 0-1 and 3-5; b is after it. */
    CHECK_EQ(finish_tenths(t, STAGED("'units': 1, 'away': {'2026-11-24..2026-11-25': 1}"), "b"),
             80);
    /* Open in the mornings only: 3 of the 8 hours of a day on the task's calendar (9 to 12), so 3
     * days are 8 mornings. */
    CHECK_EQ(finish_tenths(t, STAGED("'units': 2, 'calendar': 'half'"), "a") / 10, 7);
}

void test_engine__work_of_two_teams_waits_for_both(struct test *t)
{
    /* Joint work takes one of x and one of y, who is busy until day 3. */
    CHECK_EQ(finish_tenths(
                 t, HEAD " 'teams': {'x': {'capacity': 1}, 'y': {'capacity': 1}},"
                         " 'tasks': {'a': {'team': 'y', 'estimate': '3d..3d..3d', 'priority': 1},"
                         " 'b': {'team': 'x', 'estimate': '2d..2d..2d', 'uses': {'y': 1}}}}", "b"),
             50);
}

void test_engine__effort_shrinks_with_people_and_a_duration_does_not(struct test *t)
{
    /* 14 focused person-days at 70%: 20 days of one, 10 of two. An estimate stays. */
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 2, 'focus': '70%'}},"
                                   " 'tasks': {'a': {'team': 'x', 'effort': '14d..14d..14d'}}}",
                           "a"), 200);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 2, 'focus': '70%'}}, 'tasks': {"
                                   "'a': {'team': 'x', 'effort': '14d..14d..14d', 'people': 2}}}",
                           "a"), 100);
    CHECK_EQ(finish_tenths(t, HEAD " 'teams': {'x': {'capacity': 2, 'focus': '70%'}}, 'tasks': {"
                                   "'a': {'team': 'x', 'estimate': '14d..14d..14d',"
                                   " 'people': 2}}}", "a"), 140);
}

void test_engine__what_is_frozen_keeps_its_start(struct test *t)
{
    /* b was to start on day 1 and is within the frozen week, so a, which ranks before it, waits:
     * one person, b 1-4, a after it. Without the freeze a goes first, 0-3. */
#define FROZEN(options) "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23',"           \
    " 'as_of': '2026-11-23'" options "}, 'policy': {'team_correlation': '0%'},"                \
    " 'teams': {'x': {'capacity': 1}}, 'tasks': {"                                             \
    " 'a': {'team': 'x', 'estimate': '3d..3d..3d', 'priority': 1},"                            \
    " 'b': {'team': 'x', 'estimate': '3d..3d..3d', 'priority': 2,"                             \
    "       'baseline': {'start': '2026-11-24'}}}}"
    CHECK_EQ(finish_tenths(t, FROZEN(""), "a"), 30);
    CHECK_EQ(finish_tenths(t, FROZEN(""), "b"), 60);
    CHECK_EQ(finish_tenths(t, FROZEN(", 'scheduling': {'frozen': '1w'}"), "b"), 40);
    CHECK_EQ(finish_tenths(t, FROZEN(", 'scheduling': {'frozen': '1w'}"), "a"), 70);
    CHECK_EQ(finish_tenths(t, FROZEN(", 'scheduling': {'frozen': '2h'}"), "b"), 60);
}

void test_engine__a_task_goes_ahead_of_another_with_what_it_needs(struct test *t)
{
    /* Own order: a, then b. c follows b; going ahead of a it takes b along. */
#define AHEAD(field) HEAD " 'teams': {'x': {'capacity': 1}}, 'tasks': {"                       \
    " 'a': {'team': 'x', 'estimate': '3d..3d..3d', 'priority': 1},"                            \
    " 'b': {'team': 'x', 'estimate': '2d..2d..2d', 'priority': 2},"                            \
    " 'c': {'team': 'x', 'estimate': '1d..1d..1d', 'priority': 3, 'after': ['b']" field "}}}"
    CHECK_EQ(finish_tenths(t, AHEAD(""), "a"), 30);
    CHECK_EQ(finish_tenths(t, AHEAD(""), "c"), 60);
    CHECK_EQ(finish_tenths(t, AHEAD(", 'ahead_of': ['a']"), "c"), 30);
    CHECK_EQ(finish_tenths(t, AHEAD(", 'ahead_of': ['a']"), "a"), 60);
}

/* --- load by week ----------------------------------------------------------------------- */

void test_engine__load_is_people_wanted_by_week(struct test *t)
{
    /* Two people, one away on Thursday and Friday of the first week: 8 person-days, then 10. a and
     * b want 5 days each from Monday on: 10 of the 8. b, of the same team, waits. */
    const struct plan *plan = plan_from_json(
        t, HEAD " 'teams': {'x': {'capacity': 2, 'away': {'2026-11-26..2026-11-27': 1}},"
                "           'idle': {'capacity': 3}},"
                " 'tasks': {'a': {'team': 'x', 'estimate': '5d..5d..5d'},"
                "           'b': {'team': 'x', 'estimate': '5d..5d..5d'}}}");
    const struct network *network;
    const struct schedule *plain;
    const struct level *level = NULL;
    const struct load *load;
    const struct load_team *x;
    const int64_t day = DAY_S * 1000000;

    if (plan && network_compile(plan, t->arena, t->scratch, &network, t->diags) &&
        schedule_compute(network, t->arena, t->scratch, &plain, t->diags))
        level_own(plain, t->arena, t->scratch, &level, t->diags);
    CHECK(level != NULL);
    if (!level)
        return;
    load = load_compute(level, 0, 0, t->arena);
    CHECK_EQ(load->team_count, 2);
    CHECK_EQ(load->first_day, civil_day(2026, 11, 23));
    x = &load->teams[0];
    CHECK_EQ(x->there[0], 8 * day);
    CHECK_EQ(x->wanted[0], 10 * day);
    CHECK_EQ(x->over_count, 1);
    CHECK_EQ(x->placed[0], 5 * day);    /* b must wait for all of a */
    CHECK_EQ(load->week_count, 2);
    CHECK_EQ(x->placed[1], 5 * day);
    CHECK_EQ(x->wanted[1], 0);
    CHECK_EQ(x->waiting_count, 1);
    CHECK_EQ(x->waited_s, 5 * DAY_S);
    CHECK_EQ(load->teams[1].there[0], 15 * day);
    CHECK_EQ(load->teams[1].over_count, 0);
    CHECK_EQ(load_compute(level, 1, 0, t->arena)->week_count, 1);
}

#define WEEKS(estimate)                                                                        \
    HEAD " 'teams': {'x': {'capacity': 2, 'away': {'2026-11-26..2026-11-27': 1}}},"            \
         " 'tasks': {'a': {'team': 'x', 'estimate': '" estimate "'},"                          \
         "           'b': {'team': 'x', 'estimate': '" estimate "', 'people': 2}}}"

void test_engine__weeks_of_the_runs_are_those_of_the_dates_where_nothing_varies(struct test *t)
{
    /* As above; and with a spread, of a team of two never more than it has. */
    static const char *const json[] = {WEEKS("5d..5d..5d"), WEEKS("2d..5d..12d")};
    struct forecast_options options = {.seed = 5, .iterations = RUNS, .weeks = true};

    for (int i = 0; i < 2; i++) {
        const struct plan *plan = plan_from_json(t, json[i]);
        const struct level *level = level_of_plan(t, plan);
        const struct forecast *f = NULL;
        const struct load *load;
        bool differ = false;

        if (!level || !forecast_compute(plan, &options, t->arena, t->scratch, &f, t->diags))
            return;
        CHECK_EQ(f->week_team_count, 1);
        load = load_compute(level, 0, f->week_count, t->arena);
        CHECK_EQ(f->weeks_from, load->first_day);
        CHECK(load->week_count >= f->week_count && f->week_count >= 2);
        for (uint32_t week = 0; f->week_team_count == 1 && week < f->week_count; week++) {
            const int64_t p50 = f->week_teams[0].p50[week], p80 = f->week_teams[0].p80[week];

            CHECK(0 <= p50 && p50 <= p80 && p80 <= load->teams[0].there[week]);
            if (i == 0) {
                CHECK_EQ(p50, load->teams[0].placed[week]);
                CHECK_EQ(p80, load->teams[0].placed[week]);
            }
            differ = differ || p50 < p80;
        }
        CHECK_EQ(differ, i == 1);
    }
}
