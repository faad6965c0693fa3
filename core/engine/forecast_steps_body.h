/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_steps_body.h - the steps of forecast_steps.h, as wide as the including file is compiled
 * for. That file defines STEPS, the name of the table, and STEPS_NAME. */
#ifndef BATON_CORE_ENGINE_FORECAST_STEPS_BODY_H
#define BATON_CORE_ENGINE_FORECAST_STEPS_BODY_H

#include <assert.h>
#include <string.h>

#include "core/base/draw_lanes.h"
#include "core/engine/forecast_clock.h"
#include "core/engine/forecast_seat_body.h"
#include "core/engine/forecast_steps.h"

/* Without instructions that gather, GCC would shuffle what it looks up in and out of vectors. */
#if defined(__GNUC__) && !defined(__clang__) && !defined(__AVX2__)
#define LOOK_UPS __attribute__((optimize("no-tree-vectorize")))
#else
#define LOOK_UPS
#endif

static inline void step_fill(int32_t *row, int32_t value, uint32_t lanes)
{
    for (uint32_t i = 0; i < lanes; i++)
        row[i] = value;
}

/* As forecast_score, by rows. */
static inline void step_scores(const struct forecast_scores *scores,
                               const uint32_t *restrict draws,
                       int32_t *restrict ret_z, uint32_t lanes)
{
    const uint64_t *restrict pair = scores->pair;

    for (uint32_t i = 0; i < lanes; i++) {
        const int32_t upper = (int32_t)draws[i] >> 31;
        int32_t d = (int32_t)(((draws[i] ^ (uint32_t)upper) & 0x7fffffff) >> 7), bits;
        int32_t part, z;
        uint64_t cell;
        float f;

        d = d < SCORE_TAIL ? SCORE_TAIL : d;
        f = (float)d;
        memcpy(&bits, &f, sizeof(bits));
        cell = pair[(bits >> SCORE_CELL_BITS) - (132 << 6)];
        part = bits & ((1 << SCORE_CELL_BITS) - 1);
        z = (int32_t)(uint32_t)cell + (((int32_t)(cell >> 32) * part) >> SCORE_CELL_BITS);
        ret_z[i] = (z ^ upper) - upper;
    }
}

static inline void step_add(int32_t *restrict row, const int32_t *restrict other, uint32_t lanes)
{
    for (uint32_t i = 0; i < lanes; i++)
        row[i] += other[i];
}

/* As forecast_shape_at times the scale, from scores in place; 0 .. FORECAST_FAR. */
static inline void amounts_steep(const struct forecast_shape *shape, int64_t scale,
                          int32_t *restrict row, uint32_t lanes)
{
    for (uint32_t i = 0; i < lanes; i++) {
        const int64_t multiple = forecast_shape_at(shape, row[i]);
        const int64_t value = (multiple * scale + (1 << (FACTOR_BITS - 1))) >> FACTOR_BITS;

        row[i] = (int32_t)(value > FORECAST_FAR ? FORECAST_FAR : value);
    }
}

/* The same where nothing can overflow: all but the last step in 32 bits. No score is past the
 * table's ends. */
LOOK_UPS
static inline void amounts_gentle(const struct forecast_shape *shape, uint32_t scale,
                           int32_t *restrict row, uint32_t lanes)
{
    const uint64_t *restrict pair = shape->pair;

    for (uint32_t i = 0; i < lanes; i++) {
        const uint32_t at = (uint32_t)(row[i] + SCORE_MOST);
        const uint32_t part =
            at >> (SHAPE_CELL_BITS - SHAPE_PART_BITS) & ((1 << SHAPE_PART_BITS) - 1);
        const uint64_t cell = pair[at >> SHAPE_CELL_BITS];
        const uint32_t multiple =
            (uint32_t)cell + (((uint32_t)(cell >> 32) * part) >> SHAPE_PART_BITS);

        row[i] = (int32_t)(((uint64_t)multiple * scale + (1 << (FACTOR_BITS - 1))) >> FACTOR_BITS);
    }
}

static inline void step_amounts(const struct forecast_shape *shape, int64_t scale,
                                int32_t *row, uint32_t lanes)
{
    if (shape->gentle && scale * shape->most >> FACTOR_BITS < FORECAST_FAR)
        amounts_gentle(shape, (uint32_t)scale, row, lanes);
    else
        amounts_steep(shape, scale, row, lanes);
}

static inline void step_multiply(int32_t *restrict row, const int32_t *restrict factor,
                                 uint32_t lanes)
{
    for (uint32_t i = 0; i < lanes; i++) {
        const int64_t value =
            ((int64_t)row[i] * factor[i] + (1 << (FACTOR_BITS - 1))) >> FACTOR_BITS;

        row[i] = (int32_t)(value > FORECAST_FAR ? FORECAST_FAR : value);
    }
}

static inline void step_latest(int32_t *restrict row, const int32_t *restrict other,
                               int32_t lag_s, uint32_t lanes)
{
    for (uint32_t i = 0; i < lanes; i++) {
        const int32_t value = other[i] + lag_s;

        row[i] = row[i] > value ? row[i] : value;
    }
}

/* As fill and latest in one. */
static inline void step_latest_of(int32_t *restrict row, int32_t least,
                                  const int32_t *restrict other, int32_t lag_s,
                                  uint32_t lanes)
{
    for (uint32_t i = 0; i < lanes; i++) {
        const int32_t value = other[i] + lag_s;

        row[i] = least > value ? least : value;
    }
}

static inline void step_earliest(int32_t *restrict row, const int32_t *restrict other,
                                 uint32_t lanes)
{
    for (uint32_t i = 0; i < lanes; i++)
        row[i] = row[i] < other[i] ? row[i] : other[i];
}

static inline void step_draw(uint64_t seed, uint64_t key, uint32_t first, uint32_t count,
                      uint32_t purpose, uint32_t *ret_words)
{
    uint32_t words[4 * DRAW_BATCH], at = 0;

    assert(first % 4 == 0 && count % 4 == 0);
    for (; count - at >= 4 * DRAW_BATCH; at += 4 * DRAW_BATCH)
        draw_batch(seed, key, (first + at) / 4, purpose, ret_words + at);
    if (at < count) {
        draw_batch(seed, key, (first + at) / 4, purpose, words);
        memcpy(ret_words + at, words, (count - at) * sizeof(words[0]));
    }
}

#ifdef STEPS
const struct forecast_steps STEPS = {
    .name = STEPS_NAME,
    .draw = step_draw,
    .scores = step_scores,
    .amounts = step_amounts,
    .fill = step_fill,
    .add = step_add,
    .multiply = step_multiply,
    .latest = step_latest,
    .latest_of = step_latest_of,
    .earliest = step_earliest,
    .seat = step_seat,
};
#endif

#endif
