/* SPDX-License-Identifier: Apache-2.0 */
/* How findings ended, rule by rule, by what people said of them. */
#include "core/base/arena.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { LABELS = 3, DEMOTED_FROM = 20, DEMOTED_PERCENT = 20 };

struct tally {
    uint32_t by[LABELS];        /* enum finding_label */
    uint32_t all;
};

static struct tally tally_of(const struct report_input *in, const struct rule *rule)
{
    struct tally t = {{0}, 0};

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_judgement); i++) {
        const struct object *o = plan_nth(in->plan, KIND_judgement, i);
        const uint32_t *label = object_is_withheld(o) ? NULL : judgement_get_label(o);

        if (!label || !str_equal(*judgement_get_rule(o), str_of(rule->name)))
            continue;
        t.by[*label]++;
        t.all++;
    }
    return t;
}

/* Share of findings that were right: the mine went off, or somebody took it away. */
static int percent_of(const struct tally *t)
{
    return (int)((100 * (t->all - t->by[LABEL_FALSE]) + t->all / 2) / t->all);
}

static bool is_poor(const struct tally *t)
{
    return t->all >= DEMOTED_FROM && percent_of(t) < DEMOTED_PERCENT;
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {left_column("rule", false), right_column("labelled"),
                                     right_column("defused"), right_column("detonated"),
                                     right_column("false alarm"), right_column("precision")};
    struct table *table;
    unsigned rows = 0, poor = 0;

    say_masthead(in, out);
    document_blank(out);
    table = document_table(out, 0, columns, 6);
    for (unsigned i = 0; i < rules_count; i++) {
        const struct tally t = tally_of(in, rules_all[i]);
        struct line *cells;

        if (t.all == 0)
            continue;
        rows++;
        poor += is_poor(&t);
        cells = table_row(table, out->owner);
        line_add(&cells[0], TONE_STRONG, str_of(rules_all[i]->name));
        line_addf(&cells[1], TONE_PLAIN, "%u", (unsigned)t.all);
        for (unsigned l = 0; l < LABELS; l++)
            line_addf(&cells[2 + l], TONE_PLAIN, "%u", (unsigned)t.by[l]);
        line_addf(&cells[5], is_poor(&t) ? TONE_BAD : TONE_PLAIN, "%d %%", percent_of(&t));
    }
    if (rows == 0)
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
                 STR("No finding is labelled yet: baton allow PLAN RULE/SUBJECT --label defused"));
    if (poor > 0)
        line_addf(document_paragraph(out, 0, 0), TONE_WARN,
                  "%u of them %s wrong more than four times in five, over %d findings or more: "
                  "raise the thresholds, or stop reading them.",
                  poor, poor == 1 ? "is" : "are", DEMOTED_FROM);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "record");
    writer_key(out, STR("rules"));
    writer_list_begin(out, false);
    for (unsigned i = 0; i < rules_count; i++) {
        const struct tally t = tally_of(in, rules_all[i]);

        if (t.all == 0)
            continue;
        writer_map_begin(out, true);
        writer_key_text(out, "rule", str_of(rules_all[i]->name));
        writer_key_i64(out, "labelled", t.all);
        writer_key_i64(out, "defused", t.by[LABEL_DEFUSED]);
        writer_key_i64(out, "detonated", t.by[LABEL_DETONATED]);
        writer_key_i64(out, "false_alarms", t.by[LABEL_FALSE]);
        writer_key_fixed(out, "precision", percent_of(&t), 2);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(out);
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
