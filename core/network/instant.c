/* SPDX-License-Identifier: Apache-2.0 */
/* Stated dates as instants, and the sessions of forums. */
#include "core/network/network.h"

int64_t network_start_instant(const struct when *w)
{
    return w->instant;
}

/* A day's finish is the end of that day's work; on a day without work, the day itself. */
int64_t network_finish_instant(const struct when *w, const struct calendar *c)
{
    const int64_t midnight = w->instant + CIVIL_DAY_S;
    int64_t finish;

    if (w->grain == GRAIN_MINUTE)
        return w->instant;
    if (!c)
        return midnight;
    finish = calendar_previous_finish(c, midnight);
    return finish > w->instant ? finish : w->instant;
}
