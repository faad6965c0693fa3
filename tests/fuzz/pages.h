/* SPDX-License-Identifier: Apache-2.0 */
/* pages.h - memory for a harness: full is a jump back, and first pages are kept from one input
 * to the next, since most inputs are small and a first page is large. A harness is one program,
 * so it all stands here.
 *
 *     if (setjmp(memory_is_full) == 0) ... arenas over `source`, contexts over `pages` ...
 */
#ifndef BATON_TESTS_FUZZ_PAGES_H
#define BATON_TESTS_FUZZ_PAGES_H

#include <setjmp.h>
#include <stdlib.h>

#include "core/base/arena.h"
#include "include/baton.h"

enum { SHELF = 8, SHELF_BYTES = 1 << 20 };

static jmp_buf memory_is_full;
static void *shelf[SHELF];
static unsigned shelf_count;

static void *take_page(void *context, size_t bytes)
{
    (void)context;
    if (bytes == SHELF_BYTES && shelf_count > 0)
        return shelf[--shelf_count];
    return malloc(bytes);
}

static void give_page(void *context, void *page, size_t bytes)
{
    (void)context;
    if (bytes == SHELF_BYTES && shelf_count < SHELF)
        shelf[shelf_count++] = page;
    else
        free(page);
}

static void arena_is_full(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    longjmp(memory_is_full, 1);
}

__attribute__((unused)) static const struct page_source source = {
    take_page, give_page, arena_is_full, NULL};
__attribute__((unused)) static const struct baton_pages pages = {
    take_page, give_page, arena_is_full, NULL};

#endif
