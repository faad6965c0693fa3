/* SPDX-License-Identifier: Apache-2.0 */
/* cursor.h - from an offset to a place, and problems that carry one.
 *
 * Readers ask for places in nearly ascending order, so a cursor that walks along costs one
 * pass over the text; a step back begins again.
 */
#ifndef BATON_APP_SYNTAX_CURSOR_H
#define BATON_APP_SYNTAX_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "include/baton.h"

struct cursor {
    struct baton_text bytes;
    uint32_t source;
    size_t skipped;         /* bytes of a byte order mark, which no reader counts */
    size_t byte;
    size_t index;           /* characters before `counted`: counted only when asked for */
    size_t counted;
    size_t line_start;      /* byte where the line begins */
    size_t line_end;        /* ... and where its \n stands, or the text ends */
    uint32_t line;
};

void cursor_init(struct cursor *c, uint32_t source, struct baton_text bytes, size_t skipped);
/* Walk to a byte, or to a character counted from 0 behind the byte order mark. */
void cursor_to_byte(struct cursor *c, size_t byte);
void cursor_to_index(struct cursor *c, size_t index);
/* How many characters it has passed. */
size_t cursor_index(struct cursor *c);
/* Where the cursor stands; the length is cut at the end of the line. */
struct baton_place cursor_place(const struct cursor *c, size_t length);

/* baton_problem with a formatted text and a terminated hint or NULL. Returns false. */
bool problem(struct baton *b, const char *code, struct baton_place where, const char *hint,
             const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
