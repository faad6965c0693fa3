/* SPDX-License-Identifier: Apache-2.0 */
/* Field types exceptions and alternates: days with other hours, recurring ones, other weeks.
 *
 *   {date: 2026-12-23, hours: "09:00-12:00"}
 *   {from: 2026-12-24, to: 2027-01-01}                                  no work
 *   {from: 2026-01-01, to: 2030-12-31, repeats: yearly, month: 12, day: 24, hours: "09:00-12:00"}
 *   {from: 2026-01-01, repeats: monthly, nth: last, weekday: fri, every: 3, times: 8}
 *   {from: 2026-01-05, to: 2026-06-30, repeats: weekly, days: "mon,wed", hours: "10:00-14:00"}
 */
#include <string.h>

#include "core/base/arena.h"
#include "core/plan/ops.h"

enum { NTH_LAST = 5, PERIOD_CEILING = 10000, TIMES_CEILING = 1000000 };

static const char *const repeat_words[] = {"daily", "weekly", "monthly", "yearly"};

enum part {
    PART_DATE, PART_FROM, PART_TO, PART_HOURS, PART_REPEATS, PART_EVERY, PART_TIMES, PART_DAYS,
    PART_DAY, PART_NTH, PART_WEEKDAY, PART_MONTH, PART_WEEK_STARTS, PART_COUNT
};
static const char *const part_words[] = {"date",  "from", "to",  "hours", "repeats", "every",
                                         "times", "days", "day", "nth",   "weekday", "month",
                                         "week_starts"};

/* What was written of one exception. */
struct draft {
    struct str text[PART_COUNT];
    const struct node *node[PART_COUNT];
};

static bool take_parts(struct read_context *context, const struct field *field,
                       const struct node *node, struct draft *d)
{
    bool good = true;

    for (const struct node *item = node->first; item; item = item->next) {
        size_t part = 0;

        while (part < PART_COUNT && !name_is(part_words[part], item->name))
            part++;
        if (part == PART_COUNT) {
            struct str names[PART_COUNT];

            for (size_t i = 0; i < PART_COUNT; i++)
                names[i] = str_of(part_words[i]);
            good = unknown_key(context, "unknown-key", item, "an exception of a calendar", names,
                               PART_COUNT);
            continue;
        }
        d->node[part] = item;
        good = scalar_of(context, field, item, &d->text[part]) && good;
    }
    return good;
}

static bool number_part(struct read_context *context, const struct field *field,
                        const struct draft *d, enum part part, int64_t most, int64_t *ret_value)
{
    if (str_to_i64(d->text[part], ret_value) && *ret_value >= 1 && *ret_value <= most)
        return true;
    return bad_value(context, field, d->node[part], "`%s` is a whole number from 1 to %d",
                     part_words[part], (int)most);
}

static bool days_of(struct read_context *context, const struct field *field,
                    const struct node *node, const struct draft *d, struct calendar_exception *e)
{
    int64_t to;

    if (d->node[PART_DATE]) {
        if (d->node[PART_FROM] || d->node[PART_TO])
            return bad_value(context, field, node, "give `date`, or `from` and `to`, not both");
        if (!period_read(d->text[PART_DATE], &e->from_day, &e->to_day))
            return bad_value(context, field, d->node[PART_DATE], "`date` is not a day");
        return true;
    }
    if (!d->node[PART_FROM])
        return bad_value(context, field, node, "`date` or `from` is missing");
    if (!period_read(d->text[PART_FROM], &e->from_day, &to))
        return bad_value(context, field, d->node[PART_FROM], "`from` is not a day");
    e->to_day = d->node[PART_REPEATS] ? civil_day(CIVIL_YEAR_LAST, 12, 31) : to;
    if (d->node[PART_TO] && !period_read(d->text[PART_TO], &to, &e->to_day))
        return bad_value(context, field, d->node[PART_TO], "`to` is not a day");
    if (e->to_day < e->from_day)
        return bad_value(context, field, node, "it finishes before it starts");
    return true;
}

/* The nth weekday of a month, or a day of it. */
static bool month_part(struct read_context *context, const struct field *field,
                       const struct draft *d, struct calendar_exception *e, bool *ret_nth)
{
    int64_t value;

    *ret_nth = d->node[PART_NTH] != NULL;
    if (*ret_nth) {
        if (!d->node[PART_WEEKDAY])
            return bad_value(context, field, d->node[PART_NTH], "`nth` needs a `weekday`");
        if (name_is("last", d->text[PART_NTH]))
            e->nth = NTH_LAST;
        else if (str_to_i64(d->text[PART_NTH], &value) && value >= 1 && value <= 4)
            e->nth = (uint8_t)value;
        else
            return bad_value(context, field, d->node[PART_NTH], "`nth` is 1, 2, 3, 4 or last");
        if (weekday_read(d->text[PART_WEEKDAY]) < 0)
            return bad_value(context, field, d->node[PART_WEEKDAY],
                             "`weekday` is mon, tue, wed, thu, fri, sat or sun");
        e->weekday = (uint8_t)weekday_read(d->text[PART_WEEKDAY]);
        return true;
    }
    if (d->node[PART_DAY]) {
        if (!number_part(context, field, d, PART_DAY, 31, &value))
            return false;
        e->month_day = (uint8_t)value;
    } else {
        e->month_day = (uint8_t)civil_of_day(e->from_day).day;
    }
    return true;
}

static bool recurrence(struct read_context *context, const struct field *field,
                       const struct draft *d, struct calendar_exception *e)
{
    struct fault fault = {0};
    int repeats = 0;
    int64_t value;
    bool nth;

    while (repeats < 4 && !name_is(repeat_words[repeats], d->text[PART_REPEATS]))
        repeats++;
    switch (repeats) {
    case 0:
        e->recurs = RECUR_DAILY;
        break;
    case 1:
        e->recurs = RECUR_WEEKLY;
        e->weekdays = (uint8_t)(1u << civil_weekday(e->from_day));
        if (d->node[PART_DAYS] && !weekdays_read(d->text[PART_DAYS], &e->weekdays, &fault))
            return bad_value(context, field, d->node[PART_DAYS], "%s", fault.why);
        if (d->node[PART_WEEK_STARTS]) {
            if (weekday_read(d->text[PART_WEEK_STARTS]) < 0)
                return bad_value(context, field, d->node[PART_WEEK_STARTS],
                                 "`week_starts` is mon, tue, wed, thu, fri, sat or sun");
            e->week_start = (uint8_t)weekday_read(d->text[PART_WEEK_STARTS]);
        }
        break;
    case 2:
        if (!month_part(context, field, d, e, &nth))
            return false;
        e->recurs = nth ? RECUR_MONTHLY_NTH : RECUR_MONTHLY_DAY;
        break;
    case 3:
        if (!month_part(context, field, d, e, &nth))
            return false;
        e->recurs = nth ? RECUR_YEARLY_NTH : RECUR_YEARLY_DATE;
        e->month = (uint8_t)civil_of_day(e->from_day).month;
        if (d->node[PART_MONTH]) {
            if (!number_part(context, field, d, PART_MONTH, 12, &value))
                return false;
            e->month = (uint8_t)value;
        }
        break;
    default:
        return bad_value(context, field, d->node[PART_REPEATS],
                         "`repeats` is daily, weekly, monthly or yearly");
    }
    e->period = 1;
    if (d->node[PART_EVERY]) {
        if (!number_part(context, field, d, PART_EVERY, PERIOD_CEILING, &value))
            return false;
        e->period = (uint32_t)value;
    }
    if (d->node[PART_TIMES]) {
        if (!number_part(context, field, d, PART_TIMES, TIMES_CEILING, &value))
            return false;
        e->occurrences = (uint32_t)value;
    }
    return true;
}

/* Parts that another kind of recurrence uses are a mistake, not a comment. */
static bool no_stray_parts(struct read_context *context, const struct field *field,
                           const struct draft *d, enum recurrence_kind recurs)
{
    static const unsigned month = 1u << PART_DAY | 1u << PART_NTH | 1u << PART_WEEKDAY;
    unsigned allowed = 1u << PART_DATE | 1u << PART_FROM | 1u << PART_TO | 1u << PART_HOURS;

    if (recurs != RECUR_NONE)
        allowed |= 1u << PART_REPEATS | 1u << PART_EVERY | 1u << PART_TIMES;
    if (recurs == RECUR_WEEKLY)
        allowed |= 1u << PART_DAYS | 1u << PART_WEEK_STARTS;
    if (recurs >= RECUR_MONTHLY_DAY)
        allowed |= month;
    if (recurs >= RECUR_YEARLY_DATE)
        allowed |= 1u << PART_MONTH;
    for (int part = 0; part < PART_COUNT; part++)
        if (d->node[part] && !(allowed & (1u << part)))
            return bad_value(context, field, d->node[part], "`%s` does not go with %s",
                             part_words[part],
                             recurs == RECUR_NONE ? "a day that does not repeat"
                                                  : "this way of repeating");
    if (d->node[PART_NTH] && d->node[PART_DAY])
        return bad_value(context, field, d->node[PART_NTH], "give `day`, or `nth` and `weekday`");
    return true;
}

static bool exception_read(struct read_context *context, const struct field *field,
                           const struct node *node, struct calendar_exception *e)
{
    struct draft d = {0};
    struct fault fault = {0};

    if (node->kind == NODE_SCALAR) {
        struct day_range range;

        if (!day_range_read(str_trim(node->text), &range, &fault))
            return bad_value(context, field, node, "%s", fault.why);
        *e = (struct calendar_exception){.from_day = range.from_day, .to_day = range.to_day,
                                         .work = {.given = true}, .at = node->at};
        return true;
    }
    *e = (struct calendar_exception){.work = {.given = true}, .at = node->at};
    if (!map_of(context, field, node) || !take_parts(context, field, node, &d) ||
        !days_of(context, field, node, &d, e))
        return false;
    if (d.node[PART_REPEATS] && !recurrence(context, field, &d, e))
        return false;
    if (!no_stray_parts(context, field, &d, e->recurs))
        return false;
    if (d.node[PART_HOURS] &&
        !shifts_read(d.text[PART_HOURS], context->owner, &e->work, &fault))
        return bad_value(context, field, d.node[PART_HOURS], "%s", fault.why);
    return true;
}

bool type_exceptions_parse(struct read_context *context, const struct field *field,
                           const struct node *node, void *ret_value)
{
    struct calendar_exception *items;
    size_t n = 0;

    if (node->kind != NODE_LIST)
        return bad_value(context, field, node, "a list is wanted");
    items = ARENA_ARRAY(context->owner, struct calendar_exception, node->count + 1);
    for (const struct node *item = node->first; item; item = item->next)
        if (exception_read(context, field, item, &items[n]))
            n++;
    *(struct exceptions *)ret_value = (struct exceptions){items, n};
    return n == node->count;
}

static void key_day(struct writer *w, const char *key, int64_t day)
{
    char room[LINE_ROOM];
    struct text text = {.ptr = room, .capacity = sizeof(room)};

    day_text(day, &text);
    writer_key(w, str_of(key));
    write_scalar_text(w, text_str(&text));
}

static void month_print(const struct calendar_exception *e, struct writer *w)
{
    if (e->recurs == RECUR_YEARLY_DATE || e->recurs == RECUR_YEARLY_NTH)
        writer_key_i64(w, "month", e->month);
    if (e->recurs == RECUR_MONTHLY_DAY || e->recurs == RECUR_YEARLY_DATE) {
        writer_key_i64(w, "day", e->month_day);
        return;
    }
    if (e->nth == NTH_LAST)
        writer_key_text(w, "nth", STR("last"));
    else
        writer_key_i64(w, "nth", e->nth);
    writer_key_text(w, "weekday", str_of(weekday_word(e->weekday)));
}

static void recurrence_print(const struct calendar_exception *e, struct writer *w)
{
    const char *word = e->recurs == RECUR_DAILY             ? "daily"
                       : e->recurs == RECUR_WEEKLY          ? "weekly"
                       : e->recurs <= RECUR_MONTHLY_NTH     ? "monthly"
                                                            : "yearly";

    writer_key_text(w, "repeats", str_of(word));
    if (e->recurs == RECUR_WEEKLY) {
        char room[LINE_ROOM];
        struct text text = {.ptr = room, .capacity = sizeof(room)};

        weekdays_text(e->weekdays, &text);
        writer_key_text(w, "days", text_str(&text));
        if (e->week_start > 0)
            writer_key_text(w, "week_starts", str_of(weekday_word(e->week_start)));
    } else if (e->recurs != RECUR_DAILY) {
        month_print(e, w);
    }
    if (e->period > 1)
        writer_key_i64(w, "every", e->period);
    if (e->occurrences > 0)
        writer_key_i64(w, "times", e->occurrences);
}

void type_exceptions_print(const struct field *field, const void *value, struct writer *w)
{
    const struct exceptions *v = value;

    (void)field;
    writer_list_begin(w, false);
    for (size_t i = 0; i < v->count; i++) {
        const struct calendar_exception *e = &v->items[i];

        writer_map_begin(w, true);
        if (e->recurs == RECUR_NONE && e->from_day == e->to_day) {
            key_day(w, "date", e->from_day);
        } else {
            key_day(w, "from", e->from_day);
            key_day(w, "to", e->to_day);
        }
        if (e->recurs != RECUR_NONE)
            recurrence_print(e, w);
        if (e->work.count > 0) {
            writer_key(w, STR("hours"));
            shifts_print(&e->work, w);
        }
        writer_map_end(w);
    }
    writer_list_end(w);
}

static uint32_t period_of(const struct calendar_exception *e)
{
    return e->period ? e->period : 1;
}

/* Only what the kind of recurrence uses counts. */
static bool exception_equal(const struct calendar_exception *a, const struct calendar_exception *b)
{
    if (a->from_day != b->from_day || a->to_day != b->to_day || a->recurs != b->recurs ||
        !shifts_equal(&a->work, &b->work))
        return false;
    if (a->recurs == RECUR_NONE)
        return true;
    if (period_of(a) != period_of(b) || a->occurrences != b->occurrences)
        return false;
    switch (a->recurs) {
    case RECUR_WEEKLY:
        return a->weekdays == b->weekdays && a->week_start == b->week_start;
    case RECUR_MONTHLY_DAY:
        return a->month_day == b->month_day;
    case RECUR_MONTHLY_NTH:
        return a->nth == b->nth && a->weekday == b->weekday;
    case RECUR_YEARLY_DATE:
        return a->month == b->month && a->month_day == b->month_day;
    case RECUR_YEARLY_NTH:
        return a->month == b->month && a->nth == b->nth && a->weekday == b->weekday;
    default:
        return true;
    }
}

bool type_exceptions_equal(const struct field *field, const void *a, const void *b)
{
    const struct exceptions *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!exception_equal(&x->items[i], &y->items[i]))
            return false;
    return true;
}

void type_exceptions_copy(const struct field *field, const void *value, struct arena *owner,
                          void *ret_value)
{
    const struct exceptions *v = value;
    struct calendar_exception *items = array_copy(owner, v->items, v->count, sizeof(*v->items));

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        items[i].work = shifts_copy(&items[i].work, owner);
    *(struct exceptions *)ret_value = (struct exceptions){items, v->count};
}

void type_exceptions_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("array"));
    writer_key(w, STR("items"));
    writer_map_begin(w, true);
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/calendar_exception"));
    writer_map_end(w);
}

/* --- alternates ------------------------------------------------------------------------ */

static bool alternate_read(struct read_context *context, const struct field *field,
                           const struct node *node, struct calendar_alternate *a)
{
    static const char *const words[] = {"from", "to", "week"};
    const struct node *parts[3] = {NULL};
    struct str from, to;
    struct week week;
    int64_t unused;
    bool good = map_of(context, field, node);

    for (const struct node *item = good ? node->first : NULL; item; item = item->next) {
        size_t part = 0;

        while (part < 3 && !name_is(words[part], item->name))
            part++;
        if (part == 3)
            good = unknown_key(context, "unknown-key", item, "an alternate week",
                               (const struct str[3]){STR("from"), STR("to"), STR("week")}, 3);
        else
            parts[part] = item;
    }
    if (!good)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (!parts[i])
            return bad_value(context, field, node, "`%s` is missing", words[i]);
    if (!scalar_of(context, field, parts[0], &from) || !scalar_of(context, field, parts[1], &to) ||
        !type_week_parse(context, field, parts[2], &week))
        return false;
    if (!period_read(from, &a->from_day, &unused) || !period_read(to, &unused, &a->to_day))
        return bad_value(context, field, node, "`from` and `to` are days");
    if (a->to_day < a->from_day)
        return bad_value(context, field, node, "it finishes before it starts");
    memcpy(a->week, week.day, sizeof(a->week));
    a->at = node->at;
    return true;
}

bool type_alternates_parse(struct read_context *context, const struct field *field,
                           const struct node *node, void *ret_value)
{
    struct calendar_alternate *items;
    size_t n = 0;

    if (node->kind != NODE_LIST)
        return bad_value(context, field, node, "a list is wanted");
    items = ARENA_ARRAY(context->owner, struct calendar_alternate, node->count + 1);
    for (const struct node *item = node->first; item; item = item->next)
        if (alternate_read(context, field, item, &items[n]))
            n++;
    *(struct alternates *)ret_value = (struct alternates){items, n};
    return n == node->count;
}

static struct week week_of(const struct calendar_alternate *a)
{
    struct week week;

    memcpy(week.day, a->week, sizeof(week.day));
    return week;
}

void type_alternates_print(const struct field *field, const void *value, struct writer *w)
{
    const struct alternates *v = value;

    writer_list_begin(w, false);
    for (size_t i = 0; i < v->count; i++) {
        const struct week week = week_of(&v->items[i]);

        writer_map_begin(w, true);
        key_day(w, "from", v->items[i].from_day);
        key_day(w, "to", v->items[i].to_day);
        writer_key(w, STR("week"));
        type_week_print(field, &week, w);
        writer_map_end(w);
    }
    writer_list_end(w);
}

bool type_alternates_equal(const struct field *field, const void *a, const void *b)
{
    const struct alternates *x = a, *y = b;

    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++) {
        const struct week one = week_of(&x->items[i]), other = week_of(&y->items[i]);

        if (x->items[i].from_day != y->items[i].from_day ||
            x->items[i].to_day != y->items[i].to_day || !type_week_equal(field, &one, &other))
            return false;
    }
    return true;
}

void type_alternates_copy(const struct field *field, const void *value, struct arena *owner,
                          void *ret_value)
{
    const struct alternates *v = value;
    struct calendar_alternate *items = array_copy(owner, v->items, v->count, sizeof(*v->items));

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        for (int day = 0; day < 7; day++)
            items[i].week[day] = shifts_copy(&items[i].week[day], owner);
    *(struct alternates *)ret_value = (struct alternates){items, v->count};
}

void type_alternates_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key_text(w, "type", STR("array"));
    writer_key(w, STR("items"));
    writer_map_begin(w, true);
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/alternate_week"));
    writer_map_end(w);
}
