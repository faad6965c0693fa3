/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_fixture.h - forecasts of small plans for the unit tests. */
#ifndef BATON_TESTS_UNIT_FORECAST_FIXTURE_H
#define BATON_TESTS_UNIT_FORECAST_FIXTURE_H

#include "core/engine/forecast.h"
#include "tests/unit/plan_fixture.h"

/* Eight hours a day, Monday to Friday; one second of work after another without holidays. */
#define DAY_S INT64_C(28800)

static inline const struct forecast *forecast_of(struct test *t, const struct plan *plan,
                                                 uint64_t seed, uint32_t iterations)
{
    const struct forecast_options options = {.seed = seed, .iterations = iterations};
    const struct forecast *f = NULL;
    struct text text;

    if (plan && !forecast_compute(plan, &options, t->arena, t->scratch, &f, t->diags)) {
        text_init(&text, t->scratch);
        diags_print(t->diags, &text);
        test_fail(t, __FILE__, __LINE__, "no forecast:\n%.*s", STR_ARG(text_str(&text)));
        return NULL;
    }
    return f;
}

static inline const struct forecast_target *target_of(struct test *t, const struct forecast *f,
                                                      const char *id)
{
    const struct object *o = f ? plan_find(f->network->plan, str_of(id)) : NULL;

    for (uint32_t i = 0; o && i < f->target_count; i++)
        if (f->targets[i].object == o->number)
            return &f->targets[i];
    test_fail(t, __FILE__, __LINE__, "no target '%s'", id);
    return NULL;
}

/* Working days from the data date to an instant, on the program's calendar. */
static inline double days_to(const struct forecast *f, int64_t instant)
{
    return (double)calendar_work(f->network->calendars[0], f->network->plan->as_of, instant) /
           (double)DAY_S;
}

#endif
