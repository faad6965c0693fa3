/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

static int32_t labels_of(struct arena *owner, const struct picture_bar *bars, size_t count)
{
    int32_t room = 0;

    for (size_t i = 0; i < count; i++)
        room = plot_room(room, plot_name(owner, bars[i].label, bars[i].title));
    return room > 0 ? room : PLOT_LABELS;
}

struct picture *picture_bars(const struct picture_frame *f, const char *kind,
                             const struct picture_bar *bars, size_t count, const char *what,
                             const char *what_second)
{
    const int32_t labels = labels_of(f->owner, bars, count);
    const int32_t right = labels + PLOT_RIGHT - PLOT_LABELS;
    struct picture *p = picture_new(f->owner, kind, f->title, f->sentence,
                                    right + PLOT_WIDTH - PLOT_RIGHT);
    struct scale across = {0, 1, labels * PX, (right - 90) * PX}, second = across;

    p->height = (8 + (int32_t)count * PLOT_ROW + 8) * PX;
    for (size_t i = 0; i < count; i++) {
        across.to = bars[i].value > across.to ? bars[i].value : across.to;
        if (bars[i].second != PICTURE_NONE)
            second.to = bars[i].second > second.to ? bars[i].second : second.to;
    }
    picture_column(p, "what", false);
    picture_column(p, what, true);
    if (what_second)
        picture_column(p, what_second, true);
    for (size_t i = 0; i < count; i++) {
        const int32_t middle = 8 + (int32_t)i * PLOT_ROW + PLOT_ROW / 2, y = middle * PX;
        const bool two = what_second && bars[i].second != PICTURE_NONE;
        const int32_t x = scale_at(&across, bars[i].value);
        struct str *row = picture_row(p);

        plot_label(p, labels, middle, plot_name(f->owner, bars[i].label, bars[i].title));
        picture_rect(p, bars[i].ink, labels * PX, y - (two ? 9 : 8) * PX,
                     x - labels * PX, (two ? 10 : 16) * PX)->text = bars[i].label;
        if (two)
            picture_rect(p, INK_GHOST, labels * PX, y + 3 * PX,
                         scale_at(&second, bars[i].second) - labels * PX, 5 * PX)->text =
                bars[i].said_second;
        picture_text(p, INK_TEXT, x + 6 * PX, y + 4 * PX, ANCHOR_START, bars[i].said);
        if (x + 10 * PX + picture_wide(bars[i].said, false) > p->width)
            p->width = x + 10 * PX + picture_wide(bars[i].said, false);
        picture_bar_of(p, bars[i].value, across.to);
        row[0] = bars[i].label;
        picture_row_title(p, bars[i].title);
        row[1] = bars[i].said;
        if (what_second)
            row[2] = bars[i].said_second;
    }
    picture_line(p, INK_AXIS, labels * PX, 4 * PX, labels * PX,
                 (12 + (int32_t)count * PLOT_ROW) * PX);
    return p;
}
