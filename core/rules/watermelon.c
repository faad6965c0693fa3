/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "green", 800000, "share: computed green at or above this probability", -1 },
    { "red", 500000, "share: computed red below this probability, which is an error", -1 },
    { NULL, 0, NULL, 0 }
};

enum { LATE_DAYS = 14 };

/* What the evidence says. */
static const struct edit *report_as(const struct rule_input *in, const struct object *o, bool red)
{
    uint32_t *status = ARENA_NEW(in->scratch, uint32_t);
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    *status = red ? STATUS_RED : STATUS_AMBER;
    *e = look_edit(in, o, o->kind == KIND_task ? FIELD_task_reported : FIELD_commitment_reported,
                   status);
    return e;
}

/* The field of that name, of a task or a commitment; NULL: not stated. */
static const void *said(const struct object *o, const char *field)
{
    return object_value(o, schema_field(o->kind, str_of(field)));
}

/* A status without a reason or an end is nobody's override. */
static void add_terms(const struct rule_input *in, struct findings *out, struct finding *f,
                      const struct object *o)
{
    const struct when *until = said(o, "reported_until");
    const struct str *because = said(o, "reported_because");

    if (because)
        finding_evidence(out, f, o->number, "reported_because", "%.*s", STR_ARG(*because));
    else
        finding_evidence(out, f, o->number, "reason", "none is stated");
    if (until)
        finding_evidence(out, f, o->number, "reported_until", "%.*s%s",
                         STR_ARG(look_date(in, until->instant)),
                         in->plan->read_on >= look_end_of(until) ? ", which is past" : "");
    else
        finding_evidence(out, f, o->number, "end", "none is stated");
}

/* --- tells ------------------------------------------------------------------------------------ */

/* Green one day and red the next word: what lay between was not told. */
static void add_jump(const struct rule_input *in, struct findings *out, struct finding *f,
                     const struct object *o)
{
    const struct look_step *steps;
    const uint32_t count =
        look_steps(in, o, schema_field(o->kind, STR("reported")), CIVIL_NONE, &steps);

    for (uint32_t i = count; i-- > 0;) {
        const uint32_t *before = steps[i].before, *after = steps[i].after;

        if (!before || !after || *before != STATUS_GREEN || *after != STATUS_RED)
            continue;
        finding_evidence(out, f, o->number, "reported before",
                         "green to red without amber, on %.*s",
                         STR_ARG(look_date(in, steps[i].at)));
        return;
    }
}

/* Moved later more than once, and each time only when the date was two weeks away or less. */
static void add_late_moves(const struct rule_input *in, struct findings *out, struct finding *f,
                           const struct object *o)
{
    const struct look_step *steps;
    const uint32_t count = o->kind == KIND_commitment
                               ? look_steps(in, o, FIELD_commitment_date, CIVIL_NONE, &steps)
                               : 0;
    uint32_t moves = 0, late = 0;

    for (uint32_t i = 0; i < count; i++) {
        const struct when *before = steps[i].before, *after = steps[i].after;

        if (!before || !after || after->instant <= before->instant)
            continue;
        moves++;
        late += before->instant - steps[i].at <= LATE_DAYS * CIVIL_DAY_S;
    }
    if (moves > 1 && late == moves)
        finding_evidence(out, f, o->number, "date before",
                         "moved later %u times, each time at most two weeks before it", moves);
}

/* Words that take back what is said. */
static void add_hedges(struct findings *out, struct finding *f, const struct object *o)
{
    static const char *const hedges[] = {"should", "hopefully", "probably", "almost", "nearly",
                                         "mostly", "fairly", "in principle", "more or less"};
    const struct str *texts[] = {said(o, "reported_because"), said(o, "note")};

    for (unsigned i = 0; i < 2; i++)
        for (unsigned h = 0; texts[i] && h < sizeof(hedges) / sizeof(hedges[0]); h++)
            if (str_find(*texts[i], str_of(hedges[h])) < texts[i]->len) {
                finding_evidence(out, f, o->number, i == 0 ? "reported_because" : "note",
                                 "says \"%s\"", hedges[h]);
                return;
            }
}

static void report(const struct rule_input *in, struct findings *out, const struct object *o,
                   int32_t ppm)
{
    const int64_t red = rule_parameter(in, &rule_watermelon, "red");
    const struct object *owner = plan_owner_of(in->plan, o);
    struct finding *f = finding_add(out, in, &rule_watermelon, o->number,
                                    "%.*s is reported green; the evidence says %.*s",
                                    STR_ARG(look_name(in, o)), STR_ARG(look_likely(in, ppm)));

    finding_evidence(out, f, o->number, "reported", "green");
    finding_evidence(out, f, o->number, "computed", "%s, %.*s likely by its date",
                     ppm < red ? "red" : "amber", STR_ARG(look_percent(in, ppm)));
    add_terms(in, out, f, o);
    add_jump(in, out, f, o);
    add_late_moves(in, out, f, o);
    add_hedges(out, f, o);
    f->level = ppm < red ? DIAG_ERROR : DIAG_WARNING;
    f->fix = report_as(in, o, ppm < red);
    f->fix_count = 1;
    f->move = STR("show both, and a dated path to green; talk to its owner first");
    f->owner = owner ? owner->number : OBJECT_NONE;
}

static bool is_green(const uint32_t *status)
{
    return status && *status == STATUS_GREEN;
}

/* The tightest date a task is held to: its deadline, else the commitment it drives. */
static bool task_probability(const struct rule_input *in, const struct object *task,
                             int32_t *ret_ppm)
{
    const struct when *deadline = task_get_deadline(task);
    const struct forecast_target *target = look_target(in, task);
    bool found = false;

    if (deadline && target) {
        *ret_ppm = forecast_probability(in->forecast, target,
                                        deadline->grain == GRAIN_MINUTE
                                            ? deadline->instant
                                            : deadline->instant + CIVIL_DAY_S);
        return true;
    }
    if (!look_drives(in, task))
        return false;
    for (uint32_t i = 0; i < in->forecast->commitment_count; i++) {
        const struct forecast_commitment *c = &in->forecast->commitments[i];
        const struct object *commitment = look_stated(in, c->object);

        if (c->target == UINT32_MAX || !commitment ||
            !look_reaches(in, task,
                          look_stated(in, in->forecast->targets[c->target].object)))
            continue;
        if (!found || c->probability_ppm < *ret_ppm)
            *ret_ppm = c->probability_ppm;
        found = true;
    }
    return found;
}

/* Whether anybody reports a status at all: then one that is not reported cannot be compared. */
static bool any_is_reported(const struct rule_input *in)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_commitment); i++)
        if (commitment_get_reported(plan_nth(in->plan, KIND_commitment, i)))
            return true;
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++)
        if (task_get_reported(plan_nth(in->plan, KIND_task, i)))
            return true;
    return false;
}

/* What cannot be compared: a promise that is reported and not forecast, or forecast and not
 * reported. */
static void check_lacking(const struct rule_input *in, struct findings *out,
                          const struct object *commitment, const struct forecast_commitment *c)
{
    const bool is_forecast = c && c->target != UINT32_MAX;

    if (!look_commitment_is_active(commitment))
        return;
    if (is_green(commitment_get_reported(commitment)) && !is_forecast)
        finding_unknown(out, in, &rule_watermelon, commitment->number,
                        commitment_get_milestone(commitment) ? "an honest forecast"
                                                             : "commitment.milestone",
                        "whether the green of %.*s is so cannot be told",
                        STR_ARG(look_name(in, commitment)));
    else if (!commitment_get_reported(commitment) && is_forecast && any_is_reported(in))
        finding_unknown(out, in, &rule_watermelon, commitment->number, "commitment.reported",
                        "whether %.*s is reported as it is cannot be told",
                        STR_ARG(look_name(in, commitment)));
}

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t green = rule_parameter(in, &rule_watermelon, "green");

    if (!in->forecast)
        return;
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_commitment); i++) {
        const struct object *commitment = plan_nth(in->plan, KIND_commitment, i);
        const struct forecast_commitment *c = look_commitment(in, commitment);

        if (is_green(commitment_get_reported(commitment)) && c && c->target != UINT32_MAX &&
            c->probability_ppm < green)
            report(in, out, commitment, c->probability_ppm);
        else
            check_lacking(in, out, commitment, c);
    }
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        int32_t ppm = 0;

        if (is_green(task_get_reported(task)) && look_is_open(in, task) &&
            task_probability(in, task, &ppm) && ppm < green)
            report(in, out, task, ppm);
    }
}

const struct rule rule_watermelon = {
    .name = "watermelon",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Reported green, computed otherwise",
    .why = "A status that a person types drifts to hope. Where the reported one is green and the "
           "simulation of the same plan is not, both are shown; the causes are incentives, so "
           "this says what the evidence says and not that anybody misreported.",
    .test = "A commitment or open task reported green whose date (its deadline, or the least "
            "likely commitment it drives) is kept with a probability below {green}. Its evidence "
            "has what tells on such a status: green to red without amber, a date moved more than "
            "once and each time at most two weeks before it, words that take back what is said. "
            "Unknown where a promise is reported green and cannot be forecast, or is the one of "
            "which nobody reports a status.",
    .example = "tasks: {api: {estimate: 3w..4w..7w, reported: green}}",
    .move = "Publish the computed status with a path to green; a private heads-up first.",
    .edit = "commitment.reported or task.reported: what the evidence says",
    .no_days = "a report moves no date",
    .source = "program practice, not back-tested (landmine 09)",
    .about = RULE_ABOUT(task) | RULE_ABOUT(commitment),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
