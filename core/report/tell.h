/* SPDX-License-Identifier: Apache-2.0 */
/* tell.h - how registers say claims: each number, date, name and status with the id of its claim.
 *
 * A register chooses, orders and words claims. The words between them are its own; whatever
 * could be true or false comes through cite().
 */
#ifndef BATON_CORE_REPORT_TELL_H
#define BATON_CORE_REPORT_TELL_H

#include "core/claim/claim.h"
#include "core/report/words.h"

enum { QUESTIONS_MOST = 32 };

struct telling {
    const struct report_input *in;
    struct claims *set;
    struct document *d;
    const char **questions;     /* [QUESTIONS_MOST] of a document, so far */
    size_t *question_count;
    struct map *introduced;     /* people whose role was said with their name */
    struct map *named;          /* ids that stood behind their titles */
};

/* CITE_TABLE: as tables of all reports have it; CITE_CELL: of a register, where "<1 %" is "under
 * 1 %"; CITE_BRIEF: for somebody who reads one page: dates as in prose, chances rounded. */
enum cite_form { CITE_PROSE, CITE_TABLE, CITE_CELL, CITE_BRIEF };

/* Begin a register: the claims of the input, and its head of title and data date. */
struct telling tell_begin(const struct report_input *in, struct document *d, const char *name,
                          const char *words);
/* Of which run a document is: what `report verify` tells it again from. */
struct str tell_about(const struct report_input *in, const char *name);
/* Its JSON: every claim that its document cites. */
bool tell_json(const struct report *r, const struct report_input *in, struct writer *w);
struct claims *claims_of(const struct report_input *in);
/* ... and what they are made of, but for earned value. */
struct claim_input claims_input(const struct report_input *in);

/* The claim in words: "about 40 %", "20 Apr", "2027-04-20" in tables. */
struct str say_claim(const struct report_input *in, const struct claim *c, enum cite_form form);
enum tone tone_of_claim(const struct claim *c);

/* Say it. False, and nothing said: there is no such claim. */
bool cite(const struct telling *t, struct line *l, enum tone tone, struct str subject,
          const char *predicate);
bool cite_cell(const struct telling *t, struct line *cell, enum tone tone, struct str subject,
               const char *predicate);
bool cite_brief(const struct telling *t, struct line *cell, enum tone tone, struct str subject,
                const char *predicate);
/* The claim in other words than its own; plain where there is no such claim. */
void cite_as(const struct telling *t, struct line *l, enum tone tone, struct str subject,
             const char *predicate, struct str text);
/* cite() between words of the register: said with them, or not at all. */
bool cite_with(const struct telling *t, struct line *l, const char *before, struct str subject,
               const char *predicate, const char *after);
/* The title of an object in quotes: in a sentence, where it could be taken for its words. */
void cite_quoted(const struct telling *t, struct line *l, struct str subject);
/* ... and its id in brackets, where it has a title of its own: so that the id may stand alone
 * afterwards. */
void cite_named(const struct telling *t, struct line *l, struct str subject);
/* The same without quotes, for a cell of its own. */
void cite_titled(const struct telling *t, struct line *l, struct str subject);
/* As the first words of a sentence: with a capital letter, unless they are an id. */
bool cite_first(const struct telling *t, struct line *l, enum tone tone, struct str subject,
                const char *predicate);
struct str say_first(const struct telling *t, struct str s);
/* The name of a person or team; of a person, the first time, with role and team where the plan
 * knows them: "Rosa Haas (VP Engineering, sponsor)". */
bool cite_who(const struct telling *t, struct line *l, enum tone tone, struct str subject,
              const char *predicate);
bool cite_who_with(const struct telling *t, struct line *l, const char *before,
                   struct str subject, const char *predicate, const char *after);
const struct claim *claim_at(const struct telling *t, struct str subject, const char *predicate);

void tell_heading(const struct telling *t, const char *words);
struct line *tell_paragraph(const struct telling *t);
struct line *tell_item(const struct telling *t);
void tell_nothing(const struct telling *t, const char *words);

/* A table of every object of a kind that is wanted, a claim a column. Returns the rows. */
struct tell_column {
    const char *title, *predicate;
    bool right, wide;
};
typedef bool tell_shown(const struct plan *p, const struct object *o);
size_t tell_table(const struct telling *t, enum kind kind, tell_shown *shown,
                  const struct tell_column *columns, unsigned count);
/* ... with other words where there is none. */
size_t tell_table_or(const struct telling *t, enum kind kind, tell_shown *shown,
                     const struct tell_column *columns, unsigned count, const char *nothing);
/* What is not answered, and what nobody has checked: for tables. */
bool question_is_open(const struct plan *p, const struct object *o);
bool assumption_is_open(const struct plan *p, const struct object *o);
/* What the document needs and nobody stated: a question, where `missing`. */
void tell_ask(const struct telling *t, bool missing, const char *question);
/* The last part of every document: its questions, then where each promise stands. */
void tell_end(const struct telling *t);

/* --- parts that several registers have -------------------------------------------------------- */

/* The least likely promise of those seen, or NULL. */
const struct object *tell_worst(const struct telling *t);
/* The bottom line where there is no such promise: when all work ends, or that nobody can say. */
void tell_no_promise(const struct telling *t, struct line *line);
/* ... and the longest work of what decides when it ends. */
void tell_longest(const struct telling *t);
/* How the program stands, and how many of its promises stand how. */
void tell_standing(const struct telling *t, struct line *line);
/* The least likely promise: date, probability, what it hangs on. There is one. */
void tell_worst_promise(const struct telling *t, struct line *line);
/* Both, or that nothing is promised: what every register begins with. */
void tell_bottom_line(const struct telling *t);
/* How schedule, cost, scope, people, risks and decisions stand. */
void tell_dimensions(const struct telling *t);
/* Why promises stand as they do, where that is not their probability alone. */
void tell_because(const struct telling *t);
/* What people report of promises, and on what terms: beside the column that has the status. */
void tell_reported(const struct telling *t);
/* ... on one page: with the computed status in one sentence, and first what is reported better. */
void tell_watermelons(const struct telling *t);
/* In a later sentence: what was named before goes by its id, anything else as cite_named(). */
void cite_again(const struct telling *t, struct line *line, const struct object *o);
/* The promise that findings are priced at, or NULL. */
const struct object *tell_priced(const struct telling *t);
/* Rows of a table: every promise. `all`: with the columns of the technical wording. */
void tell_promises(const struct telling *t, bool all);
/* ... for one page: of many only those that are off in the table, the others in a line. */
void tell_promises_briefly(const struct telling *t);
/* Findings by value: what, cost, who, until when. Returns how many are left out. */
size_t tell_landmines(const struct telling *t, size_t most, bool moves);
/* By when what is asked of whom: one list, by date. */
void tell_asks(const struct telling *t);
/* How likely the steps of the plan make a promise at best, in ppm; -1: nothing is known to help. */
int32_t best_chance(const struct gains *g, struct str promise);
/* Whether the steps of the plan bring a promise back, or who has to give. */
void tell_outlook(const struct telling *t, const struct object *promise);
/* What the steps that tell_asks names make of the worst promise together. */
void tell_together(const struct telling *t);
void tell_decisions(const struct telling *t);
void tell_actions(const struct telling *t, size_t most);
void tell_money(const struct telling *t);
/* Whether there is any of it to tell. */
bool tell_knows_money(const struct telling *t);
/* What each step makes of the least likely promises, in a table. */
void tell_path(const struct telling *t);
void tell_confidence(const struct telling *t);
/* ... in a page for executives: no counts of runs, and what the page assumes its reader to know. */
void tell_confidence_plainly(const struct telling *t);
void tell_changes(const struct telling *t);
/* ... for one page, under its heading: how far each moved, and what moved the worst; nothing where
 * there is nothing to compare with. */
void tell_changes_briefly(const struct telling *t);
/* The work named behind the largest cause of what moved a promise; NULL: none is. */
const struct object *work_behind_move(const struct telling *t, const struct object *promise);
/* One bullet a hand-off of those `wanted`: what, to whom, asked, offered, how likely. */
typedef bool tell_wanted(const struct plan *p, const struct object *handoff,
                         const struct object *team);
size_t tell_handoffs(const struct telling *t, tell_wanted *wanted, const struct object *team);
/* A row each of those that are open. */
size_t tell_handoff_table(const struct telling *t);

#endif
