/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "least", 500000, "times what lies between P50 and P80: a smaller one protects nothing", 0 },
    { "most", 2000000, "times that: a larger one hides something", 0 },
    { NULL, 0, NULL, 0 }
};

static bool is_buffer(const struct object *task)
{
    const struct str *kind = task_get_kind(task);

    return kind && (str_equal_nocase(*kind, STR("buffer")) ||
                    str_equal_nocase(*kind, STR("contingency")));
}

/* Between P50 and P80 of the first promise, in working days; 0: there is no forecast of one. */
static int64_t spread(const struct rule_input *in)
{
    for (uint32_t i = 0; in->forecast && i < in->forecast->commitment_count; i++) {
        const struct forecast_commitment *c = &in->forecast->commitments[i];

        if (c->target != UINT32_MAX)
            return look_working_days(in, in->forecast->targets[c->target].at[1],
                                     in->forecast->targets[c->target].at[2]);
    }
    return 0;
}

static const struct edit *gone(const struct rule_input *in, const struct object *task)
{
    static const int32_t never = 0;
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    *e = look_edit(in, task, FIELD_task_exists, &never);
    return e;
}

enum { MICRO = 1000000, MILLI = 1000 };    /* of a day */

/* Whole days of what lies between P50 and P80, one at least. */
static const struct edit *resized(const struct rule_input *in, const struct object *task,
                                  int64_t wanted)
{
    struct estimate *e = ARENA_NEW(in->scratch, struct estimate);
    const int64_t days = (wanted + MICRO / 2) / MICRO;

    *e = (struct estimate){ .shape = SHAPE_SINGLE,
                            .b = { .milli = (days > 0 ? days : 1) * MILLI, .unit = 'd' } };
    return look_set(in, task,
                    task_get_remaining(task) ? FIELD_task_remaining : FIELD_task_estimate, e);
}

static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *task)
{
    const struct rule *rule = &rule_unjustified_buffer;
    const struct object *owner = plan_owner_of(in->plan, task);
    const int64_t days = look_median_days(in, look_left(task)), wanted = spread(in);
    const bool small = wanted > 0 && days < wanted / 1000 * (rule_parameter(in, rule, "least") /
                                                             1000);
    const bool large =
        wanted > 0 && days > wanted / 1000 * (rule_parameter(in, rule, "most") / 1000);
    struct finding *f;

    if (task_get_evidence(task) && !small && !large)
        return;
    f = finding_add(out, in, rule, task->number, "the buffer %.*s of %.*s %s",
                    STR_ARG(look_name(in, task)), STR_ARG(look_days(in, days)),
                    !task_get_evidence(task) ? "says nowhere what it is for"
                    : small                  ? "is too small for what it is to carry"
                                             : "is larger than what it is to carry");
    if (wanted > 0)
        finding_evidence(out, f, task->number, "computed", "%.*s lie between P50 and P80",
                         STR_ARG(look_days(in, wanted)));
    finding_evidence(out, f, task->number, "evidence", "%.*s",
                     STR_ARG(task_get_evidence(task) ? *task_get_evidence(task)
                                                     : STR("not stated")));
    if (small || large)
        look_fix(f, resized(in, task, wanted));
    f->move = STR("say what it carries, and size it by what lies between P50 and P80");
    f->owner = owner ? owner->number : OBJECT_NONE;
    f->without = gone(in, task);
    f->without_count = 1;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);

        if (is_buffer(task) && look_is_open(in, task))
            check_one(in, out, task);
    }
}

const struct rule rule_unjustified_buffer = {
    .name = "unjustified-buffer",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A buffer without a cause",
    .why = "\"Why three months?\" A buffer that nobody can explain is the first thing cut, and one "
           "that is too small protects nothing. What lies between P50 and P80 of the promise is "
           "what it has to carry; the price is what the date would be without it.",
    .test = "An open task of kind buffer (or contingency) that states no evidence, or is shorter "
            "than {least} times or longer than {most} times what lies between P50 and P80 of the "
            "first promise.",
    .example = "tasks: {spare: {kind: buffer, estimate: 12w, after: [build]}}",
    .move = "One buffer where the paths meet, sized by the forecast, with its reason beside it.",
    .edit = "task.estimate or remaining: what lies between P50 and P80, where it is far from that",
    .no_edit = "where its size is right: what it carries only its owner can say",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .no_unknown = "what it carries is stated or not, and that is the finding",
    .source = "critical chain practice, not back-tested (landmine 16)",
    .about = RULE_ABOUT(task),
    .parameters = parameters,
    .check = check,
};
