/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "first", 700000, "share of the way at which the first two teams' work meets", 1 },
    { "gap", 250000, "share of the way without any such meeting, once there are three", 1 },
    { NULL, 0, NULL, 0 }
};

/* Whether work of two teams meets there for the first time. */
static bool is_meeting(const struct network *n, uint32_t node)
{
    uint32_t first = OBJECT_NONE;

    for (uint32_t l = n->link_first[node]; l < n->link_first[node + 1]; l++) {
        const uint32_t team = n->team[n->links[l].pred];

        if (team == OBJECT_NONE)
            continue;
        if (first != OBJECT_NONE && team != first)
            return true;
        first = team;
    }
    return n->role[node] == ROLE_HANDOFF && n->team[node] != OBJECT_NONE && first != OBJECT_NONE &&
           n->team[node] != first;
}

static bool crosses(const struct rule_input *in, uint32_t node)
{
    const struct network *n = in->network;
    const struct object *o = n->plan->objects[n->object[node]];

    if (o->kind == KIND_handoff)
        return handoff_giving_team(n->plan, o) != handoff_taking_team(n->plan, o) &&
               handoff_giving_team(n->plan, o) && handoff_taking_team(n->plan, o);
    return is_meeting(n, node);
}

struct meeting {
    int64_t at;
    uint32_t object;
};

static int by_time(const void *a, const void *b, const void *context)
{
    const struct meeting *x = a, *y = b;

    (void)context;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->object < y->object ? -1 : x->object > y->object;
}

static uint32_t meetings_of(const struct rule_input *in, struct meeting *ret)
{
    const struct network *n = in->network;
    uint32_t count = 0;

    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = look_stated(in, n->object[node]);
        const struct forecast_task *t = o ? look_task(in, o) : NULL;

        if (!o || !t || !crosses(in, node))
            continue;
        ret[count++] = (struct meeting){
            n->actual_finish[node] != CIVIL_NONE ? n->actual_finish[node] : t->p50, o->number };
    }
    sort_stable(ret, count, sizeof(*ret), by_time, NULL, in->scratch);
    return count;
}

static void report(const struct rule_input *in, struct findings *out, const struct meeting *m,
                   struct str text, int64_t share)
{
    const struct ref *manager = program_get_manager(in->plan->program);
    struct finding *f =
        finding_add(out, in, &rule_late_integration, m->object, "%.*s", STR_ARG(text));

    finding_evidence(out, f, m->object, "p50", "%.*s", STR_ARG(look_date(in, m->at)));
    finding_evidence(out, f, OBJECT_NONE, "share", "%.*s of the time to the last P50",
                     STR_ARG(look_percent(in, (int32_t)share)));
    f->move = STR("put a walking skeleton of all teams' work on a date, and integrate every week");
    f->owner = manager ? manager->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period: what meets late is found late";
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_late_integration;
    const struct forecast *f = in->forecast;
    struct meeting *all = ARENA_ARRAY(in->scratch, struct meeting, in->network->node_count + 1);
    const uint32_t count = meetings_of(in, all);
    const int64_t start = in->plan->start;
    int64_t whole, first, widest = 0;
    uint32_t at = 0;

    if (count == 0 || f->main_target >= f->target_count)
        return;
    whole = f->targets[f->main_target].at[1] - start;
    if (whole <= 0 || all[0].at < start)
        return;
    first = (all[0].at - start) * 1000 / whole * 1000;
    if (first > rule_parameter(in, rule, "first") && all[0].at > in->plan->as_of) {
        report(in, out, &all[0],
               str_format(in->scratch, "the first work of two teams meets at %.*s, %.*s of the way "
                                       "along",
                          STR_ARG(look_name(in, in->plan->objects[all[0].object])),
                          STR_ARG(look_percent(in, (int32_t)first))),
               first);
        return;
    }
    for (uint32_t i = 1; i < count; i++)
        if (all[i].at > in->plan->as_of && all[i].at - all[i - 1].at > widest &&
            all[i].at <= start + whole) {
            widest = all[i].at - all[i - 1].at;
            at = i;
        }
    widest = widest * 1000 / whole * 1000;
    if (count > 2 && widest > rule_parameter(in, rule, "gap"))
        report(in, out, &all[at],
               str_format(in->scratch, "for %.*s of the way no work of two teams meets, until %.*s",
                          STR_ARG(look_percent(in, (int32_t)widest)),
                          STR_ARG(look_name(in, in->plan->objects[all[at].object]))),
               widest);
}

const struct rule rule_late_integration = {
    .name = "late-integration",
    .level = DIAG_NOTE,
    .grave = true,
    .title = "The parts meet for the first time near the end",
    .why = "Where the work of two teams first runs together, it shows what neither could see. When "
           "that is near the end, there is no time left to use it. By medians of the forecast; an "
           "explanation of risk, not a measure of it.",
    .test = "The first point at which work of two teams meets (a join of two teams' links, a "
            "hand-off between teams) is still ahead and lies beyond {first} of the time from the "
            "start to the P50 of the last promise; or, with three of them or more, {gap} of "
            "that time passes between two.",
    .example = "milestones: {done: {after: [engine, page]}}   # two teams, joined at the end",
    .move = "A walking skeleton early, and integration as a habit.",
    .no_edit = "where teams can meet earlier is design",
    .no_days = "what is found late is not in the plan",
    .source = "program practice, not back-tested (landmine 15)",
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
