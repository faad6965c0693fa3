/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

static const struct rule_parameter parameters[] = {
    { "teams", 6000000, "other teams with which a team has open hand-offs", 0 },
    { NULL, 0, NULL, 0 }
};

struct tie {
    uint32_t team, other, handoff;
};

static int by_team(const void *a, const void *b, const void *context)
{
    const struct tie *x = a, *y = b;

    (void)context;
    if (x->team != y->team)
        return x->team < y->team ? -1 : 1;
    return x->other < y->other ? -1 : x->other > y->other;
}

static void report(const struct rule_input *in, struct findings *out, const struct tie *ties,
                   uint32_t count, const uint32_t *others, uint32_t other_count)
{
    const struct object *team = in->plan->objects[ties[0].team];
    const struct ref *lead = team_get_lead(team);
    struct finding *f = finding_add(out, in, &rule_coordination_overload, team->number,
                                    "%.*s has open hand-offs with %u other teams",
                                    STR_ARG(look_name(in, team)), (unsigned)other_count);

    f->others = others;
    f->other_count = other_count;
    finding_evidence(out, f, team->number, "teams", "%.*s",
                     STR_ARG(look_list(in, others, other_count)));
    finding_evidence(out, f, team->number, "open hand-offs", "%u", (unsigned)count);
    f->move = STR("cut the work anew so that fewer teams meet here, or batch what is handed over");
    f->owner = lead ? lead->object : OBJECT_NONE;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const uint32_t limit =
        (uint32_t)(rule_parameter(in, &rule_coordination_overload, "teams") / 1000000);
    const uint32_t all = plan_count(in->plan, KIND_handoff);
    struct tie *ties = ARENA_ARRAY(in->scratch, struct tie, 2 * (size_t)all + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < all; i++) {
        const struct object *h = plan_nth(in->plan, KIND_handoff, i);
        const struct object *giving = handoff_giving_team(in->plan, h);
        const struct object *taking = handoff_taking_team(in->plan, h);

        if (!look_handoff_is_open(h) || !giving || !taking || giving == taking)
            continue;
        ties[count++] = (struct tie){ giving->number, taking->number, h->number };
        ties[count++] = (struct tie){ taking->number, giving->number, h->number };
    }
    sort_stable(ties, count, sizeof(*ties), by_team, NULL, in->scratch);
    for (uint32_t from = 0, to; from < count; from = to) {
        uint32_t others = 0;
        uint32_t *list;

        for (to = from; to < count && ties[to].team == ties[from].team; to++)
            others += to == from || ties[to].other != ties[to - 1].other;
        if (others < limit)
            continue;
        list = look_room(in, others);
        others = 0;
        for (uint32_t i = from; i < to; i++)
            if (i == from || ties[i].other != ties[i - 1].other)
                list[others++] = ties[i].other;
        report(in, out, ties + from, to - from, list, others);
    }
}

const struct rule rule_coordination_overload = {
    .name = "coordination-overload",
    .level = DIAG_NOTE,
    .title = "A team that must agree with everybody",
    .why = "Every hand-off is a conversation before it is a delivery. A team with open ones to "
           "many others spends its time agreeing, and its estimates rarely say so. A count of "
           "stated hand-offs: an explanation, not a forecast.",
    .test = "A team with open hand-offs, given or taken, to {teams} other teams or more.",
    .example = "handoffs: {ho-1: {gives: core, to: web}, ho-2: {gives: core, to: data}}   # ...",
    .move = "Another cut of the work, one interface for all, deliveries in batches.",
    .no_edit = "how to cut the work anew is design",
    .no_days = "coordination takes no time in the plan",
    .no_unknown = "it counts what is stated",
    .source = "program practice, not back-tested (landmine 52)",
    .about = RULE_ABOUT(handoff),
    .parameters = parameters,
    .check = check,
};
