/* SPDX-License-Identifier: Apache-2.0 */
/* sent_words.h - the words of a line that was sent, a claim being one word. */
#ifndef BATON_CORE_REPORT_SENT_WORDS_H
#define BATON_CORE_REPORT_SENT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/str.h"

struct arena;
struct sent_line;

struct words {
    const struct sent_line *line;
    struct str *items;          /* a claim is one word, by what it says: "<p80>" */
    bool *first;                /* of a sentence */
    bool *is_claim;
    size_t count;
};

struct words words_of(const struct sent_line *line, struct arena *owner);
/* "before word after". */
struct str words_around(const struct words *w, size_t i, struct arena *owner);
/* Two words in a row, whatever their case; empty at an end of the line. */
struct str words_pair(struct str left, struct str right, struct arena *owner);
/* Whether the word could say something true or false: it has a digit, it promises, judges, denies
 * or dates, or it is a name (a capital letter, and not `first` in a sentence). */
bool word_is_factual(struct str word, bool first);
bool word_is_denial(struct str word);
/* Earlier or later, more or less. */
bool word_is_direction(struct str word);
/* With single blanks, and no hard ones. */
struct str words_blanks(struct arena *owner, struct str s);

#endif
