/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

static const struct rule_parameter parameters[] = {
    { "apart", 3000000, "driving tasks without an owner named one by one; more are one finding",
      0 },
    { NULL, 0, NULL, 0 }
};

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

static bool is_unowned(const struct rule_input *in, const struct object *task)
{
    const struct object *team = plan_team_of(in->plan, task);

    if (!look_is_open(in, task) || plan_owner_of(in->plan, task) || !look_drives(in, task) ||
        task_get_event(task))       /* a milestone among tasks is nobody's work */
        return false;
    return !(team && team_get_kind(team));  /* an imported resource stands for itself */
}

/* A plan that names nobody at all is one finding and not a hundred. */
static void check_tasks(const struct rule_input *in, struct findings *out)
{
    const uint32_t all = plan_count(in->plan, KIND_task);
    uint32_t *tasks = ARENA_ARRAY(in->scratch, uint32_t, all + 1);
    uint32_t count = 0;
    struct finding *f;

    for (uint32_t i = 0; i < all; i++)
        if (is_unowned(in, plan_nth(in->plan, KIND_task, i)))
            tasks[count++] = plan_nth(in->plan, KIND_task, i)->number;
    if (count <= (uint32_t)(rule_parameter(in, &rule_accountability_gap, "apart") / 1000000)) {
        for (uint32_t i = 0; i < count; i++)
            report(in, out, in->plan->objects[tasks[i]], "owner",
                   task_get_owner(in->plan->objects[tasks[i]]));
        return;
    }
    f = finding_add(out, in, &rule_accountability_gap, tasks[0],
                    "%u tasks that drive the date have no owner, %.*s first", (unsigned)count,
                    STR_ARG(in->plan->objects[tasks[0]]->id));
    f->others = tasks + 1;
    f->other_count = count - 1;
    finding_evidence(out, f, tasks[0], "owner", "not stated for %.*s",
                     STR_ARG(look_list(in, tasks, count)));
    f->move = STR("name a team with a lead for them, or an owner each");
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct plan *p = in->plan;

    check_tasks(in, out);
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
            "who has left; an open task on the driving path with neither an owner nor a team lead "
            "(more than {apart} of those are one finding).",
    .example = "actions: {a-1: {title: Send the draft, due: 2027-02-05}}",
    .move = "Name one person.",
    .no_edit = "who it is stands nowhere in the plan",
    .no_days = "a name moves no date in the plan",
    .no_unknown = "a name that is not there is the finding itself",
    .source = "program practice, not back-tested (landmine 29)",
    .parameters = parameters,
    .check = check,
};
