/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

static const struct rule_parameter parameters[] = {
    { "ahead", 10000000, "working days before the last day to order: fires from then on", 0 },
    { NULL, 0, NULL, 0 }
};

static bool is_waiting(const struct object *handoff)
{
    return look_handoff_is_open(handoff) && handoff_get_lead_time(handoff) &&
           !handoff_get_ordered(handoff);
}

/* The move itself: order it on the data date. */
static const struct edit *order_it(const struct rule_input *in, const struct object *handoff)
{
    struct when *today = ARENA_NEW(in->scratch, struct when);
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    *today = (struct when){ civil_day_of(in->plan->as_of) * CIVIL_DAY_S, GRAIN_DAY };
    *e = look_edit(in, handoff, FIELD_handoff_ordered, today);
    return e;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *handoff,
                   int64_t need_by, int64_t order_by)
{
    const struct object *giver = handoff_giver_of(in->plan, handoff);
    const bool is_past = order_by < in->plan->as_of;
    const int64_t arrives = look_after(in, in->plan->as_of, handoff_get_lead_time(handoff), 0.8);
    struct finding *f =
        finding_add(out, in, &rule_long_lead_not_triggered, handoff->number,
                    is_past ? "%.*s should have been ordered by %.*s, and nobody has"
                            : "%.*s must be ordered by %.*s, and nobody has",
                    STR_ARG(look_name(in, handoff)), STR_ARG(look_date(in, order_by)));

    finding_evidence(out, f, handoff->number, "needed", "%.*s", STR_ARG(look_date(in, need_by)));
    finding_evidence(out, f, handoff->number, "lead_time", "80 %% likely within %.*s",
                     STR_ARG(look_days(in, look_working_days(in, in->plan->as_of, arrives))));
    finding_evidence(out, f, handoff->number, "ordered today", "80 %% likely here by %.*s",
                     STR_ARG(look_date(in, arrives)));
    if (is_past)
        f->level = DIAG_ERROR;
    f->move = STR("order it today, or decide who can do without it");
    f->fix = order_it(in, handoff);
    f->fix_count = 1;
    f->without = look_without_handoff(in, handoff);
    f->without_count = 1;
    f->owner = giver ? giver->number : OBJECT_NONE;
    f->defuse_by = is_past ? in->plan->as_of : order_by;
    f->defuse_because = "when it is needed, less the lead time at 80 %";
}

static void report_unknown(const struct rule_input *in, struct findings *out,
                           const struct object *handoff)
{
    struct finding *f = finding_add(out, in, &rule_long_lead_not_triggered, handoff->number,
                                    "by when %.*s must be ordered cannot be told",
                                    STR_ARG(look_name(in, handoff)));

    f->state = FINDING_UNKNOWN;
    f->missing = STR("handoff.asked");
    f->move = STR("state when its taker needs it");
}

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t ahead = rule_parameter(in, &rule_long_lead_not_triggered, "ahead");
    const int64_t horizon = look_shift(in, in->plan->as_of, ahead);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        int64_t need_by, order_by;

        if (!is_waiting(handoff))
            continue;
        need_by = look_need_by(in, handoff);
        if (need_by == CIVIL_NONE) {
            report_unknown(in, out, handoff);
            continue;
        }
        order_by = look_before(in, need_by, handoff_get_lead_time(handoff), 0.8);
        if (order_by <= horizon)
            report(in, out, handoff, need_by, order_by);
    }
}

const struct rule rule_long_lead_not_triggered = {
    .name = "long-lead-not-triggered",
    .level = DIAG_WARNING,
    .title = "Something with a long lead time that nobody has ordered",
    .why = "Hardware, licences, reviews and access take their time from the day they are asked "
           "for, whatever the plan says. Counted back from when it is needed, that day is here. A "
           "subtraction of stated times, at the 80 % of the stated lead.",
    .test = "An open hand-off with a lead_time and without ordered, where the date it is needed "
            "(asked, else the taker's late start) less the P80 of the lead lies at most {ahead} "
            "working days after the data date; an error once it is past. Unknown without either.",
    .example = "handoffs: {ho-1: {gives: infra, to: copy, asked: 2027-02-05, "
               "lead_time: 4w..5w..6w}}",
    .move = "Order it; a risk buy if what to order is not decided; a loan meanwhile.",
    .edit = "handoff.ordered: the data date",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .source = "program practice, not back-tested (landmine 34)",
    .about = RULE_ABOUT(handoff),
    .absorbs = "unanswered-handoff",
    .parameters = parameters,
    .check = check,
};
