/* SPDX-License-Identifier: Apache-2.0 */
/* budget.h - the budget of a plan, and what its ledger says was spent. */
#ifndef BATON_CORE_ENGINE_BUDGET_H
#define BATON_CORE_ENGINE_BUDGET_H

#include "core/plan/plan.h"

enum { BENEFIT_MONTHS = 36 };   /* of a benefit that states none */

/* The guardrail that limits what everything costs; of several the last. NULL: none does. */
const struct object *budget_of(const struct plan *plan);

/* What was spent in all by `until`: the last entry of the ledger before the data date, or the one
 * number that is stated. False: neither is. Minor units. */
bool budget_spent(const struct plan *plan, int64_t *ret_minor, int64_t *ret_until);

/* An entry of a ledger in minor units. */
int64_t budget_minor(const struct day_amount *entry);

#endif
