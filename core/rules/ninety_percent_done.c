/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/network/distribution.h"

static const struct rule_parameter parameters[] = {
    { "done", 800000, "share reported done from which it counts as nearly finished", 0 },
    { "elapsed", 1500000, "time spent, as a multiple of what that share should have taken", 1 },
    { "apart", 5000000, "more of them than this are one finding", 0 },
    { NULL, 0, NULL, 0 }
};

/* Working seconds of the whole as first thought, 0: unknown. */
static int64_t whole_s(const struct rule_input *in, const struct object *task)
{
    const struct estimate *e = task_get_estimate(task);
    const uint32_t node = look_node(in, task);

    if (e) {
        const struct distribution d = distribution_of_estimate(e, plan_calendar_of(in->plan, task));

        return estimate_is_elapsed(e) ? 0 : distribution_median(&d);
    }
    return task_get_effort(task) && node != NODE_NONE ? in->network->full_s[node] : 0;
}

static int64_t spent_s(const struct rule_input *in, const struct object *task)
{
    return calendar_work(plan_calendar_of(in->plan, task), task_get_started(task)->instant,
                         in->plan->as_of);
}

static bool is_nearly_done(const struct rule_input *in, const struct object *task, int64_t share)
{
    const int32_t *done = task_get_done(task);

    return done && *done >= share && *done < 1000000 && !task_get_remaining(task) &&
           look_is_open(in, task) && !look_is_summary(in, task);
}

static bool is_stuck(const struct rule_input *in, const struct object *task, int64_t times)
{
    const int64_t should = whole_s(in, task) / 1000 * (*task_get_done(task) / 1000);

    return should > 0 && spent_s(in, task) / 1000 > should / 1000000 * (times / 1000);
}

static struct str in_days(const struct rule_input *in, const struct object *task, int64_t seconds)
{
    return look_days(in, seconds * 1000000 /
                             calendar_usual_day_s(plan_calendar_of(in->plan, task)));
}

static void report_one(const struct rule_input *in, struct findings *out,
                       const struct object *task)
{
    const struct object *owner = plan_owner_of(in->plan, task);
    struct finding *f = finding_add(
        out, in, &rule_ninety_percent_done, task->number,
        "%.*s is reported %.*s done after %.*s of an estimate of %.*s",
        STR_ARG(look_name(in, task)), STR_ARG(look_percent(in, *task_get_done(task))),
        STR_ARG(in_days(in, task, spent_s(in, task))),
        STR_ARG(in_days(in, task, whole_s(in, task))));

    finding_evidence(out, f, task->number, "done", "%.*s",
                     STR_ARG(look_percent(in, *task_get_done(task))));
    finding_evidence(out, f, task->number, "started", "%.*s",
                     STR_ARG(look_date(in, task_get_started(task)->instant)));
    finding_evidence(out, f, task->number, "remaining", "nobody has said");
    f->move = STR("ask how many days are left and what will prove the end");
    f->owner = owner ? owner->number : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void report_all(const struct rule_input *in, struct findings *out, uint32_t *tasks,
                       uint32_t count)
{
    struct finding *f = finding_add(out, in, &rule_ninety_percent_done, tasks[0],
                                    "%u tasks are reported nearly done long after their estimates "
                                    "ran out, %.*s first",
                                    (unsigned)count, STR_ARG(in->plan->objects[tasks[0]]->id));

    f->others = tasks + 1;
    f->other_count = count - 1;
    finding_evidence(out, f, tasks[0], "tasks nearly done", "%.*s",
                     STR_ARG(look_list(in, tasks, count)));
    f->move = STR("ask for the days left of each, and plan with those");
}

static void report_unknown(const struct rule_input *in, struct findings *out,
                           const struct object *task)
{
    struct finding *f = finding_add(out, in, &rule_ninety_percent_done, task->number,
                                    "whether %.*s is stuck cannot be told: it is under way and "
                                    "does not say since when",
                                    STR_ARG(look_name(in, task)));

    f->state = FINDING_UNKNOWN;
    f->missing = STR("task.started");
    f->move = STR("state when it started");
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_ninety_percent_done;
    const int64_t share = rule_parameter(in, rule, "done");
    const int64_t times = rule_parameter(in, rule, "elapsed");
    const uint32_t all = plan_count(in->plan, KIND_task);
    uint32_t *stuck = look_room(in, all);
    uint32_t count = 0;

    for (uint32_t i = 0; in->network && i < all; i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);

        if (!is_nearly_done(in, task, share))
            continue;
        if (task_get_started(task)) {
            if (is_stuck(in, task, times))
                stuck[count++] = task->number;
        } else if (look_drives(in, task)) {
            report_unknown(in, out, task);
        }
    }
    if (count > (uint32_t)(rule_parameter(in, rule, "apart") / 1000000)) {
        report_all(in, out, stuck, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        report_one(in, out, in->plan->objects[stuck[i]]);
}

const struct rule rule_ninety_percent_done = {
    .name = "ninety-percent-done",
    .level = DIAG_WARNING,
    .title = "Ninety per cent done, for weeks",
    .why = "A share of done is an opinion about the past. When the estimate ran out long ago, the "
           "last tenth is where the work is, and nobody has said how many days it holds. An "
           "explanation from one snapshot, not a probability.",
    .test = "An open task reported {done} done or more, without remaining, on which more than "
            "{elapsed} times its estimate's share has been spent since it started. More than "
            "{apart} of them are one finding. Unknown on the driving path without started.",
    .example = "tasks: {api: {estimate: 2w, started: 2026-11-02, done: 90%}}",
    .move = "Days left instead of a share; a proof of the end; a split; 0 or 100 per cent.",
    .no_edit = "how many days are left only its owner knows",
    .no_days = "what is really left is not known",
    .source = "program practice, not back-tested (landmine 22)",
    .about = RULE_ABOUT(task),
    .parameters = parameters,
    .check = check,
};
