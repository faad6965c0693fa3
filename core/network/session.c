/* SPDX-License-Identifier: Apache-2.0 */
/* When an open decision can be known: the next session of its forum, and the forum's latency. */
#include "core/network/network.h"

#define PPM INT64_C(1000000)

int64_t network_session(const struct plan *plan, const struct object *forum, int64_t from,
                        bool *ret_defaulted)
{
    const struct calendar *c = plan->calendar;
    const int64_t days = plan_threshold(plan, "decision-latency.days", 5 * PPM);

    (void)forum;
    if (ret_defaulted)
        *ret_defaulted = true;
    return calendar_add(c, from, days * calendar_usual_day_s(c) / PPM);
}
