/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

#include "core/base/text.h"

enum { TICK_APART = 8 };

void plot_ticks(struct picture *p, const struct picture_frame *f, const struct scale *across,
                int32_t top_px, int32_t bottom_px)
{
    int32_t last = INT32_MIN / 2;

    for (size_t i = 0; i < f->tick_count; i++) {
        const int32_t x = scale_at(across, f->ticks[i].at);
        const int32_t wide = picture_wide(f->ticks[i].label, false);

        if (f->ticks[i].at < f->from || f->ticks[i].at > f->to)
            continue;
        picture_line(p, INK_GRID, x, top_px * PX, x, bottom_px * PX);
        if (x - last < TICK_APART * PX || x + wide > p->width)
            continue;
        picture_text(p, INK_DIM, x, (top_px - 6) * PX, ANCHOR_START, f->ticks[i].label);
        last = x + wide;
    }
}

void plot_below(struct picture *p, const struct picture_frame *f, const struct scale *across,
                int32_t y_px)
{
    int32_t last = INT32_MIN / 2;

    for (size_t i = 0; i < f->tick_count; i++) {
        const int32_t wide = picture_wide(f->ticks[i].label, false);
        const int32_t x = scale_at(across, f->ticks[i].at), from = x - wide / 2;

        if (f->ticks[i].at < across->from || f->ticks[i].at > across->to ||
            from - last < TICK_APART * PX || from + wide > p->width)
            continue;
        picture_text(p, INK_DIM, x, y_px * PX, ANCHOR_MIDDLE, f->ticks[i].label);
        last = from + wide;
    }
}

struct str plot_name(struct arena *owner, struct str label, struct str title)
{
    enum { TITLE_LEAST = 70 * PX };
    const struct str behind = str_format(owner, " (%.*s)", STR_ARG(label));
    const int32_t left = NAMED_ROOM * PX - picture_wide(behind, false);

    if (title.len == 0 || str_equal_nocase(title, label) || left < TITLE_LEAST)
        return picture_fit(owner, label, LABEL_ROOM * PX, false);
    title = picture_fit(owner, title, left, false);
    return str_format(owner, "%.*s%.*s", STR_ARG(title), STR_ARG(behind));
}

int32_t plot_room(int32_t so_far, struct str name)
{
    const int32_t room = 14 + (picture_wide(name, false) + PX - 1) / PX;

    so_far = so_far > PLOT_LABELS ? so_far : PLOT_LABELS;
    return room > so_far ? room : so_far;
}

void plot_label(struct picture *p, int32_t labels_px, int32_t y_px, struct str label)
{
    picture_text(p, INK_TEXT, (labels_px - 10) * PX, (y_px + 4) * PX, ANCHOR_END, label);
}

void plot_percents(struct picture *p, const struct scale *up, int32_t left_px, int32_t right_px)
{
    const int step = up->to > 1000000 ? 50 : 20;

    for (int percent = 0; percent * 10000 <= up->to; percent += step) {
        const int32_t y = scale_at(up, percent * 10000);

        picture_line(p, INK_GRID, left_px * PX, y, right_px * PX, y);
        picture_text(p, INK_DIM, (left_px - 6) * PX, y + 4 * PX, ANCHOR_END,
                     str_format(p->owner, "%d\xc2\xa0%%", percent));
    }
}
