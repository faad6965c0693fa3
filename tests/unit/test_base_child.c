/* SPDX-License-Identifier: Apache-2.0 */
/* A child arena's pages come back whichever way its parent ends. */
#include <stdlib.h>

#include "tests/unit/harness.h"

static int pages_out;

static void *take_counted(void *context, size_t bytes)
{
    (void)context;
    pages_out++;
    return malloc(bytes);
}

static void give_counted(void *context, void *page, size_t bytes)
{
    (void)context;
    (void)bytes;
    pages_out--;
    free(page);
}

static void never_full(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    abort();
}

static const struct page_source counted = {
    .take = take_counted, .give = give_counted, .on_full = never_full};

static void use(struct arena *a)
{
    arena_take(a, 1 << 20, 3);
    arena_take(a, 10, 10);
}

void test_base__a_reset_child_costs_its_parent_nothing(struct test *t)
{
    struct arena parent, *child;
    int before;

    arena_init(&parent, &counted, 0);
    use(&parent);
    child = arena_child(&parent);
    before = pages_out;
    use(child);
    CHECK(pages_out > before);
    arena_reset(child);
    CHECK_EQ(pages_out, before);
    use(child);                 /* and it can be used again */
    arena_reset(&parent);
    CHECK_EQ(pages_out, 0);
}

void test_base__an_abandoned_child_goes_with_its_parent(struct test *t)
{
    struct arena parent, *child;

    arena_init(&parent, &counted, 0);
    child = arena_child(&parent);
    use(child);
    use(arena_child(child));    /* a grandchild */
    use(arena_child(&parent));
    arena_reset(&parent);
    CHECK_EQ(pages_out, 0);

    use(arena_child(&parent));
    arena_clear(&parent);
    CHECK_EQ(pages_out, 1);     /* the page that clear keeps */
    arena_reset(&parent);
    CHECK_EQ(pages_out, 0);
}

void test_base__a_rewind_takes_the_children_since_the_mark(struct test *t)
{
    struct arena parent, *older;
    struct arena_mark mark;
    int before;

    arena_init(&parent, &counted, 0);
    older = arena_child(&parent);
    use(older);
    mark = arena_mark(&parent);
    before = pages_out;
    use(arena_child(&parent));
    use(arena_child(&parent));
    arena_rewind(&parent, mark);
    CHECK_EQ(pages_out, before);
    use(older);
    arena_reset(&parent);
    CHECK_EQ(pages_out, 0);
}
