/* SPDX-License-Identifier: Apache-2.0 */
/* Spans and spreads of a plan file as people say them: "1w..2w..4w" is "2 weeks (1 to 4)". */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/words.h"

#define NB "\xc2\xa0"

enum { PARTS = 3 };

struct amount {
    struct str number;
    const char *one, *many;     /* its unit; NULL: money, whose unit stands at the number */
};

static size_t digits_of(struct str s)
{
    size_t n = 0;

    while (n < s.len && ((s.ptr[n] >= '0' && s.ptr[n] <= '9') ||
                         (s.ptr[n] == '.' && n > 0 && n + 1 < s.len && s.ptr[n + 1] >= '0' &&
                          s.ptr[n + 1] <= '9')))
        n++;
    return n;
}

static bool read_amount(struct str s, struct amount *ret)
{
    static const struct {
        const char *unit, *one, *many;
    } units[] = {{"w", "week", "weeks"}, {"d", "day", "days"}, {"h", "hour", "hours"},
                 {"m", "minute", "minutes"}, {"ew", "calendar week", "calendar weeks"},
                 {"ed", "calendar day", "calendar days"}, {"eh", "hour", "hours"}};
    const size_t digits = digits_of(s);
    const struct str joined = str_slice(s, digits, s.len);
    const bool hard = str_starts(joined, STR(NB));      /* "18 d" of a rule */
    const struct str unit = str_slice(joined, hard ? sizeof(NB) - 1 : 0, joined.len);

    if (digits == 0)
        return false;
    if (str_equal(unit, STR("k")) || str_equal(unit, STR("M"))) {
        *ret = (struct amount){s, NULL, NULL};
        return true;
    }
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (str_equal(unit, str_of(units[i].unit))) {
            *ret = (struct amount){str_slice(s, 0, digits), units[i].one, units[i].many};
            return true;
        }
    return false;
}

static void add_amount(const struct report_input *in, const struct amount *a, bool unit,
                       struct text *out)
{
    if (!a->one)
        text_add(out, say_currency(in));
    text_add(out, a->number);
    if (unit && a->one)
        text_addf(out, NB "%s", str_equal(a->number, STR("1")) ? a->one : a->many);
}

/* "1w..2w..4w" */
static bool add_spread(const struct report_input *in, struct str word, struct text *out)
{
    struct amount a[PARTS];
    struct str rest = word;

    for (unsigned i = 0; i < PARTS; i++) {
        const size_t at = str_find(rest, STR(".."));

        if ((at < rest.len) != (i + 1 < PARTS) || !read_amount(str_slice(rest, 0, at), &a[i]))
            return false;
        rest = str_slice(rest, at + 2 < rest.len ? at + 2 : rest.len, rest.len);
    }
    add_amount(in, &a[1], true, out);
    text_add(out, STR(" ("));
    add_amount(in, &a[0], a[0].one != a[2].one, out);
    text_add(out, a[0].one != a[2].one ? STR(" to" NB) : STR(NB "to" NB));
    add_amount(in, &a[2], a[0].one != a[2].one || a[1].one != a[2].one, out);
    text_add_char(out, ')');
    return true;
}

struct str say_plainly(const struct report_input *in, struct str words)
{
    struct text text;
    struct str rest = words, word, before = {"", 0};
    bool first = true;

    if (str_find(words, STR("..")) >= words.len && words.len > 12 &&
        str_find(words, STR("from ")) >= words.len && str_find(words, STR(NB)) >= words.len)
        return words;           /* nothing in it can be a span */
    text_init(&text, in->owner);
    while (str_split(&rest, ' ', &word)) {
        const size_t comma = word.len > 0 && word.ptr[word.len - 1] == ',' ? 1 : 0;
        const struct str bare = str_slice(word, 0, word.len - comma);
        struct amount alone;

        if (!first)
            text_add_char(&text, ' ');
        if (add_spread(in, bare, &text)) {
            text_add(&text, str_slice(word, bare.len, word.len));
        } else if (((first && rest.len == 0) || str_equal(before, STR("from")) ||
                    str_equal(before, STR("to")) || str_find(bare, STR(NB)) < bare.len) &&
                   read_amount(bare, &alone) && alone.one) {
            add_amount(in, &alone, true, &text);
            text_add(&text, str_slice(word, bare.len, word.len));
        } else {
            text_add(&text, word);
        }
        before = word;
        first = false;
    }
    return text_str(&text);
}
