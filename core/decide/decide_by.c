/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/decide_by.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/network/distribution.h"

enum { SESSION_CEILING = 1000 };    /* sessions looked at before the last moment */

bool decision_is_open(const struct object *decision)
{
    const uint32_t *state = decision_get_state(decision);

    return !decision_get_decided(decision) && (!state || *state < DECISION_DECIDED);
}

/* Longest chain in working seconds from the start of every node to the finish of `to`, at
 * the median; -1: no chain. Calendars are taken as alike: the result is a length, not a date. */
static int64_t *chains_to(const struct network *n, uint32_t to, struct arena *scratch)
{
    int64_t *chain = ARENA_ARRAY(scratch, int64_t, n->node_count);

    for (uint32_t i = 0; i < n->node_count; i++)
        chain[i] = -1;
    for (uint32_t node = to + 1; node-- > 0;) {
        const int64_t own = n->progress[node] == PROGRESS_FINISHED ? 0 : n->duration_s[node];

        if (node == to)
            chain[node] = own;
        for (uint32_t i = n->succ_first[node]; i < n->succ_first[node + 1]; i++) {
            const struct network_link *link = &n->links[n->succ_link[i]];
            const uint32_t succ = n->succ_node[i];
            const bool from_finish = link->type == LINK_FS || link->type == LINK_FF;
            const bool to_finish = link->type == LINK_FF || link->type == LINK_SF;
            int64_t length;

            if (succ > to || chain[succ] < 0)
                continue;
            length = (from_finish ? own : 0) + link->lag_s + chain[succ] -
                     (to_finish ? n->duration_s[succ] : 0);
            if (length > chain[node])
                chain[node] = length;
        }
    }
    return chain;
}

static int64_t slowest_option(const struct plan *p, const struct object *decision)
{
    const struct objects *options = decision_get_options(decision);
    int64_t slowest = 0;

    for (size_t i = 0; options && i < options->count; i++) {
        const struct estimate *takes = option_get_takes(options->items[i]);
        struct distribution d;
        int64_t p80;

        if (!takes)
            continue;
        d = distribution_of_estimate(takes, p->calendar);
        p80 = (int64_t)distribution_quantile(&d, 0.8);
        if (p80 > slowest)
            slowest = p80;
    }
    return slowest;
}

static void find_sessions(const struct plan *p, const struct object *decision,
                          struct decide_by *d)
{
    const struct object *forum = plan_object(p, decision_get_forum(decision));
    int64_t known = network_session(p, forum, p->as_of, &d->forum_defaulted);

    d->next_known = known;
    d->last_known = CIVIL_NONE;
    if (d->last_moment == CIVIL_NONE)
        return;
    for (int i = 0; i < SESSION_CEILING && known <= d->last_moment; i++) {
        const int64_t next = network_session(p, forum, known, NULL);

        d->last_known = known;
        if (next <= known)
            break;
        known = next;
    }
    d->is_late = d->last_moment < p->as_of || d->last_known == CIVIL_NONE;
}

/* Let this gated object and this promise stand if they leave less time than what stands. */
static void tighten(const struct network *n, const struct forecast *f, uint32_t gated,
                    const struct forecast_commitment *c, const int64_t *chain,
                    struct decide_by *d)
{
    const struct forecast_target *target = &f->targets[c->target];
    const struct calendar *calendar = n->plan->calendar;
    const uint32_t node = n->node_of[gated];
    int64_t confidence, start_by;

    if (node == NODE_NONE || node > target->node || chain[node] < 0 ||
        n->progress[node] != PROGRESS_NOT_STARTED)
        return;
    confidence = calendar_work(calendar, target->at[1], target->at[2]);
    start_by = calendar_add(calendar, c->date, -(chain[node] + confidence));
    if (d->start_by != CIVIL_NONE && start_by >= d->start_by)
        return;
    d->gated = gated;
    d->commitment = c->object;
    d->date = c->date;
    d->chain_s = chain[node];
    d->confidence_s = confidence;
    d->start_by = start_by;
}

static void compute_one(const struct network *n, const struct forecast *f,
                        int64_t *const *chains, const struct object *decision,
                        struct decide_by *d)
{
    const struct refs *gates = decision_get_gates(decision);

    *d = (struct decide_by){ .decision = decision->number, .gated = OBJECT_NONE,
                             .commitment = OBJECT_NONE, .start_by = CIVIL_NONE,
                             .last_moment = CIVIL_NONE };
    for (size_t g = 0; gates && g < gates->count; g++) {
        const uint32_t gated = gates->items[g].object;

        for (uint32_t i = 0; f && gated != OBJECT_NONE && i < f->commitment_count; i++)
            if (f->commitments[i].target != UINT32_MAX)
                tighten(n, f, gated, &f->commitments[i], chains[i], d);
        if (f && gated != OBJECT_NONE && f->by_object[gated] &&
            f->by_object[gated]->criticality_ppm > d->criticality_ppm)
            d->criticality_ppm = f->by_object[gated]->criticality_ppm;
    }
    d->option_s = slowest_option(n->plan, decision);
    if (d->start_by != CIVIL_NONE)
        d->last_moment = calendar_add(n->plan->calendar, d->start_by, -d->option_s);
    find_sessions(n->plan, decision, d);
}

static int earliest_first(const void *a, const void *b, const void *context)
{
    const struct decide_by *x = a, *y = b;

    (void)context;
    if (x->last_moment == y->last_moment)
        return 0;
    if (x->last_moment == CIVIL_NONE || y->last_moment == CIVIL_NONE)
        return x->last_moment == CIVIL_NONE ? 1 : -1;
    return x->last_moment < y->last_moment ? -1 : 1;
}

uint32_t decide_by_compute(const struct network *network, const struct forecast *forecast,
                           struct arena *owner, struct arena *scratch,
                           const struct decide_by **ret_items)
{
    const struct plan *p = network->plan;
    const uint32_t all = plan_count(p, KIND_decision);
    struct decide_by *items = ARENA_ARRAY(owner, struct decide_by, all + 1);
    int64_t **chains = NULL;
    uint32_t count = 0;

    if (forecast && all > 0) {
        chains = ARENA_ARRAY(scratch, int64_t *, forecast->commitment_count + 1);
        for (uint32_t i = 0; i < forecast->commitment_count; i++)
            if (forecast->commitments[i].target != UINT32_MAX)
                chains[i] = chains_to(
                    network, forecast->targets[forecast->commitments[i].target].node, scratch);
    }
    for (uint32_t i = 0; i < all; i++) {
        const struct object *decision = plan_nth(p, KIND_decision, i);

        if (decision_is_open(decision))
            compute_one(network, forecast, chains, decision, &items[count++]);
    }
    sort_stable(items, count, sizeof(*items), earliest_first, NULL, scratch);
    *ret_items = items;
    return count;
}
