/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the inputs carry an honest date at all, and which facts would help most.
 *
 * A target is carried when what drives it at the medians rests on facts: at least one dated or
 * estimated thing, and no more than half of its estimates missing. One carried target is
 * enough for a forecast: the shares of defaults stand beside each of the others. */
#include "core/engine/forecast_compile.h"

#include "core/base/arena.h"
#include "core/base/text.h"

enum { FACTS = 3, TARGETS_LOOKED_AT = 64 };

struct chain {                      /* what drives a node at the medians */
    int64_t *at;                    /* [node_count] clock seconds, roughly */
    uint32_t *driver;               /* [node_count] predecessor or NODE_NONE */
};

static struct chain chains(const struct network *n, struct arena *scratch)
{
    struct chain c = {ARENA_ARRAY(scratch, int64_t, n->node_count + 1),
                      ARENA_ARRAY(scratch, uint32_t, n->node_count + 1)};

    for (uint32_t i = 0; i < n->node_count; i++) {
        const int64_t week = calendar_usual_week_s(n->calendars[n->calendar[i]]);
        int64_t length = n->progress[i] == PROGRESS_FINISHED ? 0 : n->duration_s[i];

        c.driver[i] = NODE_NONE;
        for (uint32_t l = n->link_first[i]; l < n->link_first[i + 1]; l++) {
            const uint32_t pred = n->links[l].pred;

            if (n->progress[pred] == PROGRESS_FINISHED)
                continue;
            if (c.driver[i] == NODE_NONE || c.at[pred] > c.at[c.driver[i]])
                c.driver[i] = pred;
        }
        if (week > 0)
            length = length * (7 * CIVIL_DAY_S) / week;
        c.at[i] = length + (c.driver[i] == NODE_NONE ? 0 : c.at[c.driver[i]]);
    }
    return c;
}

static bool is_carried(const struct forecast_compiler *c, const struct chain *chain,
                       uint32_t node)
{
    const struct network *n = c->network;
    uint32_t known = 0, missing = 0;

    if (node == NODE_NONE) {        /* the end: of what ends last */
        for (uint32_t e = 0; e < c->job->end_count; e++) {
            const uint32_t end = c->job->node[c->job->ends[e]];

            if (node == NODE_NONE || chain->at[end] > chain->at[node])
                node = end;
        }
        if (node == NODE_NONE)
            return true;
    }
    if (n->progress[node] == PROGRESS_FINISHED)
        return true;
    for (; node != NODE_NONE; node = chain->driver[node]) {
        const enum forecast_basis basis = forecast_node_basis(n, node);

        missing += basis == BASIS_MISSING;
        known += (basis == BASIS_STATED || basis == BASIS_SINGLE) &&
                 n->role[node] != ROLE_HANDOFF;
        /* What has begun, or cannot begin before a date, is a fact too. */
        known += n->role[node] == ROLE_MILESTONE && n->not_before[node] != CIVIL_NONE;
    }
    return known > 0 && missing <= known;
}

/* What nobody has said of a node that something hangs on; NULL: nothing is missing. */
static const char *missing_fact(const struct network *n, uint32_t node)
{
    if (n->progress[node] == PROGRESS_FINISHED)
        return NULL;
    if (forecast_node_basis(n, node) == BASIS_MISSING)
        return "an estimate of";
    if (n->role[node] == ROLE_MILESTONE && n->link_first[node] == n->link_first[node + 1])
        return "what leads to, or a date for,";
    return NULL;
}

/* How many targets hang on each node: one bit a target, carried back. */
static uint64_t *reach(const struct forecast_compiler *c)
{
    const struct network *n = c->network;
    uint64_t *mask = ARENA_ARRAY(c->scratch, uint64_t, n->node_count + 1);

    for (uint32_t t = 0; t < c->job->target_count && t < TARGETS_LOOKED_AT; t++) {
        const uint32_t node = c->job->targets[t];

        if (node != NODE_NONE)
            mask[node] |= UINT64_C(1) << t;
        else
            for (uint32_t e = 0; e < c->job->end_count; e++)
                mask[c->job->node[c->job->ends[e]]] |= 1;
    }
    for (uint32_t i = n->node_count; i-- > 0;)
        for (uint32_t l = n->link_first[i]; l < n->link_first[i + 1]; l++)
            mask[n->links[l].pred] |= mask[i];
    return mask;
}

static void name_facts(const struct forecast_compiler *c)
{
    const struct network *n = c->network;
    uint64_t *mask = reach(c);
    struct text text;
    unsigned found = 0;

    text_init(&text, c->scratch);
    while (found < FACTS) {
        uint32_t best = NODE_NONE;

        for (uint32_t i = 0; i < n->node_count; i++)
            if (mask[i] != 0 && missing_fact(n, i) &&
                (best == NODE_NONE || __builtin_popcountll(mask[i]) >
                                          __builtin_popcountll(mask[best])))
                best = i;
        if (best == NODE_NONE)
            break;
        text_addf(&text, "%s%s %.*s", found > 0 ? "; " : "", missing_fact(n, best),
                  STR_ARG(c->plan->objects[n->object[best]]->id));
        mask[best] = 0;
        found++;
    }
    if (found > 0)
        diag_hint(c->out, "what would help most: %.*s", STR_ARG(text_str(&text)));
    else
        diag_hint(c->out, "state tasks with estimates, or milestones with dates, and what leads "
                          "to what was promised");
}

bool forecast_is_honest(struct forecast_compiler *c)
{
    const struct forecast_job *job = c->job;
    const struct chain chain = chains(c->network, c->scratch);
    struct place where = c->plan->program->at;

    for (uint32_t t = 0; t < job->target_count; t++)
        if (is_carried(c, &chain, job->targets[t]))
            return true;
    if (job->target_count == 0) {
        diag_error(c->out, "no-honest-forecast", where,
                   "the plan has neither tasks nor milestones nor hand-offs to forecast");
    } else {
        where = c->plan->objects[job->target_objects[0]]->at;
        diag_error(c->out, "no-honest-forecast", where,
                   "too little is known for an honest date: what drives %s rests on nothing, or "
                   "mostly on estimates that nobody gave",
                   job->target_count == 1 ? "the one thing there is to forecast"
                                          : "every milestone and promise");
    }
    name_facts(c);
    return false;
}
