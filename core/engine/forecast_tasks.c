/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks, hand-offs and joins: from the rows kept of the first iterations. */
#include "core/engine/forecast_finish.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

enum { MERGE_BRANCHES_LEAST = 3, MERGES_KEPT = 50 };

static int64_t quantile_of(int32_t *clock, uint32_t count, int32_t ppm, int64_t origin)
{
    return origin + forecast_select(clock, count, forecast_rank(count, ppm));
}

/* Kept positions of a row as clock seconds. */
static void row_clock(const struct forecast_finisher *x, uint32_t row, bool start,
                      int32_t *ret_clock)
{
    forecast_partial_row(x->job, x->all, row, start, ret_clock);
    forecast_clock_out(&x->job->clocks[x->job->rows[row].calendar], start, ret_clock, x->traced);
}

/* --- tasks ------------------------------------------------------------------------- */

static int order_by_object(const void *a, const void *b, const void *context)
{
    const struct forecast_task *x = a, *y = b;

    (void)context;
    if (x->object != y->object)
        return x->object < y->object ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static uint32_t main_bit(const struct forecast_job *job)
{
    return job->main_commitment == UINT32_MAX ? 0 : (uint32_t)job->trace_bit[job->main_commitment];
}

static void finish_task(struct forecast_finisher *x, uint32_t node, struct forecast_task *task)
{
    const struct forecast_job *job = x->job;
    const int32_t row = job->row_of[node];

    *task = (struct forecast_task){.object = job->network->object[node], .node = node};
    if (row == ROW_NONE) {
        task->p10 = task->p50 = task->p90 = job->network->actual_finish[node];
        task->start_p50 = job->network->actual_start[node];
        return;
    }
    /* Quantiles are of positions: clocks keep their order, and three conversions are enough. */
    row_clock(x, (uint32_t)row, false, x->values);
    task->p10 = quantile_of(x->values, x->traced, 100000, job->origin);
    task->p50 = quantile_of(x->values, x->traced, 500000, job->origin);
    task->p90 = quantile_of(x->values, x->traced, 900000, job->origin);
    task->start_p50 = job->network->actual_start[node];
    if (job->network->progress[node] == PROGRESS_NOT_STARTED) {
        row_clock(x, (uint32_t)row, true, x->values);
        task->start_p50 = quantile_of(x->values, x->traced, 500000, job->origin);
    }
    task->criticality_ppm = forecast_share(
        forecast_partial_critical(job, x->all, main_bit(job), (uint32_t)row), x->traced);
    task->criticality_any_ppm = forecast_share(
        forecast_partial_critical(job, x->all, job->trace_bits, (uint32_t)row), x->traced);
}

void forecast_finish_tasks(struct forecast_finisher *x)
{
    const struct network *n = x->job->network;
    const uint32_t objects = x->job->plan->object_count;
    struct forecast_task *tasks;
    const struct forecast_task **by_object =
        ARENA_ARRAY(x->owner, const struct forecast_task *, objects + 1);

    x->f->by_object = by_object;
    if (x->traced == 0)
        return;
    tasks = ARENA_ARRAY(x->owner, struct forecast_task, n->node_count + 1);
    for (uint32_t node = 0; node < n->node_count; node++)
        finish_task(x, node, &tasks[node]);
    sort_stable(tasks, n->node_count, sizeof(*tasks), order_by_object, NULL, x->scratch);
    x->f->tasks = tasks;
    x->f->task_count = n->node_count;
    for (uint32_t i = 0; i < n->node_count; i++)
        if (n->node_of[tasks[i].object] == tasks[i].node)
            by_object[tasks[i].object] = &tasks[i];
}

/* --- hand-offs --------------------------------------------------------------------- */

static void finish_of_node(struct forecast_finisher *x, uint32_t node, int64_t *ret_p50,
                           int64_t *ret_p80)
{
    const struct forecast_job *job = x->job;

    if (job->row_of[node] == ROW_NONE) {
        *ret_p50 = *ret_p80 = job->network->actual_finish[node];
        return;
    }
    row_clock(x, (uint32_t)job->row_of[node], false, x->values);
    *ret_p50 = quantile_of(x->values, x->traced, 500000, job->origin);
    *ret_p80 = quantile_of(x->values, x->traced, 800000, job->origin);
}

/* P(accepted by the end of the day asked for). */
static int32_t by_asked(struct forecast_finisher *x, uint32_t node, int64_t asked)
{
    const struct forecast_job *job = x->job;
    uint32_t met = 0;
    int32_t by;

    if (job->row_of[node] == ROW_NONE)
        return job->network->actual_finish[node] <= asked ? PPM : 0;
    by = forecast_clock_position(&job->clocks[1], asked);
    row_clock(x, (uint32_t)job->row_of[node], false, x->values);
    for (uint32_t i = 0; i < x->traced; i++)
        met += x->values[i] <= by;
    return forecast_share(met, x->traced);
}

static int64_t end_of(const struct when *w)
{
    return w ? w->instant + (w->grain == GRAIN_MINUTE ? 0 : CIVIL_DAY_S - 1) : CIVIL_NONE;
}

static void finish_handoff(struct forecast_finisher *x, const struct object *o,
                           struct forecast_handoff *h)
{
    const struct forecast_job *job = x->job;
    const uint32_t acceptance = job->network->node_of[o->number];
    const uint32_t delivery = job->network->delivery_of[o->number];

    *h = (struct forecast_handoff){.object = o->number, .need_by_p20 = CIVIL_NONE,
                                   .asked = end_of(handoff_get_asked(o)),
                                   .offered = end_of(handoff_get_offered(o)),
                                   .by_asked_ppm = -1};
    finish_of_node(x, acceptance, &h->acceptance_p50, &h->acceptance_p80);
    h->delivery_p50 = h->acceptance_p50;
    h->delivery_p80 = h->acceptance_p80;
    if (handoff_get_delivered(o) && job->network->actual_start[acceptance] != CIVIL_NONE)
        h->delivery_p50 = h->delivery_p80 = job->network->actual_start[acceptance];
    else if (delivery != NODE_NONE)
        finish_of_node(x, delivery, &h->delivery_p50, &h->delivery_p80);
    if (h->asked != CIVIL_NONE)
        h->by_asked_ppm = by_asked(x, acceptance, h->asked + 1);
    if (job->row_of[acceptance] != ROW_NONE)
        h->criticality_ppm = forecast_share(
            forecast_partial_critical(job, x->all, main_bit(job),
                                      (uint32_t)job->row_of[acceptance]), x->traced);
}

void forecast_finish_handoffs(struct forecast_finisher *x)
{
    const struct plan *plan = x->job->plan;
    const uint32_t count = plan_count(plan, KIND_handoff);
    struct forecast_handoff *handoffs = ARENA_ARRAY(x->owner, struct forecast_handoff, count + 1);

    x->f->handoffs = handoffs;
    if (x->traced == 0)
        return;
    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = plan_nth(plan, KIND_handoff, i);

        if (x->job->network->node_of[o->number] != NODE_NONE)
            finish_handoff(x, o, &handoffs[x->f->handoff_count++]);
    }
}

/* --- joins ------------------------------------------------------------------------- */

/* When each branch into a row arrives, and when the last does, in clock seconds. */
struct arrivals {
    int32_t *branch, *last;         /* [traced] */
    uint32_t count;
    int64_t latest_p50;
    int32_t worst_ppm;
};

static void add_branch(struct forecast_finisher *x, struct arrivals *a, uint32_t row, int32_t by)
{
    uint32_t met = 0;
    int32_t ppm;
    int64_t p50;

    row_clock(x, row, false, a->branch);
    for (uint32_t i = 0; i < x->traced; i++) {
        a->last[i] = a->branch[i] > a->last[i] ? a->branch[i] : a->last[i];
        met += a->branch[i] <= by;
    }
    ppm = forecast_share(met, x->traced);
    a->worst_ppm = ppm < a->worst_ppm ? ppm : a->worst_ppm;
    p50 = forecast_select(a->branch, x->traced, forecast_rank(x->traced, 500000));
    a->latest_p50 = p50 > a->latest_p50 ? p50 : a->latest_p50;
    a->count++;
}

/* The promised date of what stands on this node itself, else its own P50. */
static int64_t reference_of(struct forecast_finisher *x, uint32_t row)
{
    const struct forecast_job *job = x->job;

    for (uint32_t c = 0; c < job->commitment_count; c++)
        if (job->commitment_target[c] != UINT32_MAX &&
            job->targets[job->commitment_target[c]] == job->node[row])
            return job->commitment_date[c] + 1;
    row_clock(x, row, false, x->values);
    return quantile_of(x->values, x->traced, 500000, job->origin);
}

/* Whose people a row waits for in the cheap mode is no branch of work. */
static bool is_branch(const struct forecast_job *job, const struct forecast_group *group)
{
    return !group->from_start && !group->to_finish &&
           job->links[group->link_first].link != FORECAST_ARC;
}

static uint32_t branches_into(const struct forecast_job *job, uint32_t row)
{
    const struct forecast_row *r = &job->rows[row];
    uint32_t count = 0;

    if (r->flags & ROW_EARLIEST || job->network->role[job->node[row]] == ROLE_SUMMARY)
        return 0;
    for (uint32_t g = 0; g < r->group_count; g++) {
        const struct forecast_group *group = &job->groups[r->group_first + g];

        if (is_branch(job, group))
            count += group->link_count;
    }
    return count;
}

static void finish_merge(struct forecast_finisher *x, struct arrivals *a, uint32_t row,
                         struct forecast_merge_point *m)
{
    const struct forecast_job *job = x->job;
    const struct forecast_row *r = &job->rows[row];
    const int64_t reference = reference_of(x, row);
    const struct forecast_clock *clock = &job->clocks[job->network->calendar[job->node[row]]];
    const int32_t by = forecast_clock_position(&job->clocks[1], reference);
    uint32_t met = 0;
    int64_t last_p50;

    *m = (struct forecast_merge_point){.object = job->network->object[job->node[row]],
                                       .node = job->node[row], .reference = reference};
    a->count = 0;
    a->worst_ppm = PPM;
    a->latest_p50 = -FORECAST_FAR;
    for (uint32_t i = 0; i < x->traced; i++)
        a->last[i] = -FORECAST_FAR;
    for (uint32_t g = 0; g < r->group_count; g++) {
        const struct forecast_group *group = &job->groups[r->group_first + g];

        for (uint32_t l = 0; is_branch(job, group) && l < group->link_count; l++)
            add_branch(x, a, job->links[group->link_first + l].row, by);
    }
    for (uint32_t i = 0; i < x->traced; i++)
        met += a->last[i] <= by;
    last_p50 = forecast_select(a->last, x->traced, forecast_rank(x->traced, 500000));
    m->branch_count = a->count;
    m->joint_ppm = forecast_share(met, x->traced);
    m->worst_branch_ppm = a->worst_ppm;
    m->bias_s = forecast_clock_position(clock, job->origin + last_p50) -
                forecast_clock_position(clock, job->origin + a->latest_p50);
}

static int order_merges(const void *a, const void *b, const void *context)
{
    const struct forecast_merge_point *x = a, *y = b;

    (void)context;
    if (x->bias_s != y->bias_s)
        return x->bias_s > y->bias_s ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* Joins on a driving path in at least one iteration in a hundred; the most biased first. */
void forecast_finish_merges(struct forecast_finisher *x)
{
    const struct forecast_job *job = x->job;
    struct forecast_merge_point *merges = NULL;
    size_t count = 0, capacity = 0;
    struct arrivals a;

    if (x->traced == 0)
        return;
    a.branch = ARENA_ARRAY(x->scratch, int32_t, x->traced);
    a.last = ARENA_ARRAY(x->scratch, int32_t, x->traced);
    for (uint32_t row = 0; row < job->row_count; row++) {
        if (branches_into(job, row) < MERGE_BRANCHES_LEAST ||
            forecast_partial_critical(job, x->all, job->trace_bits, row) * UINT64_C(100) <
                x->traced)
            continue;
        if (!arena_grow(x->owner, (void **)&merges, count, &capacity, sizeof(*merges),
                        PLAN_OBJECT_CEILING))
            break;
        finish_merge(x, &a, row, &merges[count++]);
    }
    sort_stable(merges, count, sizeof(*merges), order_merges, NULL, x->scratch);
    x->f->merges = merges;
    x->f->merge_count = (uint32_t)(count < MERGES_KEPT ? count : MERGES_KEPT);
}
