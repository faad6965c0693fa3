/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "branches", 4000000, "branches that each drive the date often enough", 0 },
    { "share", 100000, "share of runs in which a branch drives, to count", 0 },
    { "largest", 400000, "share of runs: no branch drives more often than this", -1 },
    { "point", 500000, "share of runs in which the point itself drives", 1 },
    { NULL, 0, NULL, 0 }
};

static uint32_t swarm_of(const struct rule_input *in, uint32_t node, int32_t *ret_largest)
{
    const int64_t share = rule_parameter(in, &rule_near_critical_swarm, "share");
    const struct network *n = in->network;
    uint32_t count = 0;

    *ret_largest = 0;
    for (uint32_t i = n->link_first[node]; i < n->link_first[node + 1]; i++) {
        const uint32_t pred = n->links[i].pred;
        const struct object *o = look_stated(in, n->object[pred]);
        const int32_t ppm = o ? look_criticality(in, o) : 0;

        count += ppm >= share;
        if (ppm > *ret_largest)
            *ret_largest = ppm;
    }
    return count;
}

static void check_node(const struct rule_input *in, struct findings *out, uint32_t node)
{
    const struct rule *rule = &rule_near_critical_swarm;
    const struct object *o = look_stated(in, in->network->object[node]);
    const struct object *owner;
    struct finding *f;
    uint32_t count;
    int32_t largest;

    if (!o || !look_drives(in, o) || look_criticality(in, o) < rule_parameter(in, rule, "point"))
        return;
    count = swarm_of(in, node, &largest);
    if (count < (uint32_t)(rule_parameter(in, rule, "branches") / 1000000) ||
        largest > rule_parameter(in, rule, "largest"))
        return;
    owner = plan_owner_of(in->plan, o);
    f = finding_add(out, in, rule, o->number,
                    "%u branches into %.*s drive the date about equally", (unsigned)count,
                    STR_ARG(look_name(in, o)));
    finding_evidence(out, f, o->number, "most often driving branch", "%.*s of runs",
                     STR_ARG(look_percent(in, largest)));
    f->move = STR("work the list of sensitivities; a fix on one path buys little");
    f->owner = owner ? owner->number : OBJECT_NONE;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t branches = rule_parameter(in, &rule_near_critical_swarm, "branches") / 1000000;

    for (uint32_t node = 0; in->forecast && node < in->network->node_count; node++)
        if (in->network->link_first[node + 1] - in->network->link_first[node] >= branches)
            check_node(in, out, node);
}

const struct rule rule_near_critical_swarm = {
    .name = "near-critical-swarm",
    .level = DIAG_WARNING,
    .title = "Many paths drive the date, none of them often",
    .why = "There is no critical path to fix here: several branches take turns. Buying a week on "
           "one of them moves the date by little, because the next one is right behind.",
    .test = "A point that drives the date in {point} of the runs or more, into which at least "
            "{branches} branches lead that each drive in {share} of the runs or more, none in "
            "more than {largest}.",
    .example = "milestones: {release: {after: [api, page, copy, rack, client]}}",
    .move = "Manage by the sensitivity list; do not celebrate a fix on a single path.",
    .no_edit = "there is no single path to change",
    .no_days = "no single path costs much; `baton forecast` has the sensitivities",
    .source = "GAO Schedule Assessment Guide, practices 6 and 7 (landmine 36). Not back-tested",
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
