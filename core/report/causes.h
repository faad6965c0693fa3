/* SPDX-License-Identifier: Apache-2.0 */
/* causes.h - how reports say what moved a date: each cause in words, in parts that add up. */
#ifndef BATON_CORE_REPORT_CAUSES_H
#define BATON_CORE_REPORT_CAUSES_H

#include "core/edit/edit.h"
#include "core/report/words.h"

enum { TENTH_S = 8640 };        /* of a calendar day */

/* Tenths of a calendar day (or points) of parts that are printed one under the other: each is
 * what the rounded sum grows by, so that the printed parts add up to the printed sum. */
struct printed {
    int64_t sum, unit;
};
int64_t printed_round(int64_t value, int64_t unit);     /* half away from zero */
int64_t printed_next(struct printed *p, int64_t value);
/* "+1.5 d", "±0.0". */
struct str say_tenths(const struct report_input *in, int64_t tenths, const char *unit);
/* "3.1 days later", "1 day earlier", "not at all". */
struct str say_moved(const struct report_input *in, int64_t tenths);

/* "~ Token API: 3 weeks left, was 2 weeks (token-api.remaining)"; without a title the handle and
 * the values as they are written. `last`: the title said last in this cell, which is not said
 * again; empty at first. */
void say_edit_titled(const struct report_input *in, const struct edit_line *e, struct str *last,
                     struct line *cell);
/* What an address is about, in this plan or the one before, and its field: "tasks.dig" is a whole
 * object (no field), "dig.estimate" and "dig.after[a]" are fields of one. NULL: of none, or not for
 * the reader. */
const struct object *object_at(const struct report_input *in, struct str address,
                               struct str *ret_field);

/* The title of what an address is about; empty: none beside its id, or not for the reader. */
struct str title_at(const struct report_input *in, struct str address);

/* What a line of `why` stands for. */
void say_cause(const struct report_input *in, const struct why_line *line, struct line *cell);

/* The same as a letter would say it: work by its title, why as it was written down, or whom to
 * ask. Of a team's waiting: whether progress that was reported took back less or more of it. */
enum cause_net { CAUSE_ALONE, CAUSE_LESS, CAUSE_MORE };
struct str say_cause_plainly(const struct report_input *in, const struct why_line *line,
                             enum cause_net net);
/* The team whose work waited, or whose progress alone its edits state; NULL: neither. */
const struct object *team_of_cause(const struct report_input *in, const struct why_line *line);

#endif
