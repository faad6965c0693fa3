/* SPDX-License-Identifier: Apache-2.0 */
#include "core/claim/claim.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/plan/plan.h"

enum { CLAIM_CEILING = 1 << 22, FROM_CEILING = 1 << 22 };

/* --- the set -------------------------------------------------------------------------------- */

/* NULL where there is one of that id already: the first stands. */
struct claim *claims_put(struct claims *set, struct str id, enum claim_kind kind,
                         uint32_t subject, const char *how)
{
    struct claim *c;

    if (!map_insert(&set->by_id, id, (uint32_t)set->count, NULL) ||
        !arena_grow(set->owner, (void **)&set->items, set->count, &set->capacity,
                    sizeof(set->items[0]), CLAIM_CEILING))
        return NULL;
    c = ARENA_NEW(set->owner, struct claim);
    *c = (struct claim){.id = id, .kind = kind, .subject = subject, .how = how,
                        .low = INT64_MIN, .high = INT64_MIN, .owner = set->owner};
    set->items[set->count++] = c;
    return c;
}

struct claim *claims_add(struct claims *set, struct claim claim)
{
    struct claim *c = claims_put(set, claim.id, claim.kind, claim.subject, claim.how);
    const bool known = claim.low != 0 || claim.high != 0;

    if (!c)
        return NULL;
    *c = claim;
    c->low = known ? claim.low : INT64_MIN;
    c->high = known ? claim.high : INT64_MIN;
    c->owner = set->owner;
    return c;
}

static void rest(struct claim *c, struct claim_from from)
{
    if (arena_grow(c->owner, (void **)&c->from, c->from_count, &c->from_capacity,
                   sizeof(c->from[0]), FROM_CEILING))
        c->from[c->from_count++] = from;
}

void rest_on(struct claim *c, struct str claim)
{
    if (c)
        rest(c, (struct claim_from){claim, OBJECT_NONE, 0});
}

void rest_on_field(struct claim *c, const struct object *o, uint16_t field)
{
    if (c && object_value(o, field))
        rest(c, (struct claim_from){{NULL, 0}, o->number, field});
}

void claims_add_on(struct claims *set, struct claim claim, const struct str *from, size_t count)
{
    struct claim *c = claims_add(set, claim);

    for (size_t i = 0; i < count; i++)
        rest_on(c, from[i]);
}

struct str claim_id(struct claims *set, struct str subject, const char *predicate)
{
    return str_format(set->owner, "%.*s.%s", STR_ARG(subject), predicate);
}

struct claim *put_value(struct making *m, const struct object *o, const char *predicate,
                        enum claim_kind kind, int64_t value, const char *how)
{
    struct claim *c = claims_put(m->set, claim_id(m->set, o->id, predicate), kind, o->number, how);

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
const struct object *claim_subject(const struct making *m, uint32_t number)
{
    const struct object *o = m->run->objects[number];

    if (object_is_withheld(o))
        return NULL;
    return m->run == m->set->plan ? o : plan_find(m->set->plan, o->id);
}

const struct claim *claim_find(struct claims *set, struct str id)
{
    uint32_t at;

    return map_find(&set->by_id, id, &at) ? set->items[at] : claims_put_stated(set, id);
}

const struct claim *claim_of(struct claims *set, struct str subject, const char *predicate)
{
    return claim_find(set, claim_id(set, subject, predicate));
}

const struct claim *claim_counted(struct claims *set, const struct claim *c, uint32_t nth)
{
    return claim_of(set, set->plan->objects[c->counts[nth]]->id, "stated");
}

bool claim_is_ground(struct str id)
{
    if (str_starts(id, STR("kept.")) || str_starts(id, STR("log.")))
        return true;            /* what a store keeps: figures of the past end there */
    return str_starts(id, STR("run.")) && !str_ends(id, STR("digest")) &&
           str_find(id, STR("default")) >= id.len;
}

/* A claim that names nothing it rests on is counted over the whole plan. */
void claims_ground(struct claims *set)
{
    uint32_t ignored;
    const struct str digest = STR("run.digest"), inputs = STR("run.inputs");

    for (size_t i = 0; i < set->count; i++) {
        struct claim *c = set->items[i];

        if (c->from_count == 0 && c->counted == 0 && !claim_is_ground(c->id))
            rest_on(c, c->simulated && map_find(&set->by_id, digest, &ignored) ? digest : inputs);
    }
}

/* --- all of them ---------------------------------------------------------------------------- */

struct claims *claims_new(const struct claim_input *in, struct arena *owner)
{
    struct claims *set = ARENA_NEW(owner, struct claims);
    struct making m = {.set = set, .in = in, .run = in->plan};

    *set = (struct claims){.owner = owner, .plan = in->plan};
    map_init(&set->by_id, owner);
    put_program(&m);
    put_reported(&m);
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
        put_dimensions(&m);
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
    put_inputs(&m);
    put_options(&m);
    for (size_t i = 0; in->findings && i < in->findings->count; i++)
        if (in->findings->items[i].state == FINDING_TRUE &&
            in->findings->items[i].subject != OBJECT_NONE)
            put_finding(&m, &in->findings->items[i]);
    put_alike(&m);
    if (in->gains)
        put_gains(&m);
    if (in->earned)
        put_earned(&m);
    put_readiness(&m);
    put_headcount(&m);
    claims_ground(set);
    return set;
}
