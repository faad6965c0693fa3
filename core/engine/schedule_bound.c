/* SPDX-License-Identifier: Apache-2.0 */
/* Upper bounds: "starts at most two weeks after". They stand outside the topological order, so
 * the passes are repeated until all hold, as in Bellman and Ford: each round carries a date over
 * one bound more, so one round more than there are bounds is enough, or there is no answer. */
#include "core/base/text.h"
#include "core/engine/schedule_pass.h"

/* Past these a plan that would need more rounds is said to have no dates, and not sat out. */
enum { ROUNDS_LEAST = 64, STEPS_MOST = 10 * 1000 * 1000 };

/* The start of the predecessor's work that the bound asks for, snapped. */
int64_t bound_wanted_start(const struct pass *p, const struct network_bound *b)
{
    const struct schedule_dates *succ = &p->s->node[b->succ];
    const struct calendar *c = pass_calendar(p, b->pred);
    const int64_t left = p->n->duration_s[b->pred];
    int64_t at = pass_lag_back(p, &b->link, link_meets_finish(&b->link) ? succ->early_finish
                                                                        : succ->early_start);

    if (!link_leaves_start(&b->link))
        at = pass_add(c, at, -left);
    return left > 0 ? calendar_next_start(c, at) : at;
}

bool bound_is_movable(const struct network *n, uint32_t node)
{
    return n->progress[node] == PROGRESS_NOT_STARTED &&
           n->constraint[node].kind != CONSTRAINT_MUST_START &&
           n->constraint[node].kind != CONSTRAINT_MUST_FINISH;
}

static struct str id_of(const struct network *n, uint32_t node)
{
    return n->plan->objects[n->object[node]]->id;
}

static void say_missed(const struct pass *p, const struct network_bound *b)
{
    const struct network *n = p->n;

    diag_warning(p->out, "bound-missed", n->plan->objects[b->link.origin]->at,
                 "%.*s is further from %.*s than the plan allows, and that one cannot move",
                 STR_ARG(id_of(n, b->succ)), STR_ARG(id_of(n, b->pred)));
}

/* A raised start counts at once for the bounds that follow; the next pass works out the rest. */
static bool raise_floor(struct pass *p, uint32_t i, uint32_t *ret_by)
{
    const struct network_bound *b = &p->n->bounds[i];
    struct schedule_dates *pred = &p->s->node[b->pred];
    int64_t at;

    if (!bound_is_movable(p->n, b->pred))
        return false;
    at = bound_wanted_start(p, b);
    if (at <= p->work_start[b->pred] || at <= p->floor[b->pred])
        return false;
    p->floor[b->pred] = at;
    ret_by[b->pred] = i;
    p->work_start[b->pred] = pred->early_start = at;
    pred->early_finish = pass_add(pass_calendar(p, b->pred), at, p->n->duration_s[b->pred]);
    return true;
}

/* To and fro, so that a chain of bounds settles in one sweep whichever way it was written. */
static bool raise_floors(struct pass *p, bool from_the_back, uint32_t *ret_by)
{
    const uint32_t count = p->n->bound_count;
    bool raised = false;

    for (uint32_t i = 0; i < count; i++)
        raised |= raise_floor(p, from_the_back ? count - 1 - i : i, ret_by);
    return raised;
}

/* A node that another sweep would still raise, or NODE_NONE. */
static uint32_t find_rising(const struct pass *p)
{
    const struct network *n = p->n;

    for (uint32_t i = 0; i < n->bound_count; i++)
        if (bound_is_movable(n, n->bounds[i].pred) &&
            bound_wanted_start(p, &n->bounds[i]) > p->work_start[n->bounds[i].pred])
            return n->bounds[i].pred;
    return NODE_NONE;
}

/* Walk from a node that still rises to whatever pushes it, until a node comes again: from there
 * on it is the circle. ret_chain: each pushed by the next. */
static uint32_t find_circle(const struct pass *p, const uint32_t *by, uint32_t *ret_chain)
{
    const struct network *n = p->n;
    uint32_t *order = ARENA_ARRAY(p->scratch, uint32_t, n->node_count + 1);
    uint32_t count = 0, at = find_rising(p), first;

    while (at != NODE_NONE && order[at] == 0) {
        ret_chain[count++] = at;
        order[at] = count;
        if (p->floor[at] != CIVIL_NONE && p->floor[at] >= p->work_start[at])
            at = n->bounds[by[at]].succ;
        else if (p->s->driver[at] != UINT32_MAX)
            at = n->links[p->s->driver[at]].pred;
        else
            at = NODE_NONE;
    }
    first = at == NODE_NONE ? 0 : order[at] - 1;
    for (uint32_t i = first; i < count; i++)
        ret_chain[i - first] = ret_chain[i];
    return count - first;
}

static void say_impossible(const struct pass *p, const uint32_t *by)
{
    const struct network *n = p->n;
    uint32_t *chain = ARENA_ARRAY(p->scratch, uint32_t, n->node_count + 1);
    const uint32_t count = find_circle(p, by, chain);
    uint32_t first = 0;
    struct text ids;

    text_init(&ids, p->scratch);
    for (uint32_t i = 1; i < count; i++)
        if (chain[i] < chain[first])
            first = i;
    for (uint32_t i = 0; i <= count && count > 0; i++)
        text_addf(&ids, "%s%.*s", i > 0 ? " -> " : "",
                  STR_ARG(id_of(n, chain[(first + 2 * count - i) % count])));
    diag_error(p->out, "impossible-bound",
               count > 0 ? n->plan->objects[n->object[chain[first]]]->at : (struct place){ 0 },
               "no dates meet these \"at most\" links: %.*s", STR_ARG(text_str(&ids)));
    diag_hint(p->out, "lengthen an \"at most\" lag of the chain, or shorten what lies within it");
}

bool bounded_forward(struct pass *p)
{
    const struct network *n = p->n;
    uint32_t *by, most;

    native_forward(p);
    if (n->bound_count == 0)
        return true;
    by = ARENA_ARRAY(p->scratch, uint32_t, n->node_count + 1);
    p->floor = ARENA_ARRAY(p->scratch, int64_t, n->node_count + 1);
    for (uint32_t i = 0; i < n->node_count; i++)
        p->floor[i] = CIVIL_NONE;
    most = n->bound_count;
    if (most > ROUNDS_LEAST && (uint64_t)most * n->node_count > STEPS_MOST)
        most = (uint32_t)later(ROUNDS_LEAST, (int64_t)(STEPS_MOST / n->node_count));
    for (uint32_t round = 0; raise_floors(p, round % 2 == 1, by); round++) {
        native_forward(p);
        if (round > most && find_rising(p) != NODE_NONE) {
            say_impossible(p, by);
            return false;
        }
    }
    for (uint32_t i = 0; i < n->bound_count; i++)
        if (!bound_is_movable(n, n->bounds[i].pred) &&
            bound_wanted_start(p, &n->bounds[i]) > p->s->node[n->bounds[i].pred].early_start)
            say_missed(p, &n->bounds[i]);
    return true;
}

/* The successor may not be later than a bound allows when its predecessor is as late as can be. */
static bool lower_ceilings(struct pass *p)
{
    const struct network *n = p->n;
    bool lowered = false;

    for (uint32_t i = 0; i < n->bound_count; i++) {
        const struct network_bound *b = &n->bounds[i];
        const struct schedule_dates *pred = &p->s->node[b->pred];
        int64_t at = pass_lag(p, &b->link, link_leaves_start(&b->link) ? pred->late_start
                                                                       : pred->late_finish);

        if (n->progress[b->succ] == PROGRESS_FINISHED || !bound_is_movable(n, b->pred))
            continue;
        if (!link_meets_finish(&b->link)) {
            if (n->progress[b->succ] == PROGRESS_STARTED)
                continue;
            at = pass_add(pass_calendar(p, b->succ), at, n->duration_s[b->succ]);
        }
        if (at >= p->s->node[b->succ].late_finish ||
            (p->ceiling[b->succ] != CIVIL_NONE && at >= p->ceiling[b->succ]))
            continue;
        p->ceiling[b->succ] = at;
        lowered = true;
    }
    return lowered;
}

void bounded_backward(struct pass *p)
{
    const struct network *n = p->n;

    native_backward(p);
    if (n->bound_count == 0)
        return;
    p->ceiling = ARENA_ARRAY(p->scratch, int64_t, n->node_count + 1);
    for (uint32_t i = 0; i < n->node_count; i++)
        p->ceiling[i] = CIVIL_NONE;
    for (uint32_t round = 0; round <= n->bound_count && lower_ceilings(p); round++)
        native_backward(p);
}
