/* SPDX-License-Identifier: Apache-2.0 */
/* text.h - builds text piece by piece in an arena. */
#ifndef BATON_CORE_BASE_TEXT_H
#define BATON_CORE_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

struct arena;

struct text {
    struct arena *owner;
    char *ptr;
    size_t len;
    size_t capacity;
};

void text_init(struct text *t, struct arena *owner);
void text_add(struct text *t, struct str s);
void text_add_char(struct text *t, char c);
void text_add_repeat(struct text *t, struct str s, size_t times);
void text_add_i64(struct text *t, int64_t value);
/* An integer count of 10^-decimals as a decimal number; trailing zeros are cut
 * down to `at_least` decimals. 1250, 3, 0 -> "1.25". */
void text_add_fixed(struct text *t, int64_t value, int decimals, int at_least);
/* A subset of printf: %s %.*s %d %u %ld %lld %llu %zu %x %llx %c %% and widths such as %5d
 * %-12s %02d %*d %016llx. The width of %s counts columns (str_width), its precision
 * bytes. No locale, no floating point. */
void text_addf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_addv(struct text *t, const char *format, va_list arguments);
struct str text_str(const struct text *t);      /* a view: valid until the text grows */
void text_clear(struct text *t);

/* The formatted text as a string of its own. */
struct str str_format(struct arena *owner, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
