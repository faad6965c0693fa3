/* SPDX-License-Identifier: Apache-2.0 */
/* What each step of the plan makes of its promises, and who takes it by when. */
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/plan/plan.h"

static bool promise_of(const struct making *m, struct str id)
{
    const struct object *o = plan_find(m->set->plan, id);

    return o && !object_is_withheld(o);
}

static void put_gain_on(struct making *m, const struct object *o, const char *prefix,
                        const struct gain_on *on, uint32_t promise)
{
    const struct gains *g = m->in->gains;
    const struct str id = g->promises[promise];
    const char *name = promise == 0 ? "likely"
                                    : str_format(m->set->owner, "%.*s", STR_ARG(id)).ptr;
    struct claim *c;

    if (on->likely_ppm[promise] < 0 || !promise_of(m, id))
        return;
    c = put_value(m, o, str_format(m->set->owner, "%s%s", prefix, name).ptr, CLAIM_CHANCE,
                  on->likely_ppm[promise],
                  promise == 0 ? "the probability of the least likely promise with this done, on "
                                 "the same draws"
                               : "the probability of that promise with this done, on the same "
                                 "draws");
    rest_on(c, claim_id(m->set, id, "likely"));
    if (c)
        c->simulated = true;
    if (promise > 0)
        return;
    c = put_value(m, o, str_format(m->set->owner, "%sgain", prefix).ptr, CLAIM_POINTS,
                  on->likely_ppm[promise] - g->now.likely_ppm[promise],
                  "how much likelier the least likely promise is with this done, on the same "
                  "draws");
    rest_on(c, claim_id(m->set, o->id, str_format(m->set->owner, "%s%s", prefix, name).ptr));
    if (c)
        c->simulated = true;
}

static void put_gain(struct making *m, const struct object *o, const char *prefix,
                     const struct gain_on *on)
{
    struct claim *c;

    for (uint32_t i = 0; i < m->in->gains->promise_count; i++)
        put_gain_on(m, o, prefix, on, i);
    c = put_value(m, o, str_format(m->set->owner, "%sp80", prefix).ptr, CLAIM_FINISH, on->p80[0],
                  "80 % of the runs keep the least likely promise by then with this done, on the "
                  "same draws");
    rest_on(c, claim_id(m->set, m->in->gains->promises[0], "p80"));
    if (c)
        c->simulated = true;
}

/* What a mitigation costs, who does it by when: of the risk where it does not say. */
static void put_mitigation(struct making *m, const struct object *risk)
{
    const struct objects *all = risk_get_mitigation(risk);
    const struct object *what = all && all->count > 0 ? all->items[0] : NULL;
    const struct object *who = what ? plan_object(m->set->plan, mitigation_get_owner(what)) : NULL;
    const struct when *by = what ? mitigation_get_by(what) : NULL;
    struct claim *c;

    if (!what)
        return;
    if (mitigation_get_cost(what))
        put_value(m, risk, "mitigation.cost", CLAIM_MONEY, *mitigation_get_cost(what),
                  "what its mitigation is said to cost");
    who = who ? who : plan_object(m->set->plan, risk_get_owner(risk));
    if (who && !object_is_withheld(who)) {
        c = put_text(m, risk, "mitigation.owner", CLAIM_NAME, object_title(who),
                     "who mitigates it, or owns it");
        rest_on_field(c, risk, FIELD_risk_owner);
    }
    by = by ? by : risk_get_review(risk);
    if (by) {
        c = put_value(m, risk, "mitigation.by", CLAIM_INSTANT, by->instant,
                      "when it is to be mitigated, or looked at next");
        rest_on_field(c, risk, FIELD_risk_review);
    }
}

void put_gains(struct making *m)
{
    const struct gains *g = m->in->gains;

    for (uint32_t i = 0; i < g->count; i++) {
        const struct object *o = m->set->plan->objects[g->items[i].object];

        if (object_is_withheld(o))
            continue;
        if (g->items[i].kind == GAIN_MITIGATION)
            put_mitigation(m, o);
        put_gain(m, o,
                 g->items[i].kind == GAIN_OPTION
                     ? str_format(m->set->owner, "%.*s.", STR_ARG(g->items[i].option->id)).ptr
                     : "mitigated.",
                 &g->items[i].on);
    }
    if (g->together_count > 1 && g->together.likely_ppm[0] >= 0)
        put_gain(m, m->set->plan->program, "together.", &g->together);
}
