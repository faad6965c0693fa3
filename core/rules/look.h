/* SPDX-License-Identifier: Apache-2.0 */
/* look.h - what rules ask again and again, answered in one place.
 *
 * Objects here are of in->plan, the plan as stated. The forecast may run on a plan with the
 * assumed options applied, whose numbers can differ: these functions translate by id.
 */
#ifndef BATON_CORE_RULES_LOOK_H
#define BATON_CORE_RULES_LOOK_H

#include "core/base/text.h"
#include "core/rules/list.h"
#include "core/rules/rule.h"

/* The object's number in the network's plan, OBJECT_NONE when it is not there. */
uint32_t look_number(const struct rule_input *in, const struct object *o);
uint32_t look_node(const struct rule_input *in, const struct object *o);    /* NODE_NONE */
/* And back: the object of in->plan that a number of the network's plan means, or NULL. */
const struct object *look_stated(const struct rule_input *in, uint32_t number);

/* NULL when there is no forecast or the object has no part in it. */
const struct forecast_task *look_task(const struct rule_input *in, const struct object *o);
const struct forecast_commitment *look_commitment(const struct rule_input *in,
                                                  const struct object *commitment);
const struct forecast_target *look_target(const struct rule_input *in, const struct object *o);
const struct forecast_handoff *look_handoff(const struct rule_input *in,
                                            const struct object *handoff);
/* Share of iterations in which it drives the date, ppm; 0 when unknown. */
int32_t look_criticality(const struct rule_input *in, const struct object *o);
/* Whether it is on the driving path: criticality at or above policy driving-path.criticality
 * (default 20 %), or critical in the schedule where there is no forecast. */
bool look_drives(const struct rule_input *in, const struct object *o);
/* Not finished, not inactive, not a summary. */
bool look_is_open(const struct rule_input *in, const struct object *task_or_milestone);
bool look_is_summary(const struct rule_input *in, const struct object *task);
bool look_handoff_is_open(const struct object *handoff);
enum handoff_state look_handoff_state(const struct object *handoff);
bool look_commitment_is_active(const struct object *commitment);
bool look_decision_is_open(const struct object *decision);
bool look_is_started(const struct object *task);

/* Early dates of the schedule, CIVIL_NONE without. */
int64_t look_early_start(const struct rule_input *in, const struct object *o);
int64_t look_early_finish(const struct rule_input *in, const struct object *o);
int64_t look_late_start(const struct rule_input *in, const struct object *o);

/* When the taker needs a hand-off: the date it asked, else its late start in the schedule. */
int64_t look_need_by(const struct rule_input *in, const struct object *handoff);
/* The last second of a stated date. */
int64_t look_end_of(const struct when *when);

/* The median of an estimate of working time, in millionths of a day of the program's calendar;
 * 0 where there is none. */
int64_t look_median_days(const struct rule_input *in, const struct estimate *e);
/* What is left of a task by its owner's word: remaining, else the estimate; NULL. */
const struct estimate *look_left(const struct object *task);

/* --- the log ------------------------------------------------------------------------------ */

/* The steps of one field, later than `since` (CIVIL_NONE: all), in time; values NULL where they
 * were not stated. None without a log. */
struct look_step {
    int64_t at;
    struct str by;
    const struct change *change;
    const void *before, *after;
};
uint32_t look_steps(const struct rule_input *in, const struct object *o, uint16_t field,
                    int64_t since, const struct look_step **ret_steps);
/* When anybody last changed anything of it; CIVIL_NONE: the log does not say. */
int64_t look_last_step(const struct rule_input *in, const struct object *o);
/* When it came into a log that had begun before; CIVIL_NONE: it was there first, or no log. */
int64_t look_first_seen(const struct rule_input *in, const struct object *o);
/* Whether a change brought in a whole plan: its objects are not new. */
bool look_is_import(const struct change *c);
/* When anybody last said anything about a task: its updated and estimated, or the log. */
int64_t look_last_word(const struct rule_input *in, const struct object *task);

/* Signed working days between two instants on the program's calendar, in millionths. */
int64_t look_working_days(const struct rule_input *in, int64_t from, int64_t to);
/* The instant `micro_days` working days before (negative) or after. */
int64_t look_shift(const struct rule_input *in, int64_t from, int64_t micro_days);
/* What an estimate takes at probability p, after `from` (or before it): working
 * time of the program's calendar, or clock time where the estimate is of elapsed time. */
int64_t look_after(const struct rule_input *in, int64_t from, const struct estimate *e, double p);
int64_t look_before(const struct rule_input *in, int64_t from, const struct estimate *e, double p);
/* The reporting period; 5 days where none is stated. */
int64_t look_cadence_micro_days(const struct rule_input *in);
/* Until when somebody is to act who can act at once: policy act.days (default 2) from now on. */
int64_t look_soon(const struct rule_input *in);
/* Until when scope can still move: before a date by policy act.share (default a quarter) of the
 * time from now to `far`. */
int64_t look_while_scope_moves(const struct rule_input *in, int64_t date, int64_t far);

/* Words: "9 d" of millionths of a day, "38 %" of ppm, "2026-12-04", "Token API v2 (token-api)". */
struct str look_days(const struct rule_input *in, int64_t micro_days);
struct str look_percent(const struct rule_input *in, int32_t ppm);
/* For a sentence: rounded to five points, "about 40 %", "under 5 %", "over 95 %". */
struct str look_likely(const struct rule_input *in, int32_t ppm);
struct str look_date(const struct rule_input *in, int64_t instant);
struct str look_name(const struct rule_input *in, const struct object *o);
/* A count and its noun: "1 task", "3 tasks". */
struct str look_count(const struct rule_input *in, uint64_t count, const char *noun);
/* "token-api, billing-cutover and 3 more" */
struct str look_list(const struct rule_input *in, const uint32_t *objects, uint32_t count);

/* Room for the numbers of further subjects, for finding.others. */
uint32_t *look_room(const struct rule_input *in, uint32_t count);
/* Object numbers without their repeats, in ascending order; returns how many are left. */
uint32_t look_unique(uint32_t *objects, uint32_t count);

/* Edits for `fix` and `without`: set or remove one field. */
struct edit look_edit(const struct rule_input *in, const struct object *o, uint16_t field,
                      const void *value);

/* For `fix`: one date, as a day. One edit. */
const struct edit *look_set_day(const struct rule_input *in, const struct object *o,
                                uint16_t field, int64_t instant);
/* For `fix` and `without`: one edit that sets a field, or removes it where `value` is NULL. */
const struct edit *look_set(const struct rule_input *in, const struct object *o, uint16_t field,
                            const void *value);
/* The finding's fix is that one edit. */
void look_fix(struct finding *f, const struct edit *edit);
/* The finding's fix: the date of a promise to the P80 of what it hangs on, where that is later. */
void look_fix_promise(const struct rule_input *in, struct finding *f,
                      const struct object *commitment);
/* For `without`: the plan as if this hand-off kept nobody waiting. */
const struct edit *look_without_handoff(const struct rule_input *in, const struct object *handoff);

/* Whether any path of links leads from one object's node to the other's. */
bool look_reaches(const struct rule_input *in, const struct object *from, const struct object *to);
/* Whether a person is away or gone at some time in [from, to]. */
bool look_is_away(const struct object *person, int64_t from, int64_t to);

#endif
