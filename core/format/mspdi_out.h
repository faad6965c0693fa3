/* SPDX-License-Identifier: Apache-2.0 */
/* mspdi_out.h - what the files of the writer of Microsoft Project XML share: the state of one file,
 * and elements by the type of what they hold. */
#ifndef BATON_CORE_FORMAT_MSPDI_OUT_H
#define BATON_CORE_FORMAT_MSPDI_OUT_H

#include "core/base/map.h"
#include "core/format/export.h"

struct mspdi_out {
    struct export *x;
    struct text *out;
    uint32_t *uid;              /* by object number */
    struct export_row *rows;
    size_t row_count;
    struct map numbers;         /* of assignments, given out */
    uint32_t next_number;
    int id_field, rules_field;  /* two text fields that the plan itself does not use, from 1; 0:
                                   it uses all */
    struct map named;           /* custom fields of other names -> 1 + index into text_fields[] */
    bool teams_have_ids;        /* some are not those that a reader would make, and the field for
                                   them is free */
};

static inline void number(struct text *out, const char *name, int64_t value)
{
    text_addf(out, "<%s>%lld</%s>", name, (long long)value, name);
}

static inline void words(struct text *out, const char *name, struct str s)
{
    text_addf(out, "<%s>", name);
    export_xml(out, s);
    text_addf(out, "</%s>", name);
}

static inline void instant(struct text *out, const char *name, int64_t at)
{
    if (at == CIVIL_NONE)
        return;
    text_addf(out, "<%s>", name);
    civil_print_instant(out, at);
    text_addf(out, "</%s>", name);
}

static inline void duration(struct text *out, const char *name, int64_t s)
{
    text_addf(out, "<%s>PT%lldH%lldM%lldS</%s>", name, (long long)(s / 3600),
              (long long)(s / 60 % 60), (long long)(s % 60), name);
}

/* Calendars, and the one of a plan that names none. */
void mspdi_write_calendar(struct mspdi_out *m, const struct object *o);
void mspdi_write_default_calendar(struct mspdi_out *m);

#endif
