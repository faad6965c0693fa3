/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan/defaults.h"

#include <string.h>

#include "core/base/arena.h"

/* Sources: docs/how-it-works.md. Of the outside view: a lognormal factor half way between "as
 * stated" and the Landmark record of 121 commercial projects (Little 2006); single numbers: SiP
 * task record. */
const struct default_info defaults[DEFAULT_COUNT] = {
    [DEFAULT_TASK_DAYS] = {"default-duration.days", 5000000, false},
    [DEFAULT_FOCUS] = {"default-focus.share", 700000, false},
    [DEFAULT_ACCEPTANCE_DAYS] = {"default-acceptance.days", 3000000, false},
    [DEFAULT_LATENCY_DAYS] = {"decision-latency.days", 5000000, false},
    [DEFAULT_PREREAD_DAYS] = {"default-preread.days", 2000000, false},
    [DEFAULT_SESSION_MINUTES] = {"default-session.minutes", 60000000, false},
    [DEFAULT_TEAM_CORRELATION] = {"team-correlation.share", 250000, false},
    [OUTSIDE_P50] = {"outside-view.p50", 1400000, true},
    [OUTSIDE_P80] = {"outside-view.p80", 2200000, true},
    [OUTSIDE_SINGLE_P5] = {"single-numbers.p5", 200000, true},
    [OUTSIDE_SINGLE_P10] = {"single-numbers.p10", 360000, true},
    [OUTSIDE_SINGLE_P20] = {"single-numbers.p20", 600000, true},
    [OUTSIDE_SINGLE_P80] = {"single-numbers.p80", 1430000, true},
    [OUTSIDE_SINGLE_P90] = {"single-numbers.p90", 2000000, true},
    [OUTSIDE_SINGLE_P95] = {"single-numbers.p95", 3130000, true},
    [OUTSIDE_SINGLE_P99] = {"single-numbers.p99", 7000000, true},
};

#define DEFAULT_MOST INT64_C(1000000000000) /* a million of anything is no default any more */

int64_t default_micro(const struct plan *p, enum default_number which)
{
    const int64_t micro = plan_threshold(p, defaults[which].name, defaults[which].micro);

    return micro < 0 ? 0 : micro > DEFAULT_MOST ? DEFAULT_MOST : micro;
}

enum default_number default_find(struct str name)
{
    unsigned which = 0;

    while (which < DEFAULT_COUNT && !str_equal(name, str_of(defaults[which].name)))
        which++;
    return (enum default_number)which;
}

static bool is_stated(const struct thresholds *t, enum default_number which)
{
    for (size_t i = 0; t && i < t->count; i++)
        if (str_equal(t->names[i], str_of(defaults[which].name)))
            return true;
    return false;
}

bool defaults_restore(const struct plan *p, const int64_t *micro, bool outside_view,
                      struct arena *owner, const struct plan **ret_plan, struct diags *out)
{
    const struct thresholds *stated = policy_get_thresholds(p->policy);
    const size_t count = stated ? stated->count : 0;
    struct str *names = ARENA_ARRAY(owner, struct str, count + DEFAULT_COUNT);
    int64_t *values = ARENA_ARRAY(owner, int64_t, count + DEFAULT_COUNT);
    struct place *at = ARENA_ARRAY(owner, struct place, count + DEFAULT_COUNT);
    struct thresholds all = {names, values, at, count};
    const struct edit edit = {.kind = EDIT_SET, .address = STR("policy.thresholds"),
                              .object = p->policy->number, .field = FIELD_policy_thresholds,
                              .inner = UINT16_MAX, .value = &all,
                              .of = &schema_kinds[KIND_policy].fields[FIELD_policy_thresholds]};

    if (count > 0) {
        memcpy(names, stated->names, count * sizeof(*names));
        memcpy(values, stated->micro, count * sizeof(*values));
        memcpy(at, stated->at, count * sizeof(*at));
    }
    for (unsigned i = 0; i < DEFAULT_COUNT; i++)
        if (micro[i] != DEFAULT_UNKNOWN && micro[i] != defaults[i].micro &&
            (outside_view || !defaults[i].outside_view) &&
            !is_stated(stated, (enum default_number)i)) {
            names[all.count] = str_of(defaults[i].name);
            values[all.count++] = micro[i];
        }
    *ret_plan = p;
    return all.count == count || plan_apply(p, &edit, 1, owner, ret_plan, out);
}
