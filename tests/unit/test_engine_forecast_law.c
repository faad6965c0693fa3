/* SPDX-License-Identifier: Apache-2.0 */
/* The law: without spread, every iteration is the schedule. On random plans of all link types,
 * lags, calendars, constraints and states of progress. */
#include "core/engine/schedule.h"
#include "tests/unit/forecast_fixture.h"

enum { PLANS = 60, TASKS_MOST = 24 };

static const char *const calendars[] = {"office", "nights", "always", "halves"};
static const char *const links[] = {"", "", "", " SS", " FF", " SF"};
static const char *const lags[] = {"",     "",    "",     " +1d", " -1d", " +5h", " -3h",
                                   " +3ed", " +30eh", " +25%", " -2ed", " +50e%", " -30%"};
static const char *const constraints[] = {"start-no-earlier", "finish-no-earlier", "must-start",
                                          "must-finish", "start-on", "expected-finish"};

static const char *pick(struct test *t, const char *const *words, size_t count)
{
    return words[test_random_below(t, count)];
}
#define PICK(t, words) pick((t), (words), sizeof(words) / sizeof((words)[0]))

static unsigned below(struct test *t, unsigned limit)
{
    return (unsigned)test_random_below(t, limit);
}

static void add_state(struct test *t, struct text *json)
{
    switch (below(t, 8)) {
    case 0:
        text_addf(json, ", 'started': '2026-11-%02u', 'finished': '2026-11-%02u'", 2 + below(t, 9),
                  12 + below(t, 9));
        break;
    case 1:
        text_addf(json, ", 'started': '2026-11-%02u', 'remaining': '%uh..%uh..%uh'",
                  2 + below(t, 19), 7u, 7u, 7u);
        break;
    case 2:
        text_addf(json, ", 'constraint': '%s', 'constraint_date': '2026-12-%02u'",
                  PICK(t, constraints), 1 + below(t, 28));
        break;
    default:
        break;
    }
}

static void add_task(struct test *t, struct text *json, unsigned i)
{
    const unsigned hours = below(t, 6) == 0 ? 0 : 1 + below(t, 60);

    text_addf(json, "%s'a%u': {'estimate': '%uh..%uh..%uh', 'calendar': '%s'", i > 0 ? ", " : "",
              i, hours, hours, hours, PICK(t, calendars));
    if (i > 0 && below(t, 5) > 0) {
        text_addf(json, ", 'after': [");
        for (unsigned k = 0, count = 1 + below(t, 3), used = 0; k < count; k++) {
            const unsigned pred = used + below(t, i - used);

            text_addf(json, "%s'a%u%s%s'", k > 0 ? ", " : "", pred, PICK(t, links),
                      PICK(t, lags));
            used = pred + 1;
            if (used >= i)
                break;
        }
        text_addf(json, "]");
    }
    add_state(t, json);
    text_addf(json, "}");
}

static const struct plan *random_plan(struct test *t, const char **ret_json)
{
    const unsigned count = 2 + below(t, TASKS_MOST - 2);
    struct text json;

    text_init(&json, t->arena);
    text_addf(&json,
              "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-23',"
              " 'calendar': 'office'}, 'calendars': {"
              "'office': {'week': {'mon-fri': '09:00-12:00 13:00-18:00'},"
              " 'holidays': ['2026-11-26', '2026-12-24..2027-01-01']},"
              "'nights': {'week': {'mon-thu': '22:00-06:00', 'sat': '10:00-10:45'}},"
              "'always': {'week': {'mon-sun': '00:00-24:00'}},"
              "'halves': {'week': {'tue': '09:30-13:00', 'thu': '13:00-20:15'}}}, 'tasks': {");
    for (unsigned i = 0; i < count; i++)
        add_task(t, &json, i);
    text_addf(&json, "}, 'milestones': {'m': {'after': ['a0', 'a%u']},"
                     " 'n': {'after': ['m +2d'], 'not_before': '2026-12-05'}}}",
              count - 1);
    text_add_char(&json, '\0');
    *ret_json = json.ptr;
    return plan_from_json(t, json.ptr);
}

static void compare(struct test *t, const struct forecast *f, const struct schedule *s)
{
    const struct network *n = f->network;

    for (uint32_t i = 0; i < f->task_count; i++) {
        const struct forecast_task *task = &f->tasks[i];
        const struct schedule_dates *d = &s->node[task->node];
        const struct object *o = n->plan->objects[task->object];

        if (task->p10 == d->early_finish && task->p90 == d->early_finish &&
            task->start_p50 == d->early_start)
            continue;
        test_fail(t, __FILE__, __LINE__,
                  "%.*s: start %lld, finish %lld..%lld; schedule says %lld, %lld",
                  STR_ARG(o->id), (long long)task->start_p50, (long long)task->p10,
                  (long long)task->p90, (long long)d->early_start, (long long)d->early_finish);
        return;
    }
}

void test_engine__without_spread_every_iteration_is_the_schedule(struct test *t)
{
    for (unsigned i = 0; i < PLANS && t->failures == 0; i++) {
        const char *json;
        const struct plan *plan = random_plan(t, &json);
        const struct forecast *f;
        const struct schedule *s;

        if (!plan)
            return;
        f = forecast_of(t, plan, 1, 256);
        if (!f || !schedule_compute(f->network, t->arena, t->scratch, &s, t->diags)) {
            test_fail(t, __FILE__, __LINE__, "no schedule");
            return;
        }
        compare(t, f, s);
        if (t->failures > 0)
            test_fail(t, __FILE__, __LINE__, "in the plan %s", json);
    }
}
