/* SPDX-License-Identifier: Apache-2.0 */
/* The pure case: profiles in bytes and in words give the same dates, and bounds are never above
 * the best of all lists. */
#include "core/engine/level_problem.h"
#include "tests/unit/schedule_fixture.h"

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

static void check_same(struct test *t, const struct level_problem *p, uint64_t *x)
{
    const uint32_t count = p->lists.count;
    struct pure wide = p->lists;
    struct pure_desk bytes, words;
    int64_t *keys = ARENA_ARRAY(t->arena, int64_t, count + 1);
    int64_t *pairs = ARENA_ARRAY(t->arena, int64_t, count + 1);
    uint32_t *order = ARENA_ARRAY(t->arena, uint32_t, count + 1), differ = 0;

    wide.narrow = false;
    pure_desk_init(&bytes, &p->lists, t->arena);
    pure_desk_init(&words, &wide, t->arena);
    for (int list = 0; list < LISTS; list++) {
        const bool backward = list % 2 == 1;

        for (uint32_t i = 0; i < count; i++)
            keys[i] = below(x, 1000);
        level_list(p, backward, keys, pairs, order);
        CHECK_EQ(pure_serial(&bytes, backward, order), pure_serial(&words, backward, order));
        for (uint32_t i = 0; i < count; i++)
            differ += bytes.start[i] != words.start[i] || bytes.finish[i] != words.finish[i];
    }
    CHECK_EQ(differ, 0);
}

void test_engine__profiles_in_bytes_and_in_words_give_the_same_dates(struct test *t)
{
    uint64_t x = 20261127;

    for (int plan = 0; plan < PLANS; plan++) {
        const struct level_problem *p = random_problem(t, TASKS, TEAMS, &x);

        if (!p)
            return;
        CHECK(p->pure && p->lists.narrow);
        if (p->pure && p->lists.narrow)
            check_same(t, p, &x);
    }
}

/* The shortest of all lists, which hold a best schedule (Kolisch 1996). */
static int32_t shortest(struct test *t, const struct level_problem *p)
{
    const uint32_t count = p->lists.count;
    int64_t *keys = ARENA_ARRAY(t->arena, int64_t, count + 1);
    int64_t *pairs = ARENA_ARRAY(t->arena, int64_t, count + 1);
    uint32_t *order = ARENA_ARRAY(t->arena, uint32_t, count + 1), lists = 1;
    int32_t best = INT32_MAX;
    struct pure_desk desk;

    pure_desk_init(&desk, &p->lists, t->arena);
    for (uint32_t i = 2; i <= count; i++)
        lists *= i;
    for (uint32_t list = 0; list < lists; list++) {
        uint32_t rest = list;
        int32_t slots;

        for (uint32_t i = 0; i < count; i++) {      /* the list-th permutation, by insertion */
            const uint32_t place = rest % (i + 1);

            rest /= i + 1;
            for (uint32_t k = i; k > place; k--)
                order[k] = order[k - 1];
            order[place] = i;
        }
        for (uint32_t i = 0; i < count; i++)
            keys[order[i]] = i;
        level_list(p, false, keys, pairs, order);
        slots = pure_serial(&desk, false, order);
        best = slots < best ? slots : best;
    }
    return best;
}

void test_engine__no_bound_is_above_the_best_of_all_lists(struct test *t)
{
    uint64_t x = 7;
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
