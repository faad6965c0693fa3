/* SPDX-License-Identifier: Apache-2.0 */
#include "app/syntax/cursor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void find_line_end(struct cursor *c)
{
    const char *from = c->bytes.ptr + c->line_start;
    const size_t left = c->bytes.len - c->line_start;
    const char *line_end = left ? memchr(from, '\n', left) : NULL;

    c->line_end = line_end ? (size_t)(line_end - c->bytes.ptr) : c->bytes.len;
}

void cursor_init(struct cursor *c, uint32_t source, struct baton_text bytes, size_t skipped)
{
    *c = (struct cursor){.bytes = bytes,
                         .source = source,
                         .skipped = skipped,
                         .byte = skipped,
                         .counted = skipped,
                         .line_start = skipped,
                         .line = 1};
    find_line_end(c);
}

static void begin_again(struct cursor *c)
{
    cursor_init(c, c->source, c->bytes, c->skipped);
}

static bool is_first(char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

void cursor_to_byte(struct cursor *c, size_t byte)
{
    if (byte < c->byte)
        begin_again(c);
    if (byte > c->bytes.len)
        byte = c->bytes.len;
    while (byte > c->line_end) {
        c->line_start = c->line_end + 1;
        c->line++;
        find_line_end(c);
    }
    if (byte > c->byte)
        c->byte = byte;
}

size_t cursor_index(struct cursor *c)
{
    for (; c->counted < c->byte; c->counted++)
        c->index += is_first(c->bytes.ptr[c->counted]);
    return c->index;
}

void cursor_to_index(struct cursor *c, size_t index)
{
    size_t passed, at;

    if (index < cursor_index(c))
        begin_again(c);
    passed = c->index;
    for (at = c->byte; passed < index && at < c->bytes.len; at++)
        passed += is_first(c->bytes.ptr[at]);
    c->index = passed;
    while (at < c->bytes.len && !is_first(c->bytes.ptr[at]))
        at++;
    c->counted = at;
    cursor_to_byte(c, at);
}

struct baton_place cursor_place(const struct cursor *c, size_t length)
{
    const size_t left = c->line_end - c->byte;

    return (struct baton_place){c->source, c->line, (uint32_t)(c->byte - c->line_start + 1),
                                (uint32_t)(length < left ? length : left)};
}

bool problem(struct baton *b, const char *code, struct baton_place where, const char *hint,
             const char *format, ...)
{
    char text[512];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (length < 0)
        length = 0;
    if ((size_t)length >= sizeof(text))
        length = sizeof(text) - 1;
    return baton_problem(b, BATON_ERROR, code, where, (struct baton_text){text, (size_t)length},
                         (struct baton_text){hint, hint ? strlen(hint) : 0});
}
