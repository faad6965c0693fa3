/* SPDX-License-Identifier: Apache-2.0 */
/* simulated.h - what forecast and brief say in the same way: assumptions, money, causes. */
#ifndef BATON_CORE_REPORT_SIMULATED_H
#define BATON_CORE_REPORT_SIMULATED_H

#include "core/report/words.h"

/* Whether the hand-off is still to be accepted. */
bool handoff_is_open(const struct plan *p, uint32_t handoff);

/* "work", "risk"...; of a hand-off "delivery" (when it is given) or "acceptance". */
const char *cause_word(const struct forecast_sensitivity *s);

/* "$4.18M at P50, ..., limit $4.50M (about 70 % inside)", and jointly with all promises. Only
 * where the forecast knows a cost. */
void say_money_forecast(const struct report_input *in, bool jointly, struct line *line);

/* What the figures take for granted: answers to open decisions, defaults that stand in, what this
 * version leaves out. One labelled paragraph each; `sources` names where defaults come from. */
void say_assumptions(const struct report_input *in, bool sources, struct document *d);

/* Members `assumed` and `defaults` of a shape. */
void json_assumptions(const struct report_input *in, struct writer *w);

/* The shape `forecast` of design.md 7. */
bool forecast_json(const struct report_input *in, struct writer *w);

#endif
