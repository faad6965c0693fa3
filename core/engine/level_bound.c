/* SPDX-License-Identifier: Apache-2.0 */
/* What no schedule can beat: the critical path, and the work that must pass through each team.
 *
 * For a team: whatever tasks with head >= a and tail >= b take cannot begin before a, needs
 * its work over its capacity, and is followed by b. In the pure case over all pairs (a, b) of
 * the team's tasks, and then by refutation (level_refute.c); in the general one by
 * windows on instants (level_bound_days.c). */
#include "core/engine/level_problem.h"

/* --- the pure case: slots -------------------------------------------------------------------- */

struct user {
    int32_t head, tail, duration;
    int64_t work;
};

static void longest(const struct pure *p, bool backward, int32_t *ret_head)
{
    const struct pure_links *before = &p->before[backward];

    for (uint32_t i = 0; i < p->count; i++) {
        const uint32_t node = backward ? p->count - 1 - i : i;

        ret_head[node] = 0;
        for (uint32_t k = before->first[node]; k < before->first[node + 1]; k++) {
            const uint32_t other = before->other[k];
            const int32_t finish = ret_head[other] + p->duration[other];

            ret_head[node] = finish > ret_head[node] ? finish : ret_head[node];
        }
    }
}

/* Tasks of one resource in the order of falling tails: for each head, add the work of all with no
 * less head as the tail falls. Cost: users squared. */
static int32_t energy(const struct user *users, uint32_t count, int64_t capacity)
{
    int32_t best = 0;

    for (uint32_t a = 0; a < count; a++) {
        int64_t work = 0;

        for (uint32_t i = 0; i < count; i++) {
            if (users[i].head < users[a].head)
                continue;
            work += users[i].work;
            if (users[a].head + (work + capacity - 1) / capacity + users[i].tail > best)
                best = (int32_t)(users[a].head + (work + capacity - 1) / capacity +
                                 users[i].tail);
        }
    }
    return best;
}

static void sort_by_tail(struct user *users, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        const struct user user = users[i];
        uint32_t k = i;

        for (; k > 0 && users[k - 1].tail < user.tail; k--)
            users[k] = users[k - 1];
        users[k] = user;
    }
}

enum { PAIRED_MOST = 4000 };    /* users of a team for which all pairs are looked at */

static int64_t pure_bound(const struct level_problem *p, struct arena *scratch)
{
    const struct pure *q = &p->lists;
    int32_t *head = ARENA_ARRAY(scratch, int32_t, q->count + 1);
    int32_t *tail = ARENA_ARRAY(scratch, int32_t, q->count + 1);
    struct user *users = ARENA_ARRAY(scratch, struct user, q->count + 1);
    int32_t best = 0;

    longest(q, false, head);
    longest(q, true, tail);
    for (uint32_t i = 0; i < q->count; i++)
        if (head[i] + q->duration[i] > best)
            best = head[i] + q->duration[i];
    for (uint32_t t = 0; t < p->team_count; t++) {
        uint32_t count = 0;
        int32_t most;

        for (uint32_t i = 0; i < q->count; i++)
            for (uint32_t k = p->demand_first[i]; k < p->demand_first[i + 1]; k++)
                if (p->demands[k].team == t && q->duration[i] > 0)
                    users[count++] = (struct user){head[i], tail[i], q->duration[i],
                                                   q->duration[i] * p->demands[k].micro};
        if (count == 0 || count > PAIRED_MOST || p->teams[t].micro[0] <= 0)
            continue;
        sort_by_tail(users, count);
        most = energy(users, count, p->teams[t].micro[0]);
        best = most > best ? most : best;
    }
    return level_refuted_bound(p, head, tail, best, scratch);
}

/* --- both ------------------------------------------------------------------------------------ */

int64_t level_pure_date(const struct level_problem *p, int32_t slots)
{
    const struct network *n = p->net;
    const struct calendar *c = n->calendars[0];

    for (uint32_t i = 0; i < n->node_count; i++)
        if (p->lists.duration[i] > 0)
            c = n->calendars[n->calendar[i]];
    return calendar_add(c, later(n->start, n->data_date), slots * p->slot_s);
}

/* Without capacity, as pauses leave it. What stands at its late date may stand sooner; in
 * Microsoft Project what follows it may, too, and all of a plan that is scheduled from its finish:
 * there level_days_bound knows better. */
static int64_t path_bound(const struct level_problem *p)
{
    const struct network *n = p->net;
    int64_t best = n->node_count > 0 ? INT64_MIN : n->start;

    for (uint32_t i = 0; i < n->node_count; i++)
        if (!(n->flags[i] & NODE_ALAP))
            best = later(best, p->paused->node[i].early_finish);
    return best;
}

int64_t level_lower_bound(const struct level_problem *p, struct arena *scratch)
{
    int64_t best = INT64_MIN;

    if (p->pure)
        return later(path_bound(p), level_pure_date(p, (int32_t)pure_bound(p, scratch)));
    if (p->net->dialect != DIALECT_MSPROJECT)
        best = path_bound(p);
    return level_days_bound(p, best, scratch);
}
