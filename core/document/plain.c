/* SPDX-License-Identifier: Apache-2.0 */
/* One text as it may stand on a terminal. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/document.h"

struct fallback {
    uint32_t character;
    const char *ascii;
};

/* In ascending order. Every glyph Baton itself prints, and what often stands in titles. */
static const struct fallback fallbacks[] = {
    {0x00a3, "GBP "}, {0x00a5, "JPY "}, {0x00a7, "S."},  {0x00ab, "\""},
    {0x00ad, ""},    {0x00b0, "deg"},  {0x00b1, "+/-"},  {0x00b7, "-"},   {0x00bb, "\""},
    {0x00d7, "x"},   {0x00df, "ss"},   {0x2009, " "},    {0x2010, "-"},   {0x2011, "-"},
    {0x2012, "-"},   {0x2013, "-"},    {0x2014, "--"},   {0x2018, "'"},   {0x2019, "'"},
    {0x201c, "\""},  {0x201d, "\""},   {0x201e, "\""},   {0x2022, "*"},   {0x2026, "..."},
    {0x202f, " "},   {0x20ac, "EUR "}, {0x2190, "<-"},   {0x2192, "->"},  {0x2194, "<->"},
    {0x2212, "-"},   {0x2248, "~"},    {0x2260, "!="},   {0x2264, "<="},  {0x2265, ">="},
    {0x2500, "-"}, {0x2502, "|"}, {0x2506, ":"}, {0x250c, "+"}, {0x2510, "+"}, {0x2514, "+"},
    {0x2518, "+"}, {0x251c, "|"}, {0x2524, "|"}, {0x2588, "#"}, {0x2591, "."}, {0x25a0, "#"},
    {0x25a1, "?"}, {0x25b2, "!"}, {0x25cb, "o"}, {0x25cf, "*"}, {0x2713, "ok"},
};

/* Latin letters U+00C0..U+017F without their marks. */
static const char latin[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
                            "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
                            "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

static const char *fallback_of(uint32_t c)
{
    size_t low = 0, high = sizeof(fallbacks) / sizeof(fallbacks[0]);

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (fallbacks[middle].character < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof(fallbacks) / sizeof(fallbacks[0]) && fallbacks[low].character == c
               ? fallbacks[low].ascii : NULL;
}

static bool is_harmful(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

struct str plain_text(struct arena *owner, struct str s, bool ascii)
{
    struct text out;
    bool same = true;

    for (size_t i = 0; same && i < s.len; i++)
        same = s.ptr[i] >= 0x20 && s.ptr[i] < 0x7f;
    if (same)
        return s;
    text_init(&out, owner);
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        const size_t length = str_decode(s, at, &c);

        if (length == 0) {
            text_add(&out, ascii ? STR("?") : STR("\xef\xbf\xbd"));
        } else if (c == '\t' || c == '\n' || c == '\r') {
            text_add_char(&out, ' ');
        } else if (is_harmful(c)) {
            text_add_char(&out, '?');
        } else if (!ascii || c < 0x7f || c == 0xa0) {
            text_add(&out, str_slice(s, at, at + length));
        } else if (fallback_of(c)) {
            text_add(&out, str_of(fallback_of(c)));
        } else if (c >= 0xc0 && c - 0xc0 < sizeof(latin) - 1) {
            text_add_char(&out, latin[c - 0xc0]);
        } else {
            text_add_char(&out, '?');
        }
        at += length ? length : 1;
    }
    return text_str(&out);
}
