/* SPDX-License-Identifier: Apache-2.0 */
/* The clock of escalations: rungs, timers, what people do; and a year of five hundred of them. */
#include "core/decide/escalation.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/plan_fixture.h"

enum { HOUR_S = 3600, MANY = 500, EVENTS_MOST = 400 };

static int64_t at(int month, int day, int hour)
{
    return civil_day(2026, month, day) * CIVIL_DAY_S + hour * HOUR_S;
}

/* Opened Monday 23 November at nine; days of eight hours with a break from twelve to one. */
static struct escalation_policy policy_of(struct test *t, uint32_t rungs)
{
    struct escalation_policy p = {.calendar = calendar_standard(t->arena),
                                  .opened = at(11, 23, 9),
                                  .by = CIVIL_NONE,
                                  .rung_count = rungs,
                                  .warn_s = 2 * HOUR_S,
                                  .rearm_s = 3 * 8 * HOUR_S,
                                  .clear_s = 8 * HOUR_S,
                                  .least_s = HOUR_S};

    for (uint32_t i = 0; i < rungs; i++) {
        p.rungs[i].ack_s = 8 * HOUR_S;
        p.rungs[i].resolve_s = 5 * 8 * HOUR_S;
    }
    return p;
}

static struct escalation_event event(enum happening what, int64_t when)
{
    return (struct escalation_event){what, when, CIVIL_NONE, 0};
}

static void check_step(struct test *t, const struct escalation_event *step, enum happening what,
                       int64_t when, uint32_t rung)
{
    CHECK_EQ(step->what, what);
    CHECK_EQ(step->at, when);
    CHECK_EQ(step->rung, rung);
}

void test_decide_escalation__climbs_when_nobody_answers(struct test *t)
{
    const struct escalation_policy p = policy_of(t, 2);
    struct escalation_event steps[ESCALATION_STEPS];
    struct escalation_state state;
    const uint32_t n = escalation_run(&p, NULL, 0, at(12, 31, 9), false, false, steps, &state);

    CHECK_EQ(n, 6);
    check_step(t, &steps[0], HAPPENING_OPENED, at(11, 23, 9), 0);
    check_step(t, &steps[1], HAPPENING_ASKED, at(11, 23, 9), 0);
    /* Eight working hours end at 18:00; the affected are told two before. */
    check_step(t, &steps[2], HAPPENING_WARNED, at(11, 23, 16), 0);
    check_step(t, &steps[3], HAPPENING_ASKED, at(11, 23, 18), 1);
    check_step(t, &steps[4], HAPPENING_WARNED, at(11, 24, 16), 1);
    check_step(t, &steps[5], HAPPENING_DROPPED, at(11, 24, 18), 1);
    CHECK_EQ(state.status, ESCALATION_DROPPED);
}

/* By the end of the 24th sixteen hours are left: a quarter is four, by 14:00; then twelve are left:
 * three, by 17:00. */
void test_decide_escalation__waits_a_quarter_of_what_is_left(struct test *t)
{
    struct escalation_policy p = policy_of(t, 2);
    struct escalation_event steps[ESCALATION_STEPS];
    struct escalation_state state;

    p.by = at(11, 25, 0);
    CHECK_EQ(escalation_run(&p, NULL, 0, at(12, 31, 9), false, false, steps, &state), 6);
    check_step(t, &steps[3], HAPPENING_ASKED, at(11, 23, 14), 1);
    check_step(t, &steps[5], HAPPENING_DROPPED, at(11, 23, 17), 1);
}

void test_decide_escalation__an_answer_stops_one_timer_and_not_the_other(struct test *t)
{
    struct escalation_policy p = policy_of(t, 2);
    struct escalation_event steps[ESCALATION_STEPS];
    struct escalation_event kept[] = {event(HAPPENING_OPENED, at(11, 23, 9)),
                                      event(HAPPENING_ASKED, at(11, 23, 9)),
                                      event(HAPPENING_ACKNOWLEDGED, at(11, 23, 11)),
                                      event(HAPPENING_PROGRESSED, at(11, 25, 11))};
    struct escalation_state state;
    uint32_t n;

    /* Progress on Wednesday at 11: asked again three days later, on Monday at 11, but the five
     * days to resolve it end on Friday at 18:00, and they run since Monday the 23rd. */
    n = escalation_run(&p, kept, 4, at(12, 31, 9), false, false, steps, &state);
    check_step(t, &steps[0], HAPPENING_WARNED, at(11, 27, 16), 0);
    check_step(t, &steps[1], HAPPENING_ASKED, at(11, 27, 18), 1);
    CHECK_EQ(n, 4);
    /* Without the progress: asked again on Thursday at 11. */
    n = escalation_run(&p, kept, 3, at(11, 26, 12), false, false, steps, &state);
    CHECK_EQ(n, 1);
    check_step(t, &steps[0], HAPPENING_REARMED, at(11, 26, 11), 0);
}

void test_decide_escalation__people_can_do_everything(struct test *t)
{
    struct escalation_policy p = policy_of(t, 3);
    struct escalation_event steps[ESCALATION_STEPS];
    struct escalation_event kept[] = {event(HAPPENING_OPENED, at(11, 23, 9)),
                                      event(HAPPENING_ASKED, at(11, 23, 9)),
                                      event(HAPPENING_REJECTED, at(11, 23, 10))};
    struct escalation_state state;

    /* A refusal is the next rung at once, with its own eight hours. */
    escalation_run(&p, kept, 3, at(11, 23, 10), false, false, steps, &state);
    CHECK_EQ(state.rung, 1);
    CHECK_EQ(escalation_ack_by(&p, &state), at(11, 24, 10));
    /* Given to somebody else: the rung begins anew. */
    kept[2] = event(HAPPENING_REASSIGNED, at(11, 23, 17));
    escalation_run(&p, kept, 3, at(11, 23, 17), false, false, steps, &state);
    CHECK_EQ(state.rung, 0);
    CHECK_EQ(escalation_ack_by(&p, &state), at(11, 24, 17));
    /* Snoozed until Thursday: nothing before, and then asked again. */
    kept[2] = event(HAPPENING_SNOOZED, at(11, 23, 10));
    kept[2].until = at(11, 26, 9);
    CHECK_EQ(escalation_run(&p, kept, 3, at(11, 26, 8), false, false, steps, &state), 0);
    CHECK_EQ(escalation_run(&p, kept, 3, at(11, 26, 9), false, false, steps, &state), 1);
    check_step(t, &steps[0], HAPPENING_WOKEN, at(11, 26, 9), 0);
    /* Merged or resolved: the clock is quiet for ever; until it is opened again. */
    kept[2] = event(HAPPENING_MERGED, at(11, 23, 10));
    CHECK_EQ(escalation_run(&p, kept, 3, at(12, 31, 9), false, false, steps, &state), 0);
    kept[1] = event(HAPPENING_RESOLVED, at(11, 23, 10));
    kept[2] = event(HAPPENING_REOPENED, at(11, 24, 9));
    escalation_run(&p, kept, 3, at(11, 24, 9), false, false, steps, &state);
    CHECK_EQ(state.status, ESCALATION_WAITING);
    CHECK_EQ(state.reopened, 1);
}

void test_decide_escalation__passes_over_rungs_with_nobody_and_starts_again(struct test *t)
{
    struct escalation_policy p = policy_of(t, 3);
    struct escalation_event steps[ESCALATION_STEPS];
    struct escalation_state state;
    uint32_t n, asked[8], count = 0;

    p.rungs[1].nobody = true;
    p.repeats = 1;
    n = escalation_run(&p, NULL, 0, at(12, 31, 9), false, false, steps, &state);
    for (uint32_t i = 0; i < n && count < 8; i++)
        if (steps[i].what == HAPPENING_ASKED)
            asked[count++] = steps[i].rung;
    CHECK_EQ(count, 4);
    CHECK(asked[0] == 0 && asked[1] == 2 && asked[2] == 0 && asked[3] == 2);
    CHECK_EQ(steps[n - 1].what, HAPPENING_DROPPED);
}

/* A cause that is gone for a day closes it; one that is back within the day does not. */
void test_decide_escalation__closes_by_itself_after_a_while(struct test *t)
{
    const struct escalation_policy p = policy_of(t, 3);
    struct escalation_event kept[8], steps[ESCALATION_STEPS];
    struct escalation_state state;
    uint32_t n = escalation_run(&p, NULL, 0, at(11, 23, 12), true, true, steps, &state);

    CHECK_EQ(n, 3);
    check_step(t, &steps[2], HAPPENING_CLEARED, at(11, 23, 12), 0);
    memcpy(kept, steps, n * sizeof(kept[0]));
    CHECK_EQ(escalation_run(&p, kept, n, at(11, 24, 9), true, false, steps, &state), 1);
    check_step(t, &steps[0], HAPPENING_WOKEN, at(11, 24, 9), 0);
    CHECK_EQ(escalation_run(&p, kept, n, at(11, 24, 12), true, true, steps, &state), 1);
    check_step(t, &steps[0], HAPPENING_RESOLVED, at(11, 24, 12), 0);
    CHECK_EQ(state.status, ESCALATION_CLOSED);
}

/* Whether an escalation of hand-off `h` is settled by what stands there. */
static bool is_clear(struct test *t, const char *handoff, const char *waits_for)
{
    char text[700];
    const struct plan *p;

    snprintf(text, sizeof(text),
             "{'program': {'id': 'p', 'start': '2026-09-07'}, 'tasks': {'a': {'estimate': '2d'},"
             " 'b': {'estimate': '2d'}}, 'handoffs': {'h': {'gives': 'a', 'to': 'b'%s}},"
             " 'escalations': {'e': {'of': 'h', 'ask': 'When?', 'opened': '2026-11-23T09:00'%s}}}",
             handoff, waits_for);
    p = plan_from_json(t, text);
    return escalation_is_clear(p, plan_get(t, p, "e"));
}

/* One that waits for an offer is settled by the offer, and by what comes behind it; without a word
 * of what it waits for, by acceptance alone. A refusal settles neither; dropped leaves nothing. */
void test_decide_escalation__is_settled_by_what_it_waits_for(struct test *t)
{
    const char *const offer = ", 'waits_for': 'offered'", *const agreed = ", 'waits_for': 'agreed'";

    CHECK(!is_clear(t, "", offer));
    CHECK(!is_clear(t, ", 'asked': '2026-12-04', 'state': 'asked'", offer));
    CHECK(is_clear(t, ", 'offered': '2026-12-18'", offer));
    CHECK(is_clear(t, ", 'offered': '2026-12-18', 'state': 'offered'", offer));
    CHECK(is_clear(t, ", 'state': 'delivered'", offer));
    CHECK(!is_clear(t, ", 'offered': '2026-12-18', 'state': 'refused'", offer));
    CHECK(is_clear(t, ", 'state': 'dropped'", offer));
    CHECK(!is_clear(t, ", 'offered': '2026-12-18', 'state': 'offered'", agreed));
    CHECK(is_clear(t, ", 'offered': '2026-12-18', 'state': 'agreed'", agreed));
    CHECK(!is_clear(t, ", 'offered': '2026-12-18', 'state': 'delivered'", ""));
    CHECK(is_clear(t, ", 'state': 'accepted'", ""));
    CHECK(!is_clear(t, ", 'state': 'refused'", ""));
    CHECK(is_clear(t, ", 'state': 'dropped'", ""));
}

static const char *const with_duty =
    "{'program': {'id': 'p', 'start': '2026-09-07'}, 'tasks': {'work': {'estimate': '2d'}},"
    " 'people': {'ann': {}, 'bo': {'away': ['2026-12-02'], 'backup': 'ann'},"
    "            'cy': {'away': ['2026-12-10'], 'backup': 'dee'}, 'dee': {'left': '2026-12-09'}},"
    " 'duties': {'d': {'turns': [{'who': 'ann', 'from': '2026-11-23'},"
    "                            {'who': 'bo', 'from': '2026-11-30'},"
    "                            {'who': 'cy', 'from': '2026-12-03', 'until': '2026-12-10'}]}},"
    " 'escalations': {'e': {'of': 'work', 'ask': 'Who?', 'opened': '2026-11-23T09:00',"
    "     'affected': ['cy'], 'rungs': [{'who': ['d'], 'ack_within': '5d', 'resolve_within': '9d'},"
    "     {'who': ['d', 'cy'], 'ack_within': '3d'}, {'who': ['d'], 'ack_within': '20d'}]}}}";

static void check_has(struct test *t, const struct plan *p, int month, int day, const char *who)
{
    const struct object *has = duty_person_at(p, plan_get(t, p, "d"), at(month, day, 10));

    CHECK(who ? has && str_equal(has->id, str_of(who)) : !has);
}

/* A turn is a week unless it says until when; the one that began later has a day of both; who is
 * away has a backup, unless that one is gone too. */
void test_decide_escalation__a_duty_has_one_person_a_day(struct test *t)
{
    const struct plan *p = plan_from_json(t, with_duty);

    check_has(t, p, 11, 22, NULL);
    check_has(t, p, 11, 23, "ann");
    check_has(t, p, 11, 29, "ann");
    check_has(t, p, 11, 30, "bo");
    check_has(t, p, 12, 2, "ann");
    check_has(t, p, 12, 3, "cy");
    check_has(t, p, 12, 9, "cy");
    check_has(t, p, 12, 10, NULL);
    check_has(t, p, 12, 11, NULL);
}

/* Five days from Monday the 23rd end on Friday at 18:00: Ann. Three more end on Wednesday the 2nd:
 * Bo, who is away, so Ann. */
void test_decide_escalation__a_duty_is_whoever_has_it_when_asked(struct test *t)
{
    const struct plan *p = plan_from_json(t, with_duty);
    const struct object *e = plan_get(t, p, "e");
    struct escalation_event steps[ESCALATION_STEPS];
    const struct object *const *who;
    struct escalation_policy policy;
    struct escalation_state state;
    uint32_t n;

    escalation_policy_of(p, e, &policy);
    n = escalation_run(&policy, NULL, 0, at(12, 31, 9), false, false, steps, &state);
    check_step(t, &steps[1], HAPPENING_ASKED, at(11, 23, 9), 0);
    CHECK_EQ(escalation_reaches(p, e, &steps[1], t->arena, &who), 1);
    CHECK(str_equal(who[0]->id, STR("ann")));
    check_step(t, &steps[3], HAPPENING_ASKED, at(11, 27, 18), 1);
    CHECK_EQ(escalation_reaches(p, e, &steps[3], t->arena, &who), 2);
    CHECK(str_equal(who[0]->id, STR("ann")) && str_equal(who[1]->id, STR("cy")));
    check_step(t, &steps[5], HAPPENING_ASKED, at(12, 2, 18), 2);
    CHECK_EQ(escalation_reaches(p, e, &steps[5], t->arena, &who), 1);
    CHECK(str_equal(who[0]->id, STR("ann")));       /* Bo is away that day */
    CHECK_EQ(escalation_reaches(p, e, &steps[4], t->arena, &who), 1);
    CHECK(str_equal(who[0]->id, STR("cy")));        /* who is affected is told before */
    CHECK_EQ(steps[n - 1].what, HAPPENING_DROPPED);
    /* Opened on a day that is nobody's: the first rung is passed over. */
    policy.opened = at(12, 14, 9);
    escalation_run(&policy, NULL, 0, at(12, 14, 9), false, false, steps, &state);
    check_step(t, &steps[1], HAPPENING_ASKED, at(12, 14, 9), 1);
    CHECK_EQ(escalation_reaches(p, e, &steps[1], t->arena, &who), 1);
    CHECK(str_equal(who[0]->id, STR("cy")));
}

/* --- a year ------------------------------------------------------------------------------- */

/* What people will do, and what has been kept of it and of the clock so far. */
struct one {
    struct escalation_policy policy;
    struct escalation_event people[8];
    uint32_t people_count, told;
    struct escalation_event kept[EVENTS_MOST];
    uint32_t kept_count;
};

static void make_one(struct test *t, struct one *o)
{
    static const enum happening acts[] = {
        HAPPENING_ACKNOWLEDGED, HAPPENING_PROGRESSED,   HAPPENING_REJECTED, HAPPENING_REASSIGNED,
        HAPPENING_SNOOZED,      HAPPENING_DEESCALATED,  HAPPENING_RESOLVED, HAPPENING_REOPENED};
    int64_t when = civil_day(2026, 1, 5) * CIVIL_DAY_S +
                   (int64_t)test_random_below(t, 300 * 24) * HOUR_S;

    memset(o, 0, sizeof(*o));
    o->policy = policy_of(t, 1 + (uint32_t)test_random_below(t, 4));
    o->policy.opened = when;
    o->policy.repeats = (uint32_t)test_random_below(t, 3);
    if (test_random_below(t, 2))
        o->policy.by = when + (int64_t)(1 + test_random_below(t, 40)) * CIVIL_DAY_S;
    o->people_count = (uint32_t)test_random_below(t, 7);
    for (uint32_t i = 0; i < o->people_count; i++) {
        when += (int64_t)(1 + test_random_below(t, 100)) * HOUR_S;
        o->people[i] = event(acts[test_random_below(t, 8)], when);
        if (o->people[i].what == HAPPENING_SNOOZED)
            o->people[i].until = when + (int64_t)test_random_below(t, 10) * CIVIL_DAY_S;
    }
}

static void keep(struct one *o, const struct escalation_event *e)
{
    uint32_t i = o->kept_count++;

    for (; i > 0 && o->kept[i - 1].at > e->at; i--)
        o->kept[i] = o->kept[i - 1];
    o->kept[i] = *e;
}

/* Looked at once an hour at the most, sometimes not for a week, people acting in between: the steps
 * are those of one run to the end of the year that was told what people would do, each once. */
void test_decide_escalation__a_year_of_five_hundred_goes_as_foretold(struct test *t)
{
    const int64_t end = civil_day(2027, 1, 31) * CIVIL_DAY_S;
    struct escalation_event foretold[ESCALATION_STEPS], steps[ESCALATION_STEPS];
    struct one *o = ARENA_NEW(t->arena, struct one);
    uint32_t total = 0;

    for (unsigned k = 0; k < MANY; k++) {
        struct escalation_state state, last;
        uint32_t wanted, got = 0;
        int64_t now;

        make_one(t, o);
        wanted = escalation_run(&o->policy, o->people, o->people_count, end, false, false,
                                foretold, &last);
        for (now = o->policy.opened - CIVIL_DAY_S; now < end;) {
            const uint64_t draw = test_random_below(t, 100);
            uint32_t n;

            now += draw == 0 ? 7 * CIVIL_DAY_S : (int64_t)(1 + draw % 12) * HOUR_S;
            if (now > end)
                now = end;
            /* What people did by now is kept before the clock looks. */
            while (o->told < o->people_count && o->people[o->told].at <= now)
                keep(o, &o->people[o->told++]);
            n = escalation_run(&o->policy, o->kept, o->kept_count, now, false, false, steps,
                               &state);
            for (uint32_t i = 0; i < n; i++) {
                if (got < wanted &&
                    (steps[i].what != foretold[got].what || steps[i].at != foretold[got].at ||
                     steps[i].rung != foretold[got].rung))
                    test_fail(t, __FILE__, __LINE__, "escalation %u, step %u: not as foretold", k,
                              got);
                keep(o, &steps[i]);
                got++;
            }
        }
        CHECK_EQ(got, wanted);
        CHECK_EQ(state.status, last.status);
        total += got;
    }
    CHECK(total > 4 * MANY);
}
