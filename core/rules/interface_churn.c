/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "changes", 2000000, "changes after it was agreed", 0 },
    { "window", 42000000, "days before the data date in which they are counted", 0 },
    { NULL, 0, NULL, 0 }
};

struct changes {
    uint32_t count;
    int64_t first_day, last_day;
};

/* Changes from `since` up to the data date. */
static struct changes count_changes(const struct rule_input *in, const struct day_ranges *changed,
                                    int64_t since)
{
    struct changes c = { 0, CIVIL_NONE, CIVIL_NONE };

    for (size_t i = 0; i < changed->count; i++) {
        const int64_t day = changed->items[i].from_day;

        if (day < since || day > civil_day_of(in->plan->as_of))
            continue;
        c.count++;
        if (c.first_day == CIVIL_NONE || day < c.first_day)
            c.first_day = day;
        if (c.last_day == CIVIL_NONE || day > c.last_day)
            c.last_day = day;
    }
    return c;
}

static void report(const struct rule_input *in, struct findings *out,
                   const struct object *interface, const struct changes *c)
{
    const struct refs *used = interface_get_used_by(interface);
    const struct ref *owner = interface_get_owner(interface);
    uint32_t *tasks = look_room(in, used ? (uint32_t)used->count : 0);
    uint32_t count = 0;
    struct finding *f =
        finding_add(out, in, &rule_interface_churn, interface->number,
                    "%.*s was agreed and has changed %.*s since %.*s",
                    STR_ARG(look_name(in, interface)), STR_ARG(look_count(in, c->count, "time")),
                    STR_ARG(look_date(in, c->first_day * CIVIL_DAY_S)));

    for (size_t i = 0; used && i < used->count; i++) {
        const struct object *task = plan_object(in->plan, &used->items[i]);

        if (task && look_is_open(in, task))
            tasks[count++] = task->number;
    }
    f->others = tasks;
    f->other_count = count;
    finding_evidence(out, f, interface->number, "agreed", "%.*s",
                     STR_ARG(look_date(in, interface_get_agreed(interface)->instant)));
    finding_evidence(out, f, interface->number, "changed", "last on %.*s",
                     STR_ARG(look_date(in, c->last_day * CIVIL_DAY_S)));
    if (count > 0)
        finding_evidence(out, f, interface->number, "used_by", "%.*s",
                         STR_ARG(look_list(in, tasks, count)));
    f->move = STR("pin a version, put a contract test on it, and change it on agreed days only");
    f->owner = owner ? owner->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void report_unknown(const struct rule_input *in, struct findings *out,
                           const struct object *interface)
{
    struct finding *f = finding_add(out, in, &rule_interface_churn, interface->number,
                                    "how often %.*s changed after it was agreed cannot be told",
                                    STR_ARG(look_name(in, interface)));

    f->state = FINDING_UNKNOWN;
    f->missing = STR("interface.agreed");
    f->move = STR("state when it was agreed");
}

static void check(const struct rule_input *in, struct findings *out)
{
    const uint32_t limit =
        (uint32_t)(rule_parameter(in, &rule_interface_churn, "changes") / 1000000);
    const int64_t window = rule_parameter(in, &rule_interface_churn, "window") / 1000000;
    const int64_t from = civil_day_of(in->plan->as_of) - window;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_interface); i++) {
        const struct object *interface = plan_nth(in->plan, KIND_interface, i);
        const struct day_ranges *changed = interface_get_changed(interface);
        const struct when *agreed = interface_get_agreed(interface);
        const uint32_t *state = interface_get_state(interface);
        struct changes c;

        if (!changed || (state && *state != INTERFACE_AGREED))
            continue;
        c = count_changes(in, changed,
                          agreed && civil_day_of(agreed->instant) >= from
                              ? civil_day_of(agreed->instant) + 1
                              : from);
        if (c.count < limit)
            continue;
        if (agreed)
            report(in, out, interface, &c);
        else if (state)
            report_unknown(in, out, interface);
    }
}

const struct rule rule_interface_churn = {
    .name = "interface-churn",
    .level = DIAG_WARNING,
    .title = "An agreed interface that keeps changing",
    .why = "Both sides build on a contract because it was agreed. When it goes on changing, the "
           "work on it is done over, and its estimates no longer mean anything. A count of stated "
           "changes: it explains rework, it does not measure it.",
    .test = "An agreed interface with {changes} or more entries of changed after the day it was "
            "agreed and within {window} days before the data date. Unknown where it does not say "
            "when it was agreed.",
    .example = "interfaces: {page-api: {state: agreed, agreed: 2027-01-04, "
               "changed: [2027-01-12, 2027-01-20]}}",
    .move = "A pinned version, an adapter, a contract test in both builds.",
    .no_edit = "which version to pin is for both sides to agree",
    .no_days = "what a change costs those who build on it is not in the plan",
    .source = "program practice, not back-tested (landmine 31)",
    .about = RULE_ABOUT(interface),
    .parameters = parameters,
    .check = check,
};
