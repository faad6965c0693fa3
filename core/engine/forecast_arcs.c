/* SPDX-License-Identifier: Apache-2.0 */
/* The cheap mode: who waits for whose people is settled once, in the run at the medians, and
 * frozen as links; then every iteration is plain precedence.
 *
 * In the run at the medians, which seats rows as every iteration of the full policy does, people
 * are handed on: whoever starts takes them from what its predecessors gave back, then from what
 * has been free longest. Each hand-over is a link (finish to start). What a team gains by the day
 * is a floor of whoever takes it then. Source: flow networks of Artigues, Michelon and
 * Reusser 2003; partial order schedules of Policella et al. 2004.
 *
 * Wrong by what it freezes: an order that another iteration would have chosen, either way. How
 * much is measured in tests and told in the manual; nothing that is promised rests on it.
 */
#include "core/engine/forecast_people.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

enum { BEFORE_ALL = -FORECAST_FAR - 1 };

struct share {                  /* of a team's people */
    int32_t row;                /* who has or had them; ROW_NONE: nobody yet */
    int32_t units;
    int32_t at;                 /* clock seconds: free from then on */
};

struct pool {
    const struct people_team *team;
    int32_t *from;              /* [step_count] clock seconds of its steps */
    uint32_t next;              /* step */
    int32_t owed;               /* units that left, and that somebody still has */
    struct share *items;
    size_t count, capacity;
};

struct arc {
    uint32_t from, to;
};

struct weaving {
    struct forecast_compiler *c;
    const struct forecast_job *job;
    const int32_t *start, *finish;      /* [row_count] clock seconds at the medians */
    struct pool *pools;
    struct arc *arcs;
    size_t count, capacity;
};

/* --- the run at the medians ------------------------------------------------------------------ */

/* Every lane of this run is the same: one is seated, and the others are told. */
static void seat_once(const struct seat_call *call, int32_t *start, const int32_t *duration,
                      int32_t far, int32_t *behind, int32_t *waited)
{
    struct seat_call once = *call;

    once.lanes = 1;
    forecast_steps_base.seat(&once, start, duration, far, behind, waited);
    for (uint32_t i = 1; i < call->lanes; i++) {
        start[i] = start[0];
        if (behind) {
            behind[i] = behind[0];
            waited[i] = waited[0];
        }
    }
}

static void run_medians(struct weaving *w, int32_t *start, int32_t *finish)
{
    struct forecast_steps steps = *w->job->steps;
    const struct forecast_job *job = w->job;
    struct forecast_job fixed = *job;
    struct forecast_row *rows = ARENA_ARRAY(w->c->scratch, struct forecast_row,
                                            job->row_count + 1);
    struct forecast_space space;

    for (uint32_t r = 0; r < job->row_count; r++) {
        const int32_t stated = job->network->duration_s[job->node[r]];

        rows[r] = job->rows[r];
        rows[r].shape = FORECAST_CONSTANT;
        rows[r].scale_s = stated < FORECAST_FAR ? stated : FORECAST_FAR;
        rows[r].team = rows[r].bundle = rows[r].branch = ROW_NONE;
        rows[r].hit_count = 0;
    }
    steps.seat = seat_once;
    fixed.steps = &steps;
    fixed.rows = rows;
    fixed.lanes = FORECAST_LANES_LEAST;
    fixed.team_count = fixed.driver_count = fixed.risk_count = fixed.bundle_count = 0;
    fixed.money = false;
    fixed.cost_rate = NULL;
    forecast_space_init(&space, &fixed, false, w->c->scratch);
    forecast_kernel_run(&fixed, &space, 0);
    for (uint32_t r = 0; r < job->row_count; r++) {
        const struct forecast_clock *clock = &job->clocks[rows[r].calendar];
        const size_t at = (size_t)r * space.lanes;

        start[r] = space.start[at];
        finish[r] = space.finish[at];
        forecast_clock_out(clock, true, &start[r], 1);
        forecast_clock_out(clock, false, &finish[r], 1);
    }
}

/* --- people handed on ------------------------------------------------------------------------ */

static void give(struct weaving *w, struct pool *p, struct share share)
{
    if (share.units > 0 && arena_grow(w->c->scratch, (void **)&p->items, p->count, &p->capacity,
                                      sizeof(share), PLAN_OBJECT_CEILING))
        p->items[p->count++] = share;
}

static void drop_empty(struct pool *p)
{
    size_t left = 0;

    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].units > 0)
            p->items[left++] = p->items[i];
    p->count = left;
}

/* Whether a link says it already: not before the other has finished. */
static bool is_said(const struct forecast_group *group, const struct forecast_link *link)
{
    return !group->from_start && !group->to_finish && !group->percent && link->lag_s >= 0 &&
           group->route_lag_s >= 0 && group->lag_after_s >= 0;
}

static bool follows(const struct forecast_job *job, uint32_t row, int32_t before)
{
    const struct forecast_row *r = &job->rows[row];

    for (uint32_t g = 0; before != ROW_NONE && g < r->group_count; g++) {
        const struct forecast_group *group = &job->groups[r->group_first + g];

        for (uint32_t l = 0; l < group->link_count; l++)
            if (job->links[group->link_first + l].row == (uint32_t)before &&
                is_said(group, &job->links[group->link_first + l]))
                return true;
    }
    return false;
}

/* The best share that is free then: a predecessor's, whose link says it already; else the one that
 * is free longest. */
static struct share *free_share(const struct weaving *w, struct pool *p, int32_t at, int32_t row)
{
    struct share *best = NULL;
    bool best_follows = false;

    for (size_t i = 0; i < p->count; i++) {
        struct share *s = &p->items[i];
        bool its;

        if (s->units <= 0 || s->at > at)
            continue;
        its = row != ROW_NONE && follows(w->job, (uint32_t)row, s->row);
        if (!best || (its && !best_follows) || (its == best_follows && s->at < best->at)) {
            best = s;
            best_follows = its;
        }
    }
    return best;
}

/* Those who left go as soon as they are free. */
static void let_go(const struct weaving *w, struct pool *p, int32_t at)
{
    while (p->owed > 0) {
        struct share *s = free_share(w, p, at, ROW_NONE);
        const int32_t units = !s || s->units > p->owed ? p->owed : s->units;

        if (!s)
            return;
        s->units -= units;
        p->owed -= units;
    }
}

/* What the team has won and lost by then. Whoever comes takes the place of one who should have left
 * and is still held. */
static void advance(struct weaving *w, struct pool *p, int32_t at)
{
    while (p->next < p->team->step_count && (p->next == 0 || p->from[p->next] <= at)) {
        const int32_t was = p->next > 0 ? p->team->steps[p->next - 1].left : 0;
        int32_t more = p->team->steps[p->next].left - was, kept;

        let_go(w, p, p->from[p->next]);
        kept = more < p->owed ? more : p->owed;
        p->owed -= kept;        /* grows where more is below 0 */
        more -= kept;
        give(w, p, (struct share){ROW_NONE, more, p->from[p->next]});
        p->next++;
    }
    let_go(w, p, at);
}

static void tie(struct weaving *w, const struct share *s, uint32_t row)
{
    struct forecast_row *r = &w->c->rows[row];

    if (r->flags & (ROW_PINNED_START | ROW_PINNED_FINISH | ROW_HOLDS))
        return;
    if (s->row == ROW_NONE) {
        const struct forecast_clock *clock = &w->job->clocks[r->calendar];
        int32_t floor = s->at;

        if (s->at == BEFORE_ALL)
            return;
        forecast_clock_in(clock, &floor, 1);
        r->start_floor = r->start_floor > floor ? r->start_floor : floor;
        return;
    }
    if (follows(w->job, row, s->row))
        return;
    for (size_t i = w->count; i-- > 0 && w->arcs[i].to == row;)
        if (w->arcs[i].from == (uint32_t)s->row)
            return;
    if (arena_grow(w->c->scratch, (void **)&w->arcs, w->count, &w->capacity, sizeof(w->arcs[0]),
                   NETWORK_LINK_CEILING))
        w->arcs[w->count++] = (struct arc){(uint32_t)s->row, row};
}

/* What starts although too few are free (work under way, fixed dates) works with what others have,
 * the first to be free first: whoever comes next waits for the later of both. */
static void share_busy(struct weaving *w, struct pool *p, uint32_t row, int32_t units)
{
    const size_t count = p->count;

    while (units > 0) {
        struct share *first = NULL, both;

        for (size_t i = 0; i < count; i++) {
            struct share *s = &p->items[i];

            if (s->units > 0 && (s->row != ROW_NONE || s->at > w->start[row]) &&
                s->row != (int32_t)row && (!first || s->at < first->at))
                first = s;
        }
        if (!first || first->at >= w->finish[row])
            return;
        both = (struct share){(int32_t)row, first->units < units ? first->units : units,
                              w->finish[row]};
        first->units -= both.units;
        units -= both.units;
        give(w, p, both);
    }
}

static void take(struct weaving *w, uint32_t row, const struct people_need *need)
{
    struct pool *p = &w->pools[need->team];
    int32_t left = need->units;

    advance(w, p, w->start[row]);
    while (left > 0) {
        struct share *s = free_share(w, p, w->start[row], (int32_t)row);
        const int32_t units = !s || s->units > left ? left : s->units;

        if (!s)
            break;
        tie(w, s, row);
        s->units -= units;
        left -= units;
    }
    share_busy(w, p, row, left);
    drop_empty(p);
    give(w, p, (struct share){(int32_t)row, need->units - left, w->finish[row]});
}

struct place_in_time {
    int32_t start;
    uint32_t row;
};

static int by_start(const void *left, const void *right, const void *context)
{
    const struct place_in_time *a = left, *b = right;

    (void)context;
    return (a->start > b->start) - (a->start < b->start);
}

static struct place_in_time *in_time(const struct weaving *w, const int32_t *start)
{
    const uint32_t count = w->job->row_count;
    struct place_in_time *all = ARENA_ARRAY(w->c->scratch, struct place_in_time, count + 1);

    for (uint32_t r = 0; r < count; r++)
        all[r] = (struct place_in_time){start[r], r};
    sort_stable(all, count, sizeof(all[0]), by_start, NULL, w->c->scratch);
    return all;
}

static void hand_on(struct weaving *w)
{
    const struct forecast_people *p = w->job->people;
    const struct place_in_time *all = in_time(w, w->start);

    w->pools = ARENA_ARRAY(w->c->scratch, struct pool, p->team_count + 1);
    for (uint32_t t = 0; t < p->team_count; t++) {
        const struct people_team *team = &p->teams[t];
        struct pool *pool = &w->pools[t];

        pool->team = team;
        pool->from = ARENA_ARRAY(w->c->scratch, int32_t, team->step_count + 1);
        for (uint32_t i = 0; i < team->step_count; i++) {
            pool->from[i] = i == 0 ? BEFORE_ALL : team->steps[i].at;
            if (i > 0)
                forecast_clock_out(&w->job->clocks[team->clock], true, &pool->from[i], 1);
        }
    }
    for (uint32_t i = 0; i < w->job->row_count; i++)
        for (uint32_t k = p->need_first[all[i].row];
             w->finish[all[i].row] > w->start[all[i].row] && k < p->need_first[all[i].row + 1];
             k++)
            take(w, all[i].row, &p->needs[k]);
}

/* --- links --------------------------------------------------------------------------------- */

/* Who waits for a row: by links, and by arcs (those have `arc`). */
struct followers {
    uint32_t *first;            /* [row_count + 1] */
    uint32_t *row;
    bool *arc;
    uint32_t *waits, *waits_for_people;     /* [row_count] how many are still to come */
};

static void follow(struct followers *f, uint32_t before, uint32_t row, bool arc, bool count)
{
    if (count) {
        f->first[before + 1]++;
        (arc ? f->waits_for_people : f->waits)[row]++;
        return;
    }
    f->row[f->first[before]] = row;
    f->arc[f->first[before]++] = arc;
}

static void each_follower(const struct weaving *w, struct followers *f, bool count)
{
    for (uint32_t r = 0; r < w->job->row_count; r++)
        for (uint32_t g = 0; g < w->job->rows[r].group_count; g++) {
            const struct forecast_group *group =
                &w->job->groups[w->job->rows[r].group_first + g];

            for (uint32_t l = 0; l < group->link_count; l++)
                follow(f, w->job->links[group->link_first + l].row, r, false, count);
        }
    for (size_t i = 0; i < w->count; i++)
        follow(f, w->arcs[i].from, w->arcs[i].to, true, count);
}

static struct followers followers_of(const struct weaving *w)
{
    struct arena *scratch = w->c->scratch;
    const uint32_t rows = w->job->row_count;
    struct followers f = {ARENA_ARRAY(scratch, uint32_t, rows + 2), NULL, NULL,
                          ARENA_ARRAY(scratch, uint32_t, rows + 1),
                          ARENA_ARRAY(scratch, uint32_t, rows + 1)};

    each_follower(w, &f, true);
    for (uint32_t r = 0; r < rows; r++)
        f.first[r + 1] += f.first[r];
    f.row = ARENA_ARRAY(scratch, uint32_t, f.first[rows] + 1);
    f.arc = ARENA_ARRAY(scratch, bool, f.first[rows] + 1);
    each_follower(w, &f, false);
    for (uint32_t r = rows; r > 0; r--)     /* filling moved each to the next one's first */
        f.first[r] = f.first[r - 1];
    f.first[0] = 0;
    return f;
}

/* Rows, each after all that it follows and whose people it takes. Where a lead lets a row start
 * before what it follows, people may go in a circle: the row that waits for nothing but people then
 * waits no longer. Returns each row's place. */
static const uint32_t *set_order(struct weaving *w)
{
    const uint32_t count = w->job->row_count;
    uint32_t *order = ARENA_ARRAY(w->c->owner, uint32_t, count + 1);
    uint32_t *place = ARENA_ARRAY(w->c->scratch, uint32_t, count + 1);
    bool *queued = ARENA_ARRAY(w->c->scratch, bool, count + 1);
    struct followers f = followers_of(w);
    uint32_t ready = 0;

    for (uint32_t r = 0; r < count; r++)
        if (f.waits[r] + f.waits_for_people[r] == 0) {
            queued[r] = true;
            order[ready++] = r;
        }
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t r = 0; i == ready && r < count; r++)
            if (!queued[r] && f.waits[r] == 0) {
                queued[r] = true;
                order[ready++] = r;
            }
        place[order[i]] = i;
        for (uint32_t k = f.first[order[i]]; k < f.first[order[i] + 1]; k++) {
            const uint32_t r = f.row[k];

            (f.arc[k] ? f.waits_for_people : f.waits)[r]--;
            if (!queued[r] && f.waits[r] + f.waits_for_people[r] == 0) {
                queued[r] = true;
                order[ready++] = r;
            }
        }
    }
    w->c->job->order = order;
    return place;
}

static int by_row(const void *left, const void *right, const void *context)
{
    const struct arc *a = left, *b = right;
    const struct forecast_row *rows = context;
    const uint16_t x = rows[a->from].calendar, y = rows[b->from].calendar;

    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    if (x != y)
        return x < y ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

static size_t drop_backward(struct weaving *w, const uint32_t *place)
{
    size_t left = 0;

    for (size_t i = 0; i < w->count; i++)
        if (place[w->arcs[i].from] < place[w->arcs[i].to])
            w->arcs[left++] = w->arcs[i];
    return left;
}

/* Groups and links anew, with the arcs behind those of each row. */
static void add_links(struct weaving *w)
{
    struct forecast_job *job = w->c->job;
    const struct forecast_group *old_groups = job->groups;
    const struct forecast_link *old_links = job->links;
    struct forecast_group *groups;
    struct forecast_link *links;
    uint32_t group_count = 0, link_count = 0;
    size_t arc = 0, most = w->count + 1;

    for (uint32_t r = 0; r < job->row_count; r++)
        most += job->rows[r].group_count;
    groups = ARENA_ARRAY(w->c->owner, struct forecast_group, most);
    for (uint32_t r = 0; r < job->row_count; r++)
        for (uint32_t g = 0; g < job->rows[r].group_count; g++)
            link_count += old_groups[job->rows[r].group_first + g].link_count;
    links = ARENA_ARRAY(w->c->owner, struct forecast_link, link_count + w->count + 1);
    link_count = 0;
    for (uint32_t r = 0; r < job->row_count; r++) {
        struct forecast_row *row = &w->c->rows[r];
        const uint32_t first = group_count;

        for (uint32_t g = 0; g < row->group_count; g++) {
            const struct forecast_group *old = &old_groups[row->group_first + g];

            groups[group_count] = *old;
            groups[group_count++].link_first = link_count;
            for (uint32_t l = 0; l < old->link_count; l++)
                links[link_count++] = old_links[old->link_first + l];
        }
        for (; arc < w->count && w->arcs[arc].to == r; arc++) {
            const uint16_t from = job->rows[w->arcs[arc].from].calendar;
            struct forecast_group *last = group_count > first ? &groups[group_count - 1] : NULL;

            if (arc == 0 || w->arcs[arc - 1].to != r ||
                job->rows[w->arcs[arc - 1].from].calendar != from) {
                last = &groups[group_count++];
                *last = (struct forecast_group){
                    .link_first = link_count, .from = from,
                    .route = from == row->calendar ? ROUTE_NONE : ROUTE_CLOCK};
            }
            last->link_count++;
            links[link_count++] = (struct forecast_link){
                .row = w->arcs[arc].from, .link = FORECAST_ARC};
        }
        row->group_first = first;
        row->group_count = group_count - first;
    }
    job->groups = groups;
    job->links = links;
}

static void weave(struct forecast_compiler *c)
{
    struct forecast_job *job = c->job;
    struct weaving w = {.c = c, .job = job};
    int32_t *start, *finish;

    start = ARENA_ARRAY(c->scratch, int32_t, job->row_count + 1);
    finish = ARENA_ARRAY(c->scratch, int32_t, job->row_count + 1);
    run_medians(&w, start, finish);
    w.start = start;
    w.finish = finish;
    hand_on(&w);
    w.count = drop_backward(&w, set_order(&w));
    sort_stable(w.arcs, w.count, sizeof(w.arcs[0]), by_row, c->rows, c->scratch);
    add_links(&w);
    job->by_arcs = true;
    job->people = NULL;
}

/* Somebody who joins on a drawn day cannot be handed on at the medians: the full policy. */
static bool can_weave(const struct forecast_job *job)
{
    return job->people && job->people->hire_count == 0;
}

void forecast_compile_arcs(struct forecast_compiler *c)
{
    if (c->job->options.arcs && can_weave(c->job))
        weave(c);
}

void forecast_compile_needs(struct forecast_compiler *c)
{
    struct forecast_compiler other = *c;
    struct forecast_row *rows;

    if (!can_weave(c->job) || c->job->options.no_tasks ||
        plan_count(c->plan, KIND_handoff) == 0 || plan_count(c->plan, KIND_commitment) == 0)
        return;
    rows = ARENA_ARRAY(c->owner, struct forecast_row, (size_t)c->job->row_count + 1);
    for (uint32_t r = 0; r < c->job->row_count; r++)
        rows[r] = c->rows[r];
    other.job = ARENA_NEW(c->owner, struct forecast_job);
    *other.job = *c->job;
    other.job->rows = other.rows = rows;
    weave(&other);
    c->job->needs = other.job;
}
