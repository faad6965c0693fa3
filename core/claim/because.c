/* SPDX-License-Identifier: Apache-2.0 */
/* Why a promise stands as it does, as a claim: where it is not the probability alone. */
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/claim/status.h"
#include "core/plan/plan.h"

#define PERIODS "one and a half reporting periods"

const char *status_how(enum status_because because)
{
    static const char *const how[] = {
        [STATUS_BY_PROBABILITY] = "off below 50 %, at risk below 80 %, else on course",
        [STATUS_NO_FORECAST] = "unknown: nothing that it waits for can be forecast",
        [STATUS_LATE_AS_STATED] = "off where its owners' own numbers end after its date",
        [STATUS_HELD] = "off below 50 %, at risk below 80 %; it improves only when a second report "
                        "in a row says so, and this is the first",
        [STATUS_OLD_PLAN] = "unknown where the newest word of the plan is older than " PERIODS,
        [STATUS_OLD_ESTIMATES] =
            "unknown where a fifth of the driving estimates is older than " PERIODS,
        [STATUS_UNESTIMATED] =
            "unknown where more than a fifth of the tasks that drive it have no estimate",
        [STATUS_URGENT] = "at risk while a grave finding that it hangs on must be defused before "
                          "the next report"};

    return how[because];
}

static struct str day_of(const struct making *m, int64_t instant)
{
    struct text text;

    text_init(&text, m->set->owner);
    civil_print_date(&text, instant);
    return text_str(&text);
}

/* Its days are worded anew. */
static struct claim *put_words(struct making *m, const struct object *o,
                               enum status_because because, struct str words)
{
    struct claim *c = put_text(m, o, "because", CLAIM_TEXT, words, status_how(because));

    if (c)
        c->worded = true;
    return c;
}

/* "by 2026-11-26, before the next report, this is to be settled: ..." */
void put_urgent(struct making *m, const struct object *o, const struct urgent *u)
{
    const struct object *program = m->set->plan->program;
    const struct finding *f = u->finding;
    const struct str subject =
        f->subject == OBJECT_NONE ? program->id : m->set->plan->objects[f->subject]->id;
    struct claim *c;

    if (u->withheld) {
        put_words(m, o, STATUS_URGENT,
                  STR("something withheld must be settled before the next report"));
        return;
    }
    c = put_words(m, o, STATUS_URGENT,
                  str_format(m->set->owner,
                             "by %.*s, before the next report, this is to be settled: %.*s",
                             STR_ARG(day_of(m, f->defuse_by)), STR_ARG(f->text)));
    rest_on(c, claim_id(m->set, subject, f->rule->name));
    rest_on(c, claim_id(m->set, subject,
                        str_format(m->set->owner, "%s.defuse-by", f->rule->name).ptr));
    rest_on(c, claim_id(m->set, program->id, "next-update"));
}

static void put_held(struct making *m, const struct object *o, enum claim_status before)
{
    static const char *const words[] = {"off course", "at risk", "on course", "unknown"};
    struct claim *c = put_words(m, o, STATUS_HELD,
                                str_format(m->set->owner,
                                           "it was %s in the report before, and a second one in a "
                                           "row must say better", words[before]));

    rest_on(c, claim_id(m->set, o->id, "likely.before"));
}

static void put_old_plan(struct making *m, const struct object *o)
{
    const struct str program = m->set->plan->program->id;
    struct claim *c = put_words(
        m, o, STATUS_OLD_PLAN,
        str_format(m->set->owner, "the newest word of the plan is of %.*s, more than " PERIODS
                                  " ago", STR_ARG(day_of(m, m->in->forecast->newest_word))));

    rest_on(c, claim_id(m->set, program, "newest-word"));
    rest_on(c, claim_id(m->set, program, "read-on"));
}

static void put_old_estimates(struct making *m, const struct object *o, int32_t ppm)
{
    struct claim *c = put_value(m, o, "old-estimates", CLAIM_SHARE, ppm,
                                "of the estimates that drive it, those older than " PERIODS);

    rest_on_run(m, c);
    c = put_words(m, o, STATUS_OLD_ESTIMATES,
                  str_format(m->set->owner,
                             "%d %% of the estimates that drive it are older than " PERIODS,
                             (ppm + 5000) / 10000));
    rest_on(c, claim_id(m->set, o->id, "old-estimates"));
    rest_on(c, claim_id(m->set, m->set->plan->program->id, "read-on"));
}

static void put_unestimated(struct making *m, const struct object *o,
                            const struct forecast_commitment *c)
{
    struct claim *claim = put_value(m, o, "driving", CLAIM_COUNT, c->driving_count,
                                    "open tasks that drive it in a fifth of the runs or more");

    rest_on_run(m, claim);
    claim = put_value(m, o, "driving.unestimated", CLAIM_COUNT, c->unestimated_count,
                      "those of them without estimate, effort or remaining work");
    rest_on_run(m, claim);
    claim = put_words(m, o, STATUS_UNESTIMATED,
                      str_format(m->set->owner,
                                 "%u of the %u tasks on its driving path %s no estimate",
                                 c->unestimated_count, c->driving_count,
                                 c->unestimated_count == 1 ? "has" : "have"));
    rest_on(claim, claim_id(m->set, o->id, "driving.unestimated"));
    rest_on(claim, claim_id(m->set, o->id, "driving"));
}

void put_because(struct making *m, const struct object *o, const struct forecast_commitment *c,
                 const struct standing *s)
{
    struct claim *claim;

    switch (s->because) {
    case STATUS_BY_PROBABILITY:
    case STATUS_NO_FORECAST:
        return;
    case STATUS_HELD:
        put_held(m, o, s->before);
        return;
    case STATUS_LATE_AS_STATED:
        claim = put_words(m, o, s->because,
                          str_format(m->set->owner, "by its owners' own numbers it ends on %.*s, "
                                                    "after its date",
                                     STR_ARG(day_of(m, c->stated - 1))));
        rest_on_field(claim, o, FIELD_commitment_date);
        return;
    case STATUS_OLD_PLAN:
        put_old_plan(m, o);
        return;
    case STATUS_OLD_ESTIMATES:
        put_old_estimates(m, o, c->stale_ppm);
        return;
    case STATUS_UNESTIMATED:
        put_unestimated(m, o, c);
        return;
    case STATUS_URGENT:
        put_urgent(m, o, s->urgent);
        return;
    }
}
