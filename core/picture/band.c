/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/picture/plot.h"

enum { LEFT = 90, TOP = 16, BOTTOM = 260 };

static void draw_band(struct picture *p, const struct scale *across, const struct scale *up,
                      const struct picture_moment *m, size_t count)
{
    struct point *edge = ARENA_ARRAY(p->owner, struct point, 2 * count + 1);
    struct point *middle = ARENA_ARRAY(p->owner, struct point, count + 1);
    struct point *real = ARENA_ARRAY(p->owner, struct point, count + 1);
    size_t banded = 0, reals = 0;

    for (size_t i = 0; i < count; i++)
        if (m[i].middle != PICTURE_NONE) {
            edge[banded] = (struct point){scale_at(across, m[i].at), scale_at(up, m[i].low)};
            middle[banded++] = (struct point){scale_at(across, m[i].at), scale_at(up, m[i].middle)};
        }
    for (size_t i = count, n = banded; i-- > 0;)
        if (m[i].middle != PICTURE_NONE)
            edge[n++] = (struct point){scale_at(across, m[i].at), scale_at(up, m[i].high)};
    for (size_t i = 0; i < count; i++)
        if (m[i].real != PICTURE_NONE)
            real[reals++] = (struct point){scale_at(across, m[i].at), scale_at(up, m[i].real)};
    if (banded > 1) {
        picture_path(p, INK_HEAT_2, edge, 2 * banded, true);
        picture_path(p, INK_SOFT, edge, banded, false);
        picture_path(p, INK_SOFT, edge + banded, banded, false);
        picture_path(p, INK_FORECAST, middle, banded, false)->strong = true;
    }
    for (size_t i = 0; i < banded; i++)
        picture_dot(p, INK_FORECAST, middle[i].x, middle[i].y, 3 * PX);
    if (reals > 1)
        picture_path(p, INK_PROMISE, real, reals, false)->strong = true;
}

/* Where a line through one column of the moments stands at a place across; INT32_MIN: nowhere. */
static int32_t level_at(const struct scale *across, const struct scale *up,
                        const struct picture_moment *m, size_t count, int line, int32_t x)
{
    int64_t before = PICTURE_NONE;
    int32_t before_x = 0;

    for (size_t i = 0; i < count; i++) {
        const int64_t value = line == 0   ? m[i].low
                              : line == 1 ? m[i].middle
                              : line == 2 ? m[i].high
                                          : m[i].real;
        const int32_t at = scale_at(across, m[i].at);

        if (value == PICTURE_NONE)
            continue;
        if (before != PICTURE_NONE && before_x <= x && x <= at) {
            const int32_t from = scale_at(up, before), to = scale_at(up, value);

            return at == before_x ? to
                                  : from + (int32_t)((int64_t)(to - from) * (x - before_x) /
                                                     (at - before_x));
        }
        before = value;
        before_x = at;
    }
    return INT32_MIN;
}

static bool is_free(const struct scale *across, const struct scale *up,
                    const struct picture_moment *m, size_t count, int32_t left, int32_t wide,
                    int32_t base)
{
    enum { LOOKS = 12 };

    for (int line = 0; line < 4; line++)
        for (int look = 0; look <= LOOKS; look++) {
            const int32_t x = left + (int32_t)((int64_t)wide * look / LOOKS);
            const int32_t y = level_at(across, up, m, count, line, x);

            if (y != INT32_MIN && y > base - 13 * PX && y < base + 6 * PX)
                return false;
        }
    return true;
}

/* The words of the limit stand above or below its line, at the right or the left, where none of
 * the lines runs. */
static void name_limit(struct picture *p, const struct scale *across, const struct scale *up,
                       const struct picture_moment *m, size_t count, int32_t y, struct str said)
{
    const int32_t wide = picture_wide(said, false);
    const int32_t bases[] = {y - 5 * PX, y + 14 * PX};
    int best = 0;

    for (int place = 0; place < 4; place++)
        if ((place / 2 == 0 || bases[1] < BOTTOM * PX) &&
            is_free(across, up, m, count,
                    place % 2 == 0 ? PLOT_RIGHT * PX - wide : (LEFT + 4) * PX, wide,
                    bases[place / 2])) {
            best = place;
            break;
        }
    picture_text(p, INK_PROMISE, (best % 2 == 0 ? PLOT_RIGHT : LEFT + 4) * PX, bases[best / 2],
                 best % 2 == 0 ? ANCHOR_END : ANCHOR_START, said);
}

struct picture *picture_band(const struct picture_frame *f, const char *kind,
                             const struct picture_moment *moments, size_t count, int64_t limit,
                             struct str said_limit, bool diagonal,
                             const struct axis_tick *up_ticks, size_t up_count, int64_t up_from,
                             int64_t up_to)
{
    struct picture *p = picture_new(f->owner, kind, f->title, f->sentence, PLOT_WIDTH);
    const struct scale across = {f->from, f->to, LEFT * PX, PLOT_RIGHT * PX};
    const struct scale up = {up_from, up_to, BOTTOM * PX, TOP * PX};

    p->height = (BOTTOM + 24) * PX;
    p->area = (struct picture_area){LEFT * PX, TOP * PX, PLOT_RIGHT * PX, BOTTOM * PX};
    for (size_t i = 0; i < f->tick_count; i++)
        if (f->ticks[i].at >= f->from && f->ticks[i].at <= f->to) {
            const int32_t x = scale_at(&across, f->ticks[i].at);

            picture_line(p, INK_GRID, x, TOP * PX, x, BOTTOM * PX);
        }
    plot_below(p, f, &across, BOTTOM + 16);
    for (size_t i = 0; i < up_count; i++)
        if (up_ticks[i].at >= up_from && up_ticks[i].at <= up_to) {
            const int32_t y = scale_at(&up, up_ticks[i].at);

            picture_line(p, INK_GRID, LEFT * PX, y, PLOT_RIGHT * PX, y);
            picture_text(p, INK_DIM, (LEFT - 6) * PX, y + 4 * PX, ANCHOR_END, up_ticks[i].label);
        }
    if (diagonal) {
        const int64_t from = f->from > up_from ? f->from : up_from;
        const int64_t to = f->to < up_to ? f->to : up_to;

        if (from < to)
            picture_line(p, INK_GHOST, scale_at(&across, from), scale_at(&up, from),
                         scale_at(&across, to), scale_at(&up, to))->dashed = true;
    }
    draw_band(p, &across, &up, moments, count);
    if (limit != PICTURE_NONE) {
        const int32_t y = scale_at(&up, limit);

        picture_line(p, INK_PROMISE, LEFT * PX, y, PLOT_RIGHT * PX, y)->dashed = true;
        name_limit(p, &across, &up, moments, count, y, said_limit);
    }
    picture_column(p, "at", true);
    picture_column(p, "P50", true);
    picture_column(p, "range", true);
    picture_column(p, "real", true);
    for (size_t i = 0; i < count; i++) {
        struct str *row = picture_row(p);

        for (int c = 0; c < 4; c++)
            row[c] = moments[i].said[c];
    }
    return p;
}
