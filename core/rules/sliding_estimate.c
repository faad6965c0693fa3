/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "times", 2000000, "times its owner said that more is left", 0 },
    { "window", 40000000, "working days before the data date in which they are counted", 0 },
    { NULL, 0, NULL, 0 }
};

struct slide {
    uint32_t count;
    const struct estimate *first;   /* as it was before the first of them */
    uint16_t field;
    int64_t last;
};

static void count_rises(const struct rule_input *in, const struct object *task, uint16_t field,
                        int64_t since, struct slide *s)
{
    const struct look_step *steps;
    const uint32_t count = look_steps(in, task, field, since, &steps);
    uint32_t rises = 0;

    for (uint32_t i = 0; i < count; i++) {
        const struct estimate *before = steps[i].before, *after = steps[i].after;

        if (!before || !after || look_median_days(in, after) <= look_median_days(in, before))
            continue;
        if (rises++ == 0 && rises > s->count) {
            s->first = before;
            s->field = field;
        }
        s->last = steps[i].at;
    }
    if (rises > s->count)
        s->count = rises;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *task,
                   const struct slide *s)
{
    const struct object *owner = plan_owner_of(in->plan, task);
    const struct estimate *now = s->field == FIELD_task_remaining ? task_get_remaining(task)
                                                                  : task_get_estimate(task);
    struct edit *e = ARENA_NEW(in->scratch, struct edit);
    struct finding *f = finding_add(out, in, &rule_sliding_estimate, task->number,
                                    "what is left of %.*s has grown %.*s",
                                    STR_ARG(look_name(in, task)),
                                    STR_ARG(look_count(in, s->count, "time")));

    f->level = look_drives(in, task) ? DIAG_WARNING : DIAG_NOTE;
    finding_evidence(out, f, task->number, schema_kinds[KIND_task].fields[s->field].name,
                     "%.*s at first, %.*s now, at the median",
                     STR_ARG(look_days(in, look_median_days(in, s->first))),
                     STR_ARG(look_days(in, look_median_days(in, now))));
    finding_evidence(out, f, task->number, "moved", "last on %.*s",
                     STR_ARG(look_date(in, s->last)));
    f->move = STR("have what is left listed piece by piece, by whoever does it, and split it");
    f->owner = owner ? owner->number : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period, before it grows again";
    *e = look_edit(in, task, s->field, s->first);
    f->without = e;
    f->without_count = 1;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_sliding_estimate;
    const uint32_t limit = (uint32_t)(rule_parameter(in, rule, "times") / 1000000);
    const int64_t since =
        look_shift(in, in->plan->as_of, -rule_parameter(in, rule, "window"));

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        struct slide s = { 0, NULL, 0, CIVIL_NONE };

        if (!look_is_open(in, task) || look_last_step(in, task) == CIVIL_NONE)
            continue;
        count_rises(in, task, FIELD_task_estimate, since, &s);
        count_rises(in, task, FIELD_task_remaining, since, &s);
        if (s.count >= limit && s.first)
            report(in, out, task, &s);
    }
}

const struct rule rule_sliding_estimate = {
    .name = "sliding-estimate",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "An estimate that keeps growing",
    .why = "Each time its owner looked, more was left than before. That is honest, and it says "
           "that nobody has seen the whole of it yet. The count explains why to look; it is not "
           "projected. The price is what it has grown by so far.",
    .test = "An open task whose estimate or remaining was raised, at the median, {times} times or "
            "more within {window} working days, by the log. A note where it does not drive the "
            "date. Needs a store.",
    .example = "baton set plan token-api.remaining=4w   # and then 5w",
    .move = "A list of what is left, and a split.",
    .no_edit = "what is left, piece by piece, only whoever does it knows",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .source = "program practice, not back-tested (landmine 10)",
    .about = RULE_ABOUT(task),
    .needs = RULE_NEEDS_PAST,
    .parameters = parameters,
    .check = check,
};
