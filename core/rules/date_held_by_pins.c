/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

static const struct rule_parameter parameters[] = {
    { "days", 5000000, "working days the finish moves when the pins are taken away", 1 },
    { NULL, 0, NULL, 0 }
};

static bool is_hard(const uint32_t *kind)
{
    return kind && (*kind == CONSTRAINT_START_NO_LATER || *kind == CONSTRAINT_FINISH_NO_LATER ||
                    *kind == CONSTRAINT_MUST_START || *kind == CONSTRAINT_MUST_FINISH);
}

static bool is_pinned(const struct object *task)
{
    return is_hard(task_get_constraint(task)) || is_hard(task_get_constraint2(task));
}

/* The finish of the whole with every pin taken away. False: it cannot be scheduled so. */
static bool free_schedule(const struct rule_input *in, const struct edit *edits, size_t count,
                          struct arena *owner, const struct schedule **ret_schedule)
{
    const struct plan *plan;
    const struct network *network;
    struct diags ignored;
    struct arena *work = arena_child(in->scratch);
    bool done;

    diags_init(&ignored, work);
    done = plan_apply(in->plan, edits, count, owner, &plan, &ignored) &&
           network_compile(plan, owner, work, &network, &ignored) &&
           schedule_compute(network, owner, work, ret_schedule, &ignored);
    arena_reset(work);
    return done;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *task,
                   const struct edit *edits, uint32_t count, int64_t moved)
{
    const struct object *owner = plan_owner_of(in->plan, task);
    const uint32_t *kind = task_get_constraint(task);
    struct finding *f = finding_add(
        out, in, &rule_date_held_by_pins, task->number,
        "%.*s is pinned to a date the work does not support", STR_ARG(look_name(in, task)));

    if (kind)
        finding_evidence(out, f, task->number, "constraint", "%s",
                         choice_list_constraint_kind.words[*kind]);
    if (task_get_constraint_date(task))
        finding_evidence(out, f, task->number, "constraint_date", "%.*s",
                         STR_ARG(look_date(in, task_get_constraint_date(task)->instant)));
    finding_evidence(out, f, task->number, "without the pin", "it finishes %.*s %s",
                     STR_ARG(look_days(in, moved < 0 ? -moved : moved)),
                     moved < 0 ? "earlier" : "later");
    f->move = STR("replace the pin by a deadline: it shows when it is missed and hides nothing");
    f->fix = f->without = edits;
    f->fix_count = f->without_count = count;
    f->adverse = true;
    f->owner = owner ? owner->number : OBJECT_NONE;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const uint32_t all = plan_count(in->plan, KIND_task);
    const int64_t most = rule_parameter(in, &rule_date_held_by_pins, "days");
    const struct schedule *without;
    struct edit *edits = ARENA_ARRAY(in->scratch, struct edit, 2 * (size_t)all + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; in->schedule && i < all; i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);

        if (!look_is_open(in, task))
            continue;
        if (is_hard(task_get_constraint(task)))
            edits[count++] = look_edit(in, task, FIELD_task_constraint, NULL);
        if (is_hard(task_get_constraint2(task)))
            edits[count++] = look_edit(in, task, FIELD_task_constraint2, NULL);
    }
    if (count == 0 || !free_schedule(in, edits, count, in->scratch, &without))
        return;
    for (uint32_t i = 0; i < all; i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        uint32_t first = 0;
        int64_t moved;

        if (!is_pinned(task) || !look_is_open(in, task))
            continue;
        moved = look_working_days(in, look_early_finish(in, task),
                                  without->object[task->number].early_finish);
        if (moved <= most && -moved <= most)
            continue;
        while (edits[first].object != task->number)
            first++;
        report(in, out, task, &edits[first],
               first + 1 < count && edits[first + 1].object == task->number ? 2 : 1, moved);
    }
}

const struct rule rule_date_held_by_pins = {
    .name = "date-held-by-pins",
    .level = DIAG_WARNING,
    .title = "A date held by a pin, not by the work",
    .why = "A hard constraint overrides the links: the schedule shows the wished date whatever "
           "the work says, and the float around it is fiction. Take the pin away and the date "
           "moves.",
    .test = "An open task with a hard constraint (start or finish no later, must-start, "
            "must-finish) whose early finish moves by more than {days} working days when all of "
            "them are taken away.",
    .example = "tasks: {launch: {after: [build], constraint: must-start, constraint_date: "
               "2027-02-08}}",
    .move = "A deadline instead of a pin.",
    .edit = "task.constraint: removed, with what it hides",
    .days = "P80 with what is feared, simulated on the same draws",
    .no_days = "where the pin holds work back: taking it away makes nothing later",
    .source = "DCMA 14-point assessment, checks 5 and 7 (landmine 37). Not back-tested",
    .about = RULE_ABOUT(task),
    .needs = RULE_NEEDS_SCHEDULE,
    .parameters = parameters,
    .check = check,
};
