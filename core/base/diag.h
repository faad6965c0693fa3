/* SPDX-License-Identifier: Apache-2.0 */
/* diag.h - what is wrong with the user's input, and what to do about it.
 *
 * A bug in Baton is an assert. A fault of the input is a struct diag: collected,
 * never the first only. Codes are kebab-case words, stable for ever.
 */
#ifndef BATON_CORE_BASE_DIAG_H
#define BATON_CORE_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

struct arena;
struct text;

/* A place in a source text. source is 1-based (0: nowhere); line and column are
 * 1-based, the column and length count bytes. */
struct place {
    uint32_t source;
    uint32_t line;
    uint32_t column;
    uint32_t length;
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

/* Where a kind of thing stood that is told once: every place up to a ceiling, and how many. */
enum {
    DIAG_PLACES = 100000,
    DIAG_NAMED = 20             /* places that a text names; all are there for programs */
};
struct diag_places {
    struct place *items;
    size_t count, capacity;
    uint32_t total;
};

struct diag {
    enum diag_level level;
    const char *code;
    struct place where;
    struct str text;        /* what is wrong */
    struct str hint;        /* what to do; may be empty */
    const struct diag_places *places;   /* of all that it tells of; NULL: `where` alone */
};

enum { DIAG_CEILING = 1000 };   /* kept; more are counted */

struct diag_source {
    struct str name;        /* as the user typed it */
    struct str bytes;       /* the whole text, for the quoted line; may be empty */
};

struct diags {
    struct arena *owner;
    struct diag *items;
    size_t count;
    size_t capacity;
    size_t error_count;     /* counted past the ceiling too */
    size_t warning_count;
    size_t dropped;
    bool last_kept;         /* whether a hint has a diag to go to */
    struct diag_source *sources;
    size_t source_count;
    size_t source_capacity;
};

void diags_init(struct diags *d, struct arena *owner);
/* Register a source; its number goes into struct place. `bytes` must outlive the diags. */
uint32_t diags_source(struct diags *d, struct str name, struct str bytes);
/* Quote no line of it from now on. */
void diags_hide(struct diags *d, uint32_t source);

/* Each returns false, so that a reader can `return diag_error(...)`. */
bool diag_error(struct diags *d, const char *code, struct place where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool diag_warning(struct diags *d, const char *code, struct place where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool diag_note(struct diags *d, const char *code, struct place where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_places_add(struct diag_places *p, struct arena *owner, struct place at);
/* A note of all those places: the text, then "(3 in the file, lines 5, 8, 9)". Nothing
 * where there are none. */
void diag_note_places(struct diags *d, const char *code, const struct diag_places *p,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Add what to do to the diag added last. */
void diag_hint(struct diags *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Print in the form of `FILE:LINE:COL: error[code]: text`, the line, a caret,
 * `= help: ...`; in order of source, line, column. */
void diags_print(const struct diags *d, struct text *out);

/* The nearest of `names` to `wanted` (at most a third of its letters differ), or empty. */
struct str diag_nearest(struct str wanted, const struct str *names, size_t count);

#endif
