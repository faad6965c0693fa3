/* SPDX-License-Identifier: Apache-2.0 */
/* edit_text.h - edits as somebody types them: `token-api.estimate=3w..4w..7w`. */
#ifndef BATON_APP_VERBS_EDIT_TEXT_H
#define BATON_APP_VERBS_EDIT_TEXT_H

#include "app/verbs/verb.h"

/* Add to `edits` every edit of the request from argument `first` on. The value is read as YAML;
 * without one the edit removes. False: the answer is refused, with the edit quoted. */
bool edits_of_request(const struct request *request, struct answer *answer, unsigned first,
                      struct baton_edits *edits);

/* One of them. The text must live as long as the answer. */
bool edit_of_text(struct answer *answer, const char *typed, struct baton_edits *edits);

#endif
