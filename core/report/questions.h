/* SPDX-License-Identifier: Apache-2.0 */
/* questions.h - what to ask a team this week: few, prefilled, most valuable first. */
#ifndef BATON_CORE_REPORT_QUESTIONS_H
#define BATON_CORE_REPORT_QUESTIONS_H

#include "core/report/words.h"

enum { QUESTIONS_MOST = 8, QUESTION_FRESH_DAYS = 6 };

struct question {
    const struct object *team, *subject;
    const char *field;          /* whose value is asked for */
    struct str current;         /* as it is stated, or empty */
    struct str prompt, why;     /* words; why: the reason for asking now */
    int64_t value_s;            /* days of P80 that hang on it, made larger by its age */
};

/* Of the team, at most QUESTIONS_MOST. Work of which anybody said anything in the last
 * QUESTION_FRESH_DAYS (its `updated`, or a change of in->log) is not asked about again, unless it
 * should have been finished since. Needs the forecast; without one, by age alone. */
size_t questions_of(const struct report_input *in, const struct object *team,
                    const struct question **ret);
/* The teams that are asked: the subject, or every one with a question. False: there is no such
 * team, and a problem says so. */
bool questions_teams(const struct report_input *in, const struct object *const **ret_teams,
                     size_t *ret_count);

#endif
