/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool add(struct answer *answer, struct baton_edits *edits, char *text)
{
    if (text && answer_keep(answer, text_of(text)))
        return edit_of_text(answer, text, edits);
    free(text);
    answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
    return false;
}

bool compose_value(struct answer *answer, struct baton_edits *edits, const char *id,
                   const char *field, const char *value)
{
    const size_t size = strlen(id) + strlen(field) + strlen(value) + 3;
    char *text = malloc(size);

    if (text)
        snprintf(text, size, "%s.%s=%s", id, field, value);
    return add(answer, edits, text);
}

bool compose_text(struct answer *answer, struct baton_edits *edits, const char *id,
                  const char *field, const char *text)
{
    char *quoted = malloc(6 * strlen(text) + 3), *to = quoted;
    bool good;

    if (!quoted)
        return add(answer, edits, NULL);
    *to++ = '"';
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20) {
            to += sprintf(to, "\\u%04x", (unsigned)(unsigned char)*c);
            continue;
        }
        if (*c == '"' || *c == '\\')
            *to++ = '\\';
        *to++ = *c;
    }
    *to++ = '"';
    *to = '\0';
    good = compose_value(answer, edits, id, field, quoted);
    free(quoted);
    return good;
}

struct baton_text compose_stated(struct answer *answer, const struct baton_edits *edits,
                                 const char *id, const char *field)
{
    const struct baton_plan *plan = baton_edits_plan(edits);
    const uint32_t object = baton_object_find(plan, text_of(id));

    return object == BATON_NO_OBJECT ? text_of(NULL)
                                     : baton_get(answer->b, plan, object, text_of(field));
}

bool compose_removal(struct answer *answer, struct baton_edits *edits, const char *id,
                     const char *field)
{
    return compose_stated(answer, edits, id, field).len == 0 ||
           compose_value(answer, edits, id, field, "");
}

/* Days since 1970 to a civil date (Hinnant's algorithm). */
void compose_day(int64_t day, char *ret_date)
{
    const int64_t shifted = day + 719468;
    const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const int64_t doe = shifted - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    const int64_t month = mp < 10 ? mp + 3 : mp - 9;

    snprintf(ret_date, DATE_SIZE, "%04u-%02u-%02u",
             (unsigned)((yoe + era * 400 + (month <= 2)) % 10000), (unsigned)(month % 100),
             (unsigned)((doy - (153 * mp + 2) / 5 + 1) % 100));
}

bool compose_date(struct answer *answer, const struct baton_edits *edits, const char *date,
                  char *ret_date)
{
    int64_t day;

    if (!date) {
        compose_day(baton_plan_as_of(baton_edits_plan(edits)) / 86400, ret_date);
        return true;
    }
    if (!baton_day(text_of(date), &day)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value", "that is no date",
                      "dates are written 2026-12-04");
        return false;
    }
    compose_day(day, ret_date);
    return true;
}
