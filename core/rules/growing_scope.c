/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

enum { MICRO = 1000000, PERIODS_MOST = 26 };

static const struct rule_parameter parameters[] = {
    { "periods", 3000000, "reporting periods in a row, each with more added than finished", 0 },
    { "growth", 150000, "share of the work there was, added by changes that give no reason", 1 },
    { NULL, 0, NULL, 0 }
};

struct scope {
    uint32_t *tasks;            /* added, and still open */
    uint32_t count;
    int64_t added[PERIODS_MOST], finished[PERIODS_MOST];    /* days, the last period first */
    int64_t unexplained, whole; /* days */
};

/* Which period before the data date; -1: none of those looked at. */
static int period_of(const struct rule_input *in, int64_t at, unsigned periods)
{
    const int64_t ago = look_working_days(in, at, in->plan->as_of);
    const int64_t period = look_cadence_micro_days(in);

    if (at == CIVIL_NONE || period <= 0 || ago / period >= periods)
        return -1;
    return ago < 0 ? 0 : (int)(ago / period);
}

static void look_at(const struct rule_input *in, const struct object *task, unsigned periods,
                    struct scope *s)
{
    const struct when *finished = task_get_finished(task);
    const int64_t days = look_median_days(in, task_get_estimate(task));
    int period = finished ? period_of(in, finished->instant, periods) : -1;
    struct past_step step;

    if (period >= 0)
        s->finished[period] += days;
    for (uint32_t i = past_first(in->past, task->id); past_step(in->past, i, task->id, &step);
         i++) {
        if (step.what != PAST_ADDED)
            continue;
        if (look_is_import(step.change))
            break;
        period = period_of(in, step.at, periods);
        if (period >= 0)
            s->added[period] += days;
        if (step.change->why.len == 0)
            s->unexplained += days;
        if (!finished)
            s->tasks[s->count++] = task->number;
        return;
    }
    s->whole += days;
}

static const struct edit *without(const struct rule_input *in, const struct scope *s)
{
    static const int32_t never = 0;
    struct edit *edits = ARENA_ARRAY(in->scratch, struct edit, s->count + 1);

    for (uint32_t i = 0; i < s->count; i++)
        edits[i] = look_edit(in, in->plan->objects[s->tasks[i]], FIELD_task_exists, &never);
    return edits;
}

static bool outruns(const struct scope *s, unsigned periods)
{
    for (unsigned i = 0; i < periods; i++)
        if (s->added[i] <= 0 || s->added[i] < s->finished[i])
            return false;
    return periods > 0;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_growing_scope;
    const int64_t stated = rule_parameter(in, rule, "periods") / MICRO;
    const unsigned periods = stated < 1 ? 1 : stated > PERIODS_MOST ? PERIODS_MOST
                                                                    : (unsigned)stated;
    const struct ref *manager = program_get_manager(in->plan->program);
    struct scope *s = ARENA_NEW(in->scratch, struct scope);
    int64_t added = 0, finished = 0, share;
    bool faster;
    struct finding *f;

    s->tasks = look_room(in, plan_count(in->plan, KIND_task));
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);

        if (!look_is_summary(in, task))
            look_at(in, task, periods, s);
    }
    share = s->whole > 0 ? s->unexplained / 1000 * MICRO / (s->whole / 1000 + 1) : 0;
    faster = outruns(s, periods);
    if (s->count == 0 || (!faster && share <= rule_parameter(in, rule, "growth")))
        return;
    for (unsigned i = 0; i < periods; i++) {
        added += s->added[i];
        finished += s->finished[i];
    }
    if (faster)
        f = finding_add(out, in, rule, OBJECT_NONE,
                        "in %.*s more work was added (%.*s) than finished (%.*s)",
                        STR_ARG(look_count(in, periods, "period")), STR_ARG(look_days(in, added)),
                        STR_ARG(look_days(in, finished)));
    else
        f = finding_add(out, in, rule, OBJECT_NONE,
                        "%.*s of work were added with no reason given, %.*s of what there was",
                        STR_ARG(look_days(in, s->unexplained)),
                        STR_ARG(look_percent(in, share > 10 * MICRO ? 10 * MICRO
                                                                    : (int32_t)share)));
    finding_evidence(out, f, OBJECT_NONE, "added", "%.*s since the log began",
                     STR_ARG(look_list(in, s->tasks, s->count)));
    finding_evidence(out, f, OBJECT_NONE, "work there was", "%.*s",
                     STR_ARG(look_days(in, s->whole)));
    f->move = STR("draw the line: what is added takes something out, and somebody decides which");
    f->owner = manager ? manager->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
    f->without = without(in, s);
    f->without_count = s->count;
}

const struct rule rule_growing_scope = {
    .name = "growing-scope",
    .level = DIAG_WARNING,
    .title = "Work comes in faster than it goes out",
    .why = "While more is added than is finished, the date cannot come nearer, however hard "
           "anybody works. The price is what P80 would be without what was added.",
    .test = "In each of the last {periods} reporting periods the tasks added (by the log, at the "
            "median of their estimates) are as many days as those finished, or more; or the tasks "
            "added by changes that give no reason are more than {growth} of the work there was. "
            "Needs a store; what it was made of is not counted.",
    .example = "baton add plan tasks.step-up='{team: web, estimate: 2w}'   # every week",
    .move = "A change record, a cut line, a decision on what gives.",
    .no_edit = "what goes out for what comes in is a decision",
    .days = "the share of what was added in all, by the bound or by a run without it",
    .source = "program practice, not back-tested (landmine 43)",
    .about = RULE_ABOUT(task),
    .needs = RULE_NEEDS_PAST,
    .parameters = parameters,
    .check = check,
};
