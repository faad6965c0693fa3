/* SPDX-License-Identifier: Apache-2.0 */
/* level_search.h - the population search. Private to levelling. */
#ifndef BATON_CORE_ENGINE_LEVEL_SEARCH_H
#define BATON_CORE_ENGINE_LEVEL_SEARCH_H

#include "core/engine/level_problem.h"

struct learn;
struct learn_statement;

enum {
    LEVEL_POPULATION_LAST = 5,      /* lists, each way: when schedules run out */
    LEVEL_POPULATION_LEAST = 12,    /* at first */
    LEVEL_POPULATION_MOST = 9600
};

struct level_list_item {
    uint32_t *order;            /* [count]: a list for the direction of its population */
    int32_t *at;                /* [count] slots where each begins; NULL but in the pure case */
    uint64_t digest;            /* of the order */
    int64_t length;             /* of the schedule that it was read from; INT64_MAX: none */
};

/* What one thread works with. */
struct level_piece {
    const struct level_problem *problem;
    struct pure_desk pure;
    struct level_desk desk;
    uint64_t seed;
    uint32_t number, drawn, words_left;
    uint32_t words[4];
    struct level_list_item best;        /* a list of time running forward */
    bool held;                  /* the best is the old schedule, each held at its old start */
    uint32_t *order;            /* [count] the list at work */
    bool *taken;                /* [count] */
    int64_t *keys, *pairs;      /* [count] */
    uint64_t placed;            /* activities: `count` of them are a schedule */
    int64_t share;              /* general case: schedules of the round that are left to it */
};

enum level_stage { LEVEL_FILL, LEVEL_TURN, LEVEL_BREED, LEVEL_PROVE };

struct level_search {
    const struct level_problem *problem;
    struct level_options options;
    int64_t lower_bound;        /* as the lengths of lists are counted */
    int64_t bound;              /* the same as a date */
    struct level_piece piece[LEVEL_PIECES];
    int64_t *rules[LEVEL_RULES];        /* keys */
    struct level_list_item *items[2];   /* [population] by direction: 1 is backward */
    struct level_list_item *kids;       /* [population] */
    uint32_t population, first_population;
    uint32_t restarts;
    enum level_stage stage;
    uint32_t from, to;          /* lists of the stage that the round tries */
    bool backward;              /* of the population whose lists are tried */
    int32_t limit;              /* slots: who takes as many is given up */
    int64_t used, began;        /* schedules; those used when the population began */
    int64_t breeding;           /* schedules for the population; the others prove */
    struct learn *learn;        /* NULL: nothing is proved */
    bool proving, ended;        /* begun; nothing is left to ask with */
    uint64_t whole, on_whole;   /* activities to place on the plan as a whole, before windows */
    uint32_t window;            /* tasks */
    int32_t *early, *late;      /* [count] slots: where the best schedule has each */
    int64_t placed_for;         /* the length for which they are */
    struct learn_statement *supposed;   /* [count] */
    uint32_t *bucket;           /* [twice the slots] */
};

/* level_search.c: another piece's best becomes its own; the list at work is tried, forward. */
void level_take_best(struct level_piece *i, const struct level_piece *from);
void level_try_best(struct level_piece *i);
uint32_t level_below(struct level_piece *i, uint32_t limit);

/* level_prove.c: on the first piece. */
void level_prove_init(struct level_search *s, struct arena *owner, struct arena *scratch);
bool level_prove_is_next(const struct level_search *s);
void level_prove(struct level_search *s);

#endif
