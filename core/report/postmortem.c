/* SPDX-License-Identifier: Apache-2.0 */
/* Facts first, causes asked for: domain.md 6.8. It names work and teams, not guilt. */
#include "core/report/tell.h"

extern const struct report report_postmortem;

static bool is_finished(const struct plan *p, const struct object *o)
{
    (void)p;
    return task_get_finished(o);
}

static bool is_reached(const struct plan *p, const struct object *o)
{
    (void)p;
    return milestone_get_reached(o) || milestone_get_first_date(o);
}

static bool is_delivered(const struct plan *p, const struct object *o)
{
    (void)p;
    return handoff_get_accepted(o) || handoff_get_delivered(o);
}

static bool is_occurred(const struct plan *p, const struct object *o)
{
    const uint32_t *state = risk_get_state(o);

    (void)p;
    return state && *state == RISK_OCCURRED;
}

static bool text(const struct report_input *in, struct document *out)
{
    static const struct tell_column promises[] = {{"Promise", "title", false, true},
                                                  {"First date", "first_date", false, false},
                                                  {"Promised", "date", false, false},
                                                  {"State", "state", false, false}};
    static const struct tell_column milestones[] = {{"Milestone", "title", false, true},
                                                    {"First date", "first_date", false, false},
                                                    {"Stated", "date", false, false},
                                                    {"Reached", "reached", false, false}};
    static const struct tell_column tasks[] = {{"Work", "title", false, true},
                                               {"First estimate", "first_estimate", false, false},
                                               {"Estimate", "estimate", false, false},
                                               {"Started", "started", false, false},
                                               {"Finished", "finished", false, false}};
    static const struct tell_column handoffs[] = {{"Hand-off", "what", false, true},
                                                  {"Asked", "asked", false, false},
                                                  {"Offered", "offered", false, false},
                                                  {"Delivered", "delivered", false, false},
                                                  {"Accepted", "accepted", false, false}};
    static const struct tell_column risks[] = {{"Risk", "title", false, true},
                                               {"Was likely", "likely", true, false},
                                               {"Owner", "owner", false, false}};
    const struct telling t = tell_begin(in, out, "postmortem", "postmortem");

    tell_heading(&t, "What was promised");
    tell_table(&t, KIND_commitment, NULL, promises, 4);
    tell_heading(&t, "Milestones");
    tell_table_or(&t, KIND_milestone, is_reached, milestones, 4, "None has been reached.");
    tell_heading(&t, "Work that is finished");
    tell_table_or(&t, KIND_task, is_finished, tasks, 5, "None yet.");
    tell_heading(&t, "What was handed over");
    tell_table_or(&t, KIND_handoff, is_delivered, handoffs, 5, "Nothing yet.");
    tell_heading(&t, "Risks that occurred");
    tell_table_or(&t, KIND_risk, is_occurred, risks, 3, "None.");
    tell_heading(&t, "What the rules find today");
    tell_landmines(&t, 5, true);
    tell_heading(&t, "Actions");
    tell_actions(&t, SIZE_MAX);
    tell_ask(&t, true, "What was known, by whom, before it was said?");
    tell_ask(&t, true, "Which mechanism would have shown it earlier?");
    tell_ask(&t, true, "What changes in more than one team, and who owns that?");
    tell_end(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_postmortem, in, out);
}

const struct report report_postmortem = {
    .name = "postmortem",
    .title = "Postmortem: what was said, what happened, what is asked of whom",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
