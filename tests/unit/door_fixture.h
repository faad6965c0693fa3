/* SPDX-License-Identifier: Apache-2.0 */
/* door_fixture.h - what a caller of the door brings, for unit tests that enter by it. */
#ifndef BATON_TESTS_UNIT_DOOR_FIXTURE_H
#define BATON_TESTS_UNIT_DOOR_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "include/baton.h"
#include "tests/unit/harness.h"

static inline void *take(void *context, size_t bytes)
{
    (void)context;
    return malloc(bytes);
}

static inline void give(void *context, void *page, size_t bytes)
{
    (void)context;
    (void)bytes;
    free(page);
}

static inline void on_full(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    abort();
}

static const struct baton_pages pages = {take, give, on_full, NULL};

static inline struct baton_text text_of(const char *s)
{
    return (struct baton_text){s, s ? strlen(s) : 0};
}

#endif
