/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "days", 5000000, "working days without an answer", 1 },
    { "share", 250000, "or this share of the time until it is needed", 1 },
    { NULL, 0, NULL, 0 }
};

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_unanswered_handoff;
    const int64_t most = rule_parameter(in, rule, "days");
    const int64_t share = rule_parameter(in, rule, "share");

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        const struct when *created = handoff_get_created(handoff);
        const struct object *giver = handoff_giver_of(in->plan, handoff);
        const int64_t need_by = look_need_by(in, handoff);
        const int64_t since = created ? created->instant : look_first_seen(in, handoff);
        int64_t waited, left;
        struct finding *f;

        if (look_handoff_state(handoff) != HANDOFF_ASKED || handoff_get_offered(handoff))
            continue;
        if (since == CIVIL_NONE) {
            finding_unknown(out, in, rule, handoff->number, "handoff.created",
                            "how long %.*s has waited for an answer cannot be told",
                            STR_ARG(look_name(in, handoff)));
            continue;
        }
        waited = look_working_days(in, since, in->plan->as_of);
        left = need_by == CIVIL_NONE ? INT64_MAX
                                     : look_working_days(in, in->plan->as_of, need_by);
        if (waited <= most &&
            (left == INT64_MAX || left <= 0 || waited <= left / 1000000 * share))
            continue;
        f = finding_add(out, in, rule, handoff->number,
                        "hand-off %.*s was asked %.*s ago and nobody has answered",
                        STR_ARG(look_name(in, handoff)), STR_ARG(look_days(in, waited)));
        finding_evidence(out, f, handoff->number, "created", "%.*s",
                         STR_ARG(look_date(in, since)));
        if (need_by != CIVIL_NONE)
            finding_evidence(out, f, handoff->number, "asked", "%.*s",
                             STR_ARG(look_date(in, need_by)));
        f->move = STR("get a date or a refusal from the giving side this week");
        f->owner = giver ? giver->number : OBJECT_NONE;
        f->defuse_by = look_soon(in);
        f->defuse_because = "two working days; after that both managers are told jointly";
        f->without = look_without_handoff(in, handoff);
        f->without_count = 1;
    }
}

const struct rule rule_unanswered_handoff = {
    .name = "unanswered-handoff",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A hand-off nobody has answered",
    .why = "A question without an answer is not a plan. The taker counts on it; the giver may not "
           "have seen it, or may be about to say no.",
    .test = "A hand-off still only asked, without an offered date, more than {days} working days "
            "after it was written down, or more than {share} of the time until it is needed.",
    .example = "handoffs: {ho-1: {gives: api, to: page, created: 2027-01-05, state: asked}}",
    .move = "Ask for a date or a refusal; a refusal today is worth more than silence.",
    .no_edit = "a date or a refusal is the giver's",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .source = "program practice, not back-tested (landmine 17)",
    .about = RULE_ABOUT(handoff),
    .parameters = parameters,
    .check = check,
};
