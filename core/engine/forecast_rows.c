/* SPDX-License-Identifier: Apache-2.0 */
/* Rows: every unfinished node, with all that cannot change folded into floors. */
#include "core/engine/forecast_compile.h"

#include "core/base/arena.h"

enum { HORIZON_MARGIN_S = 180 * CIVIL_DAY_S };

static int64_t max_instant(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct forecast_amount forecast_amount_of(struct forecast_compiler *c,
                                          const struct distribution *d, double age)
{
    struct distribution own = *d;
    struct forecast_amount amount;

    own.record = c->network->record;
    forecast_shapes_find(&c->shapes, &own, age, &amount.shape, &amount.scale);
    if (amount.scale > FORECAST_FAR)
        amount.scale = FORECAST_FAR;
    return amount;
}

/* --- clocks ------------------------------------------------------------------------ */

/* How far the tables must reach: three times the longest chain, by the clock. Only speed hangs on
 * it. */
static int32_t horizon(const struct forecast_compiler *c)
{
    const struct network *n = c->network;
    int64_t *at = ARENA_ARRAY(c->scratch, int64_t, n->node_count + 1), most = 0;

    for (uint32_t i = 0; i < n->node_count; i++) {
        const struct calendar *calendar = n->calendars[n->calendar[i]];
        const int64_t week = calendar_usual_week_s(calendar);
        int64_t from = 0, length = n->progress[i] == PROGRESS_FINISHED ? 0 : n->duration_s[i];

        for (uint32_t l = n->link_first[i]; l < n->link_first[i + 1]; l++)
            if (at[n->links[l].pred] + n->links[l].lag_s > from)
                from = at[n->links[l].pred] + n->links[l].lag_s;
        if (n->not_before[i] != CIVIL_NONE && n->not_before[i] - c->job->origin > from)
            from = n->not_before[i] - c->job->origin;
        if (n->constraint[i].kind != CONSTRAINT_ASAP && n->constraint[i].instant != CIVIL_NONE &&
            n->constraint[i].instant - c->job->origin > from)
            from = n->constraint[i].instant - c->job->origin;
        at[i] = from + length * (7 * CIVIL_DAY_S) / (week > 0 ? week : 7 * CIVIL_DAY_S);
        most = at[i] > most ? at[i] : most;
        if (most > FORECAST_FAR / 4)
            return FORECAST_FAR / 4;
    }
    return (int32_t)(3 * most + HORIZON_MARGIN_S);
}

/* The origin is before everything that is still to come. */
static void make_clocks(struct forecast_compiler *c)
{
    const struct network *n = c->network;
    int64_t origin = n->start;
    int32_t horizon_s;

    c->job->now = n->data_date != CIVIL_NONE ? n->data_date : c->plan->as_of;
    if (c->job->now < origin)
        origin = c->job->now;
    if (c->job->options.hold && c->job->options.hold->now < origin)
        origin = c->job->options.hold->now;
    c->job->origin = origin;
    horizon_s = horizon(c);
    c->clocks = ARENA_ARRAY(c->owner, struct forecast_clock, n->calendar_count);
    for (uint32_t i = 0; i < n->calendar_count; i++)
        forecast_clock_init(&c->clocks[i], n->calendars[i], origin, horizon_s, i == 1, c->owner);
    c->job->clocks = c->clocks;
}

/* --- floors ------------------------------------------------------------------------ */

static void raise_start(struct forecast_compiler *c, struct forecast_row *row, int64_t instant)
{
    const int32_t at = forecast_clock_position(&c->clocks[row->calendar], instant);

    if (at > row->start_floor)
        row->start_floor = at;
}

static void raise_finish(struct forecast_compiler *c, struct forecast_row *row, int64_t instant)
{
    const int32_t at = forecast_clock_position(&c->clocks[row->calendar], instant);

    if (at > row->finish_floor)
        row->finish_floor = at;
}

/* Microsoft Project pins what it calls "start on" too, where it honours constraints. What it pulls
 * ahead of unfinished predecessors ("no later than") stays behind them here: a date does not
 * do their work. */
static enum constraint_kind kind_of(const struct network *n, enum constraint_kind kind)
{
    if (n->dialect != DIALECT_MSPROJECT)
        return kind;
    switch (kind) {
    case CONSTRAINT_START_ON:
    case CONSTRAINT_MUST_START:
        return n->honor_constraints ? CONSTRAINT_MUST_START : CONSTRAINT_START_NO_EARLIER;
    case CONSTRAINT_FINISH_ON:
    case CONSTRAINT_MUST_FINISH:
        return n->honor_constraints ? CONSTRAINT_MUST_FINISH : CONSTRAINT_FINISH_NO_EARLIER;
    default:
        return kind;
    }
}

/* As the forward passes of the schedule read them. */
static void apply_constraint(struct forecast_compiler *c, struct forecast_row *row,
                             uint32_t node, const struct network_constraint *constraint)
{
    const bool started = c->network->progress[node] == PROGRESS_STARTED;
    const struct forecast_clock *clock = &c->clocks[row->calendar];

    switch (kind_of(c->network, (enum constraint_kind)constraint->kind)) {
    case CONSTRAINT_START_NO_EARLIER:
    case CONSTRAINT_START_ON:
        if (!started)
            raise_start(c, row, constraint->instant);
        break;
    case CONSTRAINT_FINISH_NO_EARLIER:
    case CONSTRAINT_FINISH_ON:
        raise_finish(c, row, constraint->instant);
        break;
    case CONSTRAINT_MUST_START:
        if (started)
            break;
        row->start_floor = forecast_clock_position(clock, constraint->instant);
        row->flags |= ROW_PINNED_START;
        break;
    case CONSTRAINT_MUST_FINISH:
        row->finish_floor = forecast_clock_position(clock, constraint->instant);
        row->flags |= ROW_PINNED_FINISH;
        break;
    case CONSTRAINT_EXPECTED_FINISH:
        row->expected_finish = forecast_clock_position(clock, constraint->instant);
        break;
    case CONSTRAINT_START_NO_LATER:
    case CONSTRAINT_FINISH_NO_LATER:
    case CONSTRAINT_ASAP:
    case CONSTRAINT_ALAP:
        break;
    }
}

/* Where the work left of a started task goes on: at the data date; and in Microsoft Project, whose
 * plans say how much is done and not when, where the part done would end. */
static int64_t goes_on(const struct forecast_compiler *c, uint32_t node)
{
    const struct network *n = c->network;
    const int64_t done_s = (int64_t)n->full_s[node] - n->duration_s[node];

    if (n->dialect != DIALECT_MSPROJECT || done_s <= 0)
        return n->actual_start[node];
    return calendar_add(n->calendars[n->calendar[node]], n->actual_start[node], done_s);
}

static void pin_manual(struct forecast_compiler *c, struct forecast_row *row, uint32_t node)
{
    const struct network *n = c->network;
    const struct forecast_clock *clock = &c->clocks[row->calendar];

    if (n->pinned_start[node] != CIVIL_NONE) {
        row->start_floor = forecast_clock_position(clock, n->pinned_start[node]);
        row->flags |= ROW_PINNED_START;
    } else if (n->pinned_finish[node] != CIVIL_NONE) {
        row->finish_floor = forecast_clock_position(clock, n->pinned_finish[node]);
        row->flags |= ROW_PINNED_FINISH;
    }
}

/* From when the work may go on: the data date, but for what is held at an earlier one. */
static int64_t now_of(const struct forecast_compiler *c, uint32_t node)
{
    const struct forecast_hold *hold = c->job->options.hold;
    const uint32_t team = c->network->team[node];
    const uint32_t who = hold && hold->tasks ? c->network->object[node] : team;
    const struct str id = who == OBJECT_NONE ? STR("") : c->plan->objects[who]->id;

    if (c->network->role[node] != ROLE_TASK)
        return c->job->now;
    for (uint32_t i = 0; hold && i < hold->count; i++)
        if (str_equal(hold->teams[i], id))
            return hold->now;
    return c->job->now;
}

/* As late as possible, or held back by what may follow only so long after it: nobody knows the
 * draws when the day comes, so it begins on the day that the schedule gives it. A project that is
 * scheduled backwards begins when its schedule does. */
static int64_t planned_day(const struct forecast_compiler *c, uint32_t node)
{
    const struct network *n = c->network;

    if (!c->planned || n->progress[node] != PROGRESS_NOT_STARTED)
        return INT64_MIN;
    if (n->flags[node] & NODE_ALAP || c->planned->reason[node] == REASON_BOUND)
        return c->planned->node[node].early_start;
    return n->from_finish ? c->planned->start : INT64_MIN;
}

static void set_floors(struct forecast_compiler *c, struct forecast_row *row, uint32_t node)
{
    const struct network *n = c->network;
    const bool event = row->calendar != row->delay_calendar || row->scale_s == 0;
    int64_t from = n->progress[node] == PROGRESS_STARTED ? goes_on(c, node) : n->start;

    row->finish_floor = row->expected_finish = -FORECAST_FAR;
    row->start_floor = row->flags & ROW_EARLIEST ? FORECAST_FAR : -FORECAST_FAR;
    if (n->role[node] == ROLE_SUMMARY)
        return;
    from = max_instant(from, now_of(c, node));
    if (n->not_before[node] != CIVIL_NONE)
        from = max_instant(from, n->not_before[node]);
    from = max_instant(from, planned_day(c, node));
    if (event && n->dialect == DIALECT_MSPROJECT)
        from = calendar_next_start(n->calendars[n->calendar[node]], from);
    raise_start(c, row, from);
    apply_constraint(c, row, node, &n->constraint[node]);
    apply_constraint(c, row, node, &n->constraint2[node]);
    if (n->flags[node] & NODE_MANUAL && n->progress[node] == PROGRESS_NOT_STARTED)
        pin_manual(c, row, node);
}

/* --- rows -------------------------------------------------------------------------- */

static void set_duration(struct forecast_compiler *c, struct forecast_row *row, uint32_t node)
{
    double age_s;
    const struct distribution d = network_duration(c->network, node, &age_s);
    const struct forecast_amount amount = forecast_amount_of(c, &d, age_s);

    row->shape = amount.shape;
    row->scale_s = (int32_t)amount.scale;
    if (amount.shape == FORECAST_CONSTANT)
        row->scale_s = c->network->duration_s[node] < FORECAST_FAR
            ? c->network->duration_s[node] : FORECAST_FAR;
}

static uint32_t add_works(struct forecast_compiler *c, struct forecast_row *row, uint32_t node,
                          struct forecast_work *works, uint32_t count)
{
    const struct network *n = c->network;

    if (!(n->flags[node] & NODE_WORK_DRIVEN))
        return count;
    row->work_first = (int32_t)count;
    for (uint32_t a = n->assignment_first[node]; a < n->assignment_first[node + 1]; a++)
        works[count++] = (struct forecast_work){
            .calendar = n->assignments[a].calendar, .work_s = n->assignments[a].work_s,
            .delay_s = n->progress[node] == PROGRESS_STARTED ? 0 : n->assignments[a].delay_s};
    row->work_count = (uint16_t)(count - (uint32_t)row->work_first);
    return count;
}

/* The team whose common factor a row can share. */
static bool can_share(const struct network *n, uint32_t node)
{
    return n->team[node] != OBJECT_NONE &&
           (n->role[node] == ROLE_TASK || n->role[node] == ROLE_DELIVERY ||
            n->role[node] == ROLE_PROMISED);
}

void forecast_compile_rows(struct forecast_compiler *c)
{
    const struct network *n = c->network;
    struct forecast_job *job = c->job;
    uint32_t *node_of = ARENA_ARRAY(c->owner, uint32_t, n->node_count + 1);
    int32_t *row_of = ARENA_ARRAY(c->owner, int32_t, n->node_count + 1);
    struct forecast_work *works;
    uint32_t work_count = 0;

    make_clocks(c);
    for (uint32_t i = 0; i < n->node_count; i++) {
        row_of[i] = n->progress[i] == PROGRESS_FINISHED ? ROW_NONE : (int32_t)job->row_count;
        if (row_of[i] != ROW_NONE)
            node_of[job->row_count++] = i;
    }
    c->rows = ARENA_ARRAY(c->owner, struct forecast_row, job->row_count + 1);
    works = ARENA_ARRAY(c->owner, struct forecast_work,
                        n->node_count > 0 ? n->assignment_first[n->node_count] + 1 : 1);
    for (uint32_t r = 0; r < job->row_count; r++) {
        struct forecast_row *row = &c->rows[r];
        const uint32_t node = node_of[r];

        row->key = n->key[node];
        row->team = row->bundle = row->branch = row->work_first = ROW_NONE;
        row->calendar = row->delay_calendar = n->calendar[node];
        row->levelling_s = n->levelling_s[node];
        if (n->flags[node] & NODE_EARLIEST)
            row->flags |= ROW_EARLIEST;
        if (can_share(n, node))
            row->team = (int32_t)n->team[node];     /* an object; a number when teams are known */
        set_duration(c, row, node);
        /* What takes no time stays at the instant it falls on, at work or not. */
        if (row->shape == FORECAST_CONSTANT && row->scale_s == 0)
            row->calendar = 1;
        set_floors(c, row, node);
        work_count = add_works(c, row, node, works, work_count);
    }
    job->rows = c->rows;
    job->works = works;
    job->node = node_of;
    job->row_of = row_of;
}
