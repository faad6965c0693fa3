/* SPDX-License-Identifier: Apache-2.0 */
/* forecast_table.h - from 32 random bits to a duration, in integers.
 *
 * A draw becomes a normal score z by one table that all share, and z becomes a multiple of
 * the distribution's scale by a table of its own. Going by way of z costs one more look-up and
 * gives three things: a team's common factor is an addition to z that leaves every
 * marginal as stated (a Gaussian copula), cells of equal width in z are fine exactly where
 * long tails need it, and estimates of one shape (1w..2w..4w, 2w..4w..8w) share one table.
 *
 * Layout of the first: the distance d of the draw from its nearer end, in units of 2^-25, from
 * 2^5 (the tail of 2^-20, where it is cut) to 2^24 (the median); 64 cells an octave, so
 * 256 or more a unit of probability. Of the second: cells of 1/32 in z from -7 to 7.
 */
#ifndef BATON_CORE_ENGINE_FORECAST_TABLE_H
#define BATON_CORE_ENGINE_FORECAST_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/network/distribution.h"

struct arena;

enum {
    SCORE_BITS = 20,                    /* fraction bits of z */
    FACTOR_BITS = 16,                   /* fraction bits of a multiple */
    SCORE_MOST = 7 << SCORE_BITS,       /* two scores mixed stay inside: sqrt(2) * 4.763 < 7 */
    SCORE_CUT = 5,                      /* shapes are flat past +-5 */
    SCORE_TAIL = 1 << 5,                /* d is cut there: probability 2^-20 */
    SCORE_CELL_BITS = 17,               /* mantissa bits of d below its cell */
    SCORE_OCTAVES = 19,
    SCORE_KNOTS = SCORE_OCTAVES * 64 + 1,
    SHAPE_CELL_BITS = 15,
    SHAPE_PART_BITS = 12,               /* of a cell's, that tell between its knots */
    SHAPE_KNOTS = (2 * SCORE_MOST >> SHAPE_CELL_BITS) + 1
};

/* z of the lower half, times a weight: [SCORE_KNOTS]. */
struct forecast_scores {
    int32_t knot[SCORE_KNOTS];
    uint64_t pair[SCORE_KNOTS];         /* the knot, and above it the step to the next: one
                                           look-up where kernels would need two */
};
void forecast_scores_init(struct forecast_scores *scores, double weight);

/* One draw, for all that is drawn once; kernels do the same by rows. */
int32_t forecast_score(const struct forecast_scores *scores, uint32_t draw);

/* Multiples of a scale by z. */
struct forecast_shape {
    int32_t knot[SHAPE_KNOTS];
    uint64_t pair[SHAPE_KNOTS];         /* the knot, and above it the step to the next */
    int32_t most;                       /* the last knot */
    bool gentle;                        /* steps below 2^20: 32 bits are enough between knots */
};
/* Between knots: the part of the way is cut to SHAPE_PART_BITS. */
int32_t forecast_shape_at(const struct forecast_shape *shape, int32_t score);

/* Every shape of a job, each once. */
struct forecast_shapes {
    struct arena *owner;
    const struct forecast_shape **items;
    size_t count, capacity;
    struct shape_slot *slots;           /* hashed by kind and the ratios of its numbers */
    size_t slot_count;                  /* a power of two */
    const double *p;                    /* [SHAPE_KNOTS] the probability that each knot stands at */
};
void forecast_shapes_init(struct forecast_shapes *shapes, struct arena *owner);

enum { FORECAST_CONSTANT = -1 };        /* index of no shape: always the scale itself */

/* What to draw for the rest of `d` after `age` of it is spent: a shape (or FORECAST_CONSTANT) and
 * the scale that its multiples are of, which is the median rounded, unless tails are so
 * long that a larger one is needed. Negative values count as 0. */
void forecast_shapes_find(struct forecast_shapes *shapes, const struct distribution *d,
                          double age, int32_t *ret_shape, int64_t *ret_scale);

#endif
