/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "horizon", 30000000, "working days ahead within which a date must be a day", 0 },
    { NULL, 0, NULL, 0 }
};

static bool is_coarse(const struct when *when)
{
    return when->grain == GRAIN_MONTH || when->grain == GRAIN_QUARTER;
}

/* The P80 of what it is about, where that is forecast and still to come. */
static void propose(const struct rule_input *in, struct finding *f, const struct object *o)
{
    const struct forecast_handoff *h = o->kind == KIND_handoff ? look_handoff(in, o) : NULL;
    const struct forecast_target *t = o->kind == KIND_milestone ? look_target(in, o) : NULL;
    const int64_t p80 = h ? h->delivery_p80 : t ? t->at[2] : CIVIL_NONE;

    if (p80 == CIVIL_NONE || p80 <= in->plan->as_of)
        return;
    look_fix(f, look_set_day(in, o,
                             t ? FIELD_milestone_date
                             : handoff_get_offered(o) || !handoff_get_asked(o)
                                 ? FIELD_handoff_offered
                                 : FIELD_handoff_asked,
                             p80));
}

static void report(const struct rule_input *in, struct findings *out, const struct object *o,
                   const char *field, const struct when *when, uint32_t owner)
{
    struct finding *f;

    if (!when)
        f = finding_add(out, in, &rule_fuzzy_deadline, o->number, "%.*s has no date",
                        STR_ARG(look_name(in, o)));
    else if (is_coarse(when))
        f = finding_add(out, in, &rule_fuzzy_deadline, o->number,
                        "%.*s is due within weeks, and its date is only a %s",
                        STR_ARG(look_name(in, o)),
                        when->grain == GRAIN_MONTH ? "month" : "quarter");
    else
        f = finding_add(out, in, &rule_fuzzy_deadline, o->number,
                        "%.*s was due %.*s, and no new date was given", STR_ARG(look_name(in, o)),
                        STR_ARG(look_date(in, when->instant)));
    finding_evidence(out, f, o->number, field, "%.*s",
                     STR_ARG(when ? look_date(in, when->instant) : STR("not stated")));
    f->move = STR("ask its owner for a day, or for P50 and P90");
    propose(in, f, o);
    f->owner = owner;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

/* Coarse and near, or missing. The past is fuzzy only where `past` says so. */
static bool is_fuzzy(const struct rule_input *in, const struct when *when, bool past)
{
    const int64_t horizon = rule_parameter(in, &rule_fuzzy_deadline, "horizon");

    if (!when)
        return true;
    if (look_end_of(when) <= in->plan->as_of)
        return past;
    return is_coarse(when) &&
           look_working_days(in, in->plan->as_of, when->instant) <= horizon;
}

static void check_handoffs(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *h = plan_nth(in->plan, KIND_handoff, i);
        const struct object *giver = handoff_giver_of(in->plan, h);
        const struct when *offered = handoff_get_offered(h);
        const struct when *date = offered ? offered : handoff_get_asked(h);

        if (look_handoff_is_open(h) && is_fuzzy(in, date, false))
            report(in, out, h, offered ? "offered" : "asked", date,
                   giver ? giver->number : OBJECT_NONE);
    }
}

static void check_actions(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_action); i++) {
        const struct object *a = plan_nth(in->plan, KIND_action, i);
        const struct ref *owner = action_get_owner(a);

        if (!action_get_done(a) && is_fuzzy(in, action_get_due(a), true))
            report(in, out, a, "due", action_get_due(a), owner ? owner->object : OBJECT_NONE);
    }
}

static void check_milestones(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_milestone); i++) {
        const struct object *m = plan_nth(in->plan, KIND_milestone, i);
        const struct object *owner = plan_owner_of(in->plan, m);
        const struct when *date = milestone_get_date(m);

        if (date && look_is_open(in, m) && is_fuzzy(in, date, true))
            report(in, out, m, "date", date, owner ? owner->number : OBJECT_NONE);
    }
}

static void check(const struct rule_input *in, struct findings *out)
{
    check_handoffs(in, out);
    check_actions(in, out);
    check_milestones(in, out);
}

const struct rule rule_fuzzy_deadline = {
    .name = "fuzzy-deadline",
    .level = DIAG_WARNING,
    .title = "A deadline that is not a date",
    .why = "\"Some time in March\" is nobody's deadline. Near the date a month or a quarter, or a "
           "date that has passed without a new one, means that nobody has looked.",
    .test = "An open hand-off, action or dated milestone without a date, with only a month or a "
            "quarter within {horizon} working days, or (actions, milestones) with a date that has "
            "passed.",
    .example = "actions: {a-1: {title: Send the draft, owner: ann, due: 2027-03}}",
    .move = "Ask the owner for a day, or for P50 and P90.",
    .edit = "handoff.offered (or asked) or milestone.date: the P80, where it is forecast",
    .no_edit = "of an action, and where nothing is forecast: only its owner knows a day",
    .no_days = "the day that will be named is not known",
    .no_unknown = "a date that is no day is the finding itself",
    .source = "DCMA 14-point assessment, check 9 (landmine 28). Not back-tested",
    .parameters = parameters,
    .check = check,
};
