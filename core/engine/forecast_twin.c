/* SPDX-License-Identifier: Apache-2.0 */
/* Two plans that differ little, simulated side by side: of the second only the rows that can differ
 * are run, in each block of iterations on top of the first's. The rest is the same draws through
 * the same sums, so it is the same numbers. A row can differ where anything of its own does, or
 * where something before it can. */
#include <string.h>

#include "core/base/arena.h"
#include "core/engine/forecast_finish.h"

struct forecast_twin {
    const struct forecast_job *base, *job;
    uint32_t *rows, row_count;  /* those that can differ, in order */
};

struct comparing {
    const struct forecast_job *a, *b;
    int32_t *shape_of;          /* [a->shape_count] the same one in b, plus 1; 0: not looked for */
    bool *calendars, *drivers, *risks;  /* by index: the same in both */
    bool *dirty;
};

static bool same_shape(struct comparing *x, int32_t a, int32_t b)
{
    if (a == FORECAST_CONSTANT || b == FORECAST_CONSTANT)
        return a == b;
    if (x->shape_of[a] == 0 &&
        memcmp(x->a->shapes[a], x->b->shapes[b], sizeof(*x->a->shapes[a])) == 0)
        x->shape_of[a] = b + 1;
    return x->shape_of[a] == b + 1;
}

static bool same_amount(struct comparing *x, const struct forecast_amount *a,
                        const struct forecast_amount *b)
{
    return a->scale == b->scale && same_shape(x, a->shape, b->shape);
}

static void compare_causes(struct comparing *x)
{
    const struct forecast_job *a = x->a, *b = x->b;

    for (uint32_t i = 0; i < a->network->calendar_count && i < b->network->calendar_count; i++)
        x->calendars[i] =
            (a->clocks[i].always && b->clocks[i].always) ||
            (!a->clocks[i].always && !b->clocks[i].always &&
             a->clocks[i].calendar == b->clocks[i].calendar);
    for (uint32_t i = 0; i < a->driver_count; i++)
        x->drivers[i] = a->drivers[i].key == b->drivers[i].key &&
                        same_amount(x, &a->drivers[i].factor, &b->drivers[i].factor);
    for (uint32_t i = 0; i < a->risk_count; i++)
        x->risks[i] = a->risks[i].key == b->risks[i].key &&
                      a->risks[i].fires_below == b->risks[i].fires_below &&
                      same_amount(x, &a->risks[i].factor, &b->risks[i].factor);
}

static bool same_bundle(const struct comparing *x, int32_t a, int32_t b)
{
    const struct forecast_bundle *p, *q;

    if (a == ROW_NONE || b == ROW_NONE)
        return a == b;
    p = &x->a->bundles[a];
    q = &x->b->bundles[b];
    if (p->count != q->count)
        return false;
    for (uint32_t i = 0; i < p->count; i++) {
        const uint32_t factor = x->a->factors[p->first + i];

        if (factor != x->b->factors[q->first + i] ||
            !(factor < x->a->driver_count ? x->drivers[factor]
                                          : x->risks[factor - x->a->driver_count]))
            return false;
    }
    return true;
}

static bool same_hits(struct comparing *x, const struct forecast_row *a,
                      const struct forecast_row *b)
{
    for (uint32_t i = 0; i < a->hit_count; i++) {
        const struct forecast_hit *p = &x->a->hits[a->hit_first + i];
        const struct forecast_hit *q = &x->b->hits[b->hit_first + i];

        if (p->risk != q->risk || !x->risks[p->risk] || p->stretch != q->stretch ||
            p->windowed != q->windowed || p->from != q->from || p->until != q->until ||
            !same_amount(x, &p->delay, &q->delay))
            return false;
    }
    return true;
}

static bool same_branch(struct comparing *x, int32_t a, int32_t b)
{
    const struct forecast_branch *p, *q;

    if (a == ROW_NONE || b == ROW_NONE)
        return a == b;
    p = &x->a->branches[a];
    q = &x->b->branches[b];
    return p->exists_below == q->exists_below && p->rework_most == q->rework_most &&
           memcmp(p->rework_below, q->rework_below, sizeof(p->rework_below)) == 0 &&
           same_amount(x, &p->rework, &q->rework);
}

static bool same_works(const struct comparing *x, const struct forecast_row *a,
                       const struct forecast_row *b)
{
    if (a->work_first == ROW_NONE || b->work_first == ROW_NONE)
        return a->work_first == b->work_first;
    for (uint32_t i = 0; i < a->work_count; i++) {
        const struct forecast_work *p = &x->a->works[a->work_first + (int32_t)i];
        const struct forecast_work *q = &x->b->works[b->work_first + (int32_t)i];

        if (p->calendar != q->calendar || !x->calendars[p->calendar] || p->work_s != q->work_s ||
            p->delay_s != q->delay_s)
            return false;
    }
    return true;
}

static bool same_links(const struct comparing *x, const struct forecast_row *a,
                       const struct forecast_row *b)
{
    for (uint32_t g = 0; g < a->group_count; g++) {
        const struct forecast_group *p = &x->a->groups[a->group_first + g];
        const struct forecast_group *q = &x->b->groups[b->group_first + g];

        if (p->link_count != q->link_count || p->route != q->route ||
            p->from_start != q->from_start || p->out_as_start != q->out_as_start ||
            p->to_finish != q->to_finish || p->percent != q->percent || p->from != q->from ||
            p->by != q->by || !x->calendars[p->from] || !x->calendars[p->by] ||
            p->route_lag_s != q->route_lag_s || p->lag_after_s != q->lag_after_s)
            return false;
        for (uint32_t l = 0; l < p->link_count; l++) {
            const struct forecast_link *from = &x->a->links[p->link_first + l];
            const struct forecast_link *to = &x->b->links[q->link_first + l];

            if (from->row != to->row || from->lag_s != to->lag_s || x->dirty[to->row])
                return false;
        }
    }
    return true;
}

static bool same_row(struct comparing *x, uint32_t r)
{
    const struct forecast_row *a = &x->a->rows[r], *b = &x->b->rows[r];

    return a->scale_s == b->scale_s && a->start_floor == b->start_floor &&
           a->finish_floor == b->finish_floor && a->expected_finish == b->expected_finish &&
           a->group_count == b->group_count && a->hit_count == b->hit_count &&
           a->work_count == b->work_count && a->calendar == b->calendar &&
           x->calendars[a->calendar] && a->delay_calendar == b->delay_calendar &&
           x->calendars[a->delay_calendar] && a->flags == b->flags &&
           a->levelling_s == b->levelling_s && same_shape(x, a->shape, b->shape) &&
           (a->team == ROW_NONE || b->team == ROW_NONE
                ? a->team == b->team
                : x->a->teams[a->team] == x->b->teams[b->team]) &&
           same_bundle(x, a->bundle, b->bundle) && same_hits(x, a, b) &&
           same_branch(x, a->branch, b->branch) && same_works(x, a, b) && same_links(x, a, b);
}

/* Whether the same numbers can come of both at all. */
static bool may_share(const struct forecast_job *a, const struct forecast_job *b)
{
    if (a->bound_count > 0 || b->bound_count > 0 || a->people || b->people || a->order ||
        b->order || a->money || b->money || a->traced > 0 || b->traced > 0 ||
        a->lanes != b->lanes || a->seed != b->seed || a->origin != b->origin || a->now != b->now ||
        a->row_count != b->row_count || a->driver_count != b->driver_count ||
        a->risk_count != b->risk_count)
        return false;
    for (uint32_t r = 0; r < a->row_count; r++)
        if (a->rows[r].key != b->rows[r].key)
            return false;
    return memcmp(a->team_scores, b->team_scores, sizeof(*a->team_scores)) == 0 &&
           memcmp(a->own_scores, b->own_scores, sizeof(*a->own_scores)) == 0;
}

const struct forecast_twin *forecast_twin_new(const struct forecast_job *base,
                                              const struct forecast_job *job,
                                              struct arena *owner, struct arena *scratch)
{
    struct forecast_twin *twin = ARENA_NEW(owner, struct forecast_twin);
    struct comparing x = {.a = base, .b = job};

    if (!may_share(base, job))
        return NULL;
    x.shape_of = ARENA_ARRAY(scratch, int32_t, base->shape_count + 1);
    x.calendars = ARENA_ARRAY(scratch, bool, base->network->calendar_count +
                                                 job->network->calendar_count);
    x.drivers = ARENA_ARRAY(scratch, bool, base->driver_count + 1);
    x.risks = ARENA_ARRAY(scratch, bool, base->risk_count + 1);
    x.dirty = ARENA_ARRAY(scratch, bool, base->row_count + 1);
    compare_causes(&x);
    *twin = (struct forecast_twin){base, job, ARENA_ARRAY(owner, uint32_t, job->row_count + 1), 0};
    for (uint32_t r = 0; r < job->row_count; r++) {
        x.dirty[r] = !same_row(&x, r);
        if (x.dirty[r])
            twin->rows[twin->row_count++] = r;
    }
    return twin;
}

uint32_t forecast_twin_rows(const struct forecast_twin *twin)
{
    return twin->row_count;
}

void forecast_run_twin(const struct forecast_twin *twin, uint32_t first, uint32_t count,
                       struct arena *owner, struct arena *scratch,
                       struct forecast_partial *ret_parts[2])
{
    const uint32_t lanes = twin->base->lanes;
    struct forecast_space space, other;
    struct forecast_leaf *leaf[2];

    forecast_space_init(&space, twin->base, false, scratch);
    forecast_space_init(&other, twin->job, false, scratch);
    other.start = space.start;
    other.finish = space.finish;
    if (space.gone)
        other.gone = space.gone;
    for (int i = 0; i < 2; i++)
        ret_parts[i] = forecast_partial_new(i == 0 ? twin->base : twin->job, first, count, owner,
                                            &leaf[i]);
    for (uint32_t at = 0; at < count; at += lanes) {
        const uint32_t here = count - at < lanes ? count - at : lanes;

        forecast_kernel_run(twin->base, &space, first + at);
        forecast_partial_keep(twin->base, &space, leaf[0], at, here);
        forecast_kernel_rerun(twin->job, &other, first + at, 0, twin->rows, twin->row_count);
        forecast_partial_keep(twin->job, &other, leaf[1], at, here);
    }
}
