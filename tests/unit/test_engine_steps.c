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

/* --- places in a profile ------------------------------------------------------------------- */

enum { SEATS = 200, SEATED_LANES = 32, SEAT_WIDTH = 512 };

struct seated {
    int32_t *steps;
    uint32_t count[SEATED_LANES], full[SEATED_LANES];
};

static struct seat_call seated_call(struct seated *s, int32_t units, int32_t row)
{
    return (struct seat_call){s->steps, SEAT_WIDTH, s->count, s->full, SEATED_LANES, units, 1, row};
}

/* Three people, two for a while, then enough for everybody. */
static void seated_init(struct test *t, struct seated *s)
{
    static const int32_t at[] = {-1000, 40, 90, 100000}, left[] = {3, 2, 3, 1000};
    struct seat_call call;

    s->steps = ARENA_ARRAY(t->arena, int32_t, 3 * SEAT_WIDTH * SEATED_LANES);
    call = seated_call(s, 1, 0);
    for (uint32_t lane = 0; lane < SEATED_LANES; lane++) {
        const struct seat_profile p = seat_profile_of(&call, lane);

        for (uint32_t i = 0; i < SEAT_WIDTH; i++)
            p.at[i] = i < 4 ? at[i] : SEAT_NEVER;
        for (uint32_t i = 0; i < 4; i++) {
            p.left[i] = left[i];
            p.who[i] = -1;
        }
        s->count[lane] = 4;
        s->full[lane] = 0;
    }
}

static bool seated_same(struct seated *a, struct seated *b, bool traced)
{
    const struct seat_call one = seated_call(a, 1, 0), other = seated_call(b, 1, 0);

    for (uint32_t lane = 0; lane < SEATED_LANES; lane++) {
        const struct seat_profile p = seat_profile_of(&one, lane);
        const struct seat_profile q = seat_profile_of(&other, lane);
        const size_t size = *p.count * sizeof(*p.at);

        if (*p.count != *q.count || *p.full != *q.full || memcmp(p.at, q.at, size) != 0 ||
            memcmp(p.left, q.left, size) != 0 || (traced && memcmp(p.who, q.who, size) != 0))
            return false;
    }
    return true;
}

/* Every width finds the place that the general way finds, and leaves the same profile; in dates
 * that come nearly in order, as rows do, and in none. */
void test_engine_steps__places_are_those_of_the_general_way(struct test *t)
{
    const struct forecast_steps *wide[2];
    const unsigned count = widths(wide);

    for (unsigned w = 0; w <= 2 * count + 1; w++) {
        const struct forecast_steps *steps = w < 2 ? &forecast_steps_base : wide[w / 2 - 1];
        const bool traced = w % 2 == 0;
        struct seated fast, slow;
        uint32_t moved = 0;

        seated_init(t, &fast);
        seated_init(t, &slow);
        for (int row = 0; row < SEATS; row++) {
            const int32_t units = 1 + (int32_t)test_random_below(t, 2);
            const int32_t base = row < SEATS / 2 ? row * 4 : 0;
            const struct seat_call call = seated_call(&fast, units, row);
            const struct seat_call other = seated_call(&slow, units, row);
            int32_t start[SEATED_LANES], wanted[SEATED_LANES], duration[SEATED_LANES];
            int32_t behind[SEATED_LANES], waited[SEATED_LANES], who[SEATED_LANES];

            for (uint32_t lane = 0; lane < SEATED_LANES; lane++) {
                start[lane] = base + (int32_t)test_random_below(t, row < SEATS / 2 ? 30 : 900);
                duration[lane] = (int32_t)test_random_below(t, 25);
                wanted[lane] = start[lane];
                who[lane] = -1;
                if (duration[lane] > 0)
                    wanted[lane] =
                        seat_anywhere(&other, lane, start[lane], duration[lane], &who[lane]);
                moved += wanted[lane] != start[lane];
            }
            steps->seat(&call, start, duration, FORECAST_FAR, traced ? behind : NULL,
                        traced ? waited : NULL);
            CHECK(memcmp(start, wanted, sizeof(start)) == 0);
            CHECK(!traced || memcmp(behind, who, sizeof(who)) == 0);
        }
        CHECK(seated_same(&fast, &slow, traced));
        CHECK(moved > SEATS);
    }
}
