/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/text.h"
#include "core/plan/capacity.h"

static const struct rule_parameter parameters[] = {
    { "probability", 800000, "share: P(cost within the limit) below this fires", -1 },
    { NULL, 0, NULL, 0 }
};

static struct str money(const struct rule_input *in, int64_t minor)
{
    struct text t;

    text_init(&t, in->scratch);
    field_print_line(&schema_kinds[KIND_guardrail].fields[FIELD_guardrail_limit], &minor, &t);
    return text_str(&t);
}

/* To three digits: a simulated sum is not known to the cent. */
static struct str about(const struct rule_input *in, int64_t minor)
{
    int64_t unit = 1;

    while (minor / unit >= 1000)
        unit *= 10;
    return money(in, (minor + unit / 2) / unit * unit);
}

static void finish(struct finding *f, const struct rule_input *in, const struct object *guardrail)
{
    const struct ref *owner = guardrail_get_owner(guardrail);
    const struct str *breach = guardrail_get_on_breach(guardrail);

    f->move = breach ? str_format(in->scratch, "decide now what gives, or: %.*s", STR_ARG(*breach))
                     : STR("decide now what gives: scope, people or the limit");
    f->owner = owner ? owner->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period; every week spent leaves less to decide about";
}

static void check_budget(const struct rule_input *in, struct findings *out,
                         const struct object *guardrail)
{
    const int64_t limit = *guardrail_get_limit(guardrail);
    const int64_t *spent = guardrail_get_spent(guardrail);
    const struct forecast_cost *cost = in->forecast ? &in->forecast->cost : NULL;
    struct finding *f;

    if (spent && *spent > limit) {
        f = finding_add(out, in, &rule_guardrail_ahead, guardrail->number,
                        "%.*s is passed: %.*s spent of %.*s", STR_ARG(look_name(in, guardrail)),
                        STR_ARG(money(in, *spent)), STR_ARG(money(in, limit)));
        finding_evidence(out, f, guardrail->number, "spent", "%.*s", STR_ARG(money(in, *spent)));
        f->level = DIAG_ERROR;
        finish(f, in, guardrail);
        return;
    }
    if (!cost || !cost->known || cost->limit != limit ||
        cost->within_ppm >= rule_parameter(in, &rule_guardrail_ahead, "probability"))
        return;
    f = finding_add(out, in, &rule_guardrail_ahead, guardrail->number,
                    "%.*s is %.*s likely to hold: the work costs %.*s at the median, %.*s is "
                    "allowed",
                    STR_ARG(look_name(in, guardrail)), STR_ARG(look_likely(in, cost->within_ppm)),
                    STR_ARG(about(in, cost->p50)), STR_ARG(money(in, limit)));
    finding_evidence(out, f, guardrail->number, "within the limit", "%.*s of runs",
                     STR_ARG(look_percent(in, cost->within_ppm)));
    finding_evidence(out, f, guardrail->number, "cost P80", "%.*s", STR_ARG(about(in, cost->p80)));
    f->level = cost->within_ppm < 500000 ? DIAG_ERROR : DIAG_WARNING;
    finish(f, in, guardrail);
}

static void check_people(const struct rule_input *in, struct findings *out,
                         const struct object *guardrail)
{
    const int64_t limit = *guardrail_get_limit_people(guardrail);
    const int64_t today = civil_day_of(in->plan->as_of);
    int64_t people = 0;
    struct finding *f;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_team); i++) {
        const struct object *team = plan_nth(in->plan, KIND_team, i);

        if (team_states_capacity(team))
            people += team_capacity_on(in->plan, team, today);
    }
    if (people <= limit)
        return;
    f = finding_add(out, in, &rule_guardrail_ahead, guardrail->number,
                    "%.*s is passed: the teams have %lld people, %lld are allowed",
                    STR_ARG(look_name(in, guardrail)), (long long)(people / 1000000),
                    (long long)(limit / 1000000));
    finding_evidence(out, f, guardrail->number, "limit_people", "%lld",
                     (long long)(limit / 1000000));
    f->level = DIAG_ERROR;
    finish(f, in, guardrail);
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_guardrail); i++) {
        const struct object *guardrail = plan_nth(in->plan, KIND_guardrail, i);
        const uint32_t *measure = guardrail_get_measure(guardrail);

        if (guardrail_get_limit(guardrail) &&
            (measure ? *measure == GUARDRAIL_BUDGET : str_equal(guardrail->id, STR("budget"))))
            check_budget(in, out, guardrail);
        else if (guardrail_get_limit_people(guardrail) &&
                 (measure ? *measure == GUARDRAIL_HEADCOUNT
                          : str_equal(guardrail->id, STR("headcount"))))
            check_people(in, out, guardrail);
    }
}

const struct rule rule_guardrail_ahead = {
    .name = "guardrail-ahead",
    .level = DIAG_WARNING,
    .title = "A limit that will probably be crossed",
    .why = "Somebody set this limit so that the program stops and thinks before it is crossed. "
           "The simulation adds up people, fixed costs and risks; it counts nothing that nobody "
           "stated, so the true cost is rather higher.",
    .test = "A budget within which the simulated cost stays with a probability below "
            "{probability} (an error below one half), or whose stated spent is above it; or a "
            "headcount below the teams' people on the data date.",
    .example = "guardrails: {budget: {limit: 200k, owner: ann}}",
    .move = "A tranche held back, options of less scope, or a limit approved anew.",
    .source = "program practice, not back-tested (landmine 42)",
    .about = RULE_ABOUT(guardrail),
    .parameters = parameters,
    .check = check,
};
