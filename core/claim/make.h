/* SPDX-License-Identifier: Apache-2.0 */
/* make.h - how the files of this room add claims to the set. */
#ifndef BATON_CORE_CLAIM_MAKE_H
#define BATON_CORE_CLAIM_MAKE_H

#include "core/claim/claim.h"

enum { DRIVING_MOST = 7 };

struct making {
    struct claims *set;
    const struct claim_input *in;
    const struct plan *run;         /* the forecast's plan */
    struct claim_from driving[DRIVING_MOST];     /* estimates of what drives the date most */
    unsigned driving_count;
};

/* NULL where there is a claim of that id already: the first stands. */
struct claim *claims_put(struct claims *set, struct str id, enum claim_kind kind,
                         uint32_t subject, const char *how);
struct claim *put_value(struct making *m, const struct object *o, const char *predicate,
                        enum claim_kind kind, int64_t value, const char *how);
struct claim *put_text(struct making *m, const struct object *o, const char *predicate,
                       enum claim_kind kind, struct str text, const char *how);
struct standing;
/* Why a promise (or the program) stands as it does: ID.because; nothing where its probability says
 * it. */
void put_because(struct making *m, const struct object *o, const struct forecast_commitment *c,
                 const struct standing *s);
void put_urgent(struct making *m, const struct object *o, const struct urgent *u);

/* Status of schedule, cost, scope, people, risks and decisions: PROGRAM.status.scope. */
void put_dimensions(struct making *m);

/* How many findings are like the first of their kind: one sentence says them all. */
void put_alike(struct making *m);
void rest_on_run(struct making *m, struct claim *c);
/* What the plan states, in one number: run.inputs, where nothing is simulated. */
void put_inputs(struct making *m);
/* "ga-march.p80". */
struct str claim_id(struct claims *set, struct str subject, const char *predicate);
/* The object of the plan as stated that a number of the forecast means; NULL where the option that
 * it assumes made it, or it is withheld. */
const struct object *claim_subject(const struct making *m, uint32_t number);
/* A field that is stated, as a claim; NULL: none of that name is. */
const struct claim *claims_put_stated(struct claims *set, struct str id);

/* What the program states of itself; its decisions' options; findings. */
void put_program(struct making *m);
void put_options(struct making *m);
void put_finding(struct making *m, const struct finding *f);
/* Of a forecast: its run, promises, and all that it says of dates and money. */
void put_run(struct making *m, const struct forecast *f, const char *prefix);
void find_driving(struct making *m);
void put_promise(struct making *m, const struct forecast_commitment *c);
void put_overall(struct making *m);
void put_counts(struct making *m);
void put_dates(struct making *m, const struct object *o, const char *prefix, const int64_t *at,
               bool coarse);
void put_targets(struct making *m);
void put_assumptions(struct making *m);
void put_tasks(struct making *m);
void put_handoffs(struct making *m);
void put_money(struct making *m);
void put_decisions(struct making *m);
/* Earned value of the program; how ready each team and gate is. */
void put_earned(struct making *m);
void put_readiness(struct making *m);
/* Of a forecast: open hand-offs and tasks, and those likely in time and finished. */
void put_progress(struct making *m);
/* Of a forecast: money by month, what delay costs, what the program brings in. */
void put_spending(struct making *m);
void put_return(struct making *m);
/* What people report, and on what terms. */
void put_reported(struct making *m);
/* Gains of options and mitigations. */
void put_gains(struct making *m);
/* People planned and really there, by month and by team. */
void put_headcount(struct making *m);

#endif
