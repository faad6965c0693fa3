/* SPDX-License-Identifier: Apache-2.0 */
/* network.h - a sealed plan compiled to arrays: what the engines run on.
 *
 * Nodes stand in a topological order of all lower-bound links (every predecessor has
 * a smaller index), ties by object number, so the order is the same on every machine.
 * Everything is read-only after network_compile, and the plan outlives the network.
 *
 * What becomes a node:
 *   task        a leaf task that is not inactive (links to and from those are left out)
 *   summary     links to it are spread to its leaves; where something hangs on it as a whole it
 *               has a node of no duration: at its leaves' latest finish or, where the
 *               link leaves its start, at their earliest start (NODE_EARLIEST)
 *   milestone   an event; without predecessors and with a stated date it is a PROMISED node:
 *               until that date, as stated; drawn by the outside view
 *   hand-off    gives (task or milestone) FS -> node -> FS to; its duration is the acceptance
 *               delay. Given by a team: a DELIVERY node before it, until the date offered
 *               (else asked); drawn by the outside view. To a team: no successor.
 *               Dropped: no node. Accepted: finished. Delivered: started then.
 *   decision    undecided and gating something: from the data date to the next fitting session of
 *               its forum (papers not ready yet take their lead first) plus that forum's
 *               latency; FS -> all it gates
 */
#ifndef BATON_CORE_NETWORK_NETWORK_H
#define BATON_CORE_NETWORK_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/network/distribution.h"
#include "core/plan/plan.h"

struct arena;
struct diags;

#define NODE_NONE UINT32_MAX

enum node_role {
    ROLE_TASK,
    ROLE_MILESTONE,
    ROLE_PROMISED,
    ROLE_DELIVERY,
    ROLE_HANDOFF,
    ROLE_DECISION,
    ROLE_SUMMARY
};

enum node_progress { PROGRESS_NOT_STARTED, PROGRESS_STARTED, PROGRESS_FINISHED };

struct network_link {
    uint32_t pred;          /* node */
    uint8_t type;           /* enum link_type */
    uint8_t lag_kind;       /* enum lag_kind; percent lags are already seconds, unless the
                               predecessor's duration is drawn: see lag_ppm */
    uint16_t lag_calendar;  /* index into calendars[]: the one the lag steps */
    int32_t lag_s;          /* working or elapsed seconds at the median duration */
    int32_t lag_ppm;        /* percent lags: of the predecessor's drawn duration */
    uint32_t origin;        /* object that stated it: the successor, or the hand-off */
};

/* start(succ) (or finish) is at most lag after the predecessor's point. */
struct network_bound {
    uint32_t pred, succ;
    struct network_link link;
};

struct network_constraint {
    uint8_t kind;           /* enum constraint_kind; CONSTRAINT_ASAP: none */
    int64_t instant;
};

/* Work of one resource, for nodes whose finish is the latest of their assignments. */
struct network_assignment {
    uint32_t who;           /* object: team or person */
    uint16_t calendar;      /* index into calendars[]: where this work can be done */
    int32_t work_s;         /* remaining work divided by units: working seconds */
    int32_t full_s;         /* the same for all its work, for late dates of started tasks */
    int32_t delay_s;
};

struct network {
    const struct plan *plan;
    const double *record;           /* of single numbers, where the policy states one: see
                                       distribution.h; or NULL */
    enum dialect dialect;
    enum progress_mode progress_mode;
    enum float_kind float_kind;
    bool honor_constraints, open_ends_own_finish, from_finish;
    int64_t critical_slack_s;
    int64_t must_finish_by;         /* CIVIL_NONE: none */
    int64_t start;                  /* instants */
    int64_t data_date;              /* CIVIL_NONE in msproject: ignored in normal calculation */

    uint32_t node_count;
    uint32_t link_count;
    /* [node_count], each */
    uint32_t *object;               /* the plan's object */
    uint64_t *key;                  /* stable key of its draws (two nodes of one object differ) */
    uint8_t *role;                  /* enum node_role */
    uint8_t *progress;              /* enum node_progress */
    uint16_t *calendar;             /* index into calendars[]; 1 for elapsed durations */
    uint16_t *own_calendar;         /* of the task without its resources: dates that snap, lags */
    int32_t *duration_s;            /* working seconds left at the median (all if not started) */
    int32_t *full_s;                /* working seconds of the whole, done and left */
    int64_t *actual_start;          /* instants, CIVIL_NONE */
    int64_t *actual_finish;
    int64_t *not_before;            /* resume, not_before...: instant or CIVIL_NONE */
    int64_t *pinned_start;          /* of NODE_MANUAL: its own dates; CIVIL_NONE: none stated */
    int64_t *pinned_finish;
    int32_t *levelling_s;           /* clock seconds a levelling tool added */
    int64_t *deadline;              /* CIVIL_NONE */
    struct network_constraint *constraint;
    struct network_constraint *constraint2;
    uint8_t *flags;                 /* NODE_MANUAL... */
    uint32_t *team;                 /* object of the team, OBJECT_NONE */

    uint32_t *link_first;           /* [node_count + 1]: links into a node, CSR */
    struct network_link *links;     /* [link_count], by successor, then predecessor */
    uint32_t *pred_node;            /* [link_count]: links[].pred, alone in a row */
    uint8_t *asks;                  /* [node_count] ASKS_RULES...: see network_note_asks */
    uint32_t *succ_first;           /* [node_count + 1]: links out of a node */
    uint32_t *succ_link;            /* [link_count]: index into links */
    uint32_t *succ_node;            /* [link_count]: the successor */

    struct network_bound *bounds;   /* upper bounds, outside the order */
    uint32_t bound_count;

    uint32_t *assignment_first;     /* [node_count + 1] */
    struct network_assignment *assignments;

    const struct calendar **calendars;
    uint32_t calendar_count;        /* 0 is the program's, 1 is every hour */

    uint32_t *node_of;              /* [plan->object_count]: NODE_NONE for what has none; a
                                       hand-off's is its acceptance, a summary's its latest
                                       finish, if anything hangs on it */
    uint32_t *delivery_of;          /* [plan->object_count]: a hand-off's DELIVERY node, or the
                                       node of what it gives, or NODE_NONE */

    uint32_t *parent;               /* [plan->object_count]: summary object or OBJECT_NONE */
    uint32_t *summaries;            /* summary objects, children before parents */
    uint32_t summary_count;
};

enum {
    NODE_MANUAL = 1,                /* keeps its own dates */
    NODE_ALAP = 2,
    NODE_DEFAULTED = 4,             /* its duration or spread is a default, not stated */
    NODE_ELAPSED = 8,               /* its duration is clock time */
    NODE_EARLIEST = 16,             /* its time is the earliest its links allow, not the latest */
    NODE_WORK_DRIVEN = 32,          /* its finish is the latest of its assignments */
    NODE_OVERDUE = 64,              /* its date is past and it has not happened */
    NODE_START_EVENT = 128          /* an event that falls on the next working time (p6) */
};

/* What dates ask of a node, all but sums of working time: most nodes ask nothing. */
enum {
    ASKS_RULES = 1,                 /* its dates are not its duration after what it follows */
    ASKS_OUT = 2,                   /* nor are its late dates: a link out of it is not plain */
    ASKS_CLOCKS = 4,                /* what it follows is on another calendar, or asks for rules */
    ASKS_DATES = 8                  /* what follows it looks at its dates */
};

enum {
    NETWORK_LINK_CEILING = 64 * 1000 * 1000,
    NETWORK_SPREAD_CEILING = 2 * 1000 * 1000,   /* links that come of spreading summaries */
    NETWORK_CALENDAR_CEILING = 65535
};

/* Errors: "cycle" (the chain of ids that forms it, as a -> b -> a; every strongly connected part at
 * least once), "too-long" (a duration or lag of more than 68 years), "too-many-links" (after
 * the spreading of summaries). Cost: objects + links, times the log for ties. */
bool network_compile(const struct plan *plan, struct arena *owner, struct arena *scratch,
                     const struct network **ret_network, struct diags *out);

/* Whoever changes a calendar, a link or what is asked of a node in a copy notes it anew; a longer
 * duration changes nothing of it. */
void network_note_asks(struct network *n, struct arena *owner);

/* What is left of a node's duration, as a distribution in seconds of its calendar: the part of
 * *ret_age_s seconds is already spent (distribution_quantile_given). Of DELIVERY and PROMISED
 * nodes: by the outside view. What `duration_s` holds is its median, but for those: as stated. */
struct distribution network_duration(const struct network *n, uint32_t node, double *ret_age_s);

/* The first session of a forum that starts at or after `from`: its finish, plus the forum's
 * latency; without a forum or sessions a labelled default of a week. *ret_defaulted may be NULL. */
int64_t network_session(const struct plan *plan, const struct object *forum, int64_t from,
                        bool *ret_defaulted);

/* When the next report is due: the next session, after the data date, of a forum whose outputs name
 * a report or a status; without one a period of the program's cadence later; else a week.
 * *ret_forum: that forum, or NULL. */
int64_t network_next_report(const struct plan *plan, const struct object **ret_forum);

/* A stated date as an instant: the begin of its day or period's last day; or the end of that
 * day's work on a calendar (NULL: midnight after it). */
int64_t network_start_instant(const struct when *w);
int64_t network_finish_instant(const struct when *w, const struct calendar *c);

/* Whether a task keeps the start of its baseline: it is due within the frozen time from the data
 * date on (`scheduling.frozen`), and has not begun. It then begins no earlier, and before all other
 * work for people. */
bool network_is_frozen(const struct plan *plan, const struct object *task);

/* What an assignment takes of its resource on average while it runs, in millionths: its units, less
 * what the shape of its work or its own dates leave free. */
int32_t network_average_units(const struct plan *plan, const struct object *assignment);
/* The node a commitment hangs on (of its milestone or task), or NODE_NONE. */
uint32_t network_commitment_node(const struct network *n, const struct object *commitment);

/* The published record used where there is no history (domain.md 3): the factor on the
 * stated remaining time at probability p, in millionths; labelled "outside view, foreign class". */
int64_t outside_view_factor(const struct plan *plan, double p);
/* P(finished within `available_s` when `stated_s` were said to be left), in ppm; -1: nothing was
 * said to be left, so the record says nothing. */
int32_t outside_view_probability(const struct plan *plan, int64_t available_s, int64_t stated_s);

#endif
