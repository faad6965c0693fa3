/* SPDX-License-Identifier: Apache-2.0 */
/* manual.h - help, man pages and shell completion, printed from the tables of verbs and flags. */
#ifndef BATON_APP_VERBS_MANUAL_H
#define BATON_APP_VERBS_MANUAL_H

#include "app/verbs/verb.h"

/* Each fills answer->bytes. */
void manual_overview(struct answer *answer);
void manual_verb(struct answer *answer, const struct verb *verb);
void manual_page(struct answer *answer, const struct verb *verb);   /* troff; NULL: baton(1) */
bool manual_completion(struct answer *answer, const char *shell);   /* false: no such shell */

#endif
