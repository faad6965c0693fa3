/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

enum { PER_ROW = 4, BOX = 150, GAP = 28, LINE = 16, LINES = 54, BELOW = 26,
       INSIDE = BOX - 16 };

struct picture *picture_chain(const struct picture_frame *f, const struct picture_node *nodes,
                              size_t count)
{
    struct picture *p = picture_new(f->owner, "chain", f->title, f->sentence, PLOT_WIDTH);
    const size_t shown = count < PICTURE_CHAIN_MOST ? count : PICTURE_CHAIN_MOST;
    const size_t rows = (shown + PER_ROW - 1) / PER_ROW;
    bool titled = false;
    int32_t high;

    for (size_t i = 0; i < shown; i++)
        titled = titled || nodes[i].title.len > 0;
    high = LINES + (titled ? LINE : 0);
    p->height = (16 + (int32_t)rows * (high + BELOW) - BELOW) * PX;
    picture_column(p, "step", false);
    picture_column(p, "who", false);
    picture_column(p, "how long", true);
    for (size_t i = 0; i < shown; i++) {
        const int32_t x = 4 + (int32_t)(i % PER_ROW) * (BOX + GAP);
        const int32_t y = 8 + (int32_t)(i / PER_ROW) * (high + BELOW);
        struct str *row = picture_row(p);
        struct mark *m = picture_rect(p, nodes[i].ink, x * PX, y * PX, BOX * PX, high * PX);

        m->filled = false;
        m->text = nodes[i].label;
        if (nodes[i].title.len > 0)
            picture_text(p, INK_TEXT, (x + 8) * PX, (y + 17) * PX, ANCHOR_START,
                         picture_fit(p->owner, nodes[i].title, INSIDE * PX, true))->strong = true;
        picture_text(p, INK_TEXT, (x + 8) * PX, (y + high - 37) * PX, ANCHOR_START,
                     picture_fit(p->owner, nodes[i].label, INSIDE * PX, !titled))->strong = !titled;
        picture_text(p, INK_DIM, (x + 8) * PX, (y + high - 21) * PX, ANCHOR_START,
                     picture_fit(p->owner, nodes[i].team, INSIDE * PX, false));
        picture_text(p, INK_FORECAST, (x + 8) * PX, (y + high - 6) * PX, ANCHOR_START,
                     picture_fit(p->owner, nodes[i].said, INSIDE * PX, false));
        row[0] = nodes[i].label;
        picture_row_title(p, nodes[i].title);
        row[1] = nodes[i].team;
        row[2] = nodes[i].said;
        if (i + 1 == shown)
            break;
        if (i % PER_ROW + 1 < PER_ROW) {
            const int32_t from = x + BOX, to = from + GAP, at = y + high / 2;
            const struct point head[] = {{(to - 7) * PX, (at - 4) * PX}, {to * PX, at * PX},
                                         {(to - 7) * PX, (at + 4) * PX}};

            picture_line(p, INK_AXIS, from * PX, at * PX, to * PX, at * PX);
            picture_path(p, INK_AXIS, head, 3, true);
        } else {
            const int32_t left = 4 + BOX / 2, down = y + high + BELOW;
            const struct point turn[] = {{(x + BOX / 2) * PX, (y + high) * PX},
                                         {(x + BOX / 2) * PX, (y + high + BELOW / 2) * PX},
                                         {left * PX, (y + high + BELOW / 2) * PX},
                                         {left * PX, down * PX}};
            const struct point head[] = {{(left - 4) * PX, (down - 7) * PX}, {left * PX, down * PX},
                                         {(left + 4) * PX, (down - 7) * PX}};

            picture_path(p, INK_AXIS, turn, 4, false);
            picture_path(p, INK_AXIS, head, 3, true);
        }
    }
    return p;
}
