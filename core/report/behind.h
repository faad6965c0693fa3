/* SPDX-License-Identifier: Apache-2.0 */
/* behind.h - what is behind the date of a piece of work, one level deeper than that it is late.
 *
 * What the plan knows, in this order: what stops it; what it waits for, whose work that is and
 * when it comes; people of its team; since when it is under way, with how much left, and which
 * risk can add to it. Where it knows nothing, whom to ask. Never a reason that nobody stated.
 */
#ifndef BATON_CORE_REPORT_BEHIND_H
#define BATON_CORE_REPORT_BEHIND_H

#include "core/claim/claim.h"
#include "core/report/words.h"

/* As a claim of that id and about that object: "it waits for "Load test of sign-in", work of
 * Identity, 50 % likely to be done by 2027-01-22". Nothing is added where an audience may not see
 * what is behind it. `task`: of in->plan, open; `named`: with its name before it, as in
 * ""Token API v2" (token-api): it ...". */
void put_behind(const struct report_input *in, struct claims *set, struct str id,
                const struct object *about, const struct object *task, bool named);
/* Of every promise, of what it hangs on most: "ga-march.hangs-on.behind". */
void put_behind_promises(const struct report_input *in, struct claims *set);
/* By node of the network: whether it is the target, or leads to it. O(links). */
bool *what_leads_to(const struct network *n, uint32_t target, struct arena *owner);

/* The open work of a team that could have got on since the data date before and that most often
 * decides when what leads to a promise, or to a milestone that is none, is done; NULL: none. */
const struct object *work_that_waited(const struct report_input *in, const struct object *team,
                                      const struct object *promise);
/* Who answers for work or a hand-off: its owner, its team's lead or the team itself, else who runs
 * or pays for the program; "whoever keeps the plan". */
struct str say_whom_to_ask(const struct report_input *in, const struct object *o);

#endif
