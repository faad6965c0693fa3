/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as SARIF 2.1.0 (OASIS, 2020), what code hosts and editors read. */
#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static const char *const levels[] = {"note", "warning", "error"};

static void write_message(struct writer *w, const char *key, struct str message)
{
    writer_key(w, str_of(key));
    writer_map_begin(w, true);
    writer_key_text(w, "text", message);
    writer_map_end(w);
}

static void write_rules(struct writer *w)
{
    writer_key(w, STR("rules"));
    writer_list_begin(w, false);
    for (unsigned i = 0; i < rules_count; i++) {
        const struct rule *r = rules_all[i];

        writer_map_begin(w, false);
        writer_key_text(w, "id", str_of(r->name));
        write_message(w, "shortDescription", str_of(r->title));
        write_message(w, "fullDescription", str_of(r->why));
        write_message(w, "help", str_of(r->move));
        writer_key(w, STR("defaultConfiguration"));
        writer_map_begin(w, true);
        writer_key_text(w, "level", str_of(levels[r->level]));
        writer_map_end(w);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static int64_t index_of(const struct rule *rule)
{
    for (unsigned i = 0; i < rules_count; i++)
        if (rules_all[i] == rule)
            return i;
    return -1;                  /* what SARIF says for "not in the list" */
}

/* Where it stands in the input, and which object of the plan it is about. */
static void write_location(const struct report_input *in, const struct finding *f,
                           struct writer *w)
{
    const bool has_place = f->at.source > 0 && f->at.source <= in->out->source_count;

    writer_key(w, STR("locations"));
    writer_list_begin(w, false);
    writer_map_begin(w, false);
    if (has_place) {
        writer_key(w, STR("physicalLocation"));
        writer_map_begin(w, false);
        writer_key(w, STR("artifactLocation"));
        writer_map_begin(w, true);
        writer_key_text(w, "uri", in->out->sources[f->at.source - 1].name);
        writer_map_end(w);
        writer_key(w, STR("region"));
        writer_map_begin(w, true);
        writer_key_i64(w, "startLine", f->at.line > 0 ? f->at.line : 1);
        writer_key_i64(w, "startColumn", f->at.column > 0 ? f->at.column : 1);
        writer_map_end(w);
        writer_map_end(w);
    }
    if (f->subject != OBJECT_NONE) {
        const struct object *o = in->plan->objects[f->subject];

        writer_key(w, STR("logicalLocations"));
        writer_list_begin(w, true);
        writer_map_begin(w, true);
        writer_key_text(w, "fullyQualifiedName", o->id);
        writer_key_text(w, "kind", str_of(schema_kinds[o->kind].name));
        writer_map_end(w);
        writer_list_end(w);
    }
    writer_map_end(w);
    writer_list_end(w);
}

static void write_suppression(const struct report_input *in, const struct finding *f,
                              struct writer *w)
{
    const struct object *o = in->plan->objects[f->judgement];

    writer_key(w, STR("suppressions"));
    writer_list_begin(w, true);
    writer_map_begin(w, true);
    writer_key_text(w, "kind", STR("external"));
    writer_key_text(w, "status", STR("accepted"));
    if (!object_is_withheld(o))
        writer_key_text(w, "justification",
                        str_format(in->owner, "until %.*s: %.*s",
                                   STR_ARG(say_iso(in, judgement_get_until(o)->instant)),
                                   STR_ARG(*judgement_get_because(o))));
    writer_map_end(w);
    writer_list_end(w);
}

/* Seen for the first time: it is no alert until the next check sees it too. */
static void write_held_back(struct writer *w)
{
    writer_key(w, STR("suppressions"));
    writer_list_begin(w, true);
    writer_map_begin(w, true);
    writer_key_text(w, "kind", STR("external"));
    writer_key_text(w, "status", STR("underReview"));
    writer_key_text(w, "justification", STR("new, seen once"));
    writer_map_end(w);
    writer_list_end(w);
}

static void write_result(const struct report_input *in, const struct finding *f, struct writer *w)
{
    writer_map_begin(w, false);
    writer_key_text(w, "ruleId", str_of(f->rule->name));
    writer_key_i64(w, "ruleIndex", index_of(f->rule));
    writer_key_text(w, "level", str_of(levels[f->level]));
    write_message(w, "message",
                  f->move.len == 0 ? f->text
                                   : str_format(in->owner, "%.*s. What helps: %.*s",
                                                STR_ARG(f->text), STR_ARG(f->move)));
    write_location(in, f, w);
    writer_key(w, STR("partialFingerprints"));
    writer_map_begin(w, true);
    writer_key_text(w, "batonFinding/v1", finding_id(in->plan, f, in->owner));
    writer_map_end(w);
    if (f->state == FINDING_ACCEPTED)
        write_suppression(in, f, w);
    else if (f->once)
        write_held_back(w);
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    writer_map_begin(out, false);
    writer_key_text(out, "$schema",
                    STR("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                        "sarif-schema-2.1.0.json"));
    writer_key_text(out, "version", STR("2.1.0"));
    writer_key(out, STR("runs"));
    writer_list_begin(out, false);
    writer_map_begin(out, false);
    writer_key(out, STR("tool"));
    writer_map_begin(out, false);
    writer_key(out, STR("driver"));
    writer_map_begin(out, false);
    writer_key_text(out, "name", STR("baton"));
    writer_key_text(out, "version", str_of(in->version));
    write_rules(out);
    writer_map_end(out);
    writer_map_end(out);
    writer_key(out, STR("results"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < in->findings->count; i++)
        if (in->findings->items[i].state != FINDING_UNKNOWN)
            write_result(in, &in->findings->items[i], out);
    writer_list_end(out);
    writer_map_end(out);
    writer_list_end(out);
    writer_map_end(out);
    return true;
}

/* There is no other form of it. */
static bool text(const struct report_input *in, struct document *out)
{
    struct str rest, piece;
    struct text bytes;

    text_init(&bytes, in->owner);
    json(in, writer_new(in->owner, WRITER_JSON, &bytes));
    rest = text_str(&bytes);
    while (str_split(&rest, '\n', &piece))
        line_add(document_verbatim(out), TONE_PLAIN, piece);
    return true;
}

const struct report report_sarif = {
    .name = "sarif",
    .title = "Findings as SARIF 2.1.0",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_FINDINGS_ALONE,
    .narrows = true,
    .text = text,
    .json = json,
};
