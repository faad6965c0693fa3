/* SPDX-License-Identifier: Apache-2.0 */
/* questions.h - what to ask a team this week: few, prefilled, most valuable first. */
#ifndef BATON_CORE_REPORT_QUESTIONS_H
#define BATON_CORE_REPORT_QUESTIONS_H

#include "core/report/words.h"

enum { QUESTIONS_MOST = 8, QUESTION_FRESH_DAYS = 6 };

struct question {
    const struct object *team, *subject;
    const char *field;          /* whose value is asked for; `belief`: no field, and private */
    struct str current;         /* as it is stated, or empty */
    struct str prompt, why;     /* words; why: the reason for asking now */
    int64_t value_s;            /* days of P80 that hang on it, made larger by its age */
};

bool question_is_private(const struct question *q);

struct question_sheet {         /* what one team is asked */
    const struct object *team, *lead;   /* lead: NULL where nobody is */
    const struct question *items;
    size_t count;               /* QUESTIONS_MOST at most */
};

/* Of the team that is the subject, or of every one that has a question. Work of which anybody said
 * anything in the last QUESTION_FRESH_DAYS (its `updated`, or a change of in->log) is not asked
 * about again, unless it should have been finished since. One question is what its people believe
 * of the promise that most of its work hangs on, where three could answer and nothing was
 * published these days. Needs the forecast; without one, by age alone. False: there is no such
 * team, and a problem says so. Cost: teams x objects. */
bool questions_ask(const struct report_input *in, const struct question_sheet **ret_sheets,
                   size_t *ret_count);

#endif
