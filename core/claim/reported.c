/* SPDX-License-Identifier: Apache-2.0 */
/* What people report of a promise, a milestone or a task, and on what terms: who said it when, why,
 * and until when it counts. It stands beside what is computed, and never changes it. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/plan/plan.h"

bool reported_is_past(const struct plan *p, const struct when *until)
{
    return p->read_on >= (until->grain == GRAIN_MINUTE ? until->instant
                                                       : until->instant + CIVIL_DAY_S);
}

/* The fields of one kind. */
struct reported {
    const struct object *o;
    uint16_t status, on, by, because, until;
};

#define REPORTED(kind, object)                                                                     \
    (struct reported){object, FIELD_##kind##_reported, FIELD_##kind##_reported_on,                 \
                      FIELD_##kind##_reported_by, FIELD_##kind##_reported_because,                 \
                      FIELD_##kind##_reported_until}

static void add_day(struct text *text, const char *before, const struct when *when)
{
    text_add(text, str_of(before));
    civil_print_date(text, when->instant);
}

static struct claim *put_terms(struct making *m, const struct reported *r, struct text *text)
{
    struct claim *c = put_text(m, r->o, "reported.terms", CLAIM_TEXT, text_str(text),
                               "who reported it, when, why, and until when it counts; a status "
                               "without a reason or an end is told as such, one past its end as "
                               "expired");

    if (c)
        c->worded = true;
    rest_on_field(c, r->o, r->status);
    rest_on_field(c, r->o, r->on);
    rest_on_field(c, r->o, r->by);
    rest_on_field(c, r->o, r->because);
    rest_on_field(c, r->o, r->until);
    return c;
}

/* "by Mia Torres on 2026-11-16 until 2026-11-30: the load test passed". */
static void put_one(struct making *m, const struct reported *r)
{
    const struct plan *p = m->set->plan;
    const struct when *on = object_value(r->o, r->on), *until = object_value(r->o, r->until);
    const struct str *because = object_value(r->o, r->because);
    const struct object *by = plan_object(p, object_value(r->o, r->by));
    const bool expired = until && reported_is_past(p, until);
    struct text text;

    text_init(&text, m->set->owner);
    if (by && !object_is_withheld(by))
        text_addf(&text, "by %.*s", STR_ARG(object_title(by)));
    if (on)
        add_day(&text, text.len > 0 ? " on " : "on ", on);
    if (until)
        add_day(&text, text.len > 0 ? " until " : "until ", until);
    if (!because || !until)
        text_addf(&text, "%s(nobody says%s%s%s)", text.len > 0 ? " " : "",
                  because ? "" : " why", because || until ? "" : " or",
                  until ? "" : " until when");
    if (because)
        text_addf(&text, "%s%.*s", text.len > 0 ? ": " : "", STR_ARG(*because));
    if (expired) {
        struct claim *c;

        text_add(&text, STR("; that has expired and no longer counts"));
        c = put_value(m, r->o, "reported.expired", CLAIM_INSTANT, until->instant,
                      "the end of the reported status, which is before the data date or the day on "
                      "which the plan is read");
        rest_on_field(c, r->o, r->until);
    }
    put_terms(m, r, &text);
}

void put_reported(struct making *m)
{
    const struct plan *p = m->set->plan;

    for (uint32_t i = 0; i < p->object_count; i++) {
        const struct object *o = p->objects[i];
        struct reported r;

        if (o->kind == KIND_commitment)
            r = REPORTED(commitment, o);
        else if (o->kind == KIND_milestone)
            r = REPORTED(milestone, o);
        else if (o->kind == KIND_task)
            r = REPORTED(task, o);
        else
            continue;
        if (!object_is_withheld(o) && object_value(o, r.status))
            put_one(m, &r);
    }
}
