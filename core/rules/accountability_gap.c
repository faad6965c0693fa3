/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

/* Nobody is named, or who is named has left. */
static bool is_nobody(const struct rule_input *in, const struct ref *who)
{
    const struct object *person = plan_object(in->plan, who);
    const struct when *left;

    if (!person)
        return true;
    if (person->kind != KIND_person)
        return false;
    left = person_get_left(person);
    return left && left->instant <= in->plan->as_of;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *o,
                   const char *field, const struct ref *who)
{
    const struct object *person = plan_object(in->plan, who);
    struct finding *f = finding_add(out, in, &rule_accountability_gap, o->number,
                                    "%s %.*s has no %s", schema_kinds[o->kind].name,
                                    STR_ARG(look_name(in, o)), field);

    if (person)
        finding_evidence(out, f, o->number, field, "%.*s has left", STR_ARG(person->id));
    else
        finding_evidence(out, f, o->number, field, "not stated");
    f->move = str_format(in->scratch, "name its %s", field);
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void check_task(const struct rule_input *in, struct findings *out,
                       const struct object *task)
{
    const struct object *team = plan_team_of(in->plan, task);

    if (!look_is_open(in, task) || plan_owner_of(in->plan, task) || !look_drives(in, task))
        return;
    if (team && team_get_kind(team))
        return;                 /* an imported resource stands for itself */
    report(in, out, task, "owner", task_get_owner(task));
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct plan *p = in->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++)
        check_task(in, out, plan_nth(p, KIND_task, i));
    for (uint32_t i = 0; i < plan_count(p, KIND_action); i++) {
        const struct object *o = plan_nth(p, KIND_action, i);

        if (!action_get_done(o) && is_nobody(in, action_get_owner(o)))
            report(in, out, o, "owner", action_get_owner(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_blocker); i++) {
        const struct object *o = plan_nth(p, KIND_blocker, i);

        if (!blocker_get_cleared(o) && is_nobody(in, blocker_get_owner(o)))
            report(in, out, o, "owner", blocker_get_owner(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_risk); i++) {
        const struct object *o = plan_nth(p, KIND_risk, i);
        const uint32_t *state = risk_get_state(o);

        if ((!state || *state == RISK_OPEN) && is_nobody(in, risk_get_owner(o)))
            report(in, out, o, "owner", risk_get_owner(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_decision); i++) {
        const struct object *o = plan_nth(p, KIND_decision, i);

        if (look_decision_is_open(o) && is_nobody(in, decision_get_decider(o)))
            report(in, out, o, "decider", decision_get_decider(o));
    }
}

const struct rule rule_accountability_gap = {
    .name = "accountability-gap",
    .level = DIAG_WARNING,
    .title = "Nobody answers for it",
    .why = "What has no name on it is done by nobody. The gap is cheap to close today and "
           "expensive to find on the due date.",
    .test = "An open action, blocker, risk or decision without an owner (decider), or with one "
            "who has left; an open task on the driving path with neither an owner nor a team lead.",
    .example = "actions: {a-1: {title: Send the draft, due: 2027-02-05}}",
    .move = "Name one person.",
    .source = "domain.md LM-29",
    .check = check,
};
