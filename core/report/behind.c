/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/behind.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/choices.h"
#include "core/plan/plan.h"

enum { SOON_S = 2 * CIVIL_DAY_S };

struct behind {
    const struct report_input *in;
    const struct object *task;      /* of in->plan */
    uint32_t node;                  /* of the forecast's network, or NODE_NONE */
    struct text words;
    struct claim *claim;
    bool hidden;                    /* an audience may not see it */
};

static const struct network *network_of(const struct report_input *in)
{
    return in->forecast ? in->forecast->network : in->network;
}

/* The object as stated; NULL where an assumed option made it, or it is withheld. */
static const struct object *stated_at(const struct report_input *in, uint32_t node)
{
    const struct network *n = network_of(in);
    const struct object *o = n->plan->objects[n->object[node]];

    return object_is_withheld(o) ? NULL : plan_find(in->plan, o->id);
}

static uint32_t node_of(const struct report_input *in, const struct object *o)
{
    const struct network *n = network_of(in);
    const struct object *there = n ? plan_find(n->plan, o->id) : NULL;

    return there ? n->node_of[there->number] : NODE_NONE;
}

static void add_date(struct text *words, int64_t instant)
{
    civil_print_date(words, instant);
}

/* "Load test of sign-in", with its id where it has a title: an id alone is no name. */
static void add_name(struct text *words, const struct object *o)
{
    text_addf(words, "\"%.*s\"", STR_ARG(object_title(o)));
    if (!str_equal_nocase(object_title(o), o->id))
        text_addf(words, " (%.*s)", STR_ARG(o->id));
}

struct str say_whom_to_ask(const struct report_input *in, const struct object *o)
{
    const struct object *program = in->plan->program;
    const struct object *who = o && o != program ? plan_owner_of(in->plan, o) : NULL;

    if (!who || object_is_withheld(who))
        who = o && o != program ? plan_team_of(in->plan, o) : NULL;
    if (!who || object_is_withheld(who))
        who = plan_object(in->plan, program_get_manager(program));
    if (!who || object_is_withheld(who))
        who = plan_object(in->plan, program_get_sponsor(program));
    return who && !object_is_withheld(who) ? object_title(who) : STR("whoever keeps the plan");
}

/* --- what stops it ---------------------------------------------------------------------------- */

static bool add_blocker(struct behind *b)
{
    const struct plan *p = b->in->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_blocker); i++) {
        const struct object *o = plan_nth(p, KIND_blocker, i);
        const struct object *who;

        if (object_is_withheld(o) || !blocker_is_open_on(p, o, b->task->id))
            continue;
        add_name(&b->words, o);
        text_add(&b->words, STR(" stops it"));
        if (blocker_get_since(o)) {
            text_add(&b->words, STR(" since "));
            add_date(&b->words, blocker_get_since(o)->instant);
        }
        who = plan_object(p, blocker_get_owner(o));
        if (who && !object_is_withheld(who))
            text_addf(&b->words, ", and %.*s clears it", STR_ARG(object_title(who)));
        else
            text_add(&b->words, STR(", and nobody is named to clear it"));
        if (blocker_get_by(o)) {
            text_add(&b->words, STR(", by "));
            add_date(&b->words, blocker_get_by(o)->instant);
        }
        rest_on_field(b->claim, o, FIELD_blocker_blocks);
        rest_on_field(b->claim, o, FIELD_blocker_since);
        rest_on_field(b->claim, o, FIELD_blocker_owner);
        return true;
    }
    return false;
}

/* --- what it waits for ------------------------------------------------------------------------ */

static const struct forecast_handoff *handoff_at(const struct report_input *in, uint32_t node)
{
    const struct forecast *f = in->forecast;

    for (uint32_t i = 0; f && i < f->handoff_count; i++)
        if (f->handoffs[i].object == network_of(in)->object[node])
            return &f->handoffs[i];
    return NULL;
}

static const struct decide_by *decision_at(const struct report_input *in, uint32_t node)
{
    for (uint32_t i = 0; i < in->decide_by_count; i++)
        if (in->decide_by[i].decision == network_of(in)->object[node])
            return &in->decide_by[i];
    return NULL;
}

/* When it lets go of what follows, half of the simulations by then; CIVIL_NONE: not known. */
static int64_t comes_at(const struct report_input *in, uint32_t node)
{
    const struct network *n = network_of(in);
    const struct forecast *f = in->forecast;
    const struct forecast_handoff *h;
    const struct decide_by *d;

    switch (n->role[node]) {
    case ROLE_HANDOFF:
        h = handoff_at(in, node);
        return h ? h->acceptance_p50 : CIVIL_NONE;
    case ROLE_DECISION:
        d = decision_at(in, node);
        return d ? d->next_known : CIVIL_NONE;
    default:
        return f && f->by_object && f->by_object[n->object[node]]
                   ? f->by_object[n->object[node]]->p50
                   : CIVIL_NONE;
    }
}

static uint32_t last_before(const struct report_input *in, uint32_t node)
{
    const struct network *n = network_of(in);
    uint32_t last = NODE_NONE;

    for (uint32_t i = n->link_first[node]; i < n->link_first[node + 1]; i++) {
        const uint32_t pred = n->links[i].pred;

        if (n->progress[pred] == PROGRESS_FINISHED || comes_at(in, pred) == CIVIL_NONE)
            continue;
        if (last == NODE_NONE || comes_at(in, pred) > comes_at(in, last))
            last = pred;
    }
    return last;
}

static void add_team(struct behind *b, const struct object *team, const char *before)
{
    if (team && team == plan_team_of(b->in->plan, b->task))
        text_addf(&b->words, "%sthe same team", before);
    else if (team && !object_is_withheld(team))
        text_addf(&b->words, "%s%.*s", before, STR_ARG(object_title(team)));
}

static void add_decision(struct behind *b, const struct object *o)
{
    const struct object *who = plan_object(b->in->plan, decision_get_decider(o));

    text_add(&b->words, STR("it waits for the decision "));
    add_name(&b->words, o);
    if (who && !object_is_withheld(who))
        text_addf(&b->words, " of %.*s", STR_ARG(object_title(who)));
    else
        text_add(&b->words, STR(", and nobody is named to take it"));
    rest_on_field(b->claim, o, FIELD_decision_gates);
    rest_on_field(b->claim, o, FIELD_decision_decider);
}

/* What comes last of all that comes before it. */
static bool add_wait(struct behind *b)
{
    const struct network *n = network_of(b->in);
    const uint32_t last = last_before(b->in, b->node);
    const struct object *o = last == NODE_NONE ? NULL : stated_at(b->in, last);
    const struct object *team;

    if (last == NODE_NONE)
        return false;
    if (!o) {
        b->hidden = true;
        return true;
    }
    if (n->role[last] == ROLE_DECISION) {
        add_decision(b, o);
        return true;
    }
    text_addf(&b->words, "it waits for %s", n->role[last] == ROLE_HANDOFF ? "the hand-off " : "");
    add_name(&b->words, o);
    team = n->role[last] == ROLE_HANDOFF ? handoff_giving_team(b->in->plan, o)
                                         : plan_team_of(b->in->plan, o);
    add_team(b, team, n->role[last] == ROLE_HANDOFF ? " from " : ", work of ");
    text_addf(&b->words, ", which is 50\xc2\xa0%% likely to be %s by ",
              n->role[last] == ROLE_HANDOFF     ? "accepted"
              : n->role[last] == ROLE_MILESTONE ? "reached"
                                                : "done");
    add_date(&b->words, finish_day(comes_at(b->in, last)));
    if (n->role[last] == ROLE_HANDOFF) {
        rest_on_field(b->claim, o, FIELD_handoff_gives);
        rest_on_field(b->claim, o, FIELD_handoff_to);
    } else {
        rest_on_field(b->claim, b->task, FIELD_task_after);
    }
    if (o->kind == KIND_task) {
        rest_on_field(b->claim, o, FIELD_task_estimate);
        rest_on_field(b->claim, o, FIELD_task_team);
    }
    return true;
}

/* Nothing comes before it, and yet it does not begin. */
static bool add_people(struct behind *b)
{
    const struct forecast *f = b->in->forecast;
    const struct forecast_task *t =
        f && f->by_object ? f->by_object[network_of(b->in)->object[b->node]] : NULL;
    const struct object *team = plan_team_of(b->in->plan, b->task);

    if (!f || !f->capacity || !t || !team || object_is_withheld(team) ||
        t->start_p50 < b->in->plan->as_of + SOON_S)
        return false;
    text_addf(&b->words, "nothing comes before it, but %.*s has other work first, until ",
              STR_ARG(object_title(team)));
    add_date(&b->words, t->start_p50);
    text_add(&b->words, STR(" (50\xc2\xa0% likely)"));
    rest_on_field(b->claim, b->task, FIELD_task_team);
    rest_on_field(b->claim, b->task, FIELD_task_priority);
    return true;
}

/* --- what is said of work under way ----------------------------------------------------------- */

static void add_estimate(struct behind *b, uint16_t field)
{
    field_print_line(&schema_kinds[KIND_task].fields[field], object_value(b->task, field),
                     &b->words);
    rest_on_field(b->claim, b->task, field);
}

/* The likeliest open risk that adds working time to it. */
static bool add_risk(struct behind *b)
{
    const struct plan *p = b->in->plan;
    const struct object *worst = NULL;
    const struct hit *hit = NULL;

    for (uint32_t i = 0; i < plan_count(p, KIND_risk); i++) {
        const struct object *o = plan_nth(p, KIND_risk, i);
        const struct hits *hits = object_is_withheld(o) ? NULL : risk_get_hits(o);

        if (!hits || !risk_get_likely(o) ||
            (risk_get_state(o) && *risk_get_state(o) != RISK_OPEN))
            continue;
        for (size_t k = 0; k < hits->count; k++)
            if (hits->items[k].target.object == b->task->number &&
                (!worst || *risk_get_likely(o) > *risk_get_likely(worst))) {
                worst = o;
                hit = &hits->items[k];
            }
    }
    if (!worst)
        return false;
    text_add(&b->words, STR("; "));
    add_name(&b->words, worst);
    text_add(&b->words, STR(", a risk that is "));
    text_add(&b->words, say_share(b->in, *risk_get_likely(worst)));
    text_add(&b->words, STR(" likely, can add "));
    field_print_line(&schema_kinds[KIND_task].fields[FIELD_task_estimate], &hit->delay, &b->words);
    rest_on_field(b->claim, worst, FIELD_risk_likely);
    rest_on_field(b->claim, worst, FIELD_risk_hits);
    return true;
}

static void add_under_way(struct behind *b)
{
    const struct when *started = task_get_started(b->task);

    text_add(&b->words, STR("under way"));
    if (started) {
        text_add(&b->words, STR(" since "));
        add_date(&b->words, started->instant);
        rest_on_field(b->claim, b->task, FIELD_task_started);
    }
    if (task_get_remaining(b->task)) {
        text_add(&b->words, STR(", "));
        add_estimate(b, FIELD_task_remaining);
        text_add(&b->words, STR(" left"));
    }
}

/* --- all of it -------------------------------------------------------------------------------- */

void put_behind(const struct report_input *in, struct claims *set, struct str id,
                const struct object *about, const struct object *task, bool named)
{
    struct claim claim = {.owner = in->owner, .id = id, .kind = CLAIM_TEXT,
                          .subject = about->number, .simulated = true, .worded = true,
                          .how = "what the plan states of the work that holds it, and when that "
                                 "comes by the run"};
    struct behind b = {.in = in, .task = task, .node = node_of(in, task), .claim = &claim};
    bool begun;

    if (b.node == NODE_NONE || object_is_withheld(task) || task->kind != KIND_task)
        return;
    begun = network_of(in)->progress[b.node] == PROGRESS_STARTED;
    text_init(&b.words, in->owner);
    if (named) {
        add_name(&b.words, task);
        text_add(&b.words, STR(": "));
    }
    if (!add_blocker(&b) && !(!begun && (add_wait(&b) || add_people(&b)))) {
        if (begun)
            add_under_way(&b);
        else
            text_add(&b.words, STR("nothing in the plan keeps it from beginning"));
        if (!add_risk(&b))
            text_addf(&b.words, begun ? "; the plan does not say why, so ask %.*s"
                                      : ", so ask %.*s what does",
                      STR_ARG(say_whom_to_ask(in, task)));
    }
    if (b.hidden || names_withheld(in, text_str(&b.words)))
        return;
    claim.text = text_str(&b.words);
    if (claim.from_count == 0)
        rest_on_field(&claim, task, FIELD_task_estimate);
    rest_on(&claim, STR("run.digest"));
    claims_add(set, claim);
}

void put_behind_promises(const struct report_input *in, struct claims *set)
{
    const struct forecast *f = in->forecast;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        const struct object *o = f->network->plan->objects[c->object];
        const struct object *on =
            c->hangs_on == OBJECT_NONE ? NULL : f->network->plan->objects[c->hangs_on];

        o = object_is_withheld(o) ? NULL : plan_find(in->plan, o->id);
        on = !on || object_is_withheld(on) ? NULL : plan_find(in->plan, on->id);
        if (o && on)
            put_behind(in, set,
                       str_format(in->owner, "%.*s.hangs-on.behind", STR_ARG(o->id)), o, on,
                       false);
    }
}

bool *what_leads_to(const struct network *n, uint32_t target, struct arena *owner)
{
    bool *leads = ARENA_ARRAY(owner, bool, (size_t)n->node_count + 1);

    leads[target] = true;
    for (uint32_t node = target + 1; node-- > 0;)
        for (uint32_t i = n->link_first[node]; leads[node] && i < n->link_first[node + 1]; i++)
            leads[n->links[i].pred] = true;
    return leads;
}

const struct object *work_that_waited(const struct report_input *in, const struct object *team,
                                      const struct object *promise)
{
    const struct network *n = network_of(in);
    const struct object *target =
        promise->kind == KIND_commitment
            ? plan_object(in->plan, commitment_get_milestone(promise))
            : promise;
    const uint32_t at = target && n ? node_of(in, target) : NODE_NONE;
    const bool *leads = at == NODE_NONE ? NULL : what_leads_to(n, at, in->owner);
    const struct object *found = NULL;
    int32_t most = -1;

    for (uint32_t i = 0; in->forecast && i < in->forecast->task_count; i++) {
        const struct forecast_task *t = &in->forecast->tasks[i];
        const struct object *o = stated_at(in, t->node);

        if (!o || o->kind != KIND_task || plan_team_of(in->plan, o) != team ||
            (leads && !leads[t->node]) || n->progress[t->node] == PROGRESS_FINISHED ||
            (n->progress[t->node] == PROGRESS_NOT_STARTED &&
             t->start_p50 > in->plan->as_of + SOON_S))
            continue;
        if (t->criticality_any_ppm > most) {
            most = t->criticality_any_ppm;
            found = o;
        }
    }
    return found;
}
