/* SPDX-License-Identifier: Apache-2.0 */
#include "core/picture/plot.h"

#include "core/base/text.h"

enum { CELL = 60, NAMES_LEAST = 120, NAMES_MOST = 200, HEAD = 26 };

static int32_t names_of(const struct str *labels, size_t count)
{
    int32_t names = NAMES_LEAST;

    for (size_t i = 0; i < count; i++) {
        const int32_t wide = picture_wide(labels[i], false) / PX + 12;

        names = wide > names ? wide : names;
    }
    return names < NAMES_MOST ? names : NAMES_MOST;
}

struct picture *picture_matrix(const struct picture_frame *f, const struct str *labels,
                               size_t count, const struct picture_cell *cells, const char *across)
{
    const int32_t side = (int32_t)count * CELL, names = names_of(labels, count);
    struct picture *p = picture_new(f->owner, "matrix", f->title, f->sentence, names + side + 8);
    int64_t most = 1;

    p->height = (HEAD + side + 8) * PX;
    for (size_t i = 0; i < count * count; i++)
        most = cells[i].value > most ? cells[i].value : most;
    picture_text(p, INK_DIM, (names - 8) * PX, (HEAD - 8) * PX, ANCHOR_END,
                 STR("who waits, for:"));
    picture_column(p, "who waits", false);
    picture_column(p, across, false);
    picture_column(p, "how much", true);
    for (size_t i = 0; i < count; i++) {
        const int32_t y = HEAD + (int32_t)i * CELL, x = names + (int32_t)i * CELL;

        picture_text(p, INK_TEXT, (names - 8) * PX, (y + CELL / 2 + 4) * PX, ANCHOR_END,
                     picture_fit(p->owner, labels[i], (names - 10) * PX, false));
        picture_text(p, INK_DIM, (x + CELL / 2) * PX, (HEAD - 8) * PX, ANCHOR_MIDDLE,
                     picture_fit(p->owner, labels[i], (CELL - 4) * PX, false));
        picture_line(p, INK_GRID, names * PX, y * PX, (names + side) * PX, y * PX);
        picture_line(p, INK_GRID, x * PX, HEAD * PX, x * PX, (HEAD + side) * PX);
        picture_rect(p, INK_GRID, x * PX, y * PX, CELL * PX, CELL * PX);
    }
    for (size_t i = 0; i < count * count; i++) {
        const int32_t y = HEAD + (int32_t)(i / count) * CELL;
        const int32_t x = names + (int32_t)(i % count) * CELL;
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
    picture_line(p, INK_GRID, names * PX, (HEAD + side) * PX, (names + side) * PX,
                 (HEAD + side) * PX);
    picture_line(p, INK_GRID, (names + side) * PX, HEAD * PX, (names + side) * PX,
                 (HEAD + side) * PX);
    return p;
}
