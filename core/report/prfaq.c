/* SPDX-License-Identifier: Apache-2.0 */
/* The announcement as it would be: domain.md 7.5. Words nobody gave are asked for. */
#include "core/base/text.h"
#include "core/report/tell.h"

extern const struct report report_prfaq;

static void say_release(const struct telling *t)
{
    const struct object *program = t->in->plan->program;
    const struct object *worst = tell_worst(t);
    const struct objects *outcomes = program_get_outcomes(program);
    struct line *line = tell_paragraph(t);

    cite(t, line, TONE_STRONG, program->id, "title");
    if (worst)
        cite_with(t, line, " is 80\xc2\xa0% likely to be there by ", worst->id, "p80", "");
    else
        line_add(line, TONE_PLAIN, STR(" promises no date yet"));
    line_add(line, TONE_PLAIN, STR("."));
    line = tell_paragraph(t);
    if (!cite_with(t, line, "The problem: ", program->id, "why", ""))
        line_add(line, TONE_DIM, STR("The problem is not stated."));
    for (size_t i = 0; outcomes && i < outcomes->count; i++) {
        line = tell_item(t);
        line_add(line, TONE_PLAIN, STR("What changes: "));
        cite(t, line, TONE_PLAIN, program->id,
             str_format(t->in->owner, "%.*s.outcome", STR_ARG(outcomes->items[i]->id)).ptr);
    }
    tell_ask(t, !program_get_why(program), "Which problem of which customer does it solve?");
    tell_ask(t, !outcomes, "What is better for the customer, in a number?");
}

static bool text(const struct report_input *in, struct document *out)
{
    static const struct tell_column unknowns[] = {{"Question", "title", false, true},
                                                  {"Ask", "ask", false, false},
                                                  {"Answer", "answer", false, true}};
    const struct telling t = tell_begin(in, out, "prfaq", "press release and questions");
    const struct object *program = in->plan->program;

    tell_heading(&t, "Press release");
    say_release(&t);
    tell_ask(&t, true, "What does a leader say about it, in their own words?");
    tell_ask(&t, true, "What does a first customer say about it?");
    tell_ask(&t, true, "What does a customer do first, and how long does it take?");
    tell_heading(&t, "What is not in it");
    if (!cite_first(&t, tell_paragraph(&t), TONE_PLAIN, program->id, "not"))
        tell_nothing(&t, "Not stated.");
    tell_heading(&t, "Questions of our own");
    tell_table(&t, KIND_question, NULL, unknowns, 3);
    tell_heading(&t, "Decisions it needs");
    tell_decisions(&t);
    tell_heading(&t, "What could disappoint");
    tell_landmines(&t, 3, false);
    tell_heading(&t, "Money");
    tell_money(&t);
    tell_end(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_prfaq, in, out);
}

const struct report report_prfaq = {
    .name = "prfaq",
    .title = "Press release and questions, written before the work",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
