/* SPDX-License-Identifier: Apache-2.0 */
/* findings.h - how a finding is said: in full for check, in a line for the brief, as JSON. */
#ifndef BATON_CORE_REPORT_FINDINGS_H
#define BATON_CORE_REPORT_FINDINGS_H

#include "core/report/words.h"

/* "9 d" simulated, "at most 12 d" screened, or empty when it has no price. */
struct str say_price(const struct report_input *in, const struct finding *f);
/* Who is to move: by name; absent when nobody is known. */
struct str say_owner(const struct report_input *in, const struct finding *f);
/* In full, as a compiler says an error. */
void say_finding(const struct report_input *in, const struct finding *f, struct document *d);
void json_finding(const struct report_input *in, const struct finding *f, struct writer *w);
/* Findings that are true, not held back, and of a level. */
size_t count_findings(const struct findings *findings, enum diag_level level);

#endif
