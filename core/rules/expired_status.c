/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

/* The field of that name, of a task, a milestone or a commitment; NULL: not stated. */
static const void *said(const struct object *o, const char *field)
{
    return object_value(o, schema_field(o->kind, str_of(field)));
}

static bool is_expired(const struct rule_input *in, const struct object *o)
{
    const struct when *until = said(o, "reported_until");
    const bool open = o->kind == KIND_commitment ? look_commitment_is_active(o)
                                                 : look_is_open(in, o);

    return until && said(o, "reported") && open && in->plan->read_on >= look_end_of(until);
}

static void report(const struct rule_input *in, struct findings *out, const struct object *o)
{
    static const char *const words[] = {"green", "amber", "red", "grey"};
    const uint32_t status = *(const uint32_t *)said(o, "reported");
    const struct when *until = said(o, "reported_until");
    const struct str *because = said(o, "reported_because");
    const struct object *by = plan_object(in->plan, said(o, "reported_by"));
    const struct object *owner = by ? by : plan_owner_of(in->plan, o);
    struct finding *f = finding_add(out, in, &rule_expired_status, o->number,
                                    "%.*s was reported %s until %.*s, and that still stands there",
                                    STR_ARG(look_name(in, o)), words[status],
                                    STR_ARG(look_date(in, until->instant)));

    finding_evidence(out, f, o->number, "reported", "%s", words[status]);
    finding_evidence(out, f, o->number, "reported_until", "%.*s",
                     STR_ARG(look_date(in, until->instant)));
    if (because)
        finding_evidence(out, f, o->number, "reported_because", "%.*s", STR_ARG(*because));
    f->move = STR("report it anew, with a reason and an end, or take the status out");
    f->owner = owner ? owner->number : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void check(const struct rule_input *in, struct findings *out)
{
    static const enum kind kinds[] = {KIND_commitment, KIND_milestone, KIND_task};

    for (unsigned k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
        for (uint32_t i = 0; i < plan_count(in->plan, kinds[k]); i++)
            if (is_expired(in, plan_nth(in->plan, kinds[k], i)))
                report(in, out, plan_nth(in->plan, kinds[k], i));
}

const struct rule rule_expired_status = {
    .name = "expired-status",
    .level = DIAG_WARNING,
    .title = "A reported status past its end",
    .why = "Somebody said how it stands, against what is computed or ahead of it, and until when "
           "that would count. The day has come, nobody said it anew, and it is still read as if it "
           "were so.",
    .test = "An open task, milestone or commitment whose `reported_until` lies before the data "
            "date, or before the day on which the plan is read (--today).",
    .example = "tasks: {api: {reported: green, reported_until: 2026-11-06}}",
    .move = "Report it anew, with a reason and an end, or take the status out.",
    .no_edit = "only its people can say how it stands",
    .no_days = "a report moves no date",
    .no_unknown = "a status without an end cannot be past it",
    .source = "program practice, not back-tested (landmine 09)",
    .about = RULE_ABOUT(task) | RULE_ABOUT(milestone) | RULE_ABOUT(commitment),
    .check = check,
};
