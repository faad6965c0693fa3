/* SPDX-License-Identifier: Apache-2.0 */
/* said.h - what an object states, as a small tree of the text that says it.
 *
 * The writer's own one-line form, cut into its parts: each part keeps the bytes it was written
 * with, so it can be compared with another and put into a file as it is. It is no reader of YAML:
 * it reads what writer.c writes.
 */
#ifndef BATON_CORE_EDIT_SAID_H
#define BATON_CORE_EDIT_SAID_H

#include "core/plan/plan.h"
#include "core/syntax/tree.h"

struct said {
    enum node_kind kind;            /* never NODE_NULL: that is a scalar `null` */
    struct str key, raw_key;        /* read, and as written; empty in a list */
    struct str raw;                 /* the value as written */
    struct said *first, *next;
    uint32_t count;
};

/* The stated fields of an object as a map; of JSON, or of YAML in one line. */
const struct said *said_of(const struct object *o, bool json, struct arena *owner);
/* The key as the form writes it. */
struct str said_key(struct str key, bool json, struct arena *owner);
const struct said *said_find(const struct said *map, struct str key);

#endif
