/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/needs.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/findings.h"

enum { NEED_CEILING = 1 << 20, SOON_S = 7 * CIVIL_DAY_S };

struct needs {
    const struct report_input *in;
    struct need *items;
    size_t count, capacity;
    struct map subjects;        /* subject -> index: one need each */
};

/* NULL where the subject is already in the list. */
static struct need *add(struct needs *needs, const char *verb, uint32_t subject)
{
    struct need *need;

    if (object_is_withheld(needs->in->plan->objects[subject]) ||
        !map_insert_u64(&needs->subjects, subject, (uint32_t)needs->count, NULL) ||
        !arena_grow(needs->in->owner, (void **)&needs->items, needs->count, &needs->capacity,
                    sizeof(needs->items[0]), NEED_CEILING))
        return NULL;
    need = &needs->items[needs->count++];
    *need = (struct need){.verb = verb, .subject = subject, .by = CIVIL_NONE,
                          .cost_minor = INT64_MIN};
    return need;
}

/* What the forecast says the P80 gains without this object, or -1. */
static int64_t gain_of(const struct report_input *in, struct str id)
{
    const struct forecast *f = in->forecast;

    for (uint32_t i = 0; f && i < f->sensitivity_count; i++)
        if (str_equal(forecast_plan(in)->objects[f->sensitivity[i].object]->id, id))
            return f->sensitivity[i].p80_s;
    return -1;
}

static void set_gain(const struct report_input *in, struct need *need, struct str id)
{
    const int64_t gain = gain_of(in, id);

    if (gain > 0) {
        need->has_cost = true;
        need->cost_s = gain;
    }
}

static void add_decisions(struct needs *needs)
{
    const struct report_input *in = needs->in;

    for (uint32_t i = 0; i < in->decide_by_count; i++) {
        const struct decide_by *by = &in->decide_by[i];
        const struct object *o =
            plan_find(in->plan, forecast_plan(in)->objects[by->decision]->id);
        const struct str *question = o ? decision_get_question(o) : NULL;
        struct need *need;

        if (!question)
            continue;
        need = add(needs, "decide", o->number);
        if (!need)
            continue;
        need->what = str_format(in->owner, "%.*s %.*s", STR_ARG(o->id), STR_ARG(*question));
        need->by = by->last_moment;
        need->overdue = by->last_moment != CIVIL_NONE && by->last_moment < in->plan->as_of;
        need->who = say_who(in->plan, plan_object(in->plan, decision_get_decider(o)));
        set_gain(in, need, o->id);
    }
}

/* What is asked of somebody, in a word, by what the finding is about. */
static const char *verb_of(const struct object *subject)
{
    switch (subject->kind) {
    case KIND_commitment:
        return "replan";
    case KIND_decision:
        return "decide";
    case KIND_interface:
        return "agree";
    case KIND_assumption:
    case KIND_risk:
        return "review";
    case KIND_handoff:
        return "settle";
    default:
        return "defuse";
    }
}

static void add_findings(struct needs *needs)
{
    const struct report_input *in = needs->in;

    for (size_t i = 0; in->findings && i < in->findings->count; i++) {
        const struct finding *f = &in->findings->items[i];
        struct need *need;

        if (f->state != FINDING_TRUE || f->level == DIAG_NOTE || f->subject == OBJECT_NONE)
            continue;
        need = add(needs, verb_of(in->plan->objects[f->subject]), f->subject);
        if (!need)
            continue;
        need->finding = f;
        need->what = f->text;
        need->who = say_owner(in, f);
        need->by = f->defuse_by;
        need->overdue = f->defuse_by != CIVIL_NONE && f->defuse_by < in->plan->as_of;
        need->has_cost = (f->priced || f->bounded) && f->expected_s > 0;
        need->at_most = f->bounded && !f->priced;
        need->cost_s = f->expected_s;
        need->cost_minor = f->cost_minor;
    }
}

static void add_blockers(struct needs *needs)
{
    const struct report_input *in = needs->in;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_blocker); i++) {
        const struct object *o = plan_nth(in->plan, KIND_blocker, i);
        const struct when *by = blocker_get_by(o);
        const struct str *next = blocker_get_next(o);
        struct need *need;

        if (blocker_get_cleared(o))
            continue;
        need = add(needs, "unblock", o->number);
        if (!need)
            continue;
        need->what = str_format(in->owner, "%.*s %.*s%s%.*s", STR_ARG(o->id),
                                STR_ARG(object_title(o)), next ? ": " : "",
                                STR_ARG(next ? *next : STR("")));
        need->who = say_who(in->plan, plan_owner_of(in->plan, o));
        need->by = by ? by->instant : CIVIL_NONE;
        need->overdue = by && by->instant + CIVIL_DAY_S <= in->plan->as_of;
    }
}

static void add_actions(struct needs *needs)
{
    const struct report_input *in = needs->in;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_action); i++) {
        const struct object *o = plan_nth(in->plan, KIND_action, i);
        const struct when *due = action_get_due(o);
        struct need *need;

        if (action_get_done(o) || !due || due->instant + CIVIL_DAY_S > in->plan->as_of)
            continue;
        need = add(needs, "chase", o->number);
        if (!need)
            continue;
        need->what =
            str_format(in->owner, "%.*s %.*s", STR_ARG(o->id), STR_ARG(object_title(o)));
        need->who = say_who(in->plan, plan_owner_of(in->plan, o));
        need->by = due->instant;
        need->overdue = true;
    }
}

static int dearest_first(const void *left, const void *right, const void *context)
{
    const struct need *a = left, *b = right;
    const int64_t cost_a = a->has_cost ? a->cost_s : 0, cost_b = b->has_cost ? b->cost_s : 0;

    (void)context;
    if (cost_a != cost_b)
        return cost_a > cost_b ? -1 : 1;
    if (a->overdue != b->overdue)
        return a->overdue ? -1 : 1;
    if (a->by != b->by) {
        if (a->by == CIVIL_NONE || b->by == CIVIL_NONE)
            return a->by == CIVIL_NONE ? 1 : -1;
        return a->by < b->by ? -1 : 1;
    }
    return 0;
}

size_t needs_collect(const struct report_input *in, const struct need **ret_needs)
{
    struct needs needs = {.in = in};

    map_init(&needs.subjects, in->owner);
    add_decisions(&needs);
    add_findings(&needs);
    add_blockers(&needs);
    add_actions(&needs);
    sort_stable(needs.items, needs.count, sizeof(needs.items[0]), dearest_first, NULL, in->owner);
    *ret_needs = needs.items;
    return needs.count;
}

struct str say_need_cost(const struct report_input *in, const struct need *need)
{
    if (!need->has_cost)
        return STR("");
    return str_format(in->owner, "%s%.*s", need->at_most ? "≤\xc2\xa0" : "",
                      STR_ARG(say_days(in, need->cost_s)));
}
