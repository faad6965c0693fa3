/* SPDX-License-Identifier: Apache-2.0 */
/* The search: the plan as it is, each step alone, the helpful ones together; then all sets, or
 * those that a cheap look lets hope for, the cheapest first. */
#include "core/decide/hit.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/sort.h"
#include "core/plan/capacity.h"

enum {
    PPM = 1000000,
    CONFIDENCE = 800000,        /* where nobody states one */
    ITERATIONS_MOST = 8192,
    SCREEN_ITERATIONS = 1024,
    WORK = 1 << 25,             /* nodes times iterations of one simulation */
    USED = 10,                  /* steps that sets are made of */
    FEW_SETS = 96,              /* all of them are simulated in full */
    SCREENED_MOST = 400,        /* sets looked at cheaply; fewer on large plans */
    LARGE = 1000,               /* nodes */
    NEAR = 50000,               /* how far below the confidence a cheap look may be */
    VERIFIED = 16,              /* sets of a round simulated in full */
    TRIED_MOST = 160,           /* sets in full, where not all of them are */
    WAYS_WANTED = 5,
    ASKS = 2048,
    SAME_PPM = 5000,            /* half a point, */
    SAME_S = 12 * 3600,         /* half a day: nobody pays for less */
    MISSED_LEAST = 1000
};

enum phase { PHASE_NOW, PHASE_ALONE, PHASE_TOGETHER, PHASE_NEEDED, PHASE_VERIFY, PHASE_DONE };

struct ask {
    uint32_t steps;
    bool cheap;
    bool good;                  /* it could be made and simulated */
    struct hit_way way;
};

struct hit_job {
    const struct plan *plan;
    struct str commitment;
    struct hit_answer *answer;
    struct forecast_options options;
    struct arena *owner, *scratch;
    struct diags *out;
    const struct network *network;
    struct hit_step *steps;
    enum phase phase;
    bool good;
    struct ask *asks;           /* [ASKS] */
    uint32_t ask_count, round_first;
    uint32_t together;          /* bits */
    uint32_t used;              /* bits: what sets are made of */
    bool last_looked;           /* at the likeliest where nothing came near */
    int32_t *none;              /* [promise_count] */
};

/* --- one simulation ------------------------------------------------------------------------ */

static const struct forecast_commitment *find(const struct forecast *f, struct str id)
{
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (f->commitments[i].target != UINT32_MAX &&
            str_equal(f->network->plan->objects[f->commitments[i].object]->id, id))
            return &f->commitments[i];
    return NULL;
}

static bool make_plan(const struct hit_job *job, uint32_t steps, struct arena *owner,
                      const struct plan **ret_plan)
{
    const struct hit_step *all = job->steps;
    struct diags ignored;       /* what cannot be made is no way */
    struct edit *edits;
    size_t count = 0, most = 0;

    *ret_plan = job->plan;
    if (steps == 0)
        return true;
    for (uint32_t i = 0; i < job->answer->step_count; i++)
        most += steps >> i & 1 ? all[i].edit_count : 0;
    edits = ARENA_ARRAY(owner, struct edit, most + 1);
    for (uint32_t i = 0; i < job->answer->step_count; i++)
        for (size_t e = 0; steps >> i & 1 && e < all[i].edit_count; e++)
            edits[count++] = all[i].edits[e];
    diags_init(&ignored, owner);
    return plan_apply(job->plan, edits, count, owner, ret_plan, &ignored);
}

/* Writes only what belongs to its own ask. */
static bool simulate(const struct hit_job *job, struct ask *ask, struct arena *owner,
                     struct arena *scratch, struct diags *out)
{
    struct forecast_options options = job->options;
    const struct forecast_commitment *c = NULL;
    const struct plan *plan;
    const struct forecast *f;
    int32_t *promises = (int32_t *)(uintptr_t)ask->way.promises_ppm;

    options.arcs = ask->cheap;
    options.iterations =
        ask->cheap ? job->answer->screen_iterations : job->answer->iterations;
    if (make_plan(job, ask->steps, owner, &plan) &&
        forecast_compute(plan, &options, owner, scratch, &f, out))
        c = find(f, job->commitment);
    if (!c)
        return false;
    ask->way.likely_ppm = c->probability_ppm;
    ask->way.at = forecast_quantile(f, &f->targets[c->target], job->answer->wanted_ppm);
    ask->way.has_cost = f->cost.known;
    ask->way.program_minor = f->cost.p50;
    ask->way.within_ppm = f->cost.known && f->cost.limit != INT64_MIN ? f->cost.within_ppm : -1;
    for (uint32_t i = 0; i < job->answer->promise_count; i++) {
        const struct forecast_commitment *other = find(f, job->answer->promises[i]->id);

        promises[i] = other ? other->probability_ppm : -1;
    }
    return true;
}

void hit_run(struct hit_job *job, uint32_t piece, struct arena *owner, struct arena *scratch)
{
    struct ask *ask = &job->asks[job->round_first + piece];
    struct diags ignored;

    diags_init(&ignored, owner);
    ask->good = simulate(job, ask, owner, scratch, &ignored);
}

/* --- asking -------------------------------------------------------------------------------- */

static const struct ask *asked(const struct hit_job *job, uint32_t steps, bool cheap)
{
    for (uint32_t i = 0; i < job->ask_count; i++)
        if (job->asks[i].steps == steps && job->asks[i].cheap == cheap)
            return &job->asks[i];
    return NULL;
}

static uint32_t count_bits(uint32_t bits)
{
    return (uint32_t)__builtin_popcount(bits);
}

static bool is_possible(const struct hit_job *job, uint32_t steps)
{
    for (uint32_t i = 0; i < job->answer->step_count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (steps >> i & steps >> k & 1 && hit_excludes(&job->steps[i], &job->steps[k]))
                return false;
    return true;
}

/* What a set costs, before anything is simulated. */
static void set_price(const struct hit_job *job, struct hit_way *way)
{
    for (uint32_t i = 0; i < job->answer->step_count; i++) {
        const struct hit_step *s = &job->steps[i];

        if (!(way->steps >> i & 1))
            continue;
        way->count++;
        way->work_s += s->work_s;
        if (s->has_cost)
            way->cost_minor += s->cost_minor;
        else
            way->unknown_costs++;
    }
}

static void ask_for(struct hit_job *job, uint32_t steps, bool cheap)
{
    struct ask ask = {.steps = steps, .cheap = cheap, .way = {.steps = steps}};

    if (job->ask_count == ASKS || asked(job, steps, cheap) || !is_possible(job, steps))
        return;
    set_price(job, &ask.way);
    ask.way.promises_ppm =
        ARENA_ARRAY(job->scratch, int32_t, job->answer->promise_count + 1);
    job->asks[job->ask_count++] = ask;
}

/* --- the order of ways --------------------------------------------------------------------- */

static int by_price(const void *left, const void *right, const void *context)
{
    const struct hit_way *a = left, *b = right;

    (void)context;
    if (a->unknown_costs != b->unknown_costs)
        return a->unknown_costs < b->unknown_costs ? -1 : 1;
    if (a->cost_minor != b->cost_minor)
        return a->cost_minor < b->cost_minor ? -1 : 1;
    if (a->work_s != b->work_s)
        return a->work_s < b->work_s ? -1 : 1;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return (a->steps > b->steps) - (a->steps < b->steps);
}

static bool reaches(const struct hit_job *job, const struct ask *a)
{
    return a && a->good && !a->cheap && a->way.likely_ppm >= job->answer->wanted_ppm;
}

/* Some part of it, not all of it, was simulated in full and reaches. */
static bool has_reaching_part(const struct hit_job *job, uint32_t steps)
{
    for (uint32_t i = 0; i < job->ask_count; i++)
        if (reaches(job, &job->asks[i]) && job->asks[i].steps != steps &&
            (job->asks[i].steps & ~steps) == 0)
            return true;
    return false;
}

/* --- phases -------------------------------------------------------------------------------- */

static void take_now(struct hit_job *job)
{
    struct hit_answer *a = job->answer;
    struct arena *owner = arena_child(job->scratch), *scratch = arena_child(job->scratch);
    struct ask now = {.way = {.promises_ppm = job->none}};

    now.good = simulate(job, &now, owner, scratch, job->out);
    a->now = now.way;
    job->good = now.good;
    arena_reset(scratch);
    arena_reset(owner);
    if (!now.good)
        return;
    a->reached = now.way.likely_ppm >= a->wanted_ppm;
    a->error_ppm = (int32_t)number_round(
        1.959963984540054 * 1e6 *
        number_sqrt((double)a->wanted_ppm / PPM * (1 - (double)a->wanted_ppm / PPM) /
                    a->iterations));
    a->step_count = hit_find_steps(job->plan, job->network, a->commitment, now.way.at,
                                   a->capacity, job->owner, job->scratch, job->steps,
                                   &a->left_out);
    now.way.promises_ppm = a->now.promises_ppm;
    job->asks[job->ask_count++] = now;
}

static void ask_alone(struct hit_job *job)
{
    for (uint32_t i = 0; i < job->answer->step_count; i++)
        ask_for(job, UINT32_C(1) << i, false);
}

static int32_t gain_of(const struct hit_job *job, const struct ask *a)
{
    return a && a->good ? a->way.likely_ppm - job->answer->now.likely_ppm : 0;
}

static void take_alone(struct hit_job *job)
{
    for (uint32_t i = 0; i < job->answer->step_count; i++) {
        const struct ask *a = asked(job, UINT32_C(1) << i, false);

        job->steps[i].known = a && a->good;
        if (!job->steps[i].known)
            continue;
        job->steps[i].likely_ppm = a->way.likely_ppm;
        job->steps[i].at = a->way.at;
    }
}

/* All that do not hurt alone, of each decision the best option; and that without each of them. */
static void ask_together(struct hit_job *job)
{
    for (uint32_t i = 0; i < job->answer->step_count; i++) {
        const int32_t gain = gain_of(job, asked(job, UINT32_C(1) << i, false));
        bool best = job->steps[i].known && gain >= 0;

        for (uint32_t k = 0; best && k < job->answer->step_count; k++)
            if (k != i && hit_excludes(&job->steps[i], &job->steps[k])) {
                const int32_t other = gain_of(job, asked(job, UINT32_C(1) << k, false));

                best = other < gain || (other == gain && k > i);
            }
        if (best)
            job->together |= UINT32_C(1) << i;
    }
    if (job->together == 0)
        return;
    ask_for(job, job->together, false);
    for (uint32_t i = 0; i < job->answer->step_count; i++)
        if (job->together >> i & 1)
            ask_for(job, job->together & ~(UINT32_C(1) << i), false);
}

/* Of all together, those that are missed where they are not there: the rest costs for nothing. */
static void ask_needed(struct hit_job *job)
{
    const struct ask *all = asked(job, job->together, false);
    uint32_t needed = 0;

    for (uint32_t i = 0; all && all->good && i < job->answer->step_count; i++) {
        const struct ask *rest = asked(job, job->together & ~(UINT32_C(1) << i), false);

        if (job->together >> i & 1 &&
            (!rest || !rest->good ||
             all->way.likely_ppm - rest->way.likely_ppm >= MISSED_LEAST))
            needed |= UINT32_C(1) << i;
    }
    if (needed != 0)
        ask_for(job, needed, false);
}

struct worth {
    int32_t worth;
    uint32_t step;
};

static int by_worth(const void *left, const void *right, const void *context)
{
    const struct worth *a = left, *b = right;

    (void)context;
    return (a->worth < b->worth) - (a->worth > b->worth);
}

/* A step is worth trying in sets where it gains alone, or is missed among all together. */
static void choose_used(struct hit_job *job)
{
    const struct ask *all = asked(job, job->together, false);
    struct worth worth[HIT_STEPS];
    uint32_t count = 0;

    for (uint32_t i = 0; i < job->answer->step_count; i++) {
        const uint32_t bit = UINT32_C(1) << i;
        const struct ask *rest = asked(job, job->together & ~bit, false);
        int32_t value = gain_of(job, asked(job, bit, false));
        int32_t missed = job->together & bit && all && all->good && rest && rest->good
            ? all->way.likely_ppm - rest->way.likely_ppm : 0;

        value = value > missed ? value : missed;
        if (job->steps[i].known && value > 0)
            worth[count++] = (struct worth){value, i};
    }
    sort_stable(worth, count, sizeof(worth[0]), by_worth, NULL, job->scratch);
    for (uint32_t i = 0; i < count && i < USED; i++)
        job->used |= UINT32_C(1) << worth[i].step;
}

/* All sets of used steps, of two and more, at most `most` of them and `size` steps each; returns
 * how many there are. */
static uint32_t each_set(struct hit_job *job, uint32_t size, bool cheap, uint32_t most, bool ask)
{
    uint32_t index[USED], n = 0, count = 0;

    for (uint32_t i = 0; i < job->answer->step_count; i++)
        if (job->used >> i & 1)
            index[n++] = i;
    for (uint32_t want = 2; want <= size && want <= n; want++)
        for (uint32_t bits = 1; bits < UINT32_C(1) << n; bits++) {
            uint32_t steps = 0;

            if (count_bits(bits) != want)
                continue;
            for (uint32_t i = 0; i < n; i++)
                steps |= (bits >> i & 1) << index[i];
            if (!is_possible(job, steps))
                continue;
            if (ask && count < most)
                ask_for(job, steps, cheap);
            count++;
        }
    return count;
}

static uint32_t screened_most(const struct hit_job *job)
{
    const uint64_t nodes = job->network->node_count + 1;
    const uint64_t most = nodes <= LARGE ? SCREENED_MOST : (uint64_t)SCREENED_MOST * LARGE / nodes;

    return most < 45 ? 45 : (uint32_t)most;
}

/* Where little can be done, even what seems to change nothing is tried with the rest. */
static void ask_sets(struct hit_job *job)
{
    const uint32_t helpful = job->used;

    job->used = 0;
    for (uint32_t i = 0; i < job->answer->step_count; i++)
        job->used |= (uint32_t)job->steps[i].known << i;
    if (count_bits(job->used) > USED || each_set(job, USED, false, 0, false) > FEW_SETS)
        job->used = helpful;
    job->answer->all_tried = each_set(job, USED, false, 0, false) <= FEW_SETS;
    job->answer->used = job->used;
    if (job->answer->all_tried) {
        each_set(job, USED, false, FEW_SETS, true);
        return;
    }
    ask_for(job, 0, true);
    each_set(job, HIT_SIZE, true, screened_most(job), true);
}

/* --- what the cheap look lets hope for ------------------------------------------------------- */

/* Its difference to the full policy at the plan as it is, taken off. */
static int32_t hoped(const struct hit_job *job, const struct ask *cheap)
{
    const struct ask *now = asked(job, 0, true);

    return cheap->way.likely_ppm +
           (now && now->good ? job->answer->now.likely_ppm - now->way.likely_ppm : 0);
}

struct hopes {
    struct hit_way *items;
    uint32_t count;
};

static struct hopes hopes_of(const struct hit_job *job, int32_t least)
{
    struct hopes h = {ARENA_ARRAY(job->scratch, struct hit_way, job->ask_count + 1), 0};

    for (uint32_t i = 0; i < job->ask_count; i++) {
        const struct ask *a = &job->asks[i];

        if (!a->cheap || !a->good || a->steps == 0 || asked(job, a->steps, false) ||
            hoped(job, a) < least || has_reaching_part(job, a->steps))
            continue;
        h.items[h.count] = a->way;
        h.items[h.count++].likely_ppm = hoped(job, a);
    }
    return h;
}

static int by_hope(const void *left, const void *right, const void *context)
{
    const struct hit_way *a = left, *b = right;

    (void)context;
    return (a->likely_ppm < b->likely_ppm) - (a->likely_ppm > b->likely_ppm);
}

static uint32_t tried_in_full(const struct hit_job *job)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < job->ask_count; i++)
        count += !job->asks[i].cheap && job->asks[i].good && job->asks[i].steps != 0;
    return count;
}

/* Every part of it that lacks one step was simulated in full, or cannot be made. */
static bool is_whole(const struct hit_job *job, uint32_t steps)
{
    for (uint32_t i = 0; count_bits(steps) > 1 && i < job->answer->step_count; i++)
        if (steps >> i & 1 && !asked(job, steps & ~(UINT32_C(1) << i), false))
            return false;
    return true;
}

static bool is_way(const struct hit_job *job, const struct ask *a)
{
    return a->steps != 0 && reaches(job, a) && !has_reaching_part(job, a->steps) &&
           is_whole(job, a->steps);
}

/* The ways found so far, the cheapest first. */
static struct hopes ways_found(const struct hit_job *job)
{
    struct hopes h = {ARENA_ARRAY(job->scratch, struct hit_way, job->ask_count + 1), 0};

    for (uint32_t i = 0; i < job->ask_count; i++)
        if (is_way(job, &job->asks[i]))
            h.items[h.count++] = job->asks[i].way;
    sort_stable(h.items, h.count, sizeof(h.items[0]), by_price, NULL, job->scratch);
    return h;
}

/* Of what is hoped for, the cheapest first, that which would stand before the last way wanted. */
static struct hopes hopes_before(const struct hit_job *job, const struct hopes *ways)
{
    struct hopes h = hopes_of(job, job->answer->wanted_ppm - NEAR);

    sort_stable(h.items, h.count, sizeof(h.items[0]), by_price, NULL, job->scratch);
    while (ways->count >= WAYS_WANTED && h.count > 0 &&
           by_price(&h.items[h.count - 1], &ways->items[WAYS_WANTED - 1], NULL) > 0)
        h.count--;
    return h;
}

static void ask_parts_of(struct hit_job *job, uint32_t steps)
{
    for (uint32_t bit = 0; bit < job->answer->step_count; bit++)
        if (steps >> bit & 1 && count_bits(steps) > 1)
            ask_for(job, steps & ~(UINT32_C(1) << bit), false);
}

/* Sets that reach, whose parts nobody has tried yet: one of them may do. */
static void ask_parts(struct hit_job *job)
{
    const uint32_t count = job->ask_count;

    for (uint32_t i = 0; i < count; i++)
        if (reaches(job, &job->asks[i]) && count_bits(job->asks[i].steps) <= HIT_SIZE &&
            !has_reaching_part(job, job->asks[i].steps))
            ask_parts_of(job, job->asks[i].steps);
}

/* No small set does: the cheapest large one, step by step without what it can do without. */
static void ask_smaller(struct hit_job *job)
{
    const struct hit_way *best = NULL;

    for (uint32_t i = 0; i < job->ask_count; i++) {
        const struct ask *a = &job->asks[i];

        if (reaches(job, a) && !has_reaching_part(job, a->steps) && !is_whole(job, a->steps) &&
            (!best || by_price(&a->way, best, NULL) < 0))
            best = &a->way;
    }
    if (best)
        ask_parts_of(job, best->steps);
}

/* Nothing comes near: the likeliest few, to say how near. */
static struct hopes last_hopes(struct hit_job *job)
{
    struct hopes h = hopes_of(job, job->answer->now.likely_ppm + 1);

    sort_stable(h.items, h.count, sizeof(h.items[0]), by_hope, NULL, job->scratch);
    h.count = h.count < WAYS_WANTED ? h.count : WAYS_WANTED;
    job->last_looked = true;
    return h;
}

static void ask_hopes(struct hit_job *job)
{
    const uint32_t before = job->ask_count;
    struct hopes h, ways;

    if (tried_in_full(job) >= TRIED_MOST)
        return;
    ask_parts(job);
    if (job->answer->all_tried || job->ask_count > before)
        return;
    ways = ways_found(job);
    h = hopes_before(job, &ways);
    if (h.count == 0 && ways.count == 0)
        ask_smaller(job);
    if (h.count == 0 && ways.count == 0 && job->ask_count == before && !job->last_looked)
        h = last_hopes(job);
    for (uint32_t i = 0; i < h.count && i < VERIFIED; i++)
        ask_for(job, h.items[i].steps, false);
}

uint32_t hit_round(struct hit_job *job)
{
    job->round_first = job->ask_count;
    while (job->good && !job->answer->reached && job->round_first == job->ask_count) {
        switch (job->phase) {
        case PHASE_NOW:
            job->phase = PHASE_ALONE;
            ask_alone(job);
            break;
        case PHASE_ALONE:
            job->phase = PHASE_TOGETHER;
            take_alone(job);
            ask_together(job);
            break;
        case PHASE_TOGETHER:
            job->phase = PHASE_NEEDED;
            ask_needed(job);
            break;
        case PHASE_NEEDED:
            job->phase = PHASE_VERIFY;
            choose_used(job);
            ask_sets(job);
            break;
        case PHASE_VERIFY:
            ask_hopes(job);
            if (job->round_first == job->ask_count)
                job->phase = PHASE_DONE;
            break;
        case PHASE_DONE:
            return 0;
        }
    }
    return job->ask_count - job->round_first;
}

/* --- the ends ------------------------------------------------------------------------------ */

static struct hit_way kept(struct hit_job *job, const struct hit_way *way)
{
    struct hit_way copy = *way;
    int32_t *promises = ARENA_ARRAY(job->owner, int32_t, job->answer->promise_count + 1);

    memcpy(promises, way->promises_ppm, job->answer->promise_count * sizeof(*promises));
    copy.promises_ppm = promises;
    return copy;
}

/* Of what comes as near as it gets, but for what nobody would pay for, the cheapest. */
static void take_nearest(struct hit_job *job, int32_t likely_ppm, int64_t at)
{
    struct hit_answer *a = job->answer;
    const struct hit_way *nearest = NULL, *soonest = NULL;

    for (uint32_t i = 0; i < job->ask_count; i++) {
        const struct hit_way *way = &job->asks[i].way;

        if (job->asks[i].cheap || !job->asks[i].good)
            continue;
        if (way->likely_ppm >= likely_ppm && (!nearest || by_price(way, nearest, NULL) < 0))
            nearest = way;
        if (way->at <= at + SAME_S && (!soonest || by_price(way, soonest, NULL) < 0))
            soonest = way;
    }
    a->nearest = nearest ? *nearest : a->now;
    a->soonest = soonest ? *soonest : a->now;
}

static void take_ways(struct hit_job *job)
{
    struct hit_answer *a = job->answer;
    struct hit_way *all = ARENA_ARRAY(job->scratch, struct hit_way, job->ask_count + 1);
    struct hit_way *ways = ARENA_ARRAY(job->owner, struct hit_way, HIT_WAYS);
    int32_t likeliest = a->now.likely_ppm;
    int64_t earliest = a->now.at;
    uint32_t count = 0;

    for (uint32_t i = 0; i < job->ask_count; i++) {
        const struct ask *ask = &job->asks[i];

        a->screened += ask->cheap && ask->steps != 0;
        a->tried += !ask->cheap && ask->steps != 0 && ask->good;
        if (ask->cheap || !ask->good)
            continue;
        likeliest = ask->way.likely_ppm > likeliest ? ask->way.likely_ppm : likeliest;
        earliest = ask->way.at < earliest ? ask->way.at : earliest;
        if (is_way(job, ask))
            all[count++] = ask->way;
    }
    take_nearest(job, likeliest - SAME_PPM, earliest);
    sort_stable(all, count, sizeof(all[0]), by_price, NULL, job->scratch);
    a->way_count = count < HIT_WAYS ? count : HIT_WAYS;
    for (uint32_t i = 0; i < a->way_count; i++)
        ways[i] = kept(job, &all[i]);
    a->ways = ways;
    a->nearest = kept(job, &a->nearest);
    a->soonest = kept(job, &a->soonest);
}

static uint32_t iterations_for(const struct hit_job *job, uint32_t asked_for)
{
    const uint32_t nodes = job->network->node_count + 1;
    uint32_t most = WORK / nodes / FORECAST_BLOCK * FORECAST_BLOCK;

    if (asked_for > 0)
        return asked_for;
    most = most < 2 * FORECAST_BLOCK ? 2 * FORECAST_BLOCK : most;
    return most < ITERATIONS_MOST ? most : ITERATIONS_MOST;
}

static void find_promises(struct hit_job *job)
{
    const uint32_t count = plan_count(job->plan, KIND_commitment);
    const struct object **all = ARENA_ARRAY(job->owner, const struct object *, count + 1);

    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = plan_nth(job->plan, KIND_commitment, i);
        const uint32_t *state = commitment_get_state(o);

        if ((!state || *state == COMMITMENT_ACTIVE) && commitment_get_date(o) &&
            network_commitment_node(job->network, o) != NODE_NONE)
            all[job->answer->promise_count++] = o;
    }
    job->answer->promises = all;
    job->none = ARENA_ARRAY(job->owner, int32_t, count + 1);
}

struct hit_job *hit_begin(const struct plan *plan, const struct object *commitment,
                          int32_t wanted_ppm, const struct forecast_options *options,
                          struct arena *owner, struct arena *scratch, struct diags *out)
{
    struct hit_job *job = ARENA_NEW(owner, struct hit_job);
    struct hit_answer *a = ARENA_NEW(owner, struct hit_answer);
    const int32_t *stated = commitment_get_confidence(commitment);
    const struct when *date = commitment_get_date(commitment);

    *job = (struct hit_job){.plan = plan, .commitment = commitment->id, .answer = a,
                            .options = *options, .owner = owner, .scratch = scratch, .out = out};
    job->options.no_sensitivity = job->options.no_tasks = true;
    a->plan = plan;
    a->commitment = commitment;
    a->wanted_ppm = wanted_ppm > 0 ? wanted_ppm : stated ? *stated : CONFIDENCE;
    a->seed = options->seed == 0 ? 1 : options->seed;
    a->capacity = !options->no_capacity && plan_states_capacity(plan);
    if (!network_compile(plan, owner, scratch, &job->network, out))
        return job;
    a->iterations = iterations_for(job, options->iterations);
    a->screen_iterations =
        a->iterations < SCREEN_ITERATIONS ? a->iterations : SCREEN_ITERATIONS;
    find_promises(job);
    a->stuck = !date || network_commitment_node(job->network, commitment) == NODE_NONE;
    if (a->stuck) {
        job->good = true;
        job->phase = PHASE_DONE;
        return job;
    }
    a->date = date->instant + (date->grain == GRAIN_MINUTE ? 0 : CIVIL_DAY_S - 1);
    job->steps = ARENA_ARRAY(owner, struct hit_step, HIT_STEPS);
    job->asks = ARENA_ARRAY(scratch, struct ask, ASKS);
    take_now(job);
    return job;
}

bool hit_finish(struct hit_job *job, const struct hit_answer **ret_answer)
{
    struct hit_answer *a = job->answer;

    if (!job->good)
        return false;
    a->steps = job->steps;
    a->nearest = a->soonest = a->now;
    if (!a->stuck)
        take_ways(job);
    *ret_answer = a;
    return true;
}

bool hit_compute(const struct plan *plan, const struct object *commitment, int32_t wanted_ppm,
                 const struct forecast_options *options, struct arena *owner,
                 struct arena *scratch, const struct hit_answer **ret_answer, struct diags *out)
{
    struct hit_job *job =
        hit_begin(plan, commitment, wanted_ppm, options, owner, scratch, out);
    uint32_t pieces;

    while ((pieces = hit_round(job)) > 0)
        for (uint32_t i = 0; i < pieces; i++) {
            struct arena *its = arena_child(scratch), *rough = arena_child(scratch);

            hit_run(job, i, its, rough);
            arena_reset(rough);
            arena_reset(its);
        }
    return hit_finish(job, ret_answer);
}
