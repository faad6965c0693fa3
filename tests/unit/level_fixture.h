/* SPDX-License-Identifier: Apache-2.0 */
/* level_fixture.h - small levelling problems by brute force, which judges every search. */
#ifndef BATON_TESTS_UNIT_LEVEL_FIXTURE_H
#define BATON_TESTS_UNIT_LEVEL_FIXTURE_H

#include "core/engine/level_problem.h"
#include "tests/unit/schedule_fixture.h"

/* The list-th permutation of count numbers, by insertion. */
static inline void permute(uint32_t list, uint32_t count, uint32_t *order)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t place = list % (i + 1);

        list /= i + 1;
        for (uint32_t k = i; k > place; k--)
            order[k] = order[k - 1];
        order[place] = i;
    }
}

/* The shortest of all lists, which hold a best schedule (Kolisch 1996). */
static inline int32_t shortest(struct test *t, const struct level_problem *p)
{
    const uint32_t count = p->lists.count;
    int64_t *keys = ARENA_ARRAY(t->arena, int64_t, count + 1);
    int64_t *pairs = ARENA_ARRAY(t->arena, int64_t, count + 1);
    uint32_t *order = ARENA_ARRAY(t->arena, uint32_t, count + 1), lists = 1;
    int32_t best = INT32_MAX;
    struct pure_desk desk;

    pure_desk_init(&desk, &p->lists, 0, t->arena);
    for (uint32_t i = 2; i <= count; i++)
        lists *= i;
    for (uint32_t list = 0; list < lists; list++) {
        int32_t slots;

        permute(list, count, order);
        for (uint32_t i = 0; i < count; i++)
            keys[order[i]] = i;
        level_list(p, false, keys, pairs, order);
        slots = pure_serial(&desk, false, order, PURE_CUT);
        best = slots < best ? slots : best;
    }
    return best;
}

#endif
