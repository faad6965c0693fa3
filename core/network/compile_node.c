/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes a node, and what is stated about it apart from its links. */
#include "core/network/compile.h"

struct node_draft *compile_new_node(struct compiler *c, uint32_t object, enum node_role role)
{
    struct node_draft *d;

    if (!arena_grow(c->scratch, (void **)&c->nodes, c->node_count, &c->node_capacity,
                    sizeof(*d), (size_t)PLAN_OBJECT_CEILING * 2)) {
        c->too_many = true;
        c->node_count = 0;
    }
    d = &c->nodes[c->node_count++];
    *d = (struct node_draft){
        .object = object, .role = (uint8_t)role,
        .actual_start = CIVIL_NONE, .actual_finish = CIVIL_NONE, .not_before = CIVIL_NONE,
        .deadline = CIVIL_NONE, .pinned_start = CIVIL_NONE, .pinned_finish = CIVIL_NONE,
        .constraint = { CONSTRAINT_ASAP, CIVIL_NONE },
        .constraint2 = { CONSTRAINT_ASAP, CIVIL_NONE }, .team = OBJECT_NONE,
    };
    return d;
}

static bool is_set(const bool *flag)
{
    return flag && *flag;
}

static void set_team(struct compiler *c, struct node_draft *d, const struct object *team)
{
    (void)c;
    if (team && team->kind == KIND_team)
        d->team = team->number;
}

/* A start stated as a day is that day's first working second, a finish its last. */
static int64_t actual_start_of(const struct when *w, const struct calendar *c)
{
    int64_t start;

    if (w->grain == GRAIN_MINUTE)
        return w->instant;
    start = calendar_next_start(c, w->instant);
    return start < w->instant + CIVIL_DAY_S ? start : w->instant;
}

static void set_finished(struct node_draft *d, int64_t start, int64_t finish)
{
    d->progress = PROGRESS_FINISHED;
    d->actual_finish = finish;
    d->actual_start = start != CIVIL_NONE && start < finish ? start : finish;
}

static void task_progress(struct compiler *c, struct node_draft *d, const struct object *task)
{
    const struct calendar *calendar = c->calendars[d->calendar];
    const struct when *started = task_get_started(task), *finished = task_get_finished(task);
    const int32_t *done = task_get_done(task);
    const int64_t start = started ? actual_start_of(started, calendar) : CIVIL_NONE;

    if (finished) {
        set_finished(d, start, network_finish_instant(finished, calendar));
        return;
    }
    if (done && *done >= 1000000 && !task_get_remaining(task)) {
        set_finished(d, start, c->plan->as_of);
        return;
    }
    if (!started)
        return;
    d->progress = PROGRESS_STARTED;
    d->actual_start = start;
    if (task_get_resumes(task))
        d->not_before = network_start_instant(task_get_resumes(task));
}

static bool is_about_finish(uint32_t kind)
{
    return kind == CONSTRAINT_FINISH_NO_EARLIER || kind == CONSTRAINT_FINISH_NO_LATER ||
           kind == CONSTRAINT_FINISH_ON || kind == CONSTRAINT_MUST_FINISH ||
           kind == CONSTRAINT_EXPECTED_FINISH;
}

static struct network_constraint constraint_of(const uint32_t *kind, const struct when *date,
                                               const struct calendar *calendar)
{
    struct network_constraint answer = { CONSTRAINT_ASAP, CIVIL_NONE };

    if (!kind || (*kind != CONSTRAINT_ALAP && !date))
        return answer;
    answer.kind = (uint8_t)*kind;
    if (date)
        answer.instant = is_about_finish(*kind) ? network_finish_instant(date, calendar)
                                                : network_start_instant(date);
    return answer;
}

static void task_limits(struct compiler *c, struct node_draft *d, const struct object *task)
{
    const struct calendar *calendar = c->calendars[d->calendar];

    d->constraint = constraint_of(task_get_constraint(task), task_get_constraint_date(task),
                                  calendar);
    d->constraint2 = constraint_of(task_get_constraint2(task), task_get_constraint2_date(task),
                                   calendar);
    if (d->constraint.kind == CONSTRAINT_ALAP)
        d->flags |= NODE_ALAP;
    if (task_get_deadline(task))
        d->deadline = network_finish_instant(task_get_deadline(task), calendar);
    if (task_get_levelling_delay(task) && c->net->dialect == DIALECT_MSPROJECT) {
        const int64_t delay = span_seconds(task_get_levelling_delay(task), calendar);

        d->levelling_s = delay > INT32_MAX ? INT32_MAX : delay > 0 ? (int32_t)delay : 0;
    }
    if (!is_set(task_get_manual(task)))
        return;
    d->flags |= NODE_MANUAL;
    if (task_get_start(task))
        d->pinned_start = network_start_instant(task_get_start(task));
    if (task_get_finish(task))
        d->pinned_finish = network_finish_instant(task_get_finish(task), calendar);
}

/* The calendar of a leaf: native plans take the team's where the task names none; the others know
 * resources by their assignments only. */
static const struct calendar *task_calendar(struct compiler *c, const struct object *task)
{
    if (c->net->dialect == DIALECT_NATIVE || task_get_calendar(task))
        return plan_calendar_of(c->plan, task);
    return c->plan->calendar;
}

/* Native tasks work when what they use can be used, too. */
static void use_calendars(struct compiler *c, struct node_draft *d, const struct object *task)
{
    const struct amounts *uses = task_get_uses(task);

    for (size_t i = 0; uses && i < uses->count; i++) {
        const struct object *of = plan_object(c->plan, &uses->items[i].of);
        const bool own = of && (of->kind == KIND_system ? system_get_calendar(of) != NULL
                                                        : team_get_calendar(of) != NULL);

        if (own && uses->items[i].micro > 0)
            d->calendar = compile_intersection(
                c, d->calendar, compile_calendar(c, plan_calendar_of(c->plan, of)), task->at);
    }
}

bool network_is_frozen(const struct plan *plan, const struct object *task)
{
    const struct objects *options = program_get_scheduling(plan->program);
    const struct span *frozen =
        options && options->count > 0 ? scheduling_get_frozen(options->items[0]) : NULL;
    const struct objects *baseline = task_get_baseline(task);
    const struct when *start =
        baseline && baseline->count > 0 ? baseline_get_start(baseline->items[0]) : NULL;
    const int64_t now = plan->start > plan->as_of ? plan->start : plan->as_of;
    const int64_t at = start ? network_start_instant(start) : CIVIL_NONE;

    if (!frozen || !start || task_get_started(task) || task_get_finished(task) || at < now)
        return false;
    return at <= (frozen->elapsed
                      ? now + span_seconds(frozen, plan->calendar)
                      : calendar_add(plan->calendar, now, span_seconds(frozen, plan->calendar)));
}

static void add_task(struct compiler *c, const struct object *task)
{
    struct node_draft *d = compile_new_node(c, task->number, ROLE_TASK);
    const uint32_t *side = task_get_event_side(task);

    if (c->net->dialect == DIALECT_P6 && is_set(task_get_event(task)) && side &&
        *side == EVENT_START)
        d->flags |= NODE_START_EVENT;
    d->own_calendar = d->calendar = compile_calendar(c, task_calendar(c, task));
    set_team(c, d, plan_team_of(c->plan, task));
    task_progress(c, d, task);
    if (duration_is_elapsed(c->plan, d)) {
        d->flags |= NODE_ELAPSED;
        d->calendar = 1;
    }
    if (c->net->dialect == DIALECT_NATIVE && !(d->flags & NODE_ELAPSED))
        use_calendars(c, d, task);
    if (d->progress == PROGRESS_NOT_STARTED && network_is_frozen(c->plan, task))
        d->not_before = network_start_instant(baseline_get_start(
            task_get_baseline(task)->items[0]));
    compile_assignments(c, d, task);
    task_limits(c, d, task);
    c->base[task->number] = (uint32_t)(d - c->nodes);
}

static void add_milestone(struct compiler *c, const struct object *m)
{
    struct node_draft *d = compile_new_node(c, m->number, ROLE_MILESTONE);

    d->own_calendar = d->calendar = compile_calendar(c, plan_calendar_of(c->plan, m));
    set_team(c, d, plan_team_of(c->plan, m));
    if (milestone_get_reached(m)) {
        const int64_t at = network_finish_instant(milestone_get_reached(m),
                                                  c->calendars[d->calendar]);

        set_finished(d, at, at);
    }
    if (milestone_get_not_before(m))
        d->not_before = network_start_instant(milestone_get_not_before(m));
    c->base[m->number] = (uint32_t)(d - c->nodes);
}

/* The first of some dates that is stated, as a finish; never after the data date. */
static int64_t happened(struct compiler *c, const struct node_draft *d,
                        const struct when *const *dates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dates[i]) {
            const int64_t at = network_finish_instant(dates[i], c->calendars[d->calendar]);

            return at < c->plan->as_of ? at : c->plan->as_of;
        }
    return c->plan->as_of;
}

static void add_delivery(struct compiler *c, const struct object *h, uint32_t state)
{
    struct node_draft *d = compile_new_node(c, h->number, ROLE_DELIVERY);
    const struct object *team = handoff_giving_team(c->plan, h);
    const struct when *dates[] = { handoff_get_delivered(h), handoff_get_accepted(h),
                                   handoff_get_offered(h), handoff_get_asked(h) };

    d->own_calendar = d->calendar =
        compile_calendar(c, team ? plan_calendar_of(c->plan, team) : c->plan->calendar);
    set_team(c, d, team);
    if (state == HANDOFF_DELIVERED || state == HANDOFF_ACCEPTED) {
        const int64_t at = happened(c, d, dates, sizeof(dates) / sizeof(dates[0]));

        set_finished(d, at, at);
    }
    if (duration_is_elapsed(c->plan, d)) {
        d->flags |= NODE_ELAPSED;
        d->calendar = 1;
    }
    c->delivery[h->number] = (uint32_t)(d - c->nodes);
}

/* Whether what a hand-off gives has a node of its own: a task or milestone in the schedule. */
static bool gives_a_node(const struct compiler *c, const struct object *gives)
{
    const bool *inactive = gives && gives->kind == KIND_task ? task_get_inactive(gives) : NULL;

    if (!gives || gives->kind == KIND_team)
        return false;
    return c->is_summary[gives->number] || !is_set(inactive);
}

static void add_handoff(struct compiler *c, const struct object *h)
{
    const uint32_t *stated = handoff_get_state(h);
    const uint32_t state = stated ? *stated : HANDOFF_ASKED;
    const struct object *team = handoff_taking_team(c->plan, h);
    const struct when *accepted[] = { handoff_get_accepted(h), handoff_get_delivered(h),
                                      handoff_get_offered(h), handoff_get_asked(h) };
    const struct when *delivered[] = { handoff_get_delivered(h), handoff_get_offered(h),
                                       handoff_get_asked(h) };
    struct node_draft *d;

    if (state == HANDOFF_DROPPED)
        return;
    if (!gives_a_node(c, plan_object(c->plan, handoff_get_gives(h))))
        add_delivery(c, h, state);
    d = compile_new_node(c, h->number, ROLE_HANDOFF);
    d->own_calendar = d->calendar =
        compile_calendar(c, team ? plan_calendar_of(c->plan, team) : c->plan->calendar);
    set_team(c, d, team);
    if (state == HANDOFF_ACCEPTED) {
        const int64_t at = happened(c, d, accepted, 4);

        set_finished(d, handoff_get_delivered(h) ? happened(c, d, delivered, 1) : at, at);
    } else if (state == HANDOFF_DELIVERED) {
        d->progress = PROGRESS_STARTED;
        d->actual_start = happened(c, d, delivered, 3);
    }
    if (duration_is_elapsed(c->plan, d)) {
        d->flags |= NODE_ELAPSED;
        d->calendar = 1;
    }
    c->base[h->number] = (uint32_t)(d - c->nodes);
}

static bool is_open(const struct object *decision)
{
    const uint32_t *state = decision_get_state(decision);

    return !decision_get_decided(decision) &&
           (!state || *state == DECISION_RAISED || *state == DECISION_FRAMED ||
            *state == DECISION_READY || *state == DECISION_IN_FORUM);
}

static void add_decision(struct compiler *c, const struct object *o)
{
    const struct refs *gates = decision_get_gates(o);
    struct node_draft *d;

    if (!gates || gates->count == 0 || !is_open(o))
        return;
    d = compile_new_node(c, o->number, ROLE_DECISION);
    d->own_calendar = d->calendar = 1;
    d->flags |= NODE_ELAPSED;
    c->base[o->number] = (uint32_t)(d - c->nodes);
}

void compile_nodes(struct compiler *c)
{
    const struct plan *plan = c->plan;

    for (uint32_t i = 0; i < plan->object_count && !c->too_many; i++) {
        const struct object *o = plan->objects[i];

        if (o->kind == KIND_task && !c->is_summary[i] && !is_set(task_get_inactive(o)))
            add_task(c, o);
        else if (o->kind == KIND_milestone)
            add_milestone(c, o);
        else if (o->kind == KIND_handoff)
            add_handoff(c, o);
        else if (o->kind == KIND_decision)
            add_decision(c, o);
    }
}
