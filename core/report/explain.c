/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule means; or all of them in a line each. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static const char *const levels[] = {"note", "warning", "error"};
static const enum tone tones[] = {TONE_DIM, TONE_WARN, TONE_BAD};

static const struct rule *find(const struct report_input *in)
{
    const struct rule *rule = rule_find(in->subject);
    struct str *names, nearest;

    if (rule)
        return rule;
    names = ARENA_ARRAY(in->owner, struct str, rules_count);
    for (unsigned i = 0; i < rules_count; i++)
        names[i] = str_of(rules_all[i]->name);
    nearest = diag_nearest(in->subject, names, rules_count);
    diag_error(in->out, "unknown-rule", (struct place){0}, "there is no rule '%.*s'",
               STR_ARG(in->subject));
    if (nearest.len > 0)
        diag_hint(in->out, "did you mean %.*s? `baton explain` lists them all",
                  STR_ARG(nearest));
    else
        diag_hint(in->out, "`baton explain` lists them all");
    return NULL;
}

static void list(struct document *d)
{
    const struct column columns[] = {left_column(NULL, false), left_column(NULL, false),
                                     left_column(NULL, true)};
    struct table *table = document_table(d, 0, columns, 3);

    for (unsigned i = 0; i < rules_count; i++) {
        struct line *cells = table_row(table, d->owner);

        line_add(&cells[0], TONE_STRONG, str_of(rules_all[i]->name));
        line_add(&cells[1], tones[rules_all[i]->level], str_of(levels[rules_all[i]->level]));
        line_add(&cells[2], TONE_PLAIN, str_of(rules_all[i]->title));
    }
    document_blank(d);
    line_add(document_paragraph(d, 0, 0), TONE_ACTION, STR("next: baton explain RULE"));
}

static void say_part(struct document *d, const char *name, const char *text)
{
    struct line *line;

    if (!text || !*text)
        return;
    document_blank(d);
    line = document_paragraph(d, 0, 9);
    line_addf(line, TONE_DIM, "%-9s", name);
    line_add(line, TONE_PLAIN, str_of(text));
}

/* What there is, and why or when there is not: "P80 ...; of a risk: none" */
static struct str both(struct document *d, const char *what, const char *otherwise,
                       const char *instead)
{
    struct text t;

    text_init(&t, d->owner);
    text_addf(&t, "%s%s", what ? what : "", what && otherwise ? "; " : "");
    if (otherwise)
        text_addf(&t, "%s: %s", instead, otherwise);
    return text_str(&t);
}

static void say_parts(struct document *d, const struct rule *rule)
{
    say_part(d, "fix", both(d, rule->edit, rule->no_edit, "written down as an action").ptr);
    say_part(d, "days", both(d, rule->days, rule->no_days, "none").ptr);
    say_part(d, "unknown", rule->no_unknown
                               ? both(d, NULL, rule->no_unknown, "never").ptr
                               : "where what it reads is missing; it then says what would tell");
}

static void say_parameters(const struct rule *rule, struct document *d)
{
    if (!rule->parameters || !rule->parameters->name)
        return;
    document_blank(d);
    line_add(document_paragraph(d, 0, 2), TONE_DIM,
             STR("Thresholds, as policy: {thresholds: {NAME: number}} in the plan"));
    for (const struct rule_parameter *p = rule->parameters; p->name; p++) {
        struct line *line = document_paragraph(d, 2, 4);
        const int64_t whole = p->default_micro / 1000000, part = p->default_micro % 1000000;

        line_addf(line, TONE_STRONG, "%s.%s", rule->name, p->name);
        if (part == 0)
            line_addf(line, TONE_PLAIN, "  %lld", (long long)whole);
        else
            line_addf(line, TONE_PLAIN, "  %lld.%02lld", (long long)whole,
                      (long long)(part / 10000));
        line_addf(line, TONE_PLAIN, "  %s", p->doc);
    }
}

static void say_example(const char *example, struct document *d)
{
    struct str rest = str_of(example), piece;

    if (!example || !*example)
        return;
    document_blank(d);
    line_add(document_paragraph(d, 0, 0), TONE_DIM, STR("A plan that fires it:"));
    while (str_split(&rest, '\n', &piece))
        if (piece.len > 0 || rest.len > 0)
            line_addf(document_verbatim(d), TONE_PLAIN, "    %.*s", STR_ARG(piece));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct rule *rule;
    struct line *line;

    if (in->subject.len == 0) {
        list(out);
        return true;
    }
    rule = find(in);
    if (!rule)
        return false;
    line = document_heading(out);
    line_addf(line, tones[rule->level], "%s[%s]", levels[rule->level], rule->name);
    line_addf(line, TONE_STRONG, ": %s", rule->title);
    say_part(out, "why", rule->why);
    say_part(out, "test", rule->test);
    say_part(out, "helps", rule->move);
    say_parts(out, rule);
    say_part(out, "source", rule->source);
    say_parameters(rule, out);
    say_example(rule->example, out);
    return true;
}

static void key_or_null(struct writer *w, const char *key, const char *text)
{
    if (text)
        writer_key_text(w, key, str_of(text));
    else
        writer_key_null(w, key);
}

static void json_rule(const struct rule *rule, struct writer *w)
{
    writer_map_begin(w, false);
    writer_key_text(w, "name", str_of(rule->name));
    writer_key_text(w, "level", str_of(levels[rule->level]));
    writer_key_text(w, "title", str_of(rule->title));
    writer_key_text(w, "why", str_of(rule->why));
    writer_key_text(w, "test", str_of(rule->test));
    writer_key_text(w, "move", str_of(rule->move));
    key_or_null(w, "fix", rule->edit);
    key_or_null(w, "no_fix", rule->no_edit);
    key_or_null(w, "days", rule->days);
    key_or_null(w, "no_days", rule->no_days);
    key_or_null(w, "no_unknown", rule->no_unknown);
    writer_key_text(w, "source", str_of(rule->source));
    writer_key_text(w, "example", str_of(rule->example));
    writer_key(w, STR("parameters"));
    writer_list_begin(w, false);
    for (const struct rule_parameter *p = rule->parameters; p && p->name; p++) {
        writer_map_begin(w, true);
        writer_key_text(w, "name", str_of(p->name));
        writer_key_fixed(w, "default", p->default_micro, 6);
        writer_key_text(w, "doc", str_of(p->doc));
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct rule *rule = in->subject.len > 0 ? find(in) : NULL;

    if (in->subject.len > 0 && !rule)
        return false;
    json_begin(in, out, "explain");
    writer_key(out, STR("rules"));
    writer_list_begin(out, false);
    for (unsigned i = 0; i < rules_count; i++)
        if (!rule || rule == rules_all[i])
            json_rule(rules_all[i], out);
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_explain = {
    .name = "explain",
    .title = "What a rule means",
    .needs = 0,
    .text = text,
    .json = json,
};
