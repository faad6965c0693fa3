/* SPDX-License-Identifier: Apache-2.0 */
/* measure.h - what the parts of the benchmark share: a plan in memory, a clock, best of five. */
#ifndef BATON_BENCH_MEASURE_H
#define BATON_BENCH_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/plan/plan.h"
#include "include/baton.h"

enum { ATTEMPTS = 5 };

struct bench_plan {
    struct baton *b;
    const struct plan *plan;
};

extern struct page_source bench_pages;

/* Processor seconds of this process: what else runs on the machine counts less. */
void bench_keep_memory(void);
double bench_seconds(void);
/* Seconds on the clock. */
double bench_clock(void);
/* The whole file, to be freed. */
struct baton_text bench_bytes(const char *path);
/* False: it cannot be read. `b` is freed by the caller. */
bool bench_read(struct baton *b, const char *path, struct baton_text bytes,
                const struct baton_plan **ret_plan);
struct bench_plan bench_plan_of(const char *path);
_Noreturn void bench_fail(const char *what);
/* The lesser of the two where `attempt` is not the first. */
double bench_best(double so_far, double once, int attempt);

int measure_critical(const char *path);
int measure_simulate(const char *path, uint32_t iterations, bool capacity);
/* The whole answer on one thread and on two: seconds on the clock, of processor, digest. */
int measure_threads(const char *path, uint32_t iterations, bool capacity);
int measure_load(const char *path);
int measure_peak(const char *path, bool library);

#endif
