/* SPDX-License-Identifier: Apache-2.0 */
/* taskjuggler.h - the parts of the reader of TaskJuggler projects: taskjuggler_text.c cuts words
 * and expands macros, taskjuggler_read.c takes statements, taskjuggler.c makes the plan.
 */
#ifndef BATON_CORE_FORMAT_TASKJUGGLER_H
#define BATON_CORE_FORMAT_TASKJUGGLER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/map.h"
#include "core/base/str.h"
#include "core/calendar/civil.h"
#include "core/plan/plan.h"

enum {
    DEPTH_MOST = 40,                /* of tasks, blocks and macros */
    TOKEN_CEILING = 8 * 1000 * 1000,    /* those of expanded macros counted each time */
    LOSS_MOST = 64, ARGUMENT_MOST = 9, LIST_MOST = 1000, NEED_CEILING = 1 << 22,
    HOURS_MOST = 200000,
    ID_MOST = 200
};

enum token_kind { T_END, T_ID, T_NUMBER, T_DATE, T_TIME, T_STRING, T_BODY, T_SIGN };

struct token {
    enum token_kind kind;
    struct str text;
    struct place at;
    bool first;                     /* on its line */
};

struct tap {                        /* where characters come from: the file or a macro */
    struct str bytes;
    size_t at, line_start;
    uint32_t line;
    bool is_macro;
    struct place call;
    struct str arguments[ARGUMENT_MOST];
    unsigned argument_count;
};

struct loss {
    struct str word;
    struct diag_places places;
};

struct need {                       /* a dependency as it is written */
    struct str path;
    uint32_t ups;                   /* exclamation marks */
    uint32_t task;                  /* where it stands */
    bool precedes, on_start, elapsed;
    int64_t gap_s;
    struct place at;
};

struct tj_resource {
    struct str id, name;
    struct place at;
    uint32_t parent;                /* UINT32_MAX: none */
    bool has_children;
    int64_t efficiency_ppm;
    struct str leaves[64];
    unsigned leave_count;
};

struct tj_task {
    struct str id, path, name, note, responsible;
    struct place at;
    uint32_t parent;
    bool has_children, milestone, alap;
    int64_t effort_s, length_s, duration_s;     /* -1: none */
    int64_t start, end, minstart, maxend;       /* instants; CIVIL_NONE */
    int64_t complete, priority;                 /* -1: none */
    uint32_t *allocated;
    uint32_t allocated_count;
};

struct tj {
    struct arena *owner;
    struct diags *out;
    uint32_t source;
    struct tap taps[DEPTH_MOST];
    unsigned tap_count;
    struct token token;             /* looked at, not taken */
    size_t token_count;
    bool failed;
    struct map macros, tasks_by_path, resources_by_id;
    struct str *macro_bodies;
    size_t macro_count, macro_capacity;
    struct tj_task *tasks;
    size_t task_count, task_capacity;
    struct tj_resource *resources;
    size_t resource_count, resource_capacity;
    struct need *needs;
    size_t need_count, need_capacity;
    struct loss losses[LOSS_MOST];
    unsigned loss_count;
    struct str project_id, project_name, main_scenario;
    int64_t start, finish, now;     /* CIVIL_NONE */
    int64_t day_s, week_days_milli, year_days_milli;
    struct str week[7];             /* "9:00 - 12:00, 13:00 - 18:00"; ptr NULL: the usual */
    bool week_given[7];
    struct str holidays[512];
    unsigned holiday_count;
};

/* An error, once: what follows a first one is seldom of use. Always false. */
bool tj_fail(struct tj *j, struct place at, const char *code, const char *text);
/* A statement that is left out, counted by its word. */
void tj_lose(struct tj *j, struct str word, struct place at);
bool tj_is_letter(int c);

/* The token looked at is j->token; each of these leaves the next one there. False: failed. */
bool tj_next_token(struct tj *j);
bool tj_is_sign(const struct tj *j, char sign);
bool tj_take_sign(struct tj *j, char sign);
bool tj_is_word(const struct tj *j, const char *word);
/* What follows a word that means nothing here: to the next line's first word at this level, with
 * every block in it. */
bool tj_skip(struct tj *j);
bool tj_skip_block(struct tj *j);

/* "20d", "3.5h": seconds; working amounts by the project's day, week and year, others by the
 * calendar's. */
bool tj_read_amount(struct tj *j, bool working, int64_t *ret_s);
bool tj_read_date(struct tj *j, int64_t *ret_instant);
/* DATE, DATE - DATE or DATE +2w: the days as "a..b", the last one included. */
bool tj_read_days(struct tj *j, struct str *ret);
bool tj_read_number(struct tj *j, int64_t most, int64_t *ret);

extern const char *const tj_day_names[];     /* "mon" ... "sun" */
/* The whole project into j. */
bool tj_read_file(struct tj *j);
bool tj_recognise(struct str bytes);

#endif
