/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "probability", 500000, "share: P(accepted by the asked date) below this fires", -1 },
    { "error", 250000, "share: below this it is an error", -1 },
    { NULL, 0, NULL, 0 }
};

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t limit = rule_parameter(in, &rule_infeasible_handoff, "probability");
    const int64_t error = rule_parameter(in, &rule_infeasible_handoff, "error");

    for (uint32_t i = 0; in->forecast && i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        const struct forecast_handoff *h = look_handoff(in, handoff);
        const struct object *giver = handoff_giver_of(in->plan, handoff);
        const struct object *to = plan_object(in->plan, handoff_get_to(handoff));
        struct finding *f;

        if (look_handoff_is_open(handoff) && h && h->by_asked_ppm < 0 &&
            !handoff_get_asked(handoff))
            finding_unknown(out, in, &rule_infeasible_handoff, handoff->number, "handoff.asked",
                            "whether %.*s comes in time cannot be told",
                            STR_ARG(look_name(in, handoff)));
        if (!look_handoff_is_open(handoff) || !h || h->by_asked_ppm < 0 ||
            h->by_asked_ppm >= limit || h->asked < in->plan->as_of)
            continue;
        f = finding_add(out, in, &rule_infeasible_handoff, handoff->number,
                        "hand-off %.*s is asked for %.*s, and is %.*s likely by then",
                        STR_ARG(look_name(in, handoff)), STR_ARG(look_date(in, h->asked)),
                        STR_ARG(look_likely(in, h->by_asked_ppm)));
        finding_evidence(out, f, handoff->number, "delivery P80", "%.*s",
                         STR_ARG(look_date(in, h->delivery_p80)));
        finding_evidence(out, f, handoff->number, "acceptance P80", "%.*s",
                         STR_ARG(look_date(in, h->acceptance_p80)));
        if (to)
            finding_evidence(out, f, to->number, "criticality", "drives the date in %.*s of runs",
                             STR_ARG(look_percent(in, look_criticality(in, to))));
        f->level = h->by_asked_ppm < error ? DIAG_ERROR : DIAG_WARNING;
        f->move = STR("agree a date both sides believe, split the delivery, or start with a stub");
        f->owner = giver ? giver->number : OBJECT_NONE;
        f->defuse_by = h->asked;
        f->defuse_because = "the taker starts on it then";
        f->fix = look_set_day(in, handoff, FIELD_handoff_asked, h->acceptance_p80);
        f->fix_count = 1;
        f->without = look_without_handoff(in, handoff);
        f->without_count = 1;
    }
}

const struct rule rule_infeasible_handoff = {
    .name = "infeasible-handoff",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A hand-off that cannot come when it is asked",
    .why = "By the giver's own estimates, and with the time acceptance takes, this will more "
           "likely than not come after the taker needs it. The taker's plan is built on a date "
           "that is not there.",
    .test = "An open hand-off with P(accepted by the date asked) below {probability}; an error "
            "below {error}.",
    .example = "handoffs: {ho-1: {gives: api, to: page, asked: 2027-02-26}}   # api takes 8 weeks",
    .move = "Counter-promise, split the delivery, or give the taker a stub.",
    .edit = "handoff.asked: the P80 of its acceptance",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .source = "program practice, not back-tested (landmine 17)",
    .about = RULE_ABOUT(handoff),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
