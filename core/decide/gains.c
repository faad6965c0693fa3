/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/gains.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/decide_by.h"
#include "core/plan/plan.h"

enum { EDITS_MOST = 4096, GAIN_WORK = 4 << 20 };

struct search {
    const struct plan *plan;
    struct forecast_options options;
    const struct gains *gains;      /* whose promises it tells of */
    struct arena *owner, *scratch;
    struct gain *items;
    uint32_t count;
    const struct edit *all;         /* of those made together */
    size_t all_count;
};

static const struct forecast_commitment *find(const struct forecast *f, struct str id)
{
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (f->commitments[i].target != UINT32_MAX &&
            str_equal(f->network->plan->objects[f->commitments[i].object]->id, id))
            return &f->commitments[i];
    return NULL;
}

static bool simulate(const struct search *s, const struct edit *edits, size_t count,
                     struct gain_on *ret_on)
{
    struct arena *owner = arena_child(s->scratch), *scratch = arena_child(s->scratch);
    const struct plan *plan = s->plan;
    struct gain_on on = {0};
    bool done = false;
    const struct forecast *f;
    struct diags ignored;           /* what cannot be done has no gain */

    diags_init(&ignored, owner);
    if ((count == 0 || plan_apply(s->plan, edits, count, owner, &plan, &ignored)) &&
        forecast_compute(plan, &s->options, owner, scratch, &f, &ignored))
        for (uint32_t i = 0; i < s->gains->promise_count; i++) {
            const struct forecast_commitment *c = find(f, s->gains->promises[i]);

            done |= c && i == 0;
            on.likely_ppm[i] = c ? c->probability_ppm : -1;
            on.p80[i] = c ? f->targets[c->target].at[2] : CIVIL_NONE;
        }
    if (done)
        *ret_on = on;
    arena_reset(scratch);
    arena_reset(owner);
    return done;
}

static struct edit set_field(const struct plan *p, const struct object *o, uint16_t field,
                             const void *value, struct arena *owner)
{
    (void)p;
    return (struct edit){.kind = EDIT_SET,
                         .address = str_format(owner, "%.*s.%s", STR_ARG(o->id),
                                               schema_kinds[o->kind].fields[field].name),
                         .object = o->number, .field = field, .inner = UINT16_MAX,
                         .of = &schema_kinds[o->kind].fields[field], .value = value};
}

/* The edits of an option, and the decision taken: what it gates waits for it no longer. */
static size_t edits_of_option(const struct search *s, const struct object *decision,
                              const struct object *option, struct edit *ret)
{
    const struct edits *edits = option_get_edits(option);
    uint32_t *state = ARENA_NEW(s->owner, uint32_t);
    struct when *decided = ARENA_NEW(s->owner, struct when);
    struct str *outcome = ARENA_NEW(s->owner, struct str);
    size_t count = 0;

    for (size_t i = 0; edits && i < edits->count && count < EDITS_MOST; i++)
        ret[count++] = edits->items[i];
    *state = DECISION_DECIDED;
    *decided = (struct when){s->plan->as_of, GRAIN_DAY};
    *outcome = option->id;
    ret[count++] = set_field(s->plan, decision, FIELD_decision_state, state, s->owner);
    ret[count++] = set_field(s->plan, decision, FIELD_decision_decided, decided, s->owner);
    ret[count++] = set_field(s->plan, decision, FIELD_decision_outcome, outcome, s->owner);
    return count;
}

static size_t edits_of(const struct search *s, const struct gain *g, struct edit *ret)
{
    const struct object *o = s->plan->objects[g->object];
    const struct objects *mitigation;
    const struct edits *edits;
    size_t count = 0;

    if (g->kind == GAIN_OPTION)
        return edits_of_option(s, o, g->option, ret);
    mitigation = risk_get_mitigation(o);
    edits = mitigation_get_edits(mitigation->items[0]);
    for (size_t i = 0; i < edits->count && count < EDITS_MOST; i++)
        ret[count++] = edits->items[i];
    return count;
}

static void add(struct search *s, struct gain gain)
{
    struct edit *edits = ARENA_ARRAY(s->owner, struct edit, EDITS_MOST + 3);

    if (s->count < GAINS_MOST &&
        simulate(s, edits, edits_of(s, &gain, edits), &gain.on))
        s->items[s->count++] = gain;
}

static void add_decisions(struct search *s)
{
    for (uint32_t i = 0; i < plan_count(s->plan, KIND_decision); i++) {
        const struct object *o = plan_nth(s->plan, KIND_decision, i);
        const struct objects *options = decision_get_options(o);
        const struct str *assume = decision_get_assume(o);

        for (size_t n = 0; decision_is_open(o) && options && n < options->count; n++)
            if (option_get_edits(options->items[n]))
                add(s, (struct gain){.kind = GAIN_OPTION, .object = o->number,
                                     .option = options->items[n],
                                     .assumed = assume && str_equal(*assume,
                                                                    options->items[n]->id)});
    }
}

static void add_mitigations(struct search *s)
{
    for (uint32_t i = 0; i < plan_count(s->plan, KIND_risk); i++) {
        const struct object *o = plan_nth(s->plan, KIND_risk, i);
        const struct objects *m = risk_get_mitigation(o);
        const uint32_t *state = risk_get_state(o);

        if (m && m->count > 0 && mitigation_get_edits(m->items[0]) &&
            (!state || *state == RISK_OPEN))
            add(s, (struct gain){.kind = GAIN_MITIGATION, .object = o->number});
    }
}

/* Of each decision and risk the best step that gains anything. */
static void choose(struct search *s, int32_t now)
{
    for (uint32_t i = 0; i < s->count; i++) {
        struct gain *best = &s->items[i];
        bool first = true;

        for (uint32_t n = 0; n < s->count; n++) {
            if (s->items[n].object != best->object || s->items[n].kind != best->kind)
                continue;
            first &= n >= i;
            if (s->items[n].on.likely_ppm[0] > best->on.likely_ppm[0])
                best = &s->items[n];
        }
        if (first && best->on.likely_ppm[0] > now)
            best->together = true;
    }
}

static void together(struct search *s, struct gains *g)
{
    struct edit *all = ARENA_ARRAY(s->owner, struct edit, GAINS_MOST * (EDITS_MOST + 3));
    size_t count = 0;

    choose(s, g->now.likely_ppm[0]);
    for (uint32_t i = 0; i < s->count; i++) {
        if (!s->items[i].together)
            continue;
        if (g->together_count == GAINS_IN_ALL) {
            s->items[i].together = false;
            continue;
        }
        count += edits_of(s, &s->items[i], all + count);
        g->together_count++;
    }
    g->together.likely_ppm[0] = -1;
    if (g->together_count > 1)
        simulate(s, all, count, &g->together);
}

/* The least likely first; of equals in the plan's order. */
static void find_promises(const struct forecast *f, struct gains *g)
{
    const struct forecast_commitment *worst[GAIN_PROMISES];

    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        uint32_t at = g->promise_count;

        if (c->target == UINT32_MAX)
            continue;
        while (at > 0 && c->probability_ppm < worst[at - 1]->probability_ppm)
            at--;
        if (at == GAIN_PROMISES)
            continue;
        g->promise_count += g->promise_count < GAIN_PROMISES;
        for (uint32_t n = g->promise_count - 1; n > at; n--)
            worst[n] = worst[n - 1];
        worst[at] = c;
    }
    for (uint32_t i = 0; i < g->promise_count; i++)
        g->promises[i] = f->network->plan->objects[worst[i]->object]->id;
}

const struct gains *gains_compute(const struct plan *plan, const struct forecast *forecast,
                                  struct arena *owner, struct arena *scratch)
{
    struct gains *g = ARENA_NEW(owner, struct gains);
    struct search s = {.plan = plan, .owner = arena_child(scratch), .scratch = scratch};
    uint32_t most = GAIN_WORK / (forecast->network->node_count + 1);

    find_promises(forecast, g);
    if (g->promise_count == 0)
        return NULL;
    most = most < 4 ? FORECAST_BLOCK : (most / FORECAST_BLOCK + 1) * FORECAST_BLOCK;
    g->iterations = forecast->iterations < most ? forecast->iterations : most;
    s.options = (struct forecast_options){.seed = forecast->seed, .iterations = g->iterations,
                                          .no_sensitivity = true, .no_tasks = true};
    s.gains = g;
    s.items = ARENA_ARRAY(owner, struct gain, GAINS_MOST);
    if (!simulate(&s, NULL, 0, &g->now)) {
        arena_reset(s.owner);
        return NULL;
    }
    add_decisions(&s);
    add_mitigations(&s);
    together(&s, g);
    g->items = s.items;
    g->count = s.count;
    arena_reset(s.owner);
    return g;
}
