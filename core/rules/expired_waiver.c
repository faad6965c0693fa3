/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

struct waivers {
    const struct object *first;     /* criterion whose waiver has run out */
    uint32_t expired;
    const struct object *endless;   /* criterion whose waiver says no date */
};

static bool is_settled(const struct object *criterion)
{
    const uint32_t *state = criterion_get_state(criterion);

    return state && (*state == CRITERION_MET || *state == CRITERION_NOT_APPLICABLE);
}

static const struct object *waiver_of(const struct object *criterion)
{
    const struct objects *waiver = criterion_get_waiver(criterion);

    return waiver && waiver->count > 0 ? waiver->items[0] : NULL;
}

static struct waivers look_through(const struct rule_input *in, const struct object *gate)
{
    const struct objects *criteria = gate_get_criteria(gate);
    struct waivers w = { NULL, 0, NULL };

    for (size_t i = 0; criteria && i < criteria->count; i++) {
        const struct object *criterion = criteria->items[i];
        const struct object *waiver = waiver_of(criterion);
        const struct when *expires = waiver ? waiver_get_expires(waiver) : NULL;

        if (!waiver || is_settled(criterion))
            continue;
        if (!expires) {
            if (!w.endless)
                w.endless = criterion;
        } else if (look_end_of(expires) <= in->plan->as_of) {
            if (!w.first)
                w.first = criterion;
            w.expired++;
        }
    }
    return w;
}

static void report_expired(const struct rule_input *in, struct findings *out,
                           const struct object *gate, const struct waivers *w)
{
    const struct object *waiver = waiver_of(w->first);
    const struct ref *owner = criterion_get_owner(w->first);
    const struct ref *by = waiver_get_by(waiver);
    struct finding *f = finding_add(
        out, in, &rule_expired_waiver, gate->number,
        "the exception for %.*s at %.*s ran out on %.*s and the condition is still not met",
        STR_ARG(w->first->id), STR_ARG(look_name(in, gate)),
        STR_ARG(look_date(in, waiver_get_expires(waiver)->instant)));

    finding_evidence(out, f, gate->number, "criteria", "%.*s",
                     STR_ARG(*criterion_get_statement(w->first)));
    if (waiver_get_why(waiver))
        finding_evidence(out, f, gate->number, "waiver", "%.*s", STR_ARG(*waiver_get_why(waiver)));
    if (w->expired > 1)
        finding_evidence(out, f, gate->number, "expired waivers", "%u", (unsigned)w->expired);
    f->move = STR("meet the condition, or have the exception granted anew, with a date");
    f->owner = owner ? owner->object : by ? by->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void report_endless(const struct rule_input *in, struct findings *out,
                           const struct object *gate, const struct object *criterion)
{
    struct finding *f = finding_add(out, in, &rule_expired_waiver, gate->number,
                                    "whether the exception for %.*s at %.*s still holds cannot be "
                                    "told: it has no last day",
                                    STR_ARG(criterion->id), STR_ARG(look_name(in, gate)));

    f->state = FINDING_UNKNOWN;
    f->missing = STR("waiver.expires");
    f->move = STR("state until when the exception holds");
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_gate); i++) {
        const struct object *gate = plan_nth(in->plan, KIND_gate, i);
        const uint32_t *outcome = gate_get_outcome(gate);
        const struct waivers w = look_through(in, gate);

        if (outcome && *outcome == GATE_KILL)
            continue;
        if (w.first)
            report_expired(in, out, gate, &w);
        else if (w.endless)
            report_endless(in, out, gate, w.endless);
    }
}

const struct rule rule_expired_waiver = {
    .name = "expired-waiver",
    .level = DIAG_WARNING,
    .title = "An exception that has run out",
    .why = "Somebody let a condition of a gate go unmet until a date. The date has passed, the "
           "condition is still not met, and what was agreed no longer covers it. A fact of the "
           "plan, not a forecast.",
    .test = "A criterion that is neither met nor not-applicable, whose waiver's expires lies "
            "before the data date. Unknown where a waiver states no expires.",
    .example = "gates: {go: {criteria: {load: {statement: Load test green, "
               "waiver: {expires: 2027-01-29}}}}}",
    .move = "Meet the condition, or grant the exception anew, with a date and what compensates.",
    .no_edit = "to meet it or to except it again is the decider's",
    .no_days = "a gate moves no date in the plan",
    .source = "program practice, not back-tested (landmine 33)",
    .about = RULE_ABOUT(gate),
    .check = check,
};
