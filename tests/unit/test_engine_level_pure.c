/* SPDX-License-Identifier: Apache-2.0 */
/* Profiles of the pure case, in bytes and in words: the same dates from the same lists. */
#include "core/engine/level_problem.h"
#include "tests/unit/schedule_fixture.h"

enum { PLANS = 30, LISTS = 40, TASKS = 70, TEAMS = 5 };

static uint32_t below(uint64_t *state, uint32_t limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % limit);
}

/* Finish to start links alone, one calendar; NULL after a failed check. */
static const struct level_problem *random_problem(struct test *t, uint64_t *x)
{
    const struct level_problem *p = NULL;
    const struct schedule *s;
    struct text out;

    text_init(&out, t->arena);
    text_add(&out, STR("{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
                       " 'teams': {"));
    for (int k = 0; k < TEAMS; k++)
        text_addf(&out, "%s't%d': {'capacity': %u}", k ? ", " : "", k, below(x, 8) + 4);
    text_add(&out, STR("}, 'tasks': {"));
    for (uint32_t k = 0; k < TASKS; k++) {
        text_addf(&out, "%s'k%u': {'estimate': '%uh', 'team': 't%u', 'people': %u",
                  k ? ", " : "", k, below(x, 32) + 1, below(x, TEAMS), below(x, 4) + 1);
        if (k > 4 && below(x, 4) > 0)
            text_addf(&out, ", 'after': ['k%u', 'k%u']", below(x, k / 2), k / 2 + below(x, k / 2));
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
        const struct level_problem *p = random_problem(t, &x);

        if (!p)
            return;
        CHECK(p->pure && p->lists.narrow);
        if (p->pure && p->lists.narrow)
            check_same(t, p, &x);
    }
}
