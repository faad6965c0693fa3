/* SPDX-License-Identifier: Apache-2.0 */
/* simulate.c - task-iterations a second: the simulation of a plan, beside a kernel that does the
 * least a simulation of the same network must do: draw every duration and take maxima. The
 * distance between the two is what calendars, risks, lags and the accumulators cost.
 *
 * Usage: simulate PLAN.yaml ITERATIONS. One thread, no sensitivities. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/os/host.h"
#include "app/syntax/syntax.h"
#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/engine/forecast_job.h"
#include "core/network/network.h"

enum { FILE_CEILING = 256 << 20, TABLE = 256 };

static struct page_source core_pages;

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void fail(const char *what)
{
    fprintf(stderr, "simulate: %s\n", what);
    exit(1);
}

/* Multipliers of the median in 2^-16: a table stands in for the quantile tables. */
static void fill_table(int32_t *ret_table)
{
    for (int i = 0; i < TABLE; i++)
        ret_table[i] = 32768 + i * (131072 - 32768) / TABLE;
}

/* FORECAST_BLOCK iterations of every node: finish[node][lane] in working seconds. Returns the sum
 * of the last node's finishes, so that the compiler may leave nothing out. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
/* As wide as the engine's own steps may be. */
__attribute__((target_clones("default", "avx2", "arch=skylake-avx512")))
#endif
static int64_t kernel_block(const struct network *n, const struct forecast_steps *steps,
                            const int32_t *table, uint32_t first, int32_t *finish)
{
    static uint32_t words[FORECAST_BLOCK];
    int64_t sum = 0;

    for (uint32_t node = 0; node < n->node_count; node++) {
        int32_t *own = finish + (size_t)node * FORECAST_BLOCK;

        steps->draw(1, n->key[node], first, FORECAST_BLOCK, 1, words);
        for (int lane = 0; lane < FORECAST_BLOCK; lane++)
            own[lane] = 0;
        for (uint32_t link = n->link_first[node]; link < n->link_first[node + 1]; link++) {
            const int32_t *pred = finish + (size_t)n->links[link].pred * FORECAST_BLOCK;

            for (int lane = 0; lane < FORECAST_BLOCK; lane++)
                own[lane] = pred[lane] > own[lane] ? pred[lane] : own[lane];
        }
        for (int lane = 0; lane < FORECAST_BLOCK; lane++) {
            int64_t drawn = (int64_t)n->duration_s[node] * table[words[lane] >> 24];

            own[lane] += (int32_t)(drawn >> 16);
        }
    }
    for (int lane = 0; lane < FORECAST_BLOCK; lane++)
        sum += finish[(size_t)(n->node_count - 1) * FORECAST_BLOCK + (size_t)lane];
    return sum;
}

/* Task-iterations a second, in millions. */
static double time_kernel(const struct network *n, const struct forecast_steps *steps,
                          uint32_t iterations)
{
    int32_t table[TABLE];
    int32_t *finish = malloc((size_t)n->node_count * FORECAST_BLOCK * sizeof(*finish));
    volatile int64_t sink;
    double began;

    if (!finish)
        fail("no memory");
    fill_table(table);
    sink = kernel_block(n, steps, table, 0, finish);       /* touches the pages */
    began = seconds();
    for (uint32_t first = 0; first < iterations; first += FORECAST_BLOCK)
        sink += kernel_block(n, steps, table, first, finish);
    (void)sink;
    free(finish);
    return (double)n->node_count * iterations / (seconds() - began) * 1e-6;
}

static double time_engine(const struct forecast_job *job, uint32_t iterations)
{
    const struct network *n = forecast_job_network(job);
    double took = 0;

    for (int attempt = 0; attempt < 7; attempt++) {
        struct arena owner, scratch;
        double began, once;

        arena_init(&owner, &core_pages, 0);
        arena_init(&scratch, &core_pages, 0);
        began = seconds();
        forecast_run(job, 0, iterations, &owner, &scratch);
        once = seconds() - began;
        if (attempt == 0 || once < took)
            took = once;
        arena_reset(&scratch);
        arena_reset(&owner);
    }
    return (double)n->node_count * iterations / took * 1e-6;
}

int main(int argc, char **argv)
{
    const struct baton_read_options how = {.today = 20000};
    uint32_t iterations = argc == 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    char *text = malloc(FILE_CEILING);
    struct forecast_options options = {
        .seed = 1, .no_sensitivity = true, .no_tasks = true,
        .vectors = (enum forecast_vectors)host_vectors()};
    const struct forecast_job *job;
    const struct baton_node *root;
    const struct baton_plan *plan;
    struct baton_text bytes;
    struct arena owner, scratch;
    struct diags diags;
    struct baton *b;
    double engine, kernel;

    if (!file || !text || iterations == 0)
        fail("usage: simulate PLAN.yaml ITERATIONS");
    iterations = (iterations + FORECAST_BLOCK - 1) / FORECAST_BLOCK * FORECAST_BLOCK;
    bytes = (struct baton_text){text, fread(text, 1, FILE_CEILING, file)};
    fclose(file);
    core_pages = (struct page_source){.take = host_pages.take, .give = host_pages.give,
                                      .on_full = host_pages.on_full};
    b = baton_new(&host_pages, 0);
    root = yaml_read(b, baton_source(b, (struct baton_text){"plan", 4}, bytes), bytes);
    if (!root || !baton_plan_read(b, &root, 1, &how, &plan))
        fail("the plan cannot be read");

    arena_init(&owner, &core_pages, 0);
    arena_init(&scratch, &core_pages, 0);
    diags_init(&diags, &owner);
    options.iterations = iterations;
    if (!forecast_job_new((const struct plan *)(const void *)plan, &options, &owner, &scratch,
                          &job, &diags))
        fail("no honest forecast is possible");
    engine = time_engine(job, iterations);
    kernel = time_kernel(forecast_job_network(job), job->steps, iterations);
    printf("%8u %8u %10u %10.1f %10.1f %6.2f\n", forecast_job_network(job)->node_count,
           forecast_job_network(job)->link_count, iterations, engine, kernel, kernel / engine);
    baton_free(b);
    arena_reset(&scratch);
    arena_reset(&owner);
    free(text);
    return 0;
}
