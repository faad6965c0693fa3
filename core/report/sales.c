/* SPDX-License-Identifier: Apache-2.0 */
/* What may be said outside: a date that is 80 % likely or better, and nothing else. */
#include "core/report/pictures.h"
#include "core/report/tell.h"

extern const struct report report_sales;

enum { GOOD_FROM = 800000, IN_FULL = 4 };

/* On course by rule: 80 % likely, and not on old or missing estimates, nor a mine away from it. */
static bool is_promised(const struct telling *t, const struct object *promise)
{
    const struct claim *status = claim_at(t, promise->id, "status");

    return status && status->value == STATUS_IS_GOOD;
}

/* Likely enough, and all the same not to be promised: no other date would be better. */
static bool is_doubted(const struct telling *t, const struct object *promise)
{
    const struct claim *likely = claim_at(t, promise->id, "likely");

    return likely && likely->value >= GOOD_FROM && !is_promised(t, promise);
}

static bool is_among(const struct telling *t, uint32_t i, bool good,
                     const struct object **ret_promise);

static bool is_any_doubted(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    const struct object *o;

    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (is_among(t, i, false, &o) && is_doubted(t, o))
            return true;
    return false;
}

static bool is_among(const struct telling *t, uint32_t i, bool good,
                     const struct object **ret_promise)
{
    const struct forecast *f = t->in->forecast;
    const struct object *run = forecast_plan(t->in)->objects[f->commitments[i].object];

    *ret_promise = object_is_withheld(run) ? NULL : plan_find(t->in->plan, run->id);
    return *ret_promise && f->commitments[i].target != UINT32_MAX &&
           is_promised(t, *ret_promise) == good;
}

/* Of many promises a row each. */
static size_t say_rows(const struct telling *t, bool good)
{
    const struct column columns[] = {left_column("Promise", true), left_column("Promised", false),
                                     right_column("Likely"), left_column("Status", false),
                                     left_column("Say instead", false)};
    const struct forecast *f = t->in->forecast;
    struct table *table = NULL;
    size_t said = 0;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *o;
        struct line *cells;

        if (!is_among(t, i, good, &o))
            continue;
        if (!table)
            table = document_table(t->d, 2, columns, good ? 4 : 5);
        said++;
        cells = table_row(table, t->d->owner);
        cite(t, &cells[0], TONE_PLAIN, o->id, "title");
        cite_brief(t, &cells[1], TONE_PLAIN, o->id, "date");
        cite_brief(t, &cells[2], TONE_PLAIN, o->id, "likely");
        cite_cell(t, &cells[3], TONE_PLAIN, o->id, "status");
        if (!good && !is_doubted(t, o))
            cite_brief(t, &cells[4], TONE_FORECAST, o->id, "p80");
        else if (!good)
            line_add(&cells[4], TONE_PLAIN, STR("nothing yet"));
    }
    if (said > 0 && !good)
        line_add(document_paragraph(t->d, 2, 2), TONE_DIM,
                 STR("Likely: that the promised date is kept. Say instead: the date that is "
                     "80\xc2\xa0% likely."));
    return said;
}

static size_t say_list(const struct telling *t, bool good)
{
    const struct forecast *f = t->in->forecast;
    size_t said = 0;

    if (f && f->commitment_count > IN_FULL)
        return say_rows(t, good);
    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *o;
        struct line *line;

        if (!is_among(t, i, good, &o))
            continue;
        said++;
        line = tell_item(t);
        cite(t, line, TONE_STRONG, o->id, "title");
        cite_with(t, line, " (", o->id, "status", "):");
        cite_with(t, line, " ", o->id, "date", good ? " " : " is ");
        cite(t, line, TONE_STRONG, o->id, "may-promise");
        cite_with(t, line, ": it is ", o->id, "likely", " likely.");
        if (!good && !is_doubted(t, o))
            cite_with(t, line, " Say ", o->id, "p80", " instead, which is 80\xc2\xa0% likely.");
        else if (!good)
            line_add(line, TONE_PLAIN, STR(" That cannot be relied on yet. Say nothing until it "
                                           "can."));
        if (!good && claim_at(t, o->id, "to"))
            cite_with(t, line, " ", o->id, "date", " was said to ");
        else if (claim_at(t, o->id, "to"))
            line_add(line, TONE_PLAIN, STR(" It is promised to "));
        cite_with(t, line, "", o->id, "to", ".");
    }
    return said;
}

static void say_next_update(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    struct line *line = tell_paragraph(t);

    line_add(line, TONE_PLAIN, STR("The plan is as of "));
    cite(t, line, TONE_PLAIN, p->program->id, "as_of");
    line_add(line, TONE_PLAIN, STR(", and the next update comes by "));
    cite(t, line, TONE_STRONG, p->program->id, "next-update");
    line_add(line, TONE_PLAIN, STR(". Say nothing else outside until then."));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "sales", "for sales");

    tell_heading(&t, "What may be promised");
    if (!in->forecast || in->forecast->commitment_count == 0)
        tell_no_promise(&t, tell_item(&t));
    else if (say_list(&t, true) == 0)
        tell_nothing(&t, is_any_doubted(&t)
                             ? "Nothing. What is 80\xc2\xa0% likely cannot be relied on yet."
                             : "Nothing. No promised date is 80\xc2\xa0% likely.");
    tell_heading(&t, "What not to promise");
    if (say_list(&t, false) == 0)
        tell_nothing(&t, in->forecast && in->forecast->commitment_count == 0
                             ? "Any date before that: it is less than 80\xc2\xa0% likely."
                             : "Nothing else is promised in the plan.");
    tell_because(&t);
    draw_into(in, out, picture_of_promises);
    tell_heading(&t, "Next update");
    say_next_update(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_sales, in, out);
}

const struct report report_sales = {
    .name = "sales",
    .title = "For sales: what may be promised, and what not",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};
