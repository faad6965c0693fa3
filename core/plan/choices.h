/* SPDX-License-Identifier: Apache-2.0 */
/* choices.h - the fixed words a field of type "choice" may hold. One list each; the text
 * on the right is what stands in a file. */
#ifndef BATON_CORE_PLAN_CHOICES_H
#define BATON_CORE_PLAN_CHOICES_H

#define CHOICES_dialect(C)                                                                     \
    C(DIALECT_NATIVE, "native") C(DIALECT_MSPROJECT, "msproject") C(DIALECT_P6, "p6")
#define CHOICES_progress_mode(C)                                                               \
    C(PROGRESS_RETAINED, "retained-logic") C(PROGRESS_OVERRIDE, "progress-override")           \
    C(PROGRESS_ACTUAL, "actual-dates")
#define CHOICES_lag_calendar(C)                                                                \
    C(LAG_CALENDAR_PREDECESSOR, "predecessor") C(LAG_CALENDAR_SUCCESSOR, "successor")          \
    C(LAG_CALENDAR_PROGRAM, "program") C(LAG_CALENDAR_ALWAYS, "always")
#define CHOICES_float_kind(C)                                                                  \
    C(FLOAT_SMALLEST, "smallest") C(FLOAT_FINISH, "finish") C(FLOAT_START, "start")
#define CHOICES_event_side(C) C(EVENT_START, "start") C(EVENT_FINISH, "finish")
#define CHOICES_resource_kind(C)                                                               \
    C(RESOURCE_TEAM, "team") C(RESOURCE_PERSON, "person") C(RESOURCE_EQUIPMENT, "equipment")
#define CHOICES_status(C)                                                                      \
    C(STATUS_GREEN, "green") C(STATUS_AMBER, "amber") C(STATUS_RED, "red") C(STATUS_GREY, "grey")
#define CHOICES_constraint_kind(C)                                                             \
    C(CONSTRAINT_ASAP, "asap") C(CONSTRAINT_ALAP, "alap")                                      \
    C(CONSTRAINT_START_NO_EARLIER, "start-no-earlier")                                         \
    C(CONSTRAINT_FINISH_NO_EARLIER, "finish-no-earlier")                                       \
    C(CONSTRAINT_START_NO_LATER, "start-no-later")                                             \
    C(CONSTRAINT_FINISH_NO_LATER, "finish-no-later")                                           \
    C(CONSTRAINT_START_ON, "start-on") C(CONSTRAINT_FINISH_ON, "finish-on")                    \
    C(CONSTRAINT_MUST_START, "must-start") C(CONSTRAINT_MUST_FINISH, "must-finish")            \
    C(CONSTRAINT_EXPECTED_FINISH, "expected-finish")
#define CHOICES_tracker_system(C)                                                              \
    C(TRACKER_JIRA_CLOUD, "jira-cloud") C(TRACKER_JIRA_SERVER, "jira-server")                  \
    C(TRACKER_GITHUB, "github") C(TRACKER_GITLAB, "gitlab") C(TRACKER_REDMINE, "redmine")      \
    C(TRACKER_AZURE, "azure") C(TRACKER_LINEAR, "linear")
#define CHOICES_estimate_source(C)                                                           \
    C(ESTIMATES_WORK, "work") C(ESTIMATES_POINTS, "points")                                    \
    C(ESTIMATES_HISTORY, "history") C(ESTIMATES_NONE, "none")
#define CHOICES_cut(C) C(CUT_MAY, "may") C(CUT_NEVER, "never")
#define CHOICES_duration_kind(C)                                                               \
    C(DURATION_FIXED_DURATION, "fixed-duration") C(DURATION_FIXED_UNITS, "fixed-units")        \
    C(DURATION_FIXED_WORK, "fixed-work")
#define CHOICES_contour(C)                                                                     \
    C(CONTOUR_BACK_LOADED, "back-loaded") C(CONTOUR_FRONT_LOADED, "front-loaded")              \
    C(CONTOUR_DOUBLE_PEAK, "double-peak") C(CONTOUR_EARLY_PEAK, "early-peak")                  \
    C(CONTOUR_LATE_PEAK, "late-peak") C(CONTOUR_BELL, "bell") C(CONTOUR_TURTLE, "turtle")
#define CHOICES_commitment_state(C)                                                            \
    C(COMMITMENT_ACTIVE, "active") C(COMMITMENT_MET, "met") C(COMMITMENT_MISSED, "missed")     \
    C(COMMITMENT_WITHDRAWN, "withdrawn")
#define CHOICES_interface_state(C)                                                             \
    C(INTERFACE_DRAFT, "draft") C(INTERFACE_AGREED, "agreed") C(INTERFACE_RETIRED, "retired")
#define CHOICES_handoff_state(C)                                                               \
    C(HANDOFF_ASKED, "asked") C(HANDOFF_OFFERED, "offered") C(HANDOFF_AGREED, "agreed")        \
    C(HANDOFF_DELIVERED, "delivered") C(HANDOFF_ACCEPTED, "accepted")                          \
    C(HANDOFF_REFUSED, "refused") C(HANDOFF_DROPPED, "dropped")
#define CHOICES_handoff_wait(C)                                                                \
    C(WAITS_FOR_OFFER, "offered") C(WAITS_FOR_AGREEMENT, "agreed")                             \
    C(WAITS_FOR_DELIVERY, "delivered") C(WAITS_FOR_ACCEPTANCE, "accepted")
#define CHOICES_response(C)                                                                    \
    C(RESPONSE_AVOID, "avoid") C(RESPONSE_TRANSFER, "transfer")                                \
    C(RESPONSE_MITIGATE, "mitigate") C(RESPONSE_ACCEPT, "accept")                              \
    C(RESPONSE_EXPLOIT, "exploit") C(RESPONSE_SHARE, "share") C(RESPONSE_ENHANCE, "enhance")
#define CHOICES_risk_state(C)                                                                  \
    C(RISK_OPEN, "open") C(RISK_OCCURRED, "occurred") C(RISK_RETIRED, "retired")
#define CHOICES_decision_state(C)                                                              \
    C(DECISION_RAISED, "raised") C(DECISION_FRAMED, "framed") C(DECISION_READY, "ready")       \
    C(DECISION_IN_FORUM, "in-forum") C(DECISION_DECIDED, "decided")                            \
    C(DECISION_COMMUNICATED, "communicated") C(DECISION_ENACTED, "enacted")                    \
    C(DECISION_REVIEWED, "reviewed") C(DECISION_WITHDRAWN, "withdrawn")                        \
    C(DECISION_LAPSED, "lapsed")
#define CHOICES_rung_role(C)                                                                   \
    C(RUNG_OWNER, "owner") C(RUNG_MANAGERS, "managers") C(RUNG_DIRECTORS, "directors")         \
    C(RUNG_SPONSOR, "sponsor")
#define CHOICES_door(C) C(DOOR_ONE_WAY, "one-way") C(DOOR_TWO_WAY, "two-way")
#define CHOICES_gate_outcome(C)                                                                \
    C(GATE_GO, "go") C(GATE_CONDITIONAL, "conditional") C(GATE_HOLD, "hold")                   \
    C(GATE_RECYCLE, "recycle") C(GATE_KILL, "kill")
#define CHOICES_criterion_kind(C)                                                              \
    C(CRITERION_EVIDENCE, "evidence") C(CRITERION_METRIC, "metric")                            \
    C(CRITERION_APPROVAL, "approval") C(CRITERION_LIST_EMPTY, "list-empty")
#define CHOICES_criterion_state(C)                                                             \
    C(CRITERION_UNMET, "unmet") C(CRITERION_MET, "met") C(CRITERION_WAIVED, "waived")          \
    C(CRITERION_NOT_APPLICABLE, "not-applicable")
#define CHOICES_guardrail_measure(C)                                                           \
    C(GUARDRAIL_BUDGET, "budget") C(GUARDRAIL_BURN, "burn")                                    \
    C(GUARDRAIL_HEADCOUNT, "headcount") C(GUARDRAIL_ROI, "roi") C(GUARDRAIL_WIP, "wip")        \
    C(GUARDRAIL_DATE, "date")
#define CHOICES_assumption_state(C)                                                            \
    C(ASSUMPTION_UNCHECKED, "unchecked") C(ASSUMPTION_HOLDS, "holds")                          \
    C(ASSUMPTION_FALSE, "false")

#define CHOICES_happening(C)                                                                   \
    C(HAPPENING_OPENED, "opened") C(HAPPENING_WARNED, "warned") C(HAPPENING_ASKED, "asked")    \
    C(HAPPENING_REARMED, "re-armed") C(HAPPENING_WOKEN, "woken")                               \
    C(HAPPENING_DROPPED, "dropped") C(HAPPENING_CLEARED, "cleared")                            \
    C(HAPPENING_ACKNOWLEDGED, "acknowledged") C(HAPPENING_PROGRESSED, "progressed")            \
    C(HAPPENING_REASSIGNED, "reassigned") C(HAPPENING_REJECTED, "rejected")                    \
    C(HAPPENING_SNOOZED, "snoozed") C(HAPPENING_DEESCALATED, "de-escalated")                   \
    C(HAPPENING_MERGED, "merged") C(HAPPENING_RESOLVED, "resolved")                            \
    C(HAPPENING_REOPENED, "reopened")
#define CHOICES_finding_label(C)                                                               \
    C(LABEL_DEFUSED, "defused") C(LABEL_DETONATED, "detonated") C(LABEL_FALSE, "false-alarm")

/* Every list, in order. */
#define CHOICE_LISTS(L)                                                                        \
    L(dialect) L(progress_mode) L(lag_calendar) L(float_kind) L(event_side) L(resource_kind)   \
    L(status) L(constraint_kind)                                                               \
    L(tracker_system) L(estimate_source)                                                       \
    L(cut) L(duration_kind) L(contour) L(commitment_state) L(interface_state)                  \
    L(handoff_state)                                                                           \
    L(handoff_wait)                                                                            \
    L(response) L(risk_state) L(decision_state) L(rung_role) L(door) L(gate_outcome)           \
    L(criterion_kind)                                                                          \
    L(criterion_state) L(guardrail_measure) L(assumption_state) L(happening)                      \
    L(finding_label)

#define CHOICE_ENUMERATOR(name, word) name,
#define CHOICE_ENUM(list) enum list { CHOICES_##list(CHOICE_ENUMERATOR) };
CHOICE_LISTS(CHOICE_ENUM)

struct choice_list {
    const char *name;
    const char *const *words;
    unsigned count;
};

#define CHOICE_DECLARE(list) extern const struct choice_list choice_list_##list;
CHOICE_LISTS(CHOICE_DECLARE)

#endif
