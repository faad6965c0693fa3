/* SPDX-License-Identifier: Apache-2.0 */
/* changed.h - what moved since a reader last looked, by how much and why, in a few lines. */
#ifndef BATON_CORE_REPORT_CHANGED_H
#define BATON_CORE_REPORT_CHANGED_H

#include "core/report/words.h"

struct claims;
struct writer;

/* A cause by its place among the lines of `why`; those that move a target, the largest first. */
struct moved_by {
    uint32_t line;
    int64_t size_s;
};
uint32_t changed_by(const struct report_input *in, const struct why_target *t,
                    const struct moved_by **ret);
/* ... as claims: ga-march.moved, ga-march.moved-by-1, ga-march.moved-by-1.days. Not by what, where
 * anything is withheld. */
void put_moves(const struct report_input *in, struct claims *set);

/* Under a heading of its own; nothing where the reader has nothing to compare with (in->since). For
 * an audience what moved is said, and not by what. */
void say_changed(const struct report_input *in, struct document *d);
/* Member `changed`. */
void json_changed(const struct report_input *in, struct writer *w);

#endif
