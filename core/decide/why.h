/* SPDX-License-Identifier: Apache-2.0 */
/* why.h - why a date moved between two plans: which change moved it, and by how much.
 *
 * Both plans and every step between them are simulated with the same seed and as many
 * iterations, so each draw is the same in all of them (design.md 5) and a change that
 * affects nothing moves nothing: exactly 0. Accounts of the same movement:
 *
 *   alone      each change made by itself to the earlier plan; what they do together beyond that
 *              is the interaction, so that changes + interaction = movement. No order enters.
 *   in order   each change made on top of those before it: by object, or, where there is a log,
 *              in time; sums by itself
 *   fair       asked for: the average of what a change adds over all orders (Shapley value), of all
 *              subsets up to WHY_EXACT changes, beyond that of sampled orders; sums by itself
 *
 * The passing of the data date comes first in all: the earlier plan as it was, asked on the later
 * day. It is told by team, or by task: what it costs that the open work waits until the later day,
 * instead of going on from the earlier one. Seconds and millionths are integers, so sums are exact.
 *
 * Where the earlier plan's forecast was kept, the movement begins with what was said then, and the
 * program is a cause like others: the engine (the same plan, by the defaults and the outside view
 * of then, simulated by today's), then the defaults, then the outside view, then another number
 * of runs. Otherwise one program simulates both plans, and moves nothing.
 *
 * Changes that cannot stand alone are one line: a new object with what refers to it, a removal
 * with what no longer refers to it; and whatever the plan would be refused without. A change of
 * the log that cannot stand alone counts alone for what it adds in order.
 *
 * Nothing here depends on the threads that run the pieces: rounds of pieces, each into its place.
 */
#ifndef BATON_CORE_DECIDE_WHY_H
#define BATON_CORE_DECIDE_WHY_H

#include "core/edit/change.h"
#include "core/edit/edit.h"
#include "core/engine/forecast.h"

enum why_kind { WHY_ENGINE, WHY_DEFAULTS, WHY_OUTSIDE_VIEW, WHY_RUNS, WHY_TIME, WHY_TEAM, WHY_TASK,
                WHY_EDITS, WHY_CHANGE,
                WHY_WITHHELD /* what an audience may not see: made where reports are narrowed */ };

struct why_line {
    enum why_kind kind;
    const uint32_t *edits;      /* WHY_EDITS: of the difference, in its order */
    uint32_t edit_count;
    struct str team;            /* WHY_TEAM: whose work waited (empty: no team); WHY_TASK: which */
    const struct change *change;/* WHY_CHANGE */
    uint32_t withheld;          /* WHY_EDITS: how many more an audience may not see */
};

struct why_effect {
    int64_t alone_s, in_order_s;        /* clock seconds of P80 */
    int32_t alone_ppm, in_order_ppm;    /* of the probability; 0 where nothing is promised */
    int64_t fair_s, low_s, high_s;      /* over orders: the average, the least and the most seen */
    int64_t error_s;                    /* of fair_s: half its 95 % interval; 0: all subsets */
    int32_t fair_ppm;
};

struct why_target {             /* a promise both plans make; or, without any, a finish */
    struct str id;
    bool promised;
    int64_t before, after;      /* instants: P80 */
    int32_t before_ppm, after_ppm;      /* probability; -1: nothing is promised */
    const struct why_effect *effects;   /* [line_count] */
    struct why_effect interaction;      /* in_order: what the last step leaves, usually 0 */
};

/* A forecast as it was kept. */
struct why_said {               /* of one promise, or of one milestone */
    struct str id;
    bool promised;
    int64_t p80;                /* an instant; CIVIL_NONE: none was said */
    int32_t ppm;                /* -1: none was said */
};
struct why_kept {
    struct str engine, at;      /* what simulated it, and for which data date */
    uint64_t seed;
    uint32_t iterations;
    bool capacity;
    const int64_t *defaults;    /* [DEFAULT_COUNT] millionths; DEFAULT_UNKNOWN: not kept */
    const struct why_said *said;
    uint32_t said_count;
};

struct why {
    const struct plan *before, *after;
    struct edits changes;               /* the difference, objects of `before` */
    bool by_log;                        /* lines are changes of a log, in time */
    const struct why_kept *kept;        /* that it begins with; NULL: none, or one that is unfit */
    bool kept_unfit;                    /* teams bound in one of both only */
    const struct why_line *lines;       /* program, time; then by object or in time */
    uint32_t line_count;
    const struct why_target *targets;   /* in the later forecast's order */
    uint32_t target_count;
    uint32_t iterations;
    uint32_t orders;                    /* that were sampled; 0: every subset, or not asked for */
    bool fair;                          /* asked for */
    uint64_t seed;
};

enum { WHY_LINES = 200, WHY_EXACT = 7, WHY_TEAMS = 12 };

struct why_options {
    struct forecast_options forecast;
    bool orders;                        /* also the fair account */
    bool by_task;                       /* time by task: WHY_TEAMS, those under way first */
    const struct why_kept *kept;        /* the forecast of `before`, as it was kept; or NULL */
    const struct change *log;           /* what led from `before` to `after`, in time; or NULL */
    size_t log_count;
};

/* Rounds of pieces: while there are pieces, run each of them once, in any order, on any thread
 * with arenas of its own (cleared by the caller); then ask for the next round. `owner` and
 * `scratch` are used between rounds only. Cost: two simulations a line, which bounds the
 * iterations on large plans; of a difference WHY_LINES at most, then changes of one kind of
 * object share a line. The plans, and the log, must outlive the result. */
struct why_job;
struct why_job *why_begin(const struct plan *before, const struct plan *after,
                          const struct why_options *options, struct arena *owner,
                          struct arena *scratch, struct diags *out);
uint32_t why_round(struct why_job *job);
void why_run(struct why_job *job, uint32_t piece, struct arena *owner, struct arena *scratch);
/* Errors: those of forecast_compute for either plan. */
bool why_finish(struct why_job *job, const struct why **ret_why);

/* All of it on one thread. */
bool why_compute(const struct plan *before, const struct plan *after,
                 const struct why_options *options, struct arena *owner, struct arena *scratch,
                 const struct why **ret_why, struct diags *out);

#endif
