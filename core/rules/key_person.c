/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

static const struct rule_parameter parameters[] = {
    { "load", 1000000, "sum over a person's tasks of the share of runs each drives the date", 1 },
    { "tasks", 2000000, "driving tasks on one person", 0 },
    { NULL, 0, NULL, 0 }
};

static void check_person(const struct rule_input *in, struct findings *out,
                         const struct object *person)
{
    const struct rule *rule = &rule_key_person;
    const uint32_t all = plan_count(in->plan, KIND_task);
    uint32_t *tasks = ARENA_ARRAY(in->scratch, uint32_t, all + 1);
    uint32_t count = 0;
    int64_t load = 0;
    struct finding *f;

    for (uint32_t i = 0; i < all; i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct ref *owner = task_get_owner(task);

        if (!owner || owner->object != person->number || !look_is_open(in, task) ||
            !look_drives(in, task))
            continue;
        tasks[count++] = task->number;
        load += look_criticality(in, task);
    }
    if (load < rule_parameter(in, rule, "load") ||
        count < (uint32_t)(rule_parameter(in, rule, "tasks") / 1000000))
        return;
    f = finding_add(out, in, rule, person->number, "%u driving tasks hang on %.*s alone",
                    (unsigned)count, STR_ARG(person->id));
    f->others = tasks;
    f->other_count = count;
    finding_evidence(out, f, person->number, "tasks", "%.*s",
                     STR_ARG(look_list(in, tasks, count)));
    finding_evidence(out, f, person->number, "load", "%.*s of the driving path",
                     STR_ARG(look_percent(in, (int32_t)load)));
    if (!person_get_backup(person))
        finding_evidence(out, f, person->number, "backup", "nobody");
    f->move = STR("name a backup and pair them on the first of these tasks");
    f->owner = plan_team_of(in->plan, person) && team_get_lead(plan_team_of(in->plan, person))
                   ? team_get_lead(plan_team_of(in->plan, person))->object
                   : OBJECT_NONE;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; in->forecast && i < plan_count(in->plan, KIND_person); i++) {
        const struct object *person = plan_nth(in->plan, KIND_person, i);

        if (!person_get_backup(person))
            check_person(in, out, person);
    }
}

const struct rule rule_key_person = {
    .name = "key-person",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "One person carries the driving path",
    .why = "When several tasks that drive the date are one person's, a week of illness is a week "
           "of the program, and no forecast of the parts shows it.",
    .test = "A person without a backup who owns at least {tasks} open tasks on the driving path "
            "whose criticality adds up to {load} or more.",
    .example = "tasks: {api: {owner: ann}, migrate: {owner: ann, after: [api]}}",
    .move = "A backup, pairing, or another order of the work.",
    .no_edit = "who can stand in is not in the plan",
    .no_days = "whether they will be missing is not in the plan",
    .source = "program practice, not back-tested (landmine 12)",
    .about = RULE_ABOUT(person),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
