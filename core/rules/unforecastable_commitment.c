/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_commitment); i++) {
        const struct object *commitment = plan_nth(in->plan, KIND_commitment, i);
        const struct ref *milestone = commitment_get_milestone(commitment);
        const struct ref *by = commitment_get_made_by(commitment);
        const struct object *on = plan_object(in->plan, milestone);
        struct finding *f;

        if (!look_commitment_is_active(commitment) ||
            (on && look_node(in, on) != NODE_NONE && commitment_get_date(commitment)))
            continue;
        f = finding_add(out, in, &rule_unforecastable_commitment, commitment->number,
                        "%.*s %s, so nobody can say whether it will be kept",
                        STR_ARG(look_name(in, commitment)),
                        !commitment_get_date(commitment) ? "has no date"
                        : on                             ? "hangs on nothing that is scheduled"
                                                         : "hangs on no milestone");
        finding_evidence(out, f, commitment->number, on ? "date" : "milestone", "not stated");
        f->move = on ? STR("state its date") : STR("name the milestone that must have happened");
        f->owner = by ? by->object : OBJECT_NONE;
    }
}

const struct rule rule_unforecastable_commitment = {
    .name = "unforecastable-commitment",
    .level = DIAG_ERROR,
    .grave = true,
    .title = "A promise that hangs on nothing",
    .why = "A promise is kept when something has happened. Where it names nothing that is in the "
           "plan, or no date, its probability cannot be worked out and is not shown.",
    .test = "An active commitment without a milestone in the network, or without a date.",
    .example = "commitments: {ga: {date: 2027-03-01, to: customers}}",
    .move = "Name the milestone, and give it the work it waits for.",
    .no_edit = "what must have happened only whoever promised knows",
    .no_days = "nothing leads to it",
    .no_unknown = "a milestone that is not there is the finding itself",
    .source = "program practice, not back-tested (landmine 04)",
    .about = RULE_ABOUT(commitment),
    .check = check,
};
