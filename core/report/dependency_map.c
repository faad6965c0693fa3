/* SPDX-License-Identifier: Apache-2.0 */
/* Hand-offs and interfaces between teams. */
#include "core/report/tell.h"

extern const struct report report_dependency_map;

static bool is_open(const struct plan *p, const struct object *o)
{
    const uint32_t *state = handoff_get_state(o);

    (void)p;
    return !handoff_get_accepted(o) &&
           (!state || (*state != HANDOFF_ACCEPTED && *state != HANDOFF_DROPPED));
}

static bool is_settled(const struct plan *p, const struct object *o)
{
    return !is_open(p, o);
}

static bool text(const struct report_input *in, struct document *out)
{
    static const struct tell_column settled[] = {{"Hand-off", "what", false, true},
                                                 {"Id", "id", false, false},
                                                 {"State", "state", false, false},
                                                 {"Accepted", "accepted", false, false}};
    static const struct tell_column interfaces[] = {{"Interface", "title", false, true},
                                                    {"Between", "between", false, true},
                                                    {"State", "state", false, false},
                                                    {"Owner", "owner", false, false},
                                                    {"Agree by", "agree_by", false, false}};
    static const struct tell_column systems[] = {{"System", "title", false, true},
                                                 {"Owner", "owner", false, false},
                                                 {"Depends on", "depends_on", false, true}};
    const struct telling t = tell_begin(in, out, "dependency-map", "dependency map");
    bool undated = false;
    size_t open;

    tell_heading(&t, "Still to be handed over");
    open = tell_handoff_table(&t);
    if (open == 0)
        tell_nothing(&t, "None is stated.");
    tell_ask(&t, open == 0, "What does each team need of another?");
    tell_heading(&t, "Handed over or dropped");
    tell_table(&t, KIND_handoff, is_settled, settled, 4);
    tell_heading(&t, "Interfaces");
    tell_ask(&t, tell_table(&t, KIND_interface, NULL, interfaces, 5) == 0,
             "Which interfaces do the teams build against?");
    tell_heading(&t, "Systems");
    tell_ask(&t, tell_table(&t, KIND_system, NULL, systems, 3) == 0,
             "Which systems do several teams touch?");
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *o = plan_nth(in->plan, KIND_handoff, i);

        undated |= !object_is_withheld(o) && is_open(in->plan, o) &&
                   (!handoff_get_asked(o) || !handoff_get_offered(o));
    }
    tell_ask(&t, undated, "By when is each hand-off without a date asked for, and offered?");
    tell_end(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_dependency_map, in, out);
}

const struct report report_dependency_map = {
    .name = "dependency-map",
    .title = "Dependency map: who waits on whom, and on which interface",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
