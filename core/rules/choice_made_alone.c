/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "teams", 2000000, "teams that depend on what it shapes", 0 },
    { NULL, 0, NULL, 0 }
};

static void mark(const struct rule_input *in, bool *teams, const struct object *who)
{
    const struct object *team = who && who->kind == KIND_person
                                    ? plan_object(in->plan, person_get_team(who))
                                    : who;

    if (team && team->kind == KIND_team)
        teams[team->number - in->plan->first[KIND_team]] = true;
}

static void mark_all(const struct rule_input *in, bool *teams, const struct refs *who)
{
    for (size_t i = 0; who && i < who->count; i++)
        mark(in, teams, plan_object(in->plan, &who->items[i]));
}

/* Teams on both sides of an interface; a system's owner and whose open tasks touch it. */
static void depend(const struct rule_input *in, const struct object *on, bool *teams)
{
    if (on->kind == KIND_interface) {
        mark_all(in, teams, interface_get_between(on));
        return;
    }
    mark(in, teams, plan_object(in->plan, system_get_owner(on)));
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct refs *touches = task_get_touches(task);

        for (size_t t = 0; touches && t < touches->count; t++)
            if (touches->items[t].object == on->number && look_is_open(in, task))
                mark(in, teams, plan_team_of(in->plan, task));
    }
}

static void hear(const struct rule_input *in, const struct object *decision, bool *teams)
{
    mark_all(in, teams, decision_get_contributors(decision));
    mark_all(in, teams, decision_get_agree(decision));
    mark(in, teams, plan_object(in->plan, decision_get_decider(decision)));
    mark(in, teams, plan_object(in->plan, decision_get_driver(decision)));
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_team); i++) {
        const struct object *team = plan_nth(in->plan, KIND_team, i);
        const struct ref *decider = decision_get_decider(decision), *lead = team_get_lead(team);

        if (decider && lead && decider->object == lead->object)
            teams[i] = true;
    }
}

/* The same contributors and those who were not heard. */
static const struct edit *ask_them(const struct rule_input *in, const struct object *decision,
                                   const uint32_t *left_out, uint32_t count)
{
    const struct refs *now = decision_get_contributors(decision);
    const size_t had = now ? now->count : 0;
    struct ref *items = ARENA_ARRAY(in->scratch, struct ref, had + count);
    struct refs *all = ARENA_NEW(in->scratch, struct refs);
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    all->items = items;
    for (size_t i = 0; i < had; i++)
        items[all->count++] = now->items[i];
    for (uint32_t i = 0; i < count; i++)
        items[all->count++] = (struct ref){ .id = in->plan->objects[left_out[i]]->id,
                                            .object = left_out[i] };
    *e = look_edit(in, decision, FIELD_decision_contributors, all);
    return e;
}

static void report(const struct rule_input *in, struct findings *out,
                   const struct object *decision, uint32_t *left_out, uint32_t count)
{
    const bool open = look_decision_is_open(decision);
    const struct ref *decider = decision_get_decider(decision);
    const struct when *decided = decision_get_decided(decision);
    struct finding *f = finding_add(
        out, in, &rule_choice_made_alone, decision->number, "%.*s %s without %.*s",
        STR_ARG(look_name(in, decision)), open ? "is about to be decided" : "was decided",
        STR_ARG(look_list(in, left_out, count)));

    if (open)
        f->level = DIAG_NOTE;
    f->others = left_out;
    f->other_count = count;
    finding_evidence(out, f, decision->number, "contributors", "not %.*s, who build on it",
                     STR_ARG(look_list(in, left_out, count)));
    if (decided)
        finding_evidence(out, f, decision->number, "decided", "%.*s",
                         STR_ARG(look_date(in, decided->instant)));
    f->move = open ? STR("hear them before it is decided")
                   : STR("reopen it for two days, hear them, and write down what it costs them");
    f->owner = decider ? decider->object : OBJECT_NONE;
    f->defuse_by = open ? look_shift(in, in->plan->as_of, look_cadence_micro_days(in))
                         : look_soon(in);
    f->defuse_because = open ? "one reporting period" : "two working days";
    if (open) {
        f->fix = ask_them(in, decision, left_out, count);
        f->fix_count = 1;
    }
}

static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *decision)
{
    const struct rule *rule = &rule_choice_made_alone;
    const uint32_t teams = plan_count(in->plan, KIND_team);
    const struct refs *touches = decision_get_touches(decision);
    const uint32_t *door = decision_get_type(decision);
    bool *dependent = ARENA_ARRAY(in->scratch, bool, teams + 1);
    bool *heard = ARENA_ARRAY(in->scratch, bool, teams + 1);
    uint32_t *left_out = look_room(in, teams);
    uint32_t count = 0, depending = 0;

    if (!touches) {
        if (door && *door == DOOR_ONE_WAY && look_decision_is_open(decision))
            finding_unknown(out, in, rule, decision->number, "decision.touches",
                            "whom %.*s binds cannot be told", STR_ARG(look_name(in, decision)));
        return;
    }
    for (size_t i = 0; i < touches->count; i++)
        if (plan_object(in->plan, &touches->items[i]))
            depend(in, plan_object(in->plan, &touches->items[i]), dependent);
    hear(in, decision, heard);
    for (uint32_t i = 0; i < teams; i++) {
        depending += dependent[i];
        if (dependent[i] && !heard[i])
            left_out[count++] = in->plan->first[KIND_team] + i;
    }
    if (count > 0 && depending >= (uint32_t)(rule_parameter(in, rule, "teams") / 1000000))
        report(in, out, decision, left_out, count);
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_decision); i++) {
        const struct object *decision = plan_nth(in->plan, KIND_decision, i);
        const uint32_t *state = decision_get_state(decision);

        if (!(state && (*state == DECISION_REVIEWED || *state == DECISION_WITHDRAWN ||
                        *state == DECISION_LAPSED)))
            check_one(in, out, decision);
    }
}

const struct rule rule_choice_made_alone = {
    .name = "choice-made-alone",
    .level = DIAG_WARNING,
    .title = "A design choice made without those it binds",
    .why = "It was fine in isolation. A choice on a shared system or interface takes options from "
           "every team that builds on it, and those who were not asked find out when they "
           "integrate.",
    .test = "A decision, not reviewed or withdrawn, that touches interfaces or systems on which "
            "{teams} or more teams depend (the two sides; the owner, and whose open tasks touch "
            "it), one of whom is neither its decider's or driver's nor among contributors or "
            "agree. A note while it is open. Unknown for an open one-way decision that states no "
            "touches.",
    .example = "decisions: {d-1: {question: Which format?, decider: ann, touches: [page-api]}}",
    .move = "Hear them; write the constraint down where their work is.",
    .edit = "decision.contributors: those who were not heard, beside the others",
    .no_edit = "where it was decided already: to reopen it is its decider's",
    .no_days = "what they would have said is not in the plan",
    .source = "program practice, not back-tested (landmine 30)",
    .about = RULE_ABOUT(decision),
    .parameters = parameters,
    .check = check,
};
