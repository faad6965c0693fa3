/* SPDX-License-Identifier: Apache-2.0 */
/* Promise, belief and simulation side by side, of whatever was published; and what earlier beliefs
 * were worth. */
#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/text.h"
#include "core/decide/belief.h"
#include "core/plan/beliefs.h"
#include "core/report/believed.h"
#include "core/syntax/writer.h"

enum { PPM = 1000000, WEEK_DAYS = 7 };

struct gap {
    const struct object *about;
    struct believed belief;
    int64_t promised;           /* the date in question; CIVIL_NONE */
    int32_t likely_ppm;         /* simulated; -1 */
    int64_t p50;                /* CIVIL_NONE */
};

static void simulated(const struct report_input *in, struct gap *g)
{
    const struct forecast *f = in->forecast;
    const struct object *there = f ? plan_find(forecast_plan(in), g->about->id) : NULL;
    const struct forecast_task *t = there ? f->by_object[there->number] : NULL;

    g->likely_ppm = -1;
    g->p50 = CIVIL_NONE;
    if (!there)
        return;
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];

        if (c->object != there->number || c->target == UINT32_MAX)
            continue;
        g->likely_ppm = c->probability_ppm;
        g->p50 = finish_day(f->targets[c->target].at[1]);
    }
    for (uint32_t i = 0; i < f->handoff_count; i++)
        if (f->handoffs[i].object == there->number) {
            if (f->handoffs[i].offered == CIVIL_NONE ||
                f->handoffs[i].offered == f->handoffs[i].asked)
                g->likely_ppm = f->handoffs[i].by_asked_ppm;    /* of the date in question */
            g->p50 = finish_day(f->handoffs[i].delivery_p50);
        }
    if (g->p50 == CIVIL_NONE && t)
        g->p50 = finish_day(t->p50);
}

/* What has come needs no belief any more. */
static bool is_over(const struct report_input *in, const struct object *about)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_pulse); i++) {
        const struct object *o = plan_nth(in->plan, KIND_pulse, i);

        if (!object_is_withheld(o) && pulse_get_about(o)->object == about->number)
            return belief_score_of(in->plan, o).known;
    }
    return false;
}

/* Of everything that something is published about, in the order of the plan. */
static size_t gaps_of(const struct report_input *in, struct gap **ret_gaps)
{
    struct gap *gaps =
        ARENA_ARRAY(in->owner, struct gap, (size_t)plan_count(in->plan, KIND_pulse) + 1);
    size_t count = 0;

    for (uint32_t i = 0; plan_count(in->plan, KIND_pulse) > 0 && i < in->plan->object_count; i++) {
        const struct object *o = in->plan->objects[i];
        struct gap g = {.about = o};

        if (object_is_withheld(o) || count == plan_count(in->plan, KIND_pulse) ||
            !believed_of(in, o->id, &g.belief) || is_over(in, o))
            continue;
        g.promised = belief_deadline(o);
        simulated(in, &g);
        gaps[count++] = g;
    }
    *ret_gaps = gaps;
    return count;
}

static void say_gaps(const struct report_input *in, const struct gap *gaps, size_t count,
                     struct document *d)
{
    const struct column columns[] = {left_column("about", true), left_column("promised", false),
                                     left_column("believed", true), right_column("answers"),
                                     left_column("simulated", false)};
    struct table *table = document_table(d, 0, columns, 5);

    for (size_t i = 0; i < count; i++) {
        const struct gap *g = &gaps[i];
        struct line *cells = table_row(table, d->owner);
        const bool apart = g->belief.probability_ppm >= 0 && g->belief.probability_ppm < PPM / 2;

        line_add(&cells[0], TONE_STRONG, g->about->id);
        line_addf(&cells[0], TONE_DIM, " %.*s", STR_ARG(object_title(g->about)));
        line_add(&cells[1], TONE_PLAIN,
                 g->promised == CIVIL_NONE ? STR("-") : say_day(in, g->promised));
        line_add(&cells[2], apart ? TONE_WARN : TONE_PLAIN, say_believed(in, &g->belief));
        line_addf(&cells[3], TONE_DIM, "%lld, %.*s", (long long)g->belief.answers,
                  STR_ARG(say_day(in, g->belief.dated)));
        line_add(&cells[4], TONE_FORECAST,
                 g->likely_ppm >= 0 ? say_likely(in, g->likely_ppm) : STR("-"));
        if (g->p50 != CIVIL_NONE)
            line_addf(&cells[4], TONE_FORECAST, ", P50 %.*s", STR_ARG(say_day(in, g->p50)));
    }
}

static struct str thousandths(const struct report_input *in, double value)
{
    struct text t;

    text_init(&t, in->owner);
    text_add_fixed(&t, number_round(value * 1000), 3, 2);
    return text_str(&t);
}

static void say_scores(const struct report_input *in, struct document *d)
{
    const struct belief_scores all = belief_scores_of(in->plan);

    if (all.probabilities == 0 && all.dates == 0)
        return;
    document_blank(d);
    line_add(document_heading(d), TONE_PLAIN, STR("What earlier beliefs were worth"));
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_pulse); i++) {
        const struct object *o = plan_nth(in->plan, KIND_pulse, i);
        struct belief_score s;
        struct line *line;

        if (object_is_withheld(o))
            continue;
        s = belief_score_of(in->plan, o);
        if (!s.has_probability && !s.has_days)
            continue;
        line = document_paragraph(d, 2, 4);
        line_add(line, TONE_STRONG, pulse_get_about(o)->id);
        if (s.has_probability)
            line_addf(line, TONE_PLAIN, ": believed %.*s, %s (Brier %.*s)",
                      STR_ARG(say_likely(in, *pulse_get_probability(o))),
                      s.kept ? "kept" : "not kept", STR_ARG(thousandths(in, s.brier)));
        if (s.has_days)
            line_addf(line, TONE_PLAIN, "%s believed for the %.*s, came %.*s",
                      s.has_probability ? ";" : ":",
                      STR_ARG(say_rough(in, pulse_get_date(o)->instant, true)),
                      STR_ARG(say_day(in, s.came)));
    }
    if (all.probabilities > 0)
        line_addf(document_paragraph(d, 2, 4), TONE_PLAIN, "All: Brier %.*s, log %.*s over %u "
                  "(saying 50 %% each time gives 0.25 and 0.693).",
                  STR_ARG(thousandths(in, all.brier)), STR_ARG(thousandths(in, all.log_loss)),
                  all.probabilities);
    if (all.dates > 0)
        line_addf(document_paragraph(d, 2, 4), TONE_PLAIN, "Dates: off by %lld days on average, "
                  "over %u.", (long long)number_round(all.days), all.dates);
}

static bool text(const struct report_input *in, struct document *out)
{
    struct gap *gaps;
    const size_t count = gaps_of(in, &gaps);

    say_masthead(in, out);
    document_blank(out);
    if (count == 0) {
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
                 STR("Nothing is published: three people or more have to answer the same "
                     "question."));
        line_add(document_paragraph(out, 0, 0), TONE_ACTION,
                 STR("next: baton pulse PLAN --sheet, then --form for each who answers"));
        return true;
    }
    say_gaps(in, gaps, count, out);
    say_scores(in, out);
    document_blank(out);
    line_add(document_paragraph(out, 0, 2), TONE_DIM,
             STR("Believed: medians of three private answers or more, probabilities to ten points, "
                 "dates to the week. Nobody's own answer is kept once it is published."));
    return true;
}

static void json_scores(struct writer *w, const struct belief_scores *all)
{
    writer_key(w, STR("scores"));
    writer_map_begin(w, false);
    writer_key_i64(w, "probabilities", all->probabilities);
    writer_key_i64(w, "dates", all->dates);
    if (all->probabilities > 0) {
        writer_key_fixed(w, "brier", number_round(all->brier * PPM), 6);
        writer_key_fixed(w, "log", number_round(all->log_loss * PPM), 6);
    }
    if (all->dates > 0)
        writer_key_fixed(w, "days_off", number_round(all->days * 1000), 3);
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct belief_scores all = belief_scores_of(in->plan);
    struct gap *gaps;
    const size_t count = gaps_of(in, &gaps);

    json_begin(in, out, "pulse");
    writer_key(out, STR("gaps"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < count; i++) {
        writer_map_begin(out, false);
        writer_key_text(out, "about", gaps[i].about->id);
        json_date(in, out, "promised", gaps[i].promised);
        json_believed(in, out, gaps[i].about->id);
        json_probability(out, "simulated", gaps[i].likely_ppm);
        json_date(in, out, "p50", gaps[i].p50);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_scores(out, &all);
    json_end(in, out);
    return true;
}

const struct report report_pulse = {
    .name = "pulse",
    .title = "Promise, belief and simulation side by side",
    .needs = REPORT_PLAN | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};
