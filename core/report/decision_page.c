/* SPDX-License-Identifier: Apache-2.0 */
/* Everything one decider needs on one page. */
#include "core/base/text.h"
#include "core/report/tell.h"

#define NB "\xc2\xa0"

extern const struct report report_decision_page;

/* Whether any option has it: a column of dashes says nothing. */
static bool is_known(const struct telling *t, const struct object *o, const char *part)
{
    const struct objects *options = decision_get_options(o);

    for (size_t i = 0; i < options->count; i++)
        if (claim_at(t, o->id, str_format(t->in->owner, "%.*s.%s",
                                          STR_ARG(options->items[i]->id), part).ptr))
            return true;
    return false;
}

static void say_options(const struct telling *t, const struct object *o)
{
    static const char *const parts[] = {"title", "cost", "likely", "p80"};
    const struct column columns[] = {left_column("Option", true), right_column("Costs"),
                                     right_column("Likely"),
                                     left_column("80" NB "% likely by", false)};
    const struct objects *options = decision_get_options(o);
    struct column used[4];
    unsigned shown[4], count = 0;
    struct table *table;
    bool silent = false;

    for (unsigned c = 0; options && c < 4; c++)
        if (c == 0 || is_known(t, o, parts[c])) {
            used[count] = columns[c];
            shown[count++] = c;
        }
    table = options ? document_table(t->d, 0, used, count) : NULL;

    for (size_t i = 0; options && i < options->count; i++) {
        struct line *cells = table_row(table, t->d->owner);

        for (unsigned c = 0; c < count; c++)
            cite_cell(t, &cells[c], TONE_PLAIN, o->id,
                      str_format(t->in->owner, "%.*s.%s", STR_ARG(options->items[i]->id),
                                 parts[shown[c]]).ptr);
        silent |= !option_get_edits(options->items[i]) &&
                  !(option_get_nothing(options->items[i]) &&
                    *option_get_nothing(options->items[i]));
    }
    if (!options)
        tell_nothing(t, "None is stated.");
    if (options && is_known(t, o, "likely") && t->in->gains) {
        struct line *line = tell_paragraph(t);

        line_add(line, TONE_DIM, STR("Likely: how likely "));
        cite_quoted(t, line, t->in->gains->promises[0]);
        line_add(line, TONE_DIM, STR(" is kept with that option."));
    }
    tell_ask(t, !options || options->count < 2, "What else could be done?");
    tell_ask(t, silent, "What does each option change in the plan?");
}

/* What a state means, for who does not know the words. */
static const char *meaning_of(const struct object *o)
{
    switch (decision_get_state(o) ? *decision_get_state(o) : DECISION_RAISED) {
    case DECISION_FRAMED:
        return " (the question and its options are written down)";
    case DECISION_READY:
        return " (all that is needed to decide is there)";
    case DECISION_LAPSED:
        return " (nobody decided in time)";
    default:
        return "";
    }
}

/* Of which option the forecast takes the title. */
static const char *assumed_title(const struct telling *t, const struct object *o)
{
    const struct str *assumed = decision_get_assume(o);

    return assumed ? str_format(t->in->owner, "%.*s.title", STR_ARG(*assumed)).ptr : "assume";
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct object *o;
    struct telling t;
    struct line *line;

    if (!find_subject(in, &o))
        return false;
    if (o->kind != KIND_decision) {
        diag_error(in->out, "unknown-id", (struct place){0}, "'%.*s' is no decision",
                   STR_ARG(in->subject));
        diag_hint(in->out, "baton ls PLAN decisions lists them");
        return false;
    }
    t = tell_begin(in, out, "decision", "decision");
    line = tell_paragraph(&t);
    cite(&t, line, TONE_STRONG, o->id, "question");
    cite_with(&t, line, " (", o->id, "id", ")");
    line = tell_paragraph(&t);
    if (decision_is_open(o)) {
        if (!cite_who_with(&t, line, "For ", o->id, "decider", " to decide. "))
            line_add(line, TONE_WARN, STR("Nobody is named to decide. "));
    } else {
        cite_who_with(&t, line, "Decided by ", o->id, "decider", ". ");
    }
    if (cite_with(&t, line, "State: ", o->id, "state", ""))
        line_addf(line, TONE_PLAIN, "%s. ", meaning_of(o));
    cite_with(&t, line, "Where: ", o->id, "forum", ". ");
    if (cite_with(&t, line, "An answer is needed by ", o->id, "decide-by", "")) {
        if (claim_at(&t, o->id, "last-session"))
            cite_with(&t, line, "; the last session in time ends by ", o->id, "last-session",
                      ". ");
        else
            line_add(line, TONE_PLAIN, STR("; no session is left in time. "));
    } else if (decision_is_open(o)) {
        line_add(line, TONE_PLAIN,
                 str_of(decision_get_gates(o)
                            ? "It has no last day: no promise waits for what it gates. "
                            : "It has no last day until the plan says what waits for it. "));
    }
    cite_with(&t, line, "What waits for it: ", o->id, "gates", ". ");
    cite_with(&t, line, "Outcome: ", o->id, "outcome", ". ");
    cite_with(&t, line, "Because: ", o->id, "because", ". ");
    cite_with(&t, line, "Against it: ", o->id, "dissent", ".");
    tell_ask(&t, !decision_get_decider(o), "Who decides? Exactly one person can.");
    tell_ask(&t, !decision_get_forum(o), "Where is it decided?");
    tell_ask(&t, !decision_get_evidence(o), "What do the options rest on?");
    tell_ask(&t, !decision_get_type(o), "Can it be undone?");
    tell_heading(&t, "Options");
    say_options(&t, o);
    line = tell_paragraph(&t);
    if (!cite_with(&t, line, "If nobody decides, the forecast takes \"", o->id,
                   assumed_title(&t, o), "\"."))
        line_add(line, TONE_PLAIN, STR("If nobody decides, the plan stays as it is."));
    cite_with(&t, line, " A week of delay costs ", in->plan->program->id, "delay-cost", ".");
    tell_end(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_decision_page, in, out);
}

const struct report report_decision_page = {
    .name = "decision",
    .title = "One decision: the question, its options simulated, until when",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};
