/* SPDX-License-Identifier: Apache-2.0 */
/* Values of XER cells, and setting fields from them. */
#include "core/format/xer_read.h"

#include "core/base/arena.h"
#include "core/base/text.h"

enum { ID_MOST = 100, NUMBER_MOST = 64, NUMBER_DIGITS = 15 };

void xer_lose_word(struct xer *x, enum xer_loss loss, struct place at, struct str word)
{
    if (x->lost[loss].total == 0)
        x->loss_first[loss] = word;
    diag_places_add(&x->lost[loss], x->owner, at);
}

void xer_lose(struct xer *x, enum xer_loss loss, struct place at)
{
    xer_lose_word(x, loss, at, (struct str){NULL, 0});
}

/* --- ids and texts --------------------------------------------------------------------------- */

static bool is_id_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct str slug(struct xer *x, const char *prefix, struct str words)
{
    struct text t;

    text_init(&t, x->owner);
    text_add(&t, str_of(prefix));
    for (size_t i = 0; i < words.len && t.len < ID_MOST; i++) {
        const char c = words.ptr[i];

        if (is_id_letter(c) || (t.len > 0 && (c == '-' || c == '_')))
            text_add_char(&t, c);
        else if (t.len > 0 && t.ptr[t.len - 1] != '-' && i + 1 < words.len)
            text_add_char(&t, '-');
    }
    if (t.len == 0)
        text_add_char(&t, 'x');
    return text_str(&t);
}

struct str xer_new_id(struct xer *x, const char *prefix, struct str words)
{
    struct str id = slug(x, prefix, words), tried = id;
    uint32_t next = 2;

    if (!plan_builder_has(x->builder, id))
        return id;
    map_find(&x->suffixes, id, &next);
    do
        tried = str_format(x->owner, "%.*s-%u", STR_ARG(id), (unsigned)next++);
    while (plan_builder_has(x->builder, tried));
    map_set(&x->suffixes, id, next);
    return tried;
}

static bool is_clean(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f)
            return false;
    return true;
}

struct str xer_clean(struct xer *x, struct str text)
{
    struct text t;

    if (is_clean(text))
        return text;
    text_init(&t, x->owner);
    for (size_t i = 0; i < text.len; i++)
        text_add_char(&t, (unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f ? ' '
                                                                                   : text.ptr[i]);
    return str_trim(text_str(&t));
}

bool xer_text(struct xer *x, const struct xer_record *r, const char *column, struct str *ret_text)
{
    struct xer_cell cell;

    if (!xer_cell(r, column, &cell))
        return false;
    *ret_text = xer_clean(x, cell.text);
    return ret_text->len > 0;
}

/* --- values ---------------------------------------------------------------------------------- */

static bool refuse(struct xer *x, const struct xer_cell *cell, const char *column,
                   const char *wanted)
{
    const struct str shown = str_slice(cell->text, 0, 60);

    diag_error(x->out, "bad-value", cell->at, "'%.*s' is not %s, as %s must be", STR_ARG(shown),
               wanted, column);
    return false;
}

bool xer_flag(const struct xer_record *r, const char *column, bool *ret_flag)
{
    struct xer_cell cell;

    if (!xer_cell(r, column, &cell))
        return false;
    *ret_flag = str_equal_nocase(cell.text, STR("Y"));
    return true;
}

bool xer_date(struct xer *x, const struct xer_record *r, const char *column, int64_t *ret_instant)
{
    struct xer_cell cell;
    bool has_time;

    return xer_cell(r, column, &cell) &&
           (civil_parse(cell.text, ret_instant, &has_time) ||
            refuse(x, &cell, column, "a date between 1900 and 2200 (2026-11-23 09:00)"));
}

/* "1,234.5", "1234,5", "1.5E-05": the last point or comma is the decimal one where only one kind of
 * it stands once; what else looks like one groups digits. */
static struct str plain_number(struct str s, char *room)
{
    size_t last = s.len, length = 0;

    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '.' || s.ptr[i] == ',')
            last = i;
    for (size_t i = 0; i < s.len; i++) {
        if (i == last)
            room[length++] = '.';
        else if (s.ptr[i] != '.' && s.ptr[i] != ',')
            room[length++] = s.ptr[i];
    }
    return (struct str){room, length};
}

static bool parse_fixed(struct str s, int decimals, int64_t *ret_value)
{
    char room[NUMBER_MOST];
    struct str mantissa;
    int64_t exponent = 0;
    size_t e = 0;

    if (s.len > NUMBER_MOST)
        return false;
    s = plain_number(s, room);
    while (e < s.len && s.ptr[e] != 'e' && s.ptr[e] != 'E')
        e++;
    if (e < s.len && (!str_to_i64(str_slice(s, e + 1, s.len), &exponent) || exponent < -30 ||
                      exponent > NUMBER_DIGITS - decimals))
        return false;
    mantissa = str_slice(s, 0, e);
    if (decimals + exponent >= 0)
        return str_to_fixed(mantissa, decimals + (int)exponent, ret_value);
    *ret_value = 0;
    return str_to_fixed(mantissa, 0, &exponent);
}

bool xer_fixed(struct xer *x, const struct xer_record *r, const char *column, int decimals,
               int64_t *ret_value)
{
    struct xer_cell cell;

    return xer_cell(r, column, &cell) &&
           (parse_fixed(cell.text, decimals, ret_value) || refuse(x, &cell, column, "a number"));
}

bool xer_hours(struct xer *x, const struct xer_record *r, const char *column, int64_t *ret_s)
{
    const int64_t most = (int64_t)(INT32_MAX / 3600) * 1000000;
    struct xer_cell cell;
    int64_t micro;

    if (!xer_cell(r, column, &cell))
        return false;
    if (!parse_fixed(cell.text, 6, &micro))
        return refuse(x, &cell, column, "a number of hours");
    if (micro > most || micro < -most)
        return refuse(x, &cell, column, "less than 68 years of work");
    *ret_s = micro >= 0 ? (micro * 3600 + 500000) / 1000000 : -((-micro * 3600 + 500000) / 1000000);
    return true;
}

struct span xer_span(int64_t seconds)
{
    struct span s = {.milli = seconds * 1000, .unit = 's'};

    if (seconds % 3600 == 0)
        s = (struct span){.milli = seconds / 3600 * 1000, .unit = 'h'};
    else if (seconds % 60 == 0)
        s = (struct span){.milli = seconds / 60 * 1000, .unit = 'm'};
    return s;
}

/* --- fields ---------------------------------------------------------------------------------- */

void xer_set_text(struct xer *x, struct object_draft *d, uint16_t field, struct str value,
                  struct place at)
{
    draft_set(x->builder, d, field, &value, at);
}

void xer_set_when(struct xer *x, struct object_draft *d, uint16_t field, int64_t instant,
                  struct place at)
{
    const struct when value = {.instant = instant, .grain = GRAIN_MINUTE};

    draft_set(x->builder, d, field, &value, at);
}

void xer_set_span(struct xer *x, struct object_draft *d, uint16_t field, int64_t seconds,
                  struct place at)
{
    const struct span value = xer_span(seconds);

    draft_set(x->builder, d, field, &value, at);
}

void xer_set_single(struct xer *x, struct object_draft *d, uint16_t field, int64_t seconds,
                    struct place at)
{
    const struct estimate value = {.shape = SHAPE_SINGLE, .b = xer_span(seconds)};

    draft_set(x->builder, d, field, &value, at);
}

void xer_set_flag(struct xer *x, struct object_draft *d, uint16_t field, struct place at)
{
    const bool value = true;

    draft_set(x->builder, d, field, &value, at);
}

void xer_set_choice(struct xer *x, struct object_draft *d, uint16_t field, uint32_t value,
                    struct place at)
{
    draft_set(x->builder, d, field, &value, at);
}

void xer_set_ref(struct xer *x, struct object_draft *d, uint16_t field, struct str id,
                 struct place at)
{
    const struct ref value = {.id = id, .object = OBJECT_NONE, .at = at};

    draft_set(x->builder, d, field, &value, at);
}

bool xer_copy_date(struct xer *x, const struct xer_record *r, const char *column,
                   struct object_draft *d, uint16_t field)
{
    int64_t instant;

    if (!xer_date(x, r, column, &instant))
        return false;
    xer_set_when(x, d, field, instant, xer_cell_place(r, column));
    return true;
}

void xer_copy_hours(struct xer *x, const struct xer_record *r, const char *column,
                    struct object_draft *d, uint16_t field)
{
    int64_t seconds;

    if (xer_hours(x, r, column, &seconds))
        xer_set_span(x, d, field, seconds, xer_cell_place(r, column));
}
