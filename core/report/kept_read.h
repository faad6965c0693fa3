/* SPDX-License-Identifier: Apache-2.0 */
/* kept_read.h - kept forecasts read back: what was said of each promise, day by day.
 *
 * Report `kept` writes one; a store keeps them; report_input.kept brings them. Of several on one
 * data date the last one counts.
 */
#ifndef BATON_CORE_REPORT_KEPT_READ_H
#define BATON_CORE_REPORT_KEPT_READ_H

#include "core/report/report.h"

struct kept_moment {
    int64_t as_of;              /* the data date of the plan that was forecast */
    int64_t date;               /* promised then; CIVIL_NONE: nothing was */
    int64_t p10, p50, p80, p90; /* instants; CIVIL_NONE: none could be said */
    int32_t ppm;                /* how likely; -1: not said */
    int32_t joint_ppm;
    int reported;               /* enum status, as its people reported it then; -1: nothing */
    struct str engine;          /* what simulated it; empty where it was not kept */
    int64_t seq;
};

struct kept_series {            /* of one promise, or of one milestone */
    struct str id;
    bool promised;
    const struct kept_moment *moments;  /* by data date */
    uint32_t count;
};

/* Promises first, then milestones; in the order of the latest forecast, then what earlier ones
 * alone have. What the audience may not see is left out. Returns how many. */
uint32_t kept_read(const struct report_input *in, const struct kept_series **ret_series);

/* One of them as `why` begins with it. NULL: it is no forecast, one without its runs, or of another
 * data date than the plan's. */
struct why_kept;
const struct why_kept *kept_for_why(const struct kept *kept, const struct plan *plan,
                                    struct arena *owner);

#endif
