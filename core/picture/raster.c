/* SPDX-License-Identifier: Apache-2.0 */
/* A picture in text: what stands on axes as dots of braille, what stands in rows as strips. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/picture/picture.h"

enum { DOTS_WIDE = 2, DOTS_HIGH = 4, LABELS = 8, NAMES_MOST = 20, BRAILLE = 0x2800 };
enum { LETTER = 1u << 24 };     /* of a glyph: over all else */

/* Marks of the drawing itself. */
static size_t drawn(const struct picture *p)
{
    return p->drawn > 0 ? p->drawn : p->mark_count;
}

/* --- on axes ------------------------------------------------------------------------------ */

struct raster {
    const struct picture *p;
    size_t width, height;       /* cells */
    bool ascii;
    unsigned char *bits;        /* [height * width] dots of braille */
    uint32_t *glyph;            /* ... a character instead */
};

/* Where a place of the picture is, in dots; outside of the area it is cut. */
static int32_t dot_at(int32_t value, int32_t low, int32_t high, size_t dots)
{
    int64_t at;

    if (high <= low)
        return 0;
    at = ((int64_t)(value - low) * (int64_t)(dots - 1) + (high - low) / 2) / (high - low);
    return at < 0 ? 0 : at > (int64_t)dots - 1 ? (int32_t)dots - 1 : (int32_t)at;
}

static struct point dots_of(const struct raster *r, int32_t x, int32_t y)
{
    const struct picture_area *a = &r->p->area;

    return (struct point){dot_at(x, a->left, a->right, r->width * DOTS_WIDE),
                          dot_at(y, a->top, a->bottom, r->height * DOTS_HIGH)};
}

static void set_dot(struct raster *r, int32_t x, int32_t y)
{
    /* Dots of a cell are numbered down the left column, down the right, then the last row. */
    static const unsigned char bit[DOTS_HIGH][DOTS_WIDE] = {{1, 8}, {2, 16}, {4, 32}, {64, 128}};
    const size_t cell = (size_t)(y / DOTS_HIGH) * r->width + (size_t)(x / DOTS_WIDE);

    r->bits[cell] |= bit[y % DOTS_HIGH][x % DOTS_WIDE];
}

static void set_glyph(struct raster *r, struct point at, uint32_t glyph)
{
    r->glyph[(size_t)(at.y / DOTS_HIGH) * r->width + (size_t)(at.x / DOTS_WIDE)] = glyph;
}

static int32_t size_of(int32_t value)
{
    return value < 0 ? -value : value;
}

/* From dot to dot (Bresenham); with a gap after every second where it is dashed. */
static void draw_line(struct raster *r, struct point from, struct point to, bool dashed)
{
    const int32_t wide = size_of(to.x - from.x), high = size_of(to.y - from.y);
    const int32_t step_x = from.x < to.x ? 1 : -1, step_y = from.y < to.y ? 1 : -1;
    int32_t error = wide - high;

    for (unsigned n = 0;; n++) {
        const int32_t twice = 2 * error;

        if (!dashed || n % 4 < 2)
            set_dot(r, from.x, from.y);
        if (from.x == to.x && from.y == to.y)
            return;
        if (twice > -high) {
            error -= high;
            from.x += step_x;
        }
        if (twice < wide) {
            error += wide;
            from.y += step_y;
        }
    }
}

static void draw_path(struct raster *r, const struct mark *m)
{
    for (size_t i = 0; i + 1 < m->point_count; i++)
        draw_line(r, dots_of(r, m->points[i].x, m->points[i].y),
                  dots_of(r, m->points[i + 1].x, m->points[i + 1].y), m->dashed);
}

/* A rule straight up or across is drawn by a character of its own, under what is drawn in dots. */
static void draw_rule(struct raster *r, const struct mark *m)
{
    const struct point from = dots_of(r, m->x, m->y), to = dots_of(r, m->to_x, m->to_y);
    const uint32_t glyph = m->x == m->to_x ? (m->dashed ? 0x2506 : 0x2502) : 0x2500;
    struct point at = from;

    if (m->x != m->to_x && m->y != m->to_y) {
        draw_line(r, from, to, m->dashed);
        return;
    }
    for (;;) {
        set_glyph(r, at, glyph);
        if (at.x == to.x && at.y == to.y)
            return;
        at.x += (to.x > at.x) - (to.x < at.x);
        at.y += (to.y > at.y) - (to.y < at.y);
    }
}

/* Words inside the axes, where there is room for all of them. */
static void draw_words(struct raster *r, const struct mark *m)
{
    const struct picture_area *a = &r->p->area;
    const size_t wide = str_width(m->text);
    size_t column = (size_t)(dots_of(r, m->x, m->y).x / DOTS_WIDE), row;

    if (m->x < a->left || m->x > a->right || m->y < a->top || m->y > a->bottom ||
        wide > r->width)
        return;
    row = (size_t)(dots_of(r, m->x, m->y - 4 * PICTURE_PX).y / DOTS_HIGH);
    column = m->anchor == ANCHOR_START    ? column
             : m->anchor == ANCHOR_MIDDLE ? (column > wide / 2 ? column - wide / 2 : 0)
                                          : (column > wide ? column - wide : 0);
    column = column + wide > r->width ? r->width - wide : column;
    for (size_t at = 0; at < m->text.len;) {
        uint32_t c;
        const size_t length = str_decode(m->text, at, &c), step = length ? length : 1;
        const size_t cells = str_width(str_slice(m->text, at, at + step));

        if (length > 0 && cells == 1)
            r->glyph[row * r->width + column] = (c == 0xa0 ? ' ' : c) | LETTER;
        column += cells;
        at += step;
    }
}

static void draw_marks(struct raster *r)
{
    for (size_t i = 0; i < drawn(r->p); i++) {
        const struct mark *m = &r->p->marks[i];

        if (m->ink == INK_GRID || m->ink == INK_AXIS || m->ink == INK_PAPER)
            continue;
        if (m->kind == MARK_LINE)
            draw_rule(r, m);
        else if (m->kind == MARK_PATH)
            draw_path(r, m);
    }
    for (size_t i = 0; i < drawn(r->p); i++) {
        const struct mark *m = &r->p->marks[i];
        const struct point at = dots_of(r, m->x, m->y);

        if (m->kind == MARK_DOT && m->to_x >= 3 * PICTURE_PX)
            set_glyph(r, at, m->filled ? 0x25cf : 0x25cb);
        else if (m->kind == MARK_DOT)
            set_dot(r, at.x, at.y);
    }
    for (size_t i = 0; i < drawn(r->p); i++)
        if (r->p->marks[i].kind == MARK_TEXT)
            draw_words(r, &r->p->marks[i]);
}

static void put_char(struct text *out, uint32_t c)
{
    const char two[] = {(char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f))};
    const char three[] = {(char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)),
                          (char)(0x80 | (c & 0x3f))};

    if (c < 0x80)
        text_add_char(out, (char)c);
    else if (c < 0x800)
        text_add(out, (struct str){two, 2});
    else
        text_add(out, (struct str){three, 3});
}

/* What fills a cell: dots over rules, but a dot of its own over all. */
static uint32_t char_of(const struct raster *r, size_t cell)
{
    const uint32_t glyph = r->glyph[cell];

    if (glyph & LETTER)
        return r->ascii && (glyph & ~LETTER) >= 0x80 ? '?' : glyph & ~LETTER;
    if (glyph == 0x25cf || glyph == 0x25cb)
        return glyph == 0x25cf ? (r->ascii ? '*' : glyph) : (r->ascii ? 'o' : glyph);
    if (r->bits[cell] != 0)
        return r->ascii ? '.' : BRAILLE + r->bits[cell];
    if (glyph != 0 && r->ascii)
        return glyph == 0x2500 ? '-' : glyph == 0x2506 ? ':' : '|';
    return glyph != 0 ? glyph : ' ';
}

/* The label beside a row of cells: of the texts left of the area the one that falls into it. */
static struct str label_of(const struct raster *r, size_t row)
{
    const struct picture_area *a = &r->p->area;

    for (size_t i = 0; i < drawn(r->p); i++) {
        const struct mark *m = &r->p->marks[i];

        if (m->kind == MARK_TEXT && m->anchor == ANCHOR_END && m->x <= a->left &&
            m->y >= a->top && m->y <= a->bottom + 6 * PICTURE_PX &&
            (size_t)(dots_of(r, a->left, m->y - 4 * PICTURE_PX).y / DOTS_HIGH) == row)
            return m->text;
    }
    return STR("");
}

/* The labels under the area, each about where it stands. */
static void put_below(const struct raster *r, struct text *out)
{
    const struct picture_area *a = &r->p->area;
    const size_t begin = out->len;
    size_t column = 0;

    text_add_repeat(out, STR(" "), LABELS + 1);
    for (size_t i = 0; i < drawn(r->p); i++) {
        const struct mark *m = &r->p->marks[i];
        const size_t wide = str_width(m->text);
        size_t at;

        if (m->kind != MARK_TEXT || m->y <= a->bottom || m->y > a->bottom + 24 * PICTURE_PX ||
            m->x < a->left || m->x > a->right)
            continue;
        at = (size_t)(dots_of(r, m->x, a->bottom).x / DOTS_WIDE);
        at = at > wide / 2 ? at - wide / 2 : 0;
        if (column > 0 && at < column + 1)
            continue;
        if (at + wide > r->width)
            continue;
        text_add_repeat(out, STR(" "), at - column);
        text_add(out, m->text);
        column = at + wide;
    }
    if (column == 0)
        out->len = begin;
    else
        text_add_char(out, '\n');
}

void picture_write_plot(const struct picture *p, size_t width, size_t height, bool ascii,
                        struct arena *scratch, struct text *out)
{
    struct raster r = {.p = p, .width = width > LABELS + 10 ? width - LABELS - 1 : 9,
                       .height = height, .ascii = ascii};

    r.bits = ARENA_ARRAY(scratch, unsigned char, r.width * r.height);
    r.glyph = ARENA_ARRAY(scratch, uint32_t, r.width * r.height);
    draw_marks(&r);
    for (size_t row = 0; row < r.height; row++) {
        const struct str label = picture_cut(scratch, label_of(&r, row), LABELS);
        size_t last = r.width;

        while (last > 0 && char_of(&r, row * r.width + last - 1) == ' ')
            last--;
        text_add_repeat(out, STR(" "), LABELS - str_width(label));
        text_add(out, label);
        put_char(out, ascii ? '|' : 0x2502);
        for (size_t column = 0; column < last; column++)
            put_char(out, char_of(&r, row * r.width + column));
        text_add_char(out, '\n');
    }
    put_below(&r, out);
}

/* --- in rows ------------------------------------------------------------------------------ */

struct strip {
    uint32_t glyph;
    int rank;                   /* what hides what */
};

static void put_span(struct strip *cells, size_t from, size_t to, uint32_t glyph, int rank)
{
    for (size_t i = from; i <= to; i++)
        if (rank >= cells[i].rank)
            cells[i] = (struct strip){glyph, rank};
}

/* How dark a cell of a row of cells is; what is over full stands out. */
static uint32_t shade_of(enum ink ink)
{
    static const uint32_t shades[] = {0x2581, 0x2582, 0x2583, 0x2585, 0x2587, 0x2588};

    return shades[ink - INK_HEAT_0];
}

static void put_mark(const struct picture_area *a, const struct mark *m, struct strip *cells,
                     size_t width)
{
    const int32_t end = m->kind == MARK_RECT ? m->x + m->to_x : m->to_x;
    const size_t from = (size_t)dot_at(m->x, a->left, a->right, width);
    size_t to = (size_t)dot_at(end, a->left, a->right, width);

    switch (m->kind) {
    case MARK_LINE:
        if (m->x == m->to_x)
            put_span(cells, from, from, 0x2502, m->ink == INK_PROMISE ? 5 : 3);
        else if (m->ink != INK_ACTION && m->ink != INK_FORECAST)   /* hatching, levels */
            put_span(cells, from, to, m->ink == INK_GHOST ? 0x2508 : 0x2500, 1);
        break;
    case MARK_RECT:
        if (m->ink >= INK_HEAT_0 && m->ink <= INK_HEAT_5) {
            to = to > from ? to - 1 : to;
            put_span(cells, from, to, m->ink == INK_HEAT_5 ? 0x2588 : shade_of(m->ink),
                     2 + (m->ink - INK_HEAT_0));
        } else if (m->to_x > 0) {
            put_span(cells, from, to, m->ink == INK_SOFT ? 0x2592 : 0x2588, 2);
        }
        break;
    case MARK_DOT:
        put_span(cells, from, from, m->filled ? 0x25cf : 0x25cb, 4);
        break;
    case MARK_PATH:
        if (m->point_count > 0)
            put_span(cells, (size_t)dot_at(m->points[0].x, a->left, a->right, width),
                     (size_t)dot_at(m->points[0].x, a->left, a->right, width), 0x25c6, 4);
        break;
    case MARK_TEXT:
        break;
    }
}

static uint32_t ascii_of(uint32_t c)
{
    switch (c) {
    case 0x2500: return '-';
    case 0x2508: return '.';
    case 0x2502: return '|';
    case 0x2588: return '#';
    case 0x2592: return '=';
    case 0x25cf: return '*';
    case 0x25cb: return 'o';
    case 0x25c6: return '+';
    case 0x2581: return '1';
    case 0x2582: return '2';
    case 0x2583: return '3';
    case 0x2585: return '4';
    case 0x2587: return '5';
    default: return c;
    }
}

static void put_row(const struct picture *p, size_t row, size_t width, bool ascii,
                    struct strip *cells, struct text *out)
{
    const struct picture_row *of = &p->rows[row];
    size_t last = width;

    memset(cells, 0, (width + 1) * sizeof(*cells));
    for (size_t i = 0; i < drawn(p); i++) {
        const struct mark *m = &p->marks[i];
        const int32_t y = m->kind == MARK_PATH && m->point_count > 0 ? m->points[0].y
                          : m->kind == MARK_RECT                      ? m->y + m->to_y / 2
                          : m->kind == MARK_LINE                      ? (m->y + m->to_y) / 2
                                                                      : m->y;
        /* What runs through many rows, as a promise does, is of each. */
        const bool through = m->kind == MARK_LINE && m->x == m->to_x && m->y <= of->top &&
                             m->to_y >= of->bottom;

        if (m->kind == MARK_TEXT || m->ink == INK_GRID || m->ink == INK_AXIS ||
            m->ink == INK_PAPER ||
            (m->kind != MARK_PATH && m->x < p->area.left))
            continue;
        if (through || (y >= of->top && y < of->bottom))
            put_mark(&p->area, m, cells, width);
    }
    while (last > 0 && cells[last - 1].glyph == 0)
        last--;
    for (size_t i = 0; i < last; i++)
        put_char(out, cells[i].glyph == 0 ? ' '
                      : ascii             ? ascii_of(cells[i].glyph)
                                          : cells[i].glyph);
    text_add_char(out, '\n');
}

/* The ticks above the rows. */
static void put_above(const struct picture *p, size_t left, size_t width, struct text *out)
{
    const size_t begin = out->len;
    size_t column = 0;

    text_add_repeat(out, STR(" "), left);
    for (size_t i = 0; i < drawn(p); i++) {
        const struct mark *m = &p->marks[i];
        const size_t wide = str_width(m->text);
        size_t at;

        if (m->kind != MARK_TEXT || m->ink != INK_DIM || m->y >= p->area.top ||
            m->x < p->area.left)
            continue;
        at = (size_t)dot_at(m->x, p->area.left, p->area.right, width);
        if ((column > 0 && at < column + 1) || at + wide > width)
            continue;
        text_add_repeat(out, STR(" "), at - column);
        text_add(out, m->text);
        column = at + wide;
    }
    if (column == 0)
        out->len = begin;
    else
        text_add_char(out, '\n');
}

void picture_write_rows(const struct picture *p, size_t width, bool ascii, struct arena *scratch,
                        struct text *out)
{
    struct strip *cells = ARENA_ARRAY(scratch, struct strip, width + 1);
    size_t left = 0;

    for (size_t r = 0; r < p->row_count; r++)
        left = str_width(p->rows[r].cells[0]) > left ? str_width(p->rows[r].cells[0]) : left;
    left = left > NAMES_MOST ? NAMES_MOST : left;
    if (width < left + 10)
        return;
    width -= left + 4;
    put_above(p, left + 4, width, out);
    for (size_t r = 0; r < p->row_count; r++) {
        const struct str name = picture_cut(scratch, p->rows[r].cells[0], left);

        text_add(out, STR("  "));
        text_add(out, name);
        text_add_repeat(out, STR(" "), left - str_width(name) + 2);
        put_row(p, r, width, ascii, cells, out);
    }
}

void picture_write_keys(const struct picture *p, size_t width, bool ascii, struct text *out)
{
    static const struct { const char *sign, *ascii; } signs[] = {
        [KEY_BAR] = {"\xe2\x96\x88", "#"}, [KEY_SOFT_BAR] = {"\xe2\x96\x92", "="},
        [KEY_HATCHED] = {"\xe2\x96\x88", "#"}, [KEY_BAND] = {"\xe2\xa0\x89\xe2\xa3\x80", ".."},
        [KEY_LINE] = {"\xe2\xa0\xa4\xe2\xa0\xa4", ".."},
        [KEY_DASHED_LINE] = {"\xe2\xa0\x84\xe2\xa0\x84", ".."},
        [KEY_RULE] = {"\xe2\x94\x82", "|"}, [KEY_DASHED_RULE] = {"\xe2\x94\x86", ":"},
        [KEY_ACROSS] = {"\xe2\x94\x80", "-"},
        [KEY_WHISKER] = {"\xe2\x94\x82\xe2\x94\x80\xe2\x94\x82", "|-|"},
        [KEY_THIN] = {"\xe2\x94\x88", "."}, [KEY_DOT] = {"\xe2\x97\x8f", "*"},
        [KEY_RING] = {"\xe2\x97\x8b", "o"}, [KEY_DIAMOND] = {"\xe2\x97\x86", "+"}};
    size_t column = 0;

    for (unsigned i = 0; i < p->key_count; i++) {
        const struct str sign = str_of(ascii ? signs[p->keys[i].shape].ascii
                                             : signs[p->keys[i].shape].sign);
        const struct str words = picture_cut(p->owner, p->keys[i].words,
                                             width > 2 + str_width(sign) + 2
                                                 ? width - 3 - str_width(sign) : 1);
        const size_t wide = str_width(sign) + 1 + str_width(words);

        if (column > 0 && column + 3 + wide > width) {
            text_add_char(out, '\n');
            column = 0;
        }
        text_add_repeat(out, STR(" "), column > 0 ? 3 : 2);
        column += (column > 0 ? 3 : 2) + wide;
        text_addf(out, "%.*s %.*s", STR_ARG(sign), STR_ARG(words));
    }
    if (p->key_count > 0)
        text_add_char(out, '\n');
}
