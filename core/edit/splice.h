/* SPDX-License-Identifier: Apache-2.0 */
/* splice.h - edits written back into the text that they are edits of.
 *
 * Nothing is written anew but what is stated otherwise: every other byte, comments, order and
 * layout among them, stays. A value is compared with the value before part by part, so that
 * one member of a list is changed in its place.
 *
 *   plan(splice(text, a, b)) = b, where plan(text) = a
 */
#ifndef BATON_CORE_EDIT_SPLICE_H
#define BATON_CORE_EDIT_SPLICE_H

#include "core/plan/plan.h"

struct splice_file {
    struct str bytes;
    const struct node *root;        /* the tree of the bytes: YAML or JSON */
    struct str made;                /* the new text; `bytes` where nothing changes */
};

/* The texts of all files of the plan `before`, so that they state `after`. An object that is new
 * goes behind those of its kind, and without any into a section of its own at the end of the first
 * file. Errors, and then nothing is to be written: "anchored-value", "comment-in-the-way",
 * "cannot-splice". Whoever writes reads the texts again first and compares: what a reader makes of
 * a layout is known to the reader only. */
bool splice_plan(const struct plan *before, const struct plan *after, struct splice_file *files,
                 size_t count, struct arena *owner, struct diags *out);

#endif
