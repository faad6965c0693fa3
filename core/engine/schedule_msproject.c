/* SPDX-License-Identifier: Apache-2.0 */
/* The passes by Microsoft Project's rules (formats.md 5.3, the numbers below).
 *
 * The status date moves nothing; a task may be driven by the work of its resources, each on its
 * own calendar; late constraints may pull starts ahead of the links; an actual start wins. */
#include "core/engine/schedule_pass.h"

struct frame {
    struct pass *p;
    int64_t start;          /* of the project */
    bool late_placed;       /* ALAP tasks already stand at their late dates */
};

static bool is_work_driven(const struct network *n, uint32_t node)
{
    return n->flags[node] & NODE_WORK_DRIVEN;
}

/* Rule 3: the latest finish of the assignments, or the duration on the task's calendar.
 * `left`: of the work left, not of all of it. */
static int64_t finish_from(const struct network *n, uint32_t node, int64_t start, bool left)
{
    const struct calendar *c = n->calendars[n->calendar[node]];
    const int64_t duration = left ? n->duration_s[node] : n->full_s[node];
    int64_t finish = start;

    if (!is_work_driven(n, node))
        return pass_add(c, start, duration);
    for (uint32_t i = n->assignment_first[node]; i < n->assignment_first[node + 1]; i++) {
        const struct network_assignment *a = &n->assignments[i];
        const int64_t work = (int64_t)(left ? a->work_s : a->full_s) + (left ? 0 : a->delay_s);

        if (work > 0)
            finish = later(finish, calendar_add(n->calendars[a->calendar], start, work));
    }
    return finish;
}

static int64_t start_from(const struct network *n, uint32_t node, int64_t finish, bool left)
{
    const struct calendar *c = n->calendars[n->calendar[node]];
    const int64_t duration = left ? n->duration_s[node] : n->full_s[node];
    int64_t start = finish;

    if (!is_work_driven(n, node))
        return pass_add(c, finish, -duration);
    for (uint32_t i = n->assignment_first[node]; i < n->assignment_first[node + 1]; i++) {
        const struct network_assignment *a = &n->assignments[i];
        const int64_t work = (int64_t)(left ? a->work_s : a->full_s) + (left ? 0 : a->delay_s);

        if (work > 0)
            start = sooner(start, calendar_add(n->calendars[a->calendar], finish, -work));
    }
    return start;
}

/* Rules 5 and 6: a link to the finish steps back over the duration first, then over the lag. */
static int64_t link_start(const struct pass *p, const struct network_link *l, uint32_t node)
{
    const struct schedule_dates *pred = &p->s->node[l->pred];
    int64_t at = link_leaves_start(l) ? pred->early_start : pred->early_finish;

    if (link_meets_finish(l))
        at = start_from(p->n, node, at, true);
    return pass_lag(p, l, at);
}

/* Rule 7. */
static int64_t constrained_start(const struct pass *p, uint32_t node, int64_t start)
{
    const struct network *n = p->n;
    const struct network_constraint *k = &n->constraint[node];
    const bool pull = n->honor_constraints;

    switch ((enum constraint_kind)k->kind) {
    case CONSTRAINT_START_NO_EARLIER:
        return later(start, k->instant);
    case CONSTRAINT_FINISH_NO_EARLIER:
        return later(start, start_from(n, node, k->instant, false));
    case CONSTRAINT_START_NO_LATER:
        return pull ? sooner(start, k->instant) : start;
    case CONSTRAINT_FINISH_NO_LATER:
        return pull ? sooner(start, start_from(n, node, k->instant, false)) : start;
    case CONSTRAINT_START_ON:
    case CONSTRAINT_MUST_START:
        return pull ? k->instant : later(start, k->instant);
    case CONSTRAINT_FINISH_ON:
    case CONSTRAINT_MUST_FINISH: {
        const int64_t at = start_from(n, node, k->instant, false);

        return pull ? at : later(start, at);
    }
    default:
        return start;
    }
}

static void set_early(struct pass *p, uint32_t node, int64_t start, int64_t finish,
                      enum schedule_reason reason, uint32_t driver)
{
    p->s->node[node].early_start = p->work_start[node] = start;
    p->s->node[node].early_finish = finish;
    p->s->reason[node] = (uint8_t)reason;
    p->s->driver[node] = driver;
}

/* Rule 8: the actual start wins. Work that was interrupted goes on where it resumes. */
static void forward_started(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const struct network_constraint *k = &n->constraint[node];
    const int64_t start = n->actual_start[node];
    int64_t finish = finish_from(n, node, start, false);

    if (n->not_before[node] != CIVIL_NONE)
        finish = finish_from(n, node, n->not_before[node], true);
    if (k->kind == CONSTRAINT_FINISH_NO_EARLIER)
        finish = later(finish, k->instant);
    set_early(p, node, start, finish, REASON_ACTUAL, UINT32_MAX);
    p->work_start[node] = start_from(n, node, finish, true);
}

static void forward_manual(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const int64_t start = n->pinned_start[node], finish = n->pinned_finish[node];

    if (start == CIVIL_NONE)
        set_early(p, node, start_from(n, node, finish, false), finish, REASON_MANUAL, UINT32_MAX);
    else
        set_early(p, node, start, finish != CIVIL_NONE ? finish
                                                       : finish_from(n, node, start, false),
                  REASON_MANUAL, UINT32_MAX);
}

static void forward_waiting(struct frame *f, uint32_t node)
{
    struct pass *p = f->p;
    const struct network *n = p->n;
    const struct calendar *c = pass_calendar(p, node);
    const bool event = n->full_s[node] == 0 && !is_work_driven(n, node);
    uint32_t driver = UINT32_MAX;
    int64_t start = f->start, held;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const int64_t at = link_start(p, &n->links[k], node);

        if (at > start) {
            start = at;
            driver = k;
        }
    }
    if (n->levelling_s[node] > 0)               /* rule 13 */
        start = calendar_next_start(c, start) + n->levelling_s[node];
    if (p->floor && p->floor[node] != CIVIL_NONE)
        start = later(start, p->floor[node]);
    held = constrained_start(p, node, start);
    if (!event || driver == UINT32_MAX || held != start)
        held = calendar_next_start(c, held);    /* rule 2 */
    set_early(p, node, held, finish_from(n, node, held, false),
              held < start || (held > start && calendar_work(c, start, held) > 0)
                  ? REASON_CONSTRAINT
                  : driver == UINT32_MAX ? REASON_START : REASON_LINK,
              driver);
}

/* A summary's node: the latest finish, or the earliest start, of its leaves. */
static void forward_summary(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const bool earliest = n->flags[node] & NODE_EARLIEST;
    uint32_t driver = UINT32_MAX;
    int64_t at = 0;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const struct schedule_dates *leaf = &p->s->node[n->links[k].pred];
        const int64_t its = earliest ? leaf->early_start : leaf->early_finish;

        if (driver == UINT32_MAX || (earliest ? its < at : its > at)) {
            at = its;
            driver = k;
        }
    }
    set_early(p, node, at, at, REASON_LINK, driver);
}

static void forward_node(struct frame *f, uint32_t node)
{
    struct pass *p = f->p;
    const struct network *n = p->n;
    struct schedule_dates *d = &p->s->node[node];

    if (n->role[node] == ROLE_SUMMARY)
        forward_summary(p, node);
    else if (n->progress[node] == PROGRESS_FINISHED)
        set_early(p, node, n->actual_start[node], n->actual_finish[node], REASON_ACTUAL,
                  UINT32_MAX);
    else if (n->progress[node] == PROGRESS_STARTED)
        forward_started(p, node);
    else if ((n->flags[node] & NODE_MANUAL) &&
             (n->pinned_start[node] != CIVIL_NONE || n->pinned_finish[node] != CIVIL_NONE))
        forward_manual(p, node);
    else if (f->late_placed && (n->flags[node] & NODE_ALAP))
        set_early(p, node, d->late_start, d->late_finish, REASON_LATE, UINT32_MAX);
    else
        forward_waiting(f, node);
}

static void forward(struct frame *f)
{
    for (uint32_t node = 0; node < f->p->n->node_count; node++)
        forward_node(f, node);
}

void msproject_forward_node(struct pass *p, uint32_t node)
{
    struct frame f = { .p = p, .start = p->n->start };

    forward_node(&f, node);
}

/* --- backward -------------------------------------------------------------------------------- */

static int64_t late_by_link(const struct pass *p, uint32_t node, uint32_t k)
{
    const struct network *n = p->n;
    const struct network_link *l = &n->links[n->succ_link[k]];
    const uint32_t succ = n->succ_node[k];
    int64_t at;

    if (n->progress[succ] == PROGRESS_FINISHED && n->role[succ] != ROLE_SUMMARY)
        return INT64_MAX;
    if ((n->flags[succ] & NODE_EARLIEST) && p->s->driver[succ] != n->succ_link[k])
        return INT64_MAX;
    if (link_leaves_start(l) && n->progress[node] == PROGRESS_STARTED)
        return INT64_MAX;
    at = link_meets_finish(l) ? p->s->node[succ].late_finish : p->late_work[succ];
    if (n->progress[succ] == PROGRESS_NOT_STARTED)
        at -= n->levelling_s[succ];             /* rule 13, backwards */
    at = pass_lag_back(p, l, at);
    return link_leaves_start(l) ? finish_from(n, node, at, false) : at;
}

static int64_t late_by_constraint(const struct pass *p, uint32_t node, int64_t finish)
{
    const struct network *n = p->n;
    const struct network_constraint *k = &n->constraint[node];
    const bool started = n->progress[node] == PROGRESS_STARTED;

    switch ((enum constraint_kind)k->kind) {
    case CONSTRAINT_START_NO_LATER:
        return started ? finish : sooner(finish, finish_from(n, node, k->instant, false));
    case CONSTRAINT_FINISH_NO_LATER:
        return sooner(finish, k->instant);
    case CONSTRAINT_START_ON:
    case CONSTRAINT_MUST_START:
        return started ? finish : finish_from(n, node, k->instant, false);
    case CONSTRAINT_FINISH_ON:
    case CONSTRAINT_MUST_FINISH:
        return k->instant;
    default:
        return finish;
    }
}

static void backward_node(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const struct calendar *c = pass_calendar(p, node);
    struct schedule_dates *d = &p->s->node[node];
    int64_t finish = p->late_limit;
    bool open = true;

    for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++) {
        const int64_t at = late_by_link(p, node, k);

        open = open && at == INT64_MAX;
        finish = sooner(finish, at);
    }
    if (open && n->open_ends_own_finish)        /* rule 12 */
        finish = d->early_finish;
    finish = late_by_constraint(p, node, finish);
    if (n->deadline[node] != CIVIL_NONE)
        finish = sooner(finish, n->deadline[node]);
    d->late_finish = n->full_s[node] > 0 ? calendar_previous_finish(c, finish) : finish;
    d->late_start = start_from(n, node, d->late_finish, false);
    p->late_work[node] = d->late_start;
    if (n->progress[node] == PROGRESS_STARTED) {        /* rule 8 */
        d->late_start = n->actual_start[node];
        p->late_work[node] = start_from(n, node, d->late_finish, true);
        /* The work left goes on where it resumes: what it waits for has no more time. */
        if (n->not_before[node] != CIVIL_NONE && n->duration_s[node] > 0)
            p->late_work[node] = sooner(p->late_work[node], n->not_before[node]);
    }
}

static void backward(struct pass *p)
{
    const struct network *n = p->n;

    for (uint32_t node = n->node_count; node-- > 0;) {
        struct schedule_dates *d = &p->s->node[node];

        if (n->progress[node] == PROGRESS_FINISHED && n->role[node] != ROLE_SUMMARY) {
            d->late_start = n->actual_start[node];
            d->late_finish = p->late_work[node] = n->actual_finish[node];
        } else {
            backward_node(p, node);
        }
    }
}

static int64_t latest_finish(const struct pass *p)
{
    int64_t finish = p->n->start;

    for (uint32_t node = 0; node < p->n->node_count; node++)
        if (node == 0 || p->s->node[node].early_finish > finish)
            finish = p->s->node[node].early_finish;
    return finish;
}

static int64_t earliest_late_start(const struct pass *p)
{
    int64_t start = p->late_limit;

    for (uint32_t node = 0; node < p->n->node_count; node++)
        start = sooner(start, p->s->node[node].late_start);
    return start;
}

void msproject_passes(struct pass *p)
{
    const struct network *n = p->n;
    struct frame f = { .p = p, .start = n->start };
    bool any_late = false;

    for (uint32_t node = 0; node < n->node_count; node++)
        any_late |= (n->flags[node] & NODE_ALAP) != 0;
    forward(&f);
    p->late_limit = n->must_finish_by != CIVIL_NONE ? n->must_finish_by : latest_finish(p);
    backward(p);
    if (n->from_finish) {                       /* from the finish back: the start follows */
        f.start = earliest_late_start(p);
        forward(&f);
        backward(p);
    }
    if (!any_late)
        return;
    f.late_placed = true;                       /* rule 10 */
    forward(&f);
}
