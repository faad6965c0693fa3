/* SPDX-License-Identifier: Apache-2.0 */
/* instance.h - benchmark instances of resource-constrained scheduling, as plans like any other.
 *
 * One period is one hour on a calendar of 24 hours, from 2000-01-01T00:00; job 7 is task j7 with
 * source_id 7; resource 2 is team r2 (equipment) with its capacity; what a job takes of each
 * resource are its assignments. A reader fills a struct instance from numbers, and
 * instance_build makes the plan.
 */
#ifndef BATON_CORE_FORMAT_INSTANCE_H
#define BATON_CORE_FORMAT_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/str.h"

struct arena;
struct plan_builder;

enum {
    INSTANCE_JOB_CEILING = 100000,
    INSTANCE_RESOURCE_CEILING = 256,
    INSTANCE_LINK_CEILING = 2000000,
    INSTANCE_PERIOD_CEILING = 100000,   /* of a duration or lag */
    INSTANCE_UNIT_CEILING = 2000        /* of a demand; shares are kept in millionths */
};

struct instance_link {
    uint32_t pred, succ;        /* jobs, from 0 */
    bool from_start;            /* a lag from start to start; else finish to start without one */
    int64_t lag;                /* periods; negative: the predecessor starts at most -lag after
                                   the successor */
};

struct instance {
    const char *id, *title;
    uint32_t job_count, resource_count;
    uint32_t first_number;      /* source_id of the first job: 0 or 1 */
    int64_t *periods;           /* [job_count] */
    int64_t *demand;            /* [job_count][resource_count] */
    int64_t *capacity;          /* [resource_count] */
    struct place *at;           /* [job_count] */
    struct instance_link *links;
    size_t link_count, link_capacity;
};

/* A walk over numbers and blanks, with the place of each. */
struct scan {
    struct str bytes;
    uint32_t source, line;
    size_t at, line_start;
    struct place token_at;      /* of the number read last */
    struct diags *out;
};

void scan_init(struct scan *s, struct str bytes, uint32_t source, struct diags *out);
/* The next whole number, in brackets or not, between `least` and `most`. Errors: "cut-off" at the
 * end of the text, "bad-value". */
bool scan_number(struct scan *s, const char *what, int64_t least, int64_t most,
                 int64_t *ret_value);
/* Past the next occurrence of `words`. Error: "cut-off". */
bool scan_past(struct scan *s, const char *words);
void scan_line(struct scan *s);     /* past the end of this line */
bool scan_rest_is_blank(struct scan *s);    /* error: "trailing-text" */

/* Whether the text consists of numbers, blanks and the characters `also`, as far as it is looked
 * at; and how many numbers stand on its first line that is not blank. */
bool scan_is_numbers(struct str bytes, const char *also, unsigned *ret_on_first_line);

void instance_init(struct instance *i, int64_t jobs, int64_t resources, struct arena *owner);
bool instance_link(struct instance *i, struct instance_link link, struct scan *s,
                   struct arena *owner);
bool instance_build(const struct instance *i, struct plan_builder *b, struct arena *owner,
                    struct place at, struct diags *out);

#endif
