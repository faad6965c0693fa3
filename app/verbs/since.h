/* SPDX-License-Identifier: Apache-2.0 */
/* since.h - a plan as it was when somebody last looked, or at a point they name. */
#ifndef BATON_APP_VERBS_SINCE_H
#define BATON_APP_VERBS_SINCE_H

#include "app/verbs/ground.h"

extern const struct flag flag_reader, flag_peek, flag_looked_since;

enum { SINCE_LABEL = 400 };

struct since {
    const struct baton_plan *plan;      /* NULL: nothing to compare with */
    struct baton_change *changes;       /* of the log from there on; NULL: it is another plan */
    size_t change_count;
    struct baton_kept *kept;            /* forecasts of that moment */
    size_t kept_count;
    char label[SINCE_LABEL];            /* "you last looked (2026-11-16, change 3)" */
};

/* The moment that --since names: a baseline, a date or change of the store, or another plan.
 * `g` is NULL where the plan comes of no store. False: the answer is refused. */
bool since_named(const struct request *request, struct answer *answer, struct ground *g,
                 const char *when, struct since *ret_since);
/* When the reader (NULL: of the request) looked last, and note that they look now (`note`). A store
 * that cannot be written is no fault. The same plan on the same day is the same look: what was
 * new then is new still. False: the answer is refused. */
bool since_looked(const struct request *request, struct answer *answer, struct ground *g,
                  const struct baton_plan *plan, const char *reader, bool note,
                  struct since *ret_since);
/* Why the study differs from then, for its report (in answer->since). Where no forecast is possible
 * the report says so. */
void since_explain(const struct request *request, struct answer *answer,
                   const struct since *since, struct baton_study *study);
/* PLAN computed for the report, and why it differs from the moment that --since names or, of a
 * store, from when the reader looked last (`looks`). NULL: the answer is refused. */
struct baton_study *since_study(const struct request *request, struct answer *answer,
                                const char *report, bool looks);
/* The report `claim` of the request's second argument: what that claim was derived from. `when`, or
 * NULL: compared with that moment, so that claims of two plans are there too. */
void since_claim(const struct request *request, struct answer *answer, const char *when);

#endif
