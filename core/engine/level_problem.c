/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/level_problem.h"

enum { WORD_LANES = 4, LANE_BITS = 16, WEIGHT_WHOLE = 1 << 28 };

/* --- links both ways ------------------------------------------------------------------------- */

static void read_links(struct level_problem *p, struct arena *owner)
{
    const struct network *n = p->net;
    struct pure *q = &p->lists;

    q->count = n->node_count;
    q->before[0].first = n->link_first;
    q->before[0].other = ARENA_ARRAY(owner, uint32_t, n->link_count + 1);
    for (uint32_t k = 0; k < n->link_count; k++)
        q->before[0].other[k] = n->links[k].pred;
    q->before[1].first = n->succ_first;
    q->before[1].other = n->succ_node;
}

static bool is_pinned(const struct network *n, uint32_t node)
{
    const uint8_t kind = n->constraint[node].kind;

    return n->progress[node] != PROGRESS_NOT_STARTED || n->flags[node] & NODE_MANUAL ||
           kind == CONSTRAINT_MUST_START || kind == CONSTRAINT_MUST_FINISH ||
           (n->dialect == DIALECT_MSPROJECT && n->honor_constraints &&
            (kind == CONSTRAINT_START_ON || kind == CONSTRAINT_FINISH_ON));
}

/* What keeps its dates, and all that stands before it, is placed first. */
static void find_fixed(struct level_problem *p, struct arena *owner)
{
    const struct network *n = p->net;

    p->fixed = ARENA_ARRAY(owner, bool, n->node_count + 1);
    for (uint32_t node = n->node_count; node-- > 0;) {
        p->fixed[node] = is_pinned(n, node) ||
                         (n->role[node] == ROLE_TASK &&
                          network_is_frozen(n->plan, n->plan->objects[n->object[node]]));
        for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++)
            p->fixed[node] |= p->fixed[n->succ_node[k]];
        p->any_fixed |= p->fixed[node];
    }
}

/* --- the pure case --------------------------------------------------------------------------- */

/* How long a node takes on one calendar; false: it is not that simple. */
static bool plain_length(const struct network *n, uint32_t node, int64_t *ret_s,
                         uint32_t *ret_calendar)
{
    *ret_s = n->duration_s[node];
    *ret_calendar = n->calendar[node];
    if (!(n->flags[node] & NODE_WORK_DRIVEN))
        return true;
    *ret_s = 0;
    for (uint32_t k = n->assignment_first[node]; k < n->assignment_first[node + 1]; k++) {
        const struct network_assignment *a = &n->assignments[k];
        const int64_t its = (int64_t)a->full_s + a->delay_s;

        if (its <= 0)
            continue;
        if (*ret_s > 0 && *ret_calendar != a->calendar)
            return false;
        *ret_calendar = a->calendar;
        *ret_s = its > *ret_s ? its : *ret_s;
    }
    return true;
}

static bool is_plain_node(const struct level_problem *p, uint32_t node)
{
    const struct network *n = p->net;

    return !p->fixed[node] && n->constraint[node].kind == CONSTRAINT_ASAP &&
           n->constraint2[node].kind == CONSTRAINT_ASAP &&
           (n->not_before[node] == CIVIL_NONE || n->not_before[node] <= n->start) &&
           !(n->flags[node] & (NODE_ALAP | NODE_EARLIEST)) && n->levelling_s[node] == 0;
}

static int64_t greatest_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static bool is_plain(const struct level_problem *p)
{
    const struct network *n = p->net;

    if (n->bound_count > 0 || n->from_finish || p->team_count == 0)
        return false;
    for (uint32_t k = 0; k < n->link_count; k++)
        if (n->links[k].type != LINK_FS || n->links[k].lag_s != 0)
            return false;
    for (uint32_t t = 0; t < p->team_count; t++)
        if (p->teams[t].step_count > 1)
            return false;
    for (uint32_t node = 0; node < n->node_count; node++)
        if (!is_plain_node(p, node))
            return false;
    return true;
}

/* Durations in slots; false where calendars differ or there would be too many slots. */
static bool find_slots(struct level_problem *p, struct arena *owner)
{
    const struct network *n = p->net;
    uint32_t calendar = UINT32_MAX, its;
    int64_t length, sum = 0;

    p->slot_s = 0;
    for (uint32_t node = 0; node < n->node_count; node++) {
        if (!plain_length(n, node, &length, &its) || length < 0)
            return false;
        if (length == 0)
            continue;
        if (calendar != UINT32_MAX && calendar != its)
            return false;
        calendar = its;
        p->slot_s = greatest_divisor(p->slot_s, length);
        sum += length;
    }
    if (p->slot_s == 0 ||
        sum / p->slot_s * ((p->team_count + WORD_LANES - 1) / WORD_LANES) > PURE_SLOT_CEILING)
        return false;
    p->lists.slots = (int32_t)(sum / p->slot_s);
    p->lists.duration = ARENA_ARRAY(owner, int32_t, n->node_count + 1);
    for (uint32_t node = 0; node < n->node_count; node++) {
        plain_length(n, node, &length, &its);
        p->lists.duration[node] = (int32_t)(length / p->slot_s);
    }
    return true;
}

/* Four teams a word, in the greatest unit that measures all that is taken. */
static bool find_uses(struct level_problem *p, struct arena *owner)
{
    struct pure *q = &p->lists;
    const uint32_t most = p->demand_first[q->count];
    int64_t unit = 0;
    uint32_t count = 0;

    for (uint32_t k = 0; k < most; k++)
        unit = greatest_divisor(unit, p->demands[k].micro);
    if (unit == 0)
        return false;
    q->word_count = (p->team_count + WORD_LANES - 1) / WORD_LANES;
    q->capacity = ARENA_ARRAY(owner, uint64_t, q->word_count + 1);
    q->uses = ARENA_ARRAY(owner, struct pure_use, most + 1);
    q->use_first = ARENA_ARRAY(owner, uint32_t, q->count + 1);
    for (uint32_t t = 0; t < p->team_count; t++) {
        if (p->teams[t].micro[0] / unit > PURE_UNIT_CEILING)
            return false;
        q->capacity[t / WORD_LANES] |= (uint64_t)(p->teams[t].micro[0] / unit)
                                       << (t % WORD_LANES * LANE_BITS);
    }
    for (uint32_t node = 0; node < q->count; node++) {
        q->use_first[node] = count;
        for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++) {
            const struct level_demand *d = &p->demands[k];
            const uint64_t units = (uint64_t)(d->micro / unit)
                                   << (d->team % WORD_LANES * LANE_BITS);
            uint32_t at = q->use_first[node];

            while (at < count && q->uses[at].word != d->team / WORD_LANES)
                at++;
            if (at == count)
                q->uses[count++] = (struct pure_use){d->team / WORD_LANES, 0};
            q->uses[at].units |= units;
        }
    }
    q->use_first[q->count] = count;
    return true;
}

/* How much of the scarce work each activity is: its part of each team's capacity by the square of
 * how loaded that team is beside the most loaded (Goncharov and Leonov 2017). */
static void find_weights(struct level_problem *p, struct arena *owner, struct arena *scratch)
{
    struct pure *q = &p->lists;
    double *load = ARENA_ARRAY(scratch, double, p->team_count + 1), most = 0;

    q->weight = ARENA_ARRAY(owner, uint32_t, q->count + 1);
    for (uint32_t node = 0; node < q->count; node++)
        for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++)
            load[p->demands[k].team] += (double)q->duration[node] * (double)p->demands[k].micro /
                                        (double)p->teams[p->demands[k].team].micro[0];
    for (uint32_t t = 0; t < p->team_count; t++)
        most = load[t] > most ? load[t] : most;
    if (most <= 0 || q->slots == 0)     /* nothing that takes time takes anybody */
        return;
    for (uint32_t node = 0; node < q->count; node++) {
        double sum = 0;

        for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++) {
            const double part = load[p->demands[k].team] / most;

            sum += (double)q->duration[node] * (double)p->demands[k].micro /
                   (double)p->teams[p->demands[k].team].micro[0] * part * part;
        }
        q->weight[node] = (uint32_t)(sum / (double)q->slots * WEIGHT_WHOLE);
    }
}

/* Bytes where every team's units fit and no activity is longer than what is seen at once. */
static void find_bytes(struct level_problem *p, struct arena *owner)
{
    struct pure *q = &p->lists;
    uint32_t count = 0;

    q->team_count = p->team_count;
    q->byte_first = ARENA_ARRAY(owner, uint32_t, q->count + 1);
    q->byte_uses = ARENA_ARRAY(owner, struct pure_byte_use, p->demand_first[q->count] + 1);
    q->byte_capacity = ARENA_ARRAY(owner, uint8_t, p->team_count + 1);
    for (uint32_t t = 0; t < p->team_count; t++) {
        const uint64_t units = q->capacity[t / WORD_LANES] >> (t % WORD_LANES * LANE_BITS) &
                               PURE_UNIT_CEILING;

        if (units > PURE_BYTE_CEILING)
            return;
        q->byte_capacity[t] = (uint8_t)units;
    }
    for (uint32_t node = 0; node < q->count; node++) {
        if (q->duration[node] > PURE_SIGHT)
            return;
        q->byte_first[node] = count;
        for (uint32_t k = q->use_first[node]; k < q->use_first[node + 1]; k++)
            for (uint32_t lane = 0; lane < WORD_LANES; lane++) {
                const uint64_t units = q->uses[k].units >> (lane * LANE_BITS) & PURE_UNIT_CEILING;

                if (units > 0)
                    q->byte_uses[count++] = (struct pure_byte_use){
                        q->uses[k].word * WORD_LANES + lane, (uint8_t)units};
            }
    }
    q->byte_first[q->count] = count;
    q->narrow = true;
}

/* Lanes where the same holds, of four teams at most and a bit less for each. */
static void find_lanes(struct level_problem *p, struct arena *owner)
{
    struct pure *q = &p->lists;

    q->laned = q->narrow && q->team_count <= PURE_LANE_TEAMS;
    for (uint32_t t = 0; q->laned && t < q->team_count; t++)
        q->laned = q->byte_capacity[t] <= PURE_LANE_CEILING;
    if (!q->laned)
        return;
    for (uint32_t t = 0; t < q->team_count; t++)
        q->lane_empty |= (uint32_t)(PURE_LANE_CEILING - q->byte_capacity[t]) << 8 * t;
    q->lane_units = ARENA_ARRAY(owner, uint32_t, q->count + 1);
    for (uint32_t node = 0; node < q->count; node++)
        for (uint32_t k = q->byte_first[node]; k < q->byte_first[node + 1]; k++)
            q->lane_units[node] |= (uint32_t)q->byte_uses[k].units << 8 * q->byte_uses[k].team;
}

/* How long the longest way from each to the end is, for time running forward and backward. */
static void find_tails(struct level_problem *p, struct arena *owner)
{
    struct pure *q = &p->lists;

    for (int way = 0; way < 2; way++) {
        const struct pure_links *after = &q->before[!way];

        q->tail[way] = ARENA_ARRAY(owner, int32_t, q->count + 1);
        for (uint32_t i = 0; i < q->count; i++) {
            const uint32_t node = way ? i : q->count - 1 - i;

            for (uint32_t k = after->first[node]; k < after->first[node + 1]; k++) {
                const uint32_t other = after->other[k];
                const int32_t way_on = q->tail[way][other] + q->duration[other];

                if (way_on > q->tail[way][node])
                    q->tail[way][node] = way_on;
            }
        }
    }
}

static void add_people(struct level_problem *p, const struct level_people *what_if)
{
    for (uint32_t t = 0; what_if->more_micro > 0 && t < p->team_count; t++) {
        if (what_if->team == OBJECT_NONE || what_if->team == p->teams[t].object)
            p->teams[t].sure_most += what_if->more_micro;
        for (uint32_t i = 0; i < p->teams[t].step_count; i++)
            if (what_if->team == OBJECT_NONE || what_if->team == p->teams[t].object) {
                p->teams[t].micro[i] += what_if->more_micro;
                p->teams[t].sure[i] += what_if->more_micro;
                p->teams[t].whole[i] += what_if->more_micro;
            }
    }
}

bool level_problem_new(const struct schedule *plain, struct arena *owner, struct arena *scratch,
                       const struct level_problem **ret_problem, struct diags *out)
{
    static const struct level_people as_stated;

    return level_problem_with(plain, &as_stated, owner, scratch, ret_problem, out);
}

bool level_problem_with(const struct schedule *plain, const struct level_people *what_if,
                        struct arena *owner, struct arena *scratch,
                        const struct level_problem **ret_problem, struct diags *out)
{
    struct level_problem *p = ARENA_NEW(owner, struct level_problem);

    p->stated = plain;
    level_teams(p, plain->network, owner, scratch);
    add_people(p, what_if);
    level_demands(p, plain->network, owner, out);
    p->net = level_pauses(p, plain->network, owner, scratch, out);
    p->paused = plain;
    if (p->net != plain->network && !schedule_compute(p->net, owner, scratch, &p->paused, out))
        return false;
    read_links(p, owner);
    find_fixed(p, owner);
    p->pure = is_plain(p) && find_slots(p, owner) && find_uses(p, owner);
    if (p->pure) {
        find_weights(p, owner, scratch);
        find_bytes(p, owner);
        find_lanes(p, owner);
        find_tails(p, owner);
    }
    p->own = ARENA_ARRAY(owner, int64_t, p->net->node_count + 1);
    level_rule_keys(p, RULE_OWN, scratch, p->own);
    *ret_problem = p;
    return true;
}
