/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about findings, decisions and their options, and what the program states of itself. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/plan/plan.h"

void put_finding(struct making *m, const struct finding *f)
{
    const struct object *o = m->set->plan->objects[f->subject];
    const char *rule = f->rule->name;
    struct claim *c = put_text(m, o, rule, CLAIM_TEXT, f->text, f->rule->test);

    if (!c)
        return;
    c->worded = true;
    for (uint32_t i = 0; i < f->evidence_count; i++) {
        const uint32_t about = f->evidence[i].object;
        const uint16_t field =
            about == OBJECT_NONE ? UINT16_MAX
                                 : schema_field(m->set->plan->objects[about]->kind,
                                                str_of(f->evidence[i].field));

        if (field != UINT16_MAX)
            rest_on_field(c, m->set->plan->objects[about], field);
    }
    if ((f->priced || f->bounded) && f->expected_s > 0) {
        c = put_value(m, o, str_format(m->set->owner, "%s.days", rule).ptr, CLAIM_DAYS,
                      f->expected_s, f->priced ? "how much earlier P80 is without it"
                                               : "no more than that, by the runs already made");
        if (c)
            c->at_most = f->bounded && !f->priced;
        rest_on(c, STR("run.digest"));
    }
    if (f->defuse_by != CIVIL_NONE)
        put_value(m, o, str_format(m->set->owner, "%s.defuse-by", rule).ptr, CLAIM_INSTANT,
                  f->defuse_by, f->defuse_because);
    if (f->move.len > 0) {
        c = put_text(m, o, str_format(m->set->owner, "%s.move", rule).ptr, CLAIM_TEXT, f->move,
                     "what the rule suggests");
        if (c)
            c->worded = true;
    }
    if (f->owner != OBJECT_NONE)
        put_text(m, o, str_format(m->set->owner, "%s.owner", rule).ptr, CLAIM_NAME,
                 object_title(m->set->plan->objects[f->owner]), "who is to move");
}

bool findings_are_alike(const struct finding *a, const struct finding *b)
{
    return a->rule == b->rule && a->state == b->state && a->level == b->level &&
           a->owner == b->owner && a->defuse_by == b->defuse_by && str_equal(a->move, b->move);
}

/* Of a thousand tasks with one number for an estimate a reader needs one sentence: of each first
 * finding, how many follow that differ by their subject alone. */
void put_alike(struct making *m)
{
    enum { KINDS_MOST = 256 };      /* firsts that are compared with; later ones stand alone */
    const struct findings *all = m->in->findings;
    struct { const struct finding *first; int64_t count; } kinds[KINDS_MOST];
    size_t count = 0;

    for (size_t i = 0; all && i < all->count; i++) {
        const struct finding *f = &all->items[i];
        size_t k = 0;

        if (f->state != FINDING_TRUE || f->subject == OBJECT_NONE ||
            object_is_withheld(m->set->plan->objects[f->subject]))
            continue;
        while (k < count && !findings_are_alike(kinds[k].first, f))
            k++;
        if (k < count)
            kinds[k].count++;
        else if (count < KINDS_MOST) {
            kinds[count].first = f;
            kinds[count++].count = 0;
        }
    }
    for (size_t k = 0; k < count; k++) {
        const struct finding *f = kinds[k].first;

        if (kinds[k].count >= ALIKE_LEAST)
            put_value(m, m->set->plan->objects[f->subject],
                      str_format(m->set->owner, "%s.alike", f->rule->name).ptr, CLAIM_COUNT,
                      kinds[k].count, "findings of the rule with the same move, owner and date");
    }
}

void put_decisions(struct making *m)
{
    for (uint32_t i = 0; i < m->in->decide_by_count; i++) {
        const struct decide_by *d = &m->in->decide_by[i];
        const struct object *o = claim_subject(m, d->decision);
        struct claim *c;

        if (!o || d->last_moment == CIVIL_NONE)
            continue;
        c = put_value(m, o, "decide-by", CLAIM_INSTANT, d->last_moment,
                      "the promise's date, less the work behind the decision, less P50 to P80, "
                      "less the time the slowest option takes");
        rest_on_field(c, o, FIELD_decision_gates);
        if (d->commitment != OBJECT_NONE && claim_subject(m, d->commitment))
            rest_on_field(c, claim_subject(m, d->commitment), FIELD_commitment_date);
        rest_on(c, STR("run.digest"));
        if (d->last_known != CIVIL_NONE)
            put_value(m, o, "last-session", CLAIM_INSTANT, d->last_known,
                      "the last session of its forum whose answer comes in time");
    }
}

void put_options(struct making *m)
{
    const struct plan *p = m->set->plan;

    for (uint32_t i = 0; i < plan_count(p, KIND_decision); i++) {
        const struct object *o = plan_nth(p, KIND_decision, i);
        const struct objects *options = object_is_withheld(o) ? NULL : decision_get_options(o);

        for (size_t n = 0; options && n < options->count; n++) {
            const struct object *option = options->items[n];
            const struct triple *cost = option_get_cost(option);
            const struct str *title = option_get_title(option);

            put_text(m, o, str_format(m->set->owner, "%.*s.title", STR_ARG(option->id)).ptr,
                     CLAIM_NAME, title ? *title : option->id, "an option of the decision");
            if (cost)
                put_value(m, o, str_format(m->set->owner, "%.*s.cost", STR_ARG(option->id)).ptr,
                          CLAIM_MONEY, cost->b, "what the option is said to cost");
        }
    }
}

void put_program(struct making *m)
{
    const struct plan *p = m->set->plan;
    const struct objects *costs = program_get_delay_cost(p->program);
    const struct object *cost = costs && costs->count > 0 ? costs->items[0] : NULL;
    const struct object *by = cost ? plan_object(p, delay_cost_get_agreed_by(cost)) : NULL;
    const struct object *forum;
    struct claim *c = put_value(m, p->program, "as_of", CLAIM_INSTANT, p->as_of, "the data date");

    if (p->as_of_stated)
        rest_on_field(c, p->program, FIELD_program_as_of);
    c = put_value(m, p->program, "next-update", CLAIM_INSTANT, network_next_report(p, &forum),
                  "the next session of a forum that gives out a report; without one a reporting "
                  "period after the data date, a week where none is stated");
    if (forum)
        rest_on_field(c, forum, FIELD_forum_outputs);
    else
        rest_on_field(c, p->program, FIELD_program_cadence);
    if (p->read_on > p->as_of)
        put_value(m, p->program, "read-on", CLAIM_INSTANT, p->read_on,
                  "the day on which the plan is read, as whoever asks says: --today");
    if (m->in->forecast && m->in->forecast->newest_word != CIVIL_NONE)
        put_value(m, p->program, "newest-word", CLAIM_INSTANT, m->in->forecast->newest_word,
                  "the newest day on which a task or a hand-off was updated, estimated, started or "
                  "finished");
    if (m->in->forecast_before)
        put_value(m, p->program, "as_of.before", CLAIM_INSTANT,
                  m->in->forecast_before->network->plan->as_of,
                  "the data date of the plan this one is compared with");
    if (by && delay_cost_get_per_week(cost)) {
        c = put_value(m, p->program, "delay-cost", CLAIM_MONEY, *delay_cost_get_per_week(cost),
                      "what a week of delay costs, as somebody agreed");
        rest_on_field(c, p->program, FIELD_program_delay_cost);
        put_text(m, p->program, "delay-cost.agreed_by", CLAIM_NAME, object_title(by),
                 "who agreed the number");
    }
    if (m->in->audience.len > 0) {
        c = put_value(m, p->program, "withheld", CLAIM_COUNT, m->in->withheld,
                      "objects whose `audience` leaves this reader out");
        c->must = m->in->withheld > 0;
    }
}
