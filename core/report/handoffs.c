/* SPDX-License-Identifier: Apache-2.0 */
/* Every hand-off with what is asked, offered, needed and likely; of one team: what others wait on
 * from it, and what it waits for. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/decide/waits.h"
#include "core/report/believed.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static const char *const state_words[] = {"asked",    "offered", "agreed", "delivered",
                                          "accepted", "refused", "dropped"};

static int longest_wait_first(const void *a, const void *b, const void *context)
{
    const struct wait *x = *(const struct wait *const *)a, *y = *(const struct wait *const *)b;
    const bool known_x = x->f && x->counted_on != CIVIL_NONE;
    const bool known_y = y->f && y->counted_on != CIVIL_NONE;

    (void)context;
    if (x->open != y->open)
        return x->open ? -1 : 1;
    if (known_x != known_y)
        return known_x ? -1 : 1;
    if (known_x && x->float_s != y->float_s)
        return x->float_s < y->float_s ? -1 : 1;
    return 0;
}

struct pick {
    const struct wait **items;
    size_t count, open;
};

enum side { SIDE_ANY, SIDE_GIVES, SIDE_TAKES };

static struct pick pick(const struct report_input *in, const struct waits *waits, enum side side,
                        uint32_t team)
{
    struct pick p = {ARENA_ARRAY(in->owner, const struct wait *, waits->count + 1), 0, 0};

    for (uint32_t i = 0; i < waits->count; i++) {
        const struct wait *w = &waits->items[i];

        if ((side == SIDE_GIVES && w->giving != team) || (side == SIDE_TAKES && w->taking != team))
            continue;
        p.items[p.count++] = w;
        p.open += w->open;
    }
    sort_stable(p.items, p.count, sizeof(p.items[0]), longest_wait_first, NULL, in->owner);
    return p;
}

/* --- text ------------------------------------------------------------------------------------ */

static enum tone tone_of_wait(const struct wait *w)
{
    if (!w->open)
        return TONE_DIM;
    if (!w->f || w->counted_on == CIVIL_NONE)
        return TONE_PLAIN;
    return w->float_s < 0 ? TONE_BAD : TONE_GOOD;
}

/* Changes after it was agreed: announced ones count from their day on. */
static uint32_t changes_since(const struct report_input *in, const struct object *contract)
{
    const struct when *agreed = interface_get_agreed(contract);
    const struct day_ranges *changed = interface_get_changed(contract);
    const int64_t today = civil_day_of(in->plan->as_of);
    uint32_t count = 0;

    for (size_t i = 0; changed && i < changed->count; i++)
        count += changed->items[i].from_day <= today &&
                 (!agreed || changed->items[i].from_day > civil_day_of(agreed->instant));
    return count;
}

static void say_agreed(const struct report_input *in, const struct object *contract,
                       struct line *line)
{
    const struct when *agreed = interface_get_agreed(contract);
    const struct refs *by = interface_get_agreed_by(contract);
    const uint32_t changes = changes_since(in, contract);

    line_add(line, TONE_GOOD, STR(" agreed"));
    if (agreed)
        line_addf(line, TONE_PLAIN, " %.*s", STR_ARG(say_day(in, agreed->instant)));
    for (size_t i = 0; by && i < by->count; i++)
        line_addf(line, TONE_PLAIN, "%s%.*s", i == 0 ? " by " : ", ",
                  STR_ARG(say_who(in->plan, plan_object(in->plan, &by->items[i]))));
    if (changes > 0)
        line_addf(line, TONE_WARN, ", changed %.*s since",
                  STR_ARG(say_count(in, changes, "time", "times")));
}

static void say_interface(const struct report_input *in, const struct wait *w, struct document *d)
{
    const struct object *o = plan_object(in->plan,
                                         handoff_get_interface(in->plan->objects[w->handoff]));
    const struct str *version = o ? interface_get_version(o) : NULL;
    const struct when *by = o ? interface_get_agree_by(o) : NULL;
    struct line *line;

    if (!o || object_is_withheld(o))
        return;
    line = document_paragraph(d, 6, 8);
    line_add(line, TONE_DIM, STR("rests on "));
    line_add(line, TONE_STRONG, o->id);
    if (version)
        line_addf(line, TONE_PLAIN, " %.*s", STR_ARG(*version));
    if (w->unagreed)
        line_addf(line, TONE_WARN, " ○ not agreed%s%.*s", by ? ", due " : "",
                  STR_ARG(by ? say_day(in, by->instant) : STR("")));
    else
        say_agreed(in, o, line);
}

static void say_dates(const struct report_input *in, const struct wait *w, struct document *d)
{
    const struct object *o = in->plan->objects[w->handoff];
    const struct when *asked = handoff_get_asked(o), *offered = handoff_get_offered(o);
    const struct when *delivered = handoff_get_delivered(o), *accepted = handoff_get_accepted(o);
    const struct str *because = handoff_get_refused_because(o);
    struct line *line = document_paragraph(d, 6, 8);

    line_addf(line, TONE_PLAIN, "asked\xc2\xa0%.*s",
              STR_ARG(asked ? say_day(in, asked->instant) : STR("-")));
    line_addf(line, TONE_PLAIN, ", offered\xc2\xa0%.*s",
              STR_ARG(offered ? say_day(in, offered->instant) : STR("-")));
    if (w->f && w->f->need_by_p20 != CIVIL_NONE)
        line_addf(line, TONE_PLAIN, ", needed\xc2\xa0" "by\xc2\xa0%.*s",
                  STR_ARG(say_day(in, finish_day(w->f->need_by_p20))));
    if (delivered)
        line_addf(line, TONE_PLAIN, ", delivered\xc2\xa0%.*s",
                  STR_ARG(say_day(in, delivered->instant)));
    if (accepted)
        line_addf(line, TONE_PLAIN, ", accepted\xc2\xa0%.*s",
                  STR_ARG(say_day(in, accepted->instant)));
    if (w->slips > 0)
        line_addf(line, TONE_WARN, ", slipped\xc2\xa0%.*s",
                  STR_ARG(say_count(in, w->slips, "time", "times")));
    if (w->state == HANDOFF_REFUSED)
        line_addf(line, TONE_BAD, ", refused%s%.*s", because ? ": " : "",
                  STR_ARG(because ? *because : STR("")));
}

static void say_forecast(const struct report_input *in, const struct wait *w, struct document *d)
{
    struct line *line;

    if (!w->f || !w->open)
        return;
    line = document_paragraph(d, 6, 8);
    if (w->state != HANDOFF_DELIVERED)
        line_addf(line, TONE_FORECAST, "delivered\xc2\xa0%.*s (P50) to\xc2\xa0%.*s (P80), ",
                  STR_ARG(say_day(in, finish_day(w->f->delivery_p50))),
                  STR_ARG(say_day(in, finish_day(w->f->delivery_p80))));
    line_addf(line, TONE_FORECAST, "accepted\xc2\xa0%.*s to\xc2\xa0%.*s",
              STR_ARG(say_day(in, finish_day(w->f->acceptance_p50))),
              STR_ARG(say_day(in, finish_day(w->f->acceptance_p80))));
    if (w->f->by_asked_ppm >= 0)
        line_addf(line, TONE_PLAIN, ", %.*s by the asked date",
                  STR_ARG(say_chance(in, w->f->by_asked_ppm)));
    if (w->counted_on != CIVIL_NONE)
        line_addf(line, tone_of_wait(w), w->float_s < 0 ? "; waits\xc2\xa0%.*s at P80%s"
                                                          : "; float\xc2\xa0%.*s at P80%s",
                  STR_ARG(say_days(in, w->float_s < 0 ? w->wait_s : w->float_s)),
                  w->by_need ? " (against the need-by)" : "");
}

static void say_wait(const struct report_input *in, const struct wait *w, struct document *d)
{
    const struct verdict verdict =
        verdict_of(w->open && w->f && w->f->by_asked_ppm >= 0 ? w->f->by_asked_ppm : -1);
    struct line *line = document_paragraph(d, 2, 8);
    struct believed belief;

    line_addf(line, verdict.tone, "%s ", verdict.symbol);
    line_add(line, TONE_PLAIN, say_object(in, in->plan, w->handoff));
    line_add(document_right(d), w->open ? TONE_PLAIN : TONE_DIM, str_of(state_words[w->state]));
    say_dates(in, w, d);
    say_forecast(in, w, d);
    if (w->open && believed_of(in, in->plan->objects[w->handoff]->id, &belief)) {
        line = document_paragraph(d, 6, 8);
        line_addf(line, TONE_PLAIN, "believed: %.*s", STR_ARG(say_believed_whole(in, &belief)));
    }
    say_interface(in, w, d);
}

static void say_list(const struct report_input *in, const struct pick *p, const char *title,
                     const char *none, struct document *d)
{
    document_blank(d);
    line_addf(document_heading(d), TONE_PLAIN, "%s", title);
    if (p->open == 0)
        line_add(document_paragraph(d, 2, 2), TONE_DIM, str_of(none));
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i]->open || in->everything)
            say_wait(in, p->items[i], d);
    if (p->count > p->open && !in->everything)
        line_addf(document_paragraph(d, 2, 2), TONE_DIM, "and %.*s accepted or dropped (--all)",
                  STR_ARG(say_count(in, p->count - p->open, "hand-off", "hand-offs")));
}

/* The team asked for; *ret_team OBJECT_NONE: all. */
static bool find_team(const struct report_input *in, uint32_t *ret_team)
{
    const struct object *o;

    *ret_team = OBJECT_NONE;
    if (in->subject.len == 0)
        return true;
    if (!find_subject(in, &o))
        return false;
    if (o->kind != KIND_team)
        return diag_error(in->out, "wrong-kind", (struct place){0}, "%.*s is no team",
                          STR_ARG(in->subject));
    *ret_team = o->number;
    return true;
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct waits *waits = waits_compute(in->plan, in->forecast, in->owner);
    struct pick gives, takes;
    uint32_t team;

    if (!find_team(in, &team))
        return false;
    say_masthead(in, out);
    if (team == OBJECT_NONE) {
        gives = pick(in, waits, SIDE_ANY, team);
        say_list(in, &gives, "Hand-offs, the longest wait first", "No hand-off is open.", out);
    } else {
        gives = pick(in, waits, SIDE_GIVES, team);
        takes = pick(in, waits, SIDE_TAKES, team);
        say_list(in, &gives, "Others wait on us for", "Nobody waits on this team.", out);
        say_list(in, &takes, "We wait for", "This team waits for nobody.", out);
    }
    document_blank(out);
    line_add(document_paragraph(out, 0, 2), TONE_DIM,
             STR("Needed by: the P20 of the taker's late start for the first promise that hangs on "
                 "it, or on who waits for the taker's people. Waits and float: working days "
                 "between acceptance at P80 and the day "
                 "asked for, or needed by where none was asked."));
    return true;
}

/* --- JSON ------------------------------------------------------------------------------------ */

static void json_wait(const struct report_input *in, const struct wait *w, struct writer *out)
{
    const struct object *o = in->plan->objects[w->handoff];
    const struct object *contract = plan_object(in->plan, handoff_get_interface(o));
    const struct object *giver = handoff_giver_of(in->plan, o);
    const struct object *taker = handoff_taker_of(in->plan, o);
    const struct when *asked = handoff_get_asked(o), *offered = handoff_get_offered(o);
    const struct forecast_handoff *f = w->open ? w->f : NULL;

    writer_map_begin(out, false);
    writer_key_text(out, "id", o->id);
    writer_key_text(out, "what", object_title(o));
    writer_key_text(out, "state", str_of(state_words[w->state]));
    json_id(out, "giving_team", in->plan, w->giving);
    json_id(out, "taking_team", in->plan, w->taking);
    json_id(out, "giver", in->plan, giver ? giver->number : OBJECT_NONE);
    json_id(out, "taker", in->plan, taker ? taker->number : OBJECT_NONE);
    json_date(in, out, "asked", asked ? asked->instant : CIVIL_NONE);
    json_date(in, out, "offered", offered ? offered->instant : CIVIL_NONE);
    writer_key_i64(out, "slips", w->slips);
    json_instant(in, out, "need_by", f ? f->need_by_p20 : CIVIL_NONE);
    json_instant(in, out, "delivery_p50", f ? f->delivery_p50 : CIVIL_NONE);
    json_instant(in, out, "delivery_p80", f ? f->delivery_p80 : CIVIL_NONE);
    json_instant(in, out, "acceptance_p50", f ? f->acceptance_p50 : CIVIL_NONE);
    json_instant(in, out, "acceptance_p80", f ? f->acceptance_p80 : CIVIL_NONE);
    json_probability(out, "by_asked", f ? f->by_asked_ppm : -1);
    json_believed(in, out, in->plan->objects[w->handoff]->id);
    if (f && w->counted_on != CIVIL_NONE) {
        writer_key_text(out, "counted_on", str_of(w->by_need ? "need_by" : "asked"));
        writer_key_fixed(out, "float_days", working_milli_days(in, w->float_s), 3);
        writer_key_fixed(out, "wait_days_at_p80", working_milli_days(in, w->wait_s), 3);
    } else {
        writer_key_null(out, "counted_on");
        writer_key_null(out, "float_days");
        writer_key_null(out, "wait_days_at_p80");
    }
    json_id(out, "interface", in->plan,
            contract && !object_is_withheld(contract) ? contract->number : OBJECT_NONE);
    writer_key_bool(out, "interface_agreed", contract && !w->unagreed);
    if (contract && !object_is_withheld(contract))
        writer_key_i64(out, "interface_changes", changes_since(in, contract));
    else
        writer_key_null(out, "interface_changes");
    writer_map_end(out);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct waits *waits = waits_compute(in->plan, in->forecast, in->owner);
    struct pick all;
    uint32_t team;

    if (!find_team(in, &team))
        return false;
    all = pick(in, waits, SIDE_ANY, OBJECT_NONE);
    json_begin(in, out, "handoffs");
    json_id(out, "team", in->plan, team);
    writer_key(out, STR("handoffs"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < all.count; i++)
        if (team == OBJECT_NONE || all.items[i]->giving == team || all.items[i]->taking == team)
            json_wait(in, all.items[i], out);
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_handoffs = {
    .name = "handoffs",
    .title = "Who waits on whom for what",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};
