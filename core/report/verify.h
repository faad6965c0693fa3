/* SPDX-License-Identifier: Apache-2.0 */
/* verify.h - a report as somebody sent it: Markdown, HTML or plain text to lines of words, each
 * word with the claim that it says.
 */
#ifndef BATON_CORE_REPORT_VERIFY_H
#define BATON_CORE_REPORT_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/str.h"

struct arena;
struct report_input;
struct writer;

/* A run of words that one claim says, or that none does (claim empty). Blanks are single. */
struct sent_part {
    struct str claim, text;
};
struct sent_line {
    struct sent_part *parts;
    size_t count, capacity;
    unsigned number;            /* in the file, 1 first; of a page in its blocks */
    size_t at;                  /* how far the file was read for its first words */
    bool row;                   /* of a table: no prose, its words are its columns */
    bool drawn;                 /* in a picture, or the name of a table: they carry no ids */
};
struct sent {
    struct arena *owner;
    struct sent_line *lines;
    size_t count, capacity;
    struct str about;           /* of which run it says it is; empty: it does not */
    bool html;
    bool marked;                /* ids stand in it: Markdown or HTML, not plain text */
    const char *hidden;         /* how words are hidden or struck out; NULL: none are */
    struct str style;           /* of a page, and its scripts */
    struct str *drawings;       /* each drawing of a page: words, places of marks */
    size_t drawing_count, drawing_capacity;
    bool broken;                /* a claim that is not closed in its line */
    bool cut;                   /* it ends in the middle */
};

/* HTML where it begins with a tag of one, else Markdown. */
void sent_read(struct str bytes, struct arena *owner, struct sent *ret);

/* Plain text, laid along the register's own: `marked` is that as document_write_text makes it with
 * marks. Returns how far from it the text is: words that stand in the register nowhere like that,
 * and leaps from one place of it to another; none where it is of the same width, however its
 * lines were broken later. Cost: the words, times how often the commonest stands in the register
 * (at most 64). */
size_t sent_read_text(struct str bytes, struct str marked, struct arena *owner, struct sent *ret,
                      struct sent *ret_told);

/* How a tag of HTML hides or strikes out what is in it; NULL: it does not. */
const char *sent_hides(struct arena *owner, struct str name, struct str tag);

/* Without the ">" that mail programs put before each line of what they quote. */
struct str sent_unquoted(struct str bytes, struct arena *owner);

/* What a file says of itself: of "for=exec of= audience=exec" with "for=" it is "exec". */
struct str sent_about(struct str about, const char *key);

/* The list at the end of a text with --facts: its ids, and of which run it is (empty: it does not
 * say). A title may look like one: it is the last, behind an empty line. False: there is none. */
bool sent_list(struct str bytes, struct str *ret_ids, struct str *ret_about);

/* The end of the shape, with "problems": the errors found, each with its code and its text. */
void verify_json_end(const struct report_input *in, struct writer *out);

#endif
