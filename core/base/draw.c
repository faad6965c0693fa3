/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/draw.h"

#include <assert.h>
#include <string.h>

#include "core/base/draw_lanes.h"

struct draw_block draw_philox(const uint32_t counter[4], const uint32_t key[2])
{
    struct draw_block x = {{counter[0], counter[1], counter[2], counter[3]}};
    uint32_t key_0 = key[0], key_1 = key[1];

    for (int round = 0; round < DRAW_ROUNDS; round++) {
        const uint64_t product_0 = (uint64_t)x.word[0] * DRAW_MULTIPLIER_0;
        const uint64_t product_1 = (uint64_t)x.word[2] * DRAW_MULTIPLIER_1;

        x = (struct draw_block){{
            (uint32_t)(product_1 >> 32) ^ x.word[1] ^ key_0,
            (uint32_t)product_1,
            (uint32_t)(product_0 >> 32) ^ x.word[3] ^ key_1,
            (uint32_t)product_0,
        }};
        key_0 += DRAW_WEYL_0;
        key_1 += DRAW_WEYL_1;
    }
    return x;
}

uint32_t draw_u32(uint64_t seed, uint64_t id, uint32_t iteration, uint32_t purpose)
{
    const uint32_t counter[4] = {iteration / 4, purpose, (uint32_t)id, (uint32_t)(id >> 32)};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};

    return draw_philox(counter, key).word[iteration % 4];
}

void draw_fill(uint64_t seed, uint64_t id, uint32_t first, uint32_t count, uint32_t purpose,
               uint32_t *ret_words)
{
    uint32_t words[4 * DRAW_BATCH], at = 0;

    assert(first % 4 == 0 && count % 4 == 0);
    for (; count - at >= 4 * DRAW_BATCH; at += 4 * DRAW_BATCH)
        draw_batch(seed, id, (first + at) / 4, purpose, ret_words + at);
    if (at < count) {
        draw_batch(seed, id, (first + at) / 4, purpose, words);
        memcpy(ret_words + at, words, (count - at) * sizeof(words[0]));
    }
}
