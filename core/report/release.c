/* SPDX-License-Identifier: Apache-2.0 */
/* The go/no-go sheet: domain.md 6.5. No answer is not a go. */
#include "core/base/text.h"
#include "core/report/tell.h"

extern const struct report report_release;

static void say_teams(const struct telling *t)
{
    static const struct tell_column columns[] = {{"Team", "title", false, true},
                                                 {"Go", "go", false, false},
                                                 {"Tasks", "open-tasks", true, false},
                                                 {"Hand-offs", "open-handoffs", true, false},
                                                 {"Criteria", "open-criteria", true, false},
                                                 {"Lead", "lead", false, true}};

    if (tell_table_or(t, KIND_team, NULL, columns, 6, "No team is stated, so none can say go.") > 0)
        line_add(tell_paragraph(t), TONE_DIM,
                 STR("Tasks that are open, hand-offs still to give, criteria unmet: a team is a go "
                     "when none is left."));
}

/* Whether any criterion has it: a column of dashes says nothing. */
static bool is_known(const struct telling *t, const struct object *gate, const char *part)
{
    const struct objects *criteria = gate_get_criteria(gate);

    for (size_t i = 0; i < criteria->count; i++)
        if (claim_at(t, gate->id, str_format(t->in->owner, "%.*s.%s",
                                             STR_ARG(criteria->items[i]->id), part).ptr))
            return true;
    return false;
}

static void say_criteria(const struct telling *t, const struct object *gate)
{
    static const char *const parts[] = {"statement", "state", "owner", "evidence",
                                        "evidence_date"};
    const struct objects *criteria = gate_get_criteria(gate);
    const struct column columns[] = {left_column("Criterion", true), left_column("State", false),
                                     left_column("Owner", false), left_column("Evidence", true),
                                     left_column("As of", false)};
    struct column used[5];
    const char *shown[5];
    struct table *table;
    unsigned count = 0;

    if (!criteria || criteria->count == 0)
        return;
    for (unsigned part = 0; part < 5; part++)
        if (part == 0 || is_known(t, gate, parts[part])) {
            used[count] = columns[part];
            shown[count++] = parts[part];
        }
    table = document_table(t->d, 0, used, count);
    for (size_t i = 0; i < criteria->count; i++) {
        struct line *cells = table_row(table, t->d->owner);

        for (unsigned part = 0; part < count; part++)
            cite_cell(t, &cells[part], TONE_PLAIN, gate->id,
                      str_format(t->in->owner, "%.*s.%s", STR_ARG(criteria->items[i]->id),
                                 shown[part]).ptr);
    }
    if (!is_known(t, gate, "evidence"))
        line_add(tell_paragraph(t), TONE_DIM, STR("No evidence is stated for any of them."));
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
        cite_who_with(t, line, " ", o->id, "decider", " decides it.");
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
