/* SPDX-License-Identifier: Apache-2.0 */
/* Squares of two quantities: date and cost together, the fever chart, said against happened. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/picture/plot.h"

enum { LEFT = 64, TOP = 16, SIDE = 280, MILLION = 1000000 };

static const struct scale square_across = {0, MILLION, LEFT * PX, (LEFT + SIDE) * PX};
static const struct scale square_up = {0, MILLION, (TOP + SIDE) * PX, TOP * PX};

static struct str percent(struct arena *owner, int64_t ppm)
{
    return str_format(owner, "%lld\xc2\xa0%%", (long long)((ppm + 5000) / 10000));
}

static struct picture *square_new(const struct picture_frame *f, const char *kind,
                                  struct str across, struct str up)
{
    struct picture *p = picture_new(f->owner, kind, f->title, f->sentence, LEFT + SIDE + 120);

    p->height = (TOP + SIDE + 44) * PX;
    p->area = (struct picture_area){LEFT * PX, TOP * PX, (LEFT + SIDE) * PX, (TOP + SIDE) * PX};
    picture_rect(p, INK_GRID, LEFT * PX, TOP * PX, SIDE * PX, SIDE * PX)->filled = false;
    picture_text(p, INK_DIM, (LEFT + SIDE / 2) * PX, (TOP + SIDE + 36) * PX, ANCHOR_MIDDLE, across);
    picture_text(p, INK_DIM, LEFT * PX, (TOP - 4) * PX, ANCHOR_START, up);
    return p;
}

static void square_percents(struct picture *p, const struct scale *up)
{
    plot_percents(p, up, LEFT, LEFT + SIDE);
    for (int at = 0; at <= 100; at += 20)
        picture_text(p, INK_DIM, scale_at(&square_across, at * 10000), (TOP + SIDE + 18) * PX,
                     ANCHOR_MIDDLE, percent(p->owner, at * 10000));
}

struct picture *picture_joint(const struct picture_frame *f, const struct point *points_ppm,
                              size_t count, int32_t limit_x_ppm, int32_t limit_y_ppm,
                              const struct str shares[4], struct str across, struct str up,
                              const struct axis_tick *up_ticks, size_t up_count)
{
    static const char *const where[] = {"in time, inside", "late, inside", "in time, over",
                                        "late, over"};
    struct picture *p = square_new(f, "joint", across, up);
    const int32_t x = scale_at(&square_across, limit_x_ppm), y = scale_at(&square_up, limit_y_ppm);

    plot_below(p, f, &square_across, TOP + SIDE + 18);
    for (size_t i = 0; i < up_count; i++) {
        const int32_t at = scale_at(&square_up, up_ticks[i].at);

        picture_line(p, INK_GRID, LEFT * PX, at, (LEFT + SIDE) * PX, at);
        picture_text(p, INK_DIM, (LEFT - 6) * PX, at + 4 * PX, ANCHOR_END, up_ticks[i].label);
    }
    for (size_t i = 0; i < count; i++)
        picture_dot(p, INK_SOFT, scale_at(&square_across, points_ppm[i].x),
                    scale_at(&square_up, points_ppm[i].y), PX + PX / 2);
    picture_line(p, INK_PROMISE, x, TOP * PX, x, (TOP + SIDE) * PX);
    picture_line(p, INK_PROMISE, LEFT * PX, y, (LEFT + SIDE) * PX, y)->dashed = true;
    picture_text(p, INK_TEXT, (LEFT + 6) * PX, (TOP + SIDE - 8) * PX, ANCHOR_START, shares[0]);
    picture_text(p, INK_TEXT, (LEFT + SIDE - 6) * PX, (TOP + SIDE - 8) * PX, ANCHOR_END, shares[1]);
    picture_text(p, INK_TEXT, (LEFT + 6) * PX, (TOP + 16) * PX, ANCHOR_START, shares[2]);
    picture_text(p, INK_TEXT, (LEFT + SIDE - 6) * PX, (TOP + 16) * PX, ANCHOR_END, shares[3]);
    picture_column(p, "where", false);
    picture_column(p, "share of runs", true);
    for (int i = 0; i < 4; i++) {
        struct str *row = picture_row(p);

        row[0] = str_of(where[i]);
        row[1] = shares[i];
    }
    return p;
}

/* Where the axis ends: what is used may be more than there was, and is cut at three times that. */
static int64_t top_of(const struct point *track_ppm, size_t count)
{
    int64_t top = MILLION;

    for (size_t i = 0; i < count; i++)
        while (top < track_ppm[i].y && top < 3 * MILLION)
            top += MILLION / 2;
    return top;
}

/* Right of the square, where the zones are widest apart at the end of the way. */
static void name_zone(struct picture *p, const char *name, int32_t y)
{
    picture_text(p, INK_TEXT, (LEFT + SIDE + 8) * PX, y + 4 * PX, ANCHOR_START, str_of(name));
}

struct picture *picture_fever(const struct picture_frame *f, const struct point *track_ppm,
                              size_t count, struct picture_zone yellow, struct picture_zone red)
{
    struct picture *p = square_new(f, "fever", STR("chain complete"), STR("buffer used"));
    const struct scale up = {0, top_of(track_ppm, count), square_up.low, square_up.high};
    const int32_t left = LEFT * PX, right = (LEFT + SIDE) * PX;
    const struct point over[] = {{left, scale_at(&up, red.left_ppm)},
                                 {right, scale_at(&up, red.right_ppm)},
                                 {right, TOP * PX}, {left, TOP * PX}};
    const struct point between[] = {{left, scale_at(&up, yellow.left_ppm)},
                                    {right, scale_at(&up, yellow.right_ppm)},
                                    {right, over[1].y}, {left, over[0].y}};
    struct point *track = ARENA_ARRAY(f->owner, struct point, count + 1);

    picture_path(p, INK_ZONE_BAD, over, 4, true);
    picture_path(p, INK_ZONE_WARN, between, 4, true);
    picture_line(p, INK_BAD, left, over[0].y, right, over[1].y);
    picture_line(p, INK_WARN, left, between[0].y, right, between[1].y);
    square_percents(p, &up);
    name_zone(p, "red", (TOP * PX + over[1].y) / 2);
    name_zone(p, "amber", (over[1].y + between[1].y) / 2);
    name_zone(p, "green", (between[1].y + square_up.low) / 2);
    picture_column(p, "chain complete", true);
    picture_column(p, "buffer used", true);
    for (size_t i = 0; i < count; i++) {
        struct str *row = picture_row(p);

        track[i] = (struct point){scale_at(&square_across, track_ppm[i].x),
                                  scale_at(&up, track_ppm[i].y)};
        row[0] = percent(f->owner, track_ppm[i].x);
        row[1] = percent(f->owner, track_ppm[i].y);
    }
    if (count > 1)
        picture_path(p, INK_PROMISE, track, count, false);
    for (size_t i = 0; i < count; i++)
        picture_dot(p, INK_PROMISE, track[i].x, track[i].y, (i + 1 == count ? 5 : 3) * PX);
    return p;
}

struct picture *picture_reliability(const struct picture_frame *f,
                                    const struct picture_score *scores, size_t count)
{
    struct picture *p = square_new(f, "reliability", STR("said"), STR("happened"));

    square_percents(p, &square_up);
    picture_line(p, INK_GHOST, LEFT * PX, (TOP + SIDE) * PX, (LEFT + SIDE) * PX, TOP * PX)->dashed =
        true;
    picture_column(p, "said", true);
    picture_column(p, "happened", true);
    picture_column(p, "interval", true);
    picture_column(p, "of", true);
    for (size_t i = 0; i < count; i++) {
        const struct picture_score *s = &scores[i];
        const int32_t x = scale_at(&square_across, s->said_ppm);
        struct str *row = picture_row(p);

        picture_line(p, INK_SOFT, x, scale_at(&square_up, s->low_ppm), x,
                     scale_at(&square_up, s->high_ppm))->strong = true;
        picture_dot(p, INK_FORECAST, x, scale_at(&square_up, s->happened_ppm), 4 * PX)->text =
            str_format(f->owner, "%u", s->count);
        picture_bar_of(p, s->happened_ppm, MILLION);
        row[0] = percent(f->owner, s->said_ppm);
        row[1] = percent(f->owner, s->happened_ppm);
        row[2] = str_format(f->owner, "%.*s to %.*s", STR_ARG(percent(f->owner, s->low_ppm)),
                            STR_ARG(percent(f->owner, s->high_ppm)));
        row[3] = str_format(f->owner, "%u", s->count);
    }
    return p;
}
