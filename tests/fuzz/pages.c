/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/pages.h"

#include <stdlib.h>

#include "core/base/arena.h"

jmp_buf fuzz_full;

static void *take_page(void *context, size_t bytes)
{
    (void)context;
    return malloc(bytes);
}

static void give_page(void *context, void *page, size_t bytes)
{
    (void)context;
    (void)bytes;
    free(page);
}

static void arena_is_full(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    longjmp(fuzz_full, 1);
}

const struct page_source fuzz_pages = {
    .take = take_page, .give = give_page, .on_full = arena_is_full};
