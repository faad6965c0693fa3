/* SPDX-License-Identifier: Apache-2.0 */
/* verb.h - one thing a user can ask: its arguments, result and permission as data.
 *
 * One file a verb: app/verbs/brief.c defines `verb_brief`; its name in the folder's list is its
 * registration. No argv and no HTTP here: a mouth (the command line, later a server) fills a
 * request and carries the answer away. Help, man pages and completion are printed from
 * the same tables.
 */
#ifndef BATON_APP_VERBS_VERB_H
#define BATON_APP_VERBS_VERB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "include/baton.h"

struct flag {
    const char *name;       /* "iterations": --iterations on the command line */
    const char *value;      /* what it takes: "N"; NULL: it is a switch */
    const char *choices;    /* the words it may be, by blanks; NULL: any */
    bool number;            /* a whole number, at least `least` */
    int64_t least;
    const char *doc;        /* one line, no full stop */
};

struct argument {
    const char *name;       /* "PLAN" */
    bool required;
    const char *doc;
};

/* Who may ask. On a laptop everybody may do everything. */
enum permission { PERMIT_ANYBODY, PERMIT_READER };

/* What came of it; the value is the exit code of the command line (interface.md 7.1). */
enum outcome {
    OUTCOME_DONE = 0,
    OUTCOME_FINDINGS = 1,
    OUTCOME_UNUSABLE = 2,       /* wrong usage, or a plan that cannot be read or is invalid */
    OUTCOME_NOT_FOUND = 3,
    OUTCOME_CONFLICT = 4,       /* somebody changed it first */
    OUTCOME_UNREACHABLE = 7,    /* the store: not there, full, locked or read-only */
    OUTCOME_NO_FORECAST = 8,
    OUTCOME_INTERNAL = 70
};

enum { FLAG_MOST = 24, ARGUMENT_MOST = 3, MORE_MOST = 256 };

struct ground;
struct verb;

struct answer;
struct request;

/* What a mouth offers to a verb that asks others again and again. */
struct mouth {
    /* Words of a command line, the first the program. False: `answer` says what is wrong. */
    bool (*understand)(int count, char **words, struct request *ret_request,
                       struct answer *answer);
    /* Give one of many answers. `screen` is what a terminal shows; elsewhere the answer's own bytes
     * are given where they are `news`. What is wrong follows. */
    void (*show)(const struct request *request, struct answer *answer, struct baton_text screen,
                 bool news);
};

struct request {
    const struct verb *verb;
    const char *arguments[ARGUMENT_MOST];   /* NULL: not given */
    const char *more[MORE_MOST];            /* further ones of an argument of which are many */
    unsigned more_count;
    const struct flag *given[FLAG_MOST];    /* flags given ... */
    const char *values[FLAG_MOST];          /* ... and their values; "" for a switch */
    unsigned given_count;
    bool color;                             /* decided by the mouth */
    unsigned width;
    bool stoppable;                         /* by SIGINT: a search answers with its best */
    bool watched;                           /* standard error is a terminal: show progress */
    int64_t today;                          /* days since 1970 */
    int64_t read_on;                        /* --today where it is given; 0: nobody says */
    const struct mouth *mouth;              /* NULL: one answer, and no more */
};

struct answer {
    struct baton *b;            /* whose memory holds the bytes and the problems */
    enum outcome outcome;
    struct baton_text bytes;
    char *made;                 /* bytes that the context does not own, or NULL */
    struct baton_text *files;   /* what was read: problems quote it until the answer is given */
    size_t file_count;
    const struct baton_node *before;    /* findings of last time, as a file; or NULL */
    const struct baton_change *changes; /* what its report reads beside the study */
    size_t change_count;
    struct baton_text since;
    const struct baton_kept *kept;
    size_t kept_count;
    const struct baton_variant *variants;
    size_t variant_count;
    struct ground *grounds;     /* stores that are open until then, the newest first (ground.h) */
    struct book *book;          /* where private answers of a reply go, while it is read (book.h) */
};

struct verb {
    const char *name;
    const char *summary;        /* one line, no full stop */
    const char *detail;         /* a paragraph */
    struct argument arguments[ARGUMENT_MOST];   /* a NULL name ends them */
    bool many;                  /* any number of the last argument */
    const struct flag *const *flags;            /* beside those of all; ends with NULL */
    const char *example;        /* arguments of one call */
    const char *json_kind;      /* `kind` of its JSON; NULL: it has none */
    enum permission permission;
    void (*run)(const struct request *request, struct answer *answer);
};

extern const struct verb *const verbs_all[];
extern const unsigned verbs_count;
const struct verb *verb_find(const char *name);

/* Flags that every verb takes. Ends with NULL. */
extern const struct flag *const flags_of_all[];
/* ... and those that several take. */
extern const struct flag flag_at, flag_store, flag_mapping, flag_sheet;
extern const struct flag flag_json, flag_ascii, flag_color, flag_width, flag_quiet, flag_notes,
    flag_output, flag_today, flag_explain, flag_help;
extern const struct flag flag_html, flag_svg, flag_csv;
extern const struct flag flag_weeks;
extern const struct flag flag_iterations, flag_seed, flag_threads, flag_dialect, flag_capacity,
    flag_no_capacity, flag_capacity_mode, flag_all, flag_md, flag_facts, flag_audience,
    flag_names, flag_search, flag_schedules, flag_seconds, flag_core_seconds, flag_old;
extern const struct flag *const flags_of_forecast[];    /* what simulates takes; ends with NULL */

/* The flag of that name that the verb takes (verb may be NULL: those of all), or NULL. */
const struct flag *verb_flag(const struct verb *verb, const char *name);
/* Its value, "" for a switch; NULL when it is not given. */
const char *request_value(const struct request *request, const struct flag *flag);
bool request_has(const struct request *request, const struct flag *flag);
int64_t request_number(const struct request *request, const struct flag *flag,
                       int64_t otherwise);

/* A problem of the request itself: no place. */
/* Give back what the answer holds, its context last. */
void answer_release(struct answer *answer);
/* Keep what malloc gave until then. False: there is no memory; it is still the caller's. */
bool answer_keep(struct answer *answer, struct baton_text bytes);
void answer_refuse(struct answer *answer, enum outcome outcome, const char *code,
                   const char *text, const char *hint);

struct baton_text text_of(const char *terminated);      /* NULL: absent */

#endif
