/* SPDX-License-Identifier: Apache-2.0 */
/* form.h - --format: one report in any of the forms that can be sent. */
#ifndef BATON_APP_VERBS_FORM_H
#define BATON_APP_VERBS_FORM_H

#include "app/verbs/verb.h"

extern const struct flag flag_format, flag_table, flag_paper;

/* What --format, --table and --paper ask, beside the older flags of the same meaning. False: they
 * contradict one another, and the answer is refused. */
bool form_take(const struct request *request, struct answer *answer,
               struct baton_report_options *options);
/* The report of that name in the form asked for. */
void form_print(const struct request *request, struct answer *answer,
                const struct baton_study *study, const char *name,
                const struct baton_report_options *options);

#endif
