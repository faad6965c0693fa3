/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about promises: how likely, by when, status by rule; and of the program as a whole. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/claim/status.h"
#include "core/decide/escalation.h"
#include "core/plan/beliefs.h"
#include "core/plan/plan.h"

enum { WHOLE = 1000000, SEVERE = 1 /* now */,
       TREND_FROM = 50000 /* five points */ };

static const struct forecast_commitment *forecast_before(const struct making *m, struct str id)
{
    const struct forecast *f = m->in->forecast_before;

    for (uint32_t i = 0; f && i < f->commitment_count; i++)
        if (f->commitments[i].target != UINT32_MAX &&
            str_equal(f->network->plan->objects[f->commitments[i].object]->id, id))
            return &f->commitments[i];
    return NULL;
}

static void put_before(struct making *m, const struct object *o,
                       const struct forecast_commitment *c)
{
    struct claim *likely = put_value(m, o, "likely.before", CLAIM_CHANCE, c->probability_ppm,
                                     "the probability in the plan this one is compared with");
    struct claim *p80 = put_value(m, o, "p80.before", CLAIM_FINISH,
                                  m->in->forecast_before->targets[c->target].at[2],
                                  "80 % of the runs of the plan this one is compared with finish "
                                  "by then");

    if (likely)
        likely->simulated = true;
    if (p80)
        p80->simulated = true;
    rest_on(likely, STR("run.before.digest"));
    rest_on(p80, STR("run.before.digest"));
}

/* From the last but one report before to this one, which is three. */
static void put_trend(struct making *m, const struct object *o, int32_t moved_ppm)
{
    static const char how[] = "how much likelier than two reports ago: rising from five points on, "
                              "falling from five points down";
    struct claim *c = put_text(m, o, "trend", CLAIM_TEXT,
                               moved_ppm >= TREND_FROM    ? STR("\xe2\x86\x91")
                               : moved_ppm <= -TREND_FROM ? STR("\xe2\x86\x93")
                                                          : STR("\xe2\x86\x92"), how);

    rest_on(c, claim_id(m->set, o->id, "trend.points"));
    c = put_value(m, o, "trend.points", CLAIM_POINTS, moved_ppm, how);
    rest_on(c, claim_id(m->set, o->id, "likely"));
    rest_on(c, STR("kept.forecasts"));
}

/* Until when what is promised can still change, counted as the rules do that find such promises. */
static void put_change_by(struct making *m, const struct object *o,
                          const struct forecast_commitment *c, int64_t p50)
{
    const struct plan *p = m->set->plan;
    const int64_t share = plan_threshold(p, "act.share", WHOLE / 4);
    const int64_t by = c->date - (p50 - p->as_of) / 1000 * (share / 1000);
    struct claim *claim;

    claim = put_value(m, o, "change-by", CLAIM_INSTANT, by < p->as_of ? p->as_of : by,
                      "the promised date, less a quarter of the time to the P50 date, not before "
                      "the data date: until then scope can still move");
    rest_on_field(claim, o, FIELD_commitment_date);
    rest_on(claim, claim_id(m->set, o->id, "p50"));
}

static void put_status(struct making *m, const struct object *o,
                       const struct forecast_commitment *c)
{
    const struct forecast_commitment *before = forecast_before(m, o->id);
    const struct said_before *said = status_said(m->in, o->id);
    const struct standing s = status_of_promise(m->in, c);
    struct claim *status = put_value(m, o, "status", CLAIM_STATUS, s.status, status_how(s.because));

    if (status)
        status->must = status->value == STATUS_IS_OFF;
    rest_on(status, claim_id(m->set, o->id, "likely"));
    if (before)
        put_before(m, o, before);
    else if (said && said->ppm >= 0)
        put_value(m, o, "likely.before", CLAIM_CHANCE, said->ppm,
                  "the probability in the report before");
    if (said && said->first_ppm >= 0 && c->target != UINT32_MAX)
        put_trend(m, o, c->probability_ppm - said->first_ppm);
    put_because(m, o, c, &s);
    if (claim_of(m->set, o->id, "because"))
        rest_on(status, claim_id(m->set, o->id, "because"));
}

/* What was published of private beliefs about it: the newest of each question. */
static void put_belief(struct making *m, const struct object *o)
{
    static const struct {
        enum belief_measure question;
        uint16_t field;
        const char *name, *how;
        enum claim_kind kind;
    } asked[] = {
        {BELIEF_PROBABILITY, FIELD_pulse_probability, "belief",
         "the median of three private answers or more, to ten points", CLAIM_SHARE},
        {BELIEF_VOTE, FIELD_pulse_vote, "belief.vote",
         "the median of three private votes or more, of five", CLAIM_COUNT},
        {BELIEF_DATE, FIELD_pulse_date, "belief.week",
         "the median of three private answers or more: the Monday of its week", CLAIM_INSTANT}};

    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        const struct object *pulse = belief_latest(m->set->plan, o, asked[i].question);

        if (!pulse)
            continue;
        rest_on_field(put_value(m, o, asked[i].name, asked[i].kind,
                                asked[i].kind == CLAIM_SHARE   ? *pulse_get_probability(pulse)
                                : asked[i].kind == CLAIM_COUNT ? *pulse_get_vote(pulse)
                                                               : pulse_get_date(pulse)->instant,
                                asked[i].how), pulse, asked[i].field);
        if (asked[i].question != BELIEF_DATE)
            rest_on_field(put_value(m, o, "belief.answers", CLAIM_COUNT,
                                    *pulse_get_answers(pulse), "how many people answered"),
                          pulse, FIELD_pulse_answers);
    }
}

void put_promise(struct making *m, const struct forecast_commitment *c)
{
    const struct object *o = claim_subject(m, c->object);
    const struct forecast_target *target =
        c->target == UINT32_MAX ? NULL : &m->in->forecast->targets[c->target];
    const bool coarse = c->defaulted_ppm + c->stale_ppm >= CLAIM_COARSE_FROM;
    const int32_t ppm = target ? c->probability_ppm : -1;
    const struct claim *status;
    struct claim *claim;

    if (!o)
        return;
    put_status(m, o, c);
    put_belief(m, o);
    if (!target)
        return;
    claim = put_value(m, o, "likely", CLAIM_CHANCE, ppm,
                      "the share of the runs that finish by the promised date");
    if (claim) {
        claim->low = ppm - c->error_ppm;
        claim->high = ppm + c->error_ppm;
        rest_on_field(claim, o, FIELD_commitment_date);
        rest_on_field(claim, o, FIELD_commitment_milestone);
        rest_on_run(m, claim);
    }
    status = claim_of(m->set, o->id, "status");
    claim = put_text(m, o, "may-promise", CLAIM_TEXT,
                     status && status->value == STATUS_IS_GOOD ? STR("may be promised")
                                                               : STR("not to be promised"),
                     "promised is what is on course: 80 % likely or better, and not unknown or at "
                     "risk for another reason");
    rest_on(claim, claim_id(m->set, o->id, "status"));
    rest_on(claim, claim_id(m->set, o->id, "likely"));
    put_dates(m, o, "", target->at, coarse);
    put_change_by(m, o, c, target->at[1]);
    if (c->outside_view_ppm >= 0)
        rest_on_field(put_value(m, o, "outside-view", CLAIM_SHARE, c->outside_view_ppm,
                                "how often stated dates this far off were kept in the published "
                                "record"), o, FIELD_commitment_date);
    if (c->hangs_on != OBJECT_NONE && c->hangs_on_ppm > 0 && claim_subject(m, c->hangs_on)) {
        const struct object *on = claim_subject(m, c->hangs_on);

        claim = put_text(m, o, "hangs-on", CLAIM_NAME, object_title(on),
                         "what most often drives the date in the runs");
        rest_on_run(m, claim);
        claim = put_value(m, o, "hangs-on.share", CLAIM_SHARE, c->hangs_on_ppm,
                          "the share of the runs in which it drives the date");
        rest_on_run(m, claim);
    }
    if (c->next_on != OBJECT_NONE && c->next_on_ppm > 0 && claim_subject(m, c->next_on)) {
        claim = put_text(m, o, "hangs-on.next", CLAIM_NAME,
                         object_title(claim_subject(m, c->next_on)),
                         "what drives the date next most often in the runs");
        rest_on_run(m, claim);
        claim = put_value(m, o, "hangs-on.next.share", CLAIM_SHARE, c->next_on_ppm,
                          "the share of the runs in which it drives the date");
        rest_on_run(m, claim);
    }
}

/* How many promises stand how. */
void put_counts(struct making *m)
{
    static const char *const names[] = {"promises.off", "promises.at-risk", "promises.on-course",
                                        "promises.unknown"};
    static const char *const how[] = {
        "promises below 50 %", "promises from 50 % and below 80 %", "promises of 80 % or better",
        "promises that no forecast is possible of, or that rest on old estimates"};
    const struct object *program = m->set->plan->program;
    int64_t counts[4] = {0}, all = 0;
    struct claim *claims[4];

    for (uint32_t i = 0; i < m->in->forecast->commitment_count; i++) {
        const struct object *o = claim_subject(m, m->in->forecast->commitments[i].object);
        const struct claim *status = o ? claim_of(m->set, o->id, "status") : NULL;

        if (status) {
            counts[status->value]++;
            all++;
        }
    }
    put_value(m, program, "promises", CLAIM_COUNT, all, "promises that are still to come");
    put_value(m, program, "on-course-from", CLAIM_SHARE, STATUS_GOOD_FROM,
              "the rule of status: kept in four simulations of five or more");
    put_value(m, program, "off-course-below", CLAIM_SHARE, STATUS_RISK_FROM,
              "the rule of status: missed in more simulations than kept");
    for (unsigned n = 0; n < 4; n++)
        claims[n] = counts[n] > 0 ? put_value(m, program, names[n], CLAIM_COUNT, counts[n], how[n])
                                  : NULL;
    for (uint32_t i = 0; i < m->in->forecast->commitment_count; i++) {
        const struct object *o = claim_subject(m, m->in->forecast->commitments[i].object);
        const struct claim *status = o ? claim_of(m->set, o->id, "status") : NULL;

        if (status)
            rest_on(claims[status->value], status->id);
    }
}

/* --- the whole ------------------------------------------------------------------------------- */

/* Of severity 1, open, and past the day until which an answer helps, or else the time that its
 * first rung has to resolve it. */
static bool is_overdue(const struct making *m, const struct object *o)
{
    const struct plan *p = m->set->plan;
    const int64_t *severity = escalation_get_severity(o);
    struct escalation_event *due = ARENA_ARRAY(m->set->owner, struct escalation_event,
                                               ESCALATION_STEPS);
    const struct escalation_event *kept;
    struct escalation_policy policy;
    struct escalation_state state;
    uint32_t count;
    int64_t until;

    if (object_is_withheld(o) || !severity || *severity > SEVERE)
        return false;
    escalation_policy_of(p, o, &policy);
    count = escalation_events_of(o, m->set->owner, &kept);
    escalation_run(&policy, kept, count, p->as_of, true, escalation_is_clear(p, o), due, &state);
    if (state.status == ESCALATION_NEW || state.status == ESCALATION_CLEARED ||
        state.status == ESCALATION_CLOSED)
        return false;
    until = policy.by;
    if (until == CIVIL_NONE && policy.rung_count > 0)
        until = calendar_add(p->calendar, policy.opened, policy.rungs[0].resolve_s);
    return until != CIVIL_NONE && p->as_of >= until;
}

static const struct claim *put_overdue(struct making *m)
{
    const struct plan *p = m->set->plan;
    struct claim *c = NULL;

    for (uint32_t i = 0; i < plan_count(p, KIND_escalation); i++) {
        const struct object *o = plan_nth(p, KIND_escalation, i);

        if (!is_overdue(m, o))
            continue;
        if (!c)
            c = put_value(m, p->program, "escalations.overdue", CLAIM_COUNT, 0,
                          "escalations of severity 1 that are open past the day until which an "
                          "answer helps, or else the time their first rung has");
        if (!c)
            return NULL;
        c->value++;
        rest_on_field(c, o, FIELD_escalation_severity);
        rest_on_field(c, o, escalation_get_by(o) ? FIELD_escalation_by
                                                 : FIELD_escalation_opened);
    }
    return c;
}

/* Grey is never green: what is unknown is worse than what is good, and better than what is not. */
static enum claim_status worse_of(enum claim_status a, enum claim_status b)
{
    static const int rank[] = {0, 1, 3, 2};

    return rank[a] < rank[b] ? a : b;
}

/* The whole is never better than its worst part, and never an average. */
void put_overall(struct making *m)
{
    const struct forecast *f = m->in->forecast;
    const struct object *program = m->set->plan->program;
    const struct claim *overdue = put_overdue(m);
    const struct urgent *urgent = status_urgent(m->in, program->id);
    enum claim_status worst = STATUS_IS_GOOD;
    bool known = false;
    struct claim *c;

    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = claim_subject(m, f->commitments[i].object);
        const struct claim *status = o ? claim_of(m->set, o->id, "status") : NULL;

        if (!status)
            continue;
        known = true;
        worst = worse_of(worst, (enum claim_status)status->value);
    }
    if (f->cost.known && f->cost.limit != INT64_MIN) {
        known = true;
        worst = worse_of(worst, status_of_cost(f));
    }
    if (overdue)
        worst = STATUS_IS_OFF;
    else if (!known)
        worst = STATUS_IS_UNKNOWN;
    else if (urgent && worst == STATUS_IS_GOOD)
        worst = STATUS_IS_RISK;
    else
        urgent = NULL;
    c = put_value(m, program, "status", CLAIM_STATUS, worst,
                  "the worst of every promise and of the budget, never an average; off while an "
                  "escalation of severity 1 is open past its day, at risk while a grave finding "
                  "must be defused before the next report, and unknown is never on course");
    if (overdue)
        rest_on(c, overdue->id);
    else if (urgent) {
        put_urgent(m, program, urgent);
        rest_on(c, claim_id(m->set, program->id, "because"));
    }
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = claim_subject(m, f->commitments[i].object);

        if (o)
            rest_on(c, claim_id(m->set, o->id, "status"));
    }
    if (f->commitment_count > 1 && f->joint_ppm >= 0) {
        c = put_value(m, program, "all-promises", CLAIM_CHANCE, f->joint_ppm,
                      "the share of the runs that keep every promise at once");
        rest_on_run(m, c);
    }
}
