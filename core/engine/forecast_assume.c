/* SPDX-License-Identifier: Apache-2.0 */
/* Open decisions: until they are taken the forecast assumes the option their plan names.
 * Without one it is as if nobody decides: what they gate waits, and nothing else changes. */
#include "core/engine/forecast_compile.h"

#include "core/base/arena.h"

static bool is_open(const struct object *decision)
{
    const uint32_t *state = decision_get_state(decision);

    if (decision_get_decided(decision))
        return false;
    return !state || *state == DECISION_RAISED || *state == DECISION_FRAMED ||
           *state == DECISION_READY || *state == DECISION_IN_FORUM;
}

static const struct object *assumed_option(const struct object *decision)
{
    const struct objects *options = decision_get_options(decision);
    const struct str *assume = decision_get_assume(decision);

    for (size_t i = 0; assume && options && i < options->count; i++)
        if (str_equal(options->items[i]->id, *assume))
            return options->items[i];
    return NULL;
}

bool forecast_assume(const struct plan *plan, struct forecast_job *job, struct arena *owner,
                     struct arena *scratch, const struct plan **ret_plan, struct diags *out)
{
    const uint32_t count = plan_count(plan, KIND_decision);
    uint32_t *assumed = ARENA_ARRAY(owner, uint32_t, count + 1);
    struct edit *edits = NULL;
    size_t edit_count = 0, capacity = 0;

    for (uint32_t i = 0; i < count; i++) {
        const struct object *decision = plan_nth(plan, KIND_decision, i);
        const struct object *option = is_open(decision) ? assumed_option(decision) : NULL;
        const struct edits *own = option ? option_get_edits(option) : NULL;

        if (!option)
            continue;
        assumed[job->assumed_count++] = decision->number;
        for (size_t e = 0; own && e < own->count; e++) {
            if (!arena_grow(scratch, (void **)&edits, edit_count, &capacity, sizeof(*edits),
                            PLAN_OBJECT_CEILING))
                break;
            edits[edit_count++] = own->items[e];
        }
    }
    job->assumed = assumed;
    *ret_plan = plan;
    if (edit_count > 0) {
        const struct edits all =
            plan_settle_edits(plan, &(struct edits){edits, edit_count}, scratch);

        edits = (struct edit *)(uintptr_t)all.items;
        edit_count = all.count;
    }
    return edit_count == 0 || plan_apply(plan, edits, edit_count, owner, ret_plan, out);
}
