/* SPDX-License-Identifier: Apache-2.0 */
/* Links into each row, in groups that take one way; what hangs on finished work becomes a floor. */
#include "core/engine/forecast_compile.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

struct draft {
    struct forecast_group way;
    struct forecast_link link;
};

static bool is_elapsed(const struct network_link *link)
{
    return link->lag_kind == LAG_ELAPSED || link->lag_kind == LAG_PERCENT_ELAPSED;
}

static bool leaves_start(const struct network_link *link)
{
    return link->type == LINK_SS || link->type == LINK_SF;
}

static bool bounds_finish(const struct network_link *link)
{
    return link->type == LINK_FF || link->type == LINK_SF;
}

/* The bound that something which has happened sets, as an instant. */
static int64_t settled_bound(const struct network *n, const struct network_link *link)
{
    const int64_t from =
        leaves_start(link) ? n->actual_start[link->pred] : n->actual_finish[link->pred];

    if (link->lag_s == 0 || is_elapsed(link))
        return from + link->lag_s;
    return calendar_add(n->calendars[link->lag_calendar], from, link->lag_s);
}

static void fold(struct forecast_compiler *c, struct forecast_row *row,
                 const struct network_link *link)
{
    const int64_t instant = settled_bound(c->network, link);
    const int32_t at = forecast_clock_position(&c->clocks[row->calendar], instant);

    if (row->flags & ROW_EARLIEST)
        row->start_floor = at < row->start_floor ? at : row->start_floor;
    else if (bounds_finish(link))
        row->finish_floor = at > row->finish_floor ? at : row->finish_floor;
    else
        row->start_floor = at > row->start_floor ? at : row->start_floor;
}

static bool is_settled(const struct network *n, const struct network_link *link)
{
    return n->progress[link->pred] == PROGRESS_FINISHED ||
           (n->progress[link->pred] == PROGRESS_STARTED && leaves_start(link));
}

/* A share of a duration that is not known yet. Work with a finish that somebody expects, or that is
 * as long as its resources take, keeps the share of the one number it states. */
static bool is_percent(const struct forecast_compiler *c, const struct network_link *link,
                       const struct forecast_row *pred)
{
    return (link->lag_kind == LAG_PERCENT || link->lag_kind == LAG_PERCENT_ELAPSED) &&
           link->lag_ppm != 0 && c->network->progress[link->pred] == PROGRESS_NOT_STARTED &&
           (pred->shape != FORECAST_CONSTANT ||
            (pred->expected_finish <= -FORECAST_FAR && pred->work_first == ROW_NONE));
}

/* By which calendar a percent lag goes; the seconds of it differ from run to run. */
static void set_percent(struct draft *d, const struct network_link *link, uint16_t from,
                        uint16_t to)
{
    d->link.lag_s = link->lag_ppm;
    if (link->lag_kind == LAG_PERCENT_ELAPSED && from != 1) {
        d->way.percent = PERCENT_WAY;
        d->way.route = ROUTE_ELAPSED;
    } else if (link->lag_kind == LAG_PERCENT_ELAPSED || link->lag_calendar == from) {
        d->way.percent = PERCENT_BEFORE;
        d->way.out_as_start = link->lag_ppm < 0;
    } else if (link->lag_calendar == to) {
        d->way.percent = PERCENT_AFTER;
    } else {
        d->way.percent = PERCENT_WAY;
        d->way.route = ROUTE_THIRD;
        d->way.by = link->lag_calendar;
    }
}

/* The way of a link from a live row: where its lag is stepped, and how it gets there. */
static struct draft draft_of(struct forecast_compiler *c, const struct forecast_row *row,
                             uint32_t l)
{
    const struct network *n = c->network;
    const struct network_link *link = &n->links[l];
    const uint32_t pred = (uint32_t)c->job->row_of[link->pred];
    const uint16_t from = c->rows[pred].calendar, to = row->calendar;
    struct draft d = {.link = {.row = pred, .lag_s = 0, .link = l}};
    int32_t lag_s = link->lag_s > FORECAST_FAR ? FORECAST_FAR
        : link->lag_s < -FORECAST_FAR ? -FORECAST_FAR : link->lag_s;

    d.way = (struct forecast_group){.from = from, .from_start = leaves_start(link),
                                    .to_finish = bounds_finish(link),
                                    .out_as_start = leaves_start(link),
                                    .route = from == to ? ROUTE_NONE : ROUTE_CLOCK};
    if (is_percent(c, link, &c->rows[pred])) {
        set_percent(&d, link, from, to);
    } else if (lag_s == 0) {
        return d;
    } else if (is_elapsed(link) || link->lag_calendar == 1) {
        if (from == 1)
            d.link.lag_s = lag_s;
        else {
            d.way.route = ROUTE_ELAPSED;
            d.way.route_lag_s = lag_s;
        }
    } else if (link->lag_calendar == from) {
        d.link.lag_s = lag_s;
        d.way.out_as_start = lag_s < 0;
    } else if (link->lag_calendar == to) {
        d.way.lag_after_s = lag_s;
    } else {
        d.way.route = ROUTE_THIRD;
        d.way.by = link->lag_calendar;
        d.way.route_lag_s = lag_s;
    }
    return d;
}

static int compare_number(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_way(const struct forecast_group *a, const struct forecast_group *b)
{
    const int64_t left[] = {a->to_finish, a->from_start, a->percent, a->route, a->from, a->by,
                            a->out_as_start, a->route_lag_s, a->lag_after_s};
    const int64_t right[] = {b->to_finish, b->from_start, b->percent, b->route, b->from, b->by,
                             b->out_as_start, b->route_lag_s, b->lag_after_s};

    for (unsigned i = 0; i < sizeof(left) / sizeof(left[0]); i++)
        if (left[i] != right[i])
            return compare_number(left[i], right[i]);
    return 0;
}

static int order_drafts(const void *a, const void *b, const void *context)
{
    (void)context;
    return compare_way(&((const struct draft *)a)->way, &((const struct draft *)b)->way);
}

/* Work that has begun waits for what is unfinished under retained logic only; never for facts,
 * and never in Microsoft Project, where an actual start wins. */
static bool counts(const struct network *n, uint32_t node, const struct network_link *link)
{
    if (n->progress[node] != PROGRESS_STARTED)
        return true;
    return n->dialect != DIALECT_MSPROJECT && n->progress_mode == PROGRESS_RETAINED &&
           n->progress[link->pred] != PROGRESS_FINISHED;
}

struct builder {
    struct forecast_group *groups;
    struct forecast_link *links;
    struct draft *drafts;           /* of one row */
    uint32_t group_count, link_count;
};

static void add_row_links(struct forecast_compiler *c, struct builder *b, uint32_t r)
{
    const struct network *n = c->network;
    struct forecast_row *row = &c->rows[r];
    const uint32_t node = c->job->node[r];
    uint32_t count = 0;

    for (uint32_t l = n->link_first[node]; l < n->link_first[node + 1]; l++) {
        const struct network_link *link = &n->links[l];

        if (!counts(n, node, link) || row->flags & (ROW_PINNED_START | ROW_PINNED_FINISH))
            continue;
        if (is_settled(n, link))
            fold(c, row, link);
        else
            b->drafts[count++] = draft_of(c, row, l);
    }
    sort_stable(b->drafts, count, sizeof(*b->drafts), order_drafts, NULL, c->scratch);
    row->group_first = b->group_count;
    for (uint32_t d = 0; d < count; d++) {
        if (d == 0 || b->drafts[d].way.percent != PERCENT_NONE ||
            compare_way(&b->drafts[d].way, &b->drafts[d - 1].way) != 0) {
            b->groups[b->group_count] = b->drafts[d].way;
            b->groups[b->group_count++].link_first = b->link_count;
        }
        b->groups[b->group_count - 1].link_count++;
        b->links[b->link_count++] = b->drafts[d].link;
    }
    row->group_count = b->group_count - row->group_first;
}

void forecast_compile_links(struct forecast_compiler *c)
{
    const struct network *n = c->network;
    struct builder b = {0};
    uint32_t most = 0;

    for (uint32_t i = 0; i < n->node_count; i++) {
        const uint32_t into = n->link_first[i + 1] - n->link_first[i];

        most = into > most ? into : most;
    }
    b.groups = ARENA_ARRAY(c->owner, struct forecast_group, n->link_count + 1);
    b.links = ARENA_ARRAY(c->owner, struct forecast_link, n->link_count + 1);
    b.drafts = ARENA_ARRAY(c->scratch, struct draft, most + 1);
    for (uint32_t r = 0; r < c->job->row_count; r++)
        add_row_links(c, &b, r);
    c->job->groups = b.groups;
    c->job->links = b.links;
}
