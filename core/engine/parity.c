/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/parity.h"

#include "core/base/arena.h"

enum { EARLY_BITS = 3, ALL_BITS = 15 };

const char *const parity_cause_name[PARITY_CAUSES] = {
    [PARITY_AGREES] = "agrees", [PARITY_FOLLOWS] = "follows",
    [PARITY_START_EDITED] = "start-edited", [PARITY_STALE] = "stale",
    [PARITY_LEVELLED] = "levelled", [PARITY_SPLIT] = "split",
    [PARITY_OUT_OF_SEQUENCE] = "out-of-sequence", [PARITY_IN_PROGRESS] = "in-progress",
    [PARITY_MANUAL] = "manual", [PARITY_ASSIGNMENT_DELAY] = "assignment-delay",
    [PARITY_RESOURCE_CALENDARS] = "resource-calendars", [PARITY_WORK] = "work",
    [PARITY_CONSTRAINT] = "constraint", [PARITY_UNKNOWN] = "unknown",
};
const char *const parity_cause_text[PARITY_CAUSES] = {
    [PARITY_AGREES] = "agrees",
    [PARITY_FOLLOWS] = "follows from a task linked to it that disagrees already",
    [PARITY_START_EDITED] = "the file's start is later than this task's own",
    [PARITY_STALE] = "the file's own late dates and slacks contradict each other",
    [PARITY_LEVELLED] = "levelled; what delayed it is known by its dates only",
    [PARITY_SPLIT] = "interrupted; the single days of a split are not carried over",
    [PARITY_OUT_OF_SEQUENCE] = "started before its links allow",
    [PARITY_IN_PROGRESS] = "in progress",
    [PARITY_MANUAL] = "manually scheduled",
    [PARITY_ASSIGNMENT_DELAY] = "an assignment starts later than its task",
    [PARITY_RESOURCE_CALENDARS] = "its resources work at different times",
    [PARITY_WORK] = "driven by the work of its resources",
    [PARITY_CONSTRAINT] = "held by a constraint",
    [PARITY_UNKNOWN] = "no cause found",
};

/* --- what the file says ---------------------------------------------------------------------- */

static const struct object *stored_of(const struct object *o)
{
    const struct objects *list = NULL;

    if (o->kind == KIND_task)
        list = task_get_stored(o);
    else if (o->kind == KIND_milestone)
        list = milestone_get_stored(o);
    return list && list->count > 0 ? list->items[0] : NULL;
}

static int64_t instant_of(const struct when *w)
{
    return w ? w->instant : CIVIL_NONE;
}

static void read_stored(const struct object *stored, int64_t ret_at[PARITY_DATES])
{
    ret_at[PARITY_EARLY_START] = instant_of(stored_get_early_start(stored));
    ret_at[PARITY_EARLY_FINISH] = instant_of(stored_get_early_finish(stored));
    ret_at[PARITY_LATE_START] = instant_of(stored_get_late_start(stored));
    ret_at[PARITY_LATE_FINISH] = instant_of(stored_get_late_finish(stored));
}

static void read_computed(const struct schedule_dates *d, int64_t ret_at[PARITY_DATES])
{
    ret_at[PARITY_EARLY_START] = d->early_start;
    ret_at[PARITY_EARLY_FINISH] = d->early_finish;
    ret_at[PARITY_LATE_START] = d->late_start;
    ret_at[PARITY_LATE_FINISH] = d->late_finish;
}

/* --- comparing ------------------------------------------------------------------------------- */

static bool is_same(const struct calendar *c, int64_t a, int64_t b, int64_t *ret_apart_s)
{
    *ret_apart_s = calendar_work(c, a, b);
    return *ret_apart_s <= PARITY_TOLERANCE_S && *ret_apart_s >= -PARITY_TOLERANCE_S;
}

static void compare(const struct schedule *s, struct parity_task *t)
{
    const struct network *n = s->network;
    const struct calendar *c = n->calendars[n->calendar[t->node]];

    read_computed(&s->node[t->node], t->computed_at);
    /* Primavera stores the early start of the work left. */
    if (s->network->dialect == DIALECT_P6 && s->network->progress[t->node] == PROGRESS_STARTED)
        t->computed_at[PARITY_EARLY_START] = s->work_start[t->node];
    for (int i = 0; i < PARITY_DATES; i++) {
        const uint8_t bit = (uint8_t)(1 << i);

        if (t->stored_at[i] != CIVIL_NONE)
            t->stored |= bit;
        if (t->stored_at[i] == CIVIL_NONE ||
            is_same(c, t->stored_at[i], t->computed_at[i], &t->apart_s[i]))
            t->agrees |= bit;
    }
}

/* --- whether the file agrees with itself ------------------------------------------- */

static bool is_open_ended(const struct network *n, uint32_t node)
{
    const enum constraint_kind k = (enum constraint_kind)n->constraint[node].kind;

    return n->succ_first[node] == n->succ_first[node + 1] && k == CONSTRAINT_ASAP &&
           n->progress[node] != PROGRESS_FINISHED && n->deadline[node] == CIVIL_NONE;
}

/* Tasks that nothing follows may finish when the project does: where the file says otherwise, its
 * late dates are older than its last edit (formats.md 5.3 rule 15, 9.4). */
static void check_file(const struct schedule *s, struct parity *p)
{
    const struct network *n = s->network;
    int64_t finish = INT64_MIN, start = INT64_MAX, apart;

    for (uint32_t i = 0; i < p->task_count; i++) {
        const struct parity_task *t = &p->tasks[i];

        if (t->stored_at[PARITY_EARLY_FINISH] > finish)
            finish = t->stored_at[PARITY_EARLY_FINISH];
        if (t->stored_at[PARITY_EARLY_START] < start)
            start = t->stored_at[PARITY_EARLY_START];
    }
    p->late_usable = true;
    p->stale_object = OBJECT_NONE;
    p->start_edited = p->task_count > 0 && start < n->start;
    for (uint32_t i = 0; i < p->task_count && !n->open_ends_own_finish; i++) {
        const struct parity_task *t = &p->tasks[i];

        if (t->stored_at[PARITY_LATE_FINISH] == CIVIL_NONE || !is_open_ended(n, t->node) ||
            is_same(n->calendars[n->calendar[t->node]], t->stored_at[PARITY_LATE_FINISH], finish,
                    &apart))
            continue;
        p->late_usable = false;
        p->stale_object = t->object;
        return;
    }
}

/* --- causes ---------------------------------------------------------------------------------- */

static bool has_mixed_calendars(const struct network *n, uint32_t node)
{
    for (uint32_t i = n->assignment_first[node]; i < n->assignment_first[node + 1]; i++)
        if (n->assignments[i].calendar != n->calendar[node])
            return true;
    return false;
}

static bool has_delay(const struct network *n, uint32_t node)
{
    for (uint32_t i = n->assignment_first[node]; i < n->assignment_first[node + 1]; i++)
        if (n->assignments[i].delay_s != 0)
            return true;
    return false;
}

static bool is_out_of_sequence(const struct schedule *s, uint32_t node)
{
    const struct network *n = s->network;

    for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++)
        if (n->progress[n->links[k].pred] != PROGRESS_FINISHED)
            return true;
    return false;
}

static const int64_t *stored_late_start(const struct parity *p, const uint32_t *index,
                                        uint32_t node)
{
    return index[node] == UINT32_MAX ? NULL
                                     : &p->tasks[index[node]].stored_at[PARITY_LATE_START];
}

/* In the file itself it may finish after a task that waits for it must have started. */
static bool contradicts_successor(const struct network *n, const struct parity *p,
                                  const uint32_t *index, const struct parity_task *t)
{
    const int64_t finish = t->stored_at[PARITY_LATE_FINISH];

    for (uint32_t k = n->succ_first[t->node]; k < n->succ_first[t->node + 1]; k++) {
        const struct network_link *l = &n->links[n->succ_link[k]];
        const int64_t *start = stored_late_start(p, index, n->succ_node[k]);

        if (finish != CIVIL_NONE && start && *start != CIVIL_NONE && l->type == LINK_FS &&
            l->lag_s >= 0 && n->progress[n->succ_node[k]] == PROGRESS_NOT_STARTED &&
            calendar_work(n->calendars[n->calendar[t->node]], *start, finish) > 0)
            return true;
    }
    return false;
}

/* Its slack, as stored, is not the distance of its finishes, as stored: one is older. */
static bool contradicts_slack(const struct schedule *s, const struct parity_task *t)
{
    const struct network *n = s->network;
    const struct calendar *c = n->calendars[n->calendar[t->node]];
    const struct span *slack = stored_get_total_float(stored_of(n->plan->objects[t->object]));
    int64_t apart;

    if (!slack || t->stored_at[PARITY_LATE_FINISH] == CIVIL_NONE ||
        n->progress[t->node] != PROGRESS_NOT_STARTED)
        return false;
    apart = calendar_work(c, t->stored_at[PARITY_EARLY_FINISH],
                          t->stored_at[PARITY_LATE_FINISH]) - span_seconds(slack, c);
    return apart > PARITY_TOLERANCE_S || apart < -PARITY_TOLERANCE_S;
}

static enum parity_cause own_cause(const struct schedule *s, const struct parity *p,
                                   const uint32_t *index, const struct parity_task *t)
{
    const struct network *n = s->network;
    const uint32_t node = t->node;
    const struct object *o = n->plan->objects[t->object];

    if (t->stored_at[PARITY_EARLY_START] < n->start && n->progress[node] == PROGRESS_NOT_STARTED)
        return PARITY_START_EDITED;
    if ((t->agrees & EARLY_BITS) == EARLY_BITS &&
        (!p->late_usable || contradicts_slack(s, t) || contradicts_successor(n, p, index, t)))
        return PARITY_STALE;
    if (n->levelling_s[node] > 0)
        return PARITY_LEVELLED;
    if (o->kind == KIND_task && task_get_suspended(o))
        return PARITY_SPLIT;
    if (n->progress[node] == PROGRESS_STARTED)
        return is_out_of_sequence(s, node) ? PARITY_OUT_OF_SEQUENCE : PARITY_IN_PROGRESS;
    if (n->flags[node] & NODE_MANUAL)
        return PARITY_MANUAL;
    if (has_delay(n, node))
        return PARITY_ASSIGNMENT_DELAY;
    if (has_mixed_calendars(n, node))
        return PARITY_RESOURCE_CALENDARS;
    if (n->flags[node] & NODE_WORK_DRIVEN)
        return PARITY_WORK;
    if (n->constraint[node].kind != CONSTRAINT_ASAP)
        return PARITY_CONSTRAINT;
    return PARITY_UNKNOWN;
}

/* Nodes in error spread theirs: early ones to successors, late ones to predecessors. */
struct errors {
    bool *early, *late;         /* [node_count] a disagreement here or behind it */
};

static bool follows(const struct network *n, const struct parity_task *t, const struct errors *e)
{
    if ((t->agrees & EARLY_BITS) != EARLY_BITS) {
        for (uint32_t k = n->link_first[t->node]; k < n->link_first[t->node + 1]; k++)
            if (e->early[n->links[k].pred])
                return true;
        return false;
    }
    for (uint32_t k = n->succ_first[t->node]; k < n->succ_first[t->node + 1]; k++)
        if (e->late[n->succ_node[k]])
            return true;
    return false;
}

static struct errors find_errors(const struct network *n, const struct parity *p,
                                 struct arena *scratch)
{
    struct errors e = { ARENA_ARRAY(scratch, bool, n->node_count + 1),
                        ARENA_ARRAY(scratch, bool, n->node_count + 1) };

    for (uint32_t i = 0; i < p->task_count; i++) {
        e.early[p->tasks[i].node] = (p->tasks[i].agrees & EARLY_BITS) != EARLY_BITS;
        e.late[p->tasks[i].node] = p->tasks[i].agrees != ALL_BITS;
    }
    for (uint32_t node = 0; node < n->node_count; node++)
        for (uint32_t k = n->link_first[node]; k < n->link_first[node + 1]; k++)
            if (n->role[node] == ROLE_SUMMARY)
                e.early[node] |= e.early[n->links[k].pred];
    for (uint32_t node = n->node_count; node-- > 0;)
        for (uint32_t k = n->succ_first[node]; k < n->succ_first[node + 1]; k++)
            if (n->role[node] == ROLE_SUMMARY)
                e.late[node] |= e.late[n->succ_node[k]];
    return e;
}

/* --- the whole ------------------------------------------------------------------------------- */

static void count_task(struct parity *p, const struct parity_task *t, uint32_t index)
{
    for (int i = 0; i < PARITY_DATES; i++)
        p->agree[i] += t->agrees >> i & 1;
    p->early += (t->agrees & EARLY_BITS) == EARLY_BITS;
    p->all_four += t->agrees == ALL_BITS;
    p->causes[t->cause]++;
    if (t->agrees != ALL_BITS && t->cause != PARITY_FOLLOWS && p->first == UINT32_MAX)
        p->first = index;
}

const struct parity *parity_compute(const struct schedule *s, struct arena *owner,
                                    struct arena *scratch)
{
    const struct network *n = s->network;
    struct parity *p = ARENA_NEW(owner, struct parity);
    struct parity_task *tasks = ARENA_ARRAY(owner, struct parity_task, n->node_count + 1);
    uint32_t *index = ARENA_ARRAY(scratch, uint32_t, n->node_count + 1);
    struct errors e;

    p->tasks = tasks;
    p->first = UINT32_MAX;
    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = n->plan->objects[n->object[node]];
        const struct object *stored = stored_of(o);
        struct parity_task *t = &tasks[p->task_count];

        index[node] = UINT32_MAX;
        if (n->node_of[n->object[node]] != node || n->role[node] == ROLE_SUMMARY)
            continue;
        if (stored && n->dialect == DIALECT_P6 && n->progress[node] == PROGRESS_FINISHED) {
            p->finished++;
            continue;
        }
        if (stored)
            read_stored(stored, t->stored_at);
        if (!stored || t->stored_at[PARITY_EARLY_START] == CIVIL_NONE ||
            t->stored_at[PARITY_EARLY_FINISH] == CIVIL_NONE) {
            p->without++;
            continue;
        }
        index[node] = p->task_count;
        t->object = n->object[node];
        t->node = node;
        compare(s, t);
        p->worked += n->assignment_first[node + 1] > n->assignment_first[node];
        p->task_count++;
    }
    check_file(s, p);
    e = find_errors(n, p, scratch);
    for (uint32_t i = 0; i < p->task_count; i++) {
        tasks[i].cause = tasks[i].agrees == ALL_BITS ? PARITY_AGREES
                         : follows(n, &tasks[i], &e) ? PARITY_FOLLOWS
                                                     : own_cause(s, p, index, &tasks[i]);
        count_task(p, &tasks[i], i);
    }
    return p;
}
