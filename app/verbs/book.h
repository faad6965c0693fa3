/* SPDX-License-Identifier: Apache-2.0 */
/* book.h - the book of private beliefs, as verbs see it.
 *
 * Forms and the book are read in a context of their own, whose problems are thrown away: nothing
 * that a verb prints, records or refuses depends on an answer that is not published.
 */
#ifndef BATON_APP_VERBS_BOOK_H
#define BATON_APP_VERBS_BOOK_H

#include "app/verbs/verb.h"

enum { BOOK_PATH = 4096 };

struct book {
    struct answer *answer;
    struct baton_beliefs *beliefs;
    char path[BOOK_PATH];       /* where answers wait */
    int lock;                   /* -1: it is not open */
    size_t forms, answers;      /* that were read; what the book held is not counted */
    bool readable;              /* the last of them was a tree, whatever stands in it */
};

extern const struct flag flag_beliefs;

/* A book of which nothing is read yet. */
void book_begin(struct book *book, struct answer *answer, const struct baton_plan *plan);
/* Whether --beliefs is given. False: the answer is refused. */
bool book_is_named(const struct request *request, struct answer *answer);
/* Find the folder of --beliefs, lock it, and read what waits there. Each of these: false, the
 * answer is refused. Give it back by book_close, which an unopened one may have as well. */
bool book_open(struct book *book, const struct request *request);
bool book_write(struct book *book);
void book_close(struct book *book);

/* A form, or every form of a folder: all faults of all of them at once. */
bool book_read_forms(struct book *book, const char *path);
/* What stands of beliefs in a check-in that came back, a form or (`table`) the bytes of a CSV. */
bool book_read_checkin(struct book *book, const char *path, struct baton_text bytes, bool table);

#endif
