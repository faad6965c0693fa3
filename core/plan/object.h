/* SPDX-License-Identifier: Apache-2.0 */
/* object.h - one object of a plan and the typed accessors of its fields.
 *
 * An object keeps only the fields somebody stated, with the place of each. Every
 * accessor gives a pointer, NULL when nobody stated the field: unknown is never
 * zero. For a task: `const struct estimate *e = task_get_estimate(object);`
 */
#ifndef BATON_CORE_PLAN_OBJECT_H
#define BATON_CORE_PLAN_OBJECT_H

#include "core/plan/schema.h"

struct cell {
    const void *value;      /* of the field's C type */
    struct place at;        /* where it was stated; source 0: by an edit */
};

struct object {
    enum kind kind;
    uint32_t number;        /* in the plan; OBJECT_NONE for nested ones */
    struct str id;
    struct place at;        /* of the id */
    uint64_t key;           /* str_hash(id): the stable key of every draw */
    uint64_t stated;        /* bit i: field i is stated */
    const struct cell *cells;       /* of the stated fields, in field order */
    const struct object *inside;    /* of a nested object: whose */
};

/* How many bits are set. Without a processor's own instruction the builtin is a call. */
static inline unsigned bits_set(uint64_t x)
{
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
}

static inline const struct cell *object_cell(const struct object *o, uint16_t field)
{
    const uint64_t bit = UINT64_C(1) << field;

    return o->stated & bit ? &o->cells[bits_set(o->stated & (bit - 1))] : NULL;
}

static inline const void *object_value(const struct object *o, uint16_t field)
{
    const struct cell *cell = object_cell(o, field);

    return cell ? cell->value : NULL;
}

/* Where the field was stated, else where the object was. */
struct place object_place(const struct object *o, uint16_t field);
/* title, name, question or statement, whichever the kind has and somebody stated; else the id. */
struct str object_title(const struct object *o);

/* Indices FIELD_task_team... and accessors task_get_team()... of every field of the table. */
#include "core/plan/fields.h"

#endif
