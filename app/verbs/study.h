/* SPDX-License-Identifier: Apache-2.0 */
/* study.h - from the PLAN of a request to what a report reads. */
#ifndef BATON_APP_VERBS_STUDY_H
#define BATON_APP_VERBS_STUDY_H

#include "app/verbs/verb.h"

/* Read PLAN: a file, a folder of *.yaml, or - for standard input; recognised by content. NULL: the
 * answer is refused, and the problems say why. */
const struct baton_plan *load_plan(const struct request *request, struct answer *answer);
/* ... of any path. */
const struct baton_plan *load_plan_of(const struct request *request, struct answer *answer,
                                      const char *path);
/* ... of files only, though a store may stand beside them. */
const struct baton_plan *load_files(const struct request *request, struct answer *answer,
                                    const char *path);
/* The bytes of one file; a spreadsheet is the table that it holds. False: the answer is refused. */
bool load_contents(struct answer *answer, const char *path, struct baton_text *ret_bytes);
/* ... the sheet that --sheet names, with a note on those that were not read. */
bool load_sheet(const struct request *request, struct answer *answer, const char *path,
                struct baton_text *ret_bytes);
/* What --mapping names; NULL where it is not given. False: the answer is refused. */
bool load_mapping(const struct request *request, struct answer *answer,
                  const struct baton_node **ret_mapping);
/* The tree of one file. NULL: the problems say why. */
const struct baton_node *load_tree(struct answer *answer, const char *path);
/* ... with its bytes; and the tree of bytes that stand under that name. */
const struct baton_node *load_text(struct answer *answer, const char *path,
                                   struct baton_text *ret_bytes);
const struct baton_node *load_bytes(struct answer *answer, const char *name,
                                    struct baton_text bytes);

/* What `hit` and `whatif` take, for whoever asks them again. */
extern const struct flag flag_confidence, flag_edits_file, flag_mitigate;

/* What the flags of a forecast ask for. False: the answer is refused. */
bool study_check_request(const struct request *request, struct answer *answer);
/* Compute what a report needs (bits of BATON_NEEDS_...). `how` may be NULL: as the request says.
 * False: the answer is refused. */
bool study_compute(const struct request *request, struct answer *answer, unsigned needs,
                   const struct baton_forecast_options *how, struct baton_study *study);
void study_print(const struct request *request, struct answer *answer, const char *report,
                 const struct baton_study *study, const char *subject);
/* What the store of the plan keeps of forecasts, for reports on the past; of a file nothing. False:
 * the answer is refused. */
bool study_take_kept(struct answer *answer);
/* Forecast both where the report wants it, on the same random numbers, and compare. */
bool study_compare(const struct request *request, struct answer *answer, unsigned needs,
                   struct baton_study *before, struct baton_study *after);

/* Dates, promises and money alone, by so many iterations (0: as the request or the stop rule says).
 * False: the answer is refused. */
bool study_dates(const struct request *request, struct answer *answer, uint32_t iterations,
                 struct baton_study *study);
/* Whether a plan can be forecast at all: asked elsewhere, so that no problem of it is told here. */
bool study_is_possible(const struct request *request, const struct baton_plan *plan);

/* What tells again what was asked of a plan (report --for exec). */
#define ASKED_NEEDS                                                                               \
    (BATON_NEEDS_SCHEDULE | BATON_NEEDS_FINDINGS | BATON_WANTS_FORECAST | BATON_WANTS_GAINS)

/* Why `after` differs from `before`, on several threads. False: the answer is refused. */
bool study_explain(const struct request *request, struct answer *answer,
                   struct baton_why_options *how, struct baton_study *before,
                   struct baton_study *after);

/* The ways to a promise, on several threads. False: the answer is refused. */
bool study_hit(const struct request *request, struct answer *answer, const char *commitment,
               int32_t wanted_ppm, struct baton_study *study);

/* Load the plan, compute what the report needs and print it. *ret_study may be NULL. */
void answer_with_report(const struct request *request, struct answer *answer, const char *report,
                        struct baton_study **ret_study);

/* A report that needs no plan. */
void answer_without_plan(const struct request *request, struct answer *answer,
                         const char *report);

#endif
