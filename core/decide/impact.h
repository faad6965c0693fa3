/* SPDX-License-Identifier: Apache-2.0 */
/* impact.h - the work that being late somewhere makes late: of a system, a team, a task. */
#ifndef BATON_CORE_DECIDE_IMPACT_H
#define BATON_CORE_DECIDE_IMPACT_H

#include "core/plan/plan.h"

/* Open tasks and milestones that are late themselves where `subject` is late: a task or milestone
 * itself, what a hand-off gives, what a blocker stops, a team's open work, the open work that
 * touches a system or one that cannot work without it. In the plan's order. Cost: tasks x
 * systems. */
uint32_t impact_work(const struct plan *p, const struct object *subject, struct arena *owner,
                     const uint32_t **ret_objects);

/* Edits that make each of them a week longer, as `set` takes them: "risks.ID={likely: 100%, hits:
 * {...}}". Empty where there is none. */
struct str impact_edit(const struct plan *p, const struct object *subject, struct arena *owner);

#endif
