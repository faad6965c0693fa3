/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

/* Working seconds of open work that the giver's team puts before this task. */
static int64_t queue_before(const struct rule_input *in, const struct object *task,
                            uint32_t *ret_ahead)
{
    const struct object *team = plan_team_of(in->plan, task);
    const int64_t own = *task_get_priority(task);
    int64_t seconds = 0;

    *ret_ahead = 0;
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *other = plan_nth(in->plan, KIND_task, i);
        const int64_t *priority = task_get_priority(other);

        if (other == task || !priority || *priority >= own ||
            plan_team_of(in->plan, other) != team || !look_is_open(in, other) ||
            look_reaches(in, other, task))
            continue;
        seconds += in->network->duration_s[look_node(in, other)];
        (*ret_ahead)++;
    }
    return seconds;
}

/* By the giver's own order: what is ahead is shared among the people it has. */
static int64_t own_finish(const struct rule_input *in, const struct object *task,
                          int64_t queue_s)
{
    const struct object *team = plan_team_of(in->plan, task);
    const int64_t *capacity = team ? team_get_capacity(team) : NULL;
    const int64_t people = capacity && *capacity >= 1000000 ? *capacity / 1000000 : 1;
    const int64_t duration = in->network->duration_s[look_node(in, task)];

    return calendar_add(plan_calendar_of(in->plan, task), in->plan->as_of,
                        queue_s / people + duration);
}

static bool states_people(const struct rule_input *in, const struct object *task)
{
    const struct object *team = plan_team_of(in->plan, task);

    return team && team->kind == KIND_team && team_get_capacity(team);
}

static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *handoff)
{
    const struct object *gives = plan_object(in->plan, handoff_get_gives(handoff));
    const struct object *to = plan_object(in->plan, handoff_get_to(handoff));
    const struct object *giver = handoff_giver_of(in->plan, handoff);
    const int64_t need_by = look_need_by(in, handoff);
    int64_t finish, queue;
    struct finding *f;
    uint32_t ahead;

    if (!gives || !to || gives->kind != KIND_task || to->kind != KIND_task ||
        need_by == CIVIL_NONE || !look_is_open(in, gives) || look_is_started(gives) ||
        look_node(in, gives) == NODE_NONE)
        return;
    if (!task_get_priority(gives) || !task_get_priority(to)) {
        finding_unknown(out, in, &rule_priority_inversion, handoff->number, "task.priority",
                        "whether %.*s comes last for its giver cannot be told",
                        STR_ARG(look_name(in, handoff)));
        return;
    }
    if (*task_get_priority(to) >= *task_get_priority(gives))
        return;
    queue = queue_before(in, gives, &ahead);
    if (ahead > 0 && !states_people(in, gives) && own_finish(in, gives, 0) <= need_by &&
        own_finish(in, gives, queue) > need_by) {
        finding_unknown(out, in, &rule_priority_inversion, handoff->number, "team.capacity",
                        "whether the giver of %.*s gets to it in time cannot be told",
                        STR_ARG(look_name(in, handoff)));
        return;
    }
    finish = own_finish(in, gives, queue);
    if (ahead == 0 || finish <= need_by)
        return;
    f = finding_add(out, in, &rule_priority_inversion, handoff->number,
                    "%.*s comes first for its taker and last for its giver",
                    STR_ARG(look_name(in, handoff)));
    finding_evidence(out, f, to->number, "priority", "%lld", (long long)*task_get_priority(to));
    finding_evidence(out, f, gives->number, "priority", "%lld, behind %u open tasks of its team",
                     (long long)*task_get_priority(gives), (unsigned)ahead);
    finding_evidence(out, f, gives->number, "finish in that order", "%.*s, needed %.*s",
                     STR_ARG(look_date(in, finish)), STR_ARG(look_date(in, need_by)));
    f->move = STR("rank the two teams' work together, by cost of delay where they differ");
    look_fix(f, look_set(in, gives, FIELD_task_priority, task_get_priority(to)));
    f->owner = giver ? giver->number : OBJECT_NONE;
    f->defuse_by = calendar_add(in->plan->calendar, need_by,
                                -(int64_t)in->network->duration_s[look_node(in, gives)]);
    if (f->defuse_by < in->plan->as_of)
        f->defuse_by = in->plan->as_of;
    f->defuse_because = "the giver must start by then to be in time";
    f->without = look_without_handoff(in, handoff);
    f->without_count = 1;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; in->network && i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);

        if (look_handoff_is_open(handoff))
            check_one(in, out, handoff);
    }
}

const struct rule rule_priority_inversion = {
    .name = "priority-inversion",
    .level = DIAG_WARNING,
    .title = "First for the taker, last for the giver",
    .why = "Both teams keep their own order, and the order of the whole is lost: what one waits "
           "for, the other does last. Nobody has decided it; it follows from two lists.",
    .test = "An open hand-off between tasks with stated priorities, the taker's better than the "
            "giver's, that in the giver's own order (its open work of better priority first, "
            "shared by its people) comes after it is needed. Unknown where a priority is missing, "
            "or the people of the giver's team where they would decide it.",
    .example = "tasks: {api: {team: core, priority: 9}, page: {team: web, priority: 1}}",
    .move = "One joint ranking; an escalation as a comparison of costs of delay where they cannot "
            "agree.",
    .edit = "task.priority of what is given: the taker's",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .source = "program practice, not back-tested (landmine 23)",
    .about = RULE_ABOUT(handoff),
    .check = check,
};
