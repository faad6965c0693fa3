/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "each", 2000000, "tasks in progress for each person of a team", 1 },
    { "person", 3000000, "tasks in progress that one person answers for by name", 0 },
    { NULL, 0, NULL, 0 }
};

/* Started, open, and not put aside. */
static bool is_in_progress(const struct rule_input *in, const struct object *task)
{
    const struct when *suspended = task_get_suspended(task);
    const struct when *resumes = task_get_resumes(task);

    if (!look_is_started(task) || !look_is_open(in, task) || look_is_summary(in, task))
        return false;
    return !suspended || suspended->instant > in->plan->as_of ||
           (resumes && resumes->instant <= in->plan->as_of);
}

/* The tasks of one team or person, by whom they are filed under. */
struct load {
    uint32_t *who;              /* [count] object of the team or person */
    uint32_t *task;             /* [count] */
    uint32_t count;
    uint32_t *of;               /* [object_count] how many each has */
};

static struct load gather(const struct rule_input *in, enum kind kind)
{
    const uint32_t all = plan_count(in->plan, KIND_task);
    struct load l = { look_room(in, all), look_room(in, all), 0,
                      look_room(in, in->plan->object_count) };

    for (uint32_t i = 0; i < all; i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct object *who = kind == KIND_team ? plan_team_of(in->plan, task)
                                                     : plan_object(in->plan, task_get_owner(task));

        if (!who || !is_in_progress(in, task))
            continue;
        l.who[l.count] = who->number;
        l.task[l.count++] = task->number;
        l.of[who->number]++;
    }
    return l;
}

/* The one that drives the date least: the first to put aside. */
static const struct object *least(const struct rule_input *in, const uint32_t *tasks,
                                  uint32_t count)
{
    const struct object *found = in->plan->objects[tasks[0]];

    for (uint32_t i = 1; i < count; i++)
        if (look_criticality(in, in->plan->objects[tasks[i]]) < look_criticality(in, found))
            found = in->plan->objects[tasks[i]];
    return found;
}

static struct finding *report(const struct rule_input *in, struct findings *out,
                              const struct load *l, const struct object *who, struct str at_once)
{
    uint32_t *tasks = look_room(in, l->of[who->number]);
    uint32_t count = 0;
    struct finding *f;

    for (uint32_t i = 0; i < l->count; i++)
        if (l->who[i] == who->number)
            tasks[count++] = l->task[i];
    f = finding_add(out, in, &rule_too_much_in_progress, who->number, "%.*s has %.*s in progress",
                    STR_ARG(look_name(in, who)), STR_ARG(at_once));
    f->others = tasks;
    f->other_count = count;
    finding_evidence(out, f, who->number, "in progress", "%.*s",
                     STR_ARG(look_list(in, tasks, count)));
    f->move = str_format(in->scratch, "finish one before the next; put %.*s aside first%s",
                         STR_ARG(least(in, tasks, count)->id),
                         in->forecast ? ", which drives the date least" : "");
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
    return f;
}

static void check_teams(const struct rule_input *in, struct findings *out)
{
    const int64_t each = rule_parameter(in, &rule_too_much_in_progress, "each");
    const struct load l = gather(in, KIND_team);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_team); i++) {
        const struct object *team = plan_nth(in->plan, KIND_team, i);
        const int64_t *capacity = team_get_capacity(team);
        const uint32_t count = l.of[team->number];
        struct finding *f;

        if (!capacity && count * INT64_C(1000000) > each)
            finding_unknown(out, in, &rule_too_much_in_progress, team->number, "team.capacity",
                            "whether %.*s are too many for %.*s cannot be told",
                            STR_ARG(look_count(in, count, "task")), STR_ARG(look_name(in, team)));
        if (!capacity || *capacity < 1000000 ||
            count * INT64_C(1000000) <= *capacity / 1000000 * each)
            continue;
        f = report(in, out, &l, team,
                   str_format(in->scratch, "%u tasks for %lld people", (unsigned)count,
                              (long long)(*capacity / 1000000)));
        f->owner = team_get_lead(team) ? team_get_lead(team)->object : OBJECT_NONE;
    }
}

static void check_people(const struct rule_input *in, struct findings *out)
{
    const int64_t most = rule_parameter(in, &rule_too_much_in_progress, "person") / 1000000;
    const struct load l = gather(in, KIND_person);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_person); i++) {
        const struct object *person = plan_nth(in->plan, KIND_person, i);
        const uint32_t count = l.of[person->number];

        if (count > most)
            report(in, out, &l, person,
                   str_format(in->scratch, "%u tasks of their own", (unsigned)count))->owner =
                person->number;
    }
}

static void check(const struct rule_input *in, struct findings *out)
{
    if (!in->network)
        return;
    check_teams(in, out);
    check_people(in, out);
}

const struct rule rule_too_much_in_progress = {
    .name = "too-much-in-progress",
    .level = DIAG_NOTE,
    .title = "More begun than can be finished",
    .why = "What is begun and not worked on waits, and everybody behind it waits with it. By "
           "Little's law the time a task takes grows with the number under way. A count of stated "
           "starts: an explanation of slow work, not a forecast.",
    .test = "A team with more than {each} tasks in progress for each person of its capacity, or a "
            "person who owns more than {person} of them. Tasks put aside do not count; unknown of "
            "a team that states no capacity and has more than one person could have.",
    .example = "tasks: {a: {owner: ann, started: 2027-01-04}, b: {owner: ann, "
               "started: 2027-01-05}}   # and c and d",
    .move = "A limit on what is under way; put aside what drives the date least.",
    .no_edit = "what to put aside is the team's to say",
    .no_days = "doing two things at once slows nobody in the plan",
    .source = "Little's law; program practice, not back-tested (landmine 25)",
    .about = RULE_ABOUT(task),
    .parameters = parameters,
    .check = check,
};
