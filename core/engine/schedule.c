/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/schedule.h"

#include "core/engine/schedule_pass.h"

static struct pass start_pass(const struct network *n, struct arena *owner, struct arena *scratch,
                              struct diags *out)
{
    const size_t count = n->node_count + 1;
    struct schedule *s = ARENA_NEW(owner, struct schedule);
    struct pass p = { .n = n, .s = s, .scratch = scratch, .out = out };

    s->network = n;
    s->node = ARENA_ARRAY(owner, struct schedule_dates, count);
    s->reason = ARENA_ARRAY(owner, uint8_t, count);
    s->driver = ARENA_ARRAY(owner, uint32_t, count);
    s->longest_path = ARENA_ARRAY(owner, bool, count);
    s->work_start = p.work_start = ARENA_ARRAY(owner, int64_t, count);
    p.late_work = ARENA_ARRAY(scratch, int64_t, count);
    if (n->node_count >= PASS_MEMO_NODES)
        p.memo = ARENA_ARRAY(scratch, struct calendar_memo *, PASS_MEMOS);
    return p;
}

/* The whole lasts from the first start to the last finish, facts included. */
static void set_span(struct pass *p)
{
    const struct network *n = p->n;

    p->s->start = p->s->finish = n->start;
    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct schedule_dates *d = &p->s->node[node];

        if (node == 0 || d->early_finish > p->s->finish)
            p->s->finish = d->early_finish;
        if (node == 0 || d->early_start < p->s->start)
            p->s->start = d->early_start;
    }
    p->late_limit = n->must_finish_by != CIVIL_NONE ? n->must_finish_by : p->s->finish;
}

/* Calendars end in 2200; a date past that is a mistake of the plan and not a date. */
static bool is_within_calendars(const struct pass *p)
{
    const struct network *n = p->n;

    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = n->plan->objects[n->object[node]];
        const int64_t finish = p->s->node[node].early_finish;

        if (finish < CALENDAR_BEYOND / 2 && finish > CALENDAR_BEFORE / 2)
            continue;
        diag_error(p->out, "beyond-calendar", o->at,
                   "%.*s would finish past the years that calendars know (%d to %d)",
                   STR_ARG(o->id), CIVIL_YEAR_FIRST, CIVIL_YEAR_LAST);
        diag_hint(p->out, "check durations and lags, and that its calendar has working time");
        return false;
    }
    return true;
}

bool schedule_compute(const struct network *n, struct arena *owner, struct arena *scratch,
                      const struct schedule **ret_schedule, struct diags *out)
{
    struct pass p = start_pass(n, owner, scratch, out);

    if (n->dialect == DIALECT_MSPROJECT)
        msproject_passes(&p);
    else if (!bounded_forward(&p))
        return false;
    if (!is_within_calendars(&p))
        return false;
    set_span(&p);
    if (n->dialect != DIALECT_MSPROJECT) {
        bounded_backward(&p);
        native_alap(&p);
    }
    schedule_floats(&p);
    schedule_longest_path(&p);
    schedule_roll_up(&p, owner);
    *ret_schedule = p.s;
    return true;
}
