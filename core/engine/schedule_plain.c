/* SPDX-License-Identifier: Apache-2.0 */
/* Both passes in working time. Of most tasks nothing is asked but that they begin when what they
 * follow is done: their dates are sums and maxima of work seconds, their floats differences, and a
 * calendar is asked only for the four dates that are told. What asks for more (progress,
 * constraints, lags, other links, events without duration) is handed, node by node, to the rules of
 * schedule_native.c; so both give the same dates, and the fewer odd nodes, the sooner.
 *
 * An instant and its work seconds are not the same: Friday 18:00 and Monday 09:00 have as many. So
 * maxima that pick what drives a task are taken of instants, as the rules do; only then is one
 * looked up by its work seconds, which keep the order.
 */
#include "core/calendar/table.h"
#include "core/engine/schedule_pass.h"

/* An instant that something is done, and the work seconds of it on the node's own calendar. */
struct done {
    int64_t at, work_s;
};

enum { NODE_ODD = 1, NODE_ODD_OUT = 2 };

struct plain {
    struct pass *p;
    struct done *done;          /* [node] early finish */
    int64_t *start_s;           /* [node] work seconds of the early start of the work left */
    int64_t *late_s;            /* [node] the least that what follows asks of its late finish */
    int64_t *next_s;            /* [node] the earliest start of what follows */
    uint8_t *odd;               /* [node] NODE_ODD: by the rules; NODE_ODD_OUT: a link out of it */
    int64_t *base_s, *limit_s, *end_s;  /* [calendar] of begin, late limit and end; or -1 */
    struct calendar_table **tables;     /* [calendar] made when first asked */
    int64_t base;               /* nothing that has not begun begins before */
};

bool plain_may(const struct network *n)
{
    if (n->dialect != DIALECT_NATIVE || n->bound_count > 0 || n->open_ends_own_finish)
        return false;
    for (uint32_t node = 0; node < n->node_count; node++)
        if (n->flags[node] & NODE_ALAP)
            return false;
    return true;
}

static bool is_odd(const struct network *n, uint32_t node)
{
    return n->progress[node] != PROGRESS_NOT_STARTED || n->role[node] == ROLE_SUMMARY ||
           (n->flags[node] & (NODE_EARLIEST | NODE_START_EVENT)) || n->duration_s[node] <= 0 ||
           n->not_before[node] != CIVIL_NONE || n->deadline[node] != CIVIL_NONE ||
           n->constraint[node].kind != CONSTRAINT_ASAP ||
           n->constraint2[node].kind != CONSTRAINT_ASAP;
}

static inline const struct calendar *calendar_of(const struct plain *x, uint32_t node)
{
    return x->p->n->calendars[x->p->n->calendar[node]];
}

static inline struct calendar_table *table_of(struct plain *x, uint32_t node)
{
    const uint16_t calendar = x->p->n->calendar[node];

    if (!x->tables[calendar])
        x->tables[calendar] = calendar_table_new(x->p->n->calendars[calendar], x->base,
                                                 x->p->scratch);
    return x->tables[calendar];
}

/* One instant on many calendars, each asked once. */
static inline int64_t known(const struct plain *x, int64_t *of, uint16_t calendar, int64_t at)
{
    if (of[calendar] < 0)
        of[calendar] = calendar_until(x->p->n->calendars[calendar], at);
    return of[calendar];
}

/* --- forward ------------------------------------------------------------------------------- */

static void forward_odd(struct plain *x, uint32_t node)
{
    const struct calendar *c = calendar_of(x, node);

    native_forward_node(x->p, node);
    x->odd[node] |= NODE_ODD;
    x->done[node].at = x->p->s->node[node].early_finish;
    x->done[node].work_s = calendar_until(c, x->done[node].at);
    x->start_s[node] = calendar_until(c, x->p->work_start[node]);
}

/* Whether all links into it are plain; of those that are not, what they come from is marked. */
static bool has_plain_links(struct plain *x, uint32_t node, bool odd)
{
    const struct network *n = x->p->n;
    const bool out = odd && (n->progress[node] != PROGRESS_NOT_STARTED ||
                             (n->flags[node] & NODE_EARLIEST));
    bool plain = true;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const struct network_link *l = &n->links[k];
        const bool here = l->type == LINK_FS && l->lag_s == 0;

        plain = plain && here;
        if (out || !here)
            x->odd[l->pred] |= NODE_ODD_OUT;
    }
    return plain;
}

static void forward_node(struct plain *x, uint32_t node)
{
    const struct network *n = x->p->n;
    struct calendar_table *table = table_of(x, node);
    struct schedule_dates *d = &x->p->s->node[node];
    struct done last = {x->base, 0};
    uint32_t driver = UINT32_MAX;
    int64_t start_s;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const struct done *pred = &x->done[n->links[k].pred];
        const bool is_later = pred->at > last.at;   /* foretold by nothing: no branch */

        last.at = is_later ? pred->at : last.at;
        last.work_s = is_later ? pred->work_s : last.work_s;
        driver = is_later ? k : driver;
    }
    if (driver == UINT32_MAX)
        start_s = known(x, x->base_s, n->calendar[node], x->base);
    else if (n->calendar[n->links[driver].pred] == n->calendar[node])
        start_s = last.work_s;
    else
        start_s = calendar_until(calendar_of(x, node), last.at);
    x->start_s[node] = start_s;
    x->done[node].work_s = start_s + n->duration_s[node];
    x->done[node].at = d->early_finish = table_finish_of(table, x->done[node].work_s);
    x->p->work_start[node] = d->early_start = table_start_of(table, start_s);
    x->p->s->reason[node] = driver == UINT32_MAX ? REASON_START : REASON_LINK;
    x->p->s->driver[node] = driver;
}

static void forward(struct plain *x)
{
    const struct network *n = x->p->n;

    for (uint32_t node = 0; node < n->node_count; node++) {
        const bool odd = is_odd(n, node);

        if (!has_plain_links(x, node, odd) || odd)
            forward_odd(x, node);
        else
            forward_node(x, node);
    }
}

/* --- backward ------------------------------------------------------------------------------ */

static inline void lower(int64_t *at, int64_t to)
{
    *at = to < *at ? to : *at;
}

/* What a node asks of those that it plainly follows: to be done before its late start; and that
 * it starts then, for their free float; and whether it holds the whole. */
static void tell_before(struct plain *x, uint32_t node, int64_t late_s)
{
    const struct network *n = x->p->n;
    const uint16_t calendar = n->calendar[node];
    const bool longest = x->p->s->longest_path[node];

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const uint32_t pred = n->links[k].pred;

        if (n->calendar[pred] == calendar) {
            lower(&x->late_s[pred], late_s);
            lower(&x->next_s[pred], x->start_s[node]);
            if (longest && x->done[pred].work_s >= x->start_s[node])
                x->p->s->longest_path[pred] = true;
        } else if (!(x->odd[pred] & NODE_ODD_OUT)) {
            const struct calendar *c = calendar_of(x, pred);

            lower(&x->late_s[pred], calendar_until(c, x->p->late_work[node]));
            lower(&x->next_s[pred], calendar_until(c, x->p->work_start[node]));
            if (longest && calendar_until(calendar_of(x, node), x->done[pred].at) >=
                               x->start_s[node])
                x->p->s->longest_path[pred] = true;
        }
    }
}

static void backward_odd(struct plain *x, uint32_t node)
{
    native_backward_node(x->p, node);
    schedule_float(x->p, node);
    x->p->s->longest_path[node] = schedule_is_longest(x->p, node);
    if (x->p->n->progress[node] == PROGRESS_NOT_STARTED)
        tell_before(x, node, calendar_until(calendar_of(x, node), x->p->late_work[node]));
}

static void backward_node(struct plain *x, uint32_t node, int64_t late_s)
{
    const struct network *n = x->p->n;
    struct calendar_table *table = table_of(x, node);
    const int64_t finish_s = x->done[node].work_s;
    const int64_t end_s = known(x, x->end_s, n->calendar[node], x->p->s->finish);
    const int64_t start_s = late_s - n->duration_s[node];
    struct schedule_dates *d = &x->p->s->node[node];

    d->late_finish = table_finish_of(table, late_s);
    d->late_start = x->p->late_work[node] = table_start_of(table, start_s);
    d->total_float_s = late_s - finish_s;
    d->free_float_s = sooner(x->next_s[node], end_s) - finish_s;
    d->critical = d->total_float_s <= n->critical_slack_s;
    if (finish_s >= end_s)
        x->p->s->longest_path[node] = true;
    tell_before(x, node, start_s);
}

static void backward(struct plain *x)
{
    const struct network *n = x->p->n;

    for (uint32_t node = n->node_count; node-- > 0;) {
        int64_t late_s = -1;

        if (x->odd[node] == 0)
            late_s = sooner(x->late_s[node],
                            known(x, x->limit_s, n->calendar[node], x->p->late_limit));
        if (late_s > n->duration_s[node])
            backward_node(x, node, late_s);
        else
            backward_odd(x, node);  /* also what would be late before the years of calendars */
    }
}

static int64_t *all(struct arena *owner, uint32_t count, int64_t value)
{
    int64_t *items = ARENA_ROOM(owner, int64_t, count + 1);

    for (uint32_t i = 0; i < count; i++)
        items[i] = value;
    return items;
}

bool plain_passes(struct pass *p)
{
    const struct network *n = p->n;
    struct plain x = {.p = p, .base = n->start};

    if (n->data_date != CIVIL_NONE)
        x.base = later(x.base, n->data_date);
    x.done = ARENA_ROOM(p->scratch, struct done, n->node_count + 1);
    x.start_s = ARENA_ROOM(p->scratch, int64_t, n->node_count + 1);
    x.odd = ARENA_ARRAY(p->scratch, uint8_t, n->node_count + 1);
    x.base_s = all(p->scratch, n->calendar_count, -1);
    x.tables = ARENA_ARRAY(p->scratch, struct calendar_table *, n->calendar_count + 1);
    forward(&x);
    if (!schedule_span(p))
        return false;
    x.late_s = all(p->scratch, n->node_count, INT64_MAX);
    x.next_s = all(p->scratch, n->node_count, INT64_MAX);
    x.limit_s = all(p->scratch, n->calendar_count, -1);
    x.end_s = all(p->scratch, n->calendar_count, -1);
    backward(&x);
    return true;
}
