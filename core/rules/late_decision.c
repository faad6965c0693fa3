/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/decide/decide_by.h"

static struct str when_late(const struct rule_input *in, const struct decide_by *d)
{
    if (d->last_moment < in->plan->as_of)
        return str_format(in->scratch, "should have been taken by %.*s",
                          STR_ARG(look_date(in, d->last_moment)));
    return str_format(in->scratch, "must be known by %.*s, and no session is left before that",
                      STR_ARG(look_date(in, d->last_moment)));
}

static void report(const struct rule_input *in, struct findings *out, const struct decide_by *d,
                   const struct object *decision)
{
    const struct object *gated = look_stated(in, d->gated);
    const struct object *commitment = look_stated(in, d->commitment);
    const struct ref *decider = decision_get_decider(decision);
    const int64_t day = calendar_usual_day_s(in->plan->calendar);
    struct finding *f = finding_add(out, in, &rule_late_decision, decision->number,
                                    "decision %.*s %.*s", STR_ARG(look_name(in, decision)),
                                    STR_ARG(when_late(in, d)));

    if (commitment)
        finding_evidence(out, f, commitment->number, "date", "%.*s",
                         STR_ARG(look_date(in, d->date)));
    if (gated)
        finding_evidence(out, f, gated->number, "work behind it", "%.*s at the median",
                         STR_ARG(look_days(in, d->chain_s * 1000000 / day)));
    finding_evidence(out, f, OBJECT_NONE, "for 80 %", "%.*s more",
                     STR_ARG(look_days(in, d->confidence_s * 1000000 / day)));
    finding_evidence(out, f, decision->number, "next outcome", "%.*s%s",
                     STR_ARG(look_date(in, d->next_known)),
                     d->forum_defaulted ? " (no forum stated; a week is assumed)" : "");
    f->move = STR("decide before the next session, or delegate it this week");
    f->owner = decider ? decider->object : OBJECT_NONE;
    f->without = look_set(in, decision, FIELD_decision_gates, NULL);    /* as if answered today */
    f->without_count = 1;
    f->defuse_by = d->last_moment > in->plan->as_of ? d->last_moment : in->plan->as_of;
    f->defuse_because = "the promise, less the work behind it, less what 80 % confidence needs";
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct decide_by *items;
    uint32_t count;

    if (!in->forecast || !in->network)
        return;
    count = decide_by_compute(in->network, in->forecast, in->scratch, in->scratch, &items);
    for (uint32_t i = 0; i < count; i++) {
        const struct object *decision = look_stated(in, items[i].decision);

        if (items[i].is_late && decision)
            report(in, out, &items[i], decision);
    }
}

const struct rule rule_late_decision = {
    .name = "late-decision",
    .level = DIAG_ERROR,
    .grave = true,
    .title = "A decision at or past its last moment",
    .why = "Counted back from the promise, the work behind this question must already have begun, "
           "or begins before any session can decide it. Waiting has become a choice that nobody "
           "made.",
    .test = "An open decision whose last responsible moment lies before the data date, or before "
            "the outcome of the next session of its forum is known.",
    .example = "decisions: {d-1: {question: Which format?, gates: [build], forum: steering}}",
    .move = "An extra session, a decision by message, or a delegate.",
    .no_edit = "the answer is its decider's; `baton decide` simulates each",
    .days = "P80 with the answer here today, simulated on the same draws",
    .source = "last responsible moment (Lean Construction Institute) "
              "(landmine 05). Not back-tested",
    .about = RULE_ABOUT(decision),
    .needs = RULE_NEEDS_FORECAST,
    .check = check,
};
