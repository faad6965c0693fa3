/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/findings.h"

#include "core/base/text.h"
#include "core/syntax/writer.h"

static const char *const levels[] = {"note", "warning", "error"};
static const enum tone tones[] = {TONE_DIM, TONE_WARN, TONE_BAD};
static const char *const states[] = {"true", "accepted", "unknown"};

size_t count_findings(const struct findings *findings, enum diag_level level)
{
    size_t count = 0;

    for (size_t i = 0; i < findings->count; i++)
        count += findings->items[i].state == FINDING_TRUE && !findings->items[i].once &&
                 findings->items[i].level == level;
    return count;
}

struct str say_price(const struct report_input *in, const struct finding *f)
{
    if (!f->priced && !f->bounded)
        return STR("");
    return str_format(in->owner, "%s%.*s", f->priced ? "" : "at\xc2\xa0most\xc2\xa0",
                      STR_ARG(say_days(in, f->expected_s)));
}

struct str say_owner(const struct report_input *in, const struct finding *f)
{
    return f->owner == OBJECT_NONE ? STR("") : object_title(in->plan->objects[f->owner]);
}

static void say_cost(const struct report_input *in, const struct finding *f, struct document *d)
{
    struct line *line;

    if (!f->priced && !f->bounded)
        return;
    line = document_paragraph(d, 2, 10);
    line_add(line, TONE_DIM, STR("= cost: "));
    if (f->expected_s <= 0)
        line_addf(line, TONE_PLAIN, "no day of P80 in this forecast%s",
                  f->adverse   ? ", simulated with it"
                  : f->between ? ", past the promised day"
                  : f->priced  ? ", simulated without it"
                               : ", by an upper bound");
    else
        line_addf(line, TONE_PLAIN, "%.*s of P80%s", STR_ARG(say_price(in, f)),
                  f->adverse   ? ", simulated with it"
                  : f->between ? ", past the promised day"
                  : f->priced  ? ", simulated without it"
                               : "");
    if (f->frozen)
        line_add(line, TONE_DIM, STR(", with the order in teams frozen"));
    if (f->shared > 1 && !f->priced && f->expected_s > 0)
        line_addf(line, TONE_DIM, ", %u findings taken away together", (unsigned)f->shared);
    if (f->cost_minor != INT64_MIN && f->cost_minor > 0)
        line_addf(line, TONE_PLAIN, "; %s%.*s at the agreed cost of delay",
                  f->priced ? "" : "at\xc2\xa0most\xc2\xa0",
                  STR_ARG(say_money(in, f->cost_minor)));
}

static void say_evidence(const struct report_input *in, const struct finding *f,
                         struct document *d)
{
    for (uint32_t i = 0; i < f->evidence_count; i++) {
        const struct evidence *e = &f->evidence[i];
        struct line *line = document_paragraph(d, 2, 6);

        line_add(line, TONE_DIM, STR("│  "));
        if (e->object != OBJECT_NONE)
            line_addf(line, TONE_PLAIN, "%.*s.", STR_ARG(in->plan->objects[e->object]->id));
        line_addf(line, TONE_PLAIN, "%s: %.*s", e->field, STR_ARG(e->value));
    }
}

static void say_judgement(const struct report_input *in, const struct finding *f,
                          struct document *d)
{
    const struct object *o = in->plan->objects[f->judgement];
    struct line *line;

    if (object_is_withheld(o))
        return;
    line = document_paragraph(d, 2, 10);
    line_addf(line, TONE_DIM, f->state == FINDING_ACCEPTED ? "= accepted until: "
                                                           : "= was accepted until: ");
    line_addf(line, TONE_PLAIN, "%.*s: %.*s",
              STR_ARG(say_date(in, judgement_get_until(o)->instant)),
              STR_ARG(*judgement_get_because(o)));
}

/* The move as an edit; where only people can make it, as an action that asks for it. */
static void say_fix(const struct report_input *in, const struct finding *f, struct document *d)
{
    const struct object *asked =
        finding_has_edit(f) ? NULL : finding_asked(in->plan, f, in->owner);
    struct line *line = document_paragraph(d, 2, 10);

    if (asked) {
        line_add(line, TONE_DIM, STR("= asked: "));
        line_add(line, TONE_PLAIN, say_object(in, in->plan, asked->number));
        if (action_get_due(asked))
            line_addf(line, TONE_DIM, ", due %.*s",
                      STR_ARG(say_date(in, action_get_due(asked)->instant)));
        return;
    }
    line_add(line, TONE_DIM, finding_has_edit(f) ? STR("= fix: ") : STR("= ask: "));
    line_addf(line, TONE_ACTION, "baton check --fix %.*s",
              STR_ARG(finding_id(in->plan, f, in->owner)));
}

void say_finding(const struct report_input *in, const struct finding *f, struct document *d)
{
    const struct str place = say_place(in, f->at), owner = say_owner(in, f);
    struct line *line = document_paragraph(d, 0, 2);

    line_addf(line, tones[f->level], "%s[%s]",
              f->state == FINDING_UNKNOWN    ? "unknown"
              : f->state == FINDING_ACCEPTED ? "accepted"
                                             : levels[f->level],
              f->rule->name);
    line_addf(line, TONE_STRONG, ": %.*s", STR_ARG(f->text));
    line = document_paragraph(d, 2, 6);
    line_add(line, TONE_DIM, STR("┌─ "));
    if (f->subject != OBJECT_NONE)
        line_add(line, TONE_STRONG, say_object(in, in->plan, f->subject));
    if (place.len > 0)
        line_addf(line, TONE_DIM, "  %.*s", STR_ARG(place));
    say_evidence(in, f, d);
    if (f->held)
        line_add(document_paragraph(d, 2, 10), TONE_DIM,
                 STR("= it is back below its threshold, and not yet past where it closes"));
    if (f->demoted)
        line_addf(document_paragraph(d, 2, 10), TONE_DIM,
                  "= demoted: %s is wrong too often, by its labels (baton check --record)",
                  f->rule->name);
    if (f->once)
        line_add(document_paragraph(d, 2, 10), TONE_DIM,
                 STR("= new: seen once; it counts when the next check sees it too"));
    if (f->judgement != OBJECT_NONE)
        say_judgement(in, f, d);
    if (f->state == FINDING_UNKNOWN && f->missing.len > 0) {
        line = document_paragraph(d, 2, 10);
        line_add(line, TONE_DIM, STR("= missing: "));
        line_add(line, TONE_PLAIN, f->missing);
    }
    say_cost(in, f, d);
    if (f->defuse_by != CIVIL_NONE) {
        line = document_paragraph(d, 2, 10);
        line_add(line, TONE_DIM, STR("= defuse by: "));
        line_add(line, TONE_PLAIN, say_date(in, f->defuse_by));
        if (f->defuse_because)
            line_addf(line, TONE_DIM, " (%s)", f->defuse_because);
    }
    if (f->move.len > 0) {
        line = document_paragraph(d, 2, 10);
        line_add(line, TONE_DIM, STR("= help: "));
        if (owner.len > 0)
            line_addf(line, TONE_STRONG, "%.*s: ", STR_ARG(owner));
        line_add(line, TONE_ACTION, f->move);
    }
    if (f->state != FINDING_UNKNOWN)
        say_fix(in, f, d);
}

void json_finding(const struct report_input *in, const struct finding *f, struct writer *w)
{
    const bool said = f->priced || f->bounded;

    writer_map_begin(w, false);
    writer_key_text(w, "rule", str_of(f->rule->name));
    writer_key_text(w, "level", str_of(levels[f->level]));
    writer_key_text(w, "id", finding_id(in->plan, f, in->owner));
    writer_key_text(w, "state", str_of(states[f->state]));
    writer_key(w, STR("subjects"));
    writer_list_begin(w, true);
    if (f->subject != OBJECT_NONE)
        writer_text(w, in->plan->objects[f->subject]->id);
    for (uint32_t i = 0; i < f->other_count; i++)
        writer_text(w, in->plan->objects[f->others[i]]->id);
    writer_list_end(w);
    writer_key_text(w, "text", f->text);
    if (f->missing.len > 0)
        writer_key_text(w, "missing", f->missing);
    else
        writer_key_null(w, "missing");
    writer_key(w, STR("evidence"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->evidence_count; i++) {
        writer_map_begin(w, true);
        json_id(w, "id", in->plan, f->evidence[i].object);
        writer_key_text(w, "field", str_of(f->evidence[i].field));
        writer_key_text(w, "value", f->evidence[i].value);
        writer_map_end(w);
    }
    writer_list_end(w);
    if (said)
        writer_key_fixed(w, "expected_days", working_milli_days(in, f->expected_s), 3);
    else
        writer_key_null(w, "expected_days");
    /* Whether expected_days is only an upper bound. */
    writer_key_bool(w, "bound", f->bounded && !f->priced);
    if (f->frozen)              /* with the order in teams frozen, not under the full policy */
        writer_key_bool(w, "frozen_order", true);
    if (said && f->cost_minor != INT64_MIN)
        writer_key_fixed(w, "expected_cost", f->cost_minor, 2);
    else
        writer_key_null(w, "expected_cost");
    writer_key_bool(w, "held", f->held);
    if (f->once)                /* not counted until the next check sees it too */
        writer_key_bool(w, "seen_once", true);
    if (f->demoted)             /* a note for the labels of its rule, whatever the rule's level */
        writer_key_bool(w, "demoted", true);
    if (f->under == UINT32_MAX)
        writer_key_null(w, "under");
    else
        writer_key_text(w, "under", finding_id(in->plan, &in->findings->items[f->under],
                                               in->owner));
    json_instant(in, w, "defuse_by", f->defuse_by);
    json_id(w, "owner", in->plan, f->owner);
    writer_key_text(w, "move", f->move);
    writer_key_bool(w, "fix", finding_has_edit(f));
    if (f->state == FINDING_ACCEPTED && !object_is_withheld(in->plan->objects[f->judgement])) {
        const struct object *o = in->plan->objects[f->judgement];

        json_date(in, w, "accepted_until", judgement_get_until(o)->instant);
        writer_key_text(w, "because", *judgement_get_because(o));
    }
    writer_key_text(w, "place", say_place(in, f->at));
    writer_map_end(w);
}
