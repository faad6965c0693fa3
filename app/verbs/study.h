/* SPDX-License-Identifier: Apache-2.0 */
/* study.h - from the PLAN of a request to what a report reads. */
#ifndef BATON_APP_VERBS_STUDY_H
#define BATON_APP_VERBS_STUDY_H

#include "app/verbs/verb.h"

/* Read PLAN: a file, a folder of *.yaml, or - for standard input; recognised by content. NULL: the
 * answer is refused, and the problems say why. */
const struct baton_plan *load_plan(const struct request *request, struct answer *answer);

/* Load the plan, compute what the report needs and print it. *ret_study may be NULL. */
void answer_with_report(const struct request *request, struct answer *answer, const char *report,
                        struct baton_study **ret_study);

/* A report that needs no plan. */
void answer_without_plan(const struct request *request, struct answer *answer,
                         const char *report);

#endif
