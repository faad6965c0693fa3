/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "moves", 3000000, "times its date moved later", 0 },
    { NULL, 0, NULL, 0 }
};

struct moves {
    uint32_t count;
    int64_t first, last;        /* instants it stood at: first and now */
};

static void take(struct moves *m, const struct when *from, const struct when *to)
{
    if (!from || !to || to->instant <= from->instant)
        return;
    if (m->count++ == 0)
        m->first = from->instant;
    m->last = to->instant;
}

/* By the earlier answers that the plan keeps. */
static struct moves by_answers(const struct object *handoff)
{
    const struct objects *was = handoff_get_was(handoff);
    const struct when *now = handoff_get_offered(handoff);
    struct moves m = { 0, CIVIL_NONE, CIVIL_NONE };

    for (size_t i = 0; was && i < was->count; i++)
        take(&m, answer_get_offered(was->items[i]),
             i + 1 < was->count ? answer_get_offered(was->items[i + 1]) : now);
    return m;
}

static struct moves by_log(const struct rule_input *in, const struct object *handoff)
{
    const struct look_step *steps;
    const uint32_t count =
        look_steps(in, handoff, FIELD_handoff_offered, CIVIL_NONE, &steps);
    struct moves m = { 0, CIVIL_NONE, CIVIL_NONE };

    for (uint32_t i = 0; i < count; i++)
        take(&m, steps[i].before, steps[i].after);
    return m;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_moving_handoff;
    const uint32_t limit = (uint32_t)(rule_parameter(in, rule, "moves") / 1000000);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        const struct object *giver = handoff_giver_of(in->plan, handoff);
        struct moves m = by_answers(handoff);
        const struct moves logged = by_log(in, handoff);
        struct finding *f;

        if (logged.count > m.count)
            m = logged;         /* `was` may be kept by hand, or not at all */
        if (!look_handoff_is_open(handoff) || m.count < limit)
            continue;
        f = finding_add(out, in, rule, handoff->number,
                        "the date of hand-off %.*s has moved later %.*s, %.*s in all",
                        STR_ARG(look_name(in, handoff)), STR_ARG(look_count(in, m.count, "time")),
                        STR_ARG(look_days(in, look_working_days(in, m.first, m.last))));
        finding_evidence(out, f, handoff->number, "offered", "%.*s at first, %.*s now",
                         STR_ARG(look_date(in, m.first)), STR_ARG(look_date(in, m.last)));
        finding_evidence(out, f, handoff->number, "moved", "%.*s, by %s",
                         STR_ARG(look_count(in, m.count, "time")),
                         logged.count == m.count && in->past ? "the log" : "its earlier answers");
        f->move = STR("ask what is left instead of when, take P50 and P90, or split the delivery");
        if (handoff_get_offered(handoff) && look_handoff(in, handoff) &&
            look_handoff(in, handoff)->delivery_p80 > look_end_of(handoff_get_offered(handoff)))
            look_fix(f, look_set_day(in, handoff, FIELD_handoff_offered,
                                     look_handoff(in, handoff)->delivery_p80));
        f->owner = giver ? giver->number : OBJECT_NONE;
        f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
        f->defuse_because = "one reporting period, before it moves again";
        f->without = look_without_handoff(in, handoff);
        f->without_count = 1;
    }
}

const struct rule rule_moving_handoff = {
    .name = "moving-handoff",
    .level = DIAG_WARNING,
    .title = "A hand-off whose date keeps moving",
    .why = "Each new date was honest, and each was a guess at the same unknown. How often it moved "
           "explains why to look; how far it will move next is not read off it.",
    .test = "An open hand-off whose offered date moved later {moves} times or more, by its earlier "
            "answers (was) or by the log.",
    .example = "handoffs: {ho-1: {offered: 2027-03-19, was: [{offered: 2027-01-15}, "
               "{offered: 2027-02-05}, {offered: 2027-02-26}]}}",
    .move = "What is left instead of when; a smaller delivery first.",
    .edit = "handoff.offered: the P80 of its delivery, where that is later",
    .no_edit = "where the date offered holds at 80 %: what is left only its giver knows",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .no_unknown = "it counts the answers there are; without any there was no move",
    .source = "program practice, not back-tested (landmines 2 and 10)",
    .about = RULE_ABOUT(handoff),
    .parameters = parameters,
    .check = check,
};
