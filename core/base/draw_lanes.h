/* SPDX-License-Identifier: Apache-2.0 */
/* draw_lanes.h - Philox4x32-10 over neighbouring blocks at once, for inlining into kernels.
 *
 * Written on the vector extensions of GCC and Clang, as wide as the including file is
 * compiled for; integers give the same words at every width. Each 32-bit word travels in
 * the low half of a 64-bit lane, whose upper half may hold anything: the multiplication
 * looks at the low halves only.
 */
#ifndef BATON_CORE_BASE_DRAW_LANES_H
#define BATON_CORE_BASE_DRAW_LANES_H

#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__) && defined(__AVX512BW__)
#define DRAW_VECTOR_BYTES 64
#elif defined(__AVX2__)
#define DRAW_VECTOR_BYTES 32
#else
#define DRAW_VECTOR_BYTES 16
#endif

enum {
    DRAW_ROUNDS = 10,
    DRAW_LANES = DRAW_VECTOR_BYTES / 8, /* blocks side by side in one vector */
    DRAW_BATCH = DRAW_VECTOR_BYTES == 64 ? 16 : 8   /* blocks of one call of draw_batch */
};

#define DRAW_MULTIPLIER_0 0xD2511F53u
#define DRAW_MULTIPLIER_1 0xCD9E8D57u
#define DRAW_WEYL_0 0x9E3779B9u
#define DRAW_WEYL_1 0xBB67AE85u
#define DRAW_LOW_HALF 0xffffffffu

typedef uint64_t draw_lanes __attribute__((vector_size(DRAW_VECTOR_BYTES)));

/* The low halves' full products with a constant. GCC does not see that the upper halves
 * cannot matter, and would multiply three times; Clang does. */
static inline draw_lanes draw_product(draw_lanes x, uint32_t multiplier)
{
    const draw_lanes factor = (draw_lanes){0} + multiplier;
#if DRAW_VECTOR_BYTES == 64 && !defined(__clang__)
    typedef int words __attribute__((vector_size(64)));
    typedef long long pairs __attribute__((vector_size(64)));

    return (draw_lanes)__builtin_ia32_pmuludq512_mask((words)x, (words)factor, (pairs){0},
                                                      (unsigned char)-1);
#elif defined(__GNUC__) && !defined(__clang__) && defined(__AVX2__)
    typedef int words __attribute__((vector_size(32)));

    return (draw_lanes)__builtin_ia32_pmuludq256((words)x, (words)factor);
#elif defined(__GNUC__) && !defined(__clang__) && defined(__SSE2__)
    typedef int words __attribute__((vector_size(16)));

    return (draw_lanes)__builtin_ia32_pmuludq128((words)x, (words)factor);
#else
    return (x & DRAW_LOW_HALF) * factor;
#endif
}

/* One round. The batch below turns two vectors in step: one multiplies while the other waits. */
static inline void draw_round(draw_lanes *a, draw_lanes *b, draw_lanes *c, draw_lanes *d,
                              uint32_t key_0, uint32_t key_1)
{
    const draw_lanes product_0 = draw_product(*a, DRAW_MULTIPLIER_0);
    const draw_lanes product_1 = draw_product(*c, DRAW_MULTIPLIER_1);

    *a = (product_1 >> 32) ^ *b ^ key_0;
    *b = product_1;
    *c = (product_0 >> 32) ^ *d ^ key_1;
    *d = product_0;
}

/* The words of DRAW_LANES blocks in memory order: block by block, four words each. */
static inline void draw_store(draw_lanes a, draw_lanes b, draw_lanes c, draw_lanes d,
                              uint32_t *ret_words)
{
    uint64_t pairs[2 * DRAW_LANES];

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    a = (a & DRAW_LOW_HALF) | (b << 32);
    c = (c & DRAW_LOW_HALF) | (d << 32);
#else
    a = (a << 32) | (b & DRAW_LOW_HALF);
    c = (c << 32) | (d & DRAW_LOW_HALF);
#endif
    for (int lane = 0; lane < DRAW_LANES; lane++) {
        pairs[2 * lane] = a[lane];
        pairs[2 * lane + 1] = c[lane];
    }
    memcpy(ret_words, pairs, sizeof(pairs));
}

/* DRAW_BATCH neighbouring blocks of one object and purpose, beginning at block `first`:
 * ret_words[4 * i + j] is word j of block first + i. */
static inline void draw_batch(uint64_t seed, uint64_t id, uint32_t first, uint32_t purpose,
                              uint32_t *ret_words)
{
    draw_lanes step = {0};

    for (int lane = 0; lane < DRAW_LANES; lane++)
        step[lane] = (unsigned)lane;
    for (uint32_t i = 0; i < DRAW_BATCH; i += 2 * DRAW_LANES) {
        uint32_t key_0 = (uint32_t)seed, key_1 = (uint32_t)(seed >> 32);
        draw_lanes a = step + (first + i), b = (draw_lanes){0} + purpose;
        draw_lanes c = (draw_lanes){0} + (id & DRAW_LOW_HALF), d = (draw_lanes){0} + (id >> 32);
        draw_lanes e = a + DRAW_LANES, f = b, g = c, h = d;

        for (int round = 0; round < DRAW_ROUNDS; round++) {
            draw_round(&a, &b, &c, &d, key_0, key_1);
            draw_round(&e, &f, &g, &h, key_0, key_1);
            key_0 += DRAW_WEYL_0;
            key_1 += DRAW_WEYL_1;
        }
        draw_store(a, b, c, d, ret_words + 4 * i);
        draw_store(e, f, g, h, ret_words + 4 * (i + DRAW_LANES));
    }
}

#endif
