/* SPDX-License-Identifier: Apache-2.0 */
/* needs.h - what needs whom by when: findings, open decisions, blockers, overdue actions, in one
 * list, dearest first.
 */
#ifndef BATON_CORE_REPORT_NEEDS_H
#define BATON_CORE_REPORT_NEEDS_H

#include "core/report/words.h"

struct need {
    const char *verb;           /* decide, unblock, defuse, chase... */
    uint32_t subject;           /* object of the plan as stated */
    struct str what;            /* a sentence */
    struct str who;             /* by name; empty: nobody is known */
    int64_t by;                 /* CIVIL_NONE: no date */
    bool overdue;
    const struct finding *finding;      /* it comes from this one, or NULL */
    bool has_cost;
    bool at_most;               /* cost_s is an upper bound */
    int64_t cost_s;             /* working seconds of P80 */
    int64_t cost_minor;         /* INT64_MIN: nobody agreed a number */
};

/* One a subject, dearest first, then by date. */
size_t needs_collect(const struct report_input *in, const struct need **ret_needs);

/* "9 d", "at most 9 d", "$41k a week"; empty when nothing is known. */
struct str say_need_cost(const struct report_input *in, const struct need *need);

#endif
