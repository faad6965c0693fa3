/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about money over time, people over time, and what the program brings in. */
#include "core/claim/money.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/decide/delay_cost.h"
#include "core/engine/budget.h"
#include "core/plan/capacity.h"
#include "core/plan/plan.h"

enum { PEOPLE_ONE = 1000000 };

/* --- months --------------------------------------------------------------------------------- */

static const struct day_amounts *ledger_of(const struct plan *plan)
{
    const struct object *budget = budget_of(plan);

    return budget && !object_is_withheld(budget) ? guardrail_get_spent_by(budget) : NULL;
}

static void name_month(struct money_month *m, struct civil_date date)
{
    char digits[] = "0000-00";

    for (int i = 3, year = date.year; i >= 0; i--, year /= 10)
        digits[i] = (char)('0' + year % 10);
    digits[5] = (char)('0' + date.month / 10);
    digits[6] = (char)('0' + date.month % 10);
    for (size_t i = 0; i < sizeof(digits); i++)
        m->name[i] = digits[i];
}

unsigned money_months(const struct plan *plan, const struct forecast *forecast,
                      struct money_month *ret_months)
{
    const struct day_amounts *ledger = ledger_of(plan);
    int64_t first = civil_day_of(plan->as_of), last = plan->as_of;
    struct civil_date date;
    unsigned count = 0;

    for (size_t i = 0; ledger && i < ledger->count; i++)
        if (ledger->items[i].from_day < first)
            first = ledger->items[i].from_day;
    if (forecast && forecast->cost.spend_count > 0)
        last = forecast->cost.spend[forecast->cost.spend_count - 1].at - 1;
    date = civil_of_day(first);
    while (count < MONEY_MONTHS_MOST) {
        struct money_month *m = &ret_months[count];

        m->first_day = civil_day(date.year, date.month, 1);
        if (count > 0 && m->first_day * CIVIL_DAY_S > last)
            break;
        name_month(m, date);
        date.year += date.month == 12;
        date.month = date.month == 12 ? 1 : date.month + 1;
        m->end = civil_day(date.year, date.month, 1) * CIVIL_DAY_S;
        count++;
    }
    return count;
}

/* --- spending ------------------------------------------------------------------------------- */

static const char *named(struct making *m, const char *format, const char *month)
{
    return str_format(m->set->owner, format, month).ptr;
}

/* What the ledger says by an instant: the last entry before it; -1: none. */
static int64_t ledger_by(const struct day_amounts *ledger, int64_t instant)
{
    const struct day_amount *last = NULL;

    for (size_t i = 0; ledger && i < ledger->count; i++)
        if ((ledger->items[i].from_day + 1) * CIVIL_DAY_S <= instant &&
            (!last || ledger->items[i].from_day > last->from_day))
            last = &ledger->items[i];
    return last ? budget_minor(last) : -1;
}

/* Whether the ledger has an entry within the month: else nothing is known of it. */
static bool is_in_ledger(const struct day_amounts *ledger, const struct money_month *month)
{
    for (size_t i = 0; ledger && i < ledger->count; i++)
        if (ledger->items[i].from_day >= month->first_day &&
            (ledger->items[i].from_day + 1) * CIVIL_DAY_S <= month->end)
            return true;
    return false;
}

static void put_past(struct making *m, const struct money_month *month)
{
    const struct day_amounts *ledger = ledger_of(m->set->plan);
    const struct object *program = m->set->plan->program;
    const int64_t by = ledger_by(ledger, month->end);
    const int64_t before = ledger_by(ledger, month->first_day * CIVIL_DAY_S);
    struct claim *c;

    if (month->end > m->set->plan->as_of || !is_in_ledger(ledger, month))
        return;
    c = put_value(m, program, named(m, "spent.%s", month->name), CLAIM_MONEY, by,
                  "spent in all by the end of the month, as the ledger says");
    rest_on_field(c, budget_of(m->set->plan), FIELD_guardrail_spent_by);
    c = put_value(m, program, named(m, "burn.%s", month->name), CLAIM_MONEY,
                  before < 0 ? by : by - before, "spent in the month, as the ledger says");
    rest_on_field(c, budget_of(m->set->plan), FIELD_guardrail_spent_by);
}

static void put_simulated(struct making *m, const struct object *o, const char *predicate,
                          int64_t value, const char *how)
{
    struct claim *c = put_value(m, o, predicate, CLAIM_MONEY, value, how);

    if (c)
        c->simulated = true;
    rest_on(c, STR("run.digest"));
}

static void put_coming(struct making *m, const struct money_month *month)
{
    const struct forecast_cost *cost = &m->in->forecast->cost;
    const struct object *program = m->set->plan->program;

    for (uint32_t i = 0; i < cost->spend_count; i++) {
        const struct forecast_spend *s = &cost->spend[i];

        if (s->at != month->end)
            continue;
        put_simulated(m, program, named(m, "spend.%s.p10", month->name), s->p10,
                      "10 % of the runs have spent at most that by the end of the month");
        put_simulated(m, program, named(m, "spend.%s.p50", month->name), s->p50,
                      "half of the runs have spent at most that by the end of the month");
        put_simulated(m, program, named(m, "spend.%s.p90", month->name), s->p90,
                      "90 % of the runs have spent at most that by the end of the month");
        put_simulated(m, program, named(m, "burn.%s", month->name),
                      s->p50 - (i > 0 ? cost->spend[i - 1].p50 : cost->spent),
                      i > 0 ? "the P50 by its end less the P50 by its beginning"
                            : "the P50 by its end less what is spent by the data date");
    }
}

/* The end of the first month by which so many runs are past the limit. */
static void put_crossing(struct making *m)
{
    const struct forecast_cost *cost = &m->in->forecast->cost;
    const struct object *program = m->set->plan->program;

    for (uint32_t i = 0; i < cost->spend_count; i++)
        if (cost->spend[i].p50 > cost->limit) {
            rest_on(put_value(m, program, "cost.crossing.p50", CLAIM_INSTANT,
                              cost->spend[i].at - CIVIL_DAY_S,
                              "by the end of this month half of the runs are past the budget"),
                    STR("run.digest"));
            break;
        }
    for (uint32_t i = 0; i < cost->spend_count; i++)
        if (cost->spend[i].p90 > cost->limit) {
            rest_on(put_value(m, program, "cost.crossing.p90", CLAIM_INSTANT,
                              cost->spend[i].at - CIVIL_DAY_S,
                              "by the end of this month one run in ten is past the budget"),
                    STR("run.digest"));
            break;
        }
}

/* What the delay of a promise costs where it comes at its P50 and its P80. */
static void put_delay(struct making *m, const struct forecast_commitment *c)
{
    const struct plan *p = m->run;
    const struct object *run = p->objects[c->object];
    const struct object *o = object_is_withheld(run) ? NULL : plan_find(m->set->plan, run->id);
    const struct object *cost = delay_cost_of(p, run);
    const struct forecast_target *t =
        c->target == UINT32_MAX ? NULL : &m->in->forecast->targets[c->target];
    static const char *const names[] = {"delay-cost.p50", "delay-cost.p80"};

    for (int q = 0; o && cost && t && q < 2; q++) {
        const double minor = delay_cost_minor(cost, p, c->date, t->at[1 + q]);

        if (minor <= 0)
            continue;
        put_simulated(m, o, names[q], (int64_t)(minor + 0.5),
                      q == 0 ? "what the delay costs where it is finished at P50"
                             : "what the delay costs where it is finished at P80");
    }
}

void put_spending(struct making *m)
{
    const struct forecast_cost *cost = &m->in->forecast->cost;
    const struct object *program = m->set->plan->program;
    struct money_month months[MONEY_MONTHS_MOST];
    const unsigned count = money_months(m->set->plan, m->in->forecast, months);
    struct claim *c;

    for (uint32_t i = 0; i < m->in->forecast->commitment_count; i++)
        put_delay(m, &m->in->forecast->commitments[i]);
    if (!cost->known || cost->spent == INT64_MIN)
        return;
    c = put_value(m, program, "spent", CLAIM_MONEY, cost->spent,
                  "the ledger, and since its last entry work done at its rate");
    if (budget_of(m->set->plan)) {
        rest_on_field(c, budget_of(m->set->plan), FIELD_guardrail_spent_by);
        rest_on_field(c, budget_of(m->set->plan), FIELD_guardrail_spent);
    }
    put_simulated(m, program, "cost.to-go.p50", cost->p50 - cost->spent,
                  "the P50 at completion less what is spent");
    put_simulated(m, program, "cost.to-go.p80", cost->p80 - cost->spent,
                  "the P80 at completion less what is spent");
    if (cost->limit != INT64_MIN) {
        put_value(m, program, "cost.left", CLAIM_MONEY, cost->limit - cost->spent,
                  "the budget less what is spent");
        put_crossing(m);
    }
    for (unsigned i = 0; i < count; i++) {
        put_past(m, &months[i]);
        put_coming(m, &months[i]);
    }
}

/* --- what it brings in ---------------------------------------------------------------------- */

void put_return(struct making *m)
{
    const struct forecast_value *v = &m->in->forecast->value;
    const struct object *program = m->set->plan->program;
    const struct objects *list = program_get_benefit(program);
    const struct object *b = list && list->count > 0 ? list->items[0] : NULL;
    const struct object *by = b ? plan_object(m->set->plan, benefit_get_agreed_by(b)) : NULL;
    struct claim *c;

    if (!v->known || !by || object_is_withheld(by))
        return;
    c = put_value(m, program, "benefit", CLAIM_MONEY, *benefit_get_per_month(b),
                  "what it brings in a month, as somebody agreed");
    rest_on_field(c, program, FIELD_program_benefit);
    put_text(m, program, "benefit.agreed_by", CLAIM_NAME, object_title(by),
             "who agreed the number");
    c = put_value(m, program, "benefit.months", CLAIM_COUNT,
                  benefit_get_months(b) ? *benefit_get_months(b) : BENEFIT_MONTHS,
                  "for how many months it is counted");
    rest_on_field(c, program, FIELD_program_benefit);
    if (benefit_get_discount(b)) {
        c = put_value(m, program, "benefit.discount", CLAIM_SHARE, *benefit_get_discount(b),
                      "at which later money counts less in a year");
        rest_on_field(c, program, FIELD_program_benefit);
    }
    put_simulated(m, program, "npv.p10", v->npv_p10,
                  "10 % of the runs are worth at most that today, without what is spent");
    put_simulated(m, program, "npv.p50", v->npv_p50,
                  "half of the runs are worth at most that today, without what is spent");
    put_simulated(m, program, "npv.p90", v->npv_p90,
                  "90 % of the runs are worth at most that today, without what is spent");
    c = put_value(m, program, "npv.loss", CLAIM_CHANCE, v->loss_ppm,
                  "the share of the runs that are worth less than nothing today");
    rest_on(c, STR("run.digest"));
    c = put_value(m, program, "roi", CLAIM_SHARE, v->roi_p50_ppm,
                  "ROI = (benefit - cost) / cost over all its months, not discounted: P50");
    rest_on(c, STR("run.digest"));
    if (v->payback_months >= 0) {
        c = put_value(m, program, "payback", CLAIM_COUNT, v->payback_months,
                      "whole months of benefit that pay the P50 cost");
        rest_on(c, STR("run.digest"));
    }
}

/* --- people --------------------------------------------------------------------------------- */

/* The last number that holds on a day; -1: none does yet. */
static int64_t amount_on(const struct day_amounts *amounts, int64_t day)
{
    const struct day_amount *last = NULL;

    for (size_t i = 0; amounts && i < amounts->count; i++)
        if (amounts->items[i].from_day <= day &&
            (!last || amounts->items[i].from_day > last->from_day))
            last = &amounts->items[i];
    return last ? last->micro : -1;
}

static void put_people(struct making *m, const struct object *o, const char *predicate,
                       int64_t micro, const char *how, uint16_t field)
{
    const bool whole = micro % PEOPLE_ONE == 0;
    struct claim *c = put_value(m, o, predicate, whole ? CLAIM_COUNT : CLAIM_RATIO,
                                whole ? micro / PEOPLE_ONE : micro, how);

    if (o->kind == KIND_team)
        rest_on_field(c, o, field);
}

static int64_t planned_on(const struct plan *p, const struct object *team, int64_t day)
{
    const int64_t from = amount_on(team_get_capacity_from(team), day);

    (void)p;
    return from >= 0 ? from : team_get_capacity(team) ? *team_get_capacity(team) : -1;
}

/* Planned and, up to the data date, really there, at the end of a month. */
static void put_month(struct making *m, const struct money_month *month)
{
    const struct plan *p = m->set->plan;
    const int64_t as_of = civil_day_of(p->as_of), end = civil_day_of(month->end) - 1;
    const int64_t day = end > as_of && month->first_day <= as_of ? as_of : end;
    int64_t planned = 0, there = 0;
    bool any = false, all = month->first_day <= as_of;

    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct object *team = plan_nth(p, KIND_team, i);
        const int64_t wanted = planned_on(p, team, day);
        const int64_t real = amount_on(team_get_staffed(team), day);

        if (wanted < 0)
            continue;
        any = true;
        planned += wanted;
        there += real > 0 ? real : 0;
        all = all && real >= 0;
    }
    if (!any)
        return;
    put_people(m, p->program, named(m, "headcount.%s", month->name), planned,
               "people that teams state for this program, at the end of the month", 0);
    if (!all)
        return;
    put_people(m, p->program, named(m, "there.%s", month->name), there,
               "people who really are there at the end of the month, as teams state", 0);
    put_people(m, p->program, named(m, "open.%s", month->name), planned - there,
               "people planned less people there", 0);
}

void put_headcount(struct making *m)
{
    const struct plan *p = m->set->plan;
    struct money_month months[MONEY_MONTHS_MOST];
    const unsigned count = money_months(p, m->in->forecast, months);
    const int64_t as_of = civil_day_of(p->as_of);

    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++)
        if (object_is_withheld(plan_nth(p, KIND_team, i)))
            return;             /* a sum would tell of one that is withheld */
    for (unsigned i = 0; i < count; i++)
        put_month(m, &months[i]);
    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct object *team = plan_nth(p, KIND_team, i);
        const int64_t planned = planned_on(p, team, as_of);
        const int64_t there = amount_on(team_get_staffed(team), as_of);

        if (planned >= 0)
            put_people(m, team, "planned-now", planned, "people planned on the data date",
                       FIELD_team_capacity);
        if (there < 0)
            continue;
        put_people(m, team, "there-now", there, "people really there on the data date",
                   FIELD_team_staffed);
        if (planned >= 0)
            put_people(m, team, "open-now", planned - there, "people planned less people there",
                       FIELD_team_staffed);
    }
}
