/* SPDX-License-Identifier: Apache-2.0 */
/* shelf.h - what is kept by name beside a plan: scenarios and baselines.
 *
 * Beside a store it is kept in the store. Beside a plan file or a folder it is a file of a folder
 * `scenarios` or `baselines` next to the plan's (which no command reads as part of the plan), so
 * that it goes through version control with it: a scenario is a file as `whatif --file` reads it,
 * a baseline is the whole plan. Who kept it and why stands in the first lines, as comments.
 */
#ifndef BATON_APP_VERBS_SHELF_H
#define BATON_APP_VERBS_SHELF_H

#include "app/verbs/ground.h"

struct shelf {
    struct ground *g;           /* NULL: files */
    const char *plan;           /* as the user named it */
    const char *kind;           /* "scenario": also a folder, with an s */
};

struct shelf_item {
    struct baton_text name, why, by;
    struct baton_text date;     /* when it was kept: 2026-11-23 */
    int64_t seq;                /* where the log stood; 0: files */
    const struct baton_node *edits;     /* of a scenario */
    const char *path;           /* of a file; else NULL */
};

extern const struct flag flag_replace, flag_remove, flag_list;

/* Of the PLAN of the request; opens it where it is a store. False: the answer is refused. */
bool shelf_open(const struct request *request, struct answer *answer, const char *kind,
                struct shelf *ret_shelf);
/* All of them, by name; or only that of `name`, which must be there (else exit 3). */
bool shelf_read(struct answer *answer, const struct shelf *shelf, const char *name,
                struct shelf_item **ret_items, size_t *ret_count);
/* Whether there is one of that name. */
bool shelf_has(const struct shelf *shelf, const char *name);
/* Keep it, with --because, --by and the day. `plan` and `made`: what leads from one to the other is
 * the scenario; of a baseline both are the plan. False: the answer is refused (exit 4 where there
 * is one already and --replace is not given). What is replaced stays as NAME~1, NAME~2... */
bool shelf_put(const struct request *request, struct answer *answer, const struct shelf *shelf,
               const char *name, const struct baton_plan *plan, const struct baton_plan *made);
bool shelf_remove(struct answer *answer, const struct shelf *shelf, const char *name);

#endif
