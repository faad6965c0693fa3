/* SPDX-License-Identifier: Apache-2.0 */
/* change.h - one change of a log: edits with who, when, why, and what they replaced.
 *
 * A change is one line of JSON with its keys in this order, absent ones left out:
 *
 *   {"seq":8,"id":"...","at":"2026-11-23T09:30:00Z","by":"...","why":"...","source":"...",
 *    "against":7,"edits":{ADDRESS: VALUE...},"undo":{ADDRESS: VALUE...}}
 *
 * `id` is chosen by whoever makes the change, so that a second attempt is known; `against` is the
 * sequence its maker had seen; `undo` takes the edits back from the plan they leave. The chain: the
 * hash of a change is SHA-256 of the hash before it, a line feed and the line; that of change 0 is
 * SHA-256 of "baton log 1", a line feed and the program's id.
 */
#ifndef BATON_CORE_EDIT_CHANGE_H
#define BATON_CORE_EDIT_CHANGE_H

#include "core/base/sha256.h"
#include "core/edit/edit.h"

struct change {
    int64_t seq, against;
    struct str id, at, by, why, source;     /* empty: not stated */
    const struct node *edits, *undo;        /* maps from addresses to values */
};

/* The line, without a line feed, of a change that leads from one plan to the other; `edits` and
 * `undo` of `c` are not read. */
struct str change_write(const struct change *c, const struct plan *before,
                        const struct plan *after, struct arena *owner);
/* Of the tree of a line. Errors: "bad-change". */
bool change_read(const struct node *root, struct change *ret_change, struct diags *out);

void change_chain_start(struct str program, char ret_hash[SHA256_HEX + 1]);
void change_chain(struct str before, struct str line, char ret_hash[SHA256_HEX + 1]);

/* One edit of it in words, as in struct edit_line; `nth` < c->edits->count. */
struct edit_line change_line(const struct change *c, size_t nth, struct arena *owner);

/* Whether two edits are about the same: one address holds the other ("dig" and "dig.after[a]",
 * "tasks.dig" and "dig.team"). */
bool change_touches(struct str a, struct str b);
/* Whether the second edit states what the first did. */
bool change_agrees(const struct node *a, const struct node *b);

#endif
