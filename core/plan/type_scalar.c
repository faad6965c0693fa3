/* SPDX-License-Identifier: Apache-2.0 */
/* Field types of one plain value: text, flag, count, amount, percent, money, choice, ref,
 * rate, rrule. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

/* Money is in hundredths. The ceiling leaves room to add up a hundred thousand amounts. */
#define MONEY_CEILING INT64_C(10000000000000)   /* a hundred thousand million */
#define COUNT_CEILING INT64_C(1000000000000)

static bool no(struct fault *fault, const char *why)
{
    fault->why = why;
    return false;
}

static void string_schema(struct writer *w, const char *pattern)
{
    writer_key_text(w, "type", STR("string"));
    if (pattern)
        writer_key_text(w, "pattern", str_of(pattern));
}

/* A number may be written plain, so an editor sees a number. */
static void number_or_string(struct writer *w, const char *pattern)
{
    writer_key(w, STR("type"));
    writer_list_begin(w, true);
    writer_text(w, STR("string"));
    writer_text(w, STR("number"));
    writer_list_end(w);
    writer_key_text(w, "pattern", str_of(pattern));
}

/* --- text ------------------------------------------------------------------------------ */

bool type_text_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    (void)field;
    (void)fault;
    *(struct str *)ret_value = s;
    return true;
}

void type_text_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    text_add(out, *(const struct str *)value);
}

bool type_text_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return str_equal(*(const struct str *)a, *(const struct str *)b);
}

void type_text_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key(w, STR("type"));
    writer_list_begin(w, true);
    writer_text(w, STR("string"));
    writer_text(w, STR("number"));
    writer_text(w, STR("boolean"));
    writer_list_end(w);
}

/* --- flag ------------------------------------------------------------------------------ */

bool type_flag_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    (void)field;
    if (!name_is("true", s) && !name_is("false", s))
        return no(fault, "it is true or false");
    *(bool *)ret_value = name_is("true", s);
    return true;
}

void type_flag_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    text_add(out, *(const bool *)value ? STR("true") : STR("false"));
}

bool type_flag_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return *(const bool *)a == *(const bool *)b;
}

void type_flag_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("boolean"));
}

/* --- count, amount --------------------------------------------------------------------- */

bool type_count_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    int64_t value;

    (void)field;
    if (!str_to_i64(s, &value) || value < 0 || value > COUNT_CEILING)
        return no(fault, "it is a whole number, zero or more");
    *(int64_t *)ret_value = value;
    return true;
}

void type_count_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    text_add_i64(out, *(const int64_t *)value);
}

bool type_count_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return *(const int64_t *)a == *(const int64_t *)b;
}

void type_count_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("integer"));
    writer_key_i64(w, "minimum", 0);
}

bool type_amount_read(const struct field *field, struct str s, void *ret_value,
                      struct fault *fault)
{
    int64_t value;

    (void)field;
    if (!str_to_fixed(s, 6, &value) || value < 0 || value > COUNT_CEILING)
        return no(fault, "it is a number, zero or more");
    *(int64_t *)ret_value = value;
    return true;
}

void type_amount_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    text_add_fixed(out, *(const int64_t *)value, 6, 0);
}

bool type_amount_equal(const struct field *field, const void *a, const void *b)
{
    return type_count_equal(field, a, b);
}

void type_amount_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("number"));
    writer_key_i64(w, "minimum", 0);
}

/* --- percent --------------------------------------------------------------------------- */

bool type_percent_read(const struct field *field, struct str s, void *ret_value,
                       struct fault *fault)
{
    const int64_t whole = 1000000, most = field->flags & FIELD_ABOVE_ONE ? 2000 * whole : whole;
    int64_t value;

    if (s.len == 0 || s.ptr[s.len - 1] != '%')
        return no(fault, "a share needs its % sign (0.7 may mean 0.7% or 70%)");
    if (!str_to_fixed(str_trim(str_slice(s, 0, s.len - 1)), 4, &value))
        return no(fault, "it is not a number with a % sign");
    if (value < 0)
        return no(fault, "a share cannot be below 0%");
    if (value > most)
        return no(fault, most == whole ? "a share cannot be above 100%" : "it is too large");
    *(int32_t *)ret_value = (int32_t)value;
    return true;
}

void type_percent_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    text_add_fixed(out, *(const int32_t *)value, 4, 0);
    text_add_char(out, '%');
}

bool type_percent_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return *(const int32_t *)a == *(const int32_t *)b;
}

void type_percent_schema(const struct field *field, struct writer *w)
{
    (void)field;
    string_schema(w, "^[0-9]+(\\.[0-9]+)? ?%$");
}

/* --- money ----------------------------------------------------------------------------- */

bool money_read(struct str s, int64_t *ret_minor, struct fault *fault)
{
    const char suffix = s.len > 0 ? s.ptr[s.len - 1] : '\0';
    const int decimals = suffix == 'k' ? 5 : suffix == 'M' ? 8 : 2;
    const struct str number = decimals > 2 ? str_slice(s, 0, s.len - 1) : s;
    const size_t point = str_find_char(number, '.');
    int64_t value;

    if (str_find_char(s, ',') < s.len)
        return no(fault, "write an amount without commas");
    if (point < number.len && number.len - point - 1 > (size_t)decimals)
        return no(fault, "an amount has two decimals at most");
    if (!str_to_fixed(number, decimals, &value))
        return no(fault, "it is not an amount: a number, with k or M for thousands or millions, "
                         "in the program's currency");
    if (value > MONEY_CEILING || value < -MONEY_CEILING)
        return no(fault, "the amount is too large");
    *ret_minor = value;
    return true;
}

void money_text(int64_t minor, struct text *out)
{
    const int64_t size = minor < 0 ? -minor : minor;

    if (size >= 100000000 && size % 1000000 == 0) {
        text_add_fixed(out, minor, 8, 0);
        text_add_char(out, 'M');
    } else if (size >= 100000 && size % 100000 == 0) {
        text_add_fixed(out, minor, 5, 0);
        text_add_char(out, 'k');
    } else {
        text_add_fixed(out, minor, 2, size % 100 ? 2 : 0);
    }
}

bool type_money_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    int64_t minor;

    (void)field;
    if (!money_read(s, &minor, fault))
        return false;
    if (minor < 0)
        return no(fault, "an amount cannot be below zero");
    *(int64_t *)ret_value = minor;
    return true;
}

void type_money_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    money_text(*(const int64_t *)value, out);
}

bool type_money_equal(const struct field *field, const void *a, const void *b)
{
    return type_count_equal(field, a, b);
}

void type_money_schema(const struct field *field, struct writer *w)
{
    (void)field;
    number_or_string(w, "^[0-9]+(\\.[0-9]+)?[kM]?$");
}

/* --- rate ------------------------------------------------------------------------------ */

bool type_rate_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    struct rate *rate = ret_value;
    struct str number, per, unit, rest = s;

    (void)field;
    if (!next_word(&rest, &number) || !next_word(&rest, &per) || !next_word(&rest, &unit) ||
        !name_is("per", per) || str_trim(rest).len > 0)
        return no(fault, "it is an amount per person-hour, person-day or person-week");
    if (!money_read(number, &rate->minor, fault))
        return false;
    if (rate->minor < 0)
        return no(fault, "a rate cannot be below zero");
    if (!name_is("person-hour", unit) && !name_is("person-day", unit) &&
        !name_is("person-week", unit))
        return no(fault, "it is per person-hour, person-day or person-week");
    rate->unit = unit.ptr[7];
    return true;
}

void type_rate_text(const struct field *field, const void *value, struct text *out)
{
    const struct rate *rate = value;

    (void)field;
    money_text(rate->minor, out);
    text_add(out, rate->unit == 'h'   ? STR(" per person-hour")
                  : rate->unit == 'd' ? STR(" per person-day")
                                      : STR(" per person-week"));
}

bool type_rate_equal(const struct field *field, const void *a, const void *b)
{
    const struct rate *x = a, *y = b;

    (void)field;
    return x->minor == y->minor && x->unit == y->unit;
}

void type_rate_schema(const struct field *field, struct writer *w)
{
    (void)field;
    string_schema(w, "^[0-9]+(\\.[0-9]+)?[kM]? per person-(hour|day|week)$");
}

/* --- choice ---------------------------------------------------------------------------- */

bool type_choice_read(const struct field *field, struct str s, void *ret_value,
                      struct fault *fault)
{
    const struct choice_list *list = field->choices;
    unsigned nearest = UINT32_MAX;

    for (unsigned i = 0; i < list->count; i++) {
        const struct str word = str_of(list->words[i]);
        const unsigned distance = str_distance(word, s, 3);

        if (distance == 0) {
            *(uint32_t *)ret_value = i;
            return true;
        }
        if (distance <= 3 && distance < word.len && distance < nearest) {
            nearest = distance;
            fault->near = word;
        }
    }
    return no(fault, "it is none of the words allowed");
}

void type_choice_text(const struct field *field, const void *value, struct text *out)
{
    text_add(out, str_of(field->choices->words[*(const uint32_t *)value]));
}

bool type_choice_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return *(const uint32_t *)a == *(const uint32_t *)b;
}

void type_choice_schema(const struct field *field, struct writer *w)
{
    writer_key(w, STR("enum"));
    writer_list_begin(w, true);
    for (unsigned i = 0; i < field->choices->count; i++)
        writer_text(w, str_of(field->choices->words[i]));
    writer_list_end(w);
}

/* --- ref ------------------------------------------------------------------------------- */

bool type_ref_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    (void)field;
    if (!is_id(s))
        return no(fault, "an id has letters, digits, - and _ only, starts with a letter or a "
                         "digit, and has 120 bytes at most");
    *(struct ref *)ret_value = (struct ref){.id = s, .object = OBJECT_NONE};
    return true;
}

void type_ref_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    text_add(out, ((const struct ref *)value)->id);
}

bool type_ref_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return str_equal(((const struct ref *)a)->id, ((const struct ref *)b)->id);
}

void type_ref_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/id"));
}

/* --- rrule ----------------------------------------------------------------------------- */

static const char *const rrule_frequencies[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
static const char *const rrule_parts[] = {"FREQ",     "INTERVAL", "COUNT", "UNTIL",
                                          "BYDAY",    "BYMONTH",  "BYMONTHDAY",
                                          "BYSETPOS", "WKST"};

static bool one_of(const char *const *words, size_t count, struct str s)
{
    for (size_t i = 0; i < count; i++)
        if (name_is(words[i], s))
            return true;
    return false;
}

/* The shape only: NAME=VALUE;... with a frequency. What the parts mean is the calendar's. */
bool type_rrule_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    struct str rest = s, part;
    bool frequency = false;

    (void)field;
    while (str_split(&rest, ';', &part)) {
        const size_t equals = str_find_char(part, '=');
        const struct str name = str_slice(part, 0, equals);
        const struct str value = str_slice(part, equals + 1, part.len);

        if (value.len == 0)
            return no(fault, "every part of a recurrence rule is NAME=VALUE, parted by ;");
        if (!one_of(rrule_parts, sizeof(rrule_parts) / sizeof(rrule_parts[0]), name))
            return no(fault, "a part of the rule is not known: FREQ, INTERVAL, COUNT, UNTIL, "
                             "BYDAY, BYMONTH, BYMONTHDAY, BYSETPOS and WKST are");
        if (name_is("FREQ", name)) {
            if (!one_of(rrule_frequencies, 4, value))
                return no(fault, "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY");
            frequency = true;
        }
    }
    if (!frequency)
        return no(fault, "a recurrence rule needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY");
    *(struct str *)ret_value = s;
    return true;
}

void type_rrule_text(const struct field *field, const void *value, struct text *out)
{
    type_text_text(field, value, out);
}

bool type_rrule_equal(const struct field *field, const void *a, const void *b)
{
    return type_text_equal(field, a, b);
}

void type_rrule_schema(const struct field *field, struct writer *w)
{
    (void)field;
    string_schema(w, "FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)");
}
