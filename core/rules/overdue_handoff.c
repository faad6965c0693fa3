/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        const struct when *due = handoff_get_offered(handoff);
        const struct object *giver = handoff_giver_of(in->plan, handoff);
        struct finding *f;

        if (!due)
            due = handoff_get_asked(handoff);
        if (!look_handoff_is_open(handoff) || look_handoff_state(handoff) == HANDOFF_REFUSED ||
            !due || look_end_of(due) > in->plan->as_of)
            continue;
        f = finding_add(out, in, &rule_overdue_handoff, handoff->number,
                        "hand-off %.*s was due %.*s and has not come",
                        STR_ARG(look_name(in, handoff)), STR_ARG(look_date(in, due->instant)));
        finding_evidence(out, f, handoff->number,
                         handoff_get_offered(handoff) ? "offered" : "asked", "%.*s",
                         STR_ARG(look_date(in, due->instant)));
        f->move = STR("get a new date with its P50 and P90, or what is missing for it");
        f->owner = giver ? giver->number : OBJECT_NONE;
        f->defuse_by = in->plan->as_of;
        f->defuse_because = "its date has passed";
        if (look_handoff(in, handoff) &&
            look_handoff(in, handoff)->delivery_p80 > in->plan->as_of) {
            f->fix = look_set_day(in, handoff, FIELD_handoff_offered,
                                  look_handoff(in, handoff)->delivery_p80);
            f->fix_count = 1;
        }
        f->without = look_without_handoff(in, handoff);
        f->without_count = 1;
    }
}

const struct rule rule_overdue_handoff = {
    .name = "overdue-handoff",
    .level = DIAG_ERROR,
    .title = "A hand-off past its date",
    .why = "The date has passed and nothing was delivered; the plan still says it was. Every day "
           "without a new date is a day nobody downstream can plan.",
    .test = "An open hand-off whose offered date (else asked date) lies before the data date.",
    .example = "handoffs: {ho-1: {gives: api, to: page, offered: 2027-02-19, state: agreed}}",
    .move = "Ask the giver for a new range today.",
    .edit = "handoff.offered: the P80 of its delivery",
    .no_edit = "where no delivery is forecast: only its giver knows a day",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .no_unknown = "a date is past or not; one without a date is `fuzzy-deadline`",
    .source = "program practice, not back-tested (landmine 28)",
    .about = RULE_ABOUT(handoff),
    .absorbs = "fuzzy-deadline",
    .check = check,
};
