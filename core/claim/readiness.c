/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about what is done: earned value, and which team and gate is ready. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/plan/plan.h"

enum { IN_TIME_FROM = 800000 };

void put_earned(struct making *m)
{
    const struct object *o = m->set->plan->program;
    const struct earned_plan *e = m->in->earned;
    const struct earned *r = &e->result;
    const struct {
        const char *name;
        enum claim_kind kind;
        int64_t value;
        const char *how;
    } rows[] = {
        {"budget-at-completion", CLAIM_MONEY, e->input.budget, "BAC: the sum of baseline costs"},
        {"planned-value", CLAIM_MONEY, r->planned, "PV: baseline cost due by the data date"},
        {"earned-value", CLAIM_MONEY, e->input.earned,
         "EV: 0/100 up to two weeks, else share done"},
        {"actual-cost", CLAIM_MONEY, e->input.actual, "AC: what is stated as spent"},
        {"cost-variance", CLAIM_MONEY, r->cost_variance, "CV = EV - AC"},
        {"schedule-variance", CLAIM_MONEY, r->schedule_variance, "SV = EV - PV"},
        {"cpi", CLAIM_RATIO, r->cpi, "CPI = EV / AC"},
        {"spi", CLAIM_RATIO, r->spi, "SPI = EV / PV"},
        {"eac", CLAIM_MONEY, r->eac, "EAC = BAC / CPI"},
        {"eac-as-planned", CLAIM_MONEY, r->eac_as_planned, "EAC = AC + (BAC - EV)"},
        {"eac-both", CLAIM_MONEY, r->eac_both, "EAC = AC + (BAC - EV) / (CPI x SPI)"},
        {"variance-at-completion", CLAIM_MONEY, r->variance_at_completion, "VAC = BAC - EAC"},
        {"tcpi", CLAIM_RATIO, r->tcpi, "TCPI = (BAC - EV) / (BAC - AC)"},
        {"earned-schedule", CLAIM_MONTHS, r->earned_schedule,
         "ES = C + (EV - PV_C) / (PV_C+1 - PV_C), in weeks"},
        {"actual-time", CLAIM_MONTHS, e->input.at_micro, "AT: weeks since the baseline began"},
        {"schedule-variance-t", CLAIM_MONTHS, r->schedule_variance_t, "SV(t) = ES - AT"},
        {"spi-t", CLAIM_RATIO, r->spi_t, "SPI(t) = ES / AT"},
        {"ieac-t", CLAIM_MONTHS, r->ieac_t, "IEAC(t) = PD / SPI(t), in weeks"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].value != EARNED_NONE)
            put_value(m, o, rows[i].name, rows[i].kind, rows[i].value, rows[i].how);
}

/* --- gates ---------------------------------------------------------------------------------- */

static bool is_settled(const struct object *criterion)
{
    const uint32_t *state = criterion_get_state(criterion);

    return state && *state != CRITERION_UNMET;
}

static void put_criterion(struct making *m, const struct object *gate, const struct object *c)
{
    static const char *const words[] = {"unmet", "met", "waived", "not applicable"};
    const struct plan *p = m->set->plan;
    const uint32_t *state = criterion_get_state(c);
    const struct object *owner = plan_object(p, criterion_get_owner(c));
    const struct str *evidence = criterion_get_evidence(c);
    const struct when *date = criterion_get_evidence_date(c);
    struct arena *owner_of = m->set->owner;
    const char *id = str_format(owner_of, "%.*s", STR_ARG(c->id)).ptr;

    put_text(m, gate, str_format(owner_of, "%s.statement", id).ptr, CLAIM_TEXT,
             *criterion_get_statement(c), "a criterion of the gate, as stated");
    put_text(m, gate, str_format(owner_of, "%s.state", id).ptr, CLAIM_TEXT,
             str_of(words[state ? *state : CRITERION_UNMET]), "as stated; unmet where it is not");
    if (owner)
        put_text(m, gate, str_format(owner_of, "%s.owner", id).ptr, CLAIM_NAME,
                 object_title(owner), "who brings it, as stated");
    if (evidence)
        put_text(m, gate, str_format(owner_of, "%s.evidence", id).ptr, CLAIM_TEXT, *evidence,
                 "where the proof is, as stated");
    if (date)
        put_value(m, gate, str_format(owner_of, "%s.evidence_date", id).ptr, CLAIM_INSTANT,
                  date->instant, "how old the proof is, as stated");
}

static void put_gate(struct making *m, const struct object *gate)
{
    const struct objects *criteria = gate_get_criteria(gate);
    const uint32_t *outcome = gate_get_outcome(gate);
    int64_t unmet = 0;
    struct claim *c;

    for (size_t i = 0; criteria && i < criteria->count; i++) {
        put_criterion(m, gate, criteria->items[i]);
        unmet += !is_settled(criteria->items[i]);
    }
    put_value(m, gate, "unmet", CLAIM_COUNT, unmet, "criteria neither met, waived nor out");
    if (criteria)
        put_value(m, gate, "criteria-count", CLAIM_COUNT, (int64_t)criteria->count, "criteria");
    c = put_text(m, gate, "go", CLAIM_TEXT,
                 outcome && *outcome == GATE_GO ? STR("go")
                 : !criteria || criteria->count == 0 ? STR("no answer")
                 : unmet > 0                         ? STR("no-go")
                                                     : STR("go"),
                 "go when it was passed or every criterion is met, waived or out");
    rest_on_field(c, gate, FIELD_gate_criteria);
    rest_on_field(c, gate, FIELD_gate_outcome);
}

/* "median label turnaround, from 9d to 2d, by 2027-06-30" */
static void put_outcomes(struct making *m)
{
    const struct object *program = m->set->plan->program;
    const struct objects *outcomes = program_get_outcomes(program);

    for (size_t i = 0; outcomes && i < outcomes->count; i++) {
        const struct object *o = outcomes->items[i];
        const struct str *from = outcome_get_from(o), *to = outcome_get_to(o);
        const struct when *by = outcome_get_by(o);
        struct text text;
        struct claim *c;

        text_init(&text, m->set->owner);
        text_add(&text, *outcome_get_measure(o));
        if (from)
            text_addf(&text, ", from %.*s", STR_ARG(*from));
        if (to)
            text_addf(&text, "%s to %.*s", from ? "" : ",", STR_ARG(*to));
        if (by) {
            text_add(&text, STR(", by "));
            civil_print_date(&text, by->instant);
        }
        c = put_text(m, program, str_format(m->set->owner, "%.*s.outcome", STR_ARG(o->id)).ptr,
                     CLAIM_TEXT, text_str(&text), "a measured result, as stated");
        if (c)
            c->worded = true;
        rest_on_field(c, program, FIELD_program_outcomes);
    }
}

/* --- teams ---------------------------------------------------------------------------------- */

/* [object_count] of each: open tasks, hand-offs still to be accepted, criteria unmet, and whether
 * anything at all is said of the team. */
struct tally {
    uint32_t *tasks, *handoffs, *criteria;
    bool *any;
};

static void count_tasks(const struct plan *p, struct tally *t)
{
    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct object *o = plan_nth(p, KIND_task, i);
        const struct object *team = object_is_withheld(o) ? NULL : plan_team_of(p, o);
        const bool *inactive = task_get_inactive(o);

        if (!team || (inactive && *inactive))
            continue;
        t->any[team->number] = true;
        t->tasks[team->number] += !task_get_finished(o);
    }
}

static void count_handoffs(const struct plan *p, struct tally *t)
{
    for (uint32_t i = 0; i < plan_count(p, KIND_handoff); i++) {
        const struct object *o = plan_nth(p, KIND_handoff, i);
        const struct object *team = object_is_withheld(o) ? NULL : handoff_giving_team(p, o);
        const uint32_t *state = object_is_withheld(o) ? NULL : handoff_get_state(o);

        if (!team)
            continue;
        t->any[team->number] = true;
        t->handoffs[team->number] +=
            !handoff_get_accepted(o) &&
            (!state || (*state != HANDOFF_ACCEPTED && *state != HANDOFF_DROPPED));
    }
}

static void count_criteria(const struct plan *p, struct tally *t)
{
    for (uint32_t i = 0; i < plan_count(p, KIND_gate); i++) {
        const struct object *gate = plan_nth(p, KIND_gate, i);
        const struct objects *criteria =
            object_is_withheld(gate) ? NULL : gate_get_criteria(gate);

        for (size_t n = 0; criteria && n < criteria->count; n++) {
            const struct object *owner =
                plan_object(p, criterion_get_owner(criteria->items[n]));
            const struct ref *team = owner && !object_is_withheld(owner) ? person_get_team(owner)
                                                                         : NULL;

            if (!team || team->object == OBJECT_NONE)
                continue;
            t->any[team->object] = true;
            t->criteria[team->object] += !is_settled(criteria->items[n]);
        }
    }
}

void put_readiness(struct making *m)
{
    const struct plan *p = m->set->plan;
    struct tally t = {ARENA_ARRAY(m->set->owner, uint32_t, (size_t)p->object_count + 1),
                      ARENA_ARRAY(m->set->owner, uint32_t, (size_t)p->object_count + 1),
                      ARENA_ARRAY(m->set->owner, uint32_t, (size_t)p->object_count + 1),
                      ARENA_ARRAY(m->set->owner, bool, (size_t)p->object_count + 1)};

    put_outcomes(m);
    for (uint32_t i = 0; i < plan_count(p, KIND_gate); i++)
        if (!object_is_withheld(plan_nth(p, KIND_gate, i)))
            put_gate(m, plan_nth(p, KIND_gate, i));
    count_tasks(p, &t);
    count_handoffs(p, &t);
    count_criteria(p, &t);
    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++) {
        const struct object *team = plan_nth(p, KIND_team, i);
        const uint32_t n = team->number;
        const bool ready = t.tasks[n] + t.handoffs[n] + t.criteria[n] == 0;

        if (object_is_withheld(team))
            continue;
        put_value(m, team, "open-tasks", CLAIM_COUNT, t.tasks[n], "tasks of the team not finished");
        put_value(m, team, "open-handoffs", CLAIM_COUNT, t.handoffs[n],
                  "hand-offs it gives that are not accepted");
        put_value(m, team, "open-criteria", CLAIM_COUNT, t.criteria[n],
                  "criteria of gates its people own that are unmet");
        put_text(m, team, "go", CLAIM_TEXT,
                 !t.any[n] ? STR("no answer") : ready ? STR("go") : STR("no-go"),
                 "go when its tasks are finished, its hand-offs accepted and its criteria met");
    }
}

/* --- progress ------------------------------------------------------------------------------- */

static bool is_handed_over(const struct object *handoff)
{
    const uint32_t *state = handoff_get_state(handoff);

    return handoff_get_accepted(handoff) ||
           (state && (*state == HANDOFF_ACCEPTED || *state == HANDOFF_DROPPED));
}

/* Open hand-offs and those likely in time; tasks and those finished. */
void put_progress(struct making *m)
{
    const struct forecast *f = m->in->forecast;
    const struct object *program = m->set->plan->program;
    int64_t asked = 0, likely = 0, tasks = 0, finished = 0;
    struct claim *c;

    for (uint32_t i = 0; i < f->handoff_count; i++) {
        if (is_handed_over(m->run->objects[f->handoffs[i].object]))
            continue;
        asked += f->handoffs[i].by_asked_ppm >= 0;
        likely += f->handoffs[i].by_asked_ppm >= IN_TIME_FROM;
    }
    for (uint32_t i = 0; i < f->network->node_count; i++)
        if (f->network->role[i] == ROLE_TASK) {
            tasks++;
            finished += f->network->progress[i] == PROGRESS_FINISHED;
        }
    put_value(m, program, "handoffs", CLAIM_COUNT, asked,
              "hand-offs with an asked date that are neither accepted nor dropped");
    c = put_value(m, program, "handoffs.likely", CLAIM_COUNT, likely,
                  "those of 80 % or better to be accepted by the date asked for");
    rest_on(c, str_format(m->set->owner, "%.*s.handoffs", STR_ARG(program->id)));
    rest_on(c, STR("run.digest"));
    put_value(m, program, "tasks-all", CLAIM_COUNT, tasks, "tasks of the plan that count");
    c = put_value(m, program, "tasks-all.finished", CLAIM_COUNT, finished,
                  "those with a finish stated");
    rest_on(c, str_format(m->set->owner, "%.*s.tasks-all", STR_ARG(program->id)));
}
