/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

enum { ROW = 22 };

static void draw_task(struct picture *p, const struct scale *across, const struct picture_task *t,
                      int32_t y)
{
    const int32_t from = scale_at(across, t->start), to = scale_at(across, t->p50);
    const int32_t half = 2 * PX + (int32_t)((int64_t)t->weight_ppm * 4 * PX / 1000000);
    struct mark *m;

    if (t->baseline_start != PICTURE_NONE && t->baseline_finish != PICTURE_NONE)
        picture_line(p, INK_GHOST, scale_at(across, t->baseline_start), y + 8 * PX,
                     scale_at(across, t->baseline_finish), y + 8 * PX);
    if (!t->is_point)
        picture_rect(p, t->weight_ppm >= 200000 ? INK_FORECAST : INK_SOFT, from, y - half,
                     to > from ? to - from : PX, 2 * half)->text = t->label;
    m = picture_line(p, INK_DIM, scale_at(across, t->p10), y, scale_at(across, t->p90), y);
    m->text = t->said[3];
    picture_line(p, INK_DIM, scale_at(across, t->p10), y - 3 * PX, scale_at(across, t->p10),
                 y + 3 * PX);
    picture_line(p, INK_DIM, scale_at(across, t->p90), y - 3 * PX, scale_at(across, t->p90),
                 y + 3 * PX);
    if (t->is_point) {
        const struct point diamond[] = {
            {to, y - 6 * PX}, {to + 6 * PX, y}, {to, y + 6 * PX}, {to - 6 * PX, y}};

        picture_path(p, INK_PROMISE, diamond, 4, true)->text = t->label;
    }
}

struct picture *picture_timeline(const struct picture_frame *f, const struct picture_task *tasks,
                                 size_t count, const struct picture_rule *rules,
                                 size_t rule_count)
{
    struct picture *p = picture_new(f->owner, "timeline", f->title, f->sentence, PLOT_WIDTH);
    const struct scale across = {f->from, f->to, PLOT_LABELS * PX, PLOT_RIGHT * PX};
    const int32_t bottom = PLOT_TOP + (int32_t)count * ROW + 4;

    p->height = (bottom + 6 + 14 * (int32_t)(rule_count > 3 ? 3 : rule_count)) * PX;
    p->area = (struct picture_area){PLOT_LABELS * PX, PLOT_TOP * PX, PLOT_RIGHT * PX, bottom * PX};
    plot_ticks(p, f, &across, PLOT_TOP, bottom);
    picture_column(p, "what", false);
    picture_column(p, "start", true);
    picture_column(p, "P10", true);
    picture_column(p, "P50", true);
    picture_column(p, "P90", true);
    for (size_t i = 0; i < count; i++) {
        const int32_t middle = PLOT_TOP + (int32_t)i * ROW + ROW / 2;
        struct str *row = picture_row(p);

        picture_row_at(p, (middle - ROW / 2) * PX, (middle + ROW / 2) * PX);
        plot_label(p, middle, tasks[i].label);
        draw_task(p, &across, &tasks[i], middle * PX);
        row[0] = tasks[i].label;
        for (int c = 0; c < 4; c++)
            row[c + 1] = tasks[i].said[c];
    }
    for (size_t i = 0; i < rule_count; i++) {
        const int32_t x = scale_at(&across, rules[i].at);
        struct mark *m = picture_line(p, rules[i].ink, x, PLOT_TOP * PX, x, bottom * PX);

        m->dashed = true;
        m->text = rules[i].label;
        picture_text(p, rules[i].ink, x, (bottom + 13 + 14 * (int32_t)(i % 3)) * PX,
                     x > (PLOT_RIGHT - 60) * PX ? ANCHOR_END : ANCHOR_MIDDLE,
                     picture_cut(p->owner, rules[i].label, 24));
    }
    return p;
}
