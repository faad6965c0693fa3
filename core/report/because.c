/* SPDX-License-Identifier: Apache-2.0 */
/* Why promises stand as they do where their probability alone does not say it; and what people
 * report of them, on what terms, beside what is computed. */
#include "core/base/text.h"
#include "core/claim/status.h"
#include "core/plan/plan.h"
#include "core/report/tell.h"

enum { SAID_MOST = 6 };

static const struct object *promise_at(const struct telling *t, uint32_t i)
{
    const struct forecast_commitment *c = &t->in->forecast->commitments[i];
    const struct object *run = forecast_plan(t->in)->objects[c->object];

    return object_is_withheld(run) ? NULL : plan_find(t->in->plan, run->id);
}

static void say_rest(struct line *line)
{
    line_add(line, TONE_DIM, STR(" Of the others baton show PLAN ID.status tells it."));
}

/* "What a status rests on beside the probability: "Pilot" is unknown: 5 of the 12 tasks ..." */
void tell_because(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    struct line *line = NULL;
    unsigned said = 0;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *o = promise_at(t, i);

        if (!o || !claim_at(t, o->id, "because"))
            continue;
        if (said++ == SAID_MOST) {
            say_rest(line);
            return;
        }
        line = tell_paragraph(t);
        cite_quoted(t, line, o->id);
        line_add(line, TONE_PLAIN, STR(" is "));
        cite(t, line, TONE_PLAIN, o->id, "status");
        cite_with(t, line, ": ", o->id, "because", ".");
    }
}

void tell_reported(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    struct line *line = NULL;
    unsigned said = 0;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *o = promise_at(t, i);

        if (!o || !claim_at(t, o->id, "reported"))
            continue;
        if (said++ == SAID_MOST) {
            say_rest(line);
            return;
        }
        if (!line) {
            line = tell_paragraph(t);
            line_add(line, TONE_PLAIN, STR("Reported: "));
        } else {
            line_add(line, TONE_PLAIN, STR(" "));
        }
        cite_quoted(t, line, o->id);
        line_add(line, TONE_PLAIN, STR(" "));
        cite(t, line, TONE_PLAIN, o->id, "reported");
        cite_with(t, line, " ", o->id, "reported.terms", ".");
    }
}

/* "By part: schedule off course, cost on course, ..." */
void tell_dimensions(const struct telling *t)
{
    static const char *const parts[] = {"schedule", "cost", "scope", "people", "risks",
                                        "decisions"};
    const struct str program = t->in->plan->program->id;
    struct line *line = NULL;
    unsigned said = 0;

    for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const char *status = str_format(t->in->owner, "status.%s", parts[i]).ptr;

        if (!claim_at(t, program, status))
            continue;
        if (!line)
            line = tell_paragraph(t);
        line_addf(line, TONE_PLAIN, "%s%s ",
                  said++ == 0 ? "By part: " : ", ", parts[i]);
        cite(t, line, TONE_PLAIN, program, status);
    }
    if (!line)
        return;
    line_add(line, TONE_PLAIN, STR("."));
    if (t->in->forecast && status_is_over_as_stated(t->in->forecast) &&
        claim_at(t, program, "status.cost"))
        cite_with(t, line, " What is spent, and what is left at its owners' own numbers, comes to ",
                  program, "cost.stated", ": over the budget.");
}

/* --- on one page ---------------------------------------------------------------------------- */

/* Whether its people report better than what is computed. */
static bool is_better(const struct telling *t, const struct object *promise)
{
    const struct claim *status = claim_at(t, promise->id, "status");
    const struct claim *reported = claim_at(t, promise->id, "reported");

    if (!status || !reported)
        return false;
    return (str_equal(reported->text, STR("green")) && status->value != STATUS_IS_GOOD) ||
           (str_equal(reported->text, STR("amber")) && status->value == STATUS_IS_OFF);
}

/* ""Evidence pack" is reported green, but is off course; people asked in private give it 60 %." */
static void say_both(const struct telling *t, const struct object *o, struct line *line)
{
    const bool expired = claim_at(t, o->id, "reported.expired"), better = is_better(t, o);
    const enum tone tone = better ? TONE_STRONG : TONE_PLAIN;

    cite_again(t, line, o);
    line_add(line, tone, expired ? STR(" was reported ") : STR(" is reported "));
    cite(t, line, tone, o->id, "reported");
    if (better || expired)
        cite_with(t, line, " ", o->id, "reported.terms", "");
    line_add(line, tone, expired ? STR("; it is ") : better ? STR(", but is ") : STR(", and is "));
    cite(t, line, tone, o->id, "status");
    if (better)
        cite_with(t, line, "; people asked in private give it ", o->id, "belief", "");
    line_add(line, TONE_PLAIN, STR("."));
}

/* What its people report better than it is computed, whatever their number; then the others. */
void tell_watermelons(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    struct line *line = NULL;
    unsigned said = 0;

    for (unsigned others = 0; others < 2; others++)
        for (uint32_t i = 0; i < plan_count(p, KIND_commitment); i++) {
            const struct object *o = plan_nth(p, KIND_commitment, i);

            if (object_is_withheld(o) || !claim_at(t, o->id, "reported") ||
                !claim_at(t, o->id, "status") || is_better(t, o) == (others == 1) ||
                (others == 1 && said >= SAID_MOST))
                continue;
            said++;
            if (line)
                line_add(line, TONE_PLAIN, STR(" "));
            else
                line = tell_paragraph(t);
            say_both(t, o, line);
        }
}
