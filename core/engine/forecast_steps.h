/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_steps.h - the elementwise steps of the simulation, once for each width of vectors.
 *
 * One source, forecast_steps_body.h, is compiled as separate objects: for the base instruction
 * set of the machine (SSE2, NEON, simd128...), for AVX2 and for AVX-512. Which one runs is the
 * application's choice (baton_vectors). Every step is the same integer function of each lane,
 * so the choice cannot be seen in any result: tests/unit/test_engine_steps.c compares them word by
 * word.
 *
 * Rows are [lanes] of int32_t; lanes is a multiple of FORECAST_LANES_LEAST.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_STEPS_H
#define BATON_CORE_ENGINE_FORECAST_STEPS_H

#include <stdint.h>

#include "core/engine/forecast_seat.h"
#include "core/engine/forecast_table.h"

struct forecast_steps {
    const char *name;
    /* ret_words[i] = draw_u32(seed, key, first + i, purpose). */
    void (*draw)(uint64_t seed, uint64_t key, uint32_t first, uint32_t count, uint32_t purpose,
                 uint32_t *ret_words);
    /* Draws to scores, as forecast_score. */
    void (*scores)(const struct forecast_scores *scores, const uint32_t *draws, int32_t *ret_z,
                   uint32_t lanes);
    /* Scores in place to amounts: forecast_shape_at times the scale, cut at FORECAST_FAR. */
    void (*amounts)(const struct forecast_shape *shape, int64_t scale, int32_t *row,
                    uint32_t lanes);
    void (*fill)(int32_t *row, int32_t value, uint32_t lanes);
    void (*add)(int32_t *row, const int32_t *other, uint32_t lanes);
    /* row times factor / 2^FACTOR_BITS, rounded, cut at FORECAST_FAR. */
    void (*multiply)(int32_t *row, const int32_t *factor, uint32_t lanes);
    void (*latest)(int32_t *row, const int32_t *other, int32_t lag_s, uint32_t lanes);
    /* As fill and latest in one. */
    void (*latest_of)(int32_t *row, int32_t least, const int32_t *other, int32_t lag_s,
                      uint32_t lanes);
    void (*earliest)(int32_t *row, const int32_t *other, uint32_t lanes);
    /* A place for a row in its team's profile, in every lane where it takes time and starts before
     * `far`. `behind` and `waited` may be NULL. */
    void (*seat)(const struct seat_call *call, int32_t *start, const int32_t *duration,
                 int32_t far, int32_t *behind, int32_t *waited);
};

extern const struct forecast_steps forecast_steps_base;
#ifdef __x86_64__
extern const struct forecast_steps forecast_steps_avx2, forecast_steps_avx512;
#endif

#endif
