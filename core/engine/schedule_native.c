/* SPDX-License-Identifier: Apache-2.0 */
/* The precedence method by Baton's own rules and by Primavera's (domain.md 2.1 to 2.3,
 * formats.md 5.4): forward and backward over instants, each task on its own calendar. */
#include "core/engine/schedule_pass.h"

/* Whether a link still asks anything of its successor: what has finished is a fact, and what has
 * started goes on by the plan's mode. Primavera's finished activities carry logic on. */
bool native_link_binds(const struct pass *p, const struct network_link *l, uint32_t succ)
{
    const struct network *n = p->n;

    if (n->progress[succ] == PROGRESS_FINISHED)
        return n->dialect == DIALECT_P6;
    if (n->progress[succ] != PROGRESS_STARTED)
        return true;
    return n->dialect != DIALECT_MSPROJECT && n->progress_mode == PROGRESS_RETAINED &&
           n->progress[l->pred] != PROGRESS_FINISHED;
}

/* Where logic is carried on by finished work, a lag after it has run since the fact: only what is
 * left of it counts from the carried date. */
static int64_t lag_left(const struct pass *p, const struct network_link *l, int64_t at)
{
    const struct network *n = p->n;
    const struct calendar *c = n->calendars[l->lag_calendar];
    int64_t left = l->lag_s;

    if (left <= 0 || n->dialect != DIALECT_P6 || n->progress[l->pred] != PROGRESS_FINISHED)
        return pass_lag(p, l, at);
    left -= calendar_work(c, link_leaves_start(l) ? n->actual_start[l->pred]
                                                  : n->actual_finish[l->pred], n->data_date);
    return left > 0 ? calendar_add(c, at, left) : at;
}

int64_t native_link_bound(const struct pass *p, const struct network_link *l, uint32_t succ)
{
    const struct schedule_dates *pred = &p->s->node[l->pred];
    const int64_t at = lag_left(p, l, link_leaves_start(l) ? pred->early_start
                                                            : pred->early_finish);

    if (!link_meets_finish(l))
        return at;
    return pass_step(p, succ, at, -(int64_t)p->n->duration_s[succ]);
}

struct bound {
    int64_t at;
    enum schedule_reason reason;
    uint32_t driver;
};

static void raise(struct bound *b, int64_t at, enum schedule_reason reason, uint32_t driver)
{
    if (at != CIVIL_NONE && at > b->at)
        *b = (struct bound){ at, reason, driver };
}

static void raise_by_links(const struct pass *p, uint32_t node, struct bound *b)
{
    const struct network *n = p->n;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++)
        if (native_link_binds(p, &n->links[k], node))
            raise(b, native_link_bound(p, &n->links[k], node), REASON_LINK, k);
}

static void raise_by_constraint(const struct pass *p, uint32_t node,
                                const struct network_constraint *k, struct bound *b)
{
    const int64_t left = p->n->duration_s[node];
    const bool started = p->n->progress[node] == PROGRESS_STARTED;

    switch ((enum constraint_kind)k->kind) {
    case CONSTRAINT_START_NO_EARLIER:
    case CONSTRAINT_START_ON:
        if (!started)
            raise(b, k->instant, REASON_CONSTRAINT, UINT32_MAX);
        break;
    case CONSTRAINT_FINISH_NO_EARLIER:
    case CONSTRAINT_FINISH_ON:
        raise(b, pass_step(p, node, k->instant, -left), REASON_CONSTRAINT, UINT32_MAX);
        break;
    case CONSTRAINT_MUST_START:
        if (!started)
            *b = (struct bound){ k->instant, REASON_CONSTRAINT, UINT32_MAX };
        break;
    case CONSTRAINT_MUST_FINISH:
        *b = (struct bound){ pass_step(p, node, k->instant, -left), REASON_CONSTRAINT, UINT32_MAX };
        break;
    default:
        break;
    }
}

/* An expected finish sets what is left, but not where a link holds the finish (rule 10 of P6). */
static bool is_expected(const struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const struct network_constraint *k = &n->constraint[node];

    if (k->kind != CONSTRAINT_EXPECTED_FINISH || k->instant <= p->work_start[node])
        return false;
    for (uint32_t i = n->link_first[node]; i < n->link_first[node + 1]; i++)
        if (n->dialect == DIALECT_P6 && link_meets_finish(&n->links[i]))
            return false;
    return true;
}

static void set_early(struct pass *p, uint32_t node, const struct bound *b)
{
    const struct network *n = p->n;
    const struct network_constraint *k = &n->constraint[node];
    struct schedule_dates *d = &p->s->node[node];
    const int64_t left = n->duration_s[node];

    p->work_start[node] = left > 0 || (n->flags[node] & NODE_START_EVENT)
                              ? pass_next_start(p, node, b->at) : b->at;
    d->early_finish = pass_step(p, node, p->work_start[node], left);
    if (is_expected(p, node))
        d->early_finish = left > 0 ? pass_previous_finish(p, node, k->instant) : k->instant;
    d->early_start = n->progress[node] == PROGRESS_STARTED ? n->actual_start[node]
                                                           : p->work_start[node];
    p->s->reason[node] = (uint8_t)b->reason;
    p->s->driver[node] = b->driver;
}

static void forward_finished(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    struct schedule_dates *d = &p->s->node[node];

    p->s->reason[node] = REASON_ACTUAL;
    p->s->driver[node] = UINT32_MAX;
    d->early_start = n->actual_start[node];
    d->early_finish = n->actual_finish[node];
    if (n->dialect == DIALECT_P6 && n->role[node] != ROLE_SUMMARY) {
        struct bound b = { n->data_date, REASON_ACTUAL, UINT32_MAX };

        raise_by_links(p, node, &b);
        d->early_start = d->early_finish = b.at;
    }
    p->work_start[node] = d->early_finish;
}

/* The earliest of what it gathers, not the latest: the start of a summary. */
static void forward_earliest(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    struct bound b = { INT64_MAX, REASON_LINK, UINT32_MAX };

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++) {
        const int64_t at = native_link_bound(p, &n->links[k], node);

        if (at < b.at)
            b = (struct bound){ at, REASON_LINK, k };
    }
    set_early(p, node, &b);
}

static void forward_node(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const bool started = n->progress[node] == PROGRESS_STARTED;
    struct bound b = { started ? n->actual_start[node] : n->start,
                       started ? REASON_ACTUAL : REASON_START, UINT32_MAX };

    if (n->role[node] == ROLE_SUMMARY)
        b.at = INT64_MIN + 1;
    else
        raise(&b, n->data_date, REASON_START, UINT32_MAX);
    raise(&b, n->not_before[node], REASON_CONSTRAINT, UINT32_MAX);
    raise_by_links(p, node, &b);
    if (p->floor && !started)
        raise(&b, p->floor[node], REASON_BOUND, UINT32_MAX);
    raise_by_constraint(p, node, &n->constraint[node], &b);
    raise_by_constraint(p, node, &n->constraint2[node], &b);
    set_early(p, node, &b);
}

void native_forward_node(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;

    if (n->progress[node] == PROGRESS_FINISHED)
        forward_finished(p, node);
    else if (n->flags[node] & NODE_EARLIEST)
        forward_earliest(p, node);
    else
        forward_node(p, node);
}

void native_forward(struct pass *p)
{
    for (uint32_t node = 0; node < p->n->node_count; node++)
        native_forward_node(p, node);
}

/* --- backward -------------------------------------------------------------------------------- */

/* What is left of a node; an expected finish sets it, whatever was estimated. */
static int64_t left_of(const struct pass *p, uint32_t node)
{
    const struct network_constraint *k = &p->n->constraint[node];

    if (is_expected(p, node))
        return pass_work(p, node, p->work_start[node], k->instant);
    return p->n->duration_s[node];
}

/* What a link asks of its predecessor's late finish; INT64_MAX: nothing. */
static int64_t late_by_link(const struct pass *p, uint32_t node, uint32_t k)
{
    const struct network *n = p->n;
    const struct network_link *l = &n->links[n->succ_link[k]];
    const uint32_t succ = n->succ_node[k];
    int64_t at;

    if (!native_link_binds(p, l, succ) || n->progress[succ] == PROGRESS_FINISHED)
        return INT64_MAX;
    /* Of a summary's leaves only the one that starts it must not be late. */
    if ((n->flags[succ] & NODE_EARLIEST) && p->s->driver[succ] != n->succ_link[k])
        return INT64_MAX;
    /* A start that was made cannot be late; Primavera lets the work left be, all the same. */
    if (link_leaves_start(l) && n->progress[node] == PROGRESS_STARTED &&
        n->dialect != DIALECT_P6)
        return INT64_MAX;
    at = pass_lag_back(p, l, link_meets_finish(l) ? p->s->node[succ].late_finish
                                                  : p->late_work[succ]);
    if (link_leaves_start(l))
        at = pass_step(p, node, at, left_of(p, node));
    return at;
}

static int64_t late_by_constraint(const struct pass *p, uint32_t node,
                                  const struct network_constraint *k, int64_t finish)
{
    const int64_t left = left_of(p, node);
    const bool started = p->n->progress[node] == PROGRESS_STARTED;

    switch ((enum constraint_kind)k->kind) {
    case CONSTRAINT_START_NO_LATER:
    case CONSTRAINT_START_ON:
        return started ? finish : sooner(finish, pass_step(p, node, k->instant, left));
    case CONSTRAINT_MUST_START:
        return started ? finish : pass_step(p, node, k->instant, left);
    case CONSTRAINT_FINISH_NO_LATER:
    case CONSTRAINT_FINISH_ON:
        return sooner(finish, k->instant);
    case CONSTRAINT_MUST_FINISH:
        return k->instant;
    default:
        return finish;
    }
}

static void set_late(struct pass *p, uint32_t node, int64_t finish)
{
    struct schedule_dates *d = &p->s->node[node];
    const int64_t left = left_of(p, node);

    d->late_finish = left > 0 ? pass_previous_finish(p, node, finish) : finish;
    p->late_work[node] = pass_step(p, node, d->late_finish, -left);
    d->late_start = p->late_work[node];
}

static void backward_node(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    int64_t finish = p->late_limit;
    bool open = true;

    for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++) {
        const int64_t at = late_by_link(p, node, k);

        open = open && at == INT64_MAX;
        finish = sooner(finish, at);
    }
    if (open && n->open_ends_own_finish)
        finish = p->s->node[node].early_finish;
    if (p->ceiling && p->ceiling[node] != CIVIL_NONE)
        finish = sooner(finish, p->ceiling[node]);
    finish = late_by_constraint(p, node, &n->constraint[node], finish);
    finish = late_by_constraint(p, node, &n->constraint2[node], finish);
    if (n->deadline[node] != CIVIL_NONE)
        finish = sooner(finish, n->deadline[node]);
    set_late(p, node, finish);
}

void native_backward_node(struct pass *p, uint32_t node)
{
    const struct network *n = p->n;

    if (n->progress[node] == PROGRESS_FINISHED) {
        p->s->node[node].late_start = n->actual_start[node];
        p->s->node[node].late_finish = n->actual_finish[node];
        p->late_work[node] = n->actual_finish[node];
    } else {
        backward_node(p, node);
    }
}

void native_backward(struct pass *p)
{
    for (uint32_t node = p->n->node_count; node-- > 0;)
        native_backward_node(p, node);
}

/* --- as late as possible --------------------------------------------------------------------- */

/* The latest start of the work that moves nothing else: free float only, as Primavera does. */
static int64_t latest_free_start(const struct pass *p, uint32_t node)
{
    const struct network *n = p->n;
    const int64_t left = n->duration_s[node];
    int64_t finish = p->s->finish;

    for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++) {
        const struct network_link *l = &n->links[n->succ_link[k]];
        const uint32_t succ = n->succ_node[k];
        int64_t at;

        if (!native_link_binds(p, l, succ))
            continue;
        at = pass_lag_back(p, l, link_meets_finish(l) ? p->s->node[succ].early_finish
                                                      : p->work_start[succ]);
        finish = sooner(finish, link_leaves_start(l) ? pass_step(p, node, at, left) : at);
    }
    if (left > 0)
        finish = pass_previous_finish(p, node, finish);
    return pass_step(p, node, finish, -left);
}

void native_alap(struct pass *p)
{
    const struct network *n = p->n;

    for (uint32_t node = n->node_count; node-- > 0;) {
        struct schedule_dates *d = &p->s->node[node];
        int64_t start;

        if (!(n->flags[node] & NODE_ALAP) || n->progress[node] != PROGRESS_NOT_STARTED)
            continue;
        start = latest_free_start(p, node);
        if (start <= p->work_start[node])
            continue;
        p->work_start[node] = d->early_start = start;
        d->early_finish = pass_step(p, node, start, n->duration_s[node]);
        p->s->reason[node] = REASON_LATE;
        p->s->driver[node] = UINT32_MAX;
    }
}
