/* SPDX-License-Identifier: Apache-2.0 */
/* How the parts of a program stand: schedule, cost, scope, people, risks, decisions. The first two
 * are computed from the runs, the others from what the rules found of them. */
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/claim/status.h"
#include "core/plan/plan.h"

static enum dimension dimension_of(const struct plan *p, const struct finding *f)
{
    static const char *const of_scope[] = {"growing-scope", "done-mismatch", "competing-success"};

    for (unsigned i = 0; i < sizeof(of_scope) / sizeof(of_scope[0]); i++)
        if (str_equal(str_of(f->rule->name), str_of(of_scope[i])))
            return DIMENSION_SCOPE;
    if (f->subject == OBJECT_NONE)
        return DIMENSIONS;
    switch (p->objects[f->subject]->kind) {
    case KIND_person:
    case KIND_team:
    case KIND_duty:
        return DIMENSION_PEOPLE;
    case KIND_risk:
    case KIND_driver:
    case KIND_assumption:
        return DIMENSION_RISKS;
    case KIND_decision:
    case KIND_forum:
    case KIND_question:
    case KIND_escalation:
        return DIMENSION_DECISIONS;
    default:
        return DIMENSIONS;
    }
}

static bool is_stated(const struct plan *p, enum dimension d)
{
    switch (d) {
    case DIMENSION_SCOPE:
        return program_get_outcomes(p->program) || program_get_not(p->program);
    case DIMENSION_PEOPLE:
        return plan_count(p, KIND_team) + plan_count(p, KIND_person) > 0;
    case DIMENSION_RISKS:
        return plan_count(p, KIND_risk) + plan_count(p, KIND_assumption) > 0;
    case DIMENSION_DECISIONS:
        return plan_count(p, KIND_decision) > 0;
    case DIMENSIONS:
        break;
    }
    return false;
}

void dimensions_find(const struct rule_input *in, const struct findings *all, struct part *ret)
{
    const struct plan *p = in->plan;
    const struct object *forum;
    const int64_t next = network_next_report(p, &forum);

    for (unsigned d = 0; d < DIMENSIONS; d++)
        ret[d] = (struct part){.status = is_stated(p, (enum dimension)d) ? STATUS_IS_GOOD
                                                                         : STATUS_IS_UNKNOWN};
    for (size_t i = 0; i < all->count; i++) {
        const struct finding *f = &all->items[i];
        const enum dimension d = dimension_of(p, f);
        const bool now = f->defuse_by <= p->as_of;
        enum claim_status status;

        if (d == DIMENSIONS || f->state != FINDING_TRUE || f->level == DIAG_NOTE || f->held ||
            f->defuse_by == CIVIL_NONE || calendar_work(p->calendar, f->defuse_by, next) <= 0)
            continue;
        status = now && f->level == DIAG_ERROR ? STATUS_IS_OFF : STATUS_IS_RISK;
        if (!ret[d].first || status < ret[d].status ||
            (status == ret[d].status && f->defuse_by < ret[d].first->defuse_by))
            ret[d] = (struct part){.status = status, .first = f};
    }
}

/* The worst of the promises. */
static void put_schedule(struct making *m)
{
    static const int rank[] = {0, 1, 3, 2};
    const struct forecast *f = m->in->forecast;
    const struct object *program = m->set->plan->program;
    enum claim_status worst = STATUS_IS_UNKNOWN;
    struct claim *c;
    bool known = false;

    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = claim_subject(m, f->commitments[i].object);
        const struct claim *status = o ? claim_of(m->set, o->id, "status") : NULL;

        if (status && (!known || rank[status->value] < rank[worst]))
            worst = (enum claim_status)status->value;
        known = known || status;
    }
    c = put_value(m, program, "status.schedule", CLAIM_STATUS, worst, "the worst of every promise");
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (claim_subject(m, f->commitments[i].object))
            rest_on(c, claim_id(m->set, claim_subject(m, f->commitments[i].object)->id, "status"));
}

static void put_part(struct making *m, const char *predicate, const struct part *part)
{
    const struct object *program = m->set->plan->program;
    const struct finding *f = part->first;
    struct claim *c = put_value(m, program, predicate, CLAIM_STATUS, part->status,
                                "off where an error of this kind should have been defused by now, "
                                "at risk where a warning should, or must before the next report; "
                                "unknown where nothing of the kind is stated");

    if (!f || part->withheld)
        return;
    rest_on(c, claim_id(m->set,
                        f->subject == OBJECT_NONE ? program->id
                                                  : m->set->plan->objects[f->subject]->id,
                        f->rule->name));
    rest_on(c, claim_id(m->set, program->id, "next-update"));
}

void put_dimensions(struct making *m)
{
    static const char *const predicates[DIMENSIONS] = {
        [DIMENSION_SCOPE] = "status.scope", [DIMENSION_PEOPLE] = "status.people",
        [DIMENSION_RISKS] = "status.risks", [DIMENSION_DECISIONS] = "status.decisions"};
    const struct forecast *f = m->in->forecast;
    bool is_budgeted;
    struct claim *c;

    if (!m->in->parts || !f)
        return;
    is_budgeted = f->cost.known && f->cost.limit != INT64_MIN;
    /* The worst of those that a reader may see is not the worst; nor is a budget that is kept from
     * them unknown. */
    if (!m->in->promises_withheld)
        put_schedule(m);
    if (is_budgeted || m->in->withheld == 0) {
        c = put_value(m, m->set->plan->program, "status.cost", CLAIM_STATUS,
                      is_budgeted ? status_of_cost(f) : STATUS_IS_UNKNOWN,
                      status_is_over_as_stated(f)
                          ? "what is spent, and what is left at its owners' own numbers, is over "
                            "the budget"
                          : "by how likely the budget is to be enough, as a promise");
        /* Without a budget nothing says how likely it is to be enough: it is of the run alone. */
        rest_on(c, is_budgeted ? claim_id(m->set, m->set->plan->program->id, "cost.within")
                               : STR("run.digest"));
        if (status_is_over_as_stated(f))
            rest_on(c, claim_id(m->set, m->set->plan->program->id, "cost.stated"));
    }
    for (unsigned d = 0; d < DIMENSIONS; d++)
        put_part(m, predicates[d], &m->in->parts[d]);
}
