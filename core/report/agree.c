/* SPDX-License-Identifier: Apache-2.0 */
/* Two wordings of one fact, compared as the sets of values that each may stand for. */
#include "core/report/agree.h"

#include "core/calendar/civil.h"

enum {
    SCALE = 1000,               /* a value is an integer count of thousandths */
    DECIMALS = 3,
    FAR = 1000000000,           /* no end on that side */
    FIVE = 5 * SCALE
};

bool word_has_digit(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] >= '0' && word.ptr[i] <= '9')
            return true;
    return false;
}

struct str word_bare(struct str word)
{
    static const char marks[] = ".,;:!?()\"'-";
    size_t from = 0, to = word.len;

    while (from < to && str_find_char(str_of(marks), word.ptr[from]) < sizeof(marks) - 1)
        from++;
    while (to > from && str_find_char(str_of(marks), word.ptr[to - 1]) < sizeof(marks) - 1)
        to--;
    return str_slice(word, from, to);
}

/* --- words ---------------------------------------------------------------------------------- */

enum { WORDS_MOST = 6 };

struct wording {
    struct str whole;           /* without the symbol of a status before it */
    struct str words[WORDS_MOST];
    size_t count;               /* WORDS_MOST + 1: too many for a value */
};

/* Hard blanks are blanks; the glyph of a status says nothing that its word does not. */
static bool next_word(struct str *rest, struct str *ret)
{
    while (rest->len > 0) {
        size_t end = 0;

        if (rest->ptr[0] == ' ' || rest->ptr[0] == '\n') {
            *rest = str_slice(*rest, 1, rest->len);
            continue;
        }
        if (str_starts(*rest, STR("\xc2\xa0"))) {
            *rest = str_slice(*rest, 2, rest->len);
            continue;
        }
        while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '\n' &&
               !str_starts(str_slice(*rest, end, rest->len), STR("\xc2\xa0")))
            end++;
        *ret = str_slice(*rest, 0, end);
        *rest = str_slice(*rest, end, rest->len);
        return true;
    }
    return false;
}

static bool is_glyph(struct str word)
{
    static const char *const glyphs[] = {"■", "▲", "●", "○"};

    for (size_t i = 0; i < sizeof(glyphs) / sizeof(glyphs[0]); i++)
        if (str_equal(word, str_of(glyphs[i])))
            return true;
    return false;
}

static struct wording wording_of(struct str s)
{
    struct wording w = {.whole = str_trim(s)};
    struct str rest = w.whole, word;

    if (next_word(&rest, &word) && is_glyph(word))
        w.whole = str_trim(rest);
    while (str_starts(w.whole, STR("\xc2\xa0")))
        w.whole = str_trim(str_slice(w.whole, 2, w.whole.len));
    rest = w.whole;
    while (w.count <= WORDS_MOST && next_word(&rest, &word)) {
        if (w.count < WORDS_MOST)
            w.words[w.count] = word;
        w.count++;
    }
    return w;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The same words, whatever the blanks; a sentence may begin with them. */
static bool are_same(const struct wording *a, const struct wording *b)
{
    struct str left = a->whole, right = b->whole, l, r;
    bool first = true, more;

    for (;;) {
        more = next_word(&left, &l);
        if (next_word(&right, &r) != more)
            return false;
        if (!more)
            return true;
        if (!str_equal(l, r) && !(first && l.len == r.len && l.len > 0 &&
                                  lower(l.ptr[0]) == lower(r.ptr[0]) &&
                                  str_equal(str_slice(l, 1, l.len), str_slice(r, 1, r.len))))
            return false;
        first = false;
    }
}

/* --- dates ---------------------------------------------------------------------------------- */

struct said_date {
    int year;                   /* 0: not said */
    int month, day;
    int weekday;                /* 0 Monday; -1: not said */
    bool week;                  /* the seven days that begin then */
};

static int place_in(struct str word, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (word.len >= 3 && str_starts(str_of(names[i]), word))
            return i;
    return -1;
}

static bool read_number(struct str word, int64_t least, int64_t most, int *ret)
{
    int64_t value;

    if (word.len == 0 || word.ptr[0] < '0' || word.ptr[0] > '9' || !str_to_i64(word, &value) ||
        value < least || value > most)
        return false;
    *ret = (int)value;
    return true;
}

static bool read_iso(struct str word, struct said_date *ret)
{
    return word.len == 10 && word.ptr[4] == '-' && word.ptr[7] == '-' &&
           read_number(str_slice(word, 0, 4), 1, 9999, &ret->year) &&
           read_number(str_slice(word, 5, 7), 1, 12, &ret->month) &&
           read_number(str_slice(word, 8, 10), 1, 31, &ret->day);
}

static bool read_date(const struct wording *w, struct said_date *ret)
{
    static const char *const months[] = {"January", "February", "March", "April", "May", "June",
                                         "July", "August", "September", "October", "November",
                                         "December"};
    static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
                                       "Saturday", "Sunday"};
    struct said_date d = {.weekday = -1};
    size_t at = 0;

    if (w->count == 0 || w->count > WORDS_MOST)
        return false;
    if (str_equal_nocase(w->words[at], STR("the")))
        at++;
    if (at + 2 < w->count && str_equal_nocase(w->words[at], STR("week")) &&
        str_equal(w->words[at + 1], STR("of"))) {
        d.week = true;
        at += 2;
    }
    if (at < w->count && (d.weekday = place_in(w->words[at], days, 7)) >= 0)
        at++;
    if (at + 1 == w->count && read_iso(w->words[at], &d)) {
        *ret = d;
        return true;
    }
    if (at + 2 > w->count || !read_number(w->words[at], 1, 31, &d.day) ||
        (d.month = place_in(w->words[at + 1], months, 12) + 1) == 0)
        return false;
    at += 2;
    if (at < w->count && !read_number(w->words[at++], 1000, 9999, &d.year))
        return false;
    *ret = d;
    return at == w->count;
}

/* Whether that year has such a day. */
static bool has_day(const struct said_date *d, int year)
{
    return d->day <= civil_days_in_month(year, d->month);
}

/* Whether the two can be one date, if `a` is in that year. */
static bool meet_in(const struct said_date *a, const struct said_date *b, int year)
{
    const int64_t from = civil_day(year, a->month, a->day);

    if (!has_day(a, year))
        return false;
    if (a->weekday >= 0 && civil_weekday(from) != a->weekday)
        return false;
    if (a->week && civil_weekday(from) != 0)
        return false;
    for (int other = year - 1; other <= year + 1; other++) {
        const int64_t day = civil_day(other, b->month, b->day);

        if (!has_day(b, other) || (b->year > 0 && other != b->year) ||
            (b->weekday >= 0 && civil_weekday(day) != b->weekday) ||
            (b->week && civil_weekday(day) != 0))
            continue;
        if (a->week == b->week ? day == from
            : a->week          ? day >= from && day < from + 7
                               : from >= day && from < day + 7)
            return true;
    }
    return false;
}

/* Some year has both; the days of the week come back within 28 years. */
static bool dates_meet(const struct said_date *a, const struct said_date *b)
{
    const int near = a->year > 0 ? a->year : b->year > 0 ? b->year : 2000;
    const int before = a->year > 0 ? 0 : b->year > 0 ? 1 : 0;
    const int after = a->year > 0 ? 0 : b->year > 0 ? 1 : 27;

    for (int year = near - before; year <= near + after; year++)
        if (meet_in(a, b, year))
            return true;
    return false;
}

/* --- numbers with their unit ---------------------------------------------------------------- */

/* What may stand behind the words: [from, to), in thousandths; of a single number its rounding. */
struct said_number {
    int64_t from, to;
    bool chance;                /* of a percentage: it may be rounded to five more */
    bool round;                 /* it says so: "about", or is a multiple of five */
    struct str before, unit;    /* "$" and "M"; "at most"; "days" */
};

static bool is_one_of(struct str word, const char *a, const char *b)
{
    return str_equal_nocase(word, str_of(a)) || str_equal_nocase(word, str_of(b));
}

/* "<", ">", "under", "over", "nearly", "about": returns its first letter as the sign, 0: none. */
static char take_sign(struct str *word, const struct wording *w, size_t *at)
{
    const char c = word->len > 0 ? word->ptr[0] : 0;

    if (c == '<' || c == '>' || c == '~') {
        *word = str_slice(*word, 1, word->len);
        return c;
    }
    if (*at + 1 >= w->count)
        return 0;
    if (is_one_of(*word, "about", "around") || str_equal_nocase(*word, STR("nearly")) ||
        is_one_of(*word, "under", "below") || is_one_of(*word, "over", "above")) {
        const char sign = is_one_of(*word, "about", "around") ? '~'
                          : str_equal_nocase(*word, STR("nearly")) ? 'n'
                          : is_one_of(*word, "under", "below")     ? '<'
                                                                   : '>';

        *word = w->words[++*at];
        return sign;
    }
    return 0;
}

/* "1.80" of "$1.80M": what stands before and after it. */
static bool split_number(struct str word, struct str *ret_before, int64_t *ret_value,
                         int64_t *ret_half, struct str *ret_after)
{
    size_t from = 0, to, point;
    int64_t half = SCALE / 2;

    while (from < word.len && (word.ptr[from] < '0' || word.ptr[from] > '9'))
        from++;
    to = from;
    while (to < word.len && ((word.ptr[to] >= '0' && word.ptr[to] <= '9') || word.ptr[to] == '.'))
        to++;
    if (to == from || to - from > 12 || word_has_digit(str_slice(word, to, word.len)) ||
        !str_to_fixed(str_slice(word, from, to), DECIMALS, ret_value))
        return false;
    point = str_find_char(str_slice(word, from, to), '.');
    for (size_t i = from + point + 1; i < to; i++)
        half /= 10;
    *ret_half = half;
    *ret_before = str_slice(word, 0, from);
    *ret_after = str_slice(word, to, word.len);
    return true;
}

static struct str unit_of(struct str unit)
{
    return is_one_of(unit, "d", "day")     ? STR("days")
           : str_equal(unit, STR("point")) ? STR("points")
                                           : unit;
}

static bool read_said_number(const struct wording *w, struct said_number *ret)
{
    struct said_number n = {.before = {"", 0}};
    size_t at = 0;
    struct str word, after;
    int64_t value, half;
    char sign;

    if (w->count == 0 || w->count > WORDS_MOST)
        return false;
    if (w->count > 2 && str_equal_nocase(w->words[0], STR("at")) &&
        is_one_of(w->words[1], "most", "least")) {
        n.before = w->words[1];
        at = 2;
    }
    word = w->words[at];
    sign = take_sign(&word, w, &at);
    if (!split_number(word, n.before.len > 0 ? &(struct str){"", 0} : &n.before, &value, &half,
                      &after))
        return false;
    at++;
    n.unit = after;
    if (at + 1 < w->count && after.len == 0 && str_equal(w->words[at], STR("working")))
        at++;                       /* "17 d" of a table are working days too */
    if (at < w->count && after.len == 0)
        n.unit = unit_of(w->words[at++]);
    if (at + 1 == w->count && n.before.len == 0 && is_one_of(w->words[at], "later", "earlier"))
        n.before = str_equal_nocase(w->words[at++], STR("later")) ? STR("+") : STR("-");
    if (at < w->count)
        return false;
    n.chance = str_equal(n.unit, STR("%"));
    n.round = n.chance && (sign == '~' || sign == 'n' ||
                           (sign == 0 && value % FIVE == 0 && half == SCALE / 2));
    /* "under 5 %" and "over 95 %" are what rounds to none and to all; "<80 %" is "nearly". */
    if (n.chance && half == SCALE / 2 && sign == '<' && value != FIVE)
        sign = 'n', n.round = true;
    if (n.chance && half == SCALE / 2 && (sign == '<' || sign == '>'))
        value += sign == '<' ? -FIVE / 2 : FIVE / 2;
    n.from = sign == '<' ? -FAR : sign == '>' ? value : value - (n.round ? FIVE / 2 : half);
    n.to = sign == '>' ? (int64_t)FAR : sign == '<' || sign == 'n' ? value
                                   : value + (n.round ? FIVE / 2 : half);
    /* Neither is ever rounded up to: 50 and 80 % are where a status changes. */
    if (n.chance && sign != 'n' && sign != '<' && half == SCALE / 2 &&
        (value == 50 * SCALE || value == 80 * SCALE))
        n.from = value;
    *ret = n;
    return true;
}

static bool numbers_meet(const struct said_number *a, const struct said_number *b)
{
    return str_equal(a->before, b->before) && str_equal(a->unit, b->unit) && a->from < b->to &&
           b->from < a->to;
}

static bool values_agree(struct str a, struct str b)
{
    const struct wording left = wording_of(a), right = wording_of(b);
    struct said_date d, e;
    struct said_number n, m;

    if (are_same(&left, &right))
        return true;
    if (read_date(&left, &d))
        return read_date(&right, &e) && dates_meet(&d, &e);
    return read_said_number(&left, &n) && read_said_number(&right, &m) && numbers_meet(&n, &m);
}

/* --- sentences ------------------------------------------------------------------------------ */

/* The first `count` words without a mark behind them. False: there are not so many. */
static bool first_words(struct str s, unsigned count, struct str *ret, struct str *ret_mark)
{
    struct str rest = s, word = {"", 0};
    size_t end;

    for (unsigned i = 0; i < count; i++)
        if (!next_word(&rest, &word))
            return false;
    end = (size_t)(word.ptr - s.ptr) + word.len;
    while (word.len > 0 && str_find_char(STR(",;:."), word.ptr[word.len - 1]) < 4)
        word.len--;
    *ret = str_slice(s, 0, (size_t)(word.ptr - s.ptr) + word.len);
    *ret_mark = str_slice(s, ret->len, end);
    return true;
}

/* A value worded in both, in other words: cut off both. */
static bool take_values(struct str *a, struct str *b)
{
    struct str left, right, mark, other;

    for (unsigned n = 4; n > 0; n--)
        for (unsigned k = 4; k > 0 && first_words(*a, n, &left, &mark); k--)
            if (first_words(*b, k, &right, &other) && str_equal(mark, other) &&
                values_agree(left, right)) {
                *a = str_slice(*a, left.len + mark.len, a->len);
                *b = str_slice(*b, right.len + other.len, b->len);
                return true;
            }
    return false;
}

/* "Evidence pack" (audit-january), as prose names it. */
static bool read_named(struct str s, struct str *ret_title, struct str *ret_id, size_t *ret_size)
{
    const size_t end = s.len > 0 && s.ptr[0] == '"' ? str_find(s, STR("\" (")) : s.len;
    size_t close;

    if (end >= s.len)
        return false;
    close = str_find_char(str_slice(s, end + 3, s.len), ')');
    if (end + 3 + close >= s.len)
        return false;
    *ret_title = str_slice(s, 1, end);
    *ret_id = str_slice(s, end + 3, end + 3 + close);
    *ret_size = end + 3 + close + 1;
    return true;
}

/* ... and audit-january (Evidence pack), as rules do; in a list both have the same. */
static bool take_named(struct str *prose, struct str *rule)
{
    const struct str from = str_trim(*prose);
    struct str title, id, rest = str_trim(*rule);
    size_t size;

    if (!read_named(from, &title, &id, &size) || !str_starts(rest, id))
        return false;
    rest = str_slice(rest, id.len, rest.len);
    if (!str_starts(rest, STR(" (")) || !str_starts(str_slice(rest, 2, rest.len), title))
        return false;
    rest = str_slice(rest, title.len + 2, rest.len);
    if (!str_starts(rest, STR(")")))
        return false;
    *prose = str_slice(from, size, from.len);
    *rule = str_slice(rest, 1, rest.len);
    return true;
}

/* "T3" of prose, whose id says no more, and t3 (T3) of a rule. */
static bool take_titled(struct str *prose, struct str *rule)
{
    const struct str from = str_trim(*prose), rest = str_trim(*rule);
    struct str title;
    size_t end;

    if (from.len == 0 || from.ptr[0] != '"')
        return false;
    end = 1 + str_find_char(str_slice(from, 1, from.len), '"');
    title = str_slice(from, 1, end);
    if (end >= from.len || rest.len < 2 * title.len + 3 ||
        !str_equal_nocase(str_slice(rest, 0, title.len), title) ||
        !str_starts(str_slice(rest, title.len, rest.len), STR(" (")) ||
        !str_starts(str_slice(rest, title.len + 2, rest.len), title) ||
        rest.ptr[2 * title.len + 2] != ')')
        return false;
    *prose = str_slice(from, end + 1, from.len);
    *rule = str_slice(rest, 2 * title.len + 3, rest.len);
    return true;
}

/* "working days" of prose behind a number that both have, where a rule writes "d". */
static bool take_days(struct str *prose, struct str *rule)
{
    struct str left = *prose, right = *rule, working, days, d;

    if (!next_word(&left, &working) || !str_equal(working, STR("working")) ||
        !next_word(&left, &days) || !is_one_of(days, "days", "day") ||
        !next_word(&right, &d) || !str_equal(d, STR("d")))
        return false;
    *prose = left;
    *rule = right;
    return true;
}

/* The same sentence, each value in it worded its own way. */
static bool sentences_agree(struct str a, struct str b)
{
    for (bool begins = true;; begins = false) {
        struct str left = a, right = b, l, r;
        const bool more = next_word(&left, &l);

        if (next_word(&right, &r) != more)
            return false;
        if (!more)
            return true;
        if (take_named(&a, &b) || take_named(&b, &a) || take_titled(&a, &b) ||
            take_titled(&b, &a) || take_days(&a, &b) || take_days(&b, &a))
            continue;
        if (str_equal(l, r) || (begins && str_equal_nocase(l, r))) {
            a = left;
            b = right;
        } else if (!take_values(&a, &b)) {
            return false;
        }
    }
}

/* No value: more words than one has, or a title in quotes among them. */
static bool is_sentence(struct str s)
{
    return wording_of(s).count > WORDS_MOST || str_find_char(s, '"') < s.len;
}

bool words_agree(struct str a, struct str b)
{
    return values_agree(a, b) ||
           ((is_sentence(a) || is_sentence(b)) && wording_of(a).count > 3 &&
            wording_of(b).count > 3 && sentences_agree(a, b));
}
