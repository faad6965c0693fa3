/* SPDX-License-Identifier: Apache-2.0 */
/* money.h - the months that claims about money and people are made for.
 *
 *   sherlock.spent                  by the data date; .spent.2026-10 by a month's end, .burn. in it
 *   sherlock.spend.2026-12.p50      in all by the end of a month to come; .burn. in it
 *   sherlock.headcount.2026-12      planned at its end; .there. who really was
 */
#ifndef BATON_CORE_CLAIM_MONEY_H
#define BATON_CORE_CLAIM_MONEY_H

#include "core/engine/forecast.h"

enum { MONEY_MONTHS_MOST = 36 };

struct money_month {
    int64_t first_day, end;     /* its first day; the instant it ends */
    char name[12];              /* "2026-12" */
};

/* From the first entry of the ledger (else the data date) to the last month in which the forecast
 * spends; at most MONEY_MONTHS_MOST. Returns how many. */
unsigned money_months(const struct plan *plan, const struct forecast *forecast,
                      struct money_month *ret_months);

#endif
