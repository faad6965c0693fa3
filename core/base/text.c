/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/text.h"

#include <assert.h>
#include <string.h>

#include "core/base/arena.h"

enum { FIRST_ROOM = 64, NUMBER_ROOM = 24 };

void text_init(struct text *t, struct arena *owner)
{
    *t = (struct text){.owner = owner};
}

/* Room for `more` bytes, and one for a terminator that str_format leaves. */
static void reserve(struct text *t, size_t more)
{
    size_t wanted = t->capacity ? t->capacity : FIRST_ROOM;
    char *room;

    if (more < t->capacity - t->len)
        return;
    assert(more < SIZE_MAX / 4 && t->len < SIZE_MAX / 4);
    while (wanted <= t->len + more)
        wanted *= 2;
    if (!arena_extend(t->owner, t->ptr, t->capacity, wanted)) {
        room = arena_take(t->owner, wanted, 1);
        if (t->len)
            memcpy(room, t->ptr, t->len);
        t->ptr = room;
    }
    t->capacity = wanted;
}

void text_add(struct text *t, struct str s)
{
    if (s.len == 0)
        return;
    reserve(t, s.len);
    memcpy(t->ptr + t->len, s.ptr, s.len);
    t->len += s.len;
}

void text_add_char(struct text *t, char c)
{
    reserve(t, 1);
    t->ptr[t->len++] = c;
}

void text_add_repeat(struct text *t, struct str s, size_t times)
{
    while (times-- > 0)
        text_add(t, s);
}

/* Digits of `value` at the end of buffer[NUMBER_ROOM]; at least `least` of them. */
static struct str digits(char *buffer, uint64_t value, unsigned base, int least)
{
    size_t at = NUMBER_ROOM;

    while (at > 0 && (value > 0 || least > 0)) {
        buffer[--at] = "0123456789abcdef"[value % base];
        value /= base;
        least--;
    }
    return (struct str){buffer + at, NUMBER_ROOM - at};
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

void text_add_i64(struct text *t, int64_t value)
{
    char buffer[NUMBER_ROOM];

    if (value < 0)
        text_add_char(t, '-');
    text_add(t, digits(buffer, magnitude(value), 10, 1));
}

void text_add_fixed(struct text *t, int64_t value, int decimals, int at_least)
{
    char buffer[NUMBER_ROOM];
    struct str all, part;

    assert(decimals >= 0 && decimals <= 18);
    all = digits(buffer, magnitude(value), 10, decimals + 1);
    part = str_slice(all, all.len - (size_t)decimals, all.len);
    while (part.len > 0 && (int)part.len > at_least && part.ptr[part.len - 1] == '0')
        part.len--;
    if (value < 0)
        text_add_char(t, '-');
    text_add(t, str_slice(all, 0, all.len - (size_t)decimals));
    if (part.len > 0 || at_least > 0)
        text_add_char(t, '.');
    text_add(t, part);
    for (int i = (int)part.len; i < at_least; i++)
        text_add_char(t, '0');
}

/* One conversion of a format: %[-][0][width][.precision][size]letter. */
struct conversion {
    bool left, zero;
    int width;
    int precision;      /* -1: none */
    int longs;          /* 0 int, 1 long, 2 long long, 3 size_t */
    char letter;
};

static int read_count(const char **at, va_list *arguments)
{
    int n = 0;

    if (**at == '*') {
        (*at)++;
        return va_arg(*arguments, int);
    }
    while (**at >= '0' && **at <= '9')
        n = n * 10 + (*(*at)++ - '0');
    return n;
}

static struct conversion read_conversion(const char **at, va_list *arguments)
{
    struct conversion c = {.precision = -1};

    for (; **at == '-' || **at == '0'; (*at)++) {
        c.left = c.left || **at == '-';
        c.zero = c.zero || **at == '0';
    }
    c.width = read_count(at, arguments);
    if (c.width < 0) {
        c.left = true;
        c.width = -c.width;
    }
    if (**at == '.') {
        (*at)++;
        c.precision = read_count(at, arguments);
    }
    for (; **at == 'l'; (*at)++)
        c.longs++;
    if (**at == 'z') {
        c.longs = 3;
        (*at)++;
    }
    c.letter = *(*at)++;
    return c;
}

static uint64_t take_unsigned(const struct conversion *c, va_list *arguments)
{
    switch (c->longs) {
    case 0:
        return va_arg(*arguments, unsigned);
    case 1:
        return va_arg(*arguments, unsigned long);
    case 2:
        return va_arg(*arguments, unsigned long long);
    default:
        return va_arg(*arguments, size_t);
    }
}

static int64_t take_signed(const struct conversion *c, va_list *arguments)
{
    switch (c->longs) {
    case 0:
        return va_arg(*arguments, int);
    case 1:
        return va_arg(*arguments, long);
    case 2:
        return va_arg(*arguments, long long);
    default:
        return va_arg(*arguments, ptrdiff_t);
    }
}

static void add_padded(struct text *t, const struct conversion *c, struct str sign, struct str body)
{
    const size_t used = sign.len + str_width(body), width = (size_t)c->width;
    const size_t blanks = width > used ? width - used : 0;
    const bool zeros = c->zero && !c->left && c->letter != 's' && c->letter != 'c';

    if (!c->left && !zeros)
        text_add_repeat(t, STR(" "), blanks);
    text_add(t, sign);
    if (zeros)
        text_add_repeat(t, STR("0"), blanks);
    text_add(t, body);
    if (c->left)
        text_add_repeat(t, STR(" "), blanks);
}

/* %s reads at most `precision` bytes, as in C: the text need not be terminated then. */
static struct str take_string(const struct conversion *c, va_list *arguments)
{
    const char *s = va_arg(*arguments, const char *);
    size_t len = 0;

    if (!s)
        return (struct str){NULL, 0};
    if (c->precision < 0)
        return str_of(s);
    while (len < (size_t)c->precision && s[len] != '\0')
        len++;
    return (struct str){s, len};
}

static void add_conversion(struct text *t, const struct conversion *c, va_list *arguments)
{
    char buffer[NUMBER_ROOM];
    int64_t value;

    switch (c->letter) {
    case '%':
        text_add_char(t, '%');
        break;
    case 'c':
        buffer[0] = (char)va_arg(*arguments, int);
        add_padded(t, c, STR(""), (struct str){buffer, 1});
        break;
    case 's':
        add_padded(t, c, STR(""), take_string(c, arguments));
        break;
    case 'd':
    case 'i':
        value = take_signed(c, arguments);
        add_padded(t, c, value < 0 ? STR("-") : STR(""), digits(buffer, magnitude(value), 10, 1));
        break;
    case 'u':
    case 'x':
        add_padded(t, c, STR(""), digits(buffer, take_unsigned(c, arguments),
                                         c->letter == 'x' ? 16 : 10, 1));
        break;
    default:
        assert(!"a conversion that text_addf does not know");
    }
}

/* The va_list is passed on by address: only so may helpers take turns at it (C17 7.16). */
static void add_format(struct text *t, const char *format, va_list *arguments)
{
    while (*format) {
        const char *from = format;

        while (*format && *format != '%')
            format++;
        text_add(t, (struct str){from, (size_t)(format - from)});
        if (*format == '%') {
            struct conversion c;

            format++;
            c = read_conversion(&format, arguments);
            add_conversion(t, &c, arguments);
        }
    }
}

void text_addv(struct text *t, const char *format, va_list arguments)
{
    va_list own;

    va_copy(own, arguments);
    add_format(t, format, &own);
    va_end(own);
}

void text_addf(struct text *t, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    text_addv(t, format, arguments);
    va_end(arguments);
}

struct str text_str(const struct text *t)
{
    return (struct str){t->ptr ? t->ptr : "", t->len};
}

void text_clear(struct text *t)
{
    t->len = 0;
}

struct str str_format(struct arena *owner, const char *format, ...)
{
    struct text t;
    va_list arguments;

    text_init(&t, owner);
    va_start(arguments, format);
    text_addv(&t, format, arguments);
    va_end(arguments);
    reserve(&t, 1);
    t.ptr[t.len] = '\0';
    return (struct str){t.ptr, t.len};
}
