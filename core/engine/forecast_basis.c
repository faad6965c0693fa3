/* SPDX-License-Identifier: Apache-2.0 */
/* What a duration rests on: stated, a single number with a default spread, or nothing; and whether
 * it is fresh. */
#include "core/engine/forecast_compile.h"

static const struct estimate *estimate_of(const struct object *task, bool started)
{
    const struct estimate *e = started ? task_get_remaining(task) : NULL;

    if (!e)
        e = task_get_estimate(task);
    if (!e)
        e = task_get_effort(task);
    return e ? e : task_get_remaining(task);
}

enum forecast_basis forecast_node_basis(const struct network *n, uint32_t node)
{
    const struct object *o = n->plan->objects[n->object[node]];
    const struct estimate *e;

    switch ((enum node_role)n->role[node]) {
    case ROLE_TASK:
        break;
    case ROLE_HANDOFF:
        return n->flags[node] & NODE_DEFAULTED ? BASIS_SINGLE : BASIS_STATED;
    case ROLE_PROMISED:
    case ROLE_DELIVERY:
        return BASIS_SINGLE;
    case ROLE_MILESTONE:
    case ROLE_SUMMARY:
    case ROLE_DECISION:
        return BASIS_NONE;
    }
    if (o->kind != KIND_task || (task_get_event(o) && *task_get_event(o)))
        return BASIS_NONE;
    e = estimate_of(o, n->progress[node] == PROGRESS_STARTED);
    if (!e)
        return BASIS_MISSING;
    return n->flags[node] & NODE_DEFAULTED || e->shape == SHAPE_SINGLE ? BASIS_SINGLE
                                                                       : BASIS_STATED;
}

/* Older than one and a half of the program's rhythms, on the data date or the day it is read. */
static bool is_old(const struct plan *p, int64_t word)
{
    const struct span *cadence = program_get_cadence(p->program);
    int64_t week_s = 7 * CIVIL_DAY_S;

    if (cadence) {              /* a rhythm is of the wall clock */
        struct span clock = *cadence;

        clock.elapsed = true;
        week_s = span_seconds(&clock, p->calendar);
    }
    return p->read_on - word > week_s + week_s / 2;
}

static void take_newer(const struct when *said, int64_t *newest)
{
    if (said && said->instant > *newest)
        *newest = said->instant;
}

bool forecast_plan_is_old(const struct plan *p, int64_t *ret_newest)
{
    int64_t newest = INT64_MIN, fact = INT64_MIN;

    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct object *o = plan_nth(p, KIND_task, i);

        take_newer(task_get_updated(o), &newest);
        take_newer(task_get_estimated(o), &newest);
        take_newer(task_get_started(o), &fact);
        take_newer(task_get_finished(o), &fact);
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_handoff); i++)
        take_newer(handoff_get_updated(plan_nth(p, KIND_handoff, i)), &newest);
    if (newest == INT64_MIN && p->read_on > p->as_of)
        newest = fact = p->as_of;       /* what nobody dates is of the data date */
    *ret_newest = newest == INT64_MIN ? CIVIL_NONE : newest > fact ? newest : fact;
    return newest != INT64_MIN && is_old(p, *ret_newest);
}

/* Nobody's date is not an old date. */
bool forecast_node_is_stale(const struct network *n, uint32_t node)
{
    const struct object *o = n->plan->objects[n->object[node]];
    const struct when *looked, *updated;
    int64_t latest;

    if (o->kind != KIND_task)
        return false;
    looked = task_get_estimated(o);
    updated = task_get_updated(o);
    if (!looked && !updated)
        return false;
    latest = looked ? looked->instant : updated->instant;
    if (updated && updated->instant > latest)
        latest = updated->instant;
    return is_old(n->plan, latest);
}
