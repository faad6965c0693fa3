/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "days", 3000000, "working days between the date asked and the date offered", 1 },
    { NULL, 0, NULL, 0 }
};

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t most = rule_parameter(in, &rule_belief_gap, "days");

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        const struct when *asked = handoff_get_asked(handoff);
        const struct when *offered = handoff_get_offered(handoff);
        const struct object *taker = handoff_taker_of(in->plan, handoff);
        struct finding *f;
        int64_t gap;

        if (!look_handoff_is_open(handoff) || !asked || !offered)
            continue;
        gap = look_working_days(in, asked->instant, offered->instant);
        if (gap < most)
            continue;
        f = finding_add(out, in, &rule_belief_gap, handoff->number,
                        "hand-off %.*s is asked for %.*s and offered for %.*s",
                        STR_ARG(look_name(in, handoff)), STR_ARG(look_date(in, asked->instant)),
                        STR_ARG(look_date(in, offered->instant)));
        finding_evidence(out, f, handoff->number, "asked", "%.*s",
                         STR_ARG(look_date(in, asked->instant)));
        finding_evidence(out, f, handoff->number, "offered", "%.*s, a gap of %.*s",
                         STR_ARG(look_date(in, offered->instant)), STR_ARG(look_days(in, gap)));
        f->move = STR("re-plan the taker on the offered date, or buy the earlier one");
        f->owner = taker ? taker->number : OBJECT_NONE;
        f->defuse_by = asked->instant > in->plan->as_of ? asked->instant : in->plan->as_of;
        f->defuse_because = "the taker's plan still says the asked date";
        f->without = look_without_handoff(in, handoff);
        f->without_count = 1;
    }
}

const struct rule rule_belief_gap = {
    .name = "belief-gap",
    .level = DIAG_WARNING,
    .title = "Two dates for the same delivery",
    .why = "One side plans on the date it asked for, the other works to the date it offered. Both "
           "are honest, and one of them is wrong.",
    .test = "An open hand-off offered at least {days} working days after it is asked.",
    .example = "handoffs: {ho-1: {gives: api, to: page, asked: 2027-03-05, offered: 2027-03-19}}",
    .move = "Agree one date: re-plan the taker, or decide what buys the earlier one.",
    .source = "program practice, not back-tested (landmine 17)",
    .about = RULE_ABOUT(handoff),
    .parameters = parameters,
    .check = check,
};
