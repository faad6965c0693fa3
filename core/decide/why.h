/* SPDX-License-Identifier: Apache-2.0 */
/* why.h - why a date moved between two plans: which change moved it, and by how much.
 *
 * Both plans and every step between them are simulated with the same seed and as many
 * iterations, so each draw is the same in all of them (design.md 5) and a change that
 * affects nothing moves nothing: exactly 0. Two accounts of the same movement:
 *
 *   alone      each change made by itself to the earlier plan; what they do together beyond that
 *              is the interaction, so that changes + interaction = movement. No order enters.
 *   in order   each change made on top of those before it, by object; sums by itself
 *
 * The passing of the data date comes first in both: the earlier plan as it was, asked on the
 * later day. Seconds and millionths are integers, so sums are exact.
 *
 * Changes that cannot stand alone are one line: a new object with what refers to it, a removal
 * with what no longer refers to it; and whatever the plan would be refused without.
 */
#ifndef BATON_CORE_DECIDE_WHY_H
#define BATON_CORE_DECIDE_WHY_H

#include "core/edit/edit.h"
#include "core/engine/forecast.h"

enum why_kind { WHY_TIME, WHY_EDITS };

struct why_line {
    enum why_kind kind;
    const uint32_t *edits;      /* of the difference, in its order */
    uint32_t edit_count;
};

struct why_effect {
    int64_t alone_s, in_order_s;        /* clock seconds of P80 */
    int32_t alone_ppm, in_order_ppm;    /* of the probability; 0 where nothing is promised */
};

struct why_target {             /* a promise both plans make; or, without any, a finish */
    struct str id;
    bool promised;
    int64_t before, after;      /* instants: P80 */
    int32_t before_ppm, after_ppm;      /* probability; -1: nothing is promised */
    const struct why_effect *effects;   /* [line_count] */
    struct why_effect interaction;      /* in_order: what the last step leaves, usually 0 */
};

struct why {
    const struct plan *before, *after;
    struct edits changes;               /* the difference, objects of `before` */
    const struct why_line *lines;       /* by object; the data date first where it moved */
    uint32_t line_count;
    const struct why_target *targets;   /* in the later forecast's order */
    uint32_t target_count;
    uint32_t iterations;
    uint64_t seed;
};

/* Errors: those of forecast_compute for either plan. Cost: two simulations a line, which bounds
 * the iterations on large plans; WHY_LINES of them at most, then changes of one kind of
 * object share a line. Both plans must outlive the result. */
enum { WHY_LINES = 200 };
bool why_compute(const struct plan *before, const struct plan *after,
                 const struct forecast_options *options, struct arena *owner,
                 struct arena *scratch, const struct why **ret_why, struct diags *out);

#endif
