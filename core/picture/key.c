/* SPDX-License-Identifier: Apache-2.0 */
/* How wide words are, and the keys under a picture, which say what its marks mean. */
#include "core/base/text.h"
#include "core/picture/plot.h"

/* DejaVu Sans at 12 pixels, in tenths, from the blank to the tilde. */
static const unsigned char normal[] = {
    38, 48, 55, 101, 76, 114, 94, 33, 47, 47, 60, 101, 38, 43, 38, 40, 76, 76, 76, 76, 76, 76,
    76, 76, 76, 76, 40, 40, 101, 101, 101, 64, 120, 82, 82, 84, 92, 76, 69, 93, 90, 35, 35, 79,
    67, 104, 90, 94, 72, 94, 83, 76, 73, 88, 82, 119, 82, 73, 82, 47, 40, 47, 101, 60, 60, 74,
    76, 66, 76, 74, 42, 76, 76, 33, 33, 69, 33, 117, 76, 73, 76, 76, 49, 63, 47, 76, 71, 98, 71,
    71, 63, 76, 40, 76, 101};
static const unsigned char strong[] = {
    42, 55, 63, 101, 83, 120, 105, 37, 55, 55, 63, 101, 46, 50, 46, 44, 83, 83, 83, 83, 83, 83,
    83, 83, 83, 83, 48, 48, 101, 101, 101, 70, 120, 93, 91, 88, 100, 82, 82, 98, 100, 45, 45, 93,
    76, 119, 100, 102, 88, 102, 92, 86, 82, 97, 93, 132, 93, 87, 87, 55, 44, 55, 101, 60, 60, 81,
    86, 71, 86, 81, 52, 86, 85, 41, 41, 80, 41, 125, 85, 82, 86, 86, 59, 71, 57, 85, 78, 111, 77,
    78, 70, 85, 44, 85, 101};

int32_t picture_wide(struct str s, bool bold)
{
    int32_t wide = 0;

    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        const size_t length = str_decode(s, at, &c), step = length ? length : 1;

        if (length > 0 && c >= 32 && c < 127)
            wide += 10 * (bold ? strong : normal)[c - 32];
        else if (c == 0xa0)
            wide += 10 * normal[0];
        else
            wide += 12 * PX * (int32_t)str_width(str_slice(s, at, at + step));
        at += step;
    }
    return wide;
}

struct str picture_fit(struct arena *owner, struct str s, int32_t wide, bool bold)
{
    const int32_t dots = 12 * PX;
    size_t at = 0;
    int32_t used = 0;

    if (picture_wide(s, bold) <= wide)
        return s;
    while (at < s.len) {
        uint32_t c;
        const size_t length = str_decode(s, at, &c), step = length ? length : 1;
        const int32_t one = picture_wide(str_slice(s, at, at + step), bold);

        if (used + one + dots > wide)
            break;
        used += one;
        at += step;
    }
    return str_format(owner, "%.*s\xe2\x80\xa6", STR_ARG(str_trim(str_slice(s, 0, at))));
}

/* --- keys ----------------------------------------------------------------------------------- */

enum { SWATCH = 22, BEHIND = 6, APART = 18, KEY_ROW = 18 };

/* A swatch: its left end at x, its middle at y. */
static void draw_swatch(struct picture *p, enum key_shape shape, enum ink ink, int32_t x, int32_t y)
{
    const int32_t end = x + SWATCH * PX, middle = x + SWATCH / 2 * PX;
    const struct point diamond[] = {{middle, y - 6 * PX}, {middle + 6 * PX, y},
                                    {middle, y + 6 * PX}, {middle - 6 * PX, y}};

    switch (shape) {
    case KEY_BAR:
        picture_rect(p, ink, x, y - 5 * PX, SWATCH * PX, 10 * PX);
        break;
    case KEY_SOFT_BAR:
        picture_rect(p, ink, x, y - 2 * PX, SWATCH * PX, 4 * PX);
        break;
    case KEY_HATCHED:
        picture_rect(p, INK_HEAT_5, x, y - 5 * PX, SWATCH * PX, 10 * PX);
        for (int32_t at = 2; at < SWATCH - 8; at += 6)
            picture_line(p, ink, x + at * PX, y + 5 * PX, x + (at + 10) * PX, y - 5 * PX);
        break;
    case KEY_BAND:
        picture_rect(p, ink, x, y - 5 * PX, SWATCH * PX, 10 * PX);
        picture_line(p, INK_SOFT, x, y - 5 * PX, end, y - 5 * PX);
        picture_line(p, INK_SOFT, x, y + 5 * PX, end, y + 5 * PX);
        break;
    case KEY_THIN:
        picture_line(p, ink, x, y, end, y);
        break;
    case KEY_LINE:
        picture_line(p, ink, x, y, end, y)->strong = true;
        break;
    case KEY_DASHED_LINE:
    case KEY_ACROSS:
        picture_line(p, ink, x, y, end, y)->dashed = true;
        break;
    case KEY_RULE:
        picture_line(p, ink, middle, y - 7 * PX, middle, y + 7 * PX);
        break;
    case KEY_DASHED_RULE:
        picture_line(p, ink, middle, y - 7 * PX, middle, y + 7 * PX)->dashed = true;
        break;
    case KEY_WHISKER:
        picture_line(p, ink, x, y, end, y);
        picture_line(p, ink, x, y - 3 * PX, x, y + 3 * PX);
        picture_line(p, ink, end, y - 3 * PX, end, y + 3 * PX);
        break;
    case KEY_DOT:
        picture_dot(p, ink, middle, y, 4 * PX);
        break;
    case KEY_RING:
        picture_dot(p, ink, middle, y, 3 * PX)->filled = false;
        break;
    case KEY_DIAMOND:
        picture_path(p, ink, diamond, 4, true);
        break;
    }
}

void picture_key_in_text(struct picture *p, enum key_shape shape, const char *words)
{
    if (p->key_count < PICTURE_KEYS)
        p->keys[p->key_count++] = (struct picture_key){shape, str_of(words)};
}

void picture_key(struct picture *p, enum key_shape shape, enum ink ink, const char *words)
{
    const int32_t wide = (SWATCH + BEHIND) * PX + picture_wide(str_of(words), false);

    if (p->drawn == 0) {
        p->drawn = p->mark_count;
        p->key_x = 8 * PX;
        p->key_y = p->height + 10 * PX;
        p->height += (KEY_ROW + 4) * PX;
    } else if (p->key_x + wide + 4 * PX > p->width) {
        p->key_x = 8 * PX;
        p->key_y += KEY_ROW * PX;
        p->height += KEY_ROW * PX;
    }
    if (p->key_x + wide + 4 * PX > p->width)
        p->width = p->key_x + wide + 4 * PX;
    draw_swatch(p, shape, ink, p->key_x, p->key_y);
    picture_text(p, INK_DIM, p->key_x + (SWATCH + BEHIND) * PX, p->key_y + 4 * PX, ANCHOR_START,
                 str_of(words));
    p->key_x += wide + APART * PX;
    picture_key_in_text(p, shape, words);
}
