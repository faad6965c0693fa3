/* SPDX-License-Identifier: Apache-2.0 */
/* An arena's mark: what stood before it stays, what came after is given back. */
#include <string.h>

#include "core/base/arena.h"
#include "tests/unit/harness.h"

void test_base__a_rewind_gives_back_what_came_after_the_mark(struct test *t)
{
    enum { SMALL = 100, LARGE = 3 << 20 };
    unsigned char *kept = arena_take(t->scratch, SMALL, 1), *again;
    const struct arena_mark mark = arena_mark(t->scratch);
    const size_t total = t->scratch->total;

    memset(kept, 7, SMALL);
    for (int round = 0; round < 50; round++) {
        memset(arena_take(t->scratch, SMALL, 1), 9, SMALL);
        memset(arena_take(t->scratch, LARGE, 1), 9, LARGE);     /* behind the newest page */
        for (int i = 0; i < 40; i++)
            memset(arena_take(t->scratch, SMALL * 1000, 1), 9, SMALL * 1000);
        CHECK(t->scratch->total > total + LARGE);
        arena_rewind(t->scratch, mark);
        CHECK_EQ(t->scratch->total, total);
    }
    again = arena_take(t->scratch, SMALL, 1);
    for (int i = 0; i < SMALL; i++) {
        CHECK_EQ(kept[i], 7);
        CHECK_EQ(again[i], 0);
    }
    CHECK(again > kept && again < kept + 2 * SMALL);
}

void test_base__a_mark_of_an_empty_arena_empties_it(struct test *t)
{
    const struct arena_mark mark = arena_mark(t->scratch);

    if (mark.newest) {
        test_skip(t, "the harness gives an arena that has been used");
        return;
    }
    arena_take(t->scratch, 1000, 1000);
    arena_rewind(t->scratch, mark);
    CHECK_EQ(t->scratch->total, 0);
    arena_take(t->scratch, 10, 10);
    CHECK(t->scratch->total > 0);
}
