/* SPDX-License-Identifier: Apache-2.0 */
/* harness.h - the unit tests' small frame.
 *
 * Write `void test_<room>__<what_it_shows>(struct test *t)` in tests/unit/test_<room>.c (not
 * static); a script finds the functions by name and writes the table that main runs. Every test
 * gets fresh arenas. A failed check prints its place and values, and the test goes on.
 */
#ifndef BATON_TESTS_UNIT_HARNESS_H
#define BATON_TESTS_UNIT_HARNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/str.h"

struct test {
    const char *name;
    struct arena *arena;        /* what the test makes */
    struct arena *scratch;
    struct diags *diags;        /* fresh */
    unsigned failures;
    bool skipped;
};

void test_fail(struct test *t, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void test_skip(struct test *t, const char *why);        /* then return */
/* A random number from the printed seed (BATON_TEST_SEED, default 1), for laws. */
uint64_t test_random(struct test *t);
uint64_t test_random_below(struct test *t, uint64_t limit);
/* How often a costly law is tried: `whole`, or that over BATON_TEST_SHARE (the second and third
 * build of the same code try a share of the first's). */
unsigned test_rounds(unsigned whole);
/* Where the random numbers stand, and back to there: the same numbers again. */
uint64_t test_random_place(struct test *t);
void test_random_go(struct test *t, uint64_t place);
/* The bytes of a file below the repository root, or false. */
bool test_read_file(struct test *t, const char *path, struct str *ret_bytes);
/* The folder ../shared/data, or NULL where it is absent (the test then skips). */
const char *test_shared_data(void);

#define CHECK(condition)                                                                  \
    do {                                                                                  \
        if (!(condition))                                                                 \
            test_fail(t, __FILE__, __LINE__, "%s", #condition);                           \
    } while (0)
#define CHECK_EQ(got, wanted)                                                             \
    do {                                                                                  \
        long long got_ = (long long)(got), wanted_ = (long long)(wanted);                 \
        if (got_ != wanted_)                                                              \
            test_fail(t, __FILE__, __LINE__, "%s is %lld, wanted %lld", #got, got_,       \
                      wanted_);                                                           \
    } while (0)
#define CHECK_NEAR(got, wanted, within)                                                   \
    do {                                                                                  \
        double got_ = (got), wanted_ = (wanted);                                          \
        if (!(got_ - wanted_ <= (within) && wanted_ - got_ <= (within)))                  \
            test_fail(t, __FILE__, __LINE__, "%s is %.12g, wanted %.12g", #got, got_,     \
                      wanted_);                                                           \
    } while (0)
#define CHECK_STR(got, wanted)                                                            \
    do {                                                                                  \
        struct str got_ = (got), wanted_ = str_of(wanted);                                \
        if (!str_equal(got_, wanted_))                                                    \
            test_fail(t, __FILE__, __LINE__, "%s is \"%.*s\", wanted \"%.*s\"", #got,     \
                      STR_ARG(got_), STR_ARG(wanted_));                                   \
    } while (0)

#endif
