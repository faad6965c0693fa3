/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "elapsed", 400000, "share of the time from promise to date that has passed", 0 },
    { "fresh", 20000000, "working days since its owner last looked at it", 0 },
    { NULL, 0, NULL, 0 }
};

static bool has_moved(const struct object *commitment)
{
    const struct when *first = commitment_get_first_date(commitment);
    const struct objects *was = commitment_get_was(commitment);

    return (was && was->count > 0) ||
           (first && first->instant != commitment_get_date(commitment)->instant);
}

/* Somebody has re-estimated what it hangs on lately. */
static bool is_fresh(const struct rule_input *in, const struct object *commitment)
{
    const struct object *on = plan_object(in->plan, commitment_get_milestone(commitment));
    const struct when *looked = NULL;

    if (on && on->kind == KIND_milestone)
        looked = milestone_get_estimated(on);
    else if (on && on->kind == KIND_task)
        looked = task_get_estimated(on);
    return looked && look_working_days(in, looked->instant, in->plan->as_of) <=
                         rule_parameter(in, &rule_never_moved_date, "fresh");
}

static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *commitment)
{
    const struct rule *rule = &rule_never_moved_date;
    const struct when *made = commitment_get_made(commitment);
    const struct when *date = commitment_get_date(commitment);
    const struct ref *by = commitment_get_made_by(commitment);
    int64_t whole, passed;
    struct finding *f;

    if (!look_commitment_is_active(commitment) || !date || has_moved(commitment) ||
        date->instant <= in->plan->as_of || is_fresh(in, commitment))
        return;
    if (!made) {
        f = finding_add(out, in, rule, commitment->number,
                        "whether %.*s was ever looked at again cannot be told",
                        STR_ARG(look_name(in, commitment)));
        f->state = FINDING_UNKNOWN;
        f->missing = STR("commitment.made");
        f->move = STR("state when it was promised");
        return;
    }
    whole = look_working_days(in, made->instant, date->instant);
    passed = look_working_days(in, made->instant, in->plan->as_of);
    if (whole <= 0 || passed < whole / 1000000 * rule_parameter(in, rule, "elapsed"))
        return;
    f = finding_add(out, in, rule, commitment->number,
                    "%.*s has kept its first date through %.*s of the time to it",
                    STR_ARG(look_name(in, commitment)),
                    STR_ARG(look_percent(in, (int32_t)(passed * 1000 / (whole / 1000)))));
    finding_evidence(out, f, commitment->number, "made", "%.*s",
                     STR_ARG(look_date(in, made->instant)));
    finding_evidence(out, f, commitment->number, "date", "%.*s, never moved",
                     STR_ARG(look_date(in, date->instant)));
    finding_evidence(out, f, OBJECT_NONE, "outside view",
                     "in 121 finished commercial projects the median took 1.79 times its first "
                     "estimate (Little 2006)");
    f->move = STR("have the owners re-estimate what is left, bottom up, and publish P50 and P80");
    f->owner = by ? by->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_commitment); i++)
        check_one(in, out, plan_nth(in->plan, KIND_commitment, i));
}

const struct rule rule_never_moved_date = {
    .name = "never-moved-date",
    .level = DIAG_WARNING,
    .title = "A date nobody has looked at again",
    .why = "A date that nobody has looked at again is not confirmed, it is not examined. In the "
           "record of 121 commercial projects, a date that has hardly moved from its first "
           "estimate was a warning. On Kubernetes it was none: enhancements that had never moved "
           "slipped no more often than others, and dates of its calendar less often. So this says "
           "where to look, and not what will slip.",
    .test = "An active commitment that still has its first date after {elapsed} of the time to it "
            "has passed, and whose milestone nobody has re-estimated for {fresh} working days.",
    .example = "commitments: {spring: {milestone: done, made: 2026-09-07, date: 2027-04-30}}",
    .move = "A bottom-up re-estimate of the remaining work by those who do it.",
    .no_edit = "a new estimate only its owners can give",
    .no_days = "its date may still hold",
    .source = "Little, IEEE Software 2006, recomputed over 121 finished projects (landmine 61). No "
              "skill on Kubernetes: docs/backtest.md",
    .about = RULE_ABOUT(commitment),
    .parameters = parameters,
    .check = check,
};
