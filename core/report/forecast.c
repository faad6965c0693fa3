/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulation says, in tables: every milestone, promise, hand-off and cause. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/believed.h"
#include "core/report/pictures.h"
#include "core/report/simulated.h"
#include "core/report/tell.h"
#include "core/report/words.h"

enum {
    FINISHES_SHOWN = 20,
    CAUSES_SHOWN = 10,
    HANDOFFS_SHOWN = 10,
    MERGES_SHOWN = 5,
    BAR_COLUMNS = 12
};

static void say_bar(struct line *cell, int64_t value, int64_t most)
{
    const int64_t columns = most > 0 ? (value * BAR_COLUMNS + most / 2) / most : 0;
    struct text text;

    text_init(&text, cell->owner);
    text_add_repeat(&text, STR("█"), columns > 0 ? (size_t)columns : 0);
    line_add(cell, TONE_FORECAST, text_str(&text));
}

static void say_commitments(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    const struct column columns[] = {
        left_column(NULL, false), left_column("promise", true), left_column("date", false),
        right_column("likely"), right_column("outside view"), left_column("80 % would be", false)};
    struct believed belief;
    struct table *table;

    if (f->commitment_count == 0)
        return;
    document_blank(d);
    table = document_table(d, 0, columns, 6);
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        const bool known = c->target != UINT32_MAX;
        const struct verdict verdict = verdict_of_promise(in, c);
        struct line *cells = table_row(table, d->owner);

        line_addf(&cells[0], verdict.tone, "%s\xc2\xa0%s", verdict.symbol, verdict.word);
        line_add(&cells[1], TONE_STRONG, p->objects[c->object]->id);
        line_add(&cells[2], TONE_PLAIN, say_iso(in, c->date));
        line_add(&cells[3], verdict.tone, say_chance(in, known ? c->probability_ppm : -1));
        line_add(&cells[4], TONE_PLAIN, say_share(in, c->outside_view_ppm));
        line_add(&cells[5], TONE_FORECAST,
                 say_iso(in, known ? finish_day(f->targets[c->target].at[2]) : CIVIL_NONE));
    }
    tell_because(&(struct telling){.in = in, .set = claims_of(in), .d = d});
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct str id = p->objects[f->commitments[i].object]->id;

        if (believed_of(in, id, &belief))
            line_addf(document_paragraph(d, 0, 2), TONE_PLAIN, "Believed of %.*s: %.*s.",
                      STR_ARG(id), STR_ARG(say_believed_whole(in, &belief)));
    }
    if (f->commitment_count > 1 && f->joint_ppm >= 0)
        line_addf(document_paragraph(d, 0, 2), TONE_PLAIN, "All of them together: %.*s.",
                  STR_ARG(say_chance(in, f->joint_ppm)));
}

static void say_targets(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    const struct column columns[] = {left_column("finish", true), left_column("P10", false),
                                     left_column("P50", false), left_column("P80", false),
                                     left_column("P90", false), left_column("P95", false)};
    struct table *table;

    if (f->target_count == 0)
        return;
    document_blank(d);
    table = document_table(d, 0, columns, 6);
    for (uint32_t i = 0; i < f->target_count && (i < FINISHES_SHOWN || in->everything); i++) {
        struct line *cells = table_row(table, d->owner);

        line_add(&cells[0], TONE_STRONG,
                 f->targets[i].node == NODE_NONE ? STR("all work")
                                                 : p->objects[f->targets[i].object]->id);
        for (unsigned q = 0; q < FORECAST_QUANTILES; q++)
            line_add(&cells[1 + q], q == 2 ? TONE_FORECAST : TONE_PLAIN,
                     say_iso(in, finish_day(f->targets[i].at[q])));
    }
    if (f->target_count > FINISHES_SHOWN && !in->everything)
        line_addf(document_paragraph(d, 0, 2), TONE_DIM, "and %u more (--all)",
                  f->target_count - FINISHES_SHOWN);
}

static void say_causes(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    const struct column columns[] = {left_column(NULL, true), left_column(NULL, false),
                                     right_column(NULL), left_column(NULL, false)};
    struct table *table = NULL;

    for (uint32_t i = 0; i < f->sensitivity_count; i++) {
        const struct forecast_sensitivity *s = &f->sensitivity[i];
        struct line *cells;

        if (s->p80_s <= 0 || (i >= CAUSES_SHOWN && !in->everything))
            break;
        if (!table) {
            document_blank(d);
            line_addf(document_heading(d), TONE_PLAIN, "What holds %.*s",
                      STR_ARG(say_target(in, &f->targets[s->target])));
            line_add(document_paragraph(d, 0, 0), TONE_DIM,
                     STR("days P80 comes earlier if it took its median (work) or did not happen "
                         "(the rest)"));
            table = document_table(d, 2, columns, 4);
        }
        cells = table_row(table, d->owner);
        line_add(&cells[0], TONE_PLAIN, say_object(in, p, s->object));
        line_add(&cells[1], TONE_DIM, str_of(cause_word(s)));
        line_add(&cells[2], TONE_STRONG, say_days(in, s->p80_s));
        say_bar(&cells[3], s->p80_s, f->sensitivity[0].p80_s);
    }
}

static int least_likely_first(const void *left, const void *right, const void *context)
{
    const struct forecast_handoff *a = *(const struct forecast_handoff *const *)left;
    const struct forecast_handoff *b = *(const struct forecast_handoff *const *)right;

    (void)context;
    return (a->by_asked_ppm > b->by_asked_ppm) - (a->by_asked_ppm < b->by_asked_ppm);
}

static void say_handoffs(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    const struct forecast_handoff **open =
        ARENA_ARRAY(in->owner, const struct forecast_handoff *, f->handoff_count);
    const struct column columns[] = {left_column("hand-off", true), left_column("asked", false),
                                     left_column("offered", false),
                                     left_column("accepted P80", false),
                                     right_column("in time")};
    uint32_t count = 0, asked = 0;
    struct table *table;

    for (uint32_t i = 0; i < f->handoff_count; i++)
        if (f->handoffs[i].by_asked_ppm >= 0 && handoff_is_open(p, f->handoffs[i].object)) {
            asked++;
            if (in->everything || f->handoffs[i].by_asked_ppm < 800000)
                open[count++] = &f->handoffs[i];
        }
    if (asked == 0)
        return;
    document_blank(d);
    if (count == 0) {
        line_addf(document_paragraph(d, 0, 0), TONE_PLAIN,
                  "All %u open hand-offs that were asked for are likely in time.", asked);
        return;
    }
    sort_stable(open, count, sizeof(open[0]), least_likely_first, NULL, in->owner);
    table = document_table(d, 0, columns, 5);
    for (uint32_t i = 0; i < count && (i < HANDOFFS_SHOWN || in->everything); i++) {
        const struct verdict verdict = verdict_of(open[i]->by_asked_ppm);
        struct line *cells = table_row(table, d->owner);

        line_add(&cells[0], TONE_PLAIN, say_object(in, p, open[i]->object));
        line_add(&cells[1], TONE_PLAIN, say_iso(in, open[i]->asked));
        line_add(&cells[2], TONE_PLAIN, say_iso(in, open[i]->offered));
        line_add(&cells[3], TONE_FORECAST, say_iso(in, finish_day(open[i]->acceptance_p80)));
        line_addf(&cells[4], verdict.tone, "%s\xc2\xa0%.*s", verdict.symbol,
                  STR_ARG(say_chance(in, open[i]->by_asked_ppm)));
    }
    if (count > HANDOFFS_SHOWN && !in->everything)
        line_addf(document_paragraph(d, 0, 2), TONE_DIM, "and %u more below 80 %% (--all)",
                  count - HANDOFFS_SHOWN);
}

static void say_merges(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    bool begun = false;

    for (uint32_t i = 0; i < f->merge_count && (i < MERGES_SHOWN || in->everything); i++) {
        const struct forecast_merge_point *m = &f->merges[i];
        struct line *line;

        if (!begun) {
            document_blank(d);
            line_add(document_heading(d), TONE_PLAIN, STR("Where branches meet"));
            begun = true;
        }
        line = document_paragraph(d, 2, 4);
        line_add(line, TONE_STRONG, p->objects[m->object]->id);
        line_addf(line, TONE_PLAIN,
                  ": %u branches; the least likely alone %.*s by %.*s, all of them %.*s; waiting "
                  "for the last costs %.*s at P50",
                  m->branch_count, STR_ARG(say_share(in, m->worst_branch_ppm)),
                  STR_ARG(say_iso(in, finish_day(m->reference))),
                  STR_ARG(say_share(in, m->joint_ppm)), STR_ARG(say_days(in, m->bias_s)));
    }
}

static void say_error(const struct report_input *in, struct document *d)
{
    const struct forecast *f = in->forecast;
    int64_t most = 0;

    for (uint32_t i = 0; i < f->target_count; i++)
        if (f->targets[i].error_p80_s > most)
            most = f->targets[i].error_p80_s;
    document_blank(d);
    line_addf(document_paragraph(d, 0, 2), TONE_DIM,
              "%u iterations, seed %llu, inputs %016llx, digest %016llx. Another seed would move a "
              "P80 by up to %lld.%lld days: that is the simulation's error, not how sure the dates "
              "are.", f->iterations, (unsigned long long)f->seed, (unsigned long long)f->inputs,
              (unsigned long long)f->digest, (long long)(most / 86400),
              (long long)(most % 86400 * 10 / 86400));
}

static bool text(const struct report_input *in, struct document *out)
{
    say_masthead(in, out);
    say_commitments(in, out);
    if (in->pictures) {
        say_picture(out, picture_of_promises(in));
        say_picture(out, picture_of_curve(in));
    }
    say_targets(in, out);
    if (in->pictures)
        say_picture(out, picture_of_timeline(in));
    say_causes(in, out);
    if (in->pictures) {
        say_picture(out, picture_of_causes(in));
        say_picture(out, picture_of_chain(in));
        say_picture(out, picture_of_decisions(in));
    }
    say_handoffs(in, out);
    say_merges(in, out);
    if (in->forecast->cost.known) {
        document_blank(out);
        say_money_forecast(in, true, document_paragraph(out, 0, 10));
    }
    document_blank(out);
    say_assumptions(in, true, out);
    say_error(in, out);
    return true;
}

const struct report report_forecast = {
    .name = "forecast",
    .title = "What the simulation says",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST | REPORT_STATUS,
    .narrows = true,
    .text = text,
    .json = forecast_json,
};
