/* SPDX-License-Identifier: Apache-2.0 */
/* agree.h - whether two wordings of one fact can both be true, known by the words alone. */
#ifndef BATON_CORE_REPORT_AGREE_H
#define BATON_CORE_REPORT_AGREE_H

#include <stdbool.h>

#include "core/base/str.h"

/* Whether what is said of one claim in two places can both be true: "about 25 %" and "27 %",
 * "Tue 27 Apr" and "2027-04-27", "■ off course" and "off course". A rounded value agrees with
 * each that rounds to it, a week with its days, a date without its year with that day of any. Words
 * that are no value must be the same but for the case of the first letter; an object may be called
 * by its title first, or by its id. */
bool words_agree(struct str a, struct str b);

/* Whether the word has a digit in it. */
bool word_has_digit(struct str word);
/* The word without the marks of punctuation at both ends. */
struct str word_bare(struct str word);

#endif
