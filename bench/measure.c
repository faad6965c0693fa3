/* SPDX-License-Identifier: Apache-2.0 */
/* measure.c - one line of figures: a part of Baton beside the least work that could give its
 * answer, in one process, turn by turn, the best of five; equal answers are a condition.
 *
 *   measure critical PLAN              nodes links ours limit end-in-hours
 *   measure plain PLAN ITERATIONS      nodes links ours limit floor p80-in-hours
 *   measure capacity PLAN ITERATIONS   the same, with teams that bind; no floor
 *   measure load FILE                  format bytes tasks ours library-name library
 *   measure peak ours|library FILE     seconds and kilobytes of one reading
 *
 * Processor seconds. bench/run makes the table of these. */
#include "bench/measure.h"

#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/os/host.h"
#include "app/syntax/syntax.h"

struct page_source bench_pages;

_Noreturn void bench_fail(const char *what)
{
    fprintf(stderr, "measure: %s\n", what);
    exit(1);
}

/* Memory given back stays with the process: what a system takes to clear a page is no part of a
 * comparison whose other side keeps its arrays. */
void bench_keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

double bench_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_best(double so_far, double once, int attempt)
{
    return attempt == 0 || once < so_far ? once : so_far;
}

struct baton_text bench_bytes(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct baton_text bytes;
    char *text;
    long size;

    if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
        bench_fail("the file cannot be read");
    rewind(file);
    text = malloc((size_t)size + 1);
    if (!text)
        bench_fail("no memory");
    bytes = (struct baton_text){text, fread(text, 1, (size_t)size, file)};
    fclose(file);
    return bytes;
}

bool bench_read(struct baton *b, const char *path, struct baton_text bytes,
                const struct baton_plan **ret_plan)
{
    const struct baton_read_options how = {.today = 20000};
    const uint32_t source = baton_source(b, (struct baton_text){path, strlen(path)}, bytes);
    const struct baton_node *root = NULL;
    const char *what;

    switch (baton_syntax_of(bytes, &what)) {
    case BATON_SYNTAX_YAML:
        root = yaml_read(b, source, bytes);
        break;
    case BATON_SYNTAX_JSON:
        root = baton_json_read(b, source);
        break;
    case BATON_SYNTAX_XML:
        root = xml_read(b, source, bytes);
        break;
    case BATON_SYNTAX_EMPTY:
    case BATON_SYNTAX_REFUSED:
        break;
    }
    return root && baton_plan_read(b, &root, 1, &how, ret_plan);
}

struct bench_plan bench_plan_of(const char *path)
{
    struct bench_plan of = {.b = baton_new(&host_pages, 0)};
    const struct baton_plan *plan;

    if (!bench_read(of.b, path, bench_bytes(path), &plan))
        bench_fail("the plan cannot be read");
    of.plan = (const struct plan *)(const void *)plan;
    return of;
}

int main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";
    const uint32_t iterations = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;

    bench_pages = (struct page_source){.take = host_pages.take, .give = host_pages.give,
                                       .on_full = host_pages.on_full};
    if (strcmp(what, "critical") == 0)
        return measure_critical(argv[2]);
    if (strcmp(what, "load") == 0)
        return measure_load(argv[2]);
    if (strcmp(what, "plain") == 0 && iterations > 0)
        return measure_simulate(argv[2], iterations, false);
    if (strcmp(what, "capacity") == 0 && iterations > 0)
        return measure_simulate(argv[2], iterations, true);
    if (strcmp(what, "threads") == 0 && iterations > 0)
        return measure_threads(argv[2], iterations, true);
    if (strcmp(what, "plain-threads") == 0 && iterations > 0)
        return measure_threads(argv[2], iterations, false);
    if (strcmp(what, "peak") == 0 && argc > 3)
        return measure_peak(argv[3], strcmp(argv[2], "library") == 0);
    bench_fail("usage: measure critical|load FILE, plain|capacity|threads|plain-threads PLAN "
               "ITERATIONS, peak ours|library FILE");
}
