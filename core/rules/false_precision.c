/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"
#include "core/base/text.h"

static const struct rule_parameter parameters[] = {
    { "ratio", 1300000, "P90 over P10: a narrower estimate is a guess in disguise", -1 },
    { "longest", 44000000, "working days: a longer task should be split", 1 },
    { NULL, 0, NULL, 0 }
};

/* Whether the spread stated is narrower than the least believable one. */
static bool is_narrow(const struct rule_input *in, const struct object *task,
                      const struct estimate *e, int64_t ratio_micro)
{
    const struct calendar *c = plan_calendar_of(in->plan, task);
    int64_t low, high;

    if (e->shape == SHAPE_SINGLE || e->shape == SHAPE_LOGNORMAL)
        return false;
    low = span_seconds(&e->a, c);
    high = span_seconds(&e->c, c);
    return low > 0 && high * 1000000 / low < ratio_micro;
}

static const struct estimate *estimate_of(const struct object *task)
{
    if (task_get_remaining(task))
        return task_get_remaining(task);
    return task_get_estimate(task) ? task_get_estimate(task) : task_get_effort(task);
}

/* The median alone: the labelled spread of its class then stands in for the one nobody can know. */
static const struct edit *median_alone(const struct rule_input *in, const struct object *task)
{
    const struct estimate *now = estimate_of(task);
    struct estimate *e = ARENA_NEW(in->scratch, struct estimate);

    *e = (struct estimate){ .shape = SHAPE_SINGLE, .b = now->b };
    return look_set(in, task,
                    now == task_get_remaining(task)  ? FIELD_task_remaining
                    : now == task_get_estimate(task) ? FIELD_task_estimate
                                                     : FIELD_task_effort,
                    e);
}

static const char *reason(const struct rule_input *in, const struct object *task)
{
    const struct rule *rule = &rule_false_precision;
    const struct estimate *e = estimate_of(task);
    const struct calendar *c = plan_calendar_of(in->plan, task);

    if (!e)
        return "has no estimate";
    if (e->shape == SHAPE_SINGLE)
        return "has a single number for an estimate";
    if (is_narrow(in, task, e, rule_parameter(in, rule, "ratio")))
        return "has an estimate too narrow to be known";
    if (span_seconds(&e->b, c) >
        rule_parameter(in, rule, "longest") / 1000000 * calendar_usual_day_s(c))
        return "is longer than two months and not split";
    return NULL;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct object *owner;
        const char *why;
        struct finding *f;
        struct text t;

        if (!look_is_open(in, task) || task_get_event(task) || !look_drives(in, task))
            continue;
        why = reason(in, task);
        if (!why)
            continue;
        owner = plan_owner_of(in->plan, task);
        f = finding_add(out, in, &rule_false_precision, task->number,
                        "%.*s drives the date and %s", STR_ARG(look_name(in, task)), why);
        finding_evidence(out, f, task->number, "criticality", "drives the date in %.*s of runs",
                         STR_ARG(look_percent(in, look_criticality(in, task))));
        if (estimate_of(task)) {
            text_init(&t, in->scratch);
            field_print_line(&schema_kinds[KIND_task].fields[FIELD_task_estimate],
                             estimate_of(task), &t);
            finding_evidence(out, f, task->number, "estimate", "%.*s", STR_ARG(text_str(&t)));
        }
        if (estimate_of(task) && estimate_of(task)->shape == SHAPE_QUANTILES &&
            is_narrow(in, task, estimate_of(task),
                      rule_parameter(in, &rule_false_precision, "ratio"))) {
            look_fix(f, median_alone(in, task));
            f->without = f->fix;
            f->without_count = 1;
            f->adverse = true;
        }
        f->move = STR("ask its owner for P10, P50 and P90 of what is left, or split it");
        f->owner = owner ? owner->number : OBJECT_NONE;
    }
}

const struct rule rule_false_precision = {
    .name = "false-precision",
    .level = DIAG_WARNING,
    .title = "Confidence nobody earned, on the driving path",
    .why = "The forecast rests on this number, and nothing says how wrong it can be. The spread "
           "is then a default (labelled), and the date is only as good as that.",
    .test = "An open task on the driving path without an estimate, with a single number, with "
            "P90/P10 below {ratio}, or longer than {longest} working days.",
    .example = "tasks: {api: {estimate: 4w}}",
    .move = "Ask for P10, P50 and P90 of the remaining work; a short spike; a split.",
    .edit = "task.remaining or estimate: its median alone, where its spread is too narrow; the "
            "labelled default spread then stands in",
    .no_edit = "where there is no estimate, a single number or a long task: only its owner can "
               "spread or split it",
    .days = "P80 with what is feared, simulated on the same draws",
    .no_days = "where there is no narrow spread to take away",
    .no_unknown = "an estimate is stated or not, and that is the finding",
    .source = "DCMA 14-point assessment, check 8; Jørgensen et al. 2004 "
              "(landmine 38). Not back-tested",
    .about = RULE_ABOUT(task),
    .parameters = parameters,
    .check = check,
};
