/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

#include "core/base/text.h"

enum { TICK_APART = 46 };

void plot_ticks(struct picture *p, const struct picture_frame *f, const struct scale *across,
                int32_t top_px, int32_t bottom_px)
{
    int32_t last = INT32_MIN / 2;

    for (size_t i = 0; i < f->tick_count; i++) {
        const int32_t x = scale_at(across, f->ticks[i].at);

        if (f->ticks[i].at < f->from || f->ticks[i].at > f->to)
            continue;
        picture_line(p, INK_GRID, x, top_px * PX, x, bottom_px * PX);
        if (x - last < TICK_APART * PX || x > across->high - 20 * PX)
            continue;
        picture_text(p, INK_DIM, x, (top_px - 6) * PX, ANCHOR_START, f->ticks[i].label);
        last = x;
    }
}

struct str plot_name(struct arena *owner, struct str label, struct str title)
{
    enum { TITLE_LEAST = 10 };
    const size_t taken = str_width(label) + 3;

    if (title.len == 0 || str_equal_nocase(title, label) || taken + TITLE_LEAST > NAMED_COLUMNS)
        return picture_cut(owner, label, LABEL_COLUMNS);
    title = picture_cut(owner, title, NAMED_COLUMNS - taken);
    return str_format(owner, "%.*s (%.*s)", STR_ARG(title), STR_ARG(label));
}

int32_t plot_room(int32_t so_far, struct str name)
{
    const int32_t room = 14 + (int32_t)str_width(name) * 7;

    so_far = so_far > PLOT_LABELS ? so_far : PLOT_LABELS;
    return str_width(name) > LABEL_COLUMNS && room > so_far ? room : so_far;
}

void plot_label(struct picture *p, int32_t labels_px, int32_t y_px, struct str label)
{
    picture_text(p, INK_TEXT, (labels_px - 10) * PX, (y_px + 4) * PX, ANCHOR_END, label);
}

void plot_percents(struct picture *p, const struct scale *up, int32_t left_px, int32_t right_px)
{
    for (int percent = 0; percent <= 100; percent += 20) {
        const int32_t y = scale_at(up, percent * 10000);

        picture_line(p, INK_GRID, left_px * PX, y, right_px * PX, y);
        picture_text(p, INK_DIM, (left_px - 6) * PX, y + 4 * PX, ANCHOR_END,
                     str_format(p->owner, "%d\xc2\xa0%%", percent));
    }
}
