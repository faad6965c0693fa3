/* SPDX-License-Identifier: Apache-2.0 */
/* The go/no-go sheet: domain.md 6.5. No answer is not a go. */
#include "core/base/text.h"
#include "core/report/tell.h"

extern const struct report report_release;

static void say_teams(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    const struct column columns[] = {left_column("Team", true), left_column("Go", false),
                                     right_column("Tasks"), right_column("Hand-offs"),
                                     right_column("Criteria"), left_column("Lead", true)};
    struct table *table = document_table(t->d, 0, columns, 6);

    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct object *o = plan_nth(p, KIND_team, i);
        struct line *cells;

        if (object_is_withheld(o))
            continue;
        cells = table_row(table, t->d->owner);
        cite(t, &cells[0], TONE_PLAIN, o->id, "title");
        cite_cell(t, &cells[1], TONE_STRONG, o->id, "go");
        cite_cell(t, &cells[2], TONE_PLAIN, o->id, "open-tasks");
        cite_cell(t, &cells[3], TONE_PLAIN, o->id, "open-handoffs");
        cite_cell(t, &cells[4], TONE_PLAIN, o->id, "open-criteria");
        cite_cell(t, &cells[5], TONE_PLAIN, o->id, "lead");
    }
    line_add(tell_paragraph(t), TONE_DIM,
             STR("Tasks that are open, hand-offs still to give, criteria unmet: a team is a go "
                 "when none is left."));
}

static void say_criteria(const struct telling *t, const struct object *gate)
{
    static const char *const parts[] = {"statement", "state", "owner", "evidence",
                                        "evidence_date"};
    const struct objects *criteria = gate_get_criteria(gate);
    const struct column columns[] = {left_column("Criterion", true), left_column("State", false),
                                     left_column("Owner", false), left_column("Evidence", true),
                                     left_column("As of", false)};
    struct table *table;

    if (!criteria || criteria->count == 0)
        return;
    table = document_table(t->d, 0, columns, 5);
    for (size_t i = 0; i < criteria->count; i++) {
        struct line *cells = table_row(table, t->d->owner);

        for (unsigned part = 0; part < 5; part++)
            cite_cell(t, &cells[part], TONE_PLAIN, gate->id,
                      str_format(t->in->owner, "%.*s.%s", STR_ARG(criteria->items[i]->id),
                                 parts[part]).ptr);
    }
}

/* "May customers come over?" */
static bool ends_in_mark(const struct claim *c)
{
    return c && c->text.len > 0 && c->text.ptr[c->text.len - 1] == '?';
}

static void say_gates(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_gate); i++) {
        const struct object *o = plan_nth(p, KIND_gate, i);
        struct line *line;

        if (object_is_withheld(o))
            continue;
        said++;
        line = tell_paragraph(t);
        cite(t, line, TONE_STRONG, o->id, "title");
        line_add(line, TONE_PLAIN,
                 ends_in_mark(claim_at(t, o->id, "title")) ? STR(" ") : STR(": "));
        cite_first(t, line, TONE_PLAIN, o->id, "go");
        if (cite_with(t, line, ", ", o->id, "unmet", ""))
            cite_with(t, line, " of ", o->id, "criteria-count", " criteria unmet");
        cite_with(t, line, ", planned for ", o->id, "date", "");
        line_add(line, TONE_PLAIN, STR("."));
        cite_with(t, line, " ", o->id, "decider", " decides it.");
        say_criteria(t, o);
    }
    if (said == 0)
        tell_nothing(t, "No gate is stated, so nothing says what must be true to go.");
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "release", "go or no-go");

    if (tell_worst(&t))
        tell_standing(&t, tell_paragraph(&t));
    else
        tell_no_promise(&t, tell_paragraph(&t));
    tell_heading(&t, "Gates");
    say_gates(&t);
    tell_heading(&t, "Teams");
    say_teams(&t);
    tell_heading(&t, "Promises");
    tell_promises(&t, false);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_release, in, out);
}

const struct report report_release = {
    .name = "release",
    .title = "Go or no-go: each team and gate with its evidence",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};
