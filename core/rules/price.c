/* SPDX-License-Identifier: Apache-2.0 */
/* What a finding costs: screening by a bound, then counterfactual simulation.
 *
 * The bound comes from the simulation already run: in an iteration, taking a task away moves
 * the finish by at most the time it took there, and by nothing when it did not drive. So
 * `driving_most_s`, the longest it took while driving, bounds every quantile. Dropping a hand-off
 * also frees its taker from all that comes before: where it drives, only a run can tell. The most
 * valuable are then re-simulated with the condition removed and the same draws (domain.md 9.0,
 * design.md 5).
 *
 * Where teams bind, an iteration of a large plan takes fifty times what it takes without. There
 * both sides of every difference are simulated with the order in teams frozen as it is at the
 * medians (forecast_arcs.c), and the most valuable few are then confirmed under the full policy.
 */
#include "core/rules/rule.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/rules/look.h"

enum {
    GROUP_RUNS = 3,             /* of what is left, together */
    PRICE_MOST = 4096,          /* iterations of one counterfactual */
    PRICE_WORK = 1 << 25,       /* nodes times iterations that it may take on a large plan */
    SEATED_NODES = 2048,        /* where teams bind: of a plan that is large */
    SEATED_WORK = 1 << 22,      /* nodes times iterations of one that is confirmed */
    CONFIRMED = 2,
    WEEK_S = 7 * CIVIL_DAY_S
};

/* What is priced: the P80 of the commitment of first rank that is still ahead, else of the last
 * target. */
static const struct forecast_target *main_target(const struct forecast *f)
{
    const int64_t today = f->network->plan->as_of;
    const struct forecast_target *last = NULL;

    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (f->commitments[i].target != UINT32_MAX &&
            f->targets[f->commitments[i].target].at[2] > today)
            return &f->targets[f->commitments[i].target];
    for (uint32_t i = 0; i < f->target_count; i++)
        if (!last || f->targets[i].at[2] > last->at[2])
            last = &f->targets[i];
    return last;
}

static const struct forecast_target *same_target(const struct forecast *f, struct str id)
{
    for (uint32_t i = 0; i < f->target_count; i++)
        if (str_equal(f->network->plan->objects[f->targets[i].object]->id, id))
            return &f->targets[i];
    return NULL;
}

/* Adds to *bound_s the most that taking `o` away can save; false where only a run can tell. */
static bool bound_of(const struct rule_input *in, const struct object *o, int64_t *bound_s)
{
    const struct forecast_task *task = look_task(in, o);

    if (!task || look_node(in, o) == NODE_NONE)
        return false;           /* a risk or a driver */
    if (task->criticality_any_ppm == 0)
        return true;
    if (o->kind == KIND_handoff || task->driving_most_s == 0)
        return false;
    *bound_s += task->driving_most_s;
    return true;
}

static void screen(const struct rule_input *in, struct finding *f)
{
    if (f->state != FINDING_TRUE || f->without_count == 0 ||
        f->adverse || f->priced)
        return;
    f->bounded = true;
    f->expected_s = 0;
    for (uint32_t i = 0; i < f->without_count; i++) {
        const uint32_t object = f->without[i].object;

        if (object == OBJECT_NONE || !bound_of(in, in->plan->objects[object], &f->expected_s))
            f->bounded = false;
    }
    if (!f->bounded)
        f->expected_s = 0;
}

/* Worth a run: it can be taken away, and the bound does not say that this buys nothing. */
static bool is_worth_a_run(const struct finding *f)
{
    return f->state == FINDING_TRUE && f->without_count > 0 && !f->priced &&
           (!f->bounded || f->expected_s > 0);
}

/* A bound of many together counts as its part. */
static int64_t value_of(const struct finding *f)
{
    return f->shared > 1 && !f->priced ? f->expected_s / f->shared : f->expected_s;
}

static int by_value(const void *a, const void *b, const void *context)
{
    const struct finding *x = a, *y = b;

    (void)context;
    if (x->state != y->state)
        return x->state < y->state ? -1 : 1;
    if (x->demoted != y->demoted)
        return x->demoted ? 1 : -1;
    if (value_of(x) != value_of(y))
        return value_of(x) > value_of(y) ? -1 : 1;
    if (x->level != y->level)
        return x->level > y->level ? -1 : 1;
    if (x->defuse_by != y->defuse_by) {
        if (x->defuse_by == CIVIL_NONE || y->defuse_by == CIVIL_NONE)
            return x->defuse_by == CIVIL_NONE ? 1 : -1;
        return x->defuse_by < y->defuse_by ? -1 : 1;
    }
    return 0;
}

/* value * part / whole without overflow, for value of any size of money. */
static int64_t share(int64_t value, int64_t part, int64_t whole)
{
    return value / whole * part + value % whole * part / whole;
}

static void price_money(const struct rule_input *in, struct finding *f, int64_t clock_s)
{
    const struct objects *cost = program_get_delay_cost(in->plan->program);
    const int64_t *per_week;

    if (!cost || cost->count == 0 || !delay_cost_get_agreed_by(cost->items[0]))
        return;                 /* nobody agreed a number: none is shown */
    per_week = delay_cost_get_per_week(cost->items[0]);
    if (per_week && clock_s > 0)
        f->cost_minor = share(*per_week, clock_s, WEEK_S);
}

void finding_price(const struct rule_input *in, struct finding *f, int64_t from, int64_t to)
{
    f->priced = f->between = true;
    f->expected_s = calendar_work(in->plan->calendar, from, to);
    price_money(in, f, to - from);
}

struct pricing {
    const struct rule_input *in;
    struct forecast_options options;
    struct str target_id;
    int64_t base;               /* instant of P80 */
    const struct calendar *calendar;
};

static bool p80_of(const struct pricing *p, const struct plan *plan, int64_t *ret_p80)
{
    struct arena *owner = arena_child(p->in->scratch), *scratch = arena_child(p->in->scratch);
    const struct forecast_target *target = NULL;
    const struct forecast *f;
    struct diags ignored;       /* a counterfactual that cannot be run leaves the bound standing */

    diags_init(&ignored, owner);
    if (forecast_compute(plan, &p->options, owner, scratch, &f, &ignored))
        target = same_target(f, p->target_id);
    if (target)
        *ret_p80 = target->at[2];
    arena_reset(scratch);
    arena_reset(owner);
    return target != NULL;
}

static bool same_counterfactual(const struct finding *a, const struct finding *b)
{
    if (a->without_count != b->without_count || a->adverse != b->adverse)
        return false;
    for (uint32_t i = 0; i < a->without_count; i++) {
        const struct edit *x = &a->without[i], *y = &b->without[i];

        if (x->kind != y->kind || x->object != y->object || x->field != y->field ||
            !str_equal(x->key, y->key) || !x->value != !y->value ||
            (x->value && !field_types[x->of->type].equal(x->of, x->value, y->value)))
            return false;
    }
    return true;
}

/* What it costs by these options: P80 without it, or with what is feared. */
static bool measure(const struct pricing *p, struct finding *f)
{
    struct arena *work = arena_child(p->in->scratch);
    const struct plan *without;
    struct diags ignored;
    int64_t p80;
    bool made;

    diags_init(&ignored, work);
    made = plan_apply(p->in->plan, f->without, f->without_count, work, &without, &ignored) &&
           p80_of(p, without, &p80);
    if (made) {
        f->priced = true;
        f->bounded = false;
        f->frozen = p->options.arcs;
        f->expected_s = f->adverse ? calendar_work(p->calendar, p->base, p80)
                                   : calendar_work(p->calendar, p80, p->base);
        f->cost_minor = INT64_MIN;
        price_money(p->in, f, f->adverse ? p80 - p->base : p->base - p80);
    }
    arena_reset(work);
    return made;
}

/* Whether it took a run: a counterfactual already run is not run again. */
static bool price_one(const struct pricing *p, struct findings *all, size_t index)
{
    struct finding *f = &all->items[index];

    for (size_t i = 0; i < index; i++)
        if (all->items[i].priced && same_counterfactual(&all->items[i], f)) {
            f->priced = true;
            f->bounded = false;
            f->frozen = all->items[i].frozen;
            f->expected_s = all->items[i].expected_s;
            f->cost_minor = all->items[i].cost_minor;
            return false;
        }
    measure(p, f);
    return true;
}

/* What is left after the most valuable is taken away all at once: less work makes nothing later
 * (where teams bind, hardly ever), so each costs at most what all do together, and nothing where
 * that is nothing. A part that costs something is halved while runs are left. */
struct group {
    struct finding *const *items;
    uint32_t count;
};

static bool cost_together(const struct pricing *p, struct group g, int64_t *ret_p80)
{
    struct arena *work = arena_child(p->in->scratch);
    const struct plan *without;
    struct diags ignored;
    struct edit *edits;
    uint32_t count = 0;
    bool made;

    for (uint32_t i = 0; i < g.count; i++)
        count += g.items[i]->without_count;
    edits = ARENA_ARRAY(work, struct edit, count + 1);
    count = 0;
    for (uint32_t i = 0; i < g.count; i++)
        for (uint32_t e = 0; e < g.items[i]->without_count; e++)
            edits[count++] = g.items[i]->without[e];
    diags_init(&ignored, work);
    made = plan_apply(p->in->plan, edits, count, work, &without, &ignored) &&
           p80_of(p, without, ret_p80);
    arena_reset(work);
    return made;
}

static void settle(const struct pricing *p, struct group g, int64_t p80)
{
    const int64_t most = calendar_work(p->calendar, p80, p->base);

    for (uint32_t i = 0; i < g.count; i++) {
        struct finding *f = g.items[i];

        if (f->bounded && f->expected_s <= most)
            continue;
        f->bounded = true;
        f->priced = most <= 0;
        f->shared = f->priced ? 0 : g.count;
        f->frozen = p->options.arcs;
        f->expected_s = most > 0 ? most : 0;
        price_money(p->in, f, p->base - p80);
    }
}

static void price_group(const struct pricing *p, struct group g, unsigned *runs)
{
    const struct group first = { g.items, g.count / 2 };
    const struct group second = { g.items + g.count / 2, g.count - g.count / 2 };
    int64_t p80;

    if (g.count == 0 || *runs == 0)
        return;
    (*runs)--;
    if (!cost_together(p, g, &p80))
        return;
    settle(p, g, p80);
    if (p80 >= p->base || g.count == 1)
        return;
    price_group(p, first, runs);
    price_group(p, second, runs);
}

static void price_the_rest(const struct pricing *p, struct findings *all, unsigned runs)
{
    struct finding **items = ARENA_ARRAY(p->in->scratch, struct finding *, all->count + 1);
    struct group g = { items, 0 };

    for (size_t i = 0; i < all->count; i++)
        if (is_worth_a_run(&all->items[i]) && !all->items[i].adverse)
            items[g.count++] = &all->items[i];
    price_group(p, g, &runs);
}

/* Fewer iterations on a large plan: on common random numbers a difference settles long before the
 * level does. */
static uint32_t iterations_for(const struct network *n)
{
    const uint32_t blocks = PRICE_WORK / FORECAST_BLOCK / (n->node_count > 0 ? n->node_count : 1);

    return blocks < 1                             ? FORECAST_BLOCK
           : blocks > PRICE_MOST / FORECAST_BLOCK ? PRICE_MOST
                                                  : blocks * FORECAST_BLOCK;
}

static bool is_slow(const struct rule_input *in)
{
    return in->forecast->capacity && in->network->node_count > SEATED_NODES;
}

/* The most valuable once more, under the full policy, which the frozen order gives way to. */
static void confirm(struct pricing *p, const struct forecast_target *target,
                    struct findings *findings)
{
    const uint32_t most = SEATED_WORK / FORECAST_BLOCK / p->in->network->node_count;
    const uint32_t iterations = (most < 1 ? 1 : most) * FORECAST_BLOCK;

    p->options.arcs = false;
    p->options.iterations = p->in->forecast->iterations;
    if (p->options.iterations <= iterations) {
        p->base = target->at[2];
    } else {
        p->options.iterations = iterations;
        if (!p80_of(p, p->in->plan, &p->base))
            return;
    }
    for (size_t i = 0; i < findings->count && findings->confirmed < CONFIRMED; i++)
        if (findings->items[i].frozen && findings->items[i].priced &&
            findings->items[i].expected_s > 0 && measure(p, &findings->items[i]))
            findings->confirmed++;
}

void rules_price(const struct rule_input *in, const struct forecast_options *options,
                 unsigned most, struct findings *findings, struct arena *scratch)
{
    struct pricing p = { .in = in, .options = *options, .calendar = in->plan->calendar };
    const struct forecast_target *target = in->forecast ? main_target(in->forecast) : NULL;
    unsigned done = 0;

    for (size_t i = 0; in->forecast && i < findings->count; i++)
        screen(in, &findings->items[i]);
    sort_stable(findings->items, findings->count, sizeof(*findings->items), by_value, NULL,
                scratch);
    rules_fold(findings, in->plan, scratch);
    if (!target)
        return;
    p.target_id = in->forecast->network->plan->objects[target->object]->id;
    p.options.no_sensitivity = p.options.no_tasks = true;
    if (p.options.iterations == 0 || p.options.iterations > iterations_for(in->network))
        p.options.iterations = iterations_for(in->network);
    p.options.arcs = p.options.arcs || is_slow(in);
    findings->frozen = p.options.arcs && in->forecast->capacity;
    if (!p.options.arcs && p.options.iterations == in->forecast->iterations)
        p.base = target->at[2]; /* the same run */
    else if (!p80_of(&p, in->plan, &p.base))
        return;
    for (size_t i = 0; i < findings->count && done < most; i++) {
        if (is_worth_a_run(&findings->items[i]) && price_one(&p, findings, i))
            done++;
    }
    price_the_rest(&p, findings, GROUP_RUNS);
    if (findings->frozen) {
        sort_stable(findings->items, findings->count, sizeof(*findings->items), by_value, NULL,
                    scratch);
        confirm(&p, target, findings);
    }
    sort_stable(findings->items, findings->count, sizeof(*findings->items), by_value, NULL,
                scratch);
    rules_fold(findings, in->plan, scratch);
}
