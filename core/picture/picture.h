/* SPDX-License-Identifier: Apache-2.0 */
/* picture.h - a picture before anybody knows how it is drawn: marks, a sentence, a table.
 *
 * Marks stand in hundredths of a pixel, as integers, so the same data gives the same bytes. What a
 * mark looks like is its ink: pages choose the colours, light or dark. A picture says what it
 * shows in one computed sentence, and carries the same data as a table for whoever does not see
 * it. It knows nothing of planning: builders take numbers and texts.
 */
#ifndef BATON_CORE_PICTURE_PICTURE_H
#define BATON_CORE_PICTURE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

struct arena;
struct text;

enum { PICTURE_PX = 100 };      /* units of a pixel */

/* What a mark is for. Never the only carrier of meaning: shapes, places and words differ too. */
enum ink {
    INK_AXIS, INK_GRID, INK_TEXT, INK_DIM,
    INK_FORECAST,               /* what is computed */
    INK_SOFT,                   /* its wider range */
    INK_PROMISE,                /* what was promised */
    INK_ACTION,                 /* what somebody is to do */
    INK_GOOD, INK_WARN, INK_BAD,
    INK_GHOST,                  /* how it was */
    INK_HEAT_0, INK_HEAT_1, INK_HEAT_2, INK_HEAT_3, INK_HEAT_4, INK_HEAT_5,
    INK_ZONE_WARN, INK_ZONE_BAD,    /* grounds */
    INK_PAPER,                  /* around what stands on other marks */
    INK_COUNT
};

enum mark_kind { MARK_LINE, MARK_RECT, MARK_DOT, MARK_PATH, MARK_TEXT };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct point {
    int32_t x, y;
};

struct mark {
    enum mark_kind kind;
    enum ink ink;
    bool dashed, filled, strong;
    int32_t x, y, to_x, to_y;   /* of a line; a rectangle's corner and its size; a dot's centre and
                                   its radius in to_x */
    const struct point *points; /* of a path */
    size_t point_count;
    enum anchor anchor;
    struct str text;            /* of a text; of others what a pointer that rests on it is told */
};

enum { PICTURE_COLUMNS = 8, PICTURE_MARK_CEILING = 1 << 18, PICTURE_ROW_CEILING = 1 << 16 };

struct picture_row {            /* of the table */
    struct str cells[PICTURE_COLUMNS];
    struct str claims[PICTURE_COLUMNS]; /* the claim that each says; empty: none */
    struct str title;           /* what the first cell is called; empty: that says it */
    int32_t bar_ppm;            /* how long its bar is in text; 0: none */
    int32_t top, bottom;        /* where it is drawn, of a picture in rows; 0, 0: nowhere */
};

/* What a mark means: drawn as it is drawn, with words behind it. */
enum key_shape {
    KEY_BAR, KEY_SOFT_BAR,
    KEY_HATCHED,
    KEY_BAND,                   /* a ground between two lines */
    KEY_LINE, KEY_DASHED_LINE,  /* of a curve */
    KEY_RULE, KEY_DASHED_RULE,  /* straight up */
    KEY_ACROSS,                 /* a dashed line straight across */
    KEY_WHISKER, KEY_THIN, KEY_DOT, KEY_RING, KEY_DIAMOND
};
enum { PICTURE_KEYS = 8 };

struct picture_key {
    enum key_shape shape;
    struct str words;
};

struct picture_area {           /* inside the axes; right 0: there are none */
    int32_t left, top, right, bottom;
};

struct picture {
    struct arena *owner;
    const char *kind;           /* "ranges": a class of the page, and a name of a file */
    struct str title, sentence;
    struct str *said;           /* the claim that the sentence says; empty: none */
    int32_t width, height;
    struct picture_area area;
    bool in_rows;               /* each row of the table is drawn in a row of its own */
    struct mark *marks;
    size_t mark_count, mark_capacity;
    size_t drawn;               /* marks before the keys; 0: there are no keys */
    struct picture_key keys[PICTURE_KEYS];
    unsigned key_count;
    int32_t key_x, key_y;       /* where the next key stands */
    struct str columns[PICTURE_COLUMNS];
    bool numeric[PICTURE_COLUMNS];
    unsigned column_count;
    struct picture_row *rows;
    size_t row_count, row_capacity;
};

struct picture *picture_new(struct arena *owner, const char *kind, struct str title,
                            struct str sentence, int32_t width_px);
struct mark *picture_line(struct picture *p, enum ink ink, int32_t x, int32_t y, int32_t to_x,
                          int32_t to_y);
struct mark *picture_rect(struct picture *p, enum ink ink, int32_t x, int32_t y, int32_t width,
                          int32_t height);
struct mark *picture_dot(struct picture *p, enum ink ink, int32_t x, int32_t y, int32_t radius);
struct mark *picture_path(struct picture *p, enum ink ink, const struct point *points,
                          size_t count, bool filled);
struct mark *picture_text(struct picture *p, enum ink ink, int32_t x, int32_t y,
                          enum anchor anchor, struct str text);
/* A heading of the table, and the next row's cells (column_count of them). */
void picture_column(struct picture *p, const char *title, bool numeric);
struct str *picture_row(struct picture *p);
/* What the row added last is called beside its first cell: text shows both where there is room. */
void picture_row_title(struct picture *p, struct str title);
/* The bar of the row added last: value of most. */
void picture_bar_of(struct picture *p, int64_t value, int64_t most);

/* Where the row added last is drawn. */
void picture_row_at(struct picture *p, int32_t top, int32_t bottom);

/* A key under the picture: after everything else is drawn. `_in_text`: of the form in text alone,
 * where a page has it in words beside the mark. */
void picture_key(struct picture *p, enum key_shape shape, enum ink ink, const char *words);
void picture_key_in_text(struct picture *p, enum key_shape shape, const char *words);

/* How wide a text of 12 pixels is, in hundredths, in the widest of the usual fonts (DejaVu Sans);
 * and the text cut to that. */
int32_t picture_wide(struct str s, bool strong);
struct str picture_fit(struct arena *owner, struct str s, int32_t wide, bool strong);
/* The text cut to at most so many columns, "..." at its end. */
struct str picture_cut(struct arena *owner, struct str s, size_t columns);

/* --- scales ------------------------------------------------------------------------------- */

/* from..to, mapped on low..high hundredths of a pixel; rounded to the nearest. */
struct scale {
    int64_t from, to;
    int32_t low, high;
};
int32_t scale_at(const struct scale *s, int64_t value);
/* Round steps for an axis of numbers: 1, 2 or 5 times a power of ten, at most `most` of them. */
int64_t scale_step(int64_t span, unsigned most);

struct axis_tick {
    int64_t at;
    struct str label;
};

/* --- builders, one file each ---------------------------------------------------------------- */

#define PICTURE_NONE INT64_MIN
enum { PICTURE_DRIVES_PPM = 200000 };   /* from here on work drives */

struct picture_frame {          /* what every builder takes */
    struct arena *owner;
    struct str title, sentence;
    const struct axis_tick *ticks;  /* of the axis across */
    size_t tick_count;
    int64_t from, to;
};

/* P10 - P25 = P50 = P75 - P90, the promise as a tick, the last forecast's P80 as a hollow dot. */
struct picture_range {
    struct str label, title;    /* title: none, or what to call it beside its label */
    int64_t p10, p25, p50, p75, p90;
    int64_t mark, ghost;        /* PICTURE_NONE: none */
    enum ink ink;               /* of its label's sign */
    struct str said[5];         /* P10 P50 P90, mark, ghost as texts, for the table */
};
struct picture *picture_ranges(const struct picture_frame *f, const struct picture_range *items,
                               size_t count);

/* Cumulative probability (ppm) over the axis across, with rules and an earlier curve. */
struct picture_rule {
    int64_t at;
    struct str label;
    enum ink ink;
};
struct picture_sample {
    int64_t at;
    int32_t ppm;
};
struct picture *picture_curve(const struct picture_frame *f, const struct picture_sample *curve,
                              size_t count, const struct picture_sample *ghost,
                              size_t ghost_count, const struct picture_rule *rules,
                              size_t rule_count,
                              struct str (*say_at)(struct arena *, int64_t));

/* Bars beside labels: a tornado (second: its cost), a queue, any ranking. */
struct picture_bar {
    struct str label, title;
    int64_t value, second;      /* second: PICTURE_NONE */
    struct str said, said_second;
    enum ink ink;
};
struct picture *picture_bars(const struct picture_frame *f, const char *kind,
                             const struct picture_bar *bars, size_t count, const char *what,
                             const char *what_second);

/* From a first value to a last by steps that add up. */
struct picture_step {
    struct str label;
    int64_t value;              /* what it adds */
    struct str said, title;     /* title: none, or what to call it beside its label */
};
struct picture *picture_waterfall(const struct picture_frame *f, int64_t first, int64_t last,
                                  struct str said_first, struct str said_last,
                                  const struct picture_step *steps, size_t count);

/* Bars from start to P50 with a whisker P10 - P90, the baseline as a ghost. */
struct picture_task {
    struct str label, title;
    int64_t start, p10, p50, p90;
    int64_t baseline_start, baseline_finish;    /* PICTURE_NONE */
    int32_t weight_ppm;         /* how often it drives: how heavy its bar is */
    bool is_point;              /* a milestone */
    struct str said[4];         /* start P10 P50 P90 */
};
struct picture *picture_timeline(const struct picture_frame *f, const struct picture_task *tasks,
                                 size_t count, const struct picture_rule *rules,
                                 size_t rule_count);

/* Cells between things of one kind: who waits on whom. Value 0: nothing is drawn. */
struct picture_cell {
    int64_t value;
    struct str said;
    bool flagged;               /* a ring: something in it is not agreed */
};
struct picture *picture_matrix(const struct picture_frame *f, const struct str *labels,
                               size_t count, const struct picture_cell *cells, const char *across);

/* Rows of equal cells along the axis: load by week. Above `full` a cell is hatched. */
struct picture *picture_heat(const struct picture_frame *f, const struct str *labels,
                             size_t row_count, size_t column_count, const int32_t *value_ppm,
                             int32_t full_ppm);

/* A band over time with its middle, what really was, and a limit: burn, or a milestone's trend (the
 * limit then is the diagonal, forecast date = report date). */
struct picture_moment {
    int64_t at;
    int64_t low, middle, high;  /* PICTURE_NONE: only `real` */
    int64_t real;               /* PICTURE_NONE */
    struct str said[4];         /* at, middle, low to high, real */
};
struct picture *picture_band(const struct picture_frame *f, const char *kind,
                             const struct picture_moment *moments, size_t count, int64_t limit,
                             struct str said_limit, bool diagonal,
                             const struct axis_tick *up, size_t up_count, int64_t up_from,
                             int64_t up_to);

/* Points in a square of two quantities with a limit each: date and cost together. Ticks in ppm. */
struct picture *picture_joint(const struct picture_frame *f, const struct point *points_ppm,
                              size_t count, int32_t limit_x_ppm, int32_t limit_y_ppm,
                              const struct str shares[4], struct str across, struct str up,
                              const struct axis_tick *up_ticks, size_t up_count);

/* Progress across, buffer used up, in ppm; the zones' lines from left to right. */
struct picture_zone {
    int32_t left_ppm, right_ppm;
};
struct picture *picture_fever(const struct picture_frame *f, const struct point *track_ppm,
                              size_t count, struct picture_zone yellow, struct picture_zone red);

/* Said against happened, ppm, with the interval that so few allow. */
struct picture_score {
    int32_t said_ppm, happened_ppm, low_ppm, high_ppm;
    uint32_t count;
};
struct picture *picture_reliability(const struct picture_frame *f,
                                    const struct picture_score *scores, size_t count);

/* Boxes from left to right, one after the other. At most PICTURE_CHAIN_MOST. */
enum { PICTURE_CHAIN_MOST = 12 };
struct picture_node {
    struct str label, team, said;
    enum ink ink;
    struct str title;
};
struct picture *picture_chain(const struct picture_frame *f, const struct picture_node *nodes,
                              size_t count);

/* --- to bytes --------------------------------------------------------------------------------- */

/* The element <svg>; `alone`: a file of its own, with its colours. Cost: the marks. */
void picture_write_svg(const struct picture *p, bool alone, struct text *out);
/* In text of `width` columns: what stands on axes, in dots of braille `height` rows high; a picture
 * in rows, a line each. In ASCII where asked. */
void picture_write_plot(const struct picture *p, size_t width, size_t height, bool ascii,
                        struct arena *scratch, struct text *out);
void picture_write_rows(const struct picture *p, size_t width, bool ascii, struct arena *scratch,
                        struct text *out);
/* What the marks mean, as lines of text. */
void picture_write_keys(const struct picture *p, size_t width, bool ascii, struct text *out);
/* The style of every ink, for pages: light, dark, forced colours, print. */
extern const char picture_style[];
/* Text in an element or attribute: & < > " and apostrophes escaped, controls replaced. */
void picture_escape(struct text *out, struct str s);

#endif
