/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/waits.h"

#include "core/base/arena.h"

enum { EXACT_TEAMS = 12 };

struct matrix {
    const struct plan *p;
    struct arena *owner;
    uint32_t *index_of;         /* [object_count]: of a team, in `teams` */
    uint32_t *teams;
    uint32_t count;
    struct wait_cell *cells;
    uint32_t stride;
};

/* --- hand-offs ---------------------------------------------------------------------------- */

static const struct forecast_handoff **by_object(const struct plan *p, const struct forecast *f,
                                                 struct arena *owner)
{
    const struct forecast_handoff **of =
        ARENA_ARRAY(owner, const struct forecast_handoff *, (size_t)p->object_count + 1);

    for (uint32_t i = 0; f && i < f->handoff_count; i++) {
        const struct object *o =
            plan_find(p, f->network->plan->objects[f->handoffs[i].object]->id);

        if (o)
            of[o->number] = &f->handoffs[i];
    }
    return of;
}

static uint32_t slips_of(const struct object *handoff)
{
    const struct objects *was = handoff_get_was(handoff);
    const struct when *now = handoff_get_offered(handoff);
    uint32_t slips = 0;

    for (size_t i = was ? was->count : 0; i-- > 0;) {
        const struct when *then = answer_get_offered(was->items[i]);

        slips += then && now && then->instant < now->instant;
        if (then)
            now = then;
    }
    return slips;
}

static uint32_t number_of(const struct object *o)
{
    return o ? o->number : OBJECT_NONE;
}

static struct wait wait_of(const struct plan *p, const struct object *o,
                           const struct forecast_handoff *f)
{
    const uint32_t *state = handoff_get_state(o);
    const struct object *contract = plan_object(p, handoff_get_interface(o));
    const uint32_t *agreed = contract ? interface_get_state(contract) : NULL;
    const struct when *asked = handoff_get_asked(o);
    struct wait w = {.handoff = o->number,
                     .giving = number_of(handoff_giving_team(p, o)),
                     .taking = number_of(handoff_taking_team(p, o)),
                     .state = state ? *state : HANDOFF_ASKED,
                     .slips = slips_of(o),
                     .counted_on = CIVIL_NONE};

    w.open = w.state != HANDOFF_ACCEPTED && w.state != HANDOFF_DROPPED;
    w.unagreed = contract && !interface_get_agreed(contract) &&
                 (!agreed || *agreed == INTERFACE_DRAFT);
    if (!w.open)
        return w;
    w.f = f;
    if (asked) {
        w.counted_on = network_finish_instant(asked, NULL);
    } else if (f && f->need_by_p20 != CIVIL_NONE) {
        w.counted_on = f->need_by_p20;
        w.by_need = true;
    }
    if (!f || w.counted_on == CIVIL_NONE)
        return w;
    w.float_s = calendar_work(p->calendar, f->acceptance_p80, w.counted_on);
    w.wait_s = w.float_s < 0 ? -w.float_s : 0;
    return w;
}

/* --- the matrix ---------------------------------------------------------------------------- */

static void note_team(struct matrix *m, uint32_t team)
{
    const uint32_t at = team == OBJECT_NONE ? m->p->object_count : team;

    if (m->index_of[at] == UINT32_MAX) {
        m->index_of[at] = m->count;
        m->teams[m->count++] = team;
    }
}

static uint32_t index_of(const struct matrix *m, uint32_t team)
{
    return m->index_of[team == OBJECT_NONE ? m->p->object_count : team];
}

static struct wait_cell *cell_of(struct matrix *m, uint32_t from, uint32_t to)
{
    return &m->cells[(size_t)index_of(m, from) * m->stride + index_of(m, to)];
}

/* What is handed off, as pairs of ends: a link beside one is covered. */
static bool is_covered(const struct plan *p, const struct waits *waits, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < waits->count; i++) {
        const struct object *o = p->objects[waits->items[i].handoff];
        const struct ref *gives = handoff_get_gives(o), *takes = handoff_get_to(o);

        if (gives && takes && gives->object == from && takes->object == to)
            return true;
    }
    return false;
}

struct crossing {
    uint32_t from, to;          /* tasks or milestones */
    uint32_t giving, taking;
};

/* Links between the work of two teams that no hand-off stands for. Milestones have no team. */
static uint32_t crossings_of(const struct plan *p, const struct waits *waits, struct arena *owner,
                             const struct crossing **ret_items)
{
    struct crossing *items = NULL;
    size_t count = 0, capacity = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct object *to = plan_nth(p, KIND_task, i);
        const struct links *after = task_get_after(to);
        const struct object *taking = plan_team_of(p, to);

        for (size_t l = 0; taking && after && l < after->count; l++) {
            const struct object *from = plan_object(p, &after->items[l].other);
            const struct object *giving =
                from && from->kind == KIND_task ? plan_team_of(p, from) : NULL;

            if (!giving || giving == taking || is_covered(p, waits, from->number, to->number) ||
                !arena_grow(owner, (void **)&items, count, &capacity, sizeof(*items),
                            NETWORK_LINK_CEILING))
                continue;
            items[count++] = (struct crossing){from->number, to->number, giving->number,
                                               taking->number};
        }
    }
    *ret_items = items;
    return (uint32_t)count;
}

/* --- the order ------------------------------------------------------------------------------ */

/* What standing below the diagonal costs: days, and a little for being there at all. */
static int64_t weight_of(const struct matrix *m, uint32_t from, uint32_t to)
{
    const struct wait_cell *c = &m->cells[(size_t)from * m->stride + to];

    return c->handoffs > 0 ? c->wait_s + 60 * (int64_t)c->handoffs : 0;
}

/* reach[a * count + b]: b gets something of a, directly or not. */
static bool *reach_of(const struct matrix *m)
{
    const uint32_t n = m->count;
    bool *reach = ARENA_ARRAY(m->owner, bool, (size_t)n * n + 1);

    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++)
            reach[(size_t)a * n + b] = a != b && weight_of(m, a, b) > 0;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = 0; reach[(size_t)a * n + k] && b < n; b++)
                reach[(size_t)a * n + b] |= reach[(size_t)k * n + b];
    return reach;
}

/* The order of one circle with the least below the diagonal: best[set] is the least that the teams
 * of `set`, standing first, leave below it. */
static void order_exactly(const struct matrix *m, const uint32_t *members, uint32_t count,
                          uint32_t *ret_order)
{
    const uint32_t sets = UINT32_C(1) << count;
    int64_t *best = ARENA_ARRAY(m->owner, int64_t, sets);
    uint8_t *last = ARENA_ARRAY(m->owner, uint8_t, sets);

    for (uint32_t set = 1; set < sets; set++) {
        best[set] = INT64_MAX;
        for (uint32_t t = count; t-- > 0;) {    /* on a tie the plan's order stands */
            const uint32_t before = set & ~(UINT32_C(1) << t);
            int64_t cost = best[before];

            if (before == set)
                continue;
            for (uint32_t other = 0; other < count; other++)
                if (before >> other & 1)
                    cost += weight_of(m, members[t], members[other]);
            if (cost < best[set]) {
                best[set] = cost;
                last[set] = (uint8_t)t;
            }
        }
    }
    for (uint32_t set = sets - 1, at = count; set > 0; set &= ~(UINT32_C(1) << last[set]))
        ret_order[--at] = members[last[set]];
}

/* The one that gives most beyond what it takes of those left, first (Eades, Lin and Smyth 1993). */
static void order_greedily(const struct matrix *m, uint32_t *members, uint32_t count,
                           uint32_t *ret_order)
{
    for (uint32_t at = 0; at < count; at++) {
        uint32_t chosen = UINT32_MAX;
        int64_t most = INT64_MIN;

        for (uint32_t i = 0; i < count; i++) {
            int64_t net = 0;

            if (members[i] == UINT32_MAX)
                continue;
            for (uint32_t k = 0; k < count; k++)
                if (members[k] != UINT32_MAX && k != i)
                    net += weight_of(m, members[i], members[k]) -
                           weight_of(m, members[k], members[i]);
            if (net > most) {
                most = net;
                chosen = i;
            }
        }
        ret_order[at] = members[chosen];
        members[chosen] = UINT32_MAX;
    }
}

static void order(const struct matrix *m, uint32_t *ret_order, uint32_t *ret_block)
{
    const uint32_t n = m->count;
    const bool *reach = reach_of(m);
    bool *placed = ARENA_ARRAY(m->owner, bool, n + 1);
    uint32_t *members = ARENA_ARRAY(m->owner, uint32_t, n + 1);
    uint32_t at = 0, block = 0;

    while (at < n) {
        uint32_t first = 0, count = 0;

        for (first = 0; first < n; first++) {   /* nobody but its own circle gives to it */
            bool ready = !placed[first];

            for (uint32_t b = 0; ready && b < n; b++)
                ready = placed[b] || !reach[(size_t)b * n + first] ||
                        reach[(size_t)first * n + b];
            if (ready)
                break;
        }
        for (uint32_t b = first; b < n; b++)
            if (b == first || (!placed[b] && reach[(size_t)first * n + b] &&
                               reach[(size_t)b * n + first]))
                members[count++] = b;
        for (uint32_t i = 0; i < count; i++) {
            placed[members[i]] = true;
            ret_block[at + i] = block;
        }
        if (count <= EXACT_TEAMS)
            order_exactly(m, members, count, ret_order + at);
        else
            order_greedily(m, members, count, ret_order + at);
        at += count;
        block++;
    }
}

static void arrange(struct matrix *m, struct waits *waits)
{
    const uint32_t n = m->count;
    uint32_t *place = ARENA_ARRAY(m->owner, uint32_t, n + 1);
    uint32_t *block = ARENA_ARRAY(m->owner, uint32_t, n + 1);
    uint32_t *teams = ARENA_ARRAY(m->owner, uint32_t, n + 1);
    struct wait_cell *cells = ARENA_ARRAY(m->owner, struct wait_cell, (size_t)n * n + 1);

    for (uint32_t i = 0; i < n; i++)
        place[i] = block[i] = i;
    if (n > 0 && n <= WAIT_TEAMS)
        order(m, place, block);
    for (uint32_t r = 0; r < n; r++) {
        teams[r] = m->teams[place[r]];
        for (uint32_t c = 0; c < n; c++) {
            cells[(size_t)r * n + c] = m->cells[(size_t)place[r] * m->stride + place[c]];
            if (c < r)
                waits->feedback_s += cells[(size_t)r * n + c].wait_s;
        }
    }
    waits->teams = teams;
    waits->team_count = n;
    waits->block = block;
    waits->cells = cells;
}

const struct waits *waits_compute(const struct plan *plan, const struct forecast *forecast,
                                  struct arena *owner)
{
    const uint32_t count = plan_count(plan, KIND_handoff);
    const struct forecast_handoff **of = by_object(plan, forecast, owner);
    struct wait *items = ARENA_ARRAY(owner, struct wait, count + 1);
    struct waits *waits = ARENA_NEW(owner, struct waits);
    const struct crossing *crossings;
    struct matrix m = {.p = plan, .owner = owner};
    uint32_t crossing_count;

    waits->items = items;
    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = plan_nth(plan, KIND_handoff, i);

        if (!object_is_withheld(o))
            items[waits->count++] = wait_of(plan, o, of[o->number]);
    }
    crossing_count = crossings_of(plan, waits, owner, &crossings);
    m.index_of = ARENA_ARRAY(owner, uint32_t, (size_t)plan->object_count + 1);
    m.teams = ARENA_ARRAY(owner, uint32_t, plan_count(plan, KIND_team) + 1);
    for (uint32_t i = 0; i <= plan->object_count; i++)
        m.index_of[i] = UINT32_MAX;
    for (uint32_t i = 0; i < waits->count; i++)
        if (items[i].open) {
            note_team(&m, items[i].giving);
            note_team(&m, items[i].taking);
        }
    for (uint32_t i = 0; i < crossing_count; i++) {
        note_team(&m, crossings[i].giving);
        note_team(&m, crossings[i].taking);
    }
    m.stride = m.count;
    m.cells = ARENA_ARRAY(owner, struct wait_cell, (size_t)m.count * m.count + 1);
    for (uint32_t i = 0; i < waits->count; i++) {
        struct wait_cell *cell;

        if (!items[i].open)
            continue;
        cell = cell_of(&m, items[i].giving, items[i].taking);
        cell->handoffs++;
        cell->unagreed += items[i].unagreed;
        cell->wait_s += items[i].wait_s;
    }
    for (uint32_t i = 0; i < crossing_count; i++)
        cell_of(&m, crossings[i].giving, crossings[i].taking)->links++;
    arrange(&m, waits);
    return waits;
}
