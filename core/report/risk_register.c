/* SPDX-License-Identifier: Apache-2.0 */
/* Ranked by what it costs, not by a matrix of five by five: domain.md 7.5. */
#include "core/report/tell.h"

extern const struct report report_risk_register;

static bool is_open(const struct plan *p, const struct object *o)
{
    const uint32_t *state = risk_get_state(o);

    (void)p;
    return !state || *state == RISK_OPEN;
}

static bool is_closed(const struct plan *p, const struct object *o)
{
    return !is_open(p, o);
}

/* Whether it is known of any open risk. */
static bool knows(const struct telling *t, const char *predicate)
{
    const struct plan *p = t->in->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_risk); i++) {
        const struct object *o = plan_nth(p, KIND_risk, i);

        if (!object_is_withheld(o) && is_open(p, o) && claim_at(t, o->id, predicate))
            return true;
    }
    return false;
}

static void ask(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    bool owner = false, trigger = false, response = false, hits = false;

    for (uint32_t i = 0; i < plan_count(p, KIND_risk); i++) {
        const struct object *o = plan_nth(p, KIND_risk, i);

        if (object_is_withheld(o) || !is_open(p, o))
            continue;
        owner |= !risk_get_owner(o);
        trigger |= !risk_get_trigger(o);
        response |= !risk_get_response(o);
        hits |= !risk_get_hits(o) && !risk_get_stretches(o);
    }
    tell_ask(t, owner, "Who answers for each risk without an owner?");
    tell_ask(t, trigger, "What would show that a risk is about to happen?");
    tell_ask(t, response, "What is done about the risks without a response?");
    tell_ask(t, hits, "What work does each risk hit, and for how long?");
}

static bool text(const struct report_input *in, struct document *out)
{
    static const struct tell_column columns[] = {
        {"Risk", "title", false, true},       {"Likely", "likely", true, false},
        {"Hits", "hits", false, true},        {"Delay", "costs", true, false},
        {"Response", "response", false, false}, {"Owner", "owner", false, false},
        {"Review", "review", false, false}};
    static const struct tell_column signs[] = {{"Risk", "title", false, true},
                                               {"It shows by", "trigger", false, true},
                                               {"Money", "cost", false, false},
                                               {"Mitigated", "mitigated.likely", true, false}};
    static const struct tell_column past[] = {{"Risk", "title", false, true},
                                              {"State", "state", false, false},
                                              {"Owner", "owner", false, false}};
    const struct telling t = tell_begin(in, out, "risk-register", "risk register");
    size_t rows;

    tell_heading(&t, "Open risks");
    rows = tell_table(&t, KIND_risk, is_open, columns, 7);
    tell_ask(&t, rows == 0, "What could go wrong?");
    if (rows > 0)
        line_add(tell_paragraph(&t), TONE_DIM,
                 STR("Hits: by how much it delays that work if it comes; in brackets the shortest "
                     "and the longest to expect."));
    if (rows > 0 && knows(&t, "costs"))
        line_add(tell_paragraph(&t), TONE_DIM,
                 STR("Delay: working days that the date that is 80\xc2\xa0% likely is later "
                     "because of it."));
    tell_heading(&t, "Signs and mitigations");
    if (knows(&t, "trigger") || knows(&t, "cost") || knows(&t, "mitigated.likely"))
        tell_table(&t, KIND_risk, is_open, signs, 4);
    else
        tell_nothing(&t, "None is stated.");
    if (rows > 0 && knows(&t, "cost"))
        line_add(tell_paragraph(&t), TONE_DIM,
                 STR("Money: what it costs if it comes, in the program's currency; in brackets the "
                     "least and the most to expect."));
    if (in->gains && knows(&t, "mitigated.likely")) {
        struct line *line = tell_paragraph(&t);

        line_add(line, TONE_DIM, STR("Mitigated: how likely "));
        cite_quoted(&t, line, in->gains->promises[0]);
        line_add(line, TONE_DIM, STR(" is kept when that is done about the risk."));
    }
    tell_heading(&t, "Occurred or retired");
    tell_table_or(&t, KIND_risk, is_closed, past, 3, "None.");
    ask(&t);
    tell_end(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_risk_register, in, out);
}

const struct report report_risk_register = {
    .name = "risk-register",
    .title = "Risk register: what could happen, what it costs in days, what is done",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
