/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/sort.h"

#include <string.h>

#include "core/base/arena.h"

enum { RUN = 8, SMALL = 24 };

/* Sort a short run by insertion; `spare` has room for one item. */
static void insertion_run(char *items, size_t count, size_t size, sort_order *order,
                          const void *context, char *spare)
{
    for (size_t i = 1; i < count; i++) {
        size_t at = i;

        while (at > 0 && order(items + (at - 1) * size, items + i * size, context) > 0)
            at--;
        if (at == i)
            continue;
        memcpy(spare, items + i * size, size);
        memmove(items + (at + 1) * size, items + at * size, (i - at) * size);
        memcpy(items + at * size, spare, size);
    }
}

/* Merge [0, left) and [left, count) of `from` into `to`; on a tie the left one goes first. */
static void merge(const char *from, size_t left, size_t count, size_t size, sort_order *order,
                  const void *context, char *to)
{
    const char *a = from, *a_end = from + left * size;
    const char *b = a_end, *b_end = from + count * size;

    while (a < a_end && b < b_end) {
        const char **next = order(a, b, context) <= 0 ? &a : &b;

        memcpy(to, *next, size);
        *next += size;
        to += size;
    }
    memcpy(to, a, (size_t)(a_end - a));
    to += a_end - a;
    memcpy(to, b, (size_t)(b_end - b));
}

void sort_stable(void *items, size_t count, size_t size, sort_order *order, const void *context,
                 struct arena *scratch)
{
    char *from = items, *to;

    if (count < 2)
        return;
    to = arena_take(scratch, count, size);
    for (size_t at = 0; at < count; at += RUN)
        insertion_run(from + at * size, count - at < RUN ? count - at : RUN, size, order, context,
                      to);
    for (size_t run = RUN; run < count; run *= 2) {
        char *turn = from;

        for (size_t at = 0; at < count; at += 2 * run) {
            const size_t here = count - at < 2 * run ? count - at : 2 * run;
            const size_t left = here < run ? here : run;

            merge(from + at * size, left, here, size, order, context, to + at * size);
        }
        from = to;
        to = turn;
    }
    if (from != (char *)items)
        memcpy(items, from, count * size);
}

static void swap_i64(int64_t *a, int64_t *b)
{
    const int64_t kept = *a;

    *a = *b;
    *b = kept;
}

static void sift_down(int64_t *items, size_t root, size_t count)
{
    for (;;) {
        size_t child = 2 * root + 1;

        if (child >= count)
            return;
        if (child + 1 < count && items[child + 1] > items[child])
            child++;
        if (items[root] >= items[child])
            return;
        swap_i64(&items[root], &items[child]);
        root = child;
    }
}

static void heap_sort_i64(int64_t *items, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sift_down(items, i, count);
    for (size_t last = count; last-- > 1;) {
        swap_i64(&items[0], &items[last]);
        sift_down(items, 0, last);
    }
}

static void insertion_i64(int64_t *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const int64_t item = items[i];
        size_t at = i;

        for (; at > 0 && items[at - 1] > item; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Hoare's partition around the median of three; the halves are [0, result) and the rest. */
static size_t partition_i64(int64_t *items, size_t count)
{
    const size_t middle = count / 2;
    size_t low = 0, high = count - 1;
    int64_t pivot;

    if (items[middle] < items[0])
        swap_i64(&items[middle], &items[0]);
    if (items[high] < items[0])
        swap_i64(&items[high], &items[0]);
    if (items[high] < items[middle])
        swap_i64(&items[high], &items[middle]);
    pivot = items[middle];
    for (;;) {
        while (items[low] < pivot)
            low++;
        while (items[high] > pivot)
            high--;
        if (low >= high)
            return low;
        swap_i64(&items[low++], &items[high--]);
    }
}

/* Quicksort, with heap sort where the pivots turn out bad (Musser's introsort, 1997). */
static void intro_i64(int64_t *items, size_t count, unsigned depth)
{
    while (count > SMALL) {
        size_t cut;

        if (depth-- == 0) {
            heap_sort_i64(items, count);
            return;
        }
        cut = partition_i64(items, count);
        intro_i64(items + cut, count - cut, depth);
        count = cut;
    }
    insertion_i64(items, count);
}

void sort_i64(int64_t *items, size_t count)
{
    unsigned depth = 2;

    for (size_t n = count; n > 1; n /= 2)
        depth += 2;
    intro_i64(items, count, depth);
}
