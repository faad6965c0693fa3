/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

static const char *gap_of(const struct object *risk)
{
    if (!risk_get_owner(risk))
        return "an owner";
    if (!risk_get_response(risk))
        return "a response";
    if (!risk_get_trigger(risk))
        return "a trigger";
    return NULL;
}

static const struct edit *retired(const struct rule_input *in, const struct object *risk)
{
    static const int32_t never = 0;
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    *e = look_edit(in, risk, FIELD_risk_likely, &never);
    return e;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_risk); i++) {
        const struct object *risk = plan_nth(in->plan, KIND_risk, i);
        const uint32_t *state = risk_get_state(risk);
        const struct ref *owner = risk_get_owner(risk);
        const char *gap = gap_of(risk);
        struct finding *f;

        if ((state && *state != RISK_OPEN) || !gap)
            continue;
        f = finding_add(out, in, &rule_risk_theatre, risk->number,
                        "risk %.*s is written down and has not %s", STR_ARG(look_name(in, risk)),
                        gap);
        finding_evidence(out, f, risk->number, "missing", "%s", gap);
        if (risk_get_likely(risk))
            finding_evidence(out, f, risk->number, "likely", "%.*s",
                             STR_ARG(look_percent(in, *risk_get_likely(risk))));
        f->move = str_format(in->scratch, "give it %s, or accept it by name", gap);
        f->owner = owner ? owner->object : OBJECT_NONE;
        f->without = retired(in, risk);
        f->without_count = 1;
    }
}

const struct rule rule_risk_theatre = {
    .name = "risk-theatre",
    .level = DIAG_NOTE,
    .title = "A risk that is only written down",
    .why = "A register is not a response. Without an owner, a response and a sign to watch for, "
           "the risk will be noticed when it has happened.",
    .test = "An open risk without an owner, a response or a trigger.",
    .example = "risks: {r-1: {title: The vendor withdraws, likely: 40%}}",
    .move = "A response whose gain is simulated, with somebody's name on it.",
    .no_edit = "owner, response and trigger have to be named by somebody",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .no_days = "of a risk that hits nothing",
    .no_unknown = "what is stated is the finding",
    .source = "program practice, not back-tested (landmine 44)",
    .about = RULE_ABOUT(risk),
    .absorbs = "accountability-gap",
    .check = check,
};
