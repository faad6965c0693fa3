/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "probability", 500000, "share: fires below this probability of keeping the date", -1 },
    { NULL, 0, NULL, 0 }
};

/* What the commitment's owner may do today: promise the date that holds at 80 %. */
static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *commitment, const struct rule *rule)
{
    const struct forecast_commitment *c = look_commitment(in, commitment);
    const int32_t *stated = commitment_get_confidence(commitment);
    const struct ref *by = commitment_get_made_by(commitment);
    const struct forecast_target *target;
    struct finding *f;

    if (!look_commitment_is_active(commitment) || !c || c->target == UINT32_MAX ||
        c->probability_ppm >= rule_parameter(in, rule, "probability"))
        return;
    target = &in->forecast->targets[c->target];
    f = finding_add(out, in, rule, commitment->number,
                    "%.*s is promised for %.*s, and is %.*s likely",
                    STR_ARG(look_name(in, commitment)), STR_ARG(look_date(in, c->date)),
                    STR_ARG(look_likely(in, c->probability_ppm)));
    finding_evidence(out, f, commitment->number, "probability", "%.*s",
                     STR_ARG(look_percent(in, c->probability_ppm)));
    finding_evidence(out, f, commitment->number, "p50", "%.*s",
                     STR_ARG(look_date(in, target->at[1])));
    finding_evidence(out, f, commitment->number, "p80", "%.*s",
                     STR_ARG(look_date(in, target->at[2])));
    if (stated)
        finding_evidence(out, f, commitment->number, "confidence", "%.*s stated",
                         STR_ARG(look_percent(in, *stated)));
    f->move = str_format(in->scratch,
                         "renegotiate the date, the scope or the people; 80 %% likely is %.*s",
                         STR_ARG(look_date(in, target->at[2])));
    f->owner = by ? by->object : OBJECT_NONE;
    finding_price(in, f, c->date, target->at[2]);
    f->defuse_by = c->date - (target->at[1] - in->plan->as_of) / 4;
    if (f->defuse_by < in->plan->as_of)
        f->defuse_by = in->plan->as_of;
    f->defuse_because = "a quarter of the remaining time before the date: scope can still move";
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; in->forecast && i < plan_count(in->plan, KIND_commitment); i++)
        check_one(in, out, plan_nth(in->plan, KIND_commitment, i), &rule_unbelieved_commitment);
}

const struct rule rule_unbelieved_commitment = {
    .name = "unbelieved-commitment",
    .level = DIAG_ERROR,
    .title = "A promise the plan does not support",
    .why = "Somebody said yes to this date, and the team's own estimates say it will probably not "
           "be kept. A promise like that is found out late, by those who rely on it.",
    .test = "An active commitment whose simulated probability is below {probability}.",
    .example = "commitments: {ga: {milestone: done, date: 2027-03-01, made_by: ann}}",
    .move = "Renegotiate the date, cut scope, or add what the driving path lacks; then ask the "
            "teams again.",
    .source = "program practice (landmine 01). Back-tested: docs/backtest.md",
    .about = RULE_ABOUT(commitment),
    .needs = RULE_NEEDS_FORECAST,
    .absorbs = "promise-ahead-of-plan",
    .parameters = parameters,
    .check = check,
};
