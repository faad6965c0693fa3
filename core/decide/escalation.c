/* SPDX-License-Identifier: Apache-2.0 */
/* The state machine; escalation_plan.c makes its policy and events of a plan. */
#include "core/decide/escalation.h"

enum { MINUTE_S = 60 };

/* At most a quarter of the working time that is left: what differs from paging somebody at night.
 * Past the date nothing is left, and the shortest timer holds. */
static int64_t timer(const struct escalation_policy *p, int64_t from, int64_t stated_s)
{
    int64_t s = stated_s;

    if (p->by != CIVIL_NONE) {
        const int64_t left = p->by > from ? calendar_work(p->calendar, from, p->by) : 0;

        if (s > left / 4)
            s = left / 4;
    }
    return s < p->least_s ? p->least_s : s;
}

static int64_t after(const struct escalation_policy *p, int64_t from, int64_t stated_s)
{
    return calendar_add(p->calendar, from, timer(p, from, stated_s));
}

int64_t escalation_ack_by(const struct escalation_policy *p, const struct escalation_state *s)
{
    if (s->status != ESCALATION_WAITING || s->rung >= p->rung_count)
        return CIVIL_NONE;
    return after(p, s->since, p->rungs[s->rung].ack_s);
}

int64_t escalation_resolve_by(const struct escalation_policy *p, const struct escalation_state *s)
{
    if ((s->status != ESCALATION_WAITING && s->status != ESCALATION_ACKNOWLEDGED) ||
        s->rung >= p->rung_count)
        return CIVIL_NONE;
    return calendar_add(p->calendar, s->since, p->rungs[s->rung].resolve_s);
}

bool escalation_is_of_clock(enum happening what)
{
    return what <= HAPPENING_CLEARED;
}

static bool is_nobody(const struct escalation_policy *p, uint32_t rung, int64_t at)
{
    return p->rungs[rung].by_turns ? escalation_rung_is_empty(p->plan, p->rungs[rung].by_turns, at)
                                   : p->rungs[rung].nobody;
}

static uint32_t first_with_somebody(const struct escalation_policy *p, uint32_t rung, int64_t at)
{
    while (rung < p->rung_count && is_nobody(p, rung, at))
        rung++;
    return rung;
}

/* When the rung above is asked: no answer, or no result, in time. */
static int64_t climbs_at(const struct escalation_policy *p, const struct escalation_state *s)
{
    const int64_t ack_by = escalation_ack_by(p, s), resolve_by = escalation_resolve_by(p, s);

    return ack_by != CIVIL_NONE && (resolve_by == CIVIL_NONE || ack_by < resolve_by) ? ack_by
                                                                                      : resolve_by;
}

static void climb(const struct escalation_policy *p, const struct escalation_state *s,
                  struct escalation_event *ret_step)
{
    const int64_t at = climbs_at(p, s);
    const uint32_t next = first_with_somebody(p, s->rung + 1, at);
    const uint32_t again = s->round < p->repeats ? first_with_somebody(p, 0, at) : p->rung_count;

    if (next < p->rung_count)
        *ret_step = (struct escalation_event){HAPPENING_ASKED, at, CIVIL_NONE, next};
    else if (again < p->rung_count)
        *ret_step = (struct escalation_event){HAPPENING_ASKED, at, CIVIL_NONE, again};
    else
        *ret_step = (struct escalation_event){HAPPENING_DROPPED, at, CIVIL_NONE, s->rung};
}

static void take_earlier(struct escalation_event *step, enum happening what, int64_t at,
                         uint32_t rung)
{
    if (at < step->at)
        *step = (struct escalation_event){what, at, CIVIL_NONE, rung};
}

bool escalation_next(const struct escalation_policy *p, const struct escalation_state *s,
                     struct escalation_event *ret_step)
{
    switch (s->status) {
    case ESCALATION_NEW:
        *ret_step = (struct escalation_event){HAPPENING_OPENED, p->opened, CIVIL_NONE, 0};
        return true;
    case ESCALATION_SNOOZED:
        *ret_step = (struct escalation_event){HAPPENING_WOKEN, s->wake, CIVIL_NONE, s->rung};
        return true;
    case ESCALATION_CLEARED:
        *ret_step = (struct escalation_event){HAPPENING_RESOLVED,
                                              calendar_add(p->calendar, s->wake, p->clear_s),
                                              CIVIL_NONE, s->rung};
        return true;
    case ESCALATION_CLOSED:
    case ESCALATION_DROPPED:
        return false;
    case ESCALATION_WAITING:
    case ESCALATION_ACKNOWLEDGED:
        break;
    }
    if (s->rung >= p->rung_count)
        return false;
    if (s->since == CIVIL_NONE) {       /* opened, and nobody asked yet */
        *ret_step = (struct escalation_event){
            HAPPENING_ASKED, p->opened, CIVIL_NONE, first_with_somebody(p, 0, p->opened)};
        return ret_step->rung < p->rung_count;
    }
    climb(p, s, ret_step);
    if (s->status == ESCALATION_ACKNOWLEDGED)
        take_earlier(ret_step, HAPPENING_REARMED, calendar_add(p->calendar, s->moved, p->rearm_s),
                     s->rung);
    if (!s->warned && ret_step->what != HAPPENING_REARMED) {
        /* Never before half of the wait. */
        const int64_t wait = calendar_work(p->calendar, s->since, ret_step->at);
        const int64_t lead = p->warn_s < wait / 2 ? p->warn_s : wait / 2;

        take_earlier(ret_step, HAPPENING_WARNED, calendar_add(p->calendar, ret_step->at, -lead),
                     s->rung);
    }
    return true;
}

/* Waiting at a rung from an instant on, with fresh timers. */
static void wait_at(struct escalation_state *s, uint32_t rung, int64_t at)
{
    s->status = ESCALATION_WAITING;
    s->rung = rung;
    s->since = at;
    s->warned = false;
}

void escalation_apply(const struct escalation_policy *p, const struct escalation_event *e,
                      struct escalation_state *s)
{
    switch (e->what) {
    case HAPPENING_OPENED:
        s->status = ESCALATION_WAITING;
        s->since = CIVIL_NONE;
        break;
    case HAPPENING_WARNED:
        s->warned = true;
        break;
    case HAPPENING_ASKED:
        if (s->since != CIVIL_NONE && e->rung <= s->rung)
            s->round++;
        wait_at(s, e->rung, e->at);
        break;
    case HAPPENING_REARMED:
    case HAPPENING_WOKEN:
    case HAPPENING_REASSIGNED:
        wait_at(s, s->rung, e->at);
        break;
    case HAPPENING_DROPPED:
        s->status = ESCALATION_DROPPED;
        break;
    case HAPPENING_CLEARED:
        s->status = ESCALATION_CLEARED;
        s->wake = e->at;
        break;
    case HAPPENING_ACKNOWLEDGED:
        if (s->status == ESCALATION_DROPPED)
            wait_at(s, s->rung, e->at); /* late, and better than never: timers begin anew */
        if (s->status == ESCALATION_WAITING) {
            s->status = ESCALATION_ACKNOWLEDGED;
            s->moved = e->at;
        }
        break;
    case HAPPENING_PROGRESSED:
        s->moved = e->at;
        break;
    case HAPPENING_REJECTED:            /* the next rung at once: its timers begin here */
        if (first_with_somebody(p, s->rung + 1, e->at) < p->rung_count)
            wait_at(s, first_with_somebody(p, s->rung + 1, e->at), e->at);
        break;
    case HAPPENING_SNOOZED:
        s->status = ESCALATION_SNOOZED;
        s->wake = e->until != CIVIL_NONE ? e->until : e->at;
        break;
    case HAPPENING_DEESCALATED:
        wait_at(s, s->rung > 0 ? s->rung - 1 : 0, e->at);
        break;
    case HAPPENING_MERGED:
    case HAPPENING_RESOLVED:
        s->status = ESCALATION_CLOSED;
        break;
    case HAPPENING_REOPENED:
        s->reopened++;
        wait_at(s, s->rung, e->at);
        break;
    }
}

struct run {
    const struct escalation_policy *policy;
    struct escalation_state *state;
    struct escalation_event *steps;
    uint32_t count;
    int64_t kept_until;         /* the last step of the clock that is kept: nothing before it is
                                   done again */
    int64_t last;               /* the last event: nothing happens before what it follows */
};

static void run_to(struct run *r, int64_t until)
{
    struct escalation_event step;

    while (r->count < ESCALATION_STEPS && escalation_next(r->policy, r->state, &step)) {
        step.at = (step.at + MINUTE_S - 1) / MINUTE_S * MINUTE_S;   /* as events are written */
        if (step.at <= r->kept_until)
            step.at = r->kept_until + MINUTE_S;
        if (step.at < r->last)
            step.at = r->last;
        if (step.at > until)
            return;
        escalation_apply(r->policy, &step, r->state);
        r->steps[r->count++] = step;
    }
}

/* What is seen now: a cause that is gone closes it after a while; one that is back wakes it. */
static void look(struct run *r, int64_t now, bool clear)
{
    const enum escalation_status s = r->state->status;
    struct escalation_event step = {HAPPENING_CLEARED, now, CIVIL_NONE, r->state->rung};

    if (r->count == ESCALATION_STEPS || s == ESCALATION_NEW || s == ESCALATION_CLOSED ||
        clear == (s == ESCALATION_CLEARED))
        return;
    if (!clear)
        step.what = HAPPENING_WOKEN;
    escalation_apply(r->policy, &step, r->state);
    r->steps[r->count++] = step;
}

uint32_t escalation_run(const struct escalation_policy *p, const struct escalation_event *kept,
                        uint32_t kept_count, int64_t now, bool sees, bool clear,
                        struct escalation_event *steps, struct escalation_state *ret_state)
{
    struct run r = {p, ret_state, steps, 0, INT64_MIN, INT64_MIN};

    *ret_state = (struct escalation_state){.since = CIVIL_NONE, .wake = CIVIL_NONE};
    for (uint32_t i = 0; i < kept_count; i++)
        if (escalation_is_of_clock(kept[i].what) && kept[i].at > r.kept_until)
            r.kept_until = kept[i].at;
    for (uint32_t i = 0; i < kept_count && kept[i].at <= now; i++) {
        if (kept[i].at > r.kept_until)
            run_to(&r, kept[i].at - 1);
        escalation_apply(p, &kept[i], r.state);
        r.last = kept[i].at;
    }
    run_to(&r, now);
    if (sees)
        look(&r, now, clear);
    return r.count;
}
