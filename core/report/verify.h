/* SPDX-License-Identifier: Apache-2.0 */
/* verify.h - a report as somebody sent it: Markdown or HTML to lines of words, each word with the
 * claim that it says.
 */
#ifndef BATON_CORE_REPORT_VERIFY_H
#define BATON_CORE_REPORT_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/str.h"

struct arena;

/* A run of words that one claim says, or that none does (claim empty). Blanks are single. */
struct sent_part {
    struct str claim, text;
};
struct sent_line {
    struct sent_part *parts;
    size_t count, capacity;
    unsigned number;            /* in the file, 1 first */
};
struct sent {
    struct arena *owner;
    struct sent_line *lines;
    size_t count, capacity;
    struct str about;           /* of which run it says it is; empty: it does not */
    bool html;
    bool broken;                /* a claim that is not closed in its line */
};

/* HTML where it begins with a tag of one, else Markdown. */
void sent_read(struct str bytes, struct arena *owner, struct sent *ret);

#endif
