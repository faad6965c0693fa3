/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/questions.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/edit/change.h"
#include "core/plan/beliefs.h"
#include "core/report/behind.h"
#include "core/report/simulated.h"
#include "core/syntax/tree.h"

enum { SOON_DAYS = 14, HANDOFF_DAYS = 28, STALE_WEEKS_MOST = 4, OLD_DAYS = 28, PPM = 1000000 };

enum { PROMISES_MOST = BELIEF_QUESTIONS };

struct promise {                /* of which beliefs may be asked */
    const struct object *object;
    bool *leads;                /* [node_count]: what leads to it */
};

struct asking {
    const struct report_input *in;
    struct promise promises[PROMISES_MOST];
    size_t promise_count;
    const struct object *team;
    struct question *items;
    size_t count;
};

/* --- what is known of it --------------------------------------------------------------------- */

/* Its number in the forecast's plan, which holds what open decisions are assumed to do. */
static uint32_t number_of(const struct report_input *in, const struct object *o)
{
    const struct object *there = in->forecast ? plan_find(forecast_plan(in), o->id) : NULL;

    return there ? there->number : OBJECT_NONE;
}

static const struct forecast_task *figures_of(const struct report_input *in,
                                              const struct object *o)
{
    const uint32_t number = number_of(in, o);

    return number != OBJECT_NONE && in->forecast->by_object ? in->forecast->by_object[number]
                                                            : NULL;
}

/* Days of P80 that its uncertainty costs; where that was not measured, half of what its own range
 * holds in the runs in which it drives. */
static int64_t worth_of(const struct report_input *in, const struct object *o)
{
    const struct forecast_task *t = figures_of(in, o);
    const uint32_t number = number_of(in, o);

    if (number == OBJECT_NONE)
        return 0;
    for (uint32_t i = 0; i < in->forecast->sensitivity_count; i++)
        if (in->forecast->sensitivity[i].object == number)
            return in->forecast->sensitivity[i].p80_s;
    return t ? (t->p90 - t->p10) / 2 / PPM * t->criticality_any_ppm : 0;
}

static int64_t last_said(const struct object *o)
{
    const struct when *updated = task_get_updated(o), *estimated = task_get_estimated(o);
    const struct when *started = task_get_started(o);
    int64_t last = CIVIL_NONE;

    if (updated)
        last = updated->instant;
    if (estimated && estimated->instant > last)
        last = estimated->instant;
    if (started && started->instant > last)
        last = started->instant;
    return last;
}

/* Whether a change of the last days speaks of it. */
static bool was_changed(const struct report_input *in, const struct object *o)
{
    for (size_t i = 0; i < in->change_count; i++)
        for (const struct node *n = in->log[i].edits ? in->log[i].edits->first : NULL; n;
             n = n->next)
            if (str_starts(n->name, o->id) && n->name.len > o->id.len &&
                n->name.ptr[o->id.len] == '.')
                return true;
    return false;
}

static bool is_fresh(const struct report_input *in, const struct object *o)
{
    const struct when *updated = o->kind == KIND_task      ? task_get_updated(o)
                                 : o->kind == KIND_handoff ? handoff_get_updated(o)
                                                           : NULL;

    return was_changed(in, o) ||
           (updated && updated->instant > in->plan->as_of - QUESTION_FRESH_DAYS * CIVIL_DAY_S);
}

static struct str stated(const struct report_input *in, const struct object *o, const char *field)
{
    const uint16_t index = schema_field(o->kind, str_of(field));
    const void *value = index == UINT16_MAX ? NULL : object_value(o, index);
    struct text text;

    text_init(&text, in->owner);
    if (value)
        field_print_line(&schema_kinds[o->kind].fields[index], value, &text);
    return text_str(&text);
}

/* --- asking ----------------------------------------------------------------------------------- */

static void add(struct asking *a, const struct object *o, const char *field, int64_t value_s,
                struct str prompt, struct str why)
{
    a->items[a->count++] = (struct question){
        .team = a->team, .subject = o, .field = field, .current = stated(a->in, o, field),
        .prompt = prompt, .why = why, .value_s = value_s};
}

/* "holds 4 d of P80; said 3 weeks ago" */
static struct str reason_of(const struct report_input *in, int64_t worth_s, int64_t said,
                            const char *more)
{
    const int64_t days = said == CIVIL_NONE ? 0 : (in->plan->as_of - said) / CIVIL_DAY_S;
    struct text t;

    text_init(&t, in->owner);
    if (worth_s > 0)
        text_addf(&t, "holds %.*s of P80", STR_ARG(say_days(in, worth_s)));
    if (more)
        text_addf(&t, "%s%s", worth_s > 0 ? "; " : "", more);
    if (said == CIVIL_NONE)
        text_addf(&t, "%snobody said when", worth_s > 0 || more ? "; " : "");
    else
        text_addf(&t, "%slast said %lld day%s ago", worth_s > 0 || more ? "; " : "",
                  (long long)days, days == 1 ? "" : "s");
    return text_str(&t);
}

static int64_t aged(const struct report_input *in, int64_t worth_s, int64_t said)
{
    int64_t weeks = said == CIVIL_NONE ? STALE_WEEKS_MOST
                                       : (in->plan->as_of - said) / (7 * CIVIL_DAY_S);

    weeks = weeks < 0 ? 0 : weeks > STALE_WEEKS_MOST ? STALE_WEEKS_MOST : weeks;
    return worth_s / 2 * (1 + weeks) + weeks;
}

static void ask_task(struct asking *a, const struct object *o)
{
    const struct report_input *in = a->in;
    const struct forecast_task *t = figures_of(in, o);
    const int64_t worth_s = worth_of(in, o), said = last_said(o), now = in->plan->as_of;
    const bool overdue = t && t->p50 < now;
    const bool *inactive = task_get_inactive(o);

    if (task_get_finished(o) || (inactive && *inactive) || (is_fresh(in, o) && !overdue))
        return;
    if (task_get_started(o)) {
        add(a, o, "remaining", aged(in, worth_s, said),
            STR("how much work is left?"),
            reason_of(in, worth_s, said, overdue ? "should be finished by now" : NULL));
        return;
    }
    if (!t || t->start_p50 > now + SOON_DAYS * CIVIL_DAY_S)
        return;
    if (t->start_p50 <= now + CIVIL_DAY_S)
        add(a, o, "started", aged(in, worth_s, said), STR("has it started, and when?"),
            reason_of(in, worth_s, said, "could run now"));
    else if (said == CIVIL_NONE || now - said > OLD_DAYS * CIVIL_DAY_S)
        add(a, o, "estimate", aged(in, worth_s, said), STR("does the estimate still hold?"),
            reason_of(in, worth_s, said, "starts within two weeks"));
}

static const struct forecast_handoff *handoff_figures(const struct report_input *in,
                                                      const struct object *o)
{
    const uint32_t number = number_of(in, o);

    for (uint32_t i = 0; number != OBJECT_NONE && i < in->forecast->handoff_count; i++)
        if (in->forecast->handoffs[i].object == number)
            return &in->forecast->handoffs[i];
    return NULL;
}

/* The giver about its date, when it comes near or is unlikely. */
static void ask_handoff(struct asking *a, const struct object *o)
{
    const struct report_input *in = a->in;
    const struct when *offered = handoff_get_offered(o), *asked = handoff_get_asked(o);
    const struct when *date = offered ? offered : asked;
    const struct forecast_handoff *f = handoff_figures(in, o);
    const int64_t worth_s = worth_of(in, o);
    const bool unlikely = f && f->by_asked_ppm >= 0 && f->by_asked_ppm < 800000;
    const int64_t days = date ? (date->instant - in->plan->as_of) / CIVIL_DAY_S : 0;
    struct text why;

    if (!handoff_is_open(in->plan, o->number) || is_fresh(in, o) ||
        handoff_giving_team(in->plan, o) != a->team || (date && days > HANDOFF_DAYS && !unlikely))
        return;
    text_init(&why, in->owner);
    if (!date)
        text_add(&why, STR("nobody named a date"));
    else if (days < 0)
        text_addf(&why, "was due %lld days ago", (long long)-days);
    else
        text_addf(&why, "due in %lld days", (long long)days);
    if (handoff_get_was(o) && handoff_get_was(o)->count > 0)
        text_addf(&why, "; moved %s before",
                  handoff_get_was(o)->count == 1
                      ? "once"
                      : str_format(in->owner, "%zu times", handoff_get_was(o)->count).ptr);
    if (unlikely)
        text_addf(&why, "; %.*s likely by the date asked for",
                  STR_ARG(say_share(in, f->by_asked_ppm)));
    add(a, o, "offered", (worth_s > 0 ? worth_s : CIVIL_DAY_S / 4) + (days < 0 ? CIVIL_DAY_S : 0),
        offered ? STR("does the date still hold?") : STR("by when can you give it?"),
        text_str(&why));
}

static void ask_blocker(struct asking *a, const struct object *o)
{
    const struct report_input *in = a->in;
    const struct refs *blocks = blocker_get_blocks(o);
    const struct when *since = blocker_get_since(o);
    int64_t worth_s = 0;
    bool ours = false;

    if (blocker_get_cleared(o) || is_fresh(in, o) ||
        (since && since->instant > in->plan->as_of - QUESTION_FRESH_DAYS * CIVIL_DAY_S))
        return;
    for (uint32_t i = 0; blocks && i < blocks->count; i++) {
        const struct object *work = plan_object(in->plan, &blocks->items[i]);

        if (!work || plan_team_of(in->plan, work) != a->team)
            continue;
        ours = true;
        worth_s = worth_of(in, work) > worth_s ? worth_of(in, work) : worth_s;
    }
    if (ours)
        add(a, o, "cleared", worth_s + CIVIL_DAY_S, STR("is it cleared, and since when?"),
            STR("it stops work"));
}

/* --- what they believe ------------------------------------------------------------------------ */

bool question_is_private(const struct question *q)
{
    return str_equal(str_of(q->field), STR("belief"));
}

/* The first promises by rank; nothing that was published in the last days, and nothing at all where
 * no three could answer. */
static void find_promises(struct asking *a)
{
    const struct report_input *in = a->in;
    const struct object *const *list;
    const size_t count = belief_questions(in->plan, NULL, in->owner, &list);

    if (plan_count(in->plan, KIND_person) < BELIEF_LEAST || !in->network)
        return;
    for (size_t i = 0; i < count; i++) {
        const struct object *o = list[i];
        const struct object *target = o->kind == KIND_commitment && commitment_get_milestone(o)
                                          ? plan_object(in->plan, commitment_get_milestone(o))
                                          : NULL;
        const uint32_t node = target ? in->network->node_of[target->number] : NODE_NONE;
        const struct object *pulse = belief_latest(in->plan, o, BELIEF_PROBABILITY);

        if (node != NODE_NONE &&
            !(pulse && pulse_get_dated(pulse)->instant >
                           in->plan->as_of - QUESTION_FRESH_DAYS * CIVIL_DAY_S))
            a->promises[a->promise_count++] =
                (struct promise){o, what_leads_to(in->network, node, in->owner)};
    }
}

/* The most days of P80 that open work of the team holds, of what leads to it. -1: none does. */
static int64_t share_of(const struct asking *a, const struct promise *promise)
{
    const struct network *n = a->in->network;
    int64_t most = -1;

    for (uint32_t node = 0; node < n->node_count; node++) {
        const struct object *o = a->in->plan->objects[n->object[node]];
        int64_t worth_s;

        if (!promise->leads[node] || n->role[node] != ROLE_TASK ||
            n->progress[node] == PROGRESS_FINISHED || plan_team_of(a->in->plan, o) != a->team)
            continue;
        worth_s = worth_of(a->in, o);
        most = worth_s > most ? worth_s : most;
    }
    return most;
}

static void add_belief(struct asking *a, const struct object *promise, int64_t worth_s)
{
    const struct report_input *in = a->in;
    const struct object *pulse = belief_latest(in->plan, promise, BELIEF_PROBABILITY);
    const int64_t said = pulse ? pulse_get_dated(pulse)->instant : CIVIL_NONE;
    const struct str by = commitment_get_date(promise)
        ? stated(in, promise, "date") : STR("its date");
    struct text why;

    text_init(&why, in->owner);
    if (worth_s > 0)
        text_addf(&why, "your work holds %.*s of P80; ", STR_ARG(say_days(in, worth_s)));
    if (pulse)
        text_addf(&why, "last believed %lld days ago",
                  (long long)((in->plan->as_of - said) / CIVIL_DAY_S));
    else
        text_add(&why, STR("nothing is published yet"));
    add(a, promise, "belief", aged(in, worth_s, said),
        str_format(in->owner, "in private, how likely is it kept by %.*s, 0%% to 100%%?",
                   STR_ARG(by)), text_str(&why));
    a->items[a->count - 1].current = (struct str){NULL, 0};
}

/* Of the promises the one to which the team's own work holds most. */
static void ask_belief(struct asking *a)
{
    const struct object *most = NULL;
    int64_t most_s = -1;

    for (size_t i = 0; i < a->promise_count; i++) {
        const int64_t worth_s = share_of(a, &a->promises[i]);

        if (worth_s > most_s) {
            most_s = worth_s;
            most = a->promises[i].object;
        }
    }
    if (most)
        add_belief(a, most, most_s);
}

static int most_valuable(const void *left, const void *right, const void *context)
{
    const struct question *a = left, *b = right;

    (void)context;
    return (a->value_s < b->value_s) - (a->value_s > b->value_s);
}

static struct question_sheet sheet_of(struct asking *a, const struct object *team)
{
    const struct report_input *in = a->in;
    const struct plan *p = in->plan;
    const struct object *lead = plan_object(p, team_get_lead(team));

    a->team = team;
    a->count = 0;
    a->items = ARENA_ARRAY(in->owner, struct question, p->object_count + 2);
    for (uint32_t i = 0; i < p->object_count; i++) {
        const struct object *o = p->objects[i];

        if (object_is_withheld(o))
            continue;
        if (o->kind == KIND_task && plan_team_of(p, o) == team)
            ask_task(a, o);
        else if (o->kind == KIND_handoff)
            ask_handoff(a, o);
        else if (o->kind == KIND_blocker)
            ask_blocker(a, o);
    }
    ask_belief(a);
    sort_stable(a->items, a->count, sizeof(a->items[0]), most_valuable, NULL, in->owner);
    return (struct question_sheet){team, lead && !object_is_withheld(lead) ? lead : NULL, a->items,
                                   a->count < QUESTIONS_MOST ? a->count : QUESTIONS_MOST};
}

bool questions_ask(const struct report_input *in, const struct question_sheet **ret_sheets,
                   size_t *ret_count)
{
    const struct plan *p = in->plan;
    const size_t teams = plan_count(p, KIND_team);
    struct question_sheet *sheets = ARENA_ARRAY(in->owner, struct question_sheet, teams + 1);
    const bool all = in->subject.len == 0 || str_equal(in->subject, STR("all"));
    struct str *names = ARENA_ARRAY(in->owner, struct str, teams + 1), near;
    struct asking a = {.in = in};

    *ret_count = 0;
    *ret_sheets = sheets;
    find_promises(&a);
    for (uint32_t i = 0; i < teams; i++) {
        const struct object *team = plan_nth(p, KIND_team, i);

        names[i] = team->id;
        if (!all && !str_equal(in->subject, team->id))
            continue;
        sheets[*ret_count] = sheet_of(&a, team);
        *ret_count += !all || sheets[*ret_count].count > 0;
    }
    if (all || *ret_count > 0)
        return true;
    near = diag_nearest(in->subject, names, teams);
    diag_error(in->out, "unknown-id", (struct place){0}, "no team is named `%.*s`",
               STR_ARG(in->subject));
    if (near.len > 0)
        diag_hint(in->out, "did you mean `%.*s`?", STR_ARG(near));
    return false;
}
