/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

enum { ROOM = 80 };         /* right of the last bar, for its days or date */

static int32_t labels_of(struct arena *owner, const struct picture_step *steps, size_t count)
{
    int32_t room = PLOT_LABELS;

    for (size_t i = 0; i < count; i++)
        room = plot_room(room, plot_name(owner, steps[i].label, steps[i].title));
    return room;
}

static void total(struct picture *p, const struct scale *across, int32_t middle, int64_t at,
                  struct str label, struct str said)
{
    const int32_t x = scale_at(across, at), y = middle * PX;
    struct str *row = picture_row(p);

    picture_row_at(p, y - PLOT_ROW / 2 * PX, y + PLOT_ROW / 2 * PX);
    plot_label(p, p->area.left / PX, middle,
               picture_fit(p->owner, label, LABEL_ROOM * PX, false));
    picture_line(p, INK_PROMISE, x, y - 9 * PX, x, y + 9 * PX)->strong = true;
    picture_text(p, INK_TEXT, x + 8 * PX, y + 4 * PX, ANCHOR_START, said);
    row[0] = label;
    row[1] = said;
}

struct picture *picture_waterfall(const struct picture_frame *f, int64_t first, int64_t last,
                                  struct str said_first, struct str said_last,
                                  const struct picture_step *steps, size_t count)
{
    const int32_t labels = labels_of(f->owner, steps, count);
    const int32_t edge = labels + PLOT_RIGHT - PLOT_LABELS;
    struct picture *p = picture_new(f->owner, "waterfall", f->title, f->sentence,
                                    edge + PLOT_WIDTH - PLOT_RIGHT);
    int64_t low = first < last ? first : last, high = first < last ? last : first, at = first;
    struct scale across;

    for (size_t i = 0; i < count; i++) {
        at += steps[i].value;
        low = at < low ? at : low;
        high = at > high ? at : high;
    }
    if (high == low)
        high = low + 1;
    across = (struct scale){low - (high - low) / 20, high + (high - low) / 20, labels * PX,
                            (edge - ROOM) * PX};
    p->height = (8 + ((int32_t)count + 2) * PLOT_ROW + 8) * PX;
    p->area = (struct picture_area){labels * PX, 0, (edge - ROOM) * PX, p->height};
    picture_column(p, "what", false);
    picture_column(p, "moves", true);
    total(p, &across, 8 + PLOT_ROW / 2, first, STR("before"), said_first);
    at = first;
    for (size_t i = 0; i < count; i++) {
        const int32_t middle = 8 + ((int32_t)i + 1) * PLOT_ROW + PLOT_ROW / 2, y = middle * PX;
        const int32_t from = scale_at(&across, at), to = scale_at(&across, at + steps[i].value);
        const int32_t left = from < to ? from : to, right = from < to ? to : from;
        struct str *row = picture_row(p);

        picture_row_at(p, y - PLOT_ROW / 2 * PX, y + PLOT_ROW / 2 * PX);
        plot_label(p, labels, middle, plot_name(f->owner, steps[i].label, steps[i].title));
        picture_rect(p, steps[i].value > 0 ? INK_ACTION : INK_GOOD, left, y - 8 * PX,
                     right - left, 16 * PX)->text = steps[i].label;
        picture_line(p, INK_GRID, to, y + 8 * PX, to, y + (PLOT_ROW - 8) * PX);
        picture_text(p, INK_TEXT, right + 6 * PX, y + 4 * PX, ANCHOR_START, steps[i].said);
        picture_bar_of(p, steps[i].value, high - low);
        row[0] = steps[i].label;
        picture_row_title(p, steps[i].title);
        row[1] = steps[i].said;
        at += steps[i].value;
    }
    total(p, &across, 8 + ((int32_t)count + 1) * PLOT_ROW + PLOT_ROW / 2, last, STR("now"),
          said_last);
    return p;
}
