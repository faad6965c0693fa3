/* SPDX-License-Identifier: Apache-2.0 */
/* level_problem.h - the compiled problem. Private to levelling. */
#ifndef BATON_CORE_ENGINE_LEVEL_PROBLEM_H
#define BATON_CORE_ENGINE_LEVEL_PROBLEM_H

#include "core/engine/level.h"
#include "core/engine/level_pure.h"
#include "core/engine/schedule_pass.h"

struct skills {                 /* sets of skills, one of which a task asks for */
    const struct texts **items;
    size_t count;
};

struct level_team {             /* or a system; or those of a team who have some skills */
    uint32_t object;
    const struct skills *sets;  /* NULL: all of the team */
    int64_t *from;              /* [step_count] instants, ascending; the first is before all */
    int64_t *micro;             /* millionths of people from then on: hires on their likely days */
    int64_t *sure;              /* without hires whose day is drawn */
    int64_t *whole;             /* with all of them */
    int64_t sure_most;          /* the most of `sure` */
    uint32_t step_count;
};

struct level_demand {
    uint32_t team;              /* index */
    int64_t micro;
};

struct level_problem {
    const struct network *net;          /* with pauses */
    const struct schedule *stated;      /* without capacity */
    const struct schedule *paused;      /* of `net`, without capacity */
    struct level_team *teams;
    uint32_t team_count;
    uint32_t *demand_first;             /* [node_count + 1] */
    struct level_demand *demands;
    bool *fixed;                        /* [node_count] placed before all others */
    bool any_fixed;
    struct pure lists;                  /* links both ways; in the pure case all of it */
    bool pure;
    int64_t slot_s;
    int64_t *own;                       /* [node_count] places in the teams' own order */
};

/* level_demand.c */
void level_teams(struct level_problem *p, const struct network *n, struct arena *owner,
                 struct arena *scratch);
void level_demands(struct level_problem *p, const struct network *n, struct arena *owner,
                   struct diags *out);
/* A copy of the network whose tasks pause while their team has too few people in all. */
const struct network *level_pauses(const struct level_problem *p, const struct network *n,
                                   struct arena *owner, struct arena *scratch, struct diags *out);
/* What a task that takes so many pauses short of, and does not wait for: who is sure to be there,
 * or with all hires what only they make possible. */
static inline const int64_t *level_whole(const struct level_team *team, int64_t micro)
{
    return micro <= team->sure_most ? team->sure : team->whole;
}
/* What the people of a pool can do, in words; absent for all of a team. */
struct str level_skill(const struct level_team *team, struct arena *owner);
/* The last of `count` ascending instants, one at least, that is not after `at`; else the first. */
uint32_t level_step_at(const int64_t *from, uint32_t count, int64_t at);
int64_t level_micro_at(const struct level_team *team, int64_t at);

/* level_rule.c: keys by which a list may be made, the smallest first. */
enum level_rule { RULE_OWN, RULE_LFT, RULE_LST, RULE_MTS, RULE_SLACK, RULE_GRPW, LEVEL_RULES };
void level_rule_keys(const struct level_problem *p, enum level_rule rule, struct arena *scratch,
                     int64_t *ret_keys);
void level_put_ahead(const struct level_problem *p, uint32_t *order, uint32_t node,
                     uint32_t before, struct arena *scratch);
/* Keys into a list that respects the links: each after all that it follows. keys change.
 * `pairs`: [count] of scratch. */
void level_list(const struct level_problem *p, bool backward, int64_t *keys, int64_t *pairs,
                uint32_t *ret_order);

/* level_serial.c: the general case, on instants. */
struct level_profile {
    int64_t *at, *micro;        /* steps: from at[i] on, micro[i] is taken */
    uint32_t count;
};
struct level_desk {
    const struct level_problem *problem;
    struct pass pass;
    struct schedule dates;
    struct level_profile *profiles;
    int64_t *base;              /* [node_count] floors that upper bounds ask for */
    const int64_t *hold;        /* [node_count] floors to begin with, or NULL */
    int64_t *pairs, *keys;      /* [node_count] */
    uint32_t overloads;
    int64_t generated;          /* schedules, repeats for upper bounds included, */
    int64_t most;               /* and how many there may be; 0: as many as it takes */
};
void level_desk_init(struct level_desk *d, const struct level_problem *p, struct arena *owner);
/* The finish of the whole; INT64_MAX where upper bounds cannot be met by this list. */
int64_t level_serial(struct level_desk *d, const uint32_t *order);

/* level.c: what takes nobody and may be late goes to its late day, where that moves nothing. */
void level_place_late(struct level_desk *d);

/* level_bound.c */
int64_t level_lower_bound(const struct level_problem *p, struct arena *scratch);
int64_t level_pure_date(const struct level_problem *p, int32_t slots);   /* when so many are done */
/* level_bound_days.c: in the general case, the least finish from `from` on that no team refutes. */
int64_t level_days_bound(const struct level_problem *p, int64_t from, struct arena *scratch);
/* level_refute.c: the least number of slots, `from` or more, that cannot be refuted. head, tail:
 * the longest way to and from each; a bound from below. */
int32_t level_refuted_bound(const struct level_problem *p, const int32_t *head,
                            const int32_t *tail, int32_t from, struct arena *scratch);

#endif
