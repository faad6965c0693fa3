/* SPDX-License-Identifier: Apache-2.0 */
/* What each line adds, averaged over the orders in which the lines could have been made: the
 * Shapley value. Exact over all subsets of few lines; of many, over sampled orders, each with its
 * reverse. Every order sums to the whole movement, so the averages do too: what the division
 * leaves is handed out second by second. Where a set of lines makes no plan, it counts as the set
 * without its last line. */
#include "core/base/arena.h"
#include "core/base/draw.h"
#include "core/base/number.h"
#include "core/decide/why_job.h"

enum { SIMULATIONS = 512, ORDERS_MOST = 32, PURPOSE = 0x776879 };

static bool is_exact(const struct why_job *job)
{
    return job->line_count <= WHY_EXACT;
}

/* --- asking -------------------------------------------------------------------------------- */

static void ask_subsets(struct why_job *job)
{
    for (uint32_t set = 0; set < 1u << job->line_count; set++) {
        bool *lines = ARENA_ARRAY(job->scratch, bool, job->line_count + 1);

        for (uint32_t i = 0; i < job->line_count; i++)
            lines[i] = set >> i & 1;
        why_ask_for(job, (struct why_ask){.lines = lines});
    }
}

static uint32_t *shuffled(struct why_job *job, uint32_t number)
{
    uint32_t *order = ARENA_ARRAY(job->scratch, uint32_t, job->line_count + 1);

    for (uint32_t i = 0; i < job->line_count; i++)
        order[i] = i;
    for (uint32_t i = job->line_count - 1; i > 0; i--) {
        const uint32_t word = draw_u32(job->why->seed, number, i, PURPOSE);
        const uint32_t k = (uint32_t)((uint64_t)word * (i + 1) >> 32), kept = order[i];

        order[i] = order[k];
        order[k] = kept;
    }
    return order;
}

static uint32_t *reversed(struct why_job *job, const uint32_t *order)
{
    uint32_t *back = ARENA_ARRAY(job->scratch, uint32_t, job->line_count + 1);

    for (uint32_t i = 0; i < job->line_count; i++)
        back[i] = order[job->line_count - 1 - i];
    return back;
}

/* The sets along one order; the empty and the whole one are known. */
static void ask_along(struct why_job *job, const uint32_t *order)
{
    for (uint32_t i = 0; i + 1 < job->line_count; i++) {
        bool *lines = ARENA_ARRAY(job->scratch, bool, job->line_count + 1);

        for (uint32_t k = 0; k <= i; k++)
            lines[order[k]] = true;
        why_ask_for(job, (struct why_ask){.lines = lines});
    }
}

void why_orders_ask(struct why_job *job)
{
    if (job->line_count == 0)
        return;
    if (is_exact(job)) {
        ask_subsets(job);
        return;
    }
    job->order_count = SIMULATIONS / job->line_count / 2 * 2;
    if (job->order_count < 4)
        job->order_count = 4;
    if (job->order_count > ORDERS_MOST)
        job->order_count = ORDERS_MOST;
    job->orders = ARENA_ARRAY(job->scratch, uint32_t *, job->order_count + 1);
    for (uint32_t i = 0; i < job->order_count; i += 2) {
        job->orders[i] = shuffled(job, i);
        job->orders[i + 1] = reversed(job, job->orders[i]);
        ask_along(job, job->orders[i]);
        ask_along(job, job->orders[i + 1]);
    }
}

/* --- reading ------------------------------------------------------------------------------- */

/* What the lines add over all orders: `sum` of `weight` orders. */
struct share {
    int64_t sum_s, sum_ppm, low_s, high_s;
    double squares;             /* of the means of an order and its reverse */
    bool any;
};

static void add_share(struct share *s, int64_t weight, int64_t seconds, int64_t ppm)
{
    s->sum_s += weight * seconds;
    s->sum_ppm += weight * ppm;
    if (!s->any || seconds < s->low_s)
        s->low_s = seconds;
    if (!s->any || seconds > s->high_s)
        s->high_s = seconds;
    s->any = true;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Each its average rounded down, and a unit more for the first until they sum to the whole. */
static void divide(const struct why_job *job, struct why_effect *effects,
                   const struct share *shares, int64_t orders)
{
    int64_t sum_s = 0, sum_ppm = 0, left_s = 0, left_ppm = 0;

    for (uint32_t i = 0; i < job->line_count; i++) {
        effects[i].fair_s = floor_div(shares[i].sum_s, orders);
        effects[i].fair_ppm = (int32_t)floor_div(shares[i].sum_ppm, orders);
        effects[i].low_s = shares[i].low_s;
        effects[i].high_s = shares[i].high_s;
        sum_s += shares[i].sum_s;
        sum_ppm += shares[i].sum_ppm;
        left_s -= effects[i].fair_s;
        left_ppm -= effects[i].fair_ppm;
    }
    left_s += sum_s / orders;
    left_ppm += sum_ppm / orders;
    /* Only to those whose division left something: who affects nothing stays at exactly 0. */
    for (uint32_t i = 0; i < job->line_count; i++) {
        if (left_s > 0 && floor_div(shares[i].sum_s, orders) * orders != shares[i].sum_s) {
            effects[i].fair_s++;
            left_s--;
        }
        if (left_ppm > 0 && floor_div(shares[i].sum_ppm, orders) * orders != shares[i].sum_ppm) {
            effects[i].fair_ppm++;
            left_ppm--;
        }
    }
}

static const struct why_values *of_set(const struct why_job *job, uint32_t set)
{
    while (set > 0 && !job->asks[set].good) {
        uint32_t last = 31;

        while (!(set >> last & 1))
            last--;
        set &= ~(1u << last);
    }
    return set > 0 ? &job->asks[set].values : &job->base;
}

static int64_t factorial(uint32_t n)
{
    return n < 2 ? 1 : n * factorial(n - 1);
}

static void read_subsets(const struct why_job *job, uint32_t target, struct share *shares)
{
    const uint32_t n = job->line_count;

    for (uint32_t set = 0; set < 1u << n; set++)
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t size = (uint32_t)__builtin_popcount(set);
            const struct why_values *without, *with;

            if (set >> i & 1)
                continue;
            without = of_set(job, set);
            with = of_set(job, set | 1u << i);
            add_share(&shares[i], factorial(size) * factorial(n - size - 1),
                      with->p80[target] - without->p80[target],
                      with->ppm[target] - without->ppm[target]);
        }
}

static void read_along(const struct why_job *job, uint32_t target, struct share *shares)
{
    const uint32_t n = job->line_count;
    int64_t *pair = ARENA_ARRAY(job->scratch, int64_t, n + 1);

    for (uint32_t o = 0; o < job->order_count; o++) {
        const struct why_values *last = &job->base;

        for (uint32_t i = 0; i < n; i++) {
            const uint32_t line = job->orders[o][i];
            const struct why_ask *ask = &job->asks[o * (n - 1) + i];
            const struct why_values *now = i + 1 == n  ? &job->order[n - 1]
                                           : ask->good ? &ask->values
                                                       : last;
            const int64_t adds = now->p80[target] - last->p80[target];

            add_share(&shares[line], 1, adds, now->ppm[target] - last->ppm[target]);
            pair[line] = o % 2 ? pair[line] + adds : adds;
            if (o % 2)
                shares[line].squares += (double)pair[line] / 2 * ((double)pair[line] / 2);
            last = now;
        }
    }
}

/* Half the 95 % interval of the mean over pairs of an order and its reverse. */
static int64_t error_of(const struct share *s, uint32_t orders)
{
    const double pairs = orders / 2, mean = (double)s->sum_s / orders;
    const double spread = s->squares / pairs - mean * mean;

    return spread > 0 ? (int64_t)(2 * number_sqrt(spread / (pairs - 1)) + 0.5) : 0;
}

void why_orders_read(struct why_job *job, struct why_effect *const *effects, uint32_t first)
{
    job->why->orders = is_exact(job) ? 0 : job->order_count;
    for (uint32_t i = 0; i < job->target_count; i++) {
        struct share *shares = ARENA_ARRAY(job->scratch, struct share, job->line_count + 1);

        if (is_exact(job))
            read_subsets(job, i, shares);
        else
            read_along(job, i, shares);
        divide(job, &effects[i][first], shares,
               is_exact(job) ? factorial(job->line_count) : job->order_count);
        for (uint32_t n = 0; !is_exact(job) && n < job->line_count; n++)
            effects[i][first + n].error_s = error_of(&shares[n], job->order_count);
    }
}
