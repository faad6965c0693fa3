/* SPDX-License-Identifier: Apache-2.0 */
/* changes.h - what reports about two plans say in the same way: edits, and what they move. */
#ifndef BATON_CORE_REPORT_CHANGES_H
#define BATON_CORE_REPORT_CHANGES_H

#include "core/edit/edit.h"
#include "core/report/words.h"

/* One promise in both forecasts; or, where nothing is promised, one milestone. NULL: not there. */
struct move {
    struct str id;
    const struct forecast_commitment *promise_before, *promise;
    const struct forecast_target *before, *after;
};
/* By the later forecast's order, then what only the earlier one has. */
uint32_t moves_of(const struct report_input *in, const struct move **ret_moves);
int32_t move_likely(const struct forecast_commitment *c);       /* ppm; -1: unknown */

/* "~ token-api.remaining  2w..3w..5w → 1w..2w..3w". */
void say_change(const struct report_input *in, const struct edit *e, struct line *out);
/* One a line, and how many in all. */
void say_changes(const struct report_input *in, struct document *d);
struct tone_and_sign {
    enum tone tone;
    const char *sign;
};
struct tone_and_sign tone_of(char sign);

/* A table of every promise: likely, P50 and P80, and what they move; then the cost. Only where
 * both forecasts are there. */
void say_moves(const struct report_input *in, struct document *d);

/* "+15 d" of calendar days between two finishes as they are printed; "" where one is missing. */
struct str say_shift(const struct report_input *in, int64_t before, int64_t after);

/* Members `before`, `edits`, `lines`, `commitments` and `cost`. */
void json_changes(const struct report_input *in, struct writer *w);
void json_moves(const struct report_input *in, struct writer *w);

#endif
