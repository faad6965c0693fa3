/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

enum { ROW = 22, RULE_ROWS = 3, RULES_MOST = 32 };

/* Names of rules stand under the picture, in as few rows as they do not overlap in; one that finds
 * no room is told to a pointer only. Returns the rows used. */
static int32_t name_rules(struct picture *p, const struct scale *across,
                          const struct picture_rule *rules, size_t count, int32_t bottom)
{
    struct { int32_t from, to, row; } taken[RULES_MOST];
    size_t named = 0;
    int32_t rows = 0;

    for (size_t i = 0; i < count && named < RULES_MOST; i++) {
        const struct str label = picture_cut(p->owner, rules[i].label, 24);
        const int32_t x = scale_at(across, rules[i].at);
        const int32_t wide = picture_wide(label, false) + 6 * PX;
        const bool at_end = x + wide / 2 > (across->high + 20 * PX);
        const int32_t from = at_end ? x - wide : x - wide / 2, to = from + wide;
        int32_t row = 0;

        for (size_t k = 0; k < named; k++)
            if (taken[k].row == row && from < taken[k].to && taken[k].from < to) {
                row++;
                k = (size_t)-1;     /* again, in the next row */
            }
        if (row >= RULE_ROWS)
            continue;
        taken[named].from = from;
        taken[named].to = to;
        taken[named++].row = row;
        rows = row + 1 > rows ? row + 1 : rows;
        picture_text(p, rules[i].ink, x, (bottom + 13 + 14 * row) * PX,
                     at_end ? ANCHOR_END : ANCHOR_MIDDLE, label);
    }
    return rows;
}

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
        picture_rect(p, t->weight_ppm >= PICTURE_DRIVES_PPM ? INK_FORECAST : INK_SOFT, from,
                     y - half, to > from ? to - from : PX, 2 * half)->text = t->label;
    if (!t->is_point)           /* on a bar it would not be seen */
        picture_line(p, INK_PAPER, scale_at(across, t->p10), y, to, y)->strong = true;
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

static int32_t labels_of(struct arena *owner, const struct picture_task *tasks, size_t count)
{
    int32_t room = 0;

    for (size_t i = 0; i < count; i++)
        room = plot_room(room, plot_name(owner, tasks[i].label, tasks[i].title));
    return room > 0 ? room : PLOT_LABELS;
}

struct picture *picture_timeline(const struct picture_frame *f, const struct picture_task *tasks,
                                 size_t count, const struct picture_rule *rules,
                                 size_t rule_count)
{
    const int32_t labels = labels_of(f->owner, tasks, count);
    const int32_t right = labels + PLOT_RIGHT - PLOT_LABELS;
    struct picture *p = picture_new(f->owner, "timeline", f->title, f->sentence,
                                    right + PLOT_WIDTH - PLOT_RIGHT);
    const struct scale across = {f->from, f->to, labels * PX, right * PX};
    const int32_t bottom = PLOT_TOP + (int32_t)count * ROW + 4;

    p->area = (struct picture_area){labels * PX, PLOT_TOP * PX, right * PX,
                                    bottom * PX};
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
        plot_label(p, labels, middle, plot_name(f->owner, tasks[i].label, tasks[i].title));
        draw_task(p, &across, &tasks[i], middle * PX);
        row[0] = tasks[i].label;
        picture_row_title(p, tasks[i].title);
        for (int c = 0; c < 4; c++)
            row[c + 1] = tasks[i].said[c];
    }
    for (size_t i = 0; i < rule_count; i++) {
        const int32_t x = scale_at(&across, rules[i].at);
        struct mark *m = picture_line(p, rules[i].ink, x, PLOT_TOP * PX, x, bottom * PX);

        m->dashed = true;
        m->text = rules[i].label;
    }
    p->height = (bottom + 6 + 14 * name_rules(p, &across, rules, rule_count, bottom)) * PX;
    return p;
}
