/* SPDX-License-Identifier: Apache-2.0 */
/* schema.h - the schema table as data: kinds, fields, types and their operations.
 *
 * Surfaces loop over schema_kinds and their fields; none names a field. Rooms that
 * compute (network, rules...) read values by the typed accessors of object.h.
 */
#ifndef BATON_CORE_PLAN_SCHEMA_H
#define BATON_CORE_PLAN_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/choices.h"
#include "core/plan/types.h"

struct arena;
struct diags;
struct plan;
struct text;
struct writer;

/* KIND_program, KIND_task... */
enum kind {
#define KIND(kind, section, flags, title, doc) KIND_##kind,
#include "core/plan/schema.def"
#undef KIND
    KIND_COUNT
};

enum { KIND_SINGLE = 1, KIND_NESTED = 2, KIND_PRIVATE = 4 };
enum {
    FIELD_REQUIRED = 1,
    FIELD_PERSONAL = 2,
    FIELD_SIGNED = 4,       /* a span that may be negative */
    FIELD_ABOVE_ONE = 8,    /* a percent that may pass 100% */
    FIELD_RANGES = 16       /* amounts by day: the keys are days and ranges, not "from then on" */
};

/* Every field type: name in the table, C type of its value. */
#define FIELD_TYPES(T)                                                                         \
    T(text, struct str) T(flag, bool) T(count, int64_t) T(amount, int64_t)                     \
    T(percent, int32_t) T(money, int64_t) T(choice, uint32_t) T(span, struct span)             \
    T(estimate, struct estimate) T(factor, struct triple) T(cost, struct triple)               \
    T(when, struct when) T(day_ranges, struct day_ranges) T(day_amounts, struct day_amounts)   \
    T(texts, struct texts) T(ref, struct ref) T(refs, struct refs) T(links, struct links)      \
    T(week, struct week) T(exceptions, struct exceptions) T(alternates, struct alternates)     \
    T(hits, struct hits) T(amounts, struct amounts) T(rate, struct rate)                       \
    T(rrule, struct str) T(edits, struct edits)                                                \
    T(one, struct objects) T(many, struct objects) T(thresholds, struct thresholds)
/* Units: amount millionths; percent millionths (ppm); money minor units; factor
 * millionths; cost minor units. `one` is a list of exactly one nested object. */

enum field_type_id {
#define T(name, ctype) FIELD_TYPE_##name,
    FIELD_TYPES(T)
#undef T
    FIELD_TYPE_COUNT
};

struct field {
    const char *name;
    enum field_type_id type;
    uint64_t kinds;                     /* of ref, refs: allowed kinds (bit = enum kind); 0: any */
    const struct choice_list *choices;  /* of choice */
    enum kind nested;                   /* of one, many */
    unsigned flags;
    const char *doc;
};

struct kind_info {
    const char *name;                   /* "handoff" */
    const char *section;                /* "handoffs": the key in a plan file */
    const char *title;                  /* "Hand-off" */
    const char *doc;
    unsigned flags;
    const struct field *fields;
    uint16_t field_count;               /* at most 64 */
};

extern const struct kind_info schema_kinds[KIND_COUNT];

/* UINT16_MAX when the kind has no such field. */
uint16_t schema_field(enum kind kind, struct str name);
bool schema_section(struct str section, enum kind *ret_kind);

/* What a field type can do. One set of operations for YAML, JSON, edits, storage, forms. */
enum { READ_KNOWN = 128 };
struct read_context {                   /* for parse */
    struct arena *owner;
    struct diags *out;
    struct str source_name;
    /* parse nested objects and edits through the builder that is reading */
    struct plan_builder *builder;
    const struct edits *list;           /* the whole list, when it is read to be applied at once */
    uint16_t known[READ_KNOWN];         /* 1 + a field, by kind and name: builder.c */
};
struct field_type {
    const char *name;
    size_t size;                        /* of the C value */
    const char *doc;                    /* how it is written, for the manual */
    const char *example;
    /* From a tree node to a value. False: an error stands in the diags. */
    bool (*parse)(struct read_context *context, const struct field *field,
                  const struct node *node, void *ret_value);
    /* To a writer; parse(print(v)) = v. */
    void (*print)(const struct field *field, const void *value, struct writer *w);
    bool (*equal)(const struct field *field, const void *a, const void *b);
    /* A deep copy into another arena. */
    void (*copy)(const struct field *field, const void *value, struct arena *owner,
                 void *ret_value);
    /* Its JSON Schema (draft 2020-12), without title and description. */
    void (*schema)(const struct field *field, struct writer *w);
    /* Call `visit` for every reference within, for resolution; NULL when there are none. */
    void (*each_ref)(const struct field *field, void *value,
                     void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context);
};
extern const struct field_type field_types[FIELD_TYPE_COUNT];

/* One value as one line of text ("3w..4w..7w"), for messages, edits and tables. */
void field_print_line(const struct field *field, const void *value, struct text *out);

#endif
