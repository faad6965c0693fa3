/* SPDX-License-Identifier: Apache-2.0 */
/* Field type span, and the arithmetic of spans. */
#include "core/plan/ops.h"

/* A million weeks: far past every calendar; any unit's thousandths of it stay below overflow. */
#define SPAN_CEILING_S (INT64_C(1000000) * 7 * CIVIL_DAY_S)
#define SPAN_CEILING_MILLI INT64_C(1000000000000000)

static bool no(struct fault *fault, const char *why)
{
    fault->why = why;
    return false;
}

static const char span_units[] = "smhdw";

static int unit_rank(char unit)
{
    for (int i = 0; span_units[i]; i++)
        if (span_units[i] == unit)
            return i;
    return -1;
}

/* "1.5d", "3ed": digits, a point, digits, an e where it is elapsed, a unit. */
static bool part_read(struct str s, int64_t *ret_milli, char *ret_unit, bool *ret_elapsed,
                      struct fault *fault)
{
    struct str number;
    size_t point;
    bool elapsed;

    if (s.len < 2 || unit_rank(s.ptr[s.len - 1]) < 0 || s.ptr[0] == '+' || s.ptr[0] == '-')
        return no(fault, "a span is a number and a unit: w, d, h, m or s of working time, ew, "
                         "ed... of elapsed time");
    elapsed = s.ptr[s.len - 2] == 'e';
    number = str_slice(s, 0, s.len - (elapsed ? 2 : 1));
    point = str_find_char(number, '.');
    if (point < number.len && number.len - point - 1 > 3)
        return no(fault, "a span has three decimals at most");
    if (!str_to_fixed(number, 3, ret_milli))
        return no(fault, "a span is a number and a unit, without a blank between: 3w, 1.5d, 4h");
    if (*ret_milli > SPAN_CEILING_MILLI)
        return no(fault, "the span is too long");
    *ret_unit = s.ptr[s.len - 1];
    *ret_elapsed = elapsed;
    return true;
}

/* The span most often written: a whole number of up to five digits and its unit. */
static bool plain_read(struct str s, struct span *ret_span)
{
    int64_t number = 0;
    size_t i = 0;

    if (s.len < 2 || s.len > 6 || unit_rank(s.ptr[s.len - 1]) < 0)
        return false;
    for (; i < s.len - 1 && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        number = number * 10 + (s.ptr[i] - '0');
    if (i < s.len - 1)
        return false;
    *ret_span = (struct span){.milli = number * 1000, .unit = s.ptr[s.len - 1]};
    return true;
}

bool span_read(struct str s, struct span *ret_span, struct fault *fault)
{
    const bool negative = s.len > 0 && s.ptr[0] == '-';
    struct str rest = s.len > 0 && (negative || s.ptr[0] == '+') ? str_slice(s, 1, s.len) : s;
    struct span span = {0};
    struct str word;
    bool elapsed;

    if (plain_read(s, ret_span))
        return true;
    if (!next_word(&rest, &word))
        return no(fault, "there is no span");
    if (!part_read(word, &span.milli, &span.unit, &span.elapsed, fault))
        return false;
    if (next_word(&rest, &word)) {
        if (!part_read(word, &span.and_milli, &span.and_unit, &elapsed, fault))
            return false;
        if (elapsed != span.elapsed)
            return no(fault, "working and elapsed time do not mix in one span");
        if (unit_rank(span.and_unit) >= unit_rank(span.unit))
            return no(fault, "the second unit of a span is smaller than the first: 1w 3d");
        if (next_word(&rest, &word))
            return no(fault, "a span has two units at most");
    }
    if (span_nominal_s(&span) > SPAN_CEILING_S)
        return no(fault, "the span is too long");
    if (negative) {
        span.milli = -span.milli;
        span.and_milli = -span.and_milli;
    }
    *ret_span = span;
    return true;
}

static int64_t size_of(int64_t value)
{
    return value < 0 ? -value : value;
}

static void part_text(int64_t milli, char unit, bool elapsed, struct text *out)
{
    text_add_fixed(out, size_of(milli), 3, 0);
    if (elapsed)
        text_add_char(out, 'e');
    text_add_char(out, unit ? unit : 's');
}

void span_text(const struct span *s, struct text *out)
{
    if (s->milli < 0 || s->and_milli < 0)
        text_add_char(out, '-');
    part_text(s->milli, s->unit, s->elapsed, out);
    if (s->and_unit) {
        text_add_char(out, ' ');
        part_text(s->and_milli, s->and_unit, s->elapsed, out);
    }
}

bool span_equal(const struct span *a, const struct span *b)
{
    return a->milli == b->milli && a->and_milli == b->and_milli && a->unit == b->unit &&
           a->and_unit == b->and_unit && a->elapsed == b->elapsed;
}

/* Thousandths of a unit in whole seconds, half away from zero. */
static int64_t part_seconds(int64_t milli, int64_t unit_s)
{
    const int64_t whole = milli / 1000, part = milli % 1000 * unit_s;

    return whole * unit_s + (part + (part < 0 ? -500 : 500)) / 1000;
}

static int64_t unit_seconds(char unit, int64_t day_s, int64_t week_s)
{
    switch (unit) {
    case 'w':
        return week_s;
    case 'd':
        return day_s;
    case 'h':
        return 3600;
    case 'm':
        return 60;
    default:
        return 1;
    }
}

static int64_t seconds_by(const struct span *s, int64_t day_s, int64_t week_s)
{
    if (s->elapsed) {
        day_s = CIVIL_DAY_S;
        week_s = 7 * CIVIL_DAY_S;
    }
    return part_seconds(s->milli, unit_seconds(s->unit, day_s, week_s)) +
           part_seconds(s->and_milli, unit_seconds(s->and_unit, day_s, week_s));
}

int64_t span_nominal_s(const struct span *s)
{
    return seconds_by(s, 8 * 3600, 40 * 3600);
}

int64_t span_seconds(const struct span *s, const struct calendar *c)
{
    return seconds_by(s, calendar_usual_day_s(c), calendar_usual_week_s(c));
}

bool type_span_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    struct span span;

    if (!span_read(s, &span, fault))
        return false;
    if (span.milli < 0 && !(field->flags & FIELD_SIGNED))
        return no(fault, "it cannot be below zero");
    *(struct span *)ret_value = span;
    return true;
}

void type_span_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    span_text(value, out);
}

bool type_span_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return span_equal(a, b);
}

void type_span_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/span"));
}
