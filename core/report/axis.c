/* SPDX-License-Identifier: Apache-2.0 */
/* Months on the axis of a chart. */
#include "core/base/text.h"
#include "core/report/words.h"

void ranges_months(const struct report_input *in, struct ranges *r)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil_date date = civil_of_day(civil_day_of(r->from));
    const int64_t months_long = (r->to - r->from) / (30 * CIVIL_DAY_S) + 1;
    const int step = months_long > 60 ? 12 : months_long > 24 ? 6 : months_long > 12 ? 3 : 1;

    for (;;) {
        int64_t at;

        date.month++;
        if (date.month > 12) {
            date.month = 1;
            date.year++;
        }
        at = civil_day(date.year, date.month, 1) * CIVIL_DAY_S;
        if (at > r->to || date.year > CIVIL_YEAR_LAST)
            return;
        if ((date.month - 1) % step != 0)
            continue;
        if (step >= 6)
            ranges_tick(r, in->owner, at,
                        str_format(in->owner, "%s %d", months[date.month - 1], date.year));
        else
            ranges_tick(r, in->owner, at, str_of(months[date.month - 1]));
    }
}
