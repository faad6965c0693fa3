/* SPDX-License-Identifier: Apache-2.0 */
/* asks.h - what is asked of whom by when, and what became of what was asked before.
 *
 * Found the same way for the plan as it is and for the plan as it was, so that a page says of each
 * thing that the page before asked for whether it is done.
 */
#ifndef BATON_CORE_REPORT_ASKS_H
#define BATON_CORE_REPORT_ASKS_H

#include "core/report/tell.h"

enum ask_kind { ASK_DATE, ASK_WORK, ASK_DECISION, ASK_MITIGATION, ASK_FINDING, ASK_REPORT };

struct ask {
    enum ask_kind kind;
    const struct object *object;
    const struct finding *finding;
    const char *by;                 /* predicates: by when, */
    const char *who;                /* of whom; NULL: nobody is known */
    const struct object *dated;     /* whose `by` it is; NULL: the object's */
    int64_t at, weight;             /* by when; what is asked first where not all are */
};

struct asks {
    struct ask *items;
    size_t count;
    bool more;                      /* than a page holds */
};

/* By date. */
struct asks asks_find(const struct telling *t);
/* Whether they are one: the same thing asked of the same object for the same reason. */
bool ask_is_same(const struct ask *a, const struct ask *b);
/* The predicate of a claim on it that put_asked made, where the state before asked for it too:
 * "asked-decision", "asked-unowned-handoff", and `part`. */
const char *ask_predicate(const struct report_input *in, const struct ask *ask, const char *part);

/* What became of what was asked in in->earlier, as claims: "d-05.asked-decision" (by when it was
 * asked) and "d-05.asked-decision.fate". */
void put_asked(const struct report_input *in, struct claims *set);
/* ... in a paragraph for each fate; nothing where there is no earlier state. `now`: what is asked
 * again goes by its id. */
void tell_asked(const struct telling *t);

#endif
