/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/str.h"

#include <string.h>

#include "core/base/arena.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
    size_t from = 0, to = s.len;

    while (from < to && is_blank(s.ptr[from]))
        from++;
    while (to > from && is_blank(s.ptr[to - 1]))
        to--;
    return str_slice(s, from, to);
}

struct str str_copy(struct arena *owner, struct str s)
{
    char *copy = arena_take(owner, s.len + 1, 1);

    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return (struct str){copy, s.len};
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_equal_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

int str_compare(struct str a, struct str b)
{
    const size_t shared = a.len < b.len ? a.len : b.len;
    const int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;

    if (order != 0)
        return order < 0 ? -1 : 1;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t str_find(struct str s, struct str needle)
{
    if (needle.len == 0)
        return 0;
    for (size_t at = 0; at + needle.len <= s.len; at++)
        if (s.ptr[at] == needle.ptr[0] && memcmp(s.ptr + at, needle.ptr, needle.len) == 0)
            return at;
    return s.len;
}

size_t str_find_char(struct str s, char c)
{
    size_t at = 0;

    while (at < s.len && s.ptr[at] != c)
        at++;
    return at;
}

bool str_split(struct str *rest, char separator, struct str *ret_piece)
{
    size_t at;

    if (!rest->ptr)
        return false;
    at = str_find_char(*rest, separator);
    *ret_piece = str_slice(*rest, 0, at);
    *rest = at < rest->len ? str_slice(*rest, at + 1, rest->len) : (struct str){NULL, 0};
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Append one decimal digit; `negative` numbers are gathered below zero, so that INT64_MIN
 * can be read. */
static bool push_digit(int64_t *value, char digit, bool negative)
{
    const int64_t d = negative ? -(int64_t)(digit - '0') : (int64_t)(digit - '0');

    return !__builtin_mul_overflow(*value, (int64_t)10, value) &&
           !__builtin_add_overflow(*value, d, value);
}

static bool take_sign(struct str *s)
{
    const bool negative = s->len && s->ptr[0] == '-';

    if (negative || (s->len && s->ptr[0] == '+'))
        *s = str_slice(*s, 1, s->len);
    return negative;
}

bool str_to_i64(struct str s, int64_t *ret_value)
{
    const bool negative = take_sign(&s);
    int64_t value = 0;

    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit(s.ptr[i]) || !push_digit(&value, s.ptr[i], negative))
            return false;
    *ret_value = value;
    return true;
}

bool str_to_fixed(struct str s, int decimals, int64_t *ret_value)
{
    const bool negative = take_sign(&s);
    const size_t point = str_find_char(s, '.');
    const struct str whole = str_slice(s, 0, point);
    const struct str part = str_slice(s, point + 1, s.len);
    int64_t value = 0;

    if (whole.len + part.len == 0)
        return false;
    for (size_t i = 0; i < part.len; i++)
        if (!is_digit(part.ptr[i]))
            return false;
    for (size_t i = 0; i < whole.len; i++)
        if (!is_digit(whole.ptr[i]) || !push_digit(&value, whole.ptr[i], negative))
            return false;
    for (int i = 0; i < decimals; i++)
        if (!push_digit(&value, (size_t)i < part.len ? part.ptr[i] : '0', negative))
            return false;
    if (decimals >= 0 && (size_t)decimals < part.len && part.ptr[decimals] >= '5' &&
        __builtin_add_overflow(value, (int64_t)(negative ? -1 : 1), &value))
        return false;
    *ret_value = value;
    return true;
}

unsigned str_distance(struct str a, struct str b, unsigned limit)
{
    enum { LONGEST = 64 };          /* longer names are not worth guessing */
    unsigned rows[3][LONGEST + 1];
    unsigned *older = rows[0], *old = rows[1], *now = rows[2];
    const size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;

    if (gap > limit || a.len > LONGEST || b.len > LONGEST)
        return str_equal(a, b) ? 0 : limit + 1;
    for (size_t j = 0; j <= b.len; j++)
        old[j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *turn = older, least = (unsigned)i;

        now[0] = (unsigned)i;
        for (size_t j = 1; j <= b.len; j++) {
            unsigned best = old[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);

            if (old[j] + 1 < best)
                best = old[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
                older[j - 2] + 1 < best)
                best = older[j - 2] + 1;
            now[j] = best;
            least = best < least ? best : least;
        }
        if (least > limit)
            return limit + 1;
        older = old;
        old = now;
        now = turn;
    }
    return old[b.len] > limit ? limit + 1 : old[b.len];
}

/* FNV-1a (Fowler, Noll, Vo) over the bytes, then the finaliser of SplitMix64 (Steele, Lea,
 * Flood, 2014) so that every bit depends on every byte. Never change it: forecasts
 * kept by users are drawn from it. */
uint64_t str_hash(struct str s)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9u;
    h = (h ^ (h >> 27)) * 0x94d049bb133111ebu;
    return h ^ (h >> 31);
}
