/* SPDX-License-Identifier: Apache-2.0 */
/* One page for who pays and decides: domain.md 7.1. */
#include "core/report/pictures.h"
#include "core/report/tell.h"

extern const struct report report_exec;

/* "Of its 3 promises 2 are off and 1 is at risk." */
static void say_counts(const struct telling *t, struct line *line)
{
    static const struct {
        const char *predicate, *words;
    } parts[] = {{"promises.off", "off"}, {"promises.at-risk", "at risk"},
                 {"promises.on-course", "on course"}, {"promises.unknown", "unknown"}};
    const struct str program = t->in->plan->program->id;
    const struct claim *all = claim_at(t, program, "promises");
    unsigned count = 0, said = 0;

    if (!all || all->value < 2)
        return;
    for (unsigned i = 0; i < 4; i++)
        count += claim_at(t, program, parts[i].predicate) != NULL;
    cite_with(t, line, " Of its ", program, "promises", " promises");
    for (unsigned i = 0; i < 4; i++) {
        const struct claim *c = claim_at(t, program, parts[i].predicate);

        if (!c)
            continue;
        line_add(line, TONE_PLAIN, said == 0 ? STR(" ") : said + 1 == count ? STR(" and ")
                                                                            : STR(", "));
        cite(t, line, TONE_PLAIN, program, parts[i].predicate);
        line_addf(line, TONE_PLAIN, " %s %s", c->value == 1 ? "is" : "are", parts[i].words);
        said++;
    }
    line_add(line, TONE_PLAIN, STR("."));
    cite_with(t, line, " All of them together are ", program, "all-promises", " likely.");
}

/* Whether its people report better than what is computed. */
static bool is_better(const struct telling *t, const struct object *promise)
{
    const struct claim *status = claim_at(t, promise->id, "status");
    const struct claim *reported = claim_at(t, promise->id, "reported");

    if (!status || !reported)
        return false;
    return (str_equal(reported->text, STR("green")) &&
            (status->value == STATUS_IS_OFF || status->value == STATUS_IS_RISK)) ||
           (str_equal(reported->text, STR("amber")) && status->value == STATUS_IS_OFF);
}

/* "Reported green, but off: ga-march, where people asked in private say 30 %." */
static void say_watermelons(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    struct line *line = NULL;
    struct str reported = STR("");

    for (uint32_t i = 0; i < plan_count(p, KIND_commitment); i++) {
        const struct object *o = plan_nth(p, KIND_commitment, i);

        if (object_is_withheld(o) || !is_better(t, o))
            continue;
        if (!line)
            line = tell_paragraph(t);
        line_add(line, TONE_STRONG, reported.len > 0 ? STR("; reported ") : STR("Reported "));
        cite(t, line, TONE_STRONG, o->id, "reported");
        line_add(line, TONE_STRONG, STR(", but "));
        cite(t, line, TONE_STRONG, o->id, "status");
        line_add(line, TONE_PLAIN, STR(": "));
        cite(t, line, TONE_PLAIN, o->id, "id");
        cite_with(t, line, ", where people asked in private say ", o->id, "belief", "");
        reported = o->id;
    }
    if (line)
        line_add(line, TONE_PLAIN, STR("."));
}

/* Outcome, date and probability, what changed: what can stand alone. */
static void say_bottom_line(const struct telling *t)
{
    const struct str program = t->in->plan->program->id;
    const struct object *worst = tell_worst(t);
    struct line *line = tell_paragraph(t);
    const struct claim *status;

    if (!worst) {
        tell_no_promise(t, line);
        return;
    }
    line_add(line, TONE_STRONG, STR("The program is "));
    cite(t, line, TONE_STRONG, program, "status");
    line_add(line, TONE_STRONG, STR("."));
    say_counts(t, line);
    line = tell_paragraph(t);
    cite_named(t, line, worst->id);
    cite_with(t, line, ", promised for ", worst->id, "date", "");
    cite_with(t, line, ", is ", worst->id, "likely", " likely");
    cite_with(t, line, " (it was ", worst->id, "likely.before", ")");
    line_add(line, TONE_PLAIN, STR("."));
    if (cite_with(t, line, " Its 80 % date moved ", worst->id, "moved", ""))
        cite_with(t, line, ", to ", worst->id, "p80", ".");
    else
        cite_with(t, line, " The date to keep four times in five is ", worst->id, "p80", ".");
    cite_with(t, line, " It hangs most on \"", worst->id, "hangs-on", "\".");
    status = claim_at(t, worst->id, "status");
    if (status && status->value == STATUS_IS_OFF)
        tell_outlook(t, worst);
    say_watermelons(t);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "exec", "for executives");

    say_bottom_line(&t);
    tell_heading(&t, "What we ask, by date");
    tell_asks(&t);
    tell_heading(&t, "Path to green");
    tell_together(&t);
    tell_heading(&t, "Promises");
    tell_promises_briefly(&t);
    draw_into(in, out, picture_of_promises);
    tell_changes_briefly(&t);
    tell_money_plainly(&t);
    tell_heading(&t, "How sure we are");
    tell_confidence_plainly(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_exec, in, out);
}

const struct report report_exec = {
    .name = "exec",
    .title = "For executives: one page, bottom line first",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
