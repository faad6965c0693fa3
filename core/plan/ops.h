/* SPDX-License-Identifier: Apache-2.0 */
/* ops.h - what the files of this room share; no other room includes it.
 *
 * A field type whose value is one text ("3w..4w..7w") states two functions, read and
 * text, and gets parse, print and line from them. A type whose value has members (a list,
 * a map) states how to name and print one, and edits can then address it.
 */
#ifndef BATON_CORE_PLAN_OPS_H
#define BATON_CORE_PLAN_OPS_H

#include "core/base/map.h"
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"

#define FIELD_ABSENT UINT16_MAX
/* The longest id or name, in bytes; and room for any text made of one and a few numbers. */
enum { ID_CEILING = 120, LINE_ROOM = 256 };
#define KIND_BIT(k) (UINT64_C(1) << KIND_##k)

/* Why a text is not a value of its type. */
struct fault {
    const char *why;            /* "P10 is above P50" */
    struct str near;            /* the word that was probably meant, or empty */
};

struct scalar_ops {
    bool (*read)(const struct field *field, struct str s, void *ret_value, struct fault *fault);
    void (*text)(const struct field *field, const void *value, struct text *out);
};

struct member_ops {
    size_t (*count)(const void *value);
    /* A member as a line: the key of a map's, the text of a list's. At most LINE_ROOM bytes,
     * but for type texts. */
    void (*key)(const void *value, size_t i, struct text *out);
    /* Whether `key`, as somebody wrote it, names the member. */
    bool (*named)(const void *value, size_t i, struct str key);
    /* What stands beside the key: the value of a map's member, the text of a list's. */
    void (*print)(const struct field *field, const void *value, size_t i, struct writer *w);
    /* `value` with the one member of `with` in place of member `at` (at the end when `at` is
     * the count), or without member `at` when `with` is NULL. */
    void (*splice)(const void *value, size_t at, const void *with, struct arena *owner,
                   void *ret_value);
    bool map;                   /* written as a map; otherwise as a list */
};

/* By enum field_type_id; empty (read is NULL), NULL where it does not apply. */
extern const struct scalar_ops scalar_types[FIELD_TYPE_COUNT];
extern const struct member_ops *const member_types[FIELD_TYPE_COUNT];

/* Every type's operations are named type_<name>_parse and so on; scalars take the common ones. */
#define SCALAR_DECLARE(name)                                                                   \
    bool type_##name##_read(const struct field *field, struct str s, void *ret_value,          \
                            struct fault *fault);                                              \
    void type_##name##_text(const struct field *field, const void *value, struct text *out);   \
    bool type_##name##_equal(const struct field *field, const void *a, const void *b);         \
    void type_##name##_schema(const struct field *field, struct writer *w);
SCALAR_DECLARE(text)
SCALAR_DECLARE(flag)
SCALAR_DECLARE(count)
SCALAR_DECLARE(amount)
SCALAR_DECLARE(percent)
SCALAR_DECLARE(money)
SCALAR_DECLARE(choice)
SCALAR_DECLARE(span)
SCALAR_DECLARE(estimate)
SCALAR_DECLARE(factor)
SCALAR_DECLARE(cost)
SCALAR_DECLARE(when)
SCALAR_DECLARE(ref)
SCALAR_DECLARE(rate)
SCALAR_DECLARE(rrule)

#define COMPOUND_DECLARE(name)                                                                 \
    bool type_##name##_parse(struct read_context *context, const struct field *field,          \
                             const struct node *node, void *ret_value);                        \
    void type_##name##_print(const struct field *field, const void *value, struct writer *w);  \
    bool type_##name##_equal(const struct field *field, const void *a, const void *b);         \
    void type_##name##_copy(const struct field *field, const void *value, struct arena *owner, \
                            void *ret_value);                                                  \
    void type_##name##_schema(const struct field *field, struct writer *w);                    \
    void type_##name##_refs(const struct field *field, void *value,                            \
                            void (*visit)(void *context, struct ref *ref, uint64_t kinds),     \
                            void *context);
COMPOUND_DECLARE(day_ranges)
COMPOUND_DECLARE(day_amounts)
COMPOUND_DECLARE(texts)
COMPOUND_DECLARE(refs)
COMPOUND_DECLARE(links)
COMPOUND_DECLARE(week)
COMPOUND_DECLARE(exceptions)
COMPOUND_DECLARE(alternates)
COMPOUND_DECLARE(hits)
COMPOUND_DECLARE(amounts)
COMPOUND_DECLARE(edits)
COMPOUND_DECLARE(objects)
COMPOUND_DECLARE(thresholds)

extern const struct member_ops members_of_texts, members_of_refs, members_of_links,
    members_of_hits, members_of_amounts, members_of_day_ranges, members_of_day_amounts,
    members_of_thresholds, members_of_objects;

/* --- errors ----------------------------------------------------------------------------- */

/* "bad-value" at the node: "`field`: why", with the type's example as the hint. */
bool bad_value(struct read_context *context, const struct field *field, const struct node *node,
               const char *format, ...) __attribute__((format(printf, 4, 5)));
/* An error at the key: `where` ("a task") has no such key; the nearest of `names` is the hint. */
bool unknown_key(struct read_context *context, const char *code, const struct node *item,
                 const char *where, const struct str *names, size_t count);
/* The text of a scalar node, trimmed; an error when it is a list, a map or empty. */
bool scalar_of(struct read_context *context, const struct field *field, const struct node *node,
               struct str *ret_text);
/* Read the text of one member of a list or map as a value of the type `as`. */
bool member_read(struct read_context *context, const struct field *field, enum field_type_id as,
                 const struct node *node, void *ret_value);
/* A list, or one value standing alone for a list of one. */
bool list_of(struct read_context *context, const struct field *field, const struct node *node,
             const struct node **ret_first, size_t *ret_count);
bool map_of(struct read_context *context, const struct field *field, const struct node *node);

/* --- arrays of members ------------------------------------------------------------------ */

/* A shallow copy; never NULL, so that an empty list is not an absent one. */
void *array_copy(struct arena *owner, const void *items, size_t count, size_t size);
/* The array with item `at` replaced by `with` (added when at == count), or taken out when
 * `with` is NULL. */
void *array_splice(struct arena *owner, const void *items, size_t count, size_t size, size_t at,
                   const void *with, size_t *ret_count);
/* Print every member: a map where the type is one, otherwise a list. */
void print_members(const struct member_ops *ops, const struct field *field, const void *value,
                   struct writer *w);
/* {type: array of $ref}, or one of them standing alone. */
void list_schema(struct writer *w, const char *definition);

/* --- small grammars ------------------------------------------------------------------------ */

bool is_id(struct str s);
bool name_is(const char *name, struct str s);   /* without measuring the name first */
/* Cut the first word off *rest; blanks separate. */
bool next_word(struct str *rest, struct str *ret_word);

bool span_read(struct str s, struct span *ret_span, struct fault *fault);
void span_text(const struct span *s, struct text *out);
bool span_equal(const struct span *a, const struct span *b);
/* By the usual lengths (a week of 5 days, a day of 8 hours; elapsed: 7 and 24). */
int64_t span_nominal_s(const struct span *s);
void estimate_text(const struct estimate *e, struct text *out);
bool estimate_equal(const struct estimate *a, const struct estimate *b);

bool money_read(struct str s, int64_t *ret_minor, struct fault *fault);
void money_text(int64_t minor, struct text *out);

/* A day, a month or a quarter as a range of days. */
bool period_read(struct str s, int64_t *ret_from_day, int64_t *ret_to_day);
bool day_range_read(struct str s, struct day_range *ret_range, struct fault *fault);
void day_text(int64_t day, struct text *out);
void day_range_text(int64_t from_day, int64_t to_day, struct text *out);

int weekday_read(struct str s);                 /* 0 Monday; -1: none */
const char *weekday_word(int day);
bool weekdays_read(struct str s, uint8_t *ret_days, struct fault *fault);   /* bit 0 Monday */
void weekdays_text(unsigned days, struct text *out);
bool shifts_read(struct str s, struct arena *owner, struct shift_day *ret_day,
                 struct fault *fault);
void shifts_print(const struct shift_day *day, struct writer *w);
void shifts_text(const struct shift_day *day, struct text *out);
bool shifts_equal(const struct shift_day *a, const struct shift_day *b);
struct shift_day shifts_copy(const struct shift_day *day, struct arena *owner);

/* Print what `text` makes as a scalar: plain where every reader takes it so. */
void write_scalar_text(struct writer *w, struct str s);
void write_value(enum field_type_id type, const struct field *field, const void *value,
                 struct writer *w);

/* --- nested objects (type_nested.c) --------------------------------------------------------- */

static inline bool is_nesting(const struct field *field)
{
    return field->type == FIELD_TYPE_one || field->type == FIELD_TYPE_many;
}
/* The stated fields as a map. */
void write_fields(const struct object *o, bool flow, struct writer *w);
bool object_equal(const struct object *a, const struct object *b);
/* A deep copy; its nested objects are inside it. */
struct object *object_copy(const struct object *o, struct arena *owner);
/* Say to the nested objects of `o` that they are inside it. They must be its own. */
void object_adopt(struct object *o);

/* --- drafts (builder.c) --------------------------------------------------------------------- */

struct object_draft {
    struct object o;
    struct cell *cells;         /* o.cells, while it may still change */
    uint64_t refused;           /* bit i: field i is stated, but not as a value */
    uint16_t room;
};

/* A nested object, not yet a member of its parent's value. */
struct object_draft *draft_nested(struct plan_builder *b, const struct object *inside,
                                  const struct field *field, struct str id, struct place at);
/* The stable key of a nested object: of its whole path. */
uint64_t nested_key(struct arena *owner, const struct object *inside, const char *field,
                    struct str id);
/* Whether the field has its error already. Every object that a builder made is a draft. */
static inline bool draft_refused(const struct object *o, uint16_t field)
{
    return ((const struct object_draft *)o)->refused & UINT64_C(1) << field;
}
void draft_put(struct arena *owner, struct object_draft *draft, uint16_t field,
               const void *value, struct place at);
/* Fill a draft from a map of fields. */
bool draft_read(struct read_context *context, struct object_draft *draft,
                const struct node *node);
/* The object being read: whose nested objects are made now. */
struct object *builder_current(struct plan_builder *b);

struct plan_builder {
    struct arena *owner;
    struct diags *out;
    size_t errors_before;
    struct object_draft **drafts;       /* in order of the input */
    size_t count, room;
    struct map ids;                     /* of drafts: their index */
    struct object_draft *program, *policy;
    struct object *current;
    struct str *names;                  /* of all ids, for the nearest; made when asked */
    size_t name_count;
    size_t nearest_work;                /* comparisons spent on suggestions */
    bool again;                 /* made from a sealed plan: edits may name what is gone */
    bool sealed;
};

/* The nearest known id, or empty; gives up suggesting when it has cost too much. */
struct str builder_nearest_id(struct plan_builder *b, struct str wanted);
/* A draft that is not (yet) in the plan. */
struct object_draft *draft_new(struct plan_builder *b, enum kind kind, struct str id,
                               struct place at);
void object_refs(const struct object *o,
                 void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context);
void value_refs(const struct field *field, void *value,
                void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context);

/* --- edits (edit_resolve.c) ------------------------------------------------------------ */

/* Resolve the address and parse the raw value. Refs inside are not resolved. */
bool edit_resolve(struct read_context *context, const struct plan *plan, struct edit *edit);
/* The number of the object that a resolved edit addresses, in another plan; OBJECT_NONE
 * where that plan has it no more: an option may remove what its own edits name. */
void edit_renumber(const struct plan *plan, struct edit *edit);

/* --- sealing ------------------------------------------------------------------------------- */

/* Build every calendar of the plan, parents first (calendars.c). */
bool plan_build_calendars(struct plan *p, struct diags *out);
/* Facts that contradict one another (check.c). `only`: NULL for all objects. */
void plan_check_facts(const struct plan *p, const struct object *only, struct diags *out);
void plan_check_loops(const struct plan *p, struct arena *scratch, struct diags *out);
/* Required fields of an object and of those inside it (seal.c). */
void plan_check_required(const struct object *o, struct diags *out);
/* A digest that nobody has asked for yet (digest.c). */
struct digest_memo *digest_memo_new(struct arena *owner);
/* start, as_of and what they default to; read_on (seal.c). */
void plan_set_dates(struct plan *p, int64_t today, int64_t read_on);

#endif
