/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/budget.h"

enum { MICRO_OF_MINOR = 10000 };        /* a hundredth of a whole unit */

const struct object *budget_of(const struct plan *plan)
{
    const struct object *found = NULL;

    for (uint32_t i = 0; i < plan_count(plan, KIND_guardrail); i++) {
        const struct object *o = plan_nth(plan, KIND_guardrail, i);
        const uint32_t *measure = guardrail_get_measure(o);

        if ((measure ? *measure == GUARDRAIL_BUDGET : str_equal(o->id, STR("budget"))) &&
            guardrail_get_limit(o))
            found = o;
    }
    return found;
}

int64_t budget_minor(const struct day_amount *entry)
{
    return (entry->micro + MICRO_OF_MINOR / 2) / MICRO_OF_MINOR;
}

bool budget_spent(const struct plan *plan, int64_t *ret_minor, int64_t *ret_until)
{
    const struct object *budget = budget_of(plan);
    const struct day_amounts *ledger = budget ? guardrail_get_spent_by(budget) : NULL;
    const struct day_amount *last = NULL;

    for (size_t i = 0; ledger && i < ledger->count; i++)
        if ((ledger->items[i].from_day + 1) * CIVIL_DAY_S <= plan->as_of &&
            (!last || ledger->items[i].from_day > last->from_day))
            last = &ledger->items[i];
    if (last) {
        *ret_minor = budget_minor(last);
        *ret_until = (last->from_day + 1) * CIVIL_DAY_S;
        return true;
    }
    if (!budget || !guardrail_get_spent(budget))
        return false;
    *ret_minor = *guardrail_get_spent(budget);
    *ret_until = plan->as_of;
    return true;
}
