/* SPDX-License-Identifier: Apache-2.0 */
/* level_learn_clause.h - clauses of the search by learning, in one array of words: how many
 * statements, at how many levels, when last used, the next in the lists of the two watched (twice
 * the place of a clause, and which), then the statements. Private to it. */
#ifndef BATON_CORE_ENGINE_LEVEL_LEARN_CLAUSE_H
#define BATON_CORE_ENGINE_LEVEL_LEARN_CLAUSE_H

#include "core/engine/level_learn.h"

enum { CLAUSE_SIZE, CLAUSE_LEVELS, CLAUSE_USED, CLAUSE_NEXT, CLAUSE_HEAD = CLAUSE_NEXT + 2 };

static inline uint32_t clause_size(const struct learn *l, uint32_t ref)
{
    return l->words[ref + CLAUSE_SIZE];
}

static inline struct learn_statement clause_at(const struct learn *l, uint32_t ref, uint32_t i)
{
    const uint32_t *at = &l->words[ref + CLAUSE_HEAD + 2 * i];

    return (struct learn_statement){at[0], (int32_t)at[1]};
}

static inline void clause_put(struct learn *l, uint32_t ref, uint32_t i,
                              struct learn_statement s)
{
    l->words[ref + CLAUSE_HEAD + 2 * i] = s.k;
    l->words[ref + CLAUSE_HEAD + 2 * i + 1] = (uint32_t)s.x;
}

static inline void clause_swap(struct learn *l, uint32_t ref, uint32_t a, uint32_t b)
{
    const struct learn_statement spare = clause_at(l, ref, a);

    clause_put(l, ref, a, clause_at(l, ref, b));
    clause_put(l, ref, b, spare);
}

/* The list of those whose watched statement becomes false when bound k reaches x. */
static inline uint32_t *clause_watched(struct learn *l, uint32_t k, int32_t x)
{
    return &l->watch[(size_t)k * ((uint32_t)l->widest + 2) + (uint32_t)x];
}

static inline uint32_t *clause_next(struct learn *l, uint32_t ref, uint32_t which)
{
    return &l->words[ref + CLAUSE_NEXT + which];
}

static inline void clause_watch(struct learn *l, uint32_t ref, uint32_t which)
{
    const struct learn_statement s = clause_at(l, ref, which);
    uint32_t *list = clause_watched(l, s.k ^ 1, l->horizon - s.x + 1);

    *clause_next(l, ref, which) = *list;
    *list = 2 * ref + which;
}

#endif
