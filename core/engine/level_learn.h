/* SPDX-License-Identifier: Apache-2.0 */
/* level_learn.h - search by learning, in the pure case: is there a schedule of so many slots?
 * Private to levelling.
 *
 * Each activity has an earliest and a latest start. Both are bounds that only grow: bound 2 v is
 * the earliest start of v, bound 2 v + 1 what the latest lies below `horizon`. A *statement* is
 * "bound k is at least x"; its contrary is "bound k ^ 1 is at least horizon - x + 1". A choice
 * states one, links, pairs and profiles state what follows, and each keeps what it follows from.
 * Where that fails, what it failed for becomes a clause (one of these statements is wrong), which
 * holds for ever, and the search goes back to where that clause says something new.
 *
 * Sources: lazy clause generation (Ohrimenko, Stuckey and Codish 2009) for this problem: Schutt,
 * Feydy, Stuckey and Wallace 2011. Bounds instead of Boolean variables, as solvers do today.
 */
#ifndef BATON_CORE_ENGINE_LEVEL_LEARN_H
#define BATON_CORE_ENGINE_LEVEL_LEARN_H

#include "core/engine/level_problem.h"

enum {
    LEARN_TASKS_MOST = 400,
    LEARN_CELLS_MOST = 400000,          /* tasks times slots */
    LEARN_TRAIL_MOST = 1 << 17,
    LEARN_PREMISES = 1 << 17            /* kept with what is stated */
};

struct learn_statement {
    uint32_t k;
    int32_t x;
};

enum learn_why { LEARN_CHOICE, LEARN_LINK, LEARN_ORDER, LEARN_SET, LEARN_CLAUSE };

struct learn_entry {            /* of the trail: a bound that grew */
    uint32_t k;
    int32_t old, now;
    uint32_t level, before;     /* the entry of the same bound before it */
    uint8_t why;                /* enum learn_why */
    uint32_t ref;               /* the bound linked from; first premise; or clause */
    int32_t gap;                /* of links and orders */
};

struct learn_edge {             /* bound `to` is at least ours + gap */
    uint32_t to;
    int32_t gap;
};

struct learn_user {
    uint32_t activity;
    int64_t need;
    int32_t duration;
    int32_t from, to;           /* where it surely runs, as it was last summed up */
};

struct learn_grown {            /* slots where more is taken than when all users were looked at */
    int32_t from, to;
};

struct learn {
    const struct pure *q;
    uint32_t count;             /* activities; the last is the end of all */
    uint32_t bounds;            /* 2 count */
    int32_t horizon, widest;    /* widest: for which memory was taken */
    int32_t *duration;          /* [count] */
    int32_t *bound, *ground;    /* [bounds]: now, and without any choice */
    uint32_t *edge_first;       /* [bounds + 1] */
    struct learn_edge *edges;
    uint32_t *apart_first, *apart;      /* [count + 1]: who cannot run while it does */
    /* teams */
    uint32_t team_count;
    uint32_t *user_first;       /* [team_count + 1] */
    struct learn_user *users;
    int64_t *capacity;          /* [team_count] */
    uint32_t *team_of_first, *team_of;  /* [count + 1] */
    uint32_t *user_of;          /* beside team_of: which of its users */
    uint64_t *moved;            /* [team_count][moved_words] bits: users to be looked at */
    uint32_t moved_words;
    bool *stale;                /* [team_count] its profile is to be looked at */
    int64_t *sure;              /* [team_count][widest + 2] what users surely take */
    struct learn_grown *grown;  /* [team_count] */
    /* the trail */
    struct learn_entry *trail;
    uint32_t trail_count, trail_most, looked_at;
    uint32_t *last;             /* [bounds] entry, or UINT32_MAX */
    uint32_t level;
    uint32_t *level_trail, *level_premises;     /* [trail_most + 1] where each begins */
    struct learn_statement *premises;
    uint32_t premise_count;
    bool full;                  /* there was no room for premises: to be given up */
    /* clauses: size, levels, last use, next of the first watch, of the second; statements */
    uint32_t *words;
    uint32_t word_count, words_most, clause_count;
    uint32_t *watch;            /* [bounds][widest + 2] by what makes the watched statement false */
    /* conflicts */
    struct learn_statement *conflict;
    uint32_t conflict_count;
    int32_t *needed;            /* [bounds], 0: nothing */
    uint32_t *touched, touched_count;
    bool *is_touched;
    uint32_t *level_mark, mark;
    struct learn_statement *learned;
    /* choice: activities by how often they were in conflicts lately */
    uint64_t *heat;             /* [count][widest + 2] of "starts at x or later" */
    uint64_t warmth;
    uint32_t *heap, *heap_at, heap_count;
    int32_t *phase;             /* [count] the start it had last */
    int32_t *found;             /* [count] starts of the last schedule found */
    uint64_t starts;            /* how often one was determined, or a choice made */
    uint64_t starts_most;       /* given up there, but for what follows at once */
    uint64_t conflicts, choices, reduced_at, restarts, restart_at;
    bool refuted;               /* there is no schedule, whatever is supposed */
};

static inline int64_t *learn_sure(const struct learn *l, uint32_t team)
{
    return &l->sure[(size_t)team * ((uint32_t)l->widest + 2)];
}

static inline uint64_t *learn_moved_of(const struct learn *l, uint32_t team)
{
    return &l->moved[(size_t)team * l->moved_words];
}

/* A bound of an activity is not as it was. */
static inline void learn_moved(struct learn *l, uint32_t activity)
{
    for (uint32_t i = l->team_of_first[activity]; i < l->team_of_first[activity + 1]; i++)
        learn_moved_of(l, l->team_of[i])[l->user_of[i] / 64] |= UINT64_C(1)
                                                                << (l->user_of[i] & 63);
}

enum learn_answer { LEARN_FOUND, LEARN_REFUTED, LEARN_UNDECIDED };

/* NULL: too large. `widest`: the most slots that will be asked about. */
struct learn *learn_new(const struct level_problem *p, int32_t widest, struct arena *owner,
                        struct arena *scratch);
/* Schedules of at most `horizon` slots are looked for; forgets all. False: there is none. */
bool learn_begin(struct learn *l, int32_t horizon);
/* With these statements supposed, after at most so many conflicts, or l->starts_most starts. Found:
 * l->found has the starts. Refuted: what is supposed cannot be. */
enum learn_answer learn_ask(struct learn *l, const struct learn_statement *supposed,
                            uint32_t supposed_count, uint64_t conflicts);
/* No schedule is longer than so many slots, from now on. False: there is none. */
bool learn_cut(struct learn *l, int32_t slots);
struct learn_statement learn_no_longer(const struct learn *l, int32_t slots);

/* level_learn_rules.c: what follows. False: l->conflict has what fails. */
bool learn_follow(struct learn *l);
/* What made an entry, as far as (k, x) needs it: into l->conflict. */
void learn_premises(struct learn *l, const struct learn_entry *e, int32_t x);
bool learn_state(struct learn *l, uint32_t k, int32_t x, enum learn_why why, uint32_t ref,
                 int32_t gap);

#endif
