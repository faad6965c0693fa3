/* SPDX-License-Identifier: Apache-2.0 */
/* A percent lag is a share of its predecessor's duration as the run has it: a risk that is sure to
 * hit, by so many days exactly, moves all that follows as an estimate longer by those days does. */
#include "tests/unit/forecast_fixture.h"

enum { PLANS = 40, TASKS = 7, ITERATIONS = 64 };

static const char *const calendars[] = {"office", "nights", "always"};
static const char *const links[] = {"", "", " SS", " FF"};
static const char *const lags[] = {" +25%", " +50%", " +100%", " -25%", " +50e%", " +2d", ""};
static const char *const policies[] = {"predecessor", "successor", "program", "always"};

static unsigned below(struct test *t, unsigned limit)
{
    return (unsigned)test_random_below(t, limit);
}

struct drawn {                  /* one plan, told twice */
    const char *dialect, *policy;
    unsigned hours[TASKS], more[TASKS];
    unsigned calendar[TASKS], pred[TASKS], link[TASKS], lag[TASKS];
};

static struct drawn draw(struct test *t)
{
    struct drawn d = {.dialect = below(t, 2) ? "native" : "msproject",
                      .policy = policies[below(t, 4)]};

    for (unsigned i = 0; i < TASKS; i++) {
        d.hours[i] = 1 + below(t, 60);
        d.more[i] = below(t, 3) ? 8 + below(t, 40) : 0;
        d.calendar[i] = below(t, 3);
        d.pred[i] = i > 0 ? below(t, i) : 0;
        d.link[i] = below(t, 4);
        d.lag[i] = below(t, 7);
    }
    return d;
}

static const struct plan *plan_of(struct test *t, const struct drawn *d, bool by_risk)
{
    struct text json;

    text_init(&json, t->arena);
    text_addf(&json,
              "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23',"
              " 'calendar': 'office', 'scheduling': {'dialect': '%s', 'lag_calendar': '%s'}},"
              "'calendars': {"
              "'office': {'week': {'mon-fri': '09:00-12:00 13:00-18:00'}},"
              "'nights': {'week': {'mon-thu': '22:00-06:00'}},"
              "'always': {'week': {'mon-sun': '00:00-24:00'}}}, 'tasks': {",
              d->dialect, d->policy);
    for (unsigned i = 0; i < TASKS; i++) {
        const unsigned hours = d->hours[i] + (by_risk ? 0 : d->more[i]);

        text_addf(&json, "%s'a%u': {'estimate': '%uh..%uh..%uh', 'calendar': '%s'",
                  i > 0 ? ", " : "", i, hours, hours, hours, calendars[d->calendar[i]]);
        if (i > 0)
            text_addf(&json, ", 'after': ['a%u%s%s']", d->pred[i], links[d->link[i]],
                      lags[d->lag[i]]);
        text_addf(&json, "}");
    }
    text_addf(&json, "}");
    for (unsigned i = 0, first = 1; by_risk && i < TASKS; i++)
        if (d->more[i] > 0) {
            text_addf(&json, "%s'r%u': {'likely': '100%%', 'hits': {'a%u': '%uh..%uh..%uh'}}",
                      first ? ", 'risks': {" : ", ", i, i, d->more[i], d->more[i], d->more[i]);
            first = 0;
        }
    for (unsigned i = 0; by_risk && i < TASKS; i++)
        if (d->more[i] > 0) {
            text_addf(&json, "}");
            break;
        }
    text_addf(&json, "}");
    return plan_from_json(t, text_str(&json).ptr);
}

void test_engine__a_percent_lag_grows_with_what_hits_the_task(struct test *t)
{
    for (unsigned i = 0; i < PLANS && t->failures == 0; i++) {
        const struct drawn d = draw(t);
        const struct plan *hit = plan_of(t, &d, true), *longer = plan_of(t, &d, false);
        const struct forecast *a, *b;

        if (!hit || !longer)
            return;
        a = forecast_of(t, hit, 1, ITERATIONS);
        b = forecast_of(t, longer, 1, ITERATIONS);
        if (!a || !b)
            return;
        for (uint32_t k = 0; k < a->task_count; k++) {
            const struct forecast_task *x = &a->tasks[k], *y = &b->tasks[k];

            if (x->p10 == y->p10 && x->p90 == y->p90 && x->start_p50 == y->start_p50)
                continue;
            test_fail(t, __FILE__, __LINE__,
                      "plan %u (%s, lags by %s), %.*s: %lld with the risk, %lld with the estimate",
                      i, d.dialect, d.policy,
                      STR_ARG(a->network->plan->objects[x->object]->id), (long long)x->p50,
                      (long long)y->p50);
        }
    }
}
