/* SPDX-License-Identifier: Apache-2.0 */
/* Serial generation on instants: each node by the forward step of its dialect, pushed on until its
 * teams have people for all of it. So a node that takes nobody, and a plan without limits, come out
 * exactly as without capacity. */
#include <string.h>

#include "core/engine/level_problem.h"

enum { BOUND_ROUNDS = 400 };

void level_desk_init(struct level_desk *d, const struct level_problem *p, struct arena *owner)
{
    const size_t count = p->net->node_count + 1;
    uint32_t *demands = ARENA_ARRAY(owner, uint32_t, p->team_count + 1);

    *d = (struct level_desk){.problem = p};
    d->dates = (struct schedule){.network = p->net,
                                 .node = ARENA_ARRAY(owner, struct schedule_dates, count),
                                 .reason = ARENA_ARRAY(owner, uint8_t, count),
                                 .driver = ARENA_ARRAY(owner, uint32_t, count),
                                 .work_start = ARENA_ARRAY(owner, int64_t, count)};
    d->pass = (struct pass){.n = p->net, .s = &d->dates, .work_start = d->dates.work_start,
                            .floor = ARENA_ARRAY(owner, int64_t, count)};
    d->base = ARENA_ARRAY(owner, int64_t, count);
    d->pairs = ARENA_ARRAY(owner, int64_t, count);
    d->keys = ARENA_ARRAY(owner, int64_t, count);
    d->profiles = ARENA_ARRAY(owner, struct level_profile, p->team_count + 1);
    for (uint32_t k = 0; k < p->demand_first[p->net->node_count]; k++)
        demands[p->demands[k].team]++;
    for (uint32_t t = 0; t < p->team_count; t++) {
        d->profiles[t].at = ARENA_ARRAY(owner, int64_t, 2 * (size_t)demands[t] + 2);
        d->profiles[t].micro = ARENA_ARRAY(owner, int64_t, 2 * (size_t)demands[t] + 2);
    }
}

/* The step that holds an instant. */
static uint32_t step_at(const int64_t *from, uint32_t count, int64_t at)
{
    uint32_t low = 0, high = count;

    while (high - low > 1) {
        const uint32_t mid = low + (high - low) / 2;

        if (from[mid] <= at)
            low = mid;
        else
            high = mid;
    }
    return low;
}

/* The end of the last stretch of start..finish where the team has not `micro` left, though it has
 * as many people in all; CIVIL_NONE: there is none. */
static int64_t conflict_end(const struct level_team *t, const struct level_profile *taken,
                            int64_t micro, int64_t start, int64_t finish)
{
    uint32_t i = step_at(taken->at, taken->count, finish - 1);
    uint32_t k = step_at(t->from, t->step_count, finish - 1);
    int64_t end = i + 1 < taken->count ? taken->at[i + 1] : CALENDAR_BEYOND;

    if (k + 1 < t->step_count && t->from[k + 1] < end)
        end = t->from[k + 1];
    for (;;) {
        const int64_t begin = taken->at[i] > t->from[k] ? taken->at[i] : t->from[k];

        if (level_whole(t, micro)[k] >= micro && taken->micro[i] + micro > t->micro[k])
            return end;
        if (begin <= start)
            return CIVIL_NONE;
        end = begin;
        if (taken->at[i] == begin)
            i--;
        if (t->from[k] == begin)
            k--;
    }
}

/* A step that begins at that instant; made where there is none. */
static uint32_t cut_step(struct level_profile *p, int64_t at)
{
    const uint32_t i = step_at(p->at, p->count, at);

    if (p->at[i] == at)
        return i;
    memmove(&p->at[i + 2], &p->at[i + 1], (p->count - i - 1) * sizeof(p->at[0]));
    memmove(&p->micro[i + 2], &p->micro[i + 1], (p->count - i - 1) * sizeof(p->micro[0]));
    p->at[i + 1] = at;
    p->micro[i + 1] = p->micro[i];
    p->count++;
    return i + 1;
}

static void take(struct level_profile *p, int64_t micro, int64_t start, int64_t finish)
{
    const uint32_t from = cut_step(p, start), to = cut_step(p, finish);

    for (uint32_t i = from; i < to; i++)
        p->micro[i] += micro;
}

static void step_node(struct level_desk *d, uint32_t node)
{
    if (d->problem->net->dialect == DIALECT_MSPROJECT)
        msproject_forward_node(&d->pass, node);
    else
        native_forward_node(&d->pass, node);
}

/* The latest conflict of a node where it stands now. */
static int64_t conflict_of(const struct level_desk *d, uint32_t node)
{
    const struct level_problem *p = d->problem;
    const int64_t start = d->pass.work_start[node], finish = d->dates.node[node].early_finish;
    int64_t latest = CIVIL_NONE;

    for (uint32_t k = p->demand_first[node]; finish > start && k < p->demand_first[node + 1]; k++) {
        const struct level_demand *need = &p->demands[k];
        const int64_t end = conflict_end(&p->teams[need->team], &d->profiles[need->team],
                                         need->micro, start, finish);

        latest = end > latest ? end : latest;
    }
    return latest;
}

static void place(struct level_desk *d, uint32_t node)
{
    const struct level_problem *p = d->problem;
    int64_t conflict;

    d->pass.floor[node] = d->base[node];
    step_node(d, node);
    while ((conflict = conflict_of(d, node)) != CIVIL_NONE) {
        const int64_t before = d->pass.work_start[node];

        d->pass.floor[node] = conflict;
        step_node(d, node);
        if (d->pass.work_start[node] <= before) {       /* fixed: it takes what is not there */
            d->overloads++;
            break;
        }
    }
    for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++)
        if (d->dates.node[node].early_finish > d->pass.work_start[node])
            take(&d->profiles[p->demands[k].team], p->demands[k].micro, d->pass.work_start[node],
                 d->dates.node[node].early_finish);
}

static int64_t generate(struct level_desk *d, const uint32_t *order)
{
    const struct network *n = d->problem->net;
    int64_t finish = n->start;

    for (uint32_t t = 0; t < d->problem->team_count; t++) {
        d->profiles[t].count = 1;
        d->profiles[t].at[0] = CALENDAR_BEFORE;
        d->profiles[t].micro[0] = 0;
    }
    d->overloads = 0;
    d->generated++;
    for (uint32_t i = 0; i < n->node_count; i++) {
        place(d, order[i]);
        if (i == 0 || d->dates.node[order[i]].early_finish > finish)
            finish = d->dates.node[order[i]].early_finish;
    }
    return finish;
}

/* Whoever starts too long before what is bound to it starts later next time. */
static bool raise_bases(struct level_desk *d)
{
    const struct network *n = d->problem->net;
    bool raised = false;

    for (uint32_t i = 0; i < n->bound_count; i++) {
        const struct network_bound *b = &n->bounds[i];
        int64_t at;

        if (!bound_is_movable(n, b->pred))
            continue;
        at = bound_wanted_start(&d->pass, b);
        if (at > d->pass.work_start[b->pred]) {
            d->base[b->pred] = at > d->base[b->pred] ? at : d->base[b->pred];
            raised = true;
        }
    }
    return raised;
}

int64_t level_serial(struct level_desk *d, const uint32_t *order)
{
    const struct network *n = d->problem->net;
    int64_t finish;

    for (uint32_t i = 0; i < n->node_count; i++)
        d->base[i] = d->hold ? d->hold[i] : CIVIL_NONE;
    finish = generate(d, order);
    if (n->bound_count == 0)
        return finish;
    for (uint32_t round = 0; raise_bases(d); round++) {
        if (round == BOUND_ROUNDS || finish >= CALENDAR_BEYOND / 2 || d->generated == d->most)
            return INT64_MAX;
        finish = generate(d, order);
    }
    return finish;
}
