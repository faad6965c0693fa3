/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

enum { HALF_A_DAY = 500000 };   /* what would print as no day */

static const struct rule_parameter parameters[] = {
    { "probability", 800000, "share: a promise outside fires below this probability", -1 },
    { NULL, 0, NULL, 0 }
};

static bool is_external(const struct object *commitment)
{
    const bool *external = commitment_get_external(commitment);

    return external ? *external : commitment_get_to(commitment) != NULL;
}

/* How far ahead; what rounds to nothing is still ahead. */
static struct str ahead(const struct rule_input *in, int64_t date, int64_t p80)
{
    const int64_t days = look_working_days(in, date, p80);

    return days < HALF_A_DAY ? STR("less than a day") : look_days(in, days);
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_promise_ahead_of_plan;
    const int64_t limit = rule_parameter(in, rule, "probability");

    for (uint32_t i = 0; in->forecast && i < plan_count(in->plan, KIND_commitment); i++) {
        const struct object *commitment = plan_nth(in->plan, KIND_commitment, i);
        const struct forecast_commitment *c = look_commitment(in, commitment);
        const struct str *to = commitment_get_to(commitment);
        const struct ref *by = commitment_get_made_by(commitment);
        struct finding *f;
        int64_t p80;

        if (!look_commitment_is_active(commitment) || !is_external(commitment) || !c ||
            c->target == UINT32_MAX || c->probability_ppm >= limit)
            continue;
        p80 = in->forecast->targets[c->target].at[2];
        f = finding_add(out, in, rule, commitment->number,
                        "%.*s is promised to %.*s %.*s ahead of what is 80 %% likely",
                        STR_ARG(look_name(in, commitment)),
                        STR_ARG(to ? *to : STR("somebody outside")),
                        STR_ARG(ahead(in, c->date, p80)));
        finding_evidence(out, f, commitment->number, "probability", "%.*s",
                         STR_ARG(look_percent(in, c->probability_ppm)));
        finding_evidence(out, f, commitment->number, "p80", "%.*s", STR_ARG(look_date(in, p80)));
        f->move = str_format(in->scratch, "promise %.*s, or decide what gives to hold %.*s",
                             STR_ARG(look_date(in, p80)), STR_ARG(look_date(in, c->date)));
        f->fix = look_set_day(in, commitment, FIELD_commitment_date, p80);
        f->fix_count = 1;
        f->owner = by ? by->object : OBJECT_NONE;
        finding_price(in, f, c->date, p80);
        f->defuse_by = look_while_scope_moves(in, c->date, in->forecast->targets[c->target].at[1]);
        if (f->defuse_by < in->plan->as_of)
            f->defuse_by = in->plan->as_of;
        f->defuse_because =
            "a quarter of the remaining time before the date: scope can still move";
    }
}

const struct rule rule_promise_ahead_of_plan = {
    .name = "promise-ahead-of-plan",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A promise outside runs ahead of the plan",
    .why = "What is promised to customers or sales should be 80 % likely or better. This one is "
           "not, so somebody outside is planning on a date that the plan does not carry.",
    .test = "An active commitment made to somebody outside with a probability below {probability}.",
    .example = "commitments: {ga: {milestone: done, date: 2027-03-01, to: customers}}",
    .move = "Move the promise to the P80 date, ring-fence the work, cut scope, or say so outside.",
    .edit = "commitment.date: the P80",
    .days = "from the promised day to P80",
    .source = "program practice (landmine 04). No skill on Kubernetes: docs/backtest.md",
    .about = RULE_ABOUT(commitment),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
