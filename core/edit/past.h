/* SPDX-License-Identifier: Apache-2.0 */
/* past.h - what a log says of one object: its steps in the order of time, values as they were.
 *
 *     struct past_step s;
 *     for (uint32_t i = past_first(past, o->id); past_step(past, i, o->id, &s); i++)
 *         ... s.at, s.by, s.field; past_value(past, &s, field, false) is what it was before
 *
 * The log may begin anywhere: what came before its first change is not known. A change of one
 * member of a list or map, or inside a nested object, is a step of that field without values.
 */
#ifndef BATON_CORE_EDIT_PAST_H
#define BATON_CORE_EDIT_PAST_H

#include "core/edit/change.h"

struct past;

enum past_what { PAST_SET, PAST_ADDED, PAST_REMOVED };
struct past_step {
    enum past_what what;
    const struct change *change;
    int64_t at;                 /* instant of the change; CIVIL_NONE: it states none */
    enum kind kind;             /* of PAST_ADDED */
    struct str id, field;       /* field empty: the whole object */
    bool partly;                /* of one member only: no values */
    const struct node *before, *after;  /* NULL: not stated */
};

/* Cost: edits x log of edits. `log` in the order of its sequence. */
const struct past *past_new(const struct change *log, size_t count, struct arena *owner);
/* The object's first step; and the i-th of all if it is of that object. */
uint32_t past_first(const struct past *p, struct str id);
bool past_step(const struct past *p, uint32_t i, struct str id, struct past_step *ret_step);
/* Every step, in the order of time: i < past_count. */
uint32_t past_count(const struct past *p);
struct past_step past_nth(const struct past *p, uint32_t i);
/* When its first change was made; CIVIL_NONE: it states none, or there is none. */
int64_t past_begin(const struct past *p);

/* The field's value before or after the step, of the field's C type; also of an object that was
 * added or removed whole. NULL: not stated, not a value any more, or the step is of another field.
 * References are not resolved. */
const void *past_value(const struct past_step *s, const struct field *field, bool after,
                       struct arena *owner);

#endif
