/* SPDX-License-Identifier: Apache-2.0 */
/* One page for who pays and decides: domain.md 7.1. */
#include "core/report/tell.h"

extern const struct report report_exec;

enum { LANDMINES = 3, ACTIONS = 3 };

/* Outcome, date and probability, what changed: one paragraph that can stand alone. */
static void say_bottom_line(const struct telling *t)
{
    const struct str program = t->in->plan->program->id;
    const struct object *worst = tell_worst(t);
    struct line *line = tell_paragraph(t);

    if (!worst) {
        line_add(line, TONE_STRONG,
                 t->in->forecast ? STR("Nothing is promised, so nothing is on course or off.")
                                 : STR("No honest forecast is possible yet."));
        if (cite_with(t, line, " All work is finished with 80 % by ", program, "finish.p80", ""))
            cite_with(t, line, ", with 50 % by ", program, "finish.p50", ".");
        return;
    }
    cite(t, line, TONE_STRONG, worst->id, "title");
    cite_with(t, line, " is ", worst->id, "status", ":");
    cite_with(t, line, " ", worst->id, "likely", " likely");
    cite_with(t, line, " by ", worst->id, "date", ".");
    cite_with(t, line, " It was ", worst->id, "likely.before", " in the report before.");
    cite_with(t, line, " A date to keep four times in five is ", worst->id, "p80", ".");
    cite_with(t, line, " It hangs most on ", worst->id, "hangs-on", ".");
    cite_with(t, line, " All promises together are ", program, "all-promises", " likely.");
}

/* The one thing asked before all others. */
static void say_ask(const struct telling *t)
{
    for (uint32_t i = 0; i < t->in->decide_by_count; i++) {
        const struct object *run = forecast_plan(t->in)->objects[t->in->decide_by[i].decision];
        const struct object *o = object_is_withheld(run) ? NULL : plan_find(t->in->plan, run->id);
        struct line *line;

        if (!o || !claim_at(t, o->id, "decide-by") || !claim_at(t, o->id, "decider"))
            continue;
        line = tell_paragraph(t);
        line_add(line, TONE_STRONG, STR("We ask "));
        cite(t, line, TONE_STRONG, o->id, "decider");
        cite_with(t, line, " to decide by ", o->id, "decide-by", ": ");
        cite(t, line, TONE_PLAIN, o->id, "question");
        return;
    }
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "exec", "for executives");
    const struct str program = in->plan->program->id;
    struct line *line;

    say_bottom_line(&t);
    say_ask(&t);
    tell_heading(&t, "Promises");
    line = tell_paragraph(&t);
    if (cite_with(&t, line, "Overall: ", program, "status", ""))
        line_add(line, TONE_DIM, STR(", which is the worst of every promise and the budget."));
    tell_promises(&t, false);
    tell_heading(&t, "What is about to go wrong");
    tell_landmines(&t, LANDMINES, false);
    tell_heading(&t, "Decisions we need");
    tell_decisions(&t);
    tell_heading(&t, "Path to green");
    tell_path(&t, false);
    tell_actions(&t, ACTIONS);
    tell_heading(&t, "Money");
    tell_money(&t);
    tell_heading(&t, "What changed");
    tell_changes(&t);
    tell_heading(&t, "How sure we are");
    tell_confidence(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_exec, in, out);
}

const struct report report_exec = {
    .name = "exec",
    .title = "For executives: one page, bottom line first",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
