/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/weeks.h"
#include "core/plan/capacity.h"

enum { MICRO = 1000000 };

static const struct rule_parameter parameters[] = {
    { "probability", 800000, "share: P(cost within the limit) below this fires", -1 },
    { "error", 500000, "share: below this it is an error", -1 },
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
    if (!cost || !cost->known) {
        finding_unknown(out, in, &rule_guardrail_ahead, guardrail->number,
                        cost ? "team.rate" : "an honest forecast",
                        "whether %.*s will hold cannot be told",
                        STR_ARG(look_name(in, guardrail)));
        return;
    }
    if (cost->limit != limit ||
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
    f->level = cost->within_ppm < rule_parameter(in, &rule_guardrail_ahead, "error")
                   ? DIAG_ERROR
                   : DIAG_WARNING;
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

/* Simulated: the dearest month of each run, or what the program brings in for what it costs. */
static void check_share(const struct rule_input *in, struct findings *out,
                        const struct object *guardrail, int measure, int32_t holds_ppm)
{
    const struct rule *rule = &rule_guardrail_ahead;
    const struct forecast *forecast = in->forecast;
    struct finding *f;

    if (holds_ppm >= rule_parameter(in, rule, "probability"))
        return;
    if (measure == GUARDRAIL_BURN) {
        const struct forecast_cost *c = &forecast->cost;

        f = finding_add(out, in, rule, guardrail->number,
                        "%.*s is %.*s likely to hold: the dearest month costs %.*s at the median, "
                        "%.*s is allowed",
                        STR_ARG(look_name(in, guardrail)), STR_ARG(look_likely(in, holds_ppm)),
                        STR_ARG(about(in, c->dearest[c->dearest_count / 2])),
                        STR_ARG(money(in, *guardrail_get_limit(guardrail))));
    } else {
        f = finding_add(out, in, rule, guardrail->number,
                        "%.*s is %.*s likely to hold: the return is %.*s at the median, %.*s is "
                        "the least",
                        STR_ARG(look_name(in, guardrail)), STR_ARG(look_likely(in, holds_ppm)),
                        STR_ARG(look_percent(in, (int32_t)forecast->value.roi_p50_ppm)),
                        STR_ARG(look_percent(in, *guardrail_get_limit_share(guardrail))));
    }
    finding_evidence(out, f, guardrail->number, "within the limit", "%.*s of runs",
                     STR_ARG(look_percent(in, holds_ppm)));
    f->level = holds_ppm < rule_parameter(in, rule, "error") ? DIAG_ERROR : DIAG_WARNING;
    finish(f, in, guardrail);
}

static void report_burn(const struct rule_input *in, struct findings *out,
                        const struct object *guardrail, const struct weeks *w, int64_t limit)
{
    const struct str month = look_date(in, w->burn_month * CIVIL_DAY_S);
    struct finding *f = finding_add(
        out, in, &rule_guardrail_ahead, guardrail->number,
        "%.*s is passed in %.*s: people cost %.*s that month, %.*s is allowed",
        STR_ARG(look_name(in, guardrail)), STR_ARG(str_slice(month, 0, sizeof("2027-01") - 1)),
        STR_ARG(about(in, w->burn_minor)), STR_ARG(money(in, limit)));

    finding_evidence(out, f, guardrail->number, "burn", "%.*s, by early dates and the teams' rates",
                     STR_ARG(about(in, w->burn_minor)));
    finish(f, in, guardrail);
}

static void report_wip(const struct rule_input *in, struct findings *out,
                       const struct object *guardrail, const struct weeks *w, int64_t limit)
{
    struct finding *f = finding_add(
        out, in, &rule_guardrail_ahead, guardrail->number,
        "%.*s is passed: %.*s under way on %.*s, %lld are allowed",
        STR_ARG(look_name(in, guardrail)), STR_ARG(look_count(in, w->wip, "task")),
        STR_ARG(look_date(in, w->wip_day * CIVIL_DAY_S)), (long long)(limit / MICRO));

    finding_evidence(out, f, guardrail->number, "under way", "%u, by early dates",
                     (unsigned)w->wip);
    finish(f, in, guardrail);
}

/* The last day on which the first promise may come true. */
static void check_date(const struct rule_input *in, struct findings *out,
                       const struct object *guardrail, const struct when *limit)
{
    const struct rule *rule = &rule_guardrail_ahead;
    const struct forecast *f = in->forecast;
    struct finding *found;
    int32_t ppm;

    if (f->main_target >= f->target_count)
        return;
    ppm = forecast_probability(f, &f->targets[f->main_target], network_finish_instant(limit, NULL));
    if (ppm >= rule_parameter(in, rule, "probability"))
        return;
    found = finding_add(out, in, rule, guardrail->number,
                        "%.*s is %.*s likely to hold: %.*s is allowed, the median is %.*s",
                        STR_ARG(look_name(in, guardrail)), STR_ARG(look_likely(in, ppm)),
                        STR_ARG(look_date(in, limit->instant)),
                        STR_ARG(look_date(in, f->targets[f->main_target].at[1])));
    finding_evidence(out, found, guardrail->number, "within the limit", "%.*s of runs",
                     STR_ARG(look_percent(in, ppm)));
    found->level = ppm < rule_parameter(in, rule, "error") ? DIAG_ERROR : DIAG_WARNING;
    finish(found, in, guardrail);
}

static void say_unknown(const struct rule_input *in, struct findings *out,
                        const struct object *guardrail, const char *missing)
{
    finding_unknown(out, in, &rule_guardrail_ahead, guardrail->number, missing,
                    "whether %.*s will hold cannot be told", STR_ARG(look_name(in, guardrail)));
}

static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *guardrail, const struct weeks *w)
{
    const int measure = weeks_measure_of(guardrail);
    const int64_t *limit = guardrail_get_limit(guardrail);
    const int64_t *people = guardrail_get_limit_people(guardrail);
    const struct when *date = guardrail_get_limit_date(guardrail);
    const int32_t *share = guardrail_get_limit_share(guardrail);
    const int32_t holds_ppm = in->forecast ? weeks_holds_ppm(guardrail, in->forecast) : -1;

    switch (measure) {
    case GUARDRAIL_BUDGET:
        if (limit)
            check_budget(in, out, guardrail);
        break;
    case GUARDRAIL_BURN:
        if (limit && holds_ppm >= 0)
            check_share(in, out, guardrail, measure, holds_ppm);
        else if (limit && w && w->burn_minor == 0)
            say_unknown(in, out, guardrail, "team.rate");
        else if (limit && w && w->burn_minor > *limit)
            report_burn(in, out, guardrail, w, *limit);
        break;
    case GUARDRAIL_HEADCOUNT:
        if (people)
            check_people(in, out, guardrail);
        break;
    case GUARDRAIL_WIP:
        if (people && w && (int64_t)w->wip * MICRO > *people)
            report_wip(in, out, guardrail, w, *people);
        break;
    case GUARDRAIL_DATE:
        if (date && in->forecast)
            check_date(in, out, guardrail, date);
        else if (date)
            say_unknown(in, out, guardrail, "an honest forecast");
        break;
    case GUARDRAIL_ROI:
        if (share && holds_ppm >= 0)
            check_share(in, out, guardrail, measure, holds_ppm);
        else if (share)
            say_unknown(in, out, guardrail, in->forecast ? "program.benefit"
                                                         : "an honest forecast");
        break;
    default:
        say_unknown(in, out, guardrail, "guardrail.measure");
        return;
    }
    if (measure == GUARDRAIL_DATE  ? !date
        : measure == GUARDRAIL_ROI ? !share
        : measure == GUARDRAIL_HEADCOUNT || measure == GUARDRAIL_WIP ? !people
                                                                     : !limit)
        say_unknown(in, out, guardrail,
                    measure == GUARDRAIL_DATE  ? "guardrail.limit_date"
                    : measure == GUARDRAIL_ROI ? "guardrail.limit_share"
                    : measure == GUARDRAIL_HEADCOUNT || measure == GUARDRAIL_WIP
                        ? "guardrail.limit_people"
                        : "guardrail.limit");
}

static void check(const struct rule_input *in, struct findings *out)
{
    struct arena *scratch = arena_child(in->scratch);
    struct weeks weeks;

    if (in->schedule)
        weeks_compute(in->schedule, in->scratch, scratch, &weeks);
    arena_reset(scratch);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_guardrail); i++)
        check_one(in, out, plan_nth(in->plan, KIND_guardrail, i), in->schedule ? &weeks : NULL);
}

const struct rule rule_guardrail_ahead = {
    .name = "guardrail-ahead",
    .level = DIAG_WARNING,
    .title = "A limit that will probably be crossed",
    .why = "Somebody set this limit so that the program stops and thinks before it is crossed. "
           "The simulation adds up people, fixed costs and risks; it counts nothing that nobody "
           "stated, so the true cost is rather higher.",
    .test = "A budget within which the simulated cost stays with a probability below "
            "{probability} (an error below {error}), or whose stated spent is above it; or a "
            "headcount below the teams' people on the data date; or a limit of burn that the "
            "dearest month of the run, fixed costs in it, keeps in less than {probability} of the "
            "runs, a least return that is kept in less, or a last day; or a day with more tasks "
            "under way, by early dates, than one of work in progress. Unknown without a measure, "
            "its limit, or rates to count with.",
    .example = "guardrails: {budget: {limit: 200k, owner: ann}}",
    .move = "A tranche held back, options of less scope, or a limit approved anew.",
    .no_edit = "scope, people or the limit: a decision",
    .no_days = "a limit moves no date",
    .source = "program practice, not back-tested (landmine 42)",
    .about = RULE_ABOUT(guardrail),
    .parameters = parameters,
    .check = check,
};
