/* SPDX-License-Identifier: Apache-2.0 */
/* escalation.h - the clock of an escalation: what is due, given what has happened.
 *
 * Pure: state + event + now -> state + steps. A step of the clock happens at the instant it is due,
 * however late anybody looks, so a run to the end of the year in one go and one look an hour give
 * the same steps. What the clock did is kept as events of the escalation, beside what people did;
 * a step that is kept never happens again.
 */
#ifndef BATON_CORE_DECIDE_ESCALATION_H
#define BATON_CORE_DECIDE_ESCALATION_H

#include "core/plan/plan.h"

enum { ESCALATION_RUNGS = 16, ESCALATION_STEPS = 200 };

/* As it stood when the escalation was opened: frozen. Times are working seconds. */
struct escalation_policy {
    const struct plan *plan;            /* of what goes by turns */
    const struct calendar *calendar;
    int64_t opened;
    int64_t by;                         /* until when an answer helps; CIVIL_NONE */
    uint32_t rung_count;
    struct {
        int64_t ack_s, resolve_s;
        bool nobody;                    /* nobody is there: passed over */
        const struct object *by_turns;  /* a rung with a duty in it: who is there depends on the
                                           day; NULL: always the same */
    } rungs[ESCALATION_RUNGS];
    uint32_t repeats;
    int64_t warn_s;                     /* the affected are told so long before the next rung */
    int64_t rearm_s;                    /* acknowledged, and nothing since: asked again */
    int64_t clear_s;                    /* what clears stays clear so long before it is closed */
    int64_t least_s;                    /* no timer is shorter */
};

enum escalation_status {
    ESCALATION_NEW,                     /* not opened yet */
    ESCALATION_WAITING,                 /* asked, no answer */
    ESCALATION_ACKNOWLEDGED,
    ESCALATION_SNOOZED,
    ESCALATION_CLEARED,                 /* its cause is gone; not closed yet */
    ESCALATION_CLOSED,                  /* resolved or merged */
    ESCALATION_DROPPED                  /* past the last rung: an alarm, not an end */
};

struct escalation_state {
    enum escalation_status status;
    uint32_t rung;                      /* from 0 */
    uint32_t round;
    int64_t since;                      /* of this rung */
    int64_t moved;                      /* the last progress since it was acknowledged */
    int64_t wake;                       /* of a snooze; since when of a cleared one */
    bool warned;
    uint32_t reopened;
};

struct escalation_event {               /* of people, or of the clock */
    enum happening what;
    int64_t at;
    int64_t until;                      /* of a snooze */
    uint32_t rung;                      /* of `asked`: from 0 */
};

/* The timers that hold in this state; CIVIL_NONE: none. */
int64_t escalation_ack_by(const struct escalation_policy *p, const struct escalation_state *s);
int64_t escalation_resolve_by(const struct escalation_policy *p, const struct escalation_state *s);

/* The clock's next step from this state if nobody does anything. False: there is none. */
bool escalation_next(const struct escalation_policy *p, const struct escalation_state *s,
                     struct escalation_event *ret_step);
/* The state after an event. */
void escalation_apply(const struct escalation_policy *p, const struct escalation_event *e,
                      struct escalation_state *s);
bool escalation_is_of_clock(enum happening what);

/* Everything up to `now`: what is kept, in order of time, then what is due and not kept. `steps`
 * receives the latter (room for ESCALATION_STEPS); returns how many. `clear`: whether the cause is
 * seen to be gone at `now`; a run into the future passes `sees` false. */
uint32_t escalation_run(const struct escalation_policy *p, const struct escalation_event *kept,
                        uint32_t kept_count, int64_t now, bool sees, bool clear,
                        struct escalation_event *steps, struct escalation_state *ret_state);

/* --- of a plan -------------------------------------------------------------------------------- */

/* The frozen policy of an escalation; timers that its rungs do not state come from the plan's
 * thresholds escalation.ack-days-1..4, .resolve-days, .warn-hours, .rearm-days, .clear-days. */
void escalation_policy_of(const struct plan *p, const struct object *escalation,
                          struct escalation_policy *ret_policy);
/* Its events, as they are kept. */
uint32_t escalation_events_of(const struct object *escalation, struct arena *owner,
                              const struct escalation_event **ret_events);
/* Whether what it is about is settled in the plan. */
bool escalation_is_clear(const struct plan *p, const struct object *escalation);
/* Who has a duty at an instant: the one whose turn it is, and where they are away or have left
 * their backup; NULL: nobody. */
const struct object *duty_person_at(const struct plan *p, const struct object *duty, int64_t at);
/* Whether a rung reaches nobody at an instant. */
bool escalation_rung_is_empty(const struct plan *p, const struct object *rung, int64_t at);
/* Whom a step reaches: those affected before a rung, else who is asked; a duty as whoever has it
 * then. Returns how many. */
size_t escalation_reaches(const struct plan *p, const struct object *escalation,
                          const struct escalation_event *step, struct arena *owner,
                          const struct object *const **ret_who);
/* The rung, from 0; NULL past the last. */
const struct object *escalation_rung_of(const struct object *escalation, uint32_t rung);

#endif
