/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/picture.h"

#include <assert.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"

struct picture *picture_new(struct arena *owner, const char *kind, struct str title,
                            struct str sentence, int32_t width_px)
{
    struct picture *p = ARENA_NEW(owner, struct picture);

    *p = (struct picture){.owner = owner, .kind = kind, .title = title, .sentence = sentence,
                          .said = ARENA_NEW(owner, struct str),
                          .width = width_px * PICTURE_PX};
    return p;
}

static struct mark *add(struct picture *p, struct mark mark)
{
    arena_grow(p->owner, (void **)&p->marks, p->mark_count, &p->mark_capacity, sizeof(*p->marks),
               PICTURE_MARK_CEILING);
    p->marks[p->mark_count] = mark;
    return &p->marks[p->mark_count++];
}

struct mark *picture_line(struct picture *p, enum ink ink, int32_t x, int32_t y, int32_t to_x,
                          int32_t to_y)
{
    return add(p, (struct mark){.kind = MARK_LINE, .ink = ink, .x = x, .y = y, .to_x = to_x,
                                .to_y = to_y});
}

struct mark *picture_rect(struct picture *p, enum ink ink, int32_t x, int32_t y, int32_t width,
                          int32_t height)
{
    return add(p, (struct mark){.kind = MARK_RECT, .ink = ink, .x = x, .y = y, .to_x = width,
                                .to_y = height, .filled = true});
}

struct mark *picture_dot(struct picture *p, enum ink ink, int32_t x, int32_t y, int32_t radius)
{
    return add(p, (struct mark){.kind = MARK_DOT, .ink = ink, .x = x, .y = y, .to_x = radius,
                                .filled = true});
}

struct mark *picture_path(struct picture *p, enum ink ink, const struct point *points,
                          size_t count, bool filled)
{
    struct point *copy = ARENA_ARRAY(p->owner, struct point, count + 1);

    memcpy(copy, points, count * sizeof(*copy));
    return add(p, (struct mark){.kind = MARK_PATH, .ink = ink, .points = copy,
                                .point_count = count, .filled = filled});
}

struct mark *picture_text(struct picture *p, enum ink ink, int32_t x, int32_t y,
                          enum anchor anchor, struct str text)
{
    return add(p, (struct mark){.kind = MARK_TEXT, .ink = ink, .x = x, .y = y, .anchor = anchor,
                                .text = text});
}

void picture_column(struct picture *p, const char *title, bool numeric)
{
    assert(p->column_count < PICTURE_COLUMNS);
    p->columns[p->column_count] = str_of(title);
    p->numeric[p->column_count++] = numeric;
}

struct str *picture_row(struct picture *p)
{
    arena_grow(p->owner, (void **)&p->rows, p->row_count, &p->row_capacity, sizeof(*p->rows),
               PICTURE_ROW_CEILING);
    memset(&p->rows[p->row_count], 0, sizeof(*p->rows));
    return p->rows[p->row_count++].cells;
}

void picture_row_title(struct picture *p, struct str title)
{
    if (p->row_count > 0)
        p->rows[p->row_count - 1].title = title;
}

void picture_bar_of(struct picture *p, int64_t value, int64_t most)
{
    const int64_t size = value < 0 ? -value : value;

    /* In two halves where a product could overflow: values are seconds or minor units. */
    if (most > 0 && p->row_count > 0)
        p->rows[p->row_count - 1].bar_ppm =
            (int32_t)(size / most > 0                ? 1000000
                      : most > INT64_MAX / 1000000 ? size / (most / 1000000)
                                                   : size * 1000000 / most);
}

void picture_row_at(struct picture *p, int32_t top, int32_t bottom)
{
    p->in_rows = true;
    p->rows[p->row_count - 1].top = top;
    p->rows[p->row_count - 1].bottom = bottom;
}

struct str picture_cut(struct arena *owner, struct str s, size_t columns)
{
    size_t at = 0, used = 0;

    if (str_width(s) <= columns)
        return s;
    while (at < s.len) {
        uint32_t c;
        const size_t length = str_decode(s, at, &c), step = length ? length : 1;
        const size_t width = str_width(str_slice(s, at, at + step));

        if (used + width + 1 > columns)
            break;
        used += width;
        at += step;
    }
    return str_format(owner, "%.*s\xe2\x80\xa6", STR_ARG(str_slice(s, 0, at)));
}

int32_t scale_at(const struct scale *s, int64_t value)
{
    const int64_t span = s->to - s->from, range = (int64_t)s->high - s->low;
    int64_t part;

    if (span <= 0)
        return s->low;
    if (value < s->from)
        value = s->from;
    if (value > s->to)
        value = s->to;
    part = (value - s->from) * range;
    part = part >= 0 ? (part + span / 2) / span : -((-part + span / 2) / span);
    return s->low + (int32_t)part;
}

int64_t scale_step(int64_t span, unsigned most)
{
    int64_t step = 1;

    while (span / step > (int64_t)most) {
        static const int64_t up[] = {2, 5, 10};
        int64_t power = 1;

        while (power * 10 <= step)
            power *= 10;
        for (int i = 0; i < 3; i++)
            if (power * up[i] > step) {
                step = power * up[i];
                break;
            }
    }
    return step;
}
