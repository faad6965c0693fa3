/* SPDX-License-Identifier: Apache-2.0 */
/* TaskJuggler projects: characters to words, macros, values. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/taskjuggler.h"

/* --- characters and tokens -------------------------------------------------------------------- */

bool tj_fail(struct tj *j, struct place at, const char *code, const char *text)
{
    if (!j->failed)
        diag_error(j->out, code, at, "%s", text);
    j->failed = true;
    return false;
}

void tj_lose(struct tj *j, struct str word, struct place at)
{
    unsigned i = 0;

    while (i < j->loss_count && !str_equal(j->losses[i].word, word))
        i++;
    if (i == LOSS_MOST)
        i = LOSS_MOST - 1;          /* the rest together with the last */
    else if (i == j->loss_count)
        j->losses[j->loss_count++] = (struct loss){.word = word};
    diag_places_add(&j->losses[i].places, j->owner, at);
}

static struct tap *top(struct tj *j)
{
    return &j->taps[j->tap_count - 1];
}

static struct place place_of(struct tj *j, const struct tap *t, size_t length)
{
    if (t->is_macro)
        return t->call;
    return (struct place){j->source, t->line, (uint32_t)(t->at - t->line_start) + 1,
                          (uint32_t)length};
}

static int peek(const struct tap *t, size_t ahead)
{
    return t->at + ahead < t->bytes.len ? (unsigned char)t->bytes.ptr[t->at + ahead] : -1;
}

static void step(struct tap *t, size_t count)
{
    for (; count > 0 && t->at < t->bytes.len; count--)
        if (t->bytes.ptr[t->at++] == '\n') {
            t->line++;
            t->line_start = t->at;
        }
}

bool tj_is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* Blanks and comments. True: a line ended among them. */
static bool pass_blanks(struct tap *t)
{
    bool new_line = t->at == 0;

    for (;;) {
        const int c = peek(t, 0);

        if (c == '\n' || c == ' ' || c == '\t' || c == '\r') {
            new_line = new_line || c == '\n';
            step(t, 1);
        } else if (c == '#') {
            while (peek(t, 0) != '\n' && peek(t, 0) != -1)
                step(t, 1);
        } else if (c == '/' && peek(t, 1) == '*') {
            while (peek(t, 0) != -1 && !(peek(t, 0) == '*' && peek(t, 1) == '/'))
                step(t, 1);
            step(t, 2);
        } else {
            return new_line;
        }
    }
}

static size_t find_from(const struct tap *t, size_t from, const char *what)
{
    const struct str rest = str_slice(t->bytes, from, t->bytes.len);

    return from + str_find(rest, str_of(what));
}

/* "...", '...' or -8<- ... ->8-; a backslash before the closing quote keeps it. */
static bool string_token(struct tj *j, struct tap *t, struct token *ret)
{
    const int quote = peek(t, 0);
    size_t from = t->at + 1, to = from;

    ret->kind = T_STRING;
    if (quote == '-') {
        from = t->at + 4;
        to = find_from(t, from, "->8-");
        if (to >= t->bytes.len)
            return tj_fail(j, ret->at, "unterminated-text",
                           "this text has no end: ->8- is missing");
        ret->text = str_trim(str_slice(t->bytes, from, to));
        step(t, to + 4 - t->at);
        return true;
    }
    while (to < t->bytes.len && t->bytes.ptr[to] != quote)
        to += t->bytes.ptr[to] == '\\' ? 2 : 1;
    if (to >= t->bytes.len)
        return tj_fail(j, ret->at, "unterminated-text", "this text has no closing quote");
    ret->text = str_slice(t->bytes, from, to);
    step(t, to + 1 - t->at);
    return true;
}

/* 2002-01-16, 2002-01-16-13:00, -13:00:30, with a zone that is passed over. */
static size_t date_length(const struct tap *t)
{
    static const char shape[] = "dddd-dd-dd";
    size_t n = 0;

    for (; n < sizeof(shape) - 1; n++)
        if (shape[n] == 'd' ? !is_digit(peek(t, n)) : peek(t, n) != shape[n])
            return 0;
    if (peek(t, n) == '-' && is_digit(peek(t, n + 1)) && is_digit(peek(t, n + 2)) &&
        peek(t, n + 3) == ':')
        for (n++; is_digit(peek(t, n)) || peek(t, n) == ':'; n++)
            ;
    return n;
}

static void number_token(struct tap *t, struct token *ret)
{
    size_t n = date_length(t);

    ret->kind = T_DATE;
    if (n == 0) {
        ret->kind = T_NUMBER;
        while (is_digit(peek(t, n)) || (peek(t, n) == '.' && is_digit(peek(t, n + 1))))
            n++;
        if (peek(t, n) == ':' && is_digit(peek(t, n + 1))) {
            ret->kind = T_TIME;
            for (n++; is_digit(peek(t, n)) || peek(t, n) == ':'; n++)
                ;
        } else {
            while (tj_is_letter(peek(t, n)) || peek(t, n) == '%')
                n++;
        }
    }
    ret->text = str_slice(t->bytes, t->at, t->at + n);
    step(t, n);
}

/* [ ... ] of a macro, as it stands. */
static bool body_token(struct tj *j, struct tap *t, struct token *ret)
{
    size_t to = t->at + 1;
    unsigned depth = 1;

    for (; to < t->bytes.len && depth > 0; to++) {
        depth += t->bytes.ptr[to] == '[';
        depth -= t->bytes.ptr[to] == ']';
    }
    if (depth > 0)
        return tj_fail(j, ret->at, "unterminated-text", "this macro has no closing bracket");
    ret->kind = T_BODY;
    ret->text = str_slice(t->bytes, t->at + 1, to - 1);
    step(t, to - t->at);
    return true;
}

/* ${name "argument" ...}: what it stands for becomes what is read next. */
static bool call_macro(struct tj *j, struct tap *t)
{
    const struct place at = place_of(j, t, 2);
    const size_t end = find_from(t, t->at, "}");
    struct str inside, name;
    struct tap made = {.is_macro = true, .call = at, .line = 1};
    size_t n = 0;
    uint32_t index;

    if (end >= t->bytes.len)
        return tj_fail(j, at, "bad-macro", "this call of a macro has no closing brace");
    inside = str_slice(t->bytes, t->at + 2, end);
    step(t, end + 1 - t->at);
    while (n < inside.len && (tj_is_letter(inside.ptr[n]) || is_digit(inside.ptr[n])))
        n++;
    name = str_slice(inside, 0, n);
    if (t->is_macro && name.len == 1 && is_digit(name.ptr[0]) && name.ptr[0] > '0') {
        const unsigned nth = (unsigned)(name.ptr[0] - '1');

        made.bytes = nth < t->argument_count ? t->arguments[nth] : STR("");
    } else if (map_find(&j->macros, name, &index)) {
        struct str rest = str_slice(inside, n, inside.len);

        made.bytes = j->macro_bodies[index];
        while (made.argument_count < ARGUMENT_MOST) {
            const size_t open = str_find_char(rest, '"');
            const struct str after = str_slice(rest, open + 1, rest.len);
            const size_t close = str_find_char(after, '"');

            if (open >= rest.len || close >= after.len)
                break;
            made.arguments[made.argument_count++] = str_slice(after, 0, close);
            rest = str_slice(after, close + 1, after.len);
        }
    } else if (str_equal(name, STR("projectstart")) || str_equal(name, STR("projectend")) ||
               str_equal(name, STR("now"))) {
        const int64_t instant = str_equal(name, STR("projectstart")) ? j->start
            : str_equal(name, STR("projectend")) ? j->finish
            : j->now != CIVIL_NONE ? j->now : j->start;
        struct text text;

        text_init(&text, j->owner);
        civil_print_date(&text, instant == CIVIL_NONE ? 0 : instant);
        made.bytes = text_str(&text);
    } else {
        tj_lose(j, STR("${...} that is defined nowhere"), at);
        return true;
    }
    if (j->tap_count == DEPTH_MOST)
        return tj_fail(j, at, "too-deep", "macros call each other too deeply");
    j->taps[j->tap_count++] = made;
    return true;
}

bool tj_next_token(struct tj *j)
{
    struct token *r = &j->token;
    bool first = false;

    for (;;) {
        struct tap *t = top(j);
        int c;

        first = pass_blanks(t) || first;
        c = peek(t, 0);
        *r = (struct token){.at = place_of(j, t, 1), .first = first};
        if (++j->token_count > TOKEN_CEILING)
            return tj_fail(j, r->at, "too-many", "the project is longer than what is read of one");
        if (c == -1 && j->tap_count > 1) {
            j->tap_count--;
        } else if (c == -1) {
            return true;
        } else if (c == '$' && peek(t, 1) == '{') {
            if (!call_macro(j, t))
                return false;
        } else if (c == '"' || c == '\'' ||
                   (c == '-' && peek(t, 1) == '8' && peek(t, 2) == '<' && peek(t, 3) == '-')) {
            return string_token(j, t, r);
        } else if (c == '[') {
            return body_token(j, t, r);
        } else if (is_digit(c)) {
            number_token(t, r);
            return true;
        } else if (tj_is_letter(c)) {
            size_t n = 0;

            while (tj_is_letter(peek(t, n)) || is_digit(peek(t, n)) ||
                   (peek(t, n) == '.' && tj_is_letter(peek(t, n + 1))))
                n++;
            r->kind = T_ID;
            r->text = str_slice(t->bytes, t->at, t->at + n);
            step(t, n);
            return true;
        } else {
            r->kind = T_SIGN;
            r->text = str_slice(t->bytes, t->at, t->at + 1);
            step(t, 1);
            return true;
        }
    }
}

bool tj_is_sign(const struct tj *j, char sign)
{
    return j->token.kind == T_SIGN && j->token.text.ptr[0] == sign;
}

bool tj_take_sign(struct tj *j, char sign)
{
    return tj_is_sign(j, sign) && tj_next_token(j);
}

bool tj_is_word(const struct tj *j, const char *word)
{
    return j->token.kind == T_ID && str_equal(j->token.text, str_of(word));
}

/* What follows a word that means nothing here: to the next line's first word at this level, with
 * every block in it. */
bool tj_skip(struct tj *j)
{
    unsigned depth = 0;

    while (!j->failed && j->token.kind != T_END) {
        if (depth == 0 && (j->token.first || tj_is_sign(j, '}')))
            return true;
        if (tj_is_sign(j, '{'))
            depth++;
        else if (tj_is_sign(j, '}'))
            depth--;
        if (!tj_next_token(j))
            return false;
    }
    return !j->failed;
}

bool tj_skip_block(struct tj *j)
{
    unsigned depth = 0;

    if (!tj_is_sign(j, '{'))
        return true;
    do {
        if (j->token.kind == T_END)
            return tj_fail(j, j->token.at, "unterminated-text", "a closing brace is missing");
        depth += tj_is_sign(j, '{');
        depth -= tj_is_sign(j, '}');
        if (!tj_next_token(j))
            return false;
    } while (depth > 0);
    return true;
}

/* --- values ----------------------------------------------------------------------------------- */

/* "20d", "3.5h": seconds; working amounts by the project's day, week and year, others by the
 * calendar's. */
bool tj_read_amount(struct tj *j, bool working, int64_t *ret_s)
{
    const struct str s = j->token.text;
    const struct place at = j->token.at;
    struct str unit;
    int64_t milli, unit_s;
    size_t n = 0;

    if (j->token.kind != T_NUMBER)
        return tj_fail(j, at, "bad-value", "an amount of time is missing, as in 20d");
    while (n < s.len && (is_digit(s.ptr[n]) || s.ptr[n] == '.'))
        n++;
    unit = str_slice(s, n, s.len);
    if (!tj_next_token(j))
        return false;
    if (unit.len == 0 && j->token.kind == T_ID && !j->token.first) {
        unit = j->token.text;
        if (!tj_next_token(j))
            return false;
    }
    if (str_equal(unit, STR("min")))
        unit_s = 60;
    else if (str_equal(unit, STR("h")))
        unit_s = 3600;
    else if (str_equal(unit, STR("d")))
        unit_s = working ? j->day_s : CIVIL_DAY_S;
    else if (str_equal(unit, STR("w")))
        unit_s = working ? j->day_s * j->week_days_milli / 1000 : 7 * CIVIL_DAY_S;
    else if (str_equal(unit, STR("m")))
        unit_s = working ? j->day_s * j->year_days_milli / 12000 : 2629800;
    else if (str_equal(unit, STR("y")))
        unit_s = working ? j->day_s * j->year_days_milli / 1000 : 31557600;
    else
        return tj_fail(j, at, "bad-value", "the unit of time is none of min, h, d, w, m, y");
    if (!str_to_fixed(str_slice(s, 0, n), 3, &milli) || milli < 0 ||
        milli / 1000 > (int64_t)HOURS_MOST * 3600 / unit_s)
        return tj_fail(j, at, "bad-value", "this amount of time is too large");
    *ret_s = milli * unit_s / 1000;
    return true;
}

static bool date_value(struct str s, int64_t *ret_instant)
{
    bool has_time;
    char room[24];
    size_t n = 0;

    for (; n < s.len && n < 16; n++)
        room[n] = s.ptr[n] == '-' && n == 10 ? 'T' : s.ptr[n];
    return civil_parse((struct str){room, n}, ret_instant, &has_time);
}

bool tj_read_date(struct tj *j, int64_t *ret_instant)
{
    if (j->token.kind != T_DATE || !date_value(j->token.text, ret_instant))
        return tj_fail(j, j->token.at, "bad-value", "a date is missing, as in 2027-01-18");
    return tj_next_token(j);
}

/* DATE, DATE - DATE or DATE +2w: the days as "a..b", the last one included. */
bool tj_read_days(struct tj *j, struct str *ret)
{
    int64_t from, to, span = 0;
    struct text text;

    if (!tj_read_date(j, &from))
        return false;
    to = from + CIVIL_DAY_S;
    if (tj_is_sign(j, '-')) {
        if (!tj_next_token(j) || !tj_read_date(j, &to))
            return false;
        /* An interval ends before the midnight it names, a date alone at the end of its day. */
        to = to <= from ? from + CIVIL_DAY_S : to;
    } else if (tj_is_sign(j, '+')) {
        if (!tj_next_token(j) || !tj_read_amount(j, false, &span))
            return false;
        to = from + (span > 0 ? span : CIVIL_DAY_S);
    }
    text_init(&text, j->owner);
    civil_print_date(&text, from);
    if (civil_day_of(to - 1) > civil_day_of(from)) {
        text_add(&text, STR(".."));
        civil_print_date(&text, to - 1);
    }
    *ret = text_str(&text);
    return true;
}

bool tj_read_number(struct tj *j, int64_t most, int64_t *ret)
{
    int64_t milli;
    struct str s = j->token.text;

    if (s.len > 0 && s.ptr[s.len - 1] == '%')
        s.len--;
    if (j->token.kind != T_NUMBER || !str_to_fixed(s, 3, &milli) || milli < 0 ||
        milli / 1000 > most)
        return tj_fail(j, j->token.at, "bad-value", "a number is missing here, or is too large");
    *ret = milli / 1000;
    return tj_next_token(j);
}

/* Past comments and macros the word `project`, and no colon behind it. */
bool tj_recognise(struct str bytes)
{
    struct tap t = {.bytes = str_slice(bytes, 0, 65536), .line = 1};

    for (;;) {
        pass_blanks(&t);
        if (!str_starts(str_slice(t.bytes, t.at, t.bytes.len), STR("macro ")))
            break;
        t.at = find_from(&t, t.at, "]") + 1;
        if (t.at >= t.bytes.len)
            return false;
    }
    return str_starts(str_slice(t.bytes, t.at, t.bytes.len), STR("project")) &&
           (peek(&t, 7) == ' ' || peek(&t, 7) == '\t') && peek(&t, 8) != ':';
}
