/* SPDX-License-Identifier: Apache-2.0 */
/* scenario.h - a what-if that is kept. */
#ifndef BATON_APP_VERBS_SCENARIO_H
#define BATON_APP_VERBS_SCENARIO_H

#include "app/verbs/shelf.h"

/* Keep what leads from `plan` to `made` under the name, and say so behind the report. */
void scenario_keep(const struct request *request, struct answer *answer,
                   const struct shelf *shelf, const char *name, const struct baton_plan *plan,
                   const struct baton_plan *made);

#endif
