/* SPDX-License-Identifier: Apache-2.0 */
#include "app/syntax/cursor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void cursor_init(struct cursor *c, uint32_t source, struct baton_text bytes, size_t skipped)
{
    *c = (struct cursor){.bytes = bytes,
                         .source = source,
                         .skipped = skipped,
                         .byte = skipped,
                         .counted = skipped,
                         .line_start = skipped,
                         .line = 1};
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
    const char *line_end;

    if (byte < c->byte)
        begin_again(c);
    if (byte > c->bytes.len)
        byte = c->bytes.len;
    while (c->byte < byte &&
           (line_end = memchr(c->bytes.ptr + c->byte, '\n', byte - c->byte))) {
        c->byte = c->line_start = (size_t)(line_end - c->bytes.ptr) + 1;
        c->line++;
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
    const size_t left = c->bytes.len - c->byte;
    const char *from = c->bytes.ptr + c->byte, *line_end;

    if (length > left)
        length = left;
    line_end = length ? memchr(from, '\n', length) : NULL;
    if (line_end)
        length = (size_t)(line_end - from);
    return (struct baton_place){c->source, c->line, (uint32_t)(c->byte - c->line_start + 1),
                                (uint32_t)length};
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
