/* SPDX-License-Identifier: Apache-2.0 */
/* What documents share: tables of a kind without columns that say nothing, and their questions. */
#include "core/plan/plan.h"
#include "core/plan/choices.h"
#include "core/report/tell.h"

static bool is_shown(const struct object *o)
{
    return o && !object_is_withheld(o);
}

/* Whether any row has it: a column of nothing but dashes says nothing. */
static bool is_known(const struct telling *t, enum kind kind, tell_shown *shown,
                     const char *predicate)
{
    const struct plan *p = t->in->plan;

    for (uint32_t i = 0; i < plan_count(p, kind); i++) {
        const struct object *o = plan_nth(p, kind, i);

        if (is_shown(o) && (!shown || shown(p, o)) && claim_at(t, o->id, predicate))
            return true;
    }
    return false;
}

size_t tell_table_or(const struct telling *t, enum kind kind, tell_shown *shown,
                     const struct tell_column *columns, unsigned count, const char *nothing)
{
    const struct plan *p = t->in->plan;
    const struct tell_column *used[COLUMN_CEILING];
    struct column titles[COLUMN_CEILING];
    struct table *table = NULL;
    unsigned kept = 0;
    size_t rows = 0;

    for (unsigned c = 0; c < count; c++) {
        if (!is_known(t, kind, shown, columns[c].predicate))
            continue;
        used[kept] = &columns[c];
        titles[kept++] = columns[c].right ? right_column(columns[c].title)
                                          : left_column(columns[c].title, columns[c].wide);
    }
    for (uint32_t i = 0; kept > 0 && i < plan_count(p, kind); i++) {
        const struct object *o = plan_nth(p, kind, i);
        struct line *cells;

        if (!is_shown(o) || (shown && !shown(p, o)))
            continue;
        if (!table)
            table = document_table(t->d, 0, titles, kept);
        cells = table_row(table, t->d->owner);
        for (unsigned c = 0; c < kept; c++)
            cite_cell(t, &cells[c], TONE_PLAIN, o->id, used[c]->predicate);
        rows++;
    }
    if (rows == 0)
        tell_nothing(t, nothing);
    return rows;
}

size_t tell_table(const struct telling *t, enum kind kind, tell_shown *shown,
                  const struct tell_column *columns, unsigned count)
{
    return tell_table_or(t, kind, shown, columns, count, "None is stated.");
}

bool question_is_open(const struct plan *p, const struct object *o)
{
    (void)p;
    return !question_get_answered(o) && !question_get_answer(o);
}

bool assumption_is_open(const struct plan *p, const struct object *o)
{
    (void)p;
    return !assumption_get_state(o) || *assumption_get_state(o) == ASSUMPTION_UNCHECKED;
}

void tell_ask(const struct telling *t, bool missing, const char *question)
{
    if (missing && *t->question_count < QUESTIONS_MOST)
        t->questions[(*t->question_count)++] = question;
}

void tell_end(const struct telling *t)
{
    tell_heading(t, "Open questions");
    for (size_t i = 0; i < *t->question_count; i++)
        line_add(tell_item(t), TONE_PLAIN, str_of(t->questions[i]));
    if (*t->question_count == 0)
        tell_nothing(t, "The plan answers all that this document asks.");
    tell_heading(t, "Where the promises stand");
    tell_promises_briefly(t);
}
