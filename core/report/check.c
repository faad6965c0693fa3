/* SPDX-License-Identifier: Apache-2.0 */
/* Every finding, as a compiler says its errors; then one line that counts them. */
#include "core/report/findings.h"
#include "core/syntax/writer.h"

enum { SHOWN = 7, LACKS_SHOWN = 3 };

/* Rules that were wrong too often, where they found something; how often where no label that
 * counted is withheld. */
static void say_demoted(const struct report_input *in, struct document *d)
{
    struct line *line = NULL;

    for (unsigned r = 0; r < rules_count; r++) {
        struct rule_record record;
        size_t count = 0;

        for (size_t i = 0; i < in->findings->count; i++)
            count += in->findings->items[i].demoted && !in->findings->items[i].once &&
                     in->findings->items[i].rule == rules_all[r] &&
                     in->findings->items[i].state == FINDING_TRUE;
        if (count == 0)
            continue;
        record = rule_record(in->plan, rules_all[r]);
        if (!line) {
            line = document_paragraph(d, 0, 2);
            line_add(line, TONE_DIM, STR("Demoted to notes behind the others, wrong too often by "
                                         "their labels (--record): "));
        } else {
            line_add(line, TONE_DIM, STR(", "));
        }
        line_addf(line, TONE_DIM, "%zu %s", count, rules_all[r]->name);
        if (record.demoted)
            line_addf(line, TONE_DIM, " (right in %u of %u)", (unsigned)record.right,
                      (unsigned)record.labelled);
    }
    if (line)
        line_add(line, TONE_DIM, STR("."));
}

static void say_counts(const struct report_input *in, size_t folded, size_t accepted, size_t once,
                       struct document *d)
{
    const struct plan *p = in->plan;
    const size_t errors = count_findings(in->findings, DIAG_ERROR);
    const size_t warnings = count_findings(in->findings, DIAG_WARNING);
    const size_t notes = count_findings(in->findings, DIAG_NOTE);
    struct line *line = document_paragraph(d, 0, 2);

    line_add(line, TONE_STRONG, STR("check: "));
    if (errors + warnings + notes == 0)
        line_add(line, once > 0 ? TONE_PLAIN : TONE_GOOD,
                 once > 0 ? STR("nothing that counts yet") : STR("nothing found"));
    else
        line_addf(line, errors > 0 ? TONE_BAD : TONE_WARN, "%.*s, %.*s",
                  STR_ARG(say_count(in, errors, "error", "errors")),
                  STR_ARG(say_count(in, warnings, "warning", "warnings")));
    if (notes > 0)
        line_addf(line, TONE_PLAIN, ", %.*s", STR_ARG(say_count(in, notes, "note", "notes")));
    line_addf(line, TONE_DIM, " in %.*s, %.*s, %.*s, %.*s",
              STR_ARG(say_count(in, plan_count(p, KIND_task), "task", "tasks")),
              STR_ARG(say_count(in, plan_count(p, KIND_handoff), "hand-off", "hand-offs")),
              STR_ARG(say_count(in, plan_count(p, KIND_decision), "decision", "decisions")),
              STR_ARG(say_count(in, plan_count(p, KIND_commitment), "commitment",
                                "commitments")));
    if (!in->forecast)
        line_add(line, TONE_WARN, STR("; not priced: no honest forecast is possible yet"));
    say_demoted(in, d);
    if (in->findings->frozen)
        line_addf(document_paragraph(d, 0, 2), TONE_DIM,
                  "Teams bind and the plan is large: dates are of %u iterations; what findings "
                  "cost was screened with the order in teams frozen, and the most valuable %u "
                  "simulated in full.",
                  (unsigned)in->forecast->iterations, (unsigned)in->findings->confirmed);
    if (folded > 0 || accepted > 0 || once > 0) {
        line = document_paragraph(d, 0, 2);
        if (folded > 0)
            line_addf(line, TONE_DIM, "%zu less valuable not shown (--all). ", folded);
        if (accepted > 0)
            line_addf(line, TONE_DIM, "%.*s accepted for now%s. ",
                      STR_ARG(say_count(in, accepted, "finding is", "findings are")),
                      in->everything ? "" : " (--all)");
        if (once > 0)
            line_addf(line, TONE_DIM,
                      "%zu new, seen once%s: not counted until the next check sees %s too. ", once,
                      in->everything ? "" : " (--all)", once == 1 ? "it" : "them");
    }
}

static void say_subjects(const struct report_input *in, const struct lack *l, struct line *line)
{
    line_addf(line, TONE_PLAIN, " of %.*s", STR_ARG(in->plan->objects[l->subjects[0]]->id));
    if (l->places > 1)
        line_addf(line, TONE_PLAIN, " and %u more", (unsigned)l->places - 1);
}

/* Rules that could not look, and what would let them: the most valuable first. */
static void say_lacks(const struct report_input *in, struct document *d)
{
    const struct lack *lacks;
    uint32_t rules, count = rules_lacks(in->findings, in->owner, &lacks, &rules);
    const uint32_t most = in->everything ? count : LACKS_SHOWN;

    if (count == 0)
        return;
    line_addf(document_paragraph(d, 0, 2), TONE_DIM,
              "%.*s could not look everywhere. What to add, the most valuable first:",
              STR_ARG(say_count(in, rules, "rule", "rules")));
    for (uint32_t i = 0; i < count && i < most; i++) {
        const struct lack *l = &lacks[i];
        struct line *line = document_paragraph(d, 2, 4);

        line_add(line, TONE_STRONG, l->missing);
        if (l->subject_count > 0)
            say_subjects(in, l, line);
        line_add(line, TONE_DIM, STR(": "));
        for (uint32_t r = 0; r < l->rule_count; r++)
            line_addf(line, TONE_DIM, "%s%s", r > 0 ? ", " : "", l->rules[r]->name);
    }
    if (count > most)
        line_addf(document_paragraph(d, 2, 4), TONE_DIM, "and %u more (--all)",
                  (unsigned)(count - most));
}

/* The first time there is much: begin with what is new. */
static void offer_baseline(const struct report_input *in, size_t found, size_t most,
                           struct document *d)
{
    if (found <= most || plan_count(in->plan, KIND_judgement) > 0 || in->audience.len > 0)
        return;
    line_addf(document_paragraph(d, 0, 2), TONE_DIM,
              "Too many to begin with? `baton check --baseline DATE` accepts all of them until "
              "then, so that the next check shows what is new.");
}

static void say_folded(const struct report_input *in, size_t head, struct document *d)
{
    for (size_t i = 0; i < in->findings->count; i++) {
        const struct finding *f = &in->findings->items[i];
        struct line *line;

        if (f->under != head || f->state != FINDING_TRUE || f->once)
            continue;
        line = document_paragraph(d, 2, 10);
        line_add(line, TONE_DIM, STR("= also: "));
        line_addf(line, TONE_PLAIN, "%.*s ", STR_ARG(f->text));
        line_addf(line, TONE_DIM, "[%s]", f->rule->name);
    }
}

static bool text(const struct report_input *in, struct document *out)
{
    const int64_t *stated = policy_get_shown_findings(in->plan->policy);
    const size_t most = stated ? (size_t)*stated : SHOWN;
    size_t shown = 0, folded = 0, accepted = 0, once = 0;
    const struct finding *first = NULL;

    for (size_t i = 0; i < in->findings->count; i++) {
        const struct finding *f = &in->findings->items[i];

        accepted += f->state == FINDING_ACCEPTED;
        once += f->once;
        if ((f->state != FINDING_TRUE || f->once || f->under != UINT32_MAX) && !in->everything)
            continue;
        if (shown == most && !in->everything) {
            folded++;
            continue;
        }
        say_finding(in, f, out);
        first = first ? first : f;
        if (!in->everything)
            say_folded(in, i, out);
        document_blank(out);
        shown++;
    }
    say_counts(in, folded, accepted, once, out);
    say_lacks(in, out);
    offer_baseline(in, shown + folded, most, out);
    if (first)
        line_addf(document_paragraph(out, 0, 2), TONE_ACTION,
                  "for more about one: baton explain %s", first->rule->name);
    return true;
}

static void json_lacks(const struct report_input *in, struct writer *out)
{
    const struct lack *lacks;
    uint32_t rules, count = rules_lacks(in->findings, in->owner, &lacks, &rules);

    writer_key_i64(out, "rules_idle", in->findings->idle);
    writer_key_i64(out, "rules_blind", rules);
    writer_key(out, STR("missing"));
    writer_list_begin(out, false);
    for (uint32_t i = 0; i < count; i++) {
        writer_map_begin(out, true);
        writer_key_text(out, "field", lacks[i].missing);
        writer_key_i64(out, "places", lacks[i].places);
        writer_key(out, STR("rules"));
        writer_list_begin(out, true);
        for (uint32_t r = 0; r < lacks[i].rule_count; r++)
            writer_text(out, str_of(lacks[i].rules[r]->name));
        writer_list_end(out);
        writer_map_end(out);
    }
    writer_list_end(out);
}

static size_t count_once(const struct findings *all)
{
    size_t count = 0;

    for (size_t i = 0; i < all->count; i++)
        count += all->items[i].once;
    return count;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "check");
    writer_key_bool(out, "priced", in->forecast);
    if (in->findings->frozen) {
        writer_key_i64(out, "iterations", in->forecast->iterations);
        writer_key_i64(out, "confirmed", in->findings->confirmed);
    }
    writer_key(out, STR("counts"));
    writer_map_begin(out, true);
    writer_key_i64(out, "error", (int64_t)count_findings(in->findings, DIAG_ERROR));
    writer_key_i64(out, "warning", (int64_t)count_findings(in->findings, DIAG_WARNING));
    writer_key_i64(out, "note", (int64_t)count_findings(in->findings, DIAG_NOTE));
    if (count_once(in->findings) > 0)
        writer_key_i64(out, "seen_once", (int64_t)count_once(in->findings));
    writer_map_end(out);
    json_lacks(in, out);
    writer_key(out, STR("findings"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < in->findings->count; i++)
        json_finding(in, &in->findings->items[i], out);
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_check = {
    .name = "check",
    .title = "What is about to go wrong",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_FINDINGS_ALONE,
    .narrows = true,
    .text = text,
    .json = json,
};
