/* SPDX-License-Identifier: Apache-2.0 */
/* ease.h - whether edits only make things easier: less work, less waiting, less risk, more people.
 *
 * Without capacity such edits never make a date later on the same draws. Where teams bind they
 * can: list scheduling takes what is ready in a fixed order, so work that is free sooner may take
 * the people another task needed (Graham 1969). Whoever shows such a date says so.
 */
#ifndef BATON_CORE_DECIDE_EASE_H
#define BATON_CORE_DECIDE_EASE_H

#include "core/plan/plan.h"

/* Whether every edit, of a plan that it applies to, takes work, a wait, a risk or a constraint
 * away, or adds people; none of the kind that is not known to. False for no edits. */
bool edits_ease(const struct plan *plan, const struct edit *edits, size_t count);

#endif
