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
                         .line_start = skipped,
                         .line = 1};
}

static void begin_again(struct cursor *c)
{
    cursor_init(c, c->source, c->bytes, c->skipped);
}

/* Pass one byte; a character is counted at its first. */
static void step(struct cursor *c)
{
    const unsigned char byte = (unsigned char)c->bytes.ptr[c->byte++];

    c->index += (byte & 0xc0) != 0x80;
    if (byte == '\n') {
        c->line++;
        c->line_start = c->byte;
    }
}

void cursor_to_byte(struct cursor *c, size_t byte)
{
    if (byte < c->byte)
        begin_again(c);
    while (c->byte < byte && c->byte < c->bytes.len)
        step(c);
}

void cursor_to_index(struct cursor *c, size_t index)
{
    if (index < c->index)
        begin_again(c);
    while (c->index < index && c->byte < c->bytes.len)
        step(c);
    while (c->byte < c->bytes.len && ((unsigned char)c->bytes.ptr[c->byte] & 0xc0) == 0x80)
        c->byte++;
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
