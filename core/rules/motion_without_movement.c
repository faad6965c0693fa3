/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/rules/look.h"

enum { MICRO = 1000000, WEEK_S = 7 * CIVIL_DAY_S, WEEKS = 8 };

static const struct rule_parameter parameters[] = {
    { "weeks", 3000000, "weeks looked at, of the last eight", 0 },
    { "share", 500000, "share of the working days passed that the driving path came nearer", -1 },
    { "changes", 6000000, "changes in those weeks, to call it motion", 0 },
    { NULL, 0, NULL, 0 }
};

/* Changes of people by week, the last first. */
static uint32_t changes_by_week(const struct rule_input *in, int64_t by_week[WEEKS],
                                unsigned weeks)
{
    int64_t last_seq = 0;
    uint32_t recent = 0;

    for (uint32_t i = 0; i < past_count(in->past); i++) {
        const struct past_step s = past_nth(in->past, i);
        int64_t week;

        if (s.change->seq == last_seq || look_is_import(s.change) || s.at == CIVIL_NONE)
            continue;
        last_seq = s.change->seq;
        week = s.at >= in->plan->as_of ? 0 : (in->plan->as_of - s.at) / WEEK_S;
        if (week >= WEEKS)
            continue;
        by_week[week]++;
        recent += week < weeks;
    }
    return recent;
}

static int64_t fall(const struct rule_input *in, const struct object *task, uint16_t field,
                    int64_t since)
{
    const struct look_step *steps;
    const uint32_t count = look_steps(in, task, field, since, &steps);
    int64_t days = 0;

    for (uint32_t i = 0; i < count; i++)
        if (steps[i].before && steps[i].after)
            days += look_median_days(in, steps[i].before) - look_median_days(in, steps[i].after);
    return days;
}

/* Working days by which what leads to the last promise came nearer: finished, or less left. */
static int64_t movement(const struct rule_input *in, int64_t since)
{
    const struct forecast *f = in->forecast;
    const struct object *to =
        f->main_target < f->target_count ? look_stated(in, f->targets[f->main_target].object)
                                         : NULL;
    int64_t days = 0;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct when *finished = task_get_finished(task);

        if (finished) {
            if (finished->instant >= since && (!to || look_reaches(in, task, to)))
                days += look_median_days(in, task_get_estimate(task));
        } else if (look_drives(in, task)) {
            days += fall(in, task, FIELD_task_remaining, since);
        }
    }
    return days;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_motion_without_movement;
    const int64_t stated = rule_parameter(in, rule, "weeks") / MICRO;
    const unsigned weeks = stated < 1 ? 1 : stated > WEEKS ? WEEKS : (unsigned)stated;
    const int64_t since = in->plan->as_of - weeks * (int64_t)WEEK_S;
    const int64_t passed = look_working_days(in, since, in->plan->as_of);
    const struct ref *manager = program_get_manager(in->plan->program);
    int64_t by_week[WEEKS] = { 0 }, sorted[WEEKS], came;
    const uint32_t recent = changes_by_week(in, by_week, weeks);
    struct finding *f;

    if (past_begin(in->past) > since)
        finding_unknown(out, in, rule, OBJECT_NONE, "a longer log of changes",
                        "whether work moves cannot be told: the log is younger than %u weeks",
                        weeks);
    if (past_begin(in->past) > since ||
        recent < (uint32_t)(rule_parameter(in, rule, "changes") / MICRO))
        return;
    for (unsigned w = 0; w < WEEKS; w++)
        sorted[w] = by_week[w];
    sort_i64(sorted, WEEKS);
    if ((int64_t)recent * 2 < (sorted[WEEKS / 2 - 1] + sorted[WEEKS / 2]) * weeks)
        return;                 /* quieter than usual */
    came = movement(in, since);
    if (came >= passed / 1000 * (rule_parameter(in, rule, "share") / 1000))
        return;
    f = finding_add(out, in, rule, OBJECT_NONE,
                    "%.*s in %u weeks, and the work on the driving path came %.*s nearer in %.*s",
                    STR_ARG(look_count(in, recent, "change")), weeks,
                    STR_ARG(look_days(in, came > 0 ? came : 0)), STR_ARG(look_days(in, passed)));
    finding_evidence(out, f, OBJECT_NONE, "changes", "%lld, %lld and %lld in the last three weeks",
                     (long long)by_week[0], (long long)by_week[1], (long long)by_week[2]);
    f->move = STR("put people on what drives the date, and stop what does not");
    f->owner = manager ? manager->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

const struct rule rule_motion_without_movement = {
    .name = "motion-without-movement",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Much is reported, and nothing on the driving path gets done",
    .why = "A plan that changes every day looks like work. What counts is whether the work that "
           "drives the date has less left than before. Both are counted from the log and from what "
           "is stated finished.",
    .test = "In the last {weeks} weeks the log has {changes} changes or more, no fewer a week than "
            "the median of the last eight, while tasks finished on the way to the last promise, "
            "and what its driving tasks have less left, make less than {share} of the working "
            "days passed. Needs a store; unknown while its log is younger.",
    .example = "baton set plan a.note=again   # ten times, and nothing finished",
    .move = "People on what drives the date; a list of what to stop.",
    .no_edit = "what to stop is a decision",
    .no_days = "it says that nothing came nearer, not what comes",
    .source = "program practice, not back-tested (landmine 20)",
    .about = RULE_ABOUT(task),
    .needs = RULE_NEEDS_PAST | RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
