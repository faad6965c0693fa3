/* SPDX-License-Identifier: Apache-2.0 */
/* figures.h - every number, date, name and status of a document by a claim.
 *
 * Registers cite claims as they say them. What any report says beyond those, in a cell or in a
 * sentence, becomes a claim here, before a writer sees it: that of the object where it says the
 * same (`ga-march.p80` under "P80" in the row of ga-march), else one of the report itself:
 *
 *   load:identity.wk-12-07           the cell of a row, by the column's heading
 *   decide/d-05:options.3            the third figure under a heading
 *
 * whose derivation is the report, what is stated of the row's object, and the run or the inputs.
 */
#ifndef BATON_CORE_REPORT_FIGURES_H
#define BATON_CORE_REPORT_FIGURES_H

#include "core/report/tell.h"

/* Whether an id is that of a report's own figure. */
bool is_figure(struct str id);
/* "decide" and "d-05" of "decide/d-05:options.3"; with --all it is "decide+all/d-05:...". */
struct str figure_report(struct str id, struct str *ret_subject, bool *ret_all);

/* Cite every figure of the document; `out` of report `r`. NULL: it is of no plan. */
struct claims *figures_cite(const struct report *r, const struct report_input *in,
                            struct document *out);
/* "claims": what the document cites, each with its id and what `say` writes of it. */
typedef void json_claim(const struct report_input *in, const struct claim *c, struct writer *w);
void json_claims(const struct report_input *in, struct claims *set, const struct document *d,
                 json_claim *say, struct writer *w);
/* ... with its words, and of a figure of the report its rule and what it rests on. */
void figures_json(const struct report_input *in, struct claims *set, const struct document *d,
                  struct writer *w);

#endif
