/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "outside-view", 300000, "share: fires below this probability by the published record", -1 },
    { "moves", 2000000, "times the promised date has moved later already", 0 },
    { "believed", 500000, "share: the forecast itself gives at least this probability", 0 },
    { NULL, 0, NULL, 0 }
};

/* How often the promised date moved later. */
static uint32_t times_moved(const struct object *commitment)
{
    const struct objects *was = commitment_get_was(commitment);
    const struct when *now = commitment_get_date(commitment);
    uint32_t moves = 0;

    for (size_t i = 0; was && i < was->count; i++) {
        const struct when *from = answer_get_date(was->items[i]);
        const struct when *to =
            i + 1 < was->count ? answer_get_date(was->items[i + 1]) : now;

        moves += from && to && to->instant > from->instant;
    }
    return moves;
}

static void report(const struct rule_input *in, struct findings *out,
                   const struct object *commitment, const struct forecast_commitment *c)
{
    const struct ref *by = commitment_get_made_by(commitment);
    const uint32_t moved = times_moved(commitment);
    const int64_t left = look_working_days(in, in->plan->as_of, c->stated);
    struct finding *f =
        finding_add(out, in, &rule_drift, commitment->number,
                    "%.*s has moved %.*s; of dates with so little room, %.*s were kept elsewhere",
                    STR_ARG(look_name(in, commitment)),
                    STR_ARG(look_count(in, moved, "time")),
                    STR_ARG(look_likely(in, c->outside_view_ppm)));

    finding_evidence(out, f, commitment->number, "outside view",
                     "%.*s, from 6,245 weekly snapshots of 121 commercial projects (Little 2006)",
                     STR_ARG(look_percent(in, c->outside_view_ppm)));
    finding_evidence(out, f, commitment->number, "probability", "%.*s by the plan's own estimates",
                     STR_ARG(look_percent(in, c->probability_ppm)));
    finding_evidence(out, f, commitment->number, "stated", "%.*s left by its owners' numbers",
                     STR_ARG(look_days(in, left)));
    finding_evidence(out, f, commitment->number, "was", "moved later %.*s",
                     STR_ARG(look_count(in, moved, "time")));
    f->move = STR("re-plan what is left from the bottom, with dates at 80 %, and decide on scope");
    look_fix_promise(in, f, commitment);
    f->owner = by ? by->object : OBJECT_NONE;
    f->defuse_by = look_while_scope_moves(in, c->date, c->date);
    f->defuse_because = "a quarter of the remaining time before the date: scope can still move";
}

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t limit = rule_parameter(in, &rule_drift, "outside-view");
    const int64_t believed = rule_parameter(in, &rule_drift, "believed");
    const uint32_t moves = (uint32_t)(rule_parameter(in, &rule_drift, "moves") / 1000000);

    for (uint32_t i = 0; in->forecast && i < in->forecast->commitment_count; i++) {
        const struct forecast_commitment *c = &in->forecast->commitments[i];
        const struct object *commitment = look_stated(in, c->object);

        if (commitment && c->target != UINT32_MAX && c->outside_view_ppm >= 0 &&
            c->outside_view_ppm < limit && c->probability_ppm >= believed &&
            c->date > in->plan->as_of && times_moved(commitment) >= moves)
            report(in, out, commitment, c);
    }
}

const struct rule rule_drift = {
    .name = "drift",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A date that keeps moving, and is still too near",
    .why = "It has been put off before, the plan's own estimates carry the new date, and the "
           "published record of dates with as little room says otherwise. The record is of foreign "
           "projects and stands beside the forecast; the moves only explain why to look. How fast "
           "a date slips is not used: in that record it predicted worse than the date itself.",
    .test = "An active commitment ahead that moved later {moves} times or more, whose outside view "
            "is below {outside-view} while the simulation gives {believed} or more.",
    .example = "commitments: {ga: {milestone: done, date: 2027-02-05, "
               "was: [{date: 2027-01-15}, {date: 2027-01-22}]}}",
    .move = "A plan of the remaining work by those who do it, published as P50 and P80.",
    .edit = "commitment.date: the P80 of its milestone",
    .no_edit = "where P80 holds the date: what to re-plan is its owner's",
    .no_days = "it says that the date moves again, not by how much",
    .source = "Little, IEEE Software 2006, recomputed over 121 finished projects "
              "(landmine 10). Not back-tested",
    .about = RULE_ABOUT(commitment),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
