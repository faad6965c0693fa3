/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/schedule.h"

#include "core/engine/schedule_pass.h"

static struct pass start_pass(const struct network *n, struct arena *owner, struct arena *scratch,
                              struct diags *out)
{
    const size_t count = n->node_count + 1;
    struct schedule *s = ARENA_NEW(owner, struct schedule);
    struct pass p = { .n = n, .s = s, .scratch = scratch, .out = out };

    p.plain = plain_may(n);
    s->network = n;
    s->node = p.plain ? ARENA_ROOM(owner, struct schedule_dates, count)    /* written whole */
                      : ARENA_ARRAY(owner, struct schedule_dates, count);
    s->object = ARENA_ROOM(owner, struct schedule_dates, (size_t)n->plan->object_count + 1);
    s->reason = ARENA_ROOM(owner, uint8_t, count);
    s->driver = ARENA_ROOM(owner, uint32_t, count);
    s->longest_path = ARENA_ARRAY(owner, bool, count);
    s->work_start = p.work_start = ARENA_ROOM(owner, int64_t, count);
    p.late_work = ARENA_ROOM(scratch, int64_t, count);
    return p;
}

/* Calendars end in 2200; a date past that is a mistake of the plan and not a date. */
static bool say_beyond(const struct pass *p, uint32_t node)
{
    const struct object *o = p->n->plan->objects[p->n->object[node]];

    diag_error(p->out, "beyond-calendar", o->at,
               "%.*s would finish past the years that calendars know (%d to %d)",
               STR_ARG(o->id), CIVIL_YEAR_FIRST, CIVIL_YEAR_LAST);
    diag_hint(p->out, "check durations and lags, and that its calendar has working time");
    return false;
}

void schedule_set_span(struct pass *p, int64_t start, int64_t finish)
{
    p->s->start = start;
    p->s->finish = finish;
    p->late_limit = p->n->must_finish_by != CIVIL_NONE ? p->n->must_finish_by : finish;
}

bool schedule_span(struct pass *p)
{
    const struct network *n = p->n;
    int64_t start = n->node_count > 0 ? INT64_MAX : n->start;
    int64_t finish = n->node_count > 0 ? INT64_MIN : n->start;

    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct schedule_dates *d = &p->s->node[node];

        if (d->early_finish >= CALENDAR_BEYOND / 2 || d->early_finish <= CALENDAR_BEFORE / 2)
            return say_beyond(p, node);
        finish = later(finish, d->early_finish);
        start = sooner(start, d->early_start);
    }
    schedule_set_span(p, start, finish);
    return true;
}

static bool run_passes(struct pass *p)
{
    const bool microsoft = p->n->dialect == DIALECT_MSPROJECT;

    if (microsoft)
        msproject_passes(p);
    else if (!bounded_forward(p))
        return false;
    if (!schedule_span(p))
        return false;
    if (!microsoft) {
        bounded_backward(p);
        native_alap(p);
    }
    schedule_floats(p);
    schedule_longest_path(p);
    return true;
}

bool schedule_compute(const struct network *n, struct arena *owner, struct arena *scratch,
                      const struct schedule **ret_schedule, struct diags *out)
{
    struct pass p = start_pass(n, owner, scratch, out);

    if (p.plain && !plain_passes(&p))
        return false;
    if (!p.plain && !run_passes(&p))
        return false;
    schedule_roll_up(&p);
    *ret_schedule = p.s;
    return true;
}
