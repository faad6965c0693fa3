/* SPDX-License-Identifier: Apache-2.0 */
/* status.h - how a promise stands, by rule, and why where its probability alone does not say it.
 *
 * Off below 50 %, or where its owners' own numbers end after its date; at risk below 80 %, or while
 * a grave finding that it hangs on must be defused before the next report; unknown without a
 * forecast, on old data, or where more than a fifth of the tasks that drive it have no estimate.
 * What is off is never hidden behind unknown. It improves when a second report in a row says so,
 * and worsens at once. Source: domain.md 7.2.
 */
#ifndef BATON_CORE_CLAIM_STATUS_H
#define BATON_CORE_CLAIM_STATUS_H

#include "core/claim/claim.h"

/* Of a probability, ppm: on course from the first, off course below the second. */
enum { STATUS_GOOD_FROM = 800000, STATUS_RISK_FROM = 500000 };

enum status_because {
    STATUS_BY_PROBABILITY,
    STATUS_NO_FORECAST,
    STATUS_LATE_AS_STATED,      /* the owners' own numbers end after its date */
    STATUS_HELD,                /* better than in the report before, for the first time */
    STATUS_OLD_PLAN,
    STATUS_OLD_ESTIMATES,
    STATUS_UNESTIMATED,
    STATUS_URGENT               /* a grave finding must be defused before the next report */
};

struct standing {
    enum claim_status status;
    enum status_because because;
    enum claim_status before;           /* of STATUS_HELD */
    const struct urgent *urgent;        /* of STATUS_URGENT */
};

struct standing status_of_promise(const struct claim_input *in,
                                  const struct forecast_commitment *c);
/* The same of the budget, which the forecast must have: off below 50 %, or where what is spent and
 * what is left as stated is over it by more than rates are rounded. */
enum claim_status status_of_cost(const struct forecast *f);
bool status_is_over_as_stated(const struct forecast *f);
/* By which rule. */
const char *status_how(enum status_because because);
/* What was said of it before; NULL: nothing is known. */
const struct said_before *status_said(const struct claim_input *in, struct str promise);

/* What must be defused first, of a promise or the program; NULL: nothing. */
const struct urgent *status_urgent(const struct claim_input *in, struct str promise);

/* How the parts of the program stand: off where an error should have been defused by now, at risk
 * where a warning should, or must before the next report; unknown where the plan states nothing of
 * the kind. */
void dimensions_find(const struct rule_input *in, const struct findings *all, struct part *ret);

/* Grave findings that are true and must be defused while there is working time left before the next
 * report: of each promise the first, then the first of all for the program (its object). A finding
 * bears on a promise where that is its subject or waits for it in the network. Pointers into `all`.
 * Cost: a pass over the links a promise. */
uint32_t urgent_find(const struct rule_input *in, const struct findings *all, struct arena *owner,
                     const struct urgent **ret_urgent);

#endif
