/* SPDX-License-Identifier: Apache-2.0 */
/* types.h - the values that fields hold: one C type a field type.
 *
 * A value is what a person stated, in the unit they stated it; nothing here is
 * computed. core/plan/schema.h has the operations of each type.
 */
#ifndef BATON_CORE_PLAN_TYPES_H
#define BATON_CORE_PLAN_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/str.h"
#include "core/calendar/calendar.h"

struct field;
struct node;
struct object;

#define OBJECT_NONE UINT32_MAX

/* "3d", "1.5w", "4h", "30m", "45s" of working time; "3ed" and the like of elapsed time. A second,
 * smaller unit may follow: "1w 3d". It stays apart, because only a calendar knows how
 * many days a week has: read a span through span_seconds(). */
struct span {
    int64_t milli;          /* thousandths of the unit; may be negative in a lag */
    int64_t and_milli;      /* of the second unit, of the same sign; 0 when there is none */
    char unit;              /* 's' 'm' 'h' 'd' 'w' */
    char and_unit;          /* as unit, but smaller; 0: none */
    bool elapsed;
};

/* The shapes an estimate may be stated in. */
enum shape {
    SHAPE_SINGLE,           /* b: the owner's median; its spread is a labelled default */
    SHAPE_QUANTILES,        /* a..b..c: split lognormal with P10, P50, P90 */
    SHAPE_PERT,             /* pert(min a, mode b, max c) */
    SHAPE_TRI,              /* tri(min a, mode b, max c) */
    SHAPE_TRIGEN,           /* trigen(P10 a, mode b, P90 c) */
    SHAPE_UNIFORM,          /* uniform(a, c) */
    SHAPE_LOGNORMAL         /* lognormal(P50 b, P90 c) */
};

struct estimate {           /* of a duration or of effort */
    enum shape shape;
    struct span a, b, c;    /* unused ones are zero */
};

struct triple {             /* of a factor (millionths) or of money (minor units) */
    enum shape shape;
    int64_t a, b, c;
};

enum grain { GRAIN_MINUTE, GRAIN_DAY, GRAIN_MONTH, GRAIN_QUARTER };

/* A date. Coarser than a minute: `instant` is midnight at the start of the LAST day
 * of the period ("2027-Q1" is 2027-03-31). Met by finishing within that day. */
struct when {
    int64_t instant;
    enum grain grain;
};

struct day_range {          /* both included, days since 1970 */
    int64_t from_day, to_day;
};
struct day_ranges {
    const struct day_range *items;
    size_t count;
};

struct day_amount {         /* from that day on (to_day = from_day - 1), or in that range */
    int64_t from_day, to_day;
    int64_t micro;          /* millionths */
};
struct day_amounts {
    const struct day_amount *items;
    size_t count;
};

struct texts {
    const struct str *items;
    size_t count;
};

/* A reference by id; resolved when the plan is sealed. */
struct ref {
    struct str id;
    uint32_t object;        /* number of the object in the plan, OBJECT_NONE before seal */
    struct place at;
};
struct refs {
    const struct ref *items;
    size_t count;
};

enum link_type { LINK_FS, LINK_SS, LINK_FF, LINK_SF };
enum lag_kind { LAG_WORKING, LAG_ELAPSED, LAG_PERCENT, LAG_PERCENT_ELAPSED };

/* "design", "design SS +1w", "tests FF -2d", "a +3ed", "a +25%", "a FS at most +2w". */
struct link {
    struct ref other;       /* the predecessor */
    enum link_type type;
    enum lag_kind lag_kind;
    bool at_most;           /* bounds the distance from above instead of from below */
    struct span lag;        /* zero when there is none */
    int32_t lag_ppm;        /* of the predecessor's duration, for percent lags */
};
struct links {
    const struct link *items;
    size_t count;
};

struct week {               /* "week: {mon-fri: \"09:00-12:00 13:00-18:00\"}" */
    struct shift_day day[7];
};
struct exceptions {         /* holidays and special days of a calendar, richest form */
    const struct calendar_exception *items;
    size_t count;
};
struct alternates {
    const struct calendar_alternate *items;
    size_t count;
};

struct hit {                /* what a risk does to one object if it fires */
    struct ref target;
    struct estimate delay;  /* added working time */
};
struct hits {
    const struct hit *items;
    size_t count;
};

struct amount_of {          /* how much of one object */
    struct ref of;
    int64_t micro;          /* millionths */
};
struct amounts {
    const struct amount_of *items;
    size_t count;
};

struct rate {               /* "1100 per person-day" */
    int64_t minor;
    char unit;              /* 'h' 'd' 'w' of one person */
};

/* One typed change of one field: `id.field` or `id.field[key]`. The only such type in
 * Baton: options, mitigations, what-ifs, diffs and the log all hold these.
 *
 *   id.field                    one field; removed by an empty value
 *   id.field[key]               one member of a list or map: a link by its predecessor ("design" or
 *                               "design SS"), a reference by its id, a text by itself, a
 *                               date by the date; `true` adds it where the key says it all
 *   id.field[key].inner         one field of a nested object; id.field.inner of a single one
 *   section.id                  a new object, as {fields}
 *   id                          the whole object, removed by an empty value
 */
enum edit_kind { EDIT_SET, EDIT_ADD, EDIT_REMOVE };
struct edit {
    enum edit_kind kind;    /* EDIT_ADD: a whole object, value is a struct object */
    struct str address;
    struct place at;
    const struct node *raw; /* the value as written, until the plan is sealed */
    uint32_t object;        /* resolved at seal; OBJECT_NONE: a new object */
    uint16_t field;         /* index in the kind's fields; UINT16_MAX: the whole object */
    uint16_t inner;         /* index in the nested kind's fields; UINT16_MAX: none */
    struct str key;         /* between brackets, or empty */
    const struct field *of; /* the field whose type `value` has; NULL: the whole object */
    const void *value;      /* of that type, in the plan's arena; with a key and no inner
                               field a list or map of the one member; NULL: removed */
};
struct edits {
    const struct edit *items;
    size_t count;
};

struct objects {            /* nested objects: options, criteria, outcomes... */
    const struct object *const *items;
    size_t count;
};

struct thresholds {         /* policy: {rule-name.parameter: number} */
    const struct str *names;
    const int64_t *micro;
    const struct place *at;
    size_t count;
};

#endif
