/* SPDX-License-Identifier: Apache-2.0 */
/* schedule_pass.h - what the passes of all dialects share. Private to the scheduler. */
#ifndef BATON_CORE_ENGINE_SCHEDULE_PASS_H
#define BATON_CORE_ENGINE_SCHEDULE_PASS_H

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/calendar/calendar.h"
#include "core/engine/schedule.h"

struct pass {
    const struct network *n;
    struct schedule *s;
    int64_t *work_start;    /* early start of the work left */
    int64_t *late_work;     /* late start of the work left */
    int64_t *floor;         /* [node]: what upper bounds ask of its start; CIVIL_NONE; or NULL */
    int64_t *ceiling;       /* [node]: the same of its late finish; or NULL */
    int64_t late_limit;     /* of open ends */
    bool plain;             /* plain_passes do it */
    struct arena *scratch;
    struct diags *out;
};

static inline int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static inline int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static inline const struct calendar *pass_calendar(const struct pass *p, uint32_t node)
{
    return p->n->calendars[p->n->calendar[node]];
}

/* Working steps that leave an instant alone when there is nothing to step. */
static inline int64_t pass_add(const struct calendar *c, int64_t at, int64_t delta_s)
{
    return delta_s == 0 ? at : calendar_add(c, at, delta_s);
}

static inline int64_t pass_step_on(const struct pass *p, uint32_t calendar, int64_t at,
                                   int64_t delta_s)
{
    return pass_add(p->n->calendars[calendar], at, delta_s);
}

/* The same four on a node's calendar. */
static inline int64_t pass_step(const struct pass *p, uint32_t node, int64_t at, int64_t delta_s)
{
    return pass_step_on(p, p->n->calendar[node], at, delta_s);
}

static inline int64_t pass_work(const struct pass *p, uint32_t node, int64_t a, int64_t b)
{
    return a == b ? 0 : calendar_work(pass_calendar(p, node), a, b);
}

static inline int64_t pass_next_start(const struct pass *p, uint32_t node, int64_t at)
{
    return calendar_next_start(pass_calendar(p, node), at);
}

static inline int64_t pass_previous_finish(const struct pass *p, uint32_t node, int64_t at)
{
    return calendar_previous_finish(pass_calendar(p, node), at);
}

static inline int64_t pass_lag(const struct pass *p, const struct network_link *l, int64_t at)
{
    return pass_step_on(p, l->lag_calendar, at, l->lag_s);
}

static inline int64_t pass_lag_back(const struct pass *p, const struct network_link *l, int64_t at)
{
    return pass_step_on(p, l->lag_calendar, at, -(int64_t)l->lag_s);
}

static inline bool link_leaves_start(const struct network_link *l)
{
    return l->type == LINK_SS || l->type == LINK_SF;
}

static inline bool link_meets_finish(const struct network_link *l)
{
    return l->type == LINK_FF || l->type == LINK_SF;
}

/* schedule_native.c: also the passes of p6, whose differences are few. */
void native_forward(struct pass *p);
/* One node, when all that it follows have their dates. */
void native_forward_node(struct pass *p, uint32_t node);
void native_backward(struct pass *p);
void native_backward_node(struct pass *p, uint32_t node);
void native_alap(struct pass *p);
/* What a link asks of its successor's work start, unsnapped. */
int64_t native_link_bound(const struct pass *p, const struct network_link *l, uint32_t succ);
bool native_link_binds(const struct pass *p, const struct network_link *l, uint32_t succ);

/* schedule_bound.c: forward and backward passes repeated until every upper bound holds. */
bool bounded_forward(struct pass *p);
/* The start of the predecessor's work that a bound asks for, snapped. */
int64_t bound_wanted_start(const struct pass *p, const struct network_bound *b);
bool bound_is_movable(const struct network *n, uint32_t node);
void bounded_backward(struct pass *p);

/* schedule_msproject.c */
void msproject_passes(struct pass *p);
/* As native_forward_node: from the project's start, as soon as possible. */
void msproject_forward_node(struct pass *p, uint32_t node);

/* schedule_plain.c: both passes, floats and the longest path of a plan most of which is plain, in
 * working time: the same dates. False as schedule_span. `plain` is false then if the plan is too
 * long for it: nothing was done. */
bool plain_may(const struct network *n);
bool plain_passes(struct pass *p);

/* schedule.c: the whole's first start and last finish, when all have their early dates. False:
 * some would end past the years of calendars, and it was said. */
bool schedule_span(struct pass *p);
void schedule_set_span(struct pass *p, int64_t start, int64_t finish);

/* schedule_float.c */
void schedule_floats(struct pass *p);
void schedule_float(struct pass *p, uint32_t node);
void schedule_longest_path(struct pass *p);
bool schedule_is_longest(const struct pass *p, uint32_t node);
void schedule_roll_up(struct pass *p);

#endif
