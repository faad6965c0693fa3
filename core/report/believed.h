/* SPDX-License-Identifier: Apache-2.0 */
/* believed.h - what was published of private beliefs, said beside a promise and a simulation. */
#ifndef BATON_CORE_REPORT_BELIEVED_H
#define BATON_CORE_REPORT_BELIEVED_H

#include "core/report/words.h"

struct believed {
    int32_t probability_ppm;    /* -1: not published */
    int64_t date;               /* the Monday of the week; CIVIL_NONE */
    int64_t vote;               /* 0 */
    int64_t answers;            /* the fewest behind any of them */
    int64_t dated;              /* of the latest publication */
};

/* The latest of each measure about the object of that id. False: nothing is published. */
bool believed_of(const struct report_input *in, struct str id, struct believed *ret);
/* "about 40 %, week of 12 Apr, vote 2 of 5". */
struct str say_believed(const struct report_input *in, const struct believed *b);
/* ... and "(5 answers, 20 Nov)". */
struct str say_believed_whole(const struct report_input *in, const struct believed *b);
/* "believed of ga-march: about 40 %, vote 2 of 5 (5 answers, 20 Nov)" as a paragraph; nothing where
 * nothing is published. */
void say_belief_of(const struct report_input *in, struct str id, unsigned indent,
                   struct document *d);
/* Member `belief`: a map, or null. */
void json_believed(const struct report_input *in, struct writer *w, struct str id);

#endif
