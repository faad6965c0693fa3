/* SPDX-License-Identifier: Apache-2.0 */
/* What this plan cannot answer yet, each question with whom to ask, most valuable first. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { QUESTIONS_MOST = 1 << 20, SHOWN = 12, DRIVING_PPM = 50000 };

struct asking {
    const struct object *about;
    const struct object *who;   /* NULL: nobody is known */
    const char *why;            /* one word: estimate, spread, owner... */
    struct str text;
    int64_t worth_s;            /* working seconds of P80 its uncertainty costs; -1: unknown */
    int64_t by;                 /* CIVIL_NONE */
};

struct askings {
    const struct report_input *in;
    struct asking *items;
    size_t count, capacity;
    int64_t *worth;             /* [object_count]; -1 */
};

static const struct object *manager_of(const struct plan *p)
{
    const struct object *manager = plan_object(p, program_get_manager(p->program));

    return manager ? manager : plan_object(p, program_get_sponsor(p->program));
}

static void add(struct askings *a, const struct object *about, const struct object *who,
                const char *why, int64_t by, struct str text)
{
    if (object_is_withheld(about) ||
        !arena_grow(a->in->owner, (void **)&a->items, a->count, &a->capacity, sizeof(a->items[0]),
                    QUESTIONS_MOST))
        return;
    a->items[a->count++] = (struct asking){
        about, who ? who : manager_of(a->in->plan), why, text, a->worth[about->number], by};
}

/* What taking its uncertainty away moves the P80 of the main promise by: screened in the
 * simulation that was run, with common random numbers. */
static void find_worth(struct askings *a)
{
    const struct forecast *f = a->in->forecast;
    const struct plan *p = a->in->plan;

    a->worth = ARENA_ARRAY(a->in->owner, int64_t, (size_t)p->object_count + 1);
    for (uint32_t i = 0; i < p->object_count; i++)
        a->worth[i] = -1;
    for (uint32_t i = 0; f && i < f->sensitivity_count; i++) {
        const struct object *o =
            plan_find(p, forecast_plan(a->in)->objects[f->sensitivity[i].object]->id);

        if (o && f->sensitivity[i].p80_s > 0)
            a->worth[o->number] = f->sensitivity[i].p80_s;
    }
}

static bool drives(const struct askings *a, const struct object *o)
{
    const struct object *there =
        a->in->forecast ? plan_find(forecast_plan(a->in), o->id) : NULL;
    const struct forecast_task *t = there ? a->in->forecast->by_object[there->number] : NULL;

    return t && t->criticality_any_ppm >= DRIVING_PPM;
}

static void ask_of_task(struct askings *a, const struct object *o)
{
    const struct plan *p = a->in->plan;
    struct arena *owner = a->in->owner;
    const struct object *who = plan_owner_of(p, o);
    const struct estimate *left = task_get_remaining(o), *whole = task_get_estimate(o);
    const struct estimate *e = left ? left : whole ? whole : task_get_effort(o);
    const bool *event = task_get_event(o), *inactive = task_get_inactive(o);

    if (task_get_finished(o) || (event && *event) || (inactive && *inactive) ||
        a->in->network->node_of[o->number] == NODE_NONE ||
        a->in->network->role[a->in->network->node_of[o->number]] != ROLE_TASK)
        return;
    if (!e)
        add(a, o, who, "estimate", CIVIL_NONE,
            str_format(owner, "How long does %.*s (%.*s) take: early, likely and late?",
                       STR_ARG(object_title(o)), STR_ARG(o->id)));
    else if (e->shape == SHAPE_SINGLE && drives(a, o))
        add(a, o, who, "spread", CIVIL_NONE,
            str_format(owner, "You gave one number for %.*s (%.*s): what is early, and what is "
                       "late?", STR_ARG(object_title(o)), STR_ARG(o->id)));
    if (!who && drives(a, o))
        add(a, o, NULL, "owner", CIVIL_NONE,
            str_format(owner, "Who answers for %.*s (%.*s)?", STR_ARG(object_title(o)),
                       STR_ARG(o->id)));
}

static void ask_of_handoff(struct askings *a, const struct object *o)
{
    const struct plan *p = a->in->plan;
    const uint32_t *stated = handoff_get_state(o);
    const uint32_t state = stated ? *stated : HANDOFF_ASKED;
    const struct when *asked = handoff_get_asked(o), *offered = handoff_get_offered(o);
    const struct object *giver = handoff_giver_of(p, o), *taker = handoff_taker_of(p, o);
    struct arena *owner = a->in->owner;

    if (state == HANDOFF_ACCEPTED || state == HANDOFF_DROPPED)
        return;
    if (state == HANDOFF_ASKED)
        add(a, o, giver, "answer", asked ? asked->instant : CIVIL_NONE,
            str_format(owner, "By when can you deliver %.*s (%.*s)%s%.*s?",
                       STR_ARG(object_title(o)), STR_ARG(o->id), asked ? "; asked for " : "",
                       STR_ARG(asked ? say_day(a->in, asked->instant) : STR(""))));
    else if (state == HANDOFF_OFFERED && offered)
        add(a, o, taker, "answer", offered->instant,
            str_format(owner, "%.*s (%.*s) is offered for %.*s%s%.*s: do you agree?",
                       STR_ARG(object_title(o)), STR_ARG(o->id),
                       STR_ARG(say_day(a->in, offered->instant)), asked ? ", asked for " : "",
                       STR_ARG(asked ? say_day(a->in, asked->instant) : STR(""))));
    if (!giver || !taker)
        add(a, o, NULL, "owner", CIVIL_NONE,
            str_format(owner, "Who %s %.*s (%.*s)?", giver ? "takes" : "gives",
                       STR_ARG(object_title(o)), STR_ARG(o->id)));
    if (!handoff_get_accepted_when(o))
        add(a, o, taker, "test", CIVIL_NONE,
            str_format(owner, "When do you accept %.*s (%.*s): what must be true?",
                       STR_ARG(object_title(o)), STR_ARG(o->id)));
}

/* The dearest of what a question or an assumption is about. */
static int64_t dearest(const struct askings *a, const struct refs *about)
{
    int64_t most = -1;

    for (size_t i = 0; about && i < about->count; i++)
        if (about->items[i].object != OBJECT_NONE && a->worth[about->items[i].object] > most)
            most = a->worth[about->items[i].object];
    return most;
}

static void ask_of_live(struct askings *a)
{
    const struct plan *p = a->in->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_question); i++) {
        const struct object *o = plan_nth(p, KIND_question, i);
        const struct when *by = question_get_by(o);
        const size_t before = a->count;

        if (question_get_answer(o) || question_get_answered(o))
            continue;
        add(a, o, plan_object(p, question_get_ask(o)), "question", by ? by->instant : CIVIL_NONE,
            object_title(o));
        if (a->count > before)
            a->items[before].worth_s = dearest(a, question_get_about(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_assumption); i++) {
        const struct object *o = plan_nth(p, KIND_assumption, i);
        const uint32_t *state = assumption_get_state(o);
        const struct when *by = assumption_get_check_by(o);
        const struct str *test = assumption_get_test(o);
        const bool expired = by && by->instant + CIVIL_DAY_S <= p->as_of;
        const size_t before = a->count;

        if (state && *state != ASSUMPTION_UNCHECKED)
            continue;
        add(a, o, plan_object(p, assumption_get_owner(o)), expired ? "expired" : "assumption",
            by ? by->instant : CIVIL_NONE,
            str_format(a->in->owner, "Does this hold: %.*s?%s%.*s", STR_ARG(object_title(o)),
                       test ? " Cheapest check: " : "", STR_ARG(test ? *test : STR(""))));
        if (a->count > before)
            a->items[before].worth_s = dearest(a, assumption_get_supports(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_stakeholder); i++) {
        const struct object *o = plan_nth(p, KIND_stakeholder, i);

        if (!stakeholder_get_measure(o))
            add(a, o, plan_object(p, stakeholder_get_person(o)), "measure", CIVIL_NONE,
                str_format(a->in->owner, "How will %.*s see that it worked: which number, until "
                           "when?", STR_ARG(object_title(o))));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_decision); i++) {
        const struct object *o = plan_nth(p, KIND_decision, i);

        if (!decision_get_decider(o) && !decision_get_decided(o))
            add(a, o, NULL, "decider", CIVIL_NONE,
                str_format(a->in->owner, "Who decides: %.*s (%.*s)?", STR_ARG(object_title(o)),
                           STR_ARG(o->id)));
    }
}

/* What the taker tests and the giver does not call done. */
static void ask_of_done(struct askings *a, const struct object *o)
{
    const struct texts *wanted = handoff_get_accepted_when(o), *done = handoff_get_done_when(o);
    const uint32_t *state = handoff_get_state(o);

    if (state && *state >= HANDOFF_ACCEPTED)
        return;
    for (size_t i = 0; wanted && done && done->count > 0 && i < wanted->count; i++) {
        bool both = false;

        for (size_t k = 0; k < done->count; k++)
            both = both || str_equal_nocase(done->items[k], wanted->items[i]);
        if (!both)
            add(a, o, handoff_giver_of(a->in->plan, o), "done", CIVIL_NONE,
                str_format(a->in->owner, "%.*s (%.*s) will be tested for: %.*s. Is that in what "
                           "you call done?", STR_ARG(object_title(o)), STR_ARG(o->id),
                           STR_ARG(wanted->items[i])));
    }
}

static bool differ(const struct when *a, const struct when *b)
{
    return a && b && civil_day_of(a->instant) != civil_day_of(b->instant);
}

/* Two that count one outcome differently, or want it by different days. */
static void ask_of_measures(struct askings *a)
{
    const struct plan *p = a->in->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_stakeholder); i++)
        for (uint32_t k = i + 1; k < plan_count(p, KIND_stakeholder); k++) {
            const struct object *x = plan_nth(p, KIND_stakeholder, i);
            const struct object *y = plan_nth(p, KIND_stakeholder, k);
            const struct str *outcome = stakeholder_get_outcome(x);
            const struct str *other = stakeholder_get_outcome(y);
            const struct str *one = stakeholder_get_measure(x), *two = stakeholder_get_measure(y);
            const struct when *by = stakeholder_get_by(x), *until = stakeholder_get_by(y);

            if (object_is_withheld(x) || object_is_withheld(y) || !outcome || !other || !one ||
                !two || !str_equal(*outcome, *other) ||
                (str_equal_nocase(*one, *two) && !differ(by, until)))
                continue;
            add(a, x, NULL, "conflict", CIVIL_NONE,
                str_format(a->in->owner, "%.*s: %.*s counts %.*s%s%.*s, %.*s counts %.*s%s%.*s. "
                           "Which of them is success?", STR_ARG(*outcome),
                           STR_ARG(object_title(x)), STR_ARG(*one), by ? " by " : "",
                           STR_ARG(by ? say_day(a->in, by->instant) : STR("")),
                           STR_ARG(object_title(y)), STR_ARG(*two), until ? " by " : "",
                           STR_ARG(until ? say_day(a->in, until->instant) : STR(""))));
        }
}

/* Nobody says what happens next, or the day of it has passed. */
static void ask_of_blocker(struct askings *a, const struct object *o)
{
    const struct when *by = blocker_get_by(o);
    const struct object *who = plan_object(a->in->plan, blocker_get_owner(o));

    if (object_is_withheld(o) || blocker_get_cleared(o))
        return;
    if (!blocker_get_next(o))
        add(a, o, who, "next", CIVIL_NONE,
            str_format(a->in->owner, "%.*s (%.*s): what is the next step, and by when?",
                       STR_ARG(object_title(o)), STR_ARG(o->id)));
    else if (by && by->instant + CIVIL_DAY_S <= a->in->plan->as_of)
        add(a, o, who, "next", by->instant,
            str_format(a->in->owner, "%.*s (%.*s): was it done by %.*s: %.*s?",
                       STR_ARG(object_title(o)), STR_ARG(o->id),
                       STR_ARG(say_day(a->in, by->instant)), STR_ARG(*blocker_get_next(o))));
}

static int most_valuable_first(const void *left, const void *right, const void *context)
{
    const struct asking *a = left, *b = right;

    (void)context;
    if (a->worth_s != b->worth_s)
        return a->worth_s > b->worth_s ? -1 : 1;
    if (a->by != b->by && (a->by == CIVIL_NONE || b->by == CIVIL_NONE))
        return a->by == CIVIL_NONE ? 1 : -1;
    return a->by < b->by ? -1 : a->by > b->by;
}

static bool collect(const struct report_input *in, struct askings *a)
{
    const struct object *who = NULL;
    size_t kept = 0;

    *a = (struct askings){.in = in};
    if (in->subject.len > 0 && !find_subject(in, &who))
        return false;
    find_worth(a);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++)
        ask_of_task(a, plan_nth(in->plan, KIND_task, i));
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++)
        ask_of_handoff(a, plan_nth(in->plan, KIND_handoff, i));
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++)
        if (!object_is_withheld(plan_nth(in->plan, KIND_handoff, i)))
            ask_of_done(a, plan_nth(in->plan, KIND_handoff, i));
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_blocker); i++)
        ask_of_blocker(a, plan_nth(in->plan, KIND_blocker, i));
    ask_of_measures(a);
    ask_of_live(a);
    for (size_t i = 0; i < a->count; i++)
        if (!who || a->items[i].who == who)
            a->items[kept++] = a->items[i];
    a->count = kept;
    sort_stable(a->items, a->count, sizeof(a->items[0]), most_valuable_first, NULL, in->owner);
    return true;
}

static bool text(const struct report_input *in, struct document *out)
{
    struct askings a;
    size_t shown;

    if (!collect(in, &a))
        return false;
    shown = in->everything || a.count < SHOWN ? a.count : SHOWN;
    say_masthead(in, out);
    document_blank(out);
    if (a.count == 0)
        line_add(document_paragraph(out, 0, 0), TONE_GOOD, STR("Nothing is left to ask."));
    for (size_t i = 0; i < shown; i++) {
        const struct asking *q = &a.items[i];
        struct line *line = document_paragraph(out, 0, 4);

        line_addf(line, TONE_DIM, "%2zu  ", i + 1);
        line_addf(line, q->who ? TONE_STRONG : TONE_BAD, "%.*s: ",
                  STR_ARG(say_who(in->plan, q->who)));
        line_add(line, TONE_PLAIN, q->text);
        if (q->worth_s > 0)
            line_addf(document_right(out), TONE_DIM, "up to %.*s",
                      STR_ARG(say_days(in, q->worth_s)));
        else
            line_add(document_right(out), TONE_DIM, str_of(q->why));
    }
    if (shown < a.count)
        line_addf(document_paragraph(out, 0, 4), TONE_DIM, "and %zu more (--all)", a.count - shown);
    document_blank(out);
    if (a.count > 0)
        line_add(document_paragraph(out, 0, 2), TONE_DIM,
                 STR("Up to so many working days is what the P80 of the main promise would gain if "
                     "nothing about it were uncertain: what the answer can take away at most. The "
                     "others by date."));
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    struct askings a;

    if (!collect(in, &a))
        return false;
    json_begin(in, out, "ask");
    writer_key(out, STR("questions"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < a.count; i++) {
        const struct asking *q = &a.items[i];

        writer_map_begin(out, false);
        writer_key_text(out, "about", q->about->id);
        json_id(out, "who", in->plan, q->who ? q->who->number : OBJECT_NONE);
        writer_key_text(out, "why", str_of(q->why));
        writer_key_text(out, "question", q->text);
        if (q->worth_s > 0)
            writer_key_fixed(out, "days_at_most", working_milli_days(in, q->worth_s), 3);
        else
            writer_key_null(out, "days_at_most");
        json_date(in, out, "by", q->by);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_ask = {
    .name = "ask",
    .title = "What this plan cannot answer yet, and whom to ask",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};
