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
    EXPORT_OTHERS, EXPORT_LINKS, EXPORT_IDS, EXPORT_BASELINES, EXPORT_LOSSES
};

struct export {
    const struct plan *plan;
    const int64_t *start, *finish;      /* by object number; CIVIL_NONE: none */
    struct arena *owner;
    struct diags *out;
    uint32_t lost[EXPORT_LOSSES];
    struct place lost_at[EXPORT_LOSSES];
};

struct export_format {
    const char *name, *title;
    void (*write)(struct export *x, struct text *out);
};

extern const struct export_format exports_all[];
extern const unsigned exports_count;
const struct export_format *export_find(struct str name);

void export_lose(struct export *x, enum export_loss loss, struct place at);
void export_report(const struct export *x);

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
};
struct export_link *export_links(struct export *x, const struct object *o, size_t *ret_count);

/* The median of what was estimated, in seconds of work or of the clock; false: nothing was. */
bool export_duration(struct export *x, const struct object *o, const struct estimate *e,
                     int64_t *ret_s, bool *ret_elapsed);
int64_t export_finish_of(const struct export *x, const struct object *o, const struct when *w);
int64_t export_start_of(const struct export *x, const struct object *o, const struct when *w);
struct str export_title(const struct object *o);
void export_xml(struct text *out, struct str s);    /* escaped */
/* A cell that no spreadsheet takes for a formula. */
struct str export_cell(struct export *x, struct str s);

extern void mspdi_write(struct export *x, struct text *out);
extern void xer_write(struct export *x, struct text *out);
extern void table_write(struct export *x, struct text *out);
extern void xlsx_write(struct export *x, struct text *out);
extern void ical_write(struct export *x, struct text *out);
extern void mermaid_write(struct export *x, struct text *out);

/* The table that CSV and spreadsheets share. */
enum { TABLE_COLUMNS = 17 };
extern const char *const table_heads[TABLE_COLUMNS];
void table_cells(struct export *x, const struct export_row *row, struct str cells[TABLE_COLUMNS]);

#endif
