/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "days", 20000000, "working days to go", 0 },
    { NULL, 0, NULL, 0 }
};

enum { RECORD_DAYS = 14 };      /* the record's own classes: up to so many days to go, and more */

/* Released no later than a week after the date then stated (Little 2006). */
static const char *record(int64_t clock_days)
{
    if (clock_days <= RECORD_DAYS)
        return "of dates stated with 14 days or less to go, 44 % held within a week (Little 2006)";
    return "of dates stated with 14 to 28 days to go, 34 % held within a week (Little 2006)";
}

static uint32_t open_handoffs_to(const struct rule_input *in, const struct object *milestone)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *h = plan_nth(in->plan, KIND_handoff, i);

        count += look_handoff_is_open(h) &&
                 (handoff_get_to(h)->object == milestone->number || look_reaches(in, h, milestone));
    }
    return count;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const int64_t most = rule_parameter(in, &rule_nearly_there, "days");

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_commitment); i++) {
        const struct object *c = plan_nth(in->plan, KIND_commitment, i);
        const struct object *on = plan_object(in->plan, commitment_get_milestone(c));
        const struct when *date = commitment_get_date(c);
        const struct ref *by = commitment_get_made_by(c);
        struct finding *f;
        uint32_t open;
        int64_t left;

        if (!look_commitment_is_active(c) || !on || !date || !look_is_open(in, on))
            continue;
        left = look_working_days(in, in->plan->as_of, look_end_of(date));
        if (left < 0 || left > most)
            continue;
        open = open_handoffs_to(in, on);
        if (open == 0)
            continue;
        f = finding_add(out, in, &rule_nearly_there, c->number,
                        "%.*s is %.*s away with %u %s still open", STR_ARG(look_name(in, c)),
                        STR_ARG(look_days(in, left)), (unsigned)open,
                        open == 1 ? "hand-off" : "hand-offs");
        finding_evidence(out, f, c->number, "date", "%.*s", STR_ARG(look_date(in, date->instant)));
        finding_evidence(out, f, OBJECT_NONE, "record", "%s",
                         record((date->instant - in->plan->as_of) / CIVIL_DAY_S));
        f->move = STR("publish a range, count down daily, and hold what is said outside");
        f->owner = by ? by->object : OBJECT_NONE;
        f->defuse_by = in->plan->as_of;
        f->defuse_because = "what is open now decides it";
    }
}

const struct rule rule_nearly_there = {
    .name = "nearly-there",
    .level = DIAG_WARNING,
    .title = "Nearly there, by its own account",
    .why = "\"Two weeks to go\" is the most often missed of all dates. What is still open on the "
           "way says more than how near it feels.",
    .test = "An active commitment at most {days} working days away with open hand-offs on the way "
            "to it.",
    .example = "commitments: {january: {milestone: done, date: 2027-01-22}}",
    .move = "A range instead of a date; a daily count of what is open.",
    .no_edit = "what is still open only those who do it can say",
    .no_days = "its date may still hold",
    .source = "Little, IEEE Software 2006, recomputed over 6,245 weekly snapshots "
              "(landmine 62). Not back-tested",
    .about = RULE_ABOUT(commitment),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};
