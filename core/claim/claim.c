/* SPDX-License-Identifier: Apache-2.0 */
#include "core/claim/claim.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/plan/beliefs.h"
#include "core/plan/plan.h"

enum {
    CLAIM_CEILING = 1 << 22,
    GOOD_FROM = 800000, RISK_FROM = 500000,
    STALE_FROM = 200000,        /* of the driving path's estimates: then green and amber are grey */
    COARSE_FROM = 200000,
    DRIVES_FROM = 200000,       /* of runs: on the driving path */
    PART_FROM = 10000           /* share of runs below which a task gets no claim of driving */
};

/* --- the set -------------------------------------------------------------------------------- */

/* NULL where there is one of that id already: the first stands. */
static struct claim *put(struct claims *set, struct str id, enum claim_kind kind,
                         uint32_t subject, const char *how)
{
    struct claim *c;

    if (!map_insert(&set->by_id, id, (uint32_t)set->count, NULL) ||
        !arena_grow(set->owner, (void **)&set->items, set->count, &set->capacity,
                    sizeof(set->items[0]), CLAIM_CEILING))
        return NULL;
    c = ARENA_NEW(set->owner, struct claim);
    *c = (struct claim){.id = id, .kind = kind, .subject = subject, .how = how,
                        .low = INT64_MIN, .high = INT64_MIN};
    set->items[set->count++] = c;
    return c;
}

void claims_add(struct claims *set, struct claim claim)
{
    struct claim *c = put(set, claim.id, claim.kind, claim.subject, claim.how);
    const int64_t low = claim.low != 0 || claim.high != 0 ? claim.low : INT64_MIN;
    const int64_t high = claim.low != 0 || claim.high != 0 ? claim.high : INT64_MIN;

    if (!c)
        return;
    *c = claim;
    c->low = low;
    c->high = high;
}

void rest_on(struct claim *c, struct str claim)
{
    if (c && c->from_count < CLAIM_FROM_MOST)
        c->from[c->from_count++] = (struct claim_from){claim, OBJECT_NONE, 0};
}

void rest_on_field(struct claim *c, const struct object *o, uint16_t field)
{
    if (c && object_value(o, field) && c->from_count < CLAIM_FROM_MOST)
        c->from[c->from_count++] = (struct claim_from){{NULL, 0}, o->number, field};
}

static struct str id_of(struct claims *set, struct str subject, const char *predicate)
{
    return str_format(set->owner, "%.*s.%s", STR_ARG(subject), predicate);
}

struct claim *put_value(struct making *m, const struct object *o, const char *predicate,
                        enum claim_kind kind, int64_t value, const char *how)
{
    struct claim *c = put(m->set, id_of(m->set, o->id, predicate), kind, o->number, how);

    if (c)
        c->value = value;
    return c;
}

struct claim *put_text(struct making *m, const struct object *o, const char *predicate,
                       enum claim_kind kind, struct str text, const char *how)
{
    struct claim *c = put_value(m, o, predicate, kind, 0, how);

    if (c)
        c->text = text;
    return c;
}

/* The object of the plan as stated that a number of the forecast means; NULL where the option that
 * it assumes made it, or it is withheld. */
static const struct object *stated(const struct making *m, uint32_t number)
{
    const struct object *o = m->run->objects[number];

    if (object_is_withheld(o))
        return NULL;
    return m->run == m->set->plan ? o : plan_find(m->set->plan, o->id);
}

/* --- stated facts --------------------------------------------------------------------------- */

static const struct object *find_object(const struct claims *set, struct str id)
{
    const struct object *o = plan_find(set->plan, id);

    if (!o && str_equal(set->plan->program->id, id))
        o = set->plan->program;
    return o && !object_is_withheld(o) ? o : NULL;
}

/* "3 from 2027-01-04, 4 from 2027-06-01". */
static struct str amounts_text(const struct claims *set, const struct day_amounts *amounts)
{
    struct text text;

    text_init(&text, set->owner);
    for (size_t i = 0; i < amounts->count; i++) {
        text_add(&text, i > 0 ? STR(", ") : STR(""));
        text_add_fixed(&text, amounts->items[i].micro, 6, 0);
        text_add(&text, STR(" from "));
        civil_print_date(&text, amounts->items[i].from_day * CIVIL_DAY_S);
    }
    return text_str(&text);
}

static struct str texts_text(const struct claims *set, const struct texts *texts)
{
    struct text text;

    text_init(&text, set->owner);
    for (size_t i = 0; i < texts->count; i++)
        text_addf(&text, "%s%.*s", i > 0 ? "; " : "", STR_ARG(texts->items[i]));
    return text_str(&text);
}

static struct str name_of(const struct claims *set, const struct ref *ref)
{
    return ref->object != OBJECT_NONE ? object_title(set->plan->objects[ref->object]) : ref->id;
}

static struct str refs_text(const struct claims *set, const struct refs *refs)
{
    struct text text;

    text_init(&text, set->owner);
    for (size_t i = 0; i < refs->count; i++)
        text_addf(&text, "%s%.*s", i > 0 ? ", " : "", STR_ARG(name_of(set, &refs->items[i])));
    return text_str(&text);
}

/* "Billing cut-over by 2w..3w..6w". */
static struct str hits_text(const struct claims *set, const struct hits *hits)
{
    struct text text;

    text_init(&text, set->owner);
    for (size_t i = 0; i < hits->count; i++) {
        text_addf(&text, "%s%.*s by ", i > 0 ? ", " : "",
                  STR_ARG(name_of(set, &hits->items[i].target)));
        field_print_line(&schema_kinds[KIND_task].fields[FIELD_task_estimate],
                         &hits->items[i].delay, &text);
    }
    return text_str(&text);
}

static void set_stated(const struct claims *set, const struct field *field, const void *value,
                       struct claim *c)
{
    const struct ref *ref = value;
    struct text text;

    switch (field->type) {
    case FIELD_TYPE_when:
        c->kind = CLAIM_INSTANT;
        c->value = ((const struct when *)value)->instant;
        return;
    case FIELD_TYPE_money:
        c->kind = CLAIM_MONEY;
        c->value = *(const int64_t *)value;
        return;
    case FIELD_TYPE_percent:
        c->kind = CLAIM_SHARE;
        c->value = *(const int32_t *)value;
        return;
    case FIELD_TYPE_count:
        c->kind = CLAIM_COUNT;
        c->value = *(const int64_t *)value;
        return;
    case FIELD_TYPE_ref:
        c->kind = CLAIM_NAME;
        c->text = ref->object != OBJECT_NONE ? object_title(set->plan->objects[ref->object])
                                             : ref->id;
        return;
    case FIELD_TYPE_text:
        c->text = *(const struct str *)value;
        return;
    case FIELD_TYPE_texts:
        c->text = texts_text(set, value);
        return;
    case FIELD_TYPE_refs:
        c->text = refs_text(set, value);
        return;
    case FIELD_TYPE_hits:
        c->text = hits_text(set, value);
        return;
    case FIELD_TYPE_day_amounts:
        c->text = amounts_text(set, value);
        return;
    default:
        text_init(&text, set->owner);
        field_print_line(field, value, &text);
        c->text = text_str(&text);
        c->worded = true;
    }
}

/* "ga-march.date"; and "ga-march.title" of whatever has a name, which is the id where none is
 * stated. */
static const struct claim *make_stated(struct claims *set, struct str id)
{
    const size_t dot = str_find_char(id, '.');
    const struct str name = str_slice(id, dot + 1, id.len);
    const struct object *o = find_object(set, str_slice(id, 0, dot));
    const struct field *field;
    struct claim *c;
    uint16_t at;

    if (!o || dot >= id.len)
        return NULL;
    id = str_copy(set->owner, id);
    if (str_equal(name, STR("title"))) {
        c = put(set, id, CLAIM_NAME, o->number, "what it is called");
        c->text = object_title(o);
        for (uint16_t f = 0; f < schema_kinds[o->kind].field_count; f++) {
            const struct str *value = object_value(o, f);

            if (value && schema_kinds[o->kind].fields[f].type == FIELD_TYPE_text &&
                str_equal(*value, c->text) && c->from_count == 0)
                rest_on_field(c, o, f);
        }
        return c;
    }
    if (str_equal(name, STR("id"))) {
        c = put(set, id, CLAIM_NAME, o->number, "its id in the plan");
        c->text = o->id;
        return c;
    }
    at = schema_field(o->kind, name);
    if (at == UINT16_MAX || !object_value(o, at))
        return NULL;
    field = &schema_kinds[o->kind].fields[at];
    c = put(set, id, CLAIM_TEXT, o->number, "stated");
    set_stated(set, field, object_value(o, at), c);
    rest_on_field(c, o, at);
    return c;
}

const struct claim *claim_find(struct claims *set, struct str id)
{
    uint32_t at;

    return map_find(&set->by_id, id, &at) ? set->items[at] : make_stated(set, id);
}

const struct claim *claim_of(struct claims *set, struct str subject, const char *predicate)
{
    return claim_find(set, id_of(set, subject, predicate));
}

/* --- promises ------------------------------------------------------------------------------- */

enum claim_status claim_status_of(int32_t ppm, int32_t stale_ppm)
{
    if (ppm < 0)
        return STATUS_IS_UNKNOWN;
    if (ppm < RISK_FROM)
        return STATUS_IS_OFF;
    if (stale_ppm >= STALE_FROM)
        return STATUS_IS_UNKNOWN;
    return ppm < GOOD_FROM ? STATUS_IS_RISK : STATUS_IS_GOOD;
}

static const char *const dates_how[FORECAST_QUANTILES] = {
    "10 % of the runs finish by then", "50 % of the runs finish by then",
    "80 % of the runs finish by then", "90 % of the runs finish by then",
    "95 % of the runs finish by then"};

static void rest_on_run(struct making *m, struct claim *c)
{
    if (!c)
        return;
    c->simulated = true;
    for (unsigned i = 0; i < m->driving_count; i++)
        if (c->from_count < CLAIM_FROM_MOST - 1)
            c->from[c->from_count++] = m->driving[i];
    rest_on(c, STR("run.digest"));
}

static void put_dates(struct making *m, const struct object *o, const char *prefix,
                      const int64_t *at, bool coarse)
{
    static const char *const names[] = {"p10", "p50", "p80", "p90", "p95"};

    for (unsigned q = 0; q < FORECAST_QUANTILES; q++) {
        struct claim *c = put_value(
            m, o, str_format(m->set->owner, "%s%s", prefix, names[q]).ptr, CLAIM_FINISH, at[q],
            dates_how[q]);

        if (!c)
            continue;
        c->low = at[0];
        c->high = at[3];
        c->coarse = coarse;
        rest_on_run(m, c);
    }
}

/* What the forecast before said of the same promise, or NULL. */
static const struct forecast_commitment *said_before(const struct making *m, struct str id)
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

static void put_status(struct making *m, const struct object *o,
                       const struct forecast_commitment *c, int32_t ppm)
{
    const struct forecast_commitment *said = said_before(m, o->id);
    const int32_t before = said ? said->probability_ppm : -1;
    const bool held = before >= 0 && before < ppm &&
                      claim_status_of(before, 0) < claim_status_of(ppm, 0);
    struct claim *status = put_value(
        m, o, "status", CLAIM_STATUS, claim_status_of(held ? before : ppm, c->stale_ppm),
        held ? "off below 50 %, at risk below 80 %; it improves only when a second report in a row "
               "says so, and this is the first"
             : "off below 50 %, at risk below 80 %, unknown without a forecast or where a fifth of "
               "the driving estimates are old");

    if (status) {
        status->must = status->value == STATUS_IS_OFF;
        rest_on(status, id_of(m->set, o->id, "likely"));
    }
    if (said)
        put_before(m, o, said);
}

/* What was published of private beliefs about it. */
static void put_belief(struct making *m, const struct object *o)
{
    const struct object *pulse = belief_latest(m->set->plan, o, BELIEF_PROBABILITY);
    struct claim *claim;

    if (pulse) {
        claim = put_value(m, o, "belief", CLAIM_SHARE, *pulse_get_probability(pulse),
                          "the median of three private answers or more, to ten points");
        rest_on_field(claim, pulse, FIELD_pulse_probability);
        claim = put_value(m, o, "belief.answers", CLAIM_COUNT, *pulse_get_answers(pulse),
                          "how many people answered");
        rest_on_field(claim, pulse, FIELD_pulse_answers);
    }
    pulse = belief_latest(m->set->plan, o, BELIEF_VOTE);
    if (pulse) {
        claim = put_value(m, o, "belief.vote", CLAIM_COUNT, *pulse_get_vote(pulse),
                          "the median of three private votes or more, of five");
        rest_on_field(claim, pulse, FIELD_pulse_vote);
        claim = put_value(m, o, "belief.answers", CLAIM_COUNT, *pulse_get_answers(pulse),
                          "how many people answered");
        rest_on_field(claim, pulse, FIELD_pulse_answers);
    }
    pulse = belief_latest(m->set->plan, o, BELIEF_DATE);
    if (pulse) {
        claim = put_value(m, o, "belief.week", CLAIM_INSTANT, pulse_get_date(pulse)->instant,
                          "the median of three private answers or more: the Monday of its week");
        rest_on_field(claim, pulse, FIELD_pulse_date);
    }
}

static void put_promise(struct making *m, const struct forecast_commitment *c)
{
    const struct object *o = stated(m, c->object);
    const struct forecast_target *target =
        c->target == UINT32_MAX ? NULL : &m->in->forecast->targets[c->target];
    const bool coarse = c->defaulted_ppm + c->stale_ppm >= COARSE_FROM;
    const int32_t ppm = target ? c->probability_ppm : -1;
    struct claim *claim;

    if (!o)
        return;
    put_status(m, o, c, ppm);
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
    claim = put_text(m, o, "may-promise", CLAIM_TEXT,
                     ppm >= GOOD_FROM ? STR("may be promised") : STR("not to be promised"),
                     "promised is what is 80 % likely or better");
    rest_on(claim, id_of(m->set, o->id, "likely"));
    put_dates(m, o, "", target->at, coarse);
    if (c->outside_view_ppm >= 0)
        rest_on_field(put_value(m, o, "outside-view", CLAIM_SHARE, c->outside_view_ppm,
                                "how often stated dates this far off were kept in the published "
                                "record"), o, FIELD_commitment_date);
    if (c->hangs_on != OBJECT_NONE && c->hangs_on_ppm > 0 && stated(m, c->hangs_on)) {
        const struct object *on = stated(m, c->hangs_on);

        claim = put_text(m, o, "hangs-on", CLAIM_NAME, object_title(on),
                         "what most often drives the date in the runs");
        rest_on_run(m, claim);
        claim = put_value(m, o, "hangs-on.share", CLAIM_SHARE, c->hangs_on_ppm,
                          "the share of the runs in which it drives the date");
        rest_on_run(m, claim);
    }
}

/* How many promises stand how. */
static void put_counts(struct making *m)
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
        const struct object *o = stated(m, m->in->forecast->commitments[i].object);
        const struct claim *status = o ? claim_of(m->set, o->id, "status") : NULL;

        if (status) {
            counts[status->value]++;
            all++;
        }
    }
    put_value(m, program, "promises", CLAIM_COUNT, all, "promises that are still to come");
    for (unsigned n = 0; n < 4; n++)
        claims[n] = counts[n] > 0 ? put_value(m, program, names[n], CLAIM_COUNT, counts[n], how[n])
                                  : NULL;
    for (uint32_t i = 0; i < m->in->forecast->commitment_count; i++) {
        const struct object *o = stated(m, m->in->forecast->commitments[i].object);
        const struct claim *status = o ? claim_of(m->set, o->id, "status") : NULL;

        if (status)
            rest_on(claims[status->value], status->id);
    }
}

/* The whole is never better than its worst part, and never an average. */
static void put_overall(struct making *m)
{
    const struct forecast *f = m->in->forecast;
    const struct object *program = m->set->plan->program;
    enum claim_status worst = STATUS_IS_UNKNOWN;
    struct claim *c;

    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = stated(m, f->commitments[i].object);
        const struct claim *status = o ? claim_of(m->set, o->id, "status") : NULL;

        if (status && (enum claim_status)status->value < worst)
            worst = (enum claim_status)status->value;
    }
    if (f->cost.known && f->cost.limit != INT64_MIN &&
        claim_status_of(f->cost.within_ppm, 0) < worst)
        worst = claim_status_of(f->cost.within_ppm, 0);
    c = put_value(m, program, "status", CLAIM_STATUS, worst,
                  "the worst of every promise and of the budget, never an average");
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = stated(m, f->commitments[i].object);

        if (o)
            rest_on(c, id_of(m->set, o->id, "status"));
    }
    if (f->commitment_count > 1 && f->joint_ppm >= 0) {
        c = put_value(m, program, "all-promises", CLAIM_CHANCE, f->joint_ppm,
                      "the share of the runs that keep every promise at once");
        rest_on_run(m, c);
    }
}

/* --- the rest of the forecast --------------------------------------------------------------- */

static void find_driving(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (unsigned n = 0; n < 4; n++) {
        const struct forecast_task *best = NULL;
        const struct object *o;

        for (uint32_t i = 0; i < f->task_count; i++) {
            const struct object *task = stated(m, f->tasks[i].object);
            bool used = !task || task->kind != KIND_task ||
                        f->tasks[i].criticality_ppm < DRIVES_FROM;

            for (unsigned d = 0; !used && d < m->driving_count; d++)
                used = m->driving[d].object == task->number;
            if (!used && (!best || f->tasks[i].criticality_ppm > best->criticality_ppm))
                best = &f->tasks[i];
        }
        if (!best)
            return;
        o = stated(m, best->object);
        m->driving[m->driving_count++] =
            (struct claim_from){{NULL, 0}, o->number,
                                task_get_remaining(o)  ? FIELD_task_remaining
                                : task_get_estimate(o) ? FIELD_task_estimate
                                                       : FIELD_task_effort};
    }
}

/* Of a task's own date: its estimate, and the run. */
static void rest_on_work(struct claim *c, const struct object *task)
{
    if (!c)
        return;
    c->simulated = true;
    if (task->kind == KIND_task)
        rest_on_field(c, task, task_get_remaining(task)  ? FIELD_task_remaining
                               : task_get_estimate(task) ? FIELD_task_estimate
                                                         : FIELD_task_effort);
    rest_on(c, STR("run.digest"));
}

static void put_tasks(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (uint32_t i = 0; i < f->task_count; i++) {
        const struct forecast_task *t = &f->tasks[i];
        const struct object *o = t->criticality_any_ppm >= PART_FROM ? stated(m, t->object) : NULL;
        struct claim *c;

        if (!o)
            continue;
        c = put_value(m, o, "drives", CLAIM_SHARE, t->criticality_ppm,
                      "the share of the runs in which it drives the last promised date");
        rest_on_work(c, o);
        c = put_value(m, o, "start.p50", CLAIM_INSTANT, t->start_p50,
                      "half of the runs begin it by then");
        rest_on_work(c, o);
        c = put_value(m, o, "p50", CLAIM_FINISH, t->p50, dates_how[1]);
        rest_on_work(c, o);
        c = put_value(m, o, "p90", CLAIM_FINISH, t->p90, dates_how[3]);
        rest_on_work(c, o);
    }
}

static void put_handoffs(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (uint32_t i = 0; i < f->handoff_count; i++) {
        const struct forecast_handoff *h = &f->handoffs[i];
        const struct object *o = stated(m, h->object);
        struct claim *c;

        if (!o)
            continue;
        c = put_value(m, o, "delivery.p80", CLAIM_FINISH, h->delivery_p80,
                      "80 % of the runs deliver it by then");
        rest_on_field(c, o, FIELD_handoff_gives);
        rest_on(c, STR("run.digest"));
        c = put_value(m, o, "accepted.p80", CLAIM_FINISH, h->acceptance_p80,
                      "80 % of the runs have it accepted by then");
        rest_on_field(c, o, FIELD_handoff_gives);
        rest_on_field(c, o, FIELD_handoff_acceptance);
        rest_on(c, STR("run.digest"));
        if (h->by_asked_ppm >= 0) {
            c = put_value(m, o, "by-asked", CLAIM_CHANCE, h->by_asked_ppm,
                          "the share of the runs that have it accepted by the asked date");
            rest_on_field(c, o, FIELD_handoff_asked);
            rest_on(c, STR("run.digest"));
        }
        if (h->need_by_p20 != CIVIL_NONE)
            rest_on(put_value(m, o, "need-by", CLAIM_INSTANT, h->need_by_p20,
                              "in 20 % of the runs the taker must have it by then to keep the "
                              "promise"), STR("run.digest"));
        rest_on(put_value(m, o, "drives", CLAIM_SHARE, h->criticality_ppm,
                          "the share of the runs in which it drives the date"),
                STR("run.digest"));
    }
}

static void put_money(struct making *m)
{
    const struct forecast_cost *cost = &m->in->forecast->cost;
    const struct object *program = m->set->plan->program;
    const int64_t values[] = {cost->p10, cost->p50, cost->p80, cost->p90};
    static const char *const names[] = {"cost.p10", "cost.p50", "cost.p80", "cost.p90"};
    static const char *const how[] = {
        "10 % of the runs cost at most that in all", "half of the runs cost at most that in all",
        "80 % of the runs cost at most that in all", "90 % of the runs cost at most that in all"};
    struct claim *c;

    if (!cost->known)
        return;
    for (unsigned i = 0; i < 4; i++) {
        c = put_value(m, program, names[i], CLAIM_MONEY, values[i], how[i]);
        if (c) {
            c->low = cost->p10;
            c->high = cost->p90;
            c->simulated = true;
        }
        rest_on(c, STR("run.digest"));
    }
    if (cost->limit == INT64_MIN)
        return;
    put_value(m, program, "cost.limit", CLAIM_MONEY, cost->limit, "the stated budget");
    c = put_value(m, program, "cost.within", CLAIM_CHANCE, cost->within_ppm,
                  "the share of the runs that cost at most the budget");
    rest_on(c, id_of(m->set, program->id, "cost.limit"));
    rest_on(c, STR("run.digest"));
    if (cost->within_and_on_time_ppm >= 0 && m->in->forecast->commitment_count > 0) {
        c = put_value(m, program, "cost.within-on-time", CLAIM_CHANCE,
                      cost->within_and_on_time_ppm,
                      "the share of the runs inside the budget that keep every promise");
        rest_on(c, STR("run.digest"));
    }
}

static void put_targets(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (uint32_t i = 0; i < f->target_count; i++) {
        const struct object *o = stated(m, f->targets[i].object);

        if (o)
            put_dates(m, o, f->targets[i].node == NODE_NONE ? "finish." : "", f->targets[i].at,
                      f->commitment_count == 0);
    }
    for (uint32_t i = 0; i < f->sensitivity_count; i++) {
        const struct object *o = stated(m, f->sensitivity[i].object);
        struct claim *c = o && f->sensitivity[i].p80_s > 0
                              ? put_value(m, o, "costs", CLAIM_DAYS, f->sensitivity[i].p80_s,
                                          "how much earlier P80 is without it, on the same draws")
                              : NULL;

        rest_on(c, STR("run.digest"));
    }
}

/* What the run took for what nobody stated, and which team holds a promise back. */
static void put_assumptions(struct making *m)
{
    const struct forecast *f = m->in->forecast;

    for (uint32_t i = 0; i < f->default_count; i++) {
        struct claim *c = put(m->set, str_format(m->set->owner, "run.default-%u", i + 1),
                              CLAIM_COUNT, OBJECT_NONE, f->defaults[i].what);

        if (c)
            c->value = f->defaults[i].count;
        rest_on(c, STR("run.digest"));
    }
    for (uint32_t i = 0; i < f->team_count; i++) {
        const struct object *o = stated(m, f->teams[i].object);
        struct claim *c;

        if (!o)
            continue;
        c = put_value(m, o, "holds-back", CLAIM_DAYS, f->teams[i].p80_s,
                      "how much later P80 is than with people enough in it, on the same draws");
        rest_on_run(m, c);
        c = put_value(m, o, "one-more", CLAIM_DAYS,
                      f->teams[i].one_more_s < 0 ? -f->teams[i].one_more_s
                                                 : f->teams[i].one_more_s,
                      f->teams[i].one_more_s < 0
                          ? "how much later P80 is with one more of it, on the same draws"
                          : "how much earlier P80 is with one more of it, on the same draws");
        rest_on_run(m, c);
    }
}

/* Of which run what is simulated is: run.digest, or run.before.digest of the one compared with. */
static void put_run(struct making *m, const struct forecast *f, const char *prefix)
{
    struct arena *owner = m->set->owner;
    const struct str digest = str_format(owner, "%sdigest", prefix);
    struct claim *c = put(m->set, digest, CLAIM_TEXT, OBJECT_NONE,
                          "of the run's identity and of everything it counted");

    c->text = str_format(owner, "%llx", (unsigned long long)f->digest);
    rest_on(c, str_format(owner, "%sseed", prefix));
    rest_on(c, str_format(owner, "%siterations", prefix));
    rest_on(c, str_format(owner, "%sinputs", prefix));
    c = put(m->set, str_format(owner, "%sseed", prefix), CLAIM_COUNT, OBJECT_NONE,
            "of the random numbers");
    c->value = (int64_t)f->seed;
    c = put(m->set, str_format(owner, "%siterations", prefix), CLAIM_COUNT, OBJECT_NONE,
            "runs of the plan");
    c->value = f->iterations;
    c = put(m->set, str_format(owner, "%sinputs", prefix), CLAIM_TEXT, OBJECT_NONE,
            "of everything the plan states, whatever its layout");
    c->text = str_format(owner, "%llx", (unsigned long long)f->inputs);
}

/* --- findings, decisions, gains ------------------------------------------------------------- */

static void put_finding(struct making *m, const struct finding *f)
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

static void put_decisions(struct making *m)
{
    for (uint32_t i = 0; i < m->in->decide_by_count; i++) {
        const struct decide_by *d = &m->in->decide_by[i];
        const struct object *o = stated(m, d->decision);
        struct claim *c;

        if (!o || d->last_moment == CIVIL_NONE)
            continue;
        c = put_value(m, o, "decide-by", CLAIM_INSTANT, d->last_moment,
                      "the promise's date, less the work behind the decision, less P50 to P80, "
                      "less the time the slowest option takes");
        rest_on_field(c, o, FIELD_decision_gates);
        if (d->commitment != OBJECT_NONE && stated(m, d->commitment))
            rest_on_field(c, stated(m, d->commitment), FIELD_commitment_date);
        rest_on(c, STR("run.digest"));
        if (d->last_known != CIVIL_NONE)
            put_value(m, o, "last-session", CLAIM_INSTANT, d->last_known,
                      "the last session of its forum whose answer comes in time");
    }
}

static void put_options(struct making *m)
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

static void put_program(struct making *m)
{
    const struct plan *p = m->set->plan;
    const struct objects *costs = program_get_delay_cost(p->program);
    const struct object *cost = costs && costs->count > 0 ? costs->items[0] : NULL;
    const struct object *by = cost ? plan_object(p, delay_cost_get_agreed_by(cost)) : NULL;
    const struct span *cadence = program_get_cadence(p->program);
    struct claim *c = put_value(m, p->program, "as_of", CLAIM_INSTANT, p->as_of, "the data date");

    if (p->as_of_stated)
        rest_on_field(c, p->program, FIELD_program_as_of);
    c = put_value(m, p->program, "next-update", CLAIM_INSTANT,
                  p->as_of + (cadence ? span_seconds(cadence, calendar_always(m->set->owner))
                                      : 7 * CIVIL_DAY_S),
                  "one reporting period after the data date; a week where none is stated");
    rest_on_field(c, p->program, FIELD_program_cadence);
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

struct claims *claims_new(const struct claim_input *in, struct arena *owner)
{
    struct claims *set = ARENA_NEW(owner, struct claims);
    struct making m = {.set = set, .in = in, .run = in->plan};

    *set = (struct claims){.owner = owner, .plan = in->plan};
    map_init(&set->by_id, owner);
    put_program(&m);
    if (in->forecast) {
        m.run = in->forecast->network->plan;
        put_run(&m, in->forecast, "run.");
        if (in->forecast_before)
            put_run(&m, in->forecast_before, "run.before.");
        find_driving(&m);
        for (uint32_t i = 0; i < in->forecast->commitment_count; i++)
            put_promise(&m, &in->forecast->commitments[i]);
        put_overall(&m);
        put_counts(&m);
        put_targets(&m);
        put_assumptions(&m);
        put_progress(&m);
        put_tasks(&m);
        put_handoffs(&m);
        put_money(&m);
        put_spending(&m);
        put_return(&m);
        put_decisions(&m);
    }
    put_options(&m);
    for (size_t i = 0; in->findings && i < in->findings->count; i++)
        if (in->findings->items[i].state == FINDING_TRUE &&
            in->findings->items[i].subject != OBJECT_NONE)
            put_finding(&m, &in->findings->items[i]);
    if (in->gains)
        put_gains(&m);
    if (in->earned)
        put_earned(&m);
    put_readiness(&m);
    put_headcount(&m);
    return set;
}
