/* SPDX-License-Identifier: Apache-2.0 */
/* What a design review must settle, of what the plan knows. */
#include "core/report/tell.h"

extern const struct report report_design_review;

static bool is_draft(const struct plan *p, const struct object *o)
{
    const uint32_t *state = interface_get_state(o);

    (void)p;
    return !state || *state == INTERFACE_DRAFT;
}

static bool shapes(const struct plan *p, const struct object *o)
{
    (void)p;
    return decision_get_touches(o) || decision_get_type(o);
}

static bool text(const struct report_input *in, struct document *out)
{
    static const struct tell_column drafts[] = {{"Interface", "title", false, true},
                                                {"Between", "between", false, true},
                                                {"Owner", "owner", false, false},
                                                {"Agree by", "agree_by", false, false},
                                                {"Version", "version", false, false}};
    static const struct tell_column systems[] = {{"System", "title", false, true},
                                                 {"Owner", "owner", false, false},
                                                 {"Depends on", "depends_on", false, true}};
    static const struct tell_column doors[] = {{"Choice", "question", false, true},
                                               {"Kind of door", "type", false, false},
                                               {"Shapes", "touches", false, true},
                                               {"Decider", "decider", false, false},
                                               {"By", "decide-by", false, false}};
    static const struct tell_column beliefs[] = {{"Assumed", "title", false, true},
                                                 {"Cheapest check", "test", false, true},
                                                 {"Check by", "check_by", false, false}};
    static const struct tell_column unknowns[] = {{"Unknown", "title", false, true},
                                                  {"Ask", "ask", false, false},
                                                  {"By", "by", false, false}};
    const struct telling t = tell_begin(in, out, "design-review", "design review");
    bool drafts_left;

    tell_heading(&t, "Interfaces still in draft");
    drafts_left = tell_table(&t, KIND_interface, is_draft, drafts, 5) > 0;
    tell_heading(&t, "Systems it touches");
    tell_table(&t, KIND_system, NULL, systems, 3);
    tell_heading(&t, "Choices that shape the design");
    tell_table(&t, KIND_decision, shapes, doors, 5);
    tell_heading(&t, "What is taken as true");
    tell_table_or(&t, KIND_assumption, assumption_is_open, beliefs, 3,
                  "No assumption is left to check.");
    tell_heading(&t, "What is not known");
    tell_table_or(&t, KIND_question, question_is_open, unknowns, 3,
                  "No open question is written down.");
    tell_ask(&t, drafts_left, "What happens to each side if a draft changes during the build?");
    tell_ask(&t, drafts_left, "Which contract test would show that both sides read it alike?");
    tell_ask(&t, true, "How is each step undone, and who has tried it?");
    tell_ask(&t, true, "Which designs were rejected, and why?");
    tell_end(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_design_review, in, out);
}

const struct report report_design_review = {
    .name = "design-review",
    .title = "Design review: interfaces, systems, one-way doors, what is not known",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
