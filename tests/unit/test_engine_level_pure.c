/* SPDX-License-Identifier: Apache-2.0 */
/* The pure case: profiles in lanes, bytes and words give the same dates, and bounds are never above
 * the best of all lists. */
#include "tests/unit/level_fixture.h"

enum { PLANS = 30, LISTS = 40, TASKS = 70, FEW = 6, TEAMS = 5 };

static uint32_t below(uint64_t *state, uint32_t limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % limit);
}

/* Finish to start links alone, one calendar; NULL after a failed check. */
static const struct level_problem *random_problem(struct test *t, uint32_t tasks, uint32_t teams,
                                                  uint64_t *x)
{
    const struct level_problem *p = NULL;
    const struct schedule *s;
    struct text out;

    text_init(&out, t->arena);
    text_add(&out, STR("{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
                       " 'teams': {"));
    for (int k = 0; k < (int)teams; k++)
        text_addf(&out, "%s't%d': {'capacity': %u}", k ? ", " : "", k, below(x, 8) + 4);
    text_add(&out, STR("}, 'tasks': {"));
    for (uint32_t k = 0; k < tasks; k++) {
        text_addf(&out, "%s'k%u': {'estimate': '%uh', 'team': 't%u', 'people': %u",
                  k ? ", " : "", k, below(x, 32) + 1, below(x, teams), below(x, 4) + 1);
        if (k > 1 && below(x, 4) > 0)
            text_addf(&out, ", 'after': ['k%u', 'k%u']", below(x, k / 2),
                      k / 2 + below(x, k - k / 2));
        text_add(&out, STR("}"));
    }
    text_add(&out, STR("}}"));
    s = schedule_from_json(t, str_copy(t->arena, text_str(&out)).ptr);
    CHECK(s && level_problem_new(s, t->arena, t->scratch, &p, t->diags));
    return p;
}

/* Lanes of the base width; wider ones are compared as whole schedules by tests/oracle. */
static void check_same(struct test *t, const struct level_problem *p, uint64_t *x)
{
    const uint32_t count = p->lists.count;
    struct pure kind[3] = {p->lists, p->lists, p->lists};
    struct pure_desk desk[3];
    int64_t *keys = ARENA_ARRAY(t->arena, int64_t, count + 1);
    int64_t *pairs = ARENA_ARRAY(t->arena, int64_t, count + 1);
    uint32_t *order = ARENA_ARRAY(t->arena, uint32_t, count + 1), differ = 0;

    kind[0].narrow = kind[0].laned = kind[1].laned = false;
    for (int k = 0; k < 3; k++)
        pure_desk_init(&desk[k], &kind[k], 0, t->arena);
    for (int list = 0; list < LISTS; list++) {
        const bool backward = list % 2 == 1;
        int32_t slots;

        for (uint32_t i = 0; i < count; i++)
            keys[i] = below(x, 1000);
        level_list(p, backward, keys, pairs, order);
        slots = pure_serial(&desk[0], backward, order, PURE_CUT);
        for (int k = 1; k < 3; k++) {
            CHECK_EQ(pure_serial(&desk[k], backward, order, PURE_CUT), slots);
            for (uint32_t i = 0; i < count; i++)
                differ += desk[k].start[i] != desk[0].start[i] ||
                          desk[k].finish[i] != desk[0].finish[i];
        }
        for (int k = 0; k < 3; k++) {       /* given up where it is as long, and only there */
            CHECK_EQ(pure_serial(&desk[k], backward, order, slots), PURE_CUT);
            CHECK_EQ(pure_serial(&desk[k], backward, order, slots + 1), slots);
        }
    }
    CHECK_EQ(differ, 0);
}

void test_engine__profiles_in_lanes_bytes_and_words_give_the_same_dates(struct test *t)
{
    uint64_t x = test_random(t);

    for (int plan = 0; plan < PLANS; plan++) {
        const uint32_t teams = 2 + (uint32_t)plan % 4;
        const struct level_problem *p = random_problem(t, TASKS, teams, &x);

        if (!p)
            return;
        CHECK(p->pure && p->lists.narrow && p->lists.laned == (teams <= PURE_LANE_TEAMS));
        if (p->pure && p->lists.narrow)
            check_same(t, p, &x);
    }
}

/* Parallel generation: links and capacity hold, and it can be justified. */
static void check_parallel(struct test *t, const struct level_problem *p, uint64_t *x)
{
    const struct pure *q = &p->lists;
    int64_t *keys = ARENA_ARRAY(t->arena, int64_t, q->count + 1);
    int64_t *pairs = ARENA_ARRAY(t->arena, int64_t, q->count + 1);
    uint32_t *order = ARENA_ARRAY(t->arena, uint32_t, q->count + 1), wrong = 0;
    struct pure_desk desk;

    pure_desk_init(&desk, q, 0, t->arena);
    for (uint32_t i = 0; i < q->count; i++)
        keys[i] = below(x, 1000);
    level_list(p, false, keys, pairs, order);
    pure_parallel(&desk, order);
    CHECK_EQ(desk.placed, q->count);
    for (uint32_t i = 0; i < q->count; i++) {
        int64_t taken[TEAMS + 1] = {0};

        for (uint32_t k = q->before[0].first[i]; k < q->before[0].first[i + 1]; k++)
            wrong += desk.finish[q->before[0].other[k]] > desk.start[i];
        for (uint32_t other = 0; other < q->count; other++)
            for (uint32_t k = p->demand_first[other]; k < p->demand_first[other + 1]; k++)
                if (desk.start[other] <= desk.start[i] && desk.start[i] < desk.finish[other])
                    taken[p->demands[k].team] += p->demands[k].micro;
        for (uint32_t team = 0; team < p->team_count; team++)
            wrong += taken[team] > p->teams[team].micro[0];
    }
    CHECK_EQ(wrong, 0);
    /* Read as a list for time running backward it is never longer. */
    {
        const int32_t filled = desk.filled;

        pure_turned(&desk, false, order);
        CHECK(pure_serial(&desk, true, order, PURE_CUT) <= filled);
    }
}

void test_engine__parallel_generation_keeps_links_and_capacity(struct test *t)
{
    uint64_t x = test_random(t);

    for (int plan = 0; plan < PLANS; plan++) {
        const struct level_problem *p = random_problem(t, TASKS, TEAMS, &x);

        if (p && p->pure)
            check_parallel(t, p, &x);
    }
}

void test_engine__no_bound_is_above_the_best_of_all_lists(struct test *t)
{
    uint64_t x = test_random(t);
    int met = 0;

    for (int plan = 0; plan < PLANS * 4; plan++) {
        const struct level_problem *p = random_problem(t, FEW, 1 + (uint32_t)plan % 3, &x);
        struct level_options options = {.seed = 1, .schedules = 300};
        const struct level *level = NULL;
        int64_t start, best, bound;

        if (!p || !p->pure)
            continue;
        CHECK(level_compute(p->stated, &options, t->arena, t->scratch, &level, t->diags));
        if (!level)
            return;
        start = level->start;
        bound = calendar_work(p->net->plan->calendar, start, level->lower_bound);
        best = shortest(t, p) * p->slot_s;
        CHECK(bound <= best);
        CHECK_EQ(calendar_work(p->net->plan->calendar, start, level->finish), best);
        CHECK(level->schedules_used <= level->schedules_asked);
        met += bound == best;
    }
    CHECK(met >= PLANS * 4 * 9 / 10);
}

void test_engine__a_bound_sees_that_two_cannot_work_at_once(struct test *t)
{
    const struct level_options options = {.seed = 1, .schedules = 10};
    const struct schedule *s = schedule_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
           " 'teams': {'x': {'capacity': 3}}, 'tasks': {"
           " 'a': {'team': 'x', 'people': 2, 'estimate': '1d'},"
           " 'b': {'team': 'x', 'people': 2, 'estimate': '2d'},"
           " 'c': {'team': 'x', 'people': 2, 'estimate': '2d'}}}");
    const struct level *level = NULL;

    CHECK(s && level_compute(s, &options, t->arena, t->scratch, &level, t->diags));
    /* Ten person-days of three people are four days; but no two have room beside each other. */
    CHECK(level && level->finish == at(11, 27, 18));
    CHECK(level && level->lower_bound == level->finish);
}
