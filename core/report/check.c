/* SPDX-License-Identifier: Apache-2.0 */
/* Every finding, as a compiler says its errors; then one line that counts them. */
#include "core/report/findings.h"
#include "core/syntax/writer.h"

enum { SHOWN = 20 };

static void say_counts(const struct report_input *in, size_t shown, size_t folded,
                       const size_t counts[3], struct document *d)
{
    const struct plan *p = in->plan;
    const size_t errors = count_findings(in->findings, DIAG_ERROR);
    const size_t warnings = count_findings(in->findings, DIAG_WARNING);
    const size_t notes = count_findings(in->findings, DIAG_NOTE);
    struct line *line = document_paragraph(d, 0, 2);

    line_add(line, TONE_STRONG, STR("check: "));
    if (errors + warnings + notes == 0)
        line_add(line, TONE_GOOD, STR("nothing found"));
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
    if (folded > 0 || counts[FINDING_UNKNOWN] > 0 || counts[FINDING_ACCEPTED] > 0) {
        line = document_paragraph(d, 0, 2);
        if (folded > 0)
            line_addf(line, TONE_DIM, "%zu less valuable not shown (--all). ", folded);
        if (counts[FINDING_ACCEPTED] > 0)
            line_addf(line, TONE_DIM, "%.*s accepted for now%s. ",
                      STR_ARG(say_count(in, counts[FINDING_ACCEPTED], "finding is",
                                        "findings are")),
                      in->everything ? "" : " (--all)");
        if (counts[FINDING_UNKNOWN] > 0)
            line_addf(line, TONE_DIM, "%.*s could not be checked: a field is missing%s.",
                      STR_ARG(say_count(in, counts[FINDING_UNKNOWN], "place", "places")),
                      in->everything ? "" : " (--all names it)");
    }
    if (shown > 0)
        line_addf(document_paragraph(d, 0, 2), TONE_ACTION,
                  "for more about one: baton explain %s", in->findings->items[0].rule->name);
}

static bool text(const struct report_input *in, struct document *out)
{
    size_t shown = 0, folded = 0, counts[3] = {0, 0, 0};

    for (size_t i = 0; i < in->findings->count; i++) {
        const struct finding *f = &in->findings->items[i];

        counts[f->state]++;
        if (f->state != FINDING_TRUE && !in->everything)
            continue;
        if (shown == SHOWN && !in->everything) {
            folded++;
            continue;
        }
        say_finding(in, f, out);
        document_blank(out);
        shown++;
    }
    say_counts(in, shown, folded, counts, out);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "check");
    writer_key_bool(out, "priced", in->forecast);
    writer_key(out, STR("counts"));
    writer_map_begin(out, true);
    writer_key_i64(out, "error", (int64_t)count_findings(in->findings, DIAG_ERROR));
    writer_key_i64(out, "warning", (int64_t)count_findings(in->findings, DIAG_WARNING));
    writer_key_i64(out, "note", (int64_t)count_findings(in->findings, DIAG_NOTE));
    writer_map_end(out);
    writer_key(out, STR("findings"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < in->findings->count; i++)
        json_finding(in, &in->findings->items[i], out);
    writer_list_end(out);
    json_end(out);
    return true;
}

const struct report report_check = {
    .name = "check",
    .title = "What is about to go wrong",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};
