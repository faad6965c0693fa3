/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from early and late dates: floats, the longest path, summaries. */
#include "core/engine/schedule_pass.h"

static int64_t total_float(const struct pass *p, uint32_t node)
{
    const struct schedule_dates *d = &p->s->node[node];
    const int64_t finish = pass_work(p, node, d->early_finish, d->late_finish);
    int64_t start;

    if (p->n->progress[node] == PROGRESS_STARTED || p->n->float_kind == FLOAT_FINISH)
        return finish;
    start = pass_work(p, node, d->early_start, d->late_start);
    return p->n->float_kind == FLOAT_START ? start : sooner(start, finish);
}

/* Slack on one link, on the predecessor's calendar; INT64_MAX where the link asks nothing. */
static int64_t link_slack(const struct pass *p, uint32_t node, uint32_t k)
{
    const struct network *n = p->n;
    const struct network_link *l = &n->links[n->succ_link[k]];
    const struct schedule_dates *d = &p->s->node[node];
    const uint32_t succ = n->succ_node[k];
    int64_t from, to;

    if (n->progress[succ] == PROGRESS_FINISHED || !native_link_binds(p, l, succ) ||
        (link_leaves_start(l) && n->progress[node] == PROGRESS_STARTED))
        return INT64_MAX;
    from = pass_lag(p, l, link_leaves_start(l) ? d->early_start : d->early_finish);
    to = link_meets_finish(l) ? p->s->node[succ].early_finish : p->work_start[succ];
    return pass_work(p, node, from, to);
}

/* Nor may it outlast the whole: what leaves only starts behind would otherwise seem free. */
static int64_t free_float(const struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const bool microsoft = n->dialect == DIALECT_MSPROJECT;
    int64_t least = INT64_MAX;

    for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++)
        least = sooner(least, link_slack(p, node, k));
    if (least == INT64_MAX && n->open_ends_own_finish)
        return 0;
    if (least == INT64_MAX || !microsoft)
        least = sooner(least, pass_work(p, node, p->s->node[node].early_finish, p->s->finish));
    return microsoft && least < 0 ? 0 : least;
}

void schedule_float(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    struct schedule_dates *d = &p->s->node[node];

    if (n->progress[node] == PROGRESS_FINISHED)
        return;
    d->total_float_s = total_float(p, node);
    d->free_float_s = free_float(p, node);
    /* As late as possible in Microsoft's way uses up all the float there is. */
    if (n->dialect == DIALECT_MSPROJECT && p->s->reason[node] == REASON_LATE)
        d->total_float_s = d->free_float_s = 0;
    d->critical = d->total_float_s <= n->critical_slack_s;
}

void schedule_floats(struct pass *p)
{
    for (uint32_t node = 0; node < p->n->node_count; node++)
        schedule_float(p, node);
}

/* --- longest path ---------------------------------------------------------------------------- */

/* Whether a link holds its successor's work where it is. */
static bool is_tight(const struct pass *p, uint32_t k)
{
    const struct network *n = p->n;
    const struct network_link *l = &n->links[n->succ_link[k]];
    const uint32_t succ = n->succ_node[k];
    const enum schedule_reason reason = (enum schedule_reason)p->s->reason[succ];

    if (reason == REASON_LATE || reason == REASON_MANUAL || !native_link_binds(p, l, succ))
        return false;
    if ((n->flags[succ] & NODE_EARLIEST) && p->s->driver[succ] != n->succ_link[k])
        return false;
    return pass_work(p, succ, native_link_bound(p, l, succ),
                         p->work_start[succ]) <= 0;
}

/* When that is known of all that hang on it. */
bool schedule_is_longest(const struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const int64_t finish = p->s->node[node].early_finish;
    bool on = n->progress[node] != PROGRESS_FINISHED &&
              (finish >= p->s->finish || pass_work(p, node, finish, p->s->finish) <= 0);

    for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1] && !on; k++)
        on = p->s->longest_path[n->succ_node[k]] && is_tight(p, k);
    return on;
}

void schedule_longest_path(struct pass *p)
{
    for (uint32_t node = p->n->node_count; node-- > 0;)
        p->s->longest_path[node] = schedule_is_longest(p, node);
}

/* --- objects --------------------------------------------------------------------------------- */

static const struct schedule_dates no_dates = {
    .early_start = CIVIL_NONE, .early_finish = CIVIL_NONE,
    .late_start = CIVIL_NONE, .late_finish = CIVIL_NONE
};

static void widen(struct schedule_dates *whole, const struct schedule_dates *part)
{
    if (part->early_start == CIVIL_NONE)
        return;
    if (whole->early_start == CIVIL_NONE) {
        *whole = *part;
        return;
    }
    whole->early_start = sooner(whole->early_start, part->early_start);
    whole->early_finish = later(whole->early_finish, part->early_finish);
    whole->late_start = sooner(whole->late_start, part->late_start);
    whole->late_finish = later(whole->late_finish, part->late_finish);
    whole->total_float_s = sooner(whole->total_float_s, part->total_float_s);
    whole->free_float_s = sooner(whole->free_float_s, part->free_float_s);
    whole->critical |= part->critical;
}

void schedule_roll_up(struct pass *p)
{
    const struct network *n = p->n;
    const uint32_t count = n->plan->object_count;
    struct schedule_dates *object = p->s->object;

    for (uint32_t i = 0; i < count; i++) {
        const uint32_t node = n->node_of[i];

        if (node == NODE_NONE || n->role[node] == ROLE_SUMMARY)
            object[i] = no_dates;
        else if (!p->plain)     /* those are written with their nodes */
            object[i] = p->s->node[node];
    }
    /* Leaves first, then summaries, children before their parents. */
    for (uint32_t i = 0; i < count && n->summary_count > 0; i++)
        if (n->parent[i] != OBJECT_NONE && n->node_of[i] != NODE_NONE &&
            n->role[n->node_of[i]] != ROLE_SUMMARY)
            widen(&object[n->parent[i]], &object[i]);
    for (uint32_t i = 0; i < n->summary_count; i++)
        if (n->parent[n->summaries[i]] != OBJECT_NONE)
            widen(&object[n->parent[n->summaries[i]]], &object[n->summaries[i]]);
}
