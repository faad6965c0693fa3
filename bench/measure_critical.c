/* SPDX-License-Identifier: Apache-2.0 */
/* The precedence method beside the least work that could give its dates: one calendar, positions in
 * working seconds, forward and backward over plain arrays, total float, and four dates a
 * task by a table. Ours has links of four types with lags on any calendar, constraints, progress,
 * free float and the longest path besides. */
#include <stdio.h>
#include <stdlib.h>

#include "bench/measure.h"
#include "core/engine/forecast_clock.h"
#include "core/engine/schedule.h"

struct least {
    uint32_t count;
    uint32_t *first, *pred;
    int32_t *lag, *duration;
    struct forecast_clock clock;
    int32_t *start, *finish, *late_start, *late_finish, *slack;
};

static void *array(size_t count, size_t size)
{
    void *items = calloc(count + 1, size);

    if (!items)
        bench_fail("no memory");
    return items;
}

static void least_init(struct least *k, const struct network *n, struct arena *owner)
{
    const uint32_t count = n->node_count;

    k->count = count;
    k->first = array(count, sizeof(*k->first));
    k->pred = array(n->link_count, sizeof(*k->pred));
    k->lag = array(n->link_count, sizeof(*k->lag));
    k->duration = array(count, sizeof(*k->duration));
    k->start = array(count, sizeof(*k->start));
    k->finish = array(count, sizeof(*k->finish));
    k->late_start = array(count, sizeof(*k->late_start));
    k->late_finish = array(count, sizeof(*k->late_finish));
    k->slack = array(count, sizeof(*k->slack));
    for (uint32_t node = 0; node < count; node++) {
        if (n->role[node] == ROLE_TASK && n->calendar[node] != 0)
            bench_fail("the limit knows one calendar only");
        k->first[node + 1] = n->link_first[node + 1];
        k->duration[node] = n->duration_s[node];
    }
    for (uint32_t l = 0; l < n->link_count; l++) {
        if (n->links[l].type != 0 || n->links[l].lag_s != 0)
            bench_fail("the limit knows plain links only");
        k->pred[l] = n->links[l].pred;
        k->lag[l] = n->links[l].lag_s;
    }
    forecast_clock_init(&k->clock, n->calendars[0], n->start, FORECAST_FAR, false, owner);
}

static int32_t least_run(struct least *k)
{
    int32_t end = 0;

    for (uint32_t node = 0; node < k->count; node++) {
        int32_t at = 0;

        for (uint32_t l = k->first[node]; l < k->first[node + 1]; l++) {
            const int32_t from = k->finish[k->pred[l]] + k->lag[l];

            at = from > at ? from : at;
        }
        k->start[node] = at;
        k->finish[node] = at + k->duration[node];
        end = k->finish[node] > end ? k->finish[node] : end;
    }
    for (uint32_t node = 0; node < k->count; node++)
        k->late_finish[node] = end;
    for (uint32_t node = k->count; node-- > 0;) {
        const int32_t at = k->late_finish[node] - k->duration[node];

        k->late_start[node] = at;
        k->slack[node] = k->late_finish[node] - k->finish[node];
        for (uint32_t l = k->first[node]; l < k->first[node + 1]; l++) {
            int32_t *late = &k->late_finish[k->pred[l]];

            *late = at - k->lag[l] < *late ? at - k->lag[l] : *late;
        }
    }
    forecast_clock_out(&k->clock, true, k->start, k->count);
    forecast_clock_out(&k->clock, false, k->finish, k->count);
    forecast_clock_out(&k->clock, true, k->late_start, k->count);
    forecast_clock_out(&k->clock, false, k->late_finish, k->count);
    return end;
}

static void compare(const struct least *k, const struct schedule *s)
{
    for (uint32_t node = 0; node < k->count; node++) {
        const struct schedule_dates *d = &s->node[node];
        const int64_t origin = k->clock.origin;

        if (s->network->role[node] == ROLE_TASK &&
            (d->early_start != origin + k->start[node] ||
             d->early_finish != origin + k->finish[node] ||
             d->late_start != origin + k->late_start[node] ||
             d->late_finish != origin + k->late_finish[node] ||
             d->total_float_s != k->slack[node])) {
            fprintf(stderr, "node %u: %lld %lld %lld %lld %lld, limit %lld %lld %lld %lld %d\n",
                    node, (long long)d->early_start, (long long)d->early_finish,
                    (long long)d->late_start, (long long)d->late_finish,
                    (long long)d->total_float_s, (long long)(origin + k->start[node]),
                    (long long)(origin + k->finish[node]),
                    (long long)(origin + k->late_start[node]),
                    (long long)(origin + k->late_finish[node]), k->slack[node]);
            bench_fail("the two dates differ");
        }
    }
}

int measure_critical(const char *path)
{
    struct bench_plan of = bench_plan_of(path);
    const struct network *n;
    struct arena owner, scratch, result, within;
    struct diags diags;
    struct least k = {0};
    double ours = 0, limit = 0;
    int32_t end = 0;

    arena_init(&owner, &bench_pages, 0);
    arena_init(&scratch, &bench_pages, 0);
    diags_init(&diags, &owner);
    if (!network_compile(of.plan, &owner, &scratch, &n, &diags))
        bench_fail("the plan has no network");
    least_init(&k, n, &owner);
    arena_init(&result, &bench_pages, 0);
    arena_init(&within, &bench_pages, 0);
    bench_keep_memory();        /* the arrays of the limit are touched before, too */
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        const int repeats = n->node_count < 20000 ? (int)(20000 / n->node_count) : 1;
        const struct schedule *s = NULL;
        double began = bench_seconds();

        for (int i = 0; i < repeats; i++)
            end = least_run(&k);
        limit = bench_best(limit, (bench_seconds() - began) / repeats, attempt);
        began = bench_seconds();
        for (int i = 0; i < repeats; i++) {
            arena_reset(&within);
            arena_reset(&result);
            if (!schedule_compute(n, &result, &within, &s, &diags))
                bench_fail("the plan has no dates");
        }
        ours = bench_best(ours, (bench_seconds() - began) / repeats, attempt);
        if (attempt == 0)
            compare(&k, s);
    }
    printf("%u %u %.9f %.9f %.3f\n", n->node_count, n->link_count, ours, limit, end / 3600.0);
    baton_free(of.b);
    return 0;
}
