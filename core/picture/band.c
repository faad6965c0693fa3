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
        picture_path(p, INK_FORECAST, middle, banded, false)->strong = true;
    }
    for (size_t i = 0; i < banded; i++)
        picture_dot(p, INK_FORECAST, middle[i].x, middle[i].y, 3 * PX);
    if (reals > 1)
        picture_path(p, INK_PROMISE, real, reals, false)->strong = true;
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
            picture_text(p, INK_DIM, x, (BOTTOM + 16) * PX, ANCHOR_MIDDLE, f->ticks[i].label);
        }
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
        picture_text(p, INK_PROMISE, PLOT_RIGHT * PX, y - 5 * PX, ANCHOR_END, said_limit);
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
