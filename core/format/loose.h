/* SPDX-License-Identifier: Apache-2.0 */
/* loose.h - values as people and older tools write them: "10,5d", "3FS+2d;4SS-50%", "23.08.2023".
 *
 * English, German, French and Spanish words for units and types of links are known. Which of day
 * and month comes first is a property of a whole file: found by looking at all its dates.
 */
#ifndef BATON_CORE_FORMAT_LOOSE_H
#define BATON_CORE_FORMAT_LOOSE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/map.h"
#include "core/base/str.h"

struct made;

struct loose {
    int64_t day_s, week_s, month_s;     /* of work */
    bool day_first;                     /* 03/04/2026 is 3 April */
    bool saw_day_first, saw_month_first;
    int32_t start_s;                    /* time of day of a date without one; -1: midnight */
};

struct loose_amount {
    int64_t seconds;
    int64_t percent_micro;              /* of percent amounts: 50 % is 50000000 */
    bool elapsed, percent, estimated;
};

/* "5d", "2 w", "3 ed", "4h?", "1,5 Tage", "2mo", "50%"; a bare number is days. */
bool loose_amount_read(const struct loose *l, struct str s, struct loose_amount *ret);
/* ISO 8601, 23.08.2023, 8/23/23, "Fri 17/10/14 08:00", "17 Oct 2014", 08:00 AM. */
bool loose_date_read(const struct loose *l, struct str s, int64_t *ret_instant, bool *ret_has_time);
/* Learns of one date whether the day or the month stands first. */
void loose_date_look(struct loose *l, struct str s);
bool loose_time_read(struct str s, int32_t *ret_s);
/* "45%", "45,5 %", "0.45": millionths. */
bool loose_share_read(struct str s, int64_t *ret_ppm);
bool loose_flag_read(struct str s, bool *ret_flag);

/* "3FS+2d;4SS-50%": a PredecessorLink each under `task`. `ids` maps what the file calls a task to
 * an index into `uids`. Errors: "bad-link" with the place. */
struct loose_ids {
    const struct map *ids;
    const struct str *uids;
};
/* The task that one of them names; false: none. */
bool loose_link_find(const struct loose_ids *known, struct str link, uint32_t *ret_index);
bool loose_links_read(const struct loose *l, struct str s, struct place at,
                      const struct loose_ids *known, struct made *task, struct diags *out);

#endif
