/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan/beliefs.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "probability", 500000, "share: fires below this probability of keeping the date", -1 },
    { "belief", 500000, "share: fires below this published median of what people believe", -1 },
    { "later", 100000, "share of the time left by which the believed week is past the date", 1 },
    { "vote", 3000000, "fires at this published median vote of confidence, or below", -1 },
    { NULL, 0, NULL, 0 }
};

/* What was published of private beliefs, and whether it says no. */
struct belief {
    const struct object *probability, *week, *vote;     /* pulses; NULL: not published */
    bool doubted;
};

static struct belief belief_of(const struct rule_input *in, const struct object *commitment,
                               int64_t date)
{
    const struct rule *rule = &rule_unbelieved_commitment;
    struct belief b = {belief_latest(in->plan, commitment, BELIEF_PROBABILITY),
                       belief_latest(in->plan, commitment, BELIEF_DATE),
                       belief_latest(in->plan, commitment, BELIEF_VOTE), false};

    if (b.probability)
        b.doubted = *pulse_get_probability(b.probability) < rule_parameter(in, rule, "belief");
    if (b.week && date > in->plan->as_of)
        b.doubted = b.doubted ||
                    pulse_get_date(b.week)->instant >
                        date + (date - in->plan->as_of) / 1000 *
                                   (rule_parameter(in, rule, "later") / 1000);
    if (b.vote)
        b.doubted = b.doubted ||
                    *pulse_get_vote(b.vote) * 1000000 <= rule_parameter(in, rule, "vote");
    return b;
}

static void say_belief(const struct rule_input *in, struct findings *out, struct finding *f,
                       const struct belief *b)
{
    if (b->probability)
        finding_evidence(out, f, b->probability->number, "probability", "%.*s believed, of %lld",
                         STR_ARG(look_percent(in, *pulse_get_probability(b->probability))),
                         (long long)*pulse_get_answers(b->probability));
    if (b->week)
        finding_evidence(out, f, b->week->number, "date", "believed for the week of %.*s",
                         STR_ARG(look_date(in, pulse_get_date(b->week)->instant)));
    if (b->vote)
        finding_evidence(out, f, b->vote->number, "vote", "%lld of 5",
                         (long long)*pulse_get_vote(b->vote));
}

/* The evidence says no: what the commitment's owner may do today is promise the date that holds at
 * 80 %. */
static void say_unlikely(const struct rule_input *in, struct findings *out,
                         const struct object *commitment, const struct forecast_commitment *c,
                         const struct belief *belief)
{
    const struct forecast_target *target = &in->forecast->targets[c->target];
    const struct rule *rule = &rule_unbelieved_commitment;
    const int32_t *stated = commitment_get_confidence(commitment);
    const struct ref *by = commitment_get_made_by(commitment);
    struct finding *f = finding_add(out, in, rule, commitment->number,
                                    "%.*s is promised for %.*s, and is %.*s likely",
                                    STR_ARG(look_name(in, commitment)),
                                    STR_ARG(look_date(in, c->date)),
                                    STR_ARG(look_likely(in, c->probability_ppm)));

    finding_evidence(out, f, commitment->number, "probability", "%.*s",
                     STR_ARG(look_percent(in, c->probability_ppm)));
    finding_evidence(out, f, commitment->number, "p50", "%.*s",
                     STR_ARG(look_date(in, target->at[1])));
    finding_evidence(out, f, commitment->number, "p80", "%.*s",
                     STR_ARG(look_date(in, target->at[2])));
    if (stated)
        finding_evidence(out, f, commitment->number, "confidence", "%.*s stated",
                         STR_ARG(look_percent(in, *stated)));
    say_belief(in, out, f, belief);
    f->move = str_format(in->scratch,
                         "renegotiate the date, the scope or the people; 80 %% likely is %.*s",
                         STR_ARG(look_date(in, target->at[2])));
    look_fix_promise(in, f, commitment);
    f->owner = by ? by->object : OBJECT_NONE;
    finding_price(in, f, c->date, target->at[2]);
    f->defuse_by = look_while_scope_moves(in, c->date, target->at[1]);
    if (f->defuse_by < in->plan->as_of)
        f->defuse_by = in->plan->as_of;
    f->defuse_because = "a quarter of the remaining time before the date: scope can still move";
}

/* The estimates say yes, and those who gave them do not believe it. */
static void say_doubted(const struct rule_input *in, struct findings *out,
                        const struct object *commitment, const struct forecast_commitment *c,
                        const struct belief *belief)
{
    const struct when *date = commitment_get_date(commitment);
    const struct ref *by = commitment_get_made_by(commitment);
    const struct refs *yes = commitment_get_accepted_by(commitment);
    struct finding *f =
        finding_add(out, in, &rule_unbelieved_commitment, commitment->number,
                    "%.*s is promised for %.*s, and those who answered do not believe it",
                    STR_ARG(look_name(in, commitment)), STR_ARG(look_date(in, date->instant)));

    say_belief(in, out, f, belief);
    if (c && c->target != UINT32_MAX)
        finding_evidence(out, f, commitment->number, "probability", "%.*s simulated",
                         STR_ARG(look_percent(in, c->probability_ppm)));
    if (yes && yes->count > 0)
        finding_evidence(out, f, commitment->number, "accepted_by", "%.*s said yes",
                         STR_ARG(look_count(in, yes->count, "side")));
    f->level = DIAG_WARNING;
    f->move = STR("ask the teams what they know that the estimates do not say, then promise anew");
    f->owner = by ? by->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period; what is known is not in the plan yet";
}

static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *commitment)
{
    const struct forecast_commitment *c = look_commitment(in, commitment);
    const struct when *date = commitment_get_date(commitment);
    struct belief belief;

    if (!look_commitment_is_active(commitment) || !date)
        return;
    belief = belief_of(in, commitment, date->instant);
    if (c && c->target != UINT32_MAX &&
        c->probability_ppm < rule_parameter(in, &rule_unbelieved_commitment, "probability"))
        say_unlikely(in, out, commitment, c, &belief);
    else if (belief.doubted)
        say_doubted(in, out, commitment, c, &belief);
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_commitment); i++)
        check_one(in, out, plan_nth(in->plan, KIND_commitment, i));
}

const struct rule rule_unbelieved_commitment = {
    .name = "unbelieved-commitment",
    .level = DIAG_ERROR,
    .grave = true,
    .title = "A promise the plan does not support",
    .why = "Somebody said yes to this date, and the team's own estimates say it will probably not "
           "be kept. A promise like that is found out late, by those who rely on it.",
    .test = "An active commitment whose simulated probability is below {probability}; or (as a "
            "warning) one of which the published median of three private answers or more is below "
            "{belief}, or a week past its date by more than {later} of the time left, or a vote of "
            "{vote} or less.",
    .example = "commitments: {ga: {milestone: done, date: 2027-03-01, made_by: ann}}",
    .move = "Renegotiate the date, cut scope, or add what the driving path lacks; then ask the "
            "teams again.",
    .edit = "commitment.date: the P80",
    .no_edit = "where estimates hold it and people do not believe it: what they know stands in no "
               "field",
    .days = "from the promised day to P80",
    .no_days = "where the forecast itself holds it",
    .source = "program practice (landmine 01). Back-tested: docs/backtest.md",
    .about = RULE_ABOUT(commitment),
    .needs = RULE_NEEDS_FORECAST,
    .absorbs = "promise-ahead-of-plan",
    .parameters = parameters,
    .check = check,
};
