/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

static const struct rule_parameter parameters[] = {
    { "apart", 5000000, "loose tasks named one by one; more are one finding", 0 },
    { NULL, 0, NULL, 0 }
};

/* Whether anything waits for it: a link, a hand-off, or a promise on it. */
static bool is_awaited(const struct rule_input *in, const struct object *task)
{
    const struct network *n = in->network;
    const uint32_t node = look_node(in, task);

    if (n->succ_first[node + 1] > n->succ_first[node])
        return true;
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_commitment); i++) {
        const struct ref *on = commitment_get_milestone(plan_nth(in->plan, KIND_commitment, i));

        if (on && on->object == task->number)
            return true;
    }
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++)
        if (handoff_get_gives(plan_nth(in->plan, KIND_handoff, i))->object == task->number)
            return true;
    return false;
}

static bool is_loose(const struct rule_input *in, const struct object *task, int64_t finish)
{
    if (!look_is_open(in, task) || is_awaited(in, task))
        return false;
    /* The last thing of a plan without a promise is its end, not a loose end. */
    return plan_count(in->plan, KIND_commitment) + plan_count(in->plan, KIND_milestone) > 0 ||
           look_early_finish(in, task) != finish;
}

static void report_one(const struct rule_input *in, struct findings *out,
                       const struct object *task)
{
    const struct object *owner = plan_owner_of(in->plan, task);
    struct finding *f = finding_add(out, in, &rule_broken_network, task->number,
                                    "nothing waits for %.*s, so its delay moves no promise",
                                    STR_ARG(look_name(in, task)));

    finding_evidence(out, f, task->number, "successors", "none");
    f->move = STR("link it to the milestone that needs it, or say that it can be cut");
    f->owner = owner ? owner->number : OBJECT_NONE;
}

static void report_all(const struct rule_input *in, struct findings *out, uint32_t *loose,
                       uint32_t count)
{
    struct finding *f = finding_add(out, in, &rule_broken_network, loose[0],
                                    "%u tasks have nobody waiting for them, %.*s first",
                                    (unsigned)count, STR_ARG(in->plan->objects[loose[0]]->id));

    f->others = loose + 1;
    f->other_count = count - 1;
    finding_evidence(out, f, loose[0], "tasks without a successor", "%.*s",
                     STR_ARG(look_list(in, loose, count)));
    f->move = STR("link them to the milestones that need them; they drive no date yet");
}

static void check(const struct rule_input *in, struct findings *out)
{
    const uint32_t all = plan_count(in->plan, KIND_task);
    uint32_t *loose = ARENA_ARRAY(in->scratch, uint32_t, all + 1);
    uint32_t count = 0;
    const int64_t finish = in->schedule ? in->schedule->finish : CIVIL_NONE;

    for (uint32_t i = 0; in->network && i < all; i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const uint32_t *cut = task_get_cut(task);

        if (!(cut && *cut == CUT_MAY) && is_loose(in, task, finish))
            loose[count++] = task->number;
    }
    if (count > (uint32_t)(rule_parameter(in, &rule_broken_network, "apart") / 1000000)) {
        report_all(in, out, loose, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        report_one(in, out, in->plan->objects[loose[i]]);
}

const struct rule rule_broken_network = {
    .name = "broken-network",
    .level = DIAG_WARNING,
    .title = "A loose end in the network",
    .why = "A task that nothing waits for can slip for ever without moving a promise. Either "
           "somebody needs it and the link is missing, or nobody does.",
    .test = "An open task, not marked as scope that may be cut, without a successor, a hand-off "
            "or a commitment. More than {apart} of them are one finding.",
    .example = "tasks: {copy: {estimate: 3w..4w..6w, after: [design]}}   # nothing is after copy",
    .move = "Add the missing link, or drop the work.",
    .no_edit = "whom it serves only its owner can say",
    .no_days = "the missing link is not known",
    .no_unknown = "a link that is not there is the finding itself",
    .source = "DCMA 14-point assessment, check 1; GAO Schedule Guide, practice 2 "
              "(landmine 39). Not back-tested",
    .about = RULE_ABOUT(task),
    .parameters = parameters,
    .check = check,
};
