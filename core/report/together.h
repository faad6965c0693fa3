/* SPDX-License-Identifier: Apache-2.0 */
/* together.h - reports that were sent, beside each other, and what they say of each claim. */
#ifndef BATON_CORE_REPORT_TOGETHER_H
#define BATON_CORE_REPORT_TOGETHER_H

#include "core/base/map.h"
#include "core/report/report.h"
#include "core/report/verify.h"

/* Where a claim is said, and how. */
struct saying {
    struct str claim, words;
    size_t file;
    unsigned line;              /* 0: in the list of facts of a text */
    uint32_t next;              /* of the same claim, from 1; 0: the last */
    uint32_t last;              /* of the first: the last so far */
    bool drawn;                 /* in the table of a picture, whose drawing says what is off */
};

struct sent_report {
    struct str name, bytes;
    struct sent sent;
    struct map cites;           /* each claim, to its first saying */
    size_t run;                 /* the first report of the same run */
    size_t facts, problems;
    bool withholds;             /* it counts what its reader may not see */
    bool list_only;             /* text whose ids stand at its end: its words carry none */
};

struct together {
    const struct report_input *in;
    struct arena *owner;
    struct sent_report *items;
    size_t count;
    struct saying *sayings;
    size_t saying_count, saying_capacity;
    struct map first;           /* of each claim and run: its first saying, from 1 */
    size_t shared;              /* claims that two reports say or more */
    size_t claims, problems;
    struct map off;             /* of each subject and run: the saying that it is off or at risk */
    uint32_t *first_off;        /* of each run, from 1; 0: none is */
    struct str *people, *promises;      /* their names, as claims have them; each once */
    size_t person_count, person_capacity, promise_count, promise_capacity;
    struct str style;           /* of our own pages */
};

void together_lie(struct together *v, size_t file, const char *code, unsigned line,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));
/* "exec.md, line 12". */
struct str together_place(const struct together *v, size_t file, unsigned line);
/* The line of the file; the reader counts the blocks of a page. */
unsigned together_row(const struct sent_report *r, const struct sent_line *line);
struct str together_key(const struct together *v, size_t run, struct str claim);

/* What stands outside claims, as far as the reports themselves show that it is not so: names,
 * judgements and promises beside what is off; and words that a reader does not see. */
void together_check_words(struct together *v);

#endif
