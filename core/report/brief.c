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
#include "core/syntax/writer.h"

enum {
    NEEDS_SHOWN = 7,
    IN_FULL = 4,                /* promises said in full; more get a line each */
    PROMISES_SHOWN = 16,
    SAME_RULE = 2,              /* needs of one rule among those shown */
    RULES_NAMED = 4,            /* among those only counted */
    FINISHES_SHOWN = 3,
    COARSE_FROM = 200000        /* ppm of the driving path defaulted or stale: dates to the week */
};

static size_t needs_most(const struct report_input *in)
{
    const int64_t *shown = policy_get_shown_findings(in->plan->policy);

    return shown && *shown > 0 ? (size_t)*shown : NEEDS_SHOWN;
}

static bool is_coarse(const struct forecast_commitment *c)
{
    return c->defaulted_ppm + c->stale_ppm >= COARSE_FROM;
}

static const struct forecast_target *target_of(const struct report_input *in,
                                               const struct forecast_commitment *c)
{
    return c->target == UINT32_MAX ? NULL : &in->forecast->targets[c->target];
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

static uint32_t count_between(const struct forecast *f, int32_t from_ppm, int32_t below_ppm)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < f->commitment_count; i++)
        count += f->commitments[i].target != UINT32_MAX &&
                 f->commitments[i].probability_ppm >= from_ppm &&
                 f->commitments[i].probability_ppm < below_ppm;
    return count;
}

/* Of many promises, first how many are in trouble. */
static void say_counts(const struct forecast *f, struct line *line)
{
    const uint32_t off = count_between(f, 0, 500000), risk = count_between(f, 500000, 800000);

    if (off + risk == 0)
        line_addf(line, TONE_GOOD, "All %u promises are on course. ", f->commitment_count);
    else
        line_addf(line, off > 0 ? TONE_BAD : TONE_WARN, "Of %u promises %u are off and %u at "
                  "risk. ", f->commitment_count, off, risk);
    line_add(line, TONE_PLAIN, STR("The least likely: "));
}

static void say_bottom_line(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    const struct forecast_commitment *c = least_likely(f);
    struct line *line = document_paragraph(d, 0, 0);
    struct verdict verdict;

    if (!c) {
        line_add(line, TONE_PLAIN,
                 STR("Nothing that leads to a promise can be forecast: say what each commitment "
                     "waits for."));
        return;
    }
    if (f->commitment_count > IN_FULL)
        say_counts(f, line);
    verdict = verdict_of(c->probability_ppm);
    line_add(line, TONE_STRONG, p->objects[c->object]->id);
    line_addf(line, verdict.tone, " is %s: %.*s", verdict.word,
              STR_ARG(say_likely(in, c->probability_ppm)));
    line_addf(line, TONE_PLAIN, " by %.*s.", STR_ARG(say_date(in, c->date)));
    if (c->probability_ppm < 800000)
        line_addf(line, TONE_PLAIN, " A date to keep four times in five is %s%.*s.",
                  is_coarse(c) ? "the\xc2\xa0" : "",
                  STR_ARG(say_rough(in, finish_day(target_of(in, c)->at[2]), is_coarse(c))));
    if (f->commitment_count > 1 && f->joint_ppm >= 0)
        line_addf(line, TONE_PLAIN, " All %u promises together: %.*s.", f->commitment_count,
                  STR_ARG(say_likely(in, f->joint_ppm)));
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

static void say_promise(const struct report_input *in, const struct forecast_commitment *c,
                        struct document *d)
{
    const struct plan *p = forecast_plan(in);
    const struct object *o = p->objects[c->object];
    const struct forecast_target *target = target_of(in, c);
    const struct verdict verdict = verdict_of(target ? c->probability_ppm : -1);
    struct line *line = document_paragraph(d, 0, 2);
    struct believed believed;

    line_addf(line, verdict.tone, "%s %s, %.*s  ", verdict.symbol, verdict.word,
              STR_ARG(target ? say_likely(in, c->probability_ppm) : STR("no forecast")));
    line_add(line, TONE_STRONG, object_title(o));
    line_addf(document_right(d), TONE_PLAIN, "by %.*s", STR_ARG(say_date(in, c->date)));
    line = document_paragraph(d, 2, 2);
    line_add(line, TONE_DIM, o->id);
    if (!target) {
        line_add(line, TONE_PLAIN, STR(": nothing it waits for can be forecast"));
        return;
    }
    line_addf(line, TONE_FORECAST, ": P50 %.*s, P80 %.*s",
              STR_ARG(say_rough(in, finish_day(target->at[1]), is_coarse(c))),
              STR_ARG(say_rough(in, finish_day(target->at[2]), is_coarse(c))));
    if (c->outside_view_ppm >= 0)
        line_addf(line, TONE_PLAIN, "; outside view %.*s",
                  STR_ARG(say_likely(in, c->outside_view_ppm)));
    if (believed_of(in, o->id, &believed))
        line_addf(line, TONE_PLAIN, "; believed by %lld: %.*s", (long long)believed.answers,
                  STR_ARG(say_believed(in, &believed)));
    if (c->hangs_on != OBJECT_NONE && c->hangs_on_ppm > 0)
        line_addf(line, TONE_PLAIN, "; hangs on %.*s (%.*s of runs)",
                  STR_ARG(say_briefly(in, p->objects[c->hangs_on])),
                  STR_ARG(say_share(in, c->hangs_on_ppm)));
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
static struct line *label_of(const struct report_input *in, const struct forecast_commitment *c)
{
    const struct str id = forecast_plan(in)->objects[c->object]->id;
    const struct verdict verdict = verdict_of(c->probability_ppm);
    struct line *label = line_new(in->owner);

    if (!is_in_full(in)) {
        struct text likely;

        text_init(&likely, in->owner);
        text_addf(&likely, "%s %s, %.*s", verdict.symbol, verdict.word,
                  STR_ARG(say_likely(in, c->probability_ppm)));
        line_addf(label, verdict.tone, "%-22.*s ", STR_ARG(text_str(&likely)));
    }
    line_add(label, TONE_PLAIN, id);
    return label;
}

static void say_chart(const struct report_input *in, struct document *d)
{
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
                       (struct range){.label = label_of(in, c),
                                      .low = target->at[0], .middle = target->at[1],
                                      .high = target->at[3], .mark = c->date,
                                      .tone = verdict_of(c->probability_ppm).tone});
    }
}

static void say_promises(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;

    document_blank(d);
    line_add(document_heading(d), TONE_PLAIN, STR("PROMISES"));
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (is_in_full(in) || f->commitments[i].target == UINT32_MAX)
            say_promise(in, &f->commitments[i], d);
    if (!in->pictures) {
        say_chart(in, d);
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

static void say_need(const struct report_input *in, const struct need *need, size_t number,
                     struct document *d)
{
    const struct str cost = say_need_cost(in, need);
    struct line *line = document_paragraph(d, 0, 11);

    line_addf(line, TONE_DIM, "%2zu ", number);
    line_addf(line, TONE_STRONG, "%-8s", need->verb);
    line_add(line, TONE_PLAIN, need->what);
    if (cost.len > 0)
        line_addf(line, TONE_BAD, " (%.*s)", STR_ARG(cost));
    if (need->who.len > 0)
        line_addf(line, TONE_STRONG, " →\xc2\xa0%.*s", STR_ARG(need->who));
    if (need->by != CIVIL_NONE)
        line_addf(document_right(d), need->overdue ? TONE_BAD : TONE_PLAIN, "%s %.*s",
                  need->overdue ? "was" : "by", STR_ARG(say_date(in, need->by)));
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

static void say_needs(const struct report_input *in, struct document *d)
{
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
        say_need(in, &needs[i], ++number, d);
    }
    if (number < count)
        say_rest(&tally, count - number, d);
}

static void say_delay_cost(const struct report_input *in, struct document *d)
{
    const struct objects *costs = program_get_delay_cost(in->plan->program);
    const struct object *cost = costs && costs->count > 0 ? costs->items[0] : NULL;
    const struct object *by =
        cost ? plan_object(in->plan, delay_cost_get_agreed_by(cost)) : NULL;
    const int64_t *per_week = cost ? delay_cost_get_per_week(cost) : NULL;
    const bool known = in->forecast && in->forecast->cost.known;
    struct line *line;

    if (!known && !(by && per_week))
        return;
    line = document_paragraph(d, 0, 10);
    if (known)
        say_money_forecast(in, in->everything, line);
    else
        line_add(line, TONE_STRONG, STR("Money     "));
    if (by && per_week)
        line_addf(line, TONE_PLAIN, "%sA week of delay costs %.*s (agreed by %.*s).",
                  known ? ". " : "", STR_ARG(say_money(in, *per_week)),
                  STR_ARG(object_title(by)));
    else
        line_add(line, TONE_PLAIN, STR("."));
}

/* --- what is quiet ---------------------------------- */

static void say_quiet(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    struct line *line = document_paragraph(d, 0, 10);
    uint32_t asked = 0, likely = 0, tasks = 0, finished = 0;
    bool begun = false;

    line_add(line, TONE_STRONG, STR("Quiet     "));
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (is_folded(in, &f->commitments[i])) {
            line_addf(line, TONE_GOOD, "%s%.*s ● %.*s", begun ? ", " : "",
                      STR_ARG(p->objects[f->commitments[i].object]->id),
                      STR_ARG(say_likely(in, f->commitments[i].probability_ppm)));
            begun = true;
        }
    for (uint32_t i = 0; i < f->handoff_count; i++) {
        if (!handoff_is_open(p, f->handoffs[i].object))
            continue;
        asked += f->handoffs[i].by_asked_ppm >= 0;
        likely += f->handoffs[i].by_asked_ppm >= 800000;
    }
    for (uint32_t i = 0; i < f->network->node_count; i++)
        if (f->network->role[i] == ROLE_TASK) {
            tasks++;
            finished += f->network->progress[i] == PROGRESS_FINISHED;
        }
    if (asked > 0)
        line_addf(line, TONE_PLAIN, "%s%u of %.*s likely in time", begun ? "; " : "", likely,
                  STR_ARG(say_count(in, asked, "open hand-off", "open hand-offs")));
    begun |= asked > 0;
    if (tasks > 0)
        line_addf(line, TONE_PLAIN, "%s%u of %.*s finished", begun ? "; " : "", finished,
                  STR_ARG(say_count(in, tasks, "task", "tasks")));
    begun |= tasks > 0;
    if (in->note_count > 0)
        line_addf(line, TONE_DIM, "%s%.*s on the import (--notes)", begun ? "; " : "",
                  STR_ARG(say_count(in, in->note_count, "note", "notes")));
    line_add(line, TONE_PLAIN, STR("."));
    if (!begun && in->note_count == 0)
        d->count--;
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
    say_masthead(in, out);
    if (!in->forecast) {
        say_refusal(in, out);
    } else if (in->forecast->commitment_count == 0) {
        say_finishes(in, out);
    } else {
        say_bottom_line(in, out);
        say_promises(in, out);
    }
    say_changed(in, out);
    say_needs(in, out);
    document_blank(out);
    say_delay_cost(in, out);
    if (in->forecast) {
        say_assumptions(in, false, out);
        say_quiet(in, out);
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
        writer_key_text(w, "status", str_of(verdict_of(target ? c->probability_ppm : -1).rag));
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
    json_end(out);
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
