/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

#include "core/base/text.h"

enum { CELL = 60, NAMES = 120, HEAD = 26, NAME_COLUMNS = 16, HEAD_COLUMNS = 9 };

struct picture *picture_matrix(const struct picture_frame *f, const struct str *labels,
                               size_t count, const struct picture_cell *cells, const char *across)
{
    const int32_t side = (int32_t)count * CELL;
    struct picture *p = picture_new(f->owner, "matrix", f->title, f->sentence, NAMES + side + 8);
    int64_t most = 1;

    p->height = (HEAD + side + 8) * PX;
    for (size_t i = 0; i < count * count; i++)
        most = cells[i].value > most ? cells[i].value : most;
    picture_column(p, "who waits", false);
    picture_column(p, across, false);
    picture_column(p, "how much", true);
    for (size_t i = 0; i < count; i++) {
        const int32_t y = HEAD + (int32_t)i * CELL, x = NAMES + (int32_t)i * CELL;

        picture_text(p, INK_TEXT, (NAMES - 8) * PX, (y + CELL / 2 + 4) * PX, ANCHOR_END,
                     picture_cut(p->owner, labels[i], NAME_COLUMNS));
        picture_text(p, INK_DIM, (x + CELL / 2) * PX, (HEAD - 8) * PX, ANCHOR_MIDDLE,
                     picture_cut(p->owner, labels[i], HEAD_COLUMNS));
        picture_line(p, INK_GRID, NAMES * PX, y * PX, (NAMES + side) * PX, y * PX);
        picture_line(p, INK_GRID, x * PX, HEAD * PX, x * PX, (HEAD + side) * PX);
        picture_rect(p, INK_GRID, x * PX, y * PX, CELL * PX, CELL * PX);
    }
    for (size_t i = 0; i < count * count; i++) {
        const int32_t y = HEAD + (int32_t)(i / count) * CELL;
        const int32_t x = NAMES + (int32_t)(i % count) * CELL;
        struct str *row;
        struct mark *m;

        if (cells[i].value <= 0)
            continue;
        m = picture_rect(p, (enum ink)(INK_HEAT_0 + (int)(cells[i].value * 4 / most)), x * PX,
                         y * PX, CELL * PX, CELL * PX);
        m->text = str_format(p->owner, "%.*s, %.*s: %.*s", STR_ARG(labels[i / count]),
                             STR_ARG(labels[i % count]), STR_ARG(cells[i].said));
        picture_text(p, INK_TEXT, (x + CELL / 2) * PX, (y + CELL / 2 + 4) * PX, ANCHOR_MIDDLE,
                     cells[i].said);
        if (cells[i].flagged)
            picture_dot(p, INK_ACTION, (x + CELL - 8) * PX, (y + 8) * PX, 3 * PX)->filled = false;
        row = picture_row(p);
        picture_bar_of(p, cells[i].value, most);
        row[0] = labels[i / count];
        row[1] = labels[i % count];
        row[2] = cells[i].said;
    }
    picture_line(p, INK_GRID, NAMES * PX, (HEAD + side) * PX, (NAMES + side) * PX,
                 (HEAD + side) * PX);
    picture_line(p, INK_GRID, (NAMES + side) * PX, HEAD * PX, (NAMES + side) * PX,
                 (HEAD + side) * PX);
    return p;
}
