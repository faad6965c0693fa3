/* SPDX-License-Identifier: Apache-2.0 */
/* Policy, events and cause of an escalation, as its plan states them. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/decide/escalation.h"

enum { MICRO = 1000000, SEVERITY_USUAL = 3, WEEK = 7 };

/* Working seconds of a threshold in days (millionths). */
static int64_t days_s(const struct plan *p, const char *name, int64_t usual_micro)
{
    const int64_t micro = plan_threshold(p, name, usual_micro);

    return calendar_usual_day_s(p->calendar) * (micro / 1000) / (MICRO / 1000);
}

static int64_t ack_s_of(const struct plan *p, int64_t severity)
{
    static const char *const names[] = {"escalation.ack-days-1", "escalation.ack-days-2",
                                        "escalation.ack-days-3", "escalation.ack-days-4"};
    static const int64_t usual[] = {MICRO / 2, MICRO, 2 * MICRO, 5 * MICRO};
    const int64_t n = severity < 1 ? 0 : severity > 4 ? 3 : severity - 1;

    return days_s(p, names[n], usual[n]);
}

const struct object *escalation_rung_of(const struct object *escalation, uint32_t rung)
{
    const struct objects *rungs = escalation_get_rungs(escalation);

    return rungs && rung < rungs->count ? rungs->items[rung] : NULL;
}

static bool has_left(const struct plan *p, const struct object *who)
{
    const struct when *left = who->kind == KIND_person ? person_get_left(who) : NULL;

    return left && left->instant <= p->as_of;
}

static bool is_there(const struct object *person, int64_t at)
{
    const struct when *left = person_get_left(person);
    const struct day_ranges *away = person_get_away(person);
    const int64_t day = civil_day_of(at);

    if (left && left->instant <= at)
        return false;
    for (size_t i = 0; away && i < away->count; i++)
        if (away->items[i].from_day <= day && day <= away->items[i].to_day)
            return false;
    return true;
}

const struct object *duty_person_at(const struct plan *p, const struct object *duty, int64_t at)
{
    const struct objects *turns = duty_get_turns(duty);
    const int64_t day = civil_day_of(at);
    const struct object *who = NULL;
    int64_t since = INT64_MIN;

    for (size_t i = 0; turns && i < turns->count; i++) {
        const int64_t from = civil_day_of(turn_get_from(turns->items[i])->instant);
        const struct when *until = turn_get_until(turns->items[i]);
        const int64_t to = until ? civil_day_of(until->instant) : from + WEEK - 1;

        if (from <= day && day <= to && from >= since) {
            who = plan_object(p, turn_get_who(turns->items[i]));
            since = from;
        }
    }
    if (who && who->kind == KIND_person && !is_there(who, at)) {
        who = plan_object(p, person_get_backup(who));
        if (who && !is_there(who, at))
            who = NULL;
    }
    return who;
}

bool escalation_rung_is_empty(const struct plan *p, const struct object *rung, int64_t at)
{
    const struct refs *who = rung_get_who(rung);

    for (size_t i = 0; who && i < who->count; i++) {
        const struct object *o = plan_object(p, &who->items[i]);

        if (!o)
            continue;
        if (object_is_withheld(o))      /* not for this reader to know; it goes on all the same */
            return false;
        if (o->kind == KIND_duty ? duty_person_at(p, o, at) != NULL : !has_left(p, o))
            return false;
    }
    return true;
}

static bool has_turns(const struct plan *p, const struct object *rung)
{
    const struct refs *who = rung_get_who(rung);

    for (size_t i = 0; who && i < who->count; i++)
        if (p->objects[who->items[i].object]->kind == KIND_duty)
            return true;
    return false;
}

size_t escalation_reaches(const struct plan *p, const struct object *escalation,
                          const struct escalation_event *step, struct arena *owner,
                          const struct object *const **ret_who)
{
    const struct object *rung = escalation_rung_of(escalation, step->rung);
    const bool ahead = step->what == HAPPENING_OPENED || step->what == HAPPENING_WARNED;
    const struct refs *refs = ahead  ? escalation_get_affected(escalation)
                              : rung ? rung_get_who(rung)
                                     : NULL;
    const struct object **who =
        ARENA_ARRAY(owner, const struct object *, refs ? refs->count + 1 : 1);
    size_t count = 0;

    for (size_t i = 0; refs && i < refs->count; i++) {
        const struct object *o = plan_object(p, &refs->items[i]);
        size_t k = 0;

        if (o && o->kind == KIND_duty && !object_is_withheld(o))
            o = duty_person_at(p, o, step->at);
        while (o && k < count && who[k] != o)
            k++;
        if (o && k == count)
            who[count++] = o;
    }
    *ret_who = who;
    return count;
}

void escalation_policy_of(const struct plan *p, const struct object *escalation,
                          struct escalation_policy *ret_policy)
{
    const struct objects *rungs = escalation_get_rungs(escalation);
    const struct when *by = escalation_get_by(escalation);
    const int64_t *severity = escalation_get_severity(escalation);
    const int64_t *repeats = escalation_get_repeats(escalation);
    const int64_t ack_s = ack_s_of(p, severity ? *severity : SEVERITY_USUAL);
    const int64_t resolve_s = days_s(p, "escalation.resolve-days", 5 * MICRO);

    *ret_policy = (struct escalation_policy){
        .plan = p,
        .calendar = p->calendar,
        .opened = escalation_get_opened(escalation)->instant,
        .by = by ? by->instant + CIVIL_DAY_S : CIVIL_NONE,
        .repeats = repeats && *repeats > 0 ? (uint32_t)(*repeats < 9 ? *repeats : 9) : 0,
        .warn_s = days_s(p, "escalation.warn-days", MICRO / 4),
        .rearm_s = days_s(p, "escalation.rearm-days", 3 * MICRO),
        .clear_s = days_s(p, "escalation.clear-days", MICRO),
        .least_s = days_s(p, "escalation.least-days", MICRO / 8)};
    for (size_t i = 0; rungs && i < rungs->count && i < ESCALATION_RUNGS; i++) {
        const struct span *ack = rung_get_ack_within(rungs->items[i]);
        const struct span *resolve = rung_get_resolve_within(rungs->items[i]);

        ret_policy->rungs[i].ack_s = ack ? span_seconds(ack, p->calendar) : ack_s;
        ret_policy->rungs[i].resolve_s = resolve ? span_seconds(resolve, p->calendar) : resolve_s;
        ret_policy->rungs[i].nobody = escalation_rung_is_empty(p, rungs->items[i], p->as_of);
        ret_policy->rungs[i].by_turns = has_turns(p, rungs->items[i]) ? rungs->items[i] : NULL;
        ret_policy->rung_count++;
    }
}

static int by_time(const void *a, const void *b, const void *context)
{
    const struct escalation_event *x = a, *y = b;

    (void)context;
    return x->at < y->at ? -1 : x->at > y->at;
}

uint32_t escalation_events_of(const struct object *escalation, struct arena *owner,
                              const struct escalation_event **ret_events)
{
    const struct objects *all = escalation_get_events(escalation);
    const size_t count = all ? all->count : 0;
    struct escalation_event *events = ARENA_ARRAY(owner, struct escalation_event, count + 1);

    for (size_t i = 0; i < count; i++) {
        const struct object *o = all->items[i];
        const struct when *until = happening_get_until(o);
        const int64_t *rung = happening_get_rung(o);

        events[i] = (struct escalation_event){
            .what = (enum happening)*happening_get_what(o),
            .at = happening_get_at(o)->instant,
            .until = until ? until->instant : CIVIL_NONE,
            .rung = rung && *rung > 0 ? (uint32_t)*rung - 1 : 0};
    }
    sort_stable(events, count, sizeof(*events), by_time, NULL, owner);
    *ret_events = events;
    return (uint32_t)count;
}

static bool is_state(const uint32_t *state, uint32_t least)
{
    return state && *state >= least;
}

/* The step that was asked for is there, or one behind it. One refused settles nothing; one that is
 * dropped leaves nothing to settle. */
static bool is_settled(const struct object *handoff, const struct object *escalation)
{
    const uint32_t *waits = escalation_get_waits_for(escalation);
    const uint32_t *stated = handoff_get_state(handoff);
    const uint32_t wanted = HANDOFF_OFFERED + (waits ? *waits : WAITS_FOR_ACCEPTANCE);
    const uint32_t state = handoff_get_accepted(handoff)    ? HANDOFF_ACCEPTED
                           : stated                         ? *stated
                           : handoff_get_delivered(handoff) ? HANDOFF_DELIVERED
                           : handoff_get_offered(handoff)   ? HANDOFF_OFFERED
                                                            : HANDOFF_ASKED;

    return state == HANDOFF_DROPPED || (state >= wanted && state <= HANDOFF_ACCEPTED);
}

bool escalation_is_clear(const struct plan *p, const struct object *escalation)
{
    const struct object *o = plan_object(p, escalation_get_of(escalation));

    if (!o)
        return false;
    switch (o->kind) {
    case KIND_task:
        return task_get_finished(o);
    case KIND_milestone:
        return milestone_get_reached(o);
    case KIND_handoff:
        return is_settled(o, escalation);
    case KIND_decision:
        return is_state(decision_get_state(o), DECISION_DECIDED);
    case KIND_question:
        return question_get_answered(o) || question_get_answer(o);
    case KIND_blocker:
        return blocker_get_cleared(o);
    case KIND_action:
        return action_get_done(o);
    case KIND_interface:
        return is_state(interface_get_state(o), INTERFACE_AGREED);
    case KIND_commitment:
        return is_state(commitment_get_state(o), COMMITMENT_MET);
    default:
        return false;
    }
}
