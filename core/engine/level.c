/* SPDX-License-Identifier: Apache-2.0 */
/* From the best list to dates, and why each is later than without capacity. */
#include "core/engine/level.h"

#include "core/base/text.h"
#include "core/engine/level_search.h"
#include "core/engine/level_settle.h"

/* --- who waited for what --------------------------------------------------------------------- */

struct waits {
    const struct level_problem *p;
    struct level *level;
    const struct level_desk *desk;
    uint32_t *user_first, *users;       /* nodes by team */
    struct arena *owner;
};

static void list_users(struct waits *w, struct arena *scratch)
{
    const struct level_problem *p = w->p;
    const uint32_t count = p->net->node_count, demands = p->demand_first[count];

    w->user_first = ARENA_ARRAY(scratch, uint32_t, p->team_count + 2);
    w->users = ARENA_ARRAY(scratch, uint32_t, demands + 1);
    for (uint32_t k = 0; k < demands; k++)
        w->user_first[p->demands[k].team + 2]++;
    for (uint32_t t = 1; t < p->team_count; t++)
        w->user_first[t + 1] += w->user_first[t];
    for (uint32_t node = 0; node < count; node++)
        for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++)
            w->users[w->user_first[p->demands[k].team + 1]++] = node;
}

/* "firmware and radio, or sql": what the people of a pool can do. */
struct str level_skill(const struct level_team *team, struct arena *owner)
{
    struct text text;

    if (!team->sets)
        return (struct str){NULL, 0};
    text_init(&text, owner);
    for (size_t i = 0; i < team->sets->count; i++)
        for (size_t k = 0; k < team->sets->items[i]->count; k++)
            text_addf(&text, "%s%.*s", k > 0 ? " and " : i > 0 ? " or " : "",
                      STR_ARG(team->sets->items[i]->items[k]));
    return text_str(&text);
}

static int64_t begin_of(const struct waits *w, uint32_t node)
{
    return w->desk->pass.work_start[node];
}

/* Whether a team had not people enough for it just before an instant. */
static bool is_short(const struct waits *w, const struct level_demand *need, int64_t start)
{
    const struct level_profile *taken = &w->desk->profiles[need->team];
    uint32_t i = 0;

    while (i + 1 < taken->count && taken->at[i + 1] < start)
        i++;
    return taken->micro[i] + need->micro > level_micro_at(&w->p->teams[need->team], start - 1);
}

/* Of those that worked for one of its teams just before it began: the one that finished last.
 * Ties to the one that took most. Teams that were short then, or any. */
static bool find_holder(const struct waits *w, uint32_t node, bool any,
                        struct level_wait *ret_wait)
{
    const struct level_problem *p = w->p;
    const int64_t start = begin_of(w, node);
    int64_t latest = CIVIL_NONE, most = 0;
    uint32_t pool = UINT32_MAX;

    for (uint32_t k = p->demand_first[node]; k < p->demand_first[node + 1]; k++) {
        const uint32_t team = p->demands[k].team;

        if (!any && !is_short(w, &p->demands[k], start))
            continue;
        for (uint32_t i = w->user_first[team]; i < w->user_first[team + 1]; i++) {
            const uint32_t other = w->users[i];
            const int64_t finish = w->level->node[other].finish;
            int64_t micro = 0;

            for (uint32_t m = p->demand_first[other]; m < p->demand_first[other + 1]; m++)
                micro = p->demands[m].team == team ? p->demands[m].micro : micro;
            if (other == node || finish > start || begin_of(w, other) >= start ||
                finish < latest || (finish == latest && micro <= most))
                continue;
            latest = finish;
            most = micro;
            pool = team;
            ret_wait->behind = other;
        }
        if (pool == UINT32_MAX)
            pool = team;
    }
    if (pool == UINT32_MAX)
        return false;
    ret_wait->team = p->teams[pool].object;
    ret_wait->skill = level_skill(&p->teams[pool], w->owner);
    return true;
}

/* Held at the start that an old schedule gave it, though it could begin earlier. */
static bool is_kept(const struct waits *w, uint32_t node)
{
    const struct network *n = w->p->net;
    const uint32_t driver = w->desk->dates.driver[node];
    const int64_t hold = w->desk->hold ? w->desk->hold[node] : CIVIL_NONE;

    return hold != CIVIL_NONE && w->desk->base[node] == hold &&
           calendar_next_start(n->calendars[n->calendar[node]], hold) == begin_of(w, node) &&
           (driver == UINT32_MAX ||
            w->desk->dates.node[n->links[driver].pred].early_finish < begin_of(w, node));
}

static void explain(const struct waits *w, uint32_t node)
{
    const struct network *n = w->p->net;
    const struct calendar *c = n->calendars[n->calendar[node]];
    const struct schedule_dates *plain = &w->p->stated->node[node];
    const int64_t before = w->p->stated->work_start[node], at = begin_of(w, node);
    struct level_wait *wait = &w->level->wait[node];

    *wait = (struct level_wait){.team = OBJECT_NONE, .behind = NODE_NONE};
    if (at <= before && w->level->node[node].finish <= plain->early_finish)
        return;
    w->level->later_count++;
    wait->work_s = calendar_work(c, before, at);
    if (w->desk->pass.floor[node] != w->desk->base[node]) {
        wait->reason = LEVEL_TEAM;
        if (!find_holder(w, node, false, wait))
            find_holder(w, node, true, wait);
    } else if (is_kept(w, node)) {
        wait->reason = LEVEL_KEPT;
    } else if (w->desk->dates.driver[node] != UINT32_MAX) {
        wait->reason = LEVEL_FOLLOWS;
        wait->behind = n->links[w->desk->dates.driver[node]].pred;
    } else {
        wait->reason = LEVEL_PAUSED;
        if (at <= before)       /* it lasts longer, on the calendar that knows no pause */
            wait->work_s = calendar_work(w->p->stated->network->calendars[
                                             w->p->stated->network->calendar[node]],
                                         plain->early_finish, w->level->node[node].finish);
        if (w->p->demand_first[node] < w->p->demand_first[node + 1])
            wait->team = w->p->teams[w->p->demands[w->p->demand_first[node]].team].object;
    }
}

/* --- dates ----------------------------------------------------------------------------------- */

/* What takes nobody and may be late stays as late as without capacity, if that moves nothing. */
void level_place_late(struct level_desk *d)
{
    const struct level_problem *p = d->problem;
    const struct network *n = p->net;

    for (uint32_t node = n->node_count; node-- > 0;) {
        const struct schedule_dates *plain = &p->paused->node[node];
        bool free = true;

        if (!(n->flags[node] & NODE_ALAP) || p->demand_first[node] < p->demand_first[node + 1] ||
            n->progress[node] != PROGRESS_NOT_STARTED ||
            plain->early_start <= d->dates.node[node].early_start)
            continue;
        for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++)
            free = free && d->pass.work_start[n->succ_node[k]] >= plain->early_finish;
        if (!free)
            continue;
        d->pass.work_start[node] = d->dates.node[node].early_start = plain->early_start;
        d->dates.node[node].early_finish = plain->early_finish;
    }
}

static void roll_up(struct level *level, const struct network *n, struct arena *owner,
                    struct arena *scratch)
{
    const uint32_t count = n->plan->object_count;
    bool *summary = ARENA_ARRAY(scratch, bool, count + 1);

    level->object = ARENA_ARRAY(owner, struct level_dates, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t node = n->node_of[i];

        level->object[i] = node == NODE_NONE ? (struct level_dates){CIVIL_NONE, CIVIL_NONE}
                                             : level->node[node];
    }
    for (uint32_t i = 0; i < n->summary_count; i++) {
        summary[n->summaries[i]] = true;
        level->object[n->summaries[i]] = (struct level_dates){CIVIL_NONE, CIVIL_NONE};
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct level_dates *its = &level->object[i];

        for (uint32_t up = n->parent[i];
             up != OBJECT_NONE && its->start != CIVIL_NONE && !summary[i]; up = n->parent[up]) {
            struct level_dates *sum = &level->object[up];

            if (sum->start == CIVIL_NONE || its->start < sum->start)
                sum->start = its->start;
            if (sum->finish == CIVIL_NONE || its->finish > sum->finish)
                sum->finish = its->finish;
        }
    }
}

static const struct level_piece *best_piece(const struct level_search *s)
{
    const struct level_piece *best = &s->piece[0];

    for (uint32_t i = 1; i < LEVEL_PIECES; i++)
        if (s->piece[i].best.length < best->best.length)
            best = &s->piece[i];
    return best;
}

/* Dates of a list, with what each task waited for. */
static struct level *make_level(const struct level_problem *p, struct level_desk *desk,
                                const uint32_t *order, struct arena *owner,
                                struct arena *scratch)
{
    const struct network *n = p->net;
    struct level *level = ARENA_NEW(owner, struct level);
    struct waits waits = {.p = p, .level = level, .desk = desk, .owner = owner};

    level->network = n;
    level->plain = p->stated;
    level->problem = p;
    level->pure = p->pure;
    level->finish = level_serial(desk, order);
    level->overload_count = desk->overloads;
    level_place_late(desk);
    level->node = ARENA_ARRAY(owner, struct level_dates, n->node_count + 1);
    level->wait = ARENA_ARRAY(owner, struct level_wait, n->node_count + 1);
    level->work_start = ARENA_ARRAY(owner, int64_t, n->node_count + 1);
    level->start = level->finish;
    for (uint32_t i = 0; i < n->node_count; i++) {
        level->node[i] = (struct level_dates){desk->dates.node[i].early_start,
                                              desk->dates.node[i].early_finish};
        level->work_start[i] = desk->pass.work_start[i];
        level->start = sooner(level->start, level->node[i].start);
    }
    list_users(&waits, scratch);
    for (uint32_t i = 0; i < n->node_count; i++)
        explain(&waits, i);
    roll_up(level, n, owner, scratch);
    return level;
}

/* Keys, the smallest first, as a list. */
static const uint32_t *list_by(const struct level_problem *p, const int64_t *by,
                               struct arena *scratch)
{
    const uint32_t count = p->lists.count;
    int64_t *keys = ARENA_ARRAY(scratch, int64_t, count + 1);
    int64_t *pairs = ARENA_ARRAY(scratch, int64_t, count + 1);
    uint32_t *order = ARENA_ARRAY(scratch, uint32_t, count + 1);

    for (uint32_t k = 0; k < count; k++)
        keys[k] = by[k];
    level_list(p, false, keys, pairs, order);
    return order;
}

/* The teams' own order as a list. */
static const uint32_t *own_list(const struct level_problem *p, struct arena *scratch)
{
    return list_by(p, p->own, scratch);
}

bool level_finish(struct level_search *s, struct arena *owner, struct arena *scratch,
                  const struct level **ret_level, struct diags *out)
{
    const struct level_problem *p = s->problem;
    const struct level_piece *best = best_piece(s);
    struct level_desk *desk = &s->piece[0].desk;
    struct level *level;
    struct level_settled settled;
    int64_t own_finish, held_finish = CIVIL_NONE;

    if (best->best.length == INT64_MAX)
        return diag_error(out, "no-schedule", (struct place){0},
                          "no dates were found that meet capacity and every \"at most\" link");
    own_finish = level_serial(desk, own_list(p, scratch));
    if (s->options.was)
        held_finish = level_serial(desk, list_by(p, s->options.from, scratch));
    settled = (struct level_settled){.order = best->best.order,
                                     .hold = best->held ? s->options.from : NULL};
    if (s->options.was && s->options.schedules > 1)
        level_settle(desk, settled.order, settled.hold, s->options.was,
                     (int64_t)s->options.schedules, scratch, &settled);
    desk->hold = settled.hold;
    level = make_level(p, desk, settled.order, owner, scratch);
    desk->hold = NULL;
    level->first_moved_s = settled.first;
    level->moved_s = settled.moved;
    level->settle_tried = settled.tried;
    level->own_finish = own_finish == INT64_MAX ? CIVIL_NONE : own_finish;
    level->was = s->options.was;
    level->was_finish = s->options.was_finish;
    level->held_finish = held_finish == INT64_MAX ? CIVIL_NONE : held_finish;
    level->lower_bound = s->bound;
    level->schedules_asked = (int64_t)s->options.schedules;
    level->schedules_used = (int64_t)level_used(s);
    *ret_level = level;
    return true;
}

bool level_own(const struct schedule *plain, struct arena *owner, struct arena *scratch,
               const struct level **ret_level, struct diags *out)
{
    const struct level_problem *p;
    struct level_desk desk;
    struct level *level;

    if (!level_problem_new(plain, owner, scratch, &p, out))
        return false;
    level_desk_init(&desk, p, scratch);
    level = make_level(p, &desk, own_list(p, scratch), owner, scratch);
    if (level->finish == INT64_MAX)
        return diag_error(out, "no-schedule", (struct place){0},
                          "the teams' own order does not meet every \"at most\" link");
    level->own_finish = level->lower_bound = level->finish;
    level->was_finish = level->held_finish = CIVIL_NONE;
    *ret_level = level;
    return true;
}

bool level_compute(const struct schedule *plain, const struct level_options *options,
                   struct arena *owner, struct arena *scratch, const struct level **ret_level,
                   struct diags *out)
{
    const struct level_problem *problem;
    struct level_search *s;
    uint32_t pieces;

    if (!level_problem_new(plain, owner, scratch, &problem, out))
        return false;
    s = level_search_new(problem, options, owner, scratch);
    while ((pieces = level_round(s)) > 0)
        for (uint32_t i = 0; i < pieces; i++)
            level_run(s, i);
    return level_finish(s, owner, scratch, ret_level, out);
}
