/* SPDX-License-Identifier: Apache-2.0 */
#include "core/claim/status.h"

#include "core/base/arena.h"
#include "core/plan/plan.h"
#include "core/rules/look.h"

enum {
    GOOD_FROM = STATUS_GOOD_FROM, RISK_FROM = STATUS_RISK_FROM,
    STALE_FROM = 200000,        /* of the driving path's estimates: then green and amber are grey */
    UNESTIMATED_PART = 5,       /* more than one in so many */
    WHOLE = 1000000,
    RATES_ROUNDED = 10000       /* less than one part in so many of a cost is rounding of rates */
};

enum claim_status claim_status_of(int32_t ppm, int32_t stale_ppm)
{
    if (ppm < 0)
        return STATUS_IS_UNKNOWN;
    if (ppm < RISK_FROM)
        return STATUS_IS_OFF;
    if (stale_ppm >= STALE_FROM)
        return STATUS_IS_UNKNOWN;
    return ppm < GOOD_FROM ? STATUS_IS_RISK : STATUS_IS_GOOD;
}

int32_t claim_stale_ppm(const struct forecast_commitment *c)
{
    return c->old ? WHOLE : c->stale_ppm;
}

const struct said_before *status_said(const struct claim_input *in, struct str promise)
{
    for (uint32_t i = 0; i < in->said_count; i++)
        if (str_equal(in->said[i].promise, promise))
            return &in->said[i];
    return NULL;
}

/* In the report before; -1: nothing is known of it. */
static int32_t before_ppm(const struct claim_input *in, struct str promise)
{
    const struct forecast *f = in->forecast_before;
    const struct said_before *said;

    for (uint32_t i = 0; f && i < f->commitment_count; i++)
        if (f->commitments[i].target != UINT32_MAX &&
            str_equal(f->network->plan->objects[f->commitments[i].object]->id, promise))
            return f->commitments[i].probability_ppm;
    said = status_said(in, promise);
    return said ? said->ppm : -1;
}

const struct urgent *status_urgent(const struct claim_input *in, struct str promise)
{
    for (uint32_t i = 0; i < in->urgent_count; i++)
        if (str_equal(in->urgent[i].promise, promise))
            return &in->urgent[i];
    return NULL;
}

/* More than a fifth of the tasks that drive it. */
static bool is_unestimated(const struct forecast_commitment *c)
{
    return c->unestimated_count * UNESTIMATED_PART > c->driving_count;
}

static bool is_late_as_stated(const struct forecast_commitment *c)
{
    return c->stated != CIVIL_NONE && c->stated > c->date + 1;
}

struct standing status_of_promise(const struct claim_input *in,
                                  const struct forecast_commitment *c)
{
    const struct str id = in->forecast->network->plan->objects[c->object]->id;
    const int32_t now = c->target == UINT32_MAX ? -1 : c->probability_ppm;
    const int32_t before = now < 0 ? -1 : before_ppm(in, id);
    const bool held = before >= 0 && claim_status_of(before, 0) < claim_status_of(now, 0);
    const enum claim_status likely = claim_status_of(held ? before : now, 0);
    struct standing s = {.status = likely, .before = likely,
                         .because = held ? STATUS_HELD : STATUS_BY_PROBABILITY};

    if (now < 0) {
        s.because = STATUS_NO_FORECAST;
        return s;
    }
    if (likely != STATUS_IS_OFF && is_late_as_stated(c)) {
        s.status = STATUS_IS_OFF;
        s.because = STATUS_LATE_AS_STATED;
    }
    if (s.status == STATUS_IS_OFF)
        return s;
    if (claim_stale_ppm(c) >= STALE_FROM || is_unestimated(c)) {
        s.status = STATUS_IS_UNKNOWN;
        s.because = c->old                       ? STATUS_OLD_PLAN
                    : c->stale_ppm >= STALE_FROM ? STATUS_OLD_ESTIMATES
                                                 : STATUS_UNESTIMATED;
        return s;
    }
    s.urgent = status_urgent(in, id);
    if (s.urgent && s.status == STATUS_IS_GOOD) {
        s.status = STATUS_IS_RISK;
        s.because = STATUS_URGENT;
    }
    return s;
}

bool status_is_over_as_stated(const struct forecast *f)
{
    return f->cost.known && f->cost.limit != INT64_MIN && f->cost.stated != INT64_MIN &&
           f->cost.stated - f->cost.limit > f->cost.limit / RATES_ROUNDED;
}

enum claim_status status_of_cost(const struct forecast *f)
{
    return status_is_over_as_stated(f)
               ? STATUS_IS_OFF
               : claim_status_of(f->cost.within_ppm, f->old ? WHOLE : 0);
}

/* --- what must be defused before the next report ---------------------------------------------- */

/* What a node waits for, itself included: links go up in the order. */
static void mark_behind(const struct network *n, uint32_t node, uint8_t *marked)
{
    memset(marked, 0, n->node_count);
    marked[node] = 1;
    for (uint32_t i = node + 1; i-- > 0;)
        for (uint32_t l = n->link_first[i]; marked[i] && l < n->link_first[i + 1]; l++)
            marked[n->links[l].pred] = 1;
}

static bool comes_first(const struct finding *f, const struct finding *first)
{
    return !first || f->defuse_by < first->defuse_by;
}

static bool bears_on(const struct rule_input *in, const struct finding *f,
                     const struct object *promise, const uint8_t *marked)
{
    const struct object *o = f->subject == OBJECT_NONE ? NULL : in->plan->objects[f->subject];
    const uint32_t node = o ? look_node(in, o) : NODE_NONE;

    return o == promise || (node != NODE_NONE && marked[node]);
}

uint32_t urgent_find(const struct rule_input *in, const struct findings *all, struct arena *owner,
                     const struct urgent **ret_urgent)
{
    const struct plan *p = in->plan;
    const struct forecast *f = in->forecast;
    const struct object *forum;
    const int64_t next = network_next_report(p, &forum);
    const struct finding **soon = ARENA_ARRAY(owner, const struct finding *, all->count + 1);
    struct urgent *urgent;
    uint8_t *marked;
    size_t soon_count = 0;
    uint32_t count = 0;

    *ret_urgent = NULL;
    for (size_t i = 0; f && i < all->count; i++) {
        const struct finding *at = &all->items[i];

        if (at->state == FINDING_TRUE && at->rule->grave && at->level != DIAG_NOTE && !at->held &&
            at->defuse_by != CIVIL_NONE && at->defuse_by < next &&
            calendar_work(p->calendar, at->defuse_by, next) > 0)
            soon[soon_count++] = at;
    }
    if (soon_count == 0)
        return 0;
    urgent = ARENA_ARRAY(owner, struct urgent, (size_t)f->commitment_count + 1);
    marked = ARENA_ARRAY(owner, uint8_t, (size_t)in->network->node_count + 1);
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        const struct object *promise = look_stated(in, c->object);
        const struct finding *first = NULL;

        if (!promise || c->target == UINT32_MAX || f->targets[c->target].node == NODE_NONE)
            continue;
        mark_behind(in->network, f->targets[c->target].node, marked);
        for (size_t k = 0; k < soon_count; k++)
            if (comes_first(soon[k], first) && bears_on(in, soon[k], promise, marked))
                first = soon[k];
        if (first)
            urgent[count++] = (struct urgent){.promise = promise->id, .finding = first};
    }
    urgent[count].promise = p->program->id;
    for (size_t k = 0; k < soon_count; k++)
        if (comes_first(soon[k], urgent[count].finding))
            urgent[count].finding = soon[k];
    *ret_urgent = urgent;
    return count + 1;
}
