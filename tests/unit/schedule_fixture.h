/* SPDX-License-Identifier: Apache-2.0 */
/* schedule_fixture.h - schedules for the unit tests, from the text of plan_fixture.h. */
#ifndef BATON_TESTS_UNIT_SCHEDULE_FIXTURE_H
#define BATON_TESTS_UNIT_SCHEDULE_FIXTURE_H

#include "core/engine/schedule.h"
#include "tests/unit/network_fixture.h"

/* NULL after a failed check when the plan is refused on the way. */
static inline const struct schedule *schedule_from_json(struct test *t, const char *json)
{
    const struct network *n = network_from_json(t, json);
    const struct schedule *s = NULL;
    struct text text;

    if (!n || schedule_compute(n, t->arena, t->scratch, &s, t->diags))
        return s;
    text_init(&text, t->scratch);
    diags_print(t->diags, &text);
    test_fail(t, __FILE__, __LINE__, "no schedule:\n%.*s", STR_ARG(text_str(&text)));
    return NULL;
}

static inline const struct schedule_dates *dates_of(struct test *t, const struct schedule *s,
                                                    const char *id)
{
    static const struct schedule_dates none;
    const struct object *o = plan_get(t, s->network->plan, id);

    return o ? &s->object[o->number] : &none;
}

/* "ES 11-23 09 EF 11-24 18 LS 11-30 09 LF 12-01 18 TF 5.0d FF 0.0d" */
static inline struct str say_dates(struct test *t, const struct schedule *s, const char *id)
{
    const struct schedule_dates *d = dates_of(t, s, id);
    const int64_t at[] = {d->early_start, d->early_finish, d->late_start, d->late_finish};
    static const char *const name[] = {"ES", "EF", "LS", "LF"};
    struct text text;

    text_init(&text, t->arena);
    for (int i = 0; i < 4; i++) {
        const struct civil_date day = civil_of_day(civil_day_of(at[i]));
        const int64_t hour = (at[i] - civil_day_of(at[i]) * CIVIL_DAY_S) / HOUR_S;

        text_addf(&text, "%s %02d-%02d %02d ", name[i], day.month, day.day, (int)hour);
    }
    text_addf(&text, "TF %lldh FF %lldh", (long long)(d->total_float_s / HOUR_S),
              (long long)(d->free_float_s / HOUR_S));
    return text_str(&text);
}

#endif
