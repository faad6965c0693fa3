/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "probability", 500000, "share: the earliest date wanted is less likely than this", -1 },
    { NULL, 0, NULL, 0 }
};

/* Those who share an outcome, in the order of the plan. */
static uint32_t share_it(const struct rule_input *in, struct str outcome, uint32_t *ret)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_stakeholder); i++) {
        const struct object *s = plan_nth(in->plan, KIND_stakeholder, i);
        const struct str *of = stakeholder_get_outcome(s);

        if (of && str_equal_nocase(str_trim(*of), outcome))
            ret[count++] = s->number;
    }
    return count;
}

static const struct forecast_target *main_target(const struct rule_input *in)
{
    const struct forecast *f = in->forecast;

    return f && f->main_target < f->target_count ? &f->targets[f->main_target] : NULL;
}

struct dates {
    const struct object *first, *last;
};

static struct dates dates_of(const struct rule_input *in, const uint32_t *who, uint32_t count)
{
    struct dates d = { NULL, NULL };

    for (uint32_t i = 0; i < count; i++) {
        const struct object *s = in->plan->objects[who[i]];
        const struct when *by = stakeholder_get_by(s);

        if (!by)
            continue;
        if (!d.first || by->instant < stakeholder_get_by(d.first)->instant)
            d.first = s;
        if (!d.last || by->instant > stakeholder_get_by(d.last)->instant)
            d.last = s;
    }
    return d;
}

static struct finding *add(const struct rule_input *in, struct findings *out, uint32_t *who,
                           uint32_t count, struct str text)
{
    const struct ref *sponsor = program_get_sponsor(in->plan->program);
    struct finding *f =
        finding_add(out, in, &rule_competing_success, who[0], "%.*s", STR_ARG(text));

    f->others = who + 1;
    f->other_count = count - 1;
    f->move = STR("have one of them decide what counts as success, and write it into the outcome");
    f->owner = sponsor ? sponsor->object : OBJECT_NONE;
    return f;
}

/* Two dates that no likely finish keeps both. True where it is so. */
static bool check_dates(const struct rule_input *in, struct findings *out, struct str outcome,
                        uint32_t *who, uint32_t count)
{
    const struct dates d = dates_of(in, who, count);
    const struct forecast_target *target = main_target(in);
    int32_t early, late;
    struct finding *f;

    if (!target || !d.first || stakeholder_get_by(d.first)->instant ==
                                   stakeholder_get_by(d.last)->instant)
        return false;
    early = forecast_probability(in->forecast, target,
                                 look_end_of(stakeholder_get_by(d.first)) - 1);
    late = forecast_probability(in->forecast, target,
                                look_end_of(stakeholder_get_by(d.last)) - 1);
    if (early >= rule_parameter(in, &rule_competing_success, "probability") || early == late)
        return false;
    f = add(in, out, who, count,
            str_format(in->scratch, "%.*s wants %.*s by a date that is %.*s likely; %.*s can wait",
                       STR_ARG(look_name(in, d.first)), STR_ARG(outcome),
                       STR_ARG(look_likely(in, early)), STR_ARG(look_name(in, d.last))));
    finding_evidence(out, f, d.first->number, "by", "%.*s",
                     STR_ARG(look_date(in, stakeholder_get_by(d.first)->instant)));
    finding_evidence(out, f, d.last->number, "by", "%.*s, %.*s likely",
                     STR_ARG(look_date(in, stakeholder_get_by(d.last)->instant)),
                     STR_ARG(look_likely(in, late)));
    f->level = DIAG_WARNING;
    f->defuse_by = stakeholder_get_by(d.first)->instant;
    f->defuse_because = "the first of them counts on it then";
    return true;
}

/* Two measures in other words. */
static void check_measures(const struct rule_input *in, struct findings *out, struct str outcome,
                           uint32_t *who, uint32_t count)
{
    const struct object *first = NULL, *other = NULL;
    struct finding *f;

    for (uint32_t i = 0; i < count; i++) {
        const struct object *s = in->plan->objects[who[i]];
        const struct str *measure = stakeholder_get_measure(s);

        if (!measure)
            finding_unknown(out, in, &rule_competing_success, who[i], "stakeholder.measure",
                            "by what %.*s calls %.*s a success cannot be told",
                            STR_ARG(look_name(in, s)), STR_ARG(outcome));
        else if (!first)
            first = s;
        else if (!other && !str_equal_nocase(str_trim(*measure),
                                             str_trim(*stakeholder_get_measure(first))))
            other = s;
    }
    if (!other)
        return;
    f = add(in, out, who, count,
            str_format(in->scratch, "%.*s and %.*s measure %.*s differently",
                       STR_ARG(look_name(in, first)), STR_ARG(look_name(in, other)),
                       STR_ARG(outcome)));
    finding_evidence(out, f, first->number, "measure", "%.*s",
                     STR_ARG(*stakeholder_get_measure(first)));
    finding_evidence(out, f, other->number, "measure", "%.*s",
                     STR_ARG(*stakeholder_get_measure(other)));
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct objects *outcomes = program_get_outcomes(in->plan->program);

    for (size_t i = 0; outcomes && i < outcomes->count; i++) {
        const struct str id = outcomes->items[i]->id;
        uint32_t *who = look_room(in, plan_count(in->plan, KIND_stakeholder));
        const uint32_t count = share_it(in, id, who);

        if (count >= 2 && !check_dates(in, out, id, who, count))
            check_measures(in, out, id, who, count);
    }
}

const struct rule rule_competing_success = {
    .name = "competing-success",
    .level = DIAG_NOTE,
    .title = "Two people mean two things by success",
    .why = "A program can be finished and still fail for somebody who measured something else, or "
           "wanted it earlier than was ever likely. The dates are simulated; whether two measures "
           "in other words mean the same, people have to say.",
    .test = "Two or more stakeholders of one outcome who want it by different dates, the earliest "
            "of them less than {probability} likely (a warning); or who state different measures "
            "(a note). Unknown where one of them states no measure.",
    .example = "stakeholders: {ops: {outcome: speed, measure: p99}, "
               "sales: {outcome: speed, measure: demo time}}",
    .move = "A decision on what success is, with one decider, written into the outcome.",
    .no_edit = "which of the two counts is the sponsor's decision",
    .no_days = "a measure moves no date",
    .source = "program practice, not back-tested (landmine 24)",
    .about = RULE_ABOUT(stakeholder),
    .parameters = parameters,
    .check = check,
};
