/* SPDX-License-Identifier: Apache-2.0 */
/* fields.h - the field indices and typed accessors of every kind, from the schema table.
 *
 * Included by object.h only. A new kind is a row in schema.def, a file in kinds/ and one
 * line in each list below (the preprocessor cannot include in a loop).
 */
#ifndef BATON_CORE_PLAN_FIELDS_H
#define BATON_CORE_PLAN_FIELDS_H

#include "core/plan/object.h"       /* so that this one compiles alone, too */

#define FIELD(kind, name, type, argument, flags, doc) FIELD_##kind##_##name,
enum program_field {
#include "core/plan/kinds/program.def"
    program_FIELD_COUNT
};
enum scheduling_field {
#include "core/plan/kinds/scheduling.def"
    scheduling_FIELD_COUNT
};
enum delay_cost_field {
#include "core/plan/kinds/delay_cost.def"
    delay_cost_FIELD_COUNT
};
enum benefit_field {
#include "core/plan/kinds/benefit.def"
    benefit_FIELD_COUNT
};
enum outcome_field {
#include "core/plan/kinds/outcome.def"
    outcome_FIELD_COUNT
};
enum calendar_field {
#include "core/plan/kinds/calendar.def"
    calendar_FIELD_COUNT
};
enum person_field {
#include "core/plan/kinds/person.def"
    person_FIELD_COUNT
};
enum team_field {
#include "core/plan/kinds/team.def"
    team_FIELD_COUNT
};
enum standing_field {
#include "core/plan/kinds/standing.def"
    standing_FIELD_COUNT
};
enum system_field {
#include "core/plan/kinds/system.def"
    system_FIELD_COUNT
};
enum task_field {
#include "core/plan/kinds/task.def"
    task_FIELD_COUNT
};
enum assignment_field {
#include "core/plan/kinds/assignment.def"
    assignment_FIELD_COUNT
};
enum stored_field {
#include "core/plan/kinds/stored.def"
    stored_FIELD_COUNT
};
enum baseline_field {
#include "core/plan/kinds/baseline.def"
    baseline_FIELD_COUNT
};
enum milestone_field {
#include "core/plan/kinds/milestone.def"
    milestone_FIELD_COUNT
};
enum commitment_field {
#include "core/plan/kinds/commitment.def"
    commitment_FIELD_COUNT
};
enum interface_field {
#include "core/plan/kinds/interface.def"
    interface_FIELD_COUNT
};
enum handoff_field {
#include "core/plan/kinds/handoff.def"
    handoff_FIELD_COUNT
};
enum answer_field {
#include "core/plan/kinds/answer.def"
    answer_FIELD_COUNT
};
enum driver_field {
#include "core/plan/kinds/driver.def"
    driver_FIELD_COUNT
};
enum risk_field {
#include "core/plan/kinds/risk.def"
    risk_FIELD_COUNT
};
enum mitigation_field {
#include "core/plan/kinds/mitigation.def"
    mitigation_FIELD_COUNT
};
enum decision_field {
#include "core/plan/kinds/decision.def"
    decision_FIELD_COUNT
};
enum option_field {
#include "core/plan/kinds/option.def"
    option_FIELD_COUNT
};
enum forum_field {
#include "core/plan/kinds/forum.def"
    forum_FIELD_COUNT
};
enum gate_field {
#include "core/plan/kinds/gate.def"
    gate_FIELD_COUNT
};
enum criterion_field {
#include "core/plan/kinds/criterion.def"
    criterion_FIELD_COUNT
};
enum waiver_field {
#include "core/plan/kinds/waiver.def"
    waiver_FIELD_COUNT
};
enum guardrail_field {
#include "core/plan/kinds/guardrail.def"
    guardrail_FIELD_COUNT
};
enum action_field {
#include "core/plan/kinds/action.def"
    action_FIELD_COUNT
};
enum blocker_field {
#include "core/plan/kinds/blocker.def"
    blocker_FIELD_COUNT
};
enum assumption_field {
#include "core/plan/kinds/assumption.def"
    assumption_FIELD_COUNT
};
enum question_field {
#include "core/plan/kinds/question.def"
    question_FIELD_COUNT
};
enum stakeholder_field {
#include "core/plan/kinds/stakeholder.def"
    stakeholder_FIELD_COUNT
};
enum tracker_field {
#include "core/plan/kinds/tracker.def"
    tracker_FIELD_COUNT
};
enum ladder_field {
#include "core/plan/kinds/ladder.def"
    ladder_FIELD_COUNT
};
enum rung_field {
#include "core/plan/kinds/rung.def"
    rung_FIELD_COUNT
};
enum duty_field {
#include "core/plan/kinds/duty.def"
    duty_FIELD_COUNT
};
enum turn_field {
#include "core/plan/kinds/turn.def"
    turn_FIELD_COUNT
};
enum escalation_field {
#include "core/plan/kinds/escalation.def"
    escalation_FIELD_COUNT
};
enum position_field {
#include "core/plan/kinds/position.def"
    position_FIELD_COUNT
};
enum happening_field {
#include "core/plan/kinds/happening.def"
    happening_FIELD_COUNT
};
enum judgement_field {
#include "core/plan/kinds/judgement.def"
    judgement_FIELD_COUNT
};
enum pulse_field {
#include "core/plan/kinds/pulse.def"
    pulse_FIELD_COUNT
};
enum policy_field {
#include "core/plan/kinds/policy.def"
    policy_FIELD_COUNT
};
enum belief_field {
#include "core/plan/kinds/belief.def"
    belief_FIELD_COUNT
};
#undef FIELD

#define T(name, ctype) typedef ctype field_value_##name;
FIELD_TYPES(T)
#undef T

#define FIELD(kind, name, type, argument, flags, doc)                                          \
    static inline const field_value_##type *kind##_get_##name(const struct object *o)          \
    {                                                                                          \
        return (const field_value_##type *)object_value(o, FIELD_##kind##_##name);             \
    }
#include "core/plan/kinds/program.def"
#include "core/plan/kinds/scheduling.def"
#include "core/plan/kinds/delay_cost.def"
#include "core/plan/kinds/benefit.def"
#include "core/plan/kinds/outcome.def"
#include "core/plan/kinds/calendar.def"
#include "core/plan/kinds/person.def"
#include "core/plan/kinds/team.def"
#include "core/plan/kinds/standing.def"
#include "core/plan/kinds/system.def"
#include "core/plan/kinds/task.def"
#include "core/plan/kinds/assignment.def"
#include "core/plan/kinds/stored.def"
#include "core/plan/kinds/baseline.def"
#include "core/plan/kinds/milestone.def"
#include "core/plan/kinds/commitment.def"
#include "core/plan/kinds/interface.def"
#include "core/plan/kinds/handoff.def"
#include "core/plan/kinds/answer.def"
#include "core/plan/kinds/driver.def"
#include "core/plan/kinds/risk.def"
#include "core/plan/kinds/mitigation.def"
#include "core/plan/kinds/decision.def"
#include "core/plan/kinds/option.def"
#include "core/plan/kinds/forum.def"
#include "core/plan/kinds/gate.def"
#include "core/plan/kinds/criterion.def"
#include "core/plan/kinds/waiver.def"
#include "core/plan/kinds/guardrail.def"
#include "core/plan/kinds/action.def"
#include "core/plan/kinds/blocker.def"
#include "core/plan/kinds/assumption.def"
#include "core/plan/kinds/question.def"
#include "core/plan/kinds/stakeholder.def"
#include "core/plan/kinds/tracker.def"
#include "core/plan/kinds/ladder.def"
#include "core/plan/kinds/rung.def"
#include "core/plan/kinds/duty.def"
#include "core/plan/kinds/turn.def"
#include "core/plan/kinds/escalation.def"
#include "core/plan/kinds/position.def"
#include "core/plan/kinds/happening.def"
#include "core/plan/kinds/judgement.def"
#include "core/plan/kinds/pulse.def"
#include "core/plan/kinds/policy.def"
#include "core/plan/kinds/belief.def"
#undef FIELD

#endif
