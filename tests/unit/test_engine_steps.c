/* SPDX-License-Identifier: Apache-2.0 */
/* The elementwise steps: every width that this processor has gives the words of the plain one. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/draw.h"
#include "core/engine/forecast_clock.h"
#include "core/engine/forecast_steps.h"
#include "tests/unit/harness.h"

enum { LANES = 256, ROUNDS = 200 };

static unsigned widths(const struct forecast_steps **ret)
{
    unsigned count = 0;

#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        ret[count++] = &forecast_steps_avx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        ret[count++] = &forecast_steps_avx512;
#endif
    (void)ret;
    return count;
}

/* Draws with both ends among them: u = 0, the last below a half, a half, and the last of all. */
static void ends(uint32_t *words)
{
    static const uint32_t end[] = {0, 1, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff,
                                   0x7f, 0x80, 0xfff, 0x1000, 0xffffff80};

    memcpy(words, end, sizeof(end));
}

void test_engine_steps__draws_are_those_by_address(struct test *t)
{
    const struct forecast_steps *wide[2];
    const unsigned count = widths(wide);
    uint32_t words[LANES];

    for (unsigned w = 0; w <= count; w++) {
        const struct forecast_steps *steps = w == 0 ? &forecast_steps_base : wide[w - 1];

        for (uint32_t lanes = 32; lanes <= LANES; lanes *= 2) {
            steps->draw(7, UINT64_C(0x1234567890abcdef), 1024, lanes, 5, words);
            for (uint32_t i = 0; i < lanes; i++)
                CHECK_EQ(words[i], draw_u32(7, UINT64_C(0x1234567890abcdef), 1024 + i, 5));
        }
    }
}

void test_engine_steps__scores_are_those_of_one_draw(struct test *t)
{
    struct forecast_scores *scores = ARENA_NEW(t->arena, struct forecast_scores);
    const struct forecast_steps *wide[2];
    const unsigned count = widths(wide);
    uint32_t words[LANES];
    int32_t z[LANES];

    forecast_scores_init(scores, 0.8660254037844386);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        draw_fill(11, round, 0, LANES, 1, words);
        ends(words);
        for (unsigned w = 0; w <= count; w++) {
            (w == 0 ? &forecast_steps_base : wide[w - 1])->scores(scores, words, z, LANES);
            for (uint32_t i = 0; i < LANES; i++)
                CHECK_EQ(z[i], forecast_score(scores, words[i]));
        }
    }
}

/* What amounts are by definition, in 64 bits. */
static int32_t amount(const struct forecast_shape *shape, int64_t scale, int32_t z)
{
    const int64_t multiple = forecast_shape_at(shape, z);
    const int64_t value = (multiple * scale + (1 << (FACTOR_BITS - 1))) >> FACTOR_BITS;

    return (int32_t)(value > FORECAST_FAR ? FORECAST_FAR : value);
}

static void compare_amounts(struct test *t, const struct forecast_shape *shape, int64_t scale)
{
    const struct forecast_steps *wide[2];
    const unsigned count = widths(wide);
    struct forecast_scores *scores = ARENA_NEW(t->arena, struct forecast_scores);
    uint32_t words[LANES];
    int32_t z[LANES], row[LANES];

    forecast_scores_init(scores, 1.0);
    for (uint32_t round = 0; round < 20; round++) {
        draw_fill(3, round, 0, LANES, 1, words);
        ends(words);
        forecast_steps_base.scores(scores, words, z, LANES);
        for (unsigned w = 0; w <= count; w++) {
            memcpy(row, z, sizeof(row));
            (w == 0 ? &forecast_steps_base : wide[w - 1])->amounts(shape, scale, row, LANES);
            for (uint32_t i = 0; i < LANES; i++)
                CHECK_EQ(row[i], amount(shape, scale, z[i]));
        }
    }
}

void test_engine_steps__amounts_are_the_shape_times_the_scale(struct test *t)
{
    const struct distribution mild = {DISTRIBUTION_SPLIT_LOGNORMAL, .a = 3, .b = 4, .c = 7};
    const struct distribution wild = {DISTRIBUTION_SPLIT_LOGNORMAL, .a = 1, .b = 4, .c = 400};
    struct forecast_shapes shapes;
    int32_t shape;
    int64_t scale;

    forecast_shapes_init(&shapes, t->arena);
    forecast_shapes_find(&shapes, &mild, 0, &shape, &scale);
    CHECK(shape >= 0);
    compare_amounts(t, shapes.items[shape], 4 * 28800);
    compare_amounts(t, shapes.items[shape], 0);
    compare_amounts(t, shapes.items[shape], FORECAST_FAR);      /* is cut */
    forecast_shapes_find(&shapes, &wild, 0, &shape, &scale);
    CHECK(shape >= 0);
    compare_amounts(t, shapes.items[shape], 4 * 28800);
}

/* A row of any values, from draws. */
static void any_row(uint32_t round, uint32_t purpose, int32_t *row)
{
    uint32_t words[LANES];

    draw_fill(5, round, 0, LANES, purpose, words);
    for (uint32_t i = 0; i < LANES; i++)
        row[i] = (int32_t)(words[i] % (2u * FORECAST_FAR + 1)) - FORECAST_FAR;
}

void test_engine_steps__rows_are_the_same_at_every_width(struct test *t)
{
    const struct forecast_steps *wide[2];
    const unsigned count = widths(wide);
    int32_t row[LANES], other[LANES], wanted[LANES], got[LANES];

    for (uint32_t round = 0; round < ROUNDS; round++) {
        const int32_t lag = (int32_t)round * 977 - 90000;

        any_row(round, 1, row);
        any_row(round, 2, other);
        for (unsigned w = 0; w < count; w++) {
#define COMPARE(CALL, FROM)                                                                        \
    do {                                                                                           \
        const struct forecast_steps *steps = &forecast_steps_base;                                 \
        memcpy(got, FROM, sizeof(got));                                                            \
        CALL;                                                                                      \
        memcpy(wanted, got, sizeof(got));                                                          \
        steps = wide[w];                                                                           \
        memcpy(got, FROM, sizeof(got));                                                            \
        CALL;                                                                                      \
        CHECK(memcmp(wanted, got, sizeof(got)) == 0);                                              \
    } while (0)
            COMPARE(steps->latest(got, other, lag, LANES), row);
            COMPARE(steps->latest_of(got, lag, other, lag, LANES), row);
            COMPARE(steps->earliest(got, other, LANES), row);
            COMPARE(steps->fill(got, lag, LANES), row);
            for (uint32_t i = 0; i < LANES; i++) {
                row[i] = row[i] < 0 ? -row[i] : row[i];
                other[i] = other[i] < 0 ? -other[i] : other[i];
            }
            COMPARE(steps->multiply(got, other, LANES), row);
            for (uint32_t i = 0; i < LANES; i++)
                other[i] >>= 1;
            COMPARE(steps->add(got, other, LANES), row);
        }
    }
}
