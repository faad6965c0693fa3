/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/decide/escalation.h"
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "quiet", 3000000, "working days without an event once it is acknowledged", 1 },
    { "reopened", 2000000, "times it was opened again", 0 },
    { NULL, 0, NULL, 0 }
};

/* How it stalls, or NULL. */
static const char *stall_of(const struct rule_input *in, const struct escalation_policy *p,
                            const struct escalation_state *s)
{
    const struct rule *rule = &rule_stalled_escalation;
    const int64_t now = in->plan->as_of, ack_by = escalation_ack_by(p, s);

    if (s->status == ESCALATION_NEW || s->status == ESCALATION_CLOSED ||
        s->status == ESCALATION_CLEARED || s->status == ESCALATION_SNOOZED)
        return NULL;
    if (s->status == ESCALATION_DROPPED)
        return "has gone past its last rung without an answer";
    if (p->by != CIVIL_NONE && now > p->by)
        return "is past the day on which an answer helps";
    if (s->reopened >= (uint32_t)(rule_parameter(in, rule, "reopened") / 1000000))
        return "keeps being opened again";
    if (s->status == ESCALATION_WAITING && ack_by != CIVIL_NONE && now > ack_by)
        return "has not been acknowledged in time";
    if (s->status == ESCALATION_ACKNOWLEDGED &&
        look_working_days(in, s->moved > s->since ? s->moved : s->since, now) >
            rule_parameter(in, rule, "quiet"))
        return "was acknowledged, and nothing has happened since";
    return NULL;
}

/* The first who was asked at this rung; of a duty whoever had it then. */
static uint32_t first_of(const struct rule_input *in, const struct object *e,
                         const struct escalation_state *s)
{
    const struct escalation_event asked = {HAPPENING_ASKED, s->since, CIVIL_NONE, s->rung};
    const struct object *const *who;

    return escalation_reaches(in->plan, e, &asked, in->scratch, &who) > 0 ? who[0]->number
                                                                          : OBJECT_NONE;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *e,
                   const struct escalation_policy *p, const struct escalation_state *s,
                   const char *how)
{
    const struct object *next = escalation_rung_of(e, s->rung + 1);
    const struct refs *who = next ? rung_get_who(next) : NULL;
    const struct ref *owner = escalation_get_owner(e);
    const struct ref *of = escalation_get_of(e);
    uint32_t *others = look_room(in, 1);
    struct finding *f = finding_add(out, in, &rule_stalled_escalation, e->number, "%.*s %s",
                                    STR_ARG(look_name(in, e)), how);

    if (p->by != CIVIL_NONE && in->plan->as_of > p->by)
        f->level = DIAG_ERROR;
    if (of && of->object != OBJECT_NONE) {
        others[0] = of->object;
        f->others = others;
        f->other_count = 1;
    }
    finding_evidence(out, f, e->number, "rung", "%u since %.*s", (unsigned)s->rung + 1,
                     STR_ARG(look_date(in, s->since)));
    if (p->by != CIVIL_NONE)
        finding_evidence(out, f, e->number, "by", "%.*s", STR_ARG(look_date(in, p->by)));
    if (s->reopened > 0)
        finding_evidence(out, f, e->number, "reopened", "%.*s",
                         STR_ARG(look_count(in, s->reopened, "time")));
    f->move = who && who->count > 0 && who->items[0].object != OBJECT_NONE
                  ? str_format(in->scratch, "take it to %.*s as the ladder says, or change the ask",
                               STR_ARG(in->plan->objects[who->items[0].object]->id))
                  : STR("change the ask: what was asked so far is not answered");
    f->owner = owner ? owner->object
                     : first_of(in, e, s);
    f->defuse_by = p->by != CIVIL_NONE && p->by > in->plan->as_of ? p->by : in->plan->as_of;
    f->defuse_because =
        p->by != CIVIL_NONE ? "an answer helps until then" : "its timer has run out";
}

static void check(const struct rule_input *in, struct findings *out)
{
    struct escalation_event *steps =
        ARENA_ARRAY(in->scratch, struct escalation_event, ESCALATION_STEPS);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_escalation); i++) {
        const struct object *e = plan_nth(in->plan, KIND_escalation, i);
        const struct escalation_event *kept;
        const uint32_t count = escalation_events_of(e, in->scratch, &kept);
        struct escalation_policy p;
        struct escalation_state s;
        const char *how;

        if (escalation_is_clear(in->plan, e))
            continue;
        escalation_policy_of(in->plan, e, &p);
        escalation_run(&p, kept, count, in->plan->as_of, false, false, steps, &s);
        how = stall_of(in, &p, &s);
        if (how)
            report(in, out, e, &p, &s, how);
    }
}

const struct rule rule_stalled_escalation = {
    .name = "stalled-escalation",
    .level = DIAG_WARNING,
    .title = "An escalation that nobody moves",
    .why = "What was escalated and then lies still is worse than what was not: everybody believes "
           "that somebody has it. Its own timers, frozen when it was opened, say that it is late.",
    .test = "An escalation that is neither closed, snoozed nor clear, and is past its timer to be "
            "acknowledged, past its last rung, past the day on which an answer helps (an error), "
            "acknowledged with no event for more than {quiet} working days, or opened again "
            "{reopened} times or more.",
    .example = "escalations: {e-1: {of: h-1, ask: Name an owner, opened: 2027-01-04, "
               "rungs: {r1: {who: [ann], ack_within: 1d}}}}",
    .move = "The next rung, by the ladder; or another ask.",
    .no_edit = "another ask is a matter of words; `baton escalate` drafts it",
    .no_days = "what the answer will be is not known",
    .no_unknown = "an escalation has its opening and its events, or none",
    .source = "program practice, not back-tested (landmine 32)",
    .about = RULE_ABOUT(escalation),
    .parameters = parameters,
    .check = check,
};
