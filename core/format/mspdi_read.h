/* SPDX-License-Identifier: Apache-2.0 */
/* mspdi_read.h - what the files of the MSPDI reader share.
 *
 * Microsoft Project XML: formats.md 2. Durations are ISO 8601, lags and slacks are
 * tenths of a minute, dates are local without a zone.
 */
#ifndef BATON_CORE_FORMAT_MSPDI_READ_H
#define BATON_CORE_FORMAT_MSPDI_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/map.h"
#include "core/base/str.h"
#include "core/format/made.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"

/* What could not be carried over: one note each, with all places. */
enum mspdi_loss {
    LOSS_CUSTOM_FIELDS,
    LOSS_OTHER_CUSTOM_FIELDS,
    LOSS_OUTLINE_CODES,
    LOSS_SPLITS,
    LOSS_TASK_SPLITS,
    LOSS_CONTOURS,
    LOSS_ASSIGNMENT_LEVELLING,
    LOSS_COST_RESOURCES,
    LOSS_RATES,
    LOSS_AVAILABILITY,
    LOSS_OTHER_PROJECTS,
    LOSS_BASELINES,
    LOSS_RECURRING,
    LOSS_BAD_EXCEPTION,
    LOSS_STATUS_DATE,
    LOSS_DEADLINES,
    LOSS_HYPERLINKS,
    LOSS_COUNT
};

enum {
    MSPDI_ID_FIELDS = 2,            /* of tasks, of resources */
    MSPDI_BASELINES = 11,           /* 0 to 10 */
    MSPDI_NAMES = 30                /* text fields of tasks */
};

/* What the custom field "Baton id" of rows says. */
struct mspdi_own {
    struct map index;               /* UID -> index into ids[] */
    struct str *ids;                /* NULL: no row has one */
    struct str *sources;            /* its source_id, where that is not the UID; else empty */
};

/* The children of one element by name: a task is asked for some forty of them. An element with
 * more names than that is searched as it is. */
enum { MSPDI_CHILDREN = 96, MSPDI_SLOTS = 256 };
struct mspdi_children {
    const struct node *of;          /* NULL: of none */
    uint8_t slots[MSPDI_SLOTS];     /* 1 + index into nodes[], by a hash of the name */
    const struct node *nodes[MSPDI_CHILDREN];
};

struct mspdi {
    struct plan_builder *builder;
    struct arena *owner;
    struct diags *out;
    const struct node *root;
    struct mspdi_options options;
    int64_t minutes_per_day;
    struct map calendars;           /* UID -> 1 when the file has it */
    struct map resources;           /* UID -> resource kind (0 material, 1 work, 2 cost) */
    struct map tasks;               /* UID -> index into drafts[] */
    struct map assignments;         /* UIDs seen */
    struct str id_fields[MSPDI_ID_FIELDS];  /* FieldIDs of the custom fields "Baton id" */
    size_t id_field_count;
    struct map field_names;         /* FieldID -> index into names[], of fields of other tools */
    struct str names[MSPDI_NAMES];
    uint32_t name_count;
    struct mspdi_own own_task, own_team, own_calendar;
    struct map calendar_ids;        /* those of own_calendar */
    struct object_draft **drafts;
    const struct node **task_nodes;
    const struct node **task_first_assignment;
    size_t task_count;
    bool active_is_wrong;           /* <Active> contradicts the file's own dates */
    int64_t latest_actual;          /* instant, CIVIL_NONE: nothing has started */
    int64_t earliest_start;
    struct diag_places lost[LOSS_COUNT];
    struct mspdi_children children;
};

void mspdi_lose(struct mspdi *m, enum mspdi_loss loss, struct place at);

/* The ids Baton gives: the file's own UID after a letter. */
struct str mspdi_id(struct mspdi *m, char letter, struct str uid);
/* What a row was called where it came from: its UID, or what Baton wrote beside its id. */
struct str mspdi_source(struct mspdi *m, char letter, struct str uid);
struct ref mspdi_ref(struct mspdi *m, char letter, const struct node *uid);

void mspdi_find_id_fields(struct mspdi *m);
/* The ids that rows of a section had where Baton wrote the file; before the section is read. */
void mspdi_find_own_ids(struct mspdi *m, const struct node *section, struct mspdi_own *own);
/* Those of calendars, from the list of values of the field "Baton rules". */
void mspdi_find_calendar_ids(struct mspdi *m);
/* Fields of a status that people report, which tables hand on by their names in the schema. */
void mspdi_read_reported(struct mspdi *m, const struct node *task, struct object_draft *draft);
/* Custom fields of a task, resource or assignment, kept under the numbers that the file gives them;
 * values are literal, or ids of a list. */
void mspdi_read_custom(struct mspdi *m, const struct node *from, struct object_draft *draft,
                       uint16_t field);

/* Baselines of a task, resource or assignment under their numbers; number 0 into `first_field`,
 * unless that is UINT16_MAX. */
void mspdi_read_baselines(struct mspdi *m, const struct node *from, struct object_draft *draft,
                          uint16_t first_field, uint16_t field);

/* Before an element is asked for many of its children. */
void mspdi_look_into(struct mspdi *m, const struct node *element);
/* As node_find. */
const struct node *mspdi_find(struct mspdi *m, const struct node *parent, struct str name);
/* Values of child elements. Each returns whether the element was there and well formed; a malformed
 * one is error "bad-value" with its place. */
bool mspdi_text(struct mspdi *m, const struct node *parent, const char *name,
                struct str *ret_value);
bool mspdi_integer(struct mspdi *m, const struct node *parent, const char *name,
                   int64_t *ret_value);
bool mspdi_flag(struct mspdi *m, const struct node *parent, const char *name, bool *ret_value);
/* A decimal number as an integer count of 10^-decimals. */
bool mspdi_fixed(struct mspdi *m, const struct node *parent, const char *name, int decimals,
                 int64_t *ret_value);
bool mspdi_date(struct mspdi *m, const struct node *parent, const char *name,
                int64_t *ret_instant);
/* ISO 8601 "PT8H30M0S" in seconds. */
bool mspdi_duration(struct mspdi *m, const struct node *parent, const char *name,
                    int64_t *ret_s);
struct place mspdi_at(struct mspdi *m, const struct node *parent, const char *name);

/* Seconds as a span in the largest unit that holds them whole (never days: a day of the
 * file is not always a day of the calendar). */
struct span mspdi_span(int64_t seconds, bool elapsed);
bool mspdi_format_is_elapsed(int64_t format);
bool mspdi_format_is_percent(int64_t format);

/* Set one field of a draft, by type. */
void mspdi_set_text(struct mspdi *m, struct object_draft *d, uint16_t field, struct str value,
                    struct place at);
void mspdi_set_when(struct mspdi *m, struct object_draft *d, uint16_t field, int64_t instant,
                    struct place at);
void mspdi_set_span(struct mspdi *m, struct object_draft *d, uint16_t field, int64_t seconds,
                    bool elapsed, struct place at);
void mspdi_set_flag(struct mspdi *m, struct object_draft *d, uint16_t field, struct place at);
void mspdi_set_choice(struct mspdi *m, struct object_draft *d, uint16_t field, uint32_t value,
                      struct place at);
/* Copy a date element into a field, when it is there. */
bool mspdi_copy_date(struct mspdi *m, const struct node *from, const char *name,
                     struct object_draft *d, uint16_t field);

/* The sections. False: stop. */
void mspdi_read_calendars(struct mspdi *m);
void mspdi_read_resources(struct mspdi *m);
void mspdi_read_tasks(struct mspdi *m);
void mspdi_read_assignments(struct mspdi *m);

#endif
