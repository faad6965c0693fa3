/* SPDX-License-Identifier: Apache-2.0 */
/* beliefs.h - what people answered in private, until it is published together with others.
 *
 *     form --read--> book: answers that wait --publish--> pulses of the plan
 *
 * The book is never part of a plan, nor seen by anything that reads one. An answer is one person's
 * probability, date or vote about one thing. Once three people or more wait with the same kind of
 * answer about the same thing, their median is published as a pulse: rounded, with
 * no name. Then the answers are forgotten, so each is in exactly one publication, and no two
 * publications can be subtracted from one another. What stays is who answered what up to which
 * day, so that the same form read twice counts once.
 *
 * Nothing here quotes what stands in a form or a book, not even in an error.
 */
#ifndef BATON_CORE_PLAN_BELIEFS_H
#define BATON_CORE_PLAN_BELIEFS_H

#include "core/plan/plan.h"

struct text;

enum belief_measure { BELIEF_PROBABILITY, BELIEF_DATE, BELIEF_VOTE, BELIEF_MEASURES };

enum {
    BELIEF_LEAST = 3,               /* people behind anything that is published */
    BELIEF_CEILING = 1000 * 1000,   /* answers in a book */
    BELIEF_QUESTIONS = 7,           /* on one person's form */
    BELIEF_PPM_STEP = 100000        /* a published probability is a multiple of it */
};

struct beliefs;

struct beliefs *beliefs_new(const struct plan *plan, struct arena *owner, struct diags *out);

/* The answers of one form: `beliefs: {id: {about, by, dated, probability, earliest, latest,
 * vote}}`. What is left blank is no answer. `source`: the number under which faults name the file.
 * All faults at once: "bad-form", "unknown-id", "bad-answer"; then nothing of it is taken. */
bool beliefs_read_form(struct beliefs *b, const struct node *root, uint32_t source,
                       size_t *ret_count);
/* Those of a check-in, where they stand beside answers that are no secret: `beliefs` of its form,
 * or of its table the rows whose `field` is `belief` (columns id, answer, by, dated). True of
 * none. */
bool beliefs_read_checkin(struct beliefs *b, const struct node *root, uint32_t source,
                          size_t *ret_count);
/* The book as beliefs_write_book made it. False: "bad-book". */
bool beliefs_read_book(struct beliefs *b, const struct node *root, uint32_t source);
void beliefs_write_book(const struct beliefs *b, struct text *out);

/* Publish what may be, dated `day`. The edits wait in the book until beliefs_done, so that
 * whoever dies between the two loses none and publishes none twice. */
void beliefs_publish(struct beliefs *b, int64_t day);
/* Each as somebody would type it: `pulses.pulse-ga-march-1={...}`; not those the plan has. */
size_t beliefs_edits(const struct beliefs *b, const struct str **ret_edits);
/* The first `count` of those are in the plan now. */
void beliefs_done(struct beliefs *b, size_t count);

/* --- the questions ------------------------------------------------------------------------ */

/* The date in question about an object; CIVIL_NONE: none. */
int64_t belief_deadline(const struct object *o);
/* What to ask this person (NULL: anybody): promises first, then the hand-offs of their team, the
 * earliest first. */
size_t belief_questions(const struct plan *p, const struct object *person, struct arena *owner,
                        const struct object *const **ret_objects);
/* A form for that person to fill in, as YAML. */
void beliefs_write_form(const struct plan *p, const struct object *person, struct arena *owner,
                        struct text *out);

/* --- what was published --------------------------------------------------------------------- */

/* The latest pulse about an object that has that measure; NULL: none. */
const struct object *belief_latest(const struct plan *p, const struct object *about,
                                   enum belief_measure measure);

#endif
