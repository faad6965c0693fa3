/* SPDX-License-Identifier: Apache-2.0 */
/* The hours of a calendar, `clndr_data` (formats.md 3.3): nodes (0||NAME(attributes)(children)), of
 * which only the parentheses are structure; blanks and 0x7F between them are layout. */
#include "core/base/arena.h"
#include "core/format/xer_read.h"

enum { DEPTH_CEILING = 8, NODE_CEILING = 4 * 1000 * 1000, DAY_SHIFTS = CALENDAR_SHIFT_CEILING };

struct hours_node {
    struct str name, attributes;
    uint32_t first, next;       /* child and sibling; 0: none, node 0 is the outermost */
};

struct hours_text {
    struct xer *x;
    const struct xer_record *record;
    struct str text;
    size_t at;
    struct hours_node *nodes;
    size_t count, capacity;
    const char *known;          /* a byte whose place is known: a million exceptions do not count
                                   from the begin of the row each */
    struct place known_at;
};

static struct place place_at(struct hours_text *h, const char *ptr, size_t length)
{
    if (!h->known || ptr < h->known) {
        h->known = h->record->row->text.ptr;
        h->known_at = xer_place_of(h->record, h->known, 0);
    }
    for (; h->known < ptr; h->known++) {
        h->known_at.column++;
        if (*h->known == '\n') {
            h->known_at.line++;
            h->known_at.column = 1;
        }
    }
    h->known_at.length = (uint32_t)(length > 80 ? 80 : length);
    return h->known_at;
}

static bool refuse(struct hours_text *h, const char *why)
{
    const size_t at = h->at < h->text.len ? h->at : h->text.len;

    return diag_error(h->x->out, "bad-calendar", place_at(h, h->text.ptr + at, 1),
                      "clndr_data: %s", why);
}

static void skip_layout(struct hours_text *h)
{
    while (h->at < h->text.len && (h->text.ptr[h->at] == 0x7f || h->text.ptr[h->at] == ' ' ||
                                   h->text.ptr[h->at] == '\r' || h->text.ptr[h->at] == '\n'))
        h->at++;
}

static bool take(struct hours_text *h, char c)
{
    skip_layout(h);
    if (h->at >= h->text.len || h->text.ptr[h->at] != c)
        return false;
    h->at++;
    return true;
}

static struct str up_to_parenthesis(struct hours_text *h)
{
    const size_t from = h->at;

    while (h->at < h->text.len && h->text.ptr[h->at] != '(' && h->text.ptr[h->at] != ')')
        h->at++;
    return str_slice(h->text, from, h->at);
}

/* "0||DaysOfWeek" is DaysOfWeek. */
static struct str name_of(struct str head)
{
    const size_t bars = str_find(head, STR("||"));

    return str_trim(bars < head.len ? str_slice(head, bars + 2, head.len) : head);
}

static bool read_node(struct hours_text *h, int depth, uint32_t *ret_index);

static bool read_children(struct hours_text *h, int depth, uint32_t parent)
{
    uint32_t last = 0, index;

    while (skip_layout(h), h->at < h->text.len && h->text.ptr[h->at] == '(') {
        if (!read_node(h, depth + 1, &index))
            return false;
        if (last == 0)
            h->nodes[parent].first = index;
        else
            h->nodes[last].next = index;
        last = index;
    }
    return take(h, ')') || refuse(h, "a ')' is missing here");
}

static bool read_node(struct hours_text *h, int depth, uint32_t *ret_index)
{
    struct hours_node node = {0};
    uint32_t index;

    if (depth > DEPTH_CEILING)
        return refuse(h, "nested too deep");
    if (!take(h, '('))
        return refuse(h, "a '(' is missing here");
    if (!arena_grow(h->x->owner, (void **)&h->nodes, h->count, &h->capacity, sizeof(node),
                    NODE_CEILING))
        return refuse(h, "too many entries");
    *ret_index = index = (uint32_t)h->count++;
    node.name = name_of(up_to_parenthesis(h));
    if (!take(h, '('))
        return refuse(h, "a '(' is missing here");
    node.attributes = up_to_parenthesis(h);
    if (!take(h, ')'))
        return refuse(h, "a ')' is missing here");
    h->nodes[index] = node;
    if (take(h, '(') && !read_children(h, depth, index))
        return false;
    return take(h, ')') || refuse(h, "a ')' is missing here");
}

/* --- attributes ------------------------------------------------------------------------------ */

/* The value after a letter in "s|08:00|f|16:00", in any order. */
static bool attribute(struct str attributes, char letter, struct str *ret_value)
{
    struct str rest = attributes, key;

    while (str_split(&rest, '|', &key)) {
        if (!str_split(&rest, '|', ret_value))
            return false;
        key = str_trim(key);
        if (key.len == 1 && key.ptr[0] == letter) {
            *ret_value = str_trim(*ret_value);
            return ret_value->len > 0;
        }
    }
    return false;
}

static bool time_of_day(struct str s, int32_t *ret_s)
{
    const size_t colon = str_find_char(s, ':');
    int64_t hour, minute;

    if (colon == s.len || !str_to_i64(str_slice(s, 0, colon), &hour) ||
        !str_to_i64(str_slice(s, colon + 1, colon + 3), &minute) || hour < 0 || hour > 24 ||
        minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60)
        return false;
    *ret_s = (int32_t)(hour * 3600 + minute * 60);
    return true;
}

/* A finish at 00:00 is the end of the day; one before its start is on the next day. */
static bool read_shift(struct hours_text *h, const struct hours_node *node, struct shift *ret_shift)
{
    struct str from, to;

    if (!attribute(node->attributes, 's', &from) || !attribute(node->attributes, 'f', &to) ||
        !time_of_day(from, &ret_shift->from_s) || !time_of_day(to, &ret_shift->to_s))
        return diag_error(h->x->out, "bad-calendar",
                          place_at(h, node->attributes.ptr, node->attributes.len),
                          "clndr_data: a shift is written s|08:00|f|16:00");
    if (ret_shift->to_s <= ret_shift->from_s)
        ret_shift->to_s += CIVIL_DAY_S;
    return true;
}

static bool read_day(struct hours_text *h, const struct hours_node *day, struct shift_day *ret_day)
{
    uint32_t count = 0;
    struct shift *shifts;

    for (uint32_t i = day->first; i != 0; i = h->nodes[i].next)
        count++;
    if (count > DAY_SHIFTS)
        return diag_error(h->x->out, "too-many-shifts", place_at(h, day->name.ptr, day->name.len),
                          "more than %d shifts on one day", DAY_SHIFTS);
    shifts = ARENA_ARRAY(h->x->owner, struct shift, count + 1);
    count = 0;
    for (uint32_t i = day->first; i != 0; i = h->nodes[i].next)
        if (!read_shift(h, &h->nodes[i], &shifts[count++]))
            return false;
    *ret_day = (struct shift_day){.given = true, .count = count, .shifts = shifts};
    return true;
}

static bool read_week(struct hours_text *h, const struct hours_node *days, struct xer_hours *ret)
{
    int64_t number;

    for (int i = 0; i < 7; i++)
        ret->week.day[i].given = true;
    ret->has_week = true;
    for (uint32_t i = days->first; i != 0; i = h->nodes[i].next) {
        const struct hours_node *day = &h->nodes[i];

        if (!str_to_i64(day->name, &number) || number < 1 || number > 7)
            return diag_error(h->x->out, "bad-calendar", place_at(h, day->name.ptr, day->name.len),
                              "clndr_data: a day of the week is 1 (Sunday) to 7");
        if (!read_day(h, day, &ret->week.day[(number + 5) % 7]))
            return false;
    }
    return true;
}

/* Days count from 1899-12-30. */
static bool read_exception(struct hours_text *h, const struct hours_node *node,
                           struct calendar_exception *items, size_t *count)
{
    struct calendar_exception *e = &items[*count];
    struct str text;
    int64_t serial;

    e->at = place_at(h, node->attributes.ptr, node->attributes.len);
    if (!attribute(node->attributes, 'd', &text) || !str_to_i64(text, &serial))
        return diag_error(h->x->out, "bad-calendar", e->at,
                          "clndr_data: an exception is written d|44557");
    if (serial < 3 || serial > CIVIL_DAY_LAST - civil_day(1899, 12, 30)) {
        xer_lose(h->x, XER_BAD_EXCEPTIONS, e->at);
        return true;
    }
    e->from_day = e->to_day = civil_day(1899, 12, 30) + serial;
    if (!read_day(h, node, &e->work))
        return false;
    ++*count;
    return true;
}

static bool read_exceptions(struct hours_text *h, const struct hours_node *list,
                            struct xer_hours *ret)
{
    struct calendar_exception *items;
    size_t count = 0;

    for (uint32_t i = list->first; i != 0; i = h->nodes[i].next)
        count++;
    items = ARENA_ARRAY(h->x->owner, struct calendar_exception, count + 1);
    count = 0;
    for (uint32_t i = list->first; i != 0; i = h->nodes[i].next)
        if (!read_exception(h, &h->nodes[i], items, &count))
            return false;
    ret->exceptions = (struct exceptions){items, count};
    return true;
}

bool xer_read_hours(struct xer *x, const struct xer_record *r, struct xer_hours *ret_hours)
{
    struct hours_text h = {.x = x, .record = r};
    struct xer_cell cell;
    uint32_t root;

    *ret_hours = (struct xer_hours){0};
    if (!xer_cell(r, "clndr_data", &cell))
        return true;
    h.text = cell.text;
    skip_layout(&h);
    if (h.at == h.text.len)
        return true;
    if (!read_node(&h, 0, &root))
        return false;
    skip_layout(&h);
    if (h.at < h.text.len)
        return refuse(&h, "text follows where it has ended");
    for (uint32_t i = h.nodes[root].first; i != 0; i = h.nodes[i].next) {
        const struct hours_node *node = &h.nodes[i];

        if (str_equal_nocase(node->name, STR("DaysOfWeek")) && !read_week(&h, node, ret_hours))
            return false;
        if (str_equal_nocase(node->name, STR("Exceptions")) &&
            !read_exceptions(&h, node, ret_hours))
            return false;
    }
    return true;
}
