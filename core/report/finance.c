/* SPDX-License-Identifier: Apache-2.0 */
/* Money: domain.md 7.6 and 7.7. What nobody stated is said to be missing, never zero. */
#include "core/report/tell.h"

extern const struct report report_finance;

struct row {
    const char *words, *predicate;
};

/* A table of claims of the program, those that exist. */
static size_t say_rows(const struct telling *t, const struct row *rows, size_t count)
{
    const struct column columns[] = {left_column("What", true), right_column("Value")};
    const struct str program = t->in->plan->program->id;
    struct table *table = NULL;
    size_t said = 0;

    for (size_t i = 0; i < count; i++) {
        struct line *cells;

        if (!claim_at(t, program, rows[i].predicate))
            continue;
        if (!table)
            table = document_table(t->d, 0, columns, 2);
        cells = table_row(table, t->d->owner);
        line_add(&cells[0], TONE_PLAIN, str_of(rows[i].words));
        cite_cell(t, &cells[1], TONE_PLAIN, program, rows[i].predicate);
        said++;
    }
    return said;
}

static const struct row completion[] = {
    {"Budget", "cost.limit"},
    {"Estimate at completion, P10", "cost.p10"},
    {"Estimate at completion, P50", "cost.p50"},
    {"Estimate at completion, P80", "cost.p80"},
    {"Estimate at completion, P90", "cost.p90"},
    {"Inside the budget", "cost.within"},
    {"Inside the budget with every promise kept", "cost.within-on-time"},
    {"A week of delay", "delay-cost"},
};

static const struct row earned[] = {
    {"Budget at completion (BAC)", "budget-at-completion"},
    {"Planned value (PV)", "planned-value"},
    {"Earned value (EV)", "earned-value"},
    {"Actual cost (AC)", "actual-cost"},
    {"Cost variance (CV)", "cost-variance"},
    {"Schedule variance (SV)", "schedule-variance"},
    {"Cost performance index (CPI)", "cpi"},
    {"Schedule performance index (SPI)", "spi"},
    {"Estimate at completion, at the rate so far", "eac"},
    {"Estimate at completion, the rest as planned", "eac-as-planned"},
    {"Estimate at completion, both indices", "eac-both"},
    {"Variance at completion (VAC)", "variance-at-completion"},
    {"To-complete index (TCPI)", "tcpi"},
    {"Earned schedule (ES)", "earned-schedule"},
    {"Actual time (AT)", "actual-time"},
    {"Schedule variance in time, SV(t)", "schedule-variance-t"},
    {"Schedule index in time, SPI(t)", "spi-t"},
    {"Duration at completion, IEAC(t)", "ieac-t"},
};

static void say_limits(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_guardrail); i++) {
        const struct object *o = plan_nth(p, KIND_guardrail, i);
        struct line *line;

        if (object_is_withheld(o))
            continue;
        said++;
        line = tell_item(t);
        cite(t, line, TONE_STRONG, o->id, "title");
        cite_with(t, line, ": limit ", o->id, "limit", "");
        cite_with(t, line, ": limit ", o->id, "limit_people", " people");
        if (!cite_with(t, line, ", spent so far ", o->id, "spent", "") && guardrail_get_limit(o))
            line_add(line, TONE_DIM, STR(", spent so far is not stated"));
        cite_with(t, line, "; ", o->id, "owner", " answers for it");
        line_add(line, TONE_PLAIN, STR("."));
        cite_with(t, line, " If it breaks: ", o->id, "on_breach", ".");
    }
    if (said == 0)
        tell_nothing(t, "No limit is stated, so nothing can be said to be inside one.");
}

static void say_people(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    const struct column columns[] = {left_column("Team", true), right_column("Planned people"),
                                     right_column("From a date on"), right_column("Rate")};
    struct table *table = document_table(t->d, 0, columns, 4);

    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct object *o = plan_nth(p, KIND_team, i);
        struct line *cells;

        if (object_is_withheld(o))
            continue;
        cells = table_row(table, t->d->owner);
        cite(t, &cells[0], TONE_PLAIN, o->id, "title");
        cite_cell(t, &cells[1], TONE_PLAIN, o->id, "capacity");
        cite_cell(t, &cells[2], TONE_PLAIN, o->id, "capacity_from");
        cite_cell(t, &cells[3], TONE_PLAIN, o->id, "rate");
    }
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "finance", "for finance");

    tell_money(&t);
    tell_heading(&t, "Estimate at completion");
    if (say_rows(&t, completion, sizeof(completion) / sizeof(completion[0])) == 0)
        tell_nothing(&t, "No rate and no cost is stated.");
    tell_heading(&t, "Limits");
    say_limits(&t);
    tell_heading(&t, "Earned value");
    if (say_rows(&t, earned, sizeof(earned) / sizeof(earned[0])) == 0)
        tell_nothing(&t, "No task states a baseline with start, finish and cost, so no planned "
                         "value can be computed.");
    tell_heading(&t, "People");
    say_people(&t);
    tell_heading(&t, "Promises that carry money");
    tell_promises(&t, false);
    tell_heading(&t, "Decisions that cost money");
    tell_decisions(&t);
    tell_heading(&t, "How sure we are");
    tell_confidence(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_finance, in, out);
}

const struct report report_finance = {
    .name = "finance",
    .title = "For finance: spend, estimate at completion, earned value",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
