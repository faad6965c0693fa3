/* SPDX-License-Identifier: Apache-2.0 */
/* What a program is for and who may decide: domain.md 7.5. */
#include "core/base/text.h"
#include "core/report/tell.h"

extern const struct report report_charter;

static void say_outcomes(const struct telling *t)
{
    const struct object *program = t->in->plan->program;
    const struct objects *outcomes = program_get_outcomes(program);

    for (size_t i = 0; outcomes && i < outcomes->count; i++)
        cite_first(t, tell_item(t), TONE_PLAIN, program->id,
             str_format(t->in->owner, "%.*s.outcome", STR_ARG(outcomes->items[i]->id)).ptr);
    tell_ask(t, !outcomes, "Which measured result shows that the program was worth it?");
    if (!outcomes)
        tell_nothing(t, "None is stated.");
}

static bool text(const struct report_input *in, struct document *out)
{
    static const struct tell_column teams[] = {{"Team", "title", false, true},
                                               {"Lead", "lead", false, false},
                                               {"People", "capacity", true, false}};
    static const struct tell_column forums[] = {{"Forum", "title", false, true},
                                                {"Purpose", "purpose", false, true},
                                                {"Chair", "chair", false, false}};
    static const struct tell_column people[] = {{"Stakeholder", "title", false, true},
                                                {"Measures success by", "measure", false, true},
                                                {"Decides", "authority", false, true}};
    static const struct tell_column unknowns[] = {{"Unknown", "title", false, true},
                                                  {"Ask", "ask", false, false},
                                                  {"By", "by", false, false}};
    static const struct tell_column beliefs[] = {{"Assumed", "title", false, true},
                                                 {"Who checks", "owner", false, false},
                                                 {"Check by", "check_by", false, false}};
    const struct telling t = tell_begin(in, out, "charter", "charter");
    const struct object *program = in->plan->program;
    struct line *line;

    tell_heading(&t, "Why");
    if (!cite(&t, tell_paragraph(&t), TONE_PLAIN, program->id, "why"))
        tell_nothing(&t, "Not stated.");
    tell_ask(&t, !program_get_why(program), "Why is this done at all?");
    tell_heading(&t, "What changes when it works");
    say_outcomes(&t);
    tell_heading(&t, "Out of scope");
    if (!cite_first(&t, tell_paragraph(&t), TONE_PLAIN, program->id, "not"))
        tell_nothing(&t, "Not stated.");
    tell_ask(&t, !program_get_not(program), "What is out of scope?");
    tell_heading(&t, "Who decides");
    line = tell_paragraph(&t);
    cite_who_with(&t, line, "Who pays: ", program->id, "sponsor", ". ");
    cite_who_with(&t, line, "Run day to day by ", program->id, "manager", ".");
    tell_ask(&t, !program_get_sponsor(program), "Who is the sponsor?");
    tell_ask(&t, !program_get_manager(program), "Who runs it day to day?");
    tell_ask(&t, tell_table(&t, KIND_forum, NULL, forums, 3) == 0, "Where is it decided?");
    tell_heading(&t, "Who takes part");
    tell_ask(&t, tell_table(&t, KIND_team, NULL, teams, 3) == 0, "Which teams take part?");
    tell_heading(&t, "Who has an interest");
    tell_ask(&t, tell_table(&t, KIND_stakeholder, NULL, people, 3) == 0,
             "Who has an interest, and how do they measure success?");
    tell_heading(&t, "What is not known");
    tell_table_or(&t, KIND_question, question_is_open, unknowns, 3,
                  "No open question is written down.");
    tell_heading(&t, "What is taken as true");
    tell_table_or(&t, KIND_assumption, assumption_is_open, beliefs, 3,
                  "No assumption is left to check.");
    tell_heading(&t, "Money");
    tell_money(&t);
    tell_end(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_charter, in, out);
}

const struct report report_charter = {
    .name = "charter",
    .title = "Charter: why, for whom, what not, who decides",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
