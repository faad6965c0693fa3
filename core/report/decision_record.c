/* SPDX-License-Identifier: Apache-2.0 */
/* A decision record in Markdown: what was asked, weighed, chosen, and said against it. */
#include "core/base/number.h"
#include "core/base/text.h"
#include "core/decide/options.h"
#include "core/network/distribution.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static void say(struct document *d, struct str s)
{
    line_add(document_verbatim(d), TONE_PLAIN, s);
}

static void say_member(const struct report_input *in, const char *name, struct str value,
                       struct document *d)
{
    if (value.len > 0)
        say(d, str_format(in->owner, "- %s: %.*s", name, STR_ARG(value)));
}

static struct str names_of(const struct report_input *in, const struct refs *refs)
{
    struct text t;

    text_init(&t, in->owner);
    for (size_t i = 0; refs && i < refs->count; i++)
        text_addf(&t, "%s%.*s", i > 0 ? ", " : "",
                  STR_ARG(say_title(in->plan, refs->items[i].object)));
    return text_str(&t);
}

static struct str day_of(const struct report_input *in, const struct when *w)
{
    return w ? say_iso(in, w->instant) : STR("");
}

static struct str text_of(const struct str *s)
{
    return s ? *s : STR("");
}

static void say_option(const struct report_input *in, const struct options *o,
                       const struct option_effect *e, struct document *d)
{
    struct text t;

    text_init(&t, in->owner);
    text_addf(&t, "| %.*s |", STR_ARG(e->option ? object_title(e->option) : STR("nobody decides")));
    if (e->known) {
        if (o->target)
            text_addf(&t, " %.*s | %.*s |", STR_ARG(say_iso(in, finish_day(e->p50))),
                      STR_ARG(say_iso(in, finish_day(e->p80))));
        else
            text_add(&t, STR(" withheld | withheld |"));
        for (uint32_t p = 0; p < o->promise_count; p++)
            text_addf(&t, " %.*s |", STR_ARG(say_chance(in, e->likely_ppm[p])));
    } else {
        text_add(&t, STR(" - | - |"));
        for (uint32_t p = 0; p < o->promise_count; p++)
            text_add(&t, STR(" - |"));
    }
    say(d, text_str(&t));
}

static void say_options(const struct report_input *in, const struct options *o, struct document *d)
{
    struct text head, rule;

    say(d, STR("## Options"));
    say(d, STR(" "));
    text_init(&head, in->owner);
    text_init(&rule, in->owner);
    text_add(&head, STR("| option | P50 | P80 |"));
    text_add(&rule, STR("|---|---|---|"));
    for (uint32_t p = 0; p < o->promise_count; p++) {
        text_addf(&head, " %.*s |", STR_ARG(o->promises[p]->id));
        text_add(&rule, STR("---|"));
    }
    say(d, text_str(&head));
    say(d, text_str(&rule));
    for (uint32_t i = 0; i < o->count; i++)
        say_option(in, o, &o->effects[i], d);
    say(d, STR(" "));
    say(d, str_format(in->owner, "Simulated as of %.*s, seed %llu, %u runs; the same random "
                                 "numbers for every row.", STR_ARG(say_iso(in, in->plan->as_of)),
                      (unsigned long long)o->seed, o->iterations));
    say(d, STR(" "));
}

static int64_t median_of(const struct triple *cost)
{
    const struct distribution d = distribution_of_triple(cost);

    return number_round(distribution_quantile(&d, 0.5));
}

/* What there was to choose from, once it is decided; what each would do was simulated before. */
static void say_weighed(const struct report_input *in, const struct object *o, struct document *d)
{
    const struct objects *options = decision_get_options(o);
    const struct str *outcome = decision_get_outcome(o);

    if (!options || options->count == 0)
        return;
    say(d, STR("## Options"));
    say(d, STR(" "));
    for (size_t i = 0; i < options->count; i++) {
        const struct object *option = options->items[i];
        const struct triple *cost = option_get_cost(option);
        const struct when *until = option_get_reversible_until(option);
        struct text t;

        text_init(&t, in->owner);
        text_addf(&t, "- %.*s%s", STR_ARG(object_title(option)),
                  outcome && str_equal(*outcome, option->id) ? " (chosen)" : "");
        if (cost)
            text_addf(&t, ", %.*s", STR_ARG(say_money(in, median_of(cost))));
        if (until)
            text_addf(&t, ", can be undone until %.*s", STR_ARG(day_of(in, until)));
        say(d, text_str(&t));
    }
    say(d, STR(" "));
}

static const struct options *table_of(const struct report_input *in, const struct object *o)
{
    for (uint32_t i = 0; i < in->option_table_count; i++)
        if (in->option_tables[i]->decision->number == o->number)
            return in->option_tables[i];
    return NULL;
}

static bool find(const struct report_input *in, const struct object **ret_object)
{
    if (!find_subject(in, ret_object))
        return false;
    if ((*ret_object)->kind != KIND_decision)
        return diag_error(in->out, "wrong-kind", (struct place){0}, "%.*s is no decision",
                          STR_ARG(in->subject));
    return true;
}

static bool text(const struct report_input *in, struct document *d)
{
    const struct object *o;
    const struct options *table;
    const struct str *outcome, *would;
    const int64_t *reopened;

    if (!find(in, &o))
        return false;
    table = table_of(in, o);
    outcome = decision_get_outcome(o);
    would = decision_get_would_choose(o);
    reopened = decision_get_reopened(o);
    say(d, str_format(in->owner, "# %.*s: %.*s", STR_ARG(o->id), STR_ARG(object_title(o))));
    say(d, STR(" "));
    say_member(in, "decides", say_who(in->plan, plan_object(in->plan, decision_get_decider(o))), d);
    say_member(in, "prepared by", decision_get_driver(o)
                   ? say_who(in->plan, plan_object(in->plan, decision_get_driver(o))) : STR(""), d);
    say_member(in, "heard", names_of(in, decision_get_contributors(o)), d);
    say_member(in, "may veto", names_of(in, decision_get_agree(o)), d);
    say_member(in, "raised", day_of(in, decision_get_raised(o)), d);
    say_member(in, "decided", day_of(in, decision_get_decided(o)), d);
    say_member(in, "gates", names_of(in, decision_get_gates(o)), d);
    say_member(in, "touches", names_of(in, decision_get_touches(o)), d);
    say_member(in, "rests on", text_of(decision_get_evidence(o)), d);
    say(d, STR(" "));
    if (table && decision_is_open(o))
        say_options(in, table, d);
    else
        say_weighed(in, o, d);
    say(d, STR("## Outcome"));
    say(d, STR(" "));
    say(d, outcome ? str_format(in->owner, "%.*s", STR_ARG(*outcome)) : STR("Not decided."));
    say(d, STR(" "));
    say_member(in, "because", text_of(decision_get_because(o)), d);
    say_member(in, "said against it", text_of(decision_get_dissent(o)), d);
    say_member(in, "looked at again", day_of(in, decision_get_review(o)), d);
    if (reopened && *reopened > 0)
        say_member(in, "reopened", say_count(in, (size_t)*reopened, "time", "times"), d);
    if (would)
        say_member(in, "at the review",
                   outcome && str_equal(*would, *outcome)
                       ? STR("the same would be chosen")
                       : str_format(in->owner, "%.*s would be chosen: regret", STR_ARG(*would)), d);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct object *o;
    const struct str *outcome, *would;

    if (!find(in, &o))
        return false;
    outcome = decision_get_outcome(o);
    would = decision_get_would_choose(o);
    json_begin(in, out, "decision_record");
    writer_key_text(out, "id", o->id);
    writer_key(out, STR("fields"));
    object_write(in->plan, o, out);
    writer_key_bool(out, "regret", would && outcome && !str_equal(*would, *outcome));
    json_end(in, out);
    return true;
}

const struct report report_decision_record = {
    .name = "decision_record",
    .title = "A decision record",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};
