/* SPDX-License-Identifier: Apache-2.0 */
/* What may be said outside: a date that is 80 % likely or better, and nothing else. */
#include "core/report/tell.h"

extern const struct report report_sales;

enum { GOOD_FROM = 800000 };

static size_t say_list(const struct telling *t, bool good)
{
    const struct forecast *f = t->in->forecast;
    size_t said = 0;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *run = forecast_plan(t->in)->objects[f->commitments[i].object];
        const struct object *o = object_is_withheld(run) ? NULL : plan_find(t->in->plan, run->id);
        struct line *line;

        if (!o || f->commitments[i].target == UINT32_MAX ||
            (f->commitments[i].probability_ppm >= GOOD_FROM) != good)
            continue;
        said++;
        line = tell_item(t);
        cite(t, line, TONE_STRONG, o->id, "title");
        cite_with(t, line, " (", o->id, "status", "):");
        cite_with(t, line, " ", o->id, "date", " ");
        cite(t, line, TONE_STRONG, o->id, "may-promise");
        cite_with(t, line, ", ", o->id, "likely", " likely.");
        if (!good)
            cite_with(t, line, " What may be said is ", o->id, "p80", ", 80 % likely.");
        cite_with(t, line, " Stated to ", o->id, "to", ".");
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
    line_add(line, TONE_PLAIN, STR(". Until then nothing else holds."));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "sales", "for sales");

    tell_heading(&t, "What may be promised");
    if (say_list(&t, true) == 0)
        tell_nothing(&t, "Nothing. No date is 80 % likely.");
    tell_heading(&t, "What not to promise");
    if (say_list(&t, false) == 0)
        tell_nothing(&t, "Nothing else is promised in the plan.");
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
