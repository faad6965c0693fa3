/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

static int32_t labels_of(struct arena *owner, const struct picture_range *items, size_t count)
{
    int32_t room = 0;

    for (size_t i = 0; i < count; i++)
        room = plot_room(room, plot_name(owner, items[i].label, items[i].title));
    return room > 0 ? room : PLOT_LABELS;
}

struct picture *picture_ranges(const struct picture_frame *f, const struct picture_range *items,
                               size_t count)
{
    const int32_t labels = labels_of(f->owner, items, count);
    const int32_t right = labels + PLOT_RIGHT - PLOT_LABELS;
    struct picture *p = picture_new(f->owner, "ranges", f->title, f->sentence,
                                    right + PLOT_WIDTH - PLOT_RIGHT);
    const struct scale across = {f->from, f->to, labels * PX, right * PX};
    const int32_t bottom = PLOT_TOP + (int32_t)count * PLOT_ROW + 4;

    p->height = (bottom + 4) * PX;
    p->area = (struct picture_area){labels * PX, PLOT_TOP * PX, right * PX,
                                    bottom * PX};
    plot_ticks(p, f, &across, PLOT_TOP, bottom);
    picture_column(p, "what", false);
    picture_column(p, "P10", true);
    picture_column(p, "P50", true);
    picture_column(p, "P90", true);
    picture_column(p, "promised", true);
    picture_column(p, "P80 before", true);
    for (size_t i = 0; i < count; i++) {
        const struct picture_range *r = &items[i];
        const int32_t middle = PLOT_TOP + (int32_t)i * PLOT_ROW + PLOT_ROW / 2, y = middle * PX;
        struct str *row = picture_row(p);
        struct mark *m;

        picture_row_at(p, y - PLOT_ROW / 2 * PX, y + PLOT_ROW / 2 * PX);
        plot_label(p, labels, middle, plot_name(f->owner, r->label, r->title));
        picture_line(p, INK_SOFT, scale_at(&across, r->p10), y, scale_at(&across, r->p90), y)
            ->strong = true;
        m = picture_rect(p, INK_FORECAST, scale_at(&across, r->p25), y - 3 * PX,
                         scale_at(&across, r->p75) - scale_at(&across, r->p25), 6 * PX);
        m->text = r->label;
        picture_dot(p, INK_PAPER, scale_at(&across, r->p50), y, 6 * PX + PX / 2);
        picture_dot(p, INK_FORECAST, scale_at(&across, r->p50), y, 5 * PX)->text = r->said[1];
        if (r->ghost != PICTURE_NONE) {
            m = picture_dot(p, INK_GHOST, scale_at(&across, r->ghost), y, 4 * PX);
            m->filled = false;
            m->text = r->said[4];
        }
        if (r->mark != PICTURE_NONE) {
            m = picture_line(p, INK_PROMISE, scale_at(&across, r->mark), y - 10 * PX,
                             scale_at(&across, r->mark), y + 10 * PX);
            m->strong = true;
            m->text = r->said[3];
        }
        row[0] = r->label;
        picture_row_title(p, r->title);
        for (int c = 0; c < 5; c++)
            row[c + 1] = r->said[c];
    }
    return p;
}
