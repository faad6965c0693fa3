/* SPDX-License-Identifier: Apache-2.0 */
/* The main job, on one page: how likely each promise is, and what needs whom by when. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/believed.h"
#include "core/report/changed.h"
#include "core/report/findings.h"
#include "core/report/needs.h"
#include "core/report/pictures.h"
#include "core/report/simulated.h"
#include "core/report/tell.h"
#include "core/syntax/writer.h"

enum {
    NEEDS_SHOWN = 7,
    IN_FULL = 4,                /* promises said in full; more get a line each */
    PROMISES_SHOWN = 16,
    LABEL_WIDTH = 23,           /* of a promise's standing before its id in the chart */
    SAME_RULE = 2,              /* needs of one rule among those shown */
    RULES_NAMED = 4,            /* among those only counted */
    FINISHES_SHOWN = 3
};

static size_t needs_most(const struct report_input *in)
{
    const int64_t *shown = policy_get_shown_findings(in->plan->policy);

    return shown && *shown > 0 ? (size_t)*shown : NEEDS_SHOWN;
}

static bool is_coarse(const struct forecast_commitment *c)
{
    return c->defaulted_ppm + c->stale_ppm >= CLAIM_COARSE_FROM;
}

static const struct forecast_target *target_of(const struct report_input *in,
                                               const struct forecast_commitment *c)
{
    return c->target == UINT32_MAX ? NULL : &in->forecast->targets[c->target];
}

/* The status as the claim has it: grey where what drives it is old, and slow to improve. */
static struct verdict status_of(const struct telling *t, const struct forecast_commitment *c)
{
    static const int32_t example[] = {0, 600000, 900000, -1};
    const struct claim *status =
        claim_at(t, forecast_plan(t->in)->objects[c->object]->id, "status");

    return status ? verdict_of(example[status->value]) : verdict_of_promise(t->in, c);
}

static enum tone tone_of(const struct telling *t, const struct forecast_commitment *c)
{
    return status_of(t, c).tone;
}

/* "■ off, about 25 %" */
static void say_standing(const struct telling *t, const struct forecast_commitment *c,
                         struct line *line)
{
    const struct verdict verdict = status_of(t, c);
    const struct str id = forecast_plan(t->in)->objects[c->object]->id;

    cite_as(t, line, verdict.tone, id, "status",
            str_format(t->in->owner, "%s %s", verdict.symbol, verdict.word));
    line_add(line, verdict.tone, STR(", "));
    if (c->target == UINT32_MAX)
        line_add(line, verdict.tone, STR("no forecast"));
    else
        cite_as(t, line, verdict.tone, id, "likely", say_likely(t->in, c->probability_ppm));
}

/* --- the first sentence ---------------------------------- */

static const struct forecast_commitment *least_likely(const struct forecast *f)
{
    const struct forecast_commitment *worst = NULL;

    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (f->commitments[i].target != UINT32_MAX &&
            (!worst || f->commitments[i].probability_ppm < worst->probability_ppm))
            worst = &f->commitments[i];
    return worst;
}

/* Of many promises, first how many are in trouble. */
static void say_counts(const struct telling *t, struct line *line)
{
    const struct str program = t->in->plan->program->id;
    const struct claim *off = claim_at(t, program, "promises.off");
    const struct claim *risk = claim_at(t, program, "promises.at-risk");

    if (!off && !risk && !claim_at(t, program, "promises.unknown")) {
        cite_with(t, line, "All ", program, "promises", " promises are on course. ");
    } else {
        const enum tone tone = off ? TONE_BAD : TONE_WARN;

        cite_with(t, line, "Of ", program, "promises", " promises ");
        if (!cite(t, line, tone, program, "promises.off"))
            line_add(line, tone, STR("none"));
        line_add(line, tone, STR(" are off and "));
        if (!cite(t, line, tone, program, "promises.at-risk"))
            line_add(line, tone, STR("none"));
        line_add(line, tone, STR(" at risk. "));
    }
    line_add(line, TONE_PLAIN, STR("The least likely: "));
}

static void say_bottom_line(const struct telling *t)
{
    const struct report_input *in = t->in;
    const struct forecast *f = in->forecast;
    const struct forecast_commitment *c = least_likely(f);
    struct line *line = document_paragraph(t->d, 0, 0);
    struct str id;

    if (!c) {
        line_add(line, TONE_PLAIN,
                 STR("Nothing that leads to a promise can be forecast: say what each commitment "
                     "waits for."));
        return;
    }
    if (f->commitment_count > IN_FULL)
        say_counts(t, line);
    id = forecast_plan(in)->objects[c->object]->id;
    cite_as(t, line, TONE_STRONG, id, "id", id);
    line_add(line, tone_of(t, c), STR(" is "));
    cite_as(t, line, tone_of(t, c), id, "status", str_of(status_of(t, c).word));
    line_add(line, tone_of(t, c), STR(": "));
    cite_as(t, line, tone_of(t, c), id, "likely", say_likely(in, c->probability_ppm));
    line_add(line, TONE_PLAIN, STR(" by "));
    cite_as(t, line, TONE_PLAIN, id, "date", say_date(in, c->date));
    line_add(line, TONE_PLAIN, STR("."));
    if (c->probability_ppm < 800000) {
        line_add(line, TONE_PLAIN, STR(" A date to keep four times in five is "));
        line_add(line, TONE_PLAIN, is_coarse(c) ? STR("the\xc2\xa0") : STR(""));
        cite_as(t, line, TONE_PLAIN, id, "p80",
                say_rough(in, finish_day(target_of(in, c)->at[2]), is_coarse(c)));
        line_add(line, TONE_PLAIN, STR("."));
    }
    if (f->commitment_count > 1 && f->joint_ppm >= 0) {
        cite_with(t, line, " All ", in->plan->program->id, "promises", " promises together: ");
        cite_as(t, line, TONE_PLAIN, in->plan->program->id, "all-promises",
                say_likely(in, f->joint_ppm));
        line_add(line, TONE_PLAIN, STR("."));
    }
}

/* --- promises ---------------------------------- */

/* An id that people chose says enough; one that an import made does not. */
static struct str say_briefly(const struct report_input *in, const struct object *o)
{
    const struct str *source = o->kind == KIND_task        ? task_get_source_id(o)
                               : o->kind == KIND_milestone ? milestone_get_source_id(o)
                                                           : NULL;

    if (source || (o->kind != KIND_task && o->kind != KIND_milestone))
        return say_object(in, forecast_plan(in), o->number);
    return o->id;
}

static void say_believed_by(const struct telling *t, struct str id, struct line *line)
{
    struct believed believed;
    bool more = false;

    if (!believed_of(t->in, id, &believed))
        return;
    line_add(line, TONE_PLAIN, STR("; believed by "));
    cite_as(t, line, TONE_PLAIN, id, "belief.answers",
            str_format(t->in->owner, "%lld", (long long)believed.answers));
    line_add(line, TONE_PLAIN, STR(": "));
    if (believed.probability_ppm >= 0) {
        cite_as(t, line, TONE_PLAIN, id, "belief", say_likely(t->in, believed.probability_ppm));
        more = true;
    }
    if (believed.date != CIVIL_NONE) {
        line_add(line, TONE_PLAIN, more ? STR(", ") : STR(""));
        cite_as(t, line, TONE_PLAIN, id, "belief.week", say_rough(t->in, believed.date, true));
        more = true;
    }
    if (believed.vote > 0) {
        line_add(line, TONE_PLAIN, more ? STR(", vote ") : STR("vote "));
        cite_as(t, line, TONE_PLAIN, id, "belief.vote",
                str_format(t->in->owner, "%lld", (long long)believed.vote));
        line_add(line, TONE_PLAIN, STR(" of 5"));
    }
}

/* Beside the computed status, with the terms on which it is said. */
static void say_reported(const struct telling *t, const struct object *o, struct line *line)
{
    if (cite_with(t, line, claim_at(t, o->id, "reported.expired") ? "; was reported "
                                                                  : "; reported ",
                  o->id, "reported", " "))
        cite(t, line, TONE_PLAIN, o->id, "reported.terms");
}

static void say_promise(const struct telling *t, const struct forecast_commitment *c)
{
    const struct report_input *in = t->in;
    const struct plan *p = forecast_plan(in);
    const struct object *o = p->objects[c->object];
    const struct forecast_target *target = target_of(in, c);
    struct line *line = document_paragraph(t->d, 0, 2);

    say_standing(t, c, line);
    line_add(line, TONE_PLAIN, STR("  "));
    cite_as(t, line, TONE_STRONG, o->id, "title", object_title(o));
    line = document_right(t->d);
    line_add(line, TONE_PLAIN, STR("by "));
    cite_as(t, line, TONE_PLAIN, o->id, "date", say_date(in, c->date));
    line = document_paragraph(t->d, 2, 2);
    cite_as(t, line, TONE_DIM, o->id, "id", o->id);
    if (!target) {
        line_add(line, TONE_PLAIN, STR(": nothing it waits for can be forecast"));
        say_reported(t, o, line);
        return;
    }
    line_add(line, TONE_FORECAST, STR(": P50 "));
    cite_as(t, line, TONE_FORECAST, o->id, "p50",
            say_rough(in, finish_day(target->at[1]), is_coarse(c)));
    line_add(line, TONE_FORECAST, STR(", P80 "));
    cite_as(t, line, TONE_FORECAST, o->id, "p80",
            say_rough(in, finish_day(target->at[2]), is_coarse(c)));
    say_reported(t, o, line);
    if (c->outside_view_ppm >= 0) {
        line_add(line, TONE_PLAIN, STR("; outside view "));
        cite_as(t, line, TONE_PLAIN, o->id, "outside-view", say_likely(in, c->outside_view_ppm));
    }
    say_believed_by(t, o->id, line);
    if (c->hangs_on != OBJECT_NONE && c->hangs_on_ppm > 0) {
        line_add(line, TONE_PLAIN, STR("; hangs on "));
        cite_as(t, line, TONE_PLAIN, o->id, "hangs-on", say_briefly(in, p->objects[c->hangs_on]));
        line_add(line, TONE_PLAIN, STR(" ("));
        cite_as(t, line, TONE_PLAIN, o->id, "hangs-on.share", say_share(in, c->hangs_on_ppm));
        line_add(line, TONE_PLAIN, STR(" of runs)"));
    }
    if (claim_at(t, o->id, "trend")) {
        line_add(line, TONE_PLAIN, STR("; "));
        cite(t, line, TONE_PLAIN, o->id, "trend");
        cite_with(t, line, " ", o->id, "trend.points", " over three reports");
    }
    if (claim_at(t, o->id, "because")) {
        line = document_paragraph(t->d, 2, 2);
        cite(t, line, TONE_PLAIN, o->id, "status");
        cite_with(t, line, ": ", o->id, "because", "");
    }
}

static bool is_in_full(const struct report_input *in)
{
    return in->everything || in->forecast->commitment_count <= IN_FULL;
}

/* Of many promises, one that is on course needs no line of its own; nor do those past a page. */
static bool is_folded(const struct report_input *in, const struct forecast_commitment *c)
{
    return !is_in_full(in) && ((c->target != UINT32_MAX && c->probability_ppm >= 800000) ||
                               c >= in->forecast->commitments + PROMISES_SHOWN);
}

static void widen(int64_t *from, int64_t *to, int64_t at)
{
    if (at == CIVIL_NONE)
        return;
    *from = *from == CIVIL_NONE || at < *from ? at : *from;
    *to = *to == CIVIL_NONE || at > *to ? at : *to;
}

/* Of many promises the label says it all; of few, the lines above did. */
static struct line *label_of(const struct telling *t, const struct forecast_commitment *c)
{
    const struct str id = forecast_plan(t->in)->objects[c->object]->id;
    struct line *label = line_new(t->in->owner);

    if (!is_in_full(t->in)) {
        size_t width = 0;

        say_standing(t, c, label);
        for (size_t i = 0; i < label->count; i++)
            width += str_width(label->spans[i].text);
        line_addf(label, TONE_PLAIN, "%*s", width < LABEL_WIDTH ? (int)(LABEL_WIDTH - width) : 1,
                  "");
    }
    cite_as(t, label, TONE_PLAIN, id, "id", id);
    return label;
}

static void say_chart(const struct telling *t)
{
    const struct report_input *in = t->in;
    struct document *d = t->d;
    const struct forecast *f = in->forecast;
    int64_t from = CIVIL_NONE, to = CIVIL_NONE;
    struct ranges *ranges;

    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct forecast_target *target = target_of(in, &f->commitments[i]);

        if (!target || is_folded(in, &f->commitments[i]))
            continue;
        widen(&from, &to, target->at[0]);
        widen(&from, &to, target->at[3]);
        widen(&from, &to, f->commitments[i].date);
    }
    if (from == CIVIL_NONE)
        return;
    ranges = document_ranges(d, 2, from - 7 * CIVIL_DAY_S, to + 3 * CIVIL_DAY_S);
    ranges->legend = line_new(in->owner);
    line_add(ranges->legend, TONE_DIM, STR("P10 ├●┤ P90  ┆ date"));
    ranges_months(in, ranges);
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        const struct forecast_target *target = target_of(in, c);

        if (target && !is_folded(in, c))
            ranges_add(ranges, in->owner,
                       (struct range){.label = label_of(t, c),
                                      .low = target->at[0], .middle = target->at[1],
                                      .high = target->at[3], .mark = c->date,
                                      .tone = tone_of(t, c)});
    }
}

static void say_promises(const struct telling *t)
{
    const struct report_input *in = t->in;
    const struct forecast *f = in->forecast;
    struct document *d = t->d;

    document_blank(d);
    line_add(document_heading(d), TONE_PLAIN, STR("PROMISES"));
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (is_in_full(in) || f->commitments[i].target == UINT32_MAX)
            say_promise(t, &f->commitments[i]);
    if (!is_in_full(in))
        tell_because(t);
    if (!in->pictures) {
        say_chart(t);
        return;
    }
    say_picture(d, picture_of_promises(in));
    say_picture(d, picture_of_curve(in));
}

/* --- without a promise: when it is all done ---------------------------------- */

static int last_first(const void *left, const void *right, const void *context)
{
    const struct forecast_target *a = *(const struct forecast_target *const *)left;
    const struct forecast_target *b = *(const struct forecast_target *const *)right;

    (void)context;
    return (a->at[1] < b->at[1]) - (a->at[1] > b->at[1]);
}

/* The open targets nothing else waits for, the last first; or else the last of all. The end of
 * everything counts where no milestone stands there. */
static size_t find_finishes(const struct report_input *in, const struct forecast_target **ret)
{
    const struct forecast *f = in->forecast;
    const struct network *n = f->network;
    const struct forecast_target *last = NULL, *end = NULL;
    size_t count = 0;

    for (uint32_t i = 0; i < f->target_count; i++) {
        const struct forecast_target *t = &f->targets[i];

        if (t->node == NODE_NONE) {
            end = t;
            continue;
        }
        if (n->succ_first[t->node + 1] == n->succ_first[t->node] && t->at[2] >= in->plan->as_of)
            ret[count++] = t;
        if (!last || t->at[1] > last->at[1])
            last = t;
    }
    if (count == 0 && last)
        ret[count++] = last;
    if (end && (!last || end->at[1] > last->at[1]))
        ret[count++] = end;
    sort_stable(ret, count, sizeof(ret[0]), last_first, NULL, in->owner);
    return count;
}

/* Where no milestone stands at the end, the work that ends last. */
static const struct forecast_task *find_last_work(const struct forecast *f, int64_t after)
{
    const struct forecast_task *last = NULL;

    for (uint32_t i = 0; i < f->task_count; i++)
        if (f->tasks[i].p50 > after && (!last || f->tasks[i].p50 > last->p50))
            last = &f->tasks[i];
    return last;
}

static void say_finish(const struct report_input *in, struct str title, int64_t p50,
                       const char *high_name, int64_t high, struct document *d)
{
    struct line *line = document_paragraph(d, 2, 4);

    line_add(line, TONE_STRONG, title);
    line_addf(line, TONE_FORECAST, ": P50 %.*s, %s %.*s",
              STR_ARG(say_rough(in, finish_day(p50), true)), high_name,
              STR_ARG(say_rough(in, finish_day(high), true)));
}

static void say_finishes(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    const struct forecast_target **finishes =
        ARENA_ARRAY(in->owner, const struct forecast_target *, f->target_count + 1);
    const size_t count = find_finishes(in, finishes);
    const struct forecast_task *work =
        find_last_work(f, count > 0 ? finishes[0]->at[1] : INT64_MIN);
    const bool named = count > 0 && finishes[0]->node != NODE_NONE;
    struct line *line = document_paragraph(d, 0, 0);

    line_add(line, TONE_PLAIN,
             in->promises_withheld
                 ? STR("No promise can be shown here. This is when it would be done:")
                 : STR("No promise is stated, so nothing here is on course or off. This is when it "
                       "would be done:"));
    document_blank(d);
    line_add(document_heading(d), TONE_PLAIN, STR("WHEN"));
    if (work)
        say_finish(in, str_format(in->owner, "the last work, %.*s",
                                  STR_ARG(say_title(p, work->object))),
                   work->p50, "P90", work->p90, d);
    for (size_t i = 0; i < count && (i < FINISHES_SHOWN || in->everything); i++)
        say_finish(in, say_target(in, finishes[i]), finishes[i]->at[1], "P80",
                   finishes[i]->at[2], d);
    if (count > FINISHES_SHOWN && !in->everything)
        line_addf(document_paragraph(d, 2, 4), TONE_DIM,
                  "and %zu earlier milestones that nothing waits for (--all)",
                  count - FINISHES_SHOWN);
    if (in->promises_withheld)
        return;
    line = document_paragraph(d, 2, 4);
    line_add(line, TONE_DIM, STR("To have a probability, add  "));
    line_addf(line, TONE_ACTION, "commitments: {ID: {milestone: %.*s, date: DATE}}",
              STR_ARG(named ? p->objects[finishes[0]->object]->id
                      : work ? p->objects[work->object]->id : STR("ID")));
}

/* --- what needs whom by when ---------------------------------- */

/* A part of the need, by the claim of its rule or of its object. */
static void cite_need(const struct telling *t, struct line *line, enum tone tone,
                      const struct need *need, const char *of_rule, const char *of_object,
                      struct str words)
{
    const char *predicate = of_object;

    if (need->finding)
        predicate = str_format(t->in->owner, "%s%s", need->finding->rule->name, of_rule).ptr;
    if (predicate)
        cite_as(t, line, tone, t->in->plan->objects[need->subject]->id, predicate, words);
    else
        line_add(line, tone, words);
}

static void say_need(const struct telling *t, const struct need *need, size_t number)
{
    const struct report_input *in = t->in;
    const enum kind kind = in->plan->objects[need->subject]->kind;
    const struct str cost = say_need_cost(in, need);
    struct line *line = document_paragraph(t->d, 0, 11);

    line_addf(line, TONE_DIM, "%2zu ", number);
    line_addf(line, TONE_STRONG, "%-8s", need->verb);
    cite_need(t, line, TONE_PLAIN, need, "", kind == KIND_decision ? "question" : "title",
              need->what);
    if (cost.len > 0) {
        line_add(line, TONE_BAD, STR(" ("));
        cite_need(t, line, TONE_BAD, need, ".days", "costs", cost);
        line_add(line, TONE_BAD, STR(")"));
    }
    if (need->who.len > 0) {
        line_add(line, TONE_STRONG, STR(" →\xc2\xa0"));
        cite_need(t, line, TONE_STRONG, need, ".owner",
                  kind == KIND_decision ? "decider" : "owner", need->who);
    }
    if (need->by != CIVIL_NONE) {
        struct line *right = document_right(t->d);
        const enum tone tone = need->overdue ? TONE_BAD : TONE_PLAIN;

        line_add(right, tone, need->overdue ? STR("was ") : STR("by "));
        cite_need(t, right, tone, need, ".defuse-by",
                  kind == KIND_decision  ? "decide-by"
                  : kind == KIND_action ? "due"
                                        : "by",
                  say_date(in, need->by));
    }
}

/* Needs by rule: among those shown, and among those left to be counted. */
struct tally {
    size_t *shown, *left;       /* [rules_count] */
};

/* rules_count for what comes from no rule. */
static unsigned rule_of(const struct need *need)
{
    unsigned r = 0;

    while (r < rules_count && !(need->finding && need->finding->rule == rules_all[r]))
        r++;
    return r;
}

/* "and 42 more (--all): 36 false-precision, 4 broken-network" */
static void say_rest(const struct tally *tally, size_t left, struct document *d)
{
    struct line *line = document_paragraph(d, 3, 6);
    size_t named = 0;

    line_addf(line, TONE_DIM, "and %zu more (--all)", left);
    for (unsigned r = 0; r < rules_count; r++)
        if (tally->left[r] > 1 && named++ < RULES_NAMED)
            line_addf(line, TONE_DIM, "%s%zu\xc2\xa0%s", named == 1 ? ": " : ", ",
                      tally->left[r], rules_all[r]->name);
}

static void say_needs(const struct telling *t)
{
    const struct report_input *in = t->in;
    struct document *d = t->d;
    const struct need *needs;
    const size_t count = needs_collect(in, &needs), most = needs_most(in);
    const struct tally tally = {ARENA_ARRAY(in->owner, size_t, (size_t)rules_count + 1),
                                ARENA_ARRAY(in->owner, size_t, (size_t)rules_count + 1)};
    size_t number = 0;

    document_blank(d);
    line_add(document_heading(d), TONE_PLAIN, STR("NEEDS YOU"));
    for (size_t i = 0; i < count && i < most; i++)
        if (needs[i].has_cost) {
            line_add(document_right(d), TONE_DIM, STR("(d): days of P80 it costs"));
            break;
        }
    if (count == 0)
        line_add(document_paragraph(d, 2, 2), TONE_GOOD,
                 STR("Nothing: no finding, no open decision, no blocker, nothing overdue."));
    for (size_t i = 0; i < count; i++) {
        const unsigned rule = rule_of(&needs[i]);
        const bool crowds = rule < rules_count && tally.shown[rule] >= SAME_RULE;

        if (!in->everything && (number >= most || crowds)) {
            tally.left[rule]++;
            continue;
        }
        tally.shown[rule]++;
        say_need(t, &needs[i], ++number);
    }
    if (number < count)
        say_rest(&tally, count - number, d);
}

static void say_delay_cost(const struct telling *t)
{
    const struct report_input *in = t->in;
    const struct objects *costs = program_get_delay_cost(in->plan->program);
    const struct object *cost = costs && costs->count > 0 ? costs->items[0] : NULL;
    const struct object *by =
        cost ? plan_object(in->plan, delay_cost_get_agreed_by(cost)) : NULL;
    const int64_t *per_week = cost ? delay_cost_get_per_week(cost) : NULL;
    const bool known = in->forecast && in->forecast->cost.known;
    struct line *line;

    if (!known && !(by && per_week))
        return;
    line = document_paragraph(t->d, 0, 10);
    if (known)
        say_money_forecast(in, in->everything, line);
    else
        line_add(line, TONE_STRONG, STR("Money     "));
    if (!by || !per_week) {
        line_add(line, TONE_PLAIN, STR("."));
        return;
    }
    line_add(line, TONE_PLAIN, known ? STR(". A week of delay costs ")
                                     : STR("A week of delay costs "));
    cite_as(t, line, TONE_PLAIN, in->plan->program->id, "delay-cost", say_money(in, *per_week));
    line_add(line, TONE_PLAIN, STR(" (agreed by "));
    cite_as(t, line, TONE_PLAIN, in->plan->program->id, "delay-cost.agreed_by", object_title(by));
    line_add(line, TONE_PLAIN, STR(")."));
}

/* --- what is quiet ---------------------------------- */

static void begin_part(struct line *line, bool *begun)
{
    line_add(line, TONE_PLAIN, *begun ? STR("; ") : STR(""));
    *begun = true;
}

/* "8 of 20 open hand-offs likely in time": a part of a whole. */
static void say_share_of(const struct telling *t, struct line *line, const char *part,
                         const char *whole, const char *one, const char *many, bool *begun)
{
    const struct str program = t->in->plan->program->id;
    const struct claim *all = claim_at(t, program, whole);

    if (!all || all->value == 0)
        return;
    begin_part(line, begun);
    cite(t, line, TONE_PLAIN, program, part);
    line_add(line, TONE_PLAIN, STR(" of "));
    cite(t, line, TONE_PLAIN, program, whole);
    line_addf(line, TONE_PLAIN, "\xc2\xa0%s", all->value == 1 ? one : many);
}

static void say_quiet(const struct telling *t)
{
    const struct report_input *in = t->in;
    const struct forecast *f = in->forecast;
    struct line *line = document_paragraph(t->d, 0, 10);
    bool begun = false;

    line_add(line, TONE_STRONG, STR("Quiet     "));
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (is_folded(in, &f->commitments[i])) {
            const struct str id = forecast_plan(in)->objects[f->commitments[i].object]->id;

            line_add(line, TONE_GOOD, begun ? STR(", ") : STR(""));
            cite_as(t, line, TONE_GOOD, id, "id", id);
            line_addf(line, TONE_GOOD, " %s ", status_of(t, &f->commitments[i]).symbol);
            cite_as(t, line, TONE_GOOD, id, "likely",
                    say_likely(in, f->commitments[i].probability_ppm));
            begun = true;
        }
    say_share_of(t, line, "handoffs.likely", "handoffs", "open hand-off likely in time",
                 "open hand-offs likely in time", &begun);
    say_share_of(t, line, "tasks-all.finished", "tasks-all", "task finished", "tasks finished",
                 &begun);
    if (in->note_count > 0)
        line_addf(line, TONE_DIM, "%s%.*s on the import (--notes)", begun ? "; " : "",
                  STR_ARG(say_count(in, in->note_count, "note", "notes")));
    line_add(line, TONE_PLAIN, STR("."));
    if (!begun && in->note_count == 0)
        t->d->count--;
}

static void say_next(const struct report_input *in, struct document *d)
{
    const struct need *needs;
    const size_t count = needs_collect(in, &needs);
    struct line *line = document_paragraph(d, 0, 6);

    line_add(line, TONE_STRONG, STR("next: "));
    if (!in->forecast)
        line_addf(line, TONE_ACTION, "baton ls %.*s", STR_ARG(in->command));
    else if (count == 0)
        line_addf(line, TONE_ACTION, "baton forecast %.*s", STR_ARG(in->command));
    else if (needs[0].finding)
        line_addf(line, TONE_ACTION, "baton check %.*s", STR_ARG(in->command));
    else
        line_addf(line, TONE_ACTION, "baton show %.*s %.*s", STR_ARG(in->command),
                  STR_ARG(in->plan->objects[needs[0].subject]->id));
    if (in->forecast && count > 0 && needs[0].finding)
        line_add(line, TONE_DIM, STR("      (evidence, cost and move of each)"));
}

/* --- without a forecast ---------------------------------- */

static void say_refusal(const struct report_input *in, struct document *d)
{
    struct line *line = document_paragraph(d, 0, 0);

    line_add(line, TONE_STRONG, STR("No honest forecast is possible yet."));
    line_add(line, TONE_PLAIN, STR(" To get one:"));
    for (size_t i = 0; i < in->out->count; i++) {
        const struct diag *diag = &in->out->items[i];

        if (diag->level != DIAG_ERROR)
            continue;
        line = document_paragraph(d, 2, 4);
        if (names_withheld(in, diag->text) || names_withheld(in, diag->hint)) {
            line_add(line, TONE_PLAIN, STR("something about " WITHHELD_NAME));
            continue;
        }
        line_addf(line, TONE_PLAIN, "%.*s", STR_ARG(diag->text));
        if (diag->hint.len > 0)
            line_addf(line, TONE_ACTION, ": %.*s", STR_ARG(diag->hint));
    }
    if (in->network->node_count == 0)
        return;
    line = document_paragraph(d, 0, 0);
    line_addf(line, TONE_PLAIN, "By stated medians alone, all work is finished %.*s.",
              STR_ARG(say_date(in, finish_day(in->schedule->finish))));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = {.in = in, .set = claims_of(in), .d = out};

    out->about = tell_about(in, "brief");
    say_masthead(in, out);
    if (!in->forecast) {
        say_refusal(in, out);
    } else if (in->forecast->commitment_count == 0) {
        say_finishes(in, out);
    } else {
        say_bottom_line(&t);
        say_promises(&t);
    }
    say_changed(in, out);
    say_needs(&t);
    document_blank(out);
    say_delay_cost(&t);
    if (in->forecast) {
        say_assumptions(in, false, out);
        say_quiet(&t);
    }
    say_next(in, out);
    return true;
}

/* --- JSON --------------------------------------------------------------------- */

static void json_commitments(const struct report_input *in, struct writer *w)
{
    static const char *const keys[FORECAST_QUANTILES] = {"p10", "p50", "p80", "p90", "p95"};
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);

    writer_key(w, STR("commitments"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        const struct forecast_target *target = target_of(in, c);

        writer_map_begin(w, true);
        json_id(w, "id", p, c->object);
        writer_key_text(w, "title", object_title(p->objects[c->object]));
        json_date(in, w, "date", c->date);
        json_probability(w, "probability", target ? c->probability_ppm : -1);
        json_probability(w, "outside_view", c->outside_view_ppm);
        json_believed(in, w, p->objects[c->object]->id);
        writer_key_text(w, "status", str_of(verdict_of_promise(in, c).rag));
        for (unsigned q = 0; q < FORECAST_QUANTILES; q++)
            json_instant(in, w, keys[q], target ? target->at[q] : CIVIL_NONE);
        json_id(w, "hangs_on", p, c->hangs_on);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_probability(w, "joint_probability", f ? f->joint_ppm : -1);
}

/* When it would all be done: what stands in the place of promises where there are none. */
static void json_finishes(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;
    const struct forecast_target **finishes =
        ARENA_ARRAY(in->owner, const struct forecast_target *, f->target_count + 1);
    const size_t count = find_finishes(in, finishes);

    writer_key(w, STR("finishes"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < count; i++) {
        writer_map_begin(w, true);
        json_id(w, "id", forecast_plan(in), finishes[i]->object);
        writer_key_text(w, "title", say_target(in, finishes[i]));
        json_instant(in, w, "p10", finishes[i]->at[0]);
        json_instant(in, w, "p50", finishes[i]->at[1]);
        json_instant(in, w, "p80", finishes[i]->at[2]);
        json_instant(in, w, "p90", finishes[i]->at[3]);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct need *needs;
    const size_t count = needs_collect(in, &needs);

    json_begin(in, out, "brief");
    writer_key_bool(out, "forecast", in->forecast);
    json_commitments(in, out);
    if (in->forecast)
        json_finishes(in, out);
    json_changed(in, out);
    writer_key(out, STR("needs"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < count; i++) {
        writer_map_begin(out, true);
        writer_key_text(out, "verb", str_of(needs[i].verb));
        json_id(out, "id", in->plan, needs[i].subject);
        if (needs[i].finding)
            writer_key_text(out, "rule", str_of(needs[i].finding->rule->name));
        else
            writer_key_null(out, "rule");
        writer_key_text(out, "what", needs[i].what);
        writer_key_text(out, "who", needs[i].who);
        json_instant(in, out, "by", needs[i].by);
        writer_key_bool(out, "overdue", needs[i].overdue);
        if (needs[i].has_cost)
            writer_key_fixed(out, "days_at_p80", working_milli_days(in, needs[i].cost_s), 3);
        else
            writer_key_null(out, "days_at_p80");
        writer_key_bool(out, "bound", needs[i].at_most);
        writer_map_end(out);
    }
    writer_list_end(out);
    if (in->forecast)
        json_assumptions(in, out);
    json_end(in, out);
    return true;
}

const struct report report_brief = {
    .name = "brief",
    .title = "One page",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};
