/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "core/engine/level.h"
#include "core/engine/level_moves.h"
#include "core/engine/level_settle.h"
#include "core/plan/capacity.h"
#include "tests/unit/schedule_fixture.h"

static const struct level *level_of(struct test *t, const struct schedule *s,
                                    const int64_t *from, uint64_t schedules)
{
    const struct level_options options = {.seed = 1, .schedules = schedules, .from = from};
    const struct level *level = NULL;

    CHECK(s && level_compute(s, &options, t->arena, t->scratch, &level, t->diags));
    return level;
}

static const struct level *level_from_json(struct test *t, const char *json)
{
    const struct schedule *s = schedule_from_json(t, json);

    return s ? level_of(t, s, NULL, 200) : NULL;
}

static const struct level_dates *levelled(struct test *t, const struct level *l, const char *id)
{
    return &l->object[plan_get(t, l->network->plan, id)->number];
}

static const struct level_wait *wait_of(struct test *t, const struct level *l, const char *id)
{
    return &l->wait[node_named(t, l->network, id)];
}

#define PROGRAM "'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'}"

void test_engine__two_tasks_wait_for_one_person(struct test *t)
{
    const struct level *l = level_from_json(
        t, "{" PROGRAM ", 'teams': {'x': {'capacity': 1}},"
           " 'tasks': {'a': {'team': 'x', 'estimate': '2d'}, 'b': {'team': 'x', 'estimate': '3d'},"
           "           'c': {'estimate': '4d'}, 'd': {'estimate': '1d', 'after': ['b']}}}");

    if (!l)
        return;
    /* b, then d beside a: six days would be one too many. */
    CHECK_EQ(levelled(t, l, "b")->start, at(11, 23, 9));
    CHECK_EQ(levelled(t, l, "a")->start, at(11, 26, 9));
    CHECK_EQ(levelled(t, l, "c")->start, at(11, 23, 9));
    CHECK_EQ(l->finish, at(11, 27, 18));
    CHECK_EQ(l->lower_bound, l->finish);
    CHECK_EQ(wait_of(t, l, "a")->reason, LEVEL_TEAM);
    CHECK_EQ(wait_of(t, l, "a")->behind, node_named(t, l->network, "b"));
    CHECK_EQ(wait_of(t, l, "a")->work_s, 3 * DAY_S);
    CHECK_EQ(wait_of(t, l, "c")->reason, LEVEL_NOT_LATER);
}

void test_engine__a_task_pauses_while_its_team_is_away(struct test *t)
{
    const struct level *l = level_from_json(
        t, "{" PROGRAM ", 'teams': {'x': {'capacity': 1, 'away': {'2026-11-25..2026-11-26': 1}}},"
           " 'tasks': {'a': {'team': 'x', 'estimate': '3d'},"
           "           'b': {'estimate': '1d', 'after': ['a']}}}");

    if (!l)
        return;
    CHECK_EQ(levelled(t, l, "a")->start, at(11, 23, 9));
    CHECK_EQ(levelled(t, l, "a")->finish, at(11, 27, 18));
    CHECK_EQ(levelled(t, l, "b")->finish, at(11, 30, 18));
    CHECK_EQ(wait_of(t, l, "a")->reason, LEVEL_PAUSED);
    CHECK_EQ(wait_of(t, l, "b")->reason, LEVEL_FOLLOWS);
}

void test_engine__work_under_way_keeps_its_people(struct test *t)
{
    const struct level *l = level_from_json(
        t, "{" PROGRAM ", 'teams': {'x': {'capacity': 2}},"
           " 'tasks': {'a': {'team': 'x', 'people': 2, 'estimate': '1d', 'priority': 1},"
           "           'b': {'team': 'x', 'estimate': '9d', 'started': '2026-11-20',"
           "                 'remaining': '2d', 'priority': 9}}}");

    if (!l)
        return;
    CHECK_EQ(levelled(t, l, "b")->finish, at(11, 24, 18));
    CHECK_EQ(levelled(t, l, "a")->start, at(11, 25, 9));
}

void test_engine__a_fixed_date_is_kept_and_counted(struct test *t)
{
    const struct level *l = level_from_json(
        t, "{" PROGRAM ", 'teams': {'x': {'capacity': 1}},"
           " 'tasks': {'a': {'team': 'x', 'estimate': '2d', 'constraint': 'must-start',"
           "                 'constraint_date': '2026-11-24'},"
           "           'b': {'team': 'x', 'estimate': '2d', 'constraint': 'must-start',"
           "                 'constraint_date': '2026-11-25'},"
           "           'c': {'team': 'x', 'estimate': '1d'}}}");

    if (!l)
        return;
    CHECK_EQ(levelled(t, l, "a")->start, at(11, 24, 9));
    CHECK_EQ(levelled(t, l, "b")->start, at(11, 25, 9));
    CHECK_EQ(levelled(t, l, "c")->start, at(11, 23, 9));
    CHECK_EQ(l->overload_count, 1);
}

void test_engine__more_people_than_there_are_is_said(struct test *t)
{
    const struct level *l = level_from_json(
        t, "{" PROGRAM ", 'teams': {'x': {'capacity': 1}},"
           " 'tasks': {'a': {'team': 'x', 'people': 2, 'estimate': '2d'}}}");

    CHECK(l != NULL);
    CHECK(diag_coded(t, "more-than-the-team") != NULL);
}

void test_engine__an_at_most_link_holds_under_capacity(struct test *t)
{
    const struct level *l = level_from_json(
        t, "{" PROGRAM ", 'teams': {'x': {'capacity': 1}},"
           " 'tasks': {'a': {'estimate': '1d'}, 'c': {'team': 'x', 'estimate': '4d'},"
           "           'b': {'team': 'x', 'estimate': '1d',"
           "                 'after': ['a', 'a SS at most +2d', 'c']}}}");

    if (!l)
        return;
    CHECK_EQ(levelled(t, l, "b")->start, at(11, 27, 9));
    CHECK_EQ(levelled(t, l, "a")->start, at(11, 25, 9));
}

/* --- laws on random plans ----------------------------------------------------------------- */

/* Nodes that hold people of a team at an instant, and how many people that is. */
static int64_t taken_at(const struct level *l, uint32_t team, int64_t when)
{
    const struct network *n = l->network;
    int64_t sum = 0;

    for (uint32_t i = 0; i < n->node_count; i++) {
        const struct object *o = n->plan->objects[n->object[i]];
        const int64_t *people = o->kind == KIND_task ? task_get_people(o) : NULL;

        if (n->role[i] == ROLE_TASK && plan_team_of(n->plan, o) &&
            plan_team_of(n->plan, o)->number == team && l->node[i].start <= when &&
            when < l->node[i].finish)
            sum += people ? *people : 1000000;
    }
    return sum;
}

/* What is later than without capacity says for whom it waited, or what it follows; what is not
 * says nothing. */
static void check_explained(struct test *t, const struct level *l)
{
    for (uint32_t i = 0; i < l->network->node_count; i++) {
        const struct level_wait *wait = &l->wait[i];
        const struct schedule_dates *plain = &l->plain->node[i];
        const bool later = l->node[i].start > plain->early_start ||
                           l->node[i].finish > plain->early_finish;

        CHECK_EQ(wait->reason != LEVEL_NOT_LATER, later);
        if (later && wait->reason != LEVEL_KEPT)
            CHECK(wait->behind != NODE_NONE || wait->team != OBJECT_NONE);
        if (wait->reason == LEVEL_FOLLOWS)
            CHECK(l->node[wait->behind].start > l->plain->node[wait->behind].early_start ||
                  l->node[wait->behind].finish > l->plain->node[wait->behind].early_finish);
    }
}

static void check_feasible(struct test *t, const struct level *l)
{
    const struct network *n = l->network;

    for (uint32_t i = 0; i < n->node_count; i++) {
        const struct object *team = plan_team_of(n->plan, n->plan->objects[n->object[i]]);

        for (uint32_t k = n->link_first[i]; k < n->link_first[i + 1]; k++) {
            const struct network_link *link = &n->links[k];

            if (link->type == LINK_FS && link->lag_s >= 0)
                CHECK(l->node[i].start >= l->node[link->pred].finish);
        }
        if (team && n->role[i] == ROLE_TASK && team_states_capacity(team))
            CHECK(taken_at(l, team->number, l->node[i].start) <=
                  team_capacity_on(n->plan, team, civil_day_of(l->node[i].start)));
    }
    CHECK(l->lower_bound <= l->finish);
    CHECK(l->finish <= l->own_finish);
    check_explained(t, l);
}

/* A random plan of `count` tasks in three teams of `people` each; 0: they state no capacity. The
 * links to the task numbered `without` are left out (-1: none). */
static struct str random_plan(struct test *t, uint64_t seed, int count, int people, int without)
{
    struct text out;
    uint64_t x = seed * 2654435761u + 1;

    text_init(&out, t->arena);
    text_add(&out, STR("{" PROGRAM ", 'teams': {"));
    for (int k = 0; k < 3; k++)
        text_addf(&out, people > 0 ? "%s't%d': {'capacity': %d}" : "%s't%d': {}",
                  k ? ", " : "", k, people);
    text_add(&out, STR("}, 'tasks': {"));
    for (int k = 0; k < count; k++) {
        static const char *const types[] = {"", " SS", " FF", " +1d"};
        const char *after = "";

        x = x * 6364136223846793005u + 1442695040888963407u;
        text_addf(&out, "%s'k%d': {'estimate': '%dh'", k ? ", " : "", k, (int)(x >> 33) % 40 + 1);
        if (x >> 40 & 7)
            text_addf(&out, ", 'team': 't%d', 'people': %d", (int)(x >> 43 & 3) % 3,
                      (int)(x >> 46 & 1) + 1);
        text_add(&out, STR(", 'after': ["));
        for (int m = 0; m < 2 && k > 0; m++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            if ((x >> 35 & 3) == 0)
                continue;
            if (k == without)
                break;
            text_addf(&out, "%s'k%d%s'", after, (int)((x >> 37) % (uint64_t)k),
                      types[x >> 61 & 3]);
            after = ", ";
            break;
        }
        text_add(&out, STR("]}"));
    }
    text_add(&out, STR("}}"));
    return text_str(&out);
}

static const struct schedule *random_schedule(struct test *t, uint64_t seed, int count, int people)
{
    const struct str json = random_plan(t, seed, count, people, -1);

    return schedule_from_json(t, str_copy(t->arena, json).ptr);
}

void test_engine__without_limits_the_dates_are_those_without_capacity(struct test *t)
{
    for (unsigned round = 0; round < 20; round++) {
        const uint64_t seed = test_random(t) >> 8;
        const struct schedule *s = random_schedule(t, seed, 40, 100);
        const struct level *l = s ? level_of(t, s, NULL, 20) : NULL;

        for (uint32_t i = 0; l && i < s->network->node_count; i++) {
            CHECK_EQ(l->node[i].start, s->node[i].early_start);
            CHECK_EQ(l->node[i].finish, s->node[i].early_finish);
        }
    }
}

void test_engine__schedules_under_capacity_are_feasible_and_above_their_bound(struct test *t)
{
    for (unsigned round = 0; round < 20; round++) {
        const uint64_t seed = test_random(t) >> 8;
        const struct schedule *s = random_schedule(t, seed, 40, 2 + (int)(seed % 3));
        const struct level *l = s ? level_of(t, s, NULL, 300) : NULL;

        if (l)
            check_feasible(t, l);
    }
}

/* But for one list at the least, which there must be. */
void test_engine__no_more_schedules_are_used_than_asked(struct test *t)
{
    static const uint64_t asked[] = {1, 2, 7, 25, 60, 300, 2000};

    for (unsigned round = 0; round < 20; round++) {
        const uint64_t seed = test_random(t) >> 8;
        const struct schedule *s = random_schedule(t, seed, 40, 2 + (int)(seed % 3));

        for (size_t k = 0; s && k < sizeof(asked) / sizeof(asked[0]); k++) {
            const struct level *l = level_of(t, s, NULL, asked[k]);

            CHECK(l && l->schedules_used >= 1 && l->schedules_used <= (int64_t)asked[k]);
        }
    }
}

void test_engine__more_people_never_lengthen_an_old_schedule(struct test *t)
{
    for (unsigned round = 0; round < 20; round++) {
        const uint64_t seed = test_random(t) >> 8;
        const struct schedule *few = random_schedule(t, seed, 40, 2);
        const struct schedule *more = random_schedule(t, seed, 40, 3);
        const struct level *l = few && more ? level_of(t, few, NULL, 200) : NULL;
        int64_t *from;
        const struct level *m;

        if (!l)
            continue;
        from = ARENA_ARRAY(t->arena, int64_t, more->network->node_count + 1);
        for (uint32_t i = 0; i < more->network->node_count; i++)
            from[i] = l->node[i].start;
        m = level_of(t, more, from, 1);
        CHECK(m && m->finish <= l->finish);
    }
}

void test_engine__a_link_removed_never_lengthens_an_old_schedule(struct test *t)
{
    int shorter = 0;

    for (unsigned round = 0; round < 40 || (shorter == 0 && round < 400); round++) {
        const uint64_t seed = test_random(t) >> 8;
        const int without = 5 + (int)(seed % 35);
        const struct str json = random_plan(t, seed, 40, 2, without);
        const struct schedule *all = random_schedule(t, seed, 40, 2);
        const struct schedule *fewer = schedule_from_json(t, str_copy(t->arena, json).ptr);
        const struct level *l = all && fewer ? level_of(t, all, NULL, 50) : NULL;
        int64_t *from;
        const struct level *m;

        if (!l)
            continue;
        from = ARENA_ARRAY(t->arena, int64_t, fewer->network->node_count + 1);
        for (uint32_t i = 0; i < all->network->node_count; i++) {
            const uint32_t object = all->network->object[i];

            from[fewer->network->node_of[object]] = l->node[i].start;
        }
        m = level_of(t, fewer, from, 1);
        CHECK(m && m->finish <= l->finish);
        shorter += m && m->finish < l->finish;
    }
    CHECK(shorter > 0);
}

/* --- an old schedule, and little to tell -------------------------------------------------- */

static const struct level *settled_of(struct test *t, const struct schedule *s,
                                      const int64_t *was, bool settle, uint64_t schedules)
{
    struct level_options options = {.seed = 1, .schedules = schedules, .from = was,
                                    .was = settle ? was : NULL};
    const struct level *level = NULL;

    options.was_finish = CIVIL_NONE;
    CHECK(level_compute(s, &options, t->arena, t->scratch, &level, t->diags));
    return level;
}

static double moved_of(const struct level *l, const int64_t *was)
{
    double sum = 0;

    for (uint32_t i = 0; i < l->network->node_count; i++)
        sum += level_node_moved(l->network, i, was[i], l->node[i].start);
    return sum;
}

/* One person. By the old schedule a goes first, then b, d, e; what follows b takes ten days, so b
 * first saves three of them. Then a can wait for b alone, and d and e stay where they were: three
 * days of b and two of a. */
void test_engine__of_one_finish_the_order_that_moves_least_is_taken(struct test *t)
{
    const struct schedule *s = schedule_from_json(
        t, "{" PROGRAM ", 'teams': {'x': {'capacity': 1}}, 'tasks': {"
           "'a': {'team': 'x', 'estimate': '3d'}, 'b': {'team': 'x', 'estimate': '2d'},"
           "'d': {'team': 'x', 'estimate': '1d'}, 'e': {'team': 'x', 'estimate': '1d'},"
           "'tail': {'estimate': '10d', 'after': ['b']}}}");
    static const struct {
        const char *id;
        int day;
    } old[] = {{"a", 23}, {"b", 26}, {"d", 30}, {"e", 31}, {"tail", 30}};
    int64_t *was;
    const struct level *l;

    if (!s)
        return;
    was = ARENA_ARRAY(t->arena, int64_t, s->network->node_count + 1);
    for (uint32_t i = 0; i < 5; i++)
        was[node_named(t, s->network, old[i].id)] =
            old[i].day == 31 ? at(12, 1, 9) : at(11, old[i].day, 9);
    l = settled_of(t, s, was, true, 200);
    if (!l)
        return;
    CHECK_EQ(levelled(t, l, "b")->start, at(11, 23, 9));
    CHECK_EQ(levelled(t, l, "a")->start, at(11, 25, 9));
    CHECK_EQ(levelled(t, l, "d")->start, at(11, 30, 9));
    CHECK_EQ(levelled(t, l, "e")->start, at(12, 1, 9));
    /* tail follows b, three days sooner. */
    CHECK_EQ((int64_t)l->moved_s, (3 + 2 + 3) * DAY_S);
    CHECK_EQ((int64_t)l->moved_s, (int64_t)moved_of(l, was));
}

/* More people, or a link less: a search from the old schedule that also looks for few moves ends
 * no later than one that does not, moves no more than the first of that finish, and keeps all
 * rules. */
void test_engine__settling_never_moves_more_and_never_ends_later(struct test *t)
{
    unsigned fewer = 0;

    for (unsigned round = 0; round < 24; round++) {
        const uint64_t seed = test_random(t) >> 8;
        const struct schedule *old = random_schedule(t, seed, 40, 2);
        const struct str json = random_plan(t, seed, 40, 2 + (int)(seed % 2), 7 + (int)(seed % 30));
        const struct schedule *now = schedule_from_json(t, str_copy(t->arena, json).ptr);
        const struct level *l = old && now ? level_of(t, old, NULL, 60) : NULL;
        const struct level *first, *m;
        int64_t *was;

        if (!l)
            continue;
        was = ARENA_ARRAY(t->arena, int64_t, now->network->node_count + 1);
        for (uint32_t i = 0; i < old->network->node_count; i++)
            was[now->network->node_of[old->network->object[i]]] = l->node[i].start;
        first = settled_of(t, now, was, false, 200);
        m = settled_of(t, now, was, true, 200);
        if (!first || !m)
            return;
        check_feasible(t, m);
        CHECK(m->finish <= first->finish && m->moved_s <= m->first_moved_s);
        CHECK_EQ((int64_t)m->first_moved_s, (int64_t)moved_of(first, was));
        CHECK_EQ((int64_t)m->moved_s, (int64_t)moved_of(m, was));
        fewer += m->moved_s < m->first_moved_s;
    }
    CHECK(fewer > 0);
}

void test_engine__a_task_that_takes_nobody_moves_only_with_what_it_follows(struct test *t)
{
    unsigned linked = 0;

    for (unsigned round = 0; round < 20 || (linked == 0 && round < 200); round++) {
        const uint64_t seed = test_random(t) >> 8;
        const struct schedule *s = random_schedule(t, seed, 40, 2);
        const struct level *l = s ? level_of(t, s, NULL, 100) : NULL;

        bool *alone = ARENA_ARRAY(t->arena, bool, s ? s->network->node_count + 1 : 1);

        for (uint32_t i = 0; l && i < s->network->node_count; i++) {
            const struct network *n = s->network;

            alone[i] = n->team[i] == OBJECT_NONE;
            if (alone[i])
                CHECK(l->wait[i].reason != LEVEL_TEAM);
            for (uint32_t k = n->link_first[i]; k < n->link_first[i + 1]; k++)
                alone[i] = alone[i] && alone[n->links[k].pred];
            if (!alone[i])
                continue;
            CHECK_EQ(l->node[i].start, s->node[i].early_start);
            CHECK_EQ(l->node[i].finish, s->node[i].early_finish);
            linked += n->link_first[i] < n->link_first[i + 1];
        }
    }
    CHECK(linked > 0);
}

void test_engine__the_same_seed_gives_the_same_dates(struct test *t)
{
    const struct schedule *s = random_schedule(t, test_random(t) >> 8, 60, 2);
    const struct level *a = s ? level_of(t, s, NULL, 500) : NULL;
    const struct level *b = s ? level_of(t, s, NULL, 500) : NULL;

    for (uint32_t i = 0; a && b && i < s->network->node_count; i++)
        CHECK_EQ(a->node[i].start, b->node[i].start);
}

/* --- what re-sequencing would buy ------------------------------------------------------------- */

static const struct level_reach *moves_of(struct test *t, const struct level *l,
                                          uint32_t *ret_count)
{
    return level_moves(l, t->arena, t->scratch, ret_count);
}

void test_engine__the_move_that_buys_most_is_found(struct test *t)
{
    /* One person; a (5 d), then c (1 d), then b (2 d), which no promise needs; the first promise
     * needs c alone, and with it ahead of a the other one is met a day later. */
    const struct level *l = level_from_json(
        t, "{" PROGRAM ", 'teams': {'x': {'capacity': 1}}, 'tasks': {"
           " 'a': {'team': 'x', 'estimate': '5d', 'priority': 1},"
           " 'b': {'team': 'x', 'estimate': '2d', 'priority': 2},"
           " 'c': {'team': 'x', 'estimate': '1d', 'priority': 3}},"
           " 'milestones': {'m': {'after': ['c']}, 'n': {'after': ['a']}},"
           " 'commitments': {'p1': {'milestone': 'm', 'date': '2026-12-30'},"
           "                 'p2': {'milestone': 'n', 'date': '2026-12-30'}}}");
    const struct level_reach *r;
    uint32_t count;

    if (!l)
        return;
    r = moves_of(t, l, &count);
    CHECK_EQ(count, 2);
    CHECK_EQ(r[0].own, at(11, 30, 18));        /* b serves nobody */
    CHECK_EQ(r[0].finish, at(11, 23, 18));
    CHECK_EQ(r[0].least, r[0].finish);
    CHECK_EQ(r[0].move_count, 1);
    CHECK_EQ(r[0].moves[0].node, node_named(t, l->network, "c"));
    CHECK_EQ(r[0].moves[0].ahead_of, node_named(t, l->network, "a"));
    CHECK_EQ(r[0].worse, plan_get(t, l->network->plan, "p2")->number);
    CHECK_EQ(r[0].worse_finish, at(11, 30, 18));
    CHECK_EQ(r[1].move_count, 0);
}

/* What a move promises is what the plan with `ahead_of` stated gives. */
void test_engine__a_move_is_what_ahead_of_does(struct test *t)
{
    unsigned tried = 0;

    for (int i = 0; i < 40; i++) {
        struct text json;
        const struct level *l, *m;
        const struct level_reach *r;
        uint32_t count, node = 0, ahead = 0;
        int64_t said = 0;

        for (int with = 0; with < 2; with++) {
            const uint64_t place = test_random_place(t);

            text_init(&json, t->arena);
            text_addf(&json, "{" PROGRAM ", 'teams': {'x': {'capacity': 2}}, 'tasks': {");
            for (unsigned k = 0; k < 12; k++) {
                text_addf(&json, "%s'a%u': {'team': 'x', 'estimate': '%ud', 'people': %u",
                          k > 0 ? ", " : "", k, 1 + (unsigned)test_random_below(t, 5),
                          1 + (unsigned)test_random_below(t, 2));
                if (k > 1 && test_random_below(t, 2))
                    text_addf(&json, ", 'after': ['a%u']", (unsigned)test_random_below(t, k));
                if (with && k == node)
                    text_addf(&json, ", 'ahead_of': ['a%u']", ahead);
                text_addf(&json, "}");
            }
            text_addf(&json, "}, 'milestones': {'m': {'after': ['a11']}, 'n': {'after': ['a10']}},"
                             " 'commitments': {"
                             "'p1': {'milestone': 'm', 'date': '2026-12-30', 'rank': 2},"
                             "'p2': {'milestone': 'n', 'date': '2026-12-30', 'rank': 1}}}");
            text_add_char(&json, '\0');
            if (with) {
                m = level_from_json(t, json.ptr);
                r = m ? moves_of(t, m, &count) : NULL;
                CHECK(r && count == 2);
                if (r)
                    CHECK_EQ(r[0].own, said);
                break;
            }
            l = level_from_json(t, json.ptr);
            r = l ? moves_of(t, l, &count) : NULL;
            if (!r || r[0].move_count == 0)
                break;
            tried++;
            said = r[0].moves[0].finish;
            CHECK(said < r[0].own && said >= r[0].least);
            node = (uint32_t)strtoul(
                l->network->plan->objects[l->network->object[r[0].moves[0].node]]->id.ptr + 1, NULL,
                10);
            ahead = (uint32_t)strtoul(
                l->network->plan->objects[l->network->object[r[0].moves[0].ahead_of]]->id.ptr + 1,
                NULL, 10);
            test_random_go(t, place);
        }
    }
    CHECK(tried > 5);
}
