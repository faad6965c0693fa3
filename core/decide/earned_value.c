/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/earned_value.h"

#include "core/base/arena.h"
#include "core/plan/plan.h"

enum { MICRO = 1000000, WEEK_S = 7 * 86400, PERIODS_MOST = 5000, SHORT_WEEKS = 2 };

__extension__ typedef __int128 wide;

/* a x b / c, half away from zero; NONE when c is 0 or anything is NONE. */
static int64_t scaled(int64_t a, int64_t b, int64_t c)
{
    const bool negative = (a < 0) != (b < 0) ? c > 0 : c < 0;
    wide product, size;

    if (c == 0 || a == EARNED_NONE || b == EARNED_NONE || c == EARNED_NONE)
        return EARNED_NONE;
    product = (a < 0 ? -(wide)a : (wide)a) * (b < 0 ? -(wide)b : (wide)b);
    c = c < 0 ? -c : c;
    size = (product + c / 2) / c;
    if (size > INT64_MAX / 2)
        return EARNED_NONE;
    return negative ? -(int64_t)size : (int64_t)size;
}

static int64_t difference(int64_t a, int64_t b)
{
    return a == EARNED_NONE || b == EARNED_NONE ? EARNED_NONE : a - b;
}

static int64_t sum(int64_t a, int64_t b)
{
    return a == EARNED_NONE || b == EARNED_NONE ? EARNED_NONE : a + b;
}

static int64_t planned_after(const struct earned_input *in, uint32_t periods)
{
    return periods == 0 ? 0 : in->planned[periods - 1];
}

static int64_t planned_at(const struct earned_input *in)
{
    const int64_t whole = in->at_micro / MICRO;
    int64_t from, to;

    if (in->at_micro < 0)
        return 0;
    if (whole >= in->period_count)
        return planned_after(in, in->period_count);
    from = planned_after(in, (uint32_t)whole);
    to = planned_after(in, (uint32_t)whole + 1);
    return from + scaled(to - from, in->at_micro % MICRO, MICRO);
}

/* C: whole periods whose PV is earned. Past the last, all of them. */
static int64_t earned_schedule(const struct earned_input *in)
{
    uint32_t whole = 0;
    int64_t from, to;

    while (whole < in->period_count && in->planned[whole] <= in->earned)
        whole++;
    if (whole == in->period_count)
        return (int64_t)whole * MICRO;
    from = planned_after(in, whole);
    to = in->planned[whole];
    return (int64_t)whole * MICRO + scaled(in->earned - from, MICRO, to - from);
}

struct earned earned_value(const struct earned_input *in)
{
    const int64_t bac = in->budget, ev = in->earned, ac = in->actual;
    struct earned e = {.planned = planned_at(in)};
    int64_t both;

    e.cost_variance = difference(ev, ac);
    e.schedule_variance = ev - e.planned;
    e.cpi = scaled(ev, MICRO, ac);
    e.spi = scaled(ev, MICRO, e.planned);
    e.eac = scaled(bac, ac, ev);
    e.eac_as_planned = sum(ac, bac - ev);
    both = scaled(e.cpi, e.spi, MICRO);
    e.eac_both = sum(ac, scaled(bac - ev, MICRO, both));
    e.variance_at_completion = difference(bac, e.eac);
    e.tcpi = scaled(bac - ev, MICRO, difference(bac, ac));
    e.earned_schedule = in->period_count > 0 ? earned_schedule(in) : EARNED_NONE;
    e.schedule_variance_t = difference(e.earned_schedule, in->at_micro);
    e.spi_t = scaled(e.earned_schedule, MICRO, in->at_micro);
    e.ieac_t = scaled((int64_t)in->period_count * MICRO, MICRO, e.spi_t);
    return e;
}

/* --- of a plan ------------------------------------------------------------------------------ */

struct planned {
    int64_t start, finish, cost;
};

static bool baseline_of(const struct object *task, struct planned *ret)
{
    const struct objects *baseline = task_get_baseline(task);
    const struct object *b = baseline && baseline->count > 0 ? baseline->items[0] : NULL;
    const struct when *start = b ? baseline_get_start(b) : NULL;
    const struct when *finish = b ? baseline_get_finish(b) : NULL;
    const int64_t *cost = b ? baseline_get_cost(b) : NULL;

    if (!start || !finish || !cost || *cost <= 0 || finish->instant < start->instant)
        return false;
    *ret = (struct planned){start->instant, finish->instant, *cost};
    if (finish->grain != GRAIN_MINUTE)
        ret->finish += CIVIL_DAY_S;
    return true;
}

/* Which tasks are parents: their costs are the sums of their parts'. */
static bool *summaries(const struct plan *p, struct arena *owner)
{
    bool *is = ARENA_ARRAY(owner, bool, (size_t)p->object_count + 1);

    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct ref *parent = task_get_parent(plan_nth(p, KIND_task, i));

        if (parent && parent->object != OBJECT_NONE)
            is[parent->object] = true;
    }
    return is;
}

static int64_t earned_by(const struct object *task, const struct planned *b)
{
    const int32_t *done = task_get_done(task);

    if (task_get_finished(task))
        return b->cost;
    if (b->finish - b->start <= SHORT_WEEKS * (int64_t)WEEK_S || !done)
        return 0;
    return scaled(b->cost, *done, MICRO);
}

/* The cost that falls before `at`, spread evenly. */
static int64_t cost_before(const struct planned *b, int64_t at)
{
    if (at <= b->start)
        return at == b->start && b->finish == b->start ? b->cost : 0;
    if (at >= b->finish)
        return b->cost;
    return scaled(b->cost, at - b->start, b->finish - b->start);
}

const struct earned_plan *earned_value_plan(const struct plan *plan, struct arena *owner)
{
    struct earned_plan *e = ARENA_NEW(owner, struct earned_plan);
    struct earned_input *in = &e->input;
    const bool *parent = summaries(plan, owner);
    int64_t first = INT64_MAX, last = INT64_MIN, *planned;
    struct planned b;

    for (uint32_t i = 0; i < plan_count(plan, KIND_task); i++) {
        const struct object *task = plan_nth(plan, KIND_task, i);

        if (parent[task->number])
            continue;
        if (!baseline_of(task, &b)) {
            e->left_out++;
            continue;
        }
        e->task_count++;
        first = b.start < first ? b.start : first;
        last = b.finish > last ? b.finish : last;
        in->budget += b.cost;
        in->earned += earned_by(task, &b);
        if (task_get_spent(task)) {
            in->actual += *task_get_spent(task);
            e->spent_known = true;
        }
    }
    if (e->task_count == 0 || last - first > (int64_t)PERIODS_MOST * WEEK_S)
        return NULL;
    in->period_count = (uint32_t)((last - first + WEEK_S - 1) / WEEK_S);
    in->period_count += in->period_count == 0;
    planned = ARENA_ARRAY(owner, int64_t, in->period_count);
    for (uint32_t i = 0; i < plan_count(plan, KIND_task); i++)
        if (!parent[plan_nth(plan, KIND_task, i)->number] &&
            baseline_of(plan_nth(plan, KIND_task, i), &b))
            for (uint32_t w = 0; w < in->period_count; w++)
                planned[w] += cost_before(&b, first + (int64_t)(w + 1) * WEEK_S);
    in->planned = planned;
    in->at_micro = scaled(plan->as_of - first, MICRO, WEEK_S);
    if (!e->spent_known)
        in->actual = EARNED_NONE;
    e->result = earned_value(in);
    return e;
}
