/* SPDX-License-Identifier: Apache-2.0 */
/* The simulation beside the least work that could give its finishes: draw every duration (the same
 * draws, by the same elementwise steps) and take maxima, on one calendar; and where teams bind, a
 * place for each row in its team, iteration by iteration, in profiles that stay in the nearest
 * cache. Ours has calendars, routes, risks, branches, lags and accumulators besides.
 *
 * The floor is less than the answer needs: one table stands in for two, and no team's factor. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/host.h"
#include "app/os/pool.h"
#include "bench/measure.h"
#include "core/engine/forecast_job.h"
#include "core/engine/forecast_people.h"

enum { TABLE = 256, PROFILE = 4096, PIECE = 512, PIECES_MOST = 1024, THREADS = 2 };

struct least {
    const struct forecast_job *job;
    uint32_t lanes;             /* of a block */
    int32_t *team;              /* [team][lanes] scores */
    int32_t *duration, *finish; /* [row][lanes] */
    int32_t *one;               /* [row] finishes of one iteration */
    uint32_t *first, *pred;     /* links, in rows */
    int32_t *at, *left;         /* [team][PROFILE] */
    uint32_t *count;            /* [team] */
    uint32_t *draws;
};

static void *array(size_t count, size_t size)
{
    void *items = calloc(count + 1, size);

    if (!items)
        bench_fail("no memory");
    return items;
}

static void least_init(struct least *k, const struct forecast_job *job)
{
    const uint32_t teams = job->people ? job->people->team_count : 0;
    uint32_t links = 0;

    k->job = job;
    k->lanes = FORECAST_BLOCK;
    k->team = array((size_t)job->team_count * k->lanes, sizeof(int32_t));
    k->duration = array((size_t)job->row_count * k->lanes, sizeof(int32_t));
    k->finish = array((size_t)job->row_count * k->lanes, sizeof(int32_t));
    k->one = array(job->row_count, sizeof(int32_t));
    k->first = array(job->row_count + 1, sizeof(uint32_t));
    k->draws = array(k->lanes, sizeof(uint32_t));
    k->at = array((size_t)teams * PROFILE, sizeof(int32_t));
    k->left = array((size_t)teams * PROFILE, sizeof(int32_t));
    k->count = array(teams, sizeof(uint32_t));
    k->pred = array(job->network->link_count, sizeof(uint32_t));
    for (uint32_t r = 0; r < job->row_count; r++) {
        const struct forecast_row *row = &job->rows[r];

        if (row->branch != ROW_NONE || row->bundle != ROW_NONE || row->hit_count > 0)
            bench_fail("the limit knows plain tasks only");
        for (uint32_t g = 0; g < row->group_count; g++) {
            const struct forecast_group *group = &job->groups[row->group_first + g];

            for (uint32_t l = 0; l < group->link_count; l++)
                k->pred[links++] = job->links[group->link_first + l].row;
        }
        k->first[r + 1] = links;
    }
    for (uint32_t t = 0; t < teams; t++)
        if (job->people->teams[t].width > PROFILE)
            bench_fail("the limit's profiles are too short");
}

static void draw_teams(struct least *k, uint32_t first)
{
    const struct forecast_job *job = k->job;

    for (uint32_t t = 0; t < job->team_count; t++) {
        job->steps->draw(job->seed, job->teams[t], first, k->lanes, PURPOSE_TEAM, k->draws);
        job->steps->scores(job->team_scores, k->draws, k->team + (size_t)t * k->lanes, k->lanes);
    }
}

static void draw_row(struct least *k, uint32_t r, uint32_t first, int32_t *duration)
{
    const struct forecast_job *job = k->job;
    const struct forecast_row *row = &job->rows[r];

    if (row->shape == FORECAST_CONSTANT) {
        job->steps->fill(duration, row->scale_s, k->lanes);
        return;
    }
    job->steps->draw(job->seed, row->key, first, k->lanes, PURPOSE_DURATION, k->draws);
    job->steps->scores(row->team == ROW_NONE ? job->scores : job->own_scores, k->draws, duration,
                       k->lanes);
    if (row->team != ROW_NONE)
        job->steps->add(duration, k->team + (size_t)row->team * k->lanes, k->lanes);
    job->steps->amounts(job->shapes[row->shape], row->scale_s, duration, k->lanes);
}

static void block_plain(struct least *k, uint32_t first)
{
    const struct forecast_job *job = k->job;
    const uint32_t lanes = k->lanes;

    draw_teams(k, first);
    for (uint32_t r = 0; r < job->row_count; r++) {
        int32_t *own = k->finish + (size_t)r * lanes;
        uint32_t l = k->first[r];

        if (l == k->first[r + 1])
            memset(own, 0, lanes * sizeof(*own));
        else
            memcpy(own, k->finish + (size_t)k->pred[l++] * lanes, lanes * sizeof(*own));
        for (; l < k->first[r + 1]; l++)
            job->steps->latest(own, k->finish + (size_t)k->pred[l] * lanes, 0, lanes);
        if (job->rows[r].shape == FORECAST_CONSTANT && job->rows[r].scale_s == 0)
            continue;
        draw_row(k, r, first, k->duration);
        job->steps->add(own, k->duration, lanes);
    }
}

/* --- with teams ---------------------------------------------------------------------- */

static int32_t take(struct least *k, uint32_t team, int32_t start, int32_t duration, int32_t units)
{
    int32_t *at = k->at + (size_t)team * PROFILE, *left = k->left + (size_t)team * PROFILE;
    uint32_t n = k->count[team], j = n - 1, e;
    int32_t finish;

    while (at[j] > start)
        j--;
    for (;;) {
        finish = start + duration;
        for (e = j; e < n && at[e] < finish; e++)
            if (left[e] < units)
                break;
        if (e == n || at[e] >= finish)
            break;
        j = e + 1;
        start = at[j];
    }
    if (e == n || at[e] != finish) {
        for (uint32_t i = n; i > e; i--) {
            at[i] = at[i - 1];
            left[i] = left[i - 1];
        }
        at[e] = finish;
        left[e] = left[e - 1];
        n++;
    }
    if (at[j] < start) {
        j++;
        for (uint32_t i = n; i > j; i--) {
            at[i] = at[i - 1];
            left[i] = left[i - 1];
        }
        at[j] = start;
        left[j] = left[j - 1];
        e++;
        n++;
    }
    for (uint32_t i = j; i < e; i++)
        left[i] -= units;
    k->count[team] = n;
    return finish;
}

static void clear_teams(struct least *k)
{
    const struct forecast_people *p = k->job->people;

    for (uint32_t t = 0; t < p->team_count; t++) {
        for (uint32_t i = 0; i < p->teams[t].step_count; i++) {
            k->at[(size_t)t * PROFILE + i] = p->teams[t].steps[i].at;
            k->left[(size_t)t * PROFILE + i] = p->teams[t].steps[i].left;
        }
        k->count[t] = p->teams[t].step_count;
    }
}

static void block_capacity(struct least *k, uint32_t first)
{
    const struct forecast_job *job = k->job;
    const struct forecast_people *p = job->people;
    const uint32_t lanes = k->lanes;

    draw_teams(k, first);
    for (uint32_t r = 0; r < job->row_count; r++)
        draw_row(k, r, first, k->duration + (size_t)r * lanes);
    for (uint32_t lane = 0; lane < lanes; lane++) {
        clear_teams(k);
        for (uint32_t i = 0; i < job->row_count; i++) {
            const uint32_t r = p->order[i];
            const int32_t duration = k->duration[(size_t)r * lanes + lane];
            int32_t start = 0;

            for (uint32_t l = k->first[r]; l < k->first[r + 1]; l++)
                start = k->one[k->pred[l]] > start ? k->one[k->pred[l]] : start;
            k->one[r] = start + duration;
            if (p->need_first[r] < p->need_first[r + 1] && duration > 0)
                k->one[r] = take(k, p->needs[p->need_first[r]].team, start, duration,
                                 p->needs[p->need_first[r]].units);
        }
        for (uint32_t r = 0; r < job->row_count; r++)
            k->finish[(size_t)r * lanes + lane] = k->one[r];
    }
}

/* --- the floor ----------------------------------------------------------------------- */

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
/* As wide as the engine's own steps may be. */
__attribute__((target_clones("default", "avx2", "arch=skylake-avx512")))
#endif
static void block_floor(struct least *k, const int32_t *table, uint32_t first)
{
    const struct forecast_job *job = k->job;

    for (uint32_t r = 0; r < job->row_count; r++) {
        int32_t *own = k->finish + (size_t)r * FORECAST_BLOCK;

        job->steps->draw(1, job->rows[r].key, first, FORECAST_BLOCK, 1, k->draws);
        for (int lane = 0; lane < FORECAST_BLOCK; lane++)
            own[lane] = 0;
        for (uint32_t l = k->first[r]; l < k->first[r + 1]; l++) {
            const int32_t *pred = k->finish + (size_t)k->pred[l] * FORECAST_BLOCK;

            for (int lane = 0; lane < FORECAST_BLOCK; lane++)
                own[lane] = pred[lane] > own[lane] ? pred[lane] : own[lane];
        }
        for (int lane = 0; lane < FORECAST_BLOCK; lane++) {
            const int64_t drawn = (int64_t)job->rows[r].scale_s * table[k->draws[lane] >> 24];

            own[lane] += (int32_t)(drawn >> 16);
        }
    }
}

/* --- both ---------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/* Finishes of the last target, in positions and then in clock seconds, beside ours. */
static double compare(struct least *k, const struct forecast_partial *all, uint32_t iterations,
                      bool capacity)
{
    const struct forecast_job *job = k->job;
    const uint32_t target = job->target_count - 1;
    const uint32_t row = (uint32_t)job->row_of[job->targets[target]];
    int32_t *ours = array(iterations, sizeof(*ours)), *limit = array(iterations, sizeof(*limit));
    const struct forecast_clock *clock = NULL;
    double p80;

    for (uint32_t r = 0; r < job->row_count && !clock; r++)
        if (job->rows[r].shape != FORECAST_CONSTANT)
            clock = &job->clocks[job->rows[r].calendar];
    forecast_finishes(all, target, ours);
    for (uint32_t first = 0; first < iterations; first += k->lanes) {
        if (capacity)
            block_capacity(k, first);
        else
            block_plain(k, first);
        memcpy(limit + first, k->finish + (size_t)row * k->lanes, k->lanes * sizeof(*limit));
    }
    for (uint32_t i = 0; i < iterations; i++) {
        int32_t clocked = limit[i];

        forecast_clock_out(clock, false, &clocked, 1);
        if (clocked != ours[i]) {
            fprintf(stderr, "iteration %u: %d, limit %d\n", i, ours[i], clocked);
            bench_fail("the two finishes differ");
        }
    }
    qsort(limit, iterations, sizeof(*limit), by_value);
    p80 = limit[iterations / 5 * 4] / 3600.0;
    free(ours);
    free(limit);
    return p80;
}

int measure_simulate(const char *path, uint32_t iterations, bool capacity)
{
    struct bench_plan of = bench_plan_of(path);
    struct forecast_options options = {
        .seed = 1, .no_sensitivity = true, .no_tasks = true, .no_capacity = !capacity,
        .vectors = (enum forecast_vectors)host_vectors()};
    const struct forecast_job *job;
    struct arena owner, scratch;
    struct diags diags;
    struct least k = {0};
    double ours = 0, limit = 0, floor = 0, p80 = 0;
    int32_t table[TABLE];

    iterations = (iterations + FORECAST_BLOCK - 1) / FORECAST_BLOCK * FORECAST_BLOCK;
    options.iterations = iterations;
    arena_init(&owner, &bench_pages, 0);
    arena_init(&scratch, &bench_pages, 0);
    diags_init(&diags, &owner);
    if (!forecast_job_new(of.plan, &options, &owner, &scratch, &job, &diags))
        bench_fail("no honest forecast is possible");
    if ((job->people != NULL) != capacity)
        bench_fail("no team binds");
    least_init(&k, job);
    for (int i = 0; i < TABLE; i++)
        table[i] = 32768 + i * (131072 - 32768) / TABLE;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        struct forecast_partial *all;
        struct arena result, within;
        double began;

        arena_init(&result, &bench_pages, 0);
        arena_init(&within, &bench_pages, 0);
        began = bench_seconds();
        all = forecast_run(job, 0, iterations, &result, &within);
        ours = bench_best(ours, bench_seconds() - began, attempt);
        if (attempt == 0)
            p80 = compare(&k, all, iterations, capacity);
        arena_reset(&within);
        arena_reset(&result);
        began = bench_seconds();
        for (uint32_t first = 0; first < iterations; first += k.lanes)
            if (capacity)
                block_capacity(&k, first);
            else
                block_plain(&k, first);
        limit = bench_best(limit, bench_seconds() - began, attempt);
        began = bench_seconds();
        for (uint32_t first = 0; first < iterations && !capacity; first += k.lanes)
            block_floor(&k, table, first);
        floor = bench_best(floor, bench_seconds() - began, attempt);
    }
    printf("%u %u %.9f %.9f %.9f %.3f\n", job->network->node_count, job->network->link_count, ours,
           limit, floor, p80);
    baton_free(of.b);
    return 0;
}

/* --- on one thread and on two -------------------------------------------------------- */

struct shared {
    const struct forecast_job *job;
    uint32_t iterations;
    struct arena result[THREADS], within[THREADS];
    struct forecast_partial *parts[PIECES_MOST];
};

static void run_piece(void *context, unsigned piece, unsigned thread)
{
    struct shared *s = context;
    const uint32_t first = piece * PIECE, left = s->iterations - first;

    s->parts[piece] = forecast_run(s->job, first, left < PIECE ? left : PIECE, &s->result[thread],
                                   &s->within[thread]);
}

/* Seconds on the clock from the plan in memory to its quantiles, the best of five; the same of
 * all processors together; the digest of every finish of every iteration. */
static double on_threads(const struct plan *plan, const struct forecast_options *options,
                         unsigned threads, double *ret_processor, uint64_t *ret_digest)
{
    double best = 0;

    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        static struct shared s;
        const unsigned pieces = (options->iterations + PIECE - 1) / PIECE;
        struct arena owner, scratch;
        struct diags diags;
        double began, before;

        arena_init(&owner, &bench_pages, 0);
        arena_init(&scratch, &bench_pages, 0);
        diags_init(&diags, &owner);
        for (int i = 0; i < THREADS; i++) {
            arena_init(&s.result[i], &bench_pages, 0);
            arena_init(&s.within[i], &bench_pages, 0);
        }
        s.iterations = options->iterations;
        began = bench_clock();
        before = bench_seconds();
        if (!forecast_job_new(plan, options, &owner, &scratch, &s.job, &diags))
            bench_fail("no honest forecast is possible");
        pool_run(threads, pieces, run_piece, &s);
        *ret_digest = forecast_finish(s.job, forecast_merge(s.job, s.parts, pieces, &owner), &owner,
                                      &scratch)->digest;
        best = bench_best(best, bench_clock() - began, attempt);
        *ret_processor = bench_best(*ret_processor, bench_seconds() - before, attempt);
        arena_reset(&owner);
        arena_reset(&scratch);
        for (int i = 0; i < THREADS; i++) {
            arena_reset(&s.result[i]);
            arena_reset(&s.within[i]);
        }
    }
    return best;
}

int measure_threads(const char *path, uint32_t iterations, bool capacity)
{
    struct bench_plan of = bench_plan_of(path);
    const struct forecast_options options = {
        .seed = 1, .iterations = iterations, .no_sensitivity = true, .no_tasks = true,
        .no_capacity = !capacity, .vectors = (enum forecast_vectors)host_vectors()};
    uint64_t digest[THREADS];
    double seconds[THREADS], processor[THREADS];

    if (iterations > PIECE * PIECES_MOST)
        bench_fail("too many iterations");
    for (unsigned threads = 1; threads <= THREADS; threads++)
        seconds[threads - 1] = on_threads(of.plan, &options, threads, &processor[threads - 1],
                                          &digest[threads - 1]);
    for (int i = 0; i < THREADS; i++)
        printf("%.6f %.6f %016llx%s", seconds[i], processor[i], (unsigned long long)digest[i],
               i + 1 < THREADS ? " " : "\n");
    baton_free(of.b);
    return digest[0] == digest[1] ? 0 : 1;
}
