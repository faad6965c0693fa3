/* SPDX-License-Identifier: Apache-2.0 */
/* How findings ended, rule by rule, by what people said of them. */
#include "core/base/arena.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { LABELS = 3 };

static int percent_of(const struct rule_record *r)
{
    return (int)((100 * r->right + r->labelled / 2) / r->labelled);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {left_column("rule", false), right_column("labelled"),
                                     right_column("defused"), right_column("detonated"),
                                     right_column("false alarm"), right_column("precision")};
    struct table *table;
    unsigned rows = 0, demoted = 0;

    say_masthead(in, out);
    document_blank(out);
    table = document_table(out, 0, columns, 6);
    for (unsigned i = 0; i < rules_count; i++) {
        const struct rule_record t = rule_record(in->plan, rules_all[i]);
        struct line *cells;

        if (t.labelled == 0)
            continue;
        rows++;
        demoted += t.demoted;
        cells = table_row(table, out->owner);
        line_add(&cells[0], TONE_STRONG, str_of(rules_all[i]->name));
        line_addf(&cells[1], TONE_PLAIN, "%u", (unsigned)t.labelled);
        for (unsigned l = 0; l < LABELS; l++)
            line_addf(&cells[2 + l], TONE_PLAIN, "%u", (unsigned)t.by[l]);
        line_addf(&cells[5], t.demoted ? TONE_BAD : TONE_PLAIN, "%d %%", percent_of(&t));
    }
    if (rows == 0)
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
                 STR("No finding is labelled yet: baton allow PLAN RULE/SUBJECT --label defused"));
    if (demoted > 0)
        line_addf(document_paragraph(out, 0, 0), TONE_WARN,
                  "%u of them %s demoted: wrong too often over enough labels (policy "
                  "demote.precision and demote.labels), so that what %s is a note now, behind the "
                  "others. Raise the thresholds; labels that say otherwise bring %s back.",
                  demoted, demoted == 1 ? "is" : "are", demoted == 1 ? "it finds" : "they find",
                  demoted == 1 ? "it" : "them");
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "record");
    writer_key(out, STR("rules"));
    writer_list_begin(out, false);
    for (unsigned i = 0; i < rules_count; i++) {
        const struct rule_record t = rule_record(in->plan, rules_all[i]);

        if (t.labelled == 0)
            continue;
        writer_map_begin(out, true);
        writer_key_text(out, "rule", str_of(rules_all[i]->name));
        writer_key_i64(out, "labelled", t.labelled);
        writer_key_i64(out, "defused", t.by[LABEL_DEFUSED]);
        writer_key_i64(out, "detonated", t.by[LABEL_DETONATED]);
        writer_key_i64(out, "false_alarms", t.by[LABEL_FALSE]);
        writer_key_fixed(out, "precision", percent_of(&t), 2);
        writer_key_bool(out, "demoted", t.demoted);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_record = {
    .name = "record",
    .title = "How findings ended, rule by rule",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};
