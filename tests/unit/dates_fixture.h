/* SPDX-License-Identifier: Apache-2.0 */
/* dates_fixture.h - the dates of a schedule in words, for plans that are worked by hand. */
#ifndef BATON_TESTS_UNIT_DATES_FIXTURE_H
#define BATON_TESTS_UNIT_DATES_FIXTURE_H

#include "core/base/text.h"
#include "core/engine/schedule.h"
#include "core/network/network.h"
#include "core/plan/plan.h"
#include "tests/unit/harness.h"

/* "03-02 08:00 to 03-09 16:00", early; with `late` the late dates. Empty: there is no such. */
static inline struct str dates(struct test *t, const struct schedule *s, const char *id, bool late)
{
    const struct object *o = s ? plan_find(s->network->plan, str_of(id)) : NULL;
    struct text text;

    text_init(&text, t->arena);
    for (int i = 0; o && i < 2; i++) {
        const struct schedule_dates *d = &s->object[o->number];
        const int64_t at = late ? (i ? d->late_finish : d->late_start)
                                : (i ? d->early_finish : d->early_start);
        const struct civil_date day = civil_of_day(civil_day_of(at));
        const int64_t minute = (at - civil_day_of(at) * CIVIL_DAY_S) / 60;

        text_addf(&text, "%s%02d-%02d %02d:%02d", i ? " to " : "", day.month, day.day,
                  (int)(minute / 60), (int)(minute % 60));
    }
    return text_str(&text);
}

#define EARLY(id, wanted) CHECK_STR(dates(t, s, id, false), wanted)
#define LATE(id, wanted) CHECK_STR(dates(t, s, id, true), wanted)

#endif
