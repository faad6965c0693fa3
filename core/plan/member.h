/* SPDX-License-Identifier: Apache-2.0 */
/* member.h - the members of a field's value, by the keys that edits address them with.
 *
 * For fields that are lists or maps: `id.field[key]`. A member alone is a value of the field's
 * own type with that one member in it, as edits hold it; it shares memory with the whole.
 */
#ifndef BATON_CORE_PLAN_MEMBER_H
#define BATON_CORE_PLAN_MEMBER_H

#include "core/plan/schema.h"

/* Whether edits can address single members of the field. */
bool member_possible(const struct field *field);
size_t member_count(const struct field *field, const void *value);

/* The key of member i: of all but links the member's own. A link is named by its predecessor, or
 * by predecessor and type where `typed`. False: it cannot be written as a key (an empty text). */
bool member_key(const struct field *field, const void *value, size_t i, bool typed,
                struct arena *owner, struct str *ret_key);
/* The first member that `key` names, or the count. */
size_t member_find(const struct field *field, const void *value, struct str key);
const void *member_alone(const struct field *field, const void *value, size_t i,
                         struct arena *owner);
/* What stands beside the key, as one line; nothing where the key says it all. */
void member_print_line(const struct field *field, const void *value, size_t i, struct text *out);

#endif
