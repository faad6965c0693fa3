/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "days", 10000000, "working days a blocker may stay open", 1 },
    { "least", 3000000, "working days it may stay open whatever it blocks", 1 },
    { "slack", 250000, "share of the total float of what it blocks that it may use up", 1 },
    { NULL, 0, NULL, 0 }
};

struct stopped {
    uint32_t *objects;          /* open things it blocks */
    uint32_t count;
    int64_t float_micro_days;   /* the least total float among them; INT64_MAX: none has dates */
    bool drives;
};

static struct stopped what_it_stops(const struct rule_input *in, const struct object *blocker)
{
    const struct refs *blocks = blocker_get_blocks(blocker);
    const int64_t day = calendar_usual_day_s(in->plan->calendar);
    struct stopped s = { look_room(in, blocks ? (uint32_t)blocks->count : 0), 0, INT64_MAX,
                         false };

    for (size_t i = 0; blocks && i < blocks->count; i++) {
        const struct object *o = plan_object(in->plan, &blocks->items[i]);
        const uint32_t node = o ? look_node(in, o) : NODE_NONE;
        int64_t slack;

        if (node == NODE_NONE || !look_is_open(in, o))
            continue;
        s.objects[s.count++] = o->number;
        s.drives = s.drives || look_drives(in, o);
        if (!in->schedule)
            continue;
        slack = in->schedule->node[node].total_float_s * 1000000 / (day > 0 ? day : CIVIL_DAY_S);
        if (slack < s.float_micro_days)
            s.float_micro_days = slack > 0 ? slack : 0;
    }
    return s;
}

/* How long it may stay open. */
static int64_t patience(const struct rule_input *in, const struct stopped *s)
{
    const struct rule *rule = &rule_ageing_blocker;
    const int64_t least = rule_parameter(in, rule, "least");
    int64_t most = rule_parameter(in, rule, "days");

    if (s->float_micro_days != INT64_MAX) {
        const int64_t share =
            s->float_micro_days / 1000000 * rule_parameter(in, rule, "slack");

        if (share < most)
            most = share;
    }
    return most > least ? most : least;
}

static void report(const struct rule_input *in, struct findings *out,
                   const struct object *blocker, const struct stopped *s, int64_t age)
{
    const struct str *next = blocker_get_next(blocker);
    const struct when *by = blocker_get_by(blocker);
    const struct ref *owner = blocker_get_owner(blocker);
    struct finding *f = finding_add(
        out, in, &rule_ageing_blocker, blocker->number,
        "%.*s has stood in the way of %.*s for %.*s", STR_ARG(look_name(in, blocker)),
        STR_ARG(look_list(in, s->objects, s->count)), STR_ARG(look_days(in, age)));

    f->others = s->objects;
    f->other_count = s->count;
    finding_evidence(out, f, blocker->number, "since", "%.*s",
                     STR_ARG(look_date(in, blocker_get_since(blocker)->instant)));
    if (s->float_micro_days != INT64_MAX)
        finding_evidence(out, f, s->objects[0], "total float", "%.*s at the least",
                         STR_ARG(look_days(in, s->float_micro_days)));
    if (by && look_end_of(by) <= in->plan->as_of)
        finding_evidence(out, f, blocker->number, "by", "its next step was due %.*s",
                         STR_ARG(look_date(in, by->instant)));
    if (s->drives)
        f->level = DIAG_ERROR;
    f->move = next ? str_format(in->scratch, "%.*s; if that has not moved it, take it a rung up",
                                STR_ARG(*next))
                   : STR("name the next step and its day, or take it a rung up");
    f->owner = owner ? owner->object : OBJECT_NONE;
    f->defuse_by = look_soon(in);
    f->defuse_because = "two working days; what it blocks loses a day of float with each";
}

static void report_unknown(const struct rule_input *in, struct findings *out,
                           const struct object *blocker)
{
    struct finding *f = finding_add(out, in, &rule_ageing_blocker, blocker->number,
                                    "how long %.*s has been there cannot be told",
                                    STR_ARG(look_name(in, blocker)));

    f->state = FINDING_UNKNOWN;
    f->missing = STR("blocker.since");
    f->move = STR("state since when it blocks");
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_blocker); i++) {
        const struct object *blocker = plan_nth(in->plan, KIND_blocker, i);
        const struct when *since = blocker_get_since(blocker);
        struct stopped s;
        int64_t age;

        if (blocker_get_cleared(blocker))
            continue;
        s = what_it_stops(in, blocker);
        if (s.count == 0)
            continue;
        if (!since) {
            report_unknown(in, out, blocker);
            continue;
        }
        age = look_working_days(in, since->instant, in->plan->as_of);
        if (age > patience(in, &s))
            report(in, out, blocker, &s, age);
    }
}

const struct rule rule_ageing_blocker = {
    .name = "ageing-blocker",
    .level = DIAG_WARNING,
    .title = "A blocker that is getting old",
    .why = "Something has stopped this work for longer than the work can afford, and its owner "
           "could not clear it alone. The age is a fact; the float beside it is the schedule's, "
           "at the medians. Whether old blockers take longer still was not tested.",
    .test = "A blocker that is not cleared, in the way of open work, for more than the smaller of "
            "{days} working days and {slack} of the least total float it blocks, though never "
            "before {least} days; an error where that work drives the date. Unknown without since.",
    .example = "blockers: {b-1: {title: No staging nodes, blocks: [serve], since: 2026-12-01}}",
    .move = "A swarm, a loan, a split of the work, or the next rung of the ladder.",
    .no_edit = "only its owner knows the next step",
    .no_days = "a blocker moves no date; `baton blocked` says what a week more of it costs",
    .source = "program practice, not back-tested (landmine 26)",
    .about = RULE_ABOUT(blocker),
    .parameters = parameters,
    .check = check,
};
