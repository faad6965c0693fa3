/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/text.h"

static const struct rule_parameter parameters[] = {
    { "slips", 2000000, "times its offered date moved later", 0 },
    { "slip-days", 5000000, "working days it moved later in all", 1 },
    { NULL, 0, NULL, 0 }
};

struct slips {
    int64_t count;              /* times the date moved later */
    int64_t days;               /* working days, millionths */
};

static int64_t date_of(const struct object *answer)
{
    const struct when *when = answer_get_offered(answer);

    if (!when)
        when = answer_get_date(answer);
    return when ? when->instant : CIVIL_NONE;
}

static struct slips slips_of(const struct rule_input *in, const struct object *handoff)
{
    const struct objects *was = handoff_get_was(handoff);
    const struct when *offered = handoff_get_offered(handoff);
    struct slips s = { 0, 0 };
    int64_t before = CIVIL_NONE;

    for (size_t i = 0; was && i <= was->count; i++) {
        const int64_t date = i < was->count ? date_of(was->items[i])
                             : offered      ? offered->instant
                                            : CIVIL_NONE;

        if (date == CIVIL_NONE)
            continue;
        if (before != CIVIL_NONE && date > before) {
            s.count++;
            s.days += look_working_days(in, before, date);
        }
        before = date;
    }
    return s;
}

/* An owner who has left, or whose team is gone, owns nothing. */
static bool answers(const struct rule_input *in, const struct object *person)
{
    const struct when *left = person ? person_get_left(person) : NULL;

    return person && !(left && left->instant <= in->plan->as_of);
}

static void report(const struct rule_input *in, struct findings *out, const struct object *handoff,
                   bool giver, bool taker, struct slips s)
{
    const struct rule *rule = &rule_unowned_handoff;
    const struct object *team = giver ? handoff_taking_team(in->plan, handoff)
                                      : handoff_giving_team(in->plan, handoff);
    const struct object *asks = giver ? handoff_giver_of(in->plan, handoff)
                                      : handoff_taker_of(in->plan, handoff);
    struct finding *f = finding_add(
        out, in, rule, handoff->number, "hand-off %.*s has no %s owner%s",
        STR_ARG(look_name(in, handoff)),
        !giver && !taker ? "giving and no taking" : giver ? "taking" : "giving",
        s.count > 0 ? ", and its date slips" : "");

    if (!giver)
        finding_evidence(out, f, handoff->number, "giver", "nobody answers for the giving side");
    if (!taker)
        finding_evidence(out, f, handoff->number, "taker", "nobody answers for the taking side");
    if (s.count > 0)
        finding_evidence(out, f, handoff->number, "was", "moved later %lld %s, %.*s in all",
                         (long long)s.count, s.count == 1 ? "time" : "times",
                         STR_ARG(look_days(in, s.days)));
    finding_evidence(out, f, handoff->number, "criticality", "drives the date in %.*s of runs",
                     STR_ARG(look_percent(in, look_criticality(in, handoff))));
    if (s.count < rule_parameter(in, rule, "slips") / 1000000 &&
        s.days < rule_parameter(in, rule, "slip-days"))
        f->level = DIAG_WARNING;    /* nobody owns it, but it has not slipped yet */
    f->move = team ? str_format(in->scratch, "name one person in %.*s who %s it",
                                STR_ARG(team->id), giver ? "takes" : "gives")
               : giver ? STR("name one person who takes it")
               : taker ? STR("name one person who gives it")
                       : STR("name one owner on each side");
    f->owner = asks ? asks->number : OBJECT_NONE;
    f->defuse_by = look_soon(in);
    f->without = look_without_handoff(in, handoff);
    f->without_count = 1;
    f->defuse_because = "two working days; after that both managers are told jointly";
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        const bool giver = answers(in, handoff_giver_of(in->plan, handoff));
        const bool taker = answers(in, handoff_taker_of(in->plan, handoff));

        if (look_handoff_is_open(handoff) && (!giver || !taker))
            report(in, out, handoff, giver, taker, slips_of(in, handoff));
    }
}

const struct rule rule_unowned_handoff = {
    .name = "unowned-handoff",
    .level = DIAG_ERROR,
    .grave = true,
    .title = "A hand-off nobody owns",
    .why = "Every delivery between teams needs one person who gives and one who takes. Where a "
           "side has nobody, the date slips without anybody answering for it.",
    .test = "An open hand-off whose giver or taker is nobody (not named, and the team has no "
            "lead, or they have left). An error once its date moved later {slips} times or "
            "{slip-days} days in all; a warning before.",
    .example = "handoffs: {ho-1: {gives: api, to: page, asked: 2027-02-05}}   # web has no lead",
    .move = "Name one owner a side today; otherwise both managers are told jointly.",
    .no_edit = "who it is stands nowhere in the plan",
    .days = "P80 with the condition taken away, simulated on the same draws",
    .no_unknown = "a name that is not there is the finding itself",
    .source = "program practice, not back-tested (landmine 02)",
    .about = RULE_ABOUT(handoff),
    .absorbs = "accountability-gap",
    .parameters = parameters,
    .check = check,
};
