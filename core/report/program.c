/* SPDX-License-Identifier: Apache-2.0 */
/* The whole program in one document: what a person mails who wants no questions back. */
#include "core/report/pictures.h"
#include "core/report/tell.h"

extern const struct report report_program;

static bool any_handoff(const struct plan *p, const struct object *handoff,
                        const struct object *team)
{
    (void)p;
    (void)handoff;
    (void)team;
    return true;
}

static bool is_open_risk(const struct plan *p, const struct object *o)
{
    const uint32_t *state = risk_get_state(o);

    (void)p;
    return !state || *state == RISK_OPEN;
}

static bool is_open_work(const struct plan *p, const struct object *o)
{
    const bool *inactive = task_get_inactive(o);

    (void)p;
    return !task_get_finished(o) && !(inactive && *inactive);
}

static void say_actions(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    bool any = false;

    for (uint32_t i = 0; i < plan_count(p, KIND_action); i++)
        any = any || (!object_is_withheld(plan_nth(p, KIND_action, i)) &&
                      !action_get_done(plan_nth(p, KIND_action, i)));
    if (!any)
        return;
    line_add(tell_paragraph(t), TONE_STRONG, STR("Next steps"));
    tell_actions(t, SIZE_MAX);
}

static void say_timeline(const struct telling *t)
{
    static const struct tell_column columns[] = {
        {"Work", "title", false, true},      {"Team", "team", false, false},
        {"Starts", "start.p50", false, false}, {"P50", "p50", false, false},
        {"P90", "p90", false, false},        {"Drives", "drives", true, false}};

    draw_into(t->in, t->d, picture_of_timeline);
    draw_into(t->in, t->d, picture_of_load);
    if (t->in->forecast && !t->in->pictures)      /* a page has it under the picture */
        tell_table(t, KIND_task, is_open_work, columns, 6);
}

static void say_risks(const struct telling *t)
{
    static const struct tell_column columns[] = {
        {"Risk", "title", false, true},         {"Likely", "likely", true, false},
        {"Costs", "costs", true, false},    {"Response", "response", false, false},
        {"Owner", "owner", false, false},       {"It shows by", "trigger", false, true}};

    draw_into(t->in, t->d, picture_of_causes);
    tell_table(t, KIND_risk, is_open_risk, columns, 6);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "program", "the whole program");

    out->folds = true;
    tell_heading(&t, "Brief");
    tell_bottom_line(&t);
    tell_dimensions(&t);
    draw_into(in, out, picture_of_promises);
    tell_promises(&t, true);
    say_actions(&t);
    tell_heading(&t, "Forecast");
    draw_into(in, out, picture_of_curve);
    draw_into(in, out, picture_of_chain);
    draw_into(in, out, picture_of_fever);
    tell_confidence(&t);
    draw_into(in, out, picture_of_reliability);
    tell_heading(&t, "Why it moved");
    draw_into(in, out, picture_of_why);
    draw_into(in, out, picture_of_trend);
    tell_changes(&t);
    tell_heading(&t, "Timeline");
    say_timeline(&t);
    tell_heading(&t, "Hand-offs");
    draw_into(in, out, picture_of_matrix);
    if (tell_handoffs(&t, any_handoff, NULL) == 0)
        tell_nothing(&t, "No hand-off is open.");
    tell_heading(&t, "Risks");
    say_risks(&t);
    tell_heading(&t, "Decisions");
    draw_into(in, out, picture_of_decisions);
    tell_decisions(&t);
    tell_path(&t);
    tell_heading(&t, "Money");
    tell_money(&t);
    draw_into(in, out, picture_of_burn);
    draw_into(in, out, picture_of_joint);
    tell_heading(&t, "Findings");
    tell_landmines(&t, SIZE_MAX, true);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_program, in, out);
}

const struct report report_program = {
    .name = "program",
    .title = "The whole program",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS | REPORT_OWN,
    .narrows = true,
    .text = text,
    .json = json,
};
