/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/picture/plot.h"

enum { LEFT = 56, BOTTOM = 264, LEVEL = 16, LEVELS = 3, BESIDE = 6 };

static const struct point *points_of(const struct scale *across, const struct scale *up,
                                     const struct picture_sample *curve, size_t count,
                                     struct arena *owner)
{
    struct point *points = ARENA_ARRAY(owner, struct point, count + 1);

    for (size_t i = 0; i < count; i++)
        points[i] = (struct point){scale_at(across, curve[i].at), scale_at(up, curve[i].ppm)};
    return points;
}

/* The line of a rule begins at its level and goes down, so it runs through what is written on the
 * levels below. Whether one does through from..to on that level. */
static bool is_crossed(const struct scale *across, const struct picture_rule *rules, size_t rule,
                       int32_t from, int32_t to)
{
    for (size_t i = 0; i < rule; i++) {
        const int32_t x = scale_at(across, rules[i].at);

        if (x > from - 2 * PX && x < to + 2 * PX && i % LEVELS <= rule % LEVELS)
            return true;
    }
    return false;
}

/* Its words stand right of it, unless a line runs through them there, or the picture ends. */
static void draw_rule(struct picture *p, const struct scale *across,
                      const struct picture_rule *rules, size_t rule)
{
    const struct picture_rule *r = &rules[rule];
    const int32_t x = scale_at(across, r->at), wide = picture_wide(r->label, false);
    const int32_t y = PLOT_TOP + LEVEL * (int32_t)(rule % LEVELS);
    const int32_t right = x + BESIDE * PX, left = x - BESIDE * PX;
    const bool fits_right = right + wide <= p->width, fits_left = left - wide >= 0;
    const bool late = !fits_right || (is_crossed(across, rules, rule, right, right + wide) &&
                                      fits_left &&
                                      !is_crossed(across, rules, rule, left - wide, left));

    picture_line(p, r->ink, x, y * PX, x, BOTTOM * PX)->dashed = r->ink != INK_PROMISE;
    picture_text(p, r->ink, late ? left : right, (y + 4) * PX,
                 late ? ANCHOR_END : ANCHOR_START, r->label);
}

struct picture *picture_curve(const struct picture_frame *f, const struct picture_sample *curve,
                              size_t count, const struct picture_sample *ghost,
                              size_t ghost_count, const struct picture_rule *rules,
                              size_t rule_count,
                              struct str (*say_at)(struct arena *, int64_t))
{
    struct picture *p = picture_new(f->owner, "curve", f->title, f->sentence, PLOT_WIDTH);
    const int32_t top =
        PLOT_TOP + LEVEL * ((int32_t)rule_count > LEVELS ? LEVELS : (int32_t)rule_count);
    const struct scale across = {f->from, f->to, LEFT * PX, PLOT_RIGHT * PX};
    const struct scale up = {0, 1000000, BOTTOM * PX, (top + 8) * PX};

    p->height = (BOTTOM + 24) * PX;
    p->area = (struct picture_area){LEFT * PX, (top + 8) * PX, PLOT_RIGHT * PX, BOTTOM * PX};
    for (size_t i = 0; i < f->tick_count; i++)
        if (f->ticks[i].at >= f->from && f->ticks[i].at <= f->to) {
            const int32_t x = scale_at(&across, f->ticks[i].at);

            picture_line(p, INK_GRID, x, (top + 8) * PX, x, BOTTOM * PX);
        }
    plot_below(p, f, &across, BOTTOM + 16);
    plot_percents(p, &up, LEFT, PLOT_RIGHT);
    if (ghost_count > 1)
        picture_path(p, INK_GHOST, points_of(&across, &up, ghost, ghost_count, f->owner),
                     ghost_count, false)->dashed = true;
    picture_path(p, INK_FORECAST, points_of(&across, &up, curve, count, f->owner), count, false)
        ->strong = true;
    for (size_t i = 0; i < rule_count; i++)
        draw_rule(p, &across, rules, i);
    picture_column(p, "by", true);
    picture_column(p, "likely", true);
    for (size_t i = 0; i < count; i++) {
        struct str *row = picture_row(p);

        picture_bar_of(p, curve[i].ppm, 1000000);
        row[0] = say_at(f->owner, curve[i].at);
        row[1] = str_format(f->owner, "%d\xc2\xa0%%", (curve[i].ppm + 5000) / 10000);
    }
    return p;
}
