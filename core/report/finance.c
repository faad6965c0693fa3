/* SPDX-License-Identifier: Apache-2.0 */
/* Money: domain.md 7.6 and 7.7. What nobody stated is said to be missing, never zero. */
#include "core/base/text.h"
#include "core/claim/money.h"
#include "core/report/pictures.h"
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
    {"Spent by the data date", "spent"},
    {"Left of the budget", "cost.left"},
    {"Still to be spent, P50", "cost.to-go.p50"},
    {"Still to be spent, P80", "cost.to-go.p80"},
    {"Estimate at completion, P10", "cost.p10"},
    {"Estimate at completion, P50", "cost.p50"},
    {"Estimate at completion, P80", "cost.p80"},
    {"Estimate at completion, P90", "cost.p90"},
    {"Inside the budget", "cost.within"},
    {"Inside the budget with every promise kept", "cost.within-on-time"},
    {"Half of the simulations are past the budget by", "cost.crossing.p50"},
    {"One simulation in ten is past the budget by", "cost.crossing.p90"},
    {"A week of delay", "delay-cost"},
};

static const struct row returns[] = {
    {"Benefit a month", "benefit"},
    {"Months counted", "benefit.months"},
    {"Discount a year", "benefit.discount"},
    {"Net present value, P10", "npv.p10"},
    {"Net present value, P50", "npv.p50"},
    {"Net present value, P90", "npv.p90"},
    {"Worth less than nothing", "npv.loss"},
    {"Return on investment (ROI), P50", "roi"},
    {"Months of benefit that pay the P50 cost", "payback"},
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
        cite_as(t, line, TONE_STRONG, o->id, "title", say_capital(t->in, object_title(o)));
        cite_with(t, line, ": limit ", o->id, "limit", "");
        cite_with(t, line, ": limit ", o->id, "limit_people", " people");
        if (guardrail_get_spent_by(o) &&
            cite_with(t, line, ", spent so far ", p->program->id, "spent", ""))
            ;
        else if (!cite_with(t, line, ", spent so far ", o->id, "spent", "") &&
                 guardrail_get_limit(o))
            line_add(line, TONE_DIM, STR(", spent so far is not stated"));
        cite_with(t, line, "; ", o->id, "owner", " answers for it");
        line_add(line, TONE_PLAIN, STR("."));
        cite_with(t, line, " If it breaks: ", o->id, "on_breach", ".");
    }
    if (said == 0)
        tell_nothing(t, "No limit is stated, so nothing can be said to be inside one.");
}

static const char *named(const struct telling *t, const char *format, const char *month)
{
    return str_format(t->in->owner, format, month).ptr;
}

/* A row a month: spent or to be spent, and people planned and there. */
static void say_months(const struct telling *t)
{
    const struct column columns[] = {
        left_column("Month", false),   right_column("Spent"),        right_column("Burn, P50"),
        right_column("In all, P10"),   right_column("In all, P50"),  right_column("In all, P90"),
        right_column("People planned"), right_column("There")};
    const struct str program = t->in->plan->program->id;
    struct money_month months[MONEY_MONTHS_MOST];
    const unsigned count = money_months(t->in->plan, t->in->forecast, months);
    struct table *table;

    if (!claim_at(t, program, "spent") &&
        !claim_at(t, program, named(t, "headcount.%s", months[0].name))) {
        tell_nothing(t, "Neither spending nor people are stated.");
        return;
    }
    table = document_table(t->d, 0, columns, 8);
    for (unsigned i = 0; i < count; i++) {
        const char *month = months[i].name;
        struct line *cells = table_row(table, t->d->owner);

        line_add(&cells[0], TONE_PLAIN, str_copy(t->in->owner, str_of(month)));
        cite_cell(t, &cells[1], TONE_PLAIN, program, named(t, "spent.%s", month));
        cite_cell(t, &cells[2], TONE_PLAIN, program, named(t, "burn.%s", month));
        cite_cell(t, &cells[3], TONE_PLAIN, program, named(t, "spend.%s.p10", month));
        cite_cell(t, &cells[4], TONE_FORECAST, program, named(t, "spend.%s.p50", month));
        cite_cell(t, &cells[5], TONE_PLAIN, program, named(t, "spend.%s.p90", month));
        cite_cell(t, &cells[6], TONE_PLAIN, program, named(t, "headcount.%s", month));
        cite_cell(t, &cells[7], TONE_PLAIN, program, named(t, "there.%s", month));
    }
}

/* What being late costs, where somebody agreed a number. */
static void say_delay(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_commitment); i++) {
        const struct object *o = plan_nth(p, KIND_commitment, i);
        struct line *line;

        if (object_is_withheld(o) || !claim_at(t, o->id, "delay-cost.p80"))
            continue;
        said++;
        line = tell_item(t);
        cite(t, line, TONE_STRONG, o->id, "title");
        cite_with(t, line, ": as forecast, being late costs at most ", o->id, "delay-cost.p80",
                  ", 80\xc2\xa0% likely");
        cite_with(t, line, ", and ", o->id, "delay-cost.p50", " at even odds");
        line_add(line, TONE_PLAIN, STR("."));
    }
    if (said == 0)
        tell_nothing(t, "No promise is late by the date that is 80\xc2\xa0% likely, or nobody "
                         "agreed what delay costs.");
}

static void say_people(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    const struct column columns[] = {left_column("Team", true),     right_column("Planned"),
                                     right_column("There"),         right_column("Open"),
                                     left_column("From a date on", true), right_column("Rate")};
    struct table *table = NULL;

    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct object *o = plan_nth(p, KIND_team, i);
        struct line *cells;

        if (object_is_withheld(o) ||
            !(claim_at(t, o->id, "planned-now") || claim_at(t, o->id, "there-now") ||
              claim_at(t, o->id, "rate")))
            continue;
        if (!table)
            table = document_table(t->d, 0, columns, 6);
        cells = table_row(table, t->d->owner);
        cite(t, &cells[0], TONE_PLAIN, o->id, "title");
        cite_cell(t, &cells[1], TONE_PLAIN, o->id, "planned-now");
        cite_cell(t, &cells[2], TONE_PLAIN, o->id, "there-now");
        cite_cell(t, &cells[3], TONE_PLAIN, o->id, "open-now");
        cite_cell(t, &cells[4], TONE_PLAIN, o->id, "capacity_from");
        cite_cell(t, &cells[5], TONE_PLAIN, o->id, "rate");
    }
    if (!table)
        tell_nothing(t, "No team states its people or its rate.");
}

static bool knows_any_money(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    const struct str program = p->program->id;

    if (tell_knows_money(t) || claim_at(t, program, "benefit") ||
        claim_at(t, program, "budget-at-completion") || claim_at(t, program, "spent") ||
        plan_count(p, KIND_guardrail) > 0)
        return true;
    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct object *o = plan_nth(p, KIND_team, i);

        if (!object_is_withheld(o) &&
            (claim_at(t, o->id, "planned-now") || claim_at(t, o->id, "rate")))
            return true;
    }
    return false;
}

static void say_promises(const struct telling *t)
{
    tell_heading(t, "Promises");
    tell_promises(t, false);
    tell_heading(t, "Decisions");
    tell_decisions(t);
    tell_heading(t, "How sure we are");
    tell_confidence(t);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "finance", "for finance");

    tell_money(&t);
    if (tell_worst(&t))
        tell_standing(&t, tell_paragraph(&t));
    if (!knows_any_money(&t)) {
        tell_nothing(&t, "To say more, this page needs one of these from the plan: the rate of a "
                         "team (`rate`), the cost of a task (`fixed_cost`), a budget "
                         "(`guardrails`), the cost of a week of delay (`delay_cost`), or what the "
                         "program brings in (`benefit`).");
        say_promises(&t);
        return true;
    }
    tell_heading(&t, "Estimate at completion");
    if (say_rows(&t, completion, sizeof(completion) / sizeof(completion[0])) == 0)
        tell_nothing(&t, "No rate and no cost is stated.");
    else
        line_add(tell_paragraph(&t), TONE_DIM,
                 STR("P50: half of the simulations cost no more. P10, P80 and P90: one in ten, "
                     "four in five and nine in ten."));
    draw_into(in, out, picture_of_burn);
    draw_into(in, out, picture_of_joint);
    tell_heading(&t, "By month");
    say_months(&t);
    tell_heading(&t, "What delay costs");
    say_delay(&t);
    tell_heading(&t, "What it brings in");
    if (say_rows(&t, returns, sizeof(returns) / sizeof(returns[0])) == 0)
        tell_nothing(&t, "Nobody agreed what the program brings in, so no return is computed.");
    tell_heading(&t, "Limits");
    say_limits(&t);
    tell_heading(&t, "Earned value");
    if (say_rows(&t, earned, sizeof(earned) / sizeof(earned[0])) == 0)
        tell_nothing(&t, "No task states a baseline with start, finish and cost, so no planned "
                         "value can be computed.");
    else
        line_add(tell_paragraph(&t), TONE_DIM,
                 STR("Of the work alone whose baseline states a cost, not of the whole program. "
                     "CPI below 1: it costs more than planned. SPI below 1: it is behind."));
    tell_heading(&t, "People");
    say_people(&t);
    say_promises(&t);
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
