/* SPDX-License-Identifier: Apache-2.0 */
/* level_search.h - the population search. Private to levelling. */
#ifndef BATON_CORE_ENGINE_LEVEL_SEARCH_H
#define BATON_CORE_ENGINE_LEVEL_SEARCH_H

#include "core/engine/level_problem.h"

enum {
    LEVEL_POPULATION_LEAST = 12,    /* lists, each way */
    LEVEL_POPULATION_MOST = 600
};

struct level_list_item {
    uint32_t *order;            /* [count]: a list for the direction of its population */
    int32_t *at;                /* [count] slots where each begins; NULL but in the pure case */
    int64_t length;             /* of the schedule that it was read from */
};

struct level_island {
    const struct level_problem *problem;
    const struct level_options *options;
    struct pure_desk pure;
    struct level_desk desk;
    uint64_t seed;
    uint32_t number, drawn, words_left;
    uint32_t words[4];
    uint32_t population;
    struct level_list_item *items[2];   /* [population] by direction: 1 is backward */
    struct level_list_item *kids;       /* [population] */
    struct level_list_item best;        /* a list of time running forward */
    uint32_t *order;            /* [count] the list at work */
    bool *taken;                /* [count] */
    int64_t *keys, *pairs;      /* [count] */
    uint32_t filled;            /* of the first populations */
    uint32_t restarts;
    bool backward;              /* of the population whose lists are tried next */
    int64_t used, budget;       /* schedules */
    int64_t own_length;         /* of the teams' own order, on the first island */
};

struct level_search {
    const struct level_problem *problem;
    struct level_options options;
    int64_t lower_bound;        /* as the lengths of lists are counted */
    int64_t bound;              /* the same as a date */
    struct level_island islands[LEVEL_ISLANDS];
    int64_t *rules[LEVEL_RULES];        /* keys */
    uint32_t pieces;            /* islands at work */
    int64_t used;
};

void level_island_init(struct level_island *i, struct level_search *s, uint32_t number,
                       struct arena *owner);
/* Until its budget is used up or the lower bound is reached. */
void level_island_run(struct level_island *i, const struct level_search *s);

#endif
