/* SPDX-License-Identifier: Apache-2.0 */
/* Both passes in working time. Of most tasks nothing is asked but that they begin when what they
 * follow is done: their dates are sums and maxima of work seconds, their floats differences, and a
 * calendar is asked only for the four dates that are told. What asks for more (progress,
 * constraints, lags, other links, events without duration) is handed, node by node, to the rules of
 * schedule_native.c; so both give the same dates, and the fewer odd nodes, the sooner.
 *
 * An instant and its work seconds are not the same: Friday 18:00 and Monday 09:00 have as many. So
 * maxima that pick what drives a task are taken of instants, as the rules do, unless all that it
 * follows are sums on its own calendar: those are in order by either.
 *
 * What was known when the network was compiled (network_note_asks) says of each node which way it
 * goes. Dates are looked up and written once, going backward, but for those that the rules look at.
 */
#include <string.h>

#include "core/calendar/table.h"
#include "core/engine/schedule_pass.h"

/* Work seconds of a node, on its own calendar, after the first instant at which anything may begin.
 * Narrow, so that more nodes are in the nearest caches: what does not fit is left to the rules. */
struct spot {
    int32_t start_s, finish_s;  /* early, of the work left */
    int32_t late_s;             /* the least that what follows asks of its late finish */
    int32_t next_s;             /* the earliest start of what follows */
};
enum { FAR_S = 1 << 30 };       /* 34 years of work at every hour */

/* Of a plan whose spots are more than the nearer caches hold, those that come to be looked at are
 * asked for so many links ahead. */
enum { AHEAD = 24, NODES_AHEAD = 50000 };

/* What one calendar says: of nodes that are sums, and of instants that are asked of many. */
struct plain_clock {
    struct calendar_table *table;           /* made when first asked */
    int64_t base_s;                         /* work seconds before all spots */
    int32_t limit_s, end_s;                 /* of the late limit and the end */
    int32_t first_s, last_s;                /* early starts and finishes of sums */
    uint32_t count;                         /* of those */
    bool is_bound;                          /* limit and end were asked for */
};

struct plain {
    struct pass *p;
    struct spot *spots;
    struct plain_clock *clocks;
    int64_t base;               /* nothing that has not begun begins before */
    int64_t first, last;        /* early starts and finishes by the rules */
    uint32_t ahead_from;        /* links from which on there are AHEAD before */
    bool far;                   /* something did not fit a spot */
};

static inline void prefetch(const struct spot *spot)
{
#ifdef __GNUC__
    __builtin_prefetch(spot);
#else
    (void)spot;
#endif
}

bool plain_may(const struct network *n)
{
    if (n->dialect != DIALECT_NATIVE || n->bound_count > 0 || n->open_ends_own_finish)
        return false;
    for (uint32_t node = 0; node < n->node_count; node++)
        if (n->flags[node] & NODE_ALAP)
            return false;
    return true;
}

static inline const struct calendar *calendar_of(const struct plain *x, uint32_t node)
{
    return x->p->n->calendars[x->p->n->calendar[node]];
}

static inline struct plain_clock *clock_of(struct plain *x, uint32_t node)
{
    struct plain_clock *c = &x->clocks[x->p->n->calendar[node]];

    if (!c->table) {
        c->table = calendar_table_new(calendar_of(x, node), x->base, x->p->scratch);
        c->base_s = calendar_until(calendar_of(x, node), x->base);
        c->first_s = INT32_MAX;
        c->last_s = 0;
    }
    return c;
}

static int32_t fitting(struct plain *x, int64_t after_s)
{
    if (after_s <= FAR_S && after_s >= -FAR_S)
        return (int32_t)after_s;
    x->far = true;
    return after_s < 0 ? -FAR_S : FAR_S;
}

/* An instant as a place of a node's calendar. */
static int32_t spot_of(struct plain *x, uint32_t node, int64_t at)
{
    const int64_t base_s = clock_of(x, node)->base_s;

    return fitting(x, calendar_until(calendar_of(x, node), at) - base_s);
}

/* --- forward ------------------------------------------------------------------------------- */

static void forward_odd(struct plain *x, uint32_t node)
{
    struct schedule_dates *d = &x->p->s->node[node];

    *d = (struct schedule_dates){0};
    native_forward_node(x->p, node);
    x->spots[node] = (struct spot){
        .start_s = spot_of(x, node, x->p->work_start[node]),
        .finish_s = spot_of(x, node, d->early_finish), .late_s = INT32_MAX, .next_s = INT32_MAX};
    x->first = sooner(x->first, d->early_start);
    x->last = later(x->last, d->early_finish);
}

/* Where what a node follows is on other calendars, or has its dates by the rules. */
static int32_t latest_instant(struct plain *x, uint32_t node, uint32_t *ret_driver)
{
    const struct network *n = x->p->n;
    int64_t last = x->base;
    uint32_t driver = UINT32_MAX;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const int64_t at = x->p->s->node[n->pred_node[k]].early_finish;
        const bool is_later = at > last;    /* foretold by nothing: no branch */

        last = is_later ? at : last;
        driver = is_later ? k : driver;
    }
    *ret_driver = driver;
    if (driver == UINT32_MAX)
        return 0;
    if (n->calendar[n->pred_node[driver]] == n->calendar[node])
        return x->spots[n->pred_node[driver]].finish_s;
    return spot_of(x, node, last);
}

/* Its dates, as its table says. */
static inline void date(const struct plain_clock *c, const struct spot *spot,
                        struct schedule_dates *d)
{
    d->early_start = table_start_of(c->table, c->base_s + spot->start_s);
    d->early_finish = table_finish_of(c->table, c->base_s + spot->finish_s);
}

static void forward_node(struct plain *x, uint32_t node, uint8_t asks)
{
    const struct network *n = x->p->n;
    struct plain_clock *clock = clock_of(x, node);
    const struct spot *spots = x->spots;
    struct spot *spot = &x->spots[node];
    int32_t start_s = 0, finish_s;
    uint32_t driver = UINT32_MAX;

    if (asks & ASKS_CLOCKS)
        start_s = latest_instant(x, node, &driver);
    else
        for (uint32_t k = n->link_first[node], end = n->link_first[node + 1]; k < end; k++) {
            const int32_t at_s = spots[n->pred_node[k]].finish_s;

            driver = at_s > start_s ? k : driver;
            start_s = at_s > start_s ? at_s : start_s;
        }
    finish_s = fitting(x, (int64_t)start_s + n->duration_s[node]);
    *spot = (struct spot){start_s, finish_s, INT32_MAX, INT32_MAX};
    clock->first_s = start_s < clock->first_s ? start_s : clock->first_s;
    clock->last_s = finish_s > clock->last_s ? finish_s : clock->last_s;
    clock->count++;
    x->p->s->reason[node] = driver == UINT32_MAX ? REASON_START : REASON_LINK;
    x->p->s->driver[node] = driver;
    if (asks & ASKS_DATES) {
        date(clock, spot, &x->p->s->node[node]);
        x->p->work_start[node] = x->p->s->node[node].early_start;
    }
}

static void forward(struct plain *x)
{
    const struct network *n = x->p->n;

    for (uint32_t node = 0; node < n->node_count; node++) {
        const uint8_t asks = n->asks[node];

        if (asks & ASKS_RULES)
            forward_odd(x, node);
        else
            forward_node(x, node, asks);
    }
}

/* The whole's first start and last finish. False: past the years of calendars, and it was said. */
static bool span(struct plain *x)
{
    const struct network *n = x->p->n;
    int64_t first = x->first, last = x->last;

    for (uint32_t i = 0; i < n->calendar_count; i++) {
        struct plain_clock *c = &x->clocks[i];

        if (!c->table || c->count == 0)
            continue;
        table_expect(c->table, c->count, c->base_s + c->last_s);
        first = sooner(first, table_start_of(c->table, c->base_s + c->first_s));
        last = later(last, table_finish_of(c->table, c->base_s + c->last_s));
    }
    if (first > CALENDAR_BEFORE / 2 && last < CALENDAR_BEYOND / 2) {
        schedule_set_span(x->p, first, last);
        return true;
    }
    for (uint32_t node = 0; node < n->node_count; node++)
        if (!(n->asks[node] & ASKS_RULES))
            date(clock_of(x, node), &x->spots[node], &x->p->s->node[node]);
    return schedule_span(x->p);
}

/* --- backward ------------------------------------------------------------------------------ */

static inline void lower(int32_t *at, int32_t to)
{
    *at = to < *at ? to : *at;
}

/* What a node asks of those that it plainly follows: to be done before its late start; and that
 * it starts then, for their free float; and whether it holds the whole. */
static void tell_before(struct plain *x, uint32_t node, int32_t late_s)
{
    const struct network *n = x->p->n;
    const uint16_t calendar = n->calendar[node];
    const bool longest = x->p->s->longest_path[node];
    const int32_t start_s = x->spots[node].start_s;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const uint32_t pred = n->pred_node[k];
        struct spot *of = &x->spots[pred];

        if (n->calendar[pred] == calendar) {
            lower(&of->late_s, late_s);
            lower(&of->next_s, start_s);
            if (longest && of->finish_s >= start_s)
                x->p->s->longest_path[pred] = true;
        } else if (!(n->asks[pred] & ASKS_OUT)) {
            lower(&of->late_s, spot_of(x, pred, x->p->late_work[node]));
            lower(&of->next_s, spot_of(x, pred, x->p->work_start[node]));
            if (longest && spot_of(x, node, x->p->s->node[pred].early_finish) >= start_s)
                x->p->s->longest_path[pred] = true;
        }
    }
}

/* The same where all of those are sums on its own calendar. */
static inline void tell_sums_before(const struct plain *x, uint32_t node, int32_t late_s,
                                    int32_t start_s, bool longest)
{
    const struct network *n = x->p->n;
    const uint32_t first = n->link_first[node], end = n->link_first[node + 1];
    const uint32_t from = x->ahead_from;
    struct spot *spots = x->spots;

    for (uint32_t k = first; k < end; k++) {
        struct spot *of = &spots[n->pred_node[k]];

        if (k >= from)
            prefetch(&spots[n->pred_node[k - AHEAD]]);
        lower(&of->late_s, late_s);
        lower(&of->next_s, start_s);
    }
    for (uint32_t k = first; k < end && longest; k++)
        if (spots[n->pred_node[k]].finish_s >= start_s)
            x->p->s->longest_path[n->pred_node[k]] = true;
}

static inline void write_object(const struct plain *x, uint32_t node)
{
    const struct network *n = x->p->n;
    const uint32_t object = n->object[node];

    if (n->node_of[object] == node)
        x->p->s->object[object] = x->p->s->node[node];
}

/* By the rules, which look at dates of its own and of what follows it. */
static void backward_odd(struct plain *x, uint32_t node)
{
    const struct network *n = x->p->n;
    struct schedule_dates *d = &x->p->s->node[node];

    if (!(n->asks[node] & ASKS_RULES)) {
        *d = (struct schedule_dates){0};
        date(clock_of(x, node), &x->spots[node], d);
        x->p->work_start[node] = d->early_start;
    }
    for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++)
        if (n->progress[n->succ_node[k]] == PROGRESS_NOT_STARTED)
            x->p->late_work[n->succ_node[k]] = x->p->s->node[n->succ_node[k]].late_start;
    native_backward_node(x->p, node);
    schedule_float(x->p, node);
    x->p->s->longest_path[node] = schedule_is_longest(x->p, node);
    if (n->progress[node] == PROGRESS_NOT_STARTED)
        tell_before(x, node, spot_of(x, node, x->p->late_work[node]));
    write_object(x, node);
}

static void backward_node(struct plain *x, uint32_t node, struct plain_clock *clock,
                          int32_t late_s)
{
    const struct network *n = x->p->n;
    const struct spot spot = x->spots[node];
    const int32_t start_s = late_s - n->duration_s[node];
    const int32_t next_s = spot.next_s < clock->end_s ? spot.next_s : clock->end_s;
    struct schedule_dates *d = &x->p->s->node[node];

    date(clock, &spot, d);
    d->late_finish = table_finish_of(clock->table, clock->base_s + late_s);
    d->late_start = table_start_of(clock->table, clock->base_s + start_s);
    d->total_float_s = (int64_t)late_s - spot.finish_s;
    d->free_float_s = (int64_t)next_s - spot.finish_s;
    d->critical = d->total_float_s <= n->critical_slack_s;
    x->p->work_start[node] = d->early_start;
    if (spot.finish_s >= clock->end_s)
        x->p->s->longest_path[node] = true;
    if (n->asks[node] & ASKS_CLOCKS) {
        x->p->late_work[node] = d->late_start;
        tell_before(x, node, start_s);
    } else {
        tell_sums_before(x, node, start_s, spot.start_s, x->p->s->longest_path[node]);
    }
    write_object(x, node);
}

static void backward(struct plain *x)
{
    const struct network *n = x->p->n;

    for (uint32_t node = n->node_count; node-- > 0;) {
        struct plain_clock *clock = clock_of(x, node);
        int32_t late_s = x->spots[node].late_s;

        if (!clock->is_bound) {
            clock->limit_s = spot_of(x, node, x->p->late_limit);
            clock->end_s = spot_of(x, node, x->p->s->finish);
            clock->is_bound = true;
        }
        late_s = late_s < clock->limit_s ? late_s : clock->limit_s;
        /* By the rules, too, what would be late before the years of calendars. */
        if ((n->asks[node] & (ASKS_RULES | ASKS_OUT)) ||
            clock->base_s + late_s <= n->duration_s[node])
            backward_odd(x, node);
        else
            backward_node(x, node, clock, late_s);
    }
}

bool plain_passes(struct pass *p)
{
    const struct network *n = p->n;
    struct plain x = {.p = p, .base = n->start, .first = INT64_MAX, .last = INT64_MIN};

    x.ahead_from = n->node_count < NODES_AHEAD ? UINT32_MAX : AHEAD;
    if (n->data_date != CIVIL_NONE)
        x.base = later(x.base, n->data_date);
    x.spots = ARENA_ROOM(p->scratch, struct spot, n->node_count + 1);
    x.clocks = ARENA_ARRAY(p->scratch, struct plain_clock, n->calendar_count + 1);
    forward(&x);
    if (n->node_count == 0)
        x.first = x.last = n->start;
    if (!x.far && !span(&x))
        return false;
    if (!x.far)
        backward(&x);
    if (x.far)      /* as the rules expect to find it */
        memset(p->s->node, 0, n->node_count * sizeof(p->s->node[0]));
    p->plain = !x.far;
    return true;
}
