/* SPDX-License-Identifier: Apache-2.0 */
/* words.h - how reports say dates, probabilities, money and names: one way each.
 *
 * Prose dates have blanks that never break. Probabilities in prose are rounded to five
 * points: the model is not better than that (design.md 5).
 */
#ifndef BATON_CORE_REPORT_WORDS_H
#define BATON_CORE_REPORT_WORDS_H

#include "core/document/document.h"
#include "core/report/report.h"

struct writer;

/* Status by rule: a function of a probability, never stored. */
struct verdict {
    enum tone tone;
    const char *symbol;     /* ● ▲ ■ ○ */
    const char *word;       /* on course, at risk, off, unknown */
    const char *rag;        /* green, amber, red, grey: for JSON */
};
struct verdict verdict_of(int32_t probability_ppm);   /* below 0: unknown */
/* ... and by every rule of it, as the claim has it: core/claim/status.h. */
struct verdict verdict_of_promise(const struct report_input *in,
                                  const struct forecast_commitment *c);

/* --- dates -------------------------------------------------------------------------------- */

/* "Fri 4 Dec", with the year where it could be taken for another one. "-" for none. */
struct str say_date(const struct report_input *in, int64_t instant);
/* "4 Dec", the same; and "week of 30 Nov" where `coarse`. */
struct str say_day(const struct report_input *in, int64_t instant);
struct str say_rough(const struct report_input *in, int64_t instant, bool coarse);
struct str say_iso(const struct report_input *in, int64_t instant);     /* 2026-12-04 */
/* The last day of a finish: a finish at midnight belongs to the day before. */
int64_t finish_day(int64_t finish);

/* Years at every day of a paragraph or of a table's column that has one at any. */
void dates_alike(const struct report_input *in, struct document *d);

/* The months of a chart of dates, as many as there is room for. */
void ranges_months(const struct report_input *in, struct ranges *r);

/* "1w..2w..4w" as "2 weeks (1 to 4)", "from 9d" as "from 9 days", in words of the plan. */
struct str say_plainly(const struct report_input *in, struct str words);

/* The same with a capital letter. */
struct str say_capital(const struct report_input *in, struct str s);

/* --- numbers ------------------------------------------------------------------------------ */

/* To five points, for prose: "about 40 %", "nearly 80 %", "under 5 %", "over 95 %". */
struct str say_likely(const struct report_input *in, int32_t ppm);
struct str say_share(const struct report_input *in, int32_t ppm);       /* "74 %" */
/* A simulated probability: never 0 or 100 %, but what so many runs can exclude ("<0.4 %", by
 * Wilson at 95 %). */
struct str say_chance(const struct report_input *in, int32_t ppm);
/* Rounded to five points, in percent. */
int percent_of_five(int32_t ppm);
/* Working seconds as days of the program's calendar: "9 d", "0.5 d", "-3 d". */
struct str say_days(const struct report_input *in, int64_t working_s);
/* The same in thousandths of a day, half away from zero, for JSON. */
int64_t working_milli_days(const struct report_input *in, int64_t working_s);
struct str say_money(const struct report_input *in, int64_t minor);     /* "$41k", "$4.18M" */
/* Before a sum: "$", "€", "CHF "; empty: the program states none. */
struct str say_currency(const struct report_input *in);
/* "1 task", "3 tasks". */
struct str say_count(const struct report_input *in, size_t count, const char *one,
                     const char *many);

/* --- names -------------------------------------------------------------------------------- */

/* The plan that numbers in the forecast refer to. */
const struct plan *forecast_plan(const struct report_input *in);
struct str say_title(const struct plan *p, uint32_t object);    /* never empty */
/* The title of what a target is; "all work" for the end of everything. */
struct str say_target(const struct report_input *in, const struct forecast_target *target);
/* "ho-14 identity → billing: Token API v2 in staging"; others "id title". */
struct str say_object(const struct report_input *in, const struct plan *p, uint32_t object);
/* A person by name, a team by title; "nobody". */
struct str say_who(const struct plan *p, const struct object *who);
struct str say_place(const struct report_input *in, struct place at);   /* "plan.yaml:12" */

/* --- JSON --------------------------------------------------------------------------------- */

/* The map and the members every shape has: format_version, kind, program, as_of, inputs, engine. */
void json_begin(const struct report_input *in, struct writer *w, const char *kind);
/* With the claims of the report's text, where it has any. */
void json_end(const struct report_input *in, struct writer *w);
/* Local ISO 8601, or null for none. */
void json_instant(const struct report_input *in, struct writer *w, const char *key,
                  int64_t instant);
void json_date(const struct report_input *in, struct writer *w, const char *key, int64_t instant);
void json_probability(struct writer *w, const char *key, int32_t ppm);  /* null below 0 */
/* The id of an object, or null. */
void json_id(struct writer *w, const char *key, const struct plan *p, uint32_t object);

/* --- the plan ------------------------------------------------------------------------------- */

/* Whether a sentence that was made names a withheld object, by id or title. */
bool names_withheld(const struct report_input *in, struct str s);
/* Whether what has that id may be shown. To an audience only what is in the plan still: what is
 * not may have been anything. */
bool shows_id(const struct report_input *in, struct str id);
/* Whether an edit of a log may be: about something that is shown, and naming nothing withheld. */
bool shows_edit(const struct report_input *in, const struct edit_line *line);
/* The object whose id is the subject; one that is withheld is not there. False: error
 * "unknown-id", with the nearest known. */
bool find_subject(const struct report_input *in, const struct object **ret_object);

/* Texts are compared without locale; for sorting. */
struct column left_column(const char *title, bool flexible);
struct column right_column(const char *title);

/* The first line of every report about a plan: program, title, data date. */
/* ", read on Fri 18 Dec": where somebody says so. */
void say_read_on(const struct report_input *in, struct line *line);
void say_masthead(const struct report_input *in, struct document *d);

#endif
