/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "reopened", 2000000, "times a question was opened again", 0 },
    { NULL, 0, NULL, 0 }
};

/* The tasks behind it that are already under way: what a reversal throws away. */
static uint32_t started_behind(const struct rule_input *in, const struct object *decision,
                               uint32_t *tasks)
{
    const struct refs *gates = decision_get_gates(decision);
    uint32_t count = 0;

    for (size_t i = 0; gates && i < gates->count; i++) {
        const struct object *o = plan_object(in->plan, &gates->items[i]);

        if (o && o->kind == KIND_task && look_is_started(o))
            tasks[count++] = o->number;
    }
    return count;
}

static void report(const struct rule_input *in, struct findings *out,
                   const struct object *decision, int64_t reopened)
{
    const struct refs *gates = decision_get_gates(decision);
    const struct ref *decider = decision_get_decider(decision);
    uint32_t *tasks = look_room(in, gates ? (uint32_t)gates->count : 0);
    const uint32_t started = started_behind(in, decision, tasks);
    struct finding *f = finding_add(out, in, &rule_decision_churn, decision->number,
                                    "decision %.*s has been opened again %lld times",
                                    STR_ARG(look_name(in, decision)), (long long)reopened);

    f->others = tasks;
    f->other_count = started;
    finding_evidence(out, f, decision->number, "reopened", "%lld", (long long)reopened);
    if (started > 0)
        finding_evidence(out, f, decision->number, "gates", "%.*s already started on it",
                         STR_ARG(look_list(in, tasks, started)));
    if (!decider)
        finding_evidence(out, f, decision->number, "decider", "nobody");
    f->move = STR("agree the criteria before the answer, name one decider, and write down the "
                  "dissent");
    f->owner = decider ? decider->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t limit = rule_parameter(in, &rule_decision_churn, "reopened") / 1000000;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_decision); i++) {
        const struct object *decision = plan_nth(in->plan, KIND_decision, i);
        const int64_t *reopened = decision_get_reopened(decision);
        const uint32_t *state = decision_get_state(decision);

        if (reopened && *reopened >= limit &&
            !(state && (*state == DECISION_REVIEWED || *state == DECISION_WITHDRAWN)))
            report(in, out, decision, *reopened);
    }
}

const struct rule rule_decision_churn = {
    .name = "decision-churn",
    .level = DIAG_WARNING,
    .title = "A question that will not stay answered",
    .why = "Every time a question is opened again, what was built on the answer waits or is done "
           "over. Usually nobody agreed beforehand by what the answer would be judged. A fact of "
           "the plan, not a forecast.",
    .test = "A decision, neither reviewed nor withdrawn, that was reopened {reopened} times or "
            "more.",
    .example = "decisions: {d-1: {question: Which format?, reopened: 3}}",
    .move = "Criteria first, one decider, a note of who disagreed and committed.",
    .no_edit = "criteria and dissent are words of those who decide",
    .no_days = "what the next turn takes is not in the plan",
    .no_unknown = "it counts what is stated",
    .source = "program practice, not back-tested (landmine 45)",
    .about = RULE_ABOUT(decision),
    .parameters = parameters,
    .check = check,
};
