/* SPDX-License-Identifier: Apache-2.0 */
/* xer_read.h - what the files of the XER reader share.
 *
 * Primavera XER: formats.md 3. Durations, lags and floats are hours, dates are local; an empty
 * value is not stated, which is not zero.
 */
#ifndef BATON_CORE_FORMAT_XER_READ_H
#define BATON_CORE_FORMAT_XER_READ_H

#include "core/format/xer_table.h"
#include "core/plan/plan.h"

/* What could not be carried over, or not exactly: a note each, with all places. */
enum xer_loss {
    XER_ACTIVITY_CODES,
    XER_CUSTOM_FIELDS,
    XER_ROLES,
    XER_RATES,
    XER_AVAILABILITY,
    XER_CURVES,
    XER_NOTES,
    XER_STEPS,
    XER_COSTS,
    XER_DOCUMENTS,
    XER_RISKS,
    XER_PERIODS,
    XER_ORGANISATION,
    XER_PROJECT_CODES,
    XER_BASELINES,
    XER_COPIES,
    XER_GONE_TASKS,
    XER_STALE_LINKS,
    XER_COMMENTS,
    XER_NO_WBS,
    XER_NO_RESOURCES,
    XER_EMPTY_PROJECTS,
    XER_EMPTY_WBS,
    XER_OTHER_TABLES,
    XER_EXTERNAL_LINKS,
    XER_EXTERNAL_DATES,
    XER_LEVEL_OF_EFFORT,
    XER_WBS_SUMMARIES,
    XER_MATERIALS,
    XER_UNUSED_RESOURCES,
    XER_UNUSED_CALENDARS,
    XER_EMPTY_CALENDARS,
    XER_LOST_BASE_CALENDARS,
    XER_BAD_EXCEPTIONS,
    XER_RESOURCE_CALENDARS,
    XER_EXPECTED_FINISHES,
    XER_LOST_CONSTRAINTS,
    XER_LONGEST_PATH,
    XER_UNKNOWN_WORDS,
    XER_RENAMED,
    XER_DATA_DATES,
    XER_LOSS_COUNT
};

struct xer_task {
    struct object_draft *draft;
    struct str id;              /* Baton's */
    const struct xer_row *row;
    struct link *links;         /* those it is the successor of */
    size_t link_count, link_capacity;
    struct place at, calendar_at;
    uint32_t assignments;
    struct str calendar;        /* Baton's id; empty: the project's */
    bool depends_on_resource, took_resource_calendar;
};

struct xer {
    struct plan_builder *builder;
    struct arena *owner;
    struct diags *out;
    struct xer_tables tables;
    struct place at;            /* the file's begin */
    struct object_draft *program;

    struct map projects;        /* proj_id -> 1 taken, 0 left out */
    struct map project_row;     /* proj_id -> row */
    struct map baseline_by;     /* proj_id -> row of the first project that names it as baseline */
    bool *project_is_baseline;  /* [rows of PROJECT] or a template */
    bool *project_is_taken;     /* [the same] */
    uint32_t project_count;     /* taken */
    const struct xer_table *project_table;
    size_t main_project;        /* its row; the first taken */
    bool expected_finishes, external_dates;

    struct map summaries;       /* wbs_id -> index into summary_id[] */
    struct str *summary_id;     /* Baton's; empty for the root of the only project */
    struct object_draft **summary_draft;    /* the same; NULL: left out */
    size_t summary_count;
    struct map calendars;       /* clndr_id -> row */
    bool *calendar_used;        /* [rows of CALENDAR] */
    uint32_t *calendar_queue;   /* rows of those that are used, in the order of first use */
    size_t calendar_count;
    struct map resources;       /* rsrc_id -> row */
    bool *resource_used;        /* [rows of RSRC] */
    struct object_draft **resource_draft;   /* the same; NULL: left out */
    struct map assignments;     /* taskrsrc_id -> index into assignment_draft[] */
    struct object_draft **assignment_draft;
    size_t assignment_count;
    struct map tasks;           /* task_id -> index */
    struct map other_tasks;     /* task_id of projects left out */
    struct xer_task *task;
    uint32_t task_count;
    struct map suffixes;        /* of ids that stood there already */
    struct map own;             /* "TASK 12" -> index into own_ids[]: ids that Baton wrote */
    struct str *own_ids;
    struct map field_type_of;   /* udf_type_id -> index into field_types[] */
    struct xer_field_type *field_types;
    struct object_draft **baseline;         /* made so far */
    size_t baseline_count, baseline_capacity;
    struct map baseline_known;  /* "KEY which" -> index into baseline[] */
    struct xer_stated *stated;  /* links as Baton wrote them */
    size_t stated_count, stated_capacity;

    struct diag_places lost[XER_LOSS_COUNT];
    struct str loss_first[XER_LOSS_COUNT];  /* the first word or name, where that helps */
};

void xer_lose(struct xer *x, enum xer_loss loss, struct place at);
void xer_lose_word(struct xer *x, enum xer_loss loss, struct place at, struct str word);
void xer_report_losses(const struct xer *x);
/* What the tables that are not read hold. */
void xer_lose_tables(struct xer *x);

/* --- xer_value.c ------------------------------------------------------------------------- */

/* An id of Baton's made of the file's own words, unique in the plan: letters that ids do not have
 * become '-'; where it is taken a number follows. */
struct str xer_new_id(struct xer *x, const char *prefix, struct str words);
/* The id that a row had where Baton wrote the file; false: none, or it is none. */
bool xer_own_id(struct xer *x, const char *table, struct str row, struct str *ret_id);
void xer_find_own_ids(struct xer *x);
/* A text as it may stand in a plan: one line without control characters. */
struct str xer_clean(struct xer *x, struct str text);

/* Each returns whether the cell was there and well formed; a malformed one is "bad-value". */
bool xer_text(struct xer *x, const struct xer_record *r, const char *column, struct str *ret_text);
bool xer_flag(const struct xer_record *r, const char *column, bool *ret_flag);    /* Y or N */
bool xer_date(struct xer *x, const struct xer_record *r, const char *column, int64_t *ret_instant);
/* A decimal number, with a point or a comma, as an integer count of 10^-decimals. */
bool xer_fixed(struct xer *x, const struct xer_record *r, const char *column, int decimals,
               int64_t *ret_value);
bool xer_hours(struct xer *x, const struct xer_record *r, const char *column, int64_t *ret_s);
struct span xer_span(int64_t seconds);

void xer_set_text(struct xer *x, struct object_draft *d, uint16_t field, struct str value,
                  struct place at);
void xer_set_when(struct xer *x, struct object_draft *d, uint16_t field, int64_t instant,
                  struct place at);
void xer_set_span(struct xer *x, struct object_draft *d, uint16_t field, int64_t seconds,
                  struct place at);
void xer_set_single(struct xer *x, struct object_draft *d, uint16_t field, int64_t seconds,
                    struct place at);
void xer_set_flag(struct xer *x, struct object_draft *d, uint16_t field, struct place at);
void xer_set_choice(struct xer *x, struct object_draft *d, uint16_t field, uint32_t value,
                    struct place at);
void xer_set_ref(struct xer *x, struct object_draft *d, uint16_t field, struct str id,
                 struct place at);
/* Copy a column into a field, where it is stated. */
bool xer_copy_date(struct xer *x, const struct xer_record *r, const char *column,
                   struct object_draft *d, uint16_t field);
void xer_copy_hours(struct xer *x, const struct xer_record *r, const char *column,
                    struct object_draft *d, uint16_t field);

/* --- the parts ------------------------------------------------------------------------------- */

/* A plan of the tables of a project, from an XER file or what says the same. */
bool xer_read_tables(struct plan_builder *b, const struct xer_tables *tables, struct place at,
                     struct arena *owner, struct diags *out);
void xer_index_calendars(struct xer *x);
/* Baton's id of a calendar that something uses; false: "unknown-id". */
bool xer_use_calendar(struct xer *x, struct xer_cell cell, struct str *ret_id);
struct str xer_calendar_id(struct xer *x, struct str id);
void xer_read_calendars(struct xer *x);     /* those that are used */
/* The hours of `clndr_data`: whether there are any; errors say their place. */
struct xer_hours {
    struct week week;
    bool has_week;
    struct exceptions exceptions;
};
bool xer_read_hours(struct xer *x, const struct xer_record *r, struct xer_hours *ret_hours);

/* --- fields of users ------------------------------------------------------------------------- */

enum xer_owner { XER_OF_TASK, XER_OF_RESOURCE, XER_OF_SUMMARY, XER_OF_ASSIGNMENT, XER_OF_OTHERS };
enum xer_own { XER_OWN_NONE, XER_OWN_ID, XER_OWN_CALENDAR, XER_OWN_LINK, XER_OWN_DEADLINE,
               XER_OWN_BASELINE };
enum xer_baseline_part { XER_BASELINE_START, XER_BASELINE_FINISH, XER_BASELINE_DURATION,
                         XER_BASELINE_ELAPSED, XER_BASELINE_WORK, XER_BASELINE_COST,
                         XER_BASELINE_NAME };

/* A row of UDFTYPE. */
struct xer_field_type {
    struct str label, table;
    enum xer_owner owner;
    enum xer_own own;           /* what Baton wrote there */
    struct str which;           /* of a baseline its name, of a link its number */
    enum xer_baseline_part part;
};

/* A text of what the plan has no field for, and whose it is. */
struct xer_custom {
    struct object_draft *of;    /* NULL: nothing that came over */
    enum xer_owner owner;
    uint64_t key;               /* tasks, resources, summaries, assignments, as they stand there */
    struct str text;
    struct place at;
};

/* A link as it was in the plan that Baton wrote. */
struct xer_stated {
    struct object_draft *of;
    uint64_t key;
    struct link link;
    size_t place;               /* among the links into that object, from 0 */
    bool has_row;               /* TASKPRED has it too, with that lag */
    int64_t lag_s;
};

static inline uint64_t xer_custom_key(enum xer_owner owner, uint32_t index)
{
    return (uint64_t)owner << 32 | index;
}

void xer_index_fields(struct xer *x);
bool xer_is_id(struct str s);
/* "Baseline 2 start": of which baseline, and what. */
bool xer_baseline_label(struct str label, struct str *ret_which,
                        enum xer_baseline_part *ret_part);
/* False: there is no such value, and it is a field like others. */
bool xer_baseline_field(struct xer *x, const struct xer_record *r, const struct xer_custom *of,
                        struct str which, enum xer_baseline_part part);
void xer_read_copies(struct xer *x);        /* projects that are baselines of others */
/* A link as Baton wrote it, the `number`th into its object; false: it is none. */
bool xer_stated_link(struct xer *x, const struct xer_custom *of, struct str number,
                     struct str text);

void xer_read_wbs(struct xer *x);
void xer_read_tasks(struct xer *x);
void xer_read_links(struct xer *x);
void xer_read_resources(struct xer *x);
void xer_read_custom(struct xer *x);
void xer_finish_tasks(struct xer *x);       /* what assignments and links decide */
bool xer_is_taken(const struct xer *x, const struct xer_record *r);     /* by its proj_id */

#endif
