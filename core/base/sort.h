/* SPDX-License-Identifier: Apache-2.0 */
/* sort.h - a stable merge sort: equals keep their order on every platform. */
#ifndef BATON_CORE_BASE_SORT_H
#define BATON_CORE_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

struct arena;

typedef int sort_order(const void *a, const void *b, const void *context);

/* Sort `count` items of `size` bytes in place. Cost: n log n comparisons, n items of scratch. */
void sort_stable(void *items, size_t count, size_t size, sort_order *order, const void *context,
                 struct arena *scratch);
/* Ascending, in place, no scratch (plain numbers have no equals to confuse). */
void sort_i64(int64_t *items, size_t count);

#endif
