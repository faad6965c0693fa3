/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "notice", 20000000, "working days between writing a hand-off down and needing it", -1 },
    { NULL, 0, NULL, 0 }
};

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t notice = rule_parameter(in, &rule_late_dependency, "notice");

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        const struct when *created = handoff_get_created(handoff);
        const struct object *giver = handoff_giver_of(in->plan, handoff);
        const int64_t need_by = look_need_by(in, handoff);
        const int64_t found = created ? created->instant : look_first_seen(in, handoff);
        struct finding *f;
        int64_t days;

        if (!look_handoff_is_open(handoff) || need_by == CIVIL_NONE)
            continue;
        if (found == CIVIL_NONE) {
            finding_unknown(out, in, &rule_late_dependency, handoff->number, "handoff.created",
                            "how long before it is needed %.*s was found cannot be told",
                            STR_ARG(look_name(in, handoff)));
            continue;
        }
        days = look_working_days(in, found, need_by);
        if (days >= notice)
            continue;
        f = finding_add(out, in, &rule_late_dependency, handoff->number,
                        "hand-off %.*s was found %.*s before it is needed",
                        STR_ARG(look_name(in, handoff)), STR_ARG(look_days(in, days)));
        finding_evidence(out, f, handoff->number, "created", "%.*s",
                         STR_ARG(look_date(in, found)));
        finding_evidence(out, f, handoff->number, "asked", "%.*s",
                         STR_ARG(look_date(in, need_by)));
        f->move = STR("hold the dependency conversation now: what exactly, by when, who accepts");
        f->owner = giver ? giver->number : OBJECT_NONE;
        f->defuse_by = need_by;
        f->defuse_because = "the taker needs it then";
        f->without = look_without_handoff(in, handoff);
        f->without_count = 1;
    }
}

const struct rule rule_late_dependency = {
    .name = "late-dependency",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A dependency found too late to plan for",
    .why = "A hand-off that is first written down within two sprints of its need finds the "
           "giver's plan already full. It is the classic surprise two sprints before launch.",
    .test = "An open hand-off written down (created) less than {notice} working days before it is "
            "needed (the date asked, else the taker's late start).",
    .example = "handoffs: {ho-1: {gives: api, to: page, created: 2027-01-22, asked: 2027-02-12}}",
    .move = "Talk today: what exactly is handed over, by when, and who accepts it; split it if it "
            "is big.",
    .no_edit = "what exactly, by when and who accepts is for both sides to say",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .source = "program practice, not back-tested (landmine 03)",
    .about = RULE_ABOUT(handoff),
    .parameters = parameters,
    .check = check,
};
