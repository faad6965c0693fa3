/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "days", 5000000, "working days without a word, at least", 1 },
    { "usual", 2000000, "times the usual wait between two changes of it", 1 },
    { "apart", 3000000, "tasks named one by one; more are one finding", 0 },
    { NULL, 0, NULL, 0 }
};

/* So many times the usual wait between two changes of it, in working days; 0: there are too few. */
static int64_t usual(const struct rule_input *in, const struct object *task)
{
    int64_t first = CIVIL_NONE, last = CIVIL_NONE;
    uint32_t count = 0;
    struct past_step s;

    for (uint32_t i = in->past ? past_first(in->past, task->id) : 0;
         in->past && past_step(in->past, i, task->id, &s); i++) {
        if (s.at == CIVIL_NONE || s.at == last)
            continue;
        first = count++ == 0 ? s.at : first;
        last = s.at;
    }
    return count > 2 ? look_working_days(in, first, last) / (count - 1) / 1000 *
                           (rule_parameter(in, &rule_silent_work, "usual") / 1000)
                     : 0;
}

static void report(const struct rule_input *in, struct findings *out, const uint32_t *tasks,
                   uint32_t count)
{
    const struct object *task = in->plan->objects[tasks[0]];
    const struct object *owner = plan_owner_of(in->plan, task);
    const int64_t last = look_last_word(in, task);
    struct finding *f;

    if (count == 1)
        f = finding_add(out, in, &rule_silent_work, task->number,
                        "nobody has said a word about %.*s for %.*s, and it drives the date",
                        STR_ARG(look_name(in, task)),
                        STR_ARG(look_days(in, look_working_days(in, last, in->plan->as_of))));
    else
        f = finding_add(out, in, &rule_silent_work, task->number,
                        "nobody has said a word about %u tasks under way that drive the date",
                        (unsigned)count);
    f->others = tasks + 1;
    f->other_count = count - 1;
    finding_evidence(out, f, task->number, "last word", "%.*s", STR_ARG(look_date(in, last)));
    if (count > 1)
        finding_evidence(out, f, OBJECT_NONE, "tasks", "%.*s",
                         STR_ARG(look_list(in, tasks, count)));
    f->move = STR("ask what is left; silence is no news either way");
    f->owner = owner ? owner->number : OBJECT_NONE;
    f->defuse_by = look_soon(in);
    f->defuse_because = "two working days";
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_silent_work;
    const int64_t least = rule_parameter(in, rule, "days");
    const uint32_t apart = (uint32_t)(rule_parameter(in, rule, "apart") / 1000000);
    uint32_t *silent = look_room(in, plan_count(in->plan, KIND_task));
    uint32_t *untold = look_room(in, plan_count(in->plan, KIND_task));
    uint32_t count = 0, unknown = 0;

    for (uint32_t i = 0; in->network && i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        int64_t last, most;

        if (!look_is_started(task) || !look_is_open(in, task) || look_is_summary(in, task) ||
            !look_drives(in, task))
            continue;
        last = look_last_word(in, task);
        if (last == CIVIL_NONE) {
            untold[unknown++] = task->number;
            continue;
        }
        most = usual(in, task);
        if (look_working_days(in, last, in->plan->as_of) > (most > least ? most : least))
            silent[count++] = task->number;
    }
    if (count > apart)
        report(in, out, silent, count);
    for (uint32_t i = 0; count <= apart && i < count; i++)
        report(in, out, &silent[i], 1);
    if (unknown > 0) {
        struct finding *f = finding_unknown(out, in, rule, untold[0], "task.updated",
                                            "when anybody last spoke of %.*s cannot be told",
                                            STR_ARG(look_list(in, untold, unknown)));

        f->others = untold + 1;
        f->other_count = unknown - 1;
    }
}

const struct rule rule_silent_work = {
    .name = "silent-work",
    .level = DIAG_NOTE,
    .title = "Work under way that nobody speaks of",
    .why = "A task that drives the date and of which nothing is heard is either done, stuck or put "
           "aside. Each is worth a call, and none shows in the plan.",
    .test = "A started, open task on the driving path of which nobody has said anything (updated, "
            "estimated, or any change of it in the log) for more than {days} working days and "
            "more than {usual} times the usual wait between changes of it. More than {apart} of "
            "them are one finding. Unknown where nothing tells.",
    .example = "tasks: {build: {team: core, started: 2027-01-04, updated: 2027-01-06}}",
    .move = "A question to whoever does it.",
    .no_edit = "what is left only its owner knows",
    .no_days = "silence is no news either way",
    .source = "program practice, not back-tested (landmine 47)",
    .about = RULE_ABOUT(task),
    .parameters = parameters,
    .check = check,
};
