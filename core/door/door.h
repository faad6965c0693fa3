/* SPDX-License-Identifier: Apache-2.0 */
/* door.h - what stands behind the opaque names of baton.h. Only this room sees it. */
#ifndef BATON_CORE_DOOR_DOOR_H
#define BATON_CORE_DOOR_DOOR_H

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/text.h"
#include "core/claim/status.h"
#include "core/decide/decide_by.h"
#include "core/decide/gains.h"
#include "core/decide/hit.h"
#include "core/decide/options.h"
#include "core/decide/why.h"
#include "core/edit/change.h"
#include "core/engine/level.h"
#include "core/report/report.h"
#include "core/rules/rule.h"
#include "include/baton.h"

struct baton {
    struct page_source pages;
    struct arena owner;         /* everything handed out */
    struct arena scratch;       /* cleared by every call that uses it */
    struct arena kept;          /* scratch of the rules: moves and edits may point into it */
    struct diags diags;
    enum forecast_vectors vectors;
};

struct baton_worker {
    struct page_source pages;
    struct arena owner;         /* its partials */
    struct arena scratch;
};

struct baton_study {
    struct baton *b;
    const struct plan *plan;
    const struct network *network;
    const struct schedule *schedule;
    const struct level *level;  /* dates under capacity; NULL: not asked for */
    bool forecast_refused;      /* asked for, and not possible */
    const struct forecast *forecast;
    struct forecast_options options;
    struct findings findings;
    bool checked;
    const struct urgent *urgent;        /* of a forecast: what must be defused first */
    uint32_t urgent_count;
    struct part parts[DIMENSIONS];      /* once checked */
    const struct past *past;    /* of the store's log; NULL: not said */
    const struct str *before;   /* findings that were open when last checked */
    size_t before_count;
    bool recorded;              /* ... and what that check saw for the first time */
    const struct str *once;
    size_t once_count;
    const struct decide_by *decide_by;
    uint32_t decide_by_count;
    const struct gains *gains;
    const struct baton_study *other;    /* what it is compared with, and the way from there */
    struct edits changes;
    const struct why *why;
    const struct hit_answer *hit;       /* NULL: not asked for */
    const struct options **option_tables;       /* NULL: not asked for */
    uint32_t option_table_count;
};

/* edits.c: what a list of edits is of. */
struct baton *edits_context(const struct baton_edits *e);
const struct plan *edits_plan(const struct baton_edits *e);

struct baton_search {
    struct baton_study *study;
    struct level_search *search;
};

struct baton_job {
    struct baton_study *study;
    const struct forecast_job *job;
    struct forecast_finishing *finishing;
};

static inline struct str door_str(struct baton_text t)
{
    return (struct str){t.ptr, t.len};
}

static inline struct baton_text door_text(struct str s)
{
    return (struct baton_text){s.ptr, s.len};
}

struct change door_change(const struct baton_change *c);
struct kept door_kept(const struct baton_kept *k);

/* report.c: what a report reads of a study, nothing narrowed yet. */
struct report_input door_input(struct baton *b, const struct baton_study *s,
                               const struct baton_report_options *options);

static inline struct place door_place(struct baton_place p)
{
    return (struct place){p.source, p.line, p.column, p.length};
}

#endif
