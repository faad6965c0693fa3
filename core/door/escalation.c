/* SPDX-License-Identifier: Apache-2.0 */
/* The clock of escalations, and what opens one, as edits. */
#include "core/decide/escalation.h"
#include "core/decide/weeks.h"
#include "core/door/door.h"
#include "core/plan/plan.h"
#include "core/report/findings.h"
#include "core/syntax/writer.h"

enum { TICK_EDITS = 100000, WHO_MOST = 16, SEVERITIES = 4, MICRO = 1000000 };

static const struct plan *plan_of(const struct baton_plan *plan)
{
    return (const struct plan *)(const void *)plan;
}

static void add_instant(struct text *t, int64_t instant)
{
    struct text whole;

    text_init(&whole, t->owner);
    civil_print_instant(&whole, instant);
    text_add(t, str_slice(text_str(&whole), 0, 16));    /* to the minute */
}

/* --- what is due ----------------------------------------------------------------------- */

static struct baton_text keep(const struct plan *p, const struct object *escalation, size_t number,
                              const struct escalation_event *step, struct arena *owner)
{
    const struct object *const *to;
    const size_t count = escalation_reaches(p, escalation, step, owner, &to);
    struct text t;

    text_init(&t, owner);
    text_addf(&t, "%.*s.events[%zu]={what: %s, at: ", STR_ARG(escalation->id), number,
              choice_list_happening.words[step->what]);
    add_instant(&t, step->at);
    text_addf(&t, ", rung: %u", (unsigned)step->rung + 1);
    for (size_t i = 0; i < count; i++)
        text_addf(&t, "%s%.*s%s", i == 0 ? ", to: [" : ", ", STR_ARG(to[i]->id),
                  i + 1 == count ? "]" : "");
    text_add(&t, STR("}"));
    return door_text(str_copy(owner, text_str(&t)));
}

size_t baton_tick(struct baton *b, const struct baton_plan *plan, int64_t now,
                  const struct baton_text **ret_edits)
{
    const struct plan *p = plan_of(plan);
    struct escalation_event *steps =
        ARENA_ARRAY(&b->owner, struct escalation_event, ESCALATION_STEPS);
    struct baton_text *edits = NULL;
    size_t count = 0, capacity = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_escalation); i++) {
        const struct object *o = plan_nth(p, KIND_escalation, i);
        const struct escalation_event *kept;
        const uint32_t kept_count = escalation_events_of(o, &b->owner, &kept);
        struct escalation_policy policy;
        struct escalation_state state;
        uint32_t due;

        escalation_policy_of(p, o, &policy);
        due = escalation_run(&policy, kept, kept_count, now, true, escalation_is_clear(p, o),
                             steps, &state);
        for (uint32_t n = 0; n < due; n++)
            if (arena_grow(&b->owner, (void **)&edits, count, &capacity, sizeof(*edits),
                           TICK_EDITS))
                edits[count++] = keep(p, o, (size_t)kept_count + n + 1, &steps[n], &b->owner);
    }
    *ret_edits = edits;
    return count;
}

struct baton_text baton_escalation_event(struct baton *b, const struct baton_plan *plan,
                                         struct baton_text id, struct baton_text what, int64_t now,
                                         struct baton_text fields)
{
    const struct object *o = plan_find(plan_of(plan), door_str(id));
    const struct escalation_event *kept;
    struct text t;

    if (!o || o->kind != KIND_escalation) {
        diag_error(&b->diags, "unknown-id", (struct place){0}, "no escalation is named `%.*s`",
                   (int)id.len, id.ptr);
        diag_hint(&b->diags, "baton escalate PLAN lists them");
        return (struct baton_text){NULL, 0};
    }
    text_init(&t, &b->owner);
    text_addf(&t, "%.*s.events[%u]={what: %.*s, at: ", STR_ARG(o->id),
              (unsigned)escalation_events_of(o, &b->owner, &kept) + 1, (int)what.len, what.ptr);
    add_instant(&t, now);
    if (fields.len > 0)
        text_addf(&t, ", %.*s", (int)fields.len, fields.ptr);
    text_add(&t, STR("}"));
    return door_text(str_copy(&b->owner, text_str(&t)));
}

/* --- opening one ----------------------------------------------------------------------- */

struct people {
    const struct object *who[WHO_MOST];
    unsigned count;
};

static void add_person(struct people *people, const struct object *who)
{
    for (unsigned i = 0; who && i < people->count; i++)
        if (people->who[i] == who)
            return;
    if (who && people->count < WHO_MOST)
        people->who[people->count++] = who;
}

static void add_owners(const struct plan *p, const struct refs *refs, struct people *people)
{
    for (size_t i = 0; refs && i < refs->count; i++)
        add_person(people, plan_owner_of(p, p->objects[refs->items[i].object]));
}

/* Who has to answer, and whom it concerns. */
static void sides_of(const struct plan *p, const struct object *o, struct people *asked,
                     struct people *affected)
{
    switch (o->kind) {
    case KIND_handoff:
        add_person(asked, handoff_giver_of(p, o));
        add_person(affected, handoff_taker_of(p, o));
        break;
    case KIND_decision:
        add_person(asked, plan_object(p, decision_get_decider(o)));
        add_owners(p, decision_get_gates(o), affected);
        break;
    case KIND_blocker:
        add_person(asked, plan_object(p, blocker_get_owner(o)));
        add_owners(p, blocker_get_blocks(o), affected);
        break;
    case KIND_question:
        add_person(asked, plan_object(p, question_get_ask(o)));
        add_person(affected, plan_object(p, question_get_owner(o)));
        break;
    default:
        add_person(asked, plan_owner_of(p, o));
        break;
    }
}

static const struct object *manager_of(const struct plan *p, const struct object *who)
{
    const struct object *team;

    if (who->kind == KIND_team)
        return plan_object(p, team_get_manager(who));
    if (person_get_manager(who))
        return plan_object(p, person_get_manager(who));
    team = plan_object(p, person_get_team(who));
    return team ? plan_object(p, team_get_manager(team)) : NULL;
}

static void add_people(struct text *t, const struct people *people)
{
    for (unsigned i = 0; i < people->count; i++)
        text_addf(t, "%s%.*s", i > 0 ? ", " : "", STR_ARG(people->who[i]->id));
}

static bool names_team(const struct refs *teams, const struct object *team)
{
    for (size_t k = 0; team && teams && k < teams->count; k++)
        if (teams->items[k].object == team->number)
            return true;
    return false;
}

/* Of the ladders for so severe a case: that of the asked one's team before one for everybody, and
 * one for the severe before one for any. */
static const struct object *ladder_for(const struct plan *p, const struct object *team,
                                       int severity)
{
    const struct object *best = NULL;
    int64_t best_fit = INT64_MAX;

    for (uint32_t i = 0; i < plan_count(p, KIND_ladder); i++) {
        const struct object *ladder = plan_nth(p, KIND_ladder, i);
        const struct refs *teams = ladder_get_for_teams(ladder);
        const int64_t *stated = ladder_get_severity(ladder);
        const int64_t least = stated ? *stated : SEVERITIES + 1;
        const int64_t fit = teams ? least : least + SEVERITIES + 1;

        if (severity > least || (teams && !names_team(teams, team)) || fit >= best_fit)
            continue;
        best = ladder;
        best_fit = fit;
    }
    return best;
}

/* The managers of both sides, jointly. */
static void add_managers(const struct plan *p, const struct people *asked,
                         const struct people *affected, struct people *managers)
{
    for (unsigned i = 0; i < asked->count; i++)
        add_person(managers, manager_of(p, asked->who[i]));
    for (unsigned i = 0; i < affected->count; i++)
        add_person(managers, manager_of(p, affected->who[i]));
}

/* Who answers by role, as the plan stands now; nobody where it does not say. */
static void by_role(const struct plan *p, enum rung_role role, const struct people *asked,
                    const struct people *affected, struct people *ret_people)
{
    struct people managers = {{NULL}, 0};

    add_managers(p, asked, affected, &managers);
    switch (role) {
    case RUNG_OWNER:
        *ret_people = *asked;
        break;
    case RUNG_MANAGERS:
        *ret_people = managers;
        break;
    case RUNG_DIRECTORS:
        for (unsigned i = 0; i < managers.count; i++)
            add_person(ret_people, manager_of(p, managers.who[i]));
        break;
    case RUNG_SPONSOR:
        add_person(ret_people, plan_object(p, program_get_sponsor(p->program)));
        break;
    }
}

/* One rung of a ladder, its role looked up: from now on it names people. */
static void add_rung(const struct plan *p, const struct object *rung, const struct people *asked,
                     const struct people *affected, struct text *t)
{
    const uint32_t *role = rung_get_role(rung);
    struct people people = {{NULL}, 0};
    struct writer *w;

    if (role && !rung_get_who(rung))
        by_role(p, (enum rung_role)*role, asked, affected, &people);
    if (role && !rung_get_who(rung) && people.count == 0)
        return;                         /* nobody has that role: the ladder is a rung shorter */
    text_add(t, STR(", "));
    w = writer_new(t->owner, WRITER_JSON_COMPACT, t);
    writer_map_begin(w, true);
    if (people.count > 0) {
        writer_key(w, STR("who"));
        writer_list_begin(w, true);
        for (unsigned i = 0; i < people.count; i++)
            writer_text(w, people.who[i]->id);
        writer_list_end(w);
    }
    for (uint16_t f = 0; f < schema_kinds[KIND_rung].field_count; f++) {
        const struct field *field = &schema_kinds[KIND_rung].fields[f];
        const void *value = object_value(rung, f);

        if (!value || f == FIELD_rung_role)
            continue;
        writer_key(w, str_of(field->name));
        field_types[field->type].print(field, value, w);
    }
    writer_map_end(w);
}

/* The peer first; then the ladder of the policy, or where none is stated both managers jointly,
 * their directors and the sponsor. */
static void add_rungs(const struct plan *p, const struct people *asked,
                      const struct people *affected, int severity, struct text *t)
{
    const struct object *team = asked->count > 0 && asked->who[0]->kind == KIND_person
                                    ? plan_object(p, person_get_team(asked->who[0]))
                                    : NULL;
    const struct object *ladder = ladder_for(p, team, severity);
    static const enum rung_role usual[] = {RUNG_MANAGERS, RUNG_DIRECTORS, RUNG_SPONSOR};
    const int64_t *repeats = NULL;

    text_add(t, STR(", rungs: [{who: ["));
    add_people(t, asked);
    text_add(t, STR("]}"));
    if (ladder) {
        const struct objects *rungs = ladder_get_rungs(ladder);

        repeats = ladder_get_repeats(ladder);
        for (size_t i = 0; rungs && i < rungs->count; i++)
            add_rung(p, rungs->items[i], asked, affected, t);
    } else {
        for (unsigned i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
            struct people people = {{NULL}, 0};

            by_role(p, usual[i], asked, affected, &people);
            if (people.count == 0)
                continue;
            text_add(t, STR(", {who: ["));
            add_people(t, &people);
            text_add(t, STR("]}"));
        }
    }
    text_add(t, STR("]"));
    if (repeats)
        text_addf(t, ", repeats: %lld", (long long)*repeats);
}

/* The dearest finding about it, and the earliest date on which the move of one still works. */
static const struct finding *dearest(const struct baton_study *s, const struct object *o,
                                     int64_t *ret_by)
{
    const struct finding *best = NULL;

    *ret_by = CIVIL_NONE;
    for (size_t i = 0; i < s->findings.count; i++) {
        const struct finding *f = &s->findings.items[i];

        if (f->state == FINDING_UNKNOWN || f->subject != o->number)
            continue;
        if (!best || f->expected_s > best->expected_s)
            best = f;
        if (f->defuse_by != CIVIL_NONE && (*ret_by == CIVIL_NONE || f->defuse_by < *ret_by))
            *ret_by = f->defuse_by;
    }
    return best;
}

/* The promise itself, or where something else is asked about that costs days, the one of first
 * rank that is still ahead: how likely it is. A million where no promise is in it. */
static int32_t likely_of(const struct baton_study *s, const struct object *o,
                         const struct finding *f)
{
    const struct forecast *forecast = s->forecast;

    for (uint32_t i = 0; forecast && i < forecast->commitment_count; i++) {
        const struct forecast_commitment *c = &forecast->commitments[i];
        const struct object *commitment = forecast->network->plan->objects[c->object];

        if (c->target == UINT32_MAX ||
            forecast->targets[c->target].at[2] <= forecast->network->plan->as_of)
            continue;
        if (o->kind == KIND_commitment ? str_equal(commitment->id, o->id)
                                       : f && f->expected_s > 0)
            return c->probability_ppm;
    }
    return MICRO;
}

static bool takes_budget(const struct plan *p, const struct finding *f)
{
    const int64_t share = plan_threshold(p, "escalation.budget-share", MICRO / 20);

    for (uint32_t i = 0; i < plan_count(p, KIND_guardrail); i++) {
        const struct object *o = plan_nth(p, KIND_guardrail, i);
        const int64_t *limit = guardrail_get_limit(o);

        if (limit && weeks_measure_of(o) == GUARDRAIL_BUDGET && f && f->cost_minor > 0)
            return f->cost_minor >= *limit / MICRO * share + *limit % MICRO * share / MICRO;
    }
    return false;
}

static int64_t severity_days(const struct plan *p, const char *name, int64_t usual)
{
    return calendar_usual_day_s(p->calendar) * (plan_threshold(p, name, usual * MICRO) / 1000) /
           (MICRO / 1000);
}

/* By impact and proximity: how near the date is until which an answer helps, how likely the
 * promise in it is, and what it costs of the budget. Thresholds are policy. */
static int severity_of(const struct baton_study *s, const struct object *o,
                       const struct finding *f, int64_t by, int64_t now)
{
    const struct plan *p = s->plan;
    const int32_t likely = likely_of(s, o, f);
    const bool lost = (f && f->level == DIAG_ERROR) || takes_budget(p, f) ||
                      likely < plan_threshold(p, "escalation.lost", MICRO / 5);
    const int64_t left = by == CIVIL_NONE ? INT64_MAX
                         : by > now       ? calendar_work(p->calendar, now, by)
                                          : 0;

    if (lost && left <= severity_days(p, "escalation.severity-1-days", 2))
        return 1;
    if (left <= severity_days(p, "escalation.severity-2-days", 5) ||
        likely < plan_threshold(p, "escalation.severity-2-likely", MICRO / 2))
        return 2;
    return left <= severity_days(p, "escalation.severity-3-days", 15) ? 3 : SEVERITIES;
}

static void add_impact(const struct baton_study *s, const struct finding *f, struct text *t)
{
    const struct report_input in = {.plan = s->plan, .owner = &s->b->owner, .out = &s->b->diags};

    if (!f || (!f->priced && !f->bounded) || f->expected_s <= 0)
        return;
    text_addf(t, ", impact: \"%.*s of P80", STR_ARG(say_price(&in, f)));
    if (f->cost_minor != INT64_MIN && f->cost_minor > 0)
        text_addf(t, ", %.*s at the agreed cost of delay", STR_ARG(say_money(&in, f->cost_minor)));
    text_add(t, STR("\""));
}

static void add_quoted(struct text *t, struct str words)
{
    struct writer *w = writer_new(t->owner, WRITER_JSON_COMPACT, t);

    writer_text(w, words);
}

struct baton_text baton_escalation_open(const struct baton_study *s, struct baton_text id,
                                        struct baton_text ask, int64_t now)
{
    struct baton *b = s->b;
    const struct plan *p = s->plan;
    const struct object *o = plan_find(p, door_str(id));
    struct people asked = {{NULL}, 0}, affected = {{NULL}, 0};
    const struct finding *f;
    int64_t by;
    int severity;
    struct text t;

    if (!o) {
        diag_error(&b->diags, "unknown-id", (struct place){0}, "nothing is named `%.*s`",
                   (int)id.len, id.ptr);
        return (struct baton_text){NULL, 0};
    }
    sides_of(p, o, &asked, &affected);
    if (asked.count == 0) {
        diag_error(&b->diags, "nobody-to-ask", o->at, "nobody answers for `%.*s`", STR_ARG(o->id));
        diag_hint(&b->diags, "name its owner first: baton set PLAN %.*s.owner=...",
                  STR_ARG(o->id));
        return (struct baton_text){NULL, 0};
    }
    f = dearest(s, o, &by);
    severity = severity_of(s, o, f, by, now);
    text_init(&t, &b->owner);
    text_addf(&t, "escalations.esc-%.*s={of: %.*s, ask: ", STR_ARG(o->id), STR_ARG(o->id));
    add_quoted(&t, door_str(ask));
    text_add(&t, STR(", opened: "));
    add_instant(&t, now);
    text_addf(&t, ", severity: %d", severity);
    if (by != CIVIL_NONE) {
        text_add(&t, STR(", by: "));
        civil_print_date(&t, by);
    }
    /* Nothing is offered: what can be asked for is an answer. */
    if (o->kind == KIND_handoff && !handoff_get_offered(o) &&
        (!handoff_get_state(o) || *handoff_get_state(o) == HANDOFF_ASKED))
        text_add(&t, STR(", waits_for: offered"));
    add_impact(s, f, &t);
    if (affected.count > 0) {
        text_add(&t, STR(", affected: ["));
        add_people(&t, &affected);
        text_add(&t, STR("]"));
    }
    add_rungs(p, &asked, &affected, severity, &t);
    text_add(&t, STR("}"));
    return door_text(str_copy(&b->owner, text_str(&t)));
}
