/* SPDX-License-Identifier: Apache-2.0 */
/* export.h - a plan as bytes of another tool's format.
 *
 * Pure: the same plan and dates give the same bytes. Dates are handed in, because formats know
 * nothing of schedules. What a format cannot say is a note: one a kind of thing, with a count.
 */
#ifndef BATON_CORE_FORMAT_EXPORT_H
#define BATON_CORE_FORMAT_EXPORT_H

#include "core/base/diag.h"
#include "core/base/text.h"
#include "core/plan/plan.h"

enum export_loss {
    EXPORT_RANGES, EXPORT_EFFORT, EXPORT_MILESTONES, EXPORT_HANDOFFS, EXPORT_SHIFTS,
    EXPORT_CALENDARS, EXPORT_UPPER_BOUNDS, EXPORT_CONSTRAINTS, EXPORT_ASSIGNMENTS,
    EXPORT_OTHERS, EXPORT_FIELDS, EXPORT_LINKS, EXPORT_IDS, EXPORT_BASELINES,
    EXPORT_LAGS, EXPORT_SUMMARY_LINKS, EXPORT_BOUNDS_KEPT,
    EXPORT_NUMBERS, EXPORT_STANDARD, EXPORT_TEAM_IDS, EXPORT_LOSSES
};

/* A field that a format writes. */
struct export_field {
    enum kind kind;
    uint16_t field;
};
struct export_fields {
    const struct export_field *items;
    size_t count;
};

struct export {
    const struct plan *plan;
    const int64_t *start, *finish;      /* by object number; CIVIL_NONE: none */
    struct arena *owner;
    struct diags *out;
    uint32_t lost[EXPORT_LOSSES];
    struct place lost_at[EXPORT_LOSSES];
    uint32_t field_lost[KIND_COUNT][64];        /* fields that are stated and not written */
    struct place field_at;                      /* of the first */
};

struct export_format {
    const char *name, *title;
    void (*write)(struct export *x, struct text *out);
    const struct export_fields *fields;     /* what it writes; NULL: nobody asks that of it */
};

extern const struct export_format exports_all[];
extern const unsigned exports_count;
const struct export_format *export_find(struct str name);

void export_lose(struct export *x, enum export_loss loss, struct place at);
/* A field of one object that the format has, but not for this value. */
void export_lose_field(struct export *x, enum kind kind, uint16_t field, struct place at);
void export_report(struct export *x, const struct export_format *format);

/* Tasks and milestones in the order of the outline, parents before children. */
struct export_row {
    const struct object *object;
    uint32_t level;             /* from 1 */
    bool is_summary;
};
struct export_row *export_rows(struct export *x, size_t *ret_count);

/* The links into an object, hand-offs between tasks included. */
struct export_link {
    const struct object *pred;
    enum link_type type;
    enum lag_kind lag_kind;
    int64_t lag_s;              /* working on the successor's calendar, or elapsed */
    int32_t lag_ppm;
    const struct link *stated;  /* NULL: it is a hand-off */
};
/* Without those that bound from above (which are named as left out), unless all are wanted. */
struct export_link *export_links(struct export *x, const struct object *o, size_t *ret_count);
struct export_link *export_all_links(struct export *x, const struct object *o, size_t *ret_count);

/* The median of what was estimated, in seconds of work or of the clock; false: nothing was. */
bool export_duration(struct export *x, const struct object *o, const struct estimate *e,
                     int64_t *ret_s, bool *ret_elapsed);
int64_t export_finish_of(const struct export *x, const struct object *o, const struct when *w);
int64_t export_start_of(const struct export *x, const struct object *o, const struct when *w);
struct str export_title(const struct object *o);
void export_xml(struct text *out, struct str s);    /* escaped */
/* A cell that no spreadsheet takes for a formula. */
struct str export_cell(struct export *x, struct str s);

extern const struct export_fields export_mspdi, export_xer, export_table, export_mermaid;
extern void mspdi_write(struct export *x, struct text *out);
extern void xer_write(struct export *x, struct text *out);
extern void table_write(struct export *x, struct text *out);
extern void xlsx_write(struct export *x, struct text *out);
extern void ical_write(struct export *x, struct text *out);
extern void mermaid_write(struct export *x, struct text *out);

/* The table that CSV and spreadsheets share. */
enum { TABLE_FIXED = 20, TABLE_COLUMNS = 220 };    /* the others: a column a custom field */
struct table_out {
    struct str heads[TABLE_COLUMNS];
    int count;
};
void table_heads(struct export *x, const struct export_row *rows, size_t row_count,
                 struct table_out *ret);
void table_cells(struct export *x, const struct table_out *t, const struct export_row *row,
                 struct str cells[TABLE_COLUMNS]);
void table_lose(struct export *x);      /* what no cell can say */

#endif
