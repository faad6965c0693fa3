/* SPDX-License-Identifier: Apache-2.0 */
/* record.h - what the verbs that write to a store share. */
#ifndef BATON_APP_VERBS_RECORD_H
#define BATON_APP_VERBS_RECORD_H

#include "app/verbs/ground.h"

/* Ends with NULL: what every verb that writes to a store takes. */
extern const struct flag *const flags_of_record[];

/* Last lines behind the report of an answer; nothing behind JSON. */
void answer_add(const struct request *request, struct answer *answer, const char *line);
/* Record what leads from `plan` (after change `against`) to `made`, and print the change; with
 * --dry-run print it only. */
void record_and_print(const struct request *request, struct answer *answer, struct ground *g,
                      int64_t against, const struct baton_plan *plan,
                      const struct baton_plan *made, const char *source);
/* Print changes by the report `log`. */
void print_changes(const struct request *request, struct answer *answer,
                   const struct baton_plan *plan, const struct baton_change *changes,
                   size_t count);

/* The edits that a request asks for. False: the answer is refused. */
typedef bool edit_gather(const struct request *request, struct answer *answer,
                         struct baton_edits *edits);
/* The plan with them. False: the answer is refused. */
bool edit_and_apply(const struct request *request, struct answer *answer, edit_gather *gather,
                    const struct baton_plan *plan, const struct baton_plan **ret_made);

/* What `gather` asks for as a change of the store that argument 0 names, or written into the plan
 * files that it names (edit_file.c). */
void record_request(const struct request *request, struct answer *answer, edit_gather *gather);
void edit_files(const struct request *request, struct answer *answer, edit_gather *gather);

#endif
