/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/escalation.h"
#include "core/rules/look.h"

enum { MICRO = 1000000, WEEK_DAYS = 7 };

static const struct rule_parameter parameters[] = {
    { "weeks", 4000000, "weeks ahead in which somebody must be on duty", 1 },
    { NULL, 0, NULL, 0 }
};

static bool names(const struct objects *rungs, uint32_t duty)
{
    for (size_t i = 0; rungs && i < rungs->count; i++) {
        const struct refs *who = rung_get_who(rungs->items[i]);

        for (size_t k = 0; who && k < who->count; k++)
            if (who->items[k].object == duty)
                return true;
    }
    return false;
}

/* The first ladder, or escalation that is not settled, that counts on it; OBJECT_NONE: nobody. */
static uint32_t who_counts_on(const struct rule_input *in, uint32_t duty)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_escalation); i++) {
        const struct object *o = plan_nth(in->plan, KIND_escalation, i);

        if (!escalation_is_clear(in->plan, o) && names(escalation_get_rungs(o), duty))
            return o->number;
    }
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_ladder); i++) {
        const struct object *o = plan_nth(in->plan, KIND_ladder, i);

        if (names(ladder_get_rungs(o), duty))
            return o->number;
    }
    return OBJECT_NONE;
}

static void check_duty(const struct rule_input *in, struct findings *out,
                       const struct object *duty, uint32_t user)
{
    const int64_t weeks = rule_parameter(in, &rule_unstaffed_duty, "weeks");
    const int64_t today = civil_day_of(in->plan->as_of) * CIVIL_DAY_S;
    const int64_t until = today + weeks / MICRO * WEEK_DAYS * CIVIL_DAY_S;
    const struct calendar *calendar = plan_calendar_of(in->plan, duty);
    uint32_t *others = look_room(in, 1), days = 0;
    int64_t first = CIVIL_NONE;
    struct finding *f;

    for (int64_t day = today; day < until; day += CIVIL_DAY_S) {
        if (calendar_work(calendar, day, day + CIVIL_DAY_S) == 0 ||
            duty_person_at(in->plan, duty, day))
            continue;
        first = first == CIVIL_NONE ? day : first;
        days++;
    }
    if (days == 0)
        return;
    others[0] = user;
    f = finding_add(out, in, &rule_unstaffed_duty, duty->number,
                    "nobody has %.*s on %.*s from %.*s", STR_ARG(look_name(in, duty)),
                    STR_ARG(look_count(in, days, "working day")), STR_ARG(look_date(in, first)));
    f->others = others;
    f->other_count = 1;
    finding_evidence(out, f, user, "counts on it", "%.*s",
                     STR_ARG(look_name(in, in->plan->objects[user])));
    f->move = STR("name who has it from that day, or a backup for who is away");
    f->owner = duty_get_team(duty) && plan_owner_of(in->plan, duty)
                   ? plan_owner_of(in->plan, duty)->number : OBJECT_NONE;
    f->defuse_by = first;
    f->defuse_because = "the first of these days";
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_duty); i++) {
        const struct object *duty = plan_nth(in->plan, KIND_duty, i);
        const uint32_t user = who_counts_on(in, duty->number);

        if (user != OBJECT_NONE)
            check_duty(in, out, duty, user);
    }
}

const struct rule rule_unstaffed_duty = {
    .name = "unstaffed-duty",
    .level = DIAG_WARNING,
    .title = "A duty that a ladder counts on, and nobody has it",
    .why = "A rung with nobody there is passed over: the escalation goes to their boss at once, "
           "who did not need to know, or to nobody at all.",
    .test = "A duty named by a ladder or by an escalation that is not settled, with a working day "
            "in the next {weeks} weeks on which nobody has it: no turn covers the day, or the one "
            "whose turn it is is away or has left, and so has their backup.",
    .example = "duties: {core-duty: {team: core, turns: [{who: ann, from: 2027-01-04}]}}",
    .move = "A name for each week, and a backup for each name.",
    .no_edit = "who has time then only its people can say",
    .no_days = "a duty nobody has moves no date in the plan",
    .no_unknown = "a week without a name is the finding itself",
    .source = "program practice, not back-tested (landmine 32)",
    .about = RULE_ABOUT(duty),
    .parameters = parameters,
    .check = check,
};
