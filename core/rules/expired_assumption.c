/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_assumption); i++) {
        const struct object *a = plan_nth(in->plan, KIND_assumption, i);
        const struct when *by = assumption_get_check_by(a);
        const uint32_t *state = assumption_get_state(a);
        const struct ref *owner = assumption_get_owner(a);
        struct finding *f;

        if ((!state || *state == ASSUMPTION_UNCHECKED) && !assumption_get_checked(a) && !by)
            finding_unknown(out, in, &rule_expired_assumption, a->number, "assumption.check_by",
                            "whether %.*s should have been checked cannot be told",
                            STR_ARG(look_name(in, a)));
        if ((state && *state != ASSUMPTION_UNCHECKED) || assumption_get_checked(a) || !by ||
            look_end_of(by) > in->plan->as_of)
            continue;
        f = finding_add(out, in, &rule_expired_assumption, a->number,
                        "assumption %.*s should have been checked by %.*s",
                        STR_ARG(look_name(in, a)), STR_ARG(look_date(in, by->instant)));
        finding_evidence(out, f, a->number, "check_by", "%.*s",
                         STR_ARG(look_date(in, by->instant)));
        if (assumption_get_supports(a))
            finding_evidence(out, f, a->number, "supports", "%zu %s rest on it",
                             assumption_get_supports(a)->count,
                             assumption_get_supports(a)->count == 1 ? "thing" : "things");
        f->move = assumption_get_test(a)
                      ? str_format(in->scratch, "check it: %.*s", STR_ARG(*assumption_get_test(a)))
                      : STR("find the cheapest way to check it, and do that");
        f->owner = owner ? owner->object : OBJECT_NONE;
        f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
        f->defuse_because = "one reporting period";
    }
}

const struct rule rule_expired_assumption = {
    .name = "expired-assumption",
    .level = DIAG_WARNING,
    .title = "An assumption past its check date",
    .why = "What rests on it is still planned as if it were true, and the day on which somebody "
           "would find out has passed.",
    .test = "An assumption that is not checked and whose check_by lies before the data date.",
    .example = "assumptions: {as-1: {statement: The old API stays, check_by: 2027-01-29}}",
    .move = "The cheapest test now; a fallback where it fails.",
    .no_edit = "what checking finds cannot be known before",
    .no_days = "`baton ask` simulates what follows where if_false is stated",
    .source = "program practice, not back-tested (landmine 27)",
    .about = RULE_ABOUT(assumption),
    .check = check,
};
