/* SPDX-License-Identifier: Apache-2.0 */
/* plot.h - what builders share: margins, an axis across, rows of labels. This room only. */
#ifndef BATON_CORE_PICTURE_PLOT_H
#define BATON_CORE_PICTURE_PLOT_H

#include "core/picture/picture.h"

enum {
    PX = PICTURE_PX,
    PLOT_WIDTH = 720,           /* pixels */
    PLOT_LABELS = 190,          /* where rows of labels end */
    PLOT_RIGHT = 700,
    PLOT_TOP = 24,              /* under the ticks */
    PLOT_ROW = 26,
    LABEL_ROOM = PLOT_LABELS - 14,  /* pixels that a label alone has */
    NAMED_ROOM = 300            /* ... and with its title */
};

/* Grid lines and labels of the ticks that do not stand too close, from `top` to `bottom` px. */
void plot_ticks(struct picture *p, const struct picture_frame *f, const struct scale *across,
                int32_t top_px, int32_t bottom_px);
/* Labels of the ticks below, each in the middle of its place, as many as do not touch. */
void plot_below(struct picture *p, const struct picture_frame *f, const struct scale *across,
                int32_t y_px);
/* "Title (label)" in as much room as a picture has for it: the title is cut, the label never;
 * the label alone, cut, where there is no title or no room for one. */
struct str plot_name(struct arena *owner, struct str label, struct str title);
/* Pixels that rows named so need on the left, at least PLOT_LABELS; `so_far` of the rows before. */
int32_t plot_room(int32_t so_far, struct str name);
/* A label that ends where rows begin, at `labels_px`; cut, with the whole text for a pointer in the
 * table. */
void plot_label(struct picture *p, int32_t labels_px, int32_t y_px, struct str label);
/* Percent on the axis up: 0, 20, ... 100; of a longer axis 0, 50, ... */
void plot_percents(struct picture *p, const struct scale *up, int32_t left_px, int32_t right_px);

#endif
