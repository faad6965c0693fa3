/* SPDX-License-Identifier: Apache-2.0 */
/* compile.h - what the files of this room share while a plan is compiled.
 *
 * Drafts stand in the order of the plan; order.c finds the topological one; compile.c writes the
 * arrays. Everything here lives in the scratch arena.
 */
#ifndef BATON_CORE_NETWORK_COMPILE_H
#define BATON_CORE_NETWORK_COMPILE_H

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/map.h"
#include "core/network/network.h"

struct node_draft {
    uint32_t object;
    uint8_t role, progress, flags;
    uint16_t calendar, own_calendar;
    int32_t duration_s, full_s, levelling_s;
    int64_t actual_start, actual_finish, not_before, deadline, pinned_start, pinned_finish;
    struct network_constraint constraint, constraint2;
    uint32_t team;
    uint32_t assignment_first, assignment_count;
};

struct link_draft {
    uint32_t pred, succ;        /* drafts */
    uint8_t type, lag_kind;
    bool at_most;
    int32_t lag_ppm;
    const struct span *lag;     /* NULL: none */
    uint32_t origin;            /* object that stated it */
    struct place at;
};

struct compiler {
    const struct plan *plan;
    struct network *net;
    struct arena *owner, *scratch;
    struct diags *out;
    bool too_many;
    size_t spread;              /* links that come of spreading summaries */

    struct node_draft *nodes;
    size_t node_count, node_capacity;
    struct link_draft *links;
    size_t link_count, link_capacity;
    struct network_assignment *assignments;
    size_t assignment_count, assignment_capacity;

    uint32_t *base;             /* [object_count]: draft, NODE_NONE */
    uint32_t *delivery;         /* [object_count]: of hand-offs */
    uint32_t *earliest_hub, *latest_hub;    /* [object_count]: of summaries */

    uint32_t *parent;           /* [object_count] */
    bool *is_summary;
    uint32_t *leaves;           /* drafts below summaries, each summary's in one run */
    uint32_t *leaf_from, *leaf_to;

    const struct calendar **calendars;
    size_t calendar_count, calendar_capacity;
    struct map calendar_index;  /* by address: looked up, never iterated */
    struct map intersections;   /* by pair of indices */
};

/* compile_calendar.c */
uint16_t compile_calendar(struct compiler *c, const struct calendar *calendar);
uint16_t compile_intersection(struct compiler *c, uint16_t a, uint16_t b, struct place at);

/* compile_summary.c: parents, and which drafts stand below which summary. */
void compile_hierarchy(struct compiler *c);
void compile_leaves(struct compiler *c);
void compile_summaries(struct compiler *c);

/* compile_node.c: the drafts of every object. */
void compile_nodes(struct compiler *c);
struct node_draft *compile_new_node(struct compiler *c, uint32_t object, enum node_role role);

/* compile_work.c: assignments, for the dialects that schedule by them. */
void compile_assignments(struct compiler *c, struct node_draft *d, const struct object *task);

/* compile_link.c: the drafts of every link. */
void compile_links(struct compiler *c);
/* The draft whose point of that kind stands for an object as a predecessor; NODE_NONE. */
uint32_t compile_leaving(struct compiler *c, uint32_t object, enum link_type type);

/* duration.c */
struct duration {
    struct distribution whole;  /* in seconds of the node's calendar */
    double age_s;               /* of it already spent */
    int32_t full_s;             /* done and left */
    int32_t left_s;             /* median of what is left */
    bool elapsed, defaulted, overdue;
};
/* What a draft's statements say about its duration. `calendar` is the one it steps. */
struct duration duration_of(const struct network *net, const struct node_draft *d,
                            const struct calendar *calendar);
bool duration_is_elapsed(const struct plan *plan, const struct node_draft *d);

/* order.c: ret_order[] lists the drafts in topological order, ties by their number. False: errors
 * "cycle" stand in the diags. */
bool compile_order(struct compiler *c, uint32_t *ret_order);
/* Lower-bound links by predecessor: those of draft d are ret_link[ret_first[d]] up to before
 * ret_first[d + 1]. ret_first: [node_count + 1], zero. */
void compile_out_links(const struct compiler *c, uint32_t *ret_first, uint32_t *ret_link);
/* cycle.c: say every cycle among the drafts not yet `placed`. */
void compile_say_cycles(struct compiler *c, const bool *placed);

#endif
