/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/text.h"
#include "core/picture/plot.h"

enum { ROW = 24, HATCH = 6 };

/* Lines across what is over full, so that no colour is needed to see it. */
static void hatch(struct picture *p, int32_t x, int32_t y, int32_t width, int32_t height)
{
    for (int32_t at = HATCH * PX; at < width + height; at += HATCH * PX) {
        const int32_t from_x = at < height ? x : x + at - height;
        const int32_t from_y = at < height ? y + at : y + height;
        const int32_t to_x = at < width ? x + at : x + width;
        const int32_t to_y = at < width ? y : y + at - width;

        picture_line(p, INK_ACTION, from_x, from_y, to_x, to_y);
    }
}

/* How full each cell is: a line at that height, the same for neighbours that are as full. */
static void draw_level(struct picture *p, const struct scale *cells, const int32_t *value_ppm,
                       size_t count, int32_t full_ppm, int32_t top)
{
    const struct scale up = {0, full_ppm > 0 ? full_ppm : 1, (top + ROW - 2) * PX, top * PX};

    for (size_t c = 0; c < count;) {
        const size_t from = c;

        while (c < count && value_ppm[c] == value_ppm[from])
            c++;
        if (value_ppm[from] > 0) {
            const int32_t y = scale_at(&up, value_ppm[from]);

            picture_line(p, INK_FORECAST, scale_at(cells, (int64_t)from), y,
                         scale_at(cells, (int64_t)c), y);
        }
    }
}

struct picture *picture_heat(const struct picture_frame *f, const struct str *labels,
                             size_t row_count, size_t column_count, const int32_t *value_ppm,
                             int32_t full_ppm)
{
    struct picture *p = picture_new(f->owner, "heat", f->title, f->sentence, PLOT_WIDTH);
    const struct scale across = {f->from, f->to, PLOT_LABELS * PX, PLOT_RIGHT * PX};
    const struct scale cells = {0, (int64_t)(column_count ? column_count : 1), PLOT_LABELS * PX,
                                PLOT_RIGHT * PX};
    const int32_t bottom = PLOT_TOP + (int32_t)row_count * ROW + 4;

    p->height = (bottom + 4) * PX;
    p->area = (struct picture_area){PLOT_LABELS * PX, PLOT_TOP * PX, PLOT_RIGHT * PX, bottom * PX};
    plot_ticks(p, f, &across, PLOT_TOP, bottom);
    picture_column(p, "who", false);
    picture_column(p, "most", true);
    picture_column(p, "cells over full", true);
    for (size_t r = 0; r < row_count; r++) {
        const int32_t top = PLOT_TOP + (int32_t)r * ROW + 1;
        struct str *row = picture_row(p);
        int32_t most = 0, over = 0;

        picture_row_at(p, top * PX, (top + ROW) * PX);
        plot_label(p, PLOT_LABELS, top + ROW / 2,
                   picture_fit(p->owner, labels[r], LABEL_ROOM * PX, false));
        for (size_t c = 0; c < column_count; c++) {
            const int32_t value = value_ppm[r * column_count + c];
            const int32_t x = scale_at(&cells, (int64_t)c);
            const int32_t width = scale_at(&cells, (int64_t)c + 1) - x;
            const int64_t level = (int64_t)value * 4 / (full_ppm > 0 ? full_ppm : 1);

            most = value > most ? value : most;
            over += value > full_ppm;
            if (value <= 0)
                continue;
            picture_rect(p, value > full_ppm ? INK_HEAT_5
                                             : (enum ink)(INK_HEAT_0 + (level > 4 ? 4 : level)),
                         x, top * PX, width, (ROW - 2) * PX)->text =
                str_format(p->owner, "%d\xc2\xa0%%", (value + 5000) / 10000);
            if (value > full_ppm)
                hatch(p, x, top * PX, width, (ROW - 2) * PX);
        }
        draw_level(p, &cells, value_ppm + r * column_count, column_count, full_ppm, top);
        picture_bar_of(p, most, full_ppm > most ? full_ppm : most);
        row[0] = labels[r];
        row[1] = str_format(p->owner, "%d\xc2\xa0%%", (most + 5000) / 10000);
        row[2] = str_format(p->owner, "%d", over);
    }
    return p;
}
