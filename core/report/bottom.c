/* SPDX-License-Identifier: Apache-2.0 */
/* The bottom line of a register: outcome, date and probability, what changed; what can stand
 * alone. */
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/report/tell.h"

#define NB "\xc2\xa0"

void tell_standing(const struct telling *t, struct line *line)
{
    static const struct {
        const char *predicate, *words;
    } parts[] = {{"promises.off", "off course"}, {"promises.at-risk", "at risk"},
                 {"promises.on-course", "on course"}, {"promises.unknown", "unknown"}};
    const struct str program = t->in->plan->program->id;
    const struct claim *all = claim_at(t, program, "promises");
    const struct claim *status = claim_at(t, program, "status");
    const struct claim *overdue = claim_at(t, program, "escalations.overdue");
    unsigned count = 0, said = 0;

    line_add(line, TONE_STRONG, status && status->value == STATUS_IS_UNKNOWN
                                    ? STR("The status of the program is ")
                                    : STR("The program is "));
    cite(t, line, TONE_STRONG, program, "status");
    line_add(line, TONE_PLAIN, STR("."));
    if (claim_at(t, program, "because")) {
        line_add(line, TONE_PLAIN, STR(" "));
        cite_first(t, line, TONE_PLAIN, program, "because");
        line_add(line, TONE_PLAIN, STR("."));
    }
    if (overdue)
        cite_with(t, line, " ", program, "escalations.overdue",
                  overdue->value == 1
                      ? " escalation of the highest severity is open past its day."
                      : " escalations of the highest severity are open past their day.");
    if (!all || all->value < 2)
        return;
    for (unsigned i = 0; i < 4; i++)
        count += claim_at(t, program, parts[i].predicate) != NULL;
    cite_with(t, line, " Of its ", program, "promises", " promises");
    for (unsigned i = 0; i < 4; i++) {
        const struct claim *c = claim_at(t, program, parts[i].predicate);

        if (!c)
            continue;
        line_add(line, TONE_PLAIN, said == 0 ? STR(" ") : said + 1 == count ? STR(" and ")
                                                                            : STR(", "));
        cite(t, line, TONE_PLAIN, program, parts[i].predicate);
        line_addf(line, TONE_PLAIN, " %s %s", c->value == 1 ? "is" : "are", parts[i].words);
        said++;
    }
    line_add(line, TONE_PLAIN, STR("."));
    cite_with(t, line, " It is ", program, "all-promises", " likely that all of them are kept.");
}

/* "It hangs most on "Load test of sign-in" (Identity)." */
static void say_hangs_on(const struct telling *t, struct line *line, const struct object *worst)
{
    const struct forecast *f = t->in->forecast;
    const struct object *on = NULL;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];

        if (c->hangs_on != OBJECT_NONE &&
            str_equal(forecast_plan(t->in)->objects[c->object]->id, worst->id))
            on = plan_find(t->in->plan, forecast_plan(t->in)->objects[c->hangs_on]->id);
    }
    if (!cite_with(t, line, " It hangs most on \"", worst->id, "hangs-on", "\""))
        return;
    if (on && !object_is_withheld(on) && on->kind == KIND_task)
        cite_with(t, line, ", work of ", on->id, "team", "");
    cite_with(t, line, ": ", worst->id, "hangs-on.behind", "");
    line_add(line, TONE_PLAIN, STR("."));
}

/* A day of another year than the data date's says so, once on a page. */
static void cite_with_year(const struct telling *t, struct line *line, struct str subject,
                           const char *predicate)
{
    const struct claim *c = claim_at(t, subject, predicate);
    const int year = civil_of_day(civil_day_of(c->value)).year;
    const struct str said = say_claim(t->in, c, CITE_PROSE);
    const struct str number = str_format(t->in->owner, "%d", year);

    if (c->kind != CLAIM_INSTANT || str_ends(said, number) ||
        year == civil_of_day(civil_day_of(t->in->plan->as_of)).year)
        cite(t, line, TONE_PLAIN, subject, predicate);
    else
        cite_as(t, line, TONE_PLAIN, subject, predicate,
                str_format(t->in->owner, "%.*s" NB "%.*s", STR_ARG(said), STR_ARG(number)));
}

void tell_worst_promise(const struct telling *t, struct line *line)
{
    const struct object *worst = tell_worst(t);

    cite_named(t, line, worst->id);
    if (claim_at(t, worst->id, "date")) {
        line_add(line, TONE_PLAIN, STR(", promised for "));
        cite_with_year(t, line, worst->id, "date");
    }
    cite_with(t, line, ", is ", worst->id, "likely", " likely");
    cite_with(t, line, " (it was ", worst->id, "likely.before", ")");
    line_add(line, TONE_PLAIN, STR("."));
    if (cite_with(t, line, " The date that is 80" NB "% likely, so kept four times in five, moved ",
                  worst->id, "moved", ""))
        cite_with(t, line, ", to ", worst->id, "p80", ".");
    else
        cite_with(t, line, " The date that is 80" NB "% likely, so kept four times in five, is ",
                  worst->id, "p80", ".");
    say_hangs_on(t, line, worst);
}

static int64_t length_of(const struct forecast_task *task)
{
    return task->p50 - task->start_p50;
}

void tell_longest(const struct telling *t)
{
    enum { NAMED = 3, DECIDES_FROM = 500000 };
    const struct forecast *f = t->in->forecast;
    const struct forecast_task *longest[NAMED];
    size_t count = 0;
    struct line *line;

    for (uint32_t i = 0; f && i < f->task_count; i++) {
        const struct forecast_task *task = &f->tasks[i];
        const struct object *o = forecast_plan(t->in)->objects[task->object];
        size_t at = count;

        if (o->kind != KIND_task || task->criticality_ppm < DECIDES_FROM ||
            object_is_withheld(o) || !claim_at(t, o->id, "start.p50"))
            continue;
        for (; at > 0 && length_of(longest[at - 1]) < length_of(task); at--)
            if (at < NAMED)
                longest[at] = longest[at - 1];
        if (at < NAMED) {
            longest[at] = task;
            count += count < NAMED;
        }
    }
    if (count == 0)
        return;
    line = tell_paragraph(t);
    line_add(line, TONE_PLAIN,
             STR("The longest work of what decides that (dates that are 50" NB "% likely): "));
    for (size_t i = 0; i < count; i++) {
        const struct str id = forecast_plan(t->in)->objects[longest[i]->object]->id;

        line_add(line, TONE_PLAIN, i == 0 ? STR("") : STR("; "));
        cite_named(t, line, id);
        cite_with(t, line, ", work of ", id, "team", "");
        cite_with(t, line, ", from ", id, "start.p50", "");
        cite_with(t, line, " to ", id, "p50", "");
    }
    line_add(line, TONE_PLAIN, STR("."));
}

void tell_bottom_line(const struct telling *t)
{
    struct line *line = tell_paragraph(t);

    if (!tell_worst(t)) {
        tell_no_promise(t, line);
        return;
    }
    tell_standing(t, line);
    tell_worst_promise(t, tell_paragraph(t));
}
