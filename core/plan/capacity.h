/* SPDX-License-Identifier: Apache-2.0 */
/* capacity.h - how many people a team has for this program on a day, as stated; and units of a
 * system that tasks take turns at.
 *
 * Capacity counts people: `capacity`, or the last `capacity_from` that has begun. It counts those
 * who are there at the data date: a person's `away` takes their share (all of them unless `share`
 * or `also` says less), and so does having left; who joins later adds theirs from that day on, an
 * eighth, three, five and seven eighths of it while they ramp up; who mentors them has so much
 * less while that lasts. With `count_people` nothing else
 * counts. The team's own `away` takes as many as it says; then standing work takes a share of who
 * is there, people, or person-days of the team's usual week. Holidays are the calendar's business
 * and take nobody here. Focus does not either: it is in every estimate already, and `effort`
 * divides by it.
 */
#ifndef BATON_CORE_PLAN_CAPACITY_H
#define BATON_CORE_PLAN_CAPACITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/plan/plan.h"

/* Hires whose day is not certain: before they come, on their likely day, or there all along. */
enum capacity_hires { HIRES_NONE, HIRES_LIKELY, HIRES_ALL };

/* Whether anything binds: a team's people, a system's units, a skill. */
bool plan_states_capacity(const struct plan *p);
/* Whether anybody stated how many people the team has; or how many units, of a system. */
bool team_states_capacity(const struct object *team);
/* Millionths of people on that day (days since 1970); never below 0. Where nothing is stated
 * there is no limit to speak of: INT64_MAX. Cost: people + what the team states. */
int64_t team_capacity_on(const struct plan *p, const struct object *team, int64_t day);
/* The same with hires as asked, of a team or a system. */
int64_t capacity_on(const struct plan *p, const struct object *of, int64_t day,
                    enum capacity_hires hires);
/* Those of the team's people who can do all that one of the sets names: nothing but their shares
 * counts, whatever the team's capacity is. */
int64_t capacity_skilled_on(const struct plan *p, const struct object *team,
                            const struct texts *const *sets, size_t set_count, int64_t day,
                            enum capacity_hires hires);
/* The same (of all of it where `sets` is NULL) had one hire joined on a day; of the others whose
 * day is not certain none. */
struct capacity_joined {
    const struct object *person;
    int64_t day;
};
int64_t capacity_joined_on(const struct plan *p, const struct object *of,
                           const struct texts *const *sets, size_t set_count, int64_t day,
                           const struct capacity_joined *joined);
/* Ascending days, each as the first on or after it on which they work, each once: nobody is missed
 * on days off. In place; returns how many. */
size_t capacity_working_days(const struct plan *p, const struct object *of, int64_t *days,
                             size_t count);
/* The days on which any of these may change, ascending; some may be twice in it. */
int64_t *capacity_days(const struct plan *p, const struct object *of, struct arena *owner,
                       size_t *ret_count);
/* Share of the people who are there that standing work takes on a day, in ppm. */
int32_t capacity_standing_ppm(const struct object *team, int64_t day);

/* Millionths of a person that a team has of somebody; 0: not of this team. */
int64_t person_share_of(const struct object *person, const struct object *team);
bool person_can(const struct object *person, const struct texts *skills);
/* Whether the day they join is still to be drawn: a hire that has not come by the data date. */
bool person_is_expected(const struct plan *p, const struct object *person);
/* While they ramp up a team has so many eighths of them, from five days on, had they joined on
 * `day`. False: they do all of it at once. */
enum { CAPACITY_RAMP = 5 };
extern const uint8_t capacity_ramp_eighths[CAPACITY_RAMP];
bool person_ramp_days(const struct plan *p, const struct object *person,
                      const struct object *team, int64_t day, int64_t ret_days[CAPACITY_RAMP]);

#endif
