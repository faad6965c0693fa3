/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "vetoes", 3000000, "people or teams that must agree", 0 },
    { NULL, 0, NULL, 0 }
};

static const struct ref *chair_of(const struct rule_input *in, const struct object *decision)
{
    const struct object *forum = plan_object(in->plan, decision_get_forum(decision));

    return forum ? forum_get_chair(forum) : NULL;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_many_or_no_deciders;
    const size_t most = (size_t)(rule_parameter(in, rule, "vetoes") / 1000000);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_decision); i++) {
        const struct object *d = plan_nth(in->plan, KIND_decision, i);
        const struct refs *agree = decision_get_agree(d);
        const bool none = !plan_object(in->plan, decision_get_decider(d));
        struct finding *f;

        if (!look_decision_is_open(d) || (!none && (!agree || agree->count <= most)))
            continue;
        f = finding_add(out, in, rule, d->number, "decision %.*s has %s",
                        STR_ARG(look_name(in, d)),
                        none ? "nobody who decides it" : "more vetoes than a decision survives");
        if (none)
            finding_evidence(out, f, d->number, "decider", "not stated");
        else
            finding_evidence(out, f, d->number, "agree", "%zu, at most %zu", agree->count, most);
        f->move = none ? STR("name exactly one decider")
                       : STR("keep the vetoes that must be; hear the others as contributors");
        if (none && chair_of(in, d))
            look_fix(f, look_set(in, d, FIELD_decision_decider, chair_of(in, d)));
        f->owner = decision_get_driver(d) ? decision_get_driver(d)->object : OBJECT_NONE;
    }
}

const struct rule rule_many_or_no_deciders = {
    .name = "many-or-no-deciders",
    .level = DIAG_WARNING,
    .title = "Not exactly one decider",
    .why = "A question that nobody may decide waits for ever, and one that everybody may veto "
           "waits nearly as long.",
    .test = "An open decision without a decider, or with more than {vetoes} that must agree.",
    .example = "decisions: {d-1: {question: Which format?}}",
    .move = "One decider, few vetoes, many voices.",
    .edit = "decision.decider: the chair of its forum, where it has nobody",
    .no_edit = "where it names several, or its forum has no chair: one of them has to be named",
    .no_days = "a name moves no date in the plan",
    .no_unknown = "a name that is not there is the finding itself",
    .source = "program practice, not back-tested (landmine 50)",
    .about = RULE_ABOUT(decision),
    .absorbs = "accountability-gap",
    .parameters = parameters,
    .check = check,
};
