/* SPDX-License-Identifier: Apache-2.0 */
/* xer_out.h - what the files of the writer of Primavera XER share: cells by the type of what they
 * hold, numbers of rows, and fields of users, which say what Primavera has no column for. */
#ifndef BATON_CORE_FORMAT_XER_OUT_H
#define BATON_CORE_FORMAT_XER_OUT_H

#include "core/base/map.h"
#include "core/format/export.h"

static inline void cell(struct text *out, struct str s)
{
    text_add_char(out, '\t');
    for (size_t i = 0; i < s.len; i++)
        text_add_char(out, (unsigned char)s.ptr[i] < ' ' ? ' ' : s.ptr[i]);
}

static inline void number(struct text *out, int64_t n)
{
    text_addf(out, "\t%lld", (long long)n);
}

static inline void hours(struct text *out, int64_t s)
{
    text_add_char(out, '\t');
    text_add_fixed(out, s / 3600 * 1000000 + s % 3600 * 1000000 / 3600, 6, 0);
}

static inline void date(struct text *out, int64_t at)
{
    struct civil_date d;
    int s;

    text_add_char(out, '\t');
    if (at == CIVIL_NONE)
        return;
    d = civil_of_day(civil_day_of(at));
    s = (int)(at - civil_day_of(at) * CIVIL_DAY_S);
    text_addf(out, "%04d-%02d-%02d %02d:%02d", d.year, d.month, d.day, s / 3600, s / 60 % 60);
}

static inline void table(struct text *out, const char *name, const char *columns)
{
    text_addf(out, "%%T\t%s\n%%F", name);
    for (const char *c = columns; *c; c++) {
        if (c == columns)
            text_add_char(out, '\t');
        text_add_char(out, *c == ' ' ? '\t' : *c);
    }
    text_add_char(out, '\n');
}

enum { ROW_OTHERS = 1000000000, OWN_CALENDAR = 999999999 };

/* Row numbers: of teams and calendars those that they had in the file they came from. */
static inline int64_t row_of(const struct object *o)
{
    const struct str *source = o->kind == KIND_team ? team_get_source_id(o)
                               : o->kind == KIND_calendar ? calendar_get_source_id(o) : NULL;
    int64_t number;

    if (source && str_to_i64(*source, &number) && number > 0 && number < OWN_CALENDAR)
        return number;
    return (int64_t)o->number + ROW_OTHERS;
}

/* --- fields of users (xer_write_field.c) ----------------------------------------------------- */

struct xer_fields {
    struct export *x;
    struct text types, values;  /* rows of UDFTYPE and UDFVALUE */
    struct map known;           /* "TABLE label" -> udf_type_id */
    uint32_t count;             /* of types */
};

void xer_fields_init(struct xer_fields *f, struct export *x);
/* The field `label` of that row. `again`: a type of its own, where one row has several values. */
void xer_fields_text(struct xer_fields *f, const char *table_name, int64_t row, struct str label,
                     struct str value, bool again);
void xer_fields_date(struct xer_fields *f, const char *table_name, int64_t row, struct str label,
                     int64_t instant, bool finish);
/* What other files called it: "name: value". Activity codes are no fields. */
void xer_fields_custom(struct xer_fields *f, const char *table_name, int64_t row,
                       const struct texts *custom);
/* `first`: the baseline; `others`: by their names. Either may be NULL. `o` says by what
 * calendar. */
void xer_fields_baselines(struct xer_fields *f, const char *table_name, int64_t row,
                          const struct object *o, const struct objects *first,
                          const struct objects *others);
/* The `nth` link (from 1) into a row, where TASKPRED has it not, or not all of it. `lag_s`: what
 * stands there; INT64_MIN: there is no such row. */
void xer_fields_link(struct xer_fields *f, const char *table_name, int64_t row, unsigned nth,
                     const struct link *link, int64_t lag_s);
bool xer_is_code(struct str name);      /* "Phase [code]": an activity code */
void xer_fields_write(const struct xer_fields *f, struct text *out);

#endif
