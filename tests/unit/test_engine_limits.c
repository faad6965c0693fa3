/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulation makes of "as late as possible" and "at most". */
#include "tests/unit/forecast_fixture.h"

enum { SOME = 2048 };

static int64_t tenths_of(const struct forecast *f, const char *id, int quantile)
{
    const struct object *o = plan_find(f->network->plan, str_of(id));
    const struct forecast_task *task = o ? f->by_object[o->number] : NULL;

    return task ? (int64_t)(days_to(f, quantile == 10 ? task->p10 : task->p50) * 10) : -1;
}

#define HEAD "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"

/* a takes 10 days, so late, of 2, begins on day 8 though nothing comes before it. A run in which it
 * takes 4 days ends after day 12 and moves what follows: being late uses up its float. */
void test_engine__as_late_as_possible_begins_on_its_day(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, HEAD " 'tasks': {'a': {'estimate': '10d..10d..10d'},"
                " 'late': {'estimate': '2d..2d..2d', 'constraint': 'alap'},"
                " 'loose': {'estimate': '1d..2d..4d', 'constraint': 'alap'}},"
                " 'milestones': {'m': {'after': ['a', 'late']}, 'n': {'after': ['a', 'loose']}}}");
    const struct forecast *f = forecast_of(t, p, 1, SOME);

    if (!f)
        return;
    CHECK_EQ(f->late_count, 2);
    CHECK_EQ(tenths_of(f, "late", 50), 100);
    CHECK_EQ(tenths_of(f, "late", 10), 100);
    CHECK_EQ(tenths_of(f, "loose", 10), 90);        /* its day is 8, and its P10 a day */
    CHECK_EQ((int64_t)(days_to(f, target_of(t, f, "m")->at[3]) * 10), 100);
    CHECK(days_to(f, target_of(t, f, "n")->at[3]) > 11.8);                      /* P90: 8 + 4 */
    CHECK(days_to(f, target_of(t, f, "n")->at[3]) < 12.2);
}

/* cast must follow mix within a day, and cast also waits for mould, of 10 days at the median. So
 * mix (2 days) begins on day 7, is done on day 9, and cast on day 10 is in time; where mould takes
 * longer, which is every second run, it is not. */
void test_engine__at_most_is_waited_for_and_counted(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, HEAD " 'tasks': {'mix': {'estimate': '2d..2d..2d'},"
                " 'mould': {'estimate': '6d..10d..14d'},"
                " 'cast': {'estimate': '1d..1d..1d',"
                "          'after': ['mix', 'mould', 'mix FS at most +1d']}},"
                " 'milestones': {'m': {'after': ['cast']}}}");
    const struct forecast *f = forecast_of(t, p, 1, SOME);

    if (!f)
        return;
    CHECK_EQ(tenths_of(f, "mix", 50), 90);
    CHECK_EQ(f->limit_count, 1);
    if (f->limit_count == 1) {
        CHECK_STR(f->network->plan->objects[f->limits[0].pred]->id, "mix");
        CHECK_STR(f->network->plan->objects[f->limits[0].succ]->id, "cast");
        CHECK(f->limits[0].broken_ppm > 450000 && f->limits[0].broken_ppm < 550000);
    }
}

/* The same where nothing varies: the limit holds, an evening being no time of work. */
void test_engine__at_most_without_spread_holds(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, HEAD " 'tasks': {'mix': {'estimate': '2d..2d..2d'},"
                " 'mould': {'estimate': '10d..10d..10d'},"
                " 'cast': {'estimate': '1d..1d..1d',"
                "          'after': ['mix', 'mould', 'mix FS at most +0d']}},"
                " 'milestones': {'m': {'after': ['cast']}}}");
    const struct forecast *f = forecast_of(t, p, 1, SOME);

    CHECK(f && f->limit_count == 1 && f->limits[0].broken_ppm == 0);
    CHECK(f && tenths_of(f, "mix", 50) == 100 && tenths_of(f, "cast", 50) == 110);
}

/* Work that has begun is not sent back to its day. */
void test_engine__what_has_begun_goes_on(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-16', 'as_of': '2026-11-23'},"
           " 'tasks': {'a': {'estimate': '20d..20d..20d'},"
           " 'late': {'started': '2026-11-16', 'remaining': '2d..2d..2d', 'constraint': 'alap'}},"
           " 'milestones': {'m': {'after': ['a', 'late']}}}");
    const struct forecast *f = forecast_of(t, p, 1, SOME);

    CHECK(f && f->late_count == 0 && tenths_of(f, "late", 50) == 20);
}
