/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/forecast_partial.h"

#include <assert.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/sort.h"
#include "core/engine/forecast_people.h"

enum { STEP = 1024 };           /* iterations between two looks of the stop rule */
#define Z95 1.959963984540054

/* --- running ----------------------------------------------------------------------- */

static struct forecast_leaf leaf_new(const struct forecast_job *job, uint32_t first,
                                     uint32_t count, struct arena *owner)
{
    struct forecast_leaf leaf = {.owner = owner, .first = first, .count = count};

    leaf.target = ARENA_ARRAY(owner, int32_t, (size_t)(job->target_count + 1) * count);
    if (job->money)
        leaf.cost = ARENA_ARRAY(owner, int64_t, count);
    if (first < job->traced) {
        const uint32_t left = job->traced - first;
        const uint32_t blocks = ((count < left ? count : left) + job->lanes - 1) / job->lanes;
        const size_t kept = (size_t)blocks * job->lanes * job->row_count + 1;

        leaf.traced = count < left ? count : left;
        leaf.start = ARENA_ARRAY(owner, int32_t, kept);
        leaf.finish = ARENA_ARRAY(owner, int32_t, kept);
        leaf.critical =
            ARENA_ARRAY(owner, uint32_t, (size_t)(job->trace_bits + 1) * job->row_count + 1);
        if (job->people)
            leaf.waited = ARENA_ARRAY(owner, int64_t, job->row_count + 1);
    }
    return leaf;
}

void forecast_partial_keep(const struct forecast_job *job, struct forecast_space *space,
                           struct forecast_leaf *leaf, uint32_t at, uint32_t count)
{
    for (uint32_t t = 0; t < job->target_count; t++) {
        const uint32_t node = job->targets[t];
        int32_t *to = leaf->target + (size_t)t * leaf->count + at;

        if (node != NODE_NONE && job->row_of[node] == ROW_NONE) {
            const int32_t fixed =
                forecast_clock_position(&job->clocks[1], job->network->actual_finish[node]);

            for (uint32_t i = 0; i < count; i++)
                to[i] = fixed;
            continue;
        }
        forecast_kernel_finish(job, space, node == NODE_NONE ? ROW_NONE : job->row_of[node],
                               space->duration);
        memcpy(to, space->duration, count * sizeof(*to));
    }
    if (leaf->cost)
        memcpy(leaf->cost + at, space->cost, count * sizeof(*leaf->cost));
}

static void add_waits(const struct forecast_job *job, const struct forecast_space *space,
                      uint32_t count, int64_t *waited)
{
    for (uint32_t r = 0; r < job->row_count; r++)
        for (uint32_t i = 0; people_are_needed(job, r) && i < count; i++)
            waited[r] += space->waited[(size_t)r * space->lanes + i];
}

struct forecast_partial *forecast_partial_new(const struct forecast_job *job, uint32_t first,
                                              uint32_t count, struct arena *owner,
                                              struct forecast_leaf **ret_leaf)
{
    struct forecast_partial *partial = ARENA_NEW(owner, struct forecast_partial);
    struct forecast_leaf *leaf = ARENA_NEW(owner, struct forecast_leaf);

    assert(first % FORECAST_BLOCK == 0);
    *leaf = leaf_new(job, first, count, owner);
    *partial = (struct forecast_partial){leaf, 1, count, ARENA_ARRAY(owner, int32_t, count)};
    *ret_leaf = leaf;
    return partial;
}

struct forecast_partial *forecast_run(const struct forecast_job *job, uint32_t first,
                                      uint32_t count, struct arena *owner,
                                      struct arena *scratch)
{
    struct forecast_leaf *leaf;
    struct forecast_partial *partial = forecast_partial_new(job, first, count, owner, &leaf);
    const size_t block = (size_t)job->row_count * job->lanes;
    struct forecast_space space;

    forecast_space_init(&space, job, leaf->traced > 0, scratch);
    for (uint32_t at = 0; at < count; at += job->lanes) {
        const uint32_t lanes = count - at < job->lanes ? count - at : job->lanes;
        const bool traced = at < leaf->traced;
        int32_t *const start = space.start, *const finish = space.finish;

        if (traced) {           /* straight into what is kept */
            space.start = leaf->start + at / job->lanes * block;
            space.finish = leaf->finish + at / job->lanes * block;
        }
        forecast_kernel_run(job, &space, first + at);
        forecast_partial_keep(job, &space, leaf, at, lanes);
        if (traced)
            forecast_kernel_trace(job, &space, lanes, leaf->critical);
        if (traced && leaf->waited)
            add_waits(job, &space, lanes, leaf->waited);
        space.start = start;
        space.finish = finish;
    }
    return partial;
}

/* --- merging ----------------------------------------------------------------------- */

static void *copy_of(const void *items, size_t count, size_t size, struct arena *owner)
{
    void *copy = arena_take(owner, count > 0 ? count : 1, size);

    return items ? memcpy(copy, items, count * size) : NULL;
}

static struct forecast_leaf leaf_copy(const struct forecast_job *job,
                                      const struct forecast_leaf *from, struct arena *owner)
{
    const uint32_t blocks = (from->traced + job->lanes - 1) / job->lanes;
    const size_t kept = (size_t)blocks * job->lanes * job->row_count;
    struct forecast_leaf leaf = *from;

    if (from->owner == owner)   /* it lives as long as the copy would */
        return leaf;
    leaf.owner = owner;
    leaf.target = copy_of(from->target, (size_t)job->target_count * from->count,
                          sizeof(*leaf.target), owner);
    if (from->cost)
        leaf.cost = copy_of(from->cost, from->count, sizeof(*leaf.cost), owner);
    if (from->traced == 0)
        return leaf;
    leaf.start = copy_of(from->start, kept, sizeof(*leaf.start), owner);
    leaf.finish = copy_of(from->finish, kept, sizeof(*leaf.finish), owner);
    leaf.critical = copy_of(from->critical, (size_t)(job->trace_bits + 1) * job->row_count,
                            sizeof(*leaf.critical), owner);
    if (from->waited)
        leaf.waited = copy_of(from->waited, job->row_count, sizeof(*leaf.waited), owner);
    return leaf;
}

static int order_leaves(const void *a, const void *b, const void *context)
{
    const struct forecast_leaf *x = a, *y = b;

    (void)context;
    return x->first < y->first ? -1 : x->first > y->first;
}

struct forecast_partial *forecast_merge(const struct forecast_job *job,
                                        struct forecast_partial *const *parts, uint32_t count,
                                        struct arena *owner)
{
    struct forecast_partial *all = ARENA_NEW(owner, struct forecast_partial);
    uint32_t leaves = 0;

    for (uint32_t p = 0; p < count; p++)
        leaves += parts[p]->leaf_count;
    all->leaves = ARENA_ARRAY(owner, struct forecast_leaf, leaves + 1);
    for (uint32_t p = 0; p < count; p++) {
        for (uint32_t l = 0; l < parts[p]->leaf_count; l++)
            all->leaves[all->leaf_count++] = leaf_copy(job, &parts[p]->leaves[l], owner);
        all->count += parts[p]->count;
    }
    sort_stable(all->leaves, all->leaf_count, sizeof(*all->leaves), order_leaves, NULL, owner);
    all->spare = ARENA_ARRAY(owner, int32_t, all->count + 1);
    return all;
}

/* --- reading ----------------------------------------------------------------------- */

void forecast_partial_target(const struct forecast_partial *partial, uint32_t target,
                             int32_t *ret_clock)
{
    for (uint32_t l = 0; l < partial->leaf_count; l++) {
        const struct forecast_leaf *leaf = &partial->leaves[l];

        memcpy(ret_clock, leaf->target + (size_t)target * leaf->count,
               leaf->count * sizeof(*ret_clock));
        ret_clock += leaf->count;
    }
}

uint32_t forecast_partial_traced(const struct forecast_partial *partial)
{
    uint32_t traced = 0;

    for (uint32_t l = 0; l < partial->leaf_count; l++)
        traced += partial->leaves[l].traced;
    return traced;
}

void forecast_partial_row(const struct forecast_job *job, const struct forecast_partial *partial,
                          uint32_t row, bool start, int32_t *ret_positions)
{
    const uint32_t lanes = job->lanes;

    for (uint32_t l = 0; l < partial->leaf_count; l++) {
        const struct forecast_leaf *leaf = &partial->leaves[l];
        const int32_t *kept = start ? leaf->start : leaf->finish;

        for (uint32_t at = 0; at < leaf->traced; at += lanes) {
            const uint32_t count = leaf->traced - at < lanes ? leaf->traced - at : lanes;

            memcpy(ret_positions,
                   kept + ((size_t)(at / lanes) * job->row_count + row) * lanes,
                   count * sizeof(*ret_positions));
            ret_positions += count;
        }
    }
}

uint32_t forecast_partial_critical(const struct forecast_job *job,
                                   const struct forecast_partial *partial, uint32_t bit,
                                   uint32_t row)
{
    uint32_t sum = 0;

    for (uint32_t l = 0; l < partial->leaf_count; l++)
        if (partial->leaves[l].traced > 0)
            sum += partial->leaves[l].critical[(size_t)bit * job->row_count + row];
    return sum;
}

int64_t forecast_partial_waited(const struct forecast_partial *partial, uint32_t row)
{
    int64_t sum = 0;

    for (uint32_t l = 0; l < partial->leaf_count; l++)
        if (partial->leaves[l].waited)
            sum += partial->leaves[l].waited[row];
    return sum;
}

/* --- order statistics -------------------------------------------------------------- */

static void swap(int32_t *a, int32_t *b)
{
    const int32_t kept = *a;

    *a = *b;
    *b = kept;
}

/* Quickselect with the median of three; what it returns does not depend on how it goes. */
int32_t forecast_select(int32_t *items, uint32_t count, uint32_t k)
{
    uint32_t low = 0, high = count - 1;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        uint32_t i = low, j = high;
        int32_t pivot;

        if (items[middle] < items[low])
            swap(&items[middle], &items[low]);
        if (items[high] < items[low])
            swap(&items[high], &items[low]);
        if (items[high] < items[middle])
            swap(&items[high], &items[middle]);
        pivot = items[middle];
        for (;;) {
            while (items[i] < pivot)
                i++;
            while (items[j] > pivot)
                j--;
            if (i >= j)
                break;
            swap(&items[i++], &items[j--]);
        }
        if (k <= j)
            high = j;
        else
            low = j + 1;
    }
    return items[low];
}

uint32_t forecast_rank(uint32_t count, int32_t ppm)
{
    const uint64_t rank = ((uint64_t)count * (uint64_t)ppm + PPM - 1) / PPM;

    return rank == 0 ? 0 : rank > count ? count - 1 : (uint32_t)rank - 1;
}

void forecast_rank_interval(uint32_t count, int32_t ppm, uint32_t *ret_low, uint32_t *ret_high)
{
    const double p = (double)ppm / PPM;
    const double spread = Z95 * number_sqrt(count * p * (1 - p));
    const int64_t low = number_round(number_floor(count * p - spread)) - 1;
    const int64_t high = number_round(number_floor(count * p + spread)) + 1;

    *ret_low = low < 0 ? 0 : (uint32_t)low;
    *ret_high = high >= count ? count - 1 : (uint32_t)high;
}

/* --- when to stop ------------------------------------------------------------------ */

static const int32_t watched_ppm[] = {500000, 800000, 900000};
enum { WATCHED = sizeof(watched_ppm) / sizeof(watched_ppm[0]), TARGETS_WATCHED = 64 };

/* The intervals of P50, P80 and P90 are as narrow as a working day, or half a per cent of what
 * remains; in working time, or a weekend in the way would never let it stop. */
static bool is_settled(const struct forecast_job *job, uint32_t target, int32_t *values,
                       uint32_t count)
{
    const struct network *n = job->network;
    const uint32_t node = job->targets[target];
    const struct forecast_clock *clock =
        &job->clocks[node == NODE_NONE ? 0 : n->own_calendar[node]];
    const int64_t day_s = calendar_usual_day_s(clock->calendar);
    const int32_t now = forecast_clock_position(clock, job->now);

    for (unsigned w = 0; w < WATCHED; w++) {
        uint32_t low, high;
        int32_t ends[2];
        int64_t allowed;

        forecast_rank_interval(count, watched_ppm[w], &low, &high);
        ends[0] = forecast_select(values, count, low);
        ends[1] = forecast_select(values, count, high);
        forecast_clock_in(clock, ends, 2);
        allowed = ((int64_t)ends[1] - now) / 200;
        if ((int64_t)ends[1] - ends[0] > (allowed > day_s ? allowed : day_s))
            return false;
    }
    return true;
}

/* Iterations for an interval of plus or minus a point at this probability. */
static uint32_t for_a_point(double p)
{
    return (uint32_t)number_round(Z95 * Z95 * p * (1 - p) * 10000);
}

static uint32_t for_commitments(const struct forecast_job *job,
                                const struct forecast_partial *so_far, int32_t *values)
{
    uint32_t most = 0;

    for (uint32_t c = 0; c < job->commitment_count && c < TARGETS_WATCHED; c++) {
        uint32_t met = 0, wanted;

        if (job->commitment_target[c] == UINT32_MAX)
            continue;
        forecast_partial_target(so_far, job->commitment_target[c], values);
        for (uint32_t i = 0; i < so_far->count; i++)
            met += values[i] <= job->commitment_by[c];
        wanted = for_a_point((double)met / so_far->count);
        most = wanted > most ? wanted : most;
    }
    return most;
}

static uint32_t whole_steps(uint32_t count)
{
    return (count + STEP - 1) / STEP * STEP;
}

uint32_t forecast_wants(const struct forecast_job *job, const struct forecast_partial *so_far)
{
    int32_t *values;
    uint32_t wanted, most;

    if (job->options.iterations > 0)
        return job->options.iterations;
    if (!so_far)
        return job->iterations_cap < FORECAST_ITERATIONS_LEAST ? job->iterations_cap
                                                                : FORECAST_ITERATIONS_LEAST;
    if (so_far->count >= job->iterations_cap)
        return so_far->count;
    values = so_far->spare;
    most = wanted = for_commitments(job, so_far, values);
    for (uint32_t t = 0; t < job->target_count && t < TARGETS_WATCHED; t++) {
        forecast_partial_target(so_far, t, values);
        if (!is_settled(job, t, values, so_far->count)) {
            wanted = so_far->count + so_far->count / 4 + STEP;
            break;
        }
    }
    wanted = whole_steps(wanted > most ? wanted : most);
    if (wanted <= so_far->count)
        return so_far->count;
    return wanted < job->iterations_cap ? wanted : job->iterations_cap;
}

void forecast_finishes(const struct forecast_partial *all, uint32_t target, int32_t *ret_clock)
{
    forecast_partial_target(all, target, ret_clock);
}

bool forecast_peek(const struct forecast_job *job, const struct forecast_partial *so_far,
                   struct str *ret_id, int32_t *ret_likely_ppm, int64_t *ret_p80)
{
    for (uint32_t c = 0; c < job->commitment_count; c++) {
        int32_t *values = so_far->spare;
        uint32_t met = 0;

        if (job->commitment_target[c] == UINT32_MAX)
            continue;
        forecast_partial_target(so_far, job->commitment_target[c], values);
        for (uint32_t i = 0; i < so_far->count; i++)
            met += values[i] <= job->commitment_by[c];
        *ret_id = job->plan->objects[job->commitments[c]]->id;
        *ret_likely_ppm = (int32_t)((uint64_t)met * PPM / so_far->count);
        *ret_p80 = job->origin +
                   forecast_select(values, so_far->count, forecast_rank(so_far->count, 800000));
        return true;
    }
    return false;
}
