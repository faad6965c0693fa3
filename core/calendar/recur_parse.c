/* SPDX-License-Identifier: Apache-2.0 */
/* Recurrence rules as text. */
#include "core/calendar/recur.h"

enum { INTERVAL_CEILING = 1000, COUNT_CEILING = 1000000, POSITION_MOST = 366, NTH_MOST = 53 };

struct reader {
    struct str text;
    struct place at;
    struct recur_rule rule;
    bool has_until, failed;
    struct diags *out;
};

/* The place of a piece of the text. */
static struct place place_of(const struct reader *r, struct str piece)
{
    struct place at = r->at;

    if (at.line == 0 || !piece.ptr || piece.ptr < r->text.ptr)
        return at;
    /* A place two longer than its text has quotes around it. */
    at.column += (uint32_t)(piece.ptr - r->text.ptr) + (r->at.length == r->text.len + 2);
    at.length = (uint32_t)(piece.len ? piece.len : 1);
    return at;
}

#define FAIL(r, piece, ...)                                                               \
    ((r)->failed = true,                                                                  \
     diag_error((r)->out, "bad-recurrence", place_of((r), (piece)), __VA_ARGS__))

static bool read_number(struct reader *r, struct str s, int64_t low, int64_t high,
                        int64_t *ret_value)
{
    if (!str_to_i64(s, ret_value) || *ret_value < low || *ret_value > high)
        return FAIL(r, s, "'%.*s' is not a number from %lld to %lld", STR_ARG(s), (long long)low,
                    (long long)high);
    return true;
}

/* A number below or above zero, as those that count from an end. */
static bool read_signed(struct reader *r, struct str s, int64_t most, int64_t *ret_value)
{
    if (!read_number(r, s, -most, most, ret_value))
        return false;
    return *ret_value != 0 || FAIL(r, s, "0 counts from neither end");
}

static bool read_weekday(struct reader *r, struct str s, uint8_t *ret_weekday)
{
    static const char names[] = "MOTUWETHFRSASU";

    for (uint8_t i = 0; i < 7; i++)
        if (str_equal_nocase(s, (struct str){names + 2 * i, 2})) {
            *ret_weekday = i;
            return true;
        }
    FAIL(r, s, "'%.*s' is not a weekday", STR_ARG(s));
    diag_hint(r->out, "weekdays are MO, TU, WE, TH, FR, SA, SU");
    return false;
}

static bool read_freq(struct reader *r, struct str value)
{
    static const struct str names[] = {{"DAILY", 5}, {"WEEKLY", 6}, {"MONTHLY", 7},
                                       {"YEARLY", 6}};
    struct str nearest;

    for (int i = 0; i < 4; i++)
        if (str_equal_nocase(value, names[i])) {
            r->rule.every = (enum recur_every)i;
            return true;
        }
    FAIL(r, value, "'%.*s' is not a frequency", STR_ARG(value));
    nearest = diag_nearest(value, names, 4);
    if (nearest.ptr)
        diag_hint(r->out, "did you mean %.*s?", STR_ARG(nearest));
    else
        diag_hint(r->out, "it is DAILY, WEEKLY, MONTHLY or YEARLY");
    return false;
}

static bool read_interval(struct reader *r, struct str value)
{
    int64_t number;

    if (!read_number(r, value, 1, INTERVAL_CEILING, &number))
        return false;
    r->rule.interval = (uint32_t)number;
    return true;
}

static bool read_count(struct reader *r, struct str value)
{
    int64_t number;

    if (!read_number(r, value, 1, COUNT_CEILING, &number))
        return false;
    r->rule.count = (uint32_t)number;
    return true;
}

/* "19971224", "19971224T090000", with Z or not, or the form of civil_parse. */
static bool read_until(struct reader *r, struct str value)
{
    char plain[20];     /* 1997-12-24T09:00:00 */
    struct str s = value;
    bool has_time = false;
    size_t len = 0;

    r->has_until = true;
    if (str_ends(s, STR("Z")) || str_ends(s, STR("z")))
        s = str_slice(s, 0, s.len - 1);
    if (s.len == 8 || s.len == 15) {
        for (size_t i = 0; i < s.len; i++) {
            if (i == 4 || i == 6)
                plain[len++] = '-';
            if (i == 11 || i == 13)
                plain[len++] = ':';
            plain[len++] = s.ptr[i];
        }
        s = (struct str){plain, len};
    }
    if (!civil_parse(s, &r->rule.until, &has_time))
        return FAIL(r, value, "'%.*s' is not a date such as 20271224 or 20271224T090000",
                    STR_ARG(value));
    if (!has_time)
        r->rule.until += CIVIL_DAY_S - 1;       /* that whole day */
    return true;
}

static bool read_by_day(struct reader *r, struct str value)
{
    struct str piece;

    while (str_split(&value, ',', &piece)) {
        const struct str number = str_slice(piece, 0, piece.len < 2 ? 0 : piece.len - 2);
        struct recur_weekday *w = &r->rule.weekdays[r->rule.weekday_count];
        int64_t nth = 0;

        if (r->rule.weekday_count == RECUR_LIST_CEILING)
            return FAIL(r, piece, "BYDAY names more than %d days", (int)RECUR_LIST_CEILING);
        if (number.len > 0 && !read_signed(r, number, NTH_MOST, &nth))
            return false;
        if (!read_weekday(r, str_slice(piece, number.len, piece.len), &w->weekday))
            return false;
        w->nth = (int8_t)nth;
        r->rule.weekday_count++;
    }
    return true;
}

static bool read_by_month_day(struct reader *r, struct str value)
{
    struct str piece;
    int64_t day;

    while (str_split(&value, ',', &piece)) {
        if (!read_signed(r, piece, 31, &day))
            return false;
        if (day > 0)
            r->rule.month_days |= 1u << day;
        else
            r->rule.month_days_back |= 1u << -day;
    }
    return true;
}

static bool read_by_month(struct reader *r, struct str value)
{
    struct str piece;
    int64_t month;

    while (str_split(&value, ',', &piece)) {
        if (!read_number(r, piece, 1, 12, &month))
            return false;
        r->rule.months |= (uint16_t)(1u << month);
    }
    return true;
}

static bool read_by_set_pos(struct reader *r, struct str value)
{
    struct str piece;
    int64_t position;

    while (str_split(&value, ',', &piece)) {
        if (r->rule.position_count == RECUR_LIST_CEILING)
            return FAIL(r, piece, "BYSETPOS names more than %d places", (int)RECUR_LIST_CEILING);
        if (!read_signed(r, piece, POSITION_MOST, &position))
            return false;
        r->rule.positions[r->rule.position_count++] = (int16_t)position;
    }
    return true;
}

static bool read_week_start(struct reader *r, struct str value)
{
    return read_weekday(r, value, &r->rule.week_start);
}

static const struct part {
    struct str name;
    bool (*read)(struct reader *r, struct str value);   /* NULL: known, not supported */
} parts[] = {
    {{"FREQ", 4}, read_freq},           {{"INTERVAL", 8}, read_interval},
    {{"COUNT", 5}, read_count},         {{"UNTIL", 5}, read_until},
    {{"BYDAY", 5}, read_by_day},        {{"BYMONTHDAY", 10}, read_by_month_day},
    {{"BYMONTH", 7}, read_by_month},    {{"BYSETPOS", 8}, read_by_set_pos},
    {{"WKST", 4}, read_week_start},     {{"BYSECOND", 8}, NULL},
    {{"BYMINUTE", 8}, NULL},            {{"BYHOUR", 6}, NULL},
    {{"BYYEARDAY", 9}, NULL},           {{"BYWEEKNO", 8}, NULL},
};
enum { PART_COUNT = sizeof(parts) / sizeof(parts[0]) };

static bool fail_unknown(struct reader *r, struct str name)
{
    struct str names[PART_COUNT], nearest;
    size_t count = 0;

    for (size_t i = 0; i < PART_COUNT; i++)
        if (parts[i].read)
            names[count++] = parts[i].name;
    FAIL(r, name, "'%.*s' is not a part of a recurrence rule", STR_ARG(name));
    nearest = diag_nearest(name, names, count);
    if (nearest.ptr)
        diag_hint(r->out, "did you mean %.*s?", STR_ARG(nearest));
    else
        diag_hint(r->out, "a rule reads FREQ=WEEKLY;INTERVAL=2;BYDAY=TH");
    return false;
}

/* One NAME=VALUE; *seen collects the parts that were there. */
static bool read_part(struct reader *r, struct str piece, unsigned *seen)
{
    const size_t equals = str_find_char(piece, '=');
    const struct str name = str_trim(str_slice(piece, 0, equals));
    const struct str value = str_trim(str_slice(piece, equals + 1, piece.len));

    for (size_t i = 0; i < PART_COUNT; i++) {
        if (!str_equal_nocase(name, parts[i].name))
            continue;
        if (equals == piece.len || value.len == 0)
            return FAIL(r, piece, "%.*s has no value", STR_ARG(parts[i].name));
        if (*seen >> i & 1)
            return FAIL(r, piece, "%.*s stands there twice", STR_ARG(parts[i].name));
        *seen |= 1u << i;
        if (parts[i].read)
            return parts[i].read(r, value);
        r->failed = true;
        return diag_error(r->out, "unsupported-recurrence", place_of(r, piece),
                          "%.*s is not supported", STR_ARG(parts[i].name));
    }
    return fail_unknown(r, name);
}

/* What RFC 5545 says about parts that do not go together. */
static bool check_parts(struct reader *r)
{
    const struct recur_rule *rule = &r->rule;
    const bool by_month_day = rule->month_days || rule->month_days_back;
    bool has_nth = false;

    for (uint32_t i = 0; i < rule->weekday_count; i++)
        has_nth = has_nth || rule->weekdays[i].nth != 0;
    if (rule->count && r->has_until)
        return FAIL(r, r->text, "COUNT and UNTIL exclude each other");
    if (rule->every == RECUR_EVERY_WEEK && by_month_day)
        return FAIL(r, r->text, "BYMONTHDAY does not go with FREQ=WEEKLY");
    if (rule->every < RECUR_EVERY_MONTH && has_nth)
        return FAIL(r, r->text, "a numbered weekday needs FREQ=MONTHLY or FREQ=YEARLY");
    if (rule->position_count && !by_month_day && !rule->weekday_count && !rule->months)
        return FAIL(r, r->text, "BYSETPOS needs another BY part to choose from");
    return true;
}

bool recur_parse(struct str text, struct place at, struct recur_rule *ret_rule,
                 struct diags *out)
{
    struct reader r = {
        .text = text,
        .at = at,
        .rule = {.interval = 1, .until = CIVIL_NONE},
        .out = out,
    };
    struct str rest = str_trim(text), piece;
    unsigned seen = 0;

    if (str_starts(rest, STR("RRULE:")))
        rest = str_slice(rest, 6, rest.len);
    while (str_split(&rest, ';', &piece))
        if (!str_is_empty(str_trim(piece)))
            read_part(&r, piece, &seen);
    if (!r.failed && !(seen & 1)) {
        FAIL(&r, text, "a recurrence rule says how often: FREQ is missing");
        diag_hint(out, "a rule reads FREQ=WEEKLY;INTERVAL=2;BYDAY=TH");
    }
    if (r.failed || !check_parts(&r))
        return false;
    *ret_rule = r.rule;
    return true;
}
