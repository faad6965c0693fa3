/* SPDX-License-Identifier: Apache-2.0 */
/* pictures.h - the pictures of a program: results to marks, one function each.
 *
 * Every figure in a picture is one that a report says in words: no picture computes. NULL where
 * there is nothing to draw.
 */
#ifndef BATON_CORE_REPORT_PICTURES_H
#define BATON_CORE_REPORT_PICTURES_H

#include "core/picture/picture.h"
#include "core/report/words.h"

struct named_picture {
    const char *name;           /* "promises" */
    const char *lacks;          /* what the plan lacks where there is nothing to draw */
    const struct picture *(*draw)(const struct report_input *in);
};
extern const struct named_picture pictures_all[];
extern const unsigned pictures_count;

/* The picture as a block of its own; nothing for NULL. */
/* "Title" (id), as a sentence calls an object. */
/* ... of the id that it has. */
struct str picture_called(const struct report_input *in, struct str id);
struct str picture_quoted(const struct report_input *in, const struct object *o);
void say_picture(struct document *d, const struct picture *picture);

/* A picture where the document becomes a page, and a forecast is there to draw. */
void draw_into(const struct report_input *in, struct document *d,
               const struct picture *(*draw)(const struct report_input *));

/* An axis of dates around from..to, with its months. */
void picture_axis(const struct report_input *in, struct picture_frame *f, int64_t from,
                  int64_t to);

/* The range of every promise, or of every finish where nothing is promised. */
const struct picture *picture_of_promises(const struct report_input *in);
/* Cumulative probability of the main promise, with its date, P50 and P80, and the earlier curve. */
const struct picture *picture_of_curve(const struct report_input *in);
/* Open work from start to P50, with P10 - P90. */
const struct picture *picture_of_timeline(const struct report_input *in);
/* Days of P80 that each cause holds. */
const struct picture *picture_of_causes(const struct report_input *in);
/* The steps from the earlier P80 to this one. */
const struct picture *picture_of_why(const struct report_input *in);
/* Open decisions by the days that are left. */
const struct picture *picture_of_decisions(const struct report_input *in);
/* Spending by month, with the ledger and the limit; date and cost of the same runs. */
const struct picture *picture_of_burn(const struct report_input *in);
const struct picture *picture_of_joint(const struct report_input *in);
/* Who waits on whom; load by team and week. */
const struct picture *picture_of_matrix(const struct report_input *in);
const struct picture *picture_of_load(const struct report_input *in);
/* Of kept forecasts: the trend of the main promise, its buffer, said against happened. */
const struct picture *picture_of_trend(const struct report_input *in);
const struct picture *picture_of_fever(const struct report_input *in);
const struct picture *picture_of_reliability(const struct report_input *in);
/* The chain of work behind the main promise by the plan's own dates. */
const struct picture *picture_of_chain(const struct report_input *in);

#endif
