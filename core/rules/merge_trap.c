/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/text.h"

static const struct rule_parameter parameters[] = {
    { "branches", 3000000, "branches that come together", 0 },
    { "branch-probability", 750000, "share: each single branch is at least this likely", 0 },
    { "joint-probability", 500000, "share: all together are less likely than this", -1 },
    { NULL, 0, NULL, 0 }
};

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_merge_trap;
    const int64_t branches = rule_parameter(in, rule, "branches") / 1000000;
    const int64_t single = rule_parameter(in, rule, "branch-probability");
    const int64_t joint = rule_parameter(in, rule, "joint-probability");

    for (uint32_t i = 0; in->forecast && i < in->forecast->merge_count; i++) {
        const struct forecast_merge_point *m = &in->forecast->merges[i];
        const struct object *o = look_stated(in, m->object);
        const struct object *owner;
        struct finding *f;

        if (!o || m->branch_count < branches || m->worst_branch_ppm < single ||
            m->joint_ppm >= joint)
            continue;
        owner = plan_owner_of(in->plan, o);
        f = finding_add(out, in, rule, o->number,
                        "%u branches meet at %.*s: each is fine alone, together %.*s by %.*s",
                        (unsigned)m->branch_count, STR_ARG(look_name(in, o)),
                        STR_ARG(look_likely(in, m->joint_ppm)),
                        STR_ARG(look_date(in, m->reference)));
        finding_evidence(out, f, o->number, "worst branch", "%.*s",
                         STR_ARG(look_percent(in, m->worst_branch_ppm)));
        finding_evidence(out, f, o->number, "all branches", "%.*s",
                         STR_ARG(look_percent(in, m->joint_ppm)));
        finding_evidence(out, f, o->number, "merge bias", "%.*s",
                         STR_ARG(look_days(in, m->bias_s * 1000000 /
                                                   calendar_usual_day_s(in->plan->calendar))));
        f->move = STR("land the branches apart, buffer the late ones, or take one off the release");
        f->owner = owner ? owner->number : OBJECT_NONE;
    }
}

const struct rule rule_merge_trap = {
    .name = "merge-trap",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Many must land together",
    .why = "Each team is on time by its own account, but the release waits for the last of them. "
           "Five branches at 80 % are 33 % together where they are independent.",
    .test = "A point with at least {branches} incoming branches, each at least "
            "{branch-probability} likely by the date that hangs on it, all together less than "
            "{joint-probability}.",
    .example = "milestones: {release: {after: [api, page, copy, rack, client]}}",
    .move = "Decouple the releases, put a branch behind a flag, add a feeding buffer, integrate "
            "earlier.",
    .no_edit = "which branch lands apart is a decision",
    .no_days = "the days that the joining itself costs are of P50, in its evidence",
    .source = "AACE 57R-09; GAO, practice 8 (landmine 06). Back-tested: docs/backtest.md",
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
