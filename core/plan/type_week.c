/* SPDX-License-Identifier: Apache-2.0 */
/* Field type week, and the texts of shifts and weekdays that the calendar types share. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

static const char *const day_words[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

int weekday_read(struct str s)
{
    for (int i = 0; i < 7; i++)
        if (name_is(day_words[i], s))
            return i;
    return -1;
}

const char *weekday_word(int day)
{
    return day_words[day];
}

/* "mon", "mon-fri", "sat-mon", "tue,thu": bit 0 is Monday. */
bool weekdays_read(struct str s, uint8_t *ret_days, struct fault *fault)
{
    struct str rest = s, piece;
    unsigned days = 0;

    while (str_split(&rest, ',', &piece)) {
        const size_t dash = str_find_char(piece, '-');
        const int from = weekday_read(str_trim(str_slice(piece, 0, dash)));
        const struct str last = str_trim(str_slice(piece, dash + 1, piece.len));
        const int to = dash < piece.len ? weekday_read(last) : from;

        if (from < 0 || to < 0) {
            fault->why = "weekdays are mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, "
                         "and lists such as tue,thu";
            return false;
        }
        for (int day = from;; day = (day + 1) % 7) {
            days |= 1u << day;
            if (day == to)
                break;
        }
    }
    *ret_days = (uint8_t)days;
    return days != 0;
}

void weekdays_text(unsigned days, struct text *out)
{
    bool first = true;

    for (int from = 0; from < 7; from++) {
        int to = from;

        if (!(days & (1u << from)))
            continue;
        while (to < 6 && days & (1u << (to + 1)))
            to++;
        if (!first)
            text_add_char(out, ',');
        first = false;
        text_add(out, str_of(day_words[from]));
        if (to > from) {
            text_add_char(out, '-');
            text_add(out, str_of(day_words[to]));
        }
        from = to;
    }
}

/* "09:00" or "09:00:30", up to 24:00. */
static bool clock_read(struct str s, int32_t *ret_s)
{
    static const int64_t most[3] = {24, 59, 59};
    struct str rest = s, piece;
    int64_t part, total = 0;
    int n = 0;

    while (str_split(&rest, ':', &piece)) {
        if (n == 3 || piece.len != 2 || piece.ptr[0] < '0' || piece.ptr[0] > '9' ||
            !str_to_i64(piece, &part) || part < 0 || part > most[n])
            return false;
        total = total * 60 + part;
        n++;
    }
    if (n < 2)
        return false;
    total *= n == 2 ? 60 : 1;
    *ret_s = (int32_t)total;
    return total <= CIVIL_DAY_S;
}

static const char not_shifts[] = "shifts are written as \"09:00-12:00 13:00-18:00\"; an empty text "
                                 "is no work";

bool shifts_read(struct str s, struct arena *owner, struct shift_day *ret_day, struct fault *fault)
{
    struct shift shifts[CALENDAR_SHIFT_CEILING];
    struct str rest = s, word;
    uint32_t count = 0;

    while (next_word(&rest, &word)) {
        const size_t dash = str_find_char(word, '-');
        struct shift shift;

        if (!clock_read(str_slice(word, 0, dash), &shift.from_s) ||
            !clock_read(str_slice(word, dash + 1, word.len), &shift.to_s)) {
            fault->why = not_shifts;
            return false;
        }
        if (shift.from_s == CIVIL_DAY_S) {
            fault->why = "a shift starts before 24:00";
            return false;
        }
        if (count == CALENDAR_SHIFT_CEILING) {
            fault->why = "a day has 32 shifts at most";
            return false;
        }
        if (shift.to_s <= shift.from_s)
            shift.to_s += CIVIL_DAY_S;
        shifts[count++] = shift;
    }
    *ret_day = (struct shift_day){true, count, array_copy(owner, shifts, count, sizeof(shifts[0]))};
    return true;
}

static void clock_text(int32_t s, struct text *out)
{
    text_addf(out, "%02d:%02d", s / 3600, s / 60 % 60);
    if (s % 60)
        text_addf(out, ":%02d", s % 60);
}

void shifts_text(const struct shift_day *day, struct text *out)
{
    for (uint32_t i = 0; i < day->count; i++) {
        const struct shift *shift = &day->shifts[i];

        if (i > 0)
            text_add_char(out, ' ');
        clock_text(shift->from_s, out);
        text_add_char(out, '-');
        clock_text(shift->to_s > CIVIL_DAY_S ? shift->to_s - CIVIL_DAY_S : shift->to_s, out);
    }
}

void shifts_print(const struct shift_day *day, struct writer *w)
{
    char room[LINE_ROOM * 4];
    struct text text = {.ptr = room, .capacity = sizeof(room)};

    shifts_text(day, &text);
    writer_text(w, text_str(&text));
}

bool shifts_equal(const struct shift_day *a, const struct shift_day *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->shifts[i].from_s != b->shifts[i].from_s || a->shifts[i].to_s != b->shifts[i].to_s)
            return false;
    return true;
}

struct shift_day shifts_copy(const struct shift_day *day, struct arena *owner)
{
    return (struct shift_day){day->given, day->count,
                              array_copy(owner, day->shifts, day->count, sizeof(struct shift))};
}

/* --- week ------------------------------------------------------------------------------ */

bool type_week_parse(struct read_context *context, const struct field *field,
                     const struct node *node, void *ret_value)
{
    struct week *week = ret_value;
    bool good = true;

    if (!map_of(context, field, node))
        return false;
    *week = (struct week){0};
    for (const struct node *item = node->first; item; item = item->next) {
        struct fault fault = {0};
        struct shift_day day;
        struct str s;
        uint8_t days;

        if (!scalar_of(context, field, item, &s)) {
            good = false;
            continue;
        }
        if (!weekdays_read(str_trim(item->name), &days, &fault)) {
            good = bad_value(context, field, item, "'%.*s': %s", STR_ARG(item->name), fault.why);
            continue;
        }
        if (!shifts_read(s, context->owner, &day, &fault)) {
            good = bad_value(context, field, item, "'%.*s': %s", STR_ARG(s), fault.why);
            continue;
        }
        for (int i = 0; i < 7; i++) {
            if (!(days & (1u << i)))
                continue;
            if (week->day[i].given)
                good = bad_value(context, field, item, "%s is given twice", day_words[i]);
            week->day[i] = day;
        }
    }
    return good;
}

void type_week_print(const struct field *field, const void *value, struct writer *w)
{
    const struct week *week = value;
    char room[LINE_ROOM];
    bool done[7] = {false};

    (void)field;
    writer_map_begin(w, true);
    for (int i = 0; i < 7; i++) {
        struct text key = {.ptr = room, .capacity = sizeof(room)};
        unsigned days = 0;

        if (!week->day[i].given || done[i])
            continue;
        for (int j = i; j < 7; j++)
            if (week->day[j].given && shifts_equal(&week->day[i], &week->day[j])) {
                days |= 1u << j;
                done[j] = true;
            }
        weekdays_text(days, &key);
        writer_key(w, text_str(&key));
        shifts_print(&week->day[i], w);
    }
    writer_map_end(w);
}

bool type_week_equal(const struct field *field, const void *a, const void *b)
{
    const struct week *x = a, *y = b;

    (void)field;
    for (int i = 0; i < 7; i++)
        if (x->day[i].given != y->day[i].given || !shifts_equal(&x->day[i], &y->day[i]))
            return false;
    return true;
}

void type_week_copy(const struct field *field, const void *value, struct arena *owner,
                    void *ret_value)
{
    const struct week *v = value;
    struct week *made = ret_value;

    (void)field;
    for (int i = 0; i < 7; i++)
        made->day[i] = shifts_copy(&v->day[i], owner);
}

void type_week_schema(const struct field *field, struct writer *w)
{
    (void)field;
    writer_key(w, STR("$ref"));
    writer_text(w, STR("#/$defs/week"));
}
