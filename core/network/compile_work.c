/* SPDX-License-Identifier: Apache-2.0 */
/* Assignments: work of resources, each on its own calendar (formats.md 5.3 rules 1 and 3). */
#include "core/network/compile.h"

#include "core/base/number.h"

static int32_t divided(const struct span *work, int32_t units_ppm, const struct calendar *c)
{
    const int64_t seconds = work ? span_seconds(work, c) : 0;
    int64_t answer;

    if (seconds <= 0 || units_ppm <= 0)
        return 0;
    answer = number_round((double)seconds * 1e6 / units_ppm);
    return answer > INT32_MAX ? INT32_MAX : (int32_t)answer;
}

/* Where a resource works on this task: on the task's own calendar if it says so, on its own
 * otherwise, and on both where the task names a calendar. */
static uint16_t working_calendar(struct compiler *c, const struct node_draft *d,
                                 const struct object *task, const struct object *who,
                                 struct place at)
{
    const bool *ignore = task_get_ignore_resource_calendar(task);
    const struct calendar *own = plan_calendar_of(c->plan, who);
    const bool has_own = task_get_calendar(task) != NULL;

    if ((ignore && *ignore && has_own) || !own)
        return d->own_calendar;
    if (!has_own)
        return compile_calendar(c, own);
    return compile_intersection(c, d->own_calendar, compile_calendar(c, own), at);
}

/* What a shape of work leaves of the units on the average of its ten tenths. Peaks and bell: half;
 * loaded to an end: 10 15 25 50 50 75 75 100 100 100 %; turtle: 25 50 75 100 100 and back. */
static int32_t shaped(const struct object *a)
{
    static const int32_t percent[] = {
        [CONTOUR_BACK_LOADED] = 60, [CONTOUR_FRONT_LOADED] = 60, [CONTOUR_DOUBLE_PEAK] = 50,
        [CONTOUR_EARLY_PEAK] = 50, [CONTOUR_LATE_PEAK] = 50, [CONTOUR_BELL] = 50,
        [CONTOUR_TURTLE] = 70};
    const uint32_t *contour = assignment_get_contour(a);
    const int32_t *units = assignment_get_units(a);
    const int32_t whole = units ? *units : 1000000;

    return contour ? (int32_t)((int64_t)whole * percent[*contour] / 100) : whole;
}

static bool add_assignment(struct compiler *c, struct node_draft *d, const struct object *task,
                           const struct object *a)
{
    const struct object *who = plan_object(c->plan, assignment_get_who(a));
    const struct span *work = assignment_get_work(a), *left = assignment_get_remaining(a);
    const struct span *delay = assignment_get_delay(a);
    const int32_t share = shaped(a);
    struct network_assignment *n;
    const struct calendar *calendar;

    if (!who || !arena_grow(c->scratch, (void **)&c->assignments, c->assignment_count,
                            &c->assignment_capacity, sizeof(*n), NETWORK_LINK_CEILING))
        return false;
    n = &c->assignments[c->assignment_count];
    *n = (struct network_assignment){ .who = who->number };
    n->calendar = working_calendar(c, d, task, who, a->at);
    calendar = c->calendars[n->calendar];
    n->full_s = divided(work, share, calendar);
    n->work_s = left && d->progress == PROGRESS_STARTED ? divided(left, share, calendar)
                                                        : n->full_s;
    if (delay)
        n->delay_s = (int32_t)span_seconds(delay, calendar);
    c->assignment_count++;
    d->assignment_count++;
    return true;
}

static bool is_uneven(const struct object *a)
{
    const bool *uneven = assignment_get_uneven(a);

    return uneven && *uneven && assignment_get_start(a) && assignment_get_finish(a);
}

int32_t network_average_units(const struct plan *plan, const struct object *a)
{
    const struct object *who = plan_object(plan, assignment_get_who(a));
    const struct span *work = assignment_get_work(a);
    const struct calendar *c = who ? plan_calendar_of(plan, who) : NULL;
    int64_t takes, share;

    if (assignment_get_contour(a) || !is_uneven(a) || !work || !c)
        return shaped(a);
    takes = calendar_work(c, assignment_get_start(a)->instant, assignment_get_finish(a)->instant);
    if (takes <= 0 || span_seconds(work, c) <= 0)
        return shaped(a);
    share = number_round((double)span_seconds(work, c) * 1e6 / (double)takes);
    return share < shaped(a) ? (int32_t)share : shaped(a);
}

/* A levelled assignment begins after its task, and files keep only its dates; an uneven one takes
 * as long as its dates say, whatever its work and units (formats.md 5.3 rules 13 and 14). Each
 * counts from the earliest of the task, in the time that it works itself. */
static void place_assignments(struct compiler *c, const struct node_draft *d,
                              const struct objects *list)
{
    int64_t first = CIVIL_NONE;

    for (uint32_t i = 0; i < d->assignment_count; i++) {
        const struct when *start = assignment_get_start(list->items[i]);

        if (!start || c->assignments[d->assignment_first + i].delay_s != 0)
            return;
        if (first == CIVIL_NONE || start->instant < first)
            first = start->instant;
    }
    for (uint32_t i = 0; i < d->assignment_count; i++) {
        struct network_assignment *a = &c->assignments[d->assignment_first + i];
        const struct object *o = list->items[i];
        const struct calendar *calendar = c->calendars[a->calendar];
        const int64_t delay = calendar_work(calendar, first, assignment_get_start(o)->instant);
        int64_t takes;

        if (delay > 0 && delay <= INT32_MAX)
            a->delay_s = (int32_t)delay;
        if (!is_uneven(o))
            continue;
        takes = calendar_work(calendar, assignment_get_start(o)->instant,
                              assignment_get_finish(o)->instant);
        if (takes > 0 && takes <= INT32_MAX)
            a->full_s = a->work_s = (int32_t)takes;
    }
}

void compile_assignments(struct compiler *c, struct node_draft *d, const struct object *task)
{
    const struct objects *list = task_get_assignments(task);
    const uint32_t *kind = task_get_duration_kind(task);
    bool any_work = false;

    d->assignment_first = (uint32_t)c->assignment_count;
    if (!list || c->net->dialect != DIALECT_MSPROJECT || (d->flags & NODE_ELAPSED))
        return;
    for (size_t i = 0; i < list->count; i++)
        if (add_assignment(c, d, task, list->items[i]))
            any_work |= c->assignments[c->assignment_count - 1].full_s > 0;
    if (d->progress == PROGRESS_NOT_STARTED && d->assignment_count == list->count)
        place_assignments(c, d, list);
    for (uint32_t i = 0; i < d->assignment_count; i++) {
        const struct network_assignment *a = &c->assignments[d->assignment_first + i];

        d->calendar = i == 0 ? a->calendar
                             : compile_intersection(c, d->calendar, a->calendar, task->at);
    }
    if (any_work && !(kind && *kind == DURATION_FIXED_DURATION))
        d->flags |= NODE_WORK_DRIVEN;
}
