/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/network/distribution.h"

static const struct rule_parameter parameters[] = {
    { "soon", 20000000, "working days before a gate at which every condition must have a plan", 0 },
    { "error", 2000000, "conditions that come after it, for an error", 0 },
    { NULL, 0, NULL, 0 }
};

enum { CONDITIONS = 32, NAMED = 6 };    /* late at one gate; written out */

enum chance { FINE, LATE, NO_PLAN };

struct condition {
    const struct object *criterion;
    const struct object *of;        /* what meets it, or NULL */
    int64_t ready;                  /* at the median; CIVIL_NONE */
};

static bool is_waived(const struct rule_input *in, const struct object *criterion)
{
    const struct objects *waiver = criterion_get_waiver(criterion);
    const struct when *expires =
        waiver && waiver->count > 0 ? waiver_get_expires(waiver->items[0]) : NULL;

    return waiver && waiver->count > 0 &&
           (!expires || look_end_of(expires) > in->plan->as_of);
}

static bool is_open_condition(const struct rule_input *in, const struct object *criterion)
{
    const uint32_t *state = criterion_get_state(criterion);

    if (state && (*state == CRITERION_MET || *state == CRITERION_NOT_APPLICABLE))
        return false;
    return !is_waived(in, criterion) && !(state && *state == CRITERION_WAIVED);
}

/* When what meets it is over, at the median: the simulation's, else the schedule's. */
static int64_t median_finish(const struct rule_input *in, const struct object *of)
{
    const struct forecast_task *task = look_task(in, of);

    return task ? task->p50 : look_early_finish(in, of);
}

static enum chance look_at(const struct rule_input *in, struct condition *c, int64_t gate)
{
    const struct estimate *takes = criterion_get_takes(c->criterion);

    c->of = plan_object(in->plan, criterion_get_of(c->criterion));
    c->ready = c->of ? median_finish(in, c->of) : takes ? in->plan->as_of : CIVIL_NONE;
    if (c->ready == CIVIL_NONE)
        return NO_PLAN;
    if (c->ready < in->plan->as_of)
        c->ready = in->plan->as_of;
    if (takes)
        c->ready = look_after(in, c->ready, takes, 0.5);
    return c->ready > gate ? LATE : FINE;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *gate,
                   int64_t date, const struct condition *late, uint32_t count)
{
    const struct condition *worst = &late[0];
    const struct ref *decider = gate_get_decider(gate);
    const struct ref *owner;
    uint32_t *others = look_room(in, count);
    uint32_t other_count = 0;
    struct finding *f;

    for (uint32_t i = 0; i < count; i++) {
        if (late[i].ready > worst->ready)
            worst = &late[i];
        if (late[i].of)
            others[other_count++] = late[i].of->number;
    }
    f = finding_add(out, in, &rule_gate_not_met, gate->number,
                    "%.*s is on %.*s, and by the plan's medians %.*s of it will be met only later",
                    STR_ARG(look_name(in, gate)), STR_ARG(look_date(in, date)),
                    STR_ARG(look_count(in, count, "condition")));
    f->others = others;
    f->other_count = look_unique(others, other_count);
    for (uint32_t i = 0; i < count && i < NAMED; i++)
        finding_evidence(out, f, late[i].of ? late[i].of->number : gate->number, "ready",
                         "%.*s at the median (%.*s)", STR_ARG(look_date(in, late[i].ready)),
                         STR_ARG(late[i].criterion->id));
    f->level = count * INT64_C(1000000) >= rule_parameter(in, &rule_gate_not_met, "error")
                   ? DIAG_ERROR
                   : DIAG_WARNING;
    f->move = str_format(in->scratch,
                         "bring %.*s forward, pass with conditions and dates, or move the gate",
                         STR_ARG(worst->criterion->id));
    look_fix(f, look_set_day(in, gate, FIELD_gate_date, worst->ready));
    owner = criterion_get_owner(worst->criterion);
    f->owner = owner ? owner->object : decider ? decider->object : OBJECT_NONE;
    f->defuse_by = date - (worst->ready - date);
    if (f->defuse_by < in->plan->as_of)
        f->defuse_by = in->plan->as_of;
    f->defuse_because = "as long before the gate as its last condition comes after it";
}

static void report_unknown(const struct rule_input *in, struct findings *out,
                           const struct object *gate, const struct object *criterion)
{
    struct finding *f = finding_add(
        out, in, &rule_gate_not_met, gate->number,
        "whether %.*s can be passed cannot be told: nothing says what meets its condition %.*s",
        STR_ARG(look_name(in, gate)), STR_ARG(criterion->id));

    f->state = FINDING_UNKNOWN;
    f->missing = STR("criterion.of");
    f->move = STR("name the work that meets it, or how long it takes");
}

static void check_gate(const struct rule_input *in, struct findings *out,
                       const struct object *gate, const struct objects *criteria, int64_t soon)
{
    const int64_t date = look_end_of(gate_get_date(gate));
    const struct object *bare = NULL;
    struct condition late[CONDITIONS];
    uint32_t count = 0;

    for (size_t i = 0; i < criteria->count && count < CONDITIONS; i++) {
        enum chance chance;

        if (!is_open_condition(in, criteria->items[i]))
            continue;
        late[count] = (struct condition){ criteria->items[i], NULL, CIVIL_NONE };
        chance = look_at(in, &late[count], date);
        if (chance == LATE)
            count++;
        else if (chance == NO_PLAN && !bare)
            bare = criteria->items[i];
    }
    if (count > 0)
        report(in, out, gate, gate_get_date(gate)->instant, late, count);
    else if (bare && date <= soon)
        report_unknown(in, out, gate, bare);
}

static bool has_open_condition(const struct rule_input *in, const struct objects *criteria)
{
    for (size_t i = 0; criteria && i < criteria->count; i++)
        if (is_open_condition(in, criteria->items[i]))
            return true;
    return false;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t days = rule_parameter(in, &rule_gate_not_met, "soon");
    const int64_t soon = look_shift(in, in->plan->as_of, days);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_gate); i++) {
        const struct object *gate = plan_nth(in->plan, KIND_gate, i);
        const struct objects *criteria = gate_get_criteria(gate);
        const uint32_t *outcome = gate_get_outcome(gate);
        const bool is_over = gate_get_passed(gate) ||
                             (outcome && (*outcome == GATE_GO || *outcome == GATE_KILL));

        if (!is_over && criteria && gate_get_date(gate))
            check_gate(in, out, gate, criteria, soon);
        else if (!is_over && has_open_condition(in, criteria))
            finding_unknown(out, in, &rule_gate_not_met, gate->number, "gate.date",
                            "whether %.*s can be passed in time cannot be told",
                            STR_ARG(look_name(in, gate)));
    }
}

const struct rule rule_gate_not_met = {
    .name = "gate-not-met",
    .level = DIAG_WARNING,
    .title = "A gate whose conditions come after it",
    .why = "The gate has a date, and what is to prove its conditions is more likely than not over "
           "only after it. On the day it will be held, moved, or passed on trust. From the "
           "forecast's medians (the schedule's where there is none); the record of gates was not "
           "tested.",
    .test = "A gate that is not passed, with a date, and a condition neither met, waived nor "
            "not-applicable whose `of` finishes at the median, plus the median of its `takes`, "
            "after that date; an error with {error} of them. Unknown where, {soon} working days "
            "before the gate, a condition has neither, or where a gate with conditions ahead has "
            "no date.",
    .example = "gates: {go: {date: 2027-02-26, criteria: {load: {statement: Load test green, "
               "of: load-test}}}}",
    .move = "A plan for each late condition; a conditional pass with dates; another date.",
    .edit = "gate.date: the day on which its last condition is met at the median",
    .no_days = "a gate moves no date in the plan",
    .source = "program practice, not back-tested (landmine 33)",
    .about = RULE_ABOUT(gate),
    .parameters = parameters,
    .check = check,
};
