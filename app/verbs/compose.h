/* SPDX-License-Identifier: Apache-2.0 */
/* compose.h - edits that a verb makes itself, as the text that `set` would take. */
#ifndef BATON_APP_VERBS_COMPOSE_H
#define BATON_APP_VERBS_COMPOSE_H

#include "app/verbs/edit_text.h"

enum { DATE_SIZE = 24 };

/* id.field=value, the value as in a plan file. */
bool compose_value(struct answer *answer, struct baton_edits *edits, const char *id,
                   const char *field, const char *value);
/* id.field="text", whatever it holds. */
bool compose_text(struct answer *answer, struct baton_edits *edits, const char *id,
                  const char *field, const char *text);
/* id.field= , where anybody stated it. */
bool compose_removal(struct answer *answer, struct baton_edits *edits, const char *id,
                     const char *field);
/* The data date of the plan, or `date` where given, as text: [DATE_SIZE]. False: it is no date. */
bool compose_date(struct answer *answer, const struct baton_edits *edits, const char *date,
                  char *ret_date);
/* A day since 1970 as text: [DATE_SIZE]. */
void compose_day(int64_t day, char *ret_date);
/* A stated field; absent otherwise. */
struct baton_text compose_stated(struct answer *answer, const struct baton_edits *edits,
                                 const char *id, const char *field);

#endif
