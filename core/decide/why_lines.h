/* SPDX-License-Identifier: Apache-2.0 */
/* why_lines.h - which changes of a difference stand on one line of its account. */
#ifndef BATON_CORE_DECIDE_WHY_LINES_H
#define BATON_CORE_DECIDE_WHY_LINES_H

#include "core/decide/why.h"

#define WHY_NO_LINE UINT32_MAX

struct why_lines {
    const struct plan *before;
    const struct edits *changes;
    uint32_t *joined;           /* [changes]: a forest; the root is the first of its line */
    uint32_t *line_of;          /* [changes]: WHY_NO_LINE: the data date */
    uint32_t count;
};

/* One line each, but for changes that need one another; by kind of object where there are more
 * than `most`. `time_apart`: the data date is accounted for elsewhere. */
void why_lines_new(const struct plan *before, const struct edits *changes, bool time_apart,
                   uint32_t most, struct arena *owner, struct why_lines *ret_lines);

/* Join the bad lines to others: first to all of the same objects, then to one another, then all
 * lines to one. False: nothing is left to join. */
bool why_lines_join(struct why_lines *lines, const bool *bad, unsigned round);

/* As they stand in the account, behind that of the data date if there is one. */
const struct why_line *why_lines_take(const struct why_lines *lines, bool time, bool edits,
                                      struct arena *owner);

#endif
