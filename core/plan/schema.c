/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan/schema.h"

#include <string.h>

#include "core/plan/ops.h"

#define CHOICE_WORD(name, word) word,
#define CHOICE_TABLE(list)                                                                     \
    static const char *const words_##list[] = {CHOICES_##list(CHOICE_WORD)};                   \
    const struct choice_list choice_list_##list = {                                            \
        #list, words_##list, sizeof(words_##list) / sizeof(words_##list[0])};
CHOICE_LISTS(CHOICE_TABLE)

#define NONE .kinds = 0
#define KINDS_ANY .kinds = 0
#define KINDS1(a) .kinds = KIND_BIT(a)
#define KINDS2(a, b) .kinds = KIND_BIT(a) | KIND_BIT(b)
#define KINDS3(a, b, c) .kinds = KIND_BIT(a) | KIND_BIT(b) | KIND_BIT(c)
#define NESTED(kind) .nested = KIND_##kind
#define CHOICES(list) .choices = &choice_list_##list
#define FIELD(kind_, name_, type_, argument, flags_, doc_)                                     \
    {.name = #name_, .type = FIELD_TYPE_##type_, argument, .flags = flags_, .doc = doc_},

static const struct field fields_program[] = {
#include "core/plan/kinds/program.def"
};
static const struct field fields_scheduling[] = {
#include "core/plan/kinds/scheduling.def"
};
static const struct field fields_delay_cost[] = {
#include "core/plan/kinds/delay_cost.def"
};
static const struct field fields_benefit[] = {
#include "core/plan/kinds/benefit.def"
};
static const struct field fields_outcome[] = {
#include "core/plan/kinds/outcome.def"
};
static const struct field fields_calendar[] = {
#include "core/plan/kinds/calendar.def"
};
static const struct field fields_person[] = {
#include "core/plan/kinds/person.def"
};
static const struct field fields_team[] = {
#include "core/plan/kinds/team.def"
};
static const struct field fields_standing[] = {
#include "core/plan/kinds/standing.def"
};
static const struct field fields_system[] = {
#include "core/plan/kinds/system.def"
};
static const struct field fields_task[] = {
#include "core/plan/kinds/task.def"
};
static const struct field fields_assignment[] = {
#include "core/plan/kinds/assignment.def"
};
static const struct field fields_stored[] = {
#include "core/plan/kinds/stored.def"
};
static const struct field fields_baseline[] = {
#include "core/plan/kinds/baseline.def"
};
static const struct field fields_milestone[] = {
#include "core/plan/kinds/milestone.def"
};
static const struct field fields_commitment[] = {
#include "core/plan/kinds/commitment.def"
};
static const struct field fields_interface[] = {
#include "core/plan/kinds/interface.def"
};
static const struct field fields_handoff[] = {
#include "core/plan/kinds/handoff.def"
};
static const struct field fields_answer[] = {
#include "core/plan/kinds/answer.def"
};
static const struct field fields_driver[] = {
#include "core/plan/kinds/driver.def"
};
static const struct field fields_risk[] = {
#include "core/plan/kinds/risk.def"
};
static const struct field fields_mitigation[] = {
#include "core/plan/kinds/mitigation.def"
};
static const struct field fields_decision[] = {
#include "core/plan/kinds/decision.def"
};
static const struct field fields_option[] = {
#include "core/plan/kinds/option.def"
};
static const struct field fields_forum[] = {
#include "core/plan/kinds/forum.def"
};
static const struct field fields_gate[] = {
#include "core/plan/kinds/gate.def"
};
static const struct field fields_criterion[] = {
#include "core/plan/kinds/criterion.def"
};
static const struct field fields_waiver[] = {
#include "core/plan/kinds/waiver.def"
};
static const struct field fields_guardrail[] = {
#include "core/plan/kinds/guardrail.def"
};
static const struct field fields_action[] = {
#include "core/plan/kinds/action.def"
};
static const struct field fields_blocker[] = {
#include "core/plan/kinds/blocker.def"
};
static const struct field fields_assumption[] = {
#include "core/plan/kinds/assumption.def"
};
static const struct field fields_question[] = {
#include "core/plan/kinds/question.def"
};
static const struct field fields_stakeholder[] = {
#include "core/plan/kinds/stakeholder.def"
};
static const struct field fields_tracker[] = {
#include "core/plan/kinds/tracker.def"
};
static const struct field fields_ladder[] = {
#include "core/plan/kinds/ladder.def"
};
static const struct field fields_rung[] = {
#include "core/plan/kinds/rung.def"
};
static const struct field fields_duty[] = {
#include "core/plan/kinds/duty.def"
};
static const struct field fields_turn[] = {
#include "core/plan/kinds/turn.def"
};
static const struct field fields_escalation[] = {
#include "core/plan/kinds/escalation.def"
};
static const struct field fields_position[] = {
#include "core/plan/kinds/position.def"
};
static const struct field fields_happening[] = {
#include "core/plan/kinds/happening.def"
};
static const struct field fields_judgement[] = {
#include "core/plan/kinds/judgement.def"
};
static const struct field fields_pulse[] = {
#include "core/plan/kinds/pulse.def"
};
static const struct field fields_policy[] = {
#include "core/plan/kinds/policy.def"
};
static const struct field fields_belief[] = {
#include "core/plan/kinds/belief.def"
};
#undef FIELD

#define KIND(kind, section_, flags_, title_, doc_)                                             \
    _Static_assert(sizeof(fields_##kind) / sizeof(struct field) <= 64, "64 fields at most");
#include "core/plan/schema.def"
#undef KIND
_Static_assert(KIND_COUNT <= 64, "a set of kinds is a 64-bit mask");

const struct kind_info schema_kinds[KIND_COUNT] = {
#define KIND(kind, section_, flags_, title_, doc_)                                             \
    [KIND_##kind] = {                                                                          \
        .name = #kind, .section = #section_, .title = title_, .doc = doc_, .flags = flags_,    \
        .fields = fields_##kind,                                                               \
        .field_count = sizeof(fields_##kind) / sizeof(struct field)},
#include "core/plan/schema.def"
#undef KIND
};

bool name_is(const char *name, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (name[i] == '\0' || name[i] != s.ptr[i])
            return false;
    return name[s.len] == '\0';
}

uint16_t schema_field(enum kind kind, struct str name)
{
    const struct kind_info *info = &schema_kinds[kind];

    for (uint16_t i = 0; i < info->field_count; i++)
        if (name_is(info->fields[i].name, name))
            return i;
    return FIELD_ABSENT;
}

bool schema_section(struct str section, enum kind *ret_kind)
{
    for (int k = 0; k < KIND_COUNT; k++)
        if (!(schema_kinds[k].flags & KIND_NESTED) && name_is(schema_kinds[k].section, section)) {
            *ret_kind = (enum kind)k;
            return true;
        }
    return false;
}
