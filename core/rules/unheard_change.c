/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "days", 2000000, "working days that the date moved, to matter", 1 },
    { "quiet", 2000000, "working days since, without a word from the other side", 1 },
    { NULL, 0, NULL, 0 }
};

/* The last move of a date that matters; `at` CIVIL_NONE: none. */
struct moved {
    int64_t at, from, to;
    struct str by;
    int64_t seq;
};

static struct moved last_move(const struct rule_input *in, const struct object *handoff,
                              uint16_t field, int64_t least)
{
    struct moved m = { .at = CIVIL_NONE };
    const struct look_step *steps;
    const uint32_t count = look_steps(in, handoff, field, CIVIL_NONE, &steps);

    for (uint32_t i = 0; i < count; i++) {
        const struct when *from = steps[i].before, *to = steps[i].after;
        int64_t days;

        if (!from || !to || steps[i].at == CIVIL_NONE)
            continue;
        days = look_working_days(in, from->instant, to->instant);
        if (days >= least || -days >= least)
            m = (struct moved){ steps[i].at, from->instant, to->instant, steps[i].by,
                                steps[i].change->seq };
    }
    return m;
}

/* Whether anybody else touched it with that change or since. */
static bool is_heard(const struct rule_input *in, const struct object *o, const struct moved *m,
                     bool by_anyone)
{
    struct past_step s;

    for (uint32_t i = past_first(in->past, o->id); past_step(in->past, i, o->id, &s); i++)
        if (s.change->seq >= m->seq &&
            (by_anyone || (s.change->seq > m->seq && !str_equal(s.change->by, m->by))))
            return true;
    return false;
}

/* It is to come when it is wanted, or before: nobody is taken by surprise. */
static bool is_agreed(const struct object *handoff)
{
    const struct when *asked = handoff_get_asked(handoff);
    const struct when *offered = handoff_get_offered(handoff);

    return asked && offered && offered->instant <= asked->instant;
}

static void report(const struct rule_input *in, struct findings *out,
                   const struct object *handoff, const char *field, const struct moved *m,
                   const struct object *whom)
{
    const int64_t since = look_working_days(in, m->at, in->plan->as_of);
    struct finding *f =
        finding_add(out, in, &rule_unheard_change, handoff->number,
                    "hand-off %.*s moved to %.*s %.*s ago, and the other side has not answered",
                    STR_ARG(look_name(in, handoff)), STR_ARG(look_date(in, m->to)),
                    STR_ARG(look_days(in, since)));

    finding_evidence(out, f, handoff->number, field, "%.*s, was %.*s",
                     STR_ARG(look_date(in, m->to)), STR_ARG(look_date(in, m->from)));
    finding_evidence(out, f, handoff->number, "moved", "on %.*s%s%.*s, change %lld",
                     STR_ARG(look_date(in, m->at)), m->by.len > 0 ? " by " : "", STR_ARG(m->by),
                     (long long)m->seq);
    f->move = str_format(in->scratch, "tell %.*s what it means for them, and take their answer",
                         STR_ARG(whom ? whom->id : STR("the other side")));
    f->owner = whom ? whom->number : OBJECT_NONE;
    f->defuse_by = look_soon(in);
    f->defuse_because = "two working days";
    f->without = look_without_handoff(in, handoff);
    f->without_count = 1;
}

static void check_one(const struct rule_input *in, struct findings *out,
                      const struct object *handoff)
{
    const struct rule *rule = &rule_unheard_change;
    const int64_t least = rule_parameter(in, rule, "days");
    const int64_t quiet = rule_parameter(in, rule, "quiet");
    const struct moved offered = last_move(in, handoff, FIELD_handoff_offered, least);
    const struct moved asked = last_move(in, handoff, FIELD_handoff_asked, least);
    const bool by_giver = offered.at >= asked.at;
    const struct moved *m = by_giver ? &offered : &asked;
    const struct object *there = plan_object(in->plan, by_giver ? handoff_get_to(handoff)
                                                                : handoff_get_gives(handoff));

    if (is_agreed(handoff))
        return;
    if (m->at == CIVIL_NONE || look_working_days(in, m->at, in->plan->as_of) < quiet ||
        is_heard(in, handoff, m, false) || (there && is_heard(in, there, m, true)))
        return;
    report(in, out, handoff, by_giver ? "offered" : "asked", m,
           by_giver ? handoff_taker_of(in->plan, handoff) : handoff_giver_of(in->plan, handoff));
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);

        if (look_handoff_is_open(handoff))
            check_one(in, out, handoff);
    }
}

const struct rule rule_unheard_change = {
    .name = "unheard-change",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A date that moved, and nobody on the other side said a word",
    .why = "A new date helps only whoever knows it. When the other side neither answered nor "
           "changed its own plan, it still works to the old one.",
    .test = "An open hand-off whose offered or asked date last moved by {days} working days or "
            "more, {quiet} working days ago or more, and that comes later than asked, where by "
            "the log nobody else has changed the hand-off since, and nobody what stands on its "
            "other side with it or since. Needs a store: its log is the evidence.",
    .example = "baton set plan ho-1.offered=2027-03-19   # and then silence",
    .move = "A nudge to the other side with the consequence in one sentence.",
    .no_edit = "what it means to them only they can say",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .source = "program practice, not back-tested (landmine 18)",
    .about = RULE_ABOUT(handoff),
    .needs = RULE_NEEDS_PAST,
    .parameters = parameters,
    .check = check,
};
