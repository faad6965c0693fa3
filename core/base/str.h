/* SPDX-License-Identifier: Apache-2.0 */
/* str.h - a slice of bytes that somebody else owns.
 *
 * Text in the core is UTF-8 and is never terminated by NUL; a struct str is
 * passed by value. An absent text is {NULL, 0}; an empty one has a pointer.
 */
#ifndef BATON_CORE_BASE_STR_H
#define BATON_CORE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct str {
    const char *ptr;
    size_t len;
};

/* A slice of a string literal. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The two arguments of "%.*s". */
#define STR_ARG(s) (int)(s).len, (s).ptr

/* The small ones stand here, because readers call them for every value of a file. */
static inline struct str str_of(const char *terminated)     /* NULL gives {NULL, 0} */
{
    return (struct str){terminated, terminated ? strlen(terminated) : 0};
}

static inline struct str str_slice(struct str s, size_t from, size_t to)    /* clamped */
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (struct str){s.ptr ? s.ptr + from : NULL, to - from};
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len &&
           (a.len == 0 || (a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0));
}

static inline bool str_is_empty(struct str s)
{
    return s.len == 0;
}

struct str str_trim(struct str s);              /* blanks, tabs, CR, LF off both ends */
struct str str_copy(struct arena *owner, struct str s);     /* terminated too, for debugging */

bool str_equal_nocase(struct str a, struct str b);          /* ASCII letters only */
int str_compare(struct str a, struct str b);    /* bytewise; shorter first on a tie */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
size_t str_find(struct str s, struct str needle);           /* s.len when absent */
size_t str_find_char(struct str s, char c);                 /* s.len when absent */

/* Cut *rest at the first `separator`: the head is returned, *rest keeps the tail
 * (empty, ptr NULL after the last piece). False when *rest is exhausted. */
bool str_split(struct str *rest, char separator, struct str *ret_piece);

/* Whole decimal integer, optional sign. False on anything else or overflow. */
bool str_to_i64(struct str s, int64_t *ret_value);
/* Decimal number as an integer count of 10^-decimals ("1.25", 3 -> 1250), rounded half
 * away from zero. Accepts sign, digits, one point, e-notation is refused. */
bool str_to_fixed(struct str s, int decimals, int64_t *ret_value);

/* Whether the bytes are valid UTF-8 (no surrogates, no overlongs); the offset
 * of the first bad byte otherwise. */
bool str_is_utf8(struct str s, size_t *ret_bad);
/* The character at byte `at` (< s.len) and its length in bytes; 0 when it is not valid there. */
size_t str_decode(struct str s, size_t at, uint32_t *ret_character);
/* Columns a terminal needs (combining marks 0, wide characters 2). */
size_t str_width(struct str s);
/* Restricted Damerau-Levenshtein distance in bytes, at most `limit` + 1 (also for different
 * texts above 64 bytes); for "did you mean". */
unsigned str_distance(struct str a, struct str b, unsigned limit);

/* A stable 64-bit hash: the same for ever, part of every draw's key. */
uint64_t str_hash(struct str s);

#endif
