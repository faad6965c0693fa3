/* SPDX-License-Identifier: Apache-2.0 */
/* report.h - a report: what was stated and computed, said as a document or as JSON.
 *
 * One file a report: core/report/brief.c defines `report_brief`; its name in the folder's list is
 * its registration. A report computes nothing that could be an engine's: it chooses,
 * orders and words. Every number it prints stands in its input.
 */
#ifndef BATON_CORE_REPORT_REPORT_H
#define BATON_CORE_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/str.h"
#include "core/decide/decide_by.h"
#include "core/decide/gains.h"
#include "core/decide/hit.h"
#include "core/decide/why.h"
#include "core/engine/level.h"
#include "core/rules/rule.h"

struct arena;
struct change;
struct claims;
struct diags;
struct document;
struct writer;

/* What a report reads; the application computes it first. */
enum {
    REPORT_PLAN = 1,
    REPORT_SCHEDULE = 2,
    REPORT_FORECAST = 4,
    REPORT_FINDINGS = 8,
    REPORT_FORECAST_IF_POSSIBLE = 16,
    REPORT_OTHER = 32,
    REPORT_WHY = 64,
    REPORT_GAINS = 128,
    REPORT_OPTIONS = 256,
    REPORT_HIT = 512,
    REPORT_OWN = 1024,
    REPORT_FINDINGS_ALONE = 2048,
    REPORT_WEEKS = 4096,
    REPORT_STATUS = 8192
};

struct options;
struct node;
struct text;
struct part;
struct urgent;

struct kept {                           /* what a store keeps beside its log */
    struct str kind, name, at;
    int64_t seq;
    const struct node *body;
};

struct variant {                        /* the plan as it might be */
    struct str name, title, fault;
    const struct plan *plan;            /* NULL: `fault` says why it cannot be */
    const struct forecast *forecast;
};

/* A report as it was sent. */
struct sent_file {
    struct str name, bytes;
};

struct report_input {
    const struct plan *plan;            /* NULL for a report that needs none */
    const struct network *network;      /* of the plan as stated */
    const struct schedule *schedule;
    const struct level *level;          /* dates under capacity; NULL: not asked for */
    const struct forecast *forecast;    /* NULL: none asked for, or none possible */
    const struct findings *findings;    /* NULL: not checked; objects of `plan` */
    const struct urgent *urgent;        /* what must be defused before the next report */
    uint32_t urgent_count;
    const struct part *parts;           /* how they stand; NULL: not checked */
    const struct decide_by *decide_by;  /* open decisions; objects of the forecast's plan */
    uint32_t decide_by_count;
    const struct gains *gains;          /* of steps that could be taken; NULL: not simulated */
    const struct hit_answer *hit;       /* ways to a promise; NULL: not asked for */
    const struct plan *before;          /* what this one is compared with; NULL: nothing */
    const struct forecast *forecast_before;
    const struct schedule *schedule_before;
    const struct report_input *earlier; /* what `before` came to, with its findings and gains: what
                                           was asked then; NULL: not computed */
    struct edits changes;               /* from there to here; objects of `before` */
    const struct options *const *option_tables; /* of the decisions asked about */
    uint32_t option_table_count;
    const struct why *why;              /* whose changes moved what; NULL: not asked */
    const struct change *log;           /* changes of a store, for what reports on them */
    size_t change_count;
    const struct kept *kept;            /* in the order it was kept */
    size_t kept_count;
    const struct variant *variants;
    size_t variant_count;
    const struct sent_file *sent;       /* reports to be compared with each other */
    size_t sent_count;
    struct str since;                   /* "you last looked, Mon 16 Nov": what `why` begins with */
    const char *version;
    size_t note_count;                  /* notes of the importer */
    uint32_t weeks;                     /* how far ahead; 0: as far as a page holds */
    struct str subject;                 /* an id, a kind, a rule; or absent */
    struct str command;                 /* how the reader named the plan: "examples/sherlock" */
    bool who;                           /* changes with who made them */
    bool everything;                    /* nothing folded or counted instead of shown */
    bool pictures;                      /* it becomes a page: pictures instead of ranges */
    struct str audience;                /* whom it is for; absent: everything is shown */
    const struct report *asked;         /* of `claim`: whose figures are asked for, as it was told
                                           of this input; NULL: the ids say of which */
    struct str explain;                 /* ... and the ids */
    uint32_t withheld;                  /* objects kept from them: see report_narrow */
    struct texts withheld_names;        /* their ids and titles: names_withheld */
    bool promises_withheld;             /* commitments among them */
    size_t edits_withheld;              /* of `changes`, taken out */
    struct claims *said;                /* JSON: the claims of the report's text; NULL: none */
    const struct document *text;        /* ... and that text */
    struct arena *owner;
    struct diags *out;                  /* "unknown-id"... */
};

struct report {
    const char *name;
    const char *title;
    unsigned needs;
    bool narrows;               /* can be given for one audience only */
    bool claimless;             /* it says nothing of a plan by itself: what it prints are claims,
                                   or of files */
    /* False: the subject was not found, and the diags say so. */
    bool (*text)(const struct report_input *in, struct document *out);
    bool (*json)(const struct report_input *in, struct writer *out);
    /* Its figures as a table for other programs; NULL: it has none. */
    bool (*csv)(const struct report_input *in, struct text *out);
};

extern const struct report *const reports_all[];
extern const unsigned reports_count;
const struct report *report_find(struct str name);

/* What `audience` may see of an input. The one place where results are narrowed: the plans become
 * those of plan_for_audience, so what a report still refers to is called "a withheld item"; rows,
 * findings and causes about one are taken out. Nothing is computed again: what is withheld
 * still moves every figure. A report that goes through the objects of a plan passes over
 * those that object_is_withheld. */
void report_narrow(struct report_input *in, struct str audience);

/* The report, with what it withheld counted at its end. False: the subject was not found. */
bool report_say(const struct report *r, const struct report_input *in, struct document *out);
/* ... with the claims that it says; NULL: it is of no plan. */
bool report_claim_all(const struct report *r, const struct report_input *in,
                      struct document *out, struct claims **ret_claims);
/* At the end of a text: the ids of the claims it says, and of which run it is. */
void report_say_claims(struct document *d);

#endif
