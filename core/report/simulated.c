/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/believed.h"
#include "core/report/simulated.h"

#include "core/base/text.h"
#include "core/plan/capacity.h"
#include "core/syntax/writer.h"

enum { LABEL_COLUMNS = 10, LIMITS_SHOWN = 5 };

const char *cause_word(const struct forecast_sensitivity *s)
{
    static const char *const words[] = {"work", "risk", "driver", "acceptance", "decision"};

    return s->kind == SENSITIVITY_HANDOFF && s->is_delivery ? "delivery" : words[s->kind];
}

bool handoff_is_open(const struct plan *p, uint32_t handoff)
{
    const uint32_t *state = handoff_get_state(p->objects[handoff]);

    return !handoff_get_accepted(p->objects[handoff]) &&
           (!state || (*state != HANDOFF_ACCEPTED && *state != HANDOFF_DROPPED));
}

/* What a claim of that object says; the claim is there wherever what it says is. */
static void add_cited(const struct report_input *in, struct line *line, enum tone tone,
                      struct str subject, const char *predicate, struct str words)
{
    line_cite(line, tone, str_format(in->owner, "%.*s.%s", STR_ARG(subject), predicate), words);
}

void say_money_forecast(const struct report_input *in, bool jointly, struct line *line)
{
    const struct forecast_cost *cost = &in->forecast->cost;
    const struct str program = in->plan->program->id;

    line_add(line, TONE_STRONG, STR("Money     "));
    add_cited(in, line, TONE_PLAIN, program, "cost.p50", say_money(in, cost->p50));
    line_add(line, TONE_PLAIN, STR(" at P50, "));
    add_cited(in, line, TONE_PLAIN, program, "cost.p80", say_money(in, cost->p80));
    line_add(line, TONE_PLAIN, STR(" at P80"));
    if (cost->limit == INT64_MIN)
        return;
    line_add(line, TONE_PLAIN, STR(", limit "));
    add_cited(in, line, TONE_PLAIN, program, "cost.limit", say_money(in, cost->limit));
    line_add(line, TONE_PLAIN, STR(" ("));
    add_cited(in, line, TONE_PLAIN, program, "cost.within", say_likely(in, cost->within_ppm));
    line_add(line, TONE_PLAIN, STR(" inside)"));
    if (!jointly || cost->within_and_on_time_ppm < 0 || in->forecast->commitment_count == 0)
        return;
    line_add(line, TONE_PLAIN, STR("; "));
    add_cited(in, line, TONE_PLAIN, program, "cost.within-on-time",
              say_likely(in, cost->within_and_on_time_ppm));
    line_add(line, TONE_PLAIN, STR(" inside with every promise kept"));
}

static bool is_assumed(const struct report_input *in, const struct object *decision)
{
    for (uint32_t i = 0; i < in->forecast->assumed_count; i++)
        if (str_equal(forecast_plan(in)->objects[in->forecast->assumed[i]]->id, decision->id))
            return true;
    return false;
}

/* Which answers the figures take to the open decisions. */
static void say_assumed(const struct report_input *in, struct document *d)
{
    const struct plan *p = in->plan;
    struct line *line = document_paragraph(d, 0, LABEL_COLUMNS);
    uint32_t assumed = 0, others = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_decision); i++) {
        const struct object *decision = plan_nth(p, KIND_decision, i);
        const struct str *option = decision_get_assume(decision);

        if (!decision_is_open(decision) || !option || !is_assumed(in, decision))
            continue;
        line_add(line, TONE_STRONG, assumed == 0 ? STR("Assumes   ") : STR(""));
        line_add(line, TONE_PLAIN, assumed > 0 ? STR(", ") : STR(""));
        add_cited(in, line, TONE_PLAIN, decision->id, "id", decision->id);
        line_add(line, TONE_PLAIN, STR(" falls to `"));
        add_cited(in, line, TONE_PLAIN, decision->id, "assume", *option);
        line_add(line, TONE_PLAIN, STR("`"));
        assumed++;
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_decision); i++) {
        const struct object *decision = plan_nth(p, KIND_decision, i);

        if (object_is_withheld(decision) || !decision_is_open(decision) ||
            is_assumed(in, decision))
            continue;
        line_add(line, TONE_STRONG, assumed + others == 0 ? STR("Assumes   ") : STR(""));
        line_add(line, TONE_PLAIN,
                 others > 0    ? STR(", ")
                 : assumed > 0 ? STR("; whatever is decided, no change by ")
                               : STR("whatever is decided, no change by "));
        add_cited(in, line, TONE_PLAIN, decision->id, "id", decision->id);
        others++;
    }
    line_add(line, TONE_PLAIN, assumed + others > 0 ? STR(".") : STR(""));
}

/* The id of the promise of highest rank that hangs on a target; of the target where none does. */
static struct str promise_of(const struct report_input *in, uint32_t target)
{
    const struct forecast *f = in->forecast;

    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (f->commitments[i].target == target)
            return forecast_plan(in)->objects[f->commitments[i].object]->id;
    return forecast_plan(in)->objects[f->targets[target].object]->id;
}

static void say_holding(const struct report_input *in, const struct forecast_team *most,
                        struct line *line)
{
    const struct object *team = forecast_plan(in)->objects[most->object];
    const bool helps = 2 * working_milli_days(in, most->one_more_s) > -1000;
    const struct str promise = promise_of(in, most->target);

    add_cited(in, line, TONE_PLAIN, team->id, "id", team->id);
    line_add(line, TONE_PLAIN, STR(" costs "));
    add_cited(in, line, TONE_PLAIN, promise, "id", promise);
    line_add(line, TONE_PLAIN, STR(" "));
    add_cited(in, line, TONE_PLAIN, team->id, "holds-back", say_days(in, most->p80_s));
    line_addf(line, TONE_PLAIN, " at P80; one more %s ",
              team->kind == KIND_system ? "of it" : "person");
    line_add(line, TONE_PLAIN, helps ? STR("buys ") : STR("makes it "));
    add_cited(in, line, TONE_PLAIN, team->id, "one-more",
              say_days(in, helps ? most->one_more_s : -most->one_more_s));
    line_add(line, TONE_PLAIN,
             helps ? STR(".")
                   : STR(" later: more, and later, as list scheduling now and then does. The order "
                         "of the work is to be looked at."));
}

/* Which team is the constraint, what it costs and what one more person buys: one line. */
static void say_constraint(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct forecast_team *most = f->team_count > 0 ? &f->teams[0] : NULL;
    struct line *line;

    if (!f->capacity) {
        if (!plan_states_capacity(in->plan))
            return;
        line = document_paragraph(d, 0, LABEL_COLUMNS);
        line_add(line, TONE_STRONG, STR("Left out  "));
        line_add(line, TONE_PLAIN, STR("team capacity, as asked: dates may be later."));
        return;
    }
    if (!most)
        return;
    line = document_paragraph(d, 0, LABEL_COLUMNS);
    line_add(line, TONE_STRONG, STR("Capacity  "));
    if (2 * working_milli_days(in, most->p80_s) < 1000)
        line_add(line, TONE_PLAIN,
                 STR("no team's people hold a promise back by half a day at P80."));
    else
        say_holding(in, most, line);
}

/* Work that waits past its day for what must come soon after it. */
static void say_waiting(const struct report_input *in, struct line *line)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    const struct forecast_limit *most = &f->limits[0];
    uint32_t waiting = 0;

    for (uint32_t i = 0; i < f->limit_count; i++) {
        waiting += f->limits[i].waits_ppm > 0;
        most = f->limits[i].waits_ppm > most->waits_ppm ? &f->limits[i] : most;
    }
    if (waiting == 0)
        return;
    line_addf(line, TONE_PLAIN, "; %.*s waits past its day in %.*s of runs, so that %.*s does not "
                                "come too long after it",
              STR_ARG(p->objects[most->pred]->id), STR_ARG(say_share(in, most->waits_ppm)),
              STR_ARG(p->objects[most->succ]->id));
    if (waiting > 1)
        line_addf(line, TONE_PLAIN, ", and %u more in fewer", waiting - 1);
}

/* What does not begin as soon as it can, and limits that do not hold. */
static void say_limits(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    uint32_t broken = 0;
    struct line *line;

    if (f->late_count > 0 || f->from_finish) {
        line = document_paragraph(d, 0, LABEL_COLUMNS);
        line_add(line, TONE_STRONG, STR("As late   "));
        if (f->late_count > 0)
            line_addf(line, TONE_PLAIN,
                      "as possible: %.*s in no run before the day the plan gives; ",
                      STR_ARG(say_count(in, f->late_count, "task begins", "tasks begin")));
        line_add(line, TONE_PLAIN,
                 f->from_finish
                     ? STR("scheduled backwards, so nothing begins before the start that gives.")
                     : STR("how late they may be is float that a run can use up."));
    }
    while (broken < f->limit_count && f->limits[broken].broken_ppm > 0)
        broken++;
    if (f->limit_count == 0)
        return;
    line = document_paragraph(d, 0, LABEL_COLUMNS);
    line_add(line, TONE_STRONG, STR("At most   "));
    if (broken == 0 && f->limit_count == 1)
        line_add(line, TONE_PLAIN, STR("the \"at most\" link holds in every run looked at"));
    else if (broken == 0)
        line_addf(line, TONE_PLAIN, "all %u \"at most\" links hold in every run looked at",
                  f->limit_count);
    for (uint32_t i = 0; i < broken && (i < LIMITS_SHOWN || in->everything); i++)
        line_addf(line, TONE_PLAIN, "%s%.*s comes too long after %.*s in %.*s of runs",
                  i > 0 ? "; " : "", STR_ARG(p->objects[f->limits[i].succ]->id),
                  STR_ARG(p->objects[f->limits[i].pred]->id),
                  STR_ARG(say_share(in, f->limits[i].broken_ppm)));
    if (broken > LIMITS_SHOWN && !in->everything)
        line_addf(line, TONE_PLAIN, "; and %u more (--all)", broken - LIMITS_SHOWN);
    if (broken > 0)
        line_add(line, TONE_PLAIN, STR(": what lies between takes longer than the link allows, and "
                                       "what that costs is not in the dates"));
    say_waiting(in, line);
    line_add(line, TONE_PLAIN, STR("."));
}

void say_assumptions(const struct report_input *in, bool sources, struct document *d)
{
    const struct forecast *f = in->forecast;
    struct line *line;

    say_assumed(in, d);
    if (f->default_count > 0) {
        line = document_paragraph(d, 0, LABEL_COLUMNS);
        line_add(line, TONE_STRONG, STR("Defaults  "));
        for (uint32_t i = 0; i < f->default_count; i++) {
            line_addf(line, TONE_PLAIN, "%s%s (", i > 0 ? "; " : "", f->defaults[i].what);
            line_cite(line, TONE_PLAIN, str_format(in->owner, "run.default-%u", i + 1),
                      str_format(in->owner, "%u", f->defaults[i].count));
            if (sources)
                line_addf(line, TONE_DIM, ": %s", f->defaults[i].source);
            line_add(line, TONE_PLAIN, STR(")"));
        }
        line_add(line, TONE_PLAIN, STR("."));
    }
    say_limits(in, d);
    say_constraint(in, d);
}

void json_assumptions(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);

    if (f->late_count > 0)
        writer_key_i64(w, "as_late_as_possible", f->late_count);
    if (f->limit_count > 0) {
        writer_key(w, STR("at_most"));
        writer_list_begin(w, false);
        for (uint32_t i = 0; i < f->limit_count; i++) {
            writer_map_begin(w, true);
            json_id(w, "from", p, f->limits[i].pred);
            json_id(w, "to", p, f->limits[i].succ);
            json_probability(w, "broken", f->limits[i].broken_ppm);
            json_probability(w, "waits", f->limits[i].waits_ppm);
            writer_map_end(w);
        }
        writer_list_end(w);
    }
    writer_key(w, STR("assumed"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->assumed_count; i++) {
        const struct str *option = decision_get_assume(p->objects[f->assumed[i]]);

        writer_map_begin(w, true);
        writer_key_text(w, "id", p->objects[f->assumed[i]]->id);
        if (option)
            writer_key_text(w, "option", *option);
        else
            writer_key_null(w, "option");
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_key(w, STR("defaults"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->default_count; i++) {
        writer_map_begin(w, true);
        writer_key_text(w, "what", str_of(f->defaults[i].what));
        writer_key_i64(w, "count", f->defaults[i].count);
        writer_key_text(w, "source", str_of(f->defaults[i].source));
        writer_map_end(w);
    }
    writer_list_end(w);
}

static void json_targets(const struct report_input *in, struct writer *w)
{
    static const char *const keys[FORECAST_QUANTILES] = {"p10", "p50", "p80", "p90", "p95"};
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);

    writer_key(w, STR("milestones"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->target_count; i++) {
        writer_map_begin(w, true);
        json_id(w, "id", p, f->targets[i].object);
        for (unsigned q = 0; q < FORECAST_QUANTILES; q++)
            json_instant(in, w, keys[q], f->targets[i].at[q]);
        writer_key_i64(w, "error_p80_s", f->targets[i].error_p80_s);
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_key(w, STR("commitments"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        const bool known = c->target != UINT32_MAX;

        writer_map_begin(w, true);
        json_id(w, "id", p, c->object);
        json_date(in, w, "date", c->date);
        json_probability(w, "probability", known ? c->probability_ppm : -1);
        json_probability(w, "outside_view", c->outside_view_ppm);
        json_believed(in, w, p->objects[c->object]->id);
        json_probability(w, "error", known ? c->error_ppm : -1);
        writer_key_text(w, "status", str_of(verdict_of_promise(in, c).rag));
        json_id(w, "hangs_on", p, c->hangs_on);
        json_probability(w, "hangs_on_share", c->hangs_on == OBJECT_NONE ? -1 : c->hangs_on_ppm);
        json_probability(w, "stated", c->stated_ppm);
        json_probability(w, "defaulted", c->defaulted_ppm);
        json_probability(w, "stale", c->stale_ppm);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_probability(w, "joint_probability", f->joint_ppm);
}

static void json_tasks(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);

    writer_key(w, STR("tasks"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->task_count; i++) {
        const struct forecast_task *t = &f->tasks[i];
        const enum kind kind = p->objects[t->object]->kind;

        if (kind != KIND_task && kind != KIND_milestone)
            continue;
        writer_map_begin(w, true);
        json_id(w, "id", p, t->object);
        json_probability(w, "criticality", t->criticality_ppm);
        json_instant(in, w, "p10", t->p10);
        json_instant(in, w, "p50", t->p50);
        json_instant(in, w, "p90", t->p90);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static void json_handoffs(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);

    writer_key(w, STR("handoffs"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->handoff_count; i++) {
        const struct forecast_handoff *h = &f->handoffs[i];

        writer_map_begin(w, true);
        json_id(w, "id", p, h->object);
        json_date(in, w, "asked", h->asked);
        json_date(in, w, "offered", h->offered);
        json_instant(in, w, "delivery_p80", h->delivery_p80);
        json_instant(in, w, "acceptance_p50", h->acceptance_p50);
        json_instant(in, w, "acceptance_p80", h->acceptance_p80);
        json_instant(in, w, "need_by_p20", h->need_by_p20);
        json_probability(w, "by_asked", h->by_asked_ppm);
        json_probability(w, "criticality", h->criticality_ppm);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static void json_causes(const struct report_input *in, struct writer *w)
{
    static const char *const kinds[] = {"task", "risk", "driver", "handoff", "decision"};
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);

    writer_key(w, STR("sensitivity"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->sensitivity_count; i++) {
        const struct forecast_sensitivity *s = &f->sensitivity[i];

        writer_map_begin(w, true);
        json_id(w, "id", p, s->object);
        writer_key_text(w, "kind", str_of(kinds[s->kind]));
        if (s->kind == SENSITIVITY_HANDOFF)
            writer_key_text(w, "part", str_of(cause_word(s)));
        writer_key_fixed(w, "days_at_p80", working_milli_days(in, s->p80_s), 3);
        writer_key_fixed(w, "days_at_p50", working_milli_days(in, s->p50_s), 3);
        json_id(w, "of", p, f->targets[s->target].object);
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_key(w, STR("merges"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->merge_count; i++) {
        const struct forecast_merge_point *m = &f->merges[i];

        writer_map_begin(w, true);
        json_id(w, "id", p, m->object);
        writer_key_i64(w, "branches", m->branch_count);
        writer_key_fixed(w, "bias_days", working_milli_days(in, m->bias_s), 3);
        json_date(in, w, "by", m->reference);
        json_probability(w, "joint", m->joint_ppm);
        json_probability(w, "worst_branch", m->worst_branch_ppm);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static void json_teams(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;

    writer_key(w, STR("teams"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->team_count; i++) {
        const struct forecast_team *team = &f->teams[i];

        writer_map_begin(w, true);
        json_id(w, "id", forecast_plan(in), team->object);
        json_id(w, "target", forecast_plan(in), f->targets[team->target].object);
        writer_key_fixed(w, "waited_days", working_milli_days(in, team->waited_s), 3);
        if (team->simulated) {
            writer_key_fixed(w, "days_at_p80", working_milli_days(in, team->p80_s), 3);
            writer_key_fixed(w, "days_bought_by_one_more",
                             working_milli_days(in, team->one_more_s), 3);
        } else {
            writer_key_null(w, "days_at_p80");
            writer_key_null(w, "days_bought_by_one_more");
        }
        writer_map_end(w);
    }
    writer_list_end(w);
}

static void json_cost(const struct forecast_cost *cost, struct writer *w)
{
    writer_key(w, STR("cost"));
    if (!cost->known) {
        writer_null(w);
        return;
    }
    writer_map_begin(w, true);
    writer_key_fixed(w, "p10", cost->p10, 2);
    writer_key_fixed(w, "p50", cost->p50, 2);
    writer_key_fixed(w, "p80", cost->p80, 2);
    writer_key_fixed(w, "p90", cost->p90, 2);
    if (cost->limit == INT64_MIN) {
        writer_key_null(w, "limit");
    } else {
        writer_key_fixed(w, "limit", cost->limit, 2);
        json_probability(w, "within", cost->within_ppm);
        json_probability(w, "within_and_on_time", cost->within_and_on_time_ppm);
    }
    writer_map_end(w);
}

bool forecast_json(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;

    json_begin(in, w, "forecast");
    writer_key_i64(w, "seed", (int64_t)f->seed);
    writer_key_i64(w, "iterations", f->iterations);
    writer_key_text(w, "digest",
                    str_format(in->owner, "%016llx", (unsigned long long)f->digest));
    writer_key_bool(w, "capacity", f->capacity);
    json_targets(in, w);
    json_causes(in, w);
    json_tasks(in, w);
    json_handoffs(in, w);
    json_cost(&f->cost, w);
    json_teams(in, w);
    json_assumptions(in, w);
    json_end(in, w);
    return true;
}
