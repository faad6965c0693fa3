/* SPDX-License-Identifier: Apache-2.0 */
/* Draws by address. */
#include "core/base/arena.h"
#include "core/base/draw.h"
#include "tests/unit/harness.h"

/* The known answers that come with Random123 (kat_vectors, philox4x32 with 10 rounds). */
void test_base_draw__philox_gives_the_published_answers(struct test *t)
{
    static const struct {
        uint32_t counter[4], key[2], answer[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };

    for (int i = 0; i < 3; i++) {
        const struct draw_block block = draw_philox(known[i].counter, known[i].key);

        for (int j = 0; j < 4; j++)
            CHECK_EQ(block.word[j], known[i].answer[j]);
    }
}

void test_base_draw__filling_gives_each_iteration_its_own_draw(struct test *t)
{
    enum { MOST = 400 };
    uint32_t *words = ARENA_ARRAY(t->arena, uint32_t, MOST + 1);

    for (int round = 0; round < 60; round++) {
        const uint64_t seed = test_random(t), id = test_random(t);
        const uint32_t purpose = (uint32_t)test_random(t);
        const uint32_t count = 4 * (uint32_t)test_random_below(t, MOST / 4 + 1);
        const uint32_t first = round == 0 ? UINT32_MAX - MOST - 3 : 4 * (uint32_t)
                               test_random_below(t, 1 << 20);

        words[count] = 0x5eed5eed;
        draw_fill(seed, id, first, count, purpose, words);
        for (uint32_t i = 0; i < count; i++)
            CHECK_EQ(words[i], draw_u32(seed, id, first + i, purpose));
        CHECK_EQ(words[count], 0x5eed5eed);
    }
}

/* Every part of the address matters, and each bit of a draw is set about half the time. */
void test_base_draw__draws_at_different_addresses_differ(struct test *t)
{
    enum { DRAWS = 40000 };
    unsigned ones[32] = {0};
    const uint32_t base = draw_u32(1, 2, 3, 4);

    CHECK(base != draw_u32(5, 2, 3, 4));
    CHECK(base != draw_u32(1 + (1ull << 32), 2, 3, 4));
    CHECK(base != draw_u32(1, 5, 3, 4));
    CHECK(base != draw_u32(1, 2 + (1ull << 32), 3, 4));
    CHECK(base != draw_u32(1, 2, 5, 4));
    CHECK(base != draw_u32(1, 2, 3, 5));
    for (uint32_t i = 0; i < DRAWS; i++)
        for (int bit = 0; bit < 32; bit++)
            ones[bit] += draw_u32(42, 7, i, 0) >> bit & 1;
    for (int bit = 0; bit < 32; bit++)      /* five standard deviations of 100 */
        CHECK_NEAR((double)ones[bit], DRAWS / 2.0, 500.0);
}
