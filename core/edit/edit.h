/* SPDX-License-Identifier: Apache-2.0 */
/* edit.h - what changes between plans: lists of struct edit (core/plan/types.h), as values.
 *
 * Applying is plan_apply(), reading plan_read_edits(). Here is what makes lists of plans:
 *
 *   apply(a, diff(a, b)) = b            the same digest, whatever the order of objects
 *   diff(a, a)           = nothing
 *   apply(apply(a, e), inverse(a, e)) = a
 *   apply(a, compose(a, e, f))        = apply(apply(a, e), f)
 *
 * The id of the program is no part of it: an id never changes.
 */
#ifndef BATON_CORE_EDIT_EDIT_H
#define BATON_CORE_EDIT_EDIT_H

#include "core/plan/plan.h"

/* What is to be stated to make `b` of `a`, by object: kinds in their order, of each what `a` has
 * and then what is new. Members of a list or map one by one where that gives b's order,
 * otherwise the whole field. The values are b's own, so both plans must outlive the list; its
 * objects are numbered as in `a`. Cost: objects x fields. */
struct edits edit_diff(const struct plan *a, const struct plan *b, struct arena *owner);

/* What takes the edits back, once they are applied to `before`. False: they cannot be applied,
 * and the diags say why. */
bool edit_inverse(const struct plan *before, const struct edits *edits, struct arena *owner,
                  struct edits *ret_inverse, struct diags *out);
/* Both, one after the other, as one list: `second` is of a plan that holds what `first` leaves of
 * `before`. */
bool edit_compose(const struct plan *before, const struct edits *first,
                  const struct edits *second, struct arena *owner, struct edits *ret_both,
                  struct diags *out);

/* A map from addresses to values; plan_read_edits() reads it back. */
void edit_write(const struct edits *edits, struct writer *w);

/* One edit in words: `~ token-api.remaining  2w..3w..5w -> 1w..2w..3w`. */
struct edit_line {
    char sign;              /* '+' stated now, '~' other than before, '-' no longer stated */
    struct str address;
    struct str before;      /* as it was; empty where it was not, or the key says it all */
    struct str after;
};
/* Of an edit that applies to `a`. */
struct edit_line edit_line_of(const struct plan *a, const struct edit *e, struct arena *owner);
/* As somebody would type it: `address=value`, the value as JSON on one line. */
struct str edit_typed(const struct edit *e, struct arena *owner);
/* The object an edit is about, in `a`; OBJECT_NONE for a new one. Its id in any case. */
struct str edit_subject(const struct plan *a, const struct edit *e);

#endif
