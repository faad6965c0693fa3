/* SPDX-License-Identifier: Apache-2.0 */
/* Every open next step, by person and date. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { STEP_CEILING = 1 << 20 };

struct step {
    const struct object *of;
    const struct object *who;       /* NULL: nobody */
    const char *verb;
    struct str what;
    int64_t by;                     /* CIVIL_NONE: no date */
    int64_t first_of_person;        /* the earliest date of whoever it is, for the order */
};

struct steps {
    const struct report_input *in;
    struct step *items;
    size_t count, capacity;
};

static void add(struct steps *s, const struct object *of, const struct object *who,
                const char *verb, struct str what, const struct when *by)
{
    if (!object_is_withheld(of) &&
        arena_grow(s->in->owner, (void **)&s->items, s->count, &s->capacity, sizeof(s->items[0]),
                   STEP_CEILING))
        s->items[s->count++] = (struct step){of, who, verb, what,
                                             by ? by->instant : CIVIL_NONE, CIVIL_NONE};
}

static void add_promised(struct steps *s)
{
    const struct plan *p = s->in->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_action); i++) {
        const struct object *o = plan_nth(p, KIND_action, i);

        if (!action_get_done(o))
            add(s, o, plan_object(p, action_get_owner(o)), "do", object_title(o),
                action_get_due(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_blocker); i++) {
        const struct object *o = plan_nth(p, KIND_blocker, i);
        const struct str *next = blocker_get_next(o);

        if (!blocker_get_cleared(o))
            add(s, o, plan_object(p, blocker_get_owner(o)), "unblock",
                next ? *next : object_title(o), blocker_get_by(o));
    }
}

static void add_unknown(struct steps *s)
{
    const struct plan *p = s->in->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_decision); i++) {
        const struct object *o = plan_nth(p, KIND_decision, i);

        if (decision_is_open(o))
            add(s, o, plan_object(p, decision_get_decider(o)), "decide", object_title(o),
                decision_get_needed_by(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_question); i++) {
        const struct object *o = plan_nth(p, KIND_question, i);

        if (!question_get_answered(o) && !question_get_answer(o))
            add(s, o, plan_object(p, question_get_owner(o)), "ask", object_title(o),
                question_get_by(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_assumption); i++) {
        const struct object *o = plan_nth(p, KIND_assumption, i);
        const uint32_t *state = assumption_get_state(o);

        if (!state || *state == ASSUMPTION_UNCHECKED)
            add(s, o, plan_object(p, assumption_get_owner(o)), "verify", object_title(o),
                assumption_get_check_by(o));
    }
}

static void add_agreements(struct steps *s)
{
    const struct plan *p = s->in->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_handoff); i++) {
        const struct object *o = plan_nth(p, KIND_handoff, i);
        const uint32_t *state = handoff_get_state(o);

        if (!state || *state == HANDOFF_ASKED)
            add(s, o, handoff_giver_of(p, o), "answer", object_title(o), handoff_get_asked(o));
        else if (*state == HANDOFF_OFFERED)
            add(s, o, handoff_taker_of(p, o), "agree", object_title(o), handoff_get_offered(o));
        else if (*state == HANDOFF_DELIVERED)
            add(s, o, handoff_taker_of(p, o), "accept", object_title(o),
                handoff_get_delivered(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_interface); i++) {
        const struct object *o = plan_nth(p, KIND_interface, i);
        const uint32_t *state = interface_get_state(o);

        if (!interface_get_agreed(o) && (!state || *state == INTERFACE_DRAFT))
            add(s, o, plan_object(p, interface_get_owner(o)), "agree", object_title(o),
                interface_get_agree_by(o));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_risk); i++) {
        const struct object *o = plan_nth(p, KIND_risk, i);
        const uint32_t *state = risk_get_state(o);

        if (risk_get_review(o) && (!state || *state == RISK_OPEN))
            add(s, o, plan_object(p, risk_get_owner(o)), "review", object_title(o),
                risk_get_review(o));
    }
}

static int by_date(int64_t a, int64_t b)
{
    if (a == b)
        return 0;
    if (a == CIVIL_NONE || b == CIVIL_NONE)
        return a == CIVIL_NONE ? 1 : -1;
    return a < b ? -1 : 1;
}

/* Whoever is due first stands first; each person's steps by date; nobody's last. */
static int by_person(const void *left, const void *right, const void *context)
{
    const struct step *a = left, *b = right;
    int order;

    (void)context;
    if (a->who == b->who)
        return by_date(a->by, b->by);
    if (!a->who || !b->who)
        return a->who ? -1 : 1;
    order = by_date(a->first_of_person, b->first_of_person);
    return order ? order : a->who->number < b->who->number ? -1 : 1;
}

static void collect(const struct report_input *in, struct steps *s)
{
    int64_t *first = ARENA_ARRAY(in->owner, int64_t, in->plan->object_count);

    *s = (struct steps){.in = in};
    add_promised(s);
    add_unknown(s);
    add_agreements(s);
    for (uint32_t n = 0; n < in->plan->object_count; n++)
        first[n] = CIVIL_NONE;
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].who && by_date(s->items[i].by, first[s->items[i].who->number]) < 0)
            first[s->items[i].who->number] = s->items[i].by;
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].who)
            s->items[i].first_of_person = first[s->items[i].who->number];
    sort_stable(s->items, s->count, sizeof(s->items[0]), by_person, NULL, in->owner);
}

static bool is_overdue(const struct report_input *in, const struct step *step)
{
    return step->by != CIVIL_NONE && step->by + CIVIL_DAY_S <= in->plan->as_of;
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {left_column(NULL, false), left_column(NULL, false),
                                     left_column(NULL, false), left_column(NULL, true)};
    struct table *table = NULL;
    struct steps steps;
    size_t overdue = 0;

    collect(in, &steps);
    say_masthead(in, out);
    for (size_t i = 0; i < steps.count; i++) {
        const struct step *step = &steps.items[i];
        const bool late = is_overdue(in, step);
        struct line *cells;

        overdue += late;
        if (i == 0 || step->who != steps.items[i - 1].who) {
            document_blank(out);
            line_add(document_heading(out), step->who ? TONE_STRONG : TONE_BAD,
                     step->who ? object_title(step->who) : STR("Nobody"));
            table = document_table(out, 2, columns, 4);
        }
        cells = table_row(table, out->owner);
        line_addf(&cells[0], late ? TONE_BAD : TONE_PLAIN, "%.*s%s",
                  STR_ARG(say_date(in, step->by)), late ? " (past)" : "");
        line_add(&cells[1], TONE_DIM, str_of(step->verb));
        line_add(&cells[2], TONE_STRONG, step->of->id);
        line_add(&cells[3], TONE_PLAIN, step->what);
    }
    document_blank(out);
    if (steps.count == 0)
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN, STR("No next step is open."));
    else
        line_addf(document_paragraph(out, 0, 0), TONE_DIM, "%.*s open, %zu overdue.",
                  STR_ARG(say_count(in, steps.count, "next step", "next steps")), overdue);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    struct steps steps;

    collect(in, &steps);
    json_begin(in, out, "next");
    writer_key(out, STR("steps"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < steps.count; i++) {
        const struct step *step = &steps.items[i];

        writer_map_begin(out, true);
        writer_key_text(out, "id", step->of->id);
        writer_key_text(out, "verb", str_of(step->verb));
        writer_key_text(out, "what", step->what);
        json_id(out, "who", in->plan, step->who ? step->who->number : OBJECT_NONE);
        json_date(in, out, "by", step->by);
        writer_key_bool(out, "overdue", is_overdue(in, step));
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_next = {
    .name = "next",
    .title = "Every open next step",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};
