/* SPDX-License-Identifier: Apache-2.0 */
/* capacity.h - how many people a team has for this program on a day, as stated.
 *
 * Capacity counts people: `capacity`, or the last `capacity_from` that has begun; a person's
 * `away` takes one from their team, and so does having left; a team's own `away` takes as many
 * as it says. Holidays are the calendar's business and take nobody here.
 */
#ifndef BATON_CORE_PLAN_CAPACITY_H
#define BATON_CORE_PLAN_CAPACITY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/plan.h"

/* Whether some team does. */
bool plan_states_capacity(const struct plan *p);
/* Whether anybody stated how many people the team has. */
bool team_states_capacity(const struct object *team);
/* Millionths of people on that day (days since 1970); never below 0. Where nothing is stated
 * there is no limit to speak of: INT64_MAX. Cost: people + what the team states. */
int64_t team_capacity_on(const struct plan *p, const struct object *team, int64_t day);

#endif
