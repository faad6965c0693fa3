/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulation makes of "as late as possible" and "at most". */
#include "core/engine/schedule.h"
#include "tests/unit/forecast_fixture.h"

enum { SOME = 2048, PLANS = 80, TASKS = 9 };

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
 * longer, which is every second run, mix waits as long, and so does wash, which follows it: of the
 * 14 days of one run in ten, mix is done on day 13 and wash on day 15. */
void test_engine__at_most_is_waited_for_and_counted(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, HEAD " 'tasks': {'mix': {'estimate': '2d..2d..2d'},"
                " 'mould': {'estimate': '6d..10d..14d'},"
                " 'cast': {'estimate': '1d..1d..1d',"
                "          'after': ['mix', 'mould', 'mix FS at most +1d']},"
                " 'wash': {'estimate': '2d..2d..2d', 'after': ['mix']}},"
                " 'milestones': {'m': {'after': ['cast']}, 'w': {'after': ['wash']}}}");
    const struct forecast *f = forecast_of(t, p, 1, SOME);

    if (!f)
        return;
    CHECK_EQ(tenths_of(f, "mix", 10), 90);
    CHECK(days_to(f, target_of(t, f, "w")->at[3]) > 14.7);
    CHECK(days_to(f, target_of(t, f, "w")->at[3]) < 15.3);
    CHECK_EQ(f->limit_count, 1);
    if (f->limit_count == 1) {
        CHECK_STR(f->network->plan->objects[f->limits[0].pred]->id, "mix");
        CHECK_STR(f->network->plan->objects[f->limits[0].succ]->id, "cast");
        CHECK_EQ(f->limits[0].broken_ppm, 0);
        CHECK(f->limits[0].waits_ppm > 450000 && f->limits[0].waits_ppm < 550000);
    }
}

/* Between mix and cast lies set, and where that takes longer than the limit no day of mix's helps:
 * such a run has the limit broken, and dates as if it were not stated. */
void test_engine__a_limit_that_no_start_can_keep_is_broken(struct test *t)
{
#define SETS(limit)                                                                              \
    HEAD " 'tasks': {'mix': {'estimate': '2d..2d..2d'},"                                         \
         " 'set': {'estimate': '2d..4d..8d', 'after': ['mix']},"                                 \
         " 'cast': {'estimate': '1d..1d..1d', 'after': ['set'" limit "]}},"                      \
         " 'milestones': {'m': {'after': ['cast']}}}"
    const struct forecast *f =
        forecast_of(t, plan_from_json(t, SETS(", 'mix FS at most +6d'")), 1, SOME);
    const struct forecast *g = forecast_of(t, plan_from_json(t, SETS("")), 1, SOME);

    if (!f || !g)
        return;
    CHECK(f->limits[0].broken_ppm > 150000 && f->limits[0].broken_ppm < 300000);
    CHECK_EQ(f->limits[0].waits_ppm, 0);
    for (int q = 0; q < FORECAST_QUANTILES; q++)
        CHECK_EQ(target_of(t, f, "m")->at[q], target_of(t, g, "m")->at[q]);
}

/* --- every run is a schedule ---------------------------------------------------------------- */

struct drawn {
    unsigned hours[TASKS], more[TASKS];
    const char *after[TASKS];
};

static unsigned below(struct test *t, unsigned limit)
{
    return (unsigned)test_random_below(t, limit);
}

static struct drawn draw(struct test *t)
{
    static const char *const links[] = {"", " SS", " FF", " SS +1d"};
    static const char *const limits[] = {" FS at most +1d", " SS at most +3d", " FF at most +2d",
                                         " FS at most +2ed"};
    struct drawn d;

    for (unsigned i = 0; i < TASKS; i++) {
        struct text after;

        d.hours[i] = 1 + below(t, 40);
        d.more[i] = below(t, 2) ? 8 + below(t, 40) : 0;
        text_init(&after, t->arena);
        if (i > 0)
            text_addf(&after, "'a%u%s'", below(t, i), links[below(t, 4)]);
        if (i > 0 && below(t, 2))
            text_addf(&after, ", 'a%u%s'", below(t, i), limits[below(t, 4)]);
        text_add_char(&after, '\0');
        d.after[i] = text_str(&after).ptr;
    }
    return d;
}

/* The drawn plan; with what is to come as certain risks, or in the estimates and nothing before
 * the day that `first` gives what its limits held back. */
static const struct plan *plan_of(struct test *t, const struct drawn *d,
                                  const struct schedule *first)
{
    const char *before = ", 'risks': {";
    struct text json;

    text_init(&json, t->arena);
    text_addf(&json, HEAD " 'tasks': {");
    for (unsigned i = 0; i < TASKS; i++) {
        const unsigned hours = d->hours[i] + (first ? d->more[i] : 0);

        text_addf(&json, "%s'a%u': {'estimate': '%uh..%uh..%uh', 'after': [%s]", i > 0 ? ", " : "",
                  i, hours, hours, hours, d->after[i]);
        if (first) {
            const struct network *n = first->network;
            char id[8] = {'a', (char)('0' + i)};
            const uint32_t node = n->node_of[plan_get(t, n->plan, id)->number];
            const struct civil_date day =
                civil_of_day(civil_day_of(first->node[node].early_start));
            const int64_t minute = first->node[node].early_start % CIVIL_DAY_S / 60;

            if (first->reason[node] == REASON_BOUND)
                text_addf(&json, ", 'constraint': 'start-no-earlier', 'constraint_date':"
                                 " '%04d-%02d-%02dT%02d:%02d'", (int)day.year,
                          (int)day.month, (int)day.day, (int)minute / 60, (int)minute % 60);
        }
        text_addf(&json, "}");
    }
    text_addf(&json, "}");
    for (unsigned i = 0; !first && i < TASKS; i++)
        if (d->more[i] > 0) {
            text_addf(&json, "%s'r%u': {'likely': '100%%', 'hits': {'a%u': '%uh..%uh..%uh'}}",
                      before, i, i, d->more[i], d->more[i], d->more[i]);
            before = ", ";
        }
    text_addf(&json, before[2] == '\0' ? "}}" : "}");
    return plan_from_json(t, text_str(&json).ptr);
}

/* Risks that are sure to hit make every run another plan than the one that gave the days. It is
 * what the schedule of that other plan is, with those days as floors. */
void test_engine__a_run_keeps_its_limits_as_the_schedule_does(struct test *t)
{
    unsigned compared = 0, held = 0;

    for (unsigned i = 0; i < PLANS && t->failures == 0; i++) {
        const struct forecast_options how = {.seed = 1, .iterations = 64};
        const struct drawn d = draw(t);
        const struct plan *hit = plan_of(t, &d, NULL), *longer;
        const struct schedule *first, *then;
        const struct network *network;
        const struct forecast *f;
        struct diags ignored;

        diags_init(&ignored, t->arena);
        if (!hit || !network_compile(hit, t->arena, t->scratch, &network, &ignored) ||
            !schedule_compute(network, t->arena, t->scratch, &first, &ignored) ||
            !forecast_compute(hit, &how, t->arena, t->scratch, &f, &ignored))
            continue;
        longer = plan_of(t, &d, first);
        if (!longer || !network_compile(longer, t->arena, t->scratch, &network, &ignored) ||
            !schedule_compute(network, t->arena, t->scratch, &then, &ignored))
            continue;           /* no start keeps these limits */
        compared++;
        for (uint32_t k = 0; k < f->limit_count; k++)
            held += f->limits[k].waits_ppm > 0;
        for (uint32_t k = 0; k < f->task_count; k++) {
            const struct object *o = f->network->plan->objects[f->tasks[k].object];
            const uint32_t node = network->node_of[plan_find(longer, o->id)->number];

            if (f->tasks[k].p50 != then->node[node].early_finish)
                test_fail(t, __FILE__, __LINE__, "plan %u, %.*s: %lld, the schedule says %lld", i,
                          STR_ARG(o->id), (long long)f->tasks[k].p50,
                          (long long)then->node[node].early_finish);
        }
    }
    CHECK(compared > PLANS / 4 && held > 0);
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

/* What has begun cannot be in time any more, and holds nobody back; what must end soon after still
 * does: cast, under way, ends on day 8, so mix, of 2 days, ends on day 6 and not on day 2. */
void test_engine__a_limit_to_a_start_that_has_happened_asks_for_nothing(struct test *t)
{
#define UNDER_WAY(limit)                                                                         \
    "{'program': {'id': 'p', 'start': '2026-11-16', 'as_of': '2026-11-23'},"                     \
    " 'tasks': {'mix': {'estimate': '2d..2d..2d'},"                                              \
    " 'cast': {'started': '2026-11-18', 'remaining': '8d..8d..8d', 'after': ['" limit "']}},"    \
    " 'milestones': {'m': {'after': ['cast']}}}"
    const struct forecast *f = forecast_of(
        t, plan_from_json(t, UNDER_WAY("mix FS at most +1d")), 1, SOME);
    const struct forecast *g = forecast_of(
        t, plan_from_json(t, UNDER_WAY("mix FF at most +2d")), 1, SOME);

    CHECK(f && tenths_of(f, "mix", 50) == 20);
    CHECK(g && tenths_of(g, "mix", 50) == 60);
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
