/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan/beliefs.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "days", 3000000, "working days between the date asked and the date offered", 1 },
    { "belief", 500000, "share: fires below this published median of what people believe", -1 },
    { NULL, 0, NULL, 0 }
};

static void finish(const struct rule_input *in, struct finding *f, const struct object *handoff,
                   int64_t by, const char *move)
{
    const struct object *taker = handoff_taker_of(in->plan, handoff);

    f->move = str_of(move);
    f->owner = taker ? taker->number : OBJECT_NONE;
    f->defuse_by = by > in->plan->as_of ? by : in->plan->as_of;
    f->defuse_because = "the taker's plan still says the asked date";
    if (handoff_get_offered(handoff) && handoff_get_asked(handoff) &&
        handoff_get_offered(handoff)->instant > handoff_get_asked(handoff)->instant) {
        f->fix = look_set_day(in, handoff, FIELD_handoff_asked,
                              handoff_get_offered(handoff)->instant);
        f->fix_count = 1;
    }
    f->without = look_without_handoff(in, handoff);
    f->without_count = 1;
}

/* Two dates that are both stated. */
static bool say_two_dates(const struct rule_input *in, struct findings *out,
                          const struct object *handoff)
{
    const struct when *asked = handoff_get_asked(handoff);
    const struct when *offered = handoff_get_offered(handoff);
    struct finding *f;
    int64_t gap;

    if (!asked || !offered)
        return false;
    gap = look_working_days(in, asked->instant, offered->instant);
    if (gap < rule_parameter(in, &rule_belief_gap, "days"))
        return false;
    f = finding_add(out, in, &rule_belief_gap, handoff->number,
                    "hand-off %.*s is asked for %.*s and offered for %.*s",
                    STR_ARG(look_name(in, handoff)), STR_ARG(look_date(in, asked->instant)),
                    STR_ARG(look_date(in, offered->instant)));
    finding_evidence(out, f, handoff->number, "asked", "%.*s",
                     STR_ARG(look_date(in, asked->instant)));
    finding_evidence(out, f, handoff->number, "offered", "%.*s, a gap of %.*s",
                     STR_ARG(look_date(in, offered->instant)), STR_ARG(look_days(in, gap)));
    finish(in, f, handoff, asked->instant,
           "re-plan the taker on the offered date, or buy the earlier one");
    return true;
}

/* One date that is stated, and one that three people or more believe. */
static void say_disbelief(const struct rule_input *in, struct findings *out,
                          const struct object *handoff)
{
    const struct object *likely = belief_latest(in->plan, handoff, BELIEF_PROBABILITY);
    const struct object *week = belief_latest(in->plan, handoff, BELIEF_DATE);
    const int64_t by = belief_deadline(handoff);
    struct finding *f;

    if (by == CIVIL_NONE ||
        !((likely && *pulse_get_probability(likely) <
                         rule_parameter(in, &rule_belief_gap, "belief")) ||
          (week && look_working_days(in, by, pulse_get_date(week)->instant) >=
                       rule_parameter(in, &rule_belief_gap, "days"))))
        return;
    f = finding_add(out, in, &rule_belief_gap, handoff->number,
                    "hand-off %.*s is said for %.*s, and those who answered do not believe it",
                    STR_ARG(look_name(in, handoff)), STR_ARG(look_date(in, by)));
    if (likely)
        finding_evidence(out, f, likely->number, "probability", "%.*s believed, of %lld",
                         STR_ARG(look_percent(in, *pulse_get_probability(likely))),
                         (long long)*pulse_get_answers(likely));
    if (week)
        finding_evidence(out, f, week->number, "date", "believed for the week of %.*s",
                         STR_ARG(look_date(in, pulse_get_date(week)->instant)));
    finish(in, f, handoff, by, "ask both sides what they know that the date does not say");
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);

        if (look_handoff_is_open(handoff) && !say_two_dates(in, out, handoff))
            say_disbelief(in, out, handoff);
    }
}

const struct rule rule_belief_gap = {
    .name = "belief-gap",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Two dates for the same delivery",
    .why = "One side plans on the date it asked for, the other works to the date it offered. Both "
           "are honest, and one of them is wrong.",
    .test = "An open hand-off offered at least {days} working days after it is asked; or one of "
            "which the published median of three private answers or more is below {belief}, or a "
            "week at least {days} working days after its date.",
    .example = "handoffs: {ho-1: {gives: api, to: page, asked: 2027-03-05, offered: 2027-03-19}}",
    .move = "Agree one date: re-plan the taker, or decide what buys the earlier one.",
    .edit = "handoff.asked: the date offered",
    .no_edit = "where what is published of beliefs is the gap: what people know stands in no "
               "field",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .no_unknown = "without two dates or a published belief there is no gap to see",
    .source = "program practice, not back-tested (landmine 17)",
    .about = RULE_ABOUT(handoff),
    .parameters = parameters,
    .check = check,
};
