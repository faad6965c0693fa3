/* SPDX-License-Identifier: Apache-2.0 */
/* baseline.h - a kept plan, for the verbs that compare with one. */
#ifndef BATON_APP_VERBS_BASELINE_H
#define BATON_APP_VERBS_BASELINE_H

#include "app/verbs/shelf.h"

/* The plan that was kept. NULL: the answer is refused. */
const struct baton_plan *baseline_plan(const struct request *request, struct answer *answer,
                                       const struct shelf *shelf, const struct shelf_item *item);
/* "baseline agreed (2026-10-01, change 3): steering". */
void baseline_label(const struct shelf_item *item, char *ret_label, size_t room);

#endif
