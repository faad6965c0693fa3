/* SPDX-License-Identifier: Apache-2.0 */
/* Links: those stated under `after`, those that hand-offs and decisions are, and those that carry
 * a summary's dates to its node. */
#include "core/network/compile.h"

static bool add_link(struct compiler *c, struct link_draft link)
{
    if (!arena_grow(c->scratch, (void **)&c->links, c->link_count, &c->link_capacity,
                    sizeof(link), NETWORK_LINK_CEILING)) {
        c->too_many = true;
        return false;
    }
    c->links[c->link_count++] = link;
    return true;
}

/* A summary is over when all its leaves are; its start has passed when one of theirs has. */
static void set_progress(const struct compiler *c, struct node_draft *d, uint32_t from, uint32_t to)
{
    const bool earliest = d->flags & NODE_EARLIEST;
    int64_t at = CIVIL_NONE;

    for (uint32_t i = from; i < to; i++) {
        const struct node_draft *leaf = &c->nodes[c->leaves[i]];
        const int64_t its = earliest ? leaf->actual_start : leaf->actual_finish;

        if (!earliest && leaf->progress != PROGRESS_FINISHED)
            return;
        if (its != CIVIL_NONE && (at == CIVIL_NONE || (earliest ? its < at : its > at)))
            at = its;
    }
    if (at == CIVIL_NONE)
        return;
    d->progress = PROGRESS_FINISHED;
    d->actual_start = d->actual_finish = at;
}

/* A summary's own node, made when something first hangs on it. */
static uint32_t hub_of(struct compiler *c, uint32_t summary, bool earliest)
{
    uint32_t *hubs = earliest ? c->earliest_hub : c->latest_hub;
    struct node_draft *d;
    uint32_t hub;

    if (hubs[summary] != NODE_NONE)
        return hubs[summary];
    if (c->leaf_from[summary] == c->leaf_to[summary])
        return NODE_NONE;
    d = compile_new_node(c, summary, ROLE_SUMMARY);
    d->calendar = d->own_calendar = 1;
    d->flags = (uint8_t)(NODE_ELAPSED | (earliest ? NODE_EARLIEST : 0));
    hub = hubs[summary] = (uint32_t)(d - c->nodes);
    set_progress(c, d, c->leaf_from[summary], c->leaf_to[summary]);
    for (uint32_t i = c->leaf_from[summary]; i < c->leaf_to[summary]; i++)
        add_link(c, (struct link_draft){
            .pred = c->leaves[i], .succ = hub, .type = earliest ? LINK_SS : LINK_FS,
            .lag_kind = LAG_ELAPSED, .origin = summary,
            .at = c->plan->objects[summary]->at });
    return hub;
}

uint32_t compile_leaving(struct compiler *c, uint32_t object, enum link_type type)
{
    if (object == OBJECT_NONE)
        return NODE_NONE;
    if (c->is_summary[object])
        return hub_of(c, object, type == LINK_SS || type == LINK_SF);
    return c->base[object];
}

/* One link to everything an object stands for: itself, or a summary's leaves. */
static void add_to(struct compiler *c, struct link_draft link, uint32_t object)
{
    if (object == OBJECT_NONE || link.pred == NODE_NONE)
        return;
    if (!c->is_summary[object]) {
        link.succ = c->base[object];
        if (link.succ != NODE_NONE)
            add_link(c, link);
        return;
    }
    c->spread += c->leaf_to[object] - c->leaf_from[object];
    if (c->spread > NETWORK_SPREAD_CEILING && !c->too_many) {
        c->too_many = true;
        diag_error(c->out, "too-many-links", link.at,
                   "spread to all that is below its summary, this link is one of more than %d",
                   NETWORK_SPREAD_CEILING);
        diag_hint(c->out, "link to a milestone that stands before the summary's tasks instead");
    }
    for (uint32_t i = c->leaf_from[object]; i < c->leaf_to[object] && !c->too_many; i++) {
        link.succ = c->leaves[i];
        add_link(c, link);
    }
}

/* An upper bound on a summary is one on each leaf: both sides are spread. */
static void add_stated(struct compiler *c, const struct link *stated, uint32_t object)
{
    struct link_draft link = {
        .type = (uint8_t)stated->type, .lag_kind = (uint8_t)stated->lag_kind,
        .at_most = stated->at_most, .lag_ppm = stated->lag_ppm, .lag = &stated->lag,
        .origin = object, .at = stated->other.at,
    };
    const uint32_t other = stated->other.object;

    if (!stated->at_most || other == OBJECT_NONE || !c->is_summary[other]) {
        link.pred = compile_leaving(c, other, stated->type);
        add_to(c, link, object);
        return;
    }
    for (uint32_t i = c->leaf_from[other]; i < c->leaf_to[other] && !c->too_many; i++) {
        link.pred = c->leaves[i];
        add_to(c, link, object);
    }
}

static void add_after(struct compiler *c, const struct object *o, const struct links *links)
{
    for (size_t i = 0; links && i < links->count && !c->too_many; i++)
        add_stated(c, &links->items[i], o->number);
}

/* What was delivered no longer waits for what gives it, whatever that says of itself. */
static void add_handoff(struct compiler *c, const struct object *h)
{
    const struct ref *gives = handoff_get_gives(h), *to = handoff_get_to(h);
    struct link_draft link = { .type = LINK_FS, .origin = h->number, .at = h->at };
    const uint32_t node = c->base[h->number];

    if (node == NODE_NONE)
        return;
    if (c->delivery[h->number] == NODE_NONE && gives)
        c->delivery[h->number] = compile_leaving(c, gives->object, LINK_FS);
    link.pred = c->delivery[h->number];
    link.succ = node;
    if (gives)
        link.at = gives->at;
    if (link.pred != NODE_NONE && c->nodes[node].progress == PROGRESS_NOT_STARTED)
        add_link(c, link);
    link.pred = node;
    if (to) {
        link.at = to->at;
        if (to->object != OBJECT_NONE && c->plan->objects[to->object]->kind != KIND_team)
            add_to(c, link, to->object);
    }
}

static void add_gates(struct compiler *c, const struct object *decision)
{
    const struct refs *gates = decision_get_gates(decision);
    struct link_draft link = { .type = LINK_FS, .origin = decision->number };

    link.pred = c->base[decision->number];
    if (link.pred == NODE_NONE)
        return;
    for (size_t i = 0; i < gates->count; i++) {
        link.at = gates->items[i].at;
        add_to(c, link, gates->items[i].object);
    }
}

/* What commitments hang on needs a node, though nothing else may follow it. */
static void add_targets(struct compiler *c)
{
    for (uint32_t i = 0; i < plan_count(c->plan, KIND_commitment); i++) {
        const struct ref *ref =
            commitment_get_milestone(plan_nth(c->plan, KIND_commitment, i));

        if (ref && ref->object != OBJECT_NONE)
            compile_leaving(c, ref->object, LINK_FS);
    }
}

/* A milestone that nothing of the plan leads to is promised, not computed; a decision that gates it
 * does not lead to it. */
static void mark_promised(struct compiler *c)
{
    bool *led_to = ARENA_ARRAY(c->scratch, bool, c->node_count + 1);

    for (size_t i = 0; i < c->link_count; i++)
        if (!c->links[i].at_most && c->nodes[c->links[i].pred].role != ROLE_DECISION)
            led_to[c->links[i].succ] = true;
    for (size_t i = 0; i < c->node_count; i++) {
        struct node_draft *d = &c->nodes[i];

        if (d->role == ROLE_MILESTONE && !led_to[i] && d->progress == PROGRESS_NOT_STARTED &&
            milestone_get_date(c->plan->objects[d->object]))
            d->role = ROLE_PROMISED;
    }
}

void compile_links(struct compiler *c)
{
    const struct plan *plan = c->plan;

    for (uint32_t i = 0; i < plan->object_count && !c->too_many; i++) {
        const struct object *o = plan->objects[i];

        if (o->kind == KIND_task && (c->is_summary[i] || c->base[i] != NODE_NONE))
            add_after(c, o, task_get_after(o));
        else if (o->kind == KIND_milestone)
            add_after(c, o, milestone_get_after(o));
        else if (o->kind == KIND_handoff)
            add_handoff(c, o);
        else if (o->kind == KIND_decision)
            add_gates(c, o);
    }
    add_targets(c);
    if (!c->too_many)
        mark_promised(c);
}
