/* SPDX-License-Identifier: Apache-2.0 */
/* make.h - how the files of this room add claims to the set. */
#ifndef BATON_CORE_CLAIM_MAKE_H
#define BATON_CORE_CLAIM_MAKE_H

#include "core/claim/claim.h"

struct making {
    struct claims *set;
    const struct claim_input *in;
    const struct plan *run;         /* the forecast's plan */
    struct claim_from driving[CLAIM_FROM_MOST];     /* estimates of what drives the date most */
    unsigned driving_count;
};

/* NULL where there is a claim of that id already: the first stands. */
struct claim *put_value(struct making *m, const struct object *o, const char *predicate,
                        enum claim_kind kind, int64_t value, const char *how);
struct claim *put_text(struct making *m, const struct object *o, const char *predicate,
                       enum claim_kind kind, struct str text, const char *how);
/* Claim may be NULL; a field that is not stated adds nothing. */
void rest_on(struct claim *c, struct str claim);
void rest_on_field(struct claim *c, const struct object *o, uint16_t field);

/* Earned value of the program; how ready each team and gate is. */
void put_earned(struct making *m);
void put_readiness(struct making *m);
/* Of a forecast: open hand-offs and tasks, and those likely in time and finished. */
void put_progress(struct making *m);
/* Of a forecast: money by month, what delay costs, what the program brings in. */
void put_spending(struct making *m);
void put_return(struct making *m);
/* Gains of options and mitigations. */
void put_gains(struct making *m);
/* People planned and really there, by month and by team. */
void put_headcount(struct making *m);

#endif
