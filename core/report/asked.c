/* SPDX-License-Identifier: Apache-2.0 */
/* What became of what the page before asked for: done, better, overdue, dropped, or open still. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/choices.h"
#include "core/plan/plan.h"
#include "core/report/asks.h"

enum {
    GOOD_FROM = 800000,
    DAYS_SAID = 7,              /* a day that moved less goes without saying */
    TITLE_MOST = 26             /* bytes of a title in the list of what is open */
};

enum fate { FATE_DONE, FATE_BETTER, FATE_OVERDUE, FATE_DROPPED, FATE_OPEN, FATE_COUNT };

struct judged {
    struct ask ask;             /* of the plan before */
    enum fate fate;
    struct str words;           /* "decided on 2026-11-20"; empty: nothing more to say */
};

static const char *const kinds[] = {"asked-date", "asked-work", "asked-decision",
                                    "asked-mitigation", NULL, "asked-report"};

static const char *const states[FATE_COUNT] = {"done", "better, but not done", "overdue",
                                               "dropped", "still open, not yet due"};

const char *ask_predicate(const struct report_input *in, const struct ask *ask, const char *part)
{
    return ask->finding
               ? str_format(in->owner, "asked-%s%s", ask->finding->rule->name, part).ptr
               : str_format(in->owner, "%s%s", kinds[ask->kind], part).ptr;
}

static struct telling telling_before(const struct report_input *in)
{
    return (struct telling){.in = in->earlier, .set = claims_of(in->earlier)};
}

static struct judged judged_as(const struct ask *ask, enum fate fate, struct str words)
{
    return (struct judged){*ask, fate, words};
}

/* Nothing was done: late, where it was due before the data date. */
static struct judged not_done(const struct report_input *in, const struct ask *ask)
{
    return judged_as(ask, ask->at < in->plan->as_of ? FATE_OVERDUE : FATE_OPEN, STR(""));
}

static struct str day_words(const struct report_input *in, const char *before,
                            const struct when *when)
{
    struct text words;

    text_init(&words, in->owner);
    text_add(&words, str_of(before));
    if (when) {
        text_add(&words, STR(" on "));
        civil_print_date(&words, when->instant);
    }
    return text_str(&words);
}

static struct judged judge_decision(const struct report_input *in, const struct ask *ask,
                                    const struct object *now)
{
    const struct object *decider = plan_object(in->plan, decision_get_decider(now));

    if (decision_get_state(now) && *decision_get_state(now) == DECISION_WITHDRAWN)
        return judged_as(ask, FATE_DROPPED, STR("the question was withdrawn"));
    if (decision_get_state(now) && *decision_get_state(now) == DECISION_LAPSED)
        return judged_as(ask, FATE_DROPPED, STR("nobody decided, and it lapsed"));
    if (!decision_is_open(now))
        return judged_as(ask, FATE_DONE,
                         day_words(in, "it was decided", decision_get_decided(now)));
    if (!decision_get_decider(ask->object) && decider && !object_is_withheld(decider))
        return judged_as(ask, FATE_DONE, str_format(in->owner, "%.*s was named to decide it",
                                                    STR_ARG(object_title(decider))));
    return not_done(in, ask);
}

static const struct forecast_commitment *promise_now(const struct report_input *in,
                                                     const struct object *o)
{
    for (uint32_t i = 0; in->forecast && i < in->forecast->commitment_count; i++)
        if (str_equal(forecast_plan(in)->objects[in->forecast->commitments[i].object]->id, o->id))
            return &in->forecast->commitments[i];
    return NULL;
}

static struct judged judge_date(const struct report_input *in, const struct ask *ask,
                                const struct object *now)
{
    const struct when *then = commitment_get_date(ask->object), *date = commitment_get_date(now);
    const struct forecast_commitment *c = promise_now(in, now);

    if (then && date && then->instant < date->instant) {
        struct text words;

        text_init(&words, in->owner);
        text_add(&words, STR("it is promised for "));
        civil_print_date(&words, date->instant);
        text_add(&words, STR(" now"));
        return judged_as(ask, FATE_DONE, text_str(&words));
    }
    if (c && c->target != UINT32_MAX && c->probability_ppm >= GOOD_FROM)
        return judged_as(ask, FATE_DONE, STR("it needs no other date any more"));
    return not_done(in, ask);
}

/* Working seconds left at the median; -1: not known. */
static int64_t left_of(const struct report_input *in, const struct object *o)
{
    const uint32_t node = in->network ? in->network->node_of[o->number] : NODE_NONE;

    return node == NODE_NONE ? -1 : in->network->duration_s[node];
}

static struct judged judge_work(const struct report_input *in, const struct ask *ask,
                                const struct object *now)
{
    const int64_t then_s = left_of(in->earlier, ask->object), left_s = left_of(in, now);
    const int64_t *people = task_get_people(now), *before = task_get_people(ask->object);

    if (task_get_finished(now))
        return judged_as(ask, FATE_DONE, day_words(in, "it was finished", task_get_finished(now)));
    if (!task_get_started(now) && left_s >= 0 && left_s < then_s)
        return judged_as(ask, FATE_DONE,
                         str_format(in->owner, "its work was cut from %.*s to %.*s",
                                    STR_ARG(say_days(in, then_s)), STR_ARG(say_days(in, left_s))));
    if (people && (!before || *people > *before))
        return judged_as(ask, FATE_DONE, STR("people were added"));
    return not_done(in, ask);
}

static struct judged judge_risk(const struct report_input *in, const struct ask *ask,
                                const struct object *now)
{
    const int32_t *then = risk_get_likely(ask->object), *likely = risk_get_likely(now);

    if (risk_get_state(now) && *risk_get_state(now) == RISK_RETIRED)
        return judged_as(ask, FATE_DONE, STR("the risk was retired"));
    if (risk_get_state(now) && *risk_get_state(now) == RISK_OCCURRED)
        return judged_as(ask, FATE_DROPPED, STR("it happened"));
    if (then && likely && *likely < *then)      /* less likely is no mitigation yet */
        return judged_as(ask, ask->at < in->plan->as_of ? FATE_OVERDUE : FATE_BETTER,
                         str_format(in->owner, "it is %.*s likely, no longer %.*s",
                                    STR_ARG(say_share(in, *likely)),
                                    STR_ARG(say_share(in, *then))));
    if (!risk_get_mitigation(now) || risk_get_mitigation(now)->count == 0)
        return judged_as(ask, FATE_DROPPED, STR("no mitigation is stated any more"));
    return not_done(in, ask);
}

static struct judged judge_finding(const struct report_input *in, const struct ask *ask,
                                   const struct object *now)
{
    const struct findings *all = in->findings;

    for (size_t i = 0; all && i < all->count; i++) {
        const struct finding *f = &all->items[i];

        if (f->rule != ask->finding->rule || f->subject != now->number)
            continue;
        if (f->state == FINDING_TRUE)
            return not_done(in, ask);
        if (f->state == FINDING_ACCEPTED)
            return judged_as(ask, FATE_DROPPED, STR("it was accepted as it is"));
    }
    return judged_as(ask, FATE_DONE, STR("it is no longer so"));
}

/* Whatever is stated of its progress counts as an answer. */
static struct judged judge_report(const struct report_input *in, const struct ask *ask,
                                  const struct object *now)
{
    const struct when *then = task_get_updated(ask->object), *updated = task_get_updated(now);

    if (task_get_finished(now))
        return judged_as(ask, FATE_DONE, day_words(in, "it was finished", task_get_finished(now)));
    if ((updated && (!then || then->instant < updated->instant)) ||
        left_of(in, now) != left_of(in->earlier, ask->object))
        return judged_as(ask, FATE_DONE, STR("its progress was reported"));
    return not_done(in, ask);
}

static struct judged judge(const struct report_input *in, const struct ask *ask)
{
    const struct object *now = plan_find(in->plan, ask->object->id);

    if (!now)
        return judged_as(ask, FATE_DROPPED, STR("it is no longer in the plan"));
    switch (ask->kind) {
    case ASK_DATE:
        return judge_date(in, ask, now);
    case ASK_WORK:
        return judge_work(in, ask, now);
    case ASK_DECISION:
        return judge_decision(in, ask, now);
    case ASK_MITIGATION:
        return judge_risk(in, ask, now);
    case ASK_REPORT:
        return judge_report(in, ask, now);
    case ASK_FINDING:
        break;
    }
    return judge_finding(in, ask, now);
}

/* What is withheld in either plan is passed over. */
static size_t judge_all(const struct report_input *in, const struct telling *then,
                        struct judged **ret_items)
{
    const struct asks all = asks_find(then);
    struct judged *items = ARENA_ARRAY(in->owner, struct judged, all.count + 1);
    size_t count = 0;

    for (size_t i = 0; i < all.count; i++) {
        const struct object *now = plan_find(in->plan, all.items[i].object->id);

        if ((!now || (now->kind == all.items[i].object->kind && !object_is_withheld(now))) &&
            !names_withheld(in, object_title(all.items[i].object)))
            items[count++] = judge(in, &all.items[i]);
    }
    *ret_items = items;
    return count;
}

/* --- as claims ------------------------------------------------------------------------------ */

static struct str id_of(const struct report_input *in, const struct judged *j, const char *part)
{
    return str_format(in->owner, "%.*s.%s", STR_ARG(j->ask.object->id),
                      ask_predicate(in, &j->ask, part));
}

/* "Move the last fourteen callers…": what is open still is told of in full elsewhere. */
static struct str short_title(const struct report_input *in, const struct object *o)
{
    const struct str title = object_title(o);
    size_t end = TITLE_MOST;

    if (title.len <= TITLE_MOST)
        return title;
    while (end > 0 && title.ptr[end] != ' ')
        end--;
    return end == 0 ? title : str_format(in->owner, "%.*s…", STR_ARG(str_slice(title, 0, end)));
}

static void put_one(const struct report_input *in, struct claims *set, const struct judged *j,
                    const struct claim *who)
{
    const struct object *now = plan_find(in->plan, j->ask.object->id);
    const uint32_t subject = now ? now->number : OBJECT_NONE;
    const struct str asked = id_of(in, j, "");

    claims_add_on(set, (struct claim){.id = asked, .kind = CLAIM_INSTANT, .subject = subject,
                                       .value = j->ask.at, .simulated = true,
                                   .how = "until when it was asked for, told again from the plan "
                                          "before"},
                  (const struct str[]){STR("run.before.inputs"), STR("run.before.digest")}, 2);
    claims_add_on(set, (struct claim){.id = id_of(in, j, ".title"), .kind = CLAIM_NAME,
                                   .subject = subject,
                                   .text = j->fate == FATE_OPEN
                                               ? short_title(in, j->ask.object)
                                               : object_title(j->ask.object),
                                   .how = "what it was called when it was asked for, by its first "
                                          "words where it is open still"},
                  (const struct str[]){STR("run.before.inputs")}, 1);
    if (who)
        claims_add_on(set, (struct claim){.id = id_of(in, j, ".of"), .kind = CLAIM_NAME,
                                       .subject = subject, .text = who->text,
                                       .how = "of whom it was asked"},
                  (const struct str[]){STR("run.before.inputs")}, 1);
    claims_add_on(set, (struct claim){.id = id_of(in, j, ".state"), .kind = CLAIM_TEXT,
                                   .subject = subject, .text = str_of(states[j->fate]),
                                   .simulated = true,
                                   .how = "done or dropped by what the two plans state; overdue "
                                          "where it was asked for before the data date"},
                  (const struct str[]){asked, STR("run.inputs")}, 2);
    if (j->words.len > 0)
        claims_add_on(set, (struct claim){.id = id_of(in, j, ".fate"), .kind = CLAIM_TEXT,
                                       .subject = subject, .text = j->words, .simulated = true,
                                       .worded = true,
                                       .how = "what the two plans state of it"},
                  (const struct str[]){STR("run.before.inputs"), STR("run.inputs")}, 2);
}

void put_asked(const struct report_input *in, struct claims *set)
{
    struct telling then;
    struct judged *items;
    size_t count;

    if (!in->earlier || !in->earlier->forecast || !in->earlier->findings)
        return;
    then = telling_before(in);
    count = judge_all(in, &then, &items);
    for (size_t i = 0; i < count; i++)
        put_one(in, set, &items[i],
                items[i].ask.who ? claim_at(&then, items[i].ask.object->id, items[i].ask.who)
                                 : NULL);
}

/* --- in words ------------------------------------------------------------------------------- */

bool ask_is_same(const struct ask *a, const struct ask *b)
{
    return a->kind == b->kind && str_equal(a->object->id, b->object->id) &&
           (a->finding ? a->finding->rule : NULL) == (b->finding ? b->finding->rule : NULL);
}

/* What is on the list again; NULL: it is not. */
static const struct ask *asked_again(const struct asks *now, const struct judged *j)
{
    for (size_t i = 0; i < now->count; i++)
        if (ask_is_same(&now->items[i], &j->ask))
            return &now->items[i];
    return NULL;
}

/* Whether it is asked again for much the same day. */
static bool is_as_it_was(const struct telling *t, const struct ask *again)
{
    const struct claim *then =
        again ? claim_at(t, again->object->id, ask_predicate(t->in, again, "")) : NULL;
    const int64_t moved = then ? again->at - then->value : 0;

    return then && moved < DAYS_SAID * CIVIL_DAY_S && moved > -DAYS_SAID * CIVIL_DAY_S;
}

/* ", by Mon 4 Jan, no longer Tue 12 Jan". */
static void say_day_moved(const struct telling *t, const struct ask *again, struct line *line)
{
    if (!again->by)
        return;
    cite_with(t, line, ", by ", (again->dated ? again->dated : again->object)->id, again->by, "");
    cite_with(t, line, ", no longer ", again->object->id, ask_predicate(t->in, again, ""), "");
}

static void say_one(const struct telling *t, const struct asks *now, const struct judged *j,
                    struct line *line)
{
    const struct str id = j->ask.object->id;
    const struct ask *again = asked_again(now, j);

    line_add(line, TONE_PLAIN, STR("\""));
    cite(t, line, TONE_PLAIN, id, ask_predicate(t->in, &j->ask, ".title"));
    line_add(line, TONE_PLAIN, STR("\""));
    if (!str_equal_nocase(object_title(j->ask.object), id))
        cite_with(t, line, " (", id, "id", ")");
    cite_with(t, line, ": ", id, ask_predicate(t->in, &j->ask, ".fate"), "");
    if (again && j->fate == FATE_OPEN)
        say_day_moved(t, again, line);
    if (j->fate != FATE_OVERDUE)
        return;
    if (cite_who_with(t, line, ", asked of ", id, ask_predicate(t->in, &j->ask, ".of"), ""))
        cite_with(t, line, " by ", id, ask_predicate(t->in, &j->ask, ""), "");
    else
        cite_with(t, line, ", asked for by ", id, ask_predicate(t->in, &j->ask, ""), "");
}

/* What is open and asked again for the day it had stands in full in the list of asks. */
static bool is_left_for_last(const struct telling *t, const struct asks *now,
                             const struct judged *j)
{
    return j->fate == FATE_OPEN && is_as_it_was(t, asked_again(now, j));
}

/* "; and, as asked above: r-07, r-03." Ends the line of what is open; NULL: it is not begun. */
static void say_as_it_was(const struct telling *t, const struct asks *now,
                          const struct judged *items, size_t count, struct line *line)
{
    size_t said = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_left_for_last(t, now, &items[i]))
            continue;
        if (!line) {
            line = tell_item(t);
            cite_first(t, line, TONE_STRONG, items[i].ask.object->id,
                       ask_predicate(t->in, &items[i].ask, ".state"));
            line_add(line, TONE_STRONG, STR(", as asked above: "));
        } else {
            line_add(line, TONE_PLAIN, said > 0 ? STR(", ") : STR("; and, as asked above: "));
        }
        said++;
        cite(t, line, TONE_PLAIN, items[i].ask.object->id, "id");
    }
    if (line)
        line_add(line, TONE_PLAIN, STR("."));
}

void tell_asked(const struct telling *t)
{
    const struct report_input *in = t->in;
    struct telling then;
    struct judged *items;
    struct line *line;
    struct asks now;
    size_t count;

    if (!in->earlier || !in->earlier->forecast || !in->earlier->findings)
        return;
    then = telling_before(in);
    now = asks_find(t);
    count = judge_all(in, &then, &items);
    line = tell_paragraph(t);
    if (count == 0) {
        cite_with(t, line, "Nothing was asked for on ", in->plan->program->id, "as_of.before",
                  ".");
        return;
    }
    cite_with(t, line, "Of what was asked on ", in->plan->program->id, "as_of.before", ":");
    for (enum fate fate = 0; fate < FATE_COUNT; fate++) {
        size_t said = 0;

        for (size_t i = 0; i < count; i++) {
            if (items[i].fate != fate || is_left_for_last(t, &now, &items[i]))
                continue;
            if (said++ == 0) {
                line = tell_item(t);
                cite_first(t, line, TONE_STRONG, items[i].ask.object->id,
                           ask_predicate(in, &items[i].ask, ".state"));
                line_add(line, TONE_STRONG, STR(": "));
            } else {
                line_add(line, TONE_PLAIN, STR("; "));
            }
            say_one(t, &now, &items[i], line);
        }
        if (fate == FATE_OPEN)
            say_as_it_was(t, &now, items, count, said > 0 ? line : NULL);
        else if (said > 0)
            line_add(line, TONE_PLAIN, STR("."));
    }
}
