/* SPDX-License-Identifier: Apache-2.0 */
/* why_job.h - the rounds of an account, shared by why.c and why_orders.c. */
#ifndef BATON_CORE_DECIDE_WHY_JOB_H
#define BATON_CORE_DECIDE_WHY_JOB_H

#include "core/decide/why.h"
#include "core/decide/why_lines.h"

/* What one simulation says of every target. */
struct why_values {
    int64_t *p80;
    int32_t *ppm;
};

/* One simulation: of a plan, with some teams held at the earlier day, or of the later day with
 * some of the lines. */
struct why_ask {
    const struct plan *plan;            /* NULL: `lines` of them */
    const bool *lines;                  /* [line_count] */
    const struct forecast_hold *hold;   /* or NULL */
    const struct why_kept *as;          /* by its seed and iterations; NULL: as all others */
    struct why_values values;
    bool good;
};

enum why_stage { STAGE_PROGRAM, STAGE_TEAMS, STAGE_ALONE, STAGE_ORDER, STAGE_FAIR,
                 STAGE_DONE };

struct why_job {
    const struct plan *before, *after, *later;  /* later: the earlier plan, on the later day */
    struct why_options options;
    struct arena *owner, *scratch;      /* scratch lives as long as the job */
    struct diags *out;
    struct why *why;
    enum why_stage stage;
    bool good, passes;
    unsigned joins;

    struct why_ask *asks;               /* of this round */
    uint32_t ask_count;

    struct edits changes;
    struct why_lines lines;
    uint32_t line_count;                /* without those of time */
    const struct plan **chain;          /* by log: the plan after each line; NULL: not known */
    struct why_target *targets;
    uint32_t target_count;
    struct why_values first, base, end; /* the earlier plan; on the later day; after all lines */
    struct why_values *alone, *order;   /* [line_count] */
    const struct why_kept *kept;        /* or NULL */
    bool asked_then[3];                 /* which of them were simulated */
    struct why_values said, then[3];    /* kept; with what stood in then, with today's defaults, all
                                           as today, by the runs of then */
    const bool *stands;                 /* [line_count]: it can stand alone */
    uint32_t team_count;
    struct str *teams;
    struct why_values *held;            /* all teams held, then one fewer each, in order */
    struct why_values *freed;           /* all held but this one */
    uint32_t **orders;                  /* sampled: [order_count][line_count] */
    uint32_t order_count;
};

/* The part of the program: why_program.c. */
void why_program_ask(struct why_job *job);
void why_program_read(struct why_job *job);
uint32_t why_program_lines(const struct why_job *job);
void why_program_settle(const struct why_job *job, struct why_effect *const *effects);

struct why_values why_values_new(struct why_job *job);
void why_ask_for(struct why_job *job, struct why_ask ask);
/* Ask for the fair account; later read what came. Between them the asks are as they were made. */
void why_orders_ask(struct why_job *job);
void why_orders_read(struct why_job *job, struct why_effect *const *effects, uint32_t first);

#endif
