/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/ease.h"

#include "core/network/distribution.h"

/* Between these two of a shape keep their order; the ends are where their tables are cut. */
static const double quantiles[] = {0.000001, 0.1, 0.5, 0.9, 0.999999};

/* No quantile is later, so no draw is. */
static bool takes_no_longer(const struct estimate *now, const struct estimate *then,
                            const struct calendar *c)
{
    struct distribution a, b;

    if (!now || !then || now->shape != then->shape)
        return false;
    a = distribution_of_estimate(now, c);
    b = distribution_of_estimate(then, c);
    for (unsigned i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++)
        if (distribution_quantile(&b, quantiles[i]) > distribution_quantile(&a, quantiles[i]))
            return false;
    return true;
}

static int64_t amount_on(const struct day_amounts *from, int64_t otherwise, int64_t day)
{
    int64_t micro = otherwise, since = INT64_MIN;

    for (size_t i = 0; from && i < from->count; i++)
        if (from->items[i].from_day <= day && from->items[i].from_day >= since) {
            since = from->items[i].from_day;
            micro = from->items[i].micro;
        }
    return micro;
}

/* On every day on which either changes. */
static bool never_fewer(const struct day_amounts *now, const struct day_amounts *then,
                        int64_t people)
{
    for (int side = 0; side < 2; side++) {
        const struct day_amounts *days = side ? then : now;

        for (size_t i = 0; days && i < days->count; i++) {
            const int64_t day = days->items[i].from_day;

            if (amount_on(then, people, day) < amount_on(now, people, day))
                return false;
        }
    }
    return true;
}

static bool eases_task(const struct plan *p, const struct object *o, const struct edit *e)
{
    const struct calendar *c = plan_calendar_of(p, o);
    const int32_t *share = object_value(o, e->field);
    const int64_t *people = task_get_people(o);

    switch (e->field) {
    case FIELD_task_estimate:
    case FIELD_task_remaining:
    case FIELD_task_effort:
        return takes_no_longer(object_value(o, e->field), e->value, c);
    case FIELD_task_exists:
        return e->value && *(const int32_t *)e->value <= (share ? *share : 1000000);
    case FIELD_task_rework:
        return !e->value || (share && *(const int32_t *)e->value <= *share);
    case FIELD_task_people:
        return e->value && *(const int64_t *)e->value <= (people ? *people : 1000000);
    case FIELD_task_after:
        return !e->value && e->kind == EDIT_REMOVE;
    case FIELD_task_cut:
    case FIELD_task_fixed_cost:
    case FIELD_task_note:
    case FIELD_task_title:
        return true;
    default:
        return false;
    }
}

static bool eases_risk(const struct object *o, const struct edit *e)
{
    const int32_t *likely = risk_get_likely(o);

    if (e->field == FIELD_risk_likely)
        return e->value && likely && *(const int32_t *)e->value <= *likely;
    return (e->field == FIELD_risk_hits && !e->value) || e->field == FIELD_risk_note ||
           e->field == FIELD_risk_title;
}

static bool eases_team(const struct object *o, const struct edit *e)
{
    const int64_t *people = team_get_capacity(o);

    if (e->field == FIELD_team_capacity)
        return e->value && people && *(const int64_t *)e->value >= *people;
    if (e->field == FIELD_team_capacity_from && e->key.len == 0)
        return e->value && never_fewer(team_get_capacity_from(o), e->value, people ? *people : 0);
    return e->field == FIELD_team_away && !e->value;
}

static bool eases(const struct plan *p, const struct edit *e)
{
    const struct object *o = e->object < p->object_count ? p->objects[e->object] : NULL;

    if (!o || e->inner != UINT16_MAX)
        return false;
    if (e->field == UINT16_MAX)         /* taken out: an open task or hand-off, a risk */
        return e->kind == EDIT_REMOVE &&
               (o->kind == KIND_task || o->kind == KIND_risk || o->kind == KIND_handoff);
    switch (o->kind) {
    case KIND_task:
        return eases_task(p, o, e);
    case KIND_risk:
        return eases_risk(o, e);
    case KIND_team:
        return eases_team(o, e);
    case KIND_system:
        return e->field == FIELD_system_units && e->value && system_get_units(o) &&
               *(const int64_t *)e->value >= *system_get_units(o);
    case KIND_milestone:
        return e->field == FIELD_milestone_after && !e->value;
    default:
        return false;
    }
}

bool edits_ease(const struct plan *plan, const struct edit *edits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!eases(plan, &edits[i]))
            return false;
    return count > 0;
}
