/* SPDX-License-Identifier: Apache-2.0 */
/* What many rows share: drivers, risks, and the stand-in for what a team has in common. */
#include "core/engine/forecast_compile.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/number.h"
#include "core/base/sort.h"
#include "core/plan/defaults.h"

enum {
    FACTOR_MOST_PPM = 1000 * 1000000
};

struct forecast_amount forecast_factor_of(struct forecast_compiler *c, const struct triple *t)
{
    const struct distribution d = distribution_of_triple(t);
    struct forecast_amount amount;

    /* Scales are whole numbers: in millionths of a factor they are fine enough. */
    forecast_shapes_find(&c->shapes, &d, 0, &amount.shape, &amount.scale);
    if (amount.scale > FACTOR_MOST_PPM)
        amount.scale = FACTOR_MOST_PPM;
    amount.scale = ((amount.scale << FACTOR_BITS) + PPM / 2) / PPM;
    return amount;
}

/* --- who affects what -------------------------------------------------------------- */

struct pair {                   /* a factor on a row */
    uint32_t row, factor;
};
struct pairs {
    struct pair *items;
    size_t count, capacity;
};
enum { PAIR_CEILING = 100 * 1000 * 1000 };

static void add_pair(struct forecast_compiler *c, struct pairs *pairs, int32_t row,
                     uint32_t factor)
{
    if (row == ROW_NONE || !arena_grow(c->scratch, (void **)&pairs->items, pairs->count,
                                       &pairs->capacity, sizeof(pairs->items[0]), PAIR_CEILING))
        return;
    pairs->items[pairs->count++] = (struct pair){(uint32_t)row, factor};
}

static bool touches(const struct object *task, uint32_t system)
{
    const struct refs *systems = task_get_touches(task);

    for (size_t i = 0; systems && i < systems->count; i++)
        if (systems->items[i].object == system)
            return true;
    return false;
}

/* The row of an object's work; hand-offs, milestones and decisions have none. */
static int32_t task_row(const struct forecast_compiler *c, uint32_t object)
{
    const uint32_t node = c->network->node_of[object];

    return node != NODE_NONE && c->network->role[node] == ROLE_TASK ? c->job->row_of[node]
                                                                    : ROW_NONE;
}

static bool is_below(const struct network *n, uint32_t object, uint32_t summary)
{
    while (object != OBJECT_NONE && object != summary)
        object = n->parent[object];
    return object == summary;
}

/* Every row a reference means: a task (a summary: all below it), all of a team, all that touch a
 * system. */
static void add_affected(struct forecast_compiler *c, struct pairs *pairs, uint32_t object,
                         uint32_t factor)
{
    const struct network *n = c->network;
    const struct object *what;

    if (object == OBJECT_NONE)
        return;
    what = c->plan->objects[object];
    if (what->kind == KIND_task && task_row(c, object) != ROW_NONE) {
        add_pair(c, pairs, task_row(c, object), factor);
        return;
    }
    for (uint32_t r = 0; r < c->job->row_count; r++) {
        const uint32_t node = c->job->node[r];
        const uint32_t at = n->object[node];
        bool means = false;

        if (n->role[node] == ROLE_TASK)
            means = what->kind == KIND_task ? is_below(n, at, object)
                : what->kind == KIND_team   ? n->team[node] == object
                                            : touches(c->plan->objects[at], object);
        if (means)
            add_pair(c, pairs, (int32_t)r, factor);
    }
}

static int order_pairs(const void *a, const void *b, const void *context)
{
    const struct pair *x = a, *y = b;

    (void)context;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->factor < y->factor ? -1 : x->factor > y->factor;
}

/* --- bundles: rows with the same factors share one product ------------------------- */

struct bundler {
    struct map known;           /* from the bytes of a bundle's factors to its number */
    struct forecast_bundle *bundles;
    uint32_t *factors, used;
};

static int32_t bundle_of(struct forecast_job *job, struct bundler *b, const struct pair *pairs,
                         uint32_t count)
{
    const uint32_t first = b->used;
    uint32_t bundle;

    for (uint32_t i = 0; i < count; i++)
        b->factors[b->used++] = pairs[i].factor;
    if (!map_insert(&b->known,
                    (struct str){(const char *)&b->factors[first], count * sizeof(*b->factors)},
                    job->bundle_count, &bundle)) {
        b->used = first;
        return (int32_t)bundle;
    }
    b->bundles[job->bundle_count] = (struct forecast_bundle){first, count};
    return (int32_t)job->bundle_count++;
}

static void make_bundles(struct forecast_compiler *c, struct pairs *pairs)
{
    struct forecast_job *job = c->job;
    struct bundler b = {
        .bundles = ARENA_ARRAY(c->owner, struct forecast_bundle, pairs->count + 1),
        .factors = ARENA_ARRAY(c->owner, uint32_t, pairs->count + 1)};
    size_t from = 0, kept = 0;

    map_init(&b.known, c->scratch);
    sort_stable(pairs->items, pairs->count, sizeof(pairs->items[0]), order_pairs, NULL,
                c->scratch);
    for (size_t i = 0; i < pairs->count; i++)   /* one cause named twice counts once */
        if (i == 0 || order_pairs(&pairs->items[i], &pairs->items[kept - 1], NULL) != 0)
            pairs->items[kept++] = pairs->items[i];
    while (from < kept) {
        size_t to = from;

        while (to < kept && pairs->items[to].row == pairs->items[from].row)
            to++;
        c->rows[pairs->items[from].row].bundle =
            bundle_of(job, &b, &pairs->items[from], (uint32_t)(to - from));
        from = to;
    }
    job->bundles = b.bundles;
    job->factors = b.factors;
}

/* --- drivers and risks ------------------------------------------------------------- */

static void add_drivers(struct forecast_compiler *c, struct pairs *pairs)
{
    const uint32_t count = plan_count(c->plan, KIND_driver);
    struct forecast_driver *drivers = ARENA_ARRAY(c->owner, struct forecast_driver, count + 1);

    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = plan_nth(c->plan, KIND_driver, i);
        const struct triple *stretch = driver_get_stretch(o);
        const struct refs *affects = driver_get_affects(o);
        const struct triple one = {.shape = SHAPE_SINGLE, .a = PPM, .b = PPM, .c = PPM};

        drivers[i] = (struct forecast_driver){
            o->key, o->number, forecast_factor_of(c, stretch ? stretch : &one)};
        for (size_t a = 0; affects && a < affects->count; a++)
            add_affected(c, pairs, affects->items[a].object, i);
    }
    c->job->drivers = drivers;
    c->job->driver_count = count;
    for (size_t i = 0; i < pairs->count; i++)
        c->driven[pairs->items[i].row] = true;
}

static bool is_live_risk(const struct forecast_compiler *c, const struct object *risk)
{
    const uint32_t *state = risk_get_state(risk);
    const struct when *until = risk_get_until(risk);

    if (state && *state == RISK_RETIRED)
        return false;
    if (state && *state == RISK_OCCURRED)
        return true;
    return !until || until->instant + CIVIL_DAY_S > c->plan->as_of;
}

/* An occurred risk fires in every iteration until somebody retires it: its hits are not in the
 * estimates before that. One whose probability nobody states cannot be drawn. */
static uint64_t fires_below(struct forecast_compiler *c, const struct object *risk)
{
    const uint32_t *state = risk_get_state(risk);
    const int32_t *likely = risk_get_likely(risk);

    if (!is_live_risk(c, risk))
        return 0;
    if (state && *state == RISK_OCCURRED) {
        c->job->counts.occurred++;
        return UINT64_C(1) << 32;
    }
    if (!likely) {
        c->job->counts.unlikely++;
        return 0;
    }
    return *likely <= 0 ? 0 : (uint64_t)(*likely > PPM ? PPM : *likely) * (UINT64_C(1) << 32) / PPM;
}

static void set_window(const struct forecast_compiler *c, const struct object *risk,
                       const struct forecast_row *row, struct forecast_hit *hit)
{
    const struct when *from = risk_get_from(risk), *until = risk_get_until(risk);
    const uint32_t *state = risk_get_state(risk);
    const struct forecast_clock *clock = &c->clocks[row->calendar];

    hit->from = -FORECAST_FAR;
    hit->until = FORECAST_FAR;
    if (state && *state == RISK_OCCURRED)
        return;
    if (from && from->instant > c->plan->as_of) {
        hit->windowed = true;
        hit->from = forecast_clock_position(clock, from->instant);
    }
    if (until) {
        hit->windowed = true;
        hit->until = forecast_clock_position(
            clock, until->instant + (until->grain == GRAIN_MINUTE ? 0 : CIVIL_DAY_S));
    }
}

struct hit_draft {
    uint32_t row;
    struct forecast_hit hit;
};
struct hit_drafts {
    struct hit_draft *items;
    size_t count, capacity;
};

static void add_hit(struct forecast_compiler *c, struct hit_drafts *drafts, uint32_t row,
                    const struct forecast_hit *hit)
{
    if (arena_grow(c->scratch, (void **)&drafts->items, drafts->count, &drafts->capacity,
                   sizeof(drafts->items[0]), PAIR_CEILING))
        drafts->items[drafts->count++] = (struct hit_draft){row, *hit};
}

static void add_delays(struct forecast_compiler *c, struct hit_drafts *drafts,
                       const struct object *risk, uint32_t r)
{
    const struct network *n = c->network;
    const struct hits *hits = risk_get_hits(risk);

    for (size_t i = 0; hits && i < hits->count; i++) {
        const uint32_t object = hits->items[i].target.object;
        const uint32_t node = object == OBJECT_NONE ? NODE_NONE : n->node_of[object];
        const int32_t row = node == NODE_NONE ? ROW_NONE : c->job->row_of[node];
        struct forecast_hit hit = {.risk = r};
        struct distribution d;

        c->job->counts.unplaced += node == NODE_NONE;
        if (row == ROW_NONE)
            continue;
        d = distribution_of_estimate(&hits->items[i].delay,
                                     n->calendars[c->rows[row].delay_calendar]);
        hit.delay = forecast_amount_of(c, &d, 0);
        set_window(c, risk, &c->rows[row], &hit);
        add_hit(c, drafts, (uint32_t)row, &hit);
    }
}

/* What it stretches: by a bundle where it can fire any time, row by row within a window. */
static void add_stretches(struct forecast_compiler *c, struct pairs *pairs,
                          struct hit_drafts *drafts, const struct object *risk, uint32_t r)
{
    const struct refs *stretches = risk_get_stretches(risk);
    struct pairs own = {0};

    if (!stretches || !risk_get_stretch(risk))
        return;
    for (size_t i = 0; i < stretches->count; i++)
        add_affected(c, &own, stretches->items[i].object, 0);
    for (size_t i = 0; i < own.count; i++) {
        struct forecast_hit hit = {.risk = r, .stretch = true};

        set_window(c, risk, &c->rows[own.items[i].row], &hit);
        if (hit.windowed)
            add_hit(c, drafts, own.items[i].row, &hit);
        else
            add_pair(c, pairs, (int32_t)own.items[i].row, c->job->driver_count + r);
    }
}

static int order_hits(const void *a, const void *b, const void *context)
{
    const struct hit_draft *x = a, *y = b;

    (void)context;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void add_risks(struct forecast_compiler *c, struct pairs *pairs)
{
    const uint32_t count = plan_count(c->plan, KIND_risk);
    struct forecast_risk *risks = ARENA_ARRAY(c->owner, struct forecast_risk, count + 1);
    struct hit_drafts drafts = {0};
    struct forecast_hit *hits;

    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = plan_nth(c->plan, KIND_risk, i);
        const struct triple *stretch = risk_get_stretch(o);

        risks[i] = (struct forecast_risk){.key = o->key, .object = o->number};
        risks[i].fires_below = fires_below(c, o);
        if (stretch && risk_get_stretches(o))
            risks[i].factor = forecast_factor_of(c, stretch);
        add_delays(c, &drafts, o, i);
        add_stretches(c, pairs, &drafts, o, i);
    }
    sort_stable(drafts.items, drafts.count, sizeof(drafts.items[0]), order_hits, NULL,
                c->scratch);
    hits = ARENA_ARRAY(c->owner, struct forecast_hit, drafts.count + 1);
    for (size_t i = 0; i < drafts.count; i++) {
        struct forecast_row *row = &c->rows[drafts.items[i].row];

        if (row->hit_count == UINT16_MAX)
            continue;
        if (row->hit_count++ == 0)
            row->hit_first = (uint32_t)i;
        hits[i] = drafts.items[i].hit;
    }
    c->job->risks = risks;
    c->job->risk_count = count;
    c->job->hits = hits;
}

/* --- teams ------------------------------------------------------------------------- */

static void add_teams(struct forecast_compiler *c)
{
    struct forecast_job *job = c->job;
    const int32_t *stated = policy_get_team_correlation(c->plan->policy);
    const int64_t ppm = stated ? *stated
                               : default_micro(c->plan, DEFAULT_TEAM_CORRELATION);
    const double correlation = (double)(ppm < 0 ? 0 : ppm > PPM ? PPM : ppm) / PPM;
    const uint32_t count = plan_count(c->plan, KIND_team), first = c->plan->first[KIND_team];
    uint64_t *keys = ARENA_ARRAY(c->owner, uint64_t, count + 1);
    uint32_t *members = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    int32_t *number = ARENA_ARRAY(c->scratch, int32_t, count + 1);
    struct forecast_scores *scores = ARENA_ARRAY(c->owner, struct forecast_scores, 3);

    for (uint32_t r = 0; r < job->row_count; r++) {
        struct forecast_row *row = &c->rows[r];

        if (row->team != ROW_NONE &&
            (c->driven[r] || row->shape == FORECAST_CONSTANT || correlation <= 0))
            row->team = ROW_NONE;
        if (row->team != ROW_NONE)
            members[(uint32_t)row->team - first]++;
    }
    for (uint32_t t = 0; t < count; t++) {
        number[t] = ROW_NONE;
        if (members[t] == 0)
            continue;
        number[t] = (int32_t)job->team_count;
        keys[job->team_count++] = plan_nth(c->plan, KIND_team, t)->key;
    }
    for (uint32_t r = 0; r < job->row_count; r++) {
        struct forecast_row *row = &c->rows[r];

        if (row->team != ROW_NONE)
            row->team = number[(uint32_t)row->team - first];
        job->counts.team += row->team != ROW_NONE;
    }
    forecast_scores_init(&scores[0], 1);
    forecast_scores_init(&scores[1], number_sqrt(correlation));
    forecast_scores_init(&scores[2], number_sqrt(1 - correlation));
    job->scores = &scores[0];
    job->team_scores = &scores[1];
    job->own_scores = &scores[2];
    job->teams = keys;
}

/* --- branches ---------------------------------------------------------------------- */

static uint64_t below(double p)
{
    const double most = 4294967296.0;

    return p <= 0 ? 0 : p >= 1 ? UINT64_C(1) << 32 : (uint64_t)number_round(p * most);
}

static void set_rework(struct forecast_compiler *c, struct forecast_row *row,
                       const struct object *task, struct forecast_branch *branch)
{
    const int32_t *rework = task_get_rework(task);
    const int64_t *most = task_get_rework_most(task);
    const struct estimate *takes = task_get_rework_takes(task);
    double p = 1;

    if (!rework || *rework <= 0)
        return;
    branch->rework_most = most && *most >= 0
        ? (uint32_t)(*most < FORECAST_REWORK_CEILING ? *most : FORECAST_REWORK_CEILING) : 3;
    for (uint32_t k = 0; k < branch->rework_most; k++) {
        p *= (double)*rework / PPM;
        branch->rework_below[k] = below(p);
    }
    if (takes) {
        const struct distribution d =
            distribution_of_estimate(takes, c->network->calendars[row->calendar]);

        branch->rework = forecast_amount_of(c, &d, 0);
        return;
    }
    branch->rework = (struct forecast_amount){row->shape, row->scale_s / 2};
    if (task_get_estimate(task)) {
        const struct distribution d = distribution_of_estimate(
            task_get_estimate(task), c->network->calendars[row->calendar]);

        branch->rework = forecast_amount_of(c, &d, 0);
        branch->rework.scale /= 2;
    }
}

static void add_branches(struct forecast_compiler *c)
{
    const struct network *n = c->network;
    struct forecast_branch *branches = NULL;
    size_t count = 0, capacity = 0;

    for (uint32_t r = 0; r < c->job->row_count; r++) {
        const uint32_t node = c->job->node[r];
        const struct object *o = c->plan->objects[n->object[node]];
        const int32_t *exists;

        if (n->role[node] != ROLE_TASK || o->kind != KIND_task ||
            (!task_get_exists(o) && !task_get_rework(o)))
            continue;
        exists = n->progress[node] == PROGRESS_NOT_STARTED ? task_get_exists(o) : NULL;
        if (!arena_grow(c->owner, (void **)&branches, count, &capacity, sizeof(*branches),
                        PLAN_OBJECT_CEILING))
            break;
        branches[count] = (struct forecast_branch){
            .exists_below = below(exists ? (double)*exists / PPM : 1)};
        c->job->drops = c->job->drops || branch_drops(&branches[count]);
        set_rework(c, &c->rows[r], o, &branches[count]);
        c->rows[r].branch = (int32_t)count++;
    }
    c->job->branches = branches;
}

void forecast_compile_causes(struct forecast_compiler *c)
{
    struct pairs pairs = {0};

    c->driven = ARENA_ARRAY(c->scratch, bool, c->job->row_count + 1);
    add_drivers(c, &pairs);
    add_risks(c, &pairs);
    make_bundles(c, &pairs);
    add_teams(c);
    add_branches(c);
}
