/* SPDX-License-Identifier: Apache-2.0 */
/* In the place of postgres.c where libpq was not there to build with. */
#include "app/store/backend.h"

static enum store_result open_none(struct store *s, const char *where,
                                   const struct store_options *options)
{
    (void)where;
    (void)options;
    return store_fail(s, STORE_UNREACHABLE, "this Baton was built without PostgreSQL (libpq)");
}

static void close_none(struct store *s)
{
    (void)s;
}

const struct backend backend_postgres = {.open = open_none, .close = close_none};
