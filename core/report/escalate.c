/* SPDX-License-Identifier: Apache-2.0 */
/* The clean note of an escalation, and what is wrong with it; or all of them in a line each. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/escalation.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { PAGE_WORDS = 450 };

static const char *const statuses[] = {"new",     "waiting", "acknowledged", "snoozed",
                                       "cleared", "closed",  "dropped"};
static const enum tone tones[] = {TONE_DIM, TONE_WARN, TONE_PLAIN, TONE_DIM,
                                  TONE_GOOD, TONE_DIM, TONE_BAD};

static struct escalation_state state_of(const struct report_input *in, const struct object *o,
                                        struct escalation_policy *policy)
{
    struct escalation_event *steps =
        ARENA_ARRAY(in->owner, struct escalation_event, ESCALATION_STEPS);
    const struct escalation_event *kept;
    const uint32_t count = escalation_events_of(o, in->owner, &kept);
    struct escalation_state state;

    escalation_policy_of(in->plan, o, policy);
    escalation_run(policy, kept, count, in->plan->as_of, false, false, steps, &state);
    return state;
}

/* --- lint ----------------------------------------------------------------------------------- */

/* Words that judge people; a note says what happened, not what somebody is like. */
static const char *const judging[] = {
    "incompetent", "lazy", "unprofessional", "careless", "stubborn", "unhelpful", "slow to",
    "refuses to", "always", "never", "obviously", "clearly", "failed to", "ignored", "blame",
    "fault of", "unacceptable", "ridiculous", "difficult person", "uncooperative", NULL};

static bool holds(struct str s, const char *word)
{
    const size_t len = str_of(word).len;

    for (size_t i = 0; i + len <= s.len; i++)
        if (str_equal_nocase(str_slice(s, i, i + len), str_of(word)))
            return true;
    return false;
}

static size_t words_of(struct str s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += s.ptr[i] != ' ' && (i == 0 || s.ptr[i - 1] == ' ');
    return count;
}

struct lint {
    const struct report_input *in;
    struct str faults[32];
    size_t count, words;
};

static void fault(struct lint *l, struct str text)
{
    if (l->count < sizeof(l->faults) / sizeof(l->faults[0]))
        l->faults[l->count++] = text;
}

/* A text that Baton or the carrier wrote; a side's own words are its own. */
static void read_text(struct lint *l, const char *field, const struct str *s)
{
    if (!s)
        return;
    l->words += words_of(*s);
    for (size_t i = 0; judging[i]; i++)
        if (holds(*s, judging[i]))
            fault(l, str_format(l->in->owner, "%s: '%s' judges; say what happened and when", field,
                                judging[i]));
}

static void read_texts(struct lint *l, const char *field, const struct texts *texts)
{
    for (size_t i = 0; texts && i < texts->count; i++)
        read_text(l, field, &texts->items[i]);
}

static void lint_positions(struct lint *l, const struct object *o)
{
    const struct objects *positions = escalation_get_positions(o);
    size_t agreed = 0;

    for (size_t i = 0; positions && i < positions->count; i++) {
        const struct object *p = positions->items[i];

        l->words += words_of(*position_get_words(p));
        agreed += position_get_agreed(p) != NULL;
        if (!position_get_agreed(p))
            fault(l, str_format(l->in->owner, "positions: %.*s has not said that these are their "
                                              "words",
                                STR_ARG(position_get_of(p)->id)));
    }
    if (!positions || positions->count < 2)
        fault(l, STR("positions: both sides are to be heard, in their own words"));
    else if (agreed == positions->count && !escalation_get_affected(o))
        fault(l, STR("affected: nobody is named whom it concerns"));
}

static void lint_note(struct lint *l, const struct object *o)
{
    const struct texts *options = escalation_get_options(o);
    const struct str *ask = escalation_get_ask(o);

    if (ask->len == 0 || ask->ptr[ask->len - 1] != '?')
        fault(l, STR("ask: the first line is a question that can be answered"));
    if (!escalation_get_by(o))
        fault(l, STR("by: until when does an answer help, and why then?"));
    if (!escalation_get_impact(o))
        fault(l, STR("impact: what happens without an answer, in days, money and whose?"));
    if (!options || options->count < 2)
        fault(l, STR("options: at least two, each with its price"));
    if (!escalation_get_recommend(o))
        fault(l, STR("recommend: which of them, and why?"));
    if (!escalation_get_tried(o))
        fault(l, STR("tried: what was tried before?"));
    read_text(l, "ask", ask);
    read_text(l, "impact", escalation_get_impact(o));
    read_text(l, "recommend", escalation_get_recommend(o));
    read_text(l, "after", escalation_get_after(o));
    read_texts(l, "options", options);
    read_texts(l, "tried", escalation_get_tried(o));
    lint_positions(l, o);
    if (l->words > PAGE_WORDS)
        fault(l, str_format(l->in->owner, "the note has %zu words; a page has %d", l->words,
                            PAGE_WORDS));
}

/* --- the note ------------------------------------------------------------------------------- */

static void say_part(struct document *d, const char *name, struct str words)
{
    struct line *line = document_paragraph(d, 0, 12);

    line_addf(line, TONE_DIM, "%-12s", name);
    line_add(line, TONE_PLAIN, words);
}

static void say_list(struct document *d, const char *name, const struct texts *texts)
{
    for (size_t i = 0; texts && i < texts->count; i++)
        say_part(d, i == 0 ? name : "", texts->items[i]);
}

/* Who is asked at a rung at an instant; a duty with whoever has it. */
static struct str asked_at(const struct report_input *in, const struct object *rung, int64_t at)
{
    const struct refs *who = rung_get_who(rung);
    struct text t;

    text_init(&t, in->owner);
    for (size_t i = 0; who && i < who->count; i++) {
        const struct object *o = plan_object(in->plan, &who->items[i]);

        text_addf(&t, "%s%.*s", i > 0 ? ", " : "", STR_ARG(say_who(in->plan, o)));
        if (o && o->kind == KIND_duty && !object_is_withheld(o))
            text_addf(&t, " (%.*s)", STR_ARG(say_who(in->plan, duty_person_at(in->plan, o, at))));
    }
    return text_str(&t);
}

static struct str who_of(const struct report_input *in, const struct refs *who)
{
    struct text t;

    text_init(&t, in->owner);
    for (size_t i = 0; who && i < who->count; i++)
        text_addf(&t, "%s%.*s", i > 0 ? ", " : "",
                  STR_ARG(say_who(in->plan, plan_object(in->plan, &who->items[i]))));
    return text_str(&t);
}

static void say_positions(const struct report_input *in, const struct object *o,
                          struct document *d)
{
    const struct objects *positions = escalation_get_positions(o);

    for (size_t i = 0; positions && i < positions->count; i++) {
        const struct object *p = positions->items[i];
        const struct when *agreed = position_get_agreed(p);

        say_part(d, i == 0 ? "both sides" : "",
                 str_format(in->owner, "%.*s: \"%.*s\"%s",
                            STR_ARG(say_who(in->plan, plan_object(in->plan, position_get_of(p)))),
                            STR_ARG(*position_get_words(p)),
                            agreed ? "" : " (not confirmed as their words)"));
    }
}

static void say_state(const struct report_input *in, const struct object *o, struct document *d)
{
    struct escalation_policy policy;
    const struct escalation_state s = state_of(in, o, &policy);
    const int64_t ack_by = escalation_ack_by(&policy, &s);
    const int64_t resolve_by = escalation_resolve_by(&policy, &s);
    const struct object *rung = escalation_rung_of(o, s.rung);
    struct line *line = document_paragraph(d, 0, 12);

    line_addf(line, TONE_DIM, "%-12s", "now");
    line_addf(line, tones[s.status], "%s", statuses[s.status]);
    if (rung && s.status != ESCALATION_CLOSED)
        line_addf(line, TONE_PLAIN, " at rung %u of %u: %.*s", (unsigned)s.rung + 1,
                  (unsigned)policy.rung_count,
                  STR_ARG(asked_at(in, rung, s.since != CIVIL_NONE ? s.since : policy.opened)));
    if (ack_by != CIVIL_NONE && s.since != CIVIL_NONE)
        line_addf(line, TONE_PLAIN, "; an answer is due %.*s", STR_ARG(say_date(in, ack_by)));
    if (resolve_by != CIVIL_NONE && s.since != CIVIL_NONE)
        line_addf(line, TONE_PLAIN, ", a result %.*s", STR_ARG(say_date(in, resolve_by)));
}

static void say_note(const struct report_input *in, const struct object *o, struct document *d)
{
    const struct when *by = escalation_get_by(o);
    const struct object *of = plan_object(in->plan, escalation_get_of(o));
    struct lint lint = {.in = in};

    line_add(document_paragraph(d, 0, 0), TONE_STRONG, *escalation_get_ask(o));
    document_blank(d);
    if (by)
        say_part(d, "by", say_date(in, by->instant));
    if (of)
        say_part(d, "about", say_object(in, in->plan, of->number));
    if (escalation_get_impact(o))
        say_part(d, "if not", *escalation_get_impact(o));
    say_list(d, "options", escalation_get_options(o));
    if (escalation_get_recommend(o))
        say_part(d, "recommended", *escalation_get_recommend(o));
    say_list(d, "tried", escalation_get_tried(o));
    say_positions(in, o, d);
    if (escalation_get_after(o))
        say_part(d, "afterwards", *escalation_get_after(o));
    if (escalation_get_affected(o))
        say_part(d, "told first", who_of(in, escalation_get_affected(o)));
    document_blank(d);
    say_state(in, o, d);
    lint_note(&lint, o);
    if (lint.count > 0)
        document_blank(d);
    for (size_t i = 0; i < lint.count; i++)
        line_addf(document_paragraph(d, 0, 2), TONE_WARN, "lint: %.*s", STR_ARG(lint.faults[i]));
    line_add(document_paragraph(d, 0, 2), TONE_DIM, STR("A draft: Baton sends nothing."));
}

static void say_all(const struct report_input *in, struct document *d)
{
    const struct column columns[] = {left_column("escalation", false), left_column("sev", false),
                                     left_column("state", false), left_column("rung", false),
                                     left_column("asked for", true)};
    struct table *table;

    if (plan_count(in->plan, KIND_escalation) == 0) {
        line_add(document_paragraph(d, 0, 2), TONE_GOOD,
                 STR("Nothing is escalated. To open one: baton escalate PLAN ID --ask 'who does "
                     "what by when?'"));
        return;
    }
    table = document_table(d, 0, columns, 5);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_escalation); i++) {
        const struct object *o = plan_nth(in->plan, KIND_escalation, i);
        const int64_t *severity = object_is_withheld(o) ? NULL : escalation_get_severity(o);
        struct escalation_policy policy;
        struct escalation_state s;
        struct line *cells;

        if (object_is_withheld(o))
            continue;
        s = state_of(in, o, &policy);
        cells = table_row(table, d->owner);
        line_add(&cells[0], TONE_STRONG, o->id);
        line_addf(&cells[1], TONE_PLAIN, "%lld", (long long)(severity ? *severity : 3));
        line_addf(&cells[2], tones[s.status], "%s", statuses[s.status]);
        line_addf(&cells[3], TONE_PLAIN, "%u of %u", (unsigned)s.rung + 1,
                  (unsigned)policy.rung_count);
        line_add(&cells[4], TONE_PLAIN, *escalation_get_ask(o));
    }
}

static bool find(const struct report_input *in, const struct object **ret_object)
{
    *ret_object = NULL;
    if (in->subject.len == 0)
        return true;
    if (!find_subject(in, ret_object))
        return false;
    if ((*ret_object)->kind == KIND_escalation)
        return true;
    diag_error(in->out, "not-escalated", (*ret_object)->at, "`%.*s` is not an escalation",
               STR_ARG(in->subject));
    diag_hint(in->out, "to open one: baton escalate PLAN %.*s --ask 'who does what by when?'",
              STR_ARG(in->subject));
    return false;
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct object *o;

    if (!find(in, &o))
        return false;
    if (o) {
        say_note(in, o, out);
        return true;
    }
    say_masthead(in, out);
    document_blank(out);
    say_all(in, out);
    return true;
}

static void json_one(const struct report_input *in, const struct object *o, struct writer *w)
{
    struct escalation_policy policy;
    const struct escalation_state s = state_of(in, o, &policy);
    const int64_t *severity = escalation_get_severity(o);
    const struct escalation_event *events;
    struct lint lint = {.in = in};
    uint32_t count;

    writer_map_begin(w, false);
    writer_key_text(w, "id", o->id);
    writer_key_text(w, "of", escalation_get_of(o)->id);
    writer_key_text(w, "ask", *escalation_get_ask(o));
    writer_key_i64(w, "severity", severity ? *severity : 3);
    writer_key_text(w, "state", str_of(statuses[s.status]));
    writer_key_i64(w, "rung", (int64_t)s.rung + 1);
    writer_key_i64(w, "rungs", policy.rung_count);
    json_instant(in, w, "answer_due",
                 s.since == CIVIL_NONE ? CIVIL_NONE : escalation_ack_by(&policy, &s));
    json_instant(in, w, "result_due",
                 s.since == CIVIL_NONE ? CIVIL_NONE : escalation_resolve_by(&policy, &s));
    count = escalation_events_of(o, in->owner, &events);
    writer_key(w, STR("events"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < count; i++) {
        writer_map_begin(w, true);
        json_instant(in, w, "at", events[i].at);
        writer_key_text(w, "what", str_of(choice_list_happening.words[events[i].what]));
        writer_key_i64(w, "rung", (int64_t)events[i].rung + 1);
        writer_map_end(w);
    }
    writer_list_end(w);
    lint_note(&lint, o);
    writer_key(w, STR("lint"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < lint.count; i++)
        writer_text(w, lint.faults[i]);
    writer_list_end(w);
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct object *o;

    if (!find(in, &o))
        return false;
    json_begin(in, out, "escalate");
    writer_key(out, STR("escalations"));
    writer_list_begin(out, false);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_escalation); i++) {
        const struct object *each = plan_nth(in->plan, KIND_escalation, i);

        if (!object_is_withheld(each) && (!o || o == each))
            json_one(in, each, out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_escalate = {
    .name = "escalate",
    .title = "Escalations, and the note of one",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};
