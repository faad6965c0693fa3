/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

enum { NAMED = 3, ROUNDING = 5000 };   /* tasks that are named; what printing a share may add */

static const struct rule_parameter parameters[] = {
    { "burn", 1300000, "share of the buffer used, for each share of the way behind us", 1 },
    { "way", 100000, "share of the way that must be behind us before that says anything", 0 },
    { "used", 100000, "share of the buffer that must be used", 1 },
    { NULL, 0, NULL, 0 }
};

static const struct when *baseline_finish(const struct object *on)
{
    const struct objects *baseline = on->kind == KIND_milestone ? milestone_get_baseline(on)
                                                                : task_get_baseline(on);

    return baseline && baseline->count > 0 ? baseline_get_finish(baseline->items[0]) : NULL;
}

static int64_t share_of(int64_t part, int64_t whole)
{
    return part <= 0 ? 0 : part / 1000 * 1000000 / (whole / 1000 + 1);
}

/* Where no sensitivities were simulated (a large plan where teams bind): what drives most often. */
static void name_drivers(const struct rule_input *in, struct findings *out, struct finding *f)
{
    const struct forecast_task *best[NAMED] = { NULL };
    uint32_t *tasks = look_room(in, NAMED);
    uint32_t count = 0;

    for (uint32_t i = 0; i < in->forecast->task_count; i++) {
        const struct forecast_task *t = &in->forecast->tasks[i];
        uint32_t at = NAMED;

        while (at > 0 && t->criticality_ppm > 0 &&
               (!best[at - 1] || best[at - 1]->criticality_ppm < t->criticality_ppm))
            at--;
        for (uint32_t k = NAMED; k > at + 1; k--)
            best[k - 1] = best[k - 2];
        if (at < NAMED)
            best[at] = t;
    }
    for (uint32_t i = 0; i < NAMED && best[i]; i++) {
        const struct object *o = look_stated(in, best[i]->object);

        if (o && o->kind == KIND_task)
            tasks[count++] = o->number;
    }
    if (count == 0)
        return;
    finding_evidence(out, f, OBJECT_NONE, "drives most often", "%.*s",
                     STR_ARG(look_list(in, tasks, count)));
    f->others = tasks;
    f->other_count = count;
}

/* What costs most of it, so that it can be won back: the first of the sensitivities. */
static void name_the_chain(const struct rule_input *in, struct findings *out, struct finding *f)
{
    uint32_t *tasks = look_room(in, NAMED);
    uint32_t count = 0;

    for (uint32_t i = 0; i < in->forecast->sensitivity_count && count < NAMED; i++) {
        const struct object *o = look_stated(in, in->forecast->sensitivity[i].object);

        if (o && in->forecast->sensitivity[i].p80_s > 0)
            tasks[count++] = o->number;
    }
    if (count == 0)
        return;
    finding_evidence(out, f, OBJECT_NONE, "costs most", "%.*s",
                     STR_ARG(look_list(in, tasks, count)));
    f->others = tasks;
    f->other_count = count;
}

static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *commitment, const struct forecast_commitment *c,
                      const struct object *on)
{
    const struct rule *rule = &rule_burning_buffer;
    const struct when *planned = baseline_finish(on), *made = commitment_get_made(commitment);
    const struct ref *by = commitment_get_made_by(commitment);
    const int64_t start = made ? made->instant : in->plan->start;
    int64_t buffer, used, way, p50;
    struct finding *f;

    if (!planned) {
        finding_unknown(out, in, rule, commitment->number,
                        on->kind == KIND_milestone ? "milestone.baseline" : "task.baseline",
                        "how much of its buffer %.*s has used cannot be told",
                        STR_ARG(look_name(in, commitment)));
        return;
    }
    p50 = in->forecast->targets[c->target].at[1];
    buffer = look_working_days(in, look_end_of(planned), c->date);
    if (buffer <= 0 || look_end_of(planned) <= start)
        return;                 /* no buffer was planned */
    used = share_of(look_working_days(in, look_end_of(planned), p50), buffer);
    way = share_of(look_working_days(in, start, in->plan->as_of),
                   look_working_days(in, start, look_end_of(planned)));
    if (way < rule_parameter(in, rule, "way") || used < rule_parameter(in, rule, "used") ||
        used <= way / 1000 * (rule_parameter(in, rule, "burn") / 1000))
        return;
    f = finding_add(out, in, rule, commitment->number,
                    "%.*s has used %.*s of its buffer on %.*s of the way",
                    STR_ARG(look_name(in, commitment)),
                    STR_ARG(look_percent(in, used > INT32_MAX ? INT32_MAX - ROUNDING
                                                              : (int32_t)used)),
                    STR_ARG(look_percent(in, way > 1000000 ? 1000000 : (int32_t)way)));
    finding_evidence(out, f, on->number, "baseline", "planned for %.*s, %.*s before the promise",
                     STR_ARG(look_date(in, planned->instant)), STR_ARG(look_days(in, buffer)));
    finding_evidence(out, f, on->number, "p50", "%.*s now", STR_ARG(look_date(in, p50)));
    if (in->forecast->sensitivity_count > 0)
        name_the_chain(in, out, f);
    else
        name_drivers(in, out, f);
    f->move = STR("win days back on what costs most, before the buffer is gone");
    f->owner = by ? by->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_commitment); i++) {
        const struct object *commitment = plan_nth(in->plan, KIND_commitment, i);
        const struct forecast_commitment *c = look_commitment(in, commitment);
        const struct object *on = plan_object(in->plan, commitment_get_milestone(commitment));

        if (look_commitment_is_active(commitment) && c && on && c->target != UINT32_MAX &&
            c->date > in->plan->as_of)
            check_one(in, out, commitment, c, on);
    }
}

const struct rule rule_burning_buffer = {
    .name = "burning-buffer",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A buffer that goes faster than the way",
    .why = "Between the planned finish and the promise lies the buffer. When a third of it is gone "
           "on a tenth of the way, the rest will not last; there is still time to win days back. "
           "A fever chart in one line: it explains, it was not shown to predict.",
    .test = "An active commitment ahead whose milestone has a baseline before the promised date, "
            "with {way} or more of the way from its making to that baseline behind it, of whose "
            "buffer (baseline to promise) the forecast's P50 uses {used} or more, and more than "
            "{burn} times the share of the way. Unknown without a baseline.",
    .example = "milestones: {done: {after: [build], baseline: {finish: 2027-03-05}}}",
    .move = "Days on the chain, by what costs most; then scope; then the date, early.",
    .no_edit = "where days can be won is a choice; `baton hit` prices them",
    .no_days = "what it costs is what `unbelieved-commitment` says of the same promise",
    .source = "critical chain practice (fever chart), not back-tested (landmine 14)",
    .about = RULE_ABOUT(commitment),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
