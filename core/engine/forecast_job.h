/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_job.h - a compiled simulation, as its kernel reads it; inside the engine only.
 *
 * Every unfinished node of the network is a row, in the network's order. All that cannot change
 * from one iteration to the next (what has happened, constraints, links from finished
 * work) is folded into two floors a row. What is left: a duration to draw, links in groups that
 * share one way from clock to clock, and causes that are drawn once an iteration for many rows.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_JOB_H
#define BATON_CORE_ENGINE_FORECAST_JOB_H

#include "core/engine/forecast.h"
#include "core/engine/forecast_clock.h"
#include "core/engine/forecast_steps.h"

enum {
    ROW_NONE = -1,
    FORECAST_LANES_LEAST = 32,          /* FORECAST_BLOCK is a multiple of every lane count */
    FORECAST_REWORK_CEILING = 16,
    FORECAST_MASK_BITS = 32,            /* driving paths traced at once */
    FORECAST_TRACED = 4096,             /* iterations that task results come from, at most */
    FORECAST_ITERATIONS_LEAST = 2048,
    FORECAST_ITERATIONS_CAP = 50000     /* of the stop rule */
};
#define PPM 1000000

/* What a draw is for: part of its address, so never renumbered. */
enum forecast_purpose {
    PURPOSE_DURATION = 1,
    PURPOSE_TEAM = 2,
    PURPOSE_DRIVER = 3,
    PURPOSE_FIRES = 4,
    PURPOSE_SEVERITY = 5,
    PURPOSE_EXISTS = 6,
    PURPOSE_REWORKS = 7,
    PURPOSE_COST = 8,
    PURPOSE_JOINS = 9,
    PURPOSE_REWORK_TAKES = 16           /* and the ones after it */
};

/* A quantity to draw: `scale` times a multiple of its shape. */
struct forecast_amount {
    int32_t shape;                      /* FORECAST_CONSTANT: always `scale` */
    int64_t scale;
};

enum {
    ROW_PINNED_START = 1,               /* starts at start_floor whatever its links say */
    ROW_PINNED_FINISH = 2,              /* its duration before finish_floor, likewise */
    ROW_EARLIEST = 4,                   /* the earliest its links allow, not the latest */
    ROW_HOLDS = 8                       /* under way: it keeps the people it has */
};

struct forecast_row {
    uint64_t key;
    int32_t shape;                      /* of the duration */
    int32_t scale_s;
    int32_t team;                       /* whose factor it shares; ROW_NONE */
    int32_t bundle;                     /* product of factors; ROW_NONE */
    int32_t start_floor, finish_floor;  /* positions; -FORECAST_FAR: none. A ceiling of the start
                                           where the earliest counts */
    int32_t expected_finish;            /* finishes then if it has started by then */
    uint32_t group_first;
    uint32_t hit_first;
    int32_t branch;                     /* existence and rework; ROW_NONE */
    int32_t work_first;                 /* assignments; ROW_NONE */
    uint32_t group_count;
    uint16_t hit_count, work_count;
    uint16_t calendar;                  /* the clock its positions are on */
    uint16_t delay_calendar;            /* the one that delays of an event step */
    uint16_t flags;
    int32_t levelling_s;                /* clock seconds after what its links allow */
};

enum forecast_route {
    ROUTE_NONE,                         /* same calendar: the sum is the bound */
    ROUTE_CLOCK,                        /* by way of clock seconds */
    ROUTE_ELAPSED,                      /* with a lag in clock seconds on the way */
    ROUTE_THIRD                         /* with a lag on a third calendar on the way */
};

/* Where a percent lag, which grows with the drawn duration of its predecessor, is stepped. */
enum forecast_percent_lag {
    PERCENT_NONE,
    PERCENT_BEFORE,                     /* on the predecessor's clock */
    PERCENT_WAY,                        /* on the way: elapsed, or on a third calendar */
    PERCENT_AFTER                       /* on the row's own clock */
};

/* Links into a row that take the same way: the latest of (predecessor + lag) goes it once. A link
 * with a percent lag goes alone. */
struct forecast_group {
    uint32_t link_first, link_count;
    uint8_t route;
    bool from_start;                    /* hangs on the predecessor's start */
    bool out_as_start;                  /* how a position between two shifts is read */
    bool to_finish;                     /* bounds the finish */
    uint8_t percent;                    /* enum forecast_percent_lag: lag_s of its link is ppm */
    uint16_t from, by;                  /* clocks */
    int32_t route_lag_s;                /* on `by`, or elapsed */
    int32_t lag_after_s;                /* on the row's own clock */
};
struct forecast_link {
    uint32_t row;
    int32_t lag_s;                      /* on the predecessor's clock; ppm in percent groups */
    uint32_t link;                      /* in the network; FORECAST_ARC: people handed on */
};
#define FORECAST_ARC UINT32_MAX

/* An "at most" link: the successor's point is at most lag after the predecessor's. */
struct forecast_bound {
    uint32_t pred, succ;                /* rows; the predecessor can begin later */
    int32_t lag_s;
    uint16_t by;                        /* the clock that the lag steps */
    bool from_start, to_finish;
};

struct forecast_driver {
    uint64_t key;
    uint32_t object;
    struct forecast_amount factor;      /* scale in 2^-FACTOR_BITS */
};
struct forecast_risk {
    uint64_t key;
    uint32_t object;
    uint64_t fires_below;               /* of 2^32 */
    struct forecast_amount factor;      /* of what it stretches; scale 0: nothing */
};
/* Factors whose product stretches some rows. */
struct forecast_bundle {
    uint32_t first, count;              /* in factors[]: drivers, then driver_count + risk */
};
/* What a risk does to one row if it fires while the row is within its window. */
struct forecast_hit {
    uint32_t risk;
    struct forecast_amount delay;
    bool stretch;                       /* by the risk's factor instead */
    bool windowed;
    int32_t from, until;                /* positions */
};
struct forecast_branch {
    uint64_t exists_below;              /* of 2^32; 2^32: always */
    uint32_t rework_most;
    uint64_t rework_below[FORECAST_REWORK_CEILING];
    struct forecast_amount rework;
};
/* Whether some runs do without it. */
static inline bool branch_drops(const struct forecast_branch *b)
{
    return b->exists_below < UINT64_C(1) << 32;
}
struct forecast_work {                  /* of one resource on a row */
    uint16_t calendar;
    int32_t work_s, delay_s;
};
struct forecast_spending {
    uint64_t key;
    int32_t risk;                       /* only if it fires; ROW_NONE: always */
    struct forecast_amount amount;      /* minor units */
};

struct forecast_counts {                /* what defaults stood in for */
    uint32_t single, missing, team, acceptance, outside, session, occurred, unlikely, unplaced;
};

struct forecast_people;

struct forecast_job {
    const struct plan *asked;
    const struct plan *plan;            /* with the assumed options applied */
    uint64_t inputs;                    /* digest of the plan as asked */
    const struct network *network;
    struct forecast_options options;
    const struct forecast_steps *steps; /* as wide as the application chose */
    uint64_t seed;
    int64_t origin;
    int64_t now;                        /* the data date: nothing that has not begun begins before,
                                           whatever the dialect does in its own schedules */

    const struct forecast_people *people;   /* teams that bind; NULL: none does */
    bool by_arcs;                       /* they bind by links: the order at the medians */
    const struct forecast_job *needs;   /* rows, links and order with who waits for whose people at
                                           the medians as links; NULL: nobody does */
    const uint32_t *order;              /* [row_count] rows as they are run; NULL: as they stand */

    uint32_t lanes;
    uint32_t row_count;
    const struct forecast_row *rows;
    const uint32_t *node;               /* [row_count] */
    const int32_t *row_of;              /* [network->node_count]; ROW_NONE: finished */
    const struct forecast_group *groups;
    const struct forecast_link *links;
    const struct forecast_bound *bounds;
    uint32_t bound_count;
    const struct forecast_clock *clocks;    /* [network->calendar_count] */
    const struct forecast_shape *const *shapes;
    uint32_t shape_count;
    const struct forecast_scores *scores, *own_scores;  /* own: where a team has its part */

    const uint64_t *teams;              /* keys */
    const uint32_t *team_objects;
    uint32_t team_count;
    double team_weight;                 /* of the shared score */
    const struct forecast_scores *team_scores;
    const struct forecast_driver *drivers;
    uint32_t driver_count;
    const struct forecast_risk *risks;
    uint32_t risk_count;
    const struct forecast_bundle *bundles;
    uint32_t bundle_count;
    const uint32_t *factors;
    const struct forecast_hit *hits;
    const struct forecast_branch *branches;
    bool drops;                 /* some row is not needed in some runs */
    const struct forecast_work *works;

    bool money;
    int64_t spent_minor;
    const int64_t *cost_rate;           /* [row_count] 2^-16 minor units a working second */
    const struct forecast_spending *spendings;
    uint32_t spending_count;

    const uint32_t *targets;            /* nodes; NODE_NONE: the end of everything */
    const uint32_t *target_objects;
    uint32_t target_count;
    const uint32_t *commitments;        /* active, by rank then date: objects */
    const uint32_t *commitment_target;  /* [commitment_count] or UINT32_MAX */
    const int64_t *commitment_date;     /* the last second of the promised day */
    const int32_t *commitment_by;       /* clock seconds of the end of that second */
    uint32_t commitment_count;
    uint32_t iterations_cap;            /* of the stop rule */
    uint32_t lean_iterations;           /* that teams are priced over; 0: all is asked */
    uint32_t main_commitment;           /* the last by date; UINT32_MAX: nothing is promised */
    uint32_t traced;                    /* iterations whose rows are kept */
    uint32_t trace_bits;                /* driving paths: of the first commitments, or of the end */
    const int32_t *trace_row;           /* [trace_bits] ROW_NONE: the end */
    const int32_t *trace_bit;           /* [commitment_count] or ROW_NONE */
    const uint32_t *ends;               /* rows without successors */
    int32_t end_floor;                  /* the latest finish of what is finished, clock seconds */
    uint32_t end_count;

    const uint32_t *assumed;
    uint32_t assumed_count;
    struct forecast_counts counts;
};

static inline uint32_t forecast_row_at(const struct forecast_job *job, uint32_t place)
{
    return job->order ? job->order[place] : place;
}

/* What a node's duration rests on. */
enum forecast_basis {
    BASIS_NONE,                         /* it has no duration of its own */
    BASIS_STATED,                       /* a range somebody stated */
    BASIS_SINGLE,                       /* a number or date with a labelled default spread */
    BASIS_MISSING                       /* nothing: a labelled default duration */
};
enum forecast_basis forecast_node_basis(const struct network *n, uint32_t node);
bool forecast_node_is_stale(const struct network *n, uint32_t node);
/* Whether the newest word of the plan is (updated or estimated of tasks, updated of hand-offs, and
 * what started or finished). Where nobody dates a word it is unknown, and not old. */
bool forecast_plan_is_old(const struct plan *p, int64_t *ret_newest);

#endif
