/* SPDX-License-Identifier: Apache-2.0 */
/* levelled.h - dates under capacity, for the schedule report. Private to reports. */
#ifndef BATON_CORE_REPORT_LEVELLED_H
#define BATON_CORE_REPORT_LEVELLED_H

#include "core/report/words.h"

/* "12 d for identity, behind token-api"; empty for what is not later. */
struct str say_waited_for(const struct report_input *in, uint32_t node);
/* What capacity costs, and the rows of what it moves; `shown` at most. */
void say_levelled(const struct report_input *in, const uint32_t *chosen, uint32_t count,
                  uint32_t shown, struct document *out);
/* What few moves in the teams' order would bring forward, promise by promise. */
void say_resequencing(const struct report_input *in, struct document *out);
void json_resequencing(const struct report_input *in, struct writer *w);
/* The members of the whole, and those of one object. */
void json_levelled(const struct report_input *in, struct writer *w);
void json_levelled_row(const struct report_input *in, uint32_t object, struct writer *w);

#endif
