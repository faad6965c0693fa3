/* SPDX-License-Identifier: Apache-2.0 */
/* Field type when, and the texts of days and ranges of days. */
#include "core/plan/ops.h"

static bool no(struct fault *fault, const char *why)
{
    fault->why = why;
    return false;
}

static bool digits_to(struct str s, int *ret_value)
{
    int value = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (s.ptr[i] - '0');
    }
    *ret_value = value;
    return s.len > 0 && s.len < 6;
}

/* "2027-03" or "2027-Q1": its first and last month. */
static bool months_read(struct str s, int *ret_year, int *ret_first, int *ret_last,
                        enum grain *ret_grain)
{
    int month;

    if (s.len != 7 || s.ptr[4] != '-' || !digits_to(str_slice(s, 0, 4), ret_year) ||
        *ret_year < CIVIL_YEAR_FIRST || *ret_year > CIVIL_YEAR_LAST)
        return false;
    if (s.ptr[5] == 'Q' && s.ptr[6] >= '1' && s.ptr[6] <= '4') {
        *ret_first = 3 * (s.ptr[6] - '1') + 1;
        *ret_last = *ret_first + 2;
        *ret_grain = GRAIN_QUARTER;
        return true;
    }
    if (!digits_to(str_slice(s, 5, 7), &month) || month < 1 || month > 12)
        return false;
    *ret_first = *ret_last = month;
    *ret_grain = GRAIN_MONTH;
    return true;
}

static bool period_of(struct str s, int64_t *ret_from_day, int64_t *ret_to_day,
                      enum grain *ret_grain)
{
    int64_t instant;
    int year, first, last;
    bool has_time;

    if (months_read(s, &year, &first, &last, ret_grain)) {
        *ret_from_day = civil_day(year, first, 1);
        *ret_to_day = civil_day(year, last, civil_days_in_month(year, last));
        return true;
    }
    if (!civil_parse(s, &instant, &has_time) || has_time)
        return false;
    *ret_from_day = *ret_to_day = civil_day_of(instant);
    *ret_grain = GRAIN_DAY;
    return true;
}

bool period_read(struct str s, int64_t *ret_from_day, int64_t *ret_to_day)
{
    enum grain grain;

    return period_of(s, ret_from_day, ret_to_day, &grain);
}

static const char not_a_day[] = "it is not a day: YYYY-MM-DD, a day that exists, from 1900 to 2200";

bool day_range_read(struct str s, struct day_range *ret_range, struct fault *fault)
{
    const size_t dots = str_find(s, STR(".."));
    int64_t first_from, first_to, last_from, last_to;

    if (!period_read(str_trim(str_slice(s, 0, dots)), &first_from, &first_to))
        return no(fault, not_a_day);
    last_from = first_from;
    last_to = first_to;
    if (dots < s.len && !period_read(str_trim(str_slice(s, dots + 2, s.len)), &last_from, &last_to))
        return no(fault, not_a_day);
    if (last_to < first_from)
        return no(fault, "the range finishes before it starts");
    *ret_range = (struct day_range){first_from, last_to};
    return true;
}

void day_text(int64_t day, struct text *out)
{
    civil_print_date(out, day * CIVIL_DAY_S);
}

void day_range_text(int64_t from_day, int64_t to_day, struct text *out)
{
    day_text(from_day, out);
    if (to_day != from_day) {
        text_add(out, STR(".."));
        day_text(to_day, out);
    }
}

bool type_when_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    struct when when = {0};
    int64_t from_day, to_day;
    bool has_time;

    (void)field;
    if (period_of(s, &from_day, &to_day, &when.grain)) {
        when.instant = to_day * CIVIL_DAY_S;
    } else {
        if (!civil_parse(s, &when.instant, &has_time))
            return no(fault, "it is not a date: YYYY-MM-DD, with THH:MM for a time, YYYY-MM for a "
                             "month, YYYY-Q1 for a quarter; a day that exists, from 1900 to 2200");
        when.grain = GRAIN_MINUTE;
    }
    *(struct when *)ret_value = when;
    return true;
}

void type_when_text(const struct field *field, const void *value, struct text *out)
{
    const struct when *when = value;
    const struct civil_date date = civil_of_day(civil_day_of(when->instant));

    (void)field;
    switch (when->grain) {
    case GRAIN_QUARTER:
        text_addf(out, "%04d-Q%d", date.year, (date.month - 1) / 3 + 1);
        break;
    case GRAIN_MONTH:
        text_addf(out, "%04d-%02d", date.year, date.month);
        break;
    case GRAIN_DAY:
        civil_print_date(out, when->instant);
        break;
    case GRAIN_MINUTE:
        civil_print_instant(out, when->instant);
        if (when->instant % 60 == 0)
            out->len -= 3;      /* ":00" */
        break;
    }
}

bool type_when_equal(const struct field *field, const void *a, const void *b)
{
    const struct when *x = a, *y = b;

    (void)field;
    return x->instant == y->instant && x->grain == y->grain;
}

void type_when_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/when"));
}
