/* SPDX-License-Identifier: Apache-2.0 */
/* What no schedule can beat in the general case: is it possible to be done by then?
 *
 * Asked of a finish, each task gets a window: from where it stands without capacity to the latest
 * finish that what follows it allows. For the tasks of a team, over every pair of instants: the
 * work of those whose windows lie between them, beside what the team can do there. Counted twice,
 * each a necessary condition: in people (the team's capacity, whole), and for each number of people
 * q in tasks that take q or more (of which the team holds capacity / q at once, rounded down: one,
 * where two are more than it has, so that tasks that take more than half stand in a row).
 * Capacity is integrated exactly: on the tasks' calendar over the team's days, less what tasks
 * hold whose dates nothing moves. Cost of one question for one count: users x log, by a tree of
 * the greatest of (capacity before a window opens + work) (Vilim 2004, 2009).
 *
 * Only what is sure is used; whatever serial generation might treat otherwise is left out: what is
 * under way or pinned (it holds its people beside the others), constraints that pull a start ahead,
 * work that goes on while its team is short, links with leads or to a finish.
 * docs/decisions/0194-a-bound-on-days.md */
#include "core/base/sort.h"
#include "core/engine/level_problem.h"

enum {
    COUNTS_MOST = 16,           /* numbers of people of a team that are looked at, the largest */
    HOLDERS_MOST = 1000,        /* of a team */
    INDEX_BITS = 20,            /* of a pair: deadline above, user below */
    GALLOP_S = 86400            /* the first step from a finish that is refuted */
};
#define LOOKS_MOST INT64_C(8000000)         /* nodes and users looked at, in all questions */
#define PEOPLE_MOST (INT64_C(1) << 30)      /* millionths: more than that bind nobody */
#define SPAN_MOST (INT64_C(1) << 36)         /* seconds: two thousand years */
#define WORK_MOST (INT64_C(1) << 61)

struct holder {                 /* what takes people at dates that nothing moves */
    int64_t start, finish, micro;
};

/* What a team has at work, in some unit, since `from[0]`. */
struct supply {
    const struct calendar *calendar;
    int64_t *from, *rate, *before;      /* [count]; `before`: all done until from[k] */
    uint32_t count;
};

struct job {                    /* of one task for one team */
    uint32_t node;
    uint16_t calendar;          /* as stated, without pauses */
    int64_t micro, length_s;
};

struct days {
    const struct level_problem *p;
    const struct network *n;
    struct pass pass;           /* without capacity */
    bool *plain;                /* [node_count] keeps its links, and floors move it */
    int64_t *late;              /* [node_count] latest finish, if all is done by `asked` */
    int64_t asked;
    int64_t looks;
    int64_t *sum, *most;        /* the tree */
    int64_t *pairs, *opens, *work;
    uint32_t *place;            /* of a job among heads */
    struct job *jobs, *used;
    struct holder *holders;
    struct arena *scratch;
};

/* --- windows --------------------------------------------------------------------------------- */

static bool never_pulls(const struct network_constraint *k)
{
    return k->kind == CONSTRAINT_ASAP || k->kind == CONSTRAINT_START_NO_EARLIER ||
           k->kind == CONSTRAINT_FINISH_NO_EARLIER;
}

/* Whether it is placed after all that it follows, by all its links, wherever that is, and where its
 * teams have people for it. */
static bool is_plain(const struct network *n, uint32_t node)
{
    return n->progress[node] == PROGRESS_NOT_STARTED &&
           never_pulls(&n->constraint[node]) && never_pulls(&n->constraint2[node]) &&
           !(n->flags[node] & (NODE_EARLIEST | NODE_MANUAL));
}

static int64_t length_of(const struct network *n, uint32_t node)
{
    const int32_t left = n->duration_s[node], full = n->full_s[node];

    return left < full ? left : full;
}

static int64_t assigned_s(const struct network_assignment *a)
{
    return (int64_t)a->full_s + a->delay_s;
}

/* Whether its finish is the latest of its assignments; other dialects go by its duration. */
static bool is_driven(const struct network *n, uint32_t node)
{
    return n->dialect == DIALECT_MSPROJECT && n->flags[node] & NODE_WORK_DRIVEN;
}

/* The latest start of work that is to be done by then. */
static int64_t latest_start(const struct network *n, uint32_t node, int64_t finish)
{
    int64_t at = finish;

    if (!is_driven(n, node))
        return pass_add(n->calendars[n->calendar[node]], finish, -length_of(n, node));
    for (uint32_t k = n->assignment_first[node]; k < n->assignment_first[node + 1]; k++) {
        const struct network_assignment *a = &n->assignments[k];

        if (assigned_s(a) > 0)
            at = sooner(at, calendar_add(n->calendars[a->calendar], finish, -assigned_s(a)));
    }
    return at;
}

/* The latest finish that one link allows. */
static int64_t late_by_link(const struct days *d, uint32_t node, const struct network_link *l,
                            uint32_t succ)
{
    const struct network *n = d->n;
    int64_t at;

    if (!d->plain[succ] || l->lag_s < 0 || link_meets_finish(l))
        return d->asked;
    at = pass_lag_back(&d->pass, l, latest_start(n, succ, d->late[succ]));
    if (!link_leaves_start(l))
        return at;
    if (!d->plain[node] || is_driven(n, node) || n->duration_s[node] != n->full_s[node])
        return d->asked;
    return pass_step(&d->pass, node, at, n->duration_s[node]);
}

static void find_late(struct days *d, int64_t asked)
{
    const struct network *n = d->n;

    if (d->asked == asked)
        return;
    d->asked = asked;
    d->looks += n->node_count + n->link_count;
    for (uint32_t node = n->node_count; node-- > 0;) {
        d->late[node] = asked;
        for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++)
            d->late[node] = sooner(d->late[node],
                                   late_by_link(d, node, &n->links[n->succ_link[k]],
                                                n->succ_node[k]));
    }
}

/* Where each stands without capacity, as serial generation would place it: no sooner in any
 * schedule, because what is placed later moves nothing ahead. */
static void find_heads(struct days *d)
{
    const struct network *n = d->n;
    const size_t count = n->node_count + 1;
    struct schedule *s = ARENA_NEW(d->scratch, struct schedule);

    *s = (struct schedule){.network = n,
                           .node = ARENA_ARRAY(d->scratch, struct schedule_dates, count),
                           .reason = ARENA_ARRAY(d->scratch, uint8_t, count),
                           .driver = ARENA_ARRAY(d->scratch, uint32_t, count),
                           .work_start = ARENA_ARRAY(d->scratch, int64_t, count)};
    d->pass = (struct pass){.n = n, .s = s, .work_start = s->work_start};
    for (uint32_t node = 0; node < n->node_count; node++)
        if (n->dialect == DIALECT_MSPROJECT)
            msproject_forward_node(&d->pass, node);
        else
            native_forward_node(&d->pass, node);
}

/* --- what a team can do ---------------------------------------------------------------------- */

/* Whether its dates are the same in every schedule; and it is placed before what is not fixed. */
static bool never_moves(const struct days *d, uint32_t node)
{
    const struct network *n = d->n;
    const bool msproject = n->dialect == DIALECT_MSPROJECT;

    if (!d->p->fixed[node] || n->progress[node] == PROGRESS_FINISHED)
        return false;
    if (n->progress[node] == PROGRESS_NOT_STARTED)
        return msproject ? (n->flags[node] & NODE_MANUAL) &&
                               (n->pinned_start[node] != CIVIL_NONE ||
                                n->pinned_finish[node] != CIVIL_NONE)
                         : n->constraint[node].kind == CONSTRAINT_MUST_START &&
                               n->constraint2[node].kind == CONSTRAINT_ASAP &&
                               !(n->flags[node] & NODE_EARLIEST);
    for (uint32_t k = n->link_first[node]; !msproject && k < n->link_first[node + 1]; k++)
        if (native_link_binds(&d->pass, &n->links[k], node))
            return false;
    return true;
}

/* None where there are too many: less is then known to be taken. */
static uint32_t find_holders(struct days *d, uint32_t team)
{
    const struct level_problem *p = d->p;
    uint32_t count = 0;

    for (uint32_t node = 0; p->any_fixed && node < d->n->node_count; node++)
        for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++) {
            const struct holder h = {d->pass.work_start[node],
                                     d->pass.s->node[node].early_finish, p->demands[k].micro};

            if (p->demands[k].team != team || h.finish <= h.start || !never_moves(d, node))
                continue;
            if (count == HOLDERS_MOST)
                return 0;
            d->holders[count++] = h;
        }
    return count;
}

/* The people of a team from `origin` on, less what is held: steps, in order. */
static void find_supply(struct days *d, const struct level_team *t, int64_t origin,
                        uint32_t held, struct supply *ret)
{
    const struct holder *holders = d->holders;
    const size_t most = t->step_count + 2 * (size_t)held + 1;
    int64_t *cuts = ARENA_ARRAY(d->scratch, int64_t, most);
    uint32_t count = 0;

    for (uint32_t k = 0; k < t->step_count; k++)
        cuts[count++] = later(t->from[k], origin);
    for (uint32_t k = 0; k < held; k++) {
        cuts[count++] = later(holders[k].start, origin);
        cuts[count++] = later(holders[k].finish, origin);
    }
    sort_i64(cuts, count);
    *ret = (struct supply){.from = ARENA_ARRAY(d->scratch, int64_t, most),
                           .rate = ARENA_ARRAY(d->scratch, int64_t, most),
                           .before = ARENA_ARRAY(d->scratch, int64_t, most)};
    for (uint32_t i = 0; i < count; i++) {
        int64_t left = level_micro_at(t, cuts[i]);

        if (i > 0 && cuts[i] == cuts[i - 1])
            continue;
        for (uint32_t k = 0; k < held; k++)
            if (holders[k].start <= cuts[i] && cuts[i] < holders[k].finish)
                left -= holders[k].micro;
        ret->from[ret->count] = cuts[i];
        ret->rate[ret->count++] = later(left, 0);
    }
}

/* How much of it counts in units of `by` (1: people, in millionths), and sums of it. */
static struct supply supply_by(struct days *d, const struct supply *all,
                               const struct calendar *calendar, int64_t by)
{
    struct supply s = *all;

    s.calendar = calendar;
    s.rate = ARENA_ARRAY(d->scratch, int64_t, s.count + 1);
    s.before = ARENA_ARRAY(d->scratch, int64_t, s.count + 1);
    for (uint32_t k = 0; k < s.count; k++) {
        s.rate[k] = all->rate[k] / by;
        if (k > 0)
            s.before[k] = s.before[k - 1] +
                          s.rate[k - 1] * calendar_work(calendar, s.from[k - 1], s.from[k]);
    }
    return s;
}

static int64_t done_until(const struct supply *s, int64_t at)
{
    const uint32_t k = level_step_at(s->from, s->count, at);

    return s->before[k] + s->rate[k] * calendar_work(s->calendar, s->from[k], at);
}

/* The first instant at which so much can have been done; `least` where that is never. */
static int64_t done_first(const struct supply *s, int64_t amount, int64_t least)
{
    uint32_t k = s->count - 1;
    int64_t at;

    while (k > 0 && s->before[k] >= amount)
        k--;
    if (amount <= 0 || s->rate[k] == 0)
        return least;
    at = calendar_add(s->calendar, s->from[k],
                      (amount - s->before[k] + s->rate[k] - 1) / s->rate[k]);
    return at >= CALENDAR_BEYOND / 2 ? least : later(least, at);
}

/* --- one question ---------------------------------------------------------------------------- */

/* Where each job's window opens, and its place among all in that order. */
static void place_heads(struct days *d, const struct supply *s, const struct job *jobs,
                        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        d->opens[i] = done_until(s, d->pass.work_start[jobs[i].node]);
        d->pairs[i] = (d->pass.work_start[jobs[i].node] - s->from[0]) << INDEX_BITS | i;
    }
    sort_i64(d->pairs, count);
    for (uint32_t i = 0; i < count; i++)
        d->place[d->pairs[i] & ((1 << INDEX_BITS) - 1)] = i;
}

/* Returns the number of leaves. */
static uint32_t clear_tree(struct days *d, uint32_t count)
{
    uint32_t leaves = 1;

    while (leaves < count)
        leaves *= 2;
    for (uint32_t i = 0; i < 2 * leaves; i++) {
        d->sum[i] = 0;
        d->most[i] = INT64_MIN / 2;
    }
    return leaves;
}

/* Whether those jobs cannot all be done in windows that end as of `asked`. */
static bool is_refuted(struct days *d, const struct supply *s, const struct job *jobs,
                       uint32_t count, int64_t asked)
{
    uint32_t leaves;

    find_late(d, asked);
    d->looks += 4 * (int64_t)count;
    leaves = clear_tree(d, count);
    for (uint32_t i = 0; i < count; i++) {
        const int64_t open = later(d->late[jobs[i].node] - s->from[0], 0);

        d->pairs[i] = open << INDEX_BITS | i;
    }
    sort_i64(d->pairs, count);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t job = (uint32_t)(d->pairs[i] & ((1 << INDEX_BITS) - 1));
        uint32_t at = leaves + d->place[job];

        d->sum[at] = d->work[job];
        d->most[at] = d->opens[job] + d->work[job];
        for (at /= 2; at > 0; at /= 2) {
            d->sum[at] = d->sum[2 * at] + d->sum[2 * at + 1];
            d->most[at] = later(d->most[2 * at + 1], d->most[2 * at] + d->sum[2 * at + 1]);
        }
        if (d->most[1] > done_until(s, s->from[0] + (d->pairs[i] >> INDEX_BITS)))
            return true;
    }
    return false;
}

/* Whatever follows: from when the window of one opens, the work of all whose windows open no
 * sooner. Leaves the jobs in their places. */
static int64_t raised_by_heads(struct days *d, const struct supply *s, const struct job *jobs,
                               uint32_t count, int64_t best)
{
    int64_t sum = 0, most = 0;

    place_heads(d, s, jobs, count);
    d->looks += 2 * (int64_t)count;
    for (uint32_t i = count; i-- > 0;) {
        const uint32_t job = (uint32_t)(d->pairs[i] & ((1 << INDEX_BITS) - 1));

        sum += d->work[job];
        most = later(most, d->opens[job] + sum);
    }
    return done_first(s, most, best);
}

/* The least finish from `best` on that is not refuted; less where there are no more looks. */
static int64_t raised(struct days *d, const struct supply *s, const struct job *jobs,
                      uint32_t count, int64_t best)
{
    int64_t low, high, step = GALLOP_S;

    best = low = raised_by_heads(d, s, jobs, count, best);
    if (d->looks > LOOKS_MOST || best >= CALENDAR_BEYOND / 2 ||
        !is_refuted(d, s, jobs, count, best))
        return best;
    for (high = low + step; is_refuted(d, s, jobs, count, high); high += step) {
        low = high;
        step *= 2;
        if (d->looks > LOOKS_MOST || high - best > SPAN_MOST)
            return low + 1;
    }
    while (high - low > 1 && d->looks <= LOOKS_MOST) {
        const int64_t mid = low + (high - low) / 2;

        if (is_refuted(d, s, jobs, count, mid))
            low = mid;
        else
            high = mid;
    }
    return low + 1;
}

/* --- the jobs of a team ---------------------------------------------------------------------- */

/* The first step from `k` on in which the team has fewer people in all; step_count: none. */
static uint32_t next_short(const struct level_team *t, int64_t micro, uint32_t k)
{
    while (k < t->step_count && level_whole(t, micro)[k] >= micro)
        k++;
    return k;
}

/* Nothing of it is done on days when its team has fewer people in all, which nobody counts. */
static bool rests_when_short(const struct days *d, const struct level_team *t, uint16_t calendar,
                             int64_t micro)
{
    const struct calendar *c = d->n->calendars[calendar];

    for (uint32_t k = next_short(t, micro, 0); k < t->step_count; k = next_short(t, micro, k + 1))
        if (calendar_work(c, t->from[k],
                          k + 1 < t->step_count ? t->from[k + 1] : CALENDAR_BEYOND) > 0)
            return false;
    return true;
}

static bool is_of(const struct plan *plan, const struct object *who, uint32_t team)
{
    const struct object *its =
        who->kind == KIND_person ? plan_object(plan, person_get_team(who)) : who;

    return its && its->number == team;
}

/* The work of a node on one calendar, of assignments the longest of the team's own, else of all;
 * false: it takes no time. */
static bool work_of(const struct days *d, uint32_t node, uint32_t team, struct job *ret)
{
    const struct network *n = d->n;
    bool its = false;

    ret->node = node;
    ret->calendar = d->p->stated->network->calendar[node];
    ret->length_s = is_driven(n, node) ? 0 : length_of(n, node);
    for (uint32_t k = n->assignment_first[node];
         is_driven(n, node) && k < n->assignment_first[node + 1]; k++) {
        const struct network_assignment *a = &n->assignments[k];
        const bool own = is_of(n->plan, n->plan->objects[a->who], team);

        if (assigned_s(a) <= 0 || own < its || (own == its && assigned_s(a) <= ret->length_s))
            continue;
        its = own;
        ret->length_s = assigned_s(a);
        ret->calendar = a->calendar;
    }
    return ret->length_s > 0;
}

/* `beside`: of those that are placed after all that is fixed. */
static uint32_t find_jobs(struct days *d, uint32_t team, bool beside)
{
    const struct level_problem *p = d->p;
    uint32_t count = 0, paused = UINT32_MAX;
    int64_t micro = 0;
    const struct level_team *t = &p->teams[team];
    bool rests = true;          /* of that pausing calendar and that many people */

    for (uint32_t node = 0; node < d->n->node_count; node++)
        for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++) {
            struct job *job = &d->jobs[count];

            if (p->demands[k].team != team || !d->plain[node] ||
                (beside && p->fixed[node]) || !work_of(d, node, t->object, job) ||
                d->pass.work_start[node] >= CALENDAR_BEYOND / 2)
                continue;
            job->micro = p->demands[k].micro;
            if (d->n->calendar[node] != paused || job->micro != micro) {
                paused = d->n->calendar[node];
                micro = job->micro;
                rests = rests_when_short(d, t, (uint16_t)paused, micro);
            }
            count += is_driven(d->n, node)
                         ? next_short(t, micro, 0) == t->step_count : rests;
        }
    return count;
}

/* One count of the jobs that take `by` people or more; 0: in people. */
static int64_t raised_by(struct days *d, const struct supply *all, uint16_t calendar, int64_t by,
                         uint32_t count, int64_t best)
{
    const struct supply s = supply_by(d, all, d->n->calendars[calendar], by > 0 ? by : 1);
    uint32_t used = 0;
    int64_t sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (d->jobs[i].calendar != calendar || d->jobs[i].micro < by)
            continue;
        d->work[used] = d->jobs[i].length_s * (by > 0 ? 1 : d->jobs[i].micro);
        sum += d->work[used];
        if (sum > WORK_MOST)
            return best;
        d->used[used++] = d->jobs[i];
    }
    return used > 0 ? raised(d, &s, d->used, used, best) : best;
}

/* The numbers of people that are taken on that calendar, each once, the largest first. */
static uint32_t find_counts(struct days *d, uint16_t calendar, uint32_t count, int64_t *ret)
{
    uint32_t of = 0, counts = 0;

    for (uint32_t i = 0; i < count; i++)
        if (d->jobs[i].calendar == calendar)
            d->pairs[of++] = d->jobs[i].micro;
    sort_i64(d->pairs, of);
    while (of-- > 0 && counts < COUNTS_MOST)
        if (counts == 0 || d->pairs[of] < ret[counts - 1])
            ret[counts++] = d->pairs[of];
    return counts;
}

static int64_t raised_by_jobs(struct days *d, const struct supply *all, uint32_t count,
                              int64_t best)
{
    int64_t counts[COUNTS_MOST];

    for (uint32_t i = 0; i < count; i++) {
        const uint16_t calendar = d->jobs[i].calendar;
        uint32_t many, k = 0;

        while (d->jobs[k].calendar != calendar)
            k++;
        if (k < i)
            continue;
        many = find_counts(d, calendar, count, counts);
        best = raised_by(d, all, calendar, 0, count, best);
        for (k = 0; k < many; k++)
            best = raised_by(d, all, calendar, counts[k], count, best);
    }
    return best;
}

/* `beside`: only what is placed after all that is fixed, in what that leaves; where nothing of the
 * team is held, that says no more than without. */
static int64_t raised_by_team(struct days *d, uint32_t team, bool beside, int64_t best)
{
    const struct level_team *t = &d->p->teams[team];
    const uint32_t held = beside ? find_holders(d, team) : 0;
    const uint32_t count = beside && held == 0 ? 0 : find_jobs(d, team, beside);
    struct supply all;
    int64_t origin = INT64_MAX;

    for (uint32_t k = 0; k < t->step_count; k++)
        if (t->micro[k] > PEOPLE_MOST)
            return best;
    for (uint32_t i = 0; i < count; i++)
        origin = sooner(origin, d->pass.work_start[d->jobs[i].node]);
    if (count == 0 || count >= 1 << INDEX_BITS || origin <= CALENDAR_BEFORE / 2)
        return best;
    find_supply(d, t, origin, held, &all);
    return raised_by_jobs(d, &all, count, best);
}

int64_t level_days_bound(const struct level_problem *p, int64_t from, struct arena *scratch)
{
    const struct network *n = p->net;
    const size_t users = (size_t)p->demand_first[n->node_count] + 1;
    struct days d = {.p = p, .n = n, .asked = CIVIL_NONE, .scratch = scratch};
    int64_t best = n->node_count > 0 ? from : later(from, n->start);

    d.plain = ARENA_ARRAY(scratch, bool, n->node_count + 1);
    d.late = ARENA_ARRAY(scratch, int64_t, n->node_count + 1);
    d.sum = ARENA_ARRAY(scratch, int64_t, 4 * users);
    d.most = ARENA_ARRAY(scratch, int64_t, 4 * users);
    d.pairs = ARENA_ARRAY(scratch, int64_t, users);
    d.opens = ARENA_ARRAY(scratch, int64_t, users);
    d.work = ARENA_ARRAY(scratch, int64_t, users);
    d.place = ARENA_ARRAY(scratch, uint32_t, users);
    d.holders = ARENA_ARRAY(scratch, struct holder, HOLDERS_MOST);
    d.jobs = ARENA_ARRAY(scratch, struct job, users);
    d.used = ARENA_ARRAY(scratch, struct job, users);
    for (uint32_t node = 0; node < n->node_count; node++)
        d.plain[node] = is_plain(n, node);
    find_heads(&d);
    for (uint32_t node = 0; node < n->node_count; node++)
        best = later(best, d.pass.s->node[node].early_finish);
    for (uint32_t t = 0; t < p->team_count && best < CALENDAR_BEYOND / 2; t++)
        for (int beside = 0; beside <= p->any_fixed; beside++)
            best = raised_by_team(&d, t, beside, best);
    return best;
}
