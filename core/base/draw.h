/* SPDX-License-Identifier: Apache-2.0 */
/* draw.h - random numbers by address, not by sequence.
 *
 * A draw is a pure function of (seed, stable id, iteration, purpose): adding an
 * object reshuffles nothing, and any number of threads, lanes or machines give
 * the same bytes. Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011); one block holds
 * four neighbouring iterations of one object, so lanes run across iterations.
 */
#ifndef BATON_CORE_BASE_DRAW_H
#define BATON_CORE_BASE_DRAW_H

#include <stdint.h>

struct draw_block {
    uint32_t word[4];
};

struct draw_block draw_philox(const uint32_t counter[4], const uint32_t key[2]);
/* 32 random bits for one iteration. */
uint32_t draw_u32(uint64_t seed, uint64_t id, uint32_t iteration, uint32_t purpose);
/* ret_words[i] = draw_u32(seed, id, first + i, purpose) for i < count; `first` and
 * `count` are multiples of 4. */
void draw_fill(uint64_t seed, uint64_t id, uint32_t first, uint32_t count, uint32_t purpose,
               uint32_t *ret_words);

#endif
